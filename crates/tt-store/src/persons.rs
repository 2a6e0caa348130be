//! People (cán bộ, công chức, viên chức).

use tt_domain::id::{AgencyId, PersonId};
use tt_domain::people::{NewPerson, Person};

use crate::error::touched;
use crate::{StoreError, Tx};

macro_rules! columns {
    () => {
        "persons.id, persons.keeper_id, persons.full_name, persons.code, persons.email, persons.phone, persons.version"
    };
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: i64,
    keeper_id: i64,
    full_name: String,
    code: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    version: i64,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        let PersonRow { id, keeper_id, full_name, code, email, phone, version } = row;
        let details = NewPerson { keeper: AgencyId(keeper_id), full_name, code, email, phone };
        Self { id: PersonId(id), details, version }
    }
}

/// Adds a person.
///
/// # Errors
/// [`StoreError::Conflict`] on `persons_keeper_id_code_key`.
pub async fn insert(tx: &mut Tx, person: &NewPerson) -> Result<PersonId, StoreError> {
    const SQL: &str = "insert into persons (keeper_id, full_name, code, email, phone) values ($1, $2, $3, $4, $5) \
                       returning id";
    let NewPerson { keeper, full_name, code, email, phone } = person;
    let (id,) = one!(tx, (i64,), SQL, keeper.0, full_name, code, email, phone)?;
    Ok(PersonId(id))
}

/// The person of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: PersonId) -> Result<Person, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from persons where persons.id = $1");
    Ok(one!(tx, PersonRow, SQL, id.0)?.into())
}

/// The people whose records an agency keeps and those who ever held a post in it, in the order recorded.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Person>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from persons where persons.keeper_id = $1 or exists (select 1 from posts \
          where posts.person_id = persons.id and posts.agency_id = $1) order by persons.id"
    );
    Ok(all!(tx, PersonRow, SQL, agency.0)?.into_iter().map(Person::from).collect())
}

/// Everyone on record, in the order recorded.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Person>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from persons order by persons.id");
    Ok(all!(tx, PersonRow, SQL)?.into_iter().map(Person::from).collect())
}

/// Writes a person anew, if they still have the version they were read with.
///
/// # Errors
/// [`StoreError::Stale`] when changed meanwhile; [`StoreError::Conflict`] on `persons_keeper_id_code_key`.
pub async fn update(tx: &mut Tx, person: &Person) -> Result<(), StoreError> {
    const SQL: &str = "update persons set keeper_id = $3, full_name = $4, code = $5, email = $6, phone = $7, \
                       version = version + 1 where id = $1 and version = $2";
    let NewPerson { keeper, full_name, code, email, phone } = &person.details;
    let rows = execute!(tx, SQL, person.id.0, person.version, keeper.0, full_name, code, email, phone)?;
    if rows == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// Takes away a person nothing refers to any more.
///
/// # Errors
/// [`StoreError::Reference`] when something does.
pub async fn delete(tx: &mut Tx, id: PersonId) -> Result<(), StoreError> {
    touched(execute!(tx, "delete from persons where id = $1", id.0)?)
}
