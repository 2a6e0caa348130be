//! Files: those laid to tasks, and files of rows brought in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use tt_app::intake::{FileToTake, Preview, Taken, Verdict};
use tt_domain::api_token::TokenScope;
use tt_domain::id::{ImportId, TaskFileId};
use tt_domain::intake::{Intake, IntakeKind};
use utoipa::ToSchema;

use super::caller::{Caller, TasksRead, TasksWrite};
use super::input::{Body, Id, IntakeCode, Line};
use super::problem::Problem;
use super::types::file;
use crate::routes::WebState;

/// A file laid to a task.
#[utoipa::path(get, path = "/api/v1/task-files/{id}", tag = "files", params(("id" = i64, Path)), responses((status = 200, description = "The file.", content((Vec<u8> = "application/octet-stream")))))]
pub(super) async fn task_file(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let (found, attachment) = state.app.task_file(&caller.current, TaskFileId(id)).await?;
    Ok(file(&found.name, "application/octet-stream", attachment.bytes))
}

/// Takes a file off a task; its content is kept for the history.
#[utoipa::path(delete, path = "/api/v1/task-files/{id}", tag = "files", params(("id" = i64, Path)), responses((status = 204)))]
pub(super) async fn remove_task_file(
    State(state): State<WebState>,
    caller: Caller<TasksWrite>,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    state.app.remove_task_file(&caller.current, TaskFileId(id), &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A file of rows to bring in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RowsIn {
    /// What its rows are.
    kind: IntakeCode,
    /// Its name.
    name: Line,
    /// The file, XLSX or CSV, in base64.
    #[schema(format = Byte)]
    content: String,
    /// Year of the tasks; this year unless told.
    #[schema(minimum = 1990, maximum = 2999)]
    year: Option<i16>,
    /// Only say what would become of each row.
    #[serde(default)]
    dry_run: bool,
    /// `digest` of a dry run: taken only if nothing changed since.
    seen: Option<Line>,
}

/// A file of rows with the verdict on each.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowsOut {
    /// Identity of the file once it was taken; null after a dry run.
    id: Option<i64>,
    /// How many rows of each verdict.
    counts: CountsOut,
    /// Stands for what was judged; goes into `seen`.
    digest: String,
    /// Headings that mean nothing here.
    unknown_columns: Vec<String>,
    /// The rows that are not the same as on record, at most 1,000 of them.
    rows: Vec<RowOut>,
}

/// How many rows of each verdict.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountsOut {
    /// Rows that make something.
    new: u32,
    /// Rows that change something.
    changed: u32,
    /// Rows that say what is on record.
    same: u32,
    /// Rows that are not taken.
    refused: u32,
}

/// A row with its verdict.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowOut {
    /// Its number in the file.
    row: usize,
    /// `new`, `changed` or `refused`.
    verdict: &'static str,
    /// What it is about.
    about: String,
    /// What it changes.
    changes: Vec<ChangeOut>,
    /// Why it is not taken.
    faults: Vec<FaultOut>,
}

/// What a row changes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangeOut {
    /// Heading of the column.
    column: String,
    /// As on record.
    before: String,
    /// As in the file.
    after: String,
}

/// Why a row is not taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaultOut {
    /// The cell: `C7`.
    cell: String,
    /// What stands there.
    found: String,
    /// What is wrong and the remedy.
    reason: String,
}

/// Most rows told of in an answer.
const TOLD: usize = 1_000;

impl RowsOut {
    fn of(preview: &Preview, id: Option<i64>) -> Self {
        let counts = preview.counts;
        let rows = preview.rows.iter().filter(|row| row.verdict != Verdict::Same).take(TOLD).map(|row| {
            let (mut changes, mut faults) = (Vec::new(), Vec::new());
            let verdict = match &row.verdict {
                Verdict::New => "new",
                Verdict::Same => "same",
                Verdict::Changed(all) => {
                    changes.extend(all.iter().map(|one| ChangeOut {
                        column: one.column.vi.clone(),
                        before: one.before.clone(),
                        after: one.after.clone(),
                    }));
                    "changed"
                }
                Verdict::Refused(all) => {
                    faults.extend(all.iter().map(|one| FaultOut {
                        cell: one.cell.clone(),
                        found: one.found.clone(),
                        reason: one.message.vi.clone(),
                    }));
                    "refused"
                }
            };
            RowOut { row: row.number, verdict, about: row.about.clone(), changes, faults }
        });
        Self {
            id,
            counts: CountsOut { new: counts.new, changed: counts.changed, same: counts.same, refused: counts.refused },
            digest: preview.digest.clone(),
            unknown_columns: preview.unknown.clone(),
            rows: rows.collect(),
        }
    }
}

