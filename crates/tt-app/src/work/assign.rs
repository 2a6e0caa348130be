//! Assigning: new tasks from a decision, a meeting or a leader; parts for divisions and persons; and changes to what was
//! assigned.

use jiff::civil::Date;
use tt_domain::document::NewDocument;
use tt_domain::goal::reading;
use tt_domain::history::{Coordinator, NewTaskEvent};
use tt_domain::id::{AgencyId, DivisionId, DocumentId, PersonId, TaskId};
use tt_domain::life::{Command, EventKind};
use tt_domain::permission::{Action, Scope};
use tt_domain::programme::{Programme, ProgrammeState};
use tt_domain::task::{CommandLine, NewTarget, NewTask, Recurrence, Task, TaskKind, TaskState};
use tt_store::{StoreError, Tx, audit, divisions, documents, programmes, targets, task_events, task_links, tasks};

use super::act::{self, Occasion, TaskAction, no_person};
use super::context::{self, TaskContext};
use super::{recurring, tell};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A document named by a form: what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceDocument {
    /// Kind: `Quyết định`.
    pub kind: Option<String>,
    /// Number and symbol: `230/QĐ-UBND`.
    pub number: String,
    /// Its date.
    pub date: Option<Date>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// It approves the key tasks of the year, and so becomes the decision of the programme.
    pub approves: bool,
}

/// A task to be made, as typed or read from a decision.
#[derive(Clone, Debug)]
pub struct TaskDraft {
    /// Year of the programme.
    pub year: i16,
    /// Agency it is for; `None` for one's own.
    pub agency: Option<AgencyId>,
    /// The task it is a part of.
    pub parent: Option<TaskId>,
    /// Its kind.
    pub kind: TaskKind,
    /// Text as assigned.
    pub statement: String,
    /// Its targets, as worded.
    pub targets: Vec<String>,
    /// What has to be handed in.
    pub product: Option<String>,
    /// Line of command.
    pub line: CommandLine,
    /// Division in charge.
    pub lead: Option<DivisionId>,
    /// Officer.
    pub officer: Option<PersonId>,
    /// Leader in charge.
    pub leader: Option<PersonId>,
    /// Who follows it.
    pub tracker: Option<PersonId>,
    /// Who works along.
    pub coordinators: Vec<Coordinator>,
    /// Where in the source document.
    pub clause: Option<String>,
    /// Day of the assignment; `None` for today.
    pub assigned_on: Option<Date>,
    /// Deadline.
    pub deadline: Option<Date>,
    /// Day to look at it again.
    pub review_on: Option<Date>,
    /// How often it comes again.
    pub recurrence: Option<Recurrence>,
    /// Assigned at once; otherwise kept as a draft.
    pub assign: bool,
}

impl TaskDraft {
    /// A task of one's own agency with that text, all else unknown, to be assigned at once.
    pub fn new(year: i16, kind: TaskKind, statement: impl Into<String>) -> Self {
        Self {
            year,
            agency: None,
            parent: None,
            kind,
            statement: statement.into(),
            targets: Vec::new(),
            product: None,
            line: CommandLine::Government,
            lead: None,
            officer: None,
            leader: None,
            tracker: None,
            coordinators: Vec::new(),
            clause: None,
            assigned_on: None,
            deadline: None,
            review_on: None,
            recurrence: None,
            assign: true,
        }
    }
}

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

