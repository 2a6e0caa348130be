//! Audit events, chained by SHA-256 per agency.

use jiff::Timestamp;

use crate::id::{AgencyId, UserId};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAuditEvent {
    /// Chain it belongs to.
    pub agency: AgencyId,
    /// When.
    pub at: Timestamp,
    /// Who; `None` for the command line.
    pub user: Option<UserId>,
    /// From where: an address, or `cli`.
    pub origin: String,
    /// What: `report.imported`, `user.signed_in`…
    pub action: String,
    /// Record it is about: `report-3`.
    pub object: String,
    /// Before and after, or particulars, as canonical JSON.
    pub details: String,
}

/// An event in its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// Number in the agency's chain, from 1, without gaps.
    pub sequence: i64,
    /// The event.
    pub event: NewAuditEvent,
    /// Hash of the event before it, hex; of the empty string for the first.
    pub previous_hash: String,
    /// Hash of this one, hex.
    pub hash: String,
}
