//! Telling people: a notice in the application, a mail to those who want one, a webhook to systems that listen.
//!
//! All of it is written in the transaction of what is told, so that nobody is told of what did not happen; what leaves
//! the house is sent later from the outbox. An occasion has one key: telling it again tells nobody twice.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use tt_domain::id::{AgencyId, PersonId, TaskId, UserId};
use tt_domain::notice::{Digest, NewNotice, NoticeKind, NoticePreferences};
use tt_domain::outgoing::{Channel, NewOutgoing, Webhook};
use tt_domain::urging as rule;
use tt_store::{Tx, notices, outbox, persons, users, webhooks};

use crate::delivery::Delivery;
use crate::error::AppError;
use crate::notice_words::{self, Addressed};

/// The facts of a notice, from which its words are made in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeFacts {
    /// Shown code of the task: `NV5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its text, shortened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// The day it is about: deadline, review day, day of a request, day granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Calendar days past that day when it was told; negative before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
    /// Who did it, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Page of what it is about, where that is no task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Lines of a digest, by list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<FactList>,
}

/// A day in ISO form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

/// One list of a digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactList {
    /// Which: `overdue`, `due`, `to_review`, `to_confirm`, `to_decide`, `worse`, `better`.
    pub name: String,
    /// Its tasks, most urgent first.
    pub tasks: Vec<FactLine>,
}

/// One task of a digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactLine {
    /// Which.
    pub task: i64,
    /// Its shown code.
    pub code: String,
    /// Its text, shortened.
    pub statement: String,
    /// Its day.
    pub day: Day,
    /// Calendar days past it; negative before it.
    pub days: i32,
    /// Page of what it is about, where that is no task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// An occasion to tell people of.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Agency whose records it is about.
    pub agency: AgencyId,
    /// Why.
    pub kind: NoticeKind,
    /// About which task.
    pub task: Option<TaskId>,
    /// The facts.
    pub facts: NoticeFacts,
    /// Names the occasion.
    pub occasion: String,
    /// When.
    pub at: Timestamp,
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Notices in the application.
    pub notices: u32,
    /// Mails in the outbox.
    pub mails: u32,
    /// Webhook messages in the outbox.
    pub webhooks: u32,
}

impl Told {
    /// Adds another count to this one.
    pub fn add(&mut self, other: Self) {
        self.notices += other.notices;
        self.mails += other.mails;
        self.webhooks += other.webhooks;
    }
}

/// Someone to be told.
#[derive(Clone, Debug)]
pub(crate) struct Listener {
    user: UserId,
    name: String,
    preferences: NoticePreferences,
}

impl Listener {
    /// The same, as far as a rule's way of telling stands above their wishes.
    #[must_use]
    pub(crate) fn by(&self, channel: rule::Channel) -> Self {
        let mut same = self.clone();
        match channel {
            rule::Channel::AsChosen => {}
            rule::Channel::Application => same.preferences.by_email = false,
            rule::Channel::Mail => {
                same.preferences.by_email = true;
                same.preferences.digest = Digest::Never;
            }
        }
        same
    }

    /// Whether they want to be told of this at all.
    pub(crate) fn wants(&self, kind: NoticeKind) -> bool {
        self.preferences.wants(kind)
    }

    /// How often they want everything gathered.
    pub(crate) fn digest(&self) -> Digest {
        self.preferences.digest
    }

    /// Whether mail reaches them.
    pub(crate) fn by_mail(&self) -> bool {
        self.preferences.by_email && self.preferences.email.is_some()
    }
}

/// Who a person is as a listener: their account and wishes. `None` without an account, or with one that is closed.
pub(crate) async fn listener(tx: &mut Tx, person: PersonId) -> Result<Option<Listener>, AppError> {
    let Some(user) = users::find_by_person(tx, person).await?.filter(|user| user.disabled_at.is_none()) else {
        return Ok(None);
    };
    let mut preferences = notices::preferences(tx, user.id).await?;
    if preferences.email.is_none() {
        preferences.email = persons::get(tx, person).await?.details.email;
    }
    Ok(Some(Listener { user: user.id, name: user.full_name, preferences }))
}

