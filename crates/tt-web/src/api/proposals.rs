//! Next year's draft programme: what the year that ends proposes, what is taken into the draft and what is left out, and
//! the draft as an official document.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tt_app::outputs::Format;
use tt_app::proposing::{Choice, EndingTarget, ProposalRow, Proposals};
use tt_domain::id::TaskId;
use tt_domain::proposal::shift::{Shift, TargetShift};
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, TasksRead, TasksWrite};
use super::input::{Asked, Body, Day, Prose};
use super::problem::Problem;
use super::types::file;
use crate::routes::WebState;

/// The day last year is looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichDay {
    /// Day last year's results are looked at, `2026-12-15`; today unless told.
    #[param(value_type = Option<Day>)]
    as_of: Option<Day>,
}

/// What the draft programme of a year could hold.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "year": 2027, "as_of": "2026-12-15", "state": "proposed", "open": true, "may_accept": true,
    "kept": 3, "raised": 1, "lowered": 1, "dropped": 0,
    "rows": [{ "last": { "task": 70, "version": 4, "code": "1", "statement": "Đẩy mạnh xuất nhập khẩu năm 2026",
            "state": "completed", "targets": [{ "text": "kim ngạch 4.750 triệu USD", "state": "reached",
                "share": "101.2", "reasons": ["Đạt 4.807 triệu USD"] }] },
        "next": null, "take": true, "reasons": ["Chưa hoàn thành"], "statement": "Đẩy mạnh xuất nhập khẩu năm 2027",
        "targets": ["kim ngạch 5.000 triệu USD"],
        "shifts": [{ "shift": "raised", "said": "4.750 triệu USD → 5.000 triệu USD", "old": 0, "new": 0 }] }] }))]
pub(super) struct ProposalsOut {
    /// The year proposed for.
    year: i16,
    /// The day last year's results are looked at.
    as_of: Day,
    /// State of that year's programme: `proposed`, `approved`; null while there is none.
    state: Option<&'static str>,
    /// Whether the draft may still be changed.
    open: bool,
    /// Whether the user may take proposals over.
    may_accept: bool,
    /// Targets kept.
    kept: usize,
    /// Targets raised.
    raised: usize,
    /// Targets lowered.
    lowered: usize,
    /// Targets dropped, with those of tasks that are not taken.
    dropped: usize,
    /// Last year's tasks in their order, each with what continues it; then drafts that continue none.
    rows: Vec<ProposalOut>,
}

/// A task of last year, of next year's draft, or of both.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalOut {
    /// Last year's task.
    last: Option<EndingOut>,
    /// Next year's draft.
    next: Option<DraftOut>,
    /// Whether it is in the draft, or proposed to be.
    take: bool,
    /// Why it is proposed, in Vietnamese.
    reasons: Vec<String>,
    /// Words proposed.
    statement: String,
    /// Targets proposed, in words.
    targets: Vec<String>,
    /// How last year's targets move.
    shifts: Vec<ShiftOut>,
}

/// A task of the year that ends.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EndingOut {
    /// The task.
    task: i64,
    /// Its version.
    version: i64,
    /// What it is called by.
    code: String,
    /// Its statement.
    statement: String,
    /// Its state.
    state: &'static str,
    /// Its targets with their results.
    targets: Vec<EndingTargetOut>,
}

/// A target of the year that ends.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EndingTargetOut {
    /// Its words.
    text: String,
    /// `reached`, `on_course`, `at_risk`, `missed`, `no_evidence`; null for a task that is not graded.
    state: Option<&'static str>,
    /// Share reached, in percent, as a decimal in text.
    share: Option<String>,
    /// Why, in Vietnamese.
    reasons: Vec<String>,
}

/// A draft of next year.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftOut {
    /// The task.
    task: i64,
    /// Its version.
    version: i64,
    /// What it is called by.
    code: String,
    /// Its state.
    state: &'static str,
}

/// How a target moves from one year to the next.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShiftOut {
    /// `kept`, `raised`, `lowered`, `dropped`, `new`, `changed`.
    shift: &'static str,
    /// What moved, in Vietnamese.
    said: String,
    /// Which of last year's targets, from 0.
    old: Option<usize>,
    /// Which of next year's, from 0.
    new: Option<usize>,
}

impl EndingTargetOut {
    fn of(ending: &EndingTarget) -> Self {
        let judged = ending.judgement.as_ref();
        Self {
            text: ending.target.text.clone(),
            state: judged.map(|one| one.outlook.code()),
            share: judged.and_then(|one| one.share).map(|share| share.round_dp(4).normalize().to_string()),
            reasons: judged.map(|one| one.reasons.iter().map(|said| said.vi.clone()).collect()).unwrap_or_default(),
        }
    }
}

impl ProposalOut {
    fn of(row: &ProposalRow) -> Self {
        let shift = |moved: &TargetShift| ShiftOut {
            shift: moved.shift.code(),
            said: moved.said.vi.clone(),
            old: moved.old,
            new: moved.new,
        };
        Self {
            last: row.last.as_ref().map(|last| EndingOut {
                task: last.task.id.0,
                version: last.task.version,
                code: last.code.clone(),
                statement: last.task.statement.clone(),
                state: last.task.state.code(),
                targets: last.targets.iter().map(EndingTargetOut::of).collect(),
            }),
            next: row.next.as_ref().map(|next| DraftOut {
                task: next.task.id.0,
                version: next.task.version,
                code: next.code.clone(),
                state: next.task.state.code(),
            }),
            take: row.take,
            reasons: row.reasons.iter().map(|reason| reason.said.vi.clone()).collect(),
            statement: row.statement.clone(),
            targets: row.targets.clone(),
            shifts: row.shifts.iter().map(shift).collect(),
        }
    }
}

