//! Briefings with agenda and conclusions; and the letters and plans written from tasks.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tt_app::briefings::{BriefingDraft, BriefingShown};
use tt_app::letters::Urged;
use tt_app::outputs::Format;
use tt_domain::briefing::NewConclusion;
use tt_domain::id::{AgencyId, AgendaItemId, BriefingId, DivisionId, PersonId};
use utoipa::ToSchema;

use super::caller::{BriefingsRead, BriefingsWrite, Caller, TasksRead};
use super::input::{Body, BriefingCode, ConclusionCode, Day, Id, Line, Prose};
use super::problem::Problem;
use super::types::{Made, file};
use crate::routes::WebState;

/// A briefing to prepare.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BriefingIn {
    /// Weekly, monthly or quarterly.
    kind: BriefingCode,
    /// Day it is held.
    day: Day,
    /// Who chairs it.
    chair: Option<i64>,
    /// Where.
    place: Option<Line>,
}

/// A briefing with its agenda and conclusions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BriefingDetail {
    /// Identity.
    id: i64,
    /// Weekly, monthly or quarterly.
    kind: BriefingCode,
    /// Day it is held.
    day: Day,
    /// `open` or `closed`.
    state: &'static str,
    /// Who chairs it.
    chair: Option<i64>,
    /// Where.
    place: Option<String>,
    /// The agenda, in its order.
    agenda: Vec<AgendaOut>,
    /// The conclusions.
    conclusions: Vec<ConclusionOut>,
}

/// A matter of an agenda.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgendaOut {
    /// Identity.
    id: i64,
    /// Why it stands there: `overdue`, `due`, `blocked`…
    reason: &'static str,
    /// What it is called.
    title: String,
    /// Its task.
    task: Option<i64>,
}

/// A conclusion.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConclusionOut {
    /// Identity.
    id: i64,
    /// A task, a directive or a note.
    kind: ConclusionCode,
    /// Its text.
    text: String,
    /// The matter it closes.
    item: Option<i64>,
    /// The task it became, or was given on.
    task: Option<i64>,
    /// Who sees to it, in words.
    who: String,
    /// By when.
    deadline: Option<Day>,
}

impl BriefingDetail {
    fn of(shown: BriefingShown) -> Self {
        let briefing = shown.briefing;
        let agenda = shown.items.into_iter().map(|shown| AgendaOut {
            id: shown.item.id.0,
            reason: shown.item.reason.code(),
            title: shown.item.title,
            task: shown.item.task.map(|id| id.0),
        });
        let conclusions = shown.conclusions.into_iter().map(|(one, who)| ConclusionOut {
            id: one.id.0,
            kind: ConclusionCode(one.conclusion.kind),
            text: one.conclusion.text,
            item: one.conclusion.item.map(|id| id.0),
            task: one.conclusion.task.map(|id| id.0),
            who,
            deadline: one.conclusion.deadline.map(Day),
        });
        Self {
            id: briefing.id.0,
            kind: BriefingCode(briefing.kind),
            day: Day(briefing.day),
            state: briefing.state.code(),
            chair: briefing.chair.map(|id| id.0),
            place: briefing.place,
            agenda: agenda.collect(),
            conclusions: conclusions.collect(),
        }
    }
}

/// Prepares a briefing: its agenda is made from how the tasks stand now.
#[utoipa::path(post, path = "/api/v1/briefings", tag = "briefings", request_body = BriefingIn, responses((status = 201, body = Made)))]
pub(super) async fn prepare(
    State(state): State<WebState>,
    caller: Caller<BriefingsWrite>,
    Body(new): Body<BriefingIn>,
) -> Result<Response, Problem> {
    let draft = BriefingDraft {
        kind: new.kind.0,
        day: new.day.0,
        chair: new.chair.map(PersonId),
        place: new.place.map(|text| text.0),
    };
    let id = state.app.prepare_briefing(&caller.current, &draft, &caller.origin).await?;
    Ok(Made::at("briefings", id.0))
}

/// One briefing with its agenda and conclusions.
#[utoipa::path(get, path = "/api/v1/briefings/{id}", tag = "briefings", params(("id" = i64, Path)), responses((status = 200, body = BriefingDetail)))]
pub(super) async fn briefing(
    State(state): State<WebState>,
    caller: Caller<BriefingsRead>,
    Id(id): Id,
) -> Result<Json<BriefingDetail>, Problem> {
    let shown = state.app.briefing(&caller.current, BriefingId(id)).await?;
    Ok(Json(BriefingDetail::of(shown)))
}

