//! A mail server for tests: speaks SMTP over a real socket, in the clear or under TLS, and keeps what it takes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The authority behind [`Identity::Known`], in PEM.
pub const AUTHORITY: &[u8] = include_bytes!("../fixtures/tls/authority.pem");

/// How the conversation is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Not at all, and STARTTLS is not offered.
    None,
    /// From the first byte.
    Tls(Identity),
    /// From STARTTLS on.
    StartTls(Identity),
}

/// By which certificate the server shows who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// For `localhost` and 127.0.0.1, by [`AUTHORITY`].
    Known,
    /// The same, by an authority nobody trusts.
    Stranger,
    /// By [`AUTHORITY`], for another name.
    OtherName,
    /// By [`AUTHORITY`], run out.
    Expired,
}

impl Identity {
    fn acceptor(self) -> TlsAcceptor {
        let (chain, key): (&[u8], &[u8]) = match self {
            Self::Known => (include_bytes!("../fixtures/tls/known.pem"), include_bytes!("../fixtures/tls/known.key")),
            Self::Stranger => {
                (include_bytes!("../fixtures/tls/stranger.pem"), include_bytes!("../fixtures/tls/stranger.key"))
            }
            Self::OtherName => {
                (include_bytes!("../fixtures/tls/other-name.pem"), include_bytes!("../fixtures/tls/other-name.key"))
            }
            Self::Expired => {
                (include_bytes!("../fixtures/tls/expired.pem"), include_bytes!("../fixtures/tls/expired.key"))
            }
        };
        let certificate = CertificateDer::from_pem_slice(chain).expect("a certificate of this crate");
        let key = PrivateKeyDer::from_pem_slice(key).expect("a key of this crate");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the protocol's usual versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("certificate and key belong together");
        TlsAcceptor::from(Arc::new(config))
    }
}

/// How the server treats messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Takes every message.
    Accepts,
    /// Knows no recipient (550).
    RefusesRecipients,
    /// Asks to come again (451) when the message is there.
    Busy,
    /// Answers each line after this time.
    Slow(Duration),
    /// Says nothing at all.
    Silent,
    /// Lets nobody sign in (535).
    RefusesSignIn,
    /// Takes messages of whoever signed in.
    WantsSignIn,
}

/// A message the server took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Address of the recipient.
    pub to: String,
    /// Headers and body as they came.
    pub raw: String,
}

impl Taken {
    /// A header's value, unfolded, as it travelled.
    pub fn header(&self, name: &str) -> Option<String> {
        let unfolded = self.raw.replace("\r\n\t", " ").replace("\r\n ", " ");
        unfolded.lines().take_while(|line| !line.is_empty()).find_map(|line| {
            let (given, value) = line.split_once(':')?;
            given.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

/// A running mail server; it ends with the value.
#[derive(Debug)]
pub struct MailHouse {
    /// Where it listens.
    pub address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    taken: Arc<Mutex<Vec<Taken>>>,
    listening: tokio::task::JoinHandle<()>,
}

impl MailHouse {
    /// Opens on a free port of this machine, in the clear.
    pub async fn open(manner: Manner) -> Self {
        Self::protected(manner, Protection::None).await
    }

    /// Opens on a free port of this machine.
    pub async fn protected(manner: Manner, protection: Protection) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("open a port");
        let address = listener.local_addr().expect("the port has an address");
        let (manner, taken) = (Arc::new(Mutex::new(manner)), Arc::new(Mutex::new(Vec::new())));
        let (its_manner, its_taken) = (Arc::clone(&manner), Arc::clone(&taken));
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manner = *its_manner.lock().expect("no test holds this");
                let taken = Arc::clone(&its_taken);
                // A client that goes away in the middle is part of the game.
                tokio::spawn(async move { serve(stream, protection, manner, &taken).await.ok() });
            }
        });
        Self { address, manner, taken, listening }
    }

    /// Treats messages of later conversations this way.
    pub fn change(&self, manner: Manner) {
        *self.manner.lock().expect("no test holds this") = manner;
    }

    /// What was taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().expect("no test holds this").clone()
    }
}

