//! Bringing a report into the records: first what would change, then, once confirmed, the change.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tt_app::AppError;
use tt_app::import::{Contents, ImportRequest};
use tt_domain::permission::Action;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Upload;
use crate::routes::WebState;
use crate::views::import::{ChangeGroup, groups};
use crate::views::import_things::{CountView, ThingGroup, counts, is_news, things};

/// The page with the form.
#[derive(Template)]
#[template(path = "import_form.html")]
struct FormPage {
    t: Chrome,
    problem: Option<String>,
    year: String,
}

/// `GET /nhap`.
pub(crate) async fn form(Visitor(session): Visitor) -> Result<Response, WebError> {
    session.current.require(Action::ImportReport)?;
    page(&FormPage { t: session.chrome(Section::Import), problem: None, year: String::new() })
}

/// What the import would do.
#[derive(Template)]
#[template(path = "import_preview.html")]
struct PreviewPage {
    t: Chrome,
    name: String,
    agency_name: String,
    year: i16,
    /// The year as given by hand, to be sent again.
    given_year: String,
    new_report: bool,
    contents: Contents,
    changes: usize,
    groups: Vec<ChangeGroup>,
    things: Vec<ThingGroup>,
    counts: Vec<CountView>,
    /// Whether anything can be taken into registers.
    offers: bool,
    /// The file in base64, sent back with the confirmation: nothing is kept before it.
    kept: String,
}

/// `POST /nhap`: a chosen file is looked at, one sent back for confirmation is imported.
pub(crate) async fn run(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    form: Multipart,
) -> Result<Response, WebError> {
    session.current.require(Action::ImportReport)?;
    let upload = Upload::read(form).await?;
    session.confirm(&upload.csrf)?;
    let t = session.chrome(Section::Import);
    let (name, bytes, confirmed) = match (upload.file, upload.kept) {
        (Some((name, bytes)), _) => (name, bytes, false),
        (None, Some((name, kept))) => (name, STANDARD.decode(kept.trim()).map_err(|_| WebError::BadForm)?, true),
        (None, None) => {
            let missing = t.say("Hãy chọn tệp báo cáo.", "Choose a report file.").to_owned();
            return refused(t, missing, upload.year);
        }
    };
    let year = match upload.year.trim() {
        "" => None,
        given => match given.parse().ok().filter(|year| (1945..=9999).contains(year)) {
            Some(year) => Some(year),
            None => {
                let odd = t.say("Năm gồm bốn chữ số, ví dụ 2019.", "A year has four digits, such as 2019.").to_owned();
                return refused(t, odd, upload.year);
            }
        },
    };
    let request = ImportRequest { name, bytes, agency: None, year };
    let ticked = confirmed.then_some(upload.ticked);
    Box::pin(proceed(&state, &session, request, ticked, upload.year)).await
}

async fn proceed(
    state: &WebState,
    session: &Session,
    request: ImportRequest,
    confirmed: Option<Vec<usize>>,
    given_year: String,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Import);
    let (dry_run, taking) = (confirmed.is_none(), confirmed.unwrap_or_default());
    let outcome = match state.app.import_as(&session.current, &request, dry_run, &taking, &session.origin).await {
        Ok(outcome) => outcome,
        Err(AppError::Refused(message)) => {
            let problem = sentence(t.lang.pick(&message));
            return refused(t, problem, given_year);
        }
        Err(error) => return Err(error.into()),
    };
    if !dry_run {
        return Ok(lead_to(
            &outcome.report.map_or_else(|| "/bao-cao".to_owned(), |id| format!("/bao-cao/{id}")),
            false,
        ));
    }
    page(&PreviewPage {
        name: request.name,
        agency_name: outcome.agency_name.clone(),
        year: outcome.year,
        given_year,
        new_report: outcome.new_report,
        contents: outcome.contents,
        changes: outcome.changes.len(),
        things: things(&outcome, t.lang),
        counts: counts(&outcome, t.lang),
        offers: outcome.offered.iter().any(|one| is_news(one.fate)),
        groups: if outcome.new_report { Vec::new() } else { groups(&outcome, t.lang) },
        kept: STANDARD.encode(&request.bytes),
        t,
    })
}

fn refused(t: Chrome, problem: String, year: String) -> Result<Response, WebError> {
    let shown = page(&FormPage { t, problem: Some(problem), year })?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
