//! Agencies (cơ quan, đơn vị): as they stand, as they stood, their identifier codes and what followed them.

use jiff::civil::Date;
use tt_domain::id::AgencyId;
use tt_domain::identifier::IdentifierCode;
use tt_domain::organisation::{Agency, AgencyCode, AgencyLevel, NewAgency, PastAgency, Succession, Validity};

use crate::error::touched;
use crate::successions::SuccessionRow;
use crate::{StoreError, Tx, audit, codec};

macro_rules! columns {
    () => {
        "id, symbol, name, superior, place, level, parent_id, valid_from, valid_to, replaced_by_id, version"
    };
}

#[derive(sqlx::FromRow)]
struct AgencyRow {
    id: i64,
    symbol: String,
    name: String,
    superior: Option<String>,
    place: Option<String>,
    level: String,
    parent_id: Option<i64>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    replaced_by_id: Option<i64>,
    version: i64,
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
            level: codec::coded(&row.level, AgencyLevel::from_code)?,
            parent: row.parent_id.map(AgencyId),
            valid_from: codec::day(row.valid_from.as_deref())?,
            valid_to: codec::day(row.valid_to.as_deref())?,
            replaced_by: row.replaced_by_id.map(AgencyId),
            version: row.version,
        })
    }
}

/// Adds an agency and opens its audit chain.
///
/// # Errors
/// [`StoreError::Conflict`] on `agencies_symbol_key`.
pub async fn insert(tx: &mut Tx, agency: &NewAgency) -> Result<AgencyId, StoreError> {
    const SQL: &str = "insert into agencies (symbol, name, superior, place, level, parent_id, valid_from) \
                       values ($1, $2, $3, $4, $5, $6, $7) returning id";
    let NewAgency { symbol, name, superior, place, level, parent, valid_from } = agency;
    let (parent, from) = (parent.map(|parent| parent.0), valid_from.map(codec::day_text));
    let (id,) = one!(tx, (i64,), SQL, symbol, name, superior, place, level.code(), parent, from)?;
    audit::open_chain(tx, AgencyId(id)).await?;
    Ok(AgencyId(id))
}

/// The agency of that symbol (`SCT`).
pub async fn find_by_symbol(tx: &mut Tx, symbol: &str) -> Result<Option<Agency>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from agencies where symbol = $1");
    optional!(tx, AgencyRow, SQL, symbol)?.map(Agency::try_from).transpose()
}

/// The agency that bore that symbol on that day, now or under a former name.
pub async fn find_by_symbol_on(tx: &mut Tx, symbol: &str, day: Date) -> Result<Option<Agency>, StoreError> {
    const SQL: &str = "select agency_id from agency_history where symbol = $1 and valid_to > $2 \
                       and (valid_from is null or valid_from <= $2) order by valid_to limit 1";
    match optional!(tx, (i64,), SQL, symbol, codec::day_text(day))? {
        Some((id,)) => get(tx, AgencyId(id)).await.map(Some),
        None => find_by_symbol(tx, symbol).await,
    }
}

/// The agency of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: AgencyId) -> Result<Agency, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from agencies where id = $1");
    one!(tx, AgencyRow, SQL, id.0)?.try_into()
}

/// The agency as it stood on that day: with the symbol, name, superior, place and parent valid then.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get_on(tx: &mut Tx, id: AgencyId, day: Date) -> Result<Agency, StoreError> {
    let now = get(tx, id).await?;
    let past = history(tx, id).await?.into_iter().find(|past| day < past.until);
    Ok(match past {
        Some(PastAgency { was, until }) => Agency {
            symbol: was.symbol,
            name: was.name,
            superior: was.superior,
            place: was.place,
            level: was.level,
            parent: was.parent,
            valid_from: was.valid_from,
            valid_to: Some(until),
            ..now
        },
        None => now,
    })
}

/// All agencies, by symbol.
pub async fn list(tx: &mut Tx) -> Result<Vec<Agency>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from agencies order by symbol");
    all!(tx, AgencyRow, SQL)?.into_iter().map(Agency::try_from).collect()
}

