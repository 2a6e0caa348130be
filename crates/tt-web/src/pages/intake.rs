//! Files of rows brought in: chosen, looked through row by row, taken once confirmed, taken back.

use askama::Template;
use axum::Form as SentForm;
use axum::body::Body;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tt_app::intake::{FileToTake, MOST_TAKEN, Preview, Taken, tables};
use tt_app::sheet::to_csv;
use tt_app::{AppError, Language};
use tt_domain::id::ImportId;
use tt_domain::intake::{Intake, IntakeCounts, IntakeKind};
use tt_domain::permission::Action;

use super::organisation::audit_log::table_file;
use super::{as_file, page};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::intake::{RowView, refused_rows, rows};

/// Media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The page with the form and the files brought in before.
#[derive(Template)]
#[template(path = "intake_form.html")]
struct FormPage {
    t: Chrome,
    problem: Option<String>,
    /// Address, words, whether it is the one shown.
    kinds: Vec<(String, String, bool)>,
    kind: &'static str,
    with_year: bool,
    year: String,
    /// What is on record, as a file: address without the format.
    on_record: &'static str,
    most: usize,
    before: Vec<BeforeRow>,
}

/// A file brought in before.
struct BeforeRow {
    href: String,
    name: String,
    kind: String,
    when: String,
    counts: IntakeCounts,
    undone: bool,
}

/// What taking a file would do.
#[derive(Template)]
#[template(path = "intake_preview.html")]
struct PreviewPage {
    t: Chrome,
    preview: Preview,
    kind: &'static str,
    kind_words: String,
    year: String,
    notes: Vec<String>,
    again: bool,
    too_many: Option<String>,
    rows: Vec<RowView>,
    left_out: usize,
    kept: String,
}

/// What became of a file.
#[derive(Template)]
#[template(path = "intake_done.html")]
struct DonePage {
    t: Chrome,
    id: i64,
    name: String,
    kind: &'static str,
    kind_words: String,
    when: String,
    by: String,
    counts: IntakeCounts,
    undone: Option<String>,
    may_undo: bool,
    problem: Option<String>,
    rows: Vec<RowView>,
    left_out: usize,
}

/// What the address of the form may carry.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    loai: String,
    #[serde(default)]
    nam: String,
}

/// The kind an address or a field names.
fn kind_of(word: &str) -> Option<IntakeKind> {
    match word {
        "nhiem-vu" => Some(IntakeKind::Tasks),
        "nguoi" => Some(IntakeKind::People),
        "don-vi" => Some(IntakeKind::Units),
        _ => None,
    }
}

fn word_of(kind: IntakeKind) -> &'static str {
    match kind {
        IntakeKind::Tasks => "nhiem-vu",
        IntakeKind::People => "nguoi",
        IntakeKind::Units => "don-vi",
    }
}

/// The kinds someone may bring in.
fn open_to(session: &Session) -> Vec<IntakeKind> {
    let may = |kind: &IntakeKind| {
        session.current.may(match kind {
            IntakeKind::Tasks => Action::AssignTask,
            IntakeKind::People | IntakeKind::Units => Action::ManageOrganisation,
        })
    };
    IntakeKind::ALL.iter().copied().filter(may).collect()
}

/// `GET /nhap-tep`.
pub(crate) async fn form(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    choose(&state, &session, kind_of(&asked.loai), asked.nam, None).await
}

