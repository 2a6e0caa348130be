//! What truly differs between the two engines, one function for each difference.

use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;

use crate::Tx;

/// The primary part of an SQLite result code: the extended part says more than a caller can use.
fn sqlite_code(error: &dyn DatabaseError) -> Option<i32> {
    if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        return None;
    }
    error.code()?.parse::<i32>().ok().map(|code| code & 0xff)
}

fn sqlstate_is(error: &dyn DatabaseError, states: &[&str]) -> bool {
    error.try_downcast_ref::<PgDatabaseError>().is_some_and(|error| states.contains(&error.code()))
}

/// The name of the violated unique constraint. SQLite tells only its columns; PostgreSQL names an unnamed constraint
/// after them, so the same name can be made for both.
pub(crate) fn constraint_name(error: &dyn DatabaseError) -> String {
    if let Some(name) = error.constraint() {
        return name.to_owned();
    }
    let message = error.message();
    let columns = message.split_once("failed: ").map_or(message, |(_, columns)| columns);
    // An index over expressions has no columns to tell; SQLite names the index itself.
    if let Some(index) = columns.strip_prefix("index '").and_then(|rest| rest.strip_suffix('\'')) {
        return index.to_owned();
    }
    let mut name = String::new();
    for column in columns.split(", ") {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if name.is_empty() {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name.push_str("_key");
    name
}

/// Whether there was no room left: `SQLITE_FULL`; SQLSTATE 53100.
pub(crate) fn is_disk_full(error: &dyn DatabaseError) -> bool {
    const SQLITE_FULL: i32 = 13;
    sqlite_code(error) == Some(SQLITE_FULL) || sqlstate_is(error, &["53100"])
}

/// Whether another transaction was in the way: `SQLITE_BUSY` and `SQLITE_LOCKED`; lock not available, serialization
/// failure, deadlock.
pub(crate) fn is_busy(error: &dyn DatabaseError) -> bool {
    matches!(sqlite_code(error), Some(5 | 6)) || sqlstate_is(error, &["55P03", "40001", "40P01"])
}

/// The statement for the engine at hand, where each has its own name for a function.
pub(crate) fn pick(tx: &Tx, sqlite: &'static str, postgres: &'static str) -> &'static str {
    match tx {
        Tx::Sqlite(_) => sqlite,
        Tx::Postgres(_) => postgres,
    }
}

/// The statement that claims due messages of the outbox. PostgreSQL has to step over rows that others are claiming at
/// that moment; on SQLite nobody else writes.
pub(crate) fn claim_due(tx: &Tx) -> &'static str {
    macro_rules! claim {
        ($skip:literal) => {
            concat!(
                // Materialized: the rows are chosen, and locked, exactly once.
                "with due as materialized (select id from outbox where channel = $4 and (\
                 (state in ('pending', 'failed') and next_at <= $3) or (state = 'sending' and claimed_until <= $3)) \
                 order by next_at, id limit $5",
                $skip,
                ") update outbox set state = 'sending', claimed_by = $1, claimed_until = $2, attempts = attempts + 1 \
                 where id in (select id from due) returning id, agency_id, channel, user_id, webhook_id, recipient, \
                 address, subject, body, html, message_id, dedupe_key, state, attempts, next_at, last_error, \
                 created_at, sent_at"
            )
        };
    }
    match tx {
        Tx::Sqlite(_) => claim!(""),
        Tx::Postgres(_) => claim!(" for update skip locked"),
    }
}
