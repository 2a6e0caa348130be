//! Places, the agency's settings, and the days off of the calendar.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tt_app::organisation::places::PlaceChange;
use tt_domain::calendar::SpecialDay;
use tt_domain::id::PlaceId;
use tt_domain::organisation::Validity;
use tt_domain::place::{AdminUnit, NewAdminUnit};
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, OrganisationRead, OrganisationWrite};
use super::input::{Asked, Body, Day, Id, Line, PlaceCode, SpecialCode, Words};
use super::problem::Problem;
use super::types::Made;
use crate::routes::WebState;

/// A place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlaceRecord {
    /// Identity.
    id: i64,
    /// Code of the national list.
    code: Option<String>,
    /// Name with its kind: `xã Vân Mộng`.
    name: String,
    /// Its kind.
    kind: PlaceCode,
    /// Place it lies in.
    parent: Option<i64>,
    /// First day it exists.
    valid_from: Option<Day>,
    /// First day it no longer does.
    valid_to: Option<Day>,
}

impl PlaceRecord {
    fn of(unit: &AdminUnit) -> Self {
        let details = &unit.details;
        Self {
            id: unit.id.0,
            code: details.code.clone(),
            name: details.name.clone(),
            kind: PlaceCode(details.kind),
            parent: details.parent.map(|id| id.0),
            valid_from: details.validity.from.map(Day),
            valid_to: details.validity.to.map(Day),
        }
    }
}

/// Which places.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichPlaces {
    /// Words of the name or a code, with or without diacritics.
    #[param(value_type = Option<String>, max_length = 400, pattern = "^[^\\u0000]*$")]
    q: Option<Words>,
}

/// A place to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceIn {
    /// Code of the national list: 2 digits for a province, 3 for a district, 5 for a commune.
    code: Option<Line>,
    /// Name with its kind.
    name: Line,
    /// Its kind.
    kind: PlaceCode,
    /// Place it lies in.
    parent: Option<i64>,
    /// First day it exists.
    valid_from: Option<Day>,
}

/// What follows a place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceChangeIn {
    /// What follows.
    new: Vec<i64>,
    /// Whether the old place goes on, having lost a part.
    goes_on: bool,
    /// First day.
    on: Day,
    /// The deciding document.
    basis: Option<Line>,
}

/// A place with what lies there today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlaceDetail {
    /// The place.
    place: PlaceRecord,
    /// What lies there today.
    today: Vec<i64>,
}

/// All places.
#[utoipa::path(get, path = "/api/v1/places", tag = "places", params(WhichPlaces), responses((status = 200, body = Vec<PlaceRecord>)))]
pub(super) async fn places(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Asked(which): Asked<WhichPlaces>,
) -> Result<Json<Vec<PlaceRecord>>, Problem> {
    let words = which.q.map(|words| words.0).unwrap_or_default();
    let all = state.app.places(&caller.current, &words).await?;
    Ok(Json(all.iter().map(PlaceRecord::of).collect()))
}

/// Adds a place.
#[utoipa::path(post, path = "/api/v1/places", tag = "places", request_body = PlaceIn, responses((status = 201, body = Made)))]
pub(super) async fn add_place(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Body(new): Body<PlaceIn>,
) -> Result<Response, Problem> {
    let new = NewAdminUnit {
        code: new.code.map(|text| text.0),
        name: new.name.0,
        kind: new.kind.0,
        parent: new.parent.map(PlaceId),
        validity: Validity { from: new.valid_from.map(|day| day.0), to: None },
    };
    let id = state.app.add_place(&caller.current, &new, &caller.origin).await?;
    Ok(Made::at("places", id.0))
}

/// One place, with what lies there today.
#[utoipa::path(get, path = "/api/v1/places/{id}", tag = "places", params(("id" = i64, Path)), responses((status = 200, body = PlaceDetail)))]
pub(super) async fn place(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Id(id): Id,
) -> Result<Json<PlaceDetail>, Problem> {
    let found = state.app.place_details(&caller.current, PlaceId(id)).await?;
    let today = found.today.iter().map(|id| id.0).collect();
    Ok(Json(PlaceDetail { place: PlaceRecord::of(&found.unit), today }))
}

