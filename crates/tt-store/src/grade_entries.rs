//! Every grade ever given or taken back, of tasks and of agencies; appended, never changed.

use tt_domain::assessment::{Grade, Stage};
use tt_domain::grading::GradeEntry;
use tt_domain::id::{AgencyId, DocumentId, GradeEntryId, ReportId, TaskId, UserId};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, year, task_id, stage, grade, suggested, reason, document_id, report_id, recorded_by, recorded_at, \
         said_on"
    };
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: i64,
    agency_id: i64,
    year: i64,
    task_id: Option<i64>,
    stage: String,
    grade: Option<String>,
    suggested: Option<String>,
    reason: Option<String>,
    document_id: Option<i64>,
    report_id: Option<i64>,
    recorded_by: Option<i64>,
    recorded_at: i64,
    said_on: Option<String>,
}

impl TryFrom<EntryRow> for GradeEntry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        let grade = |code: Option<String>| code.map(|code| codec::coded(&code, Grade::from_code)).transpose();
        Ok(Self {
            id: GradeEntryId(row.id),
            agency: AgencyId(row.agency_id),
            year: codec::narrow(row.year)?,
            task: row.task_id.map(TaskId),
            stage: codec::coded(&row.stage, Stage::from_code)?,
            grade: grade(row.grade)?,
            suggested: grade(row.suggested)?,
            reason: row.reason,
            document: row.document_id.map(DocumentId),
            report: row.report_id.map(ReportId),
            by: row.recorded_by.map(UserId),
            at: codec::timestamp(row.recorded_at)?,
            said_on: row.said_on.as_deref().map(codec::known_day).transpose()?,
        })
    }
}

/// Appends an entry; the identity it comes with is not looked at.
pub async fn append(tx: &mut Tx, entry: &GradeEntry) -> Result<GradeEntryId, StoreError> {
    const SQL: &str = "insert into grade_entries (agency_id, year, task_id, stage, grade, suggested, reason, \
                       document_id, report_id, recorded_by, recorded_at, said_on) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id";
    let GradeEntry { agency, year, task, stage, grade, suggested, reason, document, report, by, at, said_on, .. } =
        entry;
    let (grade, suggested) = (grade.map(Grade::code), suggested.map(Grade::code));
    let (task, document) = (task.map(|id| id.0), document.map(|id| id.0));
    let (report, by, at) = (report.map(|id| id.0), by.map(|id| id.0), codec::micros(*at));
    let year = i64::from(*year);
    let (stage, said_on) = (stage.code(), said_on.map(codec::day_text));
    #[rustfmt::skip]
    let (id,) = one!(
        tx, (i64,), SQL, agency.0, year, task, stage, grade, suggested, reason, document, report, by, at, said_on
    )?;
    Ok(GradeEntryId(id))
}

/// All entries of an agency's year, tasks and agency together, the newest first.
pub async fn of_year(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<Vec<GradeEntry>, StoreError> {
    const SQL: &str =
        concat!("select ", columns!(), " from grade_entries where agency_id = $1 and year = $2 order by id desc");
    all!(tx, EntryRow, SQL, agency.0, i64::from(year))?.into_iter().map(GradeEntry::try_from).collect()
}

/// The entries about the agencies themselves, not their tasks, of all agencies below one for a year, the newest first.
pub async fn of_agencies_below(tx: &mut Tx, root: AgencyId, year: i16) -> Result<Vec<GradeEntry>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from grade_entries where agency_id in (select id from below) and year = $2 and task_id is null \
         order by id desc"
    );
    all!(tx, EntryRow, SQL, root.0, i64::from(year))?.into_iter().map(GradeEntry::try_from).collect()
}
