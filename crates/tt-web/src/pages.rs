//! Handlers, one module a part of the site: extract, call one use case, show.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};

use crate::error::WebError;

pub(crate) mod account;
pub(crate) mod check;
pub(crate) mod documents;
pub(crate) mod figures;
pub(crate) mod import;
pub(crate) mod overview;
pub(crate) mod preferences;
pub(crate) mod reports;
pub(crate) mod sign_in;
pub(crate) mod tasks;

/// A rendered page.
fn page(template: &impl Template) -> Result<Response, WebError> {
    Ok(Html(template.render()?).into_response())
}
