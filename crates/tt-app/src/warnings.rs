//! Early warning: each morning what changed state, why, and who has to know.
//!
//! The rules are [`tt_domain::warning`] and the modules of what is watched ([`sources`]). For each agency it is worked out
//! once a day by whichever process comes first, in one transaction: the states that changed are kept, and everyone
//! responsible is told once, of all of theirs together.

mod sources;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use tt_check::Message;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::notice::NoticeKind;
use tt_domain::permission::Action;
use tt_domain::warning::{Level, Step, Watched, steps};
use tt_store::watch_states::KeptState;
use tt_store::{Tx, divisions, job_runs, watch_states};

use crate::app::App;
use crate::clock::day_of;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::telling::{Day, FactLine, FactList, NoticeFacts, Telling, Told, listener, tell_one};
use crate::wording::say;
use crate::work::listing;

/// Name of this work among the work done once a day.
const WATCH: &str = "watch";

/// Most lines of a list in a notice; the page has all.
const LINES: usize = 50;

/// What someone wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WarningsAsked {
    /// As of the end of this day; today without one.
    pub as_of: Option<Date>,
    /// Only this sort.
    pub kind: Option<Watched>,
    /// Only this level.
    pub level: Option<Level>,
    /// Only this division's.
    pub division: Option<DivisionId>,
    /// Only what the person looking is responsible for.
    pub mine: bool,
    /// Only what changed state on the day it was last worked out.
    pub changed: bool,
}

/// The states that warn, on a day.
#[derive(Clone, Debug)]
pub struct Warnings {
    /// The day.
    pub as_of: Date,
    /// The last day up to then on which states were worked out, and when.
    pub computed: Option<(Date, Timestamp)>,
    /// Those that pass the filter, the gravest and then the newest first.
    pub items: Vec<Warning>,
    /// How many of each level there are before the filter, the gravest first.
    pub counts: Vec<(Level, usize)>,
    /// How many changed state on the last day, those that got better too.
    pub changed: usize,
    /// Divisions to choose from.
    pub divisions: Vec<(DivisionId, String)>,
}

/// A state that warns.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The state, what it was before, and since when.
    pub state: KeptState,
    /// Symbol of the division in charge.
    pub division: Option<String>,
    /// Page of the thing.
    pub page: String,
    /// Whether it changed on the last day states were worked out.
    pub is_new: bool,
}

impl App {
    /// Works out what changed state by the morning of `now` and tells those responsible; once a day for each agency,
    /// whoever asks and however often.
    ///
    /// # Errors
    /// The database failed; what was not told then is told at the next call.
    pub async fn watch(&self, now: Timestamp) -> Result<Told, AppError> {
        let day = day_of(now);
        let mut tx = self.db.begin_read().await?;
        let waiting = job_runs::waiting(&mut tx, WATCH, day).await?;
        drop(tx);
        let mut told = Told::default();
        for agency in waiting {
            let mut tx = self.db.begin_write().await?;
            if job_runs::claim(&mut tx, WATCH, agency, day, now).await? {
                told.add(self.watch_agency(&mut tx, agency, now).await?);
                tx.commit().await?;
            }
        }
        Ok(told)
    }

    async fn watch_agency(&self, tx: &mut Tx, agency: AgencyId, now: Timestamp) -> Result<Told, AppError> {
        let day = day_of(now);
        let before: Vec<_> =
            watch_states::as_of(tx, agency, day).await?.into_iter().map(|kept| kept.step.watch).collect();
        let found = steps(&before, sources::all(tx, agency, day).await?);
        for step in &found {
            watch_states::put(tx, agency, day, step).await?;
        }
        let changed: Vec<KeptState> =
            found.into_iter().filter(Step::is_change).map(|step| KeptState { step, day }).collect();
        let people: BTreeSet<PersonId> =
            changed.iter().flat_map(|kept| kept.step.watch.people.iter().copied()).collect();
        let mut told = Told::default();
        for person in people {
            let Some(listener) = listener(tx, person).await? else { continue };
            let facts =
                NoticeFacts { day: Some(Day(day)), lists: lists_for(person, &changed, day), ..NoticeFacts::default() };
            let occasion = format!("watch-{agency}/{day}");
            let telling = Telling { agency, kind: NoticeKind::Warning, task: None, facts, occasion, at: now };
            told.add(tell_one(tx, &self.delivery, &listener, &telling).await?);
        }
        Ok(told)
    }

