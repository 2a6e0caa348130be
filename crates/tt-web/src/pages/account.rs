//! One's own account: who one is, and one's password.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;

use super::page;
use super::sign_in::with_session;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::routes::WebState;

/// A form with nothing but the session's token.
#[derive(Deserialize)]
pub(crate) struct Token {
    #[serde(default)]
    pub(super) csrf: String,
}

/// The account page.
#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    t: Chrome,
    login: String,
    agency_symbol: String,
}

/// `GET /tai-khoan`.
pub(crate) async fn show(Visitor(session): Visitor) -> Result<Response, WebError> {
    page(&AccountPage {
        t: session.chrome(Section::Account),
        login: session.current.user.login.clone(),
        agency_symbol: session.current.agency.symbol,
    })
}

/// The page where a password is set.
#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    t: Chrome,
    /// The first password was given by someone else and has to be replaced before anything else.
    forced: bool,
    problem: Option<String>,
}

impl PasswordPage {
    fn new(session: &Session, problem: Option<String>) -> Self {
        Self { t: session.chrome(Section::Account), forced: session.current.user.must_change_password, problem }
    }
}

/// `GET /tai-khoan/mat-khau`.
pub(crate) async fn password_form(session: Session) -> Result<Response, WebError> {
    page(&PasswordPage::new(&session, None))
}

/// What the form holds.
#[derive(Deserialize)]
pub(crate) struct Passwords {
    #[serde(default)]
    csrf: String,
    cu: String,
    moi: String,
    lai: String,
}

/// `POST /tai-khoan/mat-khau`.
pub(crate) async fn change_password(
    State(state): State<WebState>,
    session: Session,
    headers: HeaderMap,
    Form(form): Form<Passwords>,
) -> Result<Response, WebError> {
    session.confirm(&form.csrf)?;
    let t = session.chrome(Section::Account);
    let problem = if form.moi == form.lai {
        match state.app.change_password(&session.current, &form.cu, &form.moi, &session.origin).await {
            Ok(renewed) => {
                let place = if session.current.user.must_change_password { "/" } else { "/tai-khoan?xong" };
                return Ok(with_session(lead_to(place, false), &renewed.token, &state, &headers));
            }
            Err(AppError::Refused(message)) => sentence(t.lang.pick(&message)),
            Err(error) => return Err(error.into()),
        }
    } else {
        t.say("Hai lần nhập mật khẩu mới không giống nhau.", "The two new passwords differ.").to_owned()
    };
    let shown = page(&PasswordPage::new(&session, Some(problem)))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
