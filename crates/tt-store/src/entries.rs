//! Entries of registers: their values and stages from day to day, and lists of them.
//!
//! What an entry was on a day is said twice, once as it was recorded and once in spans of days that indexes serve; both
//! are written in one transaction, and the spans can always be worked out from the record ([`tt_domain::register::entry`]).

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::id::{
    DocumentId, EntryId, EntryImportId, RegisterFieldId, RegisterId, RegisterStageId, StageChangeId, TaskId, UserId,
};
use tt_domain::register::entry::{RecordedChange, spans};
use tt_domain::register::matching::EntryWords;
use tt_domain::register::value::key_of_words;
use tt_domain::register::{Entry, Mark, Register, StageChange, Value};

use crate::error::touched;
use crate::search::{self, EntryKind, mirror};
use crate::{StoreError, Tx, codec};

mod dynamic;
pub mod imports;
pub mod listing;
mod narrow;
pub mod reading;

/// The day no span goes beyond.
pub(crate) const FOREVER: &str = "9999-12-31";

/// Who records something, and when.
#[derive(Clone, Copy, Debug)]
pub struct Recording {
    /// The account.
    pub by: Option<UserId>,
    /// The instant.
    pub at: Timestamp,
    /// The file it came in.
    pub import: Option<EntryImportId>,
}

/// An entry before it has an identity.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Where.
    pub register: RegisterId,
    /// Day from which it is an entry.
    pub since: Date,
    /// What it is called and found by.
    pub words: EntryWords,
    /// Document it was read from.
    pub source_document: Option<DocumentId>,
    /// Sentence it was read from.
    pub source_sentence: Option<String>,
}

type EntryRow = (i64, i64, String, String, Option<i64>, Option<String>, i64, Option<i64>, i64);

macro_rules! columns {
    () => {
        "id, register_id, since, title, source_document_id, source_sentence, version, removed_at, updated_at"
    };
}
pub(crate) use columns;

fn entry(row: EntryRow) -> Result<Entry, StoreError> {
    let (id, register, since, title, document, source_sentence, version, removed, updated) = row;
    Ok(Entry {
        id: EntryId(id),
        register: RegisterId(register),
        since: codec::known_day(&since)?,
        title,
        source_document: document.map(DocumentId),
        source_sentence,
        version,
        removed_at: codec::timestamp_opt(removed)?,
        updated_at: codec::timestamp(updated)?,
    })
}

/// Adds an entry, at no stage yet.
pub async fn insert(tx: &mut Tx, new: &NewEntry, recording: Recording) -> Result<EntryId, StoreError> {
    const SQL: &str = "insert into register_entries (register_id, since, title, title_key, searched, \
                       source_document_id, source_sentence, import_id, version, created_by, created_at, updated_at) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $10) returning id";
    const POSITION: &str = "insert into entry_positions (entry_id, register_id, from_day, to_day) \
                            values ($1, $2, $3, '9999-12-31')";
    let NewEntry { register, since, words, source_document, source_sentence } = new;
    let EntryWords { title, searched, shown } = words;
    let (document, import) = (source_document.map(|id| id.0), recording.import.map(|id| id.0));
    let (by, at, since) = (recording.by.map(|id| id.0), codec::micros(recording.at), codec::day_text(*since));
    let key = key_of_words(title);
    #[rustfmt::skip]
    let (id,) = one!(
        tx, (i64,), SQL, register.0, &since, title, key, searched, document, source_sentence, import, by, at
    )?;
    execute!(tx, POSITION, id, register.0, &since)?;
    mirror::register_entry(tx, EntryId(id), shown).await?;
    Ok(EntryId(id))
}

/// Says that an entry was changed: its title and words as they are now, its version counted up from `version`.
///
/// # Errors
/// [`StoreError::Stale`] when it was changed meanwhile.
pub async fn touch(
    tx: &mut Tx,
    id: EntryId,
    version: i64,
    words: Option<&EntryWords>,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "update register_entries set version = version + 1, updated_at = $3 \
                       where id = $1 and version = $2 and removed_at is null";
    let rows = execute!(tx, SQL, id.0, version, codec::micros(at))?;
    touched(rows).map_err(|_| StoreError::Stale)?;
    if let Some(words) = words {
        set_words(tx, id, words).await?;
    }
    Ok(())
}

