//! What the agency keeps besides tasks: documents, reports, briefings, and who is in it.

use std::str::FromStr as _;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use tt_app::outputs::Format;
use tt_app::records::{DocumentFilter, DocumentKey};
use tt_domain::document::OfficialDocument;
use tt_domain::id::{DocumentId, ReportId};
use utoipa::{IntoParams, ToSchema};

use super::caller::{BriefingsRead, Caller, DocumentsRead, OrganisationRead, ReportsRead};
use super::input::{Asked, Day, Id, Words};
use super::problem::Problem;
use super::types::partial;
use crate::routes::WebState;

/// An official document.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DocumentOut {
    /// Identity.
    id: i64,
    /// Kind as a word: `Quyết định`.
    kind: Option<String>,
    /// Number with symbol: `230/QĐ-UBND`.
    number: Option<String>,
    /// Date as far as known: `2019-01-30`, `2019-01`, `2019`.
    date: Option<String>,
    /// Who issued it.
    issuer: Option<String>,
    /// What it is about.
    subject: Option<String>,
}

impl DocumentOut {
    fn of(document: &OfficialDocument) -> Self {
        Self {
            id: document.id.0,
            kind: document.kind.clone(),
            number: document.number.clone(),
            date: partial(document.date),
            issuer: document.issuer.clone(),
            subject: document.subject.clone(),
        }
    }
}

/// Which documents.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichDocuments {
    /// Words in kind, number, date, issuer or subject, with or without diacritics.
    #[param(value_type = Option<String>, max_length = 400, pattern = "^[^\\u0000]*$")]
    q: Option<Words>,
    /// `next` of the page before.
    #[param(value_type = Option<String>, max_length = 40, pattern = "^([0-9-]{0,10}\\.[0-9]{1,18})?$")]
    after: Option<Words>,
}

/// A page of documents.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DocumentPage {
    /// The documents, the newest first.
    documents: Vec<DocumentOut>,
    /// What `after` has to be for the next page; null at the end.
    next: Option<String>,
}

/// The agency's documents, the newest first.
#[utoipa::path(get, path = "/api/v1/documents", tag = "records", params(WhichDocuments), responses((status = 200, body = DocumentPage)))]
pub(super) async fn documents(
    State(state): State<WebState>,
    caller: Caller<DocumentsRead>,
    Asked(which): Asked<WhichDocuments>,
) -> Result<Json<DocumentPage>, Problem> {
    let after = match which.after.as_ref().map(|words| words.0.as_str()).filter(|text| !text.is_empty()) {
        Some(text) => Some(DocumentKey::from_str(text).map_err(|_| Problem::unreadable("after"))?),
        None => None,
    };
    let filter = DocumentFilter { query: which.q.map(|words| words.0), ..DocumentFilter::default() };
    let page = state.app.documents(&caller.current, &filter, after.as_ref()).await?;
    let full = page.len() >= tt_app::records::DOCUMENTS_PER_PAGE as usize;
    let next = page.last().filter(|_| full).map(|last| DocumentKey::of(&last.document).to_string());
    Ok(Json(DocumentPage { documents: page.iter().map(|one| DocumentOut::of(&one.document)).collect(), next }))
}

/// One document.
#[utoipa::path(get, path = "/api/v1/documents/{id}", tag = "records", params(("id" = i64, Path)), responses((status = 200, body = DocumentOut)))]
pub(super) async fn document(
    State(state): State<WebState>,
    caller: Caller<DocumentsRead>,
    Id(id): Id,
) -> Result<Json<DocumentOut>, Problem> {
    let found = state.app.document(&caller.current, DocumentId(id)).await?;
    Ok(Json(DocumentOut::of(&found.document)))
}

/// A report of the agency as a file, as it stands now; or one that an agency below handed up, to who brings such reports
/// together. As it was issued, byte by byte: `/issued/{format}`.
#[utoipa::path(get, path = "/api/v1/reports/{id}/{format}", tag = "reports",
    params(("id" = i64, Path), ("format" = String, Path, description = "`docx`, `pdf`, `xlsx`, `html`, `md` or `txt`.")),
    responses((status = 200, description = "The file.", content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (String = "text/plain"), (String = "text/markdown"), (String = "text/html")))))]
