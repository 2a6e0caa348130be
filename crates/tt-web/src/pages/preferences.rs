//! Language and theme, kept in cookies.

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use serde::Deserialize;

use crate::access::local;
use crate::cookies::{self, Theme};
use crate::error::lead_to;
use crate::routes::WebState;

/// What was chosen.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    /// Where to go back to.
    #[serde(default)]
    tiep: String,
    nen: Option<String>,
    ngon_ngu: Option<String>,
}

/// Keeps a choice of looks and goes back. Needs no session: it is about the browser, not the person.
pub(crate) async fn choose(State(state): State<WebState>, headers: HeaderMap, Form(choice): Form<Choice>) -> Response {
    let secure = cookies::secure(&state.config, &headers);
    let mut response = lead_to(local(&choice.tiep), false);
    let theme = choice.nen.map(|code| (cookies::THEME, Theme::from_code(&code).code()));
    let language = choice.ngon_ngu.map(|code| (cookies::LANGUAGE, if code == "en" { "en" } else { "vi" }));
    for (name, value) in theme.into_iter().chain(language) {
        if let Some(cookie) = cookies::set(name, value, Some(cookies::YEAR), secure) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}
