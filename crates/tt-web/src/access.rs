//! Who is behind a request: extractors that let pass only someone signed in.

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use tt_app::Language;
use tt_app::sign_in::CurrentUser;

use crate::chrome::{Chrome, Section};
use crate::cookies;
use crate::error::WebError;
use crate::routes::WebState;

/// Someone signed in, on any page but where they set their first password.
#[derive(Clone, Debug)]
pub(crate) struct Visitor(pub(crate) Session);

/// Someone signed in.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Who.
    pub(crate) current: CurrentUser,
    /// The cookie's token.
    pub(crate) token: String,
    /// Address the request came from, for the audit chain.
    pub(crate) origin: String,
    /// Whether htmx asked, for a part of a page.
    pub(crate) htmx: bool,
    /// The frame of the page.
    chrome: Chrome,
}

impl Session {
    /// The frame of a page of this part of the site.
    pub(crate) fn chrome(&self, section: Section) -> Chrome {
        self.chrome.clone().at(section)
    }

    /// The language of the page.
    pub(crate) fn language(&self) -> Language {
        self.chrome.lang
    }

    /// Lets a form pass that carries this session's token.
    ///
    /// # Errors
    /// [`WebError::Forgery`] for any other.
    pub(crate) fn confirm(&self, token: &str) -> Result<(), WebError> {
        if same(token, &self.current.csrf_token) { Ok(()) } else { Err(WebError::Forgery) }
    }
}

/// Compares without telling by its time how far the two agree.
pub(crate) fn same(given: &str, expected: &str) -> bool {
    given.len() == expected.len()
        && given.bytes().zip(expected.bytes()).fold(0, |differ, (one, other)| differ | (one ^ other)) == 0
}

impl FromRequestParts<WebState> for Session {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, WebError> {
        let here = parts.uri.path_and_query().map_or("/", |place| place.as_str()).to_owned();
        let htmx = parts.headers.contains_key("hx-request");
        let token = cookies::get(&parts.headers, cookies::SESSION).unwrap_or_default().to_owned();
        let current = if token.is_empty() { None } else { state.app.session(&token).await? };
        let Some(current) = current else {
            // A form cannot be sent again by going to its address.
            let next = if parts.method == Method::GET { here } else { "/".to_owned() };
            return Err(WebError::SignIn { next, htmx });
        };
        let mut chrome = Chrome::of(&parts.headers, &current, &here);
        // Only whole pages carry the bell and the navigation.
        if parts.method == Method::GET && !htmx {
            chrome = chrome.with_unread(state.app.unread_notices(&current).await?);
            chrome = chrome.with_consolidation(state.app.consolidates(&current).await?);
        }
        let origin = cookies::origin(parts, &state.config);
        Ok(Self { current, token, origin, htmx, chrome })
    }
}

impl FromRequestParts<WebState> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, WebError> {
        let session = Session::from_request_parts(parts, state).await?;
        if session.current.user.must_change_password {
            return Err(WebError::SetPassword { htmx: session.htmx });
        }
        Ok(Self(session))
    }
}

/// A page address of this site to go on to, or the front page: never another site's.
pub(crate) fn local(address: &str) -> &str {
    let inside = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n']);
    if inside { address } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_off_the_site() {
        assert_eq!(local("/nhiem-vu?nam=2019"), "/nhiem-vu?nam=2019");
        for elsewhere in ["https://evil.test", "//evil.test", "/\\evil.test", "", "javascript:alert(1)", "/a\r\nb"] {
            assert_eq!(local(elsewhere), "/");
        }
    }

    #[test]
    fn tokens_are_equal_or_not() {
        assert!(same("abc", "abc"));
        assert!(!same("abd", "abc"));
        assert!(!same("", "abc"));
    }
}
