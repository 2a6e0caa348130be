//! Forms sent twice, and forms sent after the session ended: neither does a thing twice, neither loses what was typed.
//!
//! A form that makes something names itself once in its address (`?lan=…`, [`Chrome::once`]); sent again it leads where
//! the first one led. A form that comes too late is kept in the sign-in page itself and offered again after signing in;
//! the server stores nothing of it.

use std::time::Duration;

use askama::Template;
use axum::body::to_bytes;
use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tt_app::once::{Once, OnceAnswer};
use tt_app::{AppError, CurrentUser};

use crate::access::local;
use crate::chrome::Chrome;
use crate::cookies;
use crate::error::{WebError, lead_to};
use crate::forms::Fields;
use crate::pages::sign_in::SignInPage;
use crate::routes::WebState;

/// Largest form kept over a sign-in: long texts, no files.
pub(crate) const KEPT_LIMIT: usize = 1024 * 1024;

/// How often a form sent again looks whether the first one is done, and how long it waits between.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(250);

/// Looks at every form before its handler does.
pub(crate) async fn guard(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Words a script sends stay with the script, which says itself that the session ended.
    let by_script =
        request.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let looked_at = *request.method() == Method::POST
        && !by_script
        && !["/dang-nhap", "/dang-xuat", "/giao-dien"].contains(&path)
        && !path.starts_with("/api/")
        && !path.starts_with("/xac-minh/");
    if !looked_at {
        return next.run(request).await;
    }
    let token = cookies::get(request.headers(), cookies::SESSION).unwrap_or_default().to_owned();
    let current = if token.is_empty() { Ok(None) } else { state.app.session(&token).await };
    let answer = match current {
        Ok(Some(current)) => once(&state, &current, request, next).await,
        Ok(None) => too_late(&state, request, next).await,
        Err(error) => Err(error.into()),
    };
    answer.unwrap_or_else(WebError::into_response)
}

/// Does a form that names itself once, and leads there again when it comes again.
async fn once(state: &WebState, current: &CurrentUser, request: Request, next: Next) -> Result<Response, WebError> {
    let Some(key) = key_of(&request) else { return Ok(next.run(request).await) };
    let content = request.uri().path().as_bytes().to_vec();
    for _ in 0..LOOKS {
        match state.app.once(current, &key, &content).await? {
            Once::Do => {
                let response = next.run(request).await;
                // Only what led on was done; a form that was turned down may come again under its name.
                let led_to = response.headers().get(LOCATION).and_then(|place| place.to_str().ok());
                let answer = led_to.map(|place| OnceAnswer {
                    status: response.status().as_u16(),
                    content_type: String::new(),
                    body: place.as_bytes().to_vec(),
                });
                state.app.once_done(current, &key, answer.as_ref()).await?;
                return Ok(response);
            }
            Once::Done(answer) => {
                let place = String::from_utf8(answer.body).map_err(|_| WebError::BadForm)?;
                return Ok(lead_to(local(&place), false));
            }
            Once::UnderWay => tokio::time::sleep(PAUSE).await,
            Once::Other => return Err(WebError::BadForm),
        }
    }
    Err(AppError::refused(
        "biểu mẫu này đang được xử lý; hãy xem lại danh sách trước khi gửi lần nữa",
        "this form is being dealt with; look at the list before you send it again",
    )
    .into())
}

/// The name a form gives itself: `?lan=…`, letters and digits.
fn key_of(request: &Request) -> Option<String> {
    let query = request.uri().query()?;
    let key = query.split('&').find_map(|pair| pair.strip_prefix("lan="))?;
    let well_formed = (16..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    well_formed.then(|| format!("lan-{key}"))
}

/// A form kept over a sign-in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// Where it goes.
    pub(crate) to: String,
    /// It is sent as one that can carry files.
    pub(crate) multipart: bool,
    /// Its fields, URL-encoded, in base64; empty where nothing is kept.
    pub(crate) fields: String,
}

/// Shows the sign-in page with the form in it.
async fn too_late(state: &WebState, request: Request, next: Next) -> Result<Response, WebError> {
    let headers = request.headers().clone();
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    // Parts of pages are asked for again by the page itself.
    if headers.contains_key("hx-request") {
        return Ok(next.run(request).await);
    }
    let to = request.uri().path().to_owned();
    let multipart = kind.starts_with("multipart/form-data");
    let encoded = if multipart {
        let form = Multipart::from_request(request, state).await.map_err(|_| WebError::BadForm)?;
        let fields = Fields::read(form).await?;
        let mut encoder = form_urlencoded::Serializer::new(String::new());
        encoder.extend_pairs(fields.values());
        encoder.finish().into_bytes()
    } else {
        to_bytes(request.into_body(), KEPT_LIMIT).await.map_err(|_| WebError::TooLarge)?.to_vec()
    };
    if encoded.len() > KEPT_LIMIT {
        return Err(WebError::TooLarge);
    }
    let kept = Kept { to, multipart, fields: STANDARD.encode(encoded) };
    let page = SignInPage::keeping(Chrome::bare(&headers), kept);
    Ok((StatusCode::UNAUTHORIZED, Html(page.render()?)).into_response())
}

#[derive(Template)]
#[template(path = "resend.html")]
struct ResendPage {
    t: Chrome,
    to: String,
    multipart: bool,
    csrf: String,
    fields: Vec<(String, String)>,
    /// What of it a person typed, to recognise it by.
    typed: Vec<String>,
}

/// The page that offers a kept form again, once its sender has signed in.
///
/// # Errors
/// What was kept cannot be read.
pub(crate) fn offer(headers: &HeaderMap, current: &CurrentUser, kept: &Kept) -> Result<Response, WebError> {
    let bytes = STANDARD.decode(&kept.fields).map_err(|_| WebError::BadForm)?;
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(&bytes).into_owned().filter(|(name, _)| name != "csrf").collect();
    let typed = fields.iter().map(|(_, value)| value.trim()).filter(|value| value.contains(' ')).map(str::to_owned);
    let page = ResendPage {
        t: Chrome::bare(headers),
        to: local(&kept.to).to_owned(),
        multipart: kept.multipart,
        csrf: current.csrf_token.clone(),
        typed: typed.collect(),
        fields,
    };
    Ok(Html(page.render()?).into_response())
}
