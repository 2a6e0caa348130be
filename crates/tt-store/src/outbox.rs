//! The outbox: messages on their way out, claimed by one process at a time.
//!
//! A claim lasts until an instant and is taken over after it; a result is recorded only under the claim it was made
//! under. A message is marked sent only by [`record_sent`], after the other side took it: a process that dies between
//! the two leaves a message that is sent once more, under the same `message_id`. That is the one way to send twice.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, OutgoingId, UserId, WebhookId};
use tt_domain::outgoing::{Attempt, Channel, NewOutgoing, Outgoing, OutgoingState};

use crate::error::touched;
use crate::{StoreError, Tx, codec, dialect};

macro_rules! columns {
    () => {
        "id, agency_id, channel, user_id, webhook_id, recipient, address, subject, body, html, message_id, dedupe_key, \
         state, attempts, next_at, last_error, created_at, sent_at"
    };
}

#[derive(sqlx::FromRow)]
struct OutgoingRow {
    id: i64,
    agency_id: i64,
    channel: String,
    user_id: Option<i64>,
    webhook_id: Option<i64>,
    recipient: String,
    address: String,
    subject: String,
    body: String,
    html: Option<String>,
    message_id: String,
    dedupe_key: String,
    state: String,
    attempts: i64,
    next_at: i64,
    last_error: Option<String>,
    created_at: i64,
    sent_at: Option<i64>,
}

impl TryFrom<OutgoingRow> for Outgoing {
    type Error = StoreError;

    fn try_from(row: OutgoingRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: OutgoingId(row.id),
            message: NewOutgoing {
                agency: AgencyId(row.agency_id),
                channel: codec::coded(&row.channel, Channel::from_code)?,
                user: row.user_id.map(UserId),
                webhook: row.webhook_id.map(WebhookId),
                recipient: row.recipient,
                address: row.address,
                subject: row.subject,
                body: row.body,
                html: row.html,
                message_id: row.message_id,
                dedupe_key: row.dedupe_key,
                created_at: codec::timestamp(row.created_at)?,
            },
            state: codec::coded(&row.state, OutgoingState::from_code)?,
            attempts: codec::narrow(row.attempts)?,
            next_at: codec::timestamp(row.next_at)?,
            last_error: row.last_error,
            sent_at: codec::timestamp_opt(row.sent_at)?,
        })
    }
}

/// Adds a message unless its occasion has one already; says whether it was added.
pub async fn add(tx: &mut Tx, message: &NewOutgoing) -> Result<bool, StoreError> {
    const SQL: &str = "insert into outbox (agency_id, channel, user_id, webhook_id, recipient, address, subject, body, \
                       html, message_id, dedupe_key, state, attempts, next_at, created_at) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'pending', 0, $12, $12) \
                       on conflict (dedupe_key) do nothing";
    #[rustfmt::skip]
    let NewOutgoing { agency, channel, user, webhook, recipient, address, subject, body, html, message_id, dedupe_key,
                      created_at } = message;
    let (user, webhook) = (user.map(|user| user.0), webhook.map(|webhook| webhook.0));
    let (channel, at) = (channel.code(), codec::micros(*created_at));
    #[rustfmt::skip]
    let added = execute!(tx, SQL, agency.0, channel, user, webhook, recipient, address, subject, body, html, message_id,
                         dedupe_key, at)?;
    Ok(added == 1)
}