    /// The states that warn, as of a day, as far as the person looking may see them.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed.
    pub async fn warnings(&self, current: &CurrentUser, asked: &WarningsAsked) -> Result<Warnings, AppError> {
        current.require(Action::ReadRecords)?;
        let as_of = asked.as_of.unwrap_or_else(|| self.clock.today());
        let agency = current.agency.id;
        let mut tx = self.db.begin_read().await?;
        let computed = job_runs::last_by(&mut tx, WATCH, agency, as_of).await?;
        let last = computed.map(|(day, _)| day);
        let seen: BTreeSet<TaskId> = listing::in_sight(&mut tx, current, listing::Span::All)
            .await?
            .into_iter()
            .map(|listed| listed.task.id)
            .collect();
        let divisions: BTreeMap<DivisionId, String> =
            divisions::list(&mut tx, agency).await?.into_iter().map(|one| (one.id, one.symbol)).collect();
        let mut kept = watch_states::as_of(&mut tx, agency, as_of).await?;
        kept.retain(|state| state.step.watch.task.is_none_or(|task| seen.contains(&task)));
        let is_new = |state: &KeptState| state.step.is_change() && Some(state.day) == last;
        let changed = kept.iter().filter(|state| is_new(state)).count();
        let count = |level: Level| kept.iter().filter(|state| state.step.watch.level == level).count();
        let counts =
            [Level::Missed, Level::AtRisk, Level::Unknown, Level::Near].map(|level| (level, count(level))).into();
        let me = current.user.person;
        let mut items: Vec<Warning> = kept
            .into_iter()
            .filter(|state| {
                let watch = &state.step.watch;
                // What got better is worth telling only among what changed.
                (watch.level.warns() || asked.changed)
                    && asked.kind.is_none_or(|kind| watch.key.kind == kind)
                    && asked.level.is_none_or(|level| watch.level == level)
                    && asked.division.is_none_or(|division| watch.division == Some(division))
                    && (!asked.mine || me.is_some_and(|me| watch.people.contains(&me)))
                    && (!asked.changed || is_new(state))
            })
            .map(|state| Warning::new(is_new(&state), state, &divisions))
            .collect();
        items.sort_by_key(|one| {
            (Reverse((one.state.step.watch.level.weight(), one.state.day)), one.state.step.watch.key.id)
        });
        let divisions = divisions.into_iter().collect();
        Ok(Warnings { as_of, computed, items, counts, changed, divisions })
    }

    /// What changed state this morning of what the person looking is responsible for: what got worse first, the gravest
    /// before all. Empty until the morning's states are worked out, and where nothing changed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn changed_today(&self, current: &CurrentUser) -> Result<Vec<Warning>, AppError> {
        let Some(me) = current.user.person.filter(|_| current.may(Action::ReadRecords)) else {
            return Ok(Vec::new());
        };
        let agency = current.agency.id;
        let mut tx = self.db.begin_read().await?;
        let mut own = watch_states::of_day(&mut tx, agency, self.clock.today()).await?;
        own.retain(|state| state.step.is_change() && state.step.watch.people.contains(&me));
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let divisions = divisions::list(&mut tx, agency).await?.into_iter().map(|one| (one.id, one.symbol)).collect();
        own.sort_by_key(|state| {
            let step = &state.step;
            (Reverse((step.is_worse(), step.watch.level.weight())), step.watch.key.kind.code(), step.watch.key.id)
        });
        Ok(own.into_iter().map(|state| Warning::new(true, state, &divisions)).collect())
    }
}

impl Warning {
    fn new(is_new: bool, state: KeptState, divisions: &BTreeMap<DivisionId, String>) -> Self {
        let watch = &state.step.watch;
        let division = watch.division.and_then(|id| divisions.get(&id).cloned());
        Self { division, page: sources::page(watch), is_new, state }
    }
}

/// A level, named.
pub fn level_name(level: Level) -> Message {
    let (vi, en) = match level {
        Level::Missed => ("Quá hạn, không đạt", "Late or missed"),
        Level::AtRisk => ("Có nguy cơ", "At risk"),
        Level::Unknown => ("Thiếu số liệu, minh chứng", "No data or evidence"),
        Level::Near => ("Sắp đến hạn", "Due soon"),
        Level::Fine => ("Bình thường", "Fine"),
        Level::Gone => ("Không còn theo dõi", "No more watched"),
    };
    say(vi, en)
}

/// What is watched, named.
pub fn kind_name(kind: Watched) -> Message {
    let (vi, en) = match kind {
        Watched::Task => ("Nhiệm vụ", "Tasks"),
        Watched::Target => ("Mục tiêu", "Targets"),
        Watched::Indicator => ("Chỉ tiêu", "Indicators"),
        Watched::Entry => ("Sổ theo dõi", "Registers"),
        Watched::Grade => ("Đánh giá", "Grades"),
    };
    say(vi, en)
}

/// What changed for one person, worse and better apart.
pub(crate) fn lists_for(person: PersonId, changed: &[KeptState], day: Date) -> Vec<FactList> {
    let own = changed.iter().filter(|kept| kept.step.is_change() && kept.step.watch.people.contains(&person));
    let (worse, better): (Vec<_>, Vec<_>) = own.partition(|kept| kept.step.is_worse());
    let line = |kept: &&KeptState| {
        let watch = &kept.step.watch;
        FactLine {
            task: watch.task.map_or(0, |task| task.0),
            code: level_name(watch.level).vi,
            statement: format!("{}. {}", watch.title, watch.reason_vi),
            day: Day(day),
            days: 0,
            page: Some(sources::page(watch)),
        }
    };
    [("worse", worse), ("better", better)]
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, list)| FactList { name: name.to_owned(), tasks: list.iter().take(LINES).map(line).collect() })
        .collect()
}
