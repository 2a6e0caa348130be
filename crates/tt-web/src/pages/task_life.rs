//! What is done with a task from its page: commands, comments, files.

use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tt_app::work::TaskAction;
use tt_app::work::files::FileToAdd;
use tt_app::{AppError, Language};
use tt_domain::id::{TaskFileId, TaskId};
use tt_domain::life::{Command, CommandKind, Decision, Product};

use super::tasks::task_page;
use crate::access::Visitor;
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::say;
use crate::views::life::Attempt;

/// `POST /nhiem-vu/{id}/lenh`: one command, with what it rests on.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    let mut fields = Fields::read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let lang = session.language();
    let kind = CommandKind::from_code(fields.text("lenh")).ok_or(WebError::BadForm)?;
    let files = std::mem::take(&mut fields.files);
    let done = match command(kind, &fields, lang) {
        Ok(command) => {
            let overwrites = kind != CommandKind::Comment && kind != CommandKind::Opine;
            let action = TaskAction {
                command,
                version: fields.text("ban").parse().ok().filter(|_| overwrites),
                document: None,
                files: files.into_iter().map(|(name, bytes)| FileToAdd { name, bytes }).collect(),
            };
            state.app.act(&session.current, id, &action, &session.origin).await
        }
        Err(problem) => Err(AppError::refused(problem.clone(), problem)),
    };
    match done {
        Ok(done) => {
            // Only back into the list it came from.
            if let Some(back) = fields.filled("ve").filter(|back| back.starts_with("/cong-viec")) {
                return Ok(lead_to(back, false));
            }
            let place =
                done.carried_to.map_or_else(|| format!("/nhiem-vu/{id}#lich-su"), |to| format!("/nhiem-vu/{to}"));
            Ok(lead_to(&place, false))
        }
        Err(AppError::NotFound) => Err(WebError::NotFound),
        Err(error) => {
            let problem = sentence(lang.pick(&error.message()));
            let attempt = Attempt { kind, fields, problem };
            let shown = task_page(&state, &session, id, None, Some(&attempt), None).await?;
            let status = match error {
                stale if stale.is_stale() => StatusCode::CONFLICT,
                AppError::Forbidden => StatusCode::FORBIDDEN,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok((status, shown).into_response())
        }
    }
}

/// The command a form stands for.
///
/// # Errors
/// A sentence naming the field that cannot be read.
fn command(kind: CommandKind, fields: &Fields, lang: Language) -> Result<Command, String> {
    let text = || fields.text("noi-dung").to_owned();
    let day = || fields.day_or_sentence("ngay", lang);
    let needed_day = || -> Result<_, String> {
        day()?.ok_or_else(|| say(lang, "Chưa chọn ngày.", "The day is missing.").to_owned())
    };
    Ok(match kind {
        CommandKind::Assign => {
            let on = fields.day("ngay-giao").ok().flatten().unwrap_or_else(tt_app::clock::today);
            Command::Assign { on, deadline: day()? }
        }
        CommandKind::Accept => Command::Accept,
        CommandKind::ReturnTask => Command::ReturnTask { reason: text() },
        CommandKind::Progress => Command::Progress { text: text(), percent: percent(fields, lang)? },
        CommandKind::Direct => Command::Direct { text: text(), until: day()? },
        CommandKind::Opine => Command::Opine { text: text() },
        CommandKind::AskExtension => Command::AskExtension { until: needed_day()?, reason: text() },
        CommandKind::WithdrawExtension => Command::WithdrawExtension,
        CommandKind::DecideExtension => Command::DecideExtension(match fields.text("quyet-dinh") {
            "dong-y" => Decision::Approve,
            "ngay-khac" => Decision::Counter { until: needed_day()?, reason: text() },
            _ => Decision::Refuse { reason: text() },
        }),
        CommandKind::AcceptCounter => Command::AcceptCounter,
        CommandKind::Submit => Command::Submit {
            result: text(),
            product: match fields.filled("khong-san-pham") {
                Some(reason) => Product::Without(reason.to_owned()),
                None => Product::Named(fields.text("san-pham").to_owned()),
            },
        },
        CommandKind::Confirm => Command::Confirm,
        CommandKind::SendBack => Command::SendBack { reason: text() },
        CommandKind::Cancel => Command::Cancel { reason: text() },
        CommandKind::CarryOver => {
            let year = fields
                .text("nam")
                .parse()
                .map_err(|_| say(lang, "Chưa chọn năm.", "The year is missing.").to_owned())?;
            Command::CarryOver { year }
        }
        CommandKind::Urge => Command::Urge,
        CommandKind::Comment => Command::Comment { text: text() },
    })
}

/// How far the work is, where the form says it: `40`, `40%`.
fn percent(fields: &Fields, lang: Language) -> Result<Option<u8>, String> {
    let Some(typed) = fields.filled("ty-le") else { return Ok(None) };
    typed.trim_end_matches('%').trim().parse().map(Some).map_err(|_| match lang {
        Language::Vietnamese => format!("Tỷ lệ “{typed}” không dùng được; hãy nhập số nguyên từ 0 đến 100, ví dụ 45."),
        Language::English => format!("The share “{typed}” cannot be used; enter a whole number from 0 to 100, as 45."),
    })
}

/// `GET /nhiem-vu/tep/{id}`: a file, always as a download, so that nothing in it runs here.
pub(crate) async fn file(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let id: TaskFileId = id.parse().map_err(|_| WebError::NotFound)?;
    let (file, attachment) = state.app.task_file(&session.current, id).await?;
    let mut response = attachment.bytes.into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&attachment.media_type) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CONTENT_DISPOSITION, super::as_file(&file.name)?);
    Ok(response)
}

/// `POST /nhiem-vu/tep/{id}/go`: takes a file off its task.
pub(crate) async fn remove_file(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    axum::Form(form): axum::Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let id: TaskFileId = id.parse().map_err(|_| WebError::NotFound)?;
    let task = state.app.remove_task_file(&session.current, id, &session.origin).await?;
    Ok(lead_to(&format!("/nhiem-vu/{task}#tep"), false))
}
