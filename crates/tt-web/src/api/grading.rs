//! Targets with their state, grades, ranking and criteria.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tt_app::grading::year::{Tied, newest};
use tt_app::grading::{GradeOf, GradeToGive, GradedTask, GradedYear, JudgedTarget, TypedDocument};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::goal::matching::ResultFigure;
use tt_domain::grading::{GradeEntry, Reason, Suggestion};
use tt_domain::id::{AgencyId, GradeEntryId, TaskId};
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, TasksRead, TasksWrite};
use super::input::{Asked, Body, Day, GradeCode, Id, Line, Prose, StageCode};
use super::problem::Problem;
use crate::routes::WebState;

/// Which year of grading.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichYear {
    /// The agency; one's own unless told.
    #[param(minimum = 1)]
    agency: Option<i64>,
    /// Year; the newest reported unless told.
    #[param(minimum = 1900, maximum = 2999)]
    year: Option<i16>,
    /// Day it is looked at, `2019-12-31`; today unless told.
    #[param(value_type = Option<Day>)]
    as_of: Option<Day>,
}

/// A year of grading.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GradingOut {
    /// The agency.
    agency: i64,
    /// The year.
    year: i16,
    /// Day it is looked at.
    as_of: String,
    /// Name of the criteria in force.
    criteria: Option<String>,
    /// Whether the year is closed for grading.
    closed: bool,
    /// What evidence suggests for the agency.
    suggestion: SuggestionOut,
    /// Grades of the agency, the newest of each stage.
    grades: Vec<GradeOut>,
    /// Its key tasks.
    tasks: Vec<TaskGradingOut>,
}

/// A task's targets and grades.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskGradingOut {
    /// The task.
    id: i64,
    /// What it is called by.
    code: String,
    /// Its targets.
    targets: Vec<TargetOut>,
    /// What evidence suggests.
    suggestion: SuggestionOut,
    /// Its grades, the newest of each stage.
    grades: Vec<GradeOut>,
}

/// A target with its state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TargetOut {
    /// Identity.
    id: i64,
    /// Its words.
    text: String,
    /// `reached`, `on_course`, `at_risk`, `missed`, `no_evidence`.
    state: &'static str,
    /// Why, in Vietnamese.
    reasons: Vec<String>,
    /// Share of the goal reached, in percent, as a decimal in text.
    share: Option<String>,
    /// `indicator`, `register`, `milestone`, `figure`, `stated`, `narrative`; `offered` for a sentence nobody confirmed.
    basis: Option<&'static str>,
    /// The report's sentence.
    sentence: Option<String>,
    /// Numbers the report states of which one may be the result; a person says which.
    candidates: Vec<CandidateOut>,
}

/// A number of the report that may be a target's result.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CandidateOut {
    /// The figure; null for a number written in letters.
    figure: Option<i64>,
    /// Its value, as a decimal in text.
    value: String,
    /// The whole of a ratio.
    of: Option<String>,
    /// Its unit.
    unit: Option<String>,
    /// The sentence it stands in.
    sentence: String,
}

/// What evidence suggests.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestionOut {
    /// `excellent`, `good`, `completed`, `not_completed`; null when nothing is proved.
    grade: Option<&'static str>,
    /// The grade if all that is not proved is reached.
    at_best: Option<&'static str>,
    /// Score, as a decimal in text.
    score: Option<String>,
    /// Every reason, in Vietnamese.
    reasons: Vec<String>,
}

/// A grade someone gave.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GradeOut {
    /// Identity; a new grade names the one it takes the place of in `seen`.
    id: i64,
    /// `self`, `appraised`, `final`.
    stage: &'static str,
    /// The level.
    grade: &'static str,
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

/// A grade to give.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GradeIn {
    /// Who grades.
    stage: StageCode,
    /// The grade.
    grade: GradeCode,
    /// Justification; needed where it departs from the suggestion, or from the stage before.
    #[serde(default)]
    reason: Option<Prose>,
    /// Number of the document it rests on; needed for `final`.
    #[serde(default)]
    document: Option<Line>,
    /// Identity of the newest grade of that stage as seen; null when there was none.
    #[serde(default)]
    seen: Option<i64>,
}

fn suggestion(suggestion: &Suggestion) -> SuggestionOut {
    let reason = |reason: &Reason| reason.said.vi.clone();
    SuggestionOut {
        grade: suggestion.grade.map(Grade::code),
        at_best: suggestion.at_best.map(Grade::code),
        score: suggestion.score.map(|score| score.round_dp(4).normalize().to_string()),
        reasons: suggestion.reasons.iter().map(reason).collect(),
    }
}

