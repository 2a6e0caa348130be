//! Audit events: one chain for each agency, every event hashed together with the hash of the one before it.
//!
//! A changed, missing, moved or added event breaks the chain; a cut-off tail does not agree with the recorded head. Who
//! can write to the database can rewrite a whole chain with its head: against that, keep the last hash elsewhere.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tt_domain::audit::{AuditEvent, NewAuditEvent};
use tt_domain::id::{AgencyId, UserId};

use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct EventRow {
    agency_id: i64,
    sequence: i64,
    at: i64,
    user_id: Option<i64>,
    origin: String,
    action: String,
    object: String,
    details: String,
    previous_hash: String,
    hash: String,
}

impl TryFrom<EventRow> for AuditEvent {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        Ok(Self {
            sequence: row.sequence,
            event: NewAuditEvent {
                agency: AgencyId(row.agency_id),
                at: codec::timestamp(row.at)?,
                user: row.user_id.map(UserId),
                origin: row.origin,
                action: row.action,
                object: row.object,
                details: row.details,
            },
            previous_hash: row.previous_hash,
            hash: row.hash,
        })
    }
}

/// The hash of an event: SHA-256 over its fields in order, each with its length before it so that no two events can be
/// written alike, behind a name that no other hashing shares.
fn event_hash(sequence: i64, event: &NewAuditEvent, previous_hash: &str) -> String {
    let NewAuditEvent { agency, at, user, origin, action, object, details } = event;
    let mut digest = Sha256::new();
    let mut field = |value: &str| {
        digest.update((value.len() as u64).to_be_bytes());
        digest.update(value.as_bytes());
    };
    field("trongtam audit event 1");
    field(&agency.to_string());
    field(&sequence.to_string());
    field(&codec::micros(*at).to_string());
    field(&user.map(|user| user.to_string()).unwrap_or_default());
    field(origin);
    field(action);
    field(object);
    field(details);
    field(previous_hash);
    codec::hex(&digest.finalize())
}

/// What the first event of a chain follows: the hash of nothing.
fn root_hash() -> String {
    codec::hex(&Sha256::digest(b""))
}

/// Records that a chain exists, so that its loss shows.
pub(crate) async fn open_chain(tx: &mut Tx, agency: AgencyId) -> Result<(), StoreError> {
    const SQL: &str = "insert into audit_heads (agency_id, last_sequence, last_hash) values ($1, 0, $2)";
    execute!(tx, SQL, agency.0, root_hash())?;
    Ok(())
}

/// Adds an event to the end of its agency's chain. Until the transaction ends, others wait to do the same.
///
/// # Errors
/// [`StoreError::NotFound`] when the agency has no chain.
pub async fn append(tx: &mut Tx, event: &NewAuditEvent) -> Result<AuditEvent, StoreError> {
    // Counting up first takes the lock on the head, so that two events never follow the same one.
    const NEXT: &str = "update audit_heads set last_sequence = last_sequence + 1 where agency_id = $1 \
                        returning last_sequence, last_hash";
    const ADD: &str = "insert into audit_events (agency_id, sequence, at, user_id, origin, action, object, details, \
                       previous_hash, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    const CLOSE: &str = "update audit_heads set last_hash = $2 where agency_id = $1";

    let mut event = event.clone();
    // What is hashed is what is kept: whole microseconds.
    event.at = codec::timestamp(codec::micros(event.at))?;
    let (sequence, previous_hash) = one!(tx, (i64, String), NEXT, event.agency.0)?;
    let hash = event_hash(sequence, &event, &previous_hash);
    let NewAuditEvent { agency, at, user, origin, action, object, details } = &event;
    let (at, user) = (codec::micros(*at), user.map(|user| user.0));
    #[rustfmt::skip]
    execute!(tx, ADD, agency.0, sequence, at, user, origin, action, object, details, &previous_hash, &hash)?;
    execute!(tx, CLOSE, agency.0, &hash)?;
    Ok(AuditEvent { sequence, event, previous_hash, hash })
}

