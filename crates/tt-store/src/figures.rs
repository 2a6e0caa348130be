//! Figures reports state (số liệu).

use tt_domain::id::{AgencyId, FigureId, ObservationId, ReportId, TaskId};
use tt_domain::report::{ReportFigure, StatedFigure};
use tt_domain::reporting_period::ReportingPeriod;

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, report_id, block, form, printed, value, value_max, of_value, unit, kind, direction, period, subject, \
         task_id, observation_id"
    };
}

#[derive(sqlx::FromRow)]
struct FigureRow {
    id: i64,
    report_id: i64,
    block: i64,
    form: String,
    printed: String,
    value: Option<String>,
    value_max: Option<String>,
    of_value: Option<String>,
    unit: Option<String>,
    kind: String,
    direction: Option<String>,
    period: Option<String>,
    subject: Option<String>,
    task_id: Option<i64>,
    observation_id: Option<i64>,
}

impl TryFrom<FigureRow> for ReportFigure {
    type Error = StoreError;

    fn try_from(row: FigureRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: FigureId(row.id),
            report: ReportId(row.report_id),
            block: codec::narrow(row.block)?,
            stated: StatedFigure {
                form: row.form,
                printed: row.printed,
                value: codec::decimal_opt(row.value.as_deref())?,
                value_max: codec::decimal_opt(row.value_max.as_deref())?,
                of: codec::decimal_opt(row.of_value.as_deref())?,
                unit: row.unit,
                kind: row.kind,
                direction: row.direction,
                period: row.period,
                subject: row.subject,
                task: row.task_id.map(TaskId),
                observation: row.observation_id.map(ObservationId),
            },
        })
    }
}

/// Adds a figure to a report.
pub async fn insert(tx: &mut Tx, report: ReportId, block: u32, stated: &StatedFigure) -> Result<FigureId, StoreError> {
    const SQL: &str = "insert into figures (report_id, block, form, printed, value, value_max, of_value, unit, kind, \
                       direction, period, subject, task_id, observation_id) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id";
    let StatedFigure { form, printed, value, value_max, of, unit, kind, direction, period, subject, task, observation } =
        stated;
    let value = value.map(codec::decimal_text);
    let value_max = value_max.map(codec::decimal_text);
    let of = of.map(codec::decimal_text);
    let (task, observation) = (task.map(|task| task.0), observation.map(|observation| observation.0));
    let (report, block) = (report.0, i64::from(block));
    #[rustfmt::skip]
    let (id,) = one!(
        tx, (i64,), SQL,
        report, block, form, printed, value, value_max, of, unit, kind, direction, period, subject, task, observation,
    )?;
    Ok(FigureId(id))
}

/// The figures of a report, by block and within it in the order they were recorded.
pub async fn list(tx: &mut Tx, report: ReportId) -> Result<Vec<ReportFigure>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from figures where report_id = $1 order by block, id");
    all!(tx, FigureRow, SQL, report.0)?.into_iter().map(ReportFigure::try_from).collect()
}

/// The figure of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: FigureId) -> Result<ReportFigure, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from figures where id = $1");
    one!(tx, FigureRow, SQL, id.0)?.try_into()
}

/// Writes where a figure stands and what it states; its report stays.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn update(tx: &mut Tx, figure: &ReportFigure) -> Result<(), StoreError> {
    const SQL: &str = "update figures set block = $2, form = $3, printed = $4, value = $5, value_max = $6, \
                       of_value = $7, unit = $8, kind = $9, direction = $10, period = $11, subject = $12, \
                       task_id = $13, observation_id = $14 where id = $1";
    let ReportFigure { id, report: _, block, stated } = figure;
    let StatedFigure { form, printed, value, value_max, of, unit, kind, direction, period, subject, task, observation } =
        stated;
    let value = value.map(codec::decimal_text);
    let value_max = value_max.map(codec::decimal_text);
    let of = of.map(codec::decimal_text);
    let (task, observation) = (task.map(|task| task.0), observation.map(|observation| observation.0));
    let block = i64::from(*block);
    #[rustfmt::skip]
    let rows = execute!(
        tx, SQL,
        id.0, block, form, printed, value, value_max, of, unit, kind, direction, period, subject, task, observation,
    )?;
    touched(rows)
}

/// Removes a figure; says whether there was one.
pub async fn delete(tx: &mut Tx, id: FigureId) -> Result<bool, StoreError> {
    Ok(execute!(tx, "delete from figures where id = $1", id.0)? > 0)
}

/// Removes the figures of a report and says how many there were.
pub async fn delete_for_report(tx: &mut Tx, report: ReportId) -> Result<u64, StoreError> {
    Ok(execute!(tx, "delete from figures where report_id = $1", report.0)?)
}

/// The figures that reports of agencies below one state for a period, by report, block and the order of recording.
pub async fn below(tx: &mut Tx, root: AgencyId, period: &ReportingPeriod) -> Result<Vec<ReportFigure>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from figures where report_id in ",
        reports_below!(),
        " order by report_id, block, id"
    );
    let (year, period) = (i64::from(period.of_year()), period.code());
    all!(tx, FigureRow, SQL, root.0, year, period)?.into_iter().map(ReportFigure::try_from).collect()
}
