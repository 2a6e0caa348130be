//! Handlers, one module a part of the site: extract, call one use case, show.

use askama::Template;
use axum::http::HeaderValue;
use axum::response::{Html, IntoResponse as _, Response};

use crate::error::{WebError, percent_encoded};

pub(crate) mod account;
pub(crate) mod assign;
pub(crate) mod assign_source;
pub(crate) mod briefings;
pub(crate) mod bulk;
pub(crate) mod calendar;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod composer;
pub(crate) mod consolidation;
pub(crate) mod criteria;
pub(crate) mod documents;
pub(crate) mod figures;
pub(crate) mod figures_entry;
pub(crate) mod grading;
pub(crate) mod home;
pub(crate) mod import;
pub(crate) mod indicators;
pub(crate) mod intake;
pub(crate) mod kept_views;
pub(crate) mod letters;
pub(crate) mod notices;
pub(crate) mod organisation;
pub(crate) mod overview;
pub(crate) mod palette;
pub(crate) mod passage;
pub(crate) mod post;
pub(crate) mod preferences;
pub(crate) mod proposals;
pub(crate) mod regimes;
pub(crate) mod registers;
pub(crate) mod reports;
pub(crate) mod search;
pub(crate) mod sign_in;
pub(crate) mod task_life;
pub(crate) mod tasks;
pub(crate) mod templates;
pub(crate) mod tokens;
pub(crate) mod verify;
pub(crate) mod warnings;
pub(crate) mod work_address;
pub(crate) mod work_file;
pub(crate) mod work_list;
pub(crate) mod work_row;

/// A rendered page.
fn page(template: &impl Template) -> Result<Response, WebError> {
    Ok(Html(template.render()?).into_response())
}

/// The header that makes an answer a download under that name.
pub(crate) fn as_file(name: &str) -> Result<HeaderValue, WebError> {
    let name = percent_encoded(name);
    HeaderValue::from_str(&format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}"))
        .map_err(|error| WebError::Internal(format!("file name ({error})")))
}
