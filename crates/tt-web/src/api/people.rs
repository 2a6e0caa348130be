//! People, the posts they hold, and delegations during absence.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use tt_app::organisation::people::{PersonShown, PostShown};
use tt_domain::id::{AgencyId, DelegationId, DivisionId, PersonId, PostId};
use tt_domain::organisation::Validity;
use tt_domain::people::{Delegation, NewDelegation, NewPerson, NewPost, Person, Post};
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, OrganisationRead, OrganisationWrite};
use super::input::{Asked, Body, Day, HoldingCode, Id, Line, RoleCode, WhichVersion, Words};
use super::problem::Problem;
use super::tasks::{read_version, tag};
use super::types::Made;
use crate::routes::WebState;

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonRecord {
    /// Identity.
    id: i64,
    /// Agency that keeps the record.
    keeper: i64,
    /// Full name.
    full_name: String,
    /// Staff code.
    code: Option<String>,
    /// Address for notices.
    email: Option<String>,
    /// Telephone.
    phone: Option<String>,
    /// Posts: those held today in a list, all of them of one person.
    posts: Vec<PostRecord>,
    /// Counts the record's changes; goes into `If-Match`.
    version: i64,
}

impl PersonRecord {
    fn of(person: &Person, posts: &[PostShown]) -> Self {
        let details = &person.details;
        Self {
            id: person.id.0,
            keeper: details.keeper.0,
            full_name: details.full_name.clone(),
            code: details.code.clone(),
            email: details.email.clone(),
            phone: details.phone.clone(),
            posts: posts.iter().map(|post| PostRecord::of(&post.post)).collect(),
            version: person.version,
        }
    }
}

/// A post.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PostRecord {
    /// Identity.
    id: i64,
    /// Who holds it.
    person: i64,
    /// Where.
    agency: i64,
    /// In which division.
    division: Option<i64>,
    /// What it entitles to.
    role: RoleCode,
    /// Title as printed.
    title: Option<String>,
    /// How it is held.
    holding: HoldingCode,
    /// First day.
    valid_from: Option<Day>,
    /// First day it is no longer held.
    valid_to: Option<Day>,
}

impl PostRecord {
    fn of(post: &Post) -> Self {
        let details = &post.details;
        Self {
            id: post.id.0,
            person: details.person.0,
            agency: details.agency.0,
            division: details.division.map(|id| id.0),
            role: RoleCode(details.role),
            title: details.title.clone(),
            holding: HoldingCode(details.holding),
            valid_from: details.validity.from.map(Day),
            valid_to: details.validity.to.map(Day),
        }
    }
}

/// Which people.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichPeople {
    /// Words of the name, code or address, with or without diacritics.
    #[param(value_type = Option<String>, max_length = 400, pattern = "^[^\\u0000]*$")]
    q: Option<Words>,
}

/// A person's record.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonIn {
    /// Full name.
    full_name: Line,
    /// Staff code, unique in the agency.
    code: Option<Line>,
    /// Address for notices.
    email: Option<Line>,
    /// Telephone.
    phone: Option<Line>,
}

impl PersonIn {
    fn person(self, keeper: AgencyId) -> NewPerson {
        NewPerson {
            keeper,
            full_name: self.full_name.0,
            code: self.code.map(|text| text.0),
            email: self.email.map(|text| text.0),
            phone: self.phone.map(|text| text.0),
        }
    }
}

/// The people within reach, by their last names.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", params(WhichPeople), responses((status = 200, body = Vec<PersonRecord>)))]
pub(super) async fn people(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Asked(which): Asked<WhichPeople>,
) -> Result<Json<Vec<PersonRecord>>, Problem> {
    let words = which.q.map(|words| words.0).unwrap_or_default();
    let all: Vec<PersonShown> = state.app.people(&caller.current, &words).await?;
    Ok(Json(all.iter().map(|shown| PersonRecord::of(&shown.person, &shown.posts)).collect()))
}

