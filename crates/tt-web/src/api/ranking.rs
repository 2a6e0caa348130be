//! What stands around a year's grades: the criteria, every grade an agency was given, and the ranking of those below.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tt_app::grading::ranking::{RankedAgency, RankedGroup};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::grading::{CriteriaSet, GradeEntry};
use tt_domain::id::AgencyId;
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, TasksRead};
use super::input::{Asked, Day};
use super::problem::Problem;
use crate::routes::WebState;

/// A set of grading criteria.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CriteriaOut {
    /// Identity; null for one that comes with the program.
    id: Option<i64>,
    /// The agency whose own it is; null for one that comes with the program.
    agency: Option<i64>,
    /// Short name, the same for all its versions.
    code: String,
    /// Counts its versions.
    version: i64,
    /// What it is called.
    name: String,
    /// The documents it follows.
    basis: String,
    /// Whom it is for: `agencies`, `public_units`, `all`.
    subject: &'static str,
    /// First day it holds.
    valid_from: String,
    /// Last day it holds.
    valid_to: Option<String>,
    /// Its values by name, as forms have them.
    values: Vec<CriterionOut>,
}

/// A value of a set.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CriterionOut {
    /// Name.
    name: &'static str,
    /// Value as text.
    value: String,
}

impl CriteriaOut {
    fn of(set: &CriteriaSet) -> Self {
        let values = set.criteria.values().into_iter().map(|(name, value)| CriterionOut { name, value }).collect();
        Self {
            id: set.id.map(|id| id.0),
            agency: set.agency.map(|id| id.0),
            code: set.code.clone(),
            version: set.version,
            name: set.name.clone(),
            basis: set.basis.clone(),
            subject: set.subject.code(),
            valid_from: set.valid_from.to_string(),
            valid_to: set.valid_to.map(|day| day.to_string()),
            values,
        }
    }
}

/// The sets of criteria: those that come with the program, the agency's own and its superiors', every version.
#[utoipa::path(get, path = "/api/v1/criteria-sets", tag = "grading", responses((status = 200, body = Vec<CriteriaOut>)))]
pub(super) async fn criteria(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
) -> Result<Json<Vec<CriteriaOut>>, Problem> {
    let sets = state.app.criteria_sets(&caller.current).await?;
    Ok(Json(sets.iter().map(CriteriaOut::of).collect()))
}

/// Which year, whose, as of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichGrades {
    /// The agency; one's own unless told.
    #[param(minimum = 1)]
    agency: Option<i64>,
    /// Year.
    #[param(minimum = 1900, maximum = 2999)]
    year: i16,
    /// Day it is looked at, `2019-12-31`; today unless told.
    #[param(value_type = Option<Day>)]
    as_of: Option<Day>,
}

fn known_year(year: i16) -> Result<i16, Problem> {
    if (1900..=2999).contains(&year) {
        return Ok(year);
    }
    Err(Problem::refused("year: năm từ 1900 đến 2999", "year: from 1900 to 2999"))
}

/// A grade an agency as a whole was given.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgencyGradeOut {
    /// Identity; later ones have greater ones.
    id: i64,
    /// `self`, `appraised`, `final`.
    stage: &'static str,
    /// The level; null where the stage's grade was taken back.
    grade: Option<&'static str>,
    /// What evidence suggested then.
    suggested: Option<&'static str>,
    /// Justification.
    reason: Option<String>,
    /// Document it rests on.
    document: Option<i64>,
    /// Account that gave it; null when read from a report.
    by: Option<i64>,
    /// When it was recorded.
    at: String,
    /// Day it was said, where it was read from a report: the report's own.
    said_on: Option<String>,
}

impl AgencyGradeOut {
    fn of(entry: &GradeEntry) -> Self {
        Self {
            id: entry.id.0,
            stage: entry.stage.code(),
            grade: entry.grade.map(Grade::code),
            suggested: entry.suggested.map(Grade::code),
            reason: entry.reason.clone(),
            document: entry.document.map(|id| id.0),
            by: entry.by.map(|id| id.0),
            at: entry.at.to_string(),
            said_on: entry.said_on.map(|day| day.to_string()),
        }
    }
}

/// Every grade an agency as a whole was given for a year, the newest first, replaced ones too, as of any day.
#[utoipa::path(get, path = "/api/v1/agency-grades", tag = "grading", params(WhichGrades), responses((status = 200, body = Vec<AgencyGradeOut>)))]
pub(super) async fn agency_grades(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Asked(which): Asked<WhichGrades>,
) -> Result<Json<Vec<AgencyGradeOut>>, Problem> {
    let year = Some(known_year(which.year)?);
    let as_of = which.as_of.map(|day| day.0);
    let graded = state.app.graded_year(&caller.current, which.agency.map(AgencyId), year, as_of).await?;
    Ok(Json(graded.entries.iter().map(AgencyGradeOut::of).collect()))
}

/// Which year of ranking.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichRanking {
    /// Year.
    #[param(minimum = 1900, maximum = 2999)]
    year: i16,
    /// Day it is looked at, `2019-12-31`; today unless told.
    #[param(value_type = Option<Day>)]
    as_of: Option<Day>,
    /// Whether the larger quota for outstanding results holds.
    #[serde(default)]
    outstanding: bool,
}

/// Agencies of one level, ranked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GroupOut {
    /// Their level.
    level: &'static str,
    /// Name of the criteria.
    criteria: Option<String>,
    /// How many may be excellent.
    allowed: u32,
    /// How many are.
    excellent: u32,
    /// They, in order.
    agencies: Vec<RankedOut>,
}

/// An agency in its place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RankedOut {
    /// The agency.
    agency: i64,
    /// Its symbol.
    symbol: String,
    /// Its name.
    name: String,
    /// Its place; null without a grade.
    place: Option<u32>,
    /// The grade it is ranked by.
    grade: Option<&'static str>,
    /// The stage that gave it: `final`, else `appraised`, else `suggested`.
    stage: Option<&'static str>,
    /// Score, as a decimal in text.
    score: Option<String>,
    /// Whether it is excellent beyond the quota.
    beyond_quota: bool,
}

fn ranked(row: &RankedAgency) -> RankedOut {
    RankedOut {
        agency: row.agency.id.0,
        symbol: row.agency.symbol.clone(),
        name: row.agency.name.clone(),
        place: row.place,
        grade: row.grade.map(Grade::code),
        stage: row.stage.map(Stage::code),
        score: row.graded.unit.score.map(|score| score.round_dp(4).normalize().to_string()),
        beyond_quota: row.beyond_quota,
    }
}

fn group(group: &RankedGroup) -> GroupOut {
    GroupOut {
        level: group.level.code(),
        criteria: group.set.as_ref().map(|set| set.name.clone()),
        allowed: group.quota.allowed,
        excellent: group.quota.excellent,
        agencies: group.rows.iter().map(ranked).collect(),
    }
}

/// The agencies below one's own, ranked by level, for those who appraise or decide.
#[utoipa::path(get, path = "/api/v1/grade-ranking", tag = "grading", params(WhichRanking), responses((status = 200, body = Vec<GroupOut>)))]
pub(super) async fn ranking(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Asked(which): Asked<WhichRanking>,
) -> Result<Json<Vec<GroupOut>>, Problem> {
    let as_of = which.as_of.map(|day| day.0);
    let found = state.app.grade_ranking(&caller.current, known_year(which.year)?, as_of, which.outstanding).await?;
    Ok(Json(found.iter().map(group).collect()))
}