/// A matter to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MatterIn {
    /// What it is called.
    title: Line,
}

/// Adds a matter to an agenda.
#[utoipa::path(post, path = "/api/v1/briefings/{id}/agenda", tag = "briefings", params(("id" = i64, Path)), request_body = MatterIn, responses((status = 204)))]
pub(super) async fn add_matter(
    State(state): State<WebState>,
    caller: Caller<BriefingsWrite>,
    Id(id): Id,
    Body(matter): Body<MatterIn>,
) -> Result<StatusCode, Problem> {
    state.app.add_agenda_item(&caller.current, BriefingId(id), &matter.title.0, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An order of an agenda.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderIn {
    /// The matters in their order; those not named are taken off.
    items: Vec<i64>,
}

/// Puts an agenda into an order.
#[utoipa::path(put, path = "/api/v1/briefings/{id}/agenda", tag = "briefings", params(("id" = i64, Path)), request_body = OrderIn, responses((status = 204)))]
pub(super) async fn order(
    State(state): State<WebState>,
    caller: Caller<BriefingsWrite>,
    Id(id): Id,
    Body(order): Body<OrderIn>,
) -> Result<StatusCode, Problem> {
    let items: Vec<AgendaItemId> = order.items.into_iter().map(AgendaItemId).collect();
    state.app.order_agenda(&caller.current, BriefingId(id), &items, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A conclusion to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConclusionIn {
    /// A task, a directive or a note.
    kind: ConclusionCode,
    /// Its text.
    text: Prose,
    /// The matter it closes.
    item: Option<i64>,
    /// Division that sees to it.
    division: Option<i64>,
    /// Person who sees to it.
    person: Option<i64>,
    /// By when.
    deadline: Option<Day>,
}

/// Records a conclusion: a task is made and assigned, a directive given.
#[utoipa::path(post, path = "/api/v1/briefings/{id}/conclusions", tag = "briefings", params(("id" = i64, Path)), request_body = ConclusionIn, responses((status = 204)))]
pub(super) async fn conclude(
    State(state): State<WebState>,
    caller: Caller<BriefingsWrite>,
    Id(id): Id,
    Body(new): Body<ConclusionIn>,
) -> Result<StatusCode, Problem> {
    let new = NewConclusion {
        item: new.item.map(AgendaItemId),
        kind: new.kind.0,
        text: new.text.0,
        division: new.division.map(DivisionId),
        person: new.person.map(PersonId),
        deadline: new.deadline.map(|day| day.0),
        task: None,
    };
    state.app.conclude(&caller.current, BriefingId(id), &new, &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Settles a briefing: nothing is added to it any more.
#[utoipa::path(post, path = "/api/v1/briefings/{id}/close", tag = "briefings", params(("id" = i64, Path)), responses((status = 204)))]
pub(super) async fn close(
    State(state): State<WebState>,
    caller: Caller<BriefingsWrite>,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    state.app.close_briefing(&caller.current, BriefingId(id), &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The notice of conclusions as a file.
#[utoipa::path(get, path = "/api/v1/briefings/{id}/notice/{format}", tag = "briefings",
    params(("id" = i64, Path), ("format" = String, Path, description = "`docx`, `pdf`, `html`, `md` or `txt`.")),
    responses((status = 200, description = "The file.", content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (String = "text/plain"), (String = "text/markdown"), (String = "text/html")))))]
pub(super) async fn notice(
    State(state): State<WebState>,
    caller: Caller<BriefingsRead>,
    Path((id, format)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id = id.parse().map(BriefingId).map_err(|_| Problem::not_found())?;
    let format = Format::from_extension(&format).ok_or_else(Problem::not_found)?;
    let (name, bytes) = state.app.briefing_notice(&caller.current, id, format).await?;
    Ok(file(&name, format.media_type(), bytes))
}

/// Someone with late tasks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LateOut {
    /// What goes into the address of the letter: `division-3`, `agency-7`.
    to: String,
    /// Their name.
    name: String,
    /// Their late tasks.
    tasks: Vec<LateTaskOut>,
}

/// A late task.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LateTaskOut {
    /// The task.
    task: i64,
    /// What it is called by.
    code: String,
    /// Its deadline.
    deadline: Day,
    /// Days past it.
    days: i32,
}

/// Divisions and agencies below with late tasks one may urge.
#[utoipa::path(get, path = "/api/v1/urging-letters", tag = "letters", responses((status = 200, body = Vec<LateOut>)))]
pub(super) async fn late(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
) -> Result<Json<Vec<LateOut>>, Problem> {
    let all = state.app.late(&caller.current).await?;
    let out = all.into_iter().map(|late| LateOut {
        to: match late.urged {
            Urged::Division(id) => format!("division-{id}"),
            Urged::Agency(id) => format!("agency-{id}"),
        },
        name: late.name,
        tasks: late
            .tasks
            .into_iter()
            .map(|one| LateTaskOut { task: one.task.id.0, code: one.code, deadline: Day(one.deadline), days: one.days })
            .collect(),
    });
    Ok(Json(out.collect()))
}

/// The urging letter to one of them as a file.
#[utoipa::path(get, path = "/api/v1/urging-letters/{to}/{format}", tag = "letters",
    params(("to" = String, Path, description = "`division-3` or `agency-7`."), ("format" = String, Path, description = "`docx`, `pdf`, `html`, `md` or `txt`.")),
    responses((status = 200, description = "The file.", content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (String = "text/plain"), (String = "text/markdown"), (String = "text/html")))))]
pub(super) async fn letter(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Path((to, format)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let format = Format::from_extension(&format).ok_or_else(Problem::not_found)?;
    let id = |prefix: &str| to.strip_prefix(prefix).and_then(|id| id.parse().ok());
    let urged = id("division-").map(|id| Urged::Division(DivisionId(id)));
    let urged = urged.or_else(|| id("agency-").map(|id| Urged::Agency(AgencyId(id))));
    let urged = urged.ok_or_else(Problem::not_found)?;
    let (name, bytes) = state.app.urging_letter(&caller.current, urged, None, format).await?;
    Ok(file(&name, format.media_type(), bytes))
}

/// The plan of the agency's year (kế hoạch triển khai) as a file.
#[utoipa::path(get, path = "/api/v1/programmes/{year}/plan/{format}", tag = "letters",
    params(("year" = i16, Path, minimum = 1900, maximum = 2999), ("format" = String, Path, description = "`docx`, `pdf`, `html`, `md` or `txt`.")),
    responses((status = 200, description = "The file.", content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (String = "text/plain"), (String = "text/markdown"), (String = "text/html")))))]
