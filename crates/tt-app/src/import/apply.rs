//! Writing an incoming report into the records, keeping the identity of everything that stays.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use tt_document::extract::Grade as FoundGrade;
use tt_domain::assessment::{Grade, Rating, Stage};
use tt_domain::document::{NewDocument, OfficialDocument};
use tt_domain::grading::GradeEntry;
use tt_domain::id::{AgencyId, AttachmentId, GradeEntryId, ProgrammeId, ReportId, TaskId};
use tt_domain::programme::ProgrammeState;
use tt_domain::report::{NewReport, Report, ReportState};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::task::{NewObstacle, NewTarget, NewTask, Target, Task, TaskState};
use tt_store::{Tx, documents, grade_entries, obstacles, programmes, ratings, reports, targets, tasks};

use super::incoming::Incoming;
use super::recorded::Recorded;
use super::text::{self, Identities, Observing, Text};
use crate::app::Actor;
use crate::error::AppError;
use crate::frame_record;

/// Where and when an import happens.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// Whose report.
    pub agency: AgencyId,
    /// The file it came from.
    pub source: AttachmentId,
    /// Who imports it.
    pub actor: &'a Actor,
    /// When.
    pub now: Timestamp,
}

/// Writes `incoming` over what is `recorded` of the same report.
///
/// # Errors
/// The database failed; the transaction must then be dropped.
pub async fn apply(
    tx: &mut Tx,
    incoming: &Incoming,
    recorded: Option<&Recorded>,
    occasion: Occasion<'_>,
) -> Result<ReportId, AppError> {
    let documents = text::cited_documents(tx, occasion.agency, incoming).await?;
    let programme = programmes::ensure(tx, occasion.agency, incoming.year, state_of(incoming)).await?;
    if let Some(decision) = incoming.decision.and_then(|index| documents.get(index)) {
        programmes::set_decision(tx, programme, Some(*decision)).await?;
    }
    let mut identities = Identities { tasks: put_tasks(tx, programme, incoming).await?, ..Identities::default() };
    identities.proposals = put_proposals(tx, incoming, &identities.tasks, occasion).await?;
    let report = put_report(tx, incoming, recorded, occasion).await?;
    put_grades(tx, incoming, &identities.tasks, report, occasion).await?;
    put_obstacles(tx, incoming, &identities.tasks, report).await?;
    let text = Text { incoming, recorded, report, documents: &documents };
    text.write(tx, identities, Observing::Recording(occasion)).await?;
    Ok(report)
}

/// A programme a decision is named for is approved; without one it is what the agency says of itself.
fn state_of(incoming: &Incoming) -> ProgrammeState {
    if incoming.decision.is_some() { ProgrammeState::Approved } else { ProgrammeState::Proposed }
}

async fn put_tasks(tx: &mut Tx, programme: ProgrammeId, incoming: &Incoming) -> Result<HashMap<u32, TaskId>, AppError> {
    let mut ids = HashMap::new();
    for task in &incoming.tasks {
        let state = if task.grade.is_some() { TaskState::ResultSubmitted } else { TaskState::InProgress };
        let mut new = NewTask::new(programme, task.number, task.statement.clone(), state);
        new.deadline = year_end(incoming.year);
        let id = put_task(tx, &new).await?;
        put_targets(tx, id, &task.targets).await?;
        ids.insert(task.number, id);
    }
    let kept: Vec<u32> = incoming.tasks.iter().map(|task| task.number).collect();
    tasks::delete_missing(tx, programme, &kept).await?;
    Ok(ids)
}

async fn put_proposals(
    tx: &mut Tx,
    incoming: &Incoming,
    this_year: &HashMap<u32, TaskId>,
    occasion: Occasion<'_>,
) -> Result<HashMap<u32, TaskId>, AppError> {
    let mut ids = HashMap::new();
    let Some(year) = incoming.proposals.first().map(|proposal| proposal.year) else {
        return Ok(ids);
    };
    let programme = programmes::ensure(tx, occasion.agency, year, ProgrammeState::Proposed).await?;
    for proposal in &incoming.proposals {
        let mut new = NewTask::new(programme, proposal.number, proposal.statement.clone(), TaskState::Draft);
        new.deadline = year_end(proposal.year);
        new.continues_from = proposal.continues.and_then(|number| this_year.get(&number).copied());
        let id = put_task(tx, &new).await?;
        put_targets(tx, id, &proposal.targets).await?;
        ids.insert(proposal.number, id);
    }
    let kept: Vec<u32> = incoming.proposals.iter().map(|proposal| proposal.number).collect();
    tasks::delete_missing(tx, programme, &kept).await?;
    Ok(ids)
}

/// A key task is due at the end of its year.
fn year_end(year: i16) -> Option<Date> {
    Date::new(year, 12, 31).ok()
}

async fn put_task(tx: &mut Tx, new: &NewTask) -> Result<TaskId, AppError> {
    let Some(known) = tasks::find(tx, new.programme, new.number).await? else {
        return Ok(tasks::insert(tx, new).await?);
    };
    // What people have done with the task since stays: only the words and the link come from the report.
    let state = if known.state == TaskState::Draft { new.state } else { known.state };
    let id = known.id;
    let task = Task {
        state,
        statement: new.statement.clone(),
        deadline: known.deadline.or(new.deadline),
        original_deadline: known.original_deadline.or(new.deadline),
        continues_from: new.continues_from.or(known.continues_from),
        ..known.clone()
    };
    if task != known {
        tasks::update(tx, &task).await?;
    }
    Ok(id)
}