/// Claims up to `limit` messages that are due, for one process until an instant; the try counts from now on. Channels
/// that nobody here can serve are left out.
pub async fn claim(
    tx: &mut Tx,
    by: &str,
    channel: Channel,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Outgoing>, StoreError> {
    let sql = dialect::claim_due(tx);
    let (now, until) = (codec::micros(now), codec::micros(until));
    let rows = all!(tx, OutgoingRow, sql, by, until, now, channel.code(), i64::from(limit))?;
    let mut claimed: Vec<Outgoing> = rows.into_iter().map(Outgoing::try_from).collect::<Result<_, _>>()?;
    claimed.sort_by_key(|message| (message.next_at, message.id));
    Ok(claimed)
}

/// Records that the other side took a message. `false` when the claim is no longer this process's.
pub async fn record_sent(tx: &mut Tx, message: &Outgoing, by: &str, at: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "update outbox set state = 'sent', sent_at = $3, last_error = null, claimed_by = null, \
                       claimed_until = null where id = $1 and claimed_by = $2 and state = 'sending'";
    let kept = execute!(tx, SQL, message.id.0, by, codec::micros(at))? == 1;
    record_attempt(tx, message, by, at, OutgoingState::Sent, None).await?;
    Ok(kept)
}

/// Records that the other side did not take a message, and when to try again; without an instant it is given up.
/// `false` when the claim is no longer this process's.
pub async fn record_failure(
    tx: &mut Tx,
    message: &Outgoing,
    by: &str,
    at: Timestamp,
    error: &str,
    again_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    const SQL: &str = "update outbox set state = $3, next_at = $4, last_error = $5, claimed_by = null, \
                       claimed_until = null where id = $1 and claimed_by = $2 and state = 'sending'";
    let state = if again_at.is_some() { OutgoingState::Failed } else { OutgoingState::GivenUp };
    let next = codec::micros(again_at.unwrap_or(at));
    let kept = execute!(tx, SQL, message.id.0, by, state.code(), next, error)? == 1;
    record_attempt(tx, message, by, at, state, Some(error)).await?;
    Ok(kept)
}

async fn record_attempt(
    tx: &mut Tx,
    message: &Outgoing,
    by: &str,
    at: Timestamp,
    state: OutgoingState,
    detail: Option<&str>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into outbox_attempts (outbox_id, attempt, at, claimed_by, outcome, detail) \
                       values ($1, $2, $3, $4, $5, $6)";
    let (attempt, at) = (i64::from(message.attempts), codec::micros(at));
    execute!(tx, SQL, message.id.0, attempt, at, by, state.code(), detail)?;
    Ok(())
}

/// Puts a failed or given-up message of an agency back in line, with all its tries before it again.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such message, or it is sent or being sent.
pub async fn try_again(tx: &mut Tx, agency: AgencyId, id: OutgoingId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "update outbox set state = 'pending', attempts = 0, next_at = $3 where id = $1 and agency_id = $2 \
                       and state in ('failed', 'given_up')";
    touched(execute!(tx, SQL, id.0, agency.0, codec::micros(at))?)
}

/// An agency's messages before one of them, or the last ones; newest first, all or those in one state.
pub async fn page(
    tx: &mut Tx,
    agency: AgencyId,
    state: Option<OutgoingState>,
    before: Option<OutgoingId>,
    limit: u32,
) -> Result<Vec<Outgoing>, StoreError> {
    const ALL: &str =
        concat!("select ", columns!(), " from outbox where agency_id = $1 and id < $2 order by id desc limit $3");
    const IN_STATE: &str = concat!(
        "select ",
        columns!(),
        " from outbox where agency_id = $1 and id < $2 and state = $4 order by id desc limit $3"
    );
    let (before, limit) = (before.map_or(i64::MAX, |id| id.0), i64::from(limit));
    let rows = match state {
        None => all!(tx, OutgoingRow, ALL, agency.0, before, limit)?,
        Some(state) => all!(tx, OutgoingRow, IN_STATE, agency.0, before, limit, state.code())?,
    };
    rows.into_iter().map(Outgoing::try_from).collect()
}

/// One message of an agency.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, agency: AgencyId, id: OutgoingId) -> Result<Outgoing, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from outbox where id = $1 and agency_id = $2");
    one!(tx, OutgoingRow, SQL, id.0, agency.0)?.try_into()
}

/// How many messages of an agency are in each state; states without any are left out.
pub async fn count_by_state(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(OutgoingState, u64)>, StoreError> {
    const SQL: &str = "select state, count(*) from outbox where agency_id = $1 group by state order by state";
    let rows = all!(tx, (String, i64), SQL, agency.0)?;
    rows.into_iter()
        .map(|(state, count)| Ok((codec::coded(&state, OutgoingState::from_code)?, codec::narrow(count)?)))
        .collect()
}

#[derive(sqlx::FromRow)]
struct AttemptRow {
    outbox_id: i64,
    attempt: i64,
    at: i64,
    claimed_by: String,
    outcome: String,
    detail: Option<String>,
}

/// The tries of a message, in order.
pub async fn attempts(tx: &mut Tx, id: OutgoingId) -> Result<Vec<Attempt>, StoreError> {
    const SQL: &str = "select outbox_id, attempt, at, claimed_by, outcome, detail from outbox_attempts \
                       where outbox_id = $1 order by id";
    let read = |row: AttemptRow| {
        Ok(Attempt {
            message: OutgoingId(row.outbox_id),
            attempt: codec::narrow(row.attempt)?,
            at: codec::timestamp(row.at)?,
            by: row.claimed_by,
            state: codec::coded(&row.outcome, OutgoingState::from_code)?,
            detail: row.detail,
        })
    };
    all!(tx, AttemptRow, SQL, id.0)?.into_iter().map(read).collect()
}