/// Adds a person, kept by the user's agency.
#[utoipa::path(post, path = "/api/v1/people", tag = "people", request_body = PersonIn, responses((status = 201, body = Made)))]
pub(super) async fn add_person(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Body(new): Body<PersonIn>,
) -> Result<Response, Problem> {
    let new = new.person(caller.current.agency.id);
    let id = state.app.add_person(&caller.current, &new, &caller.origin).await?;
    Ok(Made::at("people", id.0))
}

/// One person with every post they ever held. `ETag` is the record's version.
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "people", params(("id" = i64, Path)), responses((status = 200, body = PersonRecord)))]
pub(super) async fn person(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let found = state.app.person_details(&caller.current, PersonId(id)).await?;
    let mut response = Json(PersonRecord::of(&found.person, &found.posts)).into_response();
    tag(&mut response, found.person.version);
    Ok(response)
}

/// Writes a person's record anew; `If-Match` names the version it was read in.
#[utoipa::path(
    put, path = "/api/v1/people/{id}", tag = "people",
    params(("id" = i64, Path), WhichVersion),
    request_body = PersonIn,
    responses((status = 200, body = PersonRecord), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json"), (status = 428, description = "If-Match is missing."))
)]
pub(super) async fn change_person(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    headers: HeaderMap,
    Body(record): Body<PersonIn>,
) -> Result<Response, Problem> {
    let version = read_version(&headers)?;
    let yours = serde_json::to_value(&record).unwrap_or_default();
    let before = state.app.person_details(&caller.current, PersonId(id)).await?.person;
    let details = record.person(before.details.keeper);
    let person = Person { details, version, ..before };
    let done = state.app.change_person(&caller.current, &person, &caller.origin).await;
    let stale = matches!(&done, Err(error) if error.is_stale());
    if !stale {
        done?;
    }
    let now = state.app.person_details(&caller.current, PersonId(id)).await?;
    let record = PersonRecord::of(&now.person, &now.posts);
    if stale {
        return Err(Problem::stale(serde_json::to_value(record).unwrap_or_default(), yours));
    }
    let mut response = Json(record).into_response();
    tag(&mut response, now.person.version);
    Ok(response)
}

/// A post to give.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PostIn {
    /// Where.
    agency: i64,
    /// In which division.
    division: Option<i64>,
    /// What it entitles to.
    role: RoleCode,
    /// Title as printed.
    title: Option<Line>,
    /// How it is held.
    holding: HoldingCode,
    /// First day.
    valid_from: Option<Day>,
    /// First day it is no longer held.
    valid_to: Option<Day>,
}

impl PostIn {
    fn post(self, person: PersonId) -> NewPost {
        NewPost {
            person,
            agency: AgencyId(self.agency),
            division: self.division.map(DivisionId),
            role: self.role.0,
            title: self.title.map(|text| text.0),
            holding: self.holding.0,
            validity: Validity { from: self.valid_from.map(|day| day.0), to: self.valid_to.map(|day| day.0) },
        }
    }
}

/// Every post within reach that is held today or will be.
#[utoipa::path(get, path = "/api/v1/posts", tag = "people", responses((status = 200, body = Vec<PostRecord>)))]
pub(super) async fn posts(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
) -> Result<Json<Vec<PostRecord>>, Problem> {
    let held = state.app.posts_held(&caller.current).await?;
    Ok(Json(held.iter().map(|(post, _)| PostRecord::of(&post.post)).collect()))
}

/// A post, ended ones too.
#[utoipa::path(get, path = "/api/v1/posts/{id}", tag = "people", params(("id" = i64, Path)), responses((status = 200, body = PostRecord)))]
pub(super) async fn post(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Id(id): Id,
) -> Result<Json<PostRecord>, Problem> {
    Ok(Json(PostRecord::of(&state.app.held_post(&caller.current, PostId(id)).await?)))
}

/// Gives someone a post.
#[utoipa::path(post, path = "/api/v1/people/{id}/posts", tag = "people", params(("id" = i64, Path)), request_body = PostIn, responses((status = 201, body = Made)))]
pub(super) async fn give_post(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    Body(post): Body<PostIn>,
) -> Result<Response, Problem> {
    let id = state.app.assign_post(&caller.current, &post.post(PersonId(id)), &caller.origin).await?;
    Ok(Made::at("posts", id.0))
}

