//! Calendars others subscribe to, one a user, known by the hash of the token in their address.

use jiff::Timestamp;
use tt_domain::id::UserId;

use crate::{StoreError, Tx, codec};

/// Gives a user's calendar a new address; the one before no longer leads anywhere.
pub async fn put(tx: &mut Tx, user: UserId, token_hash: &str, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "insert into calendar_feeds (user_id, token_hash, created_at) values ($1, $2, $3) \
                       on conflict (user_id) do update set token_hash = excluded.token_hash, \
                       created_at = excluded.created_at";
    execute!(tx, SQL, user.0, token_hash, codec::micros(at))?;
    Ok(())
}

/// Takes the address of a user's calendar back; says whether there was one.
pub async fn delete(tx: &mut Tx, user: UserId) -> Result<bool, StoreError> {
    Ok(execute!(tx, "delete from calendar_feeds where user_id = $1", user.0)? == 1)
}

/// Whose calendar has this address.
pub async fn owner(tx: &mut Tx, token_hash: &str) -> Result<Option<UserId>, StoreError> {
    const SQL: &str = "select user_id from calendar_feeds where token_hash = $1";
    Ok(optional!(tx, (i64,), SQL, token_hash)?.map(|(user,)| UserId(user)))
}

/// Since when a user's calendar has an address, if it has one.
pub async fn since(tx: &mut Tx, user: UserId) -> Result<Option<Timestamp>, StoreError> {
    const SQL: &str = "select created_at from calendar_feeds where user_id = $1";
    let row = optional!(tx, (i64,), SQL, user.0)?;
    codec::timestamp_opt(row.map(|(at,)| at))
}
