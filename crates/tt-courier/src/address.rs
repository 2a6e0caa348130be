//! Where a webhook may go.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use hyper::Uri;

/// Which machines a webhook may reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddressPolicy {
    /// Also the server's own machine and its link: off, so that who may name a webhook cannot make the server talk to
    /// services that listen only for the machine itself, or to a cloud's description of it (169.254.169.254). Networks
    /// of the agency (10.0.0.0/8 and the like) are open: its other systems are there.
    pub allow_own_machine: bool,
}

/// Why an address is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an address that begins with http:// or https://.
    #[error("not an http or https address")]
    NotHttp,
    /// A name and password stand in it.
    #[error("a user name may not stand in the address")]
    UserInfo,
    /// Only the server's own machine or its link answers there.
    #[error("the address leads to the server's own machine or link: {0}")]
    OwnMachine(IpAddr),
    /// The name leads nowhere.
    #[error("the name cannot be resolved: {0}")]
    Unresolved(String),
}

/// An address a webhook may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookAddress {
    pub(crate) uri: Uri,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) https: bool,
}

impl WebhookAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// [`AddressError::NotHttp`], [`AddressError::UserInfo`].
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        let uri: Uri = url.trim().parse().map_err(|_| AddressError::NotHttp)?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(AddressError::NotHttp),
        };
        let authority = uri.authority().ok_or(AddressError::NotHttp)?;
        if authority.as_str().contains('@') {
            return Err(AddressError::UserInfo);
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(AddressError::NotHttp);
        }
        let port = authority.port_u16().unwrap_or(if https { 443 } else { 80 });
        Ok(Self { uri, host, port, https })
    }

    /// Where it leads now. The connection is made to exactly this, so that a name cannot lead elsewhere after the check.
    ///
    /// # Errors
    /// [`AddressError::OwnMachine`] when the policy forbids every place the name leads to, [`AddressError::Unresolved`].
    pub async fn resolve(&self, policy: AddressPolicy) -> Result<SocketAddr, AddressError> {
        let found = tokio::net::lookup_host((self.host.as_str(), self.port)).await;
        let found: Vec<SocketAddr> = found.map_err(|error| AddressError::Unresolved(error.to_string()))?.collect();
        let allowed = found.iter().find(|place| policy.allow_own_machine || !is_own(place.ip()));
        match (allowed, found.first()) {
            (Some(place), _) => Ok(*place),
            (None, Some(place)) => Err(AddressError::OwnMachine(place.ip())),
            (None, None) => Err(AddressError::Unresolved(self.host.clone())),
        }
    }
}

/// Whether an address is the machine itself, its link, or nobody's.
fn is_own(ip: IpAddr) -> bool {
    let v4 = |ip: Ipv4Addr| {
        ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || ip.is_multicast() || ip.is_broadcast()
    };
    match ip {
        IpAddr::V4(ip) => v4(ip),
        // The same machine by its other names: ::ffff:127.0.0.1.
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => v4(ip),
            None => ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || ip.is_unicast_link_local(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_taken() {
        let port = |url: &str| WebhookAddress::parse(url).map(|address| address.port);
        assert_eq!(port("https://tich-hop.langson.gov.vn/nhan?x=1"), Ok(443));
        assert_eq!(port("http://10.0.0.7:8080/"), Ok(8080));
        assert_eq!(port("http://[::1]:81"), Ok(81));
        for bad in ["", "abc", "/x", "ftp://a/b", "file:///etc/passwd", "javascript:alert(1)", "http://"] {
            assert_eq!(port(bad), Err(AddressError::NotHttp), "{bad}");
        }
        assert_eq!(port("https://a:b@c.vn/"), Err(AddressError::UserInfo));
    }

    #[tokio::test]
    async fn the_servers_own_machine_is_out_of_reach_unless_allowed() {
        for url in [
            "http://127.0.0.1/",
            "http://localhost:9/",
            "http://[::1]/",
            "http://169.254.169.254/",
            "http://0.0.0.0/",
            "http://[::ffff:127.0.0.1]/",
            "http://2130706433/",
        ] {
            let address = WebhookAddress::parse(url).expect("an address");
            let refused = address.resolve(AddressPolicy::default()).await;
            assert!(
                matches!(refused, Err(AddressError::OwnMachine(_) | AddressError::Unresolved(_))),
                "{url}: {refused:?}"
            );
        }
        let own = WebhookAddress::parse("http://127.0.0.1:81/").expect("an address");
        assert!(own.resolve(AddressPolicy { allow_own_machine: true }).await.is_ok());
        let network = WebhookAddress::parse("http://10.1.2.3/").expect("an address");
        assert!(network.resolve(AddressPolicy::default()).await.is_ok());
    }
}
