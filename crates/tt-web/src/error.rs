//! What goes wrong in a request, and the page that says so.
//!
//! | kind | status | what the page says |
//! |---|---|---|
//! | [`WebError::SignIn`] | 303, or 401 to htmx | nothing: it leads to the sign-in page |
//! | [`WebError::NotFound`] | 404 | no such page or record |
//! | [`WebError::Forbidden`], [`WebError::Forgery`] | 403 | whose it is to do |
//! | [`WebError::Refused`] | 422 | the use case's own sentence |
//! | [`WebError::TooLarge`] | 413 | the limit |
//! | [`WebError::NoRoom`] | 507 | that the disk is full and nothing was changed |
//! | [`WebError::Internal`] | 500 | only the request's number; the cause is in the log under that number |

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use askama::Template;
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use tracing::Instrument as _;
use tt_app::StoreError;
use tt_app::error::AppError;
use tt_check::Message;

use crate::api;
use crate::chrome::Chrome;

/// Why a request was not served.
#[derive(Debug)]
pub(crate) enum WebError {
    /// Nobody is signed in, or no longer; `next` is where to go on afterwards.
    SignIn { next: String, htmx: bool },
    /// The user has to set a password of their own first.
    SetPassword { htmx: bool },
    /// No such page or record.
    NotFound,
    /// Not theirs to do.
    Forbidden,
    /// The form came from elsewhere, or lost its token.
    Forgery,
    /// What was sent is more than is taken.
    TooLarge,
    /// The form cannot be read.
    BadForm,
    /// The use case said no, in a sentence.
    Refused(Message),
    /// No room is left where the records are kept.
    NoRoom(Message),
    /// A fault of ours.
    Internal(String),
}

/// What the error page has to say; travels from the handler to [`pages`] with the response.
#[derive(Clone, Debug)]
struct Failure {
    message: Option<Message>,
}

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(message) | AppError::RefusedAt { message, .. } => Self::Refused(message),
            AppError::Forbidden => Self::Forbidden,
            AppError::NotFound => Self::NotFound,
            AppError::Store(StoreError::DiskFull) => {
                tracing::error!("no room is left on the disk of the database");
                Self::NoRoom(error.message())
            }
            other => Self::Internal(with_sources(&other)),
        }
    }
}

/// An error and what is behind it, for the log.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        source = cause.source();
    }
    words
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(format!("template: {error}"))
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::SignIn { next, htmx } => return lead_to(&sign_in_address(&next), htmx),
            Self::SetPassword { htmx } => return lead_to("/tai-khoan/mat-khau", htmx),
            Self::NotFound => (StatusCode::NOT_FOUND, None),
            Self::Forbidden | Self::Forgery => (StatusCode::FORBIDDEN, None),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, None),
            Self::BadForm => (StatusCode::BAD_REQUEST, None),
            Self::Refused(message) => (StatusCode::UNPROCESSABLE_ENTITY, Some(message)),
            Self::NoRoom(message) => (StatusCode::INSUFFICIENT_STORAGE, Some(message)),
            Self::Internal(cause) => {
                tracing::error!(%cause, "request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, None)
            }
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Failure { message });
        response
    }
}

fn sign_in_address(next: &str) -> String {
    if next == "/" { "/dang-nhap".to_owned() } else { format!("/dang-nhap?tiep={}", percent_encoded(next)) }
}

/// Everything but letters, digits, `/`, `-`, `.` and `_`, byte by byte.
pub(crate) fn percent_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// A redirect; htmx, which would follow a plain one and paste the page, is told to go there itself.
pub(crate) fn lead_to(address: &str, htmx: bool) -> Response {
    let Ok(place) = HeaderValue::from_str(address) else {
        return StatusCode::SEE_OTHER.into_response();
    };
    if htmx {
        (StatusCode::UNAUTHORIZED, [("hx-redirect", place)]).into_response()
    } else {
        (StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response()
    }
}

/// The error page.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    t: Chrome,
    status: u16,
    title: (&'static str, &'static str),
    text: String,
    request_id: String,
}

