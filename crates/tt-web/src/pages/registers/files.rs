//! A register to and from spreadsheets: a verdict for every row first, and a way back after.

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tt_app::AppError;
use tt_app::registers::files::{FileVerdict, RowFate};

use super::address::Asked;
use super::entry::refusal;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::{Fields, Upload};
use crate::pages::organisation::audit_log::table_file;
use crate::pages::page;
use crate::routes::WebState;
use crate::show::{self, say};

/// Rows of a verdict that are shown one by one.
const ROWS: usize = 500;

/// Taking a file in.
#[derive(Template)]
#[template(path = "register_file.html")]
struct FilePage {
    t: Chrome,
    key: String,
    name: String,
    problem: Option<String>,
    done: Option<String>,
    verdict: Option<VerdictView>,
    imports: Vec<(i64, String, String, Option<String>)>,
}

struct VerdictView {
    file: String,
    /// The file in base64, to be sent back with the confirmation; empty once it is taken.
    kept: String,
    counts: Vec<(&'static str, usize, &'static str)>,
    takes: usize,
    asked: usize,
    taken: bool,
    unknown: String,
    rows: Vec<RowView>,
    more: usize,
}

struct RowView {
    number: usize,
    title: String,
    class: &'static str,
    icon: &'static str,
    words: &'static str,
    href: Option<String>,
    notes: Vec<String>,
}

/// `GET /so-theo-doi/{key}/tai-ve/{format}`: what the view shows, all its rows; `mau` for the heads alone.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((key, format)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(query);
    let asked = Asked::read(&key, &fields);
    let empty = fields.filled("mau").is_some();
    let (register, rows) = state.app.register_table(&session.current, &key, &asked.view(), empty).await?;
    let widths: Vec<u16> = rows
        .first()
        .map(|row| row.iter().map(|cell| if cell.text.len() > 24 { 28 } else { 16 }).collect())
        .unwrap_or_default();
    table_file(&format!("so-{}", register.key), &format, &rows, &widths)
}

/// `GET /so-theo-doi/{key}/nhap`.
pub(crate) async fn form(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(key): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(query);
    let done = match (fields.filled("xong"), fields.text("giu")) {
        (Some(undone), kept) => Some(match session.language() {
            tt_app::Language::Vietnamese => {
                format!("Đã hoàn tác {undone} dòng; giữ lại {kept} dòng, ô đã sửa sau khi nhập.")
            }
            tt_app::Language::English => format!("{undone} entries taken back; {kept} changed since were kept."),
        }),
        _ => None,
    };
    page(&whole(&state, &session, &key, None, done, None).await?)
}

async fn whole(
    state: &WebState,
    session: &Session,
    key: &str,
    problem: Option<String>,
    done: Option<String>,
    verdict: Option<VerdictView>,
) -> Result<FilePage, WebError> {
    let (shown, imports) = state.app.entry_files(&session.current, key).await?;
    if !shown.may_enter {
        return Err(WebError::Forbidden);
    }
    let one = |import: tt_app::registers::files::Import| {
        (import.id.0, import.file, show::moment(import.at), import.undone_at.map(show::moment))
    };
    Ok(FilePage {
        t: session.chrome(Section::Registers),
        key: key.to_owned(),
        name: shown.register.name,
        problem,
        done,
        verdict,
        imports: imports.into_iter().map(one).collect(),
    })
}

