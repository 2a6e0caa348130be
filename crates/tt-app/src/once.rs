//! Requests sent twice: the second one is answered as the first was, and changes nothing.
//!
//! A key is claimed before the request is done and keeps its answer after. Where the program ends between the two, the
//! key stays claimed: a request is then rather done once and not told than done twice.

use jiff::{SignedDuration, Timestamp};
use tt_store::once_keys::{self, Answer};

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::token;

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

pub use tt_store::once_keys::Answer as OnceAnswer;

/// A key nobody else has; empty where the machine has no random numbers to give, and then nothing is remembered.
pub fn new_key() -> String {
    token::random().map(|key| key.chars().take(32).collect()).unwrap_or_default()
}

/// What is to be done with a request that carries a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once {
    /// Do it, then call [`App::once_done`].
    Do,
    /// It was done: answer this again.
    Done(Answer),
    /// The first one is still under way, or was cut off.
    UnderWay,
    /// The key was used for another request.
    Other,
}

impl App {
    /// Claims a key for a request of that content.
    ///
    /// # Errors
    /// The database failed.
    pub async fn once(&self, current: &CurrentUser, key: &str, content: &[u8]) -> Result<Once, AppError> {
        let fingerprint = token::sha256(content);
        let now = Timestamp::now();
        let mut tx = self.db.begin_write().await?;
        once_keys::forget_before(&mut tx, now - KEPT).await?;
        let known = once_keys::claim(&mut tx, current.user.id, key, &fingerprint, now).await?;
        tx.commit().await?;
        Ok(match known {
            None => Once::Do,
            Some(known) if known.fingerprint != fingerprint => Once::Other,
            Some(known) => known.answer.map_or(Once::UnderWay, Once::Done),
        })
    }

    /// Keeps the answer to a request done; without one, the request changed nothing and may be sent again.
    ///
    /// # Errors
    /// The database failed.
    pub async fn once_done(&self, current: &CurrentUser, key: &str, answer: Option<&Answer>) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        match answer {
            Some(answer) => once_keys::answered(&mut tx, current.user.id, key, answer).await?,
            None => once_keys::release(&mut tx, current.user.id, key).await?,
        }
        tx.commit().await?;
        Ok(())
    }
}
