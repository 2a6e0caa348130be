//! Shapes of reports on their way: what they are, where they stand, what may be done with them.

use serde::{Deserialize, Serialize};
use tt_app::Language;
use tt_app::reporting::names::report_name;
use tt_app::reporting::passage::{Asked, PartShown, PassageShown, StepShown};
use tt_domain::approval::{Step, StepKind};
use tt_domain::id::DivisionId;
use tt_domain::report::Report;
use utoipa::ToSchema;

use super::input::{Day, Line, Prose};
use super::problem::Problem;
use crate::error::sentence;

/// A report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": 12, "year": 2026, "period": "202611", "regime": 3, "occasion": "", "key_tasks": false,
    "state": "with_planning", "due": "2026-12-02", "replaces": null, "updated_at": "2026-11-28T02:15:00Z" }))]
pub(super) struct ReportOut {
    /// Identity.
    id: i64,
    /// Year it reports on.
    year: i16,
    /// Code of the period it reports on: `202611`, `2026Q4`, `2026`.
    period: String,
    /// The regime it is made by; null for one that came in as a file.
    regime: Option<i64>,
    /// What it was asked for, where it is made on demand.
    occasion: String,
    /// Whether it is the annual report of key tasks.
    key_tasks: bool,
    /// `draft`, `with_heads`, `with_planning`, `submitted`, `returned`, `signed`, `issued`, `recalled`, `replaced`.
    state: &'static str,
    /// Day by which it is due.
    due: Option<Day>,
    /// The report it takes the place of.
    replaces: Option<i64>,
    /// When it was last changed.
    updated_at: String,
}

impl ReportOut {
    pub(super) fn of(report: &Report) -> Self {
        Self {
            id: report.id.0,
            year: report.year,
            period: report.period.code(),
            regime: report.regime.map(|id| id.0),
            occasion: report.occasion.clone(),
            key_tasks: report.key_tasks,
            state: report.state.code(),
            due: report.due.map(Day),
            replaces: report.replaces.map(|id| id.0),
            updated_at: report.updated_at.to_string(),
        }
    }
}

/// A report on its way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "report": { "id": 12, "year": 2026, "period": "202611", "regime": 3, "occasion": "",
        "key_tasks": false, "state": "with_heads", "due": "2026-12-02", "replaces": null,
        "updated_at": "2026-11-28T02:15:00Z" },
    "name": "Báo cáo công tác tháng, tháng 11/2026", "version": 1,
    "parts": [{ "division": 4, "name": "Phòng Quản lý Thương mại", "state": "asked", "due": "2026-11-30", "late": false,
        "reason": null, "steps": ["hand_part"] }],
    "steps": ["to_planning"], "needs_signature": false, "returned": null, "blocking": [],
    "history": [{ "step": "ask_parts", "by": "Người kehoach", "at": "2026-11-26T01:00:00Z", "division": null,
        "note": null }],
    "signature": null, "issue": null, "corrections": [], "replacement": null, "may_replace": false }))]
pub(super) struct ReportDetail {
    /// The report.
    report: ReportOut,
    /// What it is called.
    name: String,
    /// How many steps were taken; goes into `If-Match`.
    version: usize,
    /// Parts asked of divisions.
    parts: Vec<PartOut>,
    /// Steps on the whole that the user may take now through the API; signing is none of them.
    steps: Vec<&'static str>,
    /// Whether the next step is a signature, which a person gives on the report's page, never a program.
    needs_signature: bool,
    /// Why it was sent back, while it is being written again.
    returned: Option<String>,
    /// What forbids that it is issued, in sentences.
    blocking: Vec<String>,
    /// What was done, the earliest first.
    history: Vec<StepOut>,
    /// The signature that stands.
    signature: Option<SignatureOut>,
    /// Its issue.
    issue: Option<IssueOut>,
    /// Letters that correct it.
    corrections: Vec<LetterOut>,
    /// The report that takes, or is to take, its place.
    replacement: Option<i64>,
    /// Whether the user may open a report in its place.
    may_replace: bool,
}

