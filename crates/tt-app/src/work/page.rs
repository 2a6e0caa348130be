//! All that a task's page shows of its life, for someone who may see it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tt_domain::history::{Coordinator, Extension, TaskEvent, TaskFile};
use tt_domain::id::{DivisionId, PersonId, TaskId, UserId};
use tt_domain::life::{self, CommandKind, Life};
use tt_domain::organisation::{Agency, Division};
use tt_domain::people::Person;
use tt_domain::permission::{Action, Scope};
use tt_domain::task::{Task, TaskSeries};
use tt_store::{
    StoreError, Tx, agencies, divisions, documents, extensions, persons, posts, task_events, task_links, tasks, users,
};

use super::act::Surroundings;
use super::context::{self, TaskContext};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A task's life, and what the person looking may do in it.
#[derive(Clone, Debug)]
pub struct TaskLife {
    /// The task.
    pub task: Task,
    /// What it is called by: `NV5`, `NV5.2`, `ĐX3`.
    pub code: String,
    /// Name of its agency.
    pub agency: String,
    /// Name of the agency that assigned it.
    pub assigned_by: Option<String>,
    /// Commands the person can give now.
    pub possible: Vec<CommandKind>,
    /// Whether they may change its particulars.
    pub may_edit: bool,
    /// Whether they may split it into parts and name who does the work.
    pub may_split: bool,
    /// What happened, the earliest first, with whom each comment calls by name.
    pub events: Vec<TaskEvent>,
    /// Requests for later deadlines, the earliest first.
    pub extensions: Vec<Extension>,
    /// Whether it is marked `gia hạn nhiều lần`.
    pub often_extended: bool,
    /// Last day on which a later deadline can be asked for.
    pub last_day_to_ask: Option<Date>,
    /// Its files.
    pub files: Vec<TaskFile>,
    /// The task it is a part of, with its code.
    pub parent: Option<(String, Task)>,
    /// Its parts that may be seen, with their codes.
    pub parts: Vec<(String, Task)>,
    /// Tasks it waits for, with their codes.
    pub waits_for: Vec<(String, Task)>,
    /// Who works along.
    pub coordinators: Vec<Coordinator>,
    /// Document that assigns it: number and identity.
    pub source: Option<(String, tt_domain::id::DocumentId)>,
    /// Names used above.
    pub names: Names,
    /// Today.
    pub today: Date,
}

/// Names of the people and divisions a page speaks of.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// People by identity.
    pub people: BTreeMap<PersonId, String>,
    /// Divisions by identity: symbol and name.
    pub divisions: BTreeMap<DivisionId, (String, String)>,
    /// Accounts by identity.
    pub users: BTreeMap<UserId, String>,
    /// Other agencies by identity.
    pub agencies: BTreeMap<tt_domain::id::AgencyId, String>,
}

/// Who and what a form for assigning offers.
#[derive(Clone, Debug)]
pub struct Choices {
    /// Divisions of the agency in being today.
    pub divisions: Vec<Division>,
    /// People who hold a post in the agency today, with the division they are in.
    pub people: Vec<(Person, Option<DivisionId>)>,
    /// Agencies below that tasks can be given to.
    pub agencies: Vec<Agency>,
    /// Other agencies that can be asked to work along.
    pub others: Vec<Agency>,
}

/// How many names are offered for a mention.
pub const NAMES: usize = 8;

/// What a task is called by.
pub fn code(task: &Task, parent: Option<&Task>) -> String {
    match (task.series(), parent) {
        (TaskSeries::Part, Some(parent)) => format!("{}.{}", code(parent, None), task.number),
        (TaskSeries::Other, _) => format!("ĐX{}", task.number),
        _ => format!("NV{}", task.number),
    }
}