/// When something ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EndIn {
    /// First day it no longer holds.
    until: Day,
}

/// Ends a post.
#[utoipa::path(post, path = "/api/v1/posts/{id}/end", tag = "people", params(("id" = i64, Path)), request_body = EndIn, responses((status = 204)))]
pub(super) async fn end_post(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    Body(end): Body<EndIn>,
) -> Result<StatusCode, Problem> {
    state.app.end_post(&caller.current, PostId(id), end.until.0, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a post and gives its holder another on the same day.
#[utoipa::path(post, path = "/api/v1/posts/{id}/transfer", tag = "people", params(("id" = i64, Path)), request_body = PostIn, responses((status = 201, body = Made)))]
pub(super) async fn transfer(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    Body(post): Body<PostIn>,
) -> Result<Response, Problem> {
    let id = state.app.transfer(&caller.current, PostId(id), &post.post(PersonId(0)), &caller.origin).await?;
    Ok(Made::at("posts", id.0))
}

/// A delegation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DelegationRecord {
    /// Identity.
    id: i64,
    /// Whose posts.
    from: i64,
    /// Who stands in.
    to: i64,
    /// First day.
    valid_from: Day,
    /// First day after it.
    valid_to: Day,
    /// Why.
    reason: Option<String>,
}

/// A delegation to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DelegationIn {
    /// Whose posts.
    from: i64,
    /// Who stands in.
    to: i64,
    /// First day.
    valid_from: Day,
    /// First day after it.
    valid_to: Day,
    /// Why.
    reason: Option<Line>,
}

/// The delegations within reach, the newest first.
#[utoipa::path(get, path = "/api/v1/delegations", tag = "people", responses((status = 200, body = Vec<DelegationRecord>)))]
pub(super) async fn delegations(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
) -> Result<Json<Vec<DelegationRecord>>, Problem> {
    let all = state.app.delegations(&caller.current).await?;
    Ok(Json(all.into_iter().map(|shown| DelegationRecord::of(shown.delegation)).collect()))
}

/// A delegation, by those it is between and by who may manage it.
#[utoipa::path(get, path = "/api/v1/delegations/{id}", tag = "people", params(("id" = i64, Path)), responses((status = 200, body = DelegationRecord)))]
pub(super) async fn delegation(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Id(id): Id,
) -> Result<Json<DelegationRecord>, Problem> {
    Ok(Json(DelegationRecord::of(state.app.delegation(&caller.current, DelegationId(id)).await?)))
}

impl DelegationRecord {
    fn of(delegation: Delegation) -> Self {
        let details = delegation.details;
        Self {
            id: delegation.id.0,
            from: details.from.0,
            to: details.to.0,
            valid_from: Day(details.valid_from),
            valid_to: Day(details.valid_to),
            reason: details.reason,
        }
    }
}

/// Delegates: for anyone within reach, or for oneself.
#[utoipa::path(post, path = "/api/v1/delegations", tag = "people", request_body = DelegationIn, responses((status = 201, body = Made)))]
pub(super) async fn delegate(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Body(new): Body<DelegationIn>,
) -> Result<Response, Problem> {
    let new = NewDelegation {
        from: PersonId(new.from),
        to: PersonId(new.to),
        valid_from: new.valid_from.0,
        valid_to: new.valid_to.0,
        reason: new.reason.map(|text| text.0),
    };
    let id = state.app.delegate(&caller.current, &new, &caller.origin).await?;
    Ok(Made::at("delegations", id.0))
}

/// Ends a delegation early.
#[utoipa::path(post, path = "/api/v1/delegations/{id}/end", tag = "people", params(("id" = i64, Path)), request_body = EndIn, responses((status = 204)))]
pub(super) async fn end_delegation(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    Body(end): Body<EndIn>,
) -> Result<StatusCode, Problem> {
    state.app.end_delegation(&caller.current, DelegationId(id), end.until.0, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