/// The agencies above this one, nearest first. A ring, which the use cases do not let come about, is walked once.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn superiors(tx: &mut Tx, id: AgencyId) -> Result<Vec<AgencyId>, StoreError> {
    let mut above = Vec::new();
    let mut parent = get(tx, id).await?.parent;
    while let Some(next) = parent.filter(|next| *next != id && !above.contains(next)) {
        above.push(next);
        parent = get(tx, next).await?.parent;
    }
    Ok(above)
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

/// Writes an agency anew, if it still has the version it was read with.
///
/// # Errors
/// [`StoreError::Stale`] when it was changed meanwhile; [`StoreError::Conflict`] on `agencies_symbol_key`.
pub async fn update(tx: &mut Tx, agency: &Agency) -> Result<(), StoreError> {
    const SQL: &str = "update agencies set symbol = $3, name = $4, superior = $5, place = $6, level = $7, \
                       parent_id = $8, valid_from = $9, valid_to = $10, replaced_by_id = $11, version = version + 1 \
                       where id = $1 and version = $2";
    let Agency { id, symbol, name, superior, place, level, version, .. } = agency;
    let (parent, replaced_by) = (agency.parent.map(|id| id.0), agency.replaced_by.map(|id| id.0));
    let (from, to) = (agency.valid_from.map(codec::day_text), agency.valid_to.map(codec::day_text));
    let level = level.code();
    #[rustfmt::skip]
    let rows = execute!(tx, SQL, id.0, *version, symbol, name, superior, place, level, parent, from, to, replaced_by)?;
    if rows == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// Takes away an agency nothing refers to any more, with its empty audit chain.
///
/// # Errors
/// [`StoreError::Reference`] when something does.
pub async fn delete(tx: &mut Tx, id: AgencyId) -> Result<(), StoreError> {
    execute!(tx, "delete from audit_heads where agency_id = $1", id.0)?;
    touched(execute!(tx, "delete from agencies where id = $1", id.0)?)
}

#[derive(sqlx::FromRow)]
struct PastRow {
    symbol: String,
    name: String,
    superior: Option<String>,
    place: Option<String>,
    level: String,
    parent_id: Option<i64>,
    valid_from: Option<String>,
    valid_to: String,
}

impl TryFrom<PastRow> for PastAgency {
    type Error = StoreError;

    fn try_from(row: PastRow) -> Result<Self, StoreError> {
        let was = NewAgency {
            symbol: row.symbol,
            name: row.name,
            superior: row.superior,
            place: row.place,
            level: codec::coded(&row.level, AgencyLevel::from_code)?,
            parent: row.parent_id.map(AgencyId),
            valid_from: codec::day(row.valid_from.as_deref())?,
        };
        Ok(Self { was, until: codec::known_day(&row.valid_to)? })
    }
}

/// How an agency stood before, oldest first.
pub async fn history(tx: &mut Tx, id: AgencyId) -> Result<Vec<PastAgency>, StoreError> {
    const SQL: &str = "select symbol, name, superior, place, level, parent_id, valid_from, valid_to \
                       from agency_history where agency_id = $1 order by valid_to";
    all!(tx, PastRow, SQL, id.0)?.into_iter().map(PastAgency::try_from).collect()
}

/// Records how an agency stood until a day.
///
/// # Errors
/// [`StoreError::Conflict`] on `agency_history_agency_id_valid_to_key` when it already changed on that day.
pub async fn remember(tx: &mut Tx, id: AgencyId, past: &PastAgency) -> Result<(), StoreError> {
    const SQL: &str = "insert into agency_history (agency_id, symbol, name, superior, place, level, parent_id, \
                       valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let NewAgency { symbol, name, superior, place, level, parent, valid_from } = &past.was;
    let (parent, from) = (parent.map(|parent| parent.0), valid_from.map(codec::day_text));
    let until = codec::day_text(past.until);
    execute!(tx, SQL, id.0, symbol, name, superior, place, level.code(), parent, from, until)?;
    Ok(())
}

/// All successions that begin or end at this agency, oldest first.
pub async fn successions(tx: &mut Tx, id: AgencyId) -> Result<Vec<Succession<AgencyId>>, StoreError> {
    const SQL: &str = "select old_id, new_id, kind, day, basis from agency_successions \
                       where old_id = $1 or new_id = $1 order by day, id";
    all!(tx, SuccessionRow, SQL, id.0)?.into_iter().map(|row| row.read(AgencyId)).collect()
}

/// Records a succession.
pub async fn add_succession(tx: &mut Tx, edge: &Succession<AgencyId>) -> Result<(), StoreError> {
    const SQL: &str = "insert into agency_successions (old_id, new_id, kind, day, basis) values ($1, $2, $3, $4, $5)";
    let (new, day) = (edge.new.map(|id| id.0), codec::day_text(edge.on));
    execute!(tx, SQL, edge.old.0, new, edge.kind.code(), day, &edge.basis)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct CodeRow {
    agency_id: i64,
    code: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
}

impl TryFrom<CodeRow> for AgencyCode {
    type Error = StoreError;

    fn try_from(row: CodeRow) -> Result<Self, StoreError> {
        Ok(Self {
            agency: AgencyId(row.agency_id),
            code: codec::coded(&row.code, |code| IdentifierCode::parse(code).ok())?,
            validity: codec::validity(row.valid_from.as_deref(), row.valid_to.as_deref())?,
        })
    }
}

/// The identifier codes of an agency, in the order recorded.
pub async fn codes(tx: &mut Tx, id: AgencyId) -> Result<Vec<AgencyCode>, StoreError> {
    const SQL: &str = "select agency_id, code, valid_from, valid_to from agency_codes where agency_id = $1 order by id";
    all!(tx, CodeRow, SQL, id.0)?.into_iter().map(AgencyCode::try_from).collect()
}

/// Who has or had a code, and when.
pub async fn holders_of_code(tx: &mut Tx, code: &IdentifierCode) -> Result<Vec<AgencyCode>, StoreError> {
    const SQL: &str = "select agency_id, code, valid_from, valid_to from agency_codes where code = $1 order by id";
    all!(tx, CodeRow, SQL, code.as_str())?.into_iter().map(AgencyCode::try_from).collect()
}

/// Records an identifier code.
pub async fn add_code(tx: &mut Tx, code: &AgencyCode) -> Result<(), StoreError> {
    const SQL: &str = "insert into agency_codes (agency_id, code, valid_from, valid_to) values ($1, $2, $3, $4)";
    let Validity { from, to } = code.validity;
    let (from, to) = (from.map(codec::day_text), to.map(codec::day_text));
    execute!(tx, SQL, code.agency.0, code.code.as_str(), from, to)?;
    Ok(())
}

/// Ends the validity of an agency's code that is still open.
///
/// # Errors
/// [`StoreError::NotFound`] when it has no such open code.
pub async fn end_code(tx: &mut Tx, id: AgencyId, code: &IdentifierCode, until: Date) -> Result<(), StoreError> {
    const SQL: &str = "update agency_codes set valid_to = $3 where agency_id = $1 and code = $2 and valid_to is null";
    touched(execute!(tx, SQL, id.0, code.as_str(), codec::day_text(until))?)
}

/// Forgets that it stood otherwise until a day, and that it was renamed then: what [`remember`] kept.
pub async fn forget_change(tx: &mut Tx, id: AgencyId, on: Date) -> Result<(), StoreError> {
    const EDGE: &str = "delete from agency_successions where old_id = $1 and new_id = $1 and day = $2";
    const PAST: &str = "delete from agency_history where agency_id = $1 and valid_to = $2";
    execute!(tx, EDGE, id.0, codec::day_text(on))?;
    touched(execute!(tx, PAST, id.0, codec::day_text(on))?)
}

/// All agencies below one, at any depth, by symbol.
pub async fn below(tx: &mut Tx, root: AgencyId) -> Result<Vec<Agency>, StoreError> {
    const SQL: &str =
        concat!(below!(), "select ", columns!(), " from agencies where id in (select id from below) order by symbol");
    all!(tx, AgencyRow, SQL, root.0)?.into_iter().map(Agency::try_from).collect()
}

/// Whether an agency has any below it.
pub async fn has_below(tx: &mut Tx, root: AgencyId) -> Result<bool, StoreError> {
    const SQL: &str = "select id from agencies where parent_id = $1 and id <> $1 limit 1";
    Ok(optional!(tx, (i64,), SQL, root.0)?.is_some())
}
