//! Files of entries taken in, and their way back.

use jiff::Timestamp;
use tt_domain::id::{EntryId, EntryImportId, RegisterFieldId, RegisterId, UserId};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

/// A file taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryImport {
    /// Identity.
    pub id: EntryImportId,
    /// Into which register.
    pub register: RegisterId,
    /// By whom.
    pub user: Option<UserId>,
    /// Its name.
    pub file: String,
    /// When.
    pub at: Timestamp,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

/// Notes a file.
pub async fn insert(
    tx: &mut Tx,
    register: RegisterId,
    user: Option<UserId>,
    file: &str,
    at: Timestamp,
) -> Result<EntryImportId, StoreError> {
    const SQL: &str = "insert into entry_imports (register_id, user_id, file, at) values ($1, $2, $3, $4) returning id";
    let (id,) = one!(tx, (i64,), SQL, register.0, user.map(|id| id.0), file, codec::micros(at))?;
    Ok(EntryImportId(id))
}

/// The latest files taken into a register.
pub async fn list(tx: &mut Tx, register: RegisterId, limit: u32) -> Result<Vec<EntryImport>, StoreError> {
    const SQL: &str = "select id, register_id, user_id, file, at, undone_at from entry_imports where register_id = $1 \
                       order by id desc limit $2";
    type Row = (i64, i64, Option<i64>, String, i64, Option<i64>);
    let one = |(id, register, user, file, at, undone): Row| {
        Ok(EntryImport {
            id: EntryImportId(id),
            register: RegisterId(register),
            user: user.map(UserId),
            file,
            at: codec::timestamp(at)?,
            undone_at: codec::timestamp_opt(undone)?,
        })
    };
    all!(tx, Row, SQL, register.0, i64::from(limit))?.into_iter().map(one).collect()
}

/// Notes that a file was taken back.
///
/// # Errors
/// [`StoreError::NotFound`] when it was already.
pub async fn set_undone(tx: &mut Tx, id: EntryImportId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "update entry_imports set undone_at = $2 where id = $1 and undone_at is null";
    touched(execute!(tx, SQL, id.0, codec::micros(at))?)
}

/// Entries a file made, each with its version.
pub async fn made(tx: &mut Tx, id: EntryImportId) -> Result<Vec<(EntryId, i64)>, StoreError> {
    const SQL: &str =
        "select id, version from register_entries where import_id = $1 and removed_at is null order by id";
    Ok(all!(tx, (i64, i64), SQL, id.0)?.into_iter().map(|(id, version)| (EntryId(id), version)).collect())
}

/// Values a file gave to entries that were there before, by entry.
pub async fn changed(tx: &mut Tx, id: EntryImportId) -> Result<Vec<(EntryId, RegisterFieldId)>, StoreError> {
    const SQL: &str = "select v.entry_id, v.field_id from entry_values v join register_entries e on e.id = v.entry_id \
                       where v.import_id = $1 and (e.import_id is null or e.import_id <> $1) and e.removed_at is null \
                       order by v.entry_id, v.id";
    let rows = all!(tx, (i64, i64), SQL, id.0)?;
    Ok(rows.into_iter().map(|(entry, field)| (EntryId(entry), RegisterFieldId(field))).collect())
}

/// Takes a value a file gave back, where it still holds: what held before holds again. Tells whether it did.
pub async fn take_back(
    tx: &mut Tx,
    id: EntryImportId,
    entry: EntryId,
    field: RegisterFieldId,
) -> Result<bool, StoreError> {
    const HELD: &str = "select from_day from entry_values where entry_id = $1 and +field_id = $2 and import_id = $3 \
                        and to_day = '9999-12-31'";
    const DELETE: &str = "delete from entry_values where entry_id = $1 and +field_id = $2 and import_id = $3 \
                          and to_day = '9999-12-31'";
    const AGAIN: &str = "update entry_values set to_day = '9999-12-31' where id = (select max(id) from entry_values \
                         where entry_id = $1 and +field_id = $2 and to_day = $3)";
    let Some((from,)) = optional!(tx, (String,), HELD, entry.0, field.0, id.0)? else { return Ok(false) };
    execute!(tx, DELETE, entry.0, field.0, id.0)?;
    execute!(tx, AGAIN, entry.0, field.0, from)?;
    Ok(true)
}
