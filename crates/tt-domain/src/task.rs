//! Tasks, their targets and the difficulties met.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::{AgencyId, DivisionId, DocumentId, ObstacleId, PersonId, ProgrammeId, ReportId, TargetId, TaskId};

/// A task as assigned (nhiệm vụ được giao).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Identity.
    pub id: TaskId,
    /// Programme it belongs to.
    pub programme: ProgrammeId,
    /// The task it is a part of; `None` for one that stands by itself.
    pub parent: Option<TaskId>,
    /// Its number: in the programme for a key task, among its parent's parts for a sub-task, else in a series of its own.
    pub number: u32,
    /// What kind of task it is.
    pub kind: TaskKind,
    /// Text as assigned.
    pub statement: String,
    /// What has to be handed in (sản phẩm): `Báo cáo`, `Đề án`…
    pub product: Option<String>,
    /// Stored state; whether it is late is computed from dates, never stored.
    pub state: TaskState,
    /// Which line of command assigned it.
    pub line: CommandLine,
    /// Division in charge (chủ trì), once named.
    pub lead: Option<DivisionId>,
    /// Officer who does the work (chuyên viên thực hiện).
    pub officer: Option<PersonId>,
    /// Leader in charge (lãnh đạo phụ trách).
    pub leader: Option<PersonId>,
    /// Who follows it for those who assigned it (người theo dõi).
    pub tracker: Option<PersonId>,
    /// Agency that assigned it; `None` for the agency itself.
    pub assigned_by: Option<AgencyId>,
    /// Document that assigns it.
    pub source: Option<DocumentId>,
    /// Where in that document: `điểm a khoản 2 Điều 1`.
    pub clause: Option<String>,
    /// Day it was assigned.
    pub assigned_on: Option<Date>,
    /// Day by which it is due, as last decided; the day itself is in time.
    pub deadline: Option<Date>,
    /// The first deadline it was given; extensions do not change it.
    pub original_deadline: Option<Date>,
    /// Day on which a task without a deadline is looked at again; of a recurring one, the day its first instance is due.
    pub review_on: Option<Date>,
    /// Day its result was handed in for confirmation.
    pub submitted_on: Option<Date>,
    /// Who handed it in, and so may not confirm it.
    pub submitted_by: Option<PersonId>,
    /// Day its result was handed in, once it is complete and the day is known.
    pub completed_on: Option<Date>,
    /// How often a recurring task comes again; its instances name it in [`Task::recurs_from`].
    pub recurrence: Option<Recurrence>,
    /// The recurring task this is an instance of.
    pub recurs_from: Option<TaskId>,
    /// Last year's task it continues.
    pub continues_from: Option<TaskId>,
    /// Share of the work done as its lead last said, in percent.
    pub percent: Option<u8>,
    /// Counts its changes: who changes it says which version they saw, so that nobody overwrites another unseen.
    pub version: i64,
}

impl Task {
    /// Which series its number is taken from.
    pub fn series(&self) -> TaskSeries {
        TaskSeries::of(self.parent, self.kind)
    }

    /// Whether it is kept inside the agency: a sub-task, or one not assigned yet. The instance of a recurring task is
    /// what was assigned itself, so it is seen like the task it comes from.
    pub fn is_internal(&self) -> bool {
        self.parent.is_some() && self.recurs_from.is_none() || self.state == TaskState::Draft
    }

    /// Whether statistics count it: sub-tasks are counted by the task they are parts of, the instances of a recurring
    /// task each by itself.
    pub fn is_counted(&self) -> bool {
        self.parent.is_none() || self.recurs_from.is_some()
    }

    /// Whether nothing more is expected of it.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, TaskState::Completed | TaskState::Cancelled | TaskState::CarriedOver)
    }
}

/// A task before it has an identity. Made by [`NewTask::new`], then filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// See [`Task::programme`].
    pub programme: ProgrammeId,
    /// See [`Task::parent`].
    pub parent: Option<TaskId>,
    /// See [`Task::number`].
    pub number: u32,
    /// See [`Task::kind`].
    pub kind: TaskKind,
    /// See [`Task::statement`].
    pub statement: String,
    /// See [`Task::product`].
    pub product: Option<String>,
    /// See [`Task::state`].
    pub state: TaskState,
    /// See [`Task::line`].
    pub line: CommandLine,
    /// See [`Task::lead`].
    pub lead: Option<DivisionId>,
    /// See [`Task::officer`].
    pub officer: Option<PersonId>,
    /// See [`Task::leader`].
    pub leader: Option<PersonId>,
    /// See [`Task::tracker`].
    pub tracker: Option<PersonId>,
    /// See [`Task::assigned_by`].
    pub assigned_by: Option<AgencyId>,
    /// See [`Task::source`].
    pub source: Option<DocumentId>,
    /// See [`Task::clause`].
    pub clause: Option<String>,
    /// See [`Task::assigned_on`].
    pub assigned_on: Option<Date>,
    /// See [`Task::deadline`]; the original deadline too.
    pub deadline: Option<Date>,
    /// See [`Task::review_on`].
    pub review_on: Option<Date>,
    /// See [`Task::recurrence`].
    pub recurrence: Option<Recurrence>,
    /// See [`Task::recurs_from`].
    pub recurs_from: Option<TaskId>,
    /// See [`Task::continues_from`].
    pub continues_from: Option<TaskId>,
}

