//! Tasks as programs see and send them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tt_app::work::{SourceDocument, TaskChanges, TaskDraft, TaskLife};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::task::{CommandLine, Recurrence, Task, TaskKind};
use tt_domain::timeliness::{Timeliness, timeliness};
use utoipa::ToSchema;

use super::input::{Day, Line, Prose, given};

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskOut {
    /// Identity.
    id: i64,
    /// What it is called by: `NV5`, `NV5.2`, `ĐX3`.
    code: String,
    /// Programme it belongs to.
    programme: i64,
    /// The task it is a part of.
    parent: Option<i64>,
    /// Number in its series.
    number: u32,
    /// `key`, `dated`, `undated`, `recurring` or `ad_hoc`.
    kind: &'static str,
    /// Text as assigned.
    statement: String,
    /// What has to be handed in.
    product: Option<String>,
    /// Stored state: `draft`, `assigned`, `accepted`, `in_progress`, `result_submitted`, `returned`, `completed`,
    /// `cancelled`, `carried_over`.
    state: &'static str,
    /// How it stands against its deadline today.
    timeliness: TimelinessOut,
    /// Line of command: `government` or `party`.
    line: &'static str,
    /// Division in charge.
    lead: Option<i64>,
    /// Person who does the work.
    officer: Option<i64>,
    /// Leader in charge.
    leader: Option<i64>,
    /// Person who follows it.
    tracker: Option<i64>,
    /// Agency that assigned it, where it was not the agency itself.
    assigned_by: Option<i64>,
    /// Document that assigns it.
    source: Option<i64>,
    /// Where in that document.
    clause: Option<String>,
    /// Day it was assigned.
    assigned_on: Option<Day>,
    /// Day by which it is due; the day itself is in time.
    deadline: Option<Day>,
    /// The first deadline it was given.
    original_deadline: Option<Day>,
    /// Day a task without a deadline is looked at again.
    review_on: Option<Day>,
    /// Day its result was handed in.
    submitted_on: Option<Day>,
    /// Who handed it in.
    submitted_by: Option<i64>,
    /// Day its confirmed result was handed in.
    completed_on: Option<Day>,
    /// How often it comes again: `weekly`, `monthly`, `quarterly`.
    recurrence: Option<&'static str>,
    /// Share done, in percent.
    percent: Option<u8>,
    /// Counts its changes; goes into `If-Match`.
    version: i64,
}

impl TaskOut {
    pub(super) fn new(task: &Task, code: &str, today: Date) -> Self {
        Self {
            id: task.id.0,
            code: code.to_owned(),
            programme: task.programme.0,
            parent: task.parent.map(|id| id.0),
            number: task.number,
            kind: task.kind.code(),
            statement: task.statement.clone(),
            product: task.product.clone(),
            state: task.state.code(),
            timeliness: TimelinessOut::of(timeliness(task, today)),
            line: task.line.code(),
            lead: task.lead.map(|id| id.0),
            officer: task.officer.map(|id| id.0),
            leader: task.leader.map(|id| id.0),
            tracker: task.tracker.map(|id| id.0),
            assigned_by: task.assigned_by.map(|id| id.0),
            source: task.source.map(|id| id.0),
            clause: task.clause.clone(),
            assigned_on: task.assigned_on.map(Day),
            deadline: task.deadline.map(Day),
            original_deadline: task.original_deadline.map(Day),
            review_on: task.review_on.map(Day),
            submitted_on: task.submitted_on.map(Day),
            submitted_by: task.submitted_by.map(|id| id.0),
            completed_on: task.completed_on.map(Day),
            recurrence: task.recurrence.map(Recurrence::code),
            percent: task.percent,
            version: task.version,
        }
    }
}

/// How a task stands against its deadline: computed, never stored.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TimelinessOut {
    /// `not_counted`, `no_deadline`, `in_time`, `due_soon`, `overdue`, `done_on_time`, `done_late`, `done`.
    status: &'static str,
    /// Days left, or days past the deadline.
    days: Option<i32>,
}

impl TimelinessOut {
    fn of(timeliness: Timeliness) -> Self {
        let (status, days) = match timeliness {
            Timeliness::NotCounted => ("not_counted", None),
            Timeliness::NoDeadline => ("no_deadline", None),
            Timeliness::InTime { days } => ("in_time", Some(days)),
            Timeliness::DueSoon { days } => ("due_soon", Some(days)),
            Timeliness::Overdue { days } => ("overdue", Some(days)),
            Timeliness::DoneOnTime => ("done_on_time", None),
            Timeliness::DoneLate { days } => ("done_late", Some(days)),
            Timeliness::Done => ("done", None),
        };
        Self { status, days }
    }
}

