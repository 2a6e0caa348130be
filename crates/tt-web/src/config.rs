//! Settings of the web front.

/// Settings of the web front.
#[derive(Clone, Debug, Default)]
pub struct WebConfig {
    /// Cookies carry `Secure` even where a request does not show that it came over https. Off by default: a server on
    /// a machine's own address has no certificate. Requests a proxy marks `X-Forwarded-Proto: https` get it anyway.
    pub secure_cookies: bool,
    /// The address people reach the site by (`https://trongtam.example.gov.vn`), where a proxy changes `Host`.
    /// Without it the `Host` header is what the origin of a form is held against.
    pub public_origin: Option<String>,
    /// Take the client's address for the audit chain from the last entry of `X-Forwarded-For`. Only behind a proxy
    /// that sets it.
    pub trust_forwarded_for: bool,
}

/// Largest file taken, in bytes; the readers' own limit.
pub(crate) const UPLOAD_LIMIT: usize = tt_document::read::MAX_INPUT_BYTES;