/// The events of an agency before a sequence number, or the last ones; newest first.
pub async fn page(
    tx: &mut Tx,
    agency: AgencyId,
    before_sequence: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEvent>, StoreError> {
    const SQL: &str = "select agency_id, sequence, at, user_id, origin, action, object, details, previous_hash, hash \
                       from audit_events where agency_id = $1 and sequence < $2 order by sequence desc limit $3";
    let before = before_sequence.unwrap_or(i64::MAX);
    all!(tx, EventRow, SQL, agency.0, before, i64::from(limit))?.into_iter().map(AuditEvent::try_from).collect()
}

/// The events about one record, whichever chain they are in; newest first.
pub async fn of_object(tx: &mut Tx, object: &str, limit: u32) -> Result<Vec<AuditEvent>, StoreError> {
    const SQL: &str = "select agency_id, sequence, at, user_id, origin, action, object, details, previous_hash, hash \
                       from audit_events where object = $1 order by at desc, agency_id, sequence desc limit $2";
    all!(tx, EventRow, SQL, object, i64::from(limit))?.into_iter().map(AuditEvent::try_from).collect()
}

/// Which events of a chain are wanted; what is empty or missing narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Who; see also `by_command_line`.
    pub user: Option<UserId>,
    /// Only what nobody signed in did: the command line and the program itself.
    pub by_command_line: bool,
    /// The record: `task-12`, or all records of a kind: `task-`.
    pub object: String,
    /// The action, or how it begins: `task.`.
    pub action: String,
    /// From where, or how that begins.
    pub origin: String,
    /// First moment.
    pub since: Option<Timestamp>,
    /// First moment no longer wanted.
    pub until: Option<Timestamp>,
}

/// The events of an agency that a filter lets pass, before a sequence number or the last ones; newest first.
pub async fn filtered(
    tx: &mut Tx,
    agency: AgencyId,
    filter: &EventFilter,
    before_sequence: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEvent>, StoreError> {
    const SQL: &str = "select agency_id, sequence, at, user_id, origin, action, object, details, previous_hash, hash \
                       from audit_events where agency_id = $1 and sequence < $2 \
                       and ($3 = -1 or ($3 = -2 and user_id is null) or user_id = $3) \
                       and ($4 = '' or object = $4 or ($5 = 1 and substr(object, 1, length($4)) = $4)) \
                       and substr(action, 1, length($6)) = $6 and substr(origin, 1, length($7)) = $7 \
                       and at >= $8 and at < $9 order by sequence desc limit $10";
    let before = before_sequence.unwrap_or(i64::MAX);
    let user = match (filter.by_command_line, filter.user) {
        (true, _) => -2,
        (false, Some(user)) => user.0,
        (false, None) => -1,
    };
    let whole_kind = i64::from(filter.object.ends_with('-'));
    let (since, until) = (filter.since.map_or(i64::MIN, codec::micros), filter.until.map_or(i64::MAX, codec::micros));
    let EventFilter { object, action, origin, .. } = filter;
    #[rustfmt::skip]
    let rows = all!(
        tx, EventRow, SQL, agency.0, before, user, object, whole_kind, action, origin, since, until, i64::from(limit)
    )?;
    rows.into_iter().map(AuditEvent::try_from).collect()
}

/// What [`verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How many chains were read.
    pub agencies: u64,
    /// How many events were read in them.
    pub events: u64,
    /// The first link that does not hold, if any.
    pub broken: Option<BrokenLink>,
}

/// A link of a chain that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// Symbol of the agency whose chain it is.
    pub agency: String,
    /// Sequence number of the event at fault, or of the first that is missing.
    pub sequence: i64,
    /// What is wrong with it.
    pub reason: BrokenReason,
}

