//! Indicators of an agency (chỉ tiêu), and the periods whose figures are closed.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, DivisionId, IndicatorId, UserId};
use tt_domain::indicator::{Aggregation, Better, Indicator, Terms};
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, name, unit, code, decimals, population, division_id, frequency, over_time, over_units, better, \
         formula, valid_from, valid_to, note, version"
    };
}

#[derive(sqlx::FromRow)]
struct IndicatorRow {
    id: i64,
    agency_id: i64,
    name: String,
    unit: Option<String>,
    code: Option<String>,
    decimals: Option<i64>,
    population: Option<String>,
    division_id: Option<i64>,
    frequency: String,
    over_time: String,
    over_units: String,
    better: String,
    formula: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    note: Option<String>,
    version: i64,
}

impl TryFrom<IndicatorRow> for Indicator {
    type Error = StoreError;

    fn try_from(row: IndicatorRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: IndicatorId(row.id),
            agency: AgencyId(row.agency_id),
            terms: Terms {
                code: row.code.unwrap_or_default(),
                name: row.name,
                unit: row.unit,
                decimals: row.decimals.map(codec::narrow).transpose()?,
                population: row.population,
                division: row.division_id.map(DivisionId),
                frequency: codec::coded(&row.frequency, PeriodKind::from_code)?,
                over_time: codec::coded(&row.over_time, Aggregation::from_code)?,
                over_units: codec::coded(&row.over_units, Aggregation::from_code)?,
                better: codec::coded(&row.better, Better::from_code)?,
                formula: row.formula,
                validity: codec::validity(row.valid_from.as_deref(), row.valid_to.as_deref())?,
                note: row.note,
            },
            version: row.version,
        })
    }
}

/// What an indicator is recognised by when a report names it: case, diacritics and blanks do not make another one of it.
/// It stays as it was when the indicator is given another name, so that the same report finds it again.
fn recognised_by(name: &str, unit: Option<&str>) -> String {
    format!("{}|{}", codec::search_form(name), codec::search_form(unit.unwrap_or_default()))
}

/// The indicator of that name and unit, added if new, with the code its identity gives.
pub async fn ensure(tx: &mut Tx, agency: AgencyId, name: &str, unit: Option<&str>) -> Result<IndicatorId, StoreError> {
    const FIND: &str = "select id from indicators where agency_id = $1 and folded = $2";
    const ADD: &str = "insert into indicators (agency_id, name, unit, folded) values ($1, $2, $3, $4) \
                       on conflict (agency_id, folded) do nothing";
    const CODE: &str = "update indicators set code = 'CT' || id where id = $1 and code is null";
    let folded = recognised_by(name, unit);
    if let Some((id,)) = optional!(tx, (i64,), FIND, agency.0, &folded)? {
        return Ok(IndicatorId(id));
    }
    execute!(tx, ADD, agency.0, name, unit, &folded)?;
    let (id,) = one!(tx, (i64,), FIND, agency.0, &folded)?;
    execute!(tx, CODE, id)?;
    Ok(IndicatorId(id))
}

/// Adds an indicator to the catalogue.
///
/// # Errors
/// [`StoreError::Conflict`] on `indicators_agency_id_code_key` when the code is taken, on
/// `indicators_agency_id_folded_key` when one of this name, unit and population is there.
pub async fn insert(tx: &mut Tx, agency: AgencyId, terms: &Terms) -> Result<IndicatorId, StoreError> {
    const SQL: &str = "insert into indicators (agency_id, folded, name, unit, code, decimals, population, division_id, \
                       frequency, over_time, over_units, better, formula, valid_from, valid_to, note) values \
                       ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning id";
    let mut folded = recognised_by(&terms.name, terms.unit.as_deref());
    if let Some(population) = &terms.population {
        folded = format!("{folded}|{}", codec::search_form(population));
    }
    let bare = Bare::of(terms);
    #[rustfmt::skip]
    let (id,) = one!(tx, (i64,), SQL, agency.0, folded, &terms.name, &terms.unit, &terms.code, bare.decimals,
        &terms.population, bare.division, bare.frequency, bare.over_time, bare.over_units, bare.better, &terms.formula,
        bare.from, bare.to, &terms.note)?;
    Ok(IndicatorId(id))
}

/// What an indicator's terms are as columns.
struct Bare {
    decimals: Option<i64>,
    division: Option<i64>,
    frequency: &'static str,
    over_time: &'static str,
    over_units: &'static str,
    better: &'static str,
    from: Option<String>,
    to: Option<String>,
}

impl Bare {
    fn of(terms: &Terms) -> Self {
        Self {
            decimals: terms.decimals.map(i64::from),
            division: terms.division.map(|id| id.0),
            frequency: terms.frequency.code(),
            over_time: terms.over_time.code(),
            over_units: terms.over_units.code(),
            better: terms.better.code(),
            from: terms.validity.from.map(codec::day_text),
            to: terms.validity.to.map(codec::day_text),
        }
    }
}

