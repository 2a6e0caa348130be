//! Tasks: the list, the statistics, one task, making and changing them.

use axum::Json;
use axum::extract::State;
use axum::http::header::{ETAG, HeaderValue, IF_MATCH, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use tt_domain::filter::{self, Filter};
use tt_domain::id::TaskId;
use tt_domain::statistics::{Ageing, Columns, Share};
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, TasksRead, TasksWrite};
use super::input::{Asked, Body, Id, WhichVersion, Words};
use super::problem::Problem;
use super::task_types::{ChangesIn, TaskDetail, TaskOut, TaskPage, TasksIn, TasksMade};
use super::types::{after, limit};
use crate::routes::WebState;

/// Which tasks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichTasks {
    /// The filter, as typed on the page Công việc: `trạng-thái:quá-hạn phòng:QLTM`.
    #[param(value_type = Option<String>, max_length = 400, pattern = "^[^\\u0000]*$")]
    q: Option<Words>,
    /// Year; the newest that has begun unless told.
    #[param(minimum = 1900, maximum = 2999)]
    year: Option<i16>,
    /// Identity of the last task of the page before.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// How many tasks, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A year's statistics.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatisticsOut {
    /// The year.
    year: i16,
    /// Years with tasks, the newest first.
    years: Vec<i16>,
    /// By the deadlines as last decided.
    adjusted: ColumnsOut,
    /// By the first deadlines.
    original: ColumnsOut,
    /// The overdue ones by how long: 1–7, 8–30, 31–90 and more than 90 days.
    ageing: [u32; 4],
}

/// The four official columns with what is apart from them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ColumnsOut {
    /// Completed on time.
    done_on_time: u32,
    /// Completed late.
    done_late: u32,
    /// Open and in time.
    open_in_time: u32,
    /// Open and overdue.
    open_overdue: u32,
    /// The sum of the four.
    total: u32,
    /// Completed without a deadline, or without a known day.
    done_unjudged: u32,
    /// Open without a deadline.
    open_undated: u32,
    /// Returned as not ours.
    returned: u32,
    /// Drafts, cancelled, carried over.
    not_counted: u32,
    /// Open overdue of completed and open overdue.
    overdue_of_due: Option<ShareOut>,
    /// Open overdue of all.
    overdue_of_total: Option<ShareOut>,
    /// Completed on time of completed.
    on_time_of_completed: Option<ShareOut>,
    /// Completed of all.
    completed_of_total: Option<ShareOut>,
}

/// A share with its denominator.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShareOut {
    /// What is counted.
    part: u32,
    /// Out of how many.
    base: u32,
    /// In percent, two decimals, as a decimal in a text.
    percent: String,
}

impl ShareOut {
    fn of(share: Share) -> Self {
        Self { part: share.part, base: share.base, percent: share.percent(2).to_string() }
    }
}

impl ColumnsOut {
    fn of(columns: &Columns) -> Self {
        Self {
            done_on_time: columns.done_on_time,
            done_late: columns.done_late,
            open_in_time: columns.open_in_time,
            open_overdue: columns.open_overdue,
            total: columns.total(),
            done_unjudged: columns.done_unjudged,
            open_undated: columns.open_undated,
            returned: columns.returned,
            not_counted: columns.not_counted,
            overdue_of_due: columns.overdue_of_due().map(ShareOut::of),
            overdue_of_total: columns.overdue_of_total().map(ShareOut::of),
            on_time_of_completed: columns.on_time_of_completed().map(ShareOut::of),
            completed_of_total: columns.completed_of_total().map(ShareOut::of),
        }
    }
}

fn asked_filter(q: Option<&Words>) -> Result<Filter, Problem> {
    let text = q.map(|words| words.0.as_str()).unwrap_or_default();
    filter::parse(text).map_err(|_| {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "không hiểu bộ lọc; hãy gõ như trên trang Công việc, ví dụ trạng-thái:quá-hạn",
            "the filter is not understood; write it as on the page Công việc, such as trạng-thái:quá-hạn",
        )
    })
}

fn asked_year(year: Option<i16>) -> Result<Option<i16>, Problem> {
    match year {
        Some(year) if !(1900..=2999).contains(&year) => Err(Problem::unreadable("year: 1900..2999")),
        year => Ok(year),
    }
}

/// Tasks of a year that may be seen and pass the filter, by identity.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "tasks", params(WhichTasks), responses((status = 200, body = TaskPage)))]
pub(super) async fn list(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Asked(which): Asked<WhichTasks>,
) -> Result<Json<TaskPage>, Problem> {
    let filter = asked_filter(which.q.as_ref())?;
    let (limit, after) = (limit(which.limit)?, after(which.after)?.unwrap_or_default());
    let list = state.app.task_list(&caller.current, asked_year(which.year)?, &filter).await?;
    let mut tasks: Vec<_> = list.tasks.iter().filter(|listed| listed.task.id.0 > after).collect();
    tasks.sort_by_key(|listed| listed.task.id);
    let more = tasks.len() > limit as usize;
    tasks.truncate(limit as usize);
    let next = if more { tasks.last().map(|listed| listed.task.id.0) } else { None };
    let tasks = tasks.into_iter().map(|listed| TaskOut::new(&listed.task, &listed.facts.code, list.today)).collect();
    Ok(Json(TaskPage { tasks, next, total: list.tasks.len() }))
}