impl ProposalsOut {
    fn of(found: &Proposals) -> Self {
        Self {
            year: found.year,
            as_of: Day(found.as_of),
            state: found.programme.as_ref().map(|programme| programme.state.code()),
            open: found.is_open(),
            may_accept: found.may_accept,
            kept: found.count(Shift::Kept),
            raised: found.count(Shift::Raised),
            lowered: found.count(Shift::Lowered),
            dropped: found.count(Shift::Dropped),
            rows: found.rows.iter().map(ProposalOut::of).collect(),
        }
    }
}

fn year_of(text: &str) -> Result<i16, Problem> {
    let year = text.parse().ok().filter(|year| (1946..=2999).contains(year));
    year.ok_or_else(Problem::not_found)
}

/// What the draft programme of a year could hold: last year's tasks with their results, why each goes on, and how its
/// targets move; drafts there are beside.
#[utoipa::path(get, path = "/api/v1/programmes/{year}/proposals", tag = "proposals", params(("year" = i16, Path, minimum = 1946, maximum = 2999), WhichDay), responses((status = 200, body = ProposalsOut)))]
pub(super) async fn show(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Path(year): Path<String>,
    Asked(which): Asked<WhichDay>,
) -> Result<Json<ProposalsOut>, Problem> {
    let as_of = which.as_of.map(|day| day.0);
    let found = Box::pin(state.app.proposals(&caller.current, year_of(&year)?, as_of)).await?;
    Ok(Json(ProposalsOut::of(&found)))
}

/// Decisions about proposals.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "choices": [
    { "last": { "task": 70, "version": 4 }, "take": true, "statement": "Đẩy mạnh xuất nhập khẩu năm 2027",
      "targets": ["kim ngạch 5.000 triệu USD"] },
    { "last": { "task": 71, "version": 2 }, "take": false }] }))]
pub(super) struct ChoicesIn {
    /// What was decided; all of it is done, or nothing.
    #[schema(min_items = 1, max_items = 500)]
    choices: Vec<ChoiceIn>,
}

/// What was decided about one proposal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceIn {
    /// Last year's task as seen; left out for one that continues nothing.
    last: Option<SeenTask>,
    /// Next year's draft as seen, where there is one.
    next: Option<SeenTask>,
    /// Whether it goes into the draft; otherwise it is turned down, and a draft that is there is withdrawn.
    take: bool,
    /// Words of next year's task; needed where it is taken.
    statement: Option<Prose>,
    /// Its targets, in words.
    #[serde(default)]
    #[schema(max_items = 100)]
    targets: Vec<Prose>,
}

/// A task with the version that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeenTask {
    /// The task.
    task: i64,
    /// Its version.
    version: i64,
}

impl ChoiceIn {
    fn choice(self) -> Choice {
        let seen = |one: SeenTask| (TaskId(one.task), one.version);
        Choice {
            last: self.last.map(seen),
            next: self.next.map(seen),
            take: self.take,
            statement: self.statement.map(|prose| prose.0).unwrap_or_default(),
            targets: self.targets.into_iter().map(|prose| prose.0).collect(),
        }
    }
}

/// What became of the choices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "made": 5, "changed": 0, "left_out": 1 }))]
pub(super) struct TakenOut {
    /// Drafts made.
    made: usize,
    /// Drafts whose words or targets changed.
    changed: usize,
    /// Drafts withdrawn.
    left_out: usize,
}

/// Takes proposals into the draft programme of a year, or turns them down; all of them or none. The same choices sent again
/// change nothing. A task changed since it was seen is answered with 412; read the proposals again.
#[utoipa::path(post, path = "/api/v1/programmes/{year}/proposals", tag = "proposals", params(("year" = i16, Path, minimum = 1946, maximum = 2999)), request_body = ChoicesIn,
    responses((status = 200, body = TakenOut), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn accept(
    State(state): State<WebState>,
    caller: Caller<TasksWrite>,
    Path(year): Path<String>,
    Body(asked): Body<ChoicesIn>,
) -> Result<Json<TakenOut>, Problem> {
    let year = year_of(&year)?;
    if asked.choices.is_empty() || asked.choices.len() > 500 {
        return Err(Problem::unreadable("choices: 1..500"));
    }
    let choices: Vec<Choice> = asked.choices.into_iter().map(ChoiceIn::choice).collect();
    let taken = Box::pin(state.app.accept_proposals(&caller.current, year, &choices, &caller.origin)).await?;
    Ok(Json(TakenOut { made: taken.made, changed: taken.changed, left_out: taken.left_out }))
}

/// The draft programme of a year as an official document to put before the superior.
#[utoipa::path(get, path = "/api/v1/programmes/{year}/proposals/{format}", tag = "proposals",
    params(("year" = i16, Path, minimum = 1946, maximum = 2999), ("format" = String, Path, description = "`docx`, `pdf`, `html`, `md` or `txt`.")),
    responses((status = 200, description = "The file.", content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (String = "text/plain"), (String = "text/markdown"), (String = "text/html")))))]
pub(super) async fn document(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Path((year, format)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let format = Format::from_extension(&format).ok_or_else(Problem::not_found)?;
    let year = year_of(&year)?;
    let (name, bytes) = Box::pin(state.app.proposal_document(&caller.current, year, format)).await?;
    Ok(file(&name, format.media_type(), bytes))
}
