//! What the agencies right below one have of a year, together, for a report drawn from theirs.

use jiff::civil::Date;
use tt_domain::assessment::Grade;
use tt_domain::id::AgencyId;
use tt_domain::report::ReportState;
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::task::TaskState;

use crate::{StoreError, Tx, codec};

/// A key task of an agency below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskBelow {
    /// Whose.
    pub agency: AgencyId,
    /// Its number in the decision.
    pub number: u32,
    /// Its words.
    pub statement: String,
    /// Its state.
    pub state: TaskState,
    /// Its deadline.
    pub deadline: Option<Date>,
    /// The newest self-grade.
    pub grade: Option<Grade>,
}

#[derive(sqlx::FromRow)]
struct TaskRow {
    agency_id: i64,
    number: i64,
    statement: String,
    state: String,
    deadline: Option<String>,
    grade: Option<String>,
}

/// The key tasks of a year of all agencies right below one, by agency and number; proposed ones are left out.
pub async fn tasks(tx: &mut Tx, above: AgencyId, year: i16) -> Result<Vec<TaskBelow>, StoreError> {
    const SQL: &str = "select programmes.agency_id, tasks.number, tasks.statement, tasks.state, tasks.deadline, \
                       (select grade from grade_entries where grade_entries.task_id = tasks.id and stage = 'self' \
                       order by grade_entries.id desc limit 1) as grade \
                       from tasks join programmes on programmes.id = tasks.programme_id \
                       join agencies on agencies.id = programmes.agency_id \
                       where agencies.parent_id = $1 and programmes.year = $2 and tasks.kind = 'key' \
                       and tasks.parent_id is null and tasks.state not in ('draft', 'cancelled', 'returned') \
                       order by programmes.agency_id, tasks.number, tasks.id";
    let read = |row: TaskRow| {
        Ok(TaskBelow {
            agency: AgencyId(row.agency_id),
            number: codec::narrow(row.number)?,
            statement: row.statement,
            state: codec::coded(&row.state, TaskState::from_code)?,
            deadline: codec::day(row.deadline.as_deref())?,
            grade: row.grade.map(|grade| codec::coded(&grade, Grade::from_code)).transpose()?,
        })
    };
    all!(tx, TaskRow, SQL, above.0, i64::from(year))?.into_iter().map(read).collect()
}

/// The newest grade of itself of each agency right below one; `None` where it was taken back.
pub async fn self_grades(
    tx: &mut Tx,
    above: AgencyId,
    year: i16,
) -> Result<Vec<(AgencyId, Option<Grade>)>, StoreError> {
    const SQL: &str = "select grade_entries.agency_id, grade_entries.grade from grade_entries \
                       join agencies on agencies.id = grade_entries.agency_id \
                       where agencies.parent_id = $1 and grade_entries.year = $2 and grade_entries.task_id is null \
                       and grade_entries.stage = 'self' and grade_entries.id = (select max(newer.id) \
                       from grade_entries newer where newer.agency_id = grade_entries.agency_id \
                       and newer.year = grade_entries.year and newer.task_id is null and newer.stage = 'self') \
                       order by grade_entries.agency_id";
    let read = |(agency, grade): (i64, Option<String>)| {
        let grade = grade.map(|grade| codec::coded(&grade, Grade::from_code)).transpose()?;
        Ok((AgencyId(agency), grade))
    };
    all!(tx, (i64, Option<String>), SQL, above.0, i64::from(year))?.into_iter().map(read).collect()
}

/// The states of the reports on a period of all agencies right below one, the older report first.
pub async fn reports(
    tx: &mut Tx,
    above: AgencyId,
    period: ReportingPeriod,
) -> Result<Vec<(AgencyId, ReportState)>, StoreError> {
    const SQL: &str = "select reports.agency_id, reports.state from reports \
                       join agencies on agencies.id = reports.agency_id \
                       where agencies.parent_id = $1 and reports.year = $2 and reports.period = $3 order by reports.id";
    let year = i64::from(period.of_year());
    let read = |(agency, state): (i64, String)| Ok((AgencyId(agency), codec::coded(&state, ReportState::from_code)?));
    all!(tx, (i64, String), SQL, above.0, year, period.code())?.into_iter().map(read).collect()
}
