//! Observations of indicators: never overwritten, only superseded.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, DocumentId, IndicatorId, ObservationId, ReportId, UserId};
use tt_domain::indicator::{Approval, NewObservation, Observation, ObservationKind};
use tt_domain::reporting_period::ReportingPeriod;

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "o.id, o.indicator_id, o.period, o.period_code, o.kind, o.value, o.value_max, o.withdrawn, o.report_id, \
         o.document_id, o.note, o.recorded_by, o.recorded_at, o.supersedes_id, o.approved_by, o.approved_at"
    };
}

#[derive(sqlx::FromRow)]
struct ObservationRow {
    id: i64,
    indicator_id: i64,
    period: String,
    period_code: Option<String>,
    kind: String,
    value: String,
    value_max: Option<String>,
    withdrawn: i64,
    report_id: Option<i64>,
    document_id: Option<i64>,
    note: Option<String>,
    recorded_by: Option<i64>,
    recorded_at: i64,
    supersedes_id: Option<i64>,
    approved_by: Option<i64>,
    approved_at: Option<i64>,
}

impl TryFrom<ObservationRow> for Observation {
    type Error = StoreError;

    fn try_from(row: ObservationRow) -> Result<Self, StoreError> {
        let approved = match (row.approved_by, codec::timestamp_opt(row.approved_at)?) {
            (Some(by), Some(at)) => Some(Approval { by: UserId(by), at }),
            _ => None,
        };
        Ok(Self {
            id: ObservationId(row.id),
            indicator: IndicatorId(row.indicator_id),
            reporting_period: row.period_code.as_deref().and_then(ReportingPeriod::parse),
            period: row.period,
            kind: codec::coded(&row.kind, ObservationKind::from_code)?,
            value: codec::decimal(&row.value)?,
            value_max: codec::decimal_opt(row.value_max.as_deref())?,
            withdrawn: row.withdrawn != 0,
            report: row.report_id.map(ReportId),
            document: row.document_id.map(DocumentId),
            note: row.note,
            recorded_by: row.recorded_by.map(UserId),
            recorded_at: codec::timestamp(row.recorded_at)?,
            supersedes: row.supersedes_id.map(ObservationId),
            approved,
        })
    }
}

/// Records a value.
///
/// # Errors
/// [`StoreError::Conflict`] on `observations_supersedes_id_key` when another has already taken the place of the one it
/// supersedes.
pub async fn insert(tx: &mut Tx, observation: &NewObservation) -> Result<ObservationId, StoreError> {
    const SQL: &str = "insert into observations (indicator_id, period, period_code, kind, value, value_max, withdrawn, \
                       report_id, document_id, note, recorded_by, recorded_at, supersedes_id) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id";
    let NewObservation { indicator, period, kind, note, .. } = observation;
    let code = observation.reporting_period.map(|period| period.code()).unwrap_or_default();
    let (value, value_max) = (codec::decimal_text(observation.value), observation.value_max.map(codec::decimal_text));
    let (report, document) = (observation.report.map(|report| report.0), observation.document.map(|id| id.0));
    let (by, at) = (observation.recorded_by.map(|user| user.0), codec::micros(observation.recorded_at));
    let (withdrawn, supersedes) = (i64::from(observation.withdrawn), observation.supersedes.map(|earlier| earlier.0));
    #[rustfmt::skip]
    let (id,) = one!(tx, (i64,), SQL, indicator.0, period, code, kind.code(), value, value_max, withdrawn, report, document,
        note, by, at, supersedes)?;
    Ok(ObservationId(id))
}

/// The observation of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: ObservationId) -> Result<Observation, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from observations o where o.id = $1");
    one!(tx, ObservationRow, SQL, id.0)?.try_into()
}

/// The value that holds for a period as printed and kind: the last one recorded.
pub async fn latest(
    tx: &mut Tx,
    indicator: IndicatorId,
    period: &str,
    kind: ObservationKind,
) -> Result<Option<Observation>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from observations o where o.indicator_id = $1 and o.period = $2 and o.kind = $3 order by o.id desc limit 1"
    );
    optional!(tx, ObservationRow, SQL, indicator.0, period, kind.code())?.map(Observation::try_from).transpose()
}

/// All observations of an indicator, superseded ones too, in the order they were recorded.
pub async fn list(tx: &mut Tx, indicator: IndicatorId) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from observations o where o.indicator_id = $1 order by o.id");
    all!(tx, ObservationRow, SQL, indicator.0)?.into_iter().map(Observation::try_from).collect()
}

/// The observations the figures of a report rest on, as they were stated.
pub async fn stated_in(tx: &mut Tx, report: ReportId) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from observations o where o.id in (select f.observation_id from figures f where f.report_id = $1) order by o.id"
    );
    all!(tx, ObservationRow, SQL, report.0)?.into_iter().map(Observation::try_from).collect()
}

#[derive(sqlx::FromRow)]
struct LineRow {
    root: i64,
    #[sqlx(flatten)]
    last: ObservationRow,
}

/// What the figures of a report rest on now: for each observation one of them was stated by, the last that took its place.
pub async fn behind(tx: &mut Tx, report: ReportId) -> Result<Vec<(ObservationId, Observation)>, StoreError> {
    const SQL: &str = concat!(
        "with recursive line (root, id) as (select f.observation_id, f.observation_id from figures f \
         where f.report_id = $1 and f.observation_id is not null \
         union select l.root, n.id from line l join observations n on n.supersedes_id = l.id) \
         select l.root, ",
        columns!(),
        " from line l join observations o on o.id = l.id \
         where not exists (select 1 from observations n where n.supersedes_id = o.id) order by l.root"
    );
    let rows = all!(tx, LineRow, SQL, report.0)?;
    rows.into_iter().map(|row| Ok((ObservationId(row.root), Observation::try_from(row.last)?))).collect()
}

