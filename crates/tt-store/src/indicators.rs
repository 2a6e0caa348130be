//! Indicators of an agency (chỉ tiêu).

use tt_domain::id::{AgencyId, IndicatorId};
use tt_domain::indicator::Indicator;

use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct IndicatorRow {
    id: i64,
    agency_id: i64,
    name: String,
    unit: Option<String>,
}

impl From<IndicatorRow> for Indicator {
    fn from(IndicatorRow { id, agency_id, name, unit }: IndicatorRow) -> Self {
        Self { id: IndicatorId(id), agency: AgencyId(agency_id), name, unit }
    }
}

/// The indicator of that name and unit, added if new. Case, diacritics and blanks do not make another one of it.
pub async fn ensure(tx: &mut Tx, agency: AgencyId, name: &str, unit: Option<&str>) -> Result<IndicatorId, StoreError> {
    const FIND: &str = "select id from indicators where agency_id = $1 and folded = $2";
    const ADD: &str = "insert into indicators (agency_id, name, unit, folded) values ($1, $2, $3, $4) \
                       on conflict (agency_id, folded) do nothing";
    let folded = format!("{}|{}", codec::search_form(name), codec::search_form(unit.unwrap_or_default()));
    if let Some((id,)) = optional!(tx, (i64,), FIND, agency.0, &folded)? {
        return Ok(IndicatorId(id));
    }
    execute!(tx, ADD, agency.0, name, unit, &folded)?;
    let (id,) = one!(tx, (i64,), FIND, agency.0, &folded)?;
    Ok(IndicatorId(id))
}

/// The indicator of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: IndicatorId) -> Result<Indicator, StoreError> {
    Ok(one!(tx, IndicatorRow, "select id, agency_id, name, unit from indicators where id = $1", id.0)?.into())
}

/// The indicators of an agency, by name.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Indicator>, StoreError> {
    const SQL: &str = "select id, agency_id, name, unit from indicators where agency_id = $1 order by folded";
    Ok(all!(tx, IndicatorRow, SQL, agency.0)?.into_iter().map(Indicator::from).collect())
}
