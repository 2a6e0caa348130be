//! Tokens by which programs act for a user: made, listed, taken out of use, and asked who they stand for.

use jiff::{SignedDuration, Timestamp};
use tt_domain::api_token::{ApiToken, NewApiToken, TokenScope};
use tt_domain::id::ApiTokenId;
use tt_store::{Tx, api_tokens, audit, users};

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::token;

/// Longest time a token may hold, in days.
pub const LONGEST_DAYS: u16 = 366;

/// Most tokens in use a user may have.
const MOST: usize = 50;

/// What every token begins with, so that one left in a file is known for what it is.
const PREFIX: &str = "tt_";

/// A token to make.
#[derive(Clone, Debug)]
pub struct TokenToMake {
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// How many days it holds, from 1 to [`LONGEST_DAYS`].
    pub days: u16,
}

/// A program that acts for a user.
#[derive(Clone, Debug)]
pub struct ApiCaller {
    /// The user; what they may do bounds what it may.
    pub current: CurrentUser,
    /// What the token may be used for.
    pub scopes: Vec<TokenScope>,
    /// The token.
    pub token: ApiTokenId,
}

impl App {
    /// Makes a token for oneself. The token is given once, and kept nowhere.
    ///
    /// # Errors
    /// No name, no scope, a time that is not allowed, or too many tokens in use.
    pub async fn make_api_token(
        &self,
        current: &CurrentUser,
        make: &TokenToMake,
        origin: &str,
    ) -> Result<(ApiTokenId, String), AppError> {
        let name = make.name.trim();
        accept(name, make)?;
        let now = Timestamp::now();
        let secret = format!("{PREFIX}{}", token::random()?);
        let new = NewApiToken {
            user: current.user.id,
            name: name.to_owned(),
            token_hash: token::sha256(secret.as_bytes()),
            scopes: make.scopes.clone(),
            created_at: now,
            expires_at: Some(now + SignedDuration::from_hours(24 * i64::from(make.days))),
        };
        let mut tx = self.db.begin_write().await?;
        let in_use = api_tokens::list(&mut tx, current.user.id).await?;
        if in_use.iter().filter(|token| token.holds_at(now)).count() >= MOST {
            return Err(AppError::refused(
                format!("đã có {MOST} thẻ đang dùng; hãy thu hồi thẻ không còn cần"),
                format!("there are {MOST} tokens in use; revoke those no longer needed"),
            ));
        }
        let id = api_tokens::insert(&mut tx, &new).await?;
        let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.code()).collect();
        let details = serde_json::json!({ "name": name, "scopes": scopes, "days": make.days });
        record(&mut tx, current, origin, now, "token.made", id, &details).await?;
        tx.commit().await?;
        Ok((id, secret))
    }

    /// One's own tokens, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn api_tokens(&self, current: &CurrentUser) -> Result<Vec<ApiToken>, AppError> {
        let mut tx = self.db.begin_read().await?;
        Ok(api_tokens::list(&mut tx, current.user.id).await?)
    }

    /// Takes one of one's own tokens out of use.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when one has no such token in use.
    pub async fn revoke_api_token(&self, current: &CurrentUser, id: ApiTokenId, origin: &str) -> Result<(), AppError> {
        let now = Timestamp::now();
        let mut tx = self.db.begin_write().await?;
        api_tokens::revoke(&mut tx, current.user.id, id, now).await?;
        record(&mut tx, current, origin, now, "token.revoked", id, &serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whom a token stands for; `None` for one that is unknown, expired or revoked, or whose user may not sign in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn api_caller(&self, secret: &str) -> Result<Option<ApiCaller>, AppError> {
        if !secret.starts_with(PREFIX) {
            return Ok(None);
        }
        let now = Timestamp::now();
        let hash = token::sha256(secret.as_bytes());
        let mut tx = self.db.begin_read().await?;
        let Some(known) = api_tokens::find(&mut tx, &hash).await?.filter(|known| known.holds_at(now)) else {
            return Ok(None);
        };
        let user = users::get(&mut tx, known.token.user).await?;
        if user.disabled_at.is_some() || user.must_change_password {
            return Ok(None);
        }
        let current = self.standing(&mut tx, user, String::new()).await?;
        drop(tx);
        // As with sessions: a write per request would make every call wait for the one writer.
        let minute = SignedDuration::from_mins(1);
        if known.last_used_at.is_none_or(|last| now.duration_since(last) > minute) {
            let mut tx = self.db.begin_write().await?;
            api_tokens::touch(&mut tx, known.id, now).await?;
            tx.commit().await?;
        }
        Ok(Some(ApiCaller { current, scopes: known.token.scopes, token: known.id }))
    }
}

fn accept(name: &str, make: &TokenToMake) -> Result<(), AppError> {
    if name.is_empty() || name.chars().count() > 100 {
        return Err(AppError::refused(
            "tên thẻ phải có từ 1 đến 100 ký tự; hãy đặt tên theo chương trình sẽ dùng thẻ",
            "a token's name has 1 to 100 letters; name the program that will use it",
        ));
    }
    if make.scopes.is_empty() {
        return Err(AppError::refused("chưa chọn quyền nào cho thẻ", "no scope is chosen for the token"));
    }
    if !(1..=LONGEST_DAYS).contains(&make.days) {
        return Err(AppError::refused(
            format!("thời hạn thẻ phải từ 1 đến {LONGEST_DAYS} ngày"),
            format!("a token holds for 1 to {LONGEST_DAYS} days"),
        ));
    }
    Ok(())
}

async fn record(
    tx: &mut Tx,
    current: &CurrentUser,
    origin: &str,
    at: Timestamp,
    action: &str,
    id: ApiTokenId,
    details: &serde_json::Value,
) -> Result<(), AppError> {
    let event = current.actor(origin).event(current.agency.id, at, (action, format!("token-{id}")), details);
    audit::append(tx, &event).await?;
    Ok(())
}
