//! The ways for messages to leave the house, as whoever runs the server set them.

pub use tt_courier::{AddressPolicy, MailServer, Mailbox, Security, TlsError, WebhookSender};

/// The ways for messages to leave the house. The default has none: people are told in the application only.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// The mail server; without one no mail is written, and the pages say so.
    pub mail: Option<MailServer>,
    /// How webhooks are sent; without one none are written.
    pub webhooks: Option<WebhookSender>,
    /// The address people reach the site by (`https://trongtam.example.gov.vn`), for links in messages.
    pub site: Option<String>,
}

impl Delivery {
    /// The full address of a page, where the site's own address is known.
    pub fn link(&self, path: &str) -> Option<String> {
        self.site.as_deref().map(|site| format!("{}{path}", site.trim_end_matches('/')))
    }

    /// The part of a message's name behind the `@`: that of the sender's mail address.
    pub(crate) fn message_domain(&self) -> &str {
        let sender = self.mail.as_ref().map_or("trongtam.invalid", MailServer::sender);
        sender.rsplit_once('@').map_or(sender, |(_, domain)| domain)
    }
}
