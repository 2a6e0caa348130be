//! Next year's draft programme (dự thảo nhiệm vụ trọng tâm năm sau): proposed from the year that ends, taken over by the
//! planning officer, written as an official document.
//!
//! Why a task is proposed and how its targets move is decided by [`tt_domain::proposal`]; here last year's tasks are
//! gathered with their results as grading sees them, and next year's drafts beside. Read [`Proposals`] first;
//! [`accept`] makes accepted ones next year's draft tasks.

pub mod accept;
mod document;

pub use accept::{Choice, Taken};

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use tt_domain::document::OfficialDocument;
use tt_domain::goal::{Basis, Judgement, Outlook, reading};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, IndicatorId, TaskId};
use tt_domain::indicator::Better;
use tt_domain::organisation::Agency;
use tt_domain::permission::Action;
use tt_domain::programme::{Programme, ProgrammeState};
use tt_domain::proposal::shift::{Promise, Shift, TargetShift, shifts};
use tt_domain::proposal::{Ending, Reason, for_next_year, reasons};
use tt_domain::task::{NewTarget, Target, Task, TaskKind, TaskState};
use tt_store::{Tx, documents, indicators, programmes, targets, task_links, tasks};

use crate::app::App;
use crate::error::AppError;
use crate::grading::year::{self, JudgedTarget, Tied};
use crate::sign_in::CurrentUser;
use crate::work::page::code;
use crate::work::scope_of;

/// What next year's draft programme could hold, and what it holds already.
#[derive(Clone, Debug)]
pub struct Proposals {
    /// Whose.
    pub agency: Agency,
    /// The year proposed for; what it is drafted from is the year before.
    pub year: i16,
    /// The day last year's results are looked at.
    pub as_of: Date,
    /// The programme of the year proposed for, once there is one.
    pub programme: Option<Programme>,
    /// The decision that approved it.
    pub decision: Option<OfficialDocument>,
    /// Last year's tasks in their order, each with what continues it; then drafts that continue none.
    pub rows: Vec<ProposalRow>,
    /// Whether the person looking may take proposals over.
    pub may_accept: bool,
}

/// A task of last year, of next year's draft, or of both.
#[derive(Clone, Debug)]
pub struct ProposalRow {
    /// Last year's task with its targets judged.
    pub last: Option<EndingTask>,
    /// Next year's draft.
    pub next: Option<NextTask>,
    /// Why it is proposed.
    pub reasons: Vec<Reason>,
    /// Whether it is in the draft, or proposed to be.
    pub take: bool,
    /// Words proposed: those of the draft, else last year's moved on a year.
    pub statement: String,
    /// Targets proposed, in words.
    pub targets: Vec<String>,
    /// How last year's targets move; all dropped where the task is not taken.
    pub shifts: Vec<TargetShift>,
}

/// A task of the year that ends.
#[derive(Clone, Debug)]
pub struct EndingTask {
    /// The task.
    pub task: Task,
    /// What it is called by.
    pub code: String,
    /// Its targets with their results.
    pub targets: Vec<EndingTarget>,
}

/// A target of the year that ends, with its result.
#[derive(Clone, Debug)]
pub struct EndingTarget {
    /// The target.
    pub target: Target,
    /// How it stands; `None` for a task that is not graded.
    pub judgement: Option<Judgement>,
    /// Which way is better, by the indicator it is tied to.
    pub better: Better,
}

/// A task of next year's programme.
#[derive(Clone, Debug)]
pub struct NextTask {
    /// The task.
    pub task: Task,
    /// What it is called by.
    pub code: String,
    /// Its targets.
    pub targets: Vec<Target>,
}

impl ProposalRow {
    /// The targets of these words, read; words known from either year keep what was read in them.
    pub fn read(&self, words: &[String], year: i16) -> Vec<NewTarget> {
        let known: Vec<&Target> = self.next.iter().flat_map(|next| &next.targets).collect();
        let last: Vec<Target> = self.last.iter().flat_map(|last| &last.targets).map(|one| one.target.clone()).collect();
        read_targets(words, &known, &last, year)
    }

