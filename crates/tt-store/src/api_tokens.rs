//! Tokens by which programs act for a user, known by their hash.

use jiff::Timestamp;
use tt_domain::api_token::{ApiToken, NewApiToken, TokenScope};
use tt_domain::id::{ApiTokenId, UserId};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, user_id, name, token_hash, scopes, created_at, expires_at, last_used_at, revoked_at"
    };
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: i64,
    user_id: i64,
    name: String,
    token_hash: String,
    scopes: String,
    created_at: i64,
    expires_at: Option<i64>,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<TokenRow> for ApiToken {
    type Error = StoreError;

    fn try_from(row: TokenRow) -> Result<Self, StoreError> {
        let scope = |code| codec::coded(code, TokenScope::from_code);
        Ok(Self {
            id: ApiTokenId(row.id),
            token: NewApiToken {
                user: UserId(row.user_id),
                name: row.name,
                token_hash: row.token_hash,
                scopes: row.scopes.split_whitespace().map(scope).collect::<Result<_, _>>()?,
                created_at: codec::timestamp(row.created_at)?,
                expires_at: codec::timestamp_opt(row.expires_at)?,
            },
            last_used_at: codec::timestamp_opt(row.last_used_at)?,
            revoked_at: codec::timestamp_opt(row.revoked_at)?,
        })
    }
}

/// Adds a token.
pub async fn insert(tx: &mut Tx, token: &NewApiToken) -> Result<ApiTokenId, StoreError> {
    const SQL: &str = "insert into api_tokens (user_id, name, token_hash, scopes, created_at, expires_at) \
                       values ($1, $2, $3, $4, $5, $6) returning id";
    let NewApiToken { user, name, token_hash, scopes, created_at, expires_at } = token;
    let scopes = scopes.iter().map(|scope| scope.code()).collect::<Vec<_>>().join(" ");
    let (created_at, expires_at) = (codec::micros(*created_at), expires_at.map(codec::micros));
    let (id,) = one!(tx, (i64,), SQL, user.0, name, token_hash, scopes, created_at, expires_at)?;
    Ok(ApiTokenId(id))
}

/// The token of that hash.
pub async fn find(tx: &mut Tx, token_hash: &str) -> Result<Option<ApiToken>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from api_tokens where token_hash = $1");
    optional!(tx, TokenRow, SQL, token_hash)?.map(ApiToken::try_from).transpose()
}

/// The tokens of a user, the newest first.
pub async fn list(tx: &mut Tx, user: UserId) -> Result<Vec<ApiToken>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from api_tokens where user_id = $1 order by id desc");
    all!(tx, TokenRow, SQL, user.0)?.into_iter().map(ApiToken::try_from).collect()
}

/// Records that a token was used.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn touch(tx: &mut Tx, id: ApiTokenId, at: Timestamp) -> Result<(), StoreError> {
    touched(execute!(tx, "update api_tokens set last_used_at = $2 where id = $1", id.0, codec::micros(at))?)
}

/// Takes a user's token out of use.
///
/// # Errors
/// [`StoreError::NotFound`] when the user has no such token in use.
pub async fn revoke(tx: &mut Tx, user: UserId, id: ApiTokenId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "update api_tokens set revoked_at = $3 where id = $2 and user_id = $1 and revoked_at is null";
    touched(execute!(tx, SQL, user.0, id.0, codec::micros(at))?)
}
