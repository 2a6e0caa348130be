//! E-mail: one message over one SMTP conversation.

use std::fmt;
use std::time::Duration;

use mail_send::mail_builder::MessageBuilder;
use mail_send::smtp::message::Message;
use mail_send::{Credentials, SmtpClient, SmtpClientBuilder};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;

use crate::failure::Failure;
use crate::tls::{self, TlsError};

/// How the conversation with the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Begins in the clear and turns to TLS before anything else is said (STARTTLS, port 587); never goes on without.
    StartTls,
    /// TLS from the first byte (port 465).
    Tls,
    /// No protection: only for a server on the same machine or wire.
    None,
}

/// Why something is no mail address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address: {0}")]
pub struct MailboxError(pub String);

/// A mail address with the name before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    name: String,
    address: String,
}

impl Mailbox {
    /// An address `local@domain` in ASCII, without blanks, quotes or anything that could end a line of the conversation.
    ///
    /// # Errors
    /// [`MailboxError`] with what was given.
    pub fn new(name: &str, address: &str) -> Result<Self, MailboxError> {
        let address = address.trim();
        let refused = || MailboxError(address.to_owned());
        let (local, domain) = address.rsplit_once('@').ok_or_else(refused)?;
        let plain = |text: &str, also: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
        };
        let dotted = |text: &str| !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
        let good = address.len() <= 254
            && plain(local, "!#$%&'*+-/=?^_`{|}~.")
            && plain(domain, "-.")
            && dotted(local)
            && dotted(domain);
        if good { Ok(Self { name: one_line(name), address: address.to_owned() }) } else { Err(refused()) }
    }

    /// The address alone.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// A mail server, and in whose name messages leave through it.
#[derive(Clone)]
pub struct MailServer {
    builder: SmtpClientBuilder<String>,
    security: Security,
    from: Mailbox,
    limit: Duration,
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the password.
        let Self { builder, security, from, limit } = self;
        f.debug_struct("MailServer")
            .field("address", &builder.addr)
            .field("security", security)
            .field("from", from)
            .field("limit", limit)
            .finish_non_exhaustive()
    }
}

/// A message to send.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// To whom.
    pub to: &'a Mailbox,
    /// Subject.
    pub subject: &'a str,
    /// The message as plain text.
    pub text: &'a str,
    /// The same as a page.
    pub html: Option<&'a str>,
    /// Name of the message, without angle brackets: the same at every try, so that a receiver can tell a second copy.
    pub message_id: &'a str,
    /// When it was written, in seconds since 1970-01-01 UTC.
    pub written_at: i64,
}

impl MailServer {
    /// A server at `host:port`. `extra_roots` are certificates in PEM to trust beside the machine's own.
    ///
    /// # Errors
    /// [`TlsError`] when no safe connection can be prepared.
    pub fn new(
        host: &str,
        port: u16,
        security: Security,
        from: Mailbox,
        extra_roots: Option<&[u8]>,
    ) -> Result<Self, TlsError> {
        let connector: TlsConnector = tls::connector(extra_roots)?;
        let builder = SmtpClientBuilder::new_with_tls_connector(host.to_owned(), port, connector)
            .implicit_tls(security == Security::Tls);
        Ok(Self { builder, security, from, limit: Duration::from_mins(1) })
    }

    /// Signs in to the server with a name and password before sending.
    #[must_use]
    pub fn signing_in(mut self, user: &str, password: &str) -> Self {
        let (username, secret) = (user.to_owned(), password.to_owned());
        self.builder = self.builder.credentials(Credentials::Plain { username, secret });
        self
    }

    /// Ends a try after this time, whatever the server does.
    #[must_use]
    pub fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// How long a try takes at most.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// `host:port`, to show.
    pub fn place(&self) -> &str {
        &self.builder.addr
    }

    /// The address messages come from.
    pub fn sender(&self) -> &str {
        self.from.address()
    }

