//! One command on a task: asked for, decided, written, audited.

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::audit::NewAuditEvent;
use tt_domain::history::{Extension, ExtensionState, NewTaskEvent};
use tt_domain::id::{DocumentId, PersonId, TaskEventId, TaskId};
use tt_domain::life::{
    self, Capacity, Command, CommandKind, Decision, Event, EventKind, ExtensionChange, Life, Outcome, Product, Refusal,
    Situation,
};
use tt_domain::permission::Action;
use tt_domain::programme::ProgrammeState;
use tt_domain::task::{NewTask, Task, TaskKind, TaskState};
use tt_store::{Tx, audit, extensions, programmes, task_events, task_links, tasks, users};

use super::context::{TaskContext, dating};
use super::files::{self, FileToAdd};
use super::{rules, tell, words};
use crate::app::{Actor, App};
use crate::delivery::Delivery;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A command on a task, with what it rests on.
#[derive(Clone, Debug)]
pub struct TaskAction {
    /// The command.
    pub command: Command,
    /// Version of the task the person saw; `None` for what overwrites nothing, such as a comment.
    pub version: Option<i64>,
    /// Document it rests on.
    pub document: Option<DocumentId>,
    /// Files that come with it.
    pub files: Vec<FileToAdd>,
}

impl TaskAction {
    /// The command alone.
    pub fn of(command: Command) -> Self {
        Self { command, version: None, document: None, files: Vec::new() }
    }
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Done {
    /// The task as it stands now.
    pub task: Task,
    /// The event recorded.
    pub event: TaskEventId,
    /// Next year's task, when it was carried over.
    pub carried_to: Option<TaskId>,
}

/// The right each command needs.
pub fn action_for(kind: CommandKind) -> Action {
    match kind {
        CommandKind::Assign => Action::AssignTask,
        CommandKind::Accept => Action::AcceptTask,
        CommandKind::ReturnTask => Action::ReturnTask,
        CommandKind::Progress => Action::ReportProgress,
        CommandKind::Direct => Action::GiveDirective,
        CommandKind::Opine => Action::GiveOpinion,
        CommandKind::AskExtension | CommandKind::WithdrawExtension | CommandKind::AcceptCounter => Action::AskExtension,
        CommandKind::DecideExtension => Action::DecideExtension,
        CommandKind::Submit => Action::SubmitResult,
        CommandKind::Confirm | CommandKind::SendBack => Action::ConfirmResult,
        CommandKind::Cancel => Action::CancelTask,
        CommandKind::CarryOver => Action::CarryOverTask,
        CommandKind::Urge => Action::UrgeTask,
        CommandKind::Comment => Action::Comment,
    }
}

impl App {
    /// Does what is asked of a task, if it may be done: state, event, request, files and audit in one transaction.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a task one may not know of, [`AppError::Forbidden`], a refusal that says why, or
    /// [`tt_store::StoreError::Stale`] when someone else changed the task since `version`.
    pub async fn act(
        &self,
        current: &CurrentUser,
        id: TaskId,
        action: &TaskAction,
        origin: &str,
    ) -> Result<Done, AppError> {
        let mut tx = self.db.begin_write().await?;
        let context = TaskContext::load(&mut tx, current, id).await?;
        let person = current.user.person.ok_or_else(no_person)?;
        let life = context.life(&mut tx).await?;
        let kind = action.command.kind();
        // Told before the right is asked for: that right is refused to whoever handed the result in.
        let own = life.submitted.is_some_and(|submission| submission.by == Some(person));
        if own && matches!(kind, CommandKind::Confirm | CommandKind::SendBack) {
            return Err(words::refusal(&Refusal::OwnResult).into());
        }
        current.require_on(action_for(kind), &context.scope())?;
        if let Some(seen) = action.version
            && seen != context.task.version
        {
            return Err(tt_store::StoreError::Stale.into());
        }
        let occasion = Occasion { current, person, at: self.clock.now(), origin, delivery: &self.delivery };
        let done = perform(&mut tx, &context, action, self.clock.today(), &occasion).await?;
        tx.commit().await?;
        Ok(done)
    }
}

/// Who acts, when and from where.
pub(crate) struct Occasion<'a> {
    pub(crate) current: &'a CurrentUser,
    pub(crate) person: PersonId,
    pub(crate) at: Timestamp,
    pub(crate) origin: &'a str,
    pub(crate) delivery: &'a Delivery,
}

