//! `/bao-cao/{id}/qua-trinh`: a report on its way: where it stands, what the person looking may do now, what was done,
//! and the files that were issued.

use askama::Template;
use axum::Form;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use tt_app::composing::giving::SectionGiven;
use tt_app::reporting::issue::IssueAsked;
use tt_app::reporting::names::{part_name, report_name, step_name, waits_for};
use tt_app::reporting::passage::{Asked, PassageShown, StepShown, is_written};
use tt_app::reporting::signing::{FormKind, SignAsked};
use tt_app::{AppError, Language, StoreError};
use tt_check::Message;
use tt_domain::approval::{PartState, Step, StepKind};
use tt_domain::id::{DivisionId, ReportId, SectionId};

use super::{as_file, page};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, Status, say};

#[derive(Template)]
#[template(path = "passage.html")]
struct PassagePage {
    t: Chrome,
    id: i64,
    name: String,
    /// Whether it is still being written.
    open: bool,
    status: Status,
    due: Option<String>,
    seen: usize,
    today: String,
    parts: Vec<PartRow>,
    steps: Vec<StepForm>,
    forms: Vec<(&'static str, &'static str, bool)>,
    divisions: Vec<(i64, String, bool)>,
    parts_due: String,
    blocking: Vec<String>,
    history: Vec<HistoryRow>,
    signature: Option<SignatureView>,
    issued: Option<IssuedView>,
    corrections: Vec<(i64, String)>,
    replacement: Option<i64>,
    may_replace: bool,
    /// Sections with who writes each, for whoever may give them: identity, title, the division’s identity.
    sections: Vec<(i64, String, Option<i64>)>,
    /// Divisions asked for a part that have no section to write.
    without: Vec<String>,
    /// Why there is nothing to do for the person looking: what it waits for, and what that means.
    waiting: (String, String),
    /// What was typed into the form that was refused.
    fields: Fields,
    problem: Option<String>,
}

impl PassagePage {
    /// What was typed into a field of the refused form of that step; empty for any other.
    fn typed(&self, step: &str, name: &str) -> &str {
        if self.fields.text("viec") == step { self.fields.text(name) } else { "" }
    }

    /// A field of the signing form: as typed, else as usual.
    fn head(&self) -> &str {
        self.fields.text("dung-dau")
    }

    /// Whether a step on a part is offered in the table below.
    fn has_part_steps(&self) -> bool {
        self.parts.iter().any(|part| !part.steps.is_empty())
    }

    /// Whether something was typed about signing for another.
    fn signs_for_another(&self) -> bool {
        ["cap-pho", "tap-the", "van-ban", "tu-ngay", "den-ngay"].iter().any(|name| !self.typed("sign", name).is_empty())
    }

    fn opened(&self, step: &str) -> bool {
        self.fields.text("viec") == step
    }
}

/// A part with the steps that may be taken with it.
struct PartRow {
    division: i64,
    name: String,
    state: String,
    class: &'static str,
    icon: &'static str,
    due: String,
    late: bool,
    reason: String,
    steps: Vec<StepForm>,
}

/// A step that may be taken now.
struct StepForm {
    code: &'static str,
    words: String,
    /// Whether it wants a reason.
    reason: Reason,
}

/// How a step asks for a reason.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    None,
    Optional,
    Needed,
}

impl StepForm {
    fn new(kind: StepKind, lang: Language) -> Self {
        let reason = match kind {
            StepKind::ToLeader => Reason::Optional,
            StepKind::ReturnPart | StepKind::WaivePart | StepKind::Return | StepKind::Recall => Reason::Needed,
            _ => Reason::None,
        };
        Self { code: kind.code(), words: lang.pick(&step_name(kind)).to_owned(), reason }
    }

    fn asks_reason(&self) -> bool {
        self.reason != Reason::None
    }

    /// Whether it carries the report on; what sends back, recalls or mends is no main button.
    fn is_onward(&self) -> bool {
        [StepKind::ToPlanning, StepKind::ToLeader, StepKind::Sign, StepKind::Issue]
            .iter()
            .any(|one| one.code() == self.code)
    }