/// Numbers each request, answers its failures with a page, and turns a panic into one.
pub(crate) async fn pages(request: Request, next: Next) -> Response {
    let id = request_id();
    let headers = request.headers().clone();
    let for_program = api::is_api(request.uri().path());
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.uri().path());
    // A task of its own: a panic ends it and not the connection, and a visitor who leaves cannot cut a write in two.
    let outcome = tokio::spawn(next.run(request).instrument(span.clone())).await;
    let mut response = outcome.unwrap_or_else(|fault| {
        let _guard = span.enter();
        WebError::Internal(format!("handler stopped: {fault}")).into_response()
    });
    if for_program && failed(&response) {
        response = api::for_page(&response, &headers);
    } else if wants_page(&response) {
        response = page(&response, &headers, &id);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

fn failed(response: &Response) -> bool {
    response.status().is_client_error() || response.status().is_server_error()
}

fn wants_page(response: &Response) -> bool {
    let failed = failed(response);
    let is = |kind: &[u8]| response.headers().get(CONTENT_TYPE).is_some_and(|found| found.as_bytes().starts_with(kind));
    // What a script asked for says in its own way what is wrong.
    let says_itself = is(b"text/html") || is(b"application/json");
    failed && !says_itself && !response.headers().contains_key("hx-redirect")
}

fn page(response: &Response, headers: &HeaderMap, id: &str) -> Response {
    let status = response.status();
    let t = Chrome::bare(headers);
    let (title, text) = wording(status);
    let message = response.extensions().get::<Failure>().and_then(|failure| failure.message.clone());
    let text = match &message {
        Some(message) => sentence(t.lang.pick(message)),
        None => t.say(text.0, text.1).to_owned(),
    };
    let page = ErrorPage { t, status: status.as_u16(), title, text, request_id: id.to_owned() };
    let mut answer = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => status.into_response(),
    };
    if let Some(allow) = response.headers().get(ALLOW) {
        answer.headers_mut().insert(ALLOW, allow.clone());
    }
    answer
}

/// A use case's message as a sentence of a page: capital first, full stop last. A message that opens with a file's name
/// keeps the name as it is.
pub(crate) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let opens_with_file = message.split_once(": ").is_some_and(|(name, _)| name.contains('.'));
    let first = match letters.next() {
        Some(first) if !opens_with_file => first.to_uppercase().to_string(),
        first => first.map(String::from).unwrap_or_default(),
    };
    let stop = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

type Pair = (&'static str, &'static str);

fn wording(status: StatusCode) -> (Pair, Pair) {
    match status {
        StatusCode::NOT_FOUND => (
            ("Không có trang này", "No such page"),
            (
                "Địa chỉ có thể đã đổi, hoặc bản ghi không thuộc cơ quan của bạn.",
                "The address may have changed, or the record is not your agency’s.",
            ),
        ),
        StatusCode::FORBIDDEN => (
            ("Không được phép", "Not permitted"),
            (
                "Việc này cần quyền khác, hoặc biểu mẫu đã cũ. Hãy tải lại trang rồi thử lại; nếu vẫn vậy, hỏi bộ phận quản trị.",
                "This needs another permission, or the form is out of date. Reload the page and try again; if it stays so, ask the administrator.",
            ),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            ("Tệp quá lớn", "The file is too large"),
            (
                "Hệ thống nhận tệp tối đa 32 MB. Hãy tách tệp hoặc giảm cỡ ảnh trong tệp, rồi bấm nút quay lại của trình \
                 duyệt để gửi lại. Chưa có gì được lưu.",
                "Files of up to 32 MB are taken. Split the file or make its pictures smaller, then go back in the \
                 browser and send it again. Nothing was stored.",
            ),
        ),
        StatusCode::METHOD_NOT_ALLOWED | StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            ("Yêu cầu không hợp lệ", "Bad request"),
            (
                "Trang không đọc được yêu cầu này. Hãy quay lại và gửi lại biểu mẫu.",
                "The page cannot read this request. Go back and send the form again.",
            ),
        ),
        StatusCode::UNPROCESSABLE_ENTITY => {
            (("Chưa làm được", "Not done"), ("Chưa có gì thay đổi.", "Nothing was changed."))
        }
        StatusCode::INSUFFICIENT_STORAGE => {
            (("Hết chỗ lưu dữ liệu", "No room left"), ("Chưa có gì thay đổi.", "Nothing was changed."))
        }
        _ => (
            ("Hệ thống gặp lỗi", "Something went wrong here"),
            (
                "Chưa có gì bị mất. Hãy thử lại sau ít phút; nếu vẫn lỗi, gửi mã dưới đây cho bộ phận quản trị.",
                "Nothing was lost. Try again in a few minutes; if it stays so, send the code below to the administrator.",
            ),
        ),
    }
}

/// Short enough to read out over a telephone, and different from one start of the server to the next.
fn request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{count:x}", now & 0xffff_ffff)
}
