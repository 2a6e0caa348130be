//! Checks of the audit chains that were made, and what they found.

use jiff::Timestamp;
use tt_domain::id::UserId;

use crate::audit::Verification;
use crate::{StoreError, Tx, codec};

/// A check as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCheck {
    /// When.
    pub at: Timestamp,
    /// Chains read.
    pub agencies: u64,
    /// Events read.
    pub events: u64,
    /// Symbol of the agency, the event and the reason of the first link that does not hold.
    pub broken: Option<(String, i64, String)>,
    /// Who asked for it; `None` for the nightly one.
    pub user: Option<UserId>,
}

#[derive(sqlx::FromRow)]
struct CheckRow {
    at: i64,
    agencies: i64,
    events: i64,
    broken_agency: Option<String>,
    broken_sequence: Option<i64>,
    broken_reason: Option<String>,
    user_id: Option<i64>,
}

impl TryFrom<CheckRow> for AuditCheck {
    type Error = StoreError;

    fn try_from(row: CheckRow) -> Result<Self, StoreError> {
        let broken = match (row.broken_agency, row.broken_sequence, row.broken_reason) {
            (Some(agency), Some(sequence), Some(reason)) => Some((agency, sequence, reason)),
            _ => None,
        };
        Ok(Self {
            at: codec::timestamp(row.at)?,
            agencies: row.agencies.unsigned_abs(),
            events: row.events.unsigned_abs(),
            broken,
            user: row.user_id.map(UserId),
        })
    }
}

/// Records a check.
pub async fn add(tx: &mut Tx, at: Timestamp, user: Option<UserId>, found: &Verification) -> Result<(), StoreError> {
    const SQL: &str = "insert into audit_checks (at, agencies, events, broken_agency, broken_sequence, broken_reason, \
                       user_id) values ($1, $2, $3, $4, $5, $6, $7)";
    let broken = found.broken.as_ref();
    let (agencies, events) = (found.agencies.cast_signed(), found.events.cast_signed());
    let agency = broken.map(|broken| broken.agency.clone());
    let sequence = broken.map(|broken| broken.sequence);
    let reason = broken.map(|broken| broken.reason.code());
    execute!(tx, SQL, codec::micros(at), agencies, events, agency, sequence, reason, user.map(|user| user.0))?;
    Ok(())
}

/// The last checks, newest first.
pub async fn last(tx: &mut Tx, limit: u32) -> Result<Vec<AuditCheck>, StoreError> {
    const SQL: &str = "select at, agencies, events, broken_agency, broken_sequence, broken_reason, user_id \
                       from audit_checks order by at desc, id desc limit $1";
    all!(tx, CheckRow, SQL, i64::from(limit))?.into_iter().map(AuditCheck::try_from).collect()
}
