//! Requests that change something, by the key their sender gave them, with the answer they got.

use jiff::Timestamp;
use tt_domain::id::UserId;

use crate::{StoreError, Tx, codec};

/// A request known by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Hash of what was asked.
    pub fingerprint: String,
    /// The answer; `None` while the first request is under way.
    pub answer: Option<Answer>,
}

/// An answer, to be given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type of the body, or address of a redirect.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Claims a key for a request. `None` when it is new and now claimed; else what is known of it.
pub async fn claim(
    tx: &mut Tx,
    user: UserId,
    key: &str,
    fingerprint: &str,
    at: Timestamp,
) -> Result<Option<Known>, StoreError> {
    const CLAIM: &str = "insert into once_keys (user_id, key, fingerprint, created_at) values ($1, $2, $3, $4) \
                         on conflict (user_id, key) do nothing";
    const FIND: &str = "select fingerprint, status, content_type, body from once_keys where user_id = $1 and key = $2";
    if execute!(tx, CLAIM, user.0, key, fingerprint, codec::micros(at))? == 1 {
        return Ok(None);
    }
    let row = one!(tx, (String, Option<i64>, Option<String>, Option<Vec<u8>>), FIND, user.0, key)?;
    let (fingerprint, status, content_type, body) = row;
    let answer = match status {
        Some(status) => Some(Answer {
            status: codec::narrow(status)?,
            content_type: content_type.unwrap_or_default(),
            body: body.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(Some(Known { fingerprint, answer }))
}

/// Keeps the answer to a claimed request.
pub async fn answered(tx: &mut Tx, user: UserId, key: &str, answer: &Answer) -> Result<(), StoreError> {
    const SQL: &str = "update once_keys set status = $3, content_type = $4, body = $5 where user_id = $1 and key = $2";
    execute!(tx, SQL, user.0, key, i64::from(answer.status), &answer.content_type, &answer.body)?;
    Ok(())
}

/// Gives a key back: the request changed nothing and may be sent again.
pub async fn release(tx: &mut Tx, user: UserId, key: &str) -> Result<(), StoreError> {
    execute!(tx, "delete from once_keys where user_id = $1 and key = $2 and status is null", user.0, key)?;
    Ok(())
}

/// Forgets keys claimed before an instant, and says how many.
pub async fn forget_before(tx: &mut Tx, instant: Timestamp) -> Result<u64, StoreError> {
    Ok(execute!(tx, "delete from once_keys where created_at < $1", codec::micros(instant))?)
}