impl App {
    /// A task's life.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a task one may not know of, or the database failed.
    pub async fn task_life(&self, current: &CurrentUser, id: TaskId) -> Result<TaskLife, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let tx = &mut tx;
        let context = TaskContext::load(tx, current, id).await?;
        let scope = context.scope();
        let life = context.life(tx).await?;
        let surroundings = Surroundings::load(tx, &context, today).await?;
        let possible = surroundings.possible(current, &context, &life);
        let parent = match context.task.parent {
            Some(parent) => Some(coded(tx, parent).await?),
            None => None,
        };
        let parts = parts_in_sight(tx, current, &context).await?;
        let waits_for = waited_for(tx, &context).await?;
        let events = task_events::list(tx, id).await?;
        let files = task_links::files(tx, id).await?;
        let requests = extensions::list(tx, id).await?;
        let names = names(tx, &context, &events, &files, &requests, &parts).await?;
        let source = match context.task.source {
            Some(source) => {
                let document = documents::get(tx, source).await?;
                Some((document.number.unwrap_or_default(), source))
            }
            None => None,
        };
        let assigned_by = match context.task.assigned_by {
            Some(agency) => Some(agencies::get(tx, agency).await?.name),
            None => None,
        };
        Ok(TaskLife {
            code: code(&context.task, parent.as_ref().map(|(_, parent)| parent)),
            agency: agencies::get(tx, context.programme.agency).await?.name,
            assigned_by,
            possible,
            may_edit: current.may_on(Action::EditTask, &scope) && !context.task.is_closed(),
            may_split: current.may_on(Action::SplitTask, &scope) && !context.task.is_closed(),
            last_day_to_ask: surroundings.last_day_to_ask(&life),
            often_extended: life.is_often_extended(),
            task: context.task,
            events,
            extensions: requests,
            files,
            parent,
            parts,
            waits_for,
            coordinators: context.coordinators,
            source,
            names,
            today,
        })
    }

    /// Sign-in names and full names of the agency's people that fit what was typed, at most [`NAMES`].
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn mentionable(&self, current: &CurrentUser, typed: &str) -> Result<Vec<(String, String)>, AppError> {
        current.require(Action::ReadRecords)?;
        let wanted = tt_text::fold::fold(typed.trim());
        let mut tx = self.db.begin_read().await?;
        let fits = |user: &tt_domain::organisation::User| {
            let begins =
                |text: &str| tt_text::fold::fold(text).split_whitespace().any(|word| word.starts_with(&wanted));
            user.disabled_at.is_none() && user.person.is_some() && (begins(&user.login) || begins(&user.full_name))
        };
        let users = users::list(&mut tx, current.agency.id).await?;
        Ok(users.into_iter().filter(fits).take(NAMES).map(|user| (user.login, user.full_name)).collect())
    }

    /// Who and what a form for assigning in one's own agency offers.
    ///
    /// # Errors
    /// The database failed.
    pub async fn choices(&self, current: &CurrentUser) -> Result<Choices, AppError> {
        current.require(Action::ReadRecords)?;
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let agency = current.agency.id;
        let divisions: Vec<Division> = divisions::list(&mut tx, agency)
            .await?
            .into_iter()
            .filter(|division| division.validity().holds_on(today))
            .collect();
        let held = posts::in_agency(&mut tx, agency).await?;
        let mut people = Vec::new();
        for person in persons::list(&mut tx, agency).await? {
            let post =
                held.iter().find(|post| post.details.person == person.id && post.details.validity.holds_on(today));
            if let Some(post) = post {
                people.push((person, post.details.division));
            }
        }
        let (mut below, mut others) = (Vec::new(), Vec::new());
        for other in agencies::list(&mut tx).await? {
            if other.id == agency || !other.validity().holds_on(today) {
                continue;
            }
            others.push(other.clone());
            let superiors = agencies::superiors(&mut tx, other.id).await?;
            let mut scope = Scope::agency_wide(other.id, superiors);
            scope.assigned_by = Some(agency);
            if current.may_on(Action::AssignTask, &scope) {
                below.push(other);
            }
        }
        Ok(Choices { divisions, people, agencies: below, others })
    }
}

impl Surroundings {
    /// What the person can do now, in the order it is shown.
    pub(crate) fn possible(&self, current: &CurrentUser, context: &TaskContext, life: &Life) -> Vec<CommandKind> {
        let Some(person) = current.user.person else { return Vec::new() };
        let scope = context.scope();
        let mut possible = life::available(&self.situation(context, life, person, super::act::everything()));
        possible.retain(|kind| current.may_on(super::act::action_for(*kind), &scope));
        possible
    }

    fn last_day_to_ask(&self, life: &Life) -> Option<Date> {
        let notice = self.rules.extension_notice?;
        Some(life::last_day_to_ask(&self.calendar, life.deadline?, notice))
    }
}

/// The parts of a task that one may see, with their codes.
async fn parts_in_sight(
    tx: &mut Tx,
    current: &CurrentUser,
    context: &TaskContext,
) -> Result<Vec<(String, Task)>, AppError> {
    let mut parts = Vec::new();
    for part in tasks::parts(tx, context.task.id).await? {
        let coordinators = task_links::coordinators(tx, part.id).await?;
        let scope = context::scope_of(&part, context.programme.agency, &context.superiors, &coordinators);
        if current.may_on(Action::SeeTask, &scope) {
            parts.push((code(&part, Some(&context.task)), part));
        }
    }
    Ok(parts)
}

/// What a task waits for, with the codes.
async fn waited_for(tx: &mut Tx, context: &TaskContext) -> Result<Vec<(String, Task)>, AppError> {
    let mut found = Vec::new();
    for (task, on) in task_links::dependencies(tx, context.programme.id).await? {
        if task == context.task.id {
            found.push(coded(tx, on).await?);
        }
    }
    Ok(found)
}

async fn coded(tx: &mut Tx, id: TaskId) -> Result<(String, Task), StoreError> {
    let task = tasks::get(tx, id).await?;
    let parent = match task.parent {
        Some(parent) => Some(tasks::get(tx, parent).await?),
        None => None,
    };
    Ok((code(&task, parent.as_ref()), task))
}

async fn names(
    tx: &mut Tx,
    context: &TaskContext,
    events: &[TaskEvent],
    files: &[TaskFile],
    requests: &[Extension],
    parts: &[(String, Task)],
) -> Result<Names, StoreError> {
    let mut names = Names::default();
    let task = &context.task;
    let mut people: Vec<PersonId> = [task.officer, task.leader, task.tracker].into_iter().flatten().collect();
    people.extend(events.iter().filter_map(|event| event.event.person));
    people.extend(requests.iter().flat_map(|request| [request.asked_by, request.decided_by]).flatten());
    people.extend(parts.iter().filter_map(|(_, part)| part.officer));
    for coordinator in &context.coordinators {
        match coordinator {
            Coordinator::Person(person) => people.push(*person),
            Coordinator::Agency(agency) => {
                names.agencies.insert(*agency, agencies::get(tx, *agency).await?.name);
            }
            Coordinator::Division(_) => {}
        }
    }
    people.sort_unstable();
    people.dedup();
    for person in people {
        names.people.insert(person, persons::get(tx, person).await?.details.full_name);
    }
    let mut accounts: Vec<UserId> = files.iter().filter_map(|file| file.added_by).collect();
    accounts.extend(events.iter().filter(|event| event.event.person.is_none()).filter_map(|event| event.event.user));
    accounts.sort_unstable();
    accounts.dedup();
    for account in accounts {
        names.users.insert(account, users::get(tx, account).await?.full_name);
    }
    for division in divisions::list(tx, context.programme.agency).await? {
        names.divisions.insert(division.id, (division.symbol, division.name));
    }
    Ok(names)
}
