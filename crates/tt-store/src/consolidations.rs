//! What was composed into a report out of the reports of agencies below: which of its blocks the program made.

use jiff::Timestamp;
use tt_domain::id::{ReportId, UserId};

use crate::{StoreError, Tx, codec};

/// A composing of a report out of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptConsolidation {
    /// When.
    pub at: Timestamp,
    /// Who; `None` for the command line.
    pub by: Option<UserId>,
    /// SHA-256 of each block that was made, in order; a block of the report that is none of these is a person's.
    pub blocks: Vec<String>,
}

/// Keeps the last composing of a report.
pub async fn put(tx: &mut Tx, report: ReportId, kept: &KeptConsolidation) -> Result<(), StoreError> {
    const SQL: &str = "insert into report_consolidations (report_id, blocks, composed_at, composed_by) \
                       values ($1, $2, $3, $4) on conflict (report_id) do update set blocks = excluded.blocks, \
                       composed_at = excluded.composed_at, composed_by = excluded.composed_by";
    let KeptConsolidation { at, by, blocks } = kept;
    execute!(tx, SQL, report.0, blocks.join("\n"), codec::micros(*at), by.map(|user| user.0))?;
    Ok(())
}

/// The last composing of a report.
pub async fn find(tx: &mut Tx, report: ReportId) -> Result<Option<KeptConsolidation>, StoreError> {
    const SQL: &str = "select blocks, composed_at, composed_by from report_consolidations where report_id = $1";
    let Some((blocks, at, by)) = optional!(tx, (String, i64, Option<i64>), SQL, report.0)? else { return Ok(None) };
    Ok(Some(KeptConsolidation {
        at: codec::timestamp(at)?,
        by: by.map(UserId),
        blocks: blocks.lines().map(str::to_owned).collect(),
    }))
}