async fn choose(
    state: &WebState,
    session: &Session,
    kind: Option<IntakeKind>,
    year: String,
    problem: Option<String>,
) -> Result<Response, WebError> {
    let open = open_to(session);
    let kind = kind.filter(|kind| open.contains(kind)).or_else(|| open.first().copied());
    let kind = kind.ok_or(WebError::from(AppError::Forbidden))?;
    let t = session.chrome(Section::Import);
    let lang = t.lang;
    let title = |kind: IntakeKind| lang.pick(&tables::title(kind)).to_owned();
    let before = state.app.files_taken(&session.current).await?;
    let refused = problem.is_some();
    let shown = page(&FormPage {
        problem,
        kinds: open
            .iter()
            .map(|one| (format!("/nhap-tep?loai={}", word_of(*one)), title(*one), *one == kind))
            .collect(),
        kind: word_of(kind),
        with_year: kind == IntakeKind::Tasks,
        year: if year.is_empty() { state.app.clock().today().year().to_string() } else { year },
        on_record: match kind {
            IntakeKind::Tasks => "/cong-viec/tai-ve",
            IntakeKind::People => "/quan-tri/nguoi/tai-ve",
            IntakeKind::Units => "/quan-tri/phong/tai-ve",
        },
        most: MOST_TAKEN,
        before: before.iter().map(|one| before_row(one, title(one.details.kind))).collect(),
        t,
    })?;
    Ok(if refused { (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response() } else { shown })
}

fn before_row(intake: &Intake, kind: String) -> BeforeRow {
    BeforeRow {
        href: format!("/nhap-tep/{}", intake.id),
        name: intake.details.name.clone(),
        kind,
        when: show::moment(intake.details.at),
        counts: intake.details.counts,
        undone: intake.undone.is_some(),
    }
}

/// `POST /nhap-tep`: a chosen file is looked at, one sent back for confirmation is taken.
pub(crate) async fn run(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    form: Multipart,
) -> Result<Response, WebError> {
    let mut fields = Fields::read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let kind = kind_of(fields.text("loai")).ok_or(WebError::BadForm)?;
    let typed = fields.text("nam").to_owned();
    let lang = session.language();
    let chosen = fields.files.pop();
    let (name, bytes, seen) = match (chosen, fields.filled("noi-dung")) {
        (Some((name, bytes)), _) => (name, bytes, None),
        (None, Some(kept)) => {
            let bytes = STANDARD.decode(kept).map_err(|_| WebError::BadForm)?;
            (fields.text("ten-tep").to_owned(), bytes, Some(fields.text("da-xem").to_owned()))
        }
        (None, None) => {
            let missing = say(lang, "Hãy chọn tệp XLSX hoặc CSV.", "Choose an XLSX or CSV file.").to_owned();
            return choose(&state, &session, Some(kind), typed, Some(missing)).await;
        }
    };
    let year = match typed.as_str() {
        "" => None,
        typed => typed.parse().ok().or(Some(0)),
    };
    let file = FileToTake { kind, name, bytes, year };
    let done = match &seen {
        None => state.app.look_at_file(&session.current, &file).await.map(|preview| (preview, false)),
        Some(seen) => match state.app.take_file(&session.current, &file, Some(seen), &session.origin).await {
            Ok(Taken::Done(id)) => return Ok(lead_to(&format!("/nhap-tep/{id}"), false)),
            Ok(Taken::Differs(preview)) => Ok((*preview, true)),
            Err(error) => Err(error),
        },
    };
    match done {
        Ok((preview, again)) => looked_through(&session, &file, preview, again, typed),
        Err(AppError::Refused(message) | AppError::RefusedAt { message, .. }) => {
            let problem = sentence(lang.pick(&message));
            choose(&state, &session, Some(kind), typed, Some(problem)).await
        }
        Err(error) => Err(error.into()),
    }
}

fn looked_through(
    session: &Session,
    file: &FileToTake,
    preview: Preview,
    again: bool,
    year: String,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Import);
    let lang = t.lang;
    let (rows, left_out) = rows(&preview.rows, lang);
    let too_many = preview.too_many().then(|| {
        let (count, most) = (preview.to_take(), MOST_TAKEN);
        match lang {
            Language::Vietnamese => format!(
                "Tệp có {count} dòng mới hoặc thay đổi, mỗi lần nhận tối đa {most}. Hãy tách thành nhiều tệp rồi gửi lại."
            ),
            Language::English => {
                format!("The file has {count} new or changed rows of at most {most} at a time. Split it and send it again.")
            }
        }
    });
    page(&PreviewPage {
        kind: word_of(file.kind),
        kind_words: lang.pick(&tables::title(file.kind)).to_owned(),
        year,
        notes: notes(&preview, lang),
        again,
        too_many,
        rows,
        left_out,
        kept: STANDARD.encode(&file.bytes),
        preview,
        t,
    })
}