/// A page of tasks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskPage {
    /// The tasks, by identity.
    pub(super) tasks: Vec<TaskOut>,
    /// What `after` has to be for the next page; null at the end.
    pub(super) next: Option<i64>,
    /// How many there are in all.
    pub(super) total: usize,
}

/// A task with what stands around it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskDetail {
    /// The task.
    pub(super) task: TaskOut,
    /// Who works along.
    coordinators: Vec<CoordinatorOut>,
    /// Its parts that may be seen.
    parts: Vec<TaskOut>,
    /// Tasks it waits for.
    waits_for: Vec<i64>,
    /// Commands the user can give now.
    possible: Vec<&'static str>,
    /// Last day on which a later deadline can be asked for.
    last_day_to_ask: Option<Day>,
    /// Whether it is marked `gia hạn nhiều lần`.
    often_extended: bool,
}

impl TaskDetail {
    pub(super) fn new(life: &TaskLife) -> Self {
        Self {
            task: TaskOut::new(&life.task, &life.code, life.today),
            coordinators: life.coordinators.iter().map(CoordinatorOut::of).collect(),
            parts: life.parts.iter().map(|(code, part)| TaskOut::new(part, code, life.today)).collect(),
            waits_for: life.waits_for.iter().map(|(_, task)| task.id.0).collect(),
            possible: life.possible.iter().map(|kind| kind.code()).collect(),
            last_day_to_ask: life.last_day_to_ask.map(Day),
            often_extended: life.often_extended,
        }
    }
}

/// Someone who works along: one of the three.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoordinatorOut {
    /// A division.
    division: Option<i64>,
    /// A person.
    person: Option<i64>,
    /// Another agency.
    agency: Option<i64>,
}

impl CoordinatorOut {
    fn of(coordinator: &Coordinator) -> Self {
        let none = Self { division: None, person: None, agency: None };
        match coordinator {
            Coordinator::Division(id) => Self { division: Some(id.0), ..none },
            Coordinator::Person(id) => Self { person: Some(id.0), ..none },
            Coordinator::Agency(id) => Self { agency: Some(id.0), ..none },
        }
    }
}

/// Someone who works along.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CoordinatorIn {
    /// What they are.
    kind: CoordinatorKind,
    /// Identity of the division, person or agency.
    id: i64,
}

/// What works along.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum CoordinatorKind {
    /// A division of the agency.
    Division,
    /// A person.
    Person,
    /// Another agency.
    Agency,
}

impl CoordinatorIn {
    fn coordinator(self) -> Coordinator {
        match self.kind {
            CoordinatorKind::Division => Coordinator::Division(DivisionId(self.id)),
            CoordinatorKind::Person => Coordinator::Person(PersonId(self.id)),
            CoordinatorKind::Agency => Coordinator::Agency(AgencyId(self.id)),
        }
    }
}

macro_rules! mirror {
    ($($(#[$doc:meta])* $name:ident => $domain:ident { $($variant:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(super) enum $name { $(
            #[doc = stringify!($variant)]
            $variant,
        )* }

        impl From<$name> for $domain {
            fn from(name: $name) -> Self {
                match name { $($name::$variant => Self::$variant,)* }
            }
        }
    )*};
}

mirror! {
    /// Kinds of task.
    KindIn => TaskKind { Key, Dated, Undated, Recurring, AdHoc, }
    /// Lines of command.
    LineIn => CommandLine { Government, Party, }
    /// How often a task comes again.
    RecurrenceIn => Recurrence { Weekly, Monthly, Quarterly, }
}

/// A document that assigns tasks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceIn {
    /// Kind: `Quyết định`.
    kind: Option<Line>,
    /// Number and symbol: `230/QĐ-UBND`.
    number: Line,
    /// Its date.
    date: Option<Day>,
    /// Who issued it.
    issuer: Option<Line>,
    /// What it is about.
    subject: Option<Line>,
    /// It approves the key tasks of the year.
    #[serde(default)]
    approves: bool,
}

impl SourceIn {
    pub(super) fn source(self) -> SourceDocument {
        SourceDocument {
            kind: self.kind.map(|text| text.0),
            number: self.number.0,
            date: self.date.map(|day| day.0),
            issuer: self.issuer.map(|text| text.0),
            subject: self.subject.map(|text| text.0),
            approves: self.approves,
        }
    }
}

