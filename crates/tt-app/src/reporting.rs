//! The life of a report: opened for a period, written in parts, passed on, signed, numbered and issued, found again by
//! anyone who holds a file of it.
//!
//! The rules are [`tt_domain::approval`] (which step may follow which), [`tt_domain::regime`] (which report is owed when)
//! and [`tt_domain::signing`]. A step is one transaction with its event in the audit chain. Read [`passage`] first, then
//! [`issue`].

pub mod facts;
pub mod faults;
pub mod issue;
pub mod names;
pub mod numbers;
pub mod opening;
pub mod parts;
pub mod passage;
pub mod regimes;
pub mod replacing;
pub mod signing;
pub mod verify;
pub mod waiting;
mod watch;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use tt_document::{Document, Frame};
use tt_domain::approval::{self, Event, Passage, Step};
use tt_domain::id::{AgencyId, DivisionId, PersonId, ReportId};
use tt_domain::permission::Scope;
use tt_domain::regime::Regime;
use tt_domain::report::Report;
use tt_store::report_steps::KeptEvent;
use tt_store::{Tx, audit, report_steps, reports};

use crate::app::{Actor, App};
use crate::clock::day_of;
use crate::compose;
use crate::embedding;
use crate::error::AppError;
use crate::frame_record;
use crate::import::recorded::{self, Recorded};
use crate::sign_in::CurrentUser;
use crate::work::act::no_person;

/// Where a report stands, with all that was done with it.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) report: Report,
    pub(crate) passage: Passage,
    pub(crate) events: Vec<KeptEvent>,
    pub(crate) regime: Option<Regime>,
}

impl Standing {
    /// Where a report of any agency stands.
    pub(crate) async fn load(tx: &mut Tx, id: ReportId) -> Result<Self, AppError> {
        let report = reports::get(tx, id).await?;
        let events = report_steps::list(tx, id).await?;
        let passage = Passage::of(events.iter().map(|kept| &kept.event));
        let regime = match report.regime {
            Some(regime) => Some(tt_store::regimes::get(tx, regime).await?),
            None => None,
        };
        Ok(Self { report, passage, events, regime })
    }

    /// Where a report of one's own agency stands.
    pub(crate) async fn own(tx: &mut Tx, current: &CurrentUser, id: ReportId) -> Result<Self, AppError> {
        let standing = Self::load(tx, id).await?;
        if standing.report.agency == current.agency.id { Ok(standing) } else { Err(AppError::NotFound) }
    }

    /// What a question of rights about it is about: its division in charge, or the part of one.
    pub(crate) fn scope(&self, current: &CurrentUser, part: Option<DivisionId>) -> Scope {
        let lead = part.or_else(|| self.regime.as_ref().and_then(|regime| regime.terms.lead));
        Scope { lead, ..current.own_agency() }
    }

    /// Lets pass who saw it as it stands.
    pub(crate) fn require_seen(&self, seen: usize) -> Result<(), AppError> {
        if self.events.len() == seen { Ok(()) } else { Err(AppError::Store(tt_store::StoreError::Stale)) }
    }

    /// Records a step after holding it against the rules: the event, what it makes of the report, the audit event.
    pub(crate) async fn record(
        &mut self,
        tx: &mut Tx,
        step: Step,
        (person, actor, at): (PersonId, &Actor, Timestamp),
    ) -> Result<(), AppError> {
        let decided = approval::decide(&self.passage, step, person, day_of(at));
        let event = match decided {
            Ok(event) => event,
            Err(refusal) => return Err(names::refusal(tx, &refusal).await?),
        };
        report_steps::append(tx, self.report.id, self.events.len(), &event, actor.user, at).await?;
        self.passage = self.passage.after(&event);
        report_steps::put_parts(tx, self.report.id, &self.passage.parts).await?;
        self.report.state = self.passage.state;
        self.report.updated_at = at;
        self.report.updated_by = actor.user.or(self.report.updated_by);
        reports::update(tx, &self.report).await?;
        let details = step_details(&event);
        let action = format!("report.{}", event.step.kind().code());
        note(tx, self.report.agency, (actor, at), &action, self.report.id, &details).await?;
        self.events.push(KeptEvent { event, user: actor.user, at });
        Ok(())
    }
}

/// What the audit chain says of a step.
fn step_details(event: &Event) -> Value {
    match &event.step {
        Step::AskParts { divisions, due } => {
            let divisions: Vec<i64> = divisions.iter().map(|division| division.0).collect();
            json!({ "divisions": divisions, "due": due.to_string() })
        }
        Step::HandPart { division } | Step::ApprovePart { division } => json!({ "division": division.0 }),
        Step::ReturnPart { division, reason } | Step::WaivePart { division, reason } => {
            json!({ "division": division.0, "reason": reason })
        }
        Step::ToPlanning => json!({}),
        Step::ToLeader { severe, reason } => json!({ "severe": severe, "reason": reason }),
        Step::Return { reason } | Step::Recall { reason } => json!({ "reason": reason }),
        Step::Sign { form } => json!({ "form": signing::FormKind::of(form).code() }),
        Step::Issue { number, on } => json!({ "number": number, "on": on.to_string() }),
        Step::Correct { letter, reason } => json!({ "letter": letter.0, "reason": reason }),
        Step::Replace { by, reason } => json!({ "by": by.0, "reason": reason }),
    }
}

/// Appends what was done with a report to the agency's audit chain.
pub(crate) async fn note(
    tx: &mut Tx,
    agency: AgencyId,
    (actor, at): (&Actor, Timestamp),
    action: &str,
    report: ReportId,
    details: &Value,
) -> Result<(), AppError> {
    let event = actor.event(agency, at, (action, format!("report-{report}")), details);
    audit::append(tx, &event).await?;
    Ok(())
}

/// Who takes a step: a person, never an account alone.
pub(crate) fn person(current: &CurrentUser) -> Result<PersonId, AppError> {
    current.standing.person.ok_or_else(no_person)
}

/// A report with all it is composed of, and the document it makes.
pub(crate) async fn document_of(tx: &mut Tx, report: Report) -> Result<(Recorded, Document), AppError> {
    let recorded = recorded::load_report(tx, report).await?;
    let document = compose::compose(&recorded.records);
    Ok((recorded, document))
}

/// The same with its pictures and tables as the records have them on a day, while it is written.
pub(crate) async fn document_on(tx: &mut Tx, report: Report, today: Date) -> Result<(Recorded, Document), AppError> {
    let mut recorded = recorded::load_report(tx, report).await?;
    embedding::draw_anew(tx, &mut recorded, today).await?;
    let document = compose::compose(&recorded.records);
    Ok((recorded, document))
}

/// The frame of a report.
pub(crate) fn frame_of(report: &Report) -> Result<Frame, AppError> {
    frame_record::from_json(&report.frame)
        .map_err(|error| AppError::Internal(format!("reading the frame of report {} ({error})", report.id)))
}

/// A frame as it is kept.
pub(crate) fn frame_json(frame: &Frame) -> Result<String, AppError> {
    frame_record::to_json(frame).map_err(|error| AppError::Internal(format!("writing the frame of a report ({error})")))
}

impl App {
    /// Today and now, for what is recorded.
    pub(crate) fn moment(&self) -> Timestamp {
        self.clock.now()
    }
}
