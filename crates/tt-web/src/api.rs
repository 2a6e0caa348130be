//! The JSON API under `/api/v1`: the same use cases as the pages, for programs.
//!
//! A program shows a token (`Authorization: Bearer tt_…`); what it may do is what its user may, within the token's
//! scopes. Failures are problem documents (RFC 9457) in the language asked for. The `OpenAPI` 3.1 document is made from
//! the handlers themselves: see [`openapi`].

mod access;
mod caller;
mod catalogue;
mod comparison;
mod composing;
mod composing_types;
mod consolidation;
mod daily;
mod files;
mod grading;
mod indicators;
mod input;
mod keeping;
mod meetings;
mod once;
mod people;
mod problem;
mod proposals;
mod ranking;
mod records;
mod reference;
mod registers;
mod reporting;
mod reporting_types;
mod task_commands;
mod task_types;
mod tasks;
mod types;
mod units;

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

/// Largest command with its files.
const FILE_LIMIT: usize = tt_app::work::files::FILE_LIMIT / 3 * 4 + 64 * 1024;

/// Largest file of rows, in base64 a third larger than it is.
const ROWS_LIMIT: usize = tt_app::sheet::MAX_FILE / 3 * 4 + 64 * 1024;

/// Largest body without a file: two hundred tasks with long texts.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Every address of the API and the page that describes it.
pub(crate) fn routes(state: &WebState) -> Router<WebState> {
    let (api, document) = handlers().split_for_parts();
    let document = access::completed(document);
    let page = serde_json::to_value(&document).unwrap_or_default();
    let text = document.to_json().unwrap_or_default();
    let served = async move || -> Response { ([(header::CONTENT_TYPE, "application/json")], text).into_response() };
    api.layer(from_fn_with_state(state.clone(), once::answer_again))
        .route("/api/v1/openapi.json", get(served))
        .route("/api/v1/{*rest}", axum::routing::any(async || problem::Problem::not_found()))
        .route("/api", get(async move |headers: axum::http::HeaderMap| reference::show(&page, &headers)))
}

/// The `OpenAPI` 3.1 document of the API as JSON.
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
    // A command may bring files along, in base64 a third larger than they are.
    let commands = OpenApiRouter::new()
        .routes(routes!(task_commands::possible, task_commands::act))
        .routes(routes!(composing::composer, composing::start))
        .routes(routes!(comparison::compare, comparison::compare_file))
        .layer(DefaultBodyLimit::max(FILE_LIMIT));
    let rows = OpenApiRouter::new()
        .routes(routes!(files::brought_in, files::bring_in))
        .layer(DefaultBodyLimit::max(ROWS_LIMIT));
    OpenApiRouter::new()
        .routes(routes!(access::me))
        .routes(routes!(tasks::list, tasks::create))
        .routes(routes!(tasks::statistics))
        .routes(routes!(tasks::show, tasks::edit))
        .routes(routes!(task_commands::history))
        .routes(routes!(records::documents))
        .routes(routes!(records::document))
        .routes(routes!(records::briefings, meetings::prepare))
        .routes(routes!(records::organisation))
        .routes(routes!(indicators::catalogue, catalogue::add))
        .routes(routes!(catalogue::indicator, catalogue::change))
        .routes(routes!(indicators::observations))
        .routes(routes!(indicators::record))
        .routes(routes!(grading::show))
        .routes(routes!(grading::show_task))
        .routes(routes!(grading::give))
        .routes(routes!(ranking::criteria))
        .routes(routes!(ranking::agency_grades))
        .routes(routes!(ranking::ranking))
        .routes(routes!(registers::list))
        .routes(routes!(registers::show))
        .routes(routes!(registers::entries, registers::add))
        .routes(routes!(registers::measures))
        .routes(routes!(registers::entry))
        .routes(routes!(registers::move_on))
        .routes(routes!(daily::notices))
        .routes(routes!(daily::mark_read))
        .routes(routes!(daily::search))
        .routes(routes!(daily::audit))
        .routes(routes!(daily::verify))
        .merge(organisation())
        .merge(papers())
        .merge(reports())
        .merge(many())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .merge(commands)
        .merge(rows)
}

/// What administrators keep.
fn organisation() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(units::agencies, units::add_agency))
        .routes(routes!(units::reorganise_agencies))
        .routes(routes!(units::agency, units::change_agency))
        .routes(routes!(units::add_code))
        .routes(routes!(units::divisions, units::add_division))
        .routes(routes!(units::reorganise_divisions))
        .routes(routes!(units::division, units::change_division))
        .routes(routes!(people::people, people::add_person))
        .routes(routes!(people::person, people::change_person))
        .routes(routes!(people::give_post))
        .routes(routes!(people::posts))
        .routes(routes!(people::post))
        .routes(routes!(people::delegation))
        .routes(routes!(people::end_post))
        .routes(routes!(people::transfer))
        .routes(routes!(people::delegations, people::delegate))
        .routes(routes!(people::end_delegation))
        .routes(routes!(keeping::places, keeping::add_place))
        .routes(routes!(keeping::place))
        .routes(routes!(keeping::replace_place))
        .routes(routes!(keeping::settings))
        .routes(routes!(keeping::choose_setting))
        .routes(routes!(keeping::calendar))
        .routes(routes!(keeping::enter_day, keeping::forget_day))
}

/// Briefings, letters, plans, and files laid to tasks.
fn papers() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(meetings::briefing))
        .routes(routes!(meetings::add_matter, meetings::order))
        .routes(routes!(meetings::conclude))
        .routes(routes!(meetings::close))
        .routes(routes!(meetings::notice))
        .routes(routes!(meetings::late))
        .routes(routes!(meetings::letter))
        .routes(routes!(meetings::plan))
        .routes(routes!(meetings::programme))
        .routes(routes!(files::task_file, files::remove_task_file))
        .routes(routes!(files::undo))
}

/// Reports on their way, and their sections.
fn reports() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(reporting::reports, reporting::open))
        .routes(routes!(reporting::calendar))
        .routes(routes!(reporting::parts))
        .routes(routes!(reporting::report))
        .routes(routes!(reporting::step))
        .routes(routes!(reporting::replace))
        .routes(routes!(reporting::issued_file))
        .routes(routes!(reporting::verify))
        .routes(routes!(records::report_file))
        .routes(routes!(composing::frame))
        .routes(routes!(composing::add))
        .routes(routes!(composing::section, composing::write, composing::remove))
        .routes(routes!(composing::refresh))
        .routes(routes!(composing::settle))
        .routes(routes!(composing::put_behind))
        .routes(routes!(composing::versions))
        .routes(routes!(composing::version))
        .routes(routes!(composing::facts))
        .routes(routes!(composing::drawings))
        .routes(routes!(composing::findings))
}

/// What many agencies, or two years, have to do with one another.
fn many() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(consolidation::show, consolidation::compose))
        .routes(routes!(consolidation::figures))
        .routes(routes!(consolidation::tasks))
        .routes(routes!(consolidation::workbook))
        .routes(routes!(proposals::show, proposals::accept))
        .routes(routes!(proposals::document))
}
