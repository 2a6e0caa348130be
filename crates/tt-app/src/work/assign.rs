//! Assigning: new tasks from a decision, a meeting or a leader, and parts of them for divisions and persons.

use jiff::civil::Date;
use tt_domain::document::NewDocument;
use tt_domain::goal::reading;
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, DocumentId, PersonId, ProgrammeId, TaskId};
use tt_domain::life::{Command, EventKind};
use tt_domain::permission::{Action, Scope};
use tt_domain::programme::{Programme, ProgrammeState};
use tt_domain::task::{CommandLine, NewTarget, NewTask, Recurrence, TaskKind, TaskState};
use tt_store::{
    StoreError, Tx, agencies, audit, divisions, documents, programmes, targets, task_events, task_links, tasks,
};

use tt_text::date::PartialDate;

use super::act::{self, Occasion, TaskAction, no_person};
use super::context::TaskContext;
use super::recurring;
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
                .map_err(|error| if drafts.len() > 1 { error.in_row(index) } else { error })?;
            made.push(id);
        }
        tx.commit().await?;
        Ok(made)
    }
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
    let source = match source {
        Some(source) => Some((source_document(tx, agency, source).await?, source.approves)),
        None => None,
    };
    if let Some((decision, true)) = source {
        programmes::ensure(tx, agency, draft.year, ProgrammeState::Approved).await?;
        programmes::set_decision(tx, programme.id, Some(decision)).await?;
    }
    let mut new = worded(tx, draft, programme.id, statement).await?;
    new.assigned_by = (agency != current.agency.id).then_some(current.agency.id);
    new.source = source.map(|(document, _)| document);
    let id = tasks::insert(tx, &new).await?;
    task_links::set_coordinators(tx, id, &draft.coordinators).await?;
    let promise = |text: &String| reading::promise(text.trim(), None, draft.year);
    let mut goals: Vec<NewTarget> = draft.targets.iter().map(promise).collect();
    reading::find_parts(&mut goals);
    targets::replace(tx, id, &goals).await?;
    let task = tasks::get(tx, id).await?;
    task_events::append(tx, &occasion.noted(&task, EventKind::Created, today)).await?;
    let superiors = agencies::superiors(tx, agency).await?;
    let context = TaskContext { task, programme, superiors, coordinators: draft.coordinators.clone() };
    let details = serde_json::json!({ "statement": statement, "kind": draft.kind.code(), "number": new.number });
    audit::append(tx, &occasion.audited(&context, "task.created", &details)).await?;
    if draft.assign {
        let on = draft.assigned_on.unwrap_or(today);
        let command = Command::Assign { on, deadline: new.deadline };
        act::perform(tx, &context, &TaskAction::of(command), today, occasion).await?;
        let assigned = tasks::get(tx, id).await?;
        recurring::make(tx, agency, &assigned, occasion.at).await?;
    }
    Ok(id)
}

/// The task as its draft words it, with the number that is next.
async fn worded(
    tx: &mut Tx,
    draft: &TaskDraft,
    programme: ProgrammeId,
    statement: &str,
) -> Result<NewTask, StoreError> {
    let mut new = NewTask::new(programme, 0, statement, TaskState::Draft);
    new.parent = draft.parent;
    new.kind = draft.kind;
    new.number = tasks::next_number(tx, programme, draft.parent, new.series()).await?;
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
    new.clause.clone_from(&draft.clause);
    // A recurring task itself is never late, its instances are: its deadline says when the first of them is due.
    new.deadline = draft.deadline.filter(|_| draft.recurrence.is_none());
    new.review_on = if draft.recurrence.is_some() { draft.deadline.or(draft.review_on) } else { draft.review_on };
    new.recurrence = draft.recurrence;
    Ok(new)
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
    let superiors = agencies::superiors(tx, agency).await?;
    let mut scope = Scope::agency_wide(agency, superiors);
    scope.lead = draft.lead;
    scope.assigned_by = (agency != current.agency.id).then_some(current.agency.id);
    current.require_on(Action::AssignTask, &scope)?;
    let id = programmes::ensure(tx, agency, draft.year, ProgrammeState::Proposed).await?;
    Ok(programmes::get(tx, id).await?)
}

/// Refuses divisions of another agency.
pub(super) async fn in_agency(
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
        date: source.date.map(PartialDate::whole).unwrap_or_default(),
        issuer: source.issuer.clone(),
        subject: source.subject.clone(),
    };
    documents::ensure(tx, &new).await.map(|(id, _)| id)
}
