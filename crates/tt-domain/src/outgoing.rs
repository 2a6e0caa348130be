//! Messages on their way out of the house, and the webhooks some of them go to.

use jiff::{SignedDuration, Timestamp};

use crate::id::{AgencyId, OutgoingId, UserId, WebhookId};
use crate::notice::NoticeKind;
use crate::task::coded;

coded! {
    /// How a message leaves.
    Channel {
        /// Thư điện tử.
        Email = "email",
        /// To another system.
        Webhook = "webhook",
    }
}

coded! {
    /// How far a message has come.
    OutgoingState {
        /// Chờ gửi: not yet tried.
        Pending = "pending",
        /// Đang gửi: some process has claimed it.
        Sending = "sending",
        /// Gửi chưa được, sẽ thử lại.
        Failed = "failed",
        /// Đã gửi: the other side took it.
        Sent = "sent",
        /// Thôi không gửi nữa.
        GivenUp = "given_up",
    }
}

/// A message before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOutgoing {
    /// Agency whose records it is about.
    pub agency: AgencyId,
    /// How it leaves.
    pub channel: Channel,
    /// Whom it is for, if a user.
    pub user: Option<UserId>,
    /// The webhook it goes to, if one.
    pub webhook: Option<WebhookId>,
    /// Name of whom it is for.
    pub recipient: String,
    /// Mail address or URL.
    pub address: String,
    /// Subject of a mail, name of a webhook's event.
    pub subject: String,
    /// Plain text of a mail, JSON of a webhook.
    pub body: String,
    /// The mail as a page.
    pub html: Option<String>,
    /// Name of the message, the same at every try, so that a receiver can tell a second copy.
    pub message_id: String,
    /// Names the occasion: of two messages with one key only the first is kept.
    pub dedupe_key: String,
    /// When it was written; it may leave from then on.
    pub created_at: Timestamp,
}

/// A message on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Identity.
    pub id: OutgoingId,
    /// The message.
    pub message: NewOutgoing,
    /// How far it has come.
    pub state: OutgoingState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: Timestamp,
    /// What went wrong the last time.
    pub last_error: Option<String>,
    /// When the other side took it.
    pub sent_at: Option<Timestamp>,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which message.
    pub message: OutgoingId,
    /// First, second…
    pub attempt: u32,
    /// When it ended.
    pub at: Timestamp,
    /// Which process made it.
    pub by: String,
    /// How it ended.
    pub state: OutgoingState,
    /// What the other side said, when it did not take it.
    pub detail: Option<String>,
}

/// After so many tries a message is given up; with the waits of [`wait_after`] that is about four days, so
/// that a server down over a weekend loses nothing.
pub const MAX_ATTEMPTS: u32 = 20;

/// How long to wait after the n-th failed try (from 1): 1 minute, doubled each time, at most 8 hours.
pub fn wait_after(attempts: u32) -> SignedDuration {
    let doublings = attempts.saturating_sub(1).min(9);
    let minutes = (1_i64 << doublings).min(8 * 60);
    SignedDuration::from_mins(minutes)
}

/// Another system that is told what happens.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Identity.
    pub id: WebhookId,
    /// Whose events.
    pub agency: AgencyId,
    /// Where to.
    pub url: String,
    /// Key its messages are signed with.
    pub secret: String,
    /// Which events.
    pub events: Vec<NoticeKind>,
    /// Whether it is told anything at present.
    pub active: bool,
    /// Who set it up.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the key.
        f.debug_struct("Webhook")
            .field("id", &self.id)
            .field("agency", &self.agency)
            .field("url", &self.url)
            .field("events", &self.events)
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_eight_hours_and_four_days_in_all() {
        let waits: Vec<i64> = (1..=11).map(|attempt| wait_after(attempt).as_mins()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 480, 480]);
        let all: i64 = (1..MAX_ATTEMPTS).map(|attempt| wait_after(attempt).as_mins()).sum();
        assert_eq!(all, 1471 + 8 * 480);
    }
}
