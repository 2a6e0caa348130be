//! Telling those concerned what happened to a task, in the transaction in which it happened.

use tt_domain::history::NewTaskEvent;
use tt_domain::id::{PersonId, TaskEventId};
use tt_domain::life::EventKind;
use tt_domain::notice::NoticeKind;
use tt_domain::task::Task;
use tt_domain::urging::Recipient;
use tt_store::{Tx, task_events, tasks};

use super::act::Occasion;
use super::context::TaskContext;
use super::page::code;
use crate::clock::day_of;
use crate::error::AppError;
use crate::notice_words::shortened;
use crate::remind::People;
use crate::telling::{Day, NoticeFacts, Telling, tell};

/// Letters of what was said in a message.
const SAID_LETTERS: usize = 500;

/// What an event is to those it concerns, and whom it concerns.
fn concerned(kind: EventKind) -> Option<(NoticeKind, &'static [Recipient])> {
    use Recipient::{Approver, Coordinator, DivisionHead, Leader, Officer, Tracker};
    Some(match kind {
        EventKind::Assigned => (NoticeKind::Assigned, &[Officer, DivisionHead, Leader, Coordinator]),
        EventKind::TaskReturned => (NoticeKind::TaskReturned, &[Tracker, Leader]),
        EventKind::Directive => (NoticeKind::Directive, &[Officer, DivisionHead]),
        EventKind::ExtensionAsked => (NoticeKind::ExtensionAsked, &[Approver]),
        EventKind::ExtensionApproved | EventKind::ExtensionRefused | EventKind::ExtensionCountered => {
            (NoticeKind::ExtensionDecided, &[Officer, DivisionHead])
        }
        EventKind::CounterAccepted => (NoticeKind::ExtensionDecided, &[Approver]),
        EventKind::Submitted => (NoticeKind::Submitted, &[Tracker, Leader]),
        EventKind::Confirmed => (NoticeKind::Confirmed, &[Officer, DivisionHead]),
        EventKind::SentBack => (NoticeKind::SentBack, &[Officer, DivisionHead]),
        EventKind::Urged => (NoticeKind::Urged, &[Officer, DivisionHead]),
        EventKind::Cancelled | EventKind::CarriedOver => (NoticeKind::Closed, &[Officer, DivisionHead, Coordinator]),
        EventKind::Commented => (NoticeKind::Mentioned, &[]),
        EventKind::Created
        | EventKind::Accepted
        | EventKind::Progress
        | EventKind::Opinion
        | EventKind::ExtensionWithdrawn
        | EventKind::Edited => return None,
    })
}

/// Tells those concerned of an event; who did it is not told.
pub(crate) async fn of_event(
    tx: &mut Tx,
    context: &TaskContext,
    task: &Task,
    id: TaskEventId,
    event: &NewTaskEvent,
    occasion: &Occasion<'_>,
) -> Result<(), AppError> {
    let Some((kind, parts)) = concerned(event.kind) else { return Ok(()) };
    let people = People::load(tx, context.programme.agency, day_of(event.at)).await?;
    let with_part = people.with_part_in(task, &context.coordinators);
    let mut to: Vec<PersonId> =
        with_part.into_iter().filter(|(part, _)| parts.contains(part)).map(|(_, person)| person).collect();
    // A result goes back to who handed it in, a request to who made it.
    if matches!(kind, NoticeKind::Confirmed | NoticeKind::SentBack) {
        to.extend(context.task.submitted_by);
    }
    if event.kind == EventKind::Commented {
        let called = task_events::mentions(tx, task.id).await?;
        to.extend(called.into_iter().filter(|(comment, _)| *comment == id).map(|(_, person)| person));
    }
    to.retain(|person| Some(*person) != event.person);
    if to.is_empty() && kind == NoticeKind::Mentioned {
        return Ok(());
    }
    let day = match kind {
        NoticeKind::ExtensionAsked => event.until,
        _ => task.deadline,
    };
    let telling = Telling {
        agency: context.programme.agency,
        kind,
        task: Some(task.id),
        facts: facts(tx, task, day.map(Day), event.text.as_deref(), occasion).await?,
        occasion: format!("event-{id}"),
        at: event.at,
    };
    tell(tx, occasion.delivery, &to, &telling).await?;
    Ok(())
}

/// Tells an officer that a task is now theirs.
pub(crate) async fn of_new_officer(
    tx: &mut Tx,
    context: &TaskContext,
    task: &Task,
    event: TaskEventId,
    occasion: &Occasion<'_>,
) -> Result<(), AppError> {
    let new = task.officer.filter(|officer| context.task.officer != Some(*officer) && *officer != occasion.person);
    let (Some(officer), false) = (new, task.is_closed() || task.assigned_on.is_none()) else { return Ok(()) };
    let telling = Telling {
        agency: context.programme.agency,
        kind: NoticeKind::Assigned,
        task: Some(task.id),
        facts: facts(tx, task, task.deadline.map(Day), None, occasion).await?,
        occasion: format!("event-{event}"),
        at: occasion.at,
    };
    tell(tx, occasion.delivery, &[officer], &telling).await?;
    Ok(())
}

async fn facts(
    tx: &mut Tx,
    task: &Task,
    day: Option<Day>,
    said: Option<&str>,
    occasion: &Occasion<'_>,
) -> Result<NoticeFacts, AppError> {
    let parent = match task.parent {
        Some(parent) => Some(tasks::get(tx, parent).await?),
        None => None,
    };
    Ok(NoticeFacts {
        code: Some(code(task, parent.as_ref())),
        statement: Some(shortened(&task.statement, 240)),
        day,
        by: Some(occasion.current.user.full_name.clone()),
        text: said.map(|said| shortened(said, SAID_LETTERS)),
        ..NoticeFacts::default()
    })
}
