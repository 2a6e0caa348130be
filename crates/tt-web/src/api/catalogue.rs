//! The catalogue of indicators as those who keep it change it: one indicator, adding one, changing one.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use tt_domain::id::{DivisionId, IndicatorId};
use tt_domain::indicator::{Indicator, Terms};
use tt_domain::organisation::Validity;
use utoipa::ToSchema;

use super::caller::{Caller, FiguresWrite, ReportsRead};
use super::input::{AggregationCode, BetterCode, Body, Day, Id, Line, PeriodKindCode, Prose, WhichVersion};
use super::problem::Problem;
use super::tasks::{read_version, tag};
use super::types::Made;
use crate::routes::WebState;

/// What an indicator is and how it is reported.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TermsIn {
    /// Its code: a letter, then letters, digits, points and underscores, 30 at most.
    code: Line,
    /// Its name.
    name: Line,
    /// Its unit, scale word kept: `triệu USD`.
    unit: Option<Line>,
    /// Decimals it is given to.
    #[schema(minimum = 0, maximum = 6)]
    decimals: Option<u8>,
    /// What is counted: `qua địa bàn`.
    population: Option<Line>,
    /// Division that enters it.
    #[schema(minimum = 1)]
    division: Option<i64>,
    /// How often it is entered; not `first_months`.
    frequency: PeriodKindCode,
    /// What its periods make of a longer one.
    over_time: AggregationCode,
    /// What its units make of a whole.
    over_units: AggregationCode,
    /// Which way is better.
    better: BetterCode,
    /// Worked out of others by their codes instead of entered.
    formula: Option<Line>,
    /// First day it is in use.
    valid_from: Option<Day>,
    /// First day it no longer is.
    valid_to: Option<Day>,
    /// Method, source, anything to know.
    note: Option<Prose>,
}

impl TermsIn {
    fn of(terms: &Terms) -> Self {
        let line = |text: &Option<String>| text.clone().map(Line);
        Self {
            code: Line(terms.code.clone()),
            name: Line(terms.name.clone()),
            unit: line(&terms.unit),
            decimals: terms.decimals,
            population: line(&terms.population),
            division: terms.division.map(|division| division.0),
            frequency: PeriodKindCode(terms.frequency),
            over_time: AggregationCode(terms.over_time),
            over_units: AggregationCode(terms.over_units),
            better: BetterCode(terms.better),
            formula: line(&terms.formula),
            valid_from: terms.validity.from.map(Day),
            valid_to: terms.validity.to.map(Day),
            note: terms.note.clone().map(Prose),
        }
    }

    fn terms(self) -> Terms {
        Terms {
            code: self.code.0,
            name: self.name.0,
            unit: self.unit.map(|text| text.0),
            decimals: self.decimals,
            population: self.population.map(|text| text.0),
            division: self.division.map(DivisionId),
            frequency: self.frequency.0,
            over_time: self.over_time.0,
            over_units: self.over_units.0,
            better: self.better.0,
            formula: self.formula.map(|text| text.0),
            validity: Validity { from: self.valid_from.map(|day| day.0), to: self.valid_to.map(|day| day.0) },
            note: self.note.map(|text| text.0),
        }
    }
}

/// An indicator of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueEntry {
    /// Identity.
    id: i64,
    /// What it is.
    terms: TermsIn,
    /// Counts its changes; goes into `If-Match`.
    version: i64,
}

impl CatalogueEntry {
    fn of(indicator: &Indicator) -> Self {
        Self { id: indicator.id.0, terms: TermsIn::of(&indicator.terms), version: indicator.version }
    }
}

/// One indicator, as the catalogue has it. `ETag` is its version.
#[utoipa::path(get, path = "/api/v1/indicators/{id}", tag = "indicators", params(("id" = i64, Path)), responses((status = 200, body = CatalogueEntry)))]
pub(super) async fn indicator(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let found = state.app.indicator_page(&caller.current, IndicatorId(id), None).await?.indicator;
    Ok(tagged(&found))
}

/// Adds an indicator to the catalogue.
#[utoipa::path(post, path = "/api/v1/indicators", tag = "indicators", request_body = TermsIn, responses((status = 201, body = Made)))]
pub(super) async fn add(
    State(state): State<WebState>,
    caller: Caller<FiguresWrite>,
    Body(terms): Body<TermsIn>,
) -> Result<Response, Problem> {
    let id = state.app.save_indicator(&caller.current, None, terms.terms(), &caller.origin).await?;
    Ok(Made::at("indicators", id.0))
}

/// Changes an indicator; `If-Match` names the version it was read in.
#[utoipa::path(
    put, path = "/api/v1/indicators/{id}", tag = "indicators",
    params(("id" = i64, Path), WhichVersion),
    request_body = TermsIn,
    responses((status = 200, body = CatalogueEntry), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json"), (status = 428, description = "If-Match is missing."))
)]
pub(super) async fn change(
    State(state): State<WebState>,
    caller: Caller<FiguresWrite>,
    Id(id): Id,
    headers: HeaderMap,
    Body(terms): Body<TermsIn>,
) -> Result<Response, Problem> {
    let known = (IndicatorId(id), read_version(&headers)?);
    let yours = serde_json::to_value(&terms).unwrap_or_default();
    let done = state.app.save_indicator(&caller.current, Some(known), terms.terms(), &caller.origin).await;
    if let Err(error) = done {
        if !error.is_stale() {
            return Err(error.into());
        }
        let now = state.app.indicator_page(&caller.current, known.0, None).await?.indicator;
        return Err(Problem::stale(serde_json::to_value(CatalogueEntry::of(&now)).unwrap_or_default(), yours));
    }
    let now = state.app.indicator_page(&caller.current, known.0, None).await?.indicator;
    Ok(tagged(&now))
}

fn tagged(indicator: &Indicator) -> Response {
    let mut response = Json(CatalogueEntry::of(indicator)).into_response();
    tag(&mut response, indicator.version);
    response
}