    /// Tries once to hand a message to the server. `Ok` means that the server took it, and nothing else does.
    ///
    /// # Errors
    /// [`Failure`]; when the time ran out after the text was sent, the server may have taken it all the same.
    pub async fn send(&self, mail: &Mail<'_>) -> Result<(), Failure> {
        let written = written(&self.from, mail)?;
        match tokio::time::timeout(self.limit, self.converse(mail, written)).await {
            Ok(done) => done,
            Err(_) => Err(Failure::Temporary(format!("no answer within {} s", self.limit.as_secs()))),
        }
    }

    async fn converse(&self, mail: &Mail<'_>, written: Vec<u8>) -> Result<(), Failure> {
        let envelope = Message::new(self.from.address(), [mail.to.address()], written);
        match self.security {
            Security::None => hand_over(self.builder.connect_plain().await.map_err(failure)?, envelope).await,
            Security::StartTls | Security::Tls => {
                hand_over(self.builder.connect().await.map_err(failure)?, envelope).await
            }
        }
    }
}

async fn hand_over<T: AsyncRead + AsyncWrite + Unpin>(
    mut client: SmtpClient<T>,
    envelope: Message<'_>,
) -> Result<(), Failure> {
    client.send(envelope).await.map_err(failure)?;
    // The message is the server's now; whether it also says goodbye does not matter.
    let _ = client.quit().await;
    Ok(())
}

/// The message as it travels: headers and bodies encoded so that every server carries them unchanged.
fn written(from: &Mailbox, mail: &Mail<'_>) -> Result<Vec<u8>, Failure> {
    let mut message = MessageBuilder::new()
        .from((from.name.as_str(), from.address()))
        .to((mail.to.name.as_str(), mail.to.address()))
        .subject(one_line(mail.subject))
        .message_id(mail.message_id)
        .date(mail.written_at)
        // No machine should answer a machine (RFC 3834).
        .header("Auto-Submitted", mail_send::mail_builder::headers::raw::Raw::new("auto-generated"))
        .text_body(mail.text);
    if let Some(html) = mail.html {
        message = message.html_body(html);
    }
    message.write_to_vec().map_err(|error| Failure::Permanent(format!("the message cannot be written: {error}")))
}

/// A line of a header: nothing in it may begin another.
fn one_line(text: &str) -> String {
    let kept: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A refusal of this message is final; a refused sign-in is not: the administrator can mend the password.
#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` takes")]
fn failure(error: mail_send::Error) -> Failure {
    match &error {
        mail_send::Error::UnexpectedReply(reply) if (500..=599).contains(&reply.code) => {
            Failure::Permanent(format!("{} {}", reply.code, one_line(&reply.message)))
        }
        mail_send::Error::UnexpectedReply(reply) | mail_send::Error::AuthenticationFailed(reply) => {
            Failure::Temporary(format!("{} {}", reply.code, one_line(&reply.message)))
        }
        other => Failure::Temporary(one_line(&other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_could_break_the_conversation_are_refused() {
        for good in ["a@b.vn", "hoa.nt+tt@langson.gov.vn", " vp@sct.test "] {
            assert!(Mailbox::new("", good).is_ok(), "{good}");
        }
        for bad in
            ["", "a", "@b.vn", "a@", "a@b\r\nRCPT TO:<x@y>", "a b@c.vn", "<a@b.vn>", "a..b@c.vn", "đ@b.vn", ".a@b"]
        {
            assert!(Mailbox::new("", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn headers_stay_on_their_line() {
        let to = Mailbox::new("Hoa\r\nBcc: x@y.vn", "hoa@sct.test").expect("an address");
        let mail = Mail {
            to: &to,
            subject: "Đôn đốc\r\nBcc: x@y.vn",
            text: "Kính gửi đồng chí",
            html: None,
            message_id: "1@sct.test",
            written_at: 0,
        };
        let written =
            written(&Mailbox::new("Trọng Tâm", "tt@sct.test").expect("an address"), &mail).expect("a message");
        let text = String::from_utf8(written).expect("ASCII");
        assert!(text.is_ascii(), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        assert!(text.contains("Message-ID: <1@sct.test>"), "{text}");
    }
}