impl Occasion<'_> {
    fn actor(&self) -> Actor {
        self.current.actor(self.origin)
    }

    /// An event of a task that changes no state.
    pub(crate) fn noted(&self, task: &Task, kind: EventKind, day: Date) -> NewTaskEvent {
        NewTaskEvent {
            task: task.id,
            kind,
            at: self.at,
            day,
            user: Some(self.current.user.id),
            person: Some(self.person),
            from: task.state,
            to: task.state,
            text: None,
            until: None,
            percent: None,
            document: None,
        }
    }

    /// An audit event in the chain of the task's agency.
    pub(crate) fn audited(&self, context: &TaskContext, action: &str, details: &serde_json::Value) -> NewAuditEvent {
        self.actor().event(context.programme.agency, self.at, (action, format!("task-{}", context.task.id)), details)
    }
}

pub(crate) fn no_person() -> AppError {
    AppError::refused(
        "tài khoản chưa gắn với một người nên không làm việc này được; hãy nhờ quản trị hệ thống gắn",
        "the account stands for no person, so it cannot do this; ask the administrator to name one",
    )
}

/// The permission function has the last word on who may do what; the state machine is then asked with every part had,
/// and judges the state, the dates and that nobody confirms their own.
pub(crate) fn everything() -> Capacity {
    Capacity { assigner: true, lead: true, coordinator: true, tracker: true, leader: true }
}

/// What a task stands among, read for one decision.
pub(crate) struct Surroundings {
    pub(crate) rules: life::LifeRules,
    pub(crate) calendar: tt_domain::calendar::WorkCalendar,
    open_children: usize,
    unfinished_dependencies: usize,
    day: Date,
}

impl Surroundings {
    pub(crate) async fn load(tx: &mut Tx, context: &TaskContext, day: Date) -> Result<Self, AppError> {
        let rules = rules::life_rules(tx, context.programme.agency).await?;
        let calendar = rules::calendar(tx, context.task.deadline.unwrap_or(day)).await?;
        let children = tasks::parts(tx, context.task.id).await?;
        let mut unfinished_dependencies = 0;
        if rules.dependencies_first {
            for (task, on) in task_links::dependencies(tx, context.programme.id).await? {
                if task == context.task.id && !tasks::get(tx, on).await?.is_closed() {
                    unfinished_dependencies += 1;
                }
            }
        }
        let open_children = children.iter().filter(|child| !child.is_closed()).count();
        Ok(Self { rules, calendar, open_children, unfinished_dependencies, day })
    }

    pub(crate) fn situation<'a>(
        &'a self,
        context: &TaskContext,
        life: &'a Life,
        person: PersonId,
        capacity: Capacity,
    ) -> Situation<'a> {
        Situation {
            life,
            dating: dating(context.task.kind),
            review_on: context.task.review_on,
            year: context.programme.year,
            open_children: self.open_children,
            unfinished_dependencies: self.unfinished_dependencies,
            person,
            capacity,
            day: self.day,
            rules: &self.rules,
            calendar: &self.calendar,
        }
    }
}

/// Decides on a command whose right was asked for, and writes what follows.
///
/// # Errors
/// The refusal, in words, or the database failed; the transaction must then be dropped.
pub(crate) async fn perform(
    tx: &mut Tx,
    context: &TaskContext,
    action: &TaskAction,
    day: Date,
    occasion: &Occasion<'_>,
) -> Result<Done, AppError> {
    let life = context.life(tx).await?;
    let surroundings = Surroundings::load(tx, context, day).await?;
    let situation = surroundings.situation(context, &life, occasion.person, everything());
    let outcome = life::decide(&situation, &action.command).map_err(|refusal| words::refusal(&refusal))?;
    write(tx, context, outcome, action, occasion).await
}