/// The four official columns of a year's tasks, with their denominators.
#[utoipa::path(get, path = "/api/v1/statistics", tag = "tasks", params(WhichTasks), responses((status = 200, body = StatisticsOut)))]
pub(super) async fn statistics(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Asked(which): Asked<WhichTasks>,
) -> Result<Json<StatisticsOut>, Problem> {
    let filter = asked_filter(which.q.as_ref())?;
    limit(which.limit)?;
    after(which.after)?;
    let list = state.app.task_list(&caller.current, asked_year(which.year)?, &filter).await?;
    let Ageing { week, month, quarter, longer } = list.ageing;
    Ok(Json(StatisticsOut {
        year: list.year,
        years: list.years,
        adjusted: ColumnsOut::of(&list.columns),
        original: ColumnsOut::of(&list.original_columns),
        ageing: [week, month, quarter, longer],
    }))
}

/// Makes tasks, all of them or none.
#[utoipa::path(post, path = "/api/v1/tasks", tag = "tasks", request_body = TasksIn, responses((status = 201, body = TasksMade)))]
pub(super) async fn create(
    State(state): State<WebState>,
    caller: Caller<TasksWrite>,
    Body(made): Body<TasksIn>,
) -> Result<Response, Problem> {
    if made.tasks.is_empty() || made.tasks.len() > 200 {
        return Err(Problem::unreadable("tasks: 1..200"));
    }
    let drafts: Option<Vec<_>> = made.tasks.into_iter().map(super::task_types::TaskIn::draft).collect();
    let drafts = drafts.ok_or_else(|| Problem::unreadable("tasks"))?;
    let source = made.source.map(super::task_types::SourceIn::source);
    let ids = state.app.create_tasks(&caller.current, &drafts, source.as_ref(), &caller.origin).await?;
    let ids: Vec<i64> = ids.into_iter().map(|id| id.0).collect();
    let mut response = (StatusCode::CREATED, Json(TasksMade { ids: ids.clone() })).into_response();
    if let Some(place) = ids.first().and_then(|id| HeaderValue::from_str(&format!("/api/v1/tasks/{id}")).ok()) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

/// One task with its parts, who works along, and the commands the user can give now. `ETag` is its version.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", tag = "tasks", params(("id" = i64, Path)), responses((status = 200, body = TaskDetail)))]
pub(super) async fn show(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let life = state.app.task_life(&caller.current, TaskId(id)).await?;
    let mut response = Json(TaskDetail::new(&life)).into_response();
    tag(&mut response, life.task.version);
    Ok(response)
}

/// Changes a task's particulars; `If-Match` names the version it was read in. Another's change in between is answered
/// with 412 and both versions.
#[utoipa::path(
    patch, path = "/api/v1/tasks/{id}", tag = "tasks",
    params(("id" = i64, Path), WhichVersion),
    request_body = ChangesIn,
    responses((status = 200, body = TaskDetail), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json"), (status = 428, description = "If-Match is missing."))
)]
pub(super) async fn edit(
    State(state): State<WebState>,
    caller: Caller<TasksWrite>,
    Id(id): Id,
    headers: HeaderMap,
    Body(changes): Body<ChangesIn>,
) -> Result<Response, Problem> {
    let version = read_version(&headers)?;
    let yours = serde_json::to_value(&changes).unwrap_or_default();
    let id = TaskId(id);
    let done = state.app.edit_task(&caller.current, id, version, &changes.changes(), &caller.origin).await;
    let life = match done {
        Err(error) if error.is_stale() => {
            let life = state.app.task_life(&caller.current, id).await?;
            let current = serde_json::to_value(TaskDetail::new(&life)).unwrap_or_default();
            return Err(Problem::stale(current, yours));
        }
        other => {
            other?;
            state.app.task_life(&caller.current, id).await?
        }
    };
    let mut response = Json(TaskDetail::new(&life)).into_response();
    tag(&mut response, life.task.version);
    Ok(response)
}

/// The version a change is made on; without `If-Match` it is not made.
pub(super) fn read_version(headers: &HeaderMap) -> Result<i64, Problem> {
    version(headers)?.ok_or_else(|| {
        Problem::new(
            StatusCode::PRECONDITION_REQUIRED,
            "cần tiêu đề If-Match mang ETag của bản ghi đã đọc, để không ghi đè người khác",
            "the header If-Match with the ETag of the record as read is needed, so that nobody is overwritten",
        )
    })
}

/// The version `If-Match` names.
pub(super) fn version(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
    // Digits alone: a number in Rust may have a sign.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).map(Some).ok_or_else(|| Problem::unreadable("If-Match"))
}

pub(super) fn tag(response: &mut Response, version: i64) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(ETAG, value);
    }
}