impl Drop for MailHouse {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn serve(
    stream: TcpStream,
    protection: Protection,
    manner: Manner,
    taken: &Mutex<Vec<Taken>>,
) -> std::io::Result<()> {
    if manner == Manner::Silent {
        // Whatever comes, a TLS handshake too, is heard and left without an answer.
        let mut stream = stream;
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
        return Ok(());
    }
    match protection {
        Protection::None => converse(stream, manner, taken, Opening::Greeting).await.map(drop),
        Protection::Tls(identity) => {
            let stream = identity.acceptor().accept(stream).await?;
            converse(stream, manner, taken, Opening::Greeting).await.map(drop)
        }
        Protection::StartTls(identity) => {
            let Some(stream) = converse(stream, manner, taken, Opening::OffersTls).await? else { return Ok(()) };
            let stream = identity.acceptor().accept(stream).await?;
            converse(stream, manner, taken, Opening::Protected).await.map(drop)
        }
    }
}

/// How a conversation begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    /// With a greeting.
    Greeting,
    /// The same, and STARTTLS is offered and demanded.
    OffersTls,
    /// After STARTTLS.
    Protected,
}

/// Talks until the end; gives the stream back when it is to be protected from here on.
async fn converse<T: AsyncRead + AsyncWrite + Unpin>(
    stream: T,
    manner: Manner,
    taken: &Mutex<Vec<Taken>>,
    opening: Opening,
) -> std::io::Result<Option<T>> {
    let mut stream = BufReader::new(stream);
    if opening != Opening::Protected {
        stream.write_all(b"220 house.test ESMTP\r\n").await?;
    }
    let (mut to, mut signed_in) = (String::new(), false);
    while let Some(line) = next_line(&mut stream).await? {
        if let Manner::Slow(time) = manner {
            tokio::time::sleep(time).await;
        }
        let command = line.to_ascii_uppercase();
        let answer = if command.starts_with("EHLO") {
            match (opening, manner) {
                (Opening::OffersTls, _) => "250-house.test\r\n250-STARTTLS\r\n250 8BITMIME\r\n",
                (_, Manner::RefusesSignIn | Manner::WantsSignIn) => {
                    "250-house.test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n"
                }
                _ => "250-house.test\r\n250 8BITMIME\r\n",
            }
        } else if command.starts_with("STARTTLS") && opening == Opening::OffersTls {
            stream.write_all(b"220 go ahead\r\n").await?;
            return Ok(Some(stream.into_inner()));
        } else if command.starts_with("QUIT") {
            stream.write_all(b"221 bye\r\n").await?;
            return Ok(None);
        } else if opening == Opening::OffersTls {
            "530 5.7.0 must issue a STARTTLS command first\r\n"
        } else if command.starts_with("AUTH") {
            signed_in = manner == Manner::WantsSignIn;
            if signed_in { "235 2.7.0 welcome\r\n" } else { "535 5.7.8 authentication failed\r\n" }
        } else if command.starts_with("MAIL") && manner == Manner::WantsSignIn && !signed_in {
            "530 5.7.0 authentication required\r\n"
        } else if command.starts_with("RCPT") {
            to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            if manner == Manner::RefusesRecipients { "550 5.1.1 no such user\r\n" } else { "250 ok\r\n" }
        } else if command.starts_with("DATA") {
            stream.write_all(b"354 go on\r\n").await?;
            let raw = message(&mut stream).await?;
            if manner == Manner::Busy {
                "451 4.3.0 come again\r\n"
            } else {
                taken.lock().expect("no test holds this").push(Taken { to: to.clone(), raw });
                "250 taken\r\n"
            }
        } else {
            "250 ok\r\n"
        };
        stream.write_all(answer.as_bytes()).await?;
        stream.flush().await?;
    }
    Ok(None)
}

async fn next_line<T: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<T>) -> std::io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// A message up to the line with nothing but a dot.
async fn message<T: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<T>) -> std::io::Result<String> {
    let mut raw = String::new();
    while let Some(line) = next_line(stream).await? {
        if line == "." {
            break;
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        raw.push_str("\r\n");
    }
    Ok(raw)
}
