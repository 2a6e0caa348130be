//! A report on its way: where it stands, what the person looking may do now, and the steps they take.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use tt_domain::approval::{Part, Passage, Step, StepKind, states};
use tt_domain::document::NewDocument;
use tt_domain::id::{DivisionId, ReportId};
use tt_domain::permission::Action;
use tt_domain::report::{Report, ReportFigure, ReportState, StatedFigure};
use tt_store::issued::{IssuedFile, IssuedReport, KeptSignature};
use tt_store::{Tx, attachments, divisions, documents, figures, issued, persons, report_steps, reports};
use tt_text::date::PartialDate;

use super::faults::{Faults, blocking};
use super::signing::{FormKind, Recorded, SignAsked, SigningMethod};
use super::{Standing, document_of, document_on, frame_json, frame_of, note, person, watch};
use crate::app::App;
use crate::clock::day_of;
use crate::compose::figure_text;
use crate::embedding::{draw_anew, settle};
use crate::error::AppError;
use crate::import::recorded;
use crate::reports::blocking as off_threads;
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// What someone does with a report, short of issuing it.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Ask divisions for their parts.
    AskParts {
        /// Which.
        divisions: Vec<DivisionId>,
        /// By which day.
        due: Date,
    },
    /// Hand a division's part to its head.
    HandPart(DivisionId),
    /// Approve a division's part.
    ApprovePart(DivisionId),
    /// Send a part back.
    ReturnPart(DivisionId, String),
    /// Go on without a part.
    WaivePart(DivisionId, String),
    /// Put the whole before the planning officer.
    ToPlanning,
    /// Put it before the leader; a reason where severe findings are left.
    ToLeader(Option<String>),
    /// Send it back.
    Return(String),
    /// Sign.
    Sign(SignAsked),
    /// Recall what was issued.
    Recall(String),
    /// Mend an error of form by a letter.
    Correct {
        /// Number of the letter.
        number: String,
        /// Its date.
        on: Date,
        /// What it mends.
        reason: String,
    },
}

