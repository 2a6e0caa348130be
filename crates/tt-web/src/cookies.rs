//! Cookies: the session, and how someone likes the pages to look.

use axum::http::header::{COOKIE, HeaderValue};
use axum::http::{HeaderMap, request::Parts};
use tt_app::Language;

use crate::config::WebConfig;

/// Carries the session's token.
pub(crate) const SESSION: &str = "tt_phien";
/// Carries the language of the pages.
pub(crate) const LANGUAGE: &str = "tt_ngon_ngu";
/// Carries the choice of light or dark.
pub(crate) const THEME: &str = "tt_nen";

/// A year, for choices of looks.
pub(crate) const YEAR: u32 = 365 * 24 * 60 * 60;

/// Light or dark; the system's own setting where nothing was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Value of the cookie and of the attribute on the page.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn from_code(code: &str) -> Self {
        match code {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// What the button in the bar chooses next.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::System => Self::Dark,
            Self::Dark => Self::Light,
            Self::Light => Self::System,
        }
    }
}

/// The value of a cookie the browser sent.
pub(crate) fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(known, value)| (known == name).then_some(value))
}

/// The chosen language.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    match get(headers, LANGUAGE) {
        Some("en") => Language::English,
        _ => Language::Vietnamese,
    }
}

/// The chosen theme.
pub(crate) fn theme(headers: &HeaderMap) -> Theme {
    Theme::from_code(get(headers, THEME).unwrap_or_default())
}

/// Whether cookies of this request's answer must be kept to https.
pub(crate) fn secure(config: &WebConfig, headers: &HeaderMap) -> bool {
    config.secure_cookies
        || headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}

/// A `Set-Cookie` line. `max_age` in seconds; without one the cookie ends with the browser. Values are tokens of ours.
pub(crate) fn set(name: &str, value: &str, max_age: Option<u32>, secure: bool) -> Option<HeaderValue> {
    let age = max_age.map(|age| format!("; Max-Age={age}")).unwrap_or_default();
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")).ok()
}

/// Where a request came from, for the audit chain.
pub(crate) fn origin(parts: &Parts, config: &WebConfig) -> String {
    let forwarded = parts
        .headers
        .get("x-forwarded-for")
        .filter(|_| config.trust_forwarded_for)
        .and_then(|list| list.to_str().ok()?.rsplit(',').next())
        .and_then(|address| address.trim().parse::<std::net::IpAddr>().ok());
    let direct = || {
        let info = parts.extensions.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>()?;
        Some(info.0.ip())
    };
    forwarded.or_else(direct).map_or_else(|| "web".to_owned(), |address| address.to_string())
}