/// Says what an entry is called and found by.
pub async fn set_words(tx: &mut Tx, id: EntryId, words: &EntryWords) -> Result<(), StoreError> {
    const SQL: &str = "update register_entries set title = $2, title_key = $3, searched = $4 where id = $1";
    let EntryWords { title, searched, shown } = words;
    execute!(tx, SQL, id.0, title, key_of_words(title), searched)?;
    mirror::register_entry(tx, id, shown).await
}

/// Takes an entry out of its register and of the search, or puts it back; who puts it back says what it is found by,
/// with [`set_words`].
///
/// # Errors
/// [`StoreError::Stale`] when it was changed meanwhile.
pub async fn set_removed(tx: &mut Tx, id: EntryId, version: i64, at: Option<Timestamp>) -> Result<(), StoreError> {
    const SQL: &str = "update register_entries set removed_at = $3, version = version + 1 \
                       where id = $1 and version = $2";
    let rows = execute!(tx, SQL, id.0, version, at.map(codec::micros))?;
    touched(rows).map_err(|_| StoreError::Stale)?;
    if at.is_some() {
        search::remove(tx, EntryKind::RegisterEntry, id.0).await?;
    }
    Ok(())
}

/// Gives a field a value, or none, from a day on; what held until then ends there.
pub async fn set_value(
    tx: &mut Tx,
    entry: EntryId,
    field: RegisterFieldId,
    value: Option<&Value>,
    from: Date,
    recording: Recording,
) -> Result<(), StoreError> {
    // The sign keeps SQLite from walking through every value of the field: an entry has few of its own.
    const END: &str = "update entry_values set to_day = $3 where entry_id = $1 and +field_id = $2 \
                       and to_day = '9999-12-31'";
    const SQL: &str = "insert into entry_values (entry_id, field_id, value, ref_id, key, from_day, to_day, import_id, \
                       recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, '9999-12-31', $7, $8, $9)";
    let from = codec::day_text(from);
    execute!(tx, END, entry.0, field.0, &from)?;
    let (text, id) = match value.map(Value::kept) {
        Some((text, id)) => (Some(text), id),
        None => (None, None),
    };
    let (key, import) = (value.map(Value::key), recording.import.map(|id| id.0));
    let (by, at) = (recording.by.map(|id| id.0), codec::micros(recording.at));
    execute!(tx, SQL, entry.0, field.0, text, id, key, from, import, by, at)?;
    Ok(())
}

/// Records a change of stage.
pub async fn add_change(
    tx: &mut Tx,
    entry: EntryId,
    change: &StageChange,
    recording: Recording,
) -> Result<StageChangeId, StoreError> {
    const SQL: &str = "insert into entry_stage_changes (entry_id, stage_id, mark, day, exact, document_id, note, \
                       recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id";
    let StageChange { stage, mark, day, exact, document, note } = change;
    let (day, exact, document) = (codec::day_text(*day), i64::from(*exact), document.map(|id| id.0));
    let (by, at) = (recording.by.map(|id| id.0), codec::micros(recording.at));
    #[rustfmt::skip]
    let (id,) = one!(tx, (i64,), SQL, entry.0, stage.0, mark.code(), day, exact, document, note, by, at)?;
    Ok(StageChangeId(id))
}

/// Withdraws a change as wrong; it stays on record.
pub async fn withdraw_change(
    tx: &mut Tx,
    id: StageChangeId,
    reason: &str,
    recording: Recording,
) -> Result<(), StoreError> {
    const SQL: &str = "update entry_stage_changes set withdrawn_at = $2, withdrawn_by = $3, withdrawn_for = $4 \
                       where id = $1 and withdrawn_at is null";
    let (by, at) = (recording.by.map(|id| id.0), codec::micros(recording.at));
    touched(execute!(tx, SQL, id.0, at, by, reason)?)
}

/// Writes the spans of days that follow from an entry's changes anew.
pub async fn set_spans(
    tx: &mut Tx,
    register: &Register,
    entry: EntryId,
    since: Date,
    history: &[StageChange],
) -> Result<(), StoreError> {
    const POSITION: &str = "insert into entry_positions (entry_id, register_id, stage_id, from_day, to_day) \
                            values ($1, $2, $3, $4, $5)";
    const MARK: &str = "insert into entry_marks (entry_id, stage_id, mark, from_day, to_day) \
                        values ($1, $2, $3, $4, $5)";
    execute!(tx, "delete from entry_positions where entry_id = $1", entry.0)?;
    execute!(tx, "delete from entry_marks where entry_id = $1", entry.0)?;
    let (positions, marks) = spans(since, history);
    let until = |to: Option<Date>| to.map_or_else(|| FOREVER.to_owned(), codec::day_text);
    for span in positions {
        let (from, to) = (codec::day_text(span.from), until(span.to));
        execute!(tx, POSITION, entry.0, register.id.0, span.stage.map(|id| id.0), from, to)?;
    }
    for span in marks {
        let (from, to) = (codec::day_text(span.from), until(span.to));
        execute!(tx, MARK, entry.0, span.stage.0, span.mark.code(), from, to)?;
    }
    Ok(())
}