/// Writes what follows from a command.
async fn write(
    tx: &mut Tx,
    context: &TaskContext,
    outcome: Outcome,
    action: &TaskAction,
    occasion: &Occasion<'_>,
) -> Result<Done, AppError> {
    let command = &action.command;
    let mut task = after(&context.task, &outcome.life);
    if let EventKind::Progress = outcome.event.kind {
        task.percent = outcome.event.percent.or(task.percent);
    }
    if let Command::Submit { product: Product::Named(name), .. } = command {
        task.product = Some(name.trim().to_owned());
    }
    // Comments and opinions change nothing of the task, and so make nobody's version old.
    if task != context.task {
        task.version = tasks::update(tx, &task).await?;
    }
    let event = recorded(&task, &outcome, action, occasion);
    let id = task_events::append(tx, &event).await?;
    if let Some(change) = outcome.extension {
        settle(tx, task.id, change, command, &outcome.event).await?;
    }
    if let Command::Comment { text } = command {
        mention(tx, id, text).await?;
    }
    for file in &action.files {
        files::keep(tx, task.id, Some(id), file, occasion).await?;
    }
    let carried_to = match command {
        Command::CarryOver { year } => Some(carry_over(tx, context, *year, (occasion, outcome.event.on)).await?),
        _ => None,
    };
    let details = serde_json::json!({
        "event": id.0,
        "from": outcome.from.code(),
        "to": task.state.code(),
        "deadline": { "before": context.task.deadline.map(|day| day.to_string()), "after": task.deadline.map(|day| day.to_string()) },
        "files": action.files.iter().map(|file| &file.name).collect::<Vec<_>>(),
    });
    let name = format!("task.{}", event.kind.code());
    audit::append(tx, &occasion.audited(context, &name, &details)).await?;
    tell::of_event(tx, context, &task, id, &event, occasion).await?;
    Ok(Done { task, event: id, carried_to })
}

/// The task with what its life now says of it.
fn after(task: &Task, life: &Life) -> Task {
    Task {
        state: life.state,
        assigned_on: life.assigned_on,
        deadline: life.deadline,
        original_deadline: life.original_deadline,
        submitted_on: life.submitted.map(|submission| submission.on),
        submitted_by: life.submitted.and_then(|submission| submission.by),
        completed_on: life.completed_on,
        ..task.clone()
    }
}

fn recorded(task: &Task, outcome: &Outcome, action: &TaskAction, occasion: &Occasion<'_>) -> NewTaskEvent {
    let Event { kind, on, by, until, percent } = outcome.event;
    NewTaskEvent {
        task: task.id,
        kind,
        at: occasion.at,
        day: on,
        user: Some(occasion.current.user.id),
        person: Some(by),
        from: outcome.from,
        to: outcome.life.state,
        text: said(&action.command),
        until,
        percent,
        document: action.document,
    }
}

/// What was said with a command.
fn said(command: &Command) -> Option<String> {
    let text = match command {
        Command::ReturnTask { reason }
        | Command::AskExtension { reason, .. }
        | Command::DecideExtension(Decision::Refuse { reason } | Decision::Counter { reason, .. })
        | Command::SendBack { reason }
        | Command::Cancel { reason } => reason,
        Command::Progress { text, .. }
        | Command::Direct { text, .. }
        | Command::Opine { text }
        | Command::Comment { text } => text,
        Command::Submit { result, product: Product::Named(name) } => {
            return Some(format!("{}\nSản phẩm: {}", result.trim(), name.trim()));
        }
        Command::Submit { result, product: Product::Without(reason) } => {
            return Some(format!("{}\nKhông có sản phẩm: {}", result.trim(), reason.trim()));
        }
        Command::CarryOver { year } => return Some(year.to_string()),
        Command::Assign { .. }
        | Command::Accept
        | Command::WithdrawExtension
        | Command::DecideExtension(Decision::Approve)
        | Command::AcceptCounter
        | Command::Confirm
        | Command::Urge => return None,
    };
    Some(text.trim().to_owned())
}

