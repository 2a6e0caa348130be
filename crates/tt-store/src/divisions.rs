//! Divisions of an agency (phòng chuyên môn).

use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::Division;

use crate::{StoreError, Tx};

#[derive(sqlx::FromRow)]
struct DivisionRow {
    id: i64,
    agency_id: i64,
    symbol: String,
    name: String,
}

impl From<DivisionRow> for Division {
    fn from(DivisionRow { id, agency_id, symbol, name }: DivisionRow) -> Self {
        Self {
            id: DivisionId(id),
            agency: AgencyId(agency_id),
            symbol,
            name,
            valid_from: None,
            valid_to: None,
            replaced_by: None,
        }
    }
}

/// The division of that symbol, added if new. A full name replaces a name that was only the symbol; a name once known
/// stays.
pub async fn ensure(tx: &mut Tx, agency: AgencyId, symbol: &str, name: &str) -> Result<DivisionId, StoreError> {
    const SQL: &str = "insert into divisions (agency_id, symbol, name) values ($1, $2, $3) \
                       on conflict (agency_id, symbol) do update set name = \
                       case when divisions.name = divisions.symbol then excluded.name else divisions.name end \
                       returning id";
    let (id,) = one!(tx, (i64,), SQL, agency.0, symbol, name)?;
    Ok(DivisionId(id))
}

/// The divisions of an agency, by symbol.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Division>, StoreError> {
    const SQL: &str = "select id, agency_id, symbol, name from divisions where agency_id = $1 order by symbol";
    Ok(all!(tx, DivisionRow, SQL, agency.0)?.into_iter().map(Division::from).collect())
}
