//! The blocks of a report, in order.

use std::borrow::Cow;

use tt_domain::composing::{Embedded, Embedding};
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
    alt: Option<String>,
    drawn: Option<String>,
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
                "embedded" => {
                    let shows = row.label.as_deref().and_then(Embedded::parse);
                    let shows = shows.ok_or_else(|| StoreError::Corrupt(format!("embedded block {:?}", row.label)))?;
                    ReportBlockKind::Embedded(Box::new(Embedding { shows, alt: row.alt }))
                }
                "note" => ReportBlockKind::Note { number: codec::narrow(number)? },
                other => return Err(StoreError::Corrupt(format!("kind of block {other}"))),
            },
            task: row.task_id.map(TaskId),
            content: content::from_json(&row.content)?,
            drawn: row.drawn,
        })
    }
}

/// Kind, label or marker, and number of a block as they stand in columns.
fn kind_columns(kind: &ReportBlockKind) -> (&'static str, Option<Cow<'_, str>>, Option<i64>) {
    match kind {
        ReportBlockKind::Heading { level, label } => {
            ("heading", label.as_deref().map(Cow::Borrowed), Some(i64::from(*level)))
        }
        ReportBlockKind::Annex { lying } => ("annex", None, lying.then_some(1)),
        ReportBlockKind::Paragraph { label } => ("paragraph", label.as_deref().map(Cow::Borrowed), None),
        ReportBlockKind::Item { marker } => ("item", Some(Cow::Borrowed(marker)), None),
        ReportBlockKind::Table { head_rows } => ("table", None, Some(i64::from(*head_rows))),
        ReportBlockKind::Embedded(embedding) => ("embedded", Some(Cow::Owned(embedding.shows.to_string())), None),
        ReportBlockKind::Note { number } => ("note", None, Some(i64::from(*number))),
    }
}

/// Makes these the blocks of a report.
///
/// # Errors
/// [`StoreError::Conflict`] when two have one position.
pub async fn replace(tx: &mut Tx, report: ReportId, blocks: &[ReportBlock]) -> Result<(), StoreError> {
    const ADD: &str = "insert into report_blocks (report_id, position, kind, label, number, task_id, content, alt, \
                       drawn) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute!(tx, "delete from report_blocks where report_id = $1", report.0)?;
    for ReportBlock { position, kind, task, content, drawn } in blocks {
        let alt = match kind {
            ReportBlockKind::Embedded(embedding) => embedding.alt.as_deref(),
            _ => None,
        };
        let (kind, label, number) = kind_columns(kind);
        let (task, content) = (task.map(|task| task.0), content::to_json(content)?);
        let position = i64::from(*position);
        execute!(tx, ADD, report.0, position, kind, label.as_deref(), number, task, content, alt, drawn.as_deref())?;
    }
    Ok(())
}

/// Keeps what an embedded block drew.
///
/// # Errors
/// [`StoreError::NotFound`] when the report has no block there.
pub async fn set_drawn(tx: &mut Tx, report: ReportId, position: u32, drawn: &str) -> Result<(), StoreError> {
    const SQL: &str = "update report_blocks set drawn = $3 where report_id = $1 and position = $2";
    let rows = execute!(tx, SQL, report.0, i64::from(position), drawn)?;
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// The blocks of a report, in order.
pub async fn list(tx: &mut Tx, report: ReportId) -> Result<Vec<ReportBlock>, StoreError> {
    const SQL: &str = "select position, kind, label, number, task_id, content, alt, drawn from report_blocks \
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
        "select report_id, position, kind, label, number, task_id, content, alt, drawn from report_blocks \
         where task_id is not null and report_id in ",
        reports_below!(),
        " order by report_id, position"
    );
    let (year, period) = (i64::from(period.of_year()), period.code());
    let rows = all!(tx, TaskBlockRow, SQL, root.0, year, period)?;
    rows.into_iter().map(|row| Ok((ReportId(row.report_id), row.block.try_into()?))).collect()
}
