//! Agencies and their divisions, as administrators keep them.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tt_app::organisation::Reorganisation;
use tt_app::organisation::agencies::AgencyChange;
use tt_app::organisation::divisions::DivisionChange;
use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::{Agency, Division, NewAgency};
use utoipa::ToSchema;

use super::caller::{Caller, OrganisationRead, OrganisationWrite};
use super::input::{Body, Day, FollowCode, Id, Level, Line, WhichVersion};
use super::problem::Problem;
use super::tasks::{read_version, tag};
use super::types::Made;
use crate::routes::WebState;

/// An agency.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgencyRecord {
    /// Identity.
    id: i64,
    /// Symbol: `SCT`.
    symbol: String,
    /// Full name.
    name: String,
    /// Superior agency as printed above it.
    superior: Option<String>,
    /// Place printed with its dates.
    place: Option<String>,
    /// Its level.
    level: Level,
    /// Agency above it.
    parent: Option<i64>,
    /// First day it exists under this name.
    valid_from: Option<Day>,
    /// First day it no longer does.
    valid_to: Option<Day>,
    /// What took its place.
    replaced_by: Option<i64>,
    /// Counts its changes; goes into `If-Match`.
    version: i64,
}

impl AgencyRecord {
    fn of(agency: &Agency) -> Self {
        Self {
            id: agency.id.0,
            symbol: agency.symbol.clone(),
            name: agency.name.clone(),
            superior: agency.superior.clone(),
            place: agency.place.clone(),
            level: Level(agency.level),
            parent: agency.parent.map(|id| id.0),
            valid_from: agency.valid_from.map(Day),
            valid_to: agency.valid_to.map(Day),
            replaced_by: agency.replaced_by.map(|id| id.0),
            version: agency.version,
        }
    }
}

/// An agency to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AgencyIn {
    /// Symbol, without blanks.
    symbol: Line,
    /// Full name.
    name: Line,
    /// Superior agency as printed above it.
    superior: Option<Line>,
    /// Place printed with its dates.
    place: Option<Line>,
    /// Its level.
    level: Level,
    /// Agency above it.
    parent: Option<i64>,
    /// First day it exists.
    valid_from: Option<Day>,
}

impl AgencyIn {
    fn new_agency(self) -> NewAgency {
        NewAgency {
            symbol: self.symbol.0,
            name: self.name.0,
            superior: self.superior.map(|text| text.0),
            place: self.place.map(|text| text.0),
            level: self.level.0,
            parent: self.parent.map(AgencyId),
            valid_from: self.valid_from.map(|day| day.0),
        }
    }
}

/// An agency as it is to stand.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AgencyChangeIn {
    /// Symbol, without blanks.
    symbol: Line,
    /// Full name.
    name: Line,
    /// Superior agency as printed above it.
    superior: Option<Line>,
    /// Place printed with its dates.
    place: Option<Line>,
    /// Its level.
    level: Level,
    /// Agency above it.
    parent: Option<i64>,
    /// First day it so stands; without one, a mistake is corrected.
    on: Option<Day>,
    /// The deciding document.
    basis: Option<Line>,
}

/// The agencies within reach and those above them, in the order of the tree.
#[utoipa::path(get, path = "/api/v1/agencies", tag = "organisation", responses((status = 200, body = Vec<AgencyRecord>)))]
pub(super) async fn agencies(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
) -> Result<Json<Vec<AgencyRecord>>, Problem> {
    let tree = state.app.agency_tree(&caller.current).await?;
    Ok(Json(tree.iter().map(|node| AgencyRecord::of(&node.agency)).collect()))
}

/// Adds an agency.
#[utoipa::path(post, path = "/api/v1/agencies", tag = "organisation", request_body = AgencyIn, responses((status = 201, body = Made)))]
pub(super) async fn add_agency(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Body(new): Body<AgencyIn>,
) -> Result<Response, Problem> {
    let id = state.app.add_agency(&caller.current, &new.new_agency(), &caller.origin).await?;
    Ok(Made::at("agencies", id.0))
}

/// One agency. `ETag` is its version.
#[utoipa::path(get, path = "/api/v1/agencies/{id}", tag = "organisation", params(("id" = i64, Path)), responses((status = 200, body = AgencyRecord)))]
pub(super) async fn agency(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let found = state.app.agency_details(&caller.current, AgencyId(id)).await?;
    let mut response = Json(AgencyRecord::of(&found.agency)).into_response();
    tag(&mut response, found.agency.version);
    Ok(response)
}

