//! What is done with a task: commands, and the history they leave.

use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use tt_app::work::TaskAction;
use tt_app::work::files::{FILE_LIMIT, FileToAdd};
use tt_domain::history::{Extension, TaskEvent};
use tt_domain::id::TaskId;
use tt_domain::life::{Command, Decision, Product};
use utoipa::ToSchema;

use super::caller::{Caller, TasksRead, TasksWrite};
use super::input::{Body, Day, Id, Line, Prose};
use super::problem::Problem;
use super::task_types::TaskOut;
use crate::routes::WebState;

/// A command on a task, named by `command`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum CommandIn {
    /// Assign a draft, or assign anew what was returned.
    Assign {
        /// Day it is assigned.
        on: Day,
        /// Deadline.
        deadline: Option<Day>,
    },
    /// Tiếp nhận.
    Accept {},
    /// Trả lại nhiệm vụ.
    ReturnTask {
        /// Why.
        reason: Prose,
    },
    /// Báo cáo tiến độ.
    Progress {
        /// What was done.
        text: Prose,
        /// Share done.
        #[schema(minimum = 0, maximum = 100)]
        percent: Option<u8>,
    },
    /// Chỉ đạo.
    Direct {
        /// What is to be done.
        text: Prose,
        /// By when.
        until: Option<Day>,
    },
    /// Góp ý phối hợp.
    Opine {
        /// The opinion.
        text: Prose,
    },
    /// Xin gia hạn.
    AskExtension {
        /// Day asked for.
        until: Day,
        /// Why.
        reason: Prose,
    },
    /// Rút đề nghị gia hạn.
    WithdrawExtension {},
    /// Đồng ý gia hạn.
    ApproveExtension {},
    /// Không đồng ý gia hạn.
    RefuseExtension {
        /// Why.
        reason: Prose,
    },
    /// Đề xuất ngày khác.
    CounterExtension {
        /// Day offered.
        until: Day,
        /// Why.
        reason: Prose,
    },
    /// Đồng ý với ngày được đề xuất.
    AcceptCounter {},
    /// Báo cáo kết quả.
    Submit {
        /// What was reached.
        result: Prose,
        /// What is handed in; left out, `without_product` says why.
        product: Option<Line>,
        /// Why nothing is handed in.
        without_product: Option<Line>,
    },
    /// Xác nhận hoàn thành.
    Confirm {},
    /// Trả lại kết quả.
    SendBack {
        /// Why.
        reason: Prose,
    },
    /// Hủy nhiệm vụ.
    Cancel {
        /// Why.
        reason: Prose,
    },
    /// Chuyển sang năm sau.
    CarryOver {
        /// Into which year.
        #[schema(minimum = 1990, maximum = 2200)]
        year: i16,
    },
    /// Đôn đốc.
    Urge {},
    /// Bình luận.
    Comment {
        /// The comment; `@Họ và tên` calls someone by name.
        text: Prose,
    },
}

impl CommandIn {
    fn command(self) -> Result<Command, Problem> {
        Ok(match self {
            Self::Assign { on, deadline } => Command::Assign { on: on.0, deadline: deadline.map(|day| day.0) },
            Self::Accept {} => Command::Accept,
            Self::ReturnTask { reason } => Command::ReturnTask { reason: reason.0 },
            Self::Progress { percent: Some(101..), .. } => return Err(Problem::unreadable("percent: 0..100")),
            Self::Progress { text, percent } => Command::Progress { text: text.0, percent },
            Self::Direct { text, until } => Command::Direct { text: text.0, until: until.map(|day| day.0) },
            Self::Opine { text } => Command::Opine { text: text.0 },
            Self::AskExtension { until, reason } => Command::AskExtension { until: until.0, reason: reason.0 },
            Self::WithdrawExtension {} => Command::WithdrawExtension,
            Self::ApproveExtension {} => Command::DecideExtension(Decision::Approve),
            Self::RefuseExtension { reason } => Command::DecideExtension(Decision::Refuse { reason: reason.0 }),
            Self::CounterExtension { until, reason } => {
                Command::DecideExtension(Decision::Counter { until: until.0, reason: reason.0 })
            }
            Self::AcceptCounter {} => Command::AcceptCounter,
            Self::Submit { result, product, without_product } => Command::Submit {
                result: result.0,
                product: match (product, without_product) {
                    (Some(product), None) => Product::Named(product.0),
                    (None, Some(reason)) => Product::Without(reason.0),
                    _ => {
                        return Err(Problem::refused(
                            "ghi một trong hai: product (sản phẩm nộp) hoặc without_product (lý do không có sản phẩm)",
                            "give one of the two: product, or without_product with the reason",
                        ));
                    }
                },
            },
            Self::Confirm {} => Command::Confirm,
            Self::SendBack { reason } => Command::SendBack { reason: reason.0 },
            Self::Cancel { reason } => Command::Cancel { reason: reason.0 },
            Self::CarryOver { year } if !(1990..=2200).contains(&year) => {
                return Err(Problem::unreadable("year: 1990..2200"));
            }
            Self::CarryOver { year } => Command::CarryOver { year },
            Self::Urge {} => Command::Urge,
            Self::Comment { text } => Command::Comment { text: text.0 },
        })
    }
}

/// A command with what it rests on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ActionIn {
    /// The command.
    action: CommandIn,
    /// Version of the task it was decided on; another's change in between is then answered with 412.
    version: Option<i64>,
    /// Files that come with it.
    #[serde(default)]
    #[schema(max_items = 20)]
    files: Vec<FileIn>,
}