/// The indicators of one code in the agencies right below another, each with its agency's name.
pub async fn of_code_below(tx: &mut Tx, parent: AgencyId, code: &str) -> Result<Vec<(Indicator, String)>, StoreError> {
    const NAMES: &str = "select id, name from agencies where parent_id = $1 order by name, id";
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from indicators where code = $2 and agency_id in (select id from agencies where parent_id = $1)"
    );
    let mut found = Vec::new();
    let rows = all!(tx, IndicatorRow, SQL, parent.0, code)?;
    let mut same: Vec<Indicator> = rows.into_iter().map(Indicator::try_from).collect::<Result<_, _>>()?;
    for (id, name) in all!(tx, (i64, String), NAMES, parent.0)? {
        found.extend(same.extract_if(.., |one| one.agency.0 == id).map(|one| (one, name.clone())));
    }
    Ok(found)
}

/// Changes an indicator from the version it has.
///
/// # Errors
/// [`StoreError::Stale`] when someone else changed it meanwhile; [`StoreError::Conflict`] as for [`insert`].
pub async fn update(tx: &mut Tx, indicator: &Indicator) -> Result<(), StoreError> {
    const SQL: &str = "update indicators set name = $1, unit = $2, code = $3, decimals = $4, population = $5, \
                       division_id = $6, frequency = $7, over_time = $8, over_units = $9, better = $10, formula = $11, \
                       valid_from = $12, valid_to = $13, note = $14, version = version + 1 where id = $15 and version = $16";
    let terms = &indicator.terms;
    let bare = Bare::of(terms);
    #[rustfmt::skip]
    let changed = execute!(tx, SQL, &terms.name, &terms.unit, &terms.code, bare.decimals, &terms.population, bare.division,
        bare.frequency, bare.over_time, bare.over_units, bare.better, &terms.formula, bare.from, bare.to, &terms.note,
        indicator.id.0, indicator.version)?;
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The indicator of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: IndicatorId) -> Result<Indicator, StoreError> {
    one!(tx, IndicatorRow, concat!("select ", columns!(), " from indicators where id = $1"), id.0)?.try_into()
}

/// The agency's indicator of that code.
pub async fn find(tx: &mut Tx, agency: AgencyId, code: &str) -> Result<Option<Indicator>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from indicators where agency_id = $1 and code = $2");
    optional!(tx, IndicatorRow, SQL, agency.0, code)?.map(Indicator::try_from).transpose()
}

/// The indicators of an agency, by name.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Indicator>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from indicators where agency_id = $1 order by folded");
    all!(tx, IndicatorRow, SQL, agency.0)?.into_iter().map(Indicator::try_from).collect()
}

/// Who closed a period, and when.
pub async fn closed(
    tx: &mut Tx,
    agency: AgencyId,
    period: &ReportingPeriod,
) -> Result<Option<(UserId, Timestamp)>, StoreError> {
    const SQL: &str = "select closed_by, closed_at from closed_periods where agency_id = $1 and period_code = $2";
    let found = optional!(tx, (i64, i64), SQL, agency.0, period.code())?;
    found.map(|(by, at)| Ok((UserId(by), codec::timestamp(at)?))).transpose()
}

/// Closes a period; one that is closed stays as it was.
pub async fn close(
    tx: &mut Tx,
    agency: AgencyId,
    period: &ReportingPeriod,
    by: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into closed_periods (agency_id, period_code, closed_by, closed_at) values ($1, $2, $3, $4) \
                       on conflict (agency_id, period_code) do nothing";
    execute!(tx, SQL, agency.0, period.code(), by.0, codec::micros(at))?;
    Ok(())
}

/// Opens a period again.
pub async fn reopen(tx: &mut Tx, agency: AgencyId, period: &ReportingPeriod) -> Result<(), StoreError> {
    const SQL: &str = "delete from closed_periods where agency_id = $1 and period_code = $2";
    execute!(tx, SQL, agency.0, period.code())?;
    Ok(())
}

/// Lets whoever else enters values of the agency wait until this transaction ends.
pub async fn lock(tx: &mut Tx, agency: AgencyId) -> Result<(), StoreError> {
    const SQL: &str = "update indicators set version = version where id = \
                       (select min(id) from indicators where agency_id = $1)";
    execute!(tx, SQL, agency.0)?;
    Ok(())
}

/// The indicators of all agencies below one, by agency and name.
pub async fn below(tx: &mut Tx, root: AgencyId) -> Result<Vec<Indicator>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from indicators where agency_id in (select id from below) order by agency_id, folded"
    );
    all!(tx, IndicatorRow, SQL, root.0)?.into_iter().map(Indicator::try_from).collect()
}
