//! Tasks, their targets and the difficulties met.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::{DivisionId, ObstacleId, ProgrammeId, ReportId, TargetId, TaskId};

/// A task as assigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Identity.
    pub id: TaskId,
    /// Programme it belongs to.
    pub programme: ProgrammeId,
    /// Its number in the programme.
    pub number: u32,
    /// Text as assigned.
    pub statement: String,
    /// Stored state; whether it is late is computed from dates, never stored.
    pub state: TaskState,
    /// Division in charge, once named.
    pub lead: Option<DivisionId>,
    /// Day by which it is due; the day itself is in time.
    pub deadline: Option<Date>,
    /// Day its result was handed in, once it is complete and the day is known.
    pub completed_on: Option<Date>,
    /// Last year's task it continues.
    pub continues_from: Option<TaskId>,
}

/// A task before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// See [`Task::programme`].
    pub programme: ProgrammeId,
    /// See [`Task::number`].
    pub number: u32,
    /// See [`Task::statement`].
    pub statement: String,
    /// See [`Task::state`].
    pub state: TaskState,
    /// See [`Task::deadline`].
    pub deadline: Option<Date>,
    /// See [`Task::continues_from`].
    pub continues_from: Option<TaskId>,
}

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Name in storage.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Reads [`code`](Self::code) back.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// Stored states of a task.
    TaskState {
        /// Proposed, not yet assigned.
        Draft = "draft",
        /// Given to the agency or division.
        Assigned = "assigned",
        /// Accepted by it.
        Accepted = "accepted",
        /// Being worked on.
        InProgress = "in_progress",
        /// Result handed in, waiting for confirmation.
        ResultSubmitted = "result_submitted",
        /// Sent back.
        Returned = "returned",
        /// Confirmed as done.
        Completed = "completed",
        /// Withdrawn.
        Cancelled = "cancelled",
        /// Moved into next year's programme.
        CarriedOver = "carried_over",
    }
}

/// Something to be reached within a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Identity.
    pub id: TargetId,
    /// Whose.
    pub task: TaskId,
    /// The clause as assigned.
    pub text: String,
    /// What is measured against what; `None` for a narrative target.
    pub measure: Option<Measure>,
}

/// A target before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTarget {
    /// See [`Target::text`].
    pub text: String,
    /// See [`Target::measure`].
    pub measure: Option<Measure>,
}

/// A measurable goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How the result is compared.
    pub comparator: Comparator,
    /// Goal, or lower end of a range.
    pub value: Decimal,
    /// Upper end of a range.
    pub value_max: Option<Decimal>,
    /// Unit.
    pub unit: Option<String>,
}

coded! {
    /// How a result is held against a goal.
    Comparator {
        /// Not less than: `đạt`, `ít nhất`.
        AtLeast = "at_least",
        /// Not more than.
        AtMost = "at_most",
        /// Exactly.
        Exactly = "exactly",
        /// Within a range.
        Within = "within",
    }
}

/// A difficulty a report names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Identity.
    pub id: ObstacleId,
    /// Report that names it.
    pub report: ReportId,
    /// Task it bears on.
    pub task: Option<TaskId>,
    /// Heading it stands under.
    pub heading: Option<String>,
    /// Its text.
    pub text: String,
    /// Whether it was outside the agency's control.
    pub cause: Option<Cause>,
}

/// A difficulty before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewObstacle {
    /// See [`Obstacle::task`].
    pub task: Option<TaskId>,
    /// See [`Obstacle::heading`].
    pub heading: Option<String>,
    /// See [`Obstacle::text`].
    pub text: String,
    /// See [`Obstacle::cause`].
    pub cause: Option<Cause>,
}

coded! {
    /// Cause of a difficulty.
    Cause {
        /// Khách quan.
        Objective = "objective",
        /// Chủ quan.
        Subjective = "subjective",
    }
}
