//! Trust: the certificates of the machine, and those an agency adds for its own authority.

use std::sync::Arc;

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Why no safe connection can be prepared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// The given certificates cannot be read.
    #[error("the certificates given cannot be read: {0}")]
    Certificates(String),
    /// The machine has no certificates and none were given.
    #[error("this machine has no root certificates; install ca-certificates or name a file of them")]
    NoRoots,
    /// The library refused the configuration.
    #[error("no safe connection can be prepared: {0}")]
    Library(String),
}

/// A connector that trusts the machine's root certificates and those in `extra_roots` (PEM).
///
/// # Errors
/// [`TlsError`].
pub(crate) fn connector(extra_roots: Option<&[u8]>) -> Result<TlsConnector, TlsError> {
    let mut roots = RootCertStore::empty();
    // A machine's store may hold a certificate that cannot be used; the others still serve.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in extra_roots.into_iter().flat_map(CertificateDer::pem_slice_iter) {
        let certificate = certificate.map_err(|error| TlsError::Certificates(error.to_string()))?;
        roots.add(certificate).map_err(|error| TlsError::Certificates(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(TlsError::NoRoots);
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::Library(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