impl App {
    /// Makes tasks that one document assigns, all of them or none, and assigns those that are to be assigned at once.
    ///
    /// # Errors
    /// Not theirs to assign, or a draft that does not hold, named by its place in the list.
    pub async fn create_tasks(
        &self,
        current: &CurrentUser,
        drafts: &[TaskDraft],
        source: Option<&SourceDocument>,
        origin: &str,
    ) -> Result<Vec<TaskId>, AppError> {
        let person = current.user.person.ok_or_else(no_person)?;
        let today = self.clock.today();
        let mut tx = self.db.begin_write().await?;
        let occasion = Occasion { current, person, at: self.clock.now(), origin, delivery: &self.delivery };
        let mut made = Vec::with_capacity(drafts.len());
        for (index, draft) in drafts.iter().enumerate() {
            let id = create(&mut tx, &occasion, draft, source, today)
                .await
                .map_err(|error| if drafts.len() > 1 { at_place(index, error) } else { error })?;
            made.push(id);
        }
        tx.commit().await?;
        Ok(made)
    }

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
    let event = particulars(&task, EventKind::Edited, occasion, today);
    let event = task_events::append(tx, &event).await?;
    tell::of_new_officer(tx, &context, &task, event, occasion).await?;
    let details: serde_json::Map<String, serde_json::Value> = differences
        .into_iter()
        .map(|(name, before, after)| (name.to_owned(), serde_json::json!({ "before": before, "after": after })))
        .collect();
    audit::append(tx, &occasion.audited(&context, "task.edited", &details.into())).await?;
    Ok(task)
}

/// Makes a task, and assigns it where the draft says so.
pub(crate) async fn create(
    tx: &mut Tx,
    occasion: &Occasion<'_>,
    draft: &TaskDraft,
    source: Option<&SourceDocument>,
    today: Date,
) -> Result<TaskId, AppError> {
    let current = occasion.current;
    let statement = draft.statement.trim();
    if statement.is_empty() {
        return Err(AppError::refused("chưa nhập nội dung nhiệm vụ", "the task's text is missing"));
    }
    let agency = draft.agency.unwrap_or(current.agency.id);
    let programme = programme_for(tx, current, draft, agency).await?;
    in_agency(tx, agency, draft.lead, Some(&draft.coordinators)).await?;
    let mut new = NewTask::new(programme.id, 0, statement, TaskState::Draft);
    new.parent = draft.parent;
    new.kind = draft.kind;
    new.number = tasks::next_number(tx, programme.id, draft.parent, new.series()).await?;
    new.product = draft.product.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    new.line = draft.line;
    // A part for which no division is named stays with the whole's: without one, whoever split it could not see it.
    new.lead = match (draft.lead, draft.parent) {
        (None, Some(parent)) => tasks::get(tx, parent).await?.lead,
        (lead, _) => lead,
    };
    new.officer = draft.officer;
    new.leader = draft.leader;
    new.tracker = draft.tracker;
    new.assigned_by = (agency != current.agency.id).then_some(current.agency.id);
    new.source = match source {
        Some(source) => Some(source_document(tx, agency, source).await?),
        None => None,
    };
    if let Some(decision) = new.source.filter(|_| source.is_some_and(|source| source.approves)) {
        programmes::ensure(tx, agency, draft.year, ProgrammeState::Approved).await?;
        programmes::set_decision(tx, programme.id, Some(decision)).await?;
    }
    new.clause.clone_from(&draft.clause);
    // A recurring task itself is never late, its instances are: its deadline says when the first of them is due.
    let deadline = draft.deadline.filter(|_| draft.recurrence.is_none());
    new.deadline = deadline;
    new.review_on = if draft.recurrence.is_some() { draft.deadline.or(draft.review_on) } else { draft.review_on };
    new.recurrence = draft.recurrence;
    let id = tasks::insert(tx, &new).await?;
    task_links::set_coordinators(tx, id, &draft.coordinators).await?;
    let promise = |text: &String| reading::promise(text.trim(), None, draft.year);
    let mut goals: Vec<NewTarget> = draft.targets.iter().map(promise).collect();
    reading::find_parts(&mut goals);
    targets::replace(tx, id, &goals).await?;
    let task = tasks::get(tx, id).await?;
    task_events::append(tx, &particulars(&task, EventKind::Created, occasion, today)).await?;
    let superiors = context::superiors(tx, agency).await?;
    let context = TaskContext { task, programme, superiors, coordinators: draft.coordinators.clone() };
    let details = serde_json::json!({ "statement": statement, "kind": draft.kind.code(), "number": new.number });
    audit::append(tx, &occasion.audited(&context, "task.created", &details)).await?;
    if draft.assign {
        let on = draft.assigned_on.unwrap_or(today);
        let command = Command::Assign { on, deadline };
        act::perform(tx, &context, &TaskAction::of(command), today, occasion).await?;
        let assigned = tasks::get(tx, id).await?;
        recurring::make(tx, agency, &assigned, occasion.at).await?;
    }
    Ok(id)
}