/// A task to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskIn {
    /// Year of the programme.
    #[schema(minimum = 1990, maximum = 2200)]
    year: i16,
    /// Its kind.
    kind: KindIn,
    /// Text as assigned.
    statement: Prose,
    /// Agency it is for, where it is not one's own.
    agency: Option<i64>,
    /// The task it is a part of.
    parent: Option<i64>,
    /// Its targets, as worded.
    #[serde(default)]
    #[schema(max_items = 50)]
    targets: Vec<Prose>,
    /// What has to be handed in.
    product: Option<Line>,
    /// Line of command; the government's unless told.
    line: Option<LineIn>,
    /// Division in charge.
    lead: Option<i64>,
    /// Person who does the work.
    officer: Option<i64>,
    /// Leader in charge.
    leader: Option<i64>,
    /// Person who follows it.
    tracker: Option<i64>,
    /// Who works along.
    #[serde(default)]
    #[schema(max_items = 50)]
    coordinators: Vec<CoordinatorIn>,
    /// Where in the source document.
    clause: Option<Line>,
    /// Day of the assignment; today unless told.
    assigned_on: Option<Day>,
    /// Deadline.
    deadline: Option<Day>,
    /// Day to look at it again.
    review_on: Option<Day>,
    /// How often it comes again.
    recurrence: Option<RecurrenceIn>,
    /// Whether it is kept as a draft instead of being assigned.
    #[serde(default)]
    draft: bool,
}

/// Most targets and coordinators a task is given at once.
const MOST_PARTS: usize = 50;

impl TaskIn {
    /// The draft, unless a bound of the schema is passed.
    pub(super) fn draft(self) -> Option<TaskDraft> {
        let within = (1990..=2200).contains(&self.year);
        if !within || self.targets.len() > MOST_PARTS || self.coordinators.len() > MOST_PARTS {
            return None;
        }
        Some(TaskDraft {
            agency: self.agency.map(AgencyId),
            parent: self.parent.map(TaskId),
            targets: self.targets.into_iter().map(|text| text.0).collect(),
            product: self.product.map(|text| text.0),
            line: self.line.map_or(CommandLine::Government, CommandLine::from),
            lead: self.lead.map(DivisionId),
            officer: self.officer.map(PersonId),
            leader: self.leader.map(PersonId),
            tracker: self.tracker.map(PersonId),
            coordinators: self.coordinators.into_iter().map(CoordinatorIn::coordinator).collect(),
            clause: self.clause.map(|text| text.0),
            assigned_on: self.assigned_on.map(|day| day.0),
            deadline: self.deadline.map(|day| day.0),
            review_on: self.review_on.map(|day| day.0),
            recurrence: self.recurrence.map(Recurrence::from),
            assign: !self.draft,
            ..TaskDraft::new(self.year, self.kind.into(), self.statement.0)
        })
    }
}

/// Tasks of one document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TasksIn {
    /// The document that assigns them.
    pub(super) source: Option<SourceIn>,
    /// The tasks: all of them are made, or none.
    #[schema(min_items = 1, max_items = 200)]
    pub(super) tasks: Vec<TaskIn>,
}

/// Tasks made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TasksMade {
    /// Their identities, in the order given.
    pub(super) ids: Vec<i64>,
}

/// Changes to a task: what is left out stays as it is, null takes it away.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "left out, null and given are three different things")]
pub(super) struct ChangesIn {
    /// Text as assigned.
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<Prose>,
    /// What has to be handed in.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Line>)]
    product: Option<Option<Line>>,
    /// Where in the source document.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Line>)]
    clause: Option<Option<Line>>,
    /// Line of command.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<LineIn>,
    /// Division in charge.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    lead: Option<Option<i64>>,
    /// Person who does the work.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    officer: Option<Option<i64>>,
    /// Leader in charge.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    leader: Option<Option<i64>>,
    /// Person who follows it.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    tracker: Option<Option<i64>>,
    /// Deadline, while the task is a draft.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Day>)]
    deadline: Option<Option<Day>>,
    /// Day to look at it again.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Day>)]
    review_on: Option<Option<Day>>,
    /// Who works along.
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinators: Option<Vec<CoordinatorIn>>,
    /// What it waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    depends_on: Option<Vec<i64>>,
}

impl ChangesIn {
    pub(super) fn changes(self) -> TaskChanges {
        TaskChanges {
            statement: self.statement.map(|text| text.0),
            product: self.product.map(|text| text.map(|text| text.0)),
            clause: self.clause.map(|text| text.map(|text| text.0)),
            line: self.line.map(CommandLine::from),
            lead: self.lead.map(|id| id.map(DivisionId)),
            officer: self.officer.map(|id| id.map(PersonId)),
            leader: self.leader.map(|id| id.map(PersonId)),
            tracker: self.tracker.map(|id| id.map(PersonId)),
            deadline: self.deadline.map(|day| day.map(|day| day.0)),
            review_on: self.review_on.map(|day| day.map(|day| day.0)),
            coordinators: self.coordinators.map(|all| all.into_iter().map(CoordinatorIn::coordinator).collect()),
            depends_on: self.depends_on.map(|all| all.into_iter().map(TaskId).collect()),
        }
    }
}
