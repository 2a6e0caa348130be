//! One thing done to several tasks of the list: asked, done, told row by row, taken back.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tt_app::work::bulk::{BulkAction, BulkShown};
use tt_app::{AppError, Language};
use tt_domain::bulk::BulkKind;
use tt_domain::id::{BulkActionId, DivisionId, PersonId, TaskId};

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};

/// What more is needed before it is done.
#[derive(Template)]
#[template(path = "bulk_form.html")]
struct AskPage {
    t: Chrome,
    kind: BulkKind,
    words: &'static str,
    chosen: Vec<String>,
    back: String,
    problem: Option<String>,
    /// Code, words, whether chosen.
    options: Vec<(String, String, bool)>,
    day: String,
    text: String,
    year: String,
}

/// What became of each task.
#[derive(Template)]
#[template(path = "bulk_done.html")]
struct DonePage {
    t: Chrome,
    id: i64,
    words: &'static str,
    when: String,
    back: String,
    rows: Vec<DoneRow>,
    done: usize,
    can_undo: bool,
    undone: Option<String>,
}

struct DoneRow {
    href: Option<String>,
    code: String,
    statement: String,
    done: bool,
    verdict: String,
}

/// What it is called.
pub(crate) fn words(kind: BulkKind, lang: Language) -> &'static str {
    let (vi, en) = match kind {
        BulkKind::Urge => ("Đôn đốc", "Urge"),
        BulkKind::Accept => ("Tiếp nhận", "Accept"),
        BulkKind::Officer => ("Phân công", "Allocate"),
        BulkKind::Lead => ("Chuyển phòng", "Change lead"),
        BulkKind::Deadline => ("Gia hạn", "Extend"),
        BulkKind::Comment => ("Bình luận", "Comment"),
        BulkKind::Confirm => ("Xác nhận", "Confirm"),
        BulkKind::CarryOver => ("Chuyển năm sau", "Carry over"),
    };
    say(lang, vi, en)
}

/// The buttons under the list.
pub(crate) fn buttons(lang: Language) -> Vec<(&'static str, &'static str)> {
    BulkKind::ALL.iter().map(|kind| (kind.code(), words(*kind, lang))).collect()
}

