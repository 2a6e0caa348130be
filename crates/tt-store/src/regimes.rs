//! Regimes of reporting (chế độ báo cáo).

use jiff::Timestamp;
use tt_domain::id::{AgencyId, DivisionId, RegimeId, UserId};
use tt_domain::regime::{Frequency, Regime, RegimeTerms};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, name, name_en, period, years_from, years_to, opens_on, days, parts_days, opens_days, \
         reports_to, lead_id, divisions, series, template, tables, key_tasks, active, since"
    };
}

#[derive(sqlx::FromRow)]
struct RegimeRow {
    id: i64,
    agency_id: i64,
    name: String,
    name_en: String,
    period: String,
    years_from: Option<i64>,
    years_to: Option<i64>,
    opens_on: i64,
    days: i64,
    parts_days: i64,
    opens_days: i64,
    reports_to: String,
    lead_id: Option<i64>,
    divisions: String,
    series: String,
    template: String,
    tables: String,
    key_tasks: i64,
    active: i64,
    since: String,
}

impl TryFrom<RegimeRow> for Regime {
    type Error = StoreError;

    fn try_from(row: RegimeRow) -> Result<Self, StoreError> {
        let years = match (row.years_from, row.years_to) {
            (Some(from), Some(to)) => Some((codec::narrow(from)?, codec::narrow(to)?)),
            _ => None,
        };
        let divisions: Vec<i64> = read_list(&row.divisions)?;
        let terms = RegimeTerms {
            name: row.name,
            name_en: row.name_en,
            frequency: codec::coded(&row.period, Frequency::from_code)?,
            years,
            opens_on: codec::narrow(row.opens_on)?,
            days: codec::narrow(row.days)?,
            parts_days: codec::narrow(row.parts_days)?,
            opens_days: codec::narrow(row.opens_days)?,
            reports_to: row.reports_to,
            lead: row.lead_id.map(DivisionId),
            divisions: divisions.into_iter().map(DivisionId).collect(),
            series: row.series,
            template: row.template,
            tables: read_list(&row.tables)?,
            key_tasks: row.key_tasks != 0,
            active: row.active != 0,
            since: codec::known_day(&row.since)?,
        };
        Ok(Self { id: RegimeId(row.id), agency: AgencyId(row.agency_id), terms })
    }
}

fn read_list<T: serde::de::DeserializeOwned>(json: &str) -> Result<Vec<T>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt(format!("list {json}")))
}

fn list_json<T: serde::Serialize>(list: &[T]) -> Result<String, StoreError> {
    serde_json::to_string(list).map_err(|error| StoreError::Corrupt(format!("list ({error})")))
}

/// Adds a regime.
///
/// # Errors
/// [`StoreError::Conflict`] on `report_regimes_agency_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    agency: AgencyId,
    terms: &RegimeTerms,
    by: Option<UserId>,
    at: Timestamp,
) -> Result<RegimeId, StoreError> {
    const SQL: &str = "insert into report_regimes (agency_id, name, name_en, period, years_from, years_to, opens_on, \
                       days, parts_days, opens_days, reports_to, lead_id, divisions, series, template, tables, \
                       key_tasks, active, since, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
                       $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) returning id";
    let c = Columns::of(terms)?;
    let (at, by) = (codec::micros(at), by.map(|user| user.0));
    let (id,) = one!(
        tx,
        (i64,),
        SQL,
        agency.0,
        &terms.name,
        &terms.name_en,
        c.period,
        c.from,
        c.to,
        c.opens_on,
        c.days,
        c.parts_days,
        c.opens_days,
        &terms.reports_to,
        c.lead,
        c.divisions,
        &terms.series,
        &terms.template,
        c.tables,
        c.key_tasks,
        c.active,
        c.since,
        at,
        by
    )?;
    Ok(RegimeId(id))
}

/// Writes a regime's terms.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] on `report_regimes_agency_id_name_key`.
pub async fn update(tx: &mut Tx, regime: &Regime, by: Option<UserId>, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "update report_regimes set name = $2, name_en = $3, period = $4, years_from = $5, years_to = $6, \
                       opens_on = $7, days = $8, parts_days = $9, opens_days = $10, reports_to = $11, lead_id = $12, \
                       divisions = $13, series = $14, template = $15, tables = $16, key_tasks = $17, active = $18, \
                       since = $19, updated_at = $20, updated_by = $21 where id = $1";
    let terms = &regime.terms;
    let c = Columns::of(terms)?;
    let (at, by) = (codec::micros(at), by.map(|user| user.0));
    touched(execute!(
        tx,
        SQL,
        regime.id.0,
        &terms.name,
        &terms.name_en,
        c.period,
        c.from,
        c.to,
        c.opens_on,
        c.days,
        c.parts_days,
        c.opens_days,
        &terms.reports_to,
        c.lead,
        c.divisions,
        &terms.series,
        &terms.template,
        c.tables,
        c.key_tasks,
        c.active,
        c.since,
        at,
        by
    )?)
}

/// Values as they stand in columns.
struct Columns {
    period: &'static str,
    from: Option<i64>,
    to: Option<i64>,
    opens_on: i64,
    days: i64,
    parts_days: i64,
    opens_days: i64,
    lead: Option<i64>,
    divisions: String,
    tables: String,
    key_tasks: i64,
    active: i64,
    since: String,
}

impl Columns {
    fn of(terms: &RegimeTerms) -> Result<Self, StoreError> {
        let divisions: Vec<i64> = terms.divisions.iter().map(|division| division.0).collect();
        Ok(Self {
            period: terms.frequency.code(),
            from: terms.years.map(|(from, _)| i64::from(from)),
            to: terms.years.map(|(_, to)| i64::from(to)),
            opens_on: i64::from(terms.opens_on),
            days: i64::from(terms.days),
            parts_days: i64::from(terms.parts_days),
            opens_days: i64::from(terms.opens_days),
            lead: terms.lead.map(|division| division.0),
            divisions: list_json(&divisions)?,
            tables: list_json(&terms.tables)?,
            key_tasks: i64::from(terms.key_tasks),
            active: i64::from(terms.active),
            since: codec::day_text(terms.since),
        })
    }
}

/// The regime of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: RegimeId) -> Result<Regime, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from report_regimes where id = $1");
    one!(tx, RegimeRow, SQL, id.0)?.try_into()
}

/// The regimes of an agency, by name.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Regime>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from report_regimes where agency_id = $1 order by id");
    all!(tx, RegimeRow, SQL, agency.0)?.into_iter().map(Regime::try_from).collect()
}

/// Who last wrote a regime's terms.
pub async fn keeper(tx: &mut Tx, id: RegimeId) -> Result<Option<UserId>, StoreError> {
    const SQL: &str = "select updated_by from report_regimes where id = $1";
    Ok(one!(tx, (Option<i64>,), SQL, id.0)?.0.map(UserId))
}

/// The regimes in force of all agencies below one, by agency.
pub async fn below(tx: &mut Tx, root: AgencyId) -> Result<Vec<Regime>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from report_regimes where agency_id in (select id from below) and active = 1 order by agency_id, id"
    );
    all!(tx, RegimeRow, SQL, root.0)?.into_iter().map(Regime::try_from).collect()
}
