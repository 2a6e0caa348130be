//! The first screen: what waits for me, how my divisions stand, how the agencies in my sight stand.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::calendar::{DayKind, days_after, days_from};
use tt_domain::duty::{self, Duty, Request};
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::organisation::Role;
use tt_domain::outgoing::OutgoingState;
use tt_domain::permission::Action;
use tt_domain::statistics::{self, Ageing, Basis, Column, Columns, Counted};
use tt_domain::task::TaskState;
use tt_domain::timeliness::DUE_SOON_DAYS;
use tt_store::{Tx, extensions, outbox, users};

use super::listing::{self, ListedTask, Span};
use super::rules;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// How many days ahead the first screen looks.
pub const AHEAD_DAYS: i32 = 14;

/// How long what was assigned counts as new to the clerk who registers it, in days.
const NEW_DAYS: i32 = 7;

/// A task with what it asks of the person looking.
#[derive(Clone, Debug)]
pub struct DutyTask {
    /// The task.
    pub listed: ListedTask,
    /// What it asks.
    pub duty: Duty,
    /// Days past its deadline, by the official count; negative for days left; `None` without one to keep.
    pub late: Option<i32>,
}

impl DutyTask {
    /// Open after its deadline.
    pub fn is_late(&self) -> bool {
        self.late.is_some_and(|days| days > 0)
    }

    /// Due within a few days, today too.
    pub fn is_due_soon(&self) -> bool {
        self.late.is_some_and(|days| (-DUE_SOON_DAYS..=0).contains(&days))
    }
}

/// My work today.
#[derive(Clone, Debug)]
pub struct MyDay {
    /// Today, and what kind of day it is where it is no working day.
    pub today: Date,
    /// Name of the holiday, or that it is a weekend; `None` on working days.
    pub off: Option<DayOff>,
    /// What waits, the most pressing first.
    pub duties: Vec<DutyTask>,
    /// Followed from above and neither late nor due soon: counted, not listed.
    pub quiet: usize,
    /// Assigned within a week, for who registers documents.
    pub fresh: Vec<ListedTask>,
    /// Days ahead on which something of mine is due, with the tasks.
    pub ahead: Vec<(Date, Vec<ListedTask>)>,
    /// Holidays and make-up days ahead.
    pub special_days: Vec<(Date, String)>,
    /// The roles held today, the first post's first.
    pub roles: Vec<Role>,
    /// What the administrator looks after.
    pub system: Option<SystemDay>,
}

/// What waits for the administrator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SystemDay {
    /// Messages that were given up.
    pub undelivered: u64,
    /// Accounts locked after wrong passwords.
    pub locked: usize,
    /// Accounts in use that stand for nobody, and so can do nothing with tasks.
    pub nameless: usize,
}

/// Why nobody works today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// Saturday or Sunday.
    Weekend,
    /// A holiday by its name.
    Holiday(String),
}

/// How much someone or some unit has on its hands.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// What it is called.
    pub name: String,
    /// The filter that lists it, without group and order.
    pub filter: String,
    /// The official columns by the deadlines as last decided.
    pub columns: Columns,
    /// Of the open ones, due within a few days.
    pub due_soon: u32,
    /// Of the open ones, handed in and waiting for confirmation.
    pub waiting: u32,
    /// How long the overdue ones have been so.
    pub ageing: Ageing,
}

impl Load {
    /// Counts a task more.
    fn add(&mut self, listed: &ListedTask, today: Date) {
        let column = statistics::column(&Counted::from(&listed.task), Basis::Adjusted, today);
        self.columns.add(column);
        self.ageing.add(column);
        let soon = listed.task.deadline.is_some_and(|deadline| days_from(today, deadline) <= DUE_SOON_DAYS);
        self.due_soon += u32::from(column == Column::OpenInTime && soon);
        self.waiting += u32::from(listed.task.state == TaskState::ResultSubmitted);
    }

    /// Everything open, with and without a deadline.
    pub fn open(&self) -> u32 {
        self.columns.open() + self.columns.open_undated
    }
}

/// How a part of the organisation stands.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Today.
    pub today: Date,
    /// The year whose tasks are counted, and the open ones of the years before.
    pub year: i16,
    /// The whole.
    pub whole: Load,
    /// The whole by first deadlines.
    pub original: Columns,
    /// By agency, where more than one is in sight.
    pub agencies: Vec<Load>,
    /// By division.
    pub divisions: Vec<Load>,
    /// By who does the work.
    pub people: Vec<Load>,
    /// Overdue, the longest first.
    pub late: Vec<ListedTask>,
    /// Due within a few days, the next first.
    pub soon: Vec<ListedTask>,
}