/// The programme a draft goes into, once it is clear that it may.
async fn programme_for(
    tx: &mut Tx,
    current: &CurrentUser,
    draft: &TaskDraft,
    agency: AgencyId,
) -> Result<Programme, AppError> {
    if let Some(parent) = draft.parent {
        let context = TaskContext::load(tx, current, parent).await?;
        current.require_on(Action::SplitTask, &context.scope())?;
        if context.programme.agency != agency || context.task.is_closed() {
            return Err(AppError::refused(
                "nhiệm vụ cha đã kết thúc hoặc của cơ quan khác; hãy chọn nhiệm vụ đang thực hiện",
                "the parent task is closed or another agency's; choose one under way",
            ));
        }
        return Ok(context.programme);
    }
    let superiors = context::superiors(tx, agency).await?;
    let mut scope = Scope::agency_wide(agency, superiors);
    scope.lead = draft.lead;
    scope.assigned_by = (agency != current.agency.id).then_some(current.agency.id);
    current.require_on(Action::AssignTask, &scope)?;
    let id = programmes::ensure(tx, agency, draft.year, ProgrammeState::Proposed).await?;
    Ok(programmes::get(tx, id).await?)
}

/// Refuses divisions of another agency.
async fn in_agency(
    tx: &mut Tx,
    agency: AgencyId,
    lead: Option<DivisionId>,
    coordinators: Option<&[Coordinator]>,
) -> Result<(), AppError> {
    let known: Vec<DivisionId> = divisions::list(tx, agency).await?.iter().map(|division| division.id).collect();
    let coordinating = coordinators.unwrap_or_default().iter().filter_map(|coordinator| match coordinator {
        Coordinator::Division(id) => Some(*id),
        _ => None,
    });
    for division in lead.into_iter().chain(coordinating) {
        if !known.contains(&division) {
            return Err(AppError::refused(
                "phòng được chọn không thuộc cơ quan này; hãy chọn lại",
                "the division chosen is not of this agency; choose again",
            ));
        }
    }
    Ok(())
}

async fn source_document(tx: &mut Tx, agency: AgencyId, source: &SourceDocument) -> Result<DocumentId, StoreError> {
    let new = NewDocument {
        agency,
        kind: source.kind.clone(),
        number: Some(source.number.trim().to_owned()),
        date: source.date.map_or_else(Default::default, |date| tt_text::date::PartialDate {
            year: Some(date.year()),
            month: Some(date.month()),
            day: Some(date.day()),
        }),
        issuer: source.issuer.clone(),
        subject: source.subject.clone(),
    };
    documents::ensure(tx, &new).await.map(|(id, _)| id)
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

/// An event that changes no state.
fn particulars(task: &Task, kind: EventKind, occasion: &Occasion<'_>, day: Date) -> NewTaskEvent {
    NewTaskEvent {
        task: task.id,
        kind,
        at: occasion.at,
        day,
        user: Some(occasion.current.user.id),
        person: Some(occasion.person),
        from: task.state,
        to: task.state,
        text: None,
        until: None,
        percent: None,
        document: None,
    }
}

fn at_place(index: usize, error: AppError) -> AppError {
    match error {
        AppError::Refused(message) => AppError::refused(
            format!("dòng {}: {}", index + 1, message.vi),
            format!("row {}: {}", index + 1, message.en),
        ),
        other => other,
    }
}