/// Tells persons of an occasion; those who did it themselves should not be among them.
pub(crate) async fn tell(
    tx: &mut Tx,
    delivery: &Delivery,
    to: &[PersonId],
    telling: &Telling,
) -> Result<Told, AppError> {
    let mut told = tell_systems(tx, delivery, telling).await?;
    let mut already: Vec<PersonId> = Vec::new();
    for &person in to {
        if already.contains(&person) {
            continue;
        }
        already.push(person);
        if let Some(listener) = listener(tx, person).await? {
            told.add(tell_one(tx, delivery, &listener, telling).await?);
        }
    }
    Ok(told)
}

/// Tells one listener.
pub(crate) async fn tell_one(
    tx: &mut Tx,
    delivery: &Delivery,
    listener: &Listener,
    telling: &Telling,
) -> Result<Told, AppError> {
    let mut told = Told::default();
    let Telling { agency, kind, task, facts, occasion, at } = telling;
    if !listener.preferences.wants(*kind) {
        return Ok(told);
    }
    let key = format!("{occasion}/user-{}", listener.user);
    let notice = NewNotice {
        agency: *agency,
        user: listener.user,
        kind: *kind,
        task: *task,
        data: json(facts)?,
        dedupe_key: key.clone(),
        created_at: *at,
    };
    if !notices::add(tx, &notice).await? {
        return Ok(told);
    }
    told.notices = 1;
    if let (Some(address), true) = (listener.preferences.mail_for(*kind), delivery.mail.is_some()) {
        let addressed = Addressed { name: &listener.name, link: delivery.link(&page_of(*task, facts)) };
        let mail = notice_words::mail(*kind, facts, &addressed);
        let message = NewOutgoing {
            agency: *agency,
            channel: Channel::Email,
            user: Some(listener.user),
            webhook: None,
            recipient: listener.name.clone(),
            address: address.to_owned(),
            subject: mail.subject,
            body: mail.text,
            html: Some(mail.html),
            message_id: format!("{}@{}", short_name(&format!("mail {key}")), delivery.message_domain()),
            dedupe_key: format!("mail/{key}"),
            created_at: *at,
        };
        told.mails = u32::from(outbox::add(tx, &message).await?);
    }
    Ok(told)
}

/// The page a notice leads to.
pub(crate) fn page_of(task: Option<TaskId>, facts: &NoticeFacts) -> String {
    match (task, &facts.page) {
        (Some(task), _) => format!("/nhiem-vu/{task}"),
        (None, Some(page)) => page.clone(),
        (None, None) => "/thong-bao".to_owned(),
    }
}

/// Tells the systems that listen for this.
pub(crate) async fn tell_systems(tx: &mut Tx, delivery: &Delivery, telling: &Telling) -> Result<Told, AppError> {
    let mut told = Told::default();
    if delivery.webhooks.is_none() {
        return Ok(told);
    }
    for webhook in webhooks::list(tx, telling.agency).await? {
        if webhook.active && webhook.events.contains(&telling.kind) {
            let message = webhook_message(&webhook, telling, delivery);
            told.webhooks += u32::from(outbox::add(tx, &message).await?);
        }
    }
    Ok(told)
}

/// What another system is sent: the event, its name, and the facts.
pub(crate) fn webhook_message(webhook: &Webhook, telling: &Telling, delivery: &Delivery) -> NewOutgoing {
    let Telling { agency, kind, task, facts, occasion, at } = telling;
    let key = format!("webhook/{}/{occasion}", webhook.id);
    let id = short_name(&key);
    let body = serde_json::json!({
        "id": id,
        "event": kind.event(),
        "at": at.to_string(),
        "task": task.map(|task| task.0),
        "link": delivery.link(&page_of(*task, facts)),
        "facts": facts,
    });
    NewOutgoing {
        agency: *agency,
        channel: Channel::Webhook,
        user: None,
        webhook: Some(webhook.id),
        recipient: webhook.url.clone(),
        address: webhook.url.clone(),
        subject: kind.event(),
        body: body.to_string(),
        html: None,
        message_id: id,
        dedupe_key: key,
        created_at: *at,
    }
}

fn json(facts: &NoticeFacts) -> Result<String, AppError> {
    serde_json::to_string(facts).map_err(|error| AppError::Internal(format!("writing a notice ({error})")))
}

/// A name for an occasion that tells nothing of it and is the same each time.
fn short_name(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().take(16).fold(String::new(), |name, byte| name + &format!("{byte:02x}"))
}