fn grades(entries: &[GradeEntry]) -> Vec<GradeOut> {
    let out = |entry: &GradeEntry| {
        Some(GradeOut {
            id: entry.id.0,
            stage: entry.stage.code(),
            grade: entry.grade?.code(),
            reason: entry.reason.clone(),
            document: entry.document.map(|id| id.0),
            by: entry.by.map(|id| id.0),
            at: entry.at.to_string(),
            said_on: entry.said_on.map(|day| day.to_string()),
        })
    };
    Stage::ALL.iter().filter_map(|stage| newest(entries, *stage)).filter_map(out).collect()
}

fn target(judged: &JudgedTarget) -> TargetOut {
    TargetOut {
        id: judged.target.id.0,
        text: judged.target.text.clone(),
        state: judged.judgement.outlook.code(),
        reasons: judged.judgement.reasons.iter().map(|reason| reason.vi.clone()).collect(),
        share: judged.judgement.share.map(|share| share.round_dp(4).normalize().to_string()),
        basis: match &judged.tied {
            Tied::Nothing => None,
            Tied::Offered => Some("offered"),
            Tied::By(basis) => Some(basis.basis.kind().code()),
        },
        sentence: judged.sentence.as_ref().map(|figure| figure.sentence.clone()),
        candidates: judged.candidates.iter().map(candidate).collect(),
    }
}

fn candidate(figure: &ResultFigure) -> CandidateOut {
    CandidateOut {
        figure: figure.figure.map(|id| id.0),
        value: figure.value.normalize().to_string(),
        of: figure.of.map(|of| of.normalize().to_string()),
        unit: figure.unit.clone(),
        sentence: figure.sentence.clone(),
    }
}

fn task(task: &GradedTask) -> TaskGradingOut {
    TaskGradingOut {
        id: task.task.id.0,
        code: task.code.clone(),
        targets: task.targets.iter().map(target).collect(),
        suggestion: suggestion(&task.suggestion),
        grades: grades(&task.entries),
    }
}

fn year(graded: &GradedYear) -> GradingOut {
    GradingOut {
        agency: graded.agency.id.0,
        year: graded.year,
        as_of: graded.as_of.to_string(),
        criteria: graded.set.as_ref().map(|set| set.name.clone()),
        closed: graded.closed_at.is_some(),
        suggestion: suggestion(&graded.unit),
        grades: grades(&graded.entries),
        tasks: graded.tasks.iter().map(task).collect(),
    }
}

/// An agency's year: every target with its state, every task with its grades, as of any day.
#[utoipa::path(get, path = "/api/v1/grading", tag = "grading", params(WhichYear), responses((status = 200, body = GradingOut)))]
pub(super) async fn show(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Asked(which): Asked<WhichYear>,
) -> Result<Json<GradingOut>, Problem> {
    let as_of = which.as_of.map(|day| day.0);
    if which.year.is_some_and(|year| !(1900..=2999).contains(&year)) {
        return Err(Problem::refused("year: năm từ 1900 đến 2999", "year: from 1900 to 2999"));
    }
    let graded = state.app.graded_year(&caller.current, which.agency.map(AgencyId), which.year, as_of).await?;
    Ok(Json(year(&graded)))
}

/// A task's targets and grades, as of today.
#[utoipa::path(get, path = "/api/v1/tasks/{id}/grading", tag = "grading", params(("id" = i64, Path)), responses((status = 200, body = TaskGradingOut)))]
pub(super) async fn show_task(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    id: Id,
) -> Result<Json<TaskGradingOut>, Problem> {
    let graded = state.app.graded_task(&caller.current, TaskId(id.0)).await?;
    graded.tasks.first().map(|one| Json(task(one))).ok_or_else(Problem::not_found)
}

/// Gives a task a grade at a stage.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/grades", tag = "grading", params(("id" = i64, Path)), request_body = GradeIn, responses((status = 201, body = TaskGradingOut), (status = 412, description = "Someone graded meanwhile.", body = super::problem::ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn give(
    State(state): State<WebState>,
    caller: Caller<TasksWrite>,
    id: Id,
    Body(given): Body<GradeIn>,
) -> Result<(StatusCode, Json<TaskGradingOut>), Problem> {
    let of = TaskId(id.0);
    let giving = GradeToGive {
        of: GradeOf::Task(of),
        stage: given.stage.0,
        grade: given.grade.0,
        reason: given.reason.map(|reason| reason.0).unwrap_or_default(),
        document: TypedDocument { number: given.document.map(|line| line.0).unwrap_or_default(), day: None },
        seen: given.seen.map(GradeEntryId),
    };
    state.app.give_grade(&caller.current, &giving, &caller.origin).await?;
    let graded = state.app.graded_task(&caller.current, of).await?;
    let graded = graded.tasks.first().map(|one| Json(task(one))).ok_or_else(Problem::not_found)?;
    Ok((StatusCode::CREATED, graded))
}
