//! Places (đơn vị hành chính) and what followed them.

use jiff::civil::Date;
use tt_domain::id::PlaceId;
use tt_domain::organisation::Validity;
use tt_domain::place::{AdminUnit, NewAdminUnit, PlaceKind, PlaceSuccession};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct PlaceRow {
    id: i64,
    code: Option<String>,
    name: String,
    kind: String,
    parent_id: Option<i64>,
    valid_from: Option<String>,
    valid_to: Option<String>,
}

impl TryFrom<PlaceRow> for AdminUnit {
    type Error = StoreError;

    fn try_from(row: PlaceRow) -> Result<Self, StoreError> {
        let details = NewAdminUnit {
            code: row.code,
            name: row.name,
            kind: codec::coded(&row.kind, PlaceKind::from_code)?,
            parent: row.parent_id.map(PlaceId),
            validity: codec::validity(row.valid_from.as_deref(), row.valid_to.as_deref())?,
        };
        Ok(Self { id: PlaceId(row.id), details })
    }
}

/// Adds a unit.
pub async fn insert(tx: &mut Tx, unit: &NewAdminUnit) -> Result<PlaceId, StoreError> {
    const SQL: &str = "insert into places (code, name, kind, parent_id, valid_from, valid_to) \
                       values ($1, $2, $3, $4, $5, $6) returning id";
    let NewAdminUnit { code, name, kind, parent, validity: Validity { from, to } } = unit;
    let (from, to) = (from.map(codec::day_text), to.map(codec::day_text));
    let (id,) = one!(tx, (i64,), SQL, code, name, kind.code(), parent.map(|parent| parent.0), from, to)?;
    Ok(PlaceId(id))
}

/// The unit of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: PlaceId) -> Result<AdminUnit, StoreError> {
    const SQL: &str = "select id, code, name, kind, parent_id, valid_from, valid_to from places where id = $1";
    one!(tx, PlaceRow, SQL, id.0)?.try_into()
}

/// All units, by code and then in the order recorded.
pub async fn list(tx: &mut Tx) -> Result<Vec<AdminUnit>, StoreError> {
    const SQL: &str = "select id, code, name, kind, parent_id, valid_from, valid_to from places \
                       order by coalesce(code, ''), id";
    all!(tx, PlaceRow, SQL)?.into_iter().map(AdminUnit::try_from).collect()
}

/// Says until when a unit exists.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_end(tx: &mut Tx, id: PlaceId, until: Date) -> Result<(), StoreError> {
    touched(execute!(tx, "update places set valid_to = $2 where id = $1", id.0, codec::day_text(until))?)
}

/// Takes away a unit nothing refers to.
///
/// # Errors
/// [`StoreError::Reference`] when something does.
pub async fn delete(tx: &mut Tx, id: PlaceId) -> Result<(), StoreError> {
    touched(execute!(tx, "delete from places where id = $1", id.0)?)
}

/// Records what followed a unit.
pub async fn add_succession(tx: &mut Tx, edge: &PlaceSuccession) -> Result<(), StoreError> {
    const SQL: &str = "insert into place_successions (old_id, new_id, day, part, basis) values ($1, $2, $3, $4, $5)";
    execute!(tx, SQL, edge.old.0, edge.new.0, codec::day_text(edge.on), edge.part, &edge.basis)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct SuccessionRow {
    old_id: i64,
    new_id: i64,
    day: String,
    part: bool,
    basis: Option<String>,
}

/// All successions of places, oldest first.
pub async fn successions(tx: &mut Tx) -> Result<Vec<PlaceSuccession>, StoreError> {
    const SQL: &str = "select old_id, new_id, day, part, basis from place_successions order by day, id";
    let edge = |row: SuccessionRow| {
        Ok(PlaceSuccession {
            old: PlaceId(row.old_id),
            new: PlaceId(row.new_id),
            on: codec::known_day(&row.day)?,
            part: row.part,
            basis: row.basis,
        })
    };
    all!(tx, SuccessionRow, SQL)?.into_iter().map(edge).collect()
}
