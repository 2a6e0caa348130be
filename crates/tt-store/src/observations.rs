//! Observations of indicators: never overwritten, only superseded.

use tt_domain::id::{IndicatorId, ObservationId, ReportId, UserId};
use tt_domain::indicator::{NewObservation, Observation, ObservationKind};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, indicator_id, period, kind, value, value_max, report_id, recorded_by, recorded_at, supersedes_id"
    };
}

#[derive(sqlx::FromRow)]
struct ObservationRow {
    id: i64,
    indicator_id: i64,
    period: String,
    kind: String,
    value: String,
    value_max: Option<String>,
    report_id: Option<i64>,
    recorded_by: Option<i64>,
    recorded_at: i64,
    supersedes_id: Option<i64>,
}

impl TryFrom<ObservationRow> for Observation {
    type Error = StoreError;

    fn try_from(row: ObservationRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ObservationId(row.id),
            indicator: IndicatorId(row.indicator_id),
            period: row.period,
            kind: codec::coded(&row.kind, ObservationKind::from_code)?,
            value: codec::decimal(&row.value)?,
            value_max: codec::decimal_opt(row.value_max.as_deref())?,
            report: row.report_id.map(ReportId),
            recorded_by: row.recorded_by.map(UserId),
            recorded_at: codec::timestamp(row.recorded_at)?,
            supersedes: row.supersedes_id.map(ObservationId),
        })
    }
}

/// Records a value.
///
/// # Errors
/// [`StoreError::Conflict`] on `observations_supersedes_id_key` when another has already taken the place of the one it
/// supersedes.
pub async fn insert(tx: &mut Tx, observation: &NewObservation) -> Result<ObservationId, StoreError> {
    const SQL: &str = "insert into observations (indicator_id, period, kind, value, value_max, report_id, \
                       recorded_by, recorded_at, supersedes_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                       returning id";
    let NewObservation { indicator, period, kind, value, value_max, report, recorded_by, recorded_at, supersedes } =
        observation;
    let (value, value_max) = (codec::decimal_text(*value), value_max.map(codec::decimal_text));
    let (report, by) = (report.map(|report| report.0), recorded_by.map(|user| user.0));
    let (at, supersedes) = (codec::micros(*recorded_at), supersedes.map(|earlier| earlier.0));
    #[rustfmt::skip]
    let (id,) =
        one!(tx, (i64,), SQL, indicator.0, period, kind.code(), value, value_max, report, by, at, supersedes)?;
    Ok(ObservationId(id))
}

/// The observation of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: ObservationId) -> Result<Observation, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from observations where id = $1");
    one!(tx, ObservationRow, SQL, id.0)?.try_into()
}

/// The value that holds for a period and kind: the last one recorded.
pub async fn latest(
    tx: &mut Tx,
    indicator: IndicatorId,
    period: &str,
    kind: ObservationKind,
) -> Result<Option<Observation>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from observations where indicator_id = $1 and period = $2 and kind = $3 order by id desc limit 1"
    );
    optional!(tx, ObservationRow, SQL, indicator.0, period, kind.code())?.map(Observation::try_from).transpose()
}

/// All observations of an indicator, superseded ones too, in the order they were recorded.
pub async fn list(tx: &mut Tx, indicator: IndicatorId) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from observations where indicator_id = $1 order by id");
    all!(tx, ObservationRow, SQL, indicator.0)?.into_iter().map(Observation::try_from).collect()
}

/// The observations read from a report, in the order they were recorded.
pub async fn for_report(tx: &mut Tx, report: ReportId) -> Result<Vec<Observation>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from observations where report_id = $1 order by id");
    all!(tx, ObservationRow, SQL, report.0)?.into_iter().map(Observation::try_from).collect()
}
