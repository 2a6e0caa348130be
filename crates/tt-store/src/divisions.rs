//! Divisions of an agency (phòng chuyên môn): as they stand, as they stood, what followed them.

use jiff::civil::Date;
use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::{Division, PastDivision, Succession};

use crate::error::touched;
use crate::successions::SuccessionRow;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, symbol, name, valid_from, valid_to, replaced_by_id, version"
    };
}

#[derive(sqlx::FromRow)]
struct DivisionRow {
    id: i64,
    agency_id: i64,
    symbol: String,
    name: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
    replaced_by_id: Option<i64>,
    version: i64,
}

impl TryFrom<DivisionRow> for Division {
    type Error = StoreError;

    fn try_from(row: DivisionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: DivisionId(row.id),
            agency: AgencyId(row.agency_id),
            symbol: row.symbol,
            name: row.name,
            valid_from: codec::day(row.valid_from.as_deref())?,
            valid_to: codec::day(row.valid_to.as_deref())?,
            replaced_by: row.replaced_by_id.map(DivisionId),
            version: row.version,
        })
    }
}

/// The division of that symbol, present or former, added if new. A full name replaces a name that was only the symbol;
/// a name once known stays.
pub async fn ensure(tx: &mut Tx, agency: AgencyId, symbol: &str, name: &str) -> Result<DivisionId, StoreError> {
    const FORMER: &str = "select division_history.division_id from division_history \
                          join divisions on divisions.id = division_history.division_id \
                          where divisions.agency_id = $1 and division_history.symbol = $2 \
                          and not exists (select 1 from divisions d where d.agency_id = $1 and d.symbol = $2) \
                          order by division_history.valid_to desc limit 1";
    const SQL: &str = "insert into divisions (agency_id, symbol, name) values ($1, $2, $3) \
                       on conflict (agency_id, symbol) do update set name = \
                       case when divisions.name = divisions.symbol then excluded.name else divisions.name end \
                       returning id";
    if let Some((id,)) = optional!(tx, (i64,), FORMER, agency.0, symbol)? {
        return Ok(DivisionId(id));
    }
    let (id,) = one!(tx, (i64,), SQL, agency.0, symbol, name)?;
    Ok(DivisionId(id))
}

/// Adds a division.
///
/// # Errors
/// [`StoreError::Conflict`] on `divisions_agency_id_symbol_key`.
pub async fn insert(
    tx: &mut Tx,
    agency: AgencyId,
    symbol: &str,
    name: &str,
    from: Option<Date>,
) -> Result<DivisionId, StoreError> {
    const SQL: &str =
        "insert into divisions (agency_id, symbol, name, valid_from) values ($1, $2, $3, $4) returning id";
    let (id,) = one!(tx, (i64,), SQL, agency.0, symbol, name, from.map(codec::day_text))?;
    Ok(DivisionId(id))
}

/// The divisions of an agency, by symbol, those that are no more included.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Division>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from divisions where agency_id = $1 order by symbol");
    all!(tx, DivisionRow, SQL, agency.0)?.into_iter().map(Division::try_from).collect()
}

/// The division of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: DivisionId) -> Result<Division, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from divisions where id = $1");
    one!(tx, DivisionRow, SQL, id.0)?.try_into()
}

/// The division with the symbol and name of that day.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get_on(tx: &mut Tx, id: DivisionId, day: Date) -> Result<Division, StoreError> {
    let now = get(tx, id).await?;
    let past = history(tx, id).await?.into_iter().find(|past| day < past.until);
    Ok(match past {
        Some(PastDivision { symbol, name, from, until }) => {
            Division { symbol, name, valid_from: from, valid_to: Some(until), ..now }
        }
        None => now,
    })
}

/// Writes a division anew, if it still has the version it was read with.
///
/// # Errors
/// [`StoreError::Stale`] when it was changed meanwhile; [`StoreError::Conflict`] on `divisions_agency_id_symbol_key`.
pub async fn update(tx: &mut Tx, division: &Division) -> Result<(), StoreError> {
    const SQL: &str = "update divisions set symbol = $3, name = $4, valid_from = $5, valid_to = $6, \
                       replaced_by_id = $7, version = version + 1 where id = $1 and version = $2";
    let Division { id, symbol, name, version, .. } = division;
    let (from, to) = (division.valid_from.map(codec::day_text), division.valid_to.map(codec::day_text));
    let replaced_by = division.replaced_by.map(|id| id.0);
    let rows = execute!(tx, SQL, id.0, *version, symbol, name, from, to, replaced_by)?;
    if rows == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// Takes away a division nothing refers to any more.
///
/// # Errors
/// [`StoreError::Reference`] when something does.
pub async fn delete(tx: &mut Tx, id: DivisionId) -> Result<(), StoreError> {
    touched(execute!(tx, "delete from divisions where id = $1", id.0)?)
}

/// How a division was named before, oldest first.
pub async fn history(tx: &mut Tx, id: DivisionId) -> Result<Vec<PastDivision>, StoreError> {
    const SQL: &str = "select symbol, name, valid_from, valid_to from division_history where division_id = $1 \
                       order by valid_to";
    let rows = all!(tx, (String, String, Option<String>, String), SQL, id.0)?;
    let past = |(symbol, name, from, until): (String, String, Option<String>, String)| {
        Ok(PastDivision { symbol, name, from: codec::day(from.as_deref())?, until: codec::known_day(&until)? })
    };
    rows.into_iter().map(past).collect()
}

/// Records how a division was named until a day.
///
/// # Errors
/// [`StoreError::Conflict`] on `division_history_division_id_valid_to_key` when it already changed on that day.
pub async fn remember(tx: &mut Tx, id: DivisionId, past: &PastDivision) -> Result<(), StoreError> {
    const SQL: &str = "insert into division_history (division_id, symbol, name, valid_from, valid_to) \
                       values ($1, $2, $3, $4, $5)";
    let (from, until) = (past.from.map(codec::day_text), codec::day_text(past.until));
    execute!(tx, SQL, id.0, &past.symbol, &past.name, from, until)?;
    Ok(())
}

/// All successions that begin or end at this division, oldest first.
pub async fn successions(tx: &mut Tx, id: DivisionId) -> Result<Vec<Succession<DivisionId>>, StoreError> {
    const SQL: &str = "select old_id, new_id, kind, day, basis from division_successions \
                       where old_id = $1 or new_id = $1 order by day, id";
    all!(tx, SuccessionRow, SQL, id.0)?.into_iter().map(|row| row.read(DivisionId)).collect()
}

/// Records a succession.
pub async fn add_succession(tx: &mut Tx, edge: &Succession<DivisionId>) -> Result<(), StoreError> {
    const SQL: &str = "insert into division_successions (old_id, new_id, kind, day, basis) \
                       values ($1, $2, $3, $4, $5)";
    let (new, day) = (edge.new.map(|id| id.0), codec::day_text(edge.on));
    execute!(tx, SQL, edge.old.0, new, edge.kind.code(), day, &edge.basis)?;
    Ok(())
}

/// Forgets that it stood otherwise until a day, and that it was renamed then: what [`remember`] kept.
pub async fn forget_change(tx: &mut Tx, id: DivisionId, on: Date) -> Result<(), StoreError> {
    const EDGE: &str = "delete from division_successions where old_id = $1 and new_id = $1 and day = $2";
    const PAST: &str = "delete from division_history where division_id = $1 and valid_to = $2";
    execute!(tx, EDGE, id.0, codec::day_text(on))?;
    touched(execute!(tx, PAST, id.0, codec::day_text(on))?)
}
