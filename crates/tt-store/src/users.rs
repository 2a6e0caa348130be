//! Accounts, and the passwords they had.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, DivisionId, PersonId, UserId};
use tt_domain::organisation::{NewUser, Role, User};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, division_id, login, full_name, role, person_id, password_hash, must_change_password, \
         failed_attempts, locked_until, disabled_at"
    };
}

#[derive(sqlx::FromRow)]
struct UserRow {
    id: i64,
    agency_id: i64,
    division_id: Option<i64>,
    login: String,
    full_name: String,
    role: String,
    person_id: Option<i64>,
    password_hash: String,
    must_change_password: bool,
    failed_attempts: i64,
    locked_until: Option<i64>,
    disabled_at: Option<i64>,
}

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: UserId(row.id),
            agency: AgencyId(row.agency_id),
            division: row.division_id.map(DivisionId),
            login: row.login,
            full_name: row.full_name,
            role: codec::coded(&row.role, Role::from_code)?,
            person: row.person_id.map(PersonId),
            password_hash: row.password_hash,
            must_change_password: row.must_change_password,
            failed_attempts: codec::narrow(row.failed_attempts)?,
            locked_until: codec::timestamp_opt(row.locked_until)?,
            disabled_at: codec::timestamp_opt(row.disabled_at)?,
        })
    }
}

/// Adds an account; its password becomes the first of its history.
///
/// # Errors
/// [`StoreError::Conflict`] on `users_login_key`.
pub async fn insert(tx: &mut Tx, user: &NewUser) -> Result<UserId, StoreError> {
    const SQL: &str = "insert into users (agency_id, division_id, login, full_name, role, person_id, \
                       password_hash, must_change_password) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
    let NewUser { agency, division, login, full_name, role, person, password_hash, must_change_password } = user;
    let (agency, division) = (agency.0, division.map(|division| division.0));
    let (role, person, must_change) = (role.code(), person.map(|person| person.0), *must_change_password);
    let (id,) = one!(tx, (i64,), SQL, agency, division, login, full_name, role, person, password_hash, must_change)?;
    remember_password(tx, UserId(id), password_hash).await?;
    Ok(UserId(id))
}

/// The account of that sign-in name, in lower case.
pub async fn find_by_login(tx: &mut Tx, login: &str) -> Result<Option<User>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from users where login = $1");
    optional!(tx, UserRow, SQL, login)?.map(User::try_from).transpose()
}

/// The account of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: UserId) -> Result<User, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from users where id = $1");
    one!(tx, UserRow, SQL, id.0)?.try_into()
}

/// The accounts of an agency, by sign-in name.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<User>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from users where agency_id = $1 order by login");
    all!(tx, UserRow, SQL, agency.0)?.into_iter().map(User::try_from).collect()
}

/// The account that stands for a person.
pub async fn find_by_person(tx: &mut Tx, person: PersonId) -> Result<Option<User>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from users where person_id = $1");
    optional!(tx, UserRow, SQL, person.0)?.map(User::try_from).transpose()
}

/// Says which agency and division an account signs in to, and under what name it is shown.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_place(
    tx: &mut Tx,
    id: UserId,
    agency: AgencyId,
    division: Option<DivisionId>,
    role: Role,
    full_name: &str,
) -> Result<(), StoreError> {
    const SQL: &str = "update users set agency_id = $2, division_id = $3, role = $4, full_name = $5 where id = $1";
    let division = division.map(|division| division.0);
    touched(execute!(tx, SQL, id.0, agency.0, division, role.code(), full_name)?)
}

/// How many accounts there are in all agencies.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    let (count,) = one!(tx, (i64,), "select count(*) from users")?;
    codec::narrow(count)
}

/// Gives an account a new password and adds it to the history; wrong tries and a lock are forgotten.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_password(tx: &mut Tx, id: UserId, hash: &str, must_change: bool) -> Result<(), StoreError> {
    const SQL: &str = "update users set password_hash = $2, must_change_password = $3, failed_attempts = 0, \
                       locked_until = null where id = $1";
    touched(execute!(tx, SQL, id.0, hash, must_change)?)?;
    remember_password(tx, id, hash).await
}

/// The hashes of the last passwords of an account, the present one first.
pub async fn password_history(tx: &mut Tx, id: UserId, limit: u32) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "select password_hash from password_history where user_id = $1 order by id desc limit $2";
    let rows = all!(tx, (String,), SQL, id.0, i64::from(limit))?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

/// Records how many wrong passwords in a row there have been, and until when no further try is taken.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn record_failure(
    tx: &mut Tx,
    id: UserId,
    attempts: u32,
    locked_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    const SQL: &str = "update users set failed_attempts = $2, locked_until = $3 where id = $1";
    touched(execute!(tx, SQL, id.0, i64::from(attempts), locked_until.map(codec::micros))?)
}

/// Forgets wrong tries and a lock.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn clear_failures(tx: &mut Tx, id: UserId) -> Result<(), StoreError> {
    touched(execute!(tx, "update users set failed_attempts = 0, locked_until = null where id = $1", id.0)?)
}

/// Closes an account from an instant on, or opens it again.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_disabled(tx: &mut Tx, id: UserId, since: Option<Timestamp>) -> Result<(), StoreError> {
    touched(execute!(tx, "update users set disabled_at = $2 where id = $1", id.0, since.map(codec::micros))?)
}

async fn remember_password(tx: &mut Tx, id: UserId, hash: &str) -> Result<(), StoreError> {
    execute!(tx, "insert into password_history (user_id, password_hash) values ($1, $2)", id.0, hash)?;
    Ok(())
}