/// What is wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenReason {
    /// The event is not as it was recorded.
    #[error("the event was changed")]
    Changed,
    /// There is no such event, though later ones or the head say there was.
    #[error("the event is missing")]
    Missing,
    /// The event does not follow the one before it: it was moved, or the one before it was exchanged.
    #[error("the event does not follow the one before it")]
    Moved,
    /// The event stands after the recorded end of the chain.
    #[error("the event was added behind the end of the chain")]
    Added,
    /// The record of where the chain ends is gone or was changed.
    #[error("the record of where the chain ends is gone or was changed")]
    Head,
}

impl BrokenReason {
    /// Stable name in the records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Moved => "moved",
            Self::Added => "added",
            Self::Head => "head",
        }
    }
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    agency_id: i64,
    symbol: String,
    last_sequence: Option<i64>,
    last_hash: Option<String>,
}

/// Reads every chain from its beginning, agencies by symbol, up to the first broken link. The transaction should be one
/// from [`Db::begin_read`](crate::Db::begin_read), so that events added meanwhile do not show.
pub async fn verify(tx: &mut Tx) -> Result<Verification, StoreError> {
    const HEADS: &str = "select agencies.id as agency_id, agencies.symbol, audit_heads.last_sequence, \
                         audit_heads.last_hash from agencies \
                         left join audit_heads on audit_heads.agency_id = agencies.id order by agencies.symbol";
    let mut verification = Verification { agencies: 0, events: 0, broken: None };
    for head in all!(tx, HeadRow, HEADS)? {
        verification.agencies += 1;
        let (events, broken) = verify_chain(tx, &head).await?;
        verification.events += events;
        if let Some((sequence, reason)) = broken {
            verification.broken = Some(BrokenLink { agency: head.symbol, sequence, reason });
            break;
        }
    }
    Ok(verification)
}

async fn verify_chain(tx: &mut Tx, head: &HeadRow) -> Result<(u64, Option<(i64, BrokenReason)>), StoreError> {
    const SQL: &str = "select agency_id, sequence, at, user_id, origin, action, object, details, previous_hash, hash \
                       from audit_events where agency_id = $1 and sequence > $2 order by sequence limit 1000";
    let (Some(last_sequence), Some(last_hash)) = (head.last_sequence, &head.last_hash) else {
        return Ok((0, Some((0, BrokenReason::Head))));
    };
    let (mut sequence, mut hash, mut events) = (0, root_hash(), 0);
    loop {
        let rows = all!(tx, EventRow, SQL, head.agency_id, sequence)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            events += 1;
            if let Some(reason) = broken_link(&row, sequence, &hash, last_sequence) {
                let at = if reason == BrokenReason::Missing { sequence + 1 } else { row.sequence };
                return Ok((events, Some((at, reason))));
            }
            (sequence, hash) = (row.sequence, row.hash);
        }
    }
    let broken = if sequence < last_sequence {
        Some((sequence + 1, BrokenReason::Missing))
    } else if hash != *last_hash {
        Some((sequence, BrokenReason::Head))
    } else {
        None
    };
    Ok((events, broken))
}

/// What is wrong with an event that should follow the one of that sequence number and hash.
fn broken_link(row: &EventRow, before: i64, before_hash: &str, last: i64) -> Option<BrokenReason> {
    if row.sequence > last {
        return Some(BrokenReason::Added);
    }
    if row.sequence != before + 1 {
        return Some(BrokenReason::Missing);
    }
    if row.previous_hash != before_hash {
        return Some(BrokenReason::Moved);
    }
    let instant = Timestamp::from_microsecond(row.at).ok();
    let as_recorded = instant.is_some_and(|at| {
        let event = NewAuditEvent {
            agency: AgencyId(row.agency_id),
            at,
            user: row.user_id.map(UserId),
            origin: row.origin.clone(),
            action: row.action.clone(),
            object: row.object.clone(),
            details: row.details.clone(),
        };
        event_hash(row.sequence, &event, &row.previous_hash) == row.hash
    });
    (!as_recorded).then_some(BrokenReason::Changed)
}