    fn needs_reason(&self) -> bool {
        self.reason == Reason::Needed
    }
}

/// A step that was taken.
struct HistoryRow {
    at: String,
    words: String,
    by: String,
    note: String,
}

impl HistoryRow {
    fn new(shown: &StepShown, lang: Language) -> Self {
        let note = match &shown.step {
            Step::ReturnPart { reason, .. }
            | Step::WaivePart { reason, .. }
            | Step::Return { reason }
            | Step::Recall { reason }
            | Step::Correct { reason, .. }
            | Step::Replace { reason, .. } => reason.clone(),
            Step::ToLeader { reason, .. } => reason.clone().unwrap_or_default(),
            Step::Issue { number, on } => {
                format!("{} {number}, {}", say(lang, "số", "number"), show::date(*on))
            }
            _ => String::new(),
        };
        let words = lang.pick(&step_name(shown.step.kind())).to_owned();
        let words = match &shown.division {
            Some(division) => format!("{words}: {division}"),
            None => words,
        };
        Self { at: show::moment(shown.at), words, by: shown.by.clone(), note }
    }
}

struct SignatureView {
    by: String,
    on: String,
    digest: String,
}

struct IssuedView {
    symbol: String,
    dated: String,
    code: String,
    facts: String,
    /// Format, name, digest.
    files: Vec<(String, String, String)>,
}

/// `GET /bao-cao/{id}/qua-trinh`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let id = number(&id)?;
    let found = state.app.report_passage(&session.current, id).await?;
    let sections = state.app.sections_to_give(&session.current, id).await?;
    page(&shown(&session, (&found, &sections), Fields::default(), None))
}