/// Changes an agency, from a day on or to correct a mistake; `If-Match` names the version it was read in.
#[utoipa::path(
    patch, path = "/api/v1/agencies/{id}", tag = "organisation",
    params(("id" = i64, Path), WhichVersion),
    request_body = AgencyChangeIn,
    responses((status = 200, body = AgencyRecord), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json"), (status = 428, description = "If-Match is missing."))
)]
pub(super) async fn change_agency(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    headers: HeaderMap,
    Body(change): Body<AgencyChangeIn>,
) -> Result<Response, Problem> {
    let version = read_version(&headers)?;
    let yours = serde_json::to_value(&change).unwrap_or_default();
    let to = AgencyIn {
        symbol: change.symbol,
        name: change.name,
        superior: change.superior,
        place: change.place,
        level: change.level,
        parent: change.parent,
        valid_from: None,
    };
    let change = AgencyChange {
        version,
        to: to.new_agency(),
        on: change.on.map(|day| day.0),
        basis: change.basis.map(|text| text.0),
    };
    let done = state.app.change_agency(&caller.current, AgencyId(id), &change, &caller.origin).await;
    if let Err(error) = done {
        if !error.is_stale() {
            return Err(error.into());
        }
        let now = state.app.agency_details(&caller.current, AgencyId(id)).await?.agency;
        return Err(Problem::stale(serde_json::to_value(AgencyRecord::of(&now)).unwrap_or_default(), yours));
    }
    let now = state.app.agency_details(&caller.current, AgencyId(id)).await?.agency;
    let mut response = Json(AgencyRecord::of(&now)).into_response();
    tag(&mut response, now.version);
    Ok(response)
}

/// Bodies that follow one another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReorganisationIn {
    /// `merge`, `split` or `abolish`; a new name is a change of the record.
    kind: FollowCode,
    /// What there was.
    old: Vec<i64>,
    /// What follows; none for an abolition.
    new: Vec<i64>,
    /// First day of the new state.
    on: Day,
    /// The deciding document.
    basis: Option<Line>,
}

impl ReorganisationIn {
    fn plan<Id>(self, id: fn(i64) -> Id) -> Reorganisation<Id> {
        Reorganisation {
            kind: self.kind.0,
            old: self.old.into_iter().map(id).collect(),
            new: self.new.into_iter().map(id).collect(),
            on: self.on.0,
            basis: self.basis.map(|text| text.0),
        }
    }
}

