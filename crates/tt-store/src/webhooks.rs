//! Webhooks: other systems that are told what happens in an agency.

use tt_domain::id::{AgencyId, UserId, WebhookId};
use tt_domain::notice::NoticeKind;
use tt_domain::outgoing::Webhook;

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, url, secret, events, active, created_by, created_at"
    };
}

#[derive(sqlx::FromRow)]
struct WebhookRow {
    id: i64,
    agency_id: i64,
    url: String,
    secret: String,
    events: String,
    active: bool,
    created_by: Option<i64>,
    created_at: i64,
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = StoreError;

    fn try_from(row: WebhookRow) -> Result<Self, StoreError> {
        let events = row.events.split_whitespace().map(|kind| codec::coded(kind, NoticeKind::from_code));
        Ok(Self {
            id: WebhookId(row.id),
            agency: AgencyId(row.agency_id),
            url: row.url,
            secret: row.secret,
            events: events.collect::<Result<_, _>>()?,
            active: row.active,
            created_by: row.created_by.map(UserId),
            created_at: codec::timestamp(row.created_at)?,
        })
    }
}

fn codes(events: &[NoticeKind]) -> String {
    events.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ")
}

/// Adds a webhook; the identity in `webhook` is not looked at.
pub async fn insert(tx: &mut Tx, webhook: &Webhook) -> Result<WebhookId, StoreError> {
    const SQL: &str = "insert into webhooks (agency_id, url, secret, events, active, created_by, created_at) \
                       values ($1, $2, $3, $4, $5, $6, $7) returning id";
    let Webhook { id: _, agency, url, secret, events, active, created_by, created_at } = webhook;
    let (created_by, at) = (created_by.map(|user| user.0), codec::micros(*created_at));
    let (id,) = one!(tx, (i64,), SQL, agency.0, url, secret, codes(events), *active, created_by, at)?;
    Ok(WebhookId(id))
}

/// The webhooks of an agency, in the order they were added.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Webhook>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from webhooks where agency_id = $1 order by id");
    all!(tx, WebhookRow, SQL, agency.0)?.into_iter().map(Webhook::try_from).collect()
}

/// One webhook; `None` when it is gone.
pub async fn find(tx: &mut Tx, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from webhooks where id = $1");
    optional!(tx, WebhookRow, SQL, id.0)?.map(Webhook::try_from).transpose()
}

/// Turns a webhook of an agency on or off.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_active(tx: &mut Tx, agency: AgencyId, id: WebhookId, active: bool) -> Result<(), StoreError> {
    const SQL: &str = "update webhooks set active = $3 where id = $1 and agency_id = $2";
    touched(execute!(tx, SQL, id.0, agency.0, active)?)
}

/// Removes a webhook of an agency; what was on its way to it stays on record.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete(tx: &mut Tx, agency: AgencyId, id: WebhookId) -> Result<(), StoreError> {
    touched(execute!(tx, "delete from webhooks where id = $1 and agency_id = $2", id.0, agency.0)?)
}