/// `POST /bao-cao/{id}/qua-trinh`: takes a step, issues, or opens a report in its place.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let id = number(&id)?;
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    match taken(&state, &session, id, &fields).await {
        Ok(led_to) => Ok(lead_to(&format!("/bao-cao/{led_to}/qua-trinh"), false)),
        Err(AppError::Refused(message) | AppError::RefusedAt { message, .. }) => {
            refused(&state, &session, id, fields, &message, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(AppError::Store(StoreError::Stale)) => {
            let message = tt_app::wording::say(
                "người khác vừa xử lý báo cáo này, việc của bạn chưa được ghi; hãy xem lại quá trình bên dưới rồi làm tiếp",
                "someone took another step meanwhile, yours was not recorded; look at the history below and go on",
            );
            refused(&state, &session, id, fields, &message, StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn refused(
    state: &WebState,
    session: &Session,
    id: ReportId,
    fields: Fields,
    message: &Message,
    status: StatusCode,
) -> Result<Response, WebError> {
    let found = state.app.report_passage(&session.current, id).await?;
    let sections = state.app.sections_to_give(&session.current, id).await?;
    let shown = page(&shown(session, (&found, &sections), fields, Some(message)))?;
    Ok((status, shown).into_response())
}

/// Does what a form asks for; tells the report to show next.
async fn taken(state: &WebState, session: &Session, id: ReportId, fields: &Fields) -> Result<ReportId, AppError> {
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    if fields.text("viec") == GIVE {
        app.give_sections(current, id, &given(fields)?, origin).await?;
        return Ok(id);
    }
    let seen = fields.text("thay").parse().unwrap_or_default();
    let kind = StepKind::from_code(fields.text("viec")).ok_or(AppError::NotFound)?;
    match kind {
        StepKind::Replace => app.open_replacement(current, id, fields.text("ly-do"), origin).await,
        StepKind::Issue => {
            let on = needed_day(fields, "ngay")?;
            Box::pin(app.issue_report(current, id, IssueAsked { on, seen }, origin)).await.map(|_| id)
        }
        _ => app.take_step(current, id, &asked(kind, fields)?, seen, origin).await.map(|()| id),
    }
}

/// What the form of the sections is called among the steps.
const GIVE: &str = "giao-muc";

/// Sections with the divisions chosen for them: fields `muc-N`, blank for the author.
fn given(fields: &Fields) -> Result<Vec<(SectionId, Option<DivisionId>)>, AppError> {
    let one = |(name, division): &(String, String)| {
        let section = name.strip_prefix("muc-")?;
        Some((section.parse::<i64>().ok(), division.trim().parse::<i64>().ok(), division.trim().is_empty()))
    };
    let read = |(section, division, is_blank): (Option<i64>, Option<i64>, bool)| {
        let section = section.ok_or(AppError::NotFound)?;
        if division.is_none() && !is_blank {
            return Err(AppError::NotFound);
        }
        Ok((SectionId(section), division.map(DivisionId)))
    };
    fields.values().iter().filter_map(one).map(read).collect()
}

fn needed_day(fields: &Fields, name: &'static str) -> Result<jiff::civil::Date, AppError> {
    fields.day_at(name)?.ok_or_else(|| AppError::refused_at(name, "chưa chọn ngày", "the day is missing"))
}

/// The step a form asks for.
fn asked(kind: StepKind, fields: &Fields) -> Result<Asked, AppError> {
    let reason = || fields.text("ly-do").to_owned();
    let division = || fields.id("phong").map(DivisionId).ok_or(AppError::NotFound);
    Ok(match kind {
        StepKind::AskParts => Asked::AskParts {
            divisions: fields.all("cac-phong").filter_map(|id| id.parse().ok()).map(DivisionId).collect(),
            due: needed_day(fields, "han")?,
        },
        StepKind::HandPart => Asked::HandPart(division()?),
        StepKind::ApprovePart => Asked::ApprovePart(division()?),
        StepKind::ReturnPart => Asked::ReturnPart(division()?, reason()),
        StepKind::WaivePart => Asked::WaivePart(division()?, reason()),
        StepKind::ToPlanning => Asked::ToPlanning,
        StepKind::ToLeader => Asked::ToLeader(fields.filled("ly-do").map(str::to_owned)),
        StepKind::Return => Asked::Return(reason()),
        StepKind::Sign => Asked::Sign(SignAsked {
            form: FormKind::from_code(fields.text("hinh-thuc")).ok_or(AppError::NotFound)?,
            head: fields.text("dung-dau").to_owned(),
            position: fields.text("chuc-vu").to_owned(),
            deputy: fields.text("cap-pho").to_owned(),
            collective: fields.text("tap-the").to_owned(),
            document: fields.text("van-ban").to_owned(),
            from: fields.day_at("tu-ngay")?,
            until: fields.day_at("den-ngay")?,
        }),
        StepKind::Recall => Asked::Recall(reason()),
        StepKind::Correct => Asked::Correct {
            number: fields.text("so-van-ban").to_owned(),
            on: needed_day(fields, "ngay")?,
            reason: reason(),
        },
        StepKind::Issue | StepKind::Replace => return Err(AppError::NotFound),
    })
}

/// `GET /bao-cao/{id}/ban-hanh/{format}`: a file as it was issued.
pub(crate) async fn issued_file(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((id, format)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let file = state.app.issued_file(&session.current, number(&id)?, &format).await?;
    let mut response = Response::new(Body::from(file.bytes));
    response.headers_mut().insert(CONTENT_DISPOSITION, as_file(&file.name)?);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    Ok(response)
}

fn shown(
    session: &Session,
    (found, sections): (&PassageShown, &[SectionGiven]),
    fields: Fields,
    problem: Option<&Message>,
) -> PassagePage {
    let t = session.chrome(Section::Reports);
    let lang = t.lang;
    let report = &found.report;
    let mut fields = fields;
    if fields.text("viec") != StepKind::Sign.code() {
        let mut values = fields.values().to_vec();
        values.push(("dung-dau".to_owned(), found.head.clone()));
        fields = Fields::of(values);
    }
    let chosen: Vec<&str> = fields.all("cac-phong").collect();
    let divisions = found.divisions.iter().map(|(id, name)| {
        let asked = found.parts.iter().any(|part| part.part.division == *id);
        (id.0, name.clone(), asked || chosen.contains(&id.to_string().as_str()))
    });
    let divisions = divisions.collect();
    let form = fields.text("hinh-thuc").to_owned();
    PassagePage {
        id: report.id.0,
        name: lang.pick(&report_name(report, found.regime.as_deref())).to_owned(),
        open: is_written(report.state),
        status: show::report_state(report.state, lang),
        due: report.due.map(show::date),
        seen: found.seen,
        today: found.today.to_string(),
        parts: found.parts.iter().map(|part| part_row(part, lang)).collect(),
        steps: found.steps.iter().map(|kind| StepForm::new(*kind, lang)).collect(),
        forms: found.forms.iter().map(|kind| (kind.code(), form_name(*kind, lang), form == kind.code())).collect(),
        divisions,
        parts_due: found.parts_due.to_string(),
        blocking: found.blocking.iter().map(|message| sentence(lang.pick(message))).collect(),
        history: found.history.iter().map(|step| HistoryRow::new(step, lang)).collect(),
        signature: found.signature.as_ref().map(|(kept, by)| SignatureView {
            by: by.clone(),
            on: show::date(kept.on),
            digest: kept.digest.clone(),
        }),
        issued: found.issued.as_ref().map(|issue| IssuedView {
            symbol: issue.symbol.clone(),
            dated: show::date(issue.dated),
            code: issue.code.clone(),
            facts: issue.facts_digest.clone(),
            files: found
                .files
                .iter()
                .map(|file| (file.format.clone(), file.name.clone(), file.digest.clone()))
                .collect(),
        }),
        corrections: found.corrections.clone(),
        replacement: found.replacement.map(|id| id.0),
        may_replace: found.may_replace,
        without: without_section(found, sections),
        sections: sections.iter().map(|one| (one.section.0, one.title.clone(), one.division.map(|id| id.0))).collect(),
        waiting: {
            let (what, then) = waits_for(report.state);
            (lang.pick(&what).to_owned(), lang.pick(&then).to_owned())
        },
        fields,
        problem: problem.map(|message| sentence(lang.pick(message))),
        t,
    }
}

/// Divisions asked for a part that have no section to write; nobody where none is to be given.
fn without_section(found: &PassageShown, sections: &[SectionGiven]) -> Vec<String> {
    let writes = |division: DivisionId| sections.iter().any(|one| one.division == Some(division));
    let open = |state: PartState| matches!(state, PartState::Asked | PartState::Returned);
    let missing = found.parts.iter().filter(|part| open(part.part.state) && !writes(part.part.division));
    if sections.is_empty() { Vec::new() } else { missing.map(|part| part.name.clone()).collect() }
}

fn part_row(shown: &tt_app::reporting::passage::PartShown, lang: Language) -> PartRow {
    let part = &shown.part;
    let (class, icon) = match part.state {
        PartState::Asked => ("st-hold", "circle-dashed"),
        PartState::Handed => ("st-wait", "hourglass"),
        PartState::Approved => ("st-ok", "check"),
        PartState::Returned => ("st-late", "circle-alert"),
        PartState::Waived => ("st-hold", "x"),
    };
    PartRow {
        division: part.division.0,
        name: shown.name.clone(),
        state: lang.pick(&part_name(part.state)).to_owned(),
        class,
        icon,
        due: show::date(part.due),
        late: shown.late,
        reason: part.reason.clone().unwrap_or_default(),
        steps: shown.steps.iter().map(|kind| StepForm::new(*kind, lang)).collect(),
    }
}

fn form_name(form: FormKind, lang: Language) -> &'static str {
    let (vi, en) = match form {
        FormKind::Head => ("Người đứng đầu ký", "As head"),
        FormKind::Acting => ("Quyền (Q.)", "As acting head (Q.)"),
        FormKind::Deputy => ("Ký thay (KT.)", "For the head (KT.)"),
        FormKind::OnBehalf => ("Thay mặt (TM.)", "For a collective (TM.)"),
        FormKind::ByOrder => ("Thừa lệnh (TL.)", "By order (TL.)"),
        FormKind::ByAuthorisation => ("Thừa ủy quyền (TUQ.)", "By authorisation (TUQ.)"),
    };
    say(lang, vi, en)
}

fn number(id: &str) -> Result<ReportId, WebError> {
    id.parse().map_err(|_| WebError::NotFound)
}