/// What is worth knowing of the file as a whole.
fn notes(preview: &Preview, lang: Language) -> Vec<String> {
    let listed = |names: &[String]| format!("“{}”", names.join("”, “"));
    let mut notes = Vec::new();
    if !preview.unknown.is_empty() {
        let words = say(lang, "Cột không nhận ra, bỏ qua", "Columns not known, left out");
        notes.push(format!("{words}: {}.", listed(&preview.unknown)));
    }
    if !preview.not_read.is_empty() {
        let words = say(lang, "Cột hệ thống tự ghi, không đọc", "Columns kept by the system, not read");
        notes.push(format!("{words}: {}.", listed(&preview.not_read)));
    }
    if !preview.missing.is_empty() {
        let words = say(lang, "Không có các cột", "Columns that are not there");
        let names: Vec<String> = preview.missing.iter().map(|name| lang.pick(name).to_owned()).collect();
        let so = say(lang, "nội dung đó giữ nguyên", "what they hold stays");
        notes.push(format!("{words} {}; {so}.", listed(&names)));
    }
    if preview.formulas > 0 {
        let words =
            say(lang, "ô công thức: lấy giá trị đang hiện, không tính lại", "formula cells: their values are taken");
        notes.push(format!("{} {words}.", preview.formulas));
    }
    notes
}

/// `GET /nhap-tep/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    done(&state, &session, ImportId(id), None).await
}

async fn done(
    state: &WebState,
    session: &Session,
    id: ImportId,
    problem: Option<String>,
) -> Result<Response, WebError> {
    let shown = state.app.file_taken(&session.current, id).await?;
    let t = session.chrome(Section::Import);
    let details = &shown.intake.details;
    let (rows, left_out) = refused_rows(&shown.refused, t.lang);
    let refused = problem.is_some();
    let answer = page(&DonePage {
        id: id.0,
        name: details.name.clone(),
        kind: word_of(details.kind),
        kind_words: t.lang.pick(&tables::title(details.kind)).to_owned(),
        when: show::moment(details.at),
        by: shown.by.clone(),
        counts: details.counts,
        undone: shown.intake.undone.map(|(at, _)| show::moment(at)),
        may_undo: shown.may_undo,
        problem,
        rows,
        left_out,
        t,
    })?;
    Ok(if refused { (StatusCode::UNPROCESSABLE_ENTITY, answer).into_response() } else { answer })
}

/// `POST /nhap-tep/{id}/hoan-tac`.
pub(crate) async fn undo(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(values);
    session.confirm(fields.text("csrf"))?;
    match state.app.undo_file(&session.current, ImportId(id), &session.origin).await {
        Ok(()) => Ok(lead_to(&format!("/nhap-tep/{id}"), false)),
        Err(AppError::Refused(message)) => {
            let problem = sentence(session.language().pick(&message));
            done(&state, &session, ImportId(id), Some(problem)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /nhap-tep/{id}/can-sua/{format}`: the rows that were not taken, to be corrected and sent again.
pub(crate) async fn to_correct(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((id, format)): Path<(i64, String)>,
) -> Result<Response, WebError> {
    let shown = state.app.file_taken(&session.current, ImportId(id)).await?;
    let rows = tables::to_correct(&shown, session.language());
    let widths = vec![24; rows.first().map_or(0, Vec::len)];
    table_file(&format!("can-sua-{id}"), &format, &rows, &widths)
}

/// `GET /nhap-tep/mau/{kind}/{format}`: a file to fill in.
pub(crate) async fn template(
    Visitor(session): Visitor,
    Path((kind, format)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let kind = kind_of(&kind).ok_or(WebError::NotFound)?;
    if !open_to(&session).contains(&kind) {
        return Err(AppError::Forbidden.into());
    }
    let lang = session.language();
    let (bytes, media) = match format.as_str() {
        "xlsx" => (tables::template_workbook(kind, lang)?, XLSX),
        "csv" => (to_csv(&tables::template(kind, lang)), "text/csv; charset=utf-8"),
        _ => return Err(WebError::NotFound),
    };
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(CONTENT_DISPOSITION, as_file(&format!("mau-{}.{format}", word_of(kind)))?);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    Ok(response)
}

/// `GET /quan-tri/nguoi/tai-ve/{format}`: the people within reach, as a file that comes in again.
pub(crate) async fn people(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(format): Path<String>,
) -> Result<Response, WebError> {
    let rows = state.app.people_table(&session.current, session.language()).await?;
    table_file("nguoi", &format, &rows, &tables::widths(IntakeKind::People))
}

/// `GET /quan-tri/phong/tai-ve/{format}`: the units within reach, as a file that comes in again.
pub(crate) async fn units(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(format): Path<String>,
) -> Result<Response, WebError> {
    let rows = state.app.units_table(&session.current, session.language()).await?;
    table_file("co-quan-va-phong", &format, &rows, &tables::widths(IntakeKind::Units))
}