/// A part with what may be done with it.
#[derive(Clone, Debug)]
pub struct PartShown {
    /// The part.
    pub part: Part,
    /// Name of its division.
    pub name: String,
    /// Steps the person looking may take with it now.
    pub steps: Vec<StepKind>,
    /// Whether it is late.
    pub late: bool,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct StepShown {
    /// Which.
    pub step: Step,
    /// Who took it.
    pub by: String,
    /// Division whose part it is about.
    pub division: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A report on its way.
#[derive(Clone, Debug)]
pub struct PassageShown {
    /// The report.
    pub report: Report,
    /// Name of its regime.
    pub regime: Option<String>,
    /// Where it stands.
    pub passage: Passage,
    /// How many steps were taken: a step names how many it was decided on.
    pub seen: usize,
    /// Parts asked of divisions.
    pub parts: Vec<PartShown>,
    /// Steps on the whole that the person looking may take now.
    pub steps: Vec<StepKind>,
    /// Forms they may sign in.
    pub forms: Vec<FormKind>,
    /// What forbids the issue.
    pub blocking: Vec<tt_check::Message>,
    /// What was done, in order.
    pub history: Vec<StepShown>,
    /// The signature that stands, with the name of the signer.
    pub signature: Option<(KeptSignature, String)>,
    /// The issue.
    pub issued: Option<IssuedReport>,
    /// Its files.
    pub files: Vec<IssuedFile>,
    /// Letters that correct it, by number.
    pub corrections: Vec<(i64, String)>,
    /// The report that takes, or is to take, its place.
    pub replacement: Option<ReportId>,
    /// Whether a report in its place may be opened.
    pub may_replace: bool,
    /// Divisions to ask.
    pub divisions: Vec<(DivisionId, String)>,
    /// Day by which parts are asked for unless another is chosen.
    pub parts_due: Date,
    /// Position of the head, as last printed.
    pub head: String,
    /// Today.
    pub today: Date,
}

/// Whether someone may take a step on the whole, or on the part of a division.
pub(super) fn permitted(current: &CurrentUser, standing: &Standing, kind: StepKind, part: Option<DivisionId>) -> bool {
    let scope = standing.scope(current, part);
    let may = |action| current.may_on(action, &scope);
    match kind {
        StepKind::AskParts | StepKind::ToPlanning => may(Action::DraftReport),
        StepKind::HandPart => may(Action::HandPart),
        StepKind::ApprovePart => may(Action::ApprovePart),
        StepKind::ReturnPart => may(Action::ApprovePart) || may(Action::ReviewReport),
        StepKind::WaivePart | StepKind::ToLeader => may(Action::ReviewReport),
        StepKind::Return => match standing.report.state {
            ReportState::WithPlanning => may(Action::ReviewReport),
            ReportState::Submitted => may(Action::SignReport),
            _ => may(Action::SignReport) || may(Action::IssueReport),
        },
        StepKind::Sign => may(Action::SignReport) || may(Action::SignByOrder),
        StepKind::Issue => may(Action::IssueReport),
        StepKind::Recall | StepKind::Correct | StepKind::Replace => may(Action::WithdrawReport),
    }
}

/// Steps on a part.
const ON_PARTS: [StepKind; 4] = [StepKind::HandPart, StepKind::ApprovePart, StepKind::ReturnPart, StepKind::WaivePart];
/// Steps on the whole.
const ON_WHOLE: [StepKind; 8] = [
    StepKind::AskParts,
    StepKind::ToPlanning,
    StepKind::ToLeader,
    StepKind::Sign,
    StepKind::Issue,
    StepKind::Return,
    StepKind::Correct,
    StepKind::Recall,
];

/// Whether a step on a part could follow, but for what is filled in.
fn part_allows(part: &Part, kind: StepKind) -> bool {
    use tt_domain::approval::PartState::{Approved, Asked, Handed, Returned};
    match kind {
        StepKind::HandPart | StepKind::WaivePart => matches!(part.state, Asked | Returned),
        StepKind::ApprovePart => part.state == Handed,
        StepKind::ReturnPart => matches!(part.state, Handed | Approved),
        _ => false,
    }
}

impl App {
    /// A report of the agency on its way.
    ///
    /// # Errors
    /// No such report in this agency, or the database failed.
    pub async fn report_passage(&self, current: &CurrentUser, id: ReportId) -> Result<PassageShown, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let standing = Standing::own(&mut tx, current, id).await?;
        shown(&mut tx, current, standing, self.clock.today()).await
    }

    /// Takes a step with a report, as someone who saw it after so many steps.
    ///
    /// # Errors
    /// Not theirs to take, not now, or someone took another meanwhile.
    pub async fn take_step(
        &self,
        current: &CurrentUser,
        id: ReportId,
        asked: &Asked,
        seen: usize,
        origin: &str,
    ) -> Result<(), AppError> {
        let by = person(current)?;
        let at = self.moment();
        let actor = current.actor(origin);
        let mut tx = self.db.begin_write().await?;
        let mut standing = Standing::own(&mut tx, current, id).await?;
        standing.require_seen(seen)?;
        let step = Box::pin(step_of(&mut tx, current, &standing, asked, day_of(at))).await?;
        if !permitted(current, &standing, step.kind(), step.division()) {
            return Err(AppError::Forbidden);
        }
        if let Asked::Sign(form) = asked {
            let needed = if form.form.is_given() { Action::SignByOrder } else { Action::SignReport };
            current.require_on(needed, &standing.scope(current, None))?;
        }
        if matches!(step, Step::ToLeader { .. }) {
            settle_figures(&mut tx, &standing.report, day_of(at)).await?;
        }
        // First the rules: what they refuse leaves no trace.
        standing.record(&mut tx, step.clone(), (by, &actor, at)).await?;
        match (&step, asked) {
            (Step::Sign { form }, Asked::Sign(asked)) => {
                let name = persons::get(&mut tx, by).await?.details.full_name;
                let mut frame = frame_of(&standing.report)?;
                frame.signer = asked.signer(form, &name);
                standing.report.frame = frame_json(&frame)?;
                reports::update(&mut tx, &standing.report).await?;
                let signature = signed(&mut tx, &standing, &Recorded, at).await?;
                let details = json!({ "digest": signature.digest, "method": signature.method });
                note(&mut tx, standing.report.agency, (&actor, at), "report.signature", id, &details).await?;
            }
            (Step::Return { .. }, _) => issued::remove_signature(&mut tx, id).await?,
            _ => {}
        }
        if matches!(step, Step::AskParts { .. }) {
            watch::tell_asked(&mut tx, &self.delivery, id, (Some(by), at)).await?;
        } else {
            watch::tell_moved(&mut tx, &self.delivery, &standing, (by, at)).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Has the report signed by a method, and keeps the signature with the file that was put before the signer.
async fn signed(
    tx: &mut Tx,
    standing: &Standing,
    method: &'static dyn SigningMethod,
    at: Timestamp,
) -> Result<KeptSignature, AppError> {
    let (_, document) = document_of(tx, standing.report.clone()).await?;
    let (prepared, mark) = off_threads(move || {
        let prepared = method.prepare(&document)?;
        let mark = method.take(&prepared, &[])?;
        Ok::<_, AppError>((prepared, mark))
    })
    .await??;
    let given = standing.passage.signature.clone();
    let given = given.ok_or_else(|| AppError::Internal("keeping a signature nobody gave".to_owned()))?;
    let name = format!("trinh-ky-{}.docx", standing.report.id);
    let media = crate::outputs::Format::Docx.media_type();
    let signature = KeptSignature {
        method: method.code().to_owned(),
        file: attachments::put(tx, &prepared.digest, &name, media, &prepared.bytes).await?,
        digest: prepared.digest,
        mark,
        by: given.by,
        on: given.on,
        at,
    };
    issued::put_signature(tx, standing.report.id, &signature).await?;
    Ok(signature)
}

/// The step someone asks for, with what has to be looked up for it.
async fn step_of(
    tx: &mut Tx,
    current: &CurrentUser,
    standing: &Standing,
    asked: &Asked,
    today: Date,
) -> Result<Step, AppError> {
    let agency = current.agency.id;
    Ok(match asked.clone() {
        Asked::AskParts { divisions: chosen, due } => {
            let own = divisions::list(tx, agency).await?;
            if chosen.iter().any(|id| !own.iter().any(|one| one.id == *id)) {
                return Err(AppError::NotFound);
            }
            Step::AskParts { divisions: chosen, due }
        }
        Asked::HandPart(division) => Step::HandPart { division },
        Asked::ApprovePart(division) => Step::ApprovePart { division },
        Asked::ReturnPart(division, reason) => Step::ReturnPart { division, reason },
        Asked::WaivePart(division, reason) => Step::WaivePart { division, reason },
        Asked::ToPlanning => Step::ToPlanning,
        Asked::ToLeader(reason) => {
            let (recorded, document) = document_on(tx, standing.report.clone(), today).await?;
            let passage = standing.passage.clone();
            let faults = off_threads(move || Faults::of(&recorded, &document, &passage)).await?;
            if let Some(first) = faults.blocking.first() {
                return Err(AppError::Refused(first.clone()));
            }
            Step::ToLeader { severe: faults.severe(), reason }
        }
        Asked::Return(reason) => Step::Return { reason },
        Asked::Sign(asked) => Step::Sign { form: asked.form(tx, agency).await? },
        Asked::Recall(reason) => Step::Recall { reason },
        Asked::Correct { number, on, reason } => {
            if number.trim().is_empty() {
                return Err(AppError::refused_at(
                    "so-van-ban",
                    "chưa nhập số, ký hiệu công văn đính chính",
                    "the number of the correcting letter is missing",
                ));
            }
            let letter = NewDocument {
                agency,
                kind: Some("Công văn".to_owned()),
                number: Some(number.trim().to_owned()),
                date: PartialDate::whole(on),
                issuer: Some(current.agency.name.clone()),
                subject: Some(format!("Đính chính: {}", reason.trim())),
            };
            Step::Correct { letter: documents::ensure(tx, &letter).await?.0, reason }
        }
    })
}

async fn shown(tx: &mut Tx, current: &CurrentUser, standing: Standing, today: Date) -> Result<PassageShown, AppError> {
    let id = standing.report.id;
    let state = standing.report.state;
    let open = |kind: StepKind| states(kind).contains(&state);
    let all = divisions::list(tx, current.agency.id).await?;
    let name = |id: DivisionId| all.iter().find(|one| one.id == id).map(|one| one.name.clone()).unwrap_or_default();
    let parts = standing.passage.parts.iter().map(|part| PartShown {
        name: name(part.division),
        steps: ON_PARTS
            .into_iter()
            .filter(|&kind| open(kind) && part_allows(part, kind))
            .filter(|&kind| permitted(current, &standing, kind, Some(part.division)))
            .collect(),
        late: part.is_late(today),
        part: part.clone(),
    });
    let parts: Vec<PartShown> = parts.collect();
    let may = |kind| open(kind) && permitted(current, &standing, kind, None);
    let scope = standing.scope(current, None);
    let forms = FormKind::ALL
        .into_iter()
        .filter(|form| current.may_on(if form.is_given() { Action::SignByOrder } else { Action::SignReport }, &scope));
    let mut history = Vec::new();
    for kept in report_steps::list(tx, id).await? {
        history.push(StepShown {
            by: persons::get(tx, kept.event.by).await?.details.full_name,
            division: kept.event.step.division().map(name),
            step: kept.event.step,
            at: kept.at,
        });
    }
    let signature = match issued::signature(tx, id).await? {
        Some(kept) => {
            let name = persons::get(tx, kept.by).await?.details.full_name;
            Some((kept, name))
        }
        None => None,
    };
    let mut corrections = Vec::new();
    for &letter in &standing.passage.corrections {
        corrections.push((letter.0, documents::get(tx, letter).await?.number.unwrap_or_default()));
    }
    let replacement = reports::replacing(tx, id).await?.map(|report| report.id);
    let replaceable = matches!(state, ReportState::Issued | ReportState::Recalled) && replacement.is_none();
    let mut recorded = recorded::load_report(tx, standing.report.clone()).await?;
    draw_anew(tx, &mut recorded, today).await?;
    let signer = &recorded.records.frame.signer;
    let printed = signer.capacity.as_ref().or(signer.position.as_ref());
    let head = printed.and_then(|line| line.lines().next()).unwrap_or_default();
    let head = ["KT. ", "TL. ", "TUQ. ", "Q. "].iter().find_map(|mark| head.strip_prefix(mark)).unwrap_or(head);
    let due = standing.report.due.filter(|due| *due > today).unwrap_or(today);
    Ok(PassageShown {
        seen: standing.events.len(),
        parts,
        steps: ON_WHOLE.into_iter().filter(|&kind| may(kind)).collect(),
        forms: forms.collect(),
        blocking: if super::regimes::is_open(state) { blocking(&recorded, &standing.passage) } else { Vec::new() },
        history,
        signature,
        issued: issued::find(tx, id).await?,
        files: issued::files(tx, id).await?,
        corrections,
        replacement,
        may_replace: replaceable && current.may_on(Action::WithdrawReport, &scope),
        divisions: all.iter().map(|one| (one.id, one.name.clone())).collect(),
        parts_due: due,
        head: head.to_owned(),
        today,
        regime: standing.regime.as_ref().map(|regime| regime.terms.name.clone()),
        passage: standing.passage,
        report: standing.report,
    })
}

/// Figures state from here on what they printed when the report was submitted, whatever is recorded later; pictures and
/// tables stay as they were drawn then.
async fn settle_figures(tx: &mut Tx, report: &Report, today: Date) -> Result<(), AppError> {
    let mut recorded = recorded::load_report(tx, report.clone()).await?;
    for figure in &recorded.figures {
        let now = figure.stated.observation.and_then(|id| recorded.records.observations.get(&id));
        let Some(now) = now.filter(|now| figure.stated.observation != Some(now.id)) else { continue };
        let printed = figure_text(&recorded.records, figure);
        let stated = StatedFigure {
            printed,
            value: Some(now.value),
            value_max: now.value_max,
            observation: Some(now.id),
            ..figure.stated.clone()
        };
        figures::update(tx, &ReportFigure { stated, ..figure.clone() }).await?;
    }
    settle(tx, &mut recorded, today).await
}

/// Whether a report in that state is still being written.
pub fn is_written(state: ReportState) -> bool {
    use ReportState::{Draft, Returned, WithHeads, WithPlanning};
    matches!(state, Draft | Returned | WithHeads | WithPlanning)
}

/// Why a report on its way may not be written over by an import.
pub(crate) fn closed() -> AppError {
    AppError::Refused(say(
        "báo cáo này đã trình ký hoặc đã phát hành nên không nhập đè được; hãy trả lại để soạn tiếp, hoặc mở báo cáo thay thế",
        "this report was submitted for signature or issued, so a file cannot take its place; send it back, or open one in its place",
    ))
}