/// Records what follows a place from a day on.
#[utoipa::path(post, path = "/api/v1/places/{id}/replace", tag = "places", params(("id" = i64, Path)), request_body = PlaceChangeIn, responses((status = 204)))]
pub(super) async fn replace_place(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Id(id): Id,
    Body(change): Body<PlaceChangeIn>,
) -> Result<StatusCode, Problem> {
    let change = PlaceChange {
        old: PlaceId(id),
        new: change.new.into_iter().map(PlaceId).collect(),
        goes_on: change.goes_on,
        on: change.on.0,
        basis: change.basis.map(|text| text.0),
    };
    state.app.replace_place(&caller.current, &change, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A setting.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SettingOut {
    /// Its name.
    name: &'static str,
    /// What it means.
    says: &'static str,
    /// What holds unless chosen.
    usual: &'static str,
    /// What the agency chose; null for the usual.
    chosen: Option<String>,
}

/// A value to choose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingIn {
    /// The value as a text; null goes back to the usual.
    #[schema(value_type = Option<String>, max_length = 400, pattern = "^[^\\u0000]*$")]
    value: Option<Words>,
}

/// The agency's settings.
#[utoipa::path(get, path = "/api/v1/settings", tag = "settings", responses((status = 200, body = Vec<SettingOut>)))]
pub(super) async fn settings(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
) -> Result<Json<Vec<SettingOut>>, Problem> {
    let all = state.app.settings(&caller.current).await?;
    let out = all.into_iter().map(|one| SettingOut {
        name: one.name,
        says: one.words.0,
        usual: one.usual,
        chosen: one.chosen,
    });
    Ok(Json(out.collect()))
}

/// Chooses a setting.
#[utoipa::path(put, path = "/api/v1/settings/{name}", tag = "settings", params(("name" = String, Path)), request_body = SettingIn, responses((status = 204)))]
pub(super) async fn choose_setting(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Path(name): Path<String>,
    Body(chosen): Body<SettingIn>,
) -> Result<StatusCode, Problem> {
    if name.contains('\0') {
        return Err(Problem::not_found());
    }
    let value = chosen.value.as_ref().map(|value| value.0.as_str());
    state.app.choose_setting(&caller.current, &name, value, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A day off in the week, or a day worked at its end.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SpecialDayOut {
    /// Which day.
    day: Day,
    /// Off or worked.
    kind: SpecialCode,
    /// Its name.
    name: String,
    /// Whether it is by law, worked out, rather than entered.
    statutory: bool,
}

/// A day to enter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SpecialDayIn {
    /// Off or worked.
    kind: SpecialCode,
    /// Its name.
    name: Line,
}

/// The special days of a year.
#[utoipa::path(get, path = "/api/v1/calendar/{year}", tag = "settings", params(("year" = i16, Path, minimum = 1900, maximum = 2999)), responses((status = 200, body = Vec<SpecialDayOut>)))]
pub(super) async fn calendar(
    State(state): State<WebState>,
    caller: Caller<OrganisationRead>,
    Path(year): Path<String>,
) -> Result<Json<Vec<SpecialDayOut>>, Problem> {
    let year: Option<i16> = year.parse().ok().filter(|year| (1900..=2999).contains(year));
    let year = state.app.calendar_year(&caller.current, year.ok_or_else(Problem::not_found)?).await?;
    let out = |statutory: bool| {
        move |one: SpecialDay| SpecialDayOut {
            day: Day(one.day),
            kind: SpecialCode(one.kind),
            name: one.name,
            statutory,
        }
    };
    let mut days: Vec<SpecialDayOut> = year.statutory.into_iter().map(out(true)).collect();
    days.extend(year.entered.into_iter().map(out(false)));
    days.sort_by_key(|one| one.day.0);
    Ok(Json(days))
}

fn day_of(text: &str) -> Result<Date, Problem> {
    let day = Some(text).filter(|text| text.len() == 10).and_then(|text| text.parse().ok());
    day.ok_or_else(Problem::not_found)
}

/// Enters a day off or a day worked.
#[utoipa::path(put, path = "/api/v1/calendar-days/{day}", tag = "settings", params(("day" = Day, Path)), request_body = SpecialDayIn, responses((status = 204)))]
pub(super) async fn enter_day(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Path(day): Path<String>,
    Body(entered): Body<SpecialDayIn>,
) -> Result<StatusCode, Problem> {
    let special = SpecialDay { day: day_of(&day)?, kind: entered.kind.0, name: entered.name.0 };
    state.app.enter_day(&caller.current, &special, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an entered day out again.
#[utoipa::path(delete, path = "/api/v1/calendar-days/{day}", tag = "settings", params(("day" = Day, Path)), responses((status = 204)))]
pub(super) async fn forget_day(
    State(state): State<WebState>,
    caller: Caller<OrganisationWrite>,
    Path(day): Path<String>,
) -> Result<StatusCode, Problem> {
    state.app.forget_day(&caller.current, day_of(&day)?, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