/// Whose workload is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The divisions of the posts held.
    Division,
    /// All agencies in sight.
    Agency,
}

impl App {
    /// What waits for the person looking.
    ///
    /// # Errors
    /// The database failed.
    pub async fn my_day(&self, current: &CurrentUser) -> Result<MyDay, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let calendar = rules::calendar(&mut tx, today).await?;
        let found = listing::in_sight(&mut tx, current, Span::Open).await?;
        let mut requests: BTreeMap<TaskId, Request> = BTreeMap::new();
        for (agency, _) in listing::agencies(&mut tx, current).await? {
            requests.extend(open_requests(&mut tx, agency).await?);
        }
        let mut duties = Vec::new();
        let mut fresh = Vec::new();
        let mut quiet = 0;
        let registers = holds(current, Role::Clerk);
        for listed in found {
            let request = requests.get(&listed.task.id).copied();
            let duty = duty::duty(&current.standing, &listed.task, &listed.scope, request);
            let new = listed.task.assigned_on.is_some_and(|on| days_from(on, today) <= NEW_DAYS);
            if registers && new && listed.task.state != TaskState::Draft {
                fresh.push(listed.clone());
            }
            let Some(duty) = duty else { continue };
            let one = DutyTask { late: lateness(&listed, today), listed, duty };
            if duty == Duty::Follow && !one.is_late() && !one.is_due_soon() {
                quiet += 1;
            } else {
                duties.push(one);
            }
        }
        duties
            .sort_by_key(|one| (!one.duty.is_own_step(), one.listed.task.deadline.is_none(), one.listed.task.deadline));
        let ahead = ahead(&duties, today);
        let last = days_after(today, AHEAD_DAYS);
        let special_days = calendar
            .holidays()
            .chain(calendar.make_up_days())
            .filter(|(day, _)| today <= *day && *day <= last)
            .map(|(day, name)| (day, name.to_owned()))
            .collect();
        let off = match calendar.kind_of(today) {
            DayKind::Holiday(name) => Some(DayOff::Holiday(name.to_owned())),
            DayKind::Weekend => Some(DayOff::Weekend),
            _ => None,
        };
        let mut roles: Vec<Role> = Vec::new();
        for post in &current.standing.posts {
            if !roles.contains(&post.role) {
                roles.push(post.role);
            }
        }
        let system = if current.may(Action::ManageUsers) {
            Some(system_day(&mut tx, current, self.clock.now()).await?)
        } else {
            None
        };
        Ok(MyDay { today, off, duties, quiet, fresh, ahead, special_days, roles, system })
    }

    /// How my divisions, or the agencies in my sight, stand. Without a year, the newest that has begun.
    ///
    /// # Errors
    /// The database failed.
    pub async fn workload(&self, current: &CurrentUser, whose: Whose, year: Option<i16>) -> Result<Workload, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let years = listing::years(&mut tx, current).await?;
        let year = year.unwrap_or_else(|| listing::newest(&years, today));
        let mut found = listing::in_sight(&mut tx, current, Span::OpenAnd(year)).await?;
        found.retain(|one| one.task.state != TaskState::Draft);
        if whose == Whose::Division {
            let mine: Vec<DivisionId> = current.standing.posts.iter().filter_map(|post| post.division).collect();
            found.retain(|one| one.task.lead.is_some_and(|lead| mine.contains(&lead)));
        }
        Ok(count(found, year, today))
    }
}

