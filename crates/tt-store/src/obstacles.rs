//! Difficulties reports name (khó khăn, vướng mắc).

use tt_domain::id::{AgencyId, ObstacleId, ReportId, TaskId};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::task::{Cause, NewObstacle, Obstacle};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, report_id, task_id, heading, text, cause"
    };
}

#[derive(sqlx::FromRow)]
struct ObstacleRow {
    id: i64,
    report_id: i64,
    task_id: Option<i64>,
    heading: Option<String>,
    text: String,
    cause: Option<String>,
}

impl TryFrom<ObstacleRow> for Obstacle {
    type Error = StoreError;

    fn try_from(row: ObstacleRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ObstacleId(row.id),
            report: ReportId(row.report_id),
            task: row.task_id.map(TaskId),
            heading: row.heading,
            text: row.text,
            cause: row.cause.map(|cause| codec::coded(&cause, Cause::from_code)).transpose()?,
        })
    }
}

/// Makes these the difficulties a report names, in this order. One keeps its identity as long as it keeps its place.
pub async fn replace(tx: &mut Tx, report: ReportId, obstacles: &[NewObstacle]) -> Result<(), StoreError> {
    const PUT: &str = "insert into obstacles (report_id, position, task_id, heading, text, cause) \
                       values ($1, $2, $3, $4, $5, $6) \
                       on conflict (report_id, position) do update set task_id = excluded.task_id, \
                       heading = excluded.heading, text = excluded.text, cause = excluded.cause";
    for (index, NewObstacle { task, heading, text, cause }) in obstacles.iter().enumerate() {
        let (task, cause) = (task.map(|task| task.0), cause.map(Cause::code));
        execute!(tx, PUT, report.0, codec::position(index)?, task, heading, text, cause)?;
    }
    let kept = codec::position(obstacles.len())?;
    execute!(tx, "delete from obstacles where report_id = $1 and position >= $2", report.0, kept)?;
    Ok(())
}

/// The difficulties a report names, in order.
pub async fn list(tx: &mut Tx, report: ReportId) -> Result<Vec<Obstacle>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from obstacles where report_id = $1 order by position");
    all!(tx, ObstacleRow, SQL, report.0)?.into_iter().map(Obstacle::try_from).collect()
}

/// The difficulties named about a task in any report, oldest record first.
pub async fn list_for_task(tx: &mut Tx, task: TaskId) -> Result<Vec<Obstacle>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from obstacles where task_id = $1 order by id");
    all!(tx, ObstacleRow, SQL, task.0)?.into_iter().map(Obstacle::try_from).collect()
}

/// The difficulties that an agency's reports of a year name, by report and place in it.
pub async fn of_year(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<Vec<Obstacle>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from obstacles where report_id in (select reports.id from reports where agency_id = $1 and year = $2) \
          order by report_id, position"
    );
    all!(tx, ObstacleRow, SQL, agency.0, i64::from(year))?.into_iter().map(Obstacle::try_from).collect()
}

/// The difficulties that reports of agencies below one name for a period, by report and in order.
pub async fn below(tx: &mut Tx, root: AgencyId, period: &ReportingPeriod) -> Result<Vec<Obstacle>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from obstacles where report_id in ",
        reports_below!(),
        " order by report_id, position"
    );
    let (year, period) = (i64::from(period.of_year()), period.code());
    all!(tx, ObstacleRow, SQL, root.0, year, period)?.into_iter().map(Obstacle::try_from).collect()
}
