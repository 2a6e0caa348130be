//! The steps of a report, appended and never changed, and the parts of divisions they come to.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tt_domain::approval::{Event, Part, PartState, Step, StepKind};
use tt_domain::id::{AgencyId, DivisionId, DocumentId, PersonId, ReportId, UserId};
use tt_domain::signing::SigningForm;

use crate::{StoreError, Tx, codec};

/// A step with when it was recorded, and by which account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvent {
    /// The step.
    pub event: Event,
    /// The account; `None` for the worker.
    pub user: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// What a step says beyond its kind.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StepContent {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    divisions: Vec<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    division: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severe: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<FormContent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    letter: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum FormContent {
    Head,
    Acting,
    Deputy { position: String },
    OnBehalf { collective: String, deputy: Option<String> },
    ByOrder { position: String, deputy: Option<String> },
    ByAuthorisation { position: String, document: i64, from: String, until: String },
}

impl FormContent {
    fn of(form: &SigningForm) -> Self {
        match form.clone() {
            SigningForm::Head => Self::Head,
            SigningForm::Acting => Self::Acting,
            SigningForm::Deputy { position } => Self::Deputy { position },
            SigningForm::OnBehalf { collective, deputy } => Self::OnBehalf { collective, deputy },
            SigningForm::ByOrder { position, deputy } => Self::ByOrder { position, deputy },
            SigningForm::ByAuthorisation { position, document, from, until } => Self::ByAuthorisation {
                position,
                document: document.0,
                from: codec::day_text(from),
                until: codec::day_text(until),
            },
        }
    }

    fn read(self) -> Result<SigningForm, StoreError> {
        Ok(match self {
            Self::Head => SigningForm::Head,
            Self::Acting => SigningForm::Acting,
            Self::Deputy { position } => SigningForm::Deputy { position },
            Self::OnBehalf { collective, deputy } => SigningForm::OnBehalf { collective, deputy },
            Self::ByOrder { position, deputy } => SigningForm::ByOrder { position, deputy },
            Self::ByAuthorisation { position, document, from, until } => SigningForm::ByAuthorisation {
                position,
                document: DocumentId(document),
                from: codec::known_day(&from)?,
                until: codec::known_day(&until)?,
            },
        })
    }
}

fn content_of(step: &Step) -> StepContent {
    let empty = StepContent::default;
    match step.clone() {
        Step::AskParts { divisions, due } => StepContent {
            divisions: divisions.into_iter().map(|division| division.0).collect(),
            due: Some(codec::day_text(due)),
            ..empty()
        },
        Step::HandPart { division } | Step::ApprovePart { division } => {
            StepContent { division: Some(division.0), ..empty() }
        }
        Step::ReturnPart { division, reason } | Step::WaivePart { division, reason } => {
            StepContent { division: Some(division.0), reason: Some(reason), ..empty() }
        }
        Step::ToPlanning => empty(),
        Step::ToLeader { severe, reason } => StepContent { severe: Some(severe), reason, ..empty() },
        Step::Return { reason } | Step::Recall { reason } => StepContent { reason: Some(reason), ..empty() },
        Step::Sign { form } => StepContent { form: Some(FormContent::of(&form)), ..empty() },
        Step::Issue { number, on } => StepContent { number: Some(number), on: Some(codec::day_text(on)), ..empty() },
        Step::Correct { letter, reason } => StepContent { letter: Some(letter.0), reason: Some(reason), ..empty() },
        Step::Replace { by, reason } => StepContent { by: Some(by.0), reason: Some(reason), ..empty() },
    }
}

