//! Signing in and out, sessions, and one's own password.

use jiff::{SignedDuration, Timestamp};
use tt_domain::audit::NewAuditEvent;
use tt_domain::id::AgencyId;
use tt_domain::organisation::{Agency, Session, User};
use tt_domain::permission::{self, Action, Scope, Standing};
use tt_store::{Tx, agencies, audit, posts, sessions, users};

use crate::app::{Actor, App};
use crate::error::AppError;
use crate::reports::blocking;
use crate::{password, token};

/// Wrong passwords in a row that lock an account (QCVN 12:2026/BCA: at most 5).
pub const MAX_FAILURES: u32 = 5;

/// How long a locked account stays so unless an administrator sets a new password (QCVN 12:2026/BCA: 12 hours to 30 days).
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_hours(12);

/// Idle time after which a session ends (QCVN 12:2026/BCA: at most 15 minutes for business software).
pub const IDLE_LIMIT: SignedDuration = SignedDuration::from_mins(15);

/// A fresh session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The cookie's value; kept nowhere else.
    pub token: String,
    /// Who signed in.
    pub user: User,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such name, or not its password; which of the two is not told.
    #[error("wrong name or password")]
    WrongCredentials,
    /// Too many wrong passwords.
    #[error("locked until {until}")]
    Locked {
        /// When it opens again.
        until: Timestamp,
    },
    /// The account was closed.
    #[error("disabled")]
    Disabled,
    /// The use case itself failed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Who is behind a request.
#[derive(Clone, Debug)]
pub struct CurrentUser {
    /// The user.
    pub user: User,
    /// Their agency.
    pub agency: Agency,
    /// Posts held today, delegated ones included; [`permission::may`] decides by them.
    pub standing: Standing,
    /// Agencies above their own, nearest first.
    pub superiors: Vec<AgencyId>,
    /// What every form of this session must carry.
    pub csrf_token: String,
}

impl CurrentUser {
    /// Their own agency as a whole, for questions that are not about one task.
    pub fn own_agency(&self) -> Scope {
        Scope::agency_wide(self.agency.id, self.superiors.clone())
    }

    /// Whether they may do this in their agency as a whole.
    pub fn may(&self, action: Action) -> bool {
        self.may_on(action, &self.own_agency())
    }

    /// Whether they may do this with that.
    pub fn may_on(&self, action: Action, scope: &Scope) -> bool {
        permission::may(&self.standing, action, scope)
    }

    /// Lets pass who may do this in their agency as a whole.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for anyone else.
    pub fn require(&self, action: Action) -> Result<(), AppError> {
        self.require_on(action, &self.own_agency())
    }