/// Writes what becomes of the request for a later deadline.
async fn settle(
    tx: &mut Tx,
    task: TaskId,
    change: ExtensionChange,
    command: &Command,
    event: &Event,
) -> Result<(), AppError> {
    if let ExtensionChange::Asked { until } = change {
        let reason = said(command).unwrap_or_default();
        extensions::ask(tx, task, until, &reason, Some(event.by), event.on).await?;
        return Ok(());
    }
    let Some(open) = extensions::open(tx, task).await? else { return Ok(()) };
    let settled = match change {
        ExtensionChange::Asked { .. } => return Ok(()),
        ExtensionChange::Withdrawn | ExtensionChange::Lapsed => Extension { state: ExtensionState::Withdrawn, ..open },
        // Accepting the day offered leaves who offered it as who decided.
        ExtensionChange::Approved { until } if event.kind == EventKind::CounterAccepted => {
            Extension { state: ExtensionState::Approved, offered_until: Some(until), ..open }
        }
        ExtensionChange::Approved { until } => decided(open, ExtensionState::Approved, Some(until), command, event),
        ExtensionChange::Refused => decided(open, ExtensionState::Refused, None, command, event),
        ExtensionChange::Countered { until } => decided(open, ExtensionState::Countered, Some(until), command, event),
    };
    extensions::settle(tx, &settled).await?;
    Ok(())
}

fn decided(open: Extension, state: ExtensionState, until: Option<Date>, command: &Command, event: &Event) -> Extension {
    Extension {
        state,
        offered_until: until,
        decided_by: Some(event.by),
        decided_on: Some(event.on),
        decision_reason: said(command),
        ..open
    }
}

/// Records whom a comment calls by sign-in name: `@truongphong`.
async fn mention(tx: &mut Tx, event: TaskEventId, text: &str) -> Result<(), AppError> {
    let part_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    for (at, _) in text.match_indices('@') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = rest.split(|c: char| !part_of_name(c)).next().unwrap_or_default().trim_end_matches(['.', '-']);
        if let Some(user) = users::find_by_login(tx, &name.to_lowercase()).await?
            && let Some(person) = user.person
        {
            task_events::mention(tx, event, person).await?;
        }
    }
    Ok(())
}

/// Makes the task of a later year that continues this one, as a draft.
async fn carry_over(
    tx: &mut Tx,
    context: &TaskContext,
    year: i16,
    (occasion, day): (&Occasion<'_>, Date),
) -> Result<TaskId, AppError> {
    let from = &context.task;
    let programme = programmes::ensure(tx, context.programme.agency, year, ProgrammeState::Proposed).await?;
    // What was taken over as a proposal already is the task it goes on as.
    if let Some(known) = tasks::continuing(tx, from.id, programme).await? {
        return Ok(known);
    }
    let mut new = NewTask::new(programme, 0, from.statement.clone(), TaskState::Draft).done_as(from);
    // A part carried over stands by itself there: its parent belongs to the year that ends.
    new.kind = if from.parent.is_some() && from.kind == TaskKind::Key { TaskKind::Dated } else { from.kind };
    new.number = tasks::next_number(tx, programme, None, new.series()).await?;
    new.continues_from = Some(from.id);
    let id = tasks::insert(tx, &new).await?;
    // A task to which nothing happened goes when its report is brought in again.
    let made = occasion.noted(&new.numbered(id), EventKind::Created, day);
    task_events::append(tx, &made).await?;
    Ok(id)
}