    /// How last year's targets move to those of these words.
    pub fn shifts_to(&self, words: &[String], year: i16) -> Vec<TargetShift> {
        let old: Vec<Promise<'_>> =
            self.last.iter().flat_map(|last| &last.targets).map(|one| Promise::of(&one.target, one.better)).collect();
        let read = self.read(words, year);
        let new: Vec<Promise<'_>> = read.iter().map(Promise::typed).collect();
        shifts(&old, &new)
    }

    /// Whether last year's task would be gone next year.
    pub fn is_dropped(&self) -> bool {
        self.last.is_some() && !self.take
    }

    /// Shifts that whoever approves should know of.
    pub fn to_point_out(&self) -> impl Iterator<Item = &TargetShift> {
        self.shifts.iter().filter(|moved| moved.shift.is_to_point_out())
    }
}

impl Proposals {
    /// Whether the draft may still be changed: it is not approved.
    pub fn is_open(&self) -> bool {
        self.programme.as_ref().is_none_or(|programme| programme.state == ProgrammeState::Proposed)
    }

    /// The same as it would stand if these choices were taken over, for looking at them before.
    #[must_use]
    pub fn with(mut self, choices: &[Choice]) -> Self {
        for choice in choices {
            let is_it = |row: &ProposalRow| {
                let last = row.last.as_ref().map(|last| last.task.id);
                let next = row.next.as_ref().map(|next| next.task.id);
                match (choice.last, choice.next) {
                    (Some((id, _)), _) => last == Some(id),
                    (None, Some((id, _))) => last.is_none() && next == Some(id),
                    (None, None) => false,
                }
            };
            let place = match self.rows.iter().position(is_it) {
                None if choice.last.is_none() && choice.next.is_none() => {
                    self.rows.push(row(None, None, Vec::new(), choice.take, self.year));
                    self.rows.len() - 1
                }
                Some(place) => place,
                None => continue,
            };
            let Some(row) = self.rows.get_mut(place) else { continue };
            row.take = choice.take;
            row.statement.clone_from(&choice.statement);
            row.targets.clone_from(&choice.targets);
            row.shifts = row.shifts_to(if row.take { &choice.targets } else { &[] }, self.year);
        }
        self
    }

    /// How many targets of all rows move so; those of tasks not taken count as dropped.
    pub fn count(&self, shift: Shift) -> usize {
        self.rows.iter().flat_map(|row| &row.shifts).filter(|moved| moved.shift == shift).count()
    }
}

/// Reads targets from words: those known keep their measures, others are read by the language.
fn read_targets(words: &[String], known: &[&Target], last: &[Target], year: i16) -> Vec<NewTarget> {
    let ended = year.saturating_sub(1);
    let one = |text: &String| {
        let text = plain(text);
        let same = |target: &&Target| {
            let known = plain(&target.text);
            known == text || for_next_year(&known, ended) == text
        };
        let found = known.iter().copied().find(|target| plain(&target.text) == text).or_else(|| last.iter().find(same));
        match found {
            Some(Target { measure, place, .. }) => {
                NewTarget { measure: measure.clone(), place: place.clone(), ..reading::promise(&text, None, year) }
            }
            None => reading::promise(&text, None, year),
        }
    };
    let mut read: Vec<NewTarget> = words.iter().map(one).collect();
    reading::find_parts(&mut read);
    read
}

impl App {
    /// What the draft programme of a year could hold, from one's own agency's year before, as of a day; today unless told.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for who may not read the agency's records, or the database failed.
    pub async fn proposals(
        &self,
        current: &CurrentUser,
        year: i16,
        as_of: Option<Date>,
    ) -> Result<Proposals, AppError> {
        current.require(Action::ReadRecords)?;
        let as_of = as_of.unwrap_or_else(|| self.clock.today());
        let mut tx = self.db.begin_read().await?;
        Box::pin(load(&mut tx, current, year, as_of)).await
    }
}