/// Merges, splits or abolishes agencies on a day.
#[utoipa::path(post, path = "/api/v1/agencies/reorganise", tag = "organisation", request_body = ReorganisationIn, responses((status = 204)))]
pub(super) async fn reorganise_agencies(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Body(plan): Body<ReorganisationIn>,
) -> Result<StatusCode, Problem> {
    state.app.reorganise_agencies(&caller.current, &plan.plan(AgencyId), &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An identifier code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeIn {
    /// The code, in either of its forms.
    code: Line,
    /// From when.
    from: Option<Day>,
}

/// Gives an agency an identifier code from a day on.
#[utoipa::path(post, path = "/api/v1/agencies/{id}/codes", tag = "organisation", params(("id" = i64, Path)), request_body = CodeIn, responses((status = 204)))]
pub(super) async fn add_code(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    Body(code): Body<CodeIn>,
) -> Result<StatusCode, Problem> {
    let from: Option<Date> = code.from.map(|day| day.0);
    state.app.add_agency_code(&caller.current, AgencyId(id), &code.code.0, from, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A division.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DivisionRecord {
    /// Identity.
    id: i64,
    /// Its agency.
    agency: i64,
    /// Symbol: `QLTM`.
    symbol: String,
    /// Full name.
    name: String,
    /// First day it exists under this name.
    valid_from: Option<Day>,
    /// First day it no longer does.
    valid_to: Option<Day>,
    /// What took its place.
    replaced_by: Option<i64>,
    /// Counts its changes; goes into `If-Match`.
    version: i64,
}

impl DivisionRecord {
    fn of(division: &Division) -> Self {
        Self {
            id: division.id.0,
            agency: division.agency.0,
            symbol: division.symbol.clone(),
            name: division.name.clone(),
            valid_from: division.valid_from.map(Day),
            valid_to: division.valid_to.map(Day),
            replaced_by: division.replaced_by.map(|id| id.0),
            version: division.version,
        }
    }
}

/// A division to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DivisionIn {
    /// Symbol, without blanks.
    symbol: Line,
    /// Full name.
    name: Line,
    /// First day it exists.
    valid_from: Option<Day>,
}

/// A division as it is to stand.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DivisionChangeIn {
    /// Symbol, without blanks.
    symbol: Line,
    /// Full name.
    name: Line,
    /// First day it so stands; without one, a mistake is corrected.
    on: Option<Day>,
    /// The deciding document.
    basis: Option<Line>,
}

/// The divisions of an agency, past ones included.
#[utoipa::path(get, path = "/api/v1/agencies/{id}/divisions", tag = "organisation", params(("id" = i64, Path)), responses((status = 200, body = Vec<DivisionRecord>)))]
pub(super) async fn divisions(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Id(id): Id,
) -> Result<Json<Vec<DivisionRecord>>, Problem> {
    let all = state.app.divisions_of(&caller.current, AgencyId(id)).await?;
    Ok(Json(all.iter().map(DivisionRecord::of).collect()))
}

/// Adds a division to an agency.
#[utoipa::path(post, path = "/api/v1/agencies/{id}/divisions", tag = "organisation", params(("id" = i64, Path)), request_body = DivisionIn, responses((status = 201, body = Made)))]
pub(super) async fn add_division(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    Body(new): Body<DivisionIn>,
) -> Result<Response, Problem> {
    let (symbol, name, from) = (&new.symbol.0, &new.name.0, new.valid_from.map(|day| day.0));
    let id = state.app.add_division(&caller.current, AgencyId(id), symbol, name, from, &caller.origin).await?;
    Ok(Made::at("divisions", id.0))
}

/// One division. `ETag` is its version.
#[utoipa::path(get, path = "/api/v1/divisions/{id}", tag = "organisation", params(("id" = i64, Path)), responses((status = 200, body = DivisionRecord)))]
pub(super) async fn division(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let found = state.app.division_details(&caller.current, DivisionId(id)).await?;
    let mut response = Json(DivisionRecord::of(&found.division)).into_response();
    tag(&mut response, found.division.version);
    Ok(response)
}

/// Changes a division, from a day on or to correct a mistake; `If-Match` names the version it was read in.
#[utoipa::path(
    patch, path = "/api/v1/divisions/{id}", tag = "organisation",
    params(("id" = i64, Path), WhichVersion),
    request_body = DivisionChangeIn,
    responses((status = 200, body = DivisionRecord), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json"), (status = 428, description = "If-Match is missing."))
)]
pub(super) async fn change_division(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    headers: HeaderMap,
    Body(change): Body<DivisionChangeIn>,
) -> Result<Response, Problem> {
    let version = read_version(&headers)?;
    let yours = serde_json::to_value(&change).unwrap_or_default();
    let change = DivisionChange {
        version,
        symbol: change.symbol.0,
        name: change.name.0,
        on: change.on.map(|day| day.0),
        basis: change.basis.map(|text| text.0),
    };
    let done = state.app.change_division(&caller.current, DivisionId(id), &change, &caller.origin).await;
    let stale = matches!(&done, Err(error) if error.is_stale());
    if !stale {
        done?;
    }
    let now = state.app.division_details(&caller.current, DivisionId(id)).await?.division;
    if stale {
        return Err(Problem::stale(serde_json::to_value(DivisionRecord::of(&now)).unwrap_or_default(), yours));
    }
    let mut response = Json(DivisionRecord::of(&now)).into_response();
    tag(&mut response, now.version);
    Ok(response)
}

/// Merges, splits or abolishes divisions of one agency on a day.
#[utoipa::path(post, path = "/api/v1/divisions/reorganise", tag = "organisation", request_body = ReorganisationIn, responses((status = 204)))]
pub(super) async fn reorganise_divisions(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Body(plan): Body<ReorganisationIn>,
) -> Result<StatusCode, Problem> {
    state.app.reorganise_divisions(&caller.current, &plan.plan(DivisionId), &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
