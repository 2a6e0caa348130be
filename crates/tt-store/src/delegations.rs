//! Delegations (ủy quyền) between people.

use jiff::civil::Date;
use tt_domain::id::{AgencyId, DelegationId, PersonId};
use tt_domain::people::{Delegation, NewDelegation};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct DelegationRow {
    id: i64,
    from_id: i64,
    to_id: i64,
    valid_from: String,
    valid_to: String,
    reason: Option<String>,
}

impl TryFrom<DelegationRow> for Delegation {
    type Error = StoreError;

    fn try_from(row: DelegationRow) -> Result<Self, StoreError> {
        let details = NewDelegation {
            from: PersonId(row.from_id),
            to: PersonId(row.to_id),
            valid_from: codec::known_day(&row.valid_from)?,
            valid_to: codec::known_day(&row.valid_to)?,
            reason: row.reason,
        };
        Ok(Self { id: DelegationId(row.id), details })
    }
}

/// Adds a delegation.
pub async fn insert(tx: &mut Tx, delegation: &NewDelegation) -> Result<DelegationId, StoreError> {
    const SQL: &str = "insert into delegations (from_id, to_id, valid_from, valid_to, reason) \
                       values ($1, $2, $3, $4, $5) returning id";
    let NewDelegation { from, to, valid_from, valid_to, reason } = delegation;
    let (first, after) = (codec::day_text(*valid_from), codec::day_text(*valid_to));
    let (id,) = one!(tx, (i64,), SQL, from.0, to.0, first, after, reason)?;
    Ok(DelegationId(id))
}

/// The delegation of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: DelegationId) -> Result<Delegation, StoreError> {
    const SQL: &str = "select id, from_id, to_id, valid_from, valid_to, reason from delegations where id = $1";
    one!(tx, DelegationRow, SQL, id.0)?.try_into()
}

/// All delegations to a person, past ones included.
pub async fn to_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Delegation>, StoreError> {
    const SQL: &str = "select id, from_id, to_id, valid_from, valid_to, reason from delegations where to_id = $1 \
                       order by id";
    all!(tx, DelegationRow, SQL, person.0)?.into_iter().map(Delegation::try_from).collect()
}

/// All delegations by a person, past ones included.
pub async fn from_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Delegation>, StoreError> {
    const SQL: &str = "select id, from_id, to_id, valid_from, valid_to, reason from delegations where from_id = $1 \
                       order by id";
    all!(tx, DelegationRow, SQL, person.0)?.into_iter().map(Delegation::try_from).collect()
}

/// All delegations by people who ever held a post in an agency, newest first.
pub async fn in_agency(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Delegation>, StoreError> {
    const SQL: &str = "select id, from_id, to_id, valid_from, valid_to, reason from delegations \
                       where exists (select 1 from posts where posts.person_id = delegations.from_id \
                       and posts.agency_id = $1) order by valid_from desc, id desc";
    all!(tx, DelegationRow, SQL, agency.0)?.into_iter().map(Delegation::try_from).collect()
}

/// Says until when a delegation is in force.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_end(tx: &mut Tx, id: DelegationId, until: Date) -> Result<(), StoreError> {
    touched(execute!(tx, "update delegations set valid_to = $2 where id = $1", id.0, codec::day_text(until))?)
}
