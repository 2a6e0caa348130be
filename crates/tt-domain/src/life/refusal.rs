//! Why a command is refused, with what a sentence about it needs.

use jiff::civil::Date;

use super::command::Part;
use crate::task::TaskState;

/// Something that has to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The reason.
    Reason,
    /// The text of a note, directive, opinion or comment.
    Text,
    /// What was reached.
    Result,
    /// The name of the product.
    Product,
    /// Why there is no product.
    ReasonWithoutProduct,
}

/// Why a command is refused; worded by the interface.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not in this state.
    #[error("not in state {state:?}, only in {allowed:?}")]
    WrongState {
        /// The state it is in.
        state: TaskState,
        /// The states it would have to be in.
        allowed: &'static [TaskState],
    },
    /// Not by this person.
    #[error("only by {needed:?}")]
    NotYours {
        /// Who may: any of these.
        needed: &'static [Part],
    },
    /// The lead has not accepted the task yet.
    #[error("not accepted yet")]
    NotAccepted,
    /// Something is left blank.
    #[error("blank: {0:?}")]
    Blank(Field),
    /// A share over 100 percent.
    #[error("{percent} percent")]
    PercentTooHigh {
        /// What was given.
        percent: u8,
    },
    /// Before the task was assigned.
    #[error("{day} lies before the assignment on {assigned_on}")]
    BeforeAssignment {
        /// The day of the command.
        day: Date,
        /// Day it was assigned.
        assigned_on: Date,
    },
    /// Assigned on a day that has not come.
    #[error("assigned on {on}, after {day}")]
    AssignedInFuture {
        /// Day given.
        on: Date,
        /// The day.
        day: Date,
    },
    /// A deadline before the assignment.
    #[error("deadline {deadline} lies before the assignment on {assigned_on}")]
    DeadlineBeforeAssignment {
        /// Deadline given.
        deadline: Date,
        /// Day of the assignment.
        assigned_on: Date,
    },
    /// A dated task without a deadline.
    #[error("no deadline")]
    DeadlineMissing,
    /// An undated task without a day to look at it again.
    #[error("no review day")]
    ReviewDayMissing,
    /// A task without a deadline needs no later one.
    #[error("no deadline to extend")]
    NoDeadline,
    /// The day asked for or offered is not later than the deadline.
    #[error("{until} is not later than {deadline}")]
    NotLater {
        /// Day given.
        until: Date,
        /// Deadline now.
        deadline: Date,
    },
    /// A day that is past.
    #[error("{until} lies before {day}")]
    InPast {
        /// Day given.
        until: Date,
        /// The day.
        day: Date,
    },
    /// Too late to ask for a later deadline.
    #[error("asked after {last_day}, {notice} working days before {deadline}")]
    TooLateToAsk {
        /// Deadline now.
        deadline: Date,
        /// Working days of notice.
        notice: u8,
        /// Last day on which it could have been asked.
        last_day: Date,
    },
    /// As many extensions as may be given.
    #[error("{granted} extensions of {max}")]
    TooManyExtensions {
        /// Granted so far.
        granted: u32,
        /// How many may be.
        max: u32,
    },
    /// A request is open already, or must be decided before the result is confirmed.
    #[error("an extension until {until} is asked for")]
    ExtensionOpen {
        /// Day asked for.
        until: Date,
        /// Day of the request.
        asked_on: Date,
    },
    /// No request is open.
    #[error("no extension is asked for")]
    NoExtensionOpen,
    /// No other day was offered.
    #[error("no other day is offered")]
    NoCounter,
    /// The person who asked does not decide.
    #[error("one's own request")]
    OwnRequest,
    /// The person who submitted does not confirm or send back.
    #[error("one's own result")]
    OwnResult,
    /// It is not known who handed the result in, nor when: it is sent back or handed in again.
    #[error("no submission is known")]
    SubmissionUnknown,
    /// Confirmed or sent back on a day before it was handed in.
    #[error("{day} lies before the submission on {submitted_on}")]
    BeforeSubmission {
        /// The day.
        day: Date,
        /// Day it was handed in.
        submitted_on: Date,
    },
    /// Sub-tasks are open.
    #[error("{count} sub-tasks are open")]
    OpenChildren {
        /// How many.
        count: usize,
    },
    /// Tasks it depends on are not finished.
    #[error("{count} tasks it depends on are not finished")]
    UnfinishedDependencies {
        /// How many.
        count: usize,
    },
    /// Carried over into a year that is not later.
    #[error("{year} is not later than {programme}")]
    YearNotLater {
        /// Year given.
        year: i16,
        /// Year of its programme.
        programme: i16,
    },
}
