//! Signed-in browsers, known by the hash of their token.

use jiff::Timestamp;
use tt_domain::id::UserId;
use tt_domain::organisation::Session;

use crate::error::touched;
use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct SessionRow {
    token_hash: String,
    user_id: i64,
    csrf_token: String,
    created_at: i64,
    last_seen_at: i64,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            token_hash: row.token_hash,
            user: UserId(row.user_id),
            csrf_token: row.csrf_token,
            created_at: codec::timestamp(row.created_at)?,
            last_seen_at: codec::timestamp(row.last_seen_at)?,
        })
    }
}

/// Adds a session.
pub async fn insert(tx: &mut Tx, session: &Session) -> Result<(), StoreError> {
    const SQL: &str = "insert into sessions (token_hash, user_id, csrf_token, created_at, last_seen_at) \
                       values ($1, $2, $3, $4, $5)";
    let Session { token_hash, user, csrf_token, created_at, last_seen_at } = session;
    let (created_at, last_seen_at) = (codec::micros(*created_at), codec::micros(*last_seen_at));
    execute!(tx, SQL, token_hash, user.0, csrf_token, created_at, last_seen_at)?;
    Ok(())
}

/// The session whose token has that hash.
pub async fn find(tx: &mut Tx, token_hash: &str) -> Result<Option<Session>, StoreError> {
    const SQL: &str =
        "select token_hash, user_id, csrf_token, created_at, last_seen_at from sessions where token_hash = $1";
    optional!(tx, SessionRow, SQL, token_hash)?.map(Session::try_from).transpose()
}

/// Records a request.
///
/// # Errors
/// [`StoreError::NotFound`] when the session ended meanwhile.
pub async fn touch(tx: &mut Tx, token_hash: &str, at: Timestamp) -> Result<(), StoreError> {
    touched(execute!(tx, "update sessions set last_seen_at = $2 where token_hash = $1", token_hash, codec::micros(at))?)
}

/// Ends a session; nothing happens when it has already ended.
pub async fn delete(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    execute!(tx, "delete from sessions where token_hash = $1", token_hash)?;
    Ok(())
}

/// Ends all sessions of a user and says how many there were.
pub async fn delete_for_user(tx: &mut Tx, user: UserId) -> Result<u64, StoreError> {
    Ok(execute!(tx, "delete from sessions where user_id = $1", user.0)?)
}

/// Ends the sessions without a request since before that instant and says how many there were.
pub async fn delete_idle_before(tx: &mut Tx, instant: Timestamp) -> Result<u64, StoreError> {
    Ok(execute!(tx, "delete from sessions where last_seen_at < $1", codec::micros(instant))?)
}
