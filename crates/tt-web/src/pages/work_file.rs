//! The working list as a spreadsheet: what the filter shows, within one's rights; it comes in again by `/nhap-tep`.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tt_app::Language;
use tt_app::intake::tables;
use tt_app::sheet::Cell;
use tt_app::work::ListedTask;
use tt_domain::filter;
use tt_domain::intake::IntakeKind;

use super::organisation::audit_log::table_file;
use super::work_address::Asked;
use crate::access::Visitor;
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::task::time_note;

/// Columns of the table, in its order: those of a file of tasks up to the clause.
const COLUMNS: usize = 14;

/// `GET /cong-viec/tai-ve/{format}`: the list of the page, all its rows, as XLSX or CSV.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(format): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let asked = Asked::read(&Fields::of(query));
    // A filter that is not understood would give out more than was asked for.
    let Ok(filter) = filter::parse(&asked.filter) else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    let list = state.app.task_list(&session.current, asked.year, &filter).await?;
    let lang = session.language();
    let mut rows = vec![tables::head(IntakeKind::Tasks, lang).into_iter().take(COLUMNS).collect()];
    rows.extend(list.tasks.iter().map(|listed| row(listed, list.today, lang)));
    table_file(
        &format!("cong-viec-{}", list.year),
        &format,
        &rows,
        tables::widths(IntakeKind::Tasks).get(..COLUMNS).unwrap_or_default(),
    )
}

fn row(listed: &ListedTask, today: jiff::civil::Date, lang: Language) -> Vec<Cell> {
    let (task, facts) = (&listed.task, &listed.facts);
    let against = time_note(tt_domain::timeliness::timeliness(task, today), lang).map(|note| note.words);
    vec![
        Cell::text(facts.code.clone()),
        Cell::text(task.statement.clone()),
        Cell::text(lang.pick(&tt_app::intake::words::kind(task.kind))),
        Cell::text(facts.agency.last().cloned().unwrap_or_default()),
        Cell::text(facts.division.last().cloned().unwrap_or_default()),
        Cell::text(facts.officer.clone().unwrap_or_default()),
        Cell::day(task.assigned_on),
        Cell::day(task.deadline),
        Cell::day(task.original_deadline),
        Cell::text(show::task_state(task.state, lang).words),
        Cell::text(against.unwrap_or_default()),
        Cell::text(task.product.clone().unwrap_or_default()),
        Cell::text(facts.leader.clone().unwrap_or_default()),
        Cell::text(task.clause.clone().unwrap_or_default()),
    ]
}