/// People and units are the organisation's: they need its scope.
fn for_kind(caller: &Caller<TasksWrite>, kind: IntakeKind) -> Result<(), Problem> {
    if kind == IntakeKind::Tasks || caller.scopes.contains(&TokenScope::OrganisationWrite) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "thẻ truy cập không có quyền organisation:write; hãy tạo thẻ có quyền này",
        "the token lacks the scope organisation:write; make one that has it",
    ))
}

/// Brings in a file of tasks, people or units: with `dry_run` its verdicts alone, else its good rows are taken, all in one
/// transaction.
#[utoipa::path(post, path = "/api/v1/row-files", tag = "files", request_body = RowsIn, responses((status = 200, description = "What would become of each row.", body = RowsOut), (status = 201, description = "Taken.", body = RowsOut)))]
pub(super) async fn bring_in(
    State(state): State<WebState>,
    caller: Caller<TasksWrite>,
    Body(sent): Body<RowsIn>,
) -> Result<Response, Problem> {
    if sent.year.is_some_and(|year| !(1990..=2999).contains(&year)) {
        return Err(Problem::unreadable("year: 1990..2999"));
    }
    for_kind(&caller, sent.kind.0)?;
    let bytes = STANDARD.decode(sent.content.as_bytes()).map_err(|_| Problem::unreadable("content: base64"))?;
    let rows = FileToTake { kind: sent.kind.0, name: sent.name.0, bytes, year: sent.year };
    let preview = state.app.look_at_file(&caller.current, &rows).await?;
    if sent.dry_run {
        return Ok(Json(RowsOut::of(&preview, None)).into_response());
    }
    let seen = sent.seen.map_or_else(|| preview.digest.clone(), |seen| seen.0);
    match state.app.take_file(&caller.current, &rows, Some(&seen), &caller.origin).await? {
        Taken::Done(id) => Ok((StatusCode::CREATED, Json(RowsOut::of(&preview, Some(id.0)))).into_response()),
        Taken::Differs(_) => Err(Problem::new(
            StatusCode::CONFLICT,
            "dữ liệu đã thay đổi từ lần xem trước (seen); chưa ghi gì, hãy gọi lại với dry_run",
            "the records changed since the dry run (seen); nothing was recorded, make another dry run",
        )),
    }
}

/// A file of rows that was brought in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowFileOut {
    /// Identity.
    id: i64,
    /// What its rows are.
    kind: IntakeCode,
    /// Its name.
    name: String,
    /// When.
    at: String,
    /// How many rows of each verdict.
    counts: CountsOut,
    /// When it was taken back.
    undone_at: Option<String>,
}

impl RowFileOut {
    fn of(intake: &Intake) -> Self {
        let details = &intake.details;
        let counts = details.counts;
        Self {
            id: intake.id.0,
            kind: IntakeCode(details.kind),
            name: details.name.clone(),
            at: details.at.to_string(),
            counts: CountsOut { new: counts.new, changed: counts.changed, same: counts.same, refused: counts.refused },
            undone_at: intake.undone.map(|(at, _)| at.to_string()),
        }
    }
}

/// The latest files brought in.
#[utoipa::path(get, path = "/api/v1/row-files", tag = "files", responses((status = 200, body = Vec<RowFileOut>)))]
pub(super) async fn brought_in(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
) -> Result<Json<Vec<RowFileOut>>, Problem> {
    let all = state.app.files_taken(&caller.current).await?;
    Ok(Json(all.iter().map(RowFileOut::of).collect()))
}

/// Takes back everything a file made and changed, as long as nobody changed it since.
#[utoipa::path(post, path = "/api/v1/row-files/{id}/undo", tag = "files", params(("id" = i64, Path)), responses((status = 204)))]
pub(super) async fn undo(
    State(state): State<WebState>,
    caller: Caller<TasksWrite>,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let taken = state.app.file_taken(&caller.current, ImportId(id)).await?;
    for_kind(&caller, taken.intake.details.kind)?;
    state.app.undo_file(&caller.current, ImportId(id), &caller.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
