//! Documents made from tasks: the urging letter to each who is late, the plan of a year.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tt_app::AppError;
use tt_app::letters::Urged;
use tt_app::outputs::Format;
use tt_domain::id::TaskId;

use super::briefings::file;
use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;

/// A late task: identity, code, text, deadline, days late.
type Line = (i64, String, String, String, i32);

/// Who has late tasks.
#[derive(Template)]
#[template(path = "letters.html")]
struct LettersPage {
    t: Chrome,
    /// Part of the address, name, late tasks.
    late: Vec<(String, String, Vec<Line>)>,
    problem: Option<String>,
}

/// `GET /don-doc`.
pub(crate) async fn index(State(state): State<WebState>, Visitor(session): Visitor) -> Result<Response, WebError> {
    late_page(&state, &session, None).await
}

async fn late_page(state: &WebState, session: &Session, problem: Option<String>) -> Result<Response, WebError> {
    let t = session.chrome(Section::Briefings);
    let late = state.app.late(&session.current).await?;
    let late = late
        .into_iter()
        .map(|one| {
            let to = match one.urged {
                Urged::Division(id) => format!("phong-{id}"),
                Urged::Agency(id) => format!("co-quan-{id}"),
            };
            let tasks = one.tasks.into_iter().map(|late| {
                let text = show::shortened(&late.task.statement, 160);
                (late.task.id.0, late.code, text, show::date(late.deadline), late.days)
            });
            (to, one.name, tasks.collect())
        })
        .collect();
    page(&LettersPage { t, late, problem })
}

/// `GET /don-doc/{to}/{format}`.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((to, format)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let format = Format::from_extension(&format).ok_or(WebError::NotFound)?;
    let fields = Fields::of(query);
    // A form without a tick says nothing of the tasks, so it says that it asked.
    let chosen: Option<Vec<TaskId>> =
        fields.filled("chon").map(|_| fields.all("viec").filter_map(|id| id.parse().ok()).collect());
    let urged = if let Some(id) = to.strip_prefix("phong-") {
        Urged::Division(id.parse().map_err(|_| WebError::NotFound)?)
    } else {
        let id = to.strip_prefix("co-quan-").ok_or(WebError::NotFound)?;
        Urged::Agency(id.parse().map_err(|_| WebError::NotFound)?)
    };
    match state.app.urging_letter(&session.current, urged, chosen.as_deref(), format).await {
        Ok((name, bytes)) => file(&name, format, bytes),
        Err(AppError::Refused(message)) => {
            let problem = sentence(session.language().pick(&message));
            let shown = late_page(&state, &session, Some(problem)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /ke-hoach/{year}/{format}`: the plan of one's agency's year.
pub(crate) async fn plan(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((year, format)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let format = Format::from_extension(&format).ok_or(WebError::NotFound)?;
    let year = year.parse().map_err(|_| WebError::NotFound)?;
    let (name, bytes) = state.app.implementation_plan(&session.current, year, format).await?;
    file(&name, format, bytes)
}
