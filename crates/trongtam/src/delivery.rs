//! How messages leave the house, from the command line and the environment.

use std::path::PathBuf;

use clap::ValueEnum;
use tt_app::Delivery;
use tt_app::delivery::{AddressPolicy, MailServer, Mailbox, Security, WebhookSender};
use tt_app::wording;

use crate::failure::Result;

/// Protection of the way to the mail server.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum SecurityArg {
    /// STARTTLS before anything else (port 587).
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None: only for a server on the same machine or wire.
    None,
}

/// How messages leave the house. Without a mail server people are told in the application only.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Args {
    /// Mail server that messages leave through.
    #[arg(long, env = "TRONGTAM_SMTP_HOST", requires = "mail_from")]
    smtp_host: Option<String>,
    /// Its port; 587 with STARTTLS, 465 with TLS, 25 without protection.
    #[arg(long, env = "TRONGTAM_SMTP_PORT")]
    smtp_port: Option<u16>,
    /// Protection of the way to it.
    #[arg(long, env = "TRONGTAM_SMTP_SECURITY", value_enum, default_value_t = SecurityArg::Starttls)]
    smtp_security: SecurityArg,
    /// Name to sign in to it with; the password is taken from `TRONGTAM_SMTP_PASSWORD`, never from the command line.
    #[arg(long, env = "TRONGTAM_SMTP_USER")]
    smtp_user: Option<String>,
    /// Address messages come from.
    #[arg(long, env = "TRONGTAM_MAIL_FROM")]
    mail_from: Option<String>,
    /// File of certificates (PEM) to trust beside the machine's own, for mail and webhooks.
    #[arg(long, env = "TRONGTAM_CA_FILE")]
    ca_file: Option<PathBuf>,
    /// Let webhooks reach this very machine: only where whoever may set them up may also reach what listens here.
    #[arg(long)]
    webhooks_to_own_machine: bool,
}

impl Args {
    /// The ways these arguments open. `site` is the address people reach the site by.
    ///
    /// # Errors
    /// A sentence for people: an address is none, or a file of certificates cannot be read.
    pub(crate) fn delivery(&self, site: Option<String>) -> Result<Delivery> {
        let roots = self.roots()?;
        let unsafe_way = |error: tt_app::delivery::TlsError| {
            wording::say(
                format!("không chuẩn bị được kết nối an toàn ({error}); hãy kiểm tra --ca-file và chứng thư của máy"),
                format!("no safe connection can be prepared ({error}); check --ca-file and the machine's certificates"),
            )
        };
        let policy = AddressPolicy { allow_own_machine: self.webhooks_to_own_machine };
        let webhooks = match WebhookSender::new(policy, roots.as_deref()) {
            Ok(sender) => Some(sender),
            // A machine without certificates can still do everything else.
            Err(tt_app::delivery::TlsError::NoRoots) => None,
            Err(error) => return Err(unsafe_way(error)),
        };
        let Some(host) = &self.smtp_host else { return Ok(Delivery { mail: None, webhooks, site }) };
        let from = self.mail_from.as_deref().unwrap_or_default();
        let from = Mailbox::new("Trọng Tâm", from).map_err(|_| {
            wording::say(
                format!("--mail-from: {from} không phải địa chỉ thư điện tử"),
                format!("--mail-from: {from} is not a mail address"),
            )
        })?;
        let (security, usual_port) = match self.smtp_security {
            SecurityArg::Starttls => (Security::StartTls, 587),
            SecurityArg::Tls => (Security::Tls, 465),
            SecurityArg::None => (Security::None, 25),
        };
        let port = self.smtp_port.unwrap_or(usual_port);
        let mut mail = MailServer::new(host, port, security, from, roots.as_deref()).map_err(unsafe_way)?;
        if let Some(user) = &self.smtp_user {
            mail = mail.signing_in(user, &std::env::var("TRONGTAM_SMTP_PASSWORD").unwrap_or_default());
        }
        Ok(Delivery { mail: Some(mail), webhooks, site })
    }

    fn roots(&self) -> Result<Option<Vec<u8>>> {
        let Some(file) = &self.ca_file else { return Ok(None) };
        let read = std::fs::read(file).map_err(|error| {
            let file = file.display();
            wording::say(
                format!("{file}: không đọc được tệp chứng thư ({error})"),
                format!("{file}: the file of certificates cannot be read ({error})"),
            )
        })?;
        Ok(Some(read))
    }
}