/// A part of a report, asked of a division.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartOut {
    /// The division.
    division: i64,
    /// Its name.
    name: String,
    /// `asked`, `handed`, `approved`, `returned`, `waived`.
    state: &'static str,
    /// Day by which it is asked for.
    due: Day,
    /// Whether that has passed.
    late: bool,
    /// Why it was sent back or waived.
    reason: Option<String>,
    /// Steps the user may take with it now.
    steps: Vec<&'static str>,
}

/// A step that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StepOut {
    /// `ask_parts`, `hand_part`, `approve_part`, `return_part`, `waive_part`, `to_planning`, `to_leader`, `return`, `sign`,
    /// `issue`, `recall`, `correct`, `replace`.
    step: &'static str,
    /// Who took it.
    by: String,
    /// When.
    at: String,
    /// Name of the division whose part it is about.
    division: Option<String>,
    /// Reason given, or the number issued under.
    note: Option<String>,
}

/// A signature.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignatureOut {
    /// Who signed.
    by: String,
    /// On which day.
    on: Day,
    /// SHA-256 of the file that was signed, in hex.
    digest: String,
}

/// An issue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IssueOut {
    /// Number and symbol: `12/BC-SCT`.
    number: String,
    /// Date.
    dated: Day,
    /// Code of the public address `/xac-minh/{code}`.
    code: String,
    /// SHA-256 of the facts frozen with it, in hex.
    facts_digest: String,
    /// The files, as issued.
    files: Vec<IssuedFileOut>,
}

/// An issued file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IssuedFileOut {
    /// `docx`, `pdf`, `html`.
    format: String,
    /// Its name.
    name: String,
    /// SHA-256 in hex.
    digest: String,
}

/// A letter that corrects a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LetterOut {
    /// Its document.
    document: i64,
    /// Its number.
    number: String,
}

impl ReportDetail {
    pub(super) fn of(shown: &PassageShown, lang: Language) -> Self {
        let report = &shown.report;
        let files = shown.files.iter().map(|file| IssuedFileOut {
            format: file.format.clone(),
            name: file.name.clone(),
            digest: file.digest.clone(),
        });
        Self {
            name: lang.pick(&report_name(report, shown.regime.as_deref())).to_owned(),
            version: shown.seen,
            parts: shown.parts.iter().map(PartOut::of).collect(),
            steps: shown.steps.iter().filter(|kind| **kind != StepKind::Sign).map(|kind| kind.code()).collect(),
            needs_signature: report.state == tt_domain::report::ReportState::Submitted,
            returned: shown.passage.returned.clone(),
            blocking: shown.blocking.iter().map(|message| sentence(lang.pick(message))).collect(),
            history: shown.history.iter().map(StepOut::of).collect(),
            signature: shown.signature.as_ref().map(|(kept, by)| SignatureOut {
                by: by.clone(),
                on: Day(kept.on),
                digest: kept.digest.clone(),
            }),
            issue: shown.issued.as_ref().map(|issue| IssueOut {
                number: issue.symbol.clone(),
                dated: Day(issue.dated),
                code: issue.code.clone(),
                facts_digest: issue.facts_digest.clone(),
                files: files.collect(),
            }),
            corrections: shown
                .corrections
                .iter()
                .map(|(document, number)| LetterOut { document: *document, number: number.clone() })
                .collect(),
            replacement: shown.replacement.map(|id| id.0),
            may_replace: shown.may_replace,
            report: ReportOut::of(report),
        }
    }
}

impl PartOut {
    fn of(shown: &PartShown) -> Self {
        Self {
            division: shown.part.division.0,
            name: shown.name.clone(),
            state: shown.part.state.code(),
            due: Day(shown.part.due),
            late: shown.late,
            reason: shown.part.reason.clone(),
            steps: shown.steps.iter().map(|kind| kind.code()).collect(),
        }
    }
}

