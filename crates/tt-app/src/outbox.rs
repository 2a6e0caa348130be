//! Sending what waits in the outbox, and showing the administrator how that goes.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tt_courier::{Failure, Mail, Mailbox, Secret, WebhookCall};
use tt_domain::outgoing::{Channel, MAX_ATTEMPTS, Outgoing, wait_after};
use tt_store::{outbox, webhooks};

use crate::app::App;
use crate::error::AppError;
use crate::token;

/// How many messages of a channel are on their way at once.
const AT_ONCE: u32 = 8;

/// How long a claim holds. Much longer than a try can take ([`MailServer::limit`](tt_courier::MailServer::limit) is one
/// minute), so that another process takes over only what a dead one left, also when their clocks differ a little.
const CLAIM: SignedDuration = SignedDuration::from_mins(5);

/// What came of sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sending {
    /// Messages the other side took.
    pub sent: u32,
    /// Messages to be tried again.
    pub failed: u32,
    /// Messages given up.
    pub given_up: u32,
}

impl Sending {
    fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.given_up += other.given_up;
    }

    /// How many messages were tried.
    pub fn tried(self) -> u32 {
        self.sent + self.failed + self.given_up
    }
}

/// One process among those that send: claims are made in its name.
#[derive(Clone, Debug)]
pub struct Sender {
    name: String,
    /// The instant given, and when it was given: later instants follow the machine's steady clock.
    start: (Timestamp, Instant),
}

impl Sender {
    /// A sender with a name of its own, for which it is now `now`.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn new(now: Timestamp) -> Result<Self, AppError> {
        let name = format!("{}-{}", std::process::id(), token::random()?.split_at(12).0);
        Ok(Self { name, start: (now, Instant::now()) })
    }

    fn now(&self) -> Timestamp {
        let passed: Duration = self.start.1.elapsed();
        SignedDuration::try_from(passed)
            .ok()
            .and_then(|passed| self.start.0.checked_add(passed).ok())
            .unwrap_or(self.start.0)
    }
}

impl App {
    /// Sends everything that is due at `now`, each message by one process only, and records how every try ended.
    ///
    /// # Errors
    /// The database failed; a message that was on its way then is tried again once its claim has run out.
    pub async fn send_outbox(&self, now: Timestamp) -> Result<Sending, AppError> {
        let sender = Sender::new(now)?;
        let mut all = Sending::default();
        for &channel in Channel::ALL {
            loop {
                let done = self.send_some(&sender, channel).await?;
                if done.tried() == 0 {
                    break;
                }
                all.add(done);
            }
        }
        Ok(all)
    }

    /// Sends a few messages of a channel that are due; none when this process has no way for that channel.
    ///
    /// # Errors
    /// The database failed.
    pub async fn send_some(&self, sender: &Sender, channel: Channel) -> Result<Sending, AppError> {
        let served = match channel {
            Channel::Email => self.delivery.mail.is_some(),
            Channel::Webhook => self.delivery.webhooks.is_some(),
        };
        if !served {
            return Ok(Sending::default());
        }
        let now = sender.now();
        let mut tx = self.db.begin_write().await?;
        let claimed = outbox::claim(&mut tx, &sender.name, channel, now, now + CLAIM, AT_ONCE).await?;
        tx.commit().await?;
        let mut under_way = JoinSet::new();
        for message in claimed {
            let (app, sender) = (self.clone(), sender.clone());
            under_way.spawn(async move { app.send_one(&sender, &message).await });
        }
        let mut all = Sending::default();
        let mut fault = None;
        while let Some(done) = under_way.join_next().await {
            match done {
                Ok(Ok(one)) => all.add(one),
                // The others are seen to their end first.
                Ok(Err(error)) => fault = Some(error),
                Err(error) => fault = Some(AppError::Internal(format!("sending a message ({error})"))),
            }
        }
        fault.map_or(Ok(all), Err)
    }

    async fn send_one(&self, sender: &Sender, message: &Outgoing) -> Result<Sending, AppError> {
        let tried = match message.message.channel {
            Channel::Email => self.mail(message).await,
            Channel::Webhook => self.call(message, sender.now()).await?,
        };
        let at = sender.now();
        let mut tx = self.db.begin_write().await?;
        let mut done = Sending::default();
        match tried {
            Ok(()) => {
                outbox::record_sent(&mut tx, message, &sender.name, at).await?;
                done.sent = 1;
            }
            Err(failure) => {
                let again = (failure.is_temporary() && message.attempts < MAX_ATTEMPTS)
                    .then(|| at + wait_after(message.attempts));
                outbox::record_failure(&mut tx, message, &sender.name, at, &failure.to_string(), again).await?;
                if again.is_some() { done.failed = 1 } else { done.given_up = 1 }
            }
        }
        tx.commit().await?;
        Ok(done)
    }

    async fn mail(&self, outgoing: &Outgoing) -> Result<(), Failure> {
        let message = &outgoing.message;
        let server = self.delivery.mail.as_ref();
        let server = server.ok_or_else(|| Failure::Temporary("no mail server is set".to_owned()))?;
        let to = Mailbox::new(&message.recipient, &message.address)
            .map_err(|error| Failure::Permanent(error.to_string()))?;
        let mail = Mail {
            to: &to,
            subject: &message.subject,
            text: &message.body,
            html: message.html.as_deref(),
            message_id: &message.message_id,
            written_at: message.created_at.as_second(),
        };
        server.send(&mail).await
    }

    async fn call(&self, outgoing: &Outgoing, now: Timestamp) -> Result<Result<(), Failure>, AppError> {
        let message = &outgoing.message;
        let mut tx = self.db.begin_read().await?;
        let webhook = match message.webhook {
            Some(id) => webhooks::find(&mut tx, id).await?,
            None => None,
        };
        drop(tx);
        let (Some(webhook), Some(sender)) = (webhook, self.delivery.webhooks.as_ref()) else {
            return Ok(Err(Failure::Permanent("the webhook was removed".to_owned())));
        };
        if !webhook.active {
            return Ok(Err(Failure::Permanent("the webhook was turned off".to_owned())));
        }
        let call = WebhookCall {
            // Where it leads now: who mends a wrong address must not wait for new events.
            url: &webhook.url,
            secret: &Secret(webhook.secret.clone()),
            event: &message.subject,
            delivery: &message.message_id,
            at: now.as_second(),
            body: &message.body,
        };
        Ok(sender.send(&call).await.map(|_| ()))
    }
}
