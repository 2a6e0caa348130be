//! One row of the working list, changed in place: a field becomes a form and a cell again.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use tt_app::work::{ListedTask, TaskChanges};
use tt_app::{AppError, Language};
use tt_domain::id::{DivisionId, PersonId, TaskId};
use tt_domain::task::Task;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::work::{self, CellForm, CellView, ColumnKind, Content, Input, Looking, RowView};

/// The row alone.
#[derive(Template)]
#[template(path = "work_one_row.html")]
struct RowPage {
    t: Chrome,
    row: RowView,
    chosen: String,
}

/// `GET /cong-viec/dong/{id}`: the row, with one of its cells as a form where that is asked for.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    if !session.htmx {
        return Ok(Redirect::to(&format!("/nhiem-vu/{id}/sua")).into_response());
    }
    let fields = Fields::of(query);
    let form = fields.filled("o").map_or(After::Nothing, |_| After::Form(Typed::default()));
    row_page(&state, &session, id, &fields, form).await
}

/// What was typed into a form, and why it was not taken.
#[derive(Default)]
struct Typed {
    value: Option<String>,
    problem: Option<String>,
    stale: bool,
}

/// What a row shows beside the task as it is.
enum After {
    Nothing,
    /// One of its cells as a form.
    Form(Typed),
    /// The way back to what the cell held before.
    Undo(String),
}

/// `POST /cong-viec/dong/{id}`: changes the field.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    axum::Form(form): axum::Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let lang = session.language();
    let version = fields.text("ban").parse().map_err(|_| WebError::BadForm)?;
    let typed =
        |problem: Option<String>, stale| Typed { value: Some(fields.text("gia-tri").to_owned()), problem, stale };
    let before = state.app.listed_task(&session.current, id).await?;
    let before = column(&fields).map(|column| held(column, &before.task)).unwrap_or_default();
    // What was taken back is not offered to be taken back again.
    let undo = before != fields.text("gia-tri") && fields.filled("lui").is_none();
    let answer = match changes(&fields, lang)? {
        Err(problem) => After::Form(typed(Some(problem), false)),
        Ok(changes) => match state.app.edit_task(&session.current, id, version, &changes, &session.origin).await {
            Ok(_) if undo => After::Undo(before),
            Ok(_) => After::Nothing,
            Err(AppError::NotFound) => return Err(WebError::NotFound),
            Err(stale) if stale.is_stale() => After::Form(typed(None, true)),
            Err(error @ (AppError::Refused(_) | AppError::RefusedAt { .. } | AppError::Forbidden)) => {
                After::Form(typed(Some(sentence(lang.pick(&error.message()))), false))
            }
            Err(error) => return Err(error.into()),
        },
    };
    row_page(&state, &session, id, &fields, answer).await
}

/// What a form changes.
///
/// # Errors
/// The inner one a sentence, for a day that is none; the outer for a field that is not changed here.
fn changes(fields: &Fields, lang: Language) -> Result<Result<TaskChanges, String>, WebError> {
    let person = || fields.id("gia-tri").map(PersonId);
    let mut changes = TaskChanges::default();
    match column(fields).ok_or(WebError::BadForm)? {
        ColumnKind::Officer => changes.officer = Some(person()),
        ColumnKind::Leader => changes.leader = Some(person()),
        ColumnKind::Tracker => changes.tracker = Some(person()),
        ColumnKind::Lead => changes.lead = Some(fields.id("gia-tri").map(DivisionId)),
        ColumnKind::Product => changes.product = Some(fields.filled("gia-tri").map(str::to_owned)),
        ColumnKind::Due => match fields.day_or_sentence("gia-tri", lang) {
            Ok(day) => changes.deadline = Some(day),
            Err(sentence) => return Ok(Err(sentence)),
        },
        _ => return Err(WebError::BadForm),
    }
    Ok(Ok(changes))
}

fn column(fields: &Fields) -> Option<ColumnKind> {
    ColumnKind::ALL.into_iter().find(|one| one.code() == fields.text("o"))
}

