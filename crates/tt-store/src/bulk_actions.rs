//! What was done to several tasks at once, row by row.

use jiff::Timestamp;
use tt_domain::bulk::{BulkDone, BulkKind, BulkRow, Undo};
use tt_domain::id::{BulkActionId, TaskId, UserId};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

/// Notes that something is done to several tasks.
pub async fn insert(
    tx: &mut Tx,
    user: UserId,
    kind: BulkKind,
    back: &str,
    at: Timestamp,
) -> Result<BulkActionId, StoreError> {
    const SQL: &str = "insert into bulk_actions (user_id, action, back, at) values ($1, $2, $3, $4) returning id";
    let (id,) = one!(tx, (i64,), SQL, user.0, kind.code(), back, codec::micros(at))?;
    Ok(BulkActionId(id))
}

/// What was done, by whom.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: BulkActionId) -> Result<BulkDone, StoreError> {
    const SQL: &str = "select id, user_id, action, back, at, undone_at from bulk_actions where id = $1";
    let (id, user, action, back, at, undone_at) = one!(tx, (i64, i64, String, String, i64, Option<i64>), SQL, id.0)?;
    Ok(BulkDone {
        id: BulkActionId(id),
        user: UserId(user),
        kind: codec::coded(&action, BulkKind::from_code)?,
        back,
        at: codec::timestamp(at)?,
        undone_at: codec::timestamp_opt(undone_at)?,
    })
}

/// Notes what became of a task; said again, it replaces what was noted.
pub async fn put_row(tx: &mut Tx, action: BulkActionId, row: &BulkRow) -> Result<(), StoreError> {
    const SQL: &str = "insert into bulk_rows (action_id, task_id, done, verdict, undo, version) \
                       values ($1, $2, $3, $4, $5, $6) on conflict (action_id, task_id) do update set \
                       done = excluded.done, verdict = excluded.verdict, undo = excluded.undo, \
                       version = excluded.version";
    let undo = row.undo.map(Undo::text);
    execute!(tx, SQL, action.0, row.task.0, i64::from(row.done), &row.verdict, undo, row.version)?;
    Ok(())
}

/// What became of each task.
pub async fn rows(tx: &mut Tx, action: BulkActionId) -> Result<Vec<BulkRow>, StoreError> {
    const SQL: &str = "select task_id, done, verdict, undo, version from bulk_rows where action_id = $1 \
                       order by task_id";
    let row = |(task, done, verdict, undo, version): (i64, i64, String, Option<String>, Option<i64>)| BulkRow {
        task: TaskId(task),
        done: done != 0,
        verdict,
        undo: undo.as_deref().and_then(Undo::read),
        version,
    };
    Ok(all!(tx, (i64, i64, String, Option<String>, Option<i64>), SQL, action.0)?.into_iter().map(row).collect())
}

/// Notes that it was taken back.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_undone(tx: &mut Tx, id: BulkActionId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "update bulk_actions set undone_at = $2 where id = $1 and undone_at is null";
    touched(execute!(tx, SQL, id.0, codec::micros(at))?)
}
