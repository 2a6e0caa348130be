//! The blocks of a report, in order.

use tt_domain::id::{AgencyId, ReportId, TaskId};
use tt_domain::report::{ReportBlock, ReportBlockKind};
use tt_domain::reporting_period::ReportingPeriod;

use crate::{StoreError, Tx, codec, content};

#[derive(sqlx::FromRow)]
struct BlockRow {
    position: i64,
    kind: String,
    label: Option<String>,
    number: Option<i64>,
    task_id: Option<i64>,
    content: String,
}

impl TryFrom<BlockRow> for ReportBlock {
    type Error = StoreError;

    fn try_from(row: BlockRow) -> Result<Self, StoreError> {
        let number = row.number.unwrap_or_default();
        Ok(Self {
            position: codec::narrow(row.position)?,
            kind: match row.kind.as_str() {
                "heading" => ReportBlockKind::Heading { level: codec::narrow(number)?, label: row.label },
                // A number says that its sheets lie.
                "annex" => ReportBlockKind::Annex { lying: row.number.is_some() },
                "paragraph" => ReportBlockKind::Paragraph { label: row.label },
                "item" => ReportBlockKind::Item { marker: row.label.unwrap_or_default() },
                "table" => ReportBlockKind::Table { head_rows: codec::narrow(number)? },
                "note" => ReportBlockKind::Note { number: codec::narrow(number)? },
                other => return Err(StoreError::Corrupt(format!("kind of block {other}"))),
            },
            task: row.task_id.map(TaskId),
            content: content::from_json(&row.content)?,
        })
    }
}

/// Kind, label or marker, and number of a block as they stand in columns.
fn kind_columns(kind: &ReportBlockKind) -> (&'static str, Option<&str>, Option<i64>) {
    match kind {
        ReportBlockKind::Heading { level, label } => ("heading", label.as_deref(), Some(i64::from(*level))),
        ReportBlockKind::Annex { lying } => ("annex", None, lying.then_some(1)),
        ReportBlockKind::Paragraph { label } => ("paragraph", label.as_deref(), None),
        ReportBlockKind::Item { marker } => ("item", Some(marker), None),
        ReportBlockKind::Table { head_rows } => ("table", None, Some(i64::from(*head_rows))),
        ReportBlockKind::Note { number } => ("note", None, Some(i64::from(*number))),
    }
}

/// Makes these the blocks of a report.
///
/// # Errors
/// [`StoreError::Conflict`] when two have one position.
pub async fn replace(tx: &mut Tx, report: ReportId, blocks: &[ReportBlock]) -> Result<(), StoreError> {
    const ADD: &str = "insert into report_blocks (report_id, position, kind, label, number, task_id, content) \
                       values ($1, $2, $3, $4, $5, $6, $7)";
    execute!(tx, "delete from report_blocks where report_id = $1", report.0)?;
    for ReportBlock { position, kind, task, content } in blocks {
        let (kind, label, number) = kind_columns(kind);
        let (task, content) = (task.map(|task| task.0), content::to_json(content)?);
        execute!(tx, ADD, report.0, i64::from(*position), kind, label, number, task, content)?;
    }
    Ok(())
}

/// The blocks of a report, in order.
pub async fn list(tx: &mut Tx, report: ReportId) -> Result<Vec<ReportBlock>, StoreError> {
    const SQL: &str = "select position, kind, label, number, task_id, content from report_blocks \
                       where report_id = $1 order by position";
    all!(tx, BlockRow, SQL, report.0)?.into_iter().map(ReportBlock::try_from).collect()
}

#[derive(sqlx::FromRow)]
struct TaskBlockRow {
    report_id: i64,
    #[sqlx(flatten)]
    block: BlockRow,
}

/// The blocks in which reports of agencies below one speak of their tasks for a period, by report and in order.
pub async fn of_tasks_below(
    tx: &mut Tx,
    root: AgencyId,
    period: &ReportingPeriod,
) -> Result<Vec<(ReportId, ReportBlock)>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select report_id, position, kind, label, number, task_id, content from report_blocks \
         where task_id is not null and report_id in ",
        reports_below!(),
        " order by report_id, position"
    );
    let (year, period) = (i64::from(period.of_year()), period.code());
    let rows = all!(tx, TaskBlockRow, SQL, root.0, year, period)?;
    rows.into_iter().map(|row| Ok((ReportId(row.report_id), row.block.try_into()?))).collect()
}