pub(super) async fn plan(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Path((year, format)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let format = Format::from_extension(&format).ok_or_else(Problem::not_found)?;
    let year: Option<i16> = year.parse().ok().filter(|year| (1900..=2999).contains(year));
    let year = year.ok_or_else(Problem::not_found)?;
    let (name, bytes) = state.app.implementation_plan(&caller.current, year, format).await?;
    Ok(file(&name, format.media_type(), bytes))
}

/// A programme of key tasks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgrammeOut {
    /// Its year.
    year: i16,
    /// Identity; null where the year has none yet.
    id: Option<i64>,
    /// `proposed` or `approved`.
    state: Option<&'static str>,
    /// The approving decision.
    decision: Option<i64>,
    /// Years with a programme, the newest first.
    years: Vec<i16>,
    /// How many key tasks it has.
    tasks: usize,
}

/// The programme of a year of the user's agency.
#[utoipa::path(get, path = "/api/v1/programmes/{year}", tag = "tasks", params(("year" = i16, Path, minimum = 1900, maximum = 2999)), responses((status = 200, body = ProgrammeOut)))]
pub(super) async fn programme(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Path(year): Path<String>,
) -> Result<Json<ProgrammeOut>, Problem> {
    let year: Option<i16> = year.parse().ok().filter(|year| (1900..=2999).contains(year));
    let year = year.ok_or_else(Problem::not_found)?;
    let overview = state.app.overview(&caller.current, Some(year)).await?;
    let programme = overview.programme.as_ref();
    Ok(Json(ProgrammeOut {
        year: overview.year,
        id: programme.map(|one| one.id.0),
        state: programme.map(|one| one.state.code()),
        decision: programme.and_then(|one| one.decision).map(|id| id.0),
        tasks: overview.tasks.len(),
        years: overview.years,
    }))
}
