//! The life of a task (vòng đời nhiệm vụ): one state machine, from the assignment to the confirmed result.
//!
//! [`decide`] holds a [`Command`] against a [`Situation`] and gives an [`Outcome`] or a typed [`Refusal`]. What an
//! event does to a task is written once, in [`Life::after`]: the stored state is what folding the events gives.
//! Whether a task is late is never a state: it follows from the dates.
//!
//! Sources: Quyết định 42/2014/QĐ-TTg, amended by 23/2018/QĐ-TTg (tracking, urging and checking assigned tasks); a
//! result is confirmed by a second party, as provinces' own regulations have it. How much notice an extension needs
//! and how often one is given differs between authorities: [`LifeRules`] are settings.

use jiff::civil::Date;

use crate::id::PersonId;
use crate::task::{TaskState, coded};

mod command;
mod decide;
mod refusal;
#[cfg(test)]
mod tests;

pub use command::{Approver, Capacity, Command, CommandKind, Dating, Decision, LifeRules, Part, Product, Situation};
pub use decide::{allowed, available, decide, last_day_to_ask};
pub use refusal::{Field, Refusal};

/// From this extension on a task is marked `gia hạn nhiều lần`.
pub const MANY_EXTENSIONS: u32 = 3;

coded! {
    /// What can happen to a task.
    EventKind {
        /// Entered.
        Created = "created",
        /// Given to its lead, with a deadline or without.
        Assigned = "assigned",
        /// Accepted by the lead (tiếp nhận).
        Accepted = "accepted",
        /// Returned by the lead as outside its functions (trả lại nhiệm vụ).
        TaskReturned = "task_returned",
        /// A note of progress.
        Progress = "progress",
        /// A leader's directive (ý kiến chỉ đạo).
        Directive = "directive",
        /// A coordinator's opinion (ý kiến phối hợp).
        Opinion = "opinion",
        /// A later deadline asked for (xin gia hạn).
        ExtensionAsked = "extension_asked",
        /// The request taken back.
        ExtensionWithdrawn = "extension_withdrawn",
        /// The day asked for granted.
        ExtensionApproved = "extension_approved",
        /// The request refused.
        ExtensionRefused = "extension_refused",
        /// Another day offered.
        ExtensionCountered = "extension_countered",
        /// The day offered taken by the lead: the deadline from now on.
        CounterAccepted = "counter_accepted",
        /// The result handed in.
        Submitted = "submitted",
        /// The result confirmed: the task is complete.
        Confirmed = "confirmed",
        /// The result sent back as inadequate (trả lại kết quả).
        SentBack = "sent_back",
        /// Withdrawn.
        Cancelled = "cancelled",
        /// Moved into a later year's programme.
        CarriedOver = "carried_over",
        /// Urged (đôn đốc).
        Urged = "urged",
        /// A comment.
        Commented = "commented",
        /// Particulars changed that are no part of its life.
        Edited = "edited",
    }
}

/// Something that happened, as far as it bears on the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// Day it counts for; of an assignment, the day the task was assigned.
    pub on: Date,
    /// Who did it.
    pub by: PersonId,
    /// Deadline given, asked for, offered or granted; day a directive is to be followed by.
    pub until: Option<Date>,
    /// Share done, in percent.
    pub percent: Option<u8>,
}

/// A result handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submission {
    /// By whom; they may not confirm it. `None` where an older record does not say.
    pub by: Option<PersonId>,
    /// On which day: the day the task is judged by.
    pub on: Date,
}

/// A request for a later deadline that is not decided for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenExtension {
    /// Day asked for.
    pub until: Date,
    /// Day of the request.
    pub asked_on: Date,
    /// By whom; they may not decide it. `None` where an older record does not say.
    pub asked_by: Option<PersonId>,
    /// Another day offered instead; waits for the lead's answer.
    pub offered: Option<Date>,
}