/// Loads both years, each with a fixed number of queries.
async fn load(tx: &mut Tx, current: &CurrentUser, year: i16, as_of: Date) -> Result<Proposals, AppError> {
    let agency = current.agency.id;
    let ended = year.checked_sub(1).ok_or(AppError::NotFound)?;
    let graded = Box::pin(year::load(tx, current, agency, (Some(ended), None), as_of)).await?;
    let better: HashMap<IndicatorId, Better> =
        indicators::list(tx, agency).await?.into_iter().map(|one| (one.id, one.terms.better)).collect();
    let mut ending: Vec<EndingTask> = graded
        .tasks
        .iter()
        .filter(|graded| !matches!(graded.task.state, TaskState::Draft | TaskState::Cancelled))
        .map(|graded| EndingTask {
            task: graded.task.clone(),
            code: graded.code.clone(),
            targets: graded.targets.iter().map(|judged| judged_target(judged, &better)).collect(),
        })
        .collect();
    ending.extend(others(tx, current, &graded.superiors, ended).await?);
    let programme = programmes::find(tx, agency, year).await?;
    let decision = match programme.as_ref().and_then(|programme| programme.decision) {
        Some(decision) => Some(documents::get(tx, decision).await?),
        None => None,
    };
    let next = match &programme {
        Some(programme) => drafts(tx, current, &graded.superiors, programme).await?,
        None => Vec::new(),
    };
    Ok(Proposals {
        rows: rows(ending, next, year, as_of),
        agency: graded.agency,
        year,
        as_of,
        programme,
        decision,
        may_accept: current.may(Action::ImportReport),
    })
}

fn judged_target(judged: &JudgedTarget, better: &HashMap<IndicatorId, Better>) -> EndingTarget {
    let tied = match &judged.tied {
        Tied::By(basis) => match &basis.basis {
            Basis::Indicator(id, _) => better.get(id).copied(),
            _ => None,
        },
        Tied::Nothing | Tied::Offered => None,
    };
    EndingTarget {
        target: judged.target.clone(),
        judgement: Some(judged.judgement.clone()),
        better: tied.unwrap_or(Better::Neither),
    }
}

/// Tasks of the year beside the key ones that go on: open ones, and recurring ones. Their parts and instances go with them.
async fn others(
    tx: &mut Tx,
    current: &CurrentUser,
    superiors: &[AgencyId],
    year: i16,
) -> Result<Vec<EndingTask>, AppError> {
    let agency = current.agency.id;
    let Some(programme) = programmes::find(tx, agency, year).await? else { return Ok(Vec::new()) };
    let mut along: BTreeMap<TaskId, Vec<Coordinator>> = BTreeMap::new();
    for (task, coordinator) in task_links::coordinators_of_programme(tx, programme.id).await? {
        along.entry(task).or_default().push(coordinator);
    }
    let mut own: HashMap<TaskId, Vec<Target>> = HashMap::new();
    for target in targets::list_for_programme(tx, programme.id).await? {
        own.entry(target.task).or_default().push(target);
    }
    let all = tasks::list_all(tx, programme.id).await?;
    let goes_on = |task: &Task| {
        let stands = task.parent.is_none() && task.recurs_from.is_none() && task.kind != TaskKind::Key;
        stands
            && task.state != TaskState::Draft
            && (task.kind == TaskKind::Recurring && task.state != TaskState::Cancelled || !task.is_closed())
    };
    let sees = |task: &Task| {
        let coordinators = along.get(&task.id).map(Vec::as_slice).unwrap_or_default();
        current.may_on(Action::SeeTask, &scope_of(task, agency, superiors, coordinators))
    };
    let found = all.into_iter().filter(|task| goes_on(task) && sees(task)).map(|task| {
        let targets = own.remove(&task.id).unwrap_or_default();
        let plain = |target| EndingTarget { target, judgement: None, better: Better::Neither };
        EndingTask { code: code(&task, None), targets: targets.into_iter().map(plain).collect(), task }
    });
    Ok(found.collect())
}

