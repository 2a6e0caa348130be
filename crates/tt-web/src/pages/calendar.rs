//! The calendar others subscribe to: no sign-in, its address is the key.

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};

use crate::error::WebError;
use crate::routes::WebState;

/// `GET /lich/{token}.ics`.
pub(crate) async fn feed(State(state): State<WebState>, Path(file): Path<String>) -> Result<Response, WebError> {
    let token = file.strip_suffix(".ics").ok_or(WebError::NotFound)?;
    let mut response = state.app.calendar_feed(token).await?.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    Ok(response)
}