/// What was recorded of an indicator before an instant for periods between two codes, both counted, in the order it was
/// recorded. Codes of years, halves, quarters and months of one stretch of years lie between its first year and the year
/// after its last.
pub async fn recorded_before(
    tx: &mut Tx,
    indicator: IndicatorId,
    codes: (&str, &str),
    before: Timestamp,
) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from observations o where o.indicator_id = $1 and o.period_code >= $2 and o.period_code < $3 \
         and o.recorded_at < $4 order by o.id"
    );
    let found = all!(tx, ObservationRow, SQL, indicator.0, codes.0, codes.1, codec::micros(before))?;
    found.into_iter().map(Observation::try_from).collect()
}

/// What is recorded for an agency's indicators in these periods, in the order it was recorded.
pub async fn of_agency(
    tx: &mut Tx,
    agency: AgencyId,
    periods: [&ReportingPeriod; 3],
) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from indicators i join observations o on o.indicator_id = i.id where i.agency_id = $1 \
         and o.period_code in ($2, $3, $4) order by o.id"
    );
    let [one, two, three] = periods.map(ReportingPeriod::code);
    all!(tx, ObservationRow, SQL, agency.0, one, two, three)?.into_iter().map(Observation::try_from).collect()
}

/// The same as [`recorded_before`] for all indicators of an agency.
pub async fn of_agency_before(
    tx: &mut Tx,
    agency: AgencyId,
    codes: (&str, &str),
    before: Timestamp,
) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from indicators i join observations o on o.indicator_id = i.id where i.agency_id = $1 \
         and o.period_code >= $2 and o.period_code < $3 and o.recorded_at < $4 order by o.id"
    );
    let found = all!(tx, ObservationRow, SQL, agency.0, codes.0, codes.1, codec::micros(before))?;
    found.into_iter().map(Observation::try_from).collect()
}

/// The same for the indicators of one code in the agencies right below another.
pub async fn below_before(
    tx: &mut Tx,
    (parent, code): (AgencyId, &str),
    codes: (&str, &str),
    before: Timestamp,
) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from agencies a join indicators i on i.agency_id = a.id join observations o on o.indicator_id = i.id \
         where a.parent_id = $1 and i.code = $2 and o.period_code >= $3 and o.period_code < $4 and o.recorded_at < $5 \
         order by o.id"
    );
    let found = all!(tx, ObservationRow, SQL, parent.0, code, codes.0, codes.1, codec::micros(before))?;
    found.into_iter().map(Observation::try_from).collect()
}

/// Marks an observation as approved.
pub async fn approve(tx: &mut Tx, id: ObservationId, by: UserId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str =
        "update observations set approved_by = $1, approved_at = $2 where id = $3 and approved_at is null";
    execute!(tx, SQL, by.0, codec::micros(at), id.0)?;
    Ok(())
}

/// Reads the periods that were recorded as text alone; what is no reporting period is marked as looked at.
pub async fn read_periods(tx: &mut Tx) -> Result<(), StoreError> {
    const UNREAD: &str = "select distinct period from observations where period_code is null";
    const READ: &str = "update observations set period_code = $1 where period = $2 and period_code is null";
    for (period,) in all!(tx, (String,), UNREAD)? {
        let code = ReportingPeriod::read(&period).map(|period| period.code()).unwrap_or_default();
        execute!(tx, READ, code, &period)?;
    }
    Ok(())
}

/// Whether some period was recorded as text alone.
pub async fn has_unread_periods(tx: &mut Tx) -> Result<bool, StoreError> {
    const SQL: &str = "select id from observations where period_code is null limit 1";
    Ok(optional!(tx, (i64,), SQL)?.is_some())
}

/// The last of the line an observation began: itself, or what took its place, and what took the place of that.
pub async fn end_of_line(tx: &mut Tx, id: ObservationId) -> Result<ObservationId, StoreError> {
    const SQL: &str = "select id from observations where supersedes_id = $1";
    let mut last = id;
    while let Some((next,)) = optional!(tx, (i64,), SQL, last.0)? {
        last = ObservationId(next);
    }
    Ok(last)
}

/// The last year an agency has something on record for.
pub async fn last_year(tx: &mut Tx, agency: AgencyId) -> Result<Option<i16>, StoreError> {
    const SQL: &str = "select max(substr(o.period_code, 1, 4)) from indicators i \
                       join observations o on o.indicator_id = i.id where i.agency_id = $1 \
                       and o.period_code <> '' and o.kind <> 'plan' and length(o.period_code) <= 7";
    let (year,) = one!(tx, (Option<String>,), SQL, agency.0)?;
    Ok(year.and_then(|year| year.parse().ok()))
}

/// What is recorded for the indicators of all agencies below one for periods between two codes, the first counted, in
/// the order it was recorded.
pub async fn below(tx: &mut Tx, root: AgencyId, codes: (&str, &str)) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from indicators i join observations o on o.indicator_id = i.id where i.agency_id in (select id from below) \
         and o.period_code >= $2 and o.period_code < $3 order by o.id"
    );
    let found = all!(tx, ObservationRow, SQL, root.0, codes.0, codes.1)?;
    found.into_iter().map(Observation::try_from).collect()
}
