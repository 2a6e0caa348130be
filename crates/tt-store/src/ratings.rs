//! Grades of tasks, one for each stage.

use tt_domain::assessment::{Grade, Rating, Stage};
use tt_domain::id::{AgencyId, DocumentId, ProgrammeId, ReportId, TaskId, UserId};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "ratings.task_id, ratings.stage, ratings.grade, ratings.reason, ratings.report_id, ratings.document_id, \
         ratings.recorded_by, ratings.recorded_at"
    };
}

#[derive(sqlx::FromRow)]
struct RatingRow {
    task_id: i64,
    stage: String,
    grade: String,
    reason: Option<String>,
    report_id: Option<i64>,
    document_id: Option<i64>,
    recorded_by: Option<i64>,
    recorded_at: i64,
}

impl TryFrom<RatingRow> for Rating {
    type Error = StoreError;

    fn try_from(row: RatingRow) -> Result<Self, StoreError> {
        Ok(Self {
            task: TaskId(row.task_id),
            stage: codec::coded(&row.stage, Stage::from_code)?,
            grade: codec::coded(&row.grade, Grade::from_code)?,
            reason: row.reason,
            report: row.report_id.map(ReportId),
            document: row.document_id.map(DocumentId),
            by: row.recorded_by.map(UserId),
            recorded_at: codec::timestamp(row.recorded_at)?,
        })
    }
}

/// Records the grade of a task at a stage and gives back the one it takes the place of, for the audit event.
pub async fn put(tx: &mut Tx, rating: &Rating) -> Result<Option<Rating>, StoreError> {
    const PREVIOUS: &str = concat!("select ", columns!(), " from ratings where task_id = $1 and stage = $2");
    const PUT: &str = "insert into ratings (task_id, stage, grade, reason, report_id, document_id, recorded_by, \
                       recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
                       on conflict (task_id, stage) do update set grade = excluded.grade, reason = excluded.reason, \
                       report_id = excluded.report_id, document_id = excluded.document_id, \
                       recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at";
    let Rating { task, stage, grade, reason, report, document, by, recorded_at } = rating;
    let previous = optional!(tx, RatingRow, PREVIOUS, task.0, stage.code())?;
    let (report, at) = (report.map(|report| report.0), codec::micros(*recorded_at));
    let (document, by) = (document.map(|id| id.0), by.map(|id| id.0));
    execute!(tx, PUT, task.0, stage.code(), grade.code(), reason, report, document, by, at)?;
    previous.map(Rating::try_from).transpose()
}

/// The grades of a task.
pub async fn list(tx: &mut Tx, task: TaskId) -> Result<Vec<Rating>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from ratings where task_id = $1 order by stage");
    all!(tx, RatingRow, SQL, task.0)?.into_iter().map(Rating::try_from).collect()
}

/// The grades of all tasks of a programme, by task number.
pub async fn list_for_programme(tx: &mut Tx, programme: ProgrammeId) -> Result<Vec<Rating>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from tasks join ratings on ratings.task_id = tasks.id where tasks.programme_id = $1 \
         order by tasks.number, ratings.stage"
    );
    all!(tx, RatingRow, SQL, programme.0)?.into_iter().map(Rating::try_from).collect()
}

/// Takes a grade back; says whether there was one.
pub async fn remove(tx: &mut Tx, task: TaskId, stage: Stage) -> Result<bool, StoreError> {
    Ok(execute!(tx, "delete from ratings where task_id = $1 and stage = $2", task.0, stage.code())? > 0)
}

/// The grades of the key tasks of all agencies below one for a year, by task.
pub async fn below(tx: &mut Tx, root: AgencyId, year: i16) -> Result<Vec<Rating>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from programmes join tasks on tasks.programme_id = programmes.id join ratings on ratings.task_id = tasks.id \
         where programmes.agency_id in (select id from below) and programmes.year = $2 \
         order by ratings.task_id, ratings.stage"
    );
    all!(tx, RatingRow, SQL, root.0, i64::from(year))?.into_iter().map(Rating::try_from).collect()
}