async fn row_page(
    state: &WebState,
    session: &Session,
    id: TaskId,
    fields: &Fields,
    after: After,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Work);
    let listed = state.app.listed_task(&session.current, id).await?;
    let chosen = fields.text("cot").to_owned();
    let names: Vec<String> = chosen.split(',').map(str::to_owned).collect();
    let columns = ColumnKind::chosen(&names);
    let today = state.app.clock().today();
    let looking = Looking { current: &session.current, today, columns: &columns, grouped: false, lang: t.lang };
    let mut row = work::row(&listed, &looking);
    if let Some(column) = column(fields)
        && let Some(cell) = row.cells.iter_mut().find(|cell| cell.code == column.code() && cell.edit.is_some())
    {
        let typed = match after {
            After::Form(typed) => typed,
            After::Undo(before) => {
                cell.undo = Some(before);
                return page(&RowPage { t, row, chosen });
            }
            After::Nothing => return page(&RowPage { t, row, chosen }),
        };
        let now = shown(cell);
        let input = input(state, session, column, &listed, typed.value.as_deref()).await?;
        let mine = typed.stale.then(|| in_words(&input, t.lang));
        cell.content = Content::Form(CellForm { input, problem: typed.problem, theirs: mine.map(|mine| (now, mine)) });
        cell.edit = None;
    }
    page(&RowPage { t, row, chosen })
}

/// What a cell says.
fn shown(cell: &CellView) -> String {
    match &cell.content {
        Content::Text(text) | Content::Room(text) | Content::Due(text, _) => text.clone(),
        _ => "–".to_owned(),
    }
}

/// What was typed, in words.
fn in_words(input: &Input, lang: Language) -> String {
    match input {
        Input::Choice(options) => options
            .iter()
            .find(|(_, _, chosen)| *chosen)
            .map_or_else(|| say(lang, "(chưa có)", "(none)").to_owned(), |(_, words, _)| words.clone()),
        Input::Day(day) => day.parse::<Date>().map_or_else(|_| day.clone(), show::date),
        Input::Text(text) => text.clone(),
    }
}

/// What a column's field holds, as its form sends it.
fn held(column: ColumnKind, task: &Task) -> String {
    let id = |id: Option<i64>| id.map(|id| id.to_string());
    let value = match column {
        ColumnKind::Product => task.product.clone(),
        ColumnKind::Due => task.deadline.map(|day| day.to_string()),
        ColumnKind::Lead => id(task.lead.map(|id| id.0)),
        ColumnKind::Leader => id(task.leader.map(|id| id.0)),
        ColumnKind::Tracker => id(task.tracker.map(|id| id.0)),
        _ => id(task.officer.map(|id| id.0)),
    };
    value.unwrap_or_default()
}

/// The input of a column, with what was typed or what the task says.
async fn input(
    state: &WebState,
    session: &Session,
    column: ColumnKind,
    listed: &ListedTask,
    typed: Option<&str>,
) -> Result<Input, WebError> {
    let task = &listed.task;
    let chosen = typed.map_or_else(|| held(column, task), str::to_owned);
    Ok(match column {
        ColumnKind::Product => Input::Text(chosen),
        ColumnKind::Due => Input::Day(chosen),
        ColumnKind::Lead => {
            let choices = state.app.choices(&session.current).await?;
            let option = |one: &tt_domain::organisation::Division| {
                (one.id.to_string(), one.symbol.clone(), one.id.to_string() == chosen)
            };
            Input::Choice(choices.divisions.iter().map(option).collect())
        }
        _ => {
            let choices = state.app.choices(&session.current).await?;
            // Those of the lead division first: nearly always it is one of them.
            let mut people: Vec<_> = choices.people.iter().collect();
            people.sort_by_key(|(_, division)| division.is_none() || *division != task.lead);
            Input::Choice(
                people
                    .into_iter()
                    .map(|(person, _)| {
                        let code = person.id.to_string();
                        let is_chosen = code == chosen;
                        (code, person.details.full_name.clone(), is_chosen)
                    })
                    .collect(),
            )
        }
    })
}
