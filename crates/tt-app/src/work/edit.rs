//! Changes to the particulars of a task: its text, who does it, what it waits for. Its state is changed by commands alone
//! ([`act`](super::act)).

use jiff::civil::Date;
use tt_domain::history::Coordinator;
use tt_domain::id::{DivisionId, PersonId, TaskId};
use tt_domain::life::EventKind;
use tt_domain::permission::Action;
use tt_domain::task::{CommandLine, Task, TaskState};
use tt_store::{StoreError, Tx, audit, task_events, task_links, tasks};

use super::act::{Occasion, no_person};
use super::assign::in_agency;
use super::context::TaskContext;
use super::tell;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// Changes to a task's particulars: `None` leaves a thing as it is, `Some(None)` takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskChanges {
    /// Text as assigned.
    pub statement: Option<String>,
    /// What has to be handed in.
    pub product: Option<Option<String>>,
    /// Where in the source document.
    pub clause: Option<Option<String>>,
    /// Line of command.
    pub line: Option<CommandLine>,
    /// Division in charge.
    pub lead: Option<Option<DivisionId>>,
    /// Officer.
    pub officer: Option<Option<PersonId>>,
    /// Leader in charge.
    pub leader: Option<Option<PersonId>>,
    /// Who follows it.
    pub tracker: Option<Option<PersonId>>,
    /// Deadline, while the task is a draft; later it is changed by an extension.
    pub deadline: Option<Option<Date>>,
    /// Day to look at it again.
    pub review_on: Option<Option<Date>>,
    /// Who works along.
    pub coordinators: Option<Vec<Coordinator>>,
    /// What it waits for.
    pub depends_on: Option<Vec<TaskId>>,
}

impl TaskChanges {
    /// Whether only the people who do the work are named: that is the head of the lead division's to do.
    pub(crate) fn is_allocation(&self) -> bool {
        let Self { statement, product, clause, line, lead, leader, tracker, deadline, review_on, depends_on, .. } =
            self;
        statement.is_none()
            && product.is_none()
            && clause.is_none()
            && line.is_none()
            && lead.is_none()
            && leader.is_none()
            && tracker.is_none()
            && deadline.is_none()
            && review_on.is_none()
            && depends_on.is_none()
    }
}

impl App {
    /// Changes a task's particulars, if nobody changed it since `version`.
    ///
    /// # Errors
    /// Not theirs to change, [`StoreError::Stale`], or a change that does not hold.
    pub async fn edit_task(
        &self,
        current: &CurrentUser,
        id: TaskId,
        version: i64,
        changes: &TaskChanges,
        origin: &str,
    ) -> Result<Task, AppError> {
        let person = current.user.person.ok_or_else(no_person)?;
        let mut tx = self.db.begin_write().await?;
        let occasion = Occasion { current, person, at: self.clock.now(), origin, delivery: &self.delivery };
        let task = edit(&mut tx, &occasion, id, version, changes, self.clock.today()).await?;
        tx.commit().await?;
        Ok(task)
    }
}

/// Changes a task's particulars within a transaction: also what a file brought in does.
pub(crate) async fn edit(
    tx: &mut Tx,
    occasion: &Occasion<'_>,
    id: TaskId,
    version: i64,
    changes: &TaskChanges,
    today: Date,
) -> Result<Task, AppError> {
    let current = occasion.current;
    let context = TaskContext::load(tx, current, id).await?;
    let right = if changes.is_allocation() { Action::SplitTask } else { Action::EditTask };
    current.require_on(right, &context.scope())?;
    if context.task.version != version {
        return Err(StoreError::Stale.into());
    }
    let mut task = changed(&context.task, changes)?;
    in_agency(tx, context.programme.agency, task.lead, changes.coordinators.as_deref()).await?;
    let mut differences = differences(&context.task, &task);
    if let Some(coordinators) = &changes.coordinators
        && *coordinators != context.coordinators
    {
        task_links::set_coordinators(tx, id, coordinators).await?;
        differences.push(("coordinators", named(&context.coordinators), named(coordinators)));
    }
    if let Some(depends_on) = &changes.depends_on {
        let before = set_dependencies(tx, &context, depends_on).await?;
        if before != *depends_on {
            differences.push(("depends_on", format!("{before:?}"), format!("{depends_on:?}")));
        }
    }
    if differences.is_empty() {
        return Ok(context.task);
    }
    task.version = tasks::update(tx, &task).await?;
    let event = occasion.noted(&task, EventKind::Edited, today);
    let event = task_events::append(tx, &event).await?;
    tell::of_new_officer(tx, &context, &task, event, occasion).await?;
    let details: serde_json::Map<String, serde_json::Value> = differences
        .into_iter()
        .map(|(name, before, after)| (name.to_owned(), serde_json::json!({ "before": before, "after": after })))
        .collect();
    audit::append(tx, &occasion.audited(&context, "task.edited", &details.into())).await?;
    Ok(task)
}