/// The tasks of next year's programme that stand by themselves, withdrawn ones left out.
async fn drafts(
    tx: &mut Tx,
    current: &CurrentUser,
    superiors: &[AgencyId],
    programme: &Programme,
) -> Result<Vec<NextTask>, AppError> {
    let mut own: HashMap<TaskId, Vec<Target>> = HashMap::new();
    for target in targets::list_for_programme(tx, programme.id).await? {
        own.entry(target.task).or_default().push(target);
    }
    let all = tasks::list_all(tx, programme.id).await?;
    let shown = |task: &Task| {
        is_drafted(task) && current.may_on(Action::SeeTask, &scope_of(task, programme.agency, superiors, &[]))
    };
    let found = all.into_iter().filter(shown).map(|task| NextTask {
        code: code(&task, None),
        targets: own.remove(&task.id).unwrap_or_default(),
        task,
    });
    Ok(found.collect())
}

/// Whether a task of next year's programme is one of its own, and not withdrawn.
fn is_drafted(task: &Task) -> bool {
    task.parent.is_none() && task.recurs_from.is_none() && task.state != TaskState::Cancelled
}

/// Last year's tasks with what continues them, then the drafts that continue none of them.
fn rows(ending: Vec<EndingTask>, mut next: Vec<NextTask>, year: i16, as_of: Date) -> Vec<ProposalRow> {
    // Once a draft is begun, what is not in it was left out.
    let begun = ending.iter().any(|last| next.iter().any(|one| one.task.continues_from == Some(last.task.id)));
    let mut rows = Vec::with_capacity(ending.len() + next.len());
    for last in ending {
        let place = next.iter().position(|one| one.task.continues_from == Some(last.task.id));
        let continued = place.map(|place| next.remove(place));
        let why = why(&last, continued.as_ref(), year, as_of);
        let take = continued.is_some() || !begun && !why.is_empty();
        rows.push(row(Some(last), continued, why, take, year));
    }
    rows.extend(next.into_iter().map(|one| row(None, Some(one), Vec::new(), true, year)));
    rows
}

fn why(last: &EndingTask, continued: Option<&NextTask>, year: i16, as_of: Date) -> Vec<Reason> {
    let stand = |one: &EndingTarget| one.judgement.as_ref().map_or(Outlook::NoEvidence, |judged| judged.outlook);
    let targets: Vec<(&Target, Outlook)> = last.targets.iter().map(|one| (&one.target, stand(one))).collect();
    let ending = Ending {
        task: &last.task,
        targets: &targets,
        year: year.saturating_sub(1),
        proposed_as: continued.map(|one| one.task.number),
    };
    reasons(&ending, as_of)
}

fn row(last: Option<EndingTask>, next: Option<NextTask>, reasons: Vec<Reason>, take: bool, year: i16) -> ProposalRow {
    let ended = year.saturating_sub(1);
    let (statement, targets) = match (&next, &last) {
        (Some(next), _) => (next.task.statement.clone(), words(next.targets.iter().map(|one| &one.text))),
        (None, Some(last)) => (
            for_next_year(&last.task.statement, ended),
            last.targets.iter().map(|one| for_next_year(&plain(&one.target.text), ended)).collect(),
        ),
        (None, None) => (String::new(), Vec::new()),
    };
    let mut row = ProposalRow { last, next, reasons, take, statement, targets, shifts: Vec::new() };
    row.shifts = row.shifts_to(if take { row.targets.as_slice() } else { &[] }, year);
    row
}

fn words<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    texts.map(|text| plain(text)).collect()
}

/// Words on one line, as a form with one target a line takes and gives them.
fn plain(text: &str) -> String {
    tt_text::one_line(text)
}
