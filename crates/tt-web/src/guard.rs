//! What holds for every request: where a form may come from, and the headers every answer carries.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::error::WebError;
use crate::routes::WebState;

/// Nothing from elsewhere, nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Turns away a form that another site sent: by `Sec-Fetch-Site` where the browser says it, else by `Origin`. A caller
/// that sends neither is no browser, and the session's token still guards every form of a signed-in user.
pub(crate) async fn same_origin(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_same_origin(request.headers(), state.config.public_origin.as_deref()) {
        next.run(request).await
    } else {
        WebError::Forgery.into_response()
    }
}

fn is_same_origin(headers: &HeaderMap, public_origin: Option<&str>) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    match public_origin {
        Some(public) => origin.eq_ignore_ascii_case(public.trim_end_matches('/')),
        None => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(HOST)
        }
    }
}

/// Headers of every answer. Pages are never kept: the machine may be shared.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    );
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        headers.append(VARY, HeaderValue::from_static("cookie, hx-request"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(public_origin: Option<&str>, pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("trongtam.test"));
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        is_same_origin(&headers, public_origin)
    }

    #[test]
    fn forms_of_other_sites_are_turned_away() {
        assert!(allowed(None, &[]));
        assert!(allowed(None, &[("origin", "https://trongtam.test"), ("sec-fetch-site", "same-origin")]));
        assert!(!allowed(None, &[("origin", "https://evil.test")]));
        assert!(!allowed(None, &[("origin", "null")]));
        assert!(!allowed(None, &[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(None, &[("sec-fetch-site", "same-site")]));
        assert!(allowed(Some("https://tt.gov.test/"), &[("origin", "https://tt.gov.test")]));
        assert!(!allowed(Some("https://tt.gov.test"), &[("origin", "https://trongtam.test")]));
    }
}