/// The task with the changes made.
fn changed(task: &Task, changes: &TaskChanges) -> Result<Task, AppError> {
    let mut task = task.clone();
    if let Some(statement) = &changes.statement {
        if statement.trim().is_empty() {
            return Err(AppError::refused("chưa nhập nội dung nhiệm vụ", "the task's text is missing"));
        }
        statement.trim().clone_into(&mut task.statement);
    }
    if let Some(deadline) = changes.deadline
        && deadline != task.deadline
    {
        if task.state != TaskState::Draft {
            return Err(AppError::refused(
                "nhiệm vụ đã giao nên hạn chỉ đổi bằng gia hạn; hãy dùng Xin gia hạn hoặc Quyết định gia hạn",
                "the task is assigned, so its deadline changes by an extension only",
            ));
        }
        task.deadline = deadline;
        task.original_deadline = deadline;
    }
    task.product = changes.product.clone().unwrap_or(task.product);
    task.clause = changes.clause.clone().unwrap_or(task.clause);
    task.line = changes.line.unwrap_or(task.line);
    task.lead = changes.lead.unwrap_or(task.lead);
    task.officer = changes.officer.unwrap_or(task.officer);
    task.leader = changes.leader.unwrap_or(task.leader);
    task.tracker = changes.tracker.unwrap_or(task.tracker);
    task.review_on = changes.review_on.unwrap_or(task.review_on);
    Ok(task)
}

/// What differs between two versions of a task's particulars: name, before, after.
fn differences(before: &Task, after: &Task) -> Vec<(&'static str, String, String)> {
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let of = |task: &Task| {
        [
            ("statement", task.statement.clone()),
            ("product", task.product.clone().unwrap_or_default()),
            ("clause", task.clause.clone().unwrap_or_default()),
            ("line", task.line.code().to_owned()),
            ("lead", id(task.lead.map(|id| id.0))),
            ("officer", id(task.officer.map(|id| id.0))),
            ("leader", id(task.leader.map(|id| id.0))),
            ("tracker", id(task.tracker.map(|id| id.0))),
            ("deadline", day(task.deadline)),
            ("review_on", day(task.review_on)),
        ]
    };
    of(before)
        .into_iter()
        .zip(of(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((name, before), (_, after))| (name, before, after))
        .collect()
}

fn named(coordinators: &[Coordinator]) -> String {
    let name = |coordinator: &Coordinator| match coordinator {
        Coordinator::Division(id) => format!("division-{id}"),
        Coordinator::Person(id) => format!("person-{id}"),
        Coordinator::Agency(id) => format!("agency-{id}"),
    };
    coordinators.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Says what a task waits for, unless that would go in a circle; gives what it waited for before.
async fn set_dependencies(tx: &mut Tx, context: &TaskContext, depends_on: &[TaskId]) -> Result<Vec<TaskId>, AppError> {
    let id = context.task.id;
    let all = task_links::dependencies(tx, context.programme.id).await?;
    let mut before = Vec::new();
    let mut edges = Vec::new();
    for (task, on) in all {
        if task == id { before.push(on) } else { edges.push((task, on)) }
    }
    for on in depends_on {
        if *on == id || reaches(&edges, *on, id) {
            return Err(AppError::refused(
                "các nhiệm vụ chờ lẫn nhau thành vòng; hãy bỏ bớt một mối phụ thuộc",
                "the tasks would wait for each other in a circle; take one dependency away",
            ));
        }
        if tasks::get(tx, *on).await?.programme != context.programme.id {
            return Err(AppError::refused(
                "chỉ chờ được nhiệm vụ cùng năm, cùng cơ quan",
                "a task can wait only for one of the same year and agency",
            ));
        }
    }
    task_links::set_dependencies(tx, id, depends_on).await?;
    Ok(before)
}

/// Whether one task, directly or through others, waits for another.
fn reaches(edges: &[(TaskId, TaskId)], from: TaskId, to: TaskId) -> bool {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(&at) = seen.get(next) {
        next += 1;
        for (_, on) in edges.iter().filter(|(task, _)| *task == at) {
            if *on == to {
                return true;
            }
            if !seen.contains(on) {
                seen.push(*on);
            }
        }
    }
    false
}