fn step_of(kind: StepKind, content: StepContent) -> Result<Step, StoreError> {
    let missing = || StoreError::Corrupt(format!("step {} without what it says", kind.code()));
    let StepContent { divisions, due, division, reason, severe, form, number, on, letter, by } = content;
    let division = || division.map(DivisionId).ok_or_else(missing);
    let said = |reason: Option<String>| reason.ok_or_else(missing);
    let day = |text: Option<String>| codec::known_day(&text.ok_or_else(missing)?);
    Ok(match kind {
        StepKind::AskParts => {
            Step::AskParts { divisions: divisions.into_iter().map(DivisionId).collect(), due: day(due)? }
        }
        StepKind::HandPart => Step::HandPart { division: division()? },
        StepKind::ApprovePart => Step::ApprovePart { division: division()? },
        StepKind::ReturnPart => Step::ReturnPart { division: division()?, reason: said(reason)? },
        StepKind::WaivePart => Step::WaivePart { division: division()?, reason: said(reason)? },
        StepKind::ToPlanning => Step::ToPlanning,
        StepKind::ToLeader => Step::ToLeader { severe: severe.ok_or_else(missing)?, reason },
        StepKind::Return => Step::Return { reason: said(reason)? },
        StepKind::Sign => Step::Sign { form: form.ok_or_else(missing)?.read()? },
        StepKind::Issue => Step::Issue { number: number.ok_or_else(missing)?, on: day(on)? },
        StepKind::Recall => Step::Recall { reason: said(reason)? },
        StepKind::Correct => Step::Correct { letter: DocumentId(letter.ok_or_else(missing)?), reason: said(reason)? },
        StepKind::Replace => Step::Replace { by: ReportId(by.ok_or_else(missing)?), reason: said(reason)? },
    })
}

/// Appends a step as the one of that place in the order, from 0.
///
/// # Errors
/// [`StoreError::Stale`] when another step took that place meanwhile.
pub async fn append(
    tx: &mut Tx,
    report: ReportId,
    place: usize,
    event: &Event,
    user: Option<UserId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into report_events (report_id, sequence, step, content, person_id, user_id, happened_on, \
                       at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";
    let content = serde_json::to_string(&content_of(&event.step))
        .map_err(|error| StoreError::Corrupt(format!("step ({error})")))?;
    let (place, step, on) = (codec::position(place)?, event.step.kind().code(), codec::day_text(event.on));
    let (user, at) = (user.map(|user| user.0), codec::micros(at));
    let added = execute!(tx, SQL, report.0, place, step, content, event.by.0, user, on, at)?;
    if added == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The steps of a report, in order.
pub async fn list(tx: &mut Tx, report: ReportId) -> Result<Vec<KeptEvent>, StoreError> {
    const SQL: &str = "select step, content, person_id, user_id, happened_on, at from report_events \
                       where report_id = $1 order by sequence";
    let rows = all!(tx, (String, String, i64, Option<i64>, String, i64), SQL, report.0)?;
    rows.into_iter()
        .map(|(step, content, person, user, on, at)| {
            let content = serde_json::from_str(&content).map_err(|_| StoreError::Corrupt(format!("step {content}")))?;
            let step = step_of(codec::coded(&step, StepKind::from_code)?, content)?;
            let event = Event { step, by: PersonId(person), on: codec::known_day(&on)? };
            Ok(KeptEvent { event, user: user.map(UserId), at: codec::timestamp(at)? })
        })
        .collect()
}

/// Makes these the parts of a report.
pub async fn put_parts(tx: &mut Tx, report: ReportId, parts: &[Part]) -> Result<(), StoreError> {
    const ADD: &str = "insert into report_parts (report_id, division_id, state, due, handed_by, reason) \
                       values ($1, $2, $3, $4, $5, $6)";
    execute!(tx, "delete from report_parts where report_id = $1", report.0)?;
    for part in parts {
        let (due, by) = (codec::day_text(part.due), part.handed_by.map(|person| person.0));
        execute!(tx, ADD, report.0, part.division.0, part.state.code(), due, by, &part.reason)?;
    }
    Ok(())
}

type PartRow = (i64, i64, String, String, Option<i64>, Option<String>);

fn part_of((report, division, state, due, by, reason): PartRow) -> Result<(ReportId, Part), StoreError> {
    let part = Part {
        division: DivisionId(division),
        state: codec::coded(&state, PartState::from_code)?,
        due: codec::known_day(&due)?,
        handed_by: by.map(PersonId),
        reason,
    };
    Ok((ReportId(report), part))
}

/// Parts not handed in by a day's end, of an agency's reports that wait for them, those due first first.
pub async fn waited_for(tx: &mut Tx, agency: AgencyId, due_by: Date) -> Result<Vec<(ReportId, Part)>, StoreError> {
    const SQL: &str = "select p.report_id, p.division_id, p.state, p.due, p.handed_by, p.reason from report_parts p \
                       join reports r on r.id = p.report_id where r.agency_id = $1 and r.state = 'with_heads' \
                       and p.state in ('asked', 'returned') and p.due <= $2 order by p.due, p.report_id, p.division_id";
    all!(tx, PartRow, SQL, agency.0, codec::day_text(due_by))?.into_iter().map(part_of).collect()
}
