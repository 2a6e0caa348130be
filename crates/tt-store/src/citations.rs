//! Mentions of documents in reports (viện dẫn).

use tt_domain::document::Citation;
use tt_domain::id::{AgencyId, CitationId, DocumentId, ReportId, TaskId};
use tt_domain::reporting_period::ReportingPeriod;

use crate::error::touched;
use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
pub(crate) struct CitationRow {
    id: i64,
    report_id: i64,
    document_id: i64,
    block: i64,
    task_id: Option<i64>,
    form: String,
}

impl TryFrom<CitationRow> for Citation {
    type Error = StoreError;

    fn try_from(row: CitationRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: CitationId(row.id),
            report: ReportId(row.report_id),
            document: DocumentId(row.document_id),
            block: codec::narrow(row.block)?,
            task: row.task_id.map(TaskId),
            form: row.form,
        })
    }
}

/// Adds a mention of a document to a report.
pub async fn insert(
    tx: &mut Tx,
    report: ReportId,
    document: DocumentId,
    block: u32,
    task: Option<TaskId>,
    form: &str,
) -> Result<CitationId, StoreError> {
    const SQL: &str = "insert into citations (report_id, document_id, block, task_id, form) \
                       values ($1, $2, $3, $4, $5) returning id";
    let task = task.map(|task| task.0);
    let (id,) = one!(tx, (i64,), SQL, report.0, document.0, i64::from(block), task, form)?;
    Ok(CitationId(id))
}

/// The mentions in a report, by block and within it in the order they were recorded.
pub async fn list(tx: &mut Tx, report: ReportId) -> Result<Vec<Citation>, StoreError> {
    const SQL: &str = "select id, report_id, document_id, block, task_id, form from citations \
                       where report_id = $1 order by block, id";
    all!(tx, CitationRow, SQL, report.0)?.into_iter().map(Citation::try_from).collect()
}

/// The mention of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: CitationId) -> Result<Citation, StoreError> {
    const SQL: &str = "select id, report_id, document_id, block, task_id, form from citations where id = $1";
    one!(tx, CitationRow, SQL, id.0)?.try_into()
}

/// Writes which document a mention names, where it stands and how it is printed; its report stays.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn update(tx: &mut Tx, citation: &Citation) -> Result<(), StoreError> {
    const SQL: &str = "update citations set document_id = $2, block = $3, task_id = $4, form = $5 where id = $1";
    let Citation { id, report: _, document, block, task, form } = citation;
    touched(execute!(tx, SQL, id.0, document.0, i64::from(*block), task.map(|task| task.0), form)?)
}

/// Removes a mention; says whether there was one.
pub async fn delete(tx: &mut Tx, id: CitationId) -> Result<bool, StoreError> {
    Ok(execute!(tx, "delete from citations where id = $1", id.0)? > 0)
}

/// Removes the mentions in a report and says how many there were.
pub async fn delete_for_report(tx: &mut Tx, report: ReportId) -> Result<u64, StoreError> {
    Ok(execute!(tx, "delete from citations where report_id = $1", report.0)?)
}

/// The mentions in all of an agency's reports of a year, in order.
pub async fn of_year(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<Vec<Citation>, StoreError> {
    const SQL: &str = "select id, report_id, document_id, block, task_id, form from citations where report_id in \
                       (select reports.id from reports where agency_id = $1 and year = $2) \
                       order by report_id, block, id";
    all!(tx, CitationRow, SQL, agency.0, i64::from(year))?.into_iter().map(Citation::try_from).collect()
}

/// The mentions in the parts on tasks of the reports of agencies below one for a period.
pub async fn of_tasks_below(
    tx: &mut Tx,
    root: AgencyId,
    period: &ReportingPeriod,
) -> Result<Vec<Citation>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select id, report_id, document_id, block, task_id, form from citations where task_id is not null \
         and report_id in ",
        reports_below!(),
        " order by report_id, block, id"
    );
    let (year, period) = (i64::from(period.of_year()), period.code());
    all!(tx, CitationRow, SQL, root.0, year, period)?.into_iter().map(Citation::try_from).collect()
}