impl StepOut {
    fn of(shown: &StepShown) -> Self {
        let note = match &shown.step {
            Step::ReturnPart { reason, .. }
            | Step::WaivePart { reason, .. }
            | Step::Return { reason }
            | Step::Recall { reason }
            | Step::Correct { reason, .. }
            | Step::Replace { reason, .. } => Some(reason.clone()),
            Step::ToLeader { reason, .. } => reason.clone(),
            Step::Issue { number, .. } => Some(number.to_string()),
            _ => None,
        };
        Self {
            step: shown.step.kind().code(),
            by: shown.by.clone(),
            at: shown.at.to_string(),
            division: shown.division.clone(),
            note,
        }
    }
}

/// A step to take, named by `step`. Signing is not among them: it is a person's own act.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "step": "hand_part", "division": 4 }))]
pub(super) enum StepIn {
    /// Yêu cầu các phòng gửi phần.
    AskParts {
        /// The divisions.
        #[schema(min_items = 1, max_items = 100)]
        divisions: Vec<i64>,
        /// Day by which they hand in.
        due: Day,
    },
    /// Gửi phần của phòng.
    HandPart {
        /// The division.
        division: i64,
    },
    /// Duyệt phần của phòng.
    ApprovePart {
        /// The division.
        division: i64,
    },
    /// Trả lại phần của phòng.
    ReturnPart {
        /// The division.
        division: i64,
        /// Why.
        reason: Prose,
    },
    /// Không chờ phần của phòng.
    WaivePart {
        /// The division.
        division: i64,
        /// Why.
        reason: Prose,
    },
    /// Trình kế hoạch tổng hợp.
    ToPlanning {},
    /// Trình lãnh đạo.
    ToLeader {
        /// Why, where severe findings are left.
        reason: Option<Prose>,
    },
    /// Trả lại để soạn tiếp.
    Return {
        /// Why.
        reason: Prose,
    },
    /// Cấp số, ban hành.
    Issue {
        /// Date of the document.
        on: Day,
    },
    /// Thu hồi.
    Recall {
        /// Why.
        reason: Prose,
    },
    /// Đính chính bằng công văn.
    Correct {
        /// Number of the letter.
        number: Line,
        /// Its date.
        on: Day,
        /// What it mends.
        reason: Prose,
    },
}

/// A step as the use cases know it.
pub(super) enum ToDo {
    /// Any step but an issue.
    Step(Asked),
    /// An issue on that day.
    Issue(jiff::civil::Date),
}

impl StepIn {
    pub(super) fn into_to_do(self) -> Result<ToDo, Problem> {
        Ok(ToDo::Step(match self {
            Self::AskParts { divisions, .. } if divisions.is_empty() || divisions.len() > 100 => {
                return Err(Problem::unreadable("divisions: 1..100"));
            }
            Self::AskParts { divisions, due } => {
                Asked::AskParts { divisions: divisions.into_iter().map(DivisionId).collect(), due: due.0 }
            }
            Self::HandPart { division } => Asked::HandPart(DivisionId(division)),
            Self::ApprovePart { division } => Asked::ApprovePart(DivisionId(division)),
            Self::ReturnPart { division, reason } => Asked::ReturnPart(DivisionId(division), reason.0),
            Self::WaivePart { division, reason } => Asked::WaivePart(DivisionId(division), reason.0),
            Self::ToPlanning {} => Asked::ToPlanning,
            Self::ToLeader { reason } => Asked::ToLeader(reason.map(|reason| reason.0)),
            Self::Return { reason } => Asked::Return(reason.0),
            Self::Issue { on } => return Ok(ToDo::Issue(on.0)),
            Self::Recall { reason } => Asked::Recall(reason.0),
            Self::Correct { number, on, reason } => Asked::Correct { number: number.0, on: on.0, reason: reason.0 },
        }))
    }
}
