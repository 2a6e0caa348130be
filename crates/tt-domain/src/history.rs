//! What happened to a task, who works along, and what was laid to it: the records of its life.
//!
//! What may happen, and what follows from it, is decided in [`crate::life`].

use jiff::Timestamp;
use jiff::civil::Date;

use crate::id::{
    AgencyId, AttachmentId, DivisionId, DocumentId, ExtensionId, PersonId, TaskEventId, TaskFileId, TaskId, UserId,
};
use crate::life::EventKind;
use crate::task::{TaskState, coded};

/// Something that happened to a task. Events are never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskEvent {
    /// Identity; later events have greater ones.
    pub id: TaskEventId,
    /// What happened.
    pub event: NewTaskEvent,
}

/// An event before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTaskEvent {
    /// Whose.
    pub task: TaskId,
    /// What.
    pub kind: EventKind,
    /// When it was recorded.
    pub at: Timestamp,
    /// Day it counts for.
    pub day: Date,
    /// Account that recorded it; `None` for the program itself and the command line.
    pub user: Option<UserId>,
    /// Person who did it.
    pub person: Option<PersonId>,
    /// State before.
    pub from: TaskState,
    /// State after.
    pub to: TaskState,
    /// What was said: progress, reason, opinion, directive, comment.
    pub text: Option<String>,
    /// Day asked for, offered or granted.
    pub until: Option<Date>,
    /// Share done, in percent.
    pub percent: Option<u8>,
    /// Document it rests on.
    pub document: Option<DocumentId>,
}

/// Who works along with the lead (phối hợp). They are counted apart from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coordinator {
    /// A division of the agency.
    Division(DivisionId),
    /// A person.
    Person(PersonId),
    /// Another agency.
    Agency(AgencyId),
}

/// A request for a later deadline (xin gia hạn).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Identity.
    pub id: ExtensionId,
    /// Whose deadline.
    pub task: TaskId,
    /// How far it has come.
    pub state: ExtensionState,
    /// Day asked for.
    pub asked_until: Date,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: Option<PersonId>,
    /// When.
    pub asked_on: Date,
    /// Day granted, or offered instead.
    pub offered_until: Option<Date>,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_on: Option<Date>,
    /// Why it was refused or another day offered.
    pub decision_reason: Option<String>,
}

coded! {
    /// How far a request for a later deadline has come.
    ExtensionState {
        /// Waiting for a decision; the deadline is what it was.
        Open = "open",
        /// Granted.
        Approved = "approved",
        /// Refused.
        Refused = "refused",
        /// Another day was offered; it waits for the lead's answer.
        Countered = "countered",
        /// Taken back by who asked.
        Withdrawn = "withdrawn",
    }
}

/// A file laid to a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFile {
    /// Identity.
    pub id: TaskFileId,
    /// Whose.
    pub task: TaskId,
    /// The event it came with.
    pub event: Option<TaskEventId>,
    /// Its content.
    pub attachment: AttachmentId,
    /// Name it was given.
    pub name: String,
    /// Who added it.
    pub added_by: Option<UserId>,
    /// When.
    pub added_at: Timestamp,
}