pub(super) async fn report_file(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Path((id, format)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id = id.parse().map(ReportId).map_err(|_| Problem::not_found())?;
    let format = Format::from_extension(&format).ok_or_else(Problem::not_found)?;
    let file = state.app.report_file(&caller.current, id, format).await?;
    let mut response = file.bytes.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", file.name)) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// A briefing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BriefingOut {
    /// Identity.
    id: i64,
    /// `weekly`, `monthly`, `quarterly`.
    kind: &'static str,
    /// Day it is held.
    day: Day,
    /// `open` or `closed`.
    state: &'static str,
    /// Who chairs it.
    chair: Option<i64>,
    /// Where.
    place: Option<String>,
}

/// The agency's briefings, the newest first.
#[utoipa::path(get, path = "/api/v1/briefings", tag = "records", responses((status = 200, body = Vec<BriefingOut>)))]
pub(super) async fn briefings(
    State(state): State<WebState>,
    caller: Caller<BriefingsRead>,
) -> Result<Json<Vec<BriefingOut>>, Problem> {
    let all = state.app.briefings(&caller.current, None).await?;
    let out = all.into_iter().map(|briefing| BriefingOut {
        id: briefing.id.0,
        kind: briefing.kind.code(),
        day: Day(briefing.day),
        state: briefing.state.code(),
        chair: briefing.chair.map(|id| id.0),
        place: briefing.place,
    });
    Ok(Json(out.collect()))
}

/// Who is in the agency today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganisationOut {
    /// The agency.
    agency: AgencyOut,
    /// Its divisions in being today.
    divisions: Vec<DivisionOut>,
    /// People who hold a post in it today.
    people: Vec<PersonOut>,
    /// Agencies below that tasks can be given to.
    below: Vec<AgencyOut>,
    /// Other agencies that can be asked to work along.
    others: Vec<AgencyOut>,
}

/// An agency.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgencyOut {
    /// Identity.
    id: i64,
    /// Symbol: `SCT`.
    symbol: String,
    /// Full name.
    name: String,
    /// Agency above it.
    parent: Option<i64>,
}

impl AgencyOut {
    fn of(agency: &tt_domain::organisation::Agency) -> Self {
        Self {
            id: agency.id.0,
            symbol: agency.symbol.clone(),
            name: agency.name.clone(),
            parent: agency.parent.map(|id| id.0),
        }
    }
}

/// A division.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DivisionOut {
    /// Identity.
    id: i64,
    /// Symbol: `QLTM`.
    symbol: String,
    /// Full name.
    name: String,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonOut {
    /// Identity.
    id: i64,
    /// Full name.
    name: String,
    /// Division they are in.
    division: Option<i64>,
}

/// The user's agency with its divisions and people of today, and the agencies it can give tasks to.
#[utoipa::path(get, path = "/api/v1/organisation", tag = "records", responses((status = 200, body = OrganisationOut)))]
pub(super) async fn organisation(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
) -> Result<Json<OrganisationOut>, Problem> {
    let choices = state.app.choices(&caller.current).await?;
    let division = |one: &tt_domain::organisation::Division| DivisionOut {
        id: one.id.0,
        symbol: one.symbol.clone(),
        name: one.name.clone(),
    };
    let person = |(one, division): &(tt_domain::people::Person, Option<tt_domain::id::DivisionId>)| PersonOut {
        id: one.id.0,
        name: one.details.full_name.clone(),
        division: division.map(|id| id.0),
    };
    Ok(Json(OrganisationOut {
        agency: AgencyOut::of(&caller.current.agency),
        divisions: choices.divisions.iter().map(division).collect(),
        people: choices.people.iter().map(person).collect(),
        below: choices.agencies.iter().map(AgencyOut::of).collect(),
        others: choices.others.iter().map(AgencyOut::of).collect(),
    }))
}
