//! One entry: its values, the line of its stages, what it rests on, what happened to it; adding and changing it.

use askama::Template;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::registers::looking::EntryPage;
use tt_app::registers::moving::MoveDraft;
use tt_app::registers::{Given, Trouble};
use tt_app::work::files::FileToAdd;
use tt_domain::id::{AttachmentId, EntryId, TaskId};
use tt_domain::register::value::read_day;
use tt_domain::register::{Mark, Register, Value};

use super::form::{Input, draft, inputs, marks, odd_days};
use super::{Offered, TroubleView, troubles};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::pages::{as_file, page};
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::register::{MarkView, mark_view};

/// A new entry.
#[derive(Template)]
#[template(path = "register_new.html")]
struct NewPage {
    t: Chrome,
    key: String,
    name: String,
    one: String,
    inputs: Vec<Input>,
    stages: Vec<Offered>,
    marks: Vec<Offered>,
    day: String,
    note: String,
    since: String,
    /// The inputs outside the register's fields that something is wrong with.
    at: Vec<String>,
    wrong: Vec<TroubleView>,
    asked: Vec<TroubleView>,
}

impl NewPage {
    /// What marks the input of that name as wrong, as attributes.
    fn bad(&self, name: &str) -> &'static str {
        marked(&self.at, name)
    }
}

impl ShowPage {
    /// What marks the input of that name as wrong, as attributes.
    fn bad(&self, name: &str) -> &'static str {
        marked(&self.at, name)
    }
}

/// The attributes of an input that something is wrong with; the words stand in the note `h-sai` above the form.
fn marked(at: &[String], name: &str) -> &'static str {
    if at.iter().any(|one| one == name) { " aria-invalid=true aria-describedby=h-sai" } else { "" }
}

/// The inputs that something is wrong with.
fn places(said: &[Trouble]) -> Vec<String> {
    said.iter().filter(|one| !one.asked).map(|one| one.field.clone()).collect()
}

/// An entry.
#[derive(Template)]
#[template(path = "register_entry.html")]
struct ShowPage {
    t: Chrome,
    id: i64,
    version: i64,
    key: String,
    register: String,
    title: String,
    since: String,
    day: String,
    past: bool,
    may_enter: bool,
    removed: bool,
    values: Vec<ValueView>,
    stages: Vec<StepView>,
    changes: Vec<ChangeView>,
    history: Vec<(String, String, String, String, String)>,
    documents: Vec<(i64, String)>,
    tasks: Vec<(i64, String, String)>,
    task_numbers: String,
    source: Option<String>,
    source_document: Option<i64>,
    inputs: Vec<Input>,
    from: String,
    moves: Vec<Offered>,
    marks: Vec<Offered>,
    move_day: String,
    move_note: String,
    /// Whether the day looked at was typed, but is none.
    odd_day: Option<String>,
    /// The inputs outside the register's fields that something is wrong with.
    at: Vec<String>,
    wrong: Vec<TroubleView>,
    asked: Vec<TroubleView>,
    /// What was sent last, so that the question stands with its form.
    sent: String,
    over: i32,
}

struct ValueView {
    words: String,
    value: String,
    href: Option<String>,
    retired: bool,
}

struct StepView {
    name: String,
    mark: Option<MarkView>,
    day: String,
    here: bool,
}

struct ChangeView {
    id: i64,
    stage: String,
    mark: MarkView,
    day: String,
    note: String,
    document: Option<(i64, String)>,
    who: String,
    at: String,
    withdrawn: Option<String>,
    last: bool,
}

/// A day to look at.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct OnDay {
    #[serde(default, rename = "ngay")]
    day: String,
}

/// What a form with files holds, the files by the field they are for.
struct Sent {
    fields: Fields,
    files: Vec<(String, FileToAdd)>,
}

async fn read(form: Multipart) -> Result<Sent, WebError> {
    let mut fields = Fields::read(form).await?;
    let names = std::mem::take(&mut fields.file_inputs);
    let files = std::mem::take(&mut fields.files)
        .into_iter()
        .zip(names)
        .map(|((name, bytes), field)| (field, FileToAdd { name, bytes }));
    Ok(Sent { files: files.collect(), fields })
}

/// `GET /so-theo-doi/{key}/them`.
pub(crate) async fn new_form(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(key): Path<String>,
) -> Result<Response, WebError> {
    let shown = state.app.register(&session.current, &key).await?;
    if !shown.may_enter {
        return Err(WebError::Forbidden);
    }
    page(&new_page(&session, &shown.register, &Fields::default(), &[]))
}