fn verdict(session: &Session, name: &str, bytes: &[u8], found: &FileVerdict) -> VerdictView {
    let lang = session.language();
    let fate = |fate: RowFate| match fate {
        RowFate::New => ("st-ok", "plus", say(lang, "Dòng mới", "New")),
        RowFate::Changed(_) => ("st-run", "pen-line", say(lang, "Cập nhật", "Updated")),
        RowFate::Same(_) => ("st-done", "check", say(lang, "Không đổi", "As it is")),
        RowFate::Asked => ("st-wait", "circle-alert", say(lang, "Cần xác nhận", "To confirm")),
        RowFate::Wrong => ("st-late", "octagon-alert", say(lang, "Bỏ lại", "Left")),
    };
    let kinds: [fn(RowFate) -> bool; 5] = [
        |one| one == RowFate::New,
        |one| matches!(one, RowFate::Changed(_)),
        |one| matches!(one, RowFate::Same(_)),
        |one| one == RowFate::Asked,
        |one| one == RowFate::Wrong,
    ];
    let none = tt_domain::id::EntryId(0);
    let samples = [RowFate::New, RowFate::Changed(none), RowFate::Same(none), RowFate::Asked, RowFate::Wrong];
    let counts = samples.into_iter().zip(kinds).map(|(sample, kind)| {
        let (class, _, words) = fate(sample);
        (words, found.count(kind), class)
    });
    // What needs someone comes first.
    let mut rows: Vec<_> = found.rows.iter().collect();
    rows.sort_by_key(|row| match row.fate {
        RowFate::Wrong => 0,
        RowFate::Asked => 1,
        _ => 2,
    });
    let row = |row: &&tt_app::registers::files::RowVerdict| {
        let (class, icon, words) = fate(row.fate);
        let href = match row.fate {
            RowFate::Changed(id) | RowFate::Same(id) => Some(format!("/so-theo-doi/-/{id}")),
            _ => None,
        };
        let notes = row.troubles.iter().map(|one| sentence(lang.pick(&one.message)));
        RowView { number: row.number, title: row.title.clone(), class, icon, words, href, notes: notes.collect() }
    };
    let taken = found.import.is_some();
    VerdictView {
        file: name.to_owned(),
        kept: if taken { String::new() } else { STANDARD.encode(bytes) },
        counts: counts.collect(),
        takes: found.count(|one| matches!(one, RowFate::New | RowFate::Changed(_))),
        asked: found.count(|one| one == RowFate::Asked),
        taken,
        unknown: found.unknown.join(", "),
        more: rows.len().saturating_sub(ROWS),
        rows: rows.iter().take(ROWS).map(row).collect(),
    }
}

/// `POST /so-theo-doi/{key}/nhap`: first the verdict, then, sent back, the taking.
pub(crate) async fn run(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(key): Path<String>,
    form: Multipart,
) -> Result<Response, WebError> {
    let upload = Upload::read(form).await?;
    session.confirm(&upload.csrf)?;
    let confirmed = upload.kept.is_some();
    let file = match (upload.kept, upload.file) {
        (Some((name, kept)), _) => STANDARD.decode(kept.trim()).ok().map(|bytes| (name, bytes)),
        (None, file) => file,
    };
    let Some((name, bytes)) = file else {
        let problem = say(session.language(), "Chưa chọn tệp; hãy chọn tệp .xlsx hoặc .csv.", "No file was chosen.");
        let shown = whole(&state, &session, &key, Some(problem.to_owned()), None, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response());
    };
    // The field of the year is empty on this form and carries the tick of the confirmation.
    let meant = upload.year == "1";
    let (app, current) = (&state.app, &session.current);
    let found = if confirmed {
        app.take_entry_file(current, &key, (&name, &bytes), meant, &session.origin).await
    } else {
        app.try_entry_file(current, &key, (&name, &bytes), meant).await
    };
    match found {
        Ok(found) => {
            let view = verdict(&session, &name, &bytes, &found);
            page(&whole(&state, &session, &key, None, None, Some(view)).await?)
        }
        Err(error @ (AppError::Refused(_) | AppError::RefusedAt { .. })) => {
            let problem = Some(refusal(&session, &error));
            let shown = whole(&state, &session, &key, problem, None, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /so-theo-doi/{key}/nhap/{id}/hoan-tac`.
pub(crate) async fn undo(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((key, id)): Path<(String, String)>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    session.confirm(Fields::of(form).text("csrf"))?;
    let id = id.parse().map_err(|_| WebError::NotFound)?;
    let (undone, kept) = state.app.undo_entry_file(&session.current, &key, id, &session.origin).await?;
    Ok(lead_to(&format!("/so-theo-doi/{key}/nhap?xong={undone}&giu={kept}"), false))
}
