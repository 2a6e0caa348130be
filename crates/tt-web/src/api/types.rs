//! Shapes that several answers share.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue, LOCATION};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use tt_text::date::PartialDate;
use utoipa::ToSchema;

use super::problem::Problem;

/// How many records a page holds unless told.
const LIMIT: u32 = 50;

/// Most records a page holds.
const MOST: u32 = 200;

/// The limit asked for, if it may be.
pub(super) fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    match asked.unwrap_or(LIMIT) {
        limit @ 1..=MOST => Ok(limit),
        _ => Err(Problem::unreadable("limit: 1..200")),
    }
}

/// The identity a list goes on after.
pub(super) fn after(asked: Option<i64>) -> Result<Option<i64>, Problem> {
    if asked.is_some_and(|after| after < 0) { Err(Problem::unreadable("after")) } else { Ok(asked) }
}

/// A date of which parts may be unknown: `2019-12-05`, `2019-12`, `2019`.
pub(super) fn partial(date: PartialDate) -> Option<String> {
    let year = date.year?;
    Some(match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    })
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": 12 }))]
pub(super) struct Made {
    /// Its identity.
    pub(super) id: i64,
}

impl Made {
    /// The answer: where it is now.
    pub(super) fn at(kind: &str, id: i64) -> Response {
        let mut response = (StatusCode::CREATED, Json(Self { id })).into_response();
        if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/{kind}/{id}")) {
            response.headers_mut().insert(LOCATION, place);
        }
        response
    }
}

/// A file as an answer.
pub(super) fn file(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(media_type) {
        headers.insert(CONTENT_TYPE, kind);
    }
    if let Ok(value) = crate::pages::as_file(name) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}
