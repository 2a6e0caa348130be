//! Agencies (cơ quan, đơn vị).

use tt_domain::id::AgencyId;
use tt_domain::organisation::{Agency, AgencyLevel, NewAgency};

use crate::{StoreError, Tx, audit, codec};

macro_rules! columns {
    () => {
        "id, symbol, name, superior, place, parent_id, valid_from, valid_to, replaced_by_id"
    };
}

#[derive(sqlx::FromRow)]
struct AgencyRow {
    id: i64,
    symbol: String,
    name: String,
    superior: Option<String>,
    place: Option<String>,
    parent_id: Option<i64>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    replaced_by_id: Option<i64>,
}

impl TryFrom<AgencyRow> for Agency {
    type Error = StoreError;

    fn try_from(row: AgencyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: AgencyId(row.id),
            symbol: row.symbol,
            name: row.name,
            superior: row.superior,
            place: row.place,
            level: AgencyLevel::Other,
            parent: row.parent_id.map(AgencyId),
            valid_from: codec::day(row.valid_from.as_deref())?,
            valid_to: codec::day(row.valid_to.as_deref())?,
            replaced_by: row.replaced_by_id.map(AgencyId),
        })
    }
}

/// Adds an agency and opens its audit chain.
///
/// # Errors
/// [`StoreError::Conflict`] on `agencies_symbol_key`.
pub async fn insert(tx: &mut Tx, agency: &NewAgency) -> Result<AgencyId, StoreError> {
    const SQL: &str = "insert into agencies (symbol, name, superior, place, parent_id) values ($1, $2, $3, $4, $5) \
                       returning id";
    let NewAgency { symbol, name, superior, place, parent, .. } = agency;
    let (id,) = one!(tx, (i64,), SQL, symbol, name, superior, place, parent.map(|parent| parent.0))?;
    audit::open_chain(tx, AgencyId(id)).await?;
    Ok(AgencyId(id))
}

/// The agency of that symbol (`SCT`).
pub async fn find_by_symbol(tx: &mut Tx, symbol: &str) -> Result<Option<Agency>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from agencies where symbol = $1");
    optional!(tx, AgencyRow, SQL, symbol)?.map(Agency::try_from).transpose()
}

/// The agency of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: AgencyId) -> Result<Agency, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from agencies where id = $1");
    one!(tx, AgencyRow, SQL, id.0)?.try_into()
}

/// All agencies, by symbol.
pub async fn list(tx: &mut Tx) -> Result<Vec<Agency>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from agencies order by symbol");
    all!(tx, AgencyRow, SQL)?.into_iter().map(Agency::try_from).collect()
}

/// Fills in what is printed with an agency's name where it is not known yet; what is known stays. Says whether
/// anything was filled in.
pub async fn update_name_parts(
    tx: &mut Tx,
    id: AgencyId,
    superior: Option<&str>,
    place: Option<&str>,
) -> Result<bool, StoreError> {
    const SQL: &str = "update agencies set superior = coalesce(superior, $2), place = coalesce(place, $3) \
                       where id = $1 and ((superior is null and $2 is not null) or (place is null and $3 is not null))";
    Ok(execute!(tx, SQL, id.0, superior, place)? > 0)
}