/// Counts what was found. Parts are counted for the people who do them, not beside their parents for the rest.
fn count(found: Vec<ListedTask>, year: i16, today: Date) -> Workload {
    let mut whole = Load::default();
    let mut original = Columns::default();
    let mut agencies: BTreeMap<AgencyId, Load> = BTreeMap::new();
    let mut divisions: BTreeMap<(AgencyId, Option<DivisionId>), Load> = BTreeMap::new();
    let mut people: BTreeMap<Option<PersonId>, Load> = BTreeMap::new();
    let mut late = Vec::new();
    let mut soon = Vec::new();
    for listed in found {
        let named = |name: Option<&String>, key: &str| {
            let name = name.cloned().unwrap_or_default();
            let filter = if name.is_empty() { format!("{key}:không") } else { format!("{key}:\"{name}\"") };
            Load { name, filter, ..Load::default() }
        };
        let facts = &listed.facts;
        people
            .entry(listed.task.officer)
            .or_insert_with(|| named(facts.officer.as_ref(), "chuyên-viên"))
            .add(&listed, today);
        if listed.task.is_counted() {
            whole.add(&listed, today);
            original.add(statistics::column(&Counted::from(&listed.task), Basis::Original, today));
            let agency = agencies.entry(listed.scope.agency);
            agency.or_insert_with(|| named(facts.agency.last(), "cơ-quan")).add(&listed, today);
            let division = divisions.entry((listed.scope.agency, listed.task.lead));
            division.or_insert_with(|| named(facts.division.first(), "phòng")).add(&listed, today);
        }
        match lateness(&listed, today) {
            Some(days) if days > 0 => late.push(listed),
            Some(days) if days >= -DUE_SOON_DAYS && listed.task.state != TaskState::ResultSubmitted => {
                soon.push(listed);
            }
            _ => {}
        }
    }
    late.sort_by_key(|listed| listed.task.deadline);
    soon.sort_by_key(|listed| listed.task.deadline);
    let busiest = |loads: Vec<Load>| {
        let mut loads: Vec<Load> = loads.into_iter().filter(|load| load.columns.everything() > 0).collect();
        loads.sort_by_key(|load| {
            (load.name.is_empty(), std::cmp::Reverse((load.columns.open_overdue, load.open())), load.name.clone())
        });
        loads
    };
    let several = agencies.len() > 1;
    Workload {
        today,
        year,
        whole,
        original,
        agencies: if several { busiest(agencies.into_values().collect()) } else { Vec::new() },
        divisions: busiest(divisions.into_values().collect()),
        people: busiest(people.into_values().collect()),
        late,
        soon,
    }
}

/// Days past the deadline of an open task, negative for days left.
fn lateness(listed: &ListedTask, today: Date) -> Option<i32> {
    match statistics::column(&Counted::from(&listed.task), Basis::Adjusted, today) {
        Column::OpenOverdue { days } => Some(days),
        Column::OpenInTime => listed.task.deadline.map(|deadline| -days_from(today, deadline)),
        _ => None,
    }
}

/// What of the next days has something due on it.
fn ahead(duties: &[DutyTask], today: Date) -> Vec<(Date, Vec<ListedTask>)> {
    let last = days_after(today, AHEAD_DAYS);
    let mut days: BTreeMap<Date, Vec<ListedTask>> = BTreeMap::new();
    for one in duties {
        if let Some(deadline) = one.listed.task.deadline
            && today <= deadline
            && deadline <= last
            && one.duty != Duty::Wait
        {
            days.entry(deadline).or_default().push(one.listed.clone());
        }
    }
    days.into_iter().collect()
}

async fn system_day(tx: &mut Tx, current: &CurrentUser, now: Timestamp) -> Result<SystemDay, AppError> {
    let accounts = users::list(tx, current.agency.id).await?;
    let used = || accounts.iter().filter(|user| user.disabled_at.is_none());
    let counts = outbox::count_by_state(tx, current.agency.id).await?;
    Ok(SystemDay {
        undelivered: counts.iter().filter(|(state, _)| *state == OutgoingState::GivenUp).map(|(_, count)| count).sum(),
        locked: used().filter(|user| user.locked_until.is_some_and(|until| until > now)).count(),
        nameless: used().filter(|user| user.person.is_none()).count(),
    })
}

fn holds(current: &CurrentUser, role: Role) -> bool {
    current.standing.posts.iter().any(|post| post.role == role)
}

async fn open_requests(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(TaskId, Request)>, AppError> {
    let requests = extensions::open_of_agency(tx, agency).await?;
    let request =
        |one: tt_domain::history::Extension| (one.task, Request { asked_by: one.asked_by, offered: one.offered_until });
    Ok(requests.into_iter().map(request).collect())
}

impl CurrentUser {
    /// Whether they are in a division, and so have one to look at.
    pub fn has_division(&self) -> bool {
        self.standing.posts.iter().any(|post| post.division.is_some()) && self.may(Action::ReadRecords)
    }
}
