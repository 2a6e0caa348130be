//! Notices and the administrator's view of the outbox, for people.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use tt_check::Message;
use tt_courier::{AddressError, Mailbox, WebhookAddress};
use tt_domain::id::{NoticeId, OutgoingId, WebhookId};
use tt_domain::notice::{Notice, NoticeKind, NoticePreferences};
use tt_domain::outgoing::{Attempt, Channel, NewOutgoing, Outgoing, OutgoingState, Webhook};
use tt_domain::permission::Action;
use tt_store::{Tx, audit, job_runs, notices, outbox, persons, webhooks};

use crate::app::App;
use crate::error::AppError;
use crate::notice_words::{self, Addressed};
use crate::remind::REMIND;
use crate::sign_in::CurrentUser;
use crate::telling::{NoticeFacts, Telling, page_of, webhook_message};
use crate::token;

/// Beyond this many unread notices the bell says "more".
pub const BELL_LIMIT: u32 = 100;

/// A notice as it is shown.
#[derive(Clone, Debug)]
pub struct NoticeShown {
    /// Identity.
    pub id: NoticeId,
    /// Why.
    pub kind: NoticeKind,
    /// What it says.
    pub headline: Message,
    /// The facts.
    pub facts: NoticeFacts,
    /// Page it leads to.
    pub page: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was read.
    pub read: bool,
}

/// How messages leave the house, for the administrator.
#[derive(Clone, Debug)]
pub struct Post {
    /// `host:port` and sender of the mail server; `None` when none is set.
    pub mail: Option<(String, String)>,
    /// Whether webhooks can be sent.
    pub webhooks_sent: bool,
    /// Messages by state.
    pub counts: Vec<(OutgoingState, u64)>,
    /// A page of messages, newest first.
    pub messages: Vec<Outgoing>,
    /// Webhooks.
    pub webhooks: Vec<Webhook>,
    /// Last day reminders were worked out, and when.
    pub reminded: Option<(Date, Timestamp)>,
}

impl App {
    /// How many unread notices one has, up to [`BELL_LIMIT`].
    ///
    /// # Errors
    /// The database failed.
    pub async fn unread_notices(&self, current: &CurrentUser) -> Result<u32, AppError> {
        let mut tx = self.db.begin_read().await?;
        Ok(notices::count_unread(&mut tx, current.user.id, BELL_LIMIT).await?)
    }