/// The entry of that identity, taken out or not.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: EntryId) -> Result<Entry, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from register_entries where id = $1");
    entry(one!(tx, EntryRow, SQL, id.0)?)
}

/// The entries of a register that are called so today.
pub async fn titled(tx: &mut Tx, register: RegisterId, title: &str) -> Result<Vec<Entry>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from register_entries where register_id = $1 and title_key = $2 and removed_at is null order by id limit 10"
    );
    all!(tx, EntryRow, SQL, register.0, key_of_words(title))?.into_iter().map(entry).collect()
}

/// An entry other than that one whose field has the same value today.
pub async fn holder(
    tx: &mut Tx,
    field: RegisterFieldId,
    value: &Value,
    other_than: Option<EntryId>,
) -> Result<Option<EntryId>, StoreError> {
    const SQL: &str = "select v.entry_id from entry_values v join register_entries e on e.id = v.entry_id \
                       where v.field_id = $1 and v.key = $2 and v.to_day = '9999-12-31' and e.removed_at is null \
                       and v.entry_id <> $3 order by v.entry_id limit 1";
    let other = other_than.map_or(0, |id| id.0);
    Ok(optional!(tx, (i64,), SQL, field.0, value.key(), other)?.map(|(id,)| EntryId(id)))
}

type ChangeRow = (i64, i64, String, String, i64, Option<i64>, String, Option<i64>, i64, Option<i64>, Option<String>);

/// All changes of an entry's stage in the order recorded, withdrawn ones too.
pub async fn changes(tx: &mut Tx, entry: EntryId) -> Result<Vec<RecordedChange>, StoreError> {
    const SQL: &str = "select id, stage_id, mark, day, exact, document_id, note, recorded_by, recorded_at, \
                       withdrawn_at, withdrawn_for from entry_stage_changes where entry_id = $1 order by id";
    all!(tx, ChangeRow, SQL, entry.0)?.into_iter().map(recorded).collect()
}

fn recorded(row: ChangeRow) -> Result<RecordedChange, StoreError> {
    let (id, stage, mark, day, exact, document, note, by, at, withdrawn_at, reason) = row;
    let withdrawn = codec::timestamp_opt(withdrawn_at)?.map(|at| (at, reason.unwrap_or_default()));
    Ok(RecordedChange {
        id: StageChangeId(id),
        change: StageChange {
            stage: RegisterStageId(stage),
            mark: codec::coded(&mark, Mark::from_code)?,
            day: codec::known_day(&day)?,
            exact: exact != 0,
            document: document.map(DocumentId),
            note,
        },
        recorded_by: by.map(UserId),
        recorded_at: codec::timestamp(at)?,
        withdrawn,
    })
}

/// Says which tasks an entry is evidence for.
pub async fn set_tasks(tx: &mut Tx, entry: EntryId, tasks: &[TaskId]) -> Result<(), StoreError> {
    execute!(tx, "delete from entry_tasks where entry_id = $1", entry.0)?;
    for task in tasks {
        execute!(tx, "insert into entry_tasks (entry_id, task_id) values ($1, $2)", entry.0, task.0)?;
    }
    Ok(())
}

/// Tasks an entry is evidence for.
pub async fn tasks(tx: &mut Tx, entry: EntryId) -> Result<Vec<TaskId>, StoreError> {
    const SQL: &str = "select task_id from entry_tasks where entry_id = $1 order by task_id";
    Ok(all!(tx, (i64,), SQL, entry.0)?.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// Entries that are evidence for a task.
pub async fn of_task(tx: &mut Tx, task: TaskId) -> Result<Vec<EntryId>, StoreError> {
    const SQL: &str = "select entry_id from entry_tasks where task_id = $1 order by entry_id limit 1000";
    Ok(all!(tx, (i64,), SQL, task.0)?.into_iter().map(|(id,)| EntryId(id)).collect())
}
