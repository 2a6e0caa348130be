//! Failures as problem documents (RFC 9457), in Vietnamese or English as the program asks.

use axum::http::header::{ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tt_app::{AppError, Language, wording};
use tt_check::Message;
use utoipa::ToSchema;

use crate::error::sentence;

/// What went wrong, as a program gets it (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemBody {
    /// Kind of failure: always `about:blank`, the status says it.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What went wrong and what to do.
    detail: String,
    /// The field that is at fault, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// The record as it stands now, where someone else changed it meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    current: Option<serde_json::Value>,
    /// What was sent, where someone else changed the record meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    yours: Option<serde_json::Value>,
}

/// Media type of a problem document.
const MEDIA_TYPE: &str = "application/problem+json";

/// A failure on its way to the program; the language is chosen when it leaves.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    message: Message,
    field: Option<&'static str>,
    versions: Option<Box<(serde_json::Value, serde_json::Value)>>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status, message: wording::say(vi, en), field: None, versions: None }
    }

    pub(super) fn not_found() -> Self {
        Self::of(StatusCode::NOT_FOUND)
    }

    pub(super) fn unauthorised() -> Self {
        Self::of(StatusCode::UNAUTHORIZED)
    }

    /// What was sent cannot be read.
    pub(super) fn unreadable(what: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            format!("không đọc được yêu cầu ({what}); hãy đối chiếu với tài liệu API"),
            format!("the request cannot be read ({what}); hold it against the API's document"),
        )
    }

    /// What was sent can be read, and is not what can be.
    pub(super) fn refused(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, vi, en)
    }

    /// Someone else changed the record: both versions.
    pub(super) fn stale(current: serde_json::Value, yours: serde_json::Value) -> Self {
        let stale = AppError::Store(tt_app::StoreError::Stale);
        Self {
            status: StatusCode::PRECONDITION_FAILED,
            message: stale.message(),
            field: None,
            versions: Some(Box::new((current, yours))),
        }
    }

    fn of(status: StatusCode) -> Self {
        let message = match status {
            StatusCode::UNAUTHORIZED => wording::say(
                "cần thẻ truy cập còn hạn trong tiêu đề Authorization: Bearer …; hãy tạo thẻ ở trang Tài khoản",
                "a token in force is needed in the header Authorization: Bearer …; make one on the account page",
            ),
            StatusCode::NOT_FOUND => AppError::NotFound.message(),
            StatusCode::FORBIDDEN => AppError::Forbidden.message(),
            StatusCode::METHOD_NOT_ALLOWED => wording::say(
                "địa chỉ này không nhận phương thức đó; xem tiêu đề Allow",
                "this address does not take that method; see the header Allow",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => {
                wording::say("nội dung gửi lên quá lớn; hãy chia nhỏ", "too much was sent; split it")
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => wording::say(
                "kiểu nội dung không đúng; hãy gửi application/json",
                "this media type is not taken; send application/json",
            ),
            status if status.is_client_error() => wording::say("yêu cầu không hợp lệ", "the request is not valid"),
            _ => wording::say(
                "hệ thống gặp lỗi; hãy thử lại sau ít phút, nếu vẫn lỗi thì báo mã x-request-id cho bộ phận quản trị",
                "something went wrong here; try again in a few minutes, then tell the administrator the x-request-id",
            ),
        };
        Self { status, message, field: None, versions: None }
    }

    fn answer(&self, lang: Language) -> Response {
        let (current, yours) = match &self.versions {
            Some(versions) => (Some(versions.0.clone()), Some(versions.1.clone())),
            None => (None, None),
        };
        let body = ProblemBody {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: sentence(lang.pick(&self.message)),
            field: self.field,
            current,
            yours,
        };
        let mut response = (self.status, serde_json::to_string(&body).unwrap_or_default()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        let code = if lang == Language::English { "en" } else { "vi" };
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(code));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let status = match &error {
            AppError::Refused(_) | AppError::RefusedAt { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            AppError::Forbidden => StatusCode::FORBIDDEN,
            AppError::NotFound => StatusCode::NOT_FOUND,
            stale if stale.is_stale() => StatusCode::PRECONDITION_FAILED,
            AppError::Store(tt_app::StoreError::Conflict(_)) => StatusCode::CONFLICT,
            // A record that is referred to is not there: named by the program, not by us.
            AppError::Store(tt_app::StoreError::Reference) => {
                return Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "một bản ghi được nêu (người, phòng, văn bản…) không có; hãy kiểm tra lại số định danh",
                    "a record that is named (person, division, document…) is not there; check its number",
                );
            }
            AppError::Store(tt_app::StoreError::Busy) => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Store(tt_app::StoreError::DiskFull) => {
                tracing::error!("no room is left on the disk of the database");
                StatusCode::INSUFFICIENT_STORAGE
            }
            other => {
                tracing::error!(cause = %other, "request failed");
                return Self::of(StatusCode::INTERNAL_SERVER_ERROR);
            }
        };
        let field = match &error {
            AppError::RefusedAt { field, .. } => Some(*field),
            _ => None,
        };
        Self { status, message: error.message(), field, versions: None }
    }
}

impl IntoResponse for Problem {
    /// The body is written when the answer leaves, in the language of the request: see [`for_page`].
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Whether an address is the API's.
pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with("/api/v1/")
}

/// The problem document of a failed answer of the API.
pub(crate) fn for_page(response: &Response, headers: &HeaderMap) -> Response {
    let problem = response.extensions().get::<Problem>().cloned();
    let problem = problem.unwrap_or_else(|| Problem::of(response.status()));
    let mut answer = problem.answer(language(headers));
    if let Some(allow) = response.headers().get(ALLOW) {
        answer.headers_mut().insert(ALLOW, allow.clone());
    }
    answer
}

/// The language asked for: English where `Accept-Language` names it before Vietnamese.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = asked.split(',').map(|one| one.trim().to_ascii_lowercase()).find_map(|one| {
        if one.starts_with("en") {
            Some(Language::English)
        } else if one.starts_with("vi") {
            Some(Language::Vietnamese)
        } else {
            None
        }
    });
    first.unwrap_or(Language::Vietnamese)
}
