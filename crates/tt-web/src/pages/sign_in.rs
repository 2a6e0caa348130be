//! Signing in and out.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::SignInError;

use super::page;
use crate::access::{Session, local};
use crate::chrome::Chrome;
use crate::cookies;
use crate::error::{WebError, lead_to};
use crate::resend::{self, Kept};
use crate::routes::WebState;
use crate::show;

/// The sign-in page.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    t: Chrome,
    next: String,
    login: String,
    problem: Option<Problem>,
    /// A form that came after the session ended.
    kept: Kept,
}

impl SignInPage {
    /// The page for someone whose session ended while they typed.
    pub(crate) fn keeping(t: Chrome, kept: Kept) -> Self {
        Self { t, next: "/".to_owned(), login: String::new(), problem: None, kept }
    }
}

/// Why the sign-in before did not work.
#[derive(Clone, Debug)]
enum Problem {
    Wrong,
    Locked { until: String },
    Disabled,
}

/// Where to go on to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    tiep: String,
}

/// `GET /dang-nhap`.
pub(crate) async fn form(Query(next): Query<Next>, headers: HeaderMap) -> Result<Response, WebError> {
    let next = local(&next.tiep).to_owned();
    let t = Chrome::bare(&headers);
    // Choosing a language on this page must not lose where to go on to.
    page(&SignInPage { t, next, login: String::new(), problem: None, kept: Kept::default() })
}

/// What the form holds.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    ten: String,
    mat_khau: String,
    #[serde(default)]
    tiep: String,
    /// A form kept over the sign-in: where it goes, how, and its fields.
    #[serde(default)]
    giu_toi: String,
    #[serde(default)]
    giu_tep: String,
    #[serde(default)]
    giu: String,
}

/// `POST /dang-nhap`.
pub(crate) async fn enter(
    State(state): State<WebState>,
    parts: Parts,
    Form(form): Form<Credentials>,
) -> Result<Response, WebError> {
    let origin = cookies::origin(&parts, &state.config);
    let next = local(&form.tiep);
    let kept = Kept { to: form.giu_toi, multipart: !form.giu_tep.is_empty(), fields: form.giu };
    let problem = match state.app.sign_in(&form.ten, &form.mat_khau, &origin).await {
        Ok(entered) => {
            if !kept.fields.is_empty()
                && !entered.user.must_change_password
                && let Some(current) = state.app.session(&entered.token).await?
            {
                let offered = resend::offer(&parts.headers, &current, &kept)?;
                return Ok(with_session(offered, &entered.token, &state, &parts.headers));
            }
            let place = if entered.user.must_change_password { "/tai-khoan/mat-khau" } else { next };
            return Ok(with_session(lead_to(place, false), &entered.token, &state, &parts.headers));
        }
        Err(SignInError::WrongCredentials) => Problem::Wrong,
        Err(SignInError::Locked { until }) => Problem::Locked { until: show::moment(until) },
        Err(SignInError::Disabled) => Problem::Disabled,
        Err(SignInError::App(error)) => return Err(error.into()),
    };
    let t = Chrome::bare(&parts.headers);
    let shown = page(&SignInPage { t, next: next.to_owned(), login: form.ten, problem: Some(problem), kept })?;
    Ok((StatusCode::UNAUTHORIZED, shown).into_response())
}

/// `POST /dang-xuat`.
pub(crate) async fn leave(
    State(state): State<WebState>,
    session: Session,
    headers: HeaderMap,
    Form(form): Form<super::account::Token>,
) -> Result<Response, WebError> {
    session.confirm(&form.csrf)?;
    state.app.sign_out(&session.token, &session.current, &session.origin).await?;
    let mut response = lead_to("/dang-nhap", false);
    let gone = cookies::set(cookies::SESSION, "", Some(0), cookies::secure(&state.config, &headers));
    if let Some(cookie) = gone {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Sets the session's cookie, which ends with the browser.
pub(super) fn with_session(mut response: Response, token: &str, state: &WebState, headers: &HeaderMap) -> Response {
    if let Some(cookie) = cookies::set(cookies::SESSION, token, None, cookies::secure(&state.config, headers)) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