fn new_page(session: &Session, register: &Register, fields: &Fields, said: &[Trouble]) -> NewPage {
    let t = session.chrome(Section::Registers);
    let (asked, wrong): (Vec<Trouble>, Vec<Trouble>) = said.iter().cloned().partition(|one| one.asked);
    let stage = |one: &tt_domain::register::Stage| Offered {
        code: one.spec.code.clone(),
        words: one.spec.name.clone(),
        chosen: one.spec.code == fields.text("buoc"),
    };
    NewPage {
        key: register.key.clone(),
        name: register.name.clone(),
        one: register.one.clone(),
        inputs: inputs(register, None, fields, said, t.lang),
        stages: register.open_stages().map(stage).collect(),
        marks: marks(fields.text("tinh-trang"), t.lang),
        day: fields.text("ngay").to_owned(),
        note: fields.text("can-cu").to_owned(),
        since: fields.text("tu-ngay").to_owned(),
        at: places(said),
        wrong: troubles(session, &wrong),
        asked: troubles(session, &asked),
        t,
    }
}

fn a_move(register: &Register, fields: &Fields, meant: bool) -> MoveDraft {
    MoveDraft {
        stage: register.stage_by_code(fields.text("buoc")).map(|stage| stage.id),
        mark: Mark::from_code(fields.text("tinh-trang")).unwrap_or(Mark::Done),
        day: read_day(fields.text("ngay")),
        exact: fields.text("khong-ro-ngay") != "1",
        note: fields.text("can-cu").to_owned(),
        meant,
    }
}

/// `POST /so-theo-doi/{key}/them`.
pub(crate) async fn add(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(key): Path<String>,
    form: Multipart,
) -> Result<Response, WebError> {
    let Sent { fields, files } = read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let register = state.app.register(&session.current, &key).await?.register;
    let odd = odd_days(&fields, &["tu-ngay", "ngay"]);
    if !odd.is_empty() {
        let shown = new_page(&session, &register, &fields, &odd);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response());
    }
    let mut given = draft(&register, &fields, files);
    if fields.filled("buoc").is_some() {
        given.moves = vec![a_move(&register, &fields, given.meant)];
    }
    match state.app.add_entry(&session.current, register.id, &given, &session.origin).await? {
        Given::Taken(id) => Ok(lead_to(&format!("/so-theo-doi/-/{id}"), false)),
        Given::Wrong(said) | Given::Asked(said) => {
            let shown = new_page(&session, &register, &fields, &said);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
    }
}

fn number(id: &str) -> Result<EntryId, WebError> {
    id.parse().map_err(|_| WebError::NotFound)
}

/// `GET /so-theo-doi/-/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Query(on): Query<OnDay>,
) -> Result<Response, WebError> {
    let day = read_day(&on.day);
    let found = state.app.entry_page(&session.current, number(&id)?, day).await?;
    let typed = on.day.trim();
    let odd_day = (day.is_none() && !typed.is_empty()).then(|| typed.to_owned());
    page(&ShowPage { odd_day, ..whole(&session, &found, &Fields::default(), &[]) })
}

/// `POST /so-theo-doi/-/{id}`: changes it, takes it on, takes something back.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, WebError> {
    let Sent { fields, files } = read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let id = number(&id)?;
    let version = fields.text("ban").parse().unwrap_or(0);
    let found = state.app.entry_page(&session.current, id, None).await?;
    let register = &found.shown.register;
    let odd = odd_days(&fields, &["tu-ngay", "ngay"]);
    if !odd.is_empty() {
        let shown = whole(&session, &found, &fields, &odd);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response());
    }
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    let done = match fields.text("viec") {
        "chuyen" => {
            let meant = fields.text("xac-nhan") == "1";
            app.move_entry(current, id, version, &a_move(register, &fields, meant), origin).await
        }
        "rut" => match fields.text("lan").parse() {
            Ok(change) => {
                let done = app.withdraw_move(current, (id, version), change, fields.text("ly-do"), origin).await;
                done.map(Given::Taken)
            }
            Err(_) => return Err(WebError::NotFound),
        },
        "bo" => {
            let done = app.remove_entry(current, id, version, fields.text("ly-do"), origin).await;
            done.map(|_| Given::Taken(()))
        }
        "khoi-phuc" => app.restore_entry(current, id, version, origin).await.map(Given::Taken),
        _ => {
            let mut given = draft(register, &fields, files);
            let numbers =
                fields.text("nhiem-vu").split([',', ' ', ';']).filter_map(|one| one.trim().parse::<TaskId>().ok());
            given.tasks = Some(numbers.collect());
            app.edit_entry(current, id, version, &given, origin).await
        }
    };
    let said = match done {
        Ok(Given::Taken(())) => return Ok(lead_to(&format!("/so-theo-doi/-/{id}"), false)),
        Ok(Given::Wrong(said) | Given::Asked(said)) => said,
        Err(AppError::Refused(message)) => vec![Trouble { field: String::new(), message, asked: false }],
        Err(AppError::RefusedAt { field, message }) => vec![Trouble { field: field.to_owned(), message, asked: false }],
        Err(error) if error.is_stale() => {
            vec![Trouble { field: String::new(), message: error.message(), asked: false }]
        }
        Err(error) => return Err(error.into()),
    };
    let shown = whole(&session, &found, &fields, &said);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
}

