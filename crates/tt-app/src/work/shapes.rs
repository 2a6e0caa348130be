//! Other shapes of the list: moves on the board, the timeline, the calendar of a month.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tt_domain::calendar::WorkCalendar;
use tt_domain::history::Extension;
use tt_domain::id::{AgencyId, ProgrammeId, TaskId};
use tt_domain::life::{self, CommandKind, LifeRules, Situation};
use tt_domain::task::TaskState;
use tt_domain::timeline::{self, Planned, Timeline, TimelineError};
use tt_store::{Tx, extensions, task_links, tasks};

use super::act;
use super::context;
use super::listing::ListedTask;
use super::rules;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// Commands that move a task from one state into another.
const MOVES: [CommandKind; 8] = [
    CommandKind::Assign,
    CommandKind::Accept,
    CommandKind::ReturnTask,
    CommandKind::Progress,
    CommandKind::Submit,
    CommandKind::Confirm,
    CommandKind::SendBack,
    CommandKind::Cancel,
];

/// The state a command leads into.
pub fn leads_to(command: CommandKind) -> Option<TaskState> {
    Some(match command {
        CommandKind::Assign => TaskState::Assigned,
        CommandKind::Accept => TaskState::Accepted,
        CommandKind::ReturnTask => TaskState::Returned,
        CommandKind::Progress | CommandKind::SendBack => TaskState::InProgress,
        CommandKind::Submit => TaskState::ResultSubmitted,
        CommandKind::Confirm => TaskState::Completed,
        CommandKind::Cancel => TaskState::Cancelled,
        CommandKind::CarryOver => TaskState::CarriedOver,
        _ => return None,
    })
}

impl App {
    /// The moves into another state that the person may make with these tasks now: what each task's own page offers.
    ///
    /// # Errors
    /// The database failed.
    pub async fn moves(
        &self,
        current: &CurrentUser,
        shown: &[&ListedTask],
    ) -> Result<BTreeMap<TaskId, Vec<CommandKind>>, AppError> {
        let Some(person) = current.user.person else { return Ok(BTreeMap::new()) };
        let day = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let calendar = rules::calendar(&mut tx, day).await?;
        let among = Among::load(&mut tx, shown).await?;
        let mut moves = BTreeMap::new();
        for listed in shown {
            let task = &listed.task;
            let Some(rules) = among.rules.get(&listed.scope.agency) else { continue };
            // How often it was extended bears on none of the moves.
            let life = context::life_of(task, among.requests.get(&task.id), 0);
            let situation = Situation {
                life: &life,
                dating: context::dating(task.kind),
                review_on: task.review_on,
                year: listed.facts.year,
                open_children: among.open_parts.get(&task.id).copied().unwrap_or_default(),
                unfinished_dependencies: if rules.dependencies_first { among.waits(task.id) } else { 0 },
                person,
                capacity: act::everything(),
                day,
                rules,
                calendar: &calendar,
            };
            let mut possible = life::available(&situation);
            possible.retain(|kind| {
                MOVES.contains(kind)
                    && leads_to(*kind) != Some(task.state)
                    && current.may_on(act::action_for(*kind), &listed.scope)
            });
            moves.insert(task.id, possible);
        }
        Ok(moves)
    }

    /// The timeline of these tasks as of today. Those that are withdrawn or carried over are left out.
    ///
    /// # Errors
    /// The database failed; the inner error names a circle of dependencies.
    pub async fn timeline(&self, shown: &[&ListedTask]) -> Result<Result<Timeline, TimelineError>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let mut waits: BTreeMap<TaskId, Vec<TaskId>> = BTreeMap::new();
        for programme in programmes_of(shown) {
            for (task, on) in task_links::dependencies(&mut tx, programme).await? {
                waits.entry(task).or_default().push(on);
            }
        }
        let planned: Vec<Planned> = shown
            .iter()
            .filter(|listed| !matches!(listed.task.state, TaskState::Cancelled | TaskState::CarriedOver))
            .map(|listed| Planned::new(&listed.task, waits.remove(&listed.task.id).unwrap_or_default()))
            .collect();
        Ok(timeline::timeline(&planned, self.clock.today()))
    }

    /// Working days and holidays around a day.
    ///
    /// # Errors
    /// The database failed.
    pub async fn work_calendar(&self, around: Date) -> Result<WorkCalendar, AppError> {
        let mut tx = self.db.begin_read().await?;
        Ok(rules::calendar(&mut tx, around).await?)
    }
}

fn programmes_of(shown: &[&ListedTask]) -> BTreeSet<ProgrammeId> {
    shown.iter().map(|listed| listed.task.programme).collect()
}

/// What the tasks shown stand among, read at once for all of them.
struct Among {
    rules: BTreeMap<AgencyId, LifeRules>,
    open_parts: BTreeMap<TaskId, usize>,
    unfinished: BTreeMap<TaskId, usize>,
    requests: BTreeMap<TaskId, Extension>,
}

impl Among {
    async fn load(tx: &mut Tx, shown: &[&ListedTask]) -> Result<Self, AppError> {
        let mut among = Self {
            rules: BTreeMap::new(),
            open_parts: BTreeMap::new(),
            unfinished: BTreeMap::new(),
            requests: BTreeMap::new(),
        };
        let agencies: BTreeSet<AgencyId> = shown.iter().map(|listed| listed.scope.agency).collect();
        for agency in agencies {
            among.rules.insert(agency, rules::life_rules(tx, agency).await?);
            for one in extensions::open_of_agency(tx, agency).await? {
                among.requests.insert(one.task, one);
            }
        }
        for programme in programmes_of(shown) {
            let open: BTreeMap<TaskId, bool> =
                tasks::list_all(tx, programme).await?.into_iter().fold(BTreeMap::new(), |mut open, task| {
                    if let Some(parent) = task.parent.filter(|_| !task.is_closed()) {
                        *among.open_parts.entry(parent).or_default() += 1;
                    }
                    open.insert(task.id, !task.is_closed());
                    open
                });
            for (task, on) in task_links::dependencies(tx, programme).await? {
                if open.get(&on).copied().unwrap_or_default() {
                    *among.unfinished.entry(task).or_default() += 1;
                }
            }
        }
        Ok(among)
    }

    fn waits(&self, task: TaskId) -> usize {
        self.unfinished.get(&task).copied().unwrap_or_default()
    }
}
