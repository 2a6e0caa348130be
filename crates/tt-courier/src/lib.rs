//! Carries finished messages out of the house: e-mail over SMTP, webhooks over HTTP.
//!
//! It knows no records and decides nothing about when or to whom: it takes one finished message, tries once, and says
//! whether the other side took it. It never follows a redirect, never skips a certificate check, and every try ends
//! within its time limit. Read [`MailServer`] and [`WebhookCall`] first.

mod address;
mod failure;
mod mail;
mod tls;
mod webhook;

pub use address::{AddressError, AddressPolicy, WebhookAddress};
pub use failure::Failure;
pub use mail::{Mail, MailServer, Mailbox, MailboxError, Security};
pub use tls::TlsError;
pub use webhook::{Secret, WebhookCall, WebhookSender, signature};