    /// One's own notices before one of them, or the last; newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn notices(
        &self,
        current: &CurrentUser,
        before: Option<NoticeId>,
        unread_only: bool,
        limit: u32,
    ) -> Result<Vec<NoticeShown>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let page = notices::page(&mut tx, current.user.id, before, unread_only, limit).await?;
        Ok(page.into_iter().map(shown).collect())
    }

    /// Marks one of one's own notices as read and gives the page it leads to.
    ///
    /// # Errors
    /// No such notice among one's own.
    pub async fn open_notice(&self, current: &CurrentUser, id: NoticeId) -> Result<String, AppError> {
        let mut tx = self.db.begin_write().await?;
        let notice = notices::find(&mut tx, current.user.id, id).await?.ok_or(AppError::NotFound)?;
        notices::mark_read(&mut tx, current.user.id, id, Timestamp::now()).await?;
        tx.commit().await?;
        let facts: NoticeFacts = serde_json::from_str(&notice.notice.data).unwrap_or_default();
        Ok(page_of(notice.notice.task, &facts))
    }

    /// Marks all of one's own notices up to and with one as read.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mark_notices_read(&self, current: &CurrentUser, last: NoticeId) -> Result<u64, AppError> {
        let mut tx = self.db.begin_write().await?;
        let marked = notices::mark_read_to(&mut tx, current.user.id, last, Timestamp::now()).await?;
        tx.commit().await?;
        Ok(marked)
    }

    /// What one wants to be told and how; the address is that of one's record as long as one has named none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn notice_preferences(&self, current: &CurrentUser) -> Result<NoticePreferences, AppError> {
        let mut tx = self.db.begin_read().await?;
        let mut chosen = notices::preferences(&mut tx, current.user.id).await?;
        if let (None, Some(person)) = (&chosen.email, current.user.person) {
            chosen.email = persons::get(&mut tx, person).await?.details.email;
        }
        Ok(chosen)
    }

    /// Chooses what one wants to be told and how.
    ///
    /// # Errors
    /// The address is none, or mail is wanted without one.
    pub async fn choose_notices(&self, current: &CurrentUser, chosen: &NoticePreferences) -> Result<(), AppError> {
        let email = chosen.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
        if let Some(email) = email {
            Mailbox::new("", email).map_err(|_| {
                AppError::refused(
                    format!("{email}: không phải địa chỉ thư điện tử; hãy nhập dạng ten@donvi.gov.vn"),
                    format!("{email}: not a mail address; give one like name@agency.gov.vn"),
                )
            })?;
        } else if chosen.by_email {
            return Err(AppError::refused(
                "chưa có địa chỉ thư điện tử; hãy nhập địa chỉ hoặc bỏ chọn nhận qua thư",
                "there is no mail address; give one or do without mail",
            ));
        }
        let chosen = NoticePreferences { user: current.user.id, email: email.map(str::to_owned), ..chosen.clone() };
        let mut tx = self.db.begin_write().await?;
        notices::put_preferences(&mut tx, &chosen).await?;
        tx.commit().await?;
        Ok(())
    }

    /// How messages leave the house: the administrator's page.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn post(
        &self,
        current: &CurrentUser,
        state: Option<OutgoingState>,
        before: Option<OutgoingId>,
        limit: u32,
    ) -> Result<Post, AppError> {
        current.require(Action::ManageSettings)?;
        let agency = current.agency.id;
        let mut tx = self.db.begin_read().await?;
        Ok(Post {
            mail: self.delivery.mail.as_ref().map(|mail| (mail.place().to_owned(), mail.sender().to_owned())),
            webhooks_sent: self.delivery.webhooks.is_some(),
            counts: outbox::count_by_state(&mut tx, agency).await?,
            messages: outbox::page(&mut tx, agency, state, before, limit).await?,
            webhooks: webhooks::list(&mut tx, agency).await?,
            reminded: job_runs::last(&mut tx, REMIND, agency).await?,
        })
    }

    /// A message of the outbox with every try.
    ///
    /// # Errors
    /// Not the administrator's, or no such message.
    pub async fn outgoing(&self, current: &CurrentUser, id: OutgoingId) -> Result<(Outgoing, Vec<Attempt>), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_read().await?;
        let message = outbox::get(&mut tx, current.agency.id, id).await?;
        let attempts = outbox::attempts(&mut tx, id).await?;
        Ok((message, attempts))
    }

    /// Puts a failed or given-up message back in line.
    ///
    /// # Errors
    /// Not the administrator's; no such message, or it is sent or on its way.
    pub async fn send_again(&self, current: &CurrentUser, id: OutgoingId, origin: &str) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        outbox::try_again(&mut tx, current.agency.id, id, Timestamp::now()).await?;
        note(&mut tx, current, origin, "outbox.retried", format!("outgoing-{id}"), json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes a test mail to an address, to be sent by the outbox like any other.
    ///
    /// # Errors
    /// Not the administrator's, no mail server is set, or the address is none.
    pub async fn send_test_mail(&self, current: &CurrentUser, to: &str, origin: &str) -> Result<OutgoingId, AppError> {
        current.require(Action::ManageSettings)?;
        if self.delivery.mail.is_none() {
            return Err(AppError::refused(
                "máy chủ chưa được đặt cấu hình thư; hãy khởi động trongtam serve với --smtp-host và --mail-from",
                "no mail server is set; start trongtam serve with --smtp-host and --mail-from",
            ));
        }
        let to = to.trim();
        Mailbox::new("", to).map_err(|_| {
            AppError::refused(
                format!("{to}: không phải địa chỉ thư điện tử; hãy nhập dạng ten@donvi.gov.vn"),
                format!("{to}: not a mail address; give one like name@agency.gov.vn"),
            )
        })?;
        let addressed = Addressed { name: &current.user.full_name, link: self.delivery.link("/quan-tri/thong-bao") };
        let mail = notice_words::mail(NoticeKind::Test, &NoticeFacts::default(), &addressed);
        let name = token::random()?;
        let message = NewOutgoing {
            agency: current.agency.id,
            channel: Channel::Email,
            user: Some(current.user.id),
            webhook: None,
            recipient: current.user.full_name.clone(),
            address: to.to_owned(),
            subject: mail.subject,
            body: mail.text,
            html: Some(mail.html),
            message_id: format!("{}@{}", name.split_at(32).0, self.delivery.message_domain()),
            dedupe_key: format!("test/{name}"),
            created_at: Timestamp::now(),
        };
        let mut tx = self.db.begin_write().await?;
        outbox::add(&mut tx, &message).await?;
        let newest = outbox::page(&mut tx, current.agency.id, None, None, 1).await?;
        let id = newest.first().map(|message| message.id).ok_or(AppError::NotFound)?;
        note(&mut tx, current, origin, "outbox.tested", format!("outgoing-{id}"), json!({ "to": to })).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Sets up a webhook; its key is made here and shown on the page.
    ///
    /// # Errors
    /// Not the administrator's; the address is none, or leads to the server's own machine; no event is chosen.
    pub async fn add_webhook(
        &self,
        current: &CurrentUser,
        url: &str,
        events: &[NoticeKind],
        origin: &str,
    ) -> Result<Webhook, AppError> {
        current.require(Action::ManageSettings)?;
        let url = url.trim();
        let address = WebhookAddress::parse(url).map_err(|error| bad_address(url, &error))?;
        let policy = self.delivery.webhooks.as_ref().map(tt_courier::WebhookSender::policy).unwrap_or_default();
        match address.resolve(policy).await {
            // A name that leads nowhere today may tomorrow; it is checked again at every sending.
            Ok(_) | Err(AddressError::Unresolved(_)) => {}
            Err(error) => return Err(bad_address(url, &error)),
        }
        if events.is_empty() {
            return Err(AppError::refused("chưa chọn sự kiện nào; hãy chọn ít nhất một", "choose at least one event"));
        }
        let mut webhook = Webhook {
            id: WebhookId(0),
            agency: current.agency.id,
            url: url.to_owned(),
            secret: token::random()?,
            events: events.to_vec(),
            active: true,
            created_by: Some(current.user.id),
            created_at: Timestamp::now(),
        };
        let mut tx = self.db.begin_write().await?;
        webhook.id = webhooks::insert(&mut tx, &webhook).await?;
        let details = json!({ "url": url, "events": events.iter().map(|kind| kind.code()).collect::<Vec<_>>() });
        note(&mut tx, current, origin, "webhook.added", format!("webhook-{}", webhook.id), details).await?;
        tx.commit().await?;
        Ok(webhook)
    }

    /// Turns a webhook on or off.
    ///
    /// # Errors
    /// Not the administrator's, or no such webhook.
    pub async fn set_webhook_active(
        &self,
        current: &CurrentUser,
        id: WebhookId,
        active: bool,
        origin: &str,
    ) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        webhooks::set_active(&mut tx, current.agency.id, id, active).await?;
        note(&mut tx, current, origin, "webhook.changed", format!("webhook-{id}"), json!({ "active": active })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a webhook.
    ///
    /// # Errors
    /// Not the administrator's, or no such webhook.
    pub async fn remove_webhook(&self, current: &CurrentUser, id: WebhookId, origin: &str) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        webhooks::delete(&mut tx, current.agency.id, id).await?;
        note(&mut tx, current, origin, "webhook.removed", format!("webhook-{id}"), json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sends a test event to a webhook, by the outbox like any other.
    ///
    /// # Errors
    /// Not the administrator's, or no such webhook.
    pub async fn test_webhook(&self, current: &CurrentUser, id: WebhookId, origin: &str) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        let webhook = webhooks::find(&mut tx, id).await?.filter(|webhook| webhook.agency == current.agency.id);
        let webhook = webhook.ok_or(AppError::NotFound)?;
        let telling = Telling {
            agency: current.agency.id,
            kind: NoticeKind::Test,
            task: None,
            facts: NoticeFacts { by: Some(current.user.full_name.clone()), ..NoticeFacts::default() },
            occasion: format!("test/{}", token::random()?),
            at: Timestamp::now(),
        };
        outbox::add(&mut tx, &webhook_message(&webhook, &telling, &self.delivery)).await?;
        note(&mut tx, current, origin, "webhook.tested", format!("webhook-{id}"), json!({})).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn shown(notice: Notice) -> NoticeShown {
    let Notice { id, notice, read_at } = notice;
    // A notice of a later release may hold facts this one does not know; its kind still tells what it is.
    let facts: NoticeFacts = serde_json::from_str(&notice.data).unwrap_or_default();
    NoticeShown {
        id,
        kind: notice.kind,
        headline: notice_words::headline(notice.kind, &facts),
        page: page_of(notice.task, &facts),
        facts,
        at: notice.created_at,
        read: read_at.is_some(),
    }
}

fn bad_address(url: &str, error: &AddressError) -> AppError {
    match error {
        AddressError::NotHttp => AppError::refused(
            format!("{url}: không phải địa chỉ http hoặc https"),
            format!("{url}: not an http or https address"),
        ),
        AddressError::UserInfo => AppError::refused(
            format!("{url}: không được kèm tên và mật khẩu trong địa chỉ"),
            format!("{url}: a name or password may not stand in the address"),
        ),
        AddressError::OwnMachine(ip) => AppError::refused(
            format!(
                "{url}: dẫn về chính máy chủ này ({ip}); chỉ người vận hành mới cho phép được, bằng --webhooks-to-own-machine"
            ),
            format!(
                "{url}: leads to this very server ({ip}); only its operator can allow that, by --webhooks-to-own-machine"
            ),
        ),
        AddressError::Unresolved(name) => {
            AppError::refused(format!("{url}: không tìm thấy {name}"), format!("{url}: {name} is not found"))
        }
    }
}

async fn note(
    tx: &mut Tx,
    current: &CurrentUser,
    origin: &str,
    action: &str,
    object: String,
    details: serde_json::Value,
) -> Result<(), AppError> {
    let event = current.actor(origin).event(current.agency.id, Timestamp::now(), (action, object), &details);
    audit::append(tx, &event).await?;
    Ok(())
}
