//! States of early warning, each kept from the day it changed.

use jiff::civil::Date;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::warning::{Level, Step, Watch, WatchKey, Watched};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "kind, subject_id, day, level, level_before, title, reason_vi, reason_en, task_id, division_id, people"
    };
}

#[derive(sqlx::FromRow)]
struct StateRow {
    kind: String,
    subject_id: i64,
    day: String,
    level: String,
    level_before: Option<String>,
    title: String,
    reason_vi: String,
    reason_en: String,
    task_id: Option<i64>,
    division_id: Option<i64>,
    people: String,
}

/// A state as kept: since when, and what it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptState {
    /// The state and what it was before.
    pub step: Step,
    /// The day it was worked out.
    pub day: Date,
}

impl TryFrom<StateRow> for KeptState {
    type Error = StoreError;

    fn try_from(row: StateRow) -> Result<Self, StoreError> {
        let level = |code: &str| codec::coded(code, Level::from_code);
        let people = row.people.split(',').filter(|id| !id.is_empty());
        let people = people.map(|id| id.parse().map_err(|_| StoreError::Corrupt(format!("people {}", row.people))));
        Ok(Self {
            day: codec::known_day(&row.day)?,
            step: Step {
                before: row.level_before.as_deref().map(level).transpose()?,
                watch: Watch {
                    key: WatchKey { kind: codec::coded(&row.kind, Watched::from_code)?, id: row.subject_id },
                    level: level(&row.level)?,
                    title: row.title,
                    reason_vi: row.reason_vi,
                    reason_en: row.reason_en,
                    task: row.task_id.map(TaskId),
                    division: row.division_id.map(DivisionId),
                    people: people.collect::<Result<Vec<PersonId>, StoreError>>()?,
                },
            },
        })
    }
}

/// Keeps a state from a day on; worked out anew on one day, the later replaces the earlier.
pub async fn put(tx: &mut Tx, agency: AgencyId, day: Date, step: &Step) -> Result<(), StoreError> {
    const SQL: &str = "insert into watch_states (agency_id, kind, subject_id, day, level, level_before, title, \
                       reason_vi, reason_en, task_id, division_id, people) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
                       on conflict (agency_id, kind, subject_id, day) do update set level = excluded.level, \
                       title = excluded.title, reason_vi = excluded.reason_vi, reason_en = excluded.reason_en, \
                       task_id = excluded.task_id, division_id = excluded.division_id, people = excluded.people";
    let Watch { key, level, title, reason_vi, reason_en, task, division, people } = &step.watch;
    let people = people.iter().fold(String::from(","), |list, person| format!("{list}{person},"));
    execute!(
        tx,
        SQL,
        agency.0,
        key.kind.code(),
        key.id,
        codec::day_text(day),
        level.code(),
        step.before.map(Level::code),
        title,
        reason_vi,
        reason_en,
        task.map(|id| id.0),
        division.map(|id| id.0),
        people
    )?;
    Ok(())
}

/// The last state of everything ever warned of, as of the end of a day.
pub async fn as_of(tx: &mut Tx, agency: AgencyId, day: Date) -> Result<Vec<KeptState>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from watch_states as one where agency_id = $1 and day <= $2 and not exists (select 1 from watch_states as later \
         where later.agency_id = one.agency_id and later.kind = one.kind and later.subject_id = one.subject_id \
         and later.day > one.day and later.day <= $2) order by kind, subject_id"
    );
    all!(tx, StateRow, SQL, agency.0, codec::day_text(day))?.into_iter().map(KeptState::try_from).collect()
}

/// What was worked out to differ on a day.
pub async fn of_day(tx: &mut Tx, agency: AgencyId, day: Date) -> Result<Vec<KeptState>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from watch_states where agency_id = $1 and day = $2 order by kind, subject_id"
    );
    all!(tx, StateRow, SQL, agency.0, codec::day_text(day))?.into_iter().map(KeptState::try_from).collect()
}
