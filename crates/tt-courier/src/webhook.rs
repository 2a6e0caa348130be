//! Webhooks: one signed POST over one connection.

use std::fmt;
use std::pin::pin;
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use sha2::Sha256;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::address::{AddressError, AddressPolicy, WebhookAddress};
use crate::failure::Failure;
use crate::tls::{self, TlsError};

/// A key shared with the receiver; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A webhook to send.
#[derive(Clone, Debug)]
pub struct WebhookCall<'a> {
    /// Where to.
    pub url: &'a str,
    /// Key it is signed with.
    pub secret: &'a Secret,
    /// What happened: `task.assigned`.
    pub event: &'a str,
    /// Name of the message: the same at every try, so that a receiver can tell a second copy.
    pub delivery: &'a str,
    /// When this try is made, in seconds since 1970-01-01 UTC; part of what is signed, so that an old copy shows.
    pub at: i64,
    /// JSON.
    pub body: &'a str,
}

/// The signature of a body sent at a time: HMAC-SHA256, in hex, over `TIME.BODY`.
pub fn signature(secret: &Secret, at: i64, body: &str) -> String {
    // A key of any length is taken: longer ones are hashed first.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.0.as_bytes()) else { return String::new() };
    mac.update(format!("{at}.").as_bytes());
    mac.update(body.as_bytes());
    mac.finalize().into_bytes().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// Sends webhooks.
#[derive(Clone)]
pub struct WebhookSender {
    connector: TlsConnector,
    policy: AddressPolicy,
    limit: Duration,
}

impl fmt::Debug for WebhookSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { connector: _, policy, limit } = self;
        f.debug_struct("WebhookSender").field("policy", policy).field("limit", limit).finish_non_exhaustive()
    }
}

/// How much of an answer is looked at.
const ANSWER_LIMIT: usize = 64 * 1024;

impl WebhookSender {
    /// A sender that keeps to a policy. `extra_roots` are certificates in PEM to trust beside the machine's own.
    ///
    /// # Errors
    /// [`TlsError`] when no safe connection can be prepared.
    pub fn new(policy: AddressPolicy, extra_roots: Option<&[u8]>) -> Result<Self, TlsError> {
        Ok(Self { connector: tls::connector(extra_roots)?, policy, limit: Duration::from_secs(15) })
    }

    /// Ends a try after this time, whatever the receiver does.
    #[must_use]
    pub fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Where webhooks may go.
    pub fn policy(&self) -> AddressPolicy {
        self.policy
    }

    /// Tries once. `Ok` means that the receiver answered 2xx, and nothing else does.
    ///
    /// # Errors
    /// [`Failure`]: permanent for a redirect, a refusal (4xx but 408, 425, 429) and an address that may not be reached.
    pub async fn send(&self, call: &WebhookCall<'_>) -> Result<StatusCode, Failure> {
        match tokio::time::timeout(self.limit, self.post(call)).await {
            Ok(done) => done,
            Err(_) => Err(Failure::Temporary(format!("no answer within {} s", self.limit.as_secs()))),
        }
    }

    async fn post(&self, call: &WebhookCall<'_>) -> Result<StatusCode, Failure> {
        let address = WebhookAddress::parse(call.url).map_err(|error| Failure::Permanent(error.to_string()))?;
        let place = address.resolve(self.policy).await.map_err(|error| match error {
            AddressError::Unresolved(_) => Failure::Temporary(error.to_string()),
            _ => Failure::Permanent(error.to_string()),
        })?;
        let stream = TcpStream::connect(place).await.map_err(|error| temporary(&error))?;
        let request = request(&address, call)?;
        let answer = if address.https {
            let name = ServerName::try_from(address.host.clone())
                .map_err(|error| Failure::Permanent(format!("not a host name: {error}")))?;
            let stream = self.connector.connect(name, stream).await.map_err(|error| temporary(&error))?;
            exchange(stream, request).await?
        } else {
            exchange(stream, request).await?
        };
        verdict(answer.status())
    }
}

fn request(address: &WebhookAddress, call: &WebhookCall<'_>) -> Result<Request<Full<Bytes>>, Failure> {
    let path = address.uri.path_and_query().map_or("/", |path| path.as_str());
    let host = address.uri.authority().map(hyper::http::uri::Authority::as_str).unwrap_or_default();
    let signed = format!("t={},v1={}", call.at, signature(call.secret, call.at, call.body));
    Request::post(path)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .header(header::USER_AGENT, concat!("TrongTam/", env!("CARGO_PKG_VERSION")))
        .header(header::CONNECTION, "close")
        .header("x-trongtam-event", call.event)
        .header("x-trongtam-delivery", call.delivery)
        .header("x-trongtam-signature", signed)
        .body(Full::new(Bytes::copy_from_slice(call.body.as_bytes())))
        .map_err(|error| Failure::Permanent(format!("the request cannot be written: {error}")))
}

async fn exchange<T: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: T,
    request: Request<Full<Bytes>>,
) -> Result<Response<()>, Failure> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| temporary(&error))?;
    let answer = async move {
        let answer = sender.send_request(request).await.map_err(|error| temporary(&error))?;
        let (parts, body) = answer.into_parts();
        // What is in the answer does not matter; a long or broken one must not hold the connection.
        let _ = Limited::new(body, ANSWER_LIMIT).collect().await;
        Ok(Response::from_parts(parts, ()))
    };
    // Both in this task, so that nothing goes on once the time limit drops it.
    let (mut connection, mut answer) = (pin!(connection), pin!(answer));
    tokio::select! {
        done = &mut answer => done,
        ended = &mut connection => match ended {
            Ok(()) => answer.await,
            Err(error) => Err(temporary(&error)),
        },
    }
}

fn verdict(status: StatusCode) -> Result<StatusCode, Failure> {
    let told = format!("the receiver answered {status}");
    match status.as_u16() {
        200..=299 => Ok(status),
        300..=399 => Err(Failure::Permanent(format!("{told}; redirects are not followed"))),
        408 | 425 | 429 | 500..=599 => Err(Failure::Temporary(told)),
        _ => Err(Failure::Permanent(told)),
    }
}

fn temporary(error: &dyn std::error::Error) -> Failure {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        told = format!("{told}: {deeper}");
        cause = deeper.source();
    }
    Failure::Temporary(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_can_check_the_signature() {
        // Computed apart: printf '1700000000.{"a":"đ"}' | openssl dgst -sha256 -hmac bí-mật
        let made = signature(&Secret("bí-mật".to_owned()), 1_700_000_000, "{\"a\":\"đ\"}");
        assert_eq!(made, EXPECTED);
        assert_ne!(made, signature(&Secret("khác".to_owned()), 1_700_000_000, "{\"a\":\"đ\"}"));
    }

    const EXPECTED: &str = "b0630c7b40de27858c2253d910717b7136b3198b913ded313f7da26c525820d4";

    #[test]
    fn answers_are_told_apart_by_what_a_later_try_can_change() {
        let of = |code: u16| verdict(StatusCode::from_u16(code).expect("a code"));
        assert!(of(200).is_ok() && of(204).is_ok());
        for code in [500, 502, 503, 408, 429] {
            assert!(of(code).expect_err("no success").is_temporary(), "{code}");
        }
        for code in [301, 307, 400, 401, 404, 410] {
            assert!(!of(code).expect_err("no success").is_temporary(), "{code}");
        }
    }
}
