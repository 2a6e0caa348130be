//! The list people work from: every task one may see, narrowed by the filter, counted in the four official columns.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tt_domain::filter::{self, Filter, KindWord, LineWord, NameField, TaskFacts};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::organisation::Agency;
use tt_domain::permission::{Action, Scope};
use tt_domain::statistics::{self, Ageing, Basis, Columns, Counted};
use tt_domain::task::Task;
use tt_store::{Tx, agencies, divisions, persons, programmes, task_links, tasks};

use super::context::{self, TaskContext};
use super::page::code;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A task of the list.
#[derive(Clone, Debug)]
pub struct ListedTask {
    /// The task.
    pub task: Task,
    /// What the filter can ask of it, with the names shown.
    pub facts: TaskFacts,
    /// The group it stands in; empty without one.
    pub group: String,
    /// What a question of permission about it is about.
    pub scope: Scope,
}

/// The list on a day.
#[derive(Clone, Debug)]
pub struct TaskList {
    /// Years with a programme, the newest first.
    pub years: Vec<i16>,
    /// The year shown.
    pub year: i16,
    /// Tasks that pass the filter, in its order and groups.
    pub tasks: Vec<ListedTask>,
    /// How many tasks of the year may be seen.
    pub visible: usize,
    /// The official columns of the tasks listed, by the deadlines as last decided. Parts are not counted, their parent is; of a
    /// recurring task each instance is.
    pub columns: Columns,
    /// The same by the first deadlines.
    pub original_columns: Columns,
    /// How long the overdue ones have been so.
    pub ageing: Ageing,
    /// Today.
    pub today: Date,
}

impl App {
    /// The tasks of a year that one may see and that pass the filter. Without a year, the newest that has tasks.
    ///
    /// # Errors
    /// The database failed.
    pub async fn task_list(
        &self,
        current: &CurrentUser,
        year: Option<i16>,
        filter: &Filter,
    ) -> Result<TaskList, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let years = years(&mut tx, current).await?;
        let year = year.unwrap_or_else(|| newest(&years, today));
        let visible = in_sight(&mut tx, current, Span::Year(year)).await?;
        let count = visible.len();
        let mut tasks: Vec<ListedTask> =
            visible.into_iter().filter(|listed| filter::matches(filter, &listed.facts, today)).collect();
        for listed in &mut tasks {
            listed.group = filter.group.map(|group| filter::group_key(group, &listed.facts, today)).unwrap_or_default();
        }
        tasks.sort_by_cached_key(|listed| (listed.group.clone(), filter::order_key(&filter.sort, &listed.facts)));
        let counted: Vec<Counted> =
            tasks.iter().filter(|listed| listed.task.is_counted()).map(|listed| (&listed.task).into()).collect();
        Ok(TaskList {
            years: years.into_iter().rev().collect(),
            year,
            visible: count,
            columns: statistics::count(&counted, Basis::Adjusted, today),
            original_columns: statistics::count(&counted, Basis::Original, today),
            ageing: statistics::ageing(&counted, Basis::Adjusted, today),
            tasks,
            today,
        })
    }
}

impl App {
    /// One task as the list has it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a task one may not know of, or the database failed.
    pub async fn listed_task(&self, current: &CurrentUser, id: TaskId) -> Result<ListedTask, AppError> {
        let mut tx = self.db.begin_read().await?;
        let context = TaskContext::load(&mut tx, current, id).await?;
        let agency = agencies::get(&mut tx, context.programme.agency).await?;
        let names = Names::load(&mut tx, &agency).await?;
        let parent = match context.task.parent {
            Some(parent) => Some(tasks::get(&mut tx, parent).await?),
            None => None,
        };
        let year = context.programme.year;
        let facts = names.facts(&context.task, parent.as_ref(), &context.coordinators, year, current);
        let scope = context.scope();
        Ok(ListedTask { task: context.task, facts, group: String::new(), scope })
    }
}

impl App {
    /// The tasks of the same agency and year that are called so: `NV1, ĐX3`, with blanks or commas between.
    ///
    /// # Errors
    /// A code that no task in sight has, named; the database failed.
    pub async fn tasks_called(
        &self,
        current: &CurrentUser,
        beside: TaskId,
        codes: &str,
    ) -> Result<Vec<TaskId>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let context = TaskContext::load(&mut tx, current, beside).await?;
        let all = in_sight(&mut tx, current, Span::Year(context.programme.year)).await?;
        let mut named = Vec::new();
        for typed in codes.split([',', ';', ' ']).filter(|typed| !typed.is_empty()) {
            let wanted = tt_text::fold::fold(typed);
            let is_it = |listed: &&ListedTask| {
                listed.task.programme == context.programme.id && tt_text::fold::fold(&listed.facts.code) == wanted
            };
            let Some(found) = all.iter().find(is_it) else {
                return Err(AppError::refused(
                    format!("không có nhiệm vụ “{typed}” trong năm; ghi mã như NV5, ĐX3, cách nhau bằng dấu phẩy"),
                    format!("no task of the year is called “{typed}”; give codes such as NV5, ĐX3"),
                ));
            };
            if !named.contains(&found.task.id) {
                named.push(found.task.id);
            }
        }
        Ok(named)
    }
}

