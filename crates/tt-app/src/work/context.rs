//! A task with what a question about it needs: its programme, the agencies above, who works along.

use tt_domain::history::{Coordinator, Extension, ExtensionState};
use tt_domain::id::{AgencyId, TaskId};
use tt_domain::life::{Dating, Life, OpenExtension, Submission};
use tt_domain::permission::{Action, Scope};
use tt_domain::programme::Programme;
use tt_domain::task::{Task, TaskKind};
use tt_store::{StoreError, Tx, agencies, extensions, programmes, task_links, tasks};

use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A task with what a question about it needs.
#[derive(Clone, Debug)]
pub(crate) struct TaskContext {
    pub(crate) task: Task,
    pub(crate) programme: Programme,
    pub(crate) superiors: Vec<AgencyId>,
    pub(crate) coordinators: Vec<Coordinator>,
}

impl TaskContext {
    /// Reads it, if the task may be seen.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a task that is not there or may not be known of.
    pub(crate) async fn load(tx: &mut Tx, current: &CurrentUser, id: TaskId) -> Result<Self, AppError> {
        Self::load_for(tx, current, id, &[Action::SeeTask]).await
    }

    /// Reads it for who may do any of these: those who decide on grades need not see the work itself.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a task that is not there or may not be known of.
    pub(crate) async fn load_for(
        tx: &mut Tx,
        current: &CurrentUser,
        id: TaskId,
        any_of: &[Action],
    ) -> Result<Self, AppError> {
        let task = tasks::get(tx, id).await?;
        let programme = programmes::get(tx, task.programme).await?;
        let superiors = agencies::superiors(tx, programme.agency).await?;
        let coordinators = task_links::coordinators(tx, id).await?;
        let context = Self { task, programme, superiors, coordinators };
        let scope = context.scope();
        if any_of.iter().any(|action| current.may_on(*action, &scope)) { Ok(context) } else { Err(AppError::NotFound) }
    }

    pub(crate) fn scope(&self) -> Scope {
        scope_of(&self.task, self.programme.agency, &self.superiors, &self.coordinators)
    }

    /// Where the task stands, from what is stored of it.
    pub(crate) async fn life(&self, tx: &mut Tx) -> Result<Life, StoreError> {
        let requests = extensions::list(tx, self.task.id).await?;
        let granted = requests.iter().filter(|request| request.state == ExtensionState::Approved).count();
        let open = |request: &&Extension| matches!(request.state, ExtensionState::Open | ExtensionState::Countered);
        let granted = u32::try_from(granted).unwrap_or(u32::MAX);
        Ok(life_of(&self.task, requests.iter().find(open), granted))
    }
}

/// Where a task stands, with its open request for a later deadline and how often it was given one.
pub(crate) fn life_of(task: &Task, request: Option<&Extension>, extensions_granted: u32) -> Life {
    Life {
        state: task.state,
        assigned_on: task.assigned_on,
        deadline: task.deadline,
        original_deadline: task.original_deadline,
        submitted: task.submitted_on.map(|on| Submission { by: task.submitted_by, on }),
        completed_on: task.completed_on,
        extension: request.map(|request| OpenExtension {
            until: request.asked_until,
            asked_on: request.asked_on,
            asked_by: request.asked_by,
            offered: request.offered_until,
        }),
        extensions_granted,
    }
}

/// What a permission question about a task is about.
pub(crate) fn scope_of(task: &Task, agency: AgencyId, superiors: &[AgencyId], coordinators: &[Coordinator]) -> Scope {
    let mut people: Vec<_> = [task.officer, task.leader, task.tracker].into_iter().flatten().collect();
    let mut divisions = Vec::new();
    let mut agencies_along = Vec::new();
    for coordinator in coordinators {
        match coordinator {
            Coordinator::Division(id) => divisions.push(*id),
            Coordinator::Person(id) => people.push(*id),
            Coordinator::Agency(id) => agencies_along.push(*id),
        }
    }
    Scope {
        agency,
        superiors: superiors.to_vec(),
        internal: task.is_internal(),
        lead: task.lead,
        coordinators: divisions,
        agencies_along,
        people,
        assigned_by: task.assigned_by,
        submitted_by: task.submitted_by,
    }
}

/// Which dates a kind of task demands.
pub(crate) fn dating(kind: TaskKind) -> Dating {
    match kind {
        TaskKind::Dated | TaskKind::AdHoc => Dating::Dated,
        TaskKind::Undated => Dating::Undated,
        TaskKind::Key | TaskKind::Recurring => Dating::Free,
    }
}