/// Where a task stands: all that its events decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Its state.
    pub state: TaskState,
    /// Day it was assigned.
    pub assigned_on: Option<Date>,
    /// Deadline as last decided; the day itself is in time.
    pub deadline: Option<Date>,
    /// First deadline it was given; never changes.
    pub original_deadline: Option<Date>,
    /// Result waiting for confirmation, or confirmed.
    pub submitted: Option<Submission>,
    /// Day the confirmed result was handed in.
    pub completed_on: Option<Date>,
    /// The one open request for a later deadline.
    pub extension: Option<OpenExtension>,
    /// Extensions granted so far.
    pub extensions_granted: u32,
}

impl Default for Life {
    fn default() -> Self {
        Self {
            state: TaskState::Draft,
            assigned_on: None,
            deadline: None,
            original_deadline: None,
            submitted: None,
            completed_on: None,
            extension: None,
            extensions_granted: 0,
        }
    }
}

impl Life {
    /// Where a task stands after these events, from a draft.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        events.into_iter().fold(Self::default(), |life, event| life.after(event))
    }

    /// Whether nothing but comments can follow.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, TaskState::Completed | TaskState::Cancelled | TaskState::CarriedOver)
    }

    /// Whether it is marked `gia hạn nhiều lần`.
    pub fn is_often_extended(&self) -> bool {
        self.extensions_granted >= MANY_EXTENSIONS
    }

    /// Where the task stands after an event that was allowed.
    #[must_use]
    pub fn after(&self, event: &Event) -> Self {
        let mut life = self.clone();
        match event.kind {
            EventKind::Assigned => {
                life.state = TaskState::Assigned;
                life.assigned_on = Some(event.on);
                life.deadline = event.until;
                life.original_deadline = self.original_deadline.or(event.until);
            }
            EventKind::Accepted => life.state = TaskState::Accepted,
            EventKind::TaskReturned => life.close(TaskState::Returned),
            EventKind::Progress => life.state = TaskState::InProgress,
            EventKind::ExtensionAsked => {
                life.extension = event.until.map(|until| OpenExtension {
                    until,
                    asked_on: event.on,
                    asked_by: Some(event.by),
                    offered: None,
                });
            }
            EventKind::ExtensionCountered => {
                life.extension = self.extension.map(|open| OpenExtension { offered: event.until, ..open });
            }
            EventKind::ExtensionApproved | EventKind::CounterAccepted => {
                life.extension = None;
                life.deadline = event.until;
                life.extensions_granted += 1;
            }
            EventKind::ExtensionRefused | EventKind::ExtensionWithdrawn => life.extension = None,
            EventKind::Submitted => {
                life.state = TaskState::ResultSubmitted;
                life.submitted = Some(Submission { by: Some(event.by), on: event.on });
            }
            EventKind::Confirmed => {
                life.state = TaskState::Completed;
                life.completed_on = self.submitted.map(|submission| submission.on);
            }
            EventKind::SentBack => {
                life.state = TaskState::InProgress;
                life.submitted = None;
            }
            EventKind::Cancelled => life.close(TaskState::Cancelled),
            EventKind::CarriedOver => life.close(TaskState::CarriedOver),
            EventKind::Created
            | EventKind::Directive
            | EventKind::Opinion
            | EventKind::Urged
            | EventKind::Commented
            | EventKind::Edited => {}
        }
        life
    }

    /// Ends the lead's work: what was open between it and those who assigned lapses.
    fn close(&mut self, state: TaskState) {
        self.state = state;
        self.extension = None;
        self.submitted = None;
    }
}

/// What becomes of a request for a later deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtensionChange {
    /// Asked for.
    Asked {
        /// Day asked for.
        until: Date,
    },
    /// Taken back by the lead.
    Withdrawn,
    /// Granted: as asked, or as offered and accepted.
    Approved {
        /// The deadline from now on.
        until: Date,
    },
    /// Refused.
    Refused,
    /// Another day offered.
    Countered {
        /// Day offered.
        until: Date,
    },
    /// Lapsed: the task was returned, withdrawn or carried over.
    Lapsed,
}

/// What follows from a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// State before.
    pub from: TaskState,
    /// What is recorded.
    pub event: Event,
    /// Where the task stands now, all values, changed or not.
    pub life: Life,
    /// What becomes of the request for a later deadline, where the command touches one.
    pub extension: Option<ExtensionChange>,
}