/// Which tasks are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// All of every year.
    All,
    /// All of a year.
    Year(i16),
    /// Open ones of every year, and drafts.
    Open,
    /// All of a year, and the open ones of every other.
    OpenAnd(i16),
}

impl Span {
    fn takes(self, task: &Task, year: i16) -> bool {
        match self {
            Self::All => true,
            Self::Year(wanted) => year == wanted,
            Self::Open => !task.is_closed(),
            Self::OpenAnd(wanted) => year == wanted || !task.is_closed(),
        }
    }
}

/// Years with a programme among the agencies in sight.
pub(super) async fn years(tx: &mut Tx, current: &CurrentUser) -> Result<BTreeSet<i16>, AppError> {
    let mut years = BTreeSet::new();
    for (agency, _) in agencies(tx, current).await? {
        years.extend(programmes::years(tx, agency).await?);
    }
    Ok(years)
}

/// The newest year that has begun, else the first there is.
pub(super) fn newest(years: &BTreeSet<i16>, today: Date) -> i16 {
    let this_year = today.year();
    let begun = years.iter().copied().rfind(|year| *year <= this_year);
    begun.or_else(|| years.first().copied()).unwrap_or(this_year)
}

/// The agencies some of whose tasks may be seen, each with those above it.
pub(super) async fn agencies(tx: &mut Tx, current: &CurrentUser) -> Result<Vec<(AgencyId, Vec<AgencyId>)>, AppError> {
    let all = agencies::list(tx).await?;
    let beside = beside(tx, current).await?;
    Ok(agencies_in_sight(current, &all, &beside).into_iter().map(|(agency, above)| (agency.id, above)).collect())
}

/// Every task of the span that may be seen.
pub(crate) async fn in_sight(tx: &mut Tx, current: &CurrentUser, span: Span) -> Result<Vec<ListedTask>, AppError> {
    let all = agencies::list(tx).await?;
    let beside = beside(tx, current).await?;
    let mut found = Vec::new();
    for (agency, superiors) in agencies_in_sight(current, &all, &beside) {
        let names = Names::load(tx, agency).await?;
        for year in programmes::years(tx, agency.id).await? {
            if !matches!(span, Span::Year(wanted) if wanted != year) {
                found.extend(of_agency(tx, current, (agency, &superiors), &names, (year, span)).await?);
            }
        }
    }
    Ok(found)
}

/// The agencies on whose tasks one's own agencies work along.
async fn beside(tx: &mut Tx, current: &CurrentUser) -> Result<BTreeSet<AgencyId>, AppError> {
    let own: BTreeSet<AgencyId> = current.standing.posts.iter().map(|post| post.agency).collect();
    let mut beside = BTreeSet::new();
    for agency in own {
        beside.extend(task_links::agencies_coordinated_by(tx, agency).await?);
    }
    Ok(beside)
}

/// The agencies some of whose tasks may be seen, each with those above it, nearest first; `beside` are those on whose
/// tasks one's agency works along.
fn agencies_in_sight<'a>(
    current: &CurrentUser,
    all: &'a [Agency],
    beside: &BTreeSet<AgencyId>,
) -> Vec<(&'a Agency, Vec<AgencyId>)> {
    let parents: BTreeMap<AgencyId, Option<AgencyId>> = all.iter().map(|agency| (agency.id, agency.parent)).collect();
    let above = |agency: AgencyId| {
        let mut chain = Vec::new();
        let mut next = parents.get(&agency).copied().flatten();
        while let Some(parent) = next
            && !chain.contains(&parent)
        {
            chain.push(parent);
            next = parents.get(&parent).copied().flatten();
        }
        chain
    };
    let posts: Vec<AgencyId> = current.standing.posts.iter().map(|post| post.agency).collect();
    all.iter()
        .map(|agency| (agency, above(agency.id)))
        .filter(|(agency, superiors)| {
            posts.contains(&agency.id)
                || beside.contains(&agency.id)
                || superiors.iter().any(|superior| posts.contains(superior))
        })
        .collect()
}

