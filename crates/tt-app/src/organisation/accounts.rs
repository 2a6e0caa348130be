//! Accounts: made for a person, locked, opened, given a new first password.

use jiff::Timestamp;
use serde_json::json;
use tt_domain::id::{PersonId, UserId};
use tt_domain::organisation::{NewUser, User};
use tt_domain::permission::Action;
use tt_store::{Tx, agencies, posts, sessions, users};

use super::people::{PostShown, named, within_reach};
use super::{on_conflict, record, require};
use crate::app::App;
use crate::error::AppError;
use crate::{CurrentUser, organisation, password, sign_in};

/// An account as lists show it.
#[derive(Clone, Debug)]
pub struct AccountShown {
    /// The account.
    pub user: User,
    /// Symbol of the agency it works with.
    pub agency: String,
    /// Posts its person holds today.
    pub posts: Vec<PostShown>,
}

/// A fresh account's or a reset one's first password; kept nowhere, shown once.
#[derive(Clone, Debug)]
pub struct FirstPassword {
    /// The account.
    pub user: UserId,
    /// Its sign-in name.
    pub login: String,
    /// The password.
    pub password: String,
}

impl App {
    /// The accounts within someone's reach.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn accounts(&self, current: &CurrentUser) -> Result<Vec<AccountShown>, AppError> {
        current.require(Action::ManageUsers)?;
        let today = organisation::today();
        let mut tx = self.db.begin_read().await?;
        let mut found = Vec::new();
        for agency in organisation::within_reach(&mut tx, current, Action::ManageUsers).await? {
            for user in users::list(&mut tx, agency.id).await? {
                let mut held = match user.person {
                    Some(person) => posts::of_person(&mut tx, person).await?,
                    None => Vec::new(),
                };
                held.retain(|post| post.details.validity.holds_on(today));
                let posts = named(&mut tx, held).await?;
                found.push(AccountShown { user, agency: agency.symbol.clone(), posts });
            }
        }
        Ok(found)
    }

    /// Makes an account for a person who holds a post; its rights follow from the posts.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field: a name that is taken, a person with an account or without a post.
    pub async fn create_account(
        &self,
        current: &CurrentUser,
        person: PersonId,
        login: &str,
        origin: &str,
    ) -> Result<FirstPassword, AppError> {
        current.require(Action::ManageUsers)?;
        let login = crate::users::sign_in_name(login)?;
        let password = generated()?;
        let hash = sign_in::hashed(password.clone()).await?;
        let mut tx = self.db.begin_write().await?;
        let record_of = within_reach(&mut tx, current, person).await?;
        if let Some(known) = users::find_by_person(&mut tx, person).await? {
            return Err(AppError::refused_at(
                "nguoi",
                format!("người này đã có tài khoản {}", known.login),
                format!("this person has the account {}", known.login),
            ));
        }
        let today = organisation::today();
        let held = posts::of_person(&mut tx, person).await?;
        let Some(post) = held.iter().find(|post| post.details.validity.to.is_none_or(|to| today < to)) else {
            return Err(AppError::refused_at(
                "nguoi",
                "người này chưa giữ chức vụ nào; hãy giao chức vụ trước khi cấp tài khoản",
                "this person holds no post; assign one before making an account",
            ));
        };
        let agency = require(&mut tx, current, Action::ManageUsers, post.details.agency).await?.id;
        let new = NewUser {
            agency,
            division: post.details.division,
            login: login.clone(),
            full_name: record_of.details.full_name,
            role: post.details.role,
            person: Some(person),
            password_hash: hash,
            must_change_password: true,
        };
        let user = users::insert(&mut tx, &new).await.map_err(name_taken)?;
        let details = json!({ "login": login, "person": person.0, "role": new.role.code() });
        record(&mut tx, current, origin, agency, "user.added", format!("user-{user}"), details).await?;
        tx.commit().await?;
        Ok(FirstPassword { user, login, password })
    }

    /// Gives an account a new first password, opens it if wrong passwords locked it, and ends its sessions.
    ///
    /// # Errors
    /// Not within reach, or the database failed.
    pub async fn reset_account(
        &self,
        current: &CurrentUser,
        id: UserId,
        origin: &str,
    ) -> Result<FirstPassword, AppError> {
        let password = generated()?;
        let hash = sign_in::hashed(password.clone()).await?;
        let mut tx = self.db.begin_write().await?;
        let user = account(&mut tx, current, id).await?;
        users::set_password(&mut tx, id, &hash, true).await?;
        sessions::delete_for_user(&mut tx, id).await?;
        let object = format!("user-{id}");
        record(&mut tx, current, origin, user.agency, "user.password_reset", object, json!({})).await?;
        tx.commit().await?;
        Ok(FirstPassword { user: id, login: user.login, password })
    }

    /// Locks an account and ends its sessions, or opens it again.
    ///
    /// # Errors
    /// Not within reach, one's own, or the database failed.
    pub async fn lock_account(
        &self,
        current: &CurrentUser,
        id: UserId,
        locked: bool,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let user = account(&mut tx, current, id).await?;
        if id == current.user.id {
            return Err(AppError::refused(
                "không thể tự khóa tài khoản của mình; hãy nhờ quản trị viên khác",
                "you cannot lock your own account; ask another administrator",
            ));
        }
        if user.disabled_at.is_some() == locked {
            return Ok(());
        }
        users::set_disabled(&mut tx, id, locked.then(Timestamp::now)).await?;
        if locked {
            sessions::delete_for_user(&mut tx, id).await?;
        } else {
            users::clear_failures(&mut tx, id).await?;
        }
        let action = if locked { "user.disabled" } else { "user.enabled" };
        record(&mut tx, current, origin, user.agency, action, format!("user-{id}"), json!({})).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn account(tx: &mut Tx, current: &CurrentUser, id: UserId) -> Result<User, AppError> {
    let user = users::get(tx, id).await?;
    require(tx, current, Action::ManageUsers, user.agency).await?;
    // Someone of a superior agency who works with these records is not theirs to lock.
    if let Some(person) = user.person {
        let today = organisation::today();
        let above = agencies::superiors(tx, user.agency).await?;
        let held = posts::of_person(tx, person).await?;
        let from_above = |agency| above.contains(&agency);
        for post in held.iter().filter(|post| post.details.validity.holds_on(today)) {
            if from_above(post.details.agency) {
                require(tx, current, Action::ManageUsers, post.details.agency).await?;
            }
        }
    }
    Ok(user)
}

fn generated() -> Result<String, AppError> {
    password::generate().map_err(|error| AppError::Internal(format!("drawing a password ({error})")))
}

fn name_taken(error: tt_store::StoreError) -> AppError {
    let taken = AppError::refused_at(
        "ten-dang-nhap",
        "đã có tài khoản mang tên này; hãy chọn tên khác",
        "there is already an account of this name; choose another",
    );
    on_conflict(error, "users_login_key", taken)
}
