//! User accounts, as the administrator keeps them.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, DivisionId, UserId};
use tt_domain::organisation::{NewUser, Role, User, Validity};
use tt_domain::people::{Holding, NewPerson, NewPost};
use tt_store::{StoreError, agencies, audit, divisions, persons, posts, sessions, users};

use crate::app::{Actor, App};
use crate::error::AppError;
use crate::sign_in;

/// A user to add.
#[derive(Clone, Debug)]
pub struct UserToAdd {
    /// Symbol of the agency.
    pub agency: String,
    /// Symbol of the division, if any; added to the agency where it is new.
    pub division: Option<String>,
    /// Sign-in name.
    pub login: String,
    /// Full name.
    pub full_name: String,
    /// What they may do.
    pub role: Role,
    /// First password.
    pub password: String,
    /// Whether they must choose another at the first sign-in.
    pub must_change_password: bool,
}

impl App {
    /// Adds a user, the person the account stands for and the post they hold.
    ///
    /// # Errors
    /// The agency is unknown, the name is taken or not a name, or the password breaks the rule.
    pub async fn add_user(&self, user: &UserToAdd, actor: &Actor) -> Result<UserId, AppError> {
        self.add_user_with_post(user, None, actor).await
    }

    /// Adds a user whose post is elsewhere than in the agency whose records they work with: someone of a superior
    /// agency.
    pub(crate) async fn add_user_with_post(
        &self,
        user: &UserToAdd,
        seat: Option<(AgencyId, Option<DivisionId>)>,
        actor: &Actor,
    ) -> Result<UserId, AppError> {
        sign_in::accept(&user.password)?;
        let login = sign_in_name(&user.login)?;
        let hash = sign_in::hashed(user.password.clone()).await?;
        let mut tx = self.db.begin_write().await?;
        let agency =
            agencies::find_by_symbol(&mut tx, &user.agency).await?.ok_or_else(|| unknown_agency(&user.agency))?;
        let division = match &user.division {
            Some(symbol) => Some(divisions::ensure(&mut tx, agency.id, symbol, symbol).await?),
            None => None,
        };
        let full_name = user.full_name.trim().to_owned();
        let new_person =
            NewPerson { keeper: agency.id, full_name: full_name.clone(), code: None, email: None, phone: None };
        let person = persons::insert(&mut tx, &new_person).await?;
        let (post_agency, post_division) = seat.unwrap_or((agency.id, division));
        let post = NewPost {
            person,
            agency: post_agency,
            division: post_division,
            role: user.role,
            title: None,
            holding: Holding::Regular,
            validity: Validity::default(),
        };
        posts::insert(&mut tx, &post).await?;
        let new = NewUser {
            agency: agency.id,
            division,
            login: login.clone(),
            full_name,
            role: user.role,
            person: Some(person),
            password_hash: hash,
            must_change_password: user.must_change_password,
        };
        let id = users::insert(&mut tx, &new).await.map_err(|error| match error {
            StoreError::Conflict(_) => AppError::refused(
                format!("đã có người dùng tên {login}; hãy chọn tên khác"),
                format!("there is already a user named {login}; choose another name"),
            ),
            other => other.into(),
        })?;
        let details = serde_json::json!({ "login": login, "role": user.role.code() });
        let event = actor.event(agency.id, Timestamp::now(), ("user.added", format!("user-{id}")), &details);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Sets a user's password, opens a locked account and ends its sessions.
    ///
    /// # Errors
    /// No such user, or the password breaks the rule.
    pub async fn reset_password(&self, login: &str, password: &str, actor: &Actor) -> Result<(), AppError> {
        sign_in::accept(password)?;
        let login = sign_in_name(login)?;
        let hash = sign_in::hashed(password.to_owned()).await?;
        let mut tx = self.db.begin_write().await?;
        let user = users::find_by_login(&mut tx, &login).await?.ok_or_else(|| {
            AppError::refused(
                format!("không có người dùng {login}; xem danh sách bằng: trongtam user list"),
                format!("there is no user {login}; list them with: trongtam user list"),
            )
        })?;
        users::set_password(&mut tx, user.id, &hash, true).await?;
        users::clear_failures(&mut tx, user.id).await?;
        sessions::delete_for_user(&mut tx, user.id).await?;
        let mut event = sign_in::account_event(&user, &actor.origin, Timestamp::now(), "user.password_reset");
        event.user = actor.user;
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All users of all agencies, with their agency's symbol.
    ///
    /// # Errors
    /// The database failed.
    pub async fn users(&self) -> Result<Vec<(String, User)>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let mut all = Vec::new();
        for agency in agencies::list(&mut tx).await? {
            all.extend(users::list(&mut tx, agency.id).await?.into_iter().map(|user| (agency.symbol.clone(), user)));
        }
        Ok(all)
    }
}

/// Refusal for an agency that is not on record.
pub(crate) fn unknown_agency(symbol: &str) -> AppError {
    AppError::refused(
        format!("chưa có cơ quan {symbol}; hãy nhập một báo cáo của cơ quan đó trước (trongtam import)"),
        format!("there is no agency {symbol}; import one of its reports first (trongtam import)"),
    )
}

/// A sign-in name: lower case letters, digits, dots, hyphens and underscores.
pub(crate) fn sign_in_name(login: &str) -> Result<String, AppError> {
    let login = login.trim().to_lowercase();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if (2..=64).contains(&login.len()) && login.chars().all(fits) {
        Ok(login)
    } else {
        Err(AppError::refused_at(
            "ten-dang-nhap",
            "tên đăng nhập gồm 2–64 chữ không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới",
            "a sign-in name is 2–64 unaccented letters, digits, dots, hyphens or underscores",
        ))
    }
}