/// The tasks of an agency's year that may be seen, with the names the list shows; a fixed number of queries.
async fn of_agency(
    tx: &mut Tx,
    current: &CurrentUser,
    (agency, superiors): (&Agency, &[AgencyId]),
    names: &Names,
    (year, span): (i16, Span),
) -> Result<Vec<ListedTask>, AppError> {
    let Some(programme) = programmes::find(tx, agency.id, year).await? else { return Ok(Vec::new()) };
    let all = tasks::list_all(tx, programme.id).await?;
    let mut along: BTreeMap<TaskId, Vec<Coordinator>> = BTreeMap::new();
    for (task, coordinator) in task_links::coordinators_of_programme(tx, programme.id).await? {
        along.entry(task).or_default().push(coordinator);
    }
    // What a part is called by needs its parent alone.
    let with_parts: BTreeSet<TaskId> = all.iter().filter_map(|task| task.parent).collect();
    let parents: BTreeMap<TaskId, Task> =
        all.iter().filter(|task| with_parts.contains(&task.id)).map(|task| (task.id, task.clone())).collect();
    let mut found = Vec::with_capacity(all.len());
    for task in all.into_iter().filter(|task| span.takes(task, year)) {
        let coordinators = along.remove(&task.id).unwrap_or_default();
        let scope = context::scope_of(&task, agency.id, superiors, &coordinators);
        if current.may_on(Action::SeeTask, &scope) {
            let parent = task.parent.and_then(|parent| parents.get(&parent));
            let facts = names.facts(&task, parent, &coordinators, year, current);
            found.push(ListedTask { task, facts, group: String::new(), scope });
        }
    }
    Ok(found)
}

/// Names an agency's tasks are shown with.
struct Names {
    agency: Vec<String>,
    divisions: BTreeMap<DivisionId, Vec<String>>,
    people: BTreeMap<PersonId, String>,
}

impl Names {
    async fn load(tx: &mut Tx, agency: &Agency) -> Result<Self, AppError> {
        let divisions = divisions::list(tx, agency.id).await?;
        let people = persons::list(tx, agency.id).await?;
        Ok(Self {
            agency: vec![agency.symbol.clone(), agency.name.clone()],
            divisions: divisions
                .into_iter()
                .map(|division| (division.id, vec![division.symbol, division.name]))
                .collect(),
            people: people.into_iter().map(|person| (person.id, person.details.full_name)).collect(),
        })
    }

    fn facts(
        &self,
        task: &Task,
        parent: Option<&Task>,
        coordinators: &[Coordinator],
        year: i16,
        current: &CurrentUser,
    ) -> TaskFacts {
        let person = |id: Option<PersonId>| id.and_then(|id| self.people.get(&id)).cloned();
        let named = coordinators.iter().flat_map(|coordinator| match coordinator {
            Coordinator::Division(id) => self.divisions.get(id).cloned().unwrap_or_default(),
            Coordinator::Person(id) => self.people.get(id).cloned().into_iter().collect(),
            Coordinator::Agency(_) => Vec::new(),
        });
        TaskFacts {
            code: code(task, parent),
            text: format!("{} {}", task.statement, task.product.as_deref().unwrap_or_default()),
            state: task.state,
            kind: KindWord::from(task.kind),
            line: LineWord::from(task.line),
            year,
            agency: self.agency.clone(),
            division: task.lead.and_then(|lead| self.divisions.get(&lead)).cloned().unwrap_or_default(),
            officer: person(task.officer),
            leader: person(task.leader),
            tracker: person(task.tracker),
            coordinators: named.collect(),
            mine: mine(task, coordinators, current),
            deadline: task.deadline,
            original_deadline: task.original_deadline,
            assigned_on: task.assigned_on,
            completed_on: task.completed_on,
            updated_on: None,
        }
    }
}

/// What of a task is the looking person's own.
fn mine(task: &Task, coordinators: &[Coordinator], current: &CurrentUser) -> Vec<NameField> {
    let me = current.user.person;
    let is_me = |person: Option<PersonId>| person.is_some() && person == me;
    let my_division = |division: DivisionId| current.standing.posts.iter().any(|post| post.division == Some(division));
    let along = coordinators.iter().any(|coordinator| match coordinator {
        Coordinator::Division(id) => my_division(*id),
        Coordinator::Person(id) => is_me(Some(*id)),
        Coordinator::Agency(id) => current.standing.posts.iter().any(|post| post.agency == *id),
    });
    let mut fields = vec![NameField::Agency];
    let mut add = |holds: bool, field: NameField| {
        if holds {
            fields.push(field);
        }
    };
    add(task.lead.is_some_and(my_division), NameField::Division);
    add(is_me(task.officer), NameField::Officer);
    add(is_me(task.leader), NameField::Leader);
    add(is_me(task.tracker), NameField::Tracker);
    add(along, NameField::Coordinator);
    let named = [task.officer, task.leader, task.tracker].into_iter().any(is_me)
        || coordinators.iter().any(|one| matches!(one, Coordinator::Person(id) if is_me(Some(*id))));
    add(named, NameField::Person);
    fields
}
