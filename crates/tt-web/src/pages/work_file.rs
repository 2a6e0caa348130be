//! The working list as a spreadsheet: what the filter shows, within one's rights.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tt_app::Language;
use tt_app::sheet::Cell;
use tt_app::work::ListedTask;
use tt_domain::filter;

use super::organisation::audit_log::table_file;
use super::work_address::Asked;
use crate::access::Visitor;
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::life;
use crate::views::task::time_note;

/// Widths of the columns, in letters.
const WIDTHS: [u16; 12] = [8, 60, 16, 24, 24, 22, 12, 12, 12, 18, 22, 30];

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
    let mut rows = vec![head(lang)];
    rows.extend(list.tasks.iter().map(|listed| row(listed, list.today, lang)));
    table_file(&format!("cong-viec-{}", list.year), &format, &rows, &WIDTHS)
}

fn head(lang: Language) -> Vec<Cell> {
    [
        ("Mã", "Code"),
        ("Nội dung nhiệm vụ", "Task"),
        ("Loại", "Kind"),
        ("Cơ quan", "Agency"),
        ("Phòng chủ trì", "Lead"),
        ("Người thực hiện", "Officer"),
        ("Ngày giao", "Assigned"),
        ("Hạn", "Deadline"),
        ("Hạn gốc", "First deadline"),
        ("Trạng thái", "State"),
        ("So với hạn", "Against the deadline"),
        ("Sản phẩm", "Product"),
    ]
    .into_iter()
    .map(|(vi, en)| Cell::text(say(lang, vi, en)))
    .collect()
}

fn row(listed: &ListedTask, today: jiff::civil::Date, lang: Language) -> Vec<Cell> {
    let (task, facts) = (&listed.task, &listed.facts);
    let against = time_note(tt_domain::timeliness::timeliness(task, today), lang).map(|note| note.words);
    vec![
        Cell::text(facts.code.clone()),
        Cell::text(task.statement.clone()),
        Cell::text(life::kind(task.kind, lang)),
        Cell::text(facts.agency.last().cloned().unwrap_or_default()),
        Cell::text(facts.division.last().cloned().unwrap_or_default()),
        Cell::text(facts.officer.clone().unwrap_or_default()),
        Cell::day(task.assigned_on),
        Cell::day(task.deadline),
        Cell::day(task.original_deadline),
        Cell::text(show::task_state(task.state, lang).words),
        Cell::text(against.unwrap_or_default()),
        Cell::text(task.product.clone().unwrap_or_default()),
    ]
}