async fn put_targets(tx: &mut Tx, task: TaskId, coming: &[NewTarget]) -> Result<(), AppError> {
    let known = targets::list(tx, task).await?;
    let known: Vec<NewTarget> = known
        .into_iter()
        .map(|Target { text, measure, place, due, part_of, .. }| NewTarget { text, measure, place, due, part_of })
        .collect();
    if known != coming {
        targets::replace(tx, task, coming).await?;
    }
    Ok(())
}

async fn put_report(
    tx: &mut Tx,
    incoming: &Incoming,
    recorded: Option<&Recorded>,
    occasion: Occasion<'_>,
) -> Result<ReportId, AppError> {
    let frame = frame_record::to_json(&incoming.frame)
        .map_err(|error| AppError::Internal(format!("writing the frame of a report ({error})")))?;
    let own = own_document(occasion.agency, incoming);
    if let Some(recorded) = recorded {
        let NewDocument { agency, kind, number, date, issuer, subject } = own;
        let document = OfficialDocument { id: recorded.report.document, agency, kind, number, date, issuer, subject };
        documents::update(tx, &document).await?;
        let report = Report {
            frame,
            source: Some(occasion.source),
            updated_at: occasion.now,
            updated_by: occasion.actor.user,
            ..recorded.report.clone()
        };
        reports::update(tx, &report).await?;
        return Ok(report.id);
    }
    let (document, _) = documents::ensure(tx, &own).await?;
    let new = NewReport {
        agency: occasion.agency,
        regime: None,
        period: ReportingPeriod::year(incoming.year),
        occasion: String::new(),
        key_tasks: true,
        due: None,
        replaces: None,
        document,
        state: ReportState::Draft,
        frame,
        source: Some(occasion.source),
        created_at: occasion.now,
        updated_by: occasion.actor.user,
    };
    Ok(reports::insert(tx, &new).await?)
}

/// The report's own record as a document.
fn own_document(agency: AgencyId, incoming: &Incoming) -> NewDocument {
    let frame = &incoming.frame;
    let number = match (&frame.number, &frame.symbol) {
        (Some(number), Some(symbol)) => Some(format!("{number}/{symbol}")),
        _ => None,
    };
    NewDocument {
        agency,
        kind: frame.kind.clone(),
        number,
        date: frame.date,
        issuer: frame.issuer.clone(),
        subject: frame.subject.clone(),
    }
}

async fn put_grades(
    tx: &mut Tx,
    incoming: &Incoming,
    ids: &HashMap<u32, TaskId>,
    report: ReportId,
    occasion: Occasion<'_>,
) -> Result<(), AppError> {
    for task in &incoming.tasks {
        let Some(id) = ids.get(&task.number) else { continue };
        match task.grade {
            Some(grade) => {
                let rating = Rating {
                    task: *id,
                    stage: Stage::SelfGraded,
                    grade: recorded_grade(grade),
                    reason: None,
                    report: Some(report),
                    document: None,
                    by: occasion.actor.user,
                    recorded_at: occasion.now,
                };
                let before = ratings::put(tx, &rating).await?;
                if before.is_none_or(|before| before.grade != rating.grade) {
                    grade_entries::append(tx, &entry_of(&rating, Some(rating.grade), incoming, occasion)).await?;
                }
            }
            None => {
                // What people said themselves stays; only what an earlier reading said goes.
                let known = ratings::list(tx, *id).await?;
                let read = |rating: &&Rating| rating.stage == Stage::SelfGraded && rating.report.is_some();
                if let Some(gone) = known.iter().find(read) {
                    ratings::remove(tx, *id, Stage::SelfGraded).await?;
                    let gone = Rating { by: occasion.actor.user, recorded_at: occasion.now, ..gone.clone() };
                    grade_entries::append(tx, &entry_of(&gone, None, incoming, occasion)).await?;
                }
            }
        }
    }
    Ok(())
}

/// The self-grade a report states, or no longer states, for the history of grades: as of the report's own day.
fn entry_of(rating: &Rating, grade: Option<Grade>, incoming: &Incoming, occasion: Occasion<'_>) -> GradeEntry {
    GradeEntry {
        id: GradeEntryId(0),
        agency: occasion.agency,
        year: incoming.year,
        task: Some(rating.task),
        stage: rating.stage,
        grade,
        suggested: None,
        reason: None,
        document: None,
        report: rating.report,
        by: rating.by,
        at: rating.recorded_at,
        said_on: incoming.frame.date.latest(),
    }
}

fn recorded_grade(grade: FoundGrade) -> Grade {
    match grade {
        FoundGrade::NotCompleted => Grade::NotCompleted,
        FoundGrade::Completed => Grade::Completed,
        FoundGrade::Good => Grade::Good,
        FoundGrade::Excellent => Grade::Excellent,
    }
}

async fn put_obstacles(
    tx: &mut Tx,
    incoming: &Incoming,
    ids: &HashMap<u32, TaskId>,
    report: ReportId,
) -> Result<(), AppError> {
    let new: Vec<NewObstacle> = incoming
        .obstacles
        .iter()
        .map(|obstacle| NewObstacle {
            task: obstacle.task.and_then(|number| ids.get(&number).copied()),
            heading: obstacle.heading.clone(),
            text: obstacle.text.clone(),
            cause: obstacle.cause,
        })
        .collect();
    obstacles::replace(tx, report, &new).await?;
    Ok(())
}
