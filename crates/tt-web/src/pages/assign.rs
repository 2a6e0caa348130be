//! Assigning: a new task, a part of one, and changes to what was assigned.
//!
//! One form serves all three: [`shown`] lays it out, [`typed`] reads what comes back.

mod shown;
mod typed;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::work::{TaskChanges, TaskLife};
use tt_domain::id::TaskId;
use tt_domain::task::{TaskKind, TaskState};

use self::shown::{AssignPage, offered};
use self::typed::{as_fields, changes, draft, seen_anew};
use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::Section;
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;

/// Where the form was opened from.
#[derive(Deserialize)]
pub(crate) struct From {
    cha: Option<String>,
    nam: Option<String>,
}

/// `GET /giao-viec`.
pub(crate) async fn form(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(from): Query<From>,
) -> Result<Response, WebError> {
    let today = state.app.clock().today();
    let fields = Fields::of(vec![
        ("cha".to_owned(), from.cha.unwrap_or_default()),
        ("nam".to_owned(), from.nam.unwrap_or_else(|| today.year().to_string())),
        ("ngay-giao".to_owned(), today.to_string()),
        ("loai".to_owned(), TaskKind::Dated.code().to_owned()),
    ]);
    new_page(&state, &session, &fields, None).await
}

/// `POST /giao-viec`.
pub(crate) async fn create(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let made = match draft(&fields, session.language()) {
        Ok((draft, source)) => {
            state.app.create_tasks(&session.current, &[draft], source.as_ref(), &session.origin).await
        }
        Err(problem) => Err(AppError::refused(problem.clone(), problem)),
    };
    match made {
        Ok(made) => match made.first() {
            Some(first) => Ok(lead_to(&format!("/nhiem-vu/{first}"), false)),
            None => Ok(lead_to("/nhiem-vu", false)),
        },
        Err(error) => {
            let problem = sentence(session.language().pick(&error.message()));
            let shown = new_page(&state, &session, &fields, Some(problem)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
    }
}

async fn new_page(
    state: &WebState,
    session: &Session,
    fields: &Fields,
    problem: Option<String>,
) -> Result<Response, WebError> {
    let choices = state.app.choices(&session.current).await?;
    let parent = match fields.id("cha") {
        Some(id) => Some(state.app.task_life(&session.current, TaskId(id)).await?),
        None => None,
    };
    let t = session.chrome(Section::Tasks);
    let title = if parent.is_some() {
        t.say("Giao việc thành phần", "Assign a part")
    } else {
        t.say("Giao nhiệm vụ", "Assign a task")
    };
    let back = parent.as_ref().map_or_else(|| "/nhiem-vu".to_owned(), |parent| format!("/nhiem-vu/{}", parent.task.id));
    page(&AssignPage {
        action: "/giao-viec".to_owned(),
        title: title.to_owned(),
        back,
        parent: parent.as_ref().map(|parent| {
            (parent.task.id.to_string(), parent.code.clone(), show::shortened(&parent.task.statement, 160))
        }),
        editing: false,
        sets_deadline: true,
        version: String::new(),
        problem,
        theirs: Vec::new(),
        ..offered(t, &choices, fields)
    })
}

/// `GET /nhiem-vu/{id}/sua`.
pub(crate) async fn edit_form(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    let life = state.app.task_life(&session.current, id).await?;
    let fields = as_fields(&life);
    edit_page(&state, &session, &life, &fields, None, Vec::new()).await
}

/// `POST /nhiem-vu/{id}/sua`.
pub(crate) async fn edit(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let lang = session.language();
    let life = state.app.task_life(&session.current, id).await?;
    let version = fields.text("ban").parse().unwrap_or_default();
    let done = match changes(&fields, &life, lang) {
        Ok(changes) => edit_with_waits(&state, &session, &life, (&fields, version), changes).await,
        Err(problem) => Err(AppError::refused(problem.clone(), problem)),
    };
    let Err(error) = done else { return Ok(lead_to(&format!("/nhiem-vu/{id}"), false)) };
    // The new version is shown beside what was typed; sent again, it is written over that one knowingly.
    let theirs = if error.is_stale() { seen_anew(&life, &fields, lang) } else { Vec::new() };
    let problem = sentence(lang.pick(&error.message()));
    let status = if error.is_stale() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = edit_page(&state, &session, &life, &fields, Some(problem), theirs).await?;
    Ok((status, shown).into_response())
}

/// Changes the task, and what it waits for where other codes were typed.
async fn edit_with_waits(
    state: &WebState,
    session: &Session,
    life: &TaskLife,
    (fields, version): (&Fields, i64),
    mut changes: TaskChanges,
) -> Result<(), AppError> {
    let typed = fields.text("cho");
    if life.may_edit && typed != as_fields(life).text("cho") {
        changes.depends_on = Some(state.app.tasks_called(&session.current, life.task.id, typed).await?);
    }
    state.app.edit_task(&session.current, life.task.id, version, &changes, &session.origin).await?;
    Ok(())
}

async fn edit_page(
    state: &WebState,
    session: &Session,
    life: &TaskLife,
    fields: &Fields,
    problem: Option<String>,
    theirs: Vec<(&'static str, String)>,
) -> Result<Response, WebError> {
    if !life.may_edit && !life.may_split {
        return Err(WebError::Forbidden);
    }
    let choices = state.app.choices(&session.current).await?;
    let t = session.chrome(Section::Tasks);
    page(&AssignPage {
        action: format!("/nhiem-vu/{}/sua", life.task.id),
        title: format!("{} {}", t.say("Sửa nhiệm vụ", "Change task"), life.code),
        back: format!("/nhiem-vu/{}", life.task.id),
        parent: None,
        editing: true,
        sets_deadline: life.task.state == TaskState::Draft,
        version: life.task.version.to_string(),
        problem,
        theirs,
        ..offered(t, &choices, fields)
    })
}
