//! Full-text search: one index over tasks, documents, reports, comments, events and entries of registers, on both
//! engines.
//!
//! An [`Entry`] mirrors a record, or one part of it, and is written in the record's own transaction: documents, tasks,
//! events and entries of registers by the functions that write them, reports by who composes them, with [`put`] and
//! [`replace`]. Its words are indexed twice, as written (lower case) and folded (no diacritics, đ → d), and a [`Query`] finds what was written exactly so before what only folds alike: see [`page`]. Who may see a hit is
//! decided above.

mod expression;
mod fields;
mod index;
mod marks;
pub(crate) mod mirror;
mod query;

use std::fmt;
use std::str::FromStr;

use tt_domain::id::{AgencyId, TaskId};

use crate::error::StoreError;
use crate::{Tx, codec};
use expression::Level;
pub use fields::EntryKind;
pub(crate) use index::documents_matching;
pub use marks::{Excerpt, excerpt};
pub use mirror::{lock, rebuild};
pub use query::Query;

/// What is searched: a record, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Agency it belongs to.
    pub agency: AgencyId,
    /// What it is.
    pub kind: EntryKind,
    /// Identity of the record: of the task, document, report or event.
    pub object: i64,
    /// Which part of the record, such as the block of a report; 0 for the whole.
    pub part: u32,
    /// The task it belongs to, by whose rights it is seen.
    pub task: Option<TaskId>,
    /// What it is called in lists.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Number and symbol, if it has one.
    pub number: Option<String>,
    /// Its day as far as known, ISO (`2019-12-05`, `2019`).
    pub date: Option<String>,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: i64,
    agency_id: i64,
    kind: String,
    object_id: i64,
    part: i64,
    task_id: Option<i64>,
    title: String,
    body: String,
    number: Option<String>,
    date: Option<String>,
}

macro_rules! columns {
    () => {
        "e.id, e.agency_id, e.kind, e.object_id, e.part, e.task_id, e.title, e.body, e.number, e.date"
    };
}
use columns;

impl TryFrom<EntryRow> for Entry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        Ok(Self {
            agency: AgencyId(row.agency_id),
            kind: codec::coded(&row.kind, EntryKind::from_code)?,
            object: row.object_id,
            part: codec::narrow(row.part)?,
            task: row.task_id.map(TaskId),
            title: row.title,
            body: row.body,
            number: row.number,
            date: row.date,
        })
    }
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub entry: Entry,
    /// Whether it holds the words as they were written, diacritics and all; else it only folds alike.
    pub exact: bool,
    /// Its place in the list, from which the next page goes on.
    pub place: Place,
}

/// A place in a list of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    level: u8,
    id: i64,
}

/// As it stands in an address: `2.17`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.level, self.id)
    }
}

/// An address that names no place in a list of hits.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a place in a list of hits")]
pub struct BadPlace;

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let (level, id) = text.split_once('.').ok_or(BadPlace)?;
        Ok(Self { level: level.parse().map_err(|_| BadPlace)?, id: id.parse().map_err(|_| BadPlace)? })
    }
}

/// A page of what a query finds in the records of these agencies; `after` is the last hit of the page before.
///
/// Hits come in levels: words as written before words that only fold alike, and within each the whole phrase in the
/// title, the phrase anywhere, the words anywhere; within a level what was written last comes first. No level holds a
/// hit of one before it, so every level is read from the index in order, and a page costs what it shows.
pub async fn page(
    tx: &mut Tx,
    query: &Query,
    agencies: &[AgencyId],
    after: Option<Place>,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let mut hits = Vec::new();
    if agencies.is_empty() {
        return Ok(hits);
    }
    let after = after.unwrap_or(Place { level: 0, id: i64::MAX });
    for (level, expression) in (0u8..).zip(expression::levels(query, agencies)) {
        if level < after.level || hits.len() >= limit {
            continue;
        }
        let before = if level == after.level { after.id } else { i64::MAX };
        let rows = index::matching(tx, &expression, before, limit - hits.len()).await?;
        for row in rows {
            let (place, exact) = (Place { level, id: row.id }, expression.level == Level::Exact);
            hits.push(Hit { entry: row.try_into()?, exact, place });
        }
    }
    Ok(hits)
}

/// Writes an entry, in place of the one that mirrored the same part of the same record. One that says the same is left
/// alone; one that is new or changed comes first among equals from then on.
pub async fn put(tx: &mut Tx, entry: &Entry) -> Result<(), StoreError> {
    const FIND: &str =
        concat!("select ", columns!(), " from search_entries e where kind = $1 and object_id = $2 and part = $3");
    const ADD: &str = "insert into search_entries (agency_id, kind, object_id, part, task_id, title, body, number, date) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id";
    let Entry { agency, kind, object, part, task, title, body, number, date } = entry;
    let (code, part) = (kind.code(), i64::from(*part));
    if let Some(row) = optional!(tx, EntryRow, FIND, code, object, part)? {
        let id = row.id;
        if Entry::try_from(row)? == *entry {
            return Ok(());
        }
        delete(tx, id).await?;
    }
    let task = task.map(|task| task.0);
    let (id,) = one!(tx, (i64,), ADD, agency.0, code, object, part, task, title, body, number, date)?;
    index::add(tx, id, entry).await
}

/// Makes these the entries of a record, and removes what mirrored parts that are gone.
pub async fn replace(tx: &mut Tx, kind: EntryKind, object: i64, entries: &[Entry]) -> Result<(), StoreError> {
    const SQL: &str = "select id, part from search_entries where kind = $1 and object_id = $2";
    for (id, part) in all!(tx, (i64, i64), SQL, kind.code(), object)? {
        if !entries.iter().any(|entry| i64::from(entry.part) == part) {
            delete(tx, id).await?;
        }
    }
    for entry in entries {
        put(tx, entry).await?;
    }
    Ok(())
}

/// Removes what mirrors a record.
pub async fn remove(tx: &mut Tx, kind: EntryKind, object: i64) -> Result<(), StoreError> {
    replace(tx, kind, object, &[]).await
}

/// Removes everything that belongs to a task: itself, its comments and events. Parts of reports lose the link.
pub async fn remove_task(tx: &mut Tx, task: TaskId) -> Result<(), StoreError> {
    const OWN: &str = "select id from search_entries where task_id = $1 and kind <> 'report'";
    for (id,) in all!(tx, (i64,), OWN, task.0)? {
        delete(tx, id).await?;
    }
    execute!(tx, "update search_entries set task_id = null where task_id = $1", task.0)?;
    Ok(())
}

/// Removes every entry, before they are all written anew.
pub async fn clear(tx: &mut Tx) -> Result<(), StoreError> {
    index::clear(tx).await?;
    execute!(tx, "delete from search_entries")?;
    Ok(())
}

/// Whether nothing is indexed yet.
pub async fn is_empty(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(optional!(tx, (i64,), "select id from search_entries limit 1")?.is_none())
}

/// Every entry, in the order they were written, after the one of that number; for comparing the index with the records.
pub async fn entries(tx: &mut Tx, after: i64, limit: u32) -> Result<Vec<(i64, Entry)>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from search_entries e where id > $1 order by id limit $2");
    let rows = all!(tx, EntryRow, SQL, after, i64::from(limit))?;
    rows.into_iter().map(|row| Ok((row.id, row.try_into()?))).collect()
}

async fn delete(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    index::remove(tx, id).await?;
    execute!(tx, "delete from search_entries where id = $1", id)?;
    Ok(())
}
