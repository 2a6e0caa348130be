//! `Idempotency-Key`: a request sent again under its key is answered as before and changes nothing twice.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tt_app::once::{Once, OnceAnswer};

use super::caller;
use super::problem::Problem;
use crate::routes::WebState;

/// The header that carries the key.
const HEADER: &str = "idempotency-key";

/// Longest key taken.
const LONGEST: usize = 200;

/// Largest answer kept; what is larger is not an answer to a change.
const ANSWER_LIMIT: usize = 8 * 1024 * 1024;

/// Answers a request that changes something and carries a key known from before as it was answered then.
pub(super) async fn answer_again(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get(HEADER).filter(|_| *request.method() == Method::POST) else {
        return next.run(request).await;
    };
    let key = key.to_str().unwrap_or_default().to_owned();
    if key.is_empty() || key.len() > LONGEST {
        return Problem::unreadable("Idempotency-Key").into_response();
    }
    match once(&state, &key, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn once(state: &WebState, key: &str, request: Request, next: Next) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let (current, _) = caller::authenticate(&parts, state).await?;
    let bytes = to_bytes(body, super::FILE_LIMIT).await.map_err(|_| {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "nội dung gửi lên quá lớn; hãy chia nhỏ", "too much was sent")
    })?;
    let mut asked = parts.uri.to_string().into_bytes();
    asked.push(0);
    asked.extend_from_slice(&bytes);
    match state.app.once(&current, key, &asked).await? {
        Once::Do => {}
        Once::Done(answer) => return Ok(replayed(answer)),
        Once::UnderWay => {
            return Err(Problem::new(
                StatusCode::CONFLICT,
                "yêu cầu trước với khóa này chưa xong; hãy thử lại sau ít giây",
                "the first request under this key is under way; try again in a few seconds",
            ));
        }
        Once::Other => {
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "khóa Idempotency-Key này đã dùng cho yêu cầu khác; hãy dùng khóa mới",
                "this Idempotency-Key was used for another request; use a new one",
            ));
        }
    }
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    if !response.status().is_success() {
        state.app.once_done(&current, key, None).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, ANSWER_LIMIT).await.map_err(|_| Problem::unreadable("answer"))?;
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let answer = OnceAnswer { status: parts.status.as_u16(), content_type: kind.to_owned(), body: bytes.to_vec() };
    state.app.once_done(&current, key, Some(&answer)).await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn replayed(answer: OnceAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    match HeaderValue::from_str(&answer.content_type) {
        Ok(kind) if !answer.content_type.is_empty() => headers.insert(CONTENT_TYPE, kind),
        _ => headers.remove(CONTENT_TYPE),
    };
    headers.remove(ETAG);
    headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    response
}