fn whole(session: &Session, found: &EntryPage, fields: &Fields, said: &[Trouble]) -> ShowPage {
    let t = session.chrome(Section::Registers);
    let lang = t.lang;
    let register = &found.shown.register;
    let standing = &found.on.at.standing;
    let (asked, wrong): (Vec<Trouble>, Vec<Trouble>) = said.iter().cloned().partition(|one| one.asked);
    let editing = fields.text("viec") == "sua";
    let none = Fields::default();
    let typed = if editing { fields } else { &none };
    let step = |stage: &tt_domain::register::Stage| {
        let known = standing.marks.get(&stage.id);
        StepView {
            name: stage.spec.name.clone(),
            mark: known.map(|known| mark_view(known.mark, lang)),
            day: known.map(|known| show::date(known.day)).unwrap_or_default(),
            here: standing.at == Some(stage.id),
        }
    };
    let known = |stage: &&tt_domain::register::Stage| !stage.spec.retired || standing.marks.contains_key(&stage.id);
    let title = register.title(&found.on.at.values);
    let documents = found.documents.values().map(|one| (one.id.0, document_words(one)));
    let tasks: Vec<(i64, String, String)> =
        found.tasks.iter().map(|(id, code, text)| (id.0, code.clone(), text.clone())).collect();
    ShowPage {
        id: found.on.entry.id.0,
        version: found.on.entry.version,
        key: register.key.clone(),
        register: register.name.clone(),
        title: if title.is_empty() { found.on.entry.title.clone() } else { title },
        since: show::date(found.on.entry.since),
        day: show::date(found.as_of),
        past: found.as_of < found.today,
        may_enter: found.shown.may_enter,
        removed: found.on.entry.removed_at.is_some(),
        values: values(found),
        stages: register.stages.iter().filter(known).map(step).collect(),
        changes: changes(found, lang),
        history: history(found),
        documents: documents.collect(),
        task_numbers: tasks.iter().map(|(id, ..)| id.to_string()).collect::<Vec<_>>().join(", "),
        tasks,
        source: found.on.entry.source_sentence.clone(),
        source_document: found.on.entry.source_document.map(|id| id.0),
        inputs: inputs(register, Some(&found.on.at), typed, said, lang),
        from: fields.filled("tu-ngay").map_or_else(|| show::date(found.today), str::to_owned),
        moves: moves(register, found, fields.text("buoc"), lang),
        marks: marks(fields.text("tinh-trang"), lang),
        move_day: fields.filled("ngay").map_or_else(|| show::date(found.today), str::to_owned),
        move_note: fields.text("can-cu").to_owned(),
        odd_day: None,
        at: places(said),
        wrong: troubles(session, &wrong),
        asked: troubles(session, &asked),
        sent: fields.text("viec").to_owned(),
        over: standing.days_over(register, found.as_of),
        t,
    }
}

fn document_words(document: &tt_domain::document::OfficialDocument) -> String {
    let parts = [document.kind.clone(), document.number.clone()].into_iter().flatten();
    parts.collect::<Vec<_>>().join(" ")
}