/// `POST /cong-viec/hang-loat`.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    axum::Form(form): axum::Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let lang = session.language();
    let kind = BulkKind::from_code(fields.text("lam")).ok_or(WebError::BadForm)?;
    let chosen: Vec<(TaskId, i64)> = fields.all("chon").filter_map(one_chosen).collect();
    let back = Some(fields.text("ve")).filter(|back| back.starts_with("/cong-viec")).unwrap_or("/cong-viec");
    let action = match action(kind, &fields, lang) {
        Ok(action) => action,
        Err(problem) => {
            // Asked for the first time, nothing was typed yet that could be wrong.
            let problem = fields.filled("hoi").map(|_| problem);
            return ask(&state, &session, kind, &fields, problem).await;
        }
    };
    let done = state.app.bulk(&session.current, &chosen, &action, back, (lang, &session.origin)).await;
    match done {
        Ok(id) => Ok(lead_to(&format!("/cong-viec/hang-loat/{id}"), false)),
        Err(error @ AppError::Refused(_)) => {
            let problem = sentence(lang.pick(&error.message()));
            ask(&state, &session, kind, &fields, Some(problem)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `12:3`: the task and the version of it that was seen.
fn one_chosen(text: &str) -> Option<(TaskId, i64)> {
    let (id, version) = text.split_once(':')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

/// What is to be done.
///
/// # Errors
/// What is missing, as a sentence.
fn action(kind: BulkKind, fields: &Fields, lang: Language) -> Result<BulkAction, String> {
    let text = || {
        let missing = || say(lang, "Chưa nhập nội dung.", "The text is missing.").to_owned();
        fields.filled("noi-dung").map(str::to_owned).ok_or_else(missing)
    };
    let asked = || fields.filled("hoi").map(|_| ()).ok_or_else(String::new);
    Ok(match kind {
        BulkKind::Urge => BulkAction::Urge,
        BulkKind::Accept => BulkAction::Accept,
        BulkKind::Confirm => {
            asked()?;
            BulkAction::Confirm
        }
        BulkKind::Comment => BulkAction::Comment { text: text()? },
        BulkKind::Officer => {
            asked()?;
            BulkAction::Officer(fields.id("ai").map(PersonId))
        }
        BulkKind::Lead => {
            asked()?;
            BulkAction::Lead(fields.id("ai").map(DivisionId))
        }
        BulkKind::Deadline => {
            let day = fields.day("ngay").ok().flatten();
            let until = day.ok_or_else(|| say(lang, "Chưa chọn ngày.", "The day is missing.").to_owned())?;
            BulkAction::Deadline { until, reason: text()? }
        }
        BulkKind::CarryOver => {
            let year = fields.text("nam").parse().ok().filter(|year| (1945..=9999).contains(year));
            let year = year.ok_or_else(|| say(lang, "Chưa nêu năm.", "The year is missing.").to_owned())?;
            BulkAction::CarryOver { year }
        }
    })
}

/// Asks for what is missing, with what was typed.
async fn ask(
    state: &WebState,
    session: &Session,
    kind: BulkKind,
    fields: &Fields,
    problem: Option<String>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Work);
    let chosen_one = fields.text("ai");
    let options = match kind {
        BulkKind::Officer => {
            let choices = state.app.choices(&session.current).await?;
            let option = |(person, _): &(tt_domain::people::Person, _)| {
                let code = person.id.to_string();
                let chosen = code == chosen_one;
                (code, person.details.full_name.clone(), chosen)
            };
            choices.people.iter().map(option).collect()
        }
        BulkKind::Lead => {
            let choices = state.app.choices(&session.current).await?;
            let option = |division: &tt_domain::organisation::Division| {
                let code = division.id.to_string();
                let chosen = code == chosen_one;
                (code, division.symbol.clone(), chosen)
            };
            choices.divisions.iter().map(option).collect()
        }
        _ => Vec::new(),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = page(&AskPage {
        words: words(kind, t.lang),
        kind,
        chosen: fields.all("chon").map(str::to_owned).collect(),
        back: fields.text("ve").to_owned(),
        problem,
        options,
        day: fields.text("ngay").to_owned(),
        text: fields.text("noi-dung").to_owned(),
        year: fields.filled("nam").map_or_else(|| (state.app.clock().today().year() + 1).to_string(), str::to_owned),
        t,
    })?;
    Ok((status, shown).into_response())
}

/// `GET /cong-viec/hang-loat/{id}`: what became of each task.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let id: BulkActionId = id.parse().map_err(|_| WebError::NotFound)?;
    let shown = state.app.bulk_done(&session.current, id).await?;
    let t = session.chrome(Section::Work);
    page(&DonePage {
        id: id.0,
        words: words(shown.action.kind, t.lang),
        when: show::moment(shown.action.at),
        back: shown.action.back.clone(),
        done: shown.rows.iter().filter(|(_, row)| row.done).count(),
        can_undo: shown.can_undo(),
        undone: shown.action.undone_at.map(show::moment),
        rows: rows(&shown, t.lang),
        t,
    })
}

fn rows(shown: &BulkShown, lang: Language) -> Vec<DoneRow> {
    shown
        .rows
        .iter()
        .map(|(task, row)| DoneRow {
            href: task.as_ref().map(|(_, task)| format!("/nhiem-vu/{}", task.id)),
            code: task.as_ref().map(|(code, _)| code.clone()).unwrap_or_default(),
            statement: task.as_ref().map_or_else(
                || say(lang, "(không còn được xem)", "(no longer shown to you)").to_owned(),
                |(_, task)| show::shortened(&task.statement, 120),
            ),
            done: row.done,
            verdict: sentence(&row.verdict),
        })
        .collect()
}

/// `POST /cong-viec/hang-loat/{id}/hoan-tac`: takes back what can be.
pub(crate) async fn undo(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    axum::Form(form): axum::Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    session.confirm(Fields::of(form).text("csrf"))?;
    let id: BulkActionId = id.parse().map_err(|_| WebError::NotFound)?;
    match state.app.undo_bulk(&session.current, id, session.language(), &session.origin).await {
        // Sent twice, it is already undone: the page says so.
        Ok(()) | Err(AppError::Refused(_)) => Ok(lead_to(&format!("/cong-viec/hang-loat/{id}"), false)),
        Err(error) => Err(error.into()),
    }
}
