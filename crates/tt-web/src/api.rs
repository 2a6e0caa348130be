//! The JSON API under `/api/v1`: the same use cases as the pages, for programs.
//!
//! A program shows a token (`Authorization: Bearer tt_…`); what it may do is what its user may, within the token's
//! scopes. Failures are problem documents (RFC 9457) in the language asked for. The OpenAPI 3.1 document is made from
//! the handlers themselves: see [`openapi`].

mod access;
mod agencies;
mod audit;
mod caller;
mod documents;
mod input;
mod once;
mod problem;
mod programmes;
mod reference;
mod reports;
mod settings;
mod task_commands;
mod task_files;
mod task_types;
mod tasks;
mod types;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::routes::WebState;

pub(crate) use problem::{for_page, is_api};

/// Largest file a program sends.
const FILE_LIMIT: usize = tt_app::work::files::FILE_LIMIT + 1024;

/// Largest body without a file: two hundred tasks with long texts.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Every address of the API and the page that describes it.
pub(crate) fn routes(state: &WebState) -> Router<WebState> {
    let (api, document) = handlers().split_for_parts();
    let document = access::completed(document);
    let page = document.clone();
    let text = document.to_json().unwrap_or_default();
    let served = async move || -> Response { ([(header::CONTENT_TYPE, "application/json")], text).into_response() };
    api.layer(from_fn_with_state(state.clone(), once::answer_again))
        .route("/api/v1/openapi.json", get(served))
        .route("/api/v1/{*rest}", axum::routing::any(async || problem::Problem::not_found()))
        .route("/api", get(async move |headers: axum::http::HeaderMap| reference::show(&page, &headers)))
}

/// The OpenAPI 3.1 document of the API as JSON.
///
/// # Errors
/// It cannot be written as JSON.
pub fn openapi() -> Result<String, serde_json::Error> {
    document().to_pretty_json()
}

fn document() -> OpenApi {
    access::completed(handlers().into_openapi())
}

fn handlers() -> OpenApiRouter<WebState> {
    let files = OpenApiRouter::new()
        .routes(routes!(task_files::upload))
        .layer(DefaultBodyLimit::max(FILE_LIMIT));
    OpenApiRouter::new()
        .routes(routes!(access::me))
        .routes(routes!(programmes::list))
        .routes(routes!(tasks::list, tasks::create))
        .routes(routes!(tasks::show, tasks::edit))
        .routes(routes!(task_commands::possible, task_commands::act))
        .routes(routes!(task_commands::events))
        .routes(routes!(task_commands::comments, task_commands::comment))
        .routes(routes!(task_commands::extensions))
        .routes(routes!(task_files::list))
        .routes(routes!(task_files::download, task_files::remove))
        .routes(routes!(documents::list))
        .routes(routes!(documents::show))
        .routes(routes!(reports::list))
        .routes(routes!(reports::show))
        .routes(routes!(reports::download))
        .routes(routes!(agencies::divisions))
        .routes(routes!(agencies::people))
        .routes(routes!(agencies::agency))
        .routes(routes!(settings::list))
        .routes(routes!(settings::put))
        .routes(routes!(settings::days))
        .routes(routes!(settings::put_day, settings::remove_day))
        .routes(routes!(audit::list))
        .routes(routes!(audit::verify))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .merge(files)
}