/// Stages to choose from: first those a move leads to, then those whose mark may change.
fn moves(register: &Register, found: &EntryPage, chosen: &str, lang: tt_app::Language) -> Vec<Offered> {
    let standing = &found.on.at.standing;
    let option = |stage: &tt_domain::register::Stage, words: String| Offered {
        chosen: stage.spec.code == chosen,
        code: stage.spec.code.clone(),
        words,
    };
    let lead = tt_domain::register::standing::allowed(register, standing);
    let mut all: Vec<Offered> = lead
        .filter_map(|one| {
            let stage = register.stage(one.to)?;
            let words = if one.usual {
                stage.spec.name.clone()
            } else {
                format!("{} ({})", stage.spec.name, say(lang, "ít gặp", "unusual"))
            };
            Some(option(stage, words))
        })
        .collect();
    for stage in register.open_stages() {
        if standing.marks.contains_key(&stage.id) && !all.iter().any(|one| one.code == stage.spec.code) {
            all.push(option(stage, format!("{} ({})", stage.spec.name, say(lang, "cập nhật", "update"))));
        }
    }
    all
}

fn values(found: &EntryPage) -> Vec<ValueView> {
    let register = &found.shown.register;
    let id = found.on.entry.id;
    let one = |field: &tt_domain::register::Field| {
        let value = found.on.at.values.get(&field.id);
        if field.spec.retired && value.is_none() {
            return None;
        }
        let href = value.and_then(|value| match value {
            Value::Document(named) => named.id.map(|id| format!("/van-ban/{id}")),
            Value::Entry(named) => named.id.map(|id| format!("/so-theo-doi/-/{id}")),
            Value::File(named) => named.id.map(|file| format!("/so-theo-doi/-/{id}/tep/{file}")),
            _ => None,
        });
        Some(ValueView {
            words: field.spec.name.clone(),
            value: value.map_or_else(|| "–".to_owned(), |value| value.shown(&field.spec.kind)),
            href,
            retired: field.spec.retired,
        })
    };
    register.fields.iter().filter_map(one).collect()
}

fn changes(found: &EntryPage, lang: tt_app::Language) -> Vec<ChangeView> {
    let register = &found.shown.register;
    let last = found.changes.iter().rev().find(|one| one.withdrawn.is_none()).map(|one| one.id);
    let one = |recorded: &tt_domain::register::entry::RecordedChange| {
        let change = &recorded.change;
        let by = if change.exact { "" } else { say(lang, "đến ", "by ") };
        ChangeView {
            id: recorded.id.0,
            stage: register.stage(change.stage).map(|stage| stage.spec.name.clone()).unwrap_or_default(),
            mark: mark_view(change.mark, lang),
            day: format!("{by}{}", show::date(change.day)),
            note: change.note.clone(),
            document: change
                .document
                .and_then(|id| found.documents.get(&id))
                .map(|one| (one.id.0, document_words(one))),
            who: recorded.recorded_by.and_then(|id| found.people.get(&id)).cloned().unwrap_or_default(),
            at: show::moment(recorded.recorded_at),
            withdrawn: recorded.withdrawn.as_ref().map(|(_, reason)| reason.clone()),
            last: last == Some(recorded.id),
        }
    };
    found.changes.iter().rev().map(one).collect()
}

/// Field, value, day it holds from, who and when; the latest first.
fn history(found: &EntryPage) -> Vec<(String, String, String, String, String)> {
    let register = &found.shown.register;
    let one = |recorded: &tt_app::registers::looking::RecordedValue| {
        let field = register.field(recorded.field)?;
        let value = recorded.value.as_ref().map_or_else(|| "–".to_owned(), |value| value.shown(&field.spec.kind));
        let who = recorded.by.and_then(|id| found.people.get(&id)).cloned().unwrap_or_default();
        Some((field.spec.name.clone(), value, show::date(recorded.from), who, show::moment(recorded.at)))
    };
    found.values.iter().rev().filter_map(one).collect()
}

/// `GET /so-theo-doi/-/{id}/tep/{file}`.
pub(crate) async fn file(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let file: AttachmentId = file.parse().map_err(|_| WebError::NotFound)?;
    let attachment = state.app.entry_file(&session.current, number(&id)?, file).await?;
    let mut response = Response::new(axum::body::Body::from(attachment.bytes));
    response.headers_mut().insert(CONTENT_DISPOSITION, as_file(&attachment.name)?);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    Ok(response)
}

/// One sentence of a refusal.
pub(crate) fn refusal(session: &Session, error: &AppError) -> String {
    sentence(session.language().pick(&error.message()))
}