/// A file on its way in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileIn {
    /// Its name.
    name: Line,
    /// Its content in base64, up to 20 MB before encoding.
    #[schema(content_encoding = "base64")]
    content: String,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ActionDone {
    /// The event recorded.
    event: i64,
    /// State of the task now.
    state: &'static str,
    /// Its version now.
    version: i64,
    /// Next year's task, when it was carried over.
    carried_to: Option<i64>,
}

/// Gives a command. What the user can give now is in `possible` of the task.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/actions", tag = "tasks", params(("id" = i64, Path)), request_body = ActionIn,
    responses((status = 200, body = ActionDone), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn act(
    State(state): State<WebState>,
    caller: Caller<TasksWrite>,
    Id(id): Id,
    Body(asked): Body<ActionIn>,
) -> Result<Json<ActionDone>, Problem> {
    if asked.files.len() > 20 {
        return Err(Problem::unreadable("files: 0..20"));
    }
    let files = asked.files.into_iter().map(file).collect::<Result<_, _>>()?;
    let action = TaskAction { command: asked.action.command()?, version: asked.version, document: None, files };
    let done = state.app.act(&caller.current, TaskId(id), &action, &caller.origin).await?;
    Ok(Json(ActionDone {
        event: done.event.0,
        state: done.task.state.code(),
        version: done.task.version,
        carried_to: done.carried_to.map(|id| id.0),
    }))
}

fn file(file: FileIn) -> Result<FileToAdd, Problem> {
    let bytes = STANDARD.decode(&file.content).map_err(|_| Problem::unreadable("files.content: base64"))?;
    if bytes.len() > FILE_LIMIT {
        return Err(Problem::unreadable("files.content: 20 MB"));
    }
    Ok(FileToAdd { name: file.name.0, bytes })
}

/// Something that happened to a task.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventOut {
    /// Identity; later events have greater ones.
    id: i64,
    /// What.
    kind: &'static str,
    /// When it was recorded.
    at: String,
    /// Day it counts for.
    day: Day,
    /// Account that recorded it.
    user: Option<i64>,
    /// Person who did it.
    person: Option<i64>,
    /// State before.
    from: &'static str,
    /// State after.
    to: &'static str,
    /// What was said.
    text: Option<String>,
    /// Day asked for, offered or granted.
    until: Option<Day>,
    /// Share done, in percent.
    percent: Option<u8>,
}

impl EventOut {
    fn of(event: &TaskEvent) -> Self {
        let what = &event.event;
        Self {
            id: event.id.0,
            kind: what.kind.code(),
            at: what.at.to_string(),
            day: Day(what.day),
            user: what.user.map(|id| id.0),
            person: what.person.map(|id| id.0),
            from: what.from.code(),
            to: what.to.code(),
            text: what.text.clone(),
            until: what.until.map(Day),
            percent: what.percent,
        }
    }
}

/// A request for a later deadline.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExtensionOut {
    /// Identity.
    id: i64,
    /// `open`, `approved`, `refused`, `countered`, `withdrawn`.
    state: &'static str,
    /// Day asked for.
    asked_until: Day,
    /// Why.
    reason: String,
    /// When it was asked for.
    asked_on: Day,
    /// Day granted, or offered instead.
    offered_until: Option<Day>,
    /// When it was decided.
    decided_on: Option<Day>,
    /// Why it was refused or another day offered.
    decision_reason: Option<String>,
}

impl ExtensionOut {
    fn of(extension: &Extension) -> Self {
        Self {
            id: extension.id.0,
            state: extension.state.code(),
            asked_until: Day(extension.asked_until),
            reason: extension.reason.clone(),
            asked_on: Day(extension.asked_on),
            offered_until: extension.offered_until.map(Day),
            decided_on: extension.decided_on.map(Day),
            decision_reason: extension.decision_reason.clone(),
        }
    }
}

/// A task's history.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HistoryOut {
    /// What happened, the earliest first, comments too.
    events: Vec<EventOut>,
    /// Requests for later deadlines, the earliest first.
    extensions: Vec<ExtensionOut>,
    /// Files laid to it.
    files: Vec<FileOut>,
}

/// A file laid to a task.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FileOut {
    /// Identity.
    id: i64,
    /// Its name.
    name: String,
    /// The event it came with.
    event: Option<i64>,
}

/// What happened to a task: events with comments, requests for later deadlines, files.
#[utoipa::path(get, path = "/api/v1/tasks/{id}/history", tag = "tasks", params(("id" = i64, Path)), responses((status = 200, body = HistoryOut)))]
pub(super) async fn history(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Id(id): Id,
) -> Result<Json<HistoryOut>, Problem> {
    let life = state.app.task_life(&caller.current, TaskId(id)).await?;
    let file = |file: &tt_domain::history::TaskFile| FileOut {
        id: file.id.0,
        name: file.name.clone(),
        event: file.event.map(|id| id.0),
    };
    Ok(Json(HistoryOut {
        events: life.events.iter().map(EventOut::of).collect(),
        extensions: life.extensions.iter().map(ExtensionOut::of).collect(),
        files: life.files.iter().map(file).collect(),
    }))
}

/// A command that can be given now, of `possible`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Possible {
    /// The task.
    task: TaskOut,
    /// Names of the commands.
    commands: Vec<&'static str>,
}

/// What the user can do with a task now.
#[utoipa::path(get, path = "/api/v1/tasks/{id}/actions", tag = "tasks", params(("id" = i64, Path)), responses((status = 200, body = Possible)))]
pub(super) async fn possible(
    State(state): State<WebState>,
    caller: Caller<TasksRead>,
    Id(id): Id,
) -> Result<Json<Possible>, Problem> {
    let life = state.app.task_life(&caller.current, TaskId(id)).await?;
    let commands = life.possible.iter().map(|kind| kind.code()).collect();
    Ok(Json(Possible { task: TaskOut::new(&life.task, &life.code, life.today), commands }))
}