impl NewTask {
    /// A key task of a programme, in that state, with nothing else known.
    pub fn new(programme: ProgrammeId, number: u32, statement: impl Into<String>, state: TaskState) -> Self {
        Self {
            programme,
            parent: None,
            number,
            kind: TaskKind::Key,
            statement: statement.into(),
            product: None,
            state,
            line: CommandLine::Government,
            lead: None,
            officer: None,
            leader: None,
            tracker: None,
            assigned_by: None,
            source: None,
            clause: None,
            assigned_on: None,
            deadline: None,
            review_on: None,
            recurrence: None,
            recurs_from: None,
            continues_from: None,
        }
    }

    /// Which series its number is taken from.
    pub fn series(&self) -> TaskSeries {
        TaskSeries::of(self.parent, self.kind)
    }

    /// The same with what is handed in, the line of command and the people of another task, which it repeats, is a part
    /// of or goes on from.
    #[must_use]
    pub fn done_as(self, other: &Task) -> Self {
        Self {
            product: other.product.clone(),
            line: other.line,
            lead: other.lead,
            officer: other.officer,
            leader: other.leader,
            tracker: other.tracker,
            ..self
        }
    }

    /// The task it becomes under that identity.
    pub fn numbered(self, id: TaskId) -> Task {
        Task {
            id,
            programme: self.programme,
            parent: self.parent,
            number: self.number,
            kind: self.kind,
            statement: self.statement,
            product: self.product,
            state: self.state,
            line: self.line,
            lead: self.lead,
            officer: self.officer,
            leader: self.leader,
            tracker: self.tracker,
            assigned_by: self.assigned_by,
            source: self.source,
            clause: self.clause,
            assigned_on: self.assigned_on,
            deadline: self.deadline,
            original_deadline: self.deadline,
            review_on: self.review_on,
            submitted_on: None,
            submitted_by: None,
            completed_on: None,
            recurrence: self.recurrence,
            recurs_from: self.recurs_from,
            continues_from: self.continues_from,
            percent: None,
            version: 1,
        }
    }
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
    /// Kinds of task (loại nhiệm vụ), after domain notes on Decision 42/2014/QĐ-TTg: only dated ones can be late.
    TaskKind {
        /// Trọng tâm: approved by the year's decision.
        Key = "key",
        /// Có thời hạn.
        Dated = "dated",
        /// Không thời hạn: looked at again on a review date.
        Undated = "undated",
        /// Thường xuyên, định kỳ: comes again, one instance a period.
        Recurring = "recurring",
        /// Đột xuất: given within the year.
        AdHoc = "ad_hoc",
    }
}

coded! {
    /// Lines of command (hệ thống chỉ đạo); a department takes tasks from both, and they are counted apart.
    CommandLine {
        /// Chính quyền.
        Government = "government",
        /// Đảng.
        Party = "party",
    }
}

coded! {
    /// How often a recurring task comes again.
    Recurrence {
        /// Hằng tuần.
        Weekly = "weekly",
        /// Hằng tháng.
        Monthly = "monthly",
        /// Hằng quý.
        Quarterly = "quarterly",
    }
}

coded! {
    /// Series of numbers within a programme.
    TaskSeries {
        /// Key tasks, as numbered in the decision.
        Key = "key",
        /// All other tasks that stand by themselves.
        Other = "other",
        /// Parts of one parent.
        Part = "part",
    }
}

impl TaskSeries {
    fn of(parent: Option<TaskId>, kind: TaskKind) -> Self {
        match (parent, kind) {
            (Some(_), _) => Self::Part,
            (None, TaskKind::Key) => Self::Key,
            (None, _) => Self::Other,
        }
    }
}

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
    /// The place it is promised for (`huyện Cao Lộc`), where it is promised place by place.
    pub place: Option<String>,
    /// The day by which it is to be reached, where its words say so.
    pub due: Option<Date>,
    /// Which target of the task it is a part of, by place in order from 0: `trong đó: chợ nông thôn là 11 chợ`.
    pub part_of: Option<u32>,
}

/// A target before it has an identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTarget {
    /// See [`Target::text`].
    pub text: String,
    /// See [`Target::measure`].
    pub measure: Option<Measure>,
    /// See [`Target::place`].
    pub place: Option<String>,
    /// See [`Target::due`].
    pub due: Option<Date>,
    /// See [`Target::part_of`].
    pub part_of: Option<u32>,
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
    /// Whether the value is a change against the same period (`tăng 9–10%`) and not a level.
    pub change: bool,
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