    /// Lets pass who may do this with that.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for anyone else.
    pub fn require_on(&self, action: Action, scope: &Scope) -> Result<(), AppError> {
        if self.may_on(action, scope) { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// This user as the actor of an audited event.
    pub fn actor(&self, origin: &str) -> Actor {
        Actor { user: Some(self.user.id), origin: origin.to_owned() }
    }
}

impl App {
    /// Signs a user in.
    ///
    /// # Errors
    /// [`SignInError`]; wrong passwords are counted and audited, and lock the account at [`MAX_FAILURES`].
    pub async fn sign_in(&self, login: &str, password: &str, origin: &str) -> Result<SignedIn, SignInError> {
        let now = Timestamp::now();
        let login = login.trim().to_lowercase();
        let known = {
            let mut tx = self.db.begin_read().await.map_err(AppError::from)?;
            users::find_by_login(&mut tx, &login).await.map_err(AppError::from)?
        };
        let right = verify(known.as_ref().map(|user| user.password_hash.clone()), password.to_owned()).await?;
        let Some(user) = known else {
            return Err(SignInError::WrongCredentials);
        };
        if user.disabled_at.is_some() {
            return Err(SignInError::Disabled);
        }
        if let Some(until) = user.locked_until.filter(|until| *until > now) {
            return Err(SignInError::Locked { until });
        }
        if right {
            Ok(self.open_session(user, origin, now).await?)
        } else {
            Err(self.count_failure(&user, origin, now).await?)
        }
    }

    async fn open_session(&self, user: User, origin: &str, now: Timestamp) -> Result<SignedIn, AppError> {
        let token = token::random()?;
        let session = Session {
            token_hash: token::sha256(token.as_bytes()),
            user: user.id,
            csrf_token: token::random()?,
            created_at: now,
            last_seen_at: now,
        };
        let mut tx = self.db.begin_write().await?;
        users::clear_failures(&mut tx, user.id).await?;
        sessions::delete_idle_before(&mut tx, now - IDLE_LIMIT).await?;
        sessions::insert(&mut tx, &session).await?;
        audit::append(&mut tx, &account_event(&user, origin, now, "user.signed_in")).await?;
        tx.commit().await?;
        Ok(SignedIn { token, user })
    }

    /// Counts a wrong password in the transaction that records it, so that tries side by side are all counted.
    async fn count_failure(&self, user: &User, origin: &str, now: Timestamp) -> Result<SignInError, AppError> {
        let mut tx = self.db.begin_write().await?;
        let user = users::get(&mut tx, user.id).await?;
        let still_locked = user.locked_until.is_some_and(|until| until > now);
        let attempts = if user.locked_until.is_some() && !still_locked { 1 } else { user.failed_attempts + 1 };
        let locked_until = (attempts >= MAX_FAILURES).then(|| now + LOCKED_FOR);
        users::record_failure(&mut tx, user.id, attempts, locked_until).await?;
        let action = if locked_until.is_some() { "user.locked" } else { "user.sign_in_failed" };
        audit::append(&mut tx, &account_event(&user, origin, now, action)).await?;
        tx.commit().await?;
        Ok(match locked_until {
            Some(until) => SignInError::Locked { until },
            None => SignInError::WrongCredentials,
        })
    }

    /// Who a cookie's token stands for; `None` once it was signed out or idle for [`IDLE_LIMIT`].
    ///
    /// # Errors
    /// The database failed.
    pub async fn session(&self, token: &str) -> Result<Option<CurrentUser>, AppError> {
        let now = Timestamp::now();
        let hash = token::sha256(token.as_bytes());
        let mut tx = self.db.begin_read().await?;
        let Some(session) = sessions::find(&mut tx, &hash).await? else {
            return Ok(None);
        };
        let idle = now.duration_since(session.last_seen_at);
        if idle > IDLE_LIMIT {
            return Ok(None);
        }
        let user = users::get(&mut tx, session.user).await?;
        if user.disabled_at.is_some() {
            return Ok(None);
        }
        let current = self.standing(&mut tx, user, session.csrf_token).await?;
        drop(tx);
        // A write per request would make every page wait for the one writer; a minute's slack costs nothing.
        if idle > SignedDuration::from_mins(1) {
            let mut tx = self.db.begin_write().await?;
            sessions::touch(&mut tx, &hash, now).await?;
            tx.commit().await?;
        }
        Ok(Some(current))
    }

    /// A user with what they stand for today.
    pub(crate) async fn standing(&self, tx: &mut Tx, user: User, csrf_token: String) -> Result<CurrentUser, AppError> {
        let standing = match user.person {
            Some(person) => posts::standing_of(tx, person, self.clock.today()).await?,
            None => Standing::default(),
        };
        let (agency, superiors) = working_agency(tx, &user, &standing).await?;
        Ok(CurrentUser { user, agency, standing, superiors, csrf_token })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sign_out(&self, token: &str, current: &CurrentUser, origin: &str) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        sessions::delete(&mut tx, &token::sha256(token.as_bytes())).await?;
        audit::append(&mut tx, &account_event(&current.user, origin, Timestamp::now(), "user.signed_out")).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes one's own password and ends one's other sessions; the present one is kept by signing in again.
    ///
    /// # Errors
    /// A refusal names the rule the new password breaks, or says that the old one is wrong.
    pub async fn change_password(
        &self,
        current: &CurrentUser,
        old: &str,
        new: &str,
        origin: &str,
    ) -> Result<SignedIn, AppError> {
        if !verify(Some(current.user.password_hash.clone()), old.to_owned()).await? {
            return Err(AppError::refused("mật khẩu hiện tại không đúng", "the present password is wrong"));
        }
        accept(new)?;
        let mut tx = self.db.begin_read().await?;
        let earlier = users::password_history(&mut tx, current.user.id, password::REMEMBERED).await?;
        drop(tx);
        for hash in earlier.into_iter().chain([current.user.password_hash.clone()]) {
            if verify(Some(hash), new.to_owned()).await? {
                return Err(AppError::refused(
                    format!(
                        "mật khẩu mới trùng một trong {} mật khẩu gần đây; hãy đặt mật khẩu khác",
                        password::REMEMBERED
                    ),
                    format!("the new password is one of the last {}; choose another", password::REMEMBERED),
                ));
            }
        }
        let hash = hashed(new.to_owned()).await?;
        let now = Timestamp::now();
        let mut tx = self.db.begin_write().await?;
        users::set_password(&mut tx, current.user.id, &hash, false).await?;
        sessions::delete_for_user(&mut tx, current.user.id).await?;
        audit::append(&mut tx, &account_event(&current.user, origin, now, "user.password_changed")).await?;
        tx.commit().await?;
        self.open_session(
            User { must_change_password: false, password_hash: hash, ..current.user.clone() },
            origin,
            now,
        )
        .await
    }
}

/// The agency whose records an account works with today, and those above it: the account's own while its person holds
/// a post there or above it; after a transfer or a merger the one they are in now.
async fn working_agency(tx: &mut Tx, user: &User, standing: &Standing) -> Result<(Agency, Vec<AgencyId>), AppError> {
    let superiors = agencies::superiors(tx, user.agency).await?;
    let own = || standing.posts.iter().filter(|post| post.delegated_from.is_none());
    let stays = own().any(|post| post.agency == user.agency || superiors.contains(&post.agency));
    let moved = own().next().map(|post| post.agency).filter(|_| !stays);
    match moved {
        Some(agency) => Ok((agencies::get(tx, agency).await?, agencies::superiors(tx, agency).await?)),
        None => Ok((agencies::get(tx, user.agency).await?, superiors)),
    }
}

/// Holds a password against the rule.
pub(crate) fn accept(new: &str) -> Result<(), AppError> {
    password::accept(new).map_err(|weak| match weak {
        password::WeakPassword::TooShort => AppError::refused(
            format!("mật khẩu quá ngắn; cần ít nhất {} ký tự", password::MIN_LENGTH),
            format!("the password is too short; at least {} characters", password::MIN_LENGTH),
        ),
        password::WeakPassword::MissingClass => AppError::refused(
            "mật khẩu cần đủ chữ thường, chữ hoa, chữ số và ký tự đặc biệt",
            "the password needs lower case, upper case, a digit and a special character",
        ),
    })
}

/// Hashes off the request threads.
pub(crate) async fn hashed(password: String) -> Result<String, AppError> {
    blocking(move || password::hash(&password))
        .await?
        .map_err(|error| AppError::Internal(format!("hashing a password ({error})")))
}

/// Verifies off the request threads; without a hash it takes as long and says no, so that names cannot be probed.
async fn verify(hash: Option<String>, password: String) -> Result<bool, AppError> {
    blocking(move || match hash {
        Some(hash) => password::matches(&password, &hash),
        None => {
            let _ = password::hash(&password);
            false
        }
    })
    .await
}

/// An audit event about an account.
pub(crate) fn account_event(user: &User, origin: &str, at: Timestamp, action: &str) -> NewAuditEvent {
    NewAuditEvent {
        agency: user.agency,
        at,
        user: Some(user.id),
        origin: origin.to_owned(),
        action: action.to_owned(),
        object: format!("user-{}", user.id),
        details: "{}".to_owned(),
    }
}
