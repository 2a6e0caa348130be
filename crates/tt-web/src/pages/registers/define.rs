//! Changing what a register is, without code: its head, fields, stages, moves and measures.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tt_app::AppError;
use tt_app::registers::define::RegisterChange;
use tt_domain::register::Register;
use tt_domain::register::definition::{FieldKind, FieldSpec, MeasureKind, MeasureSpec, StageSpec, Whole};
use tt_domain::register::notation::{measure_kind_text, print};

use self::sent::{asked, odd_number};
use super::entry::refusal;
use super::{Offered, divisions};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to};
use crate::forms::Fields;
use crate::pages::page;
use crate::routes::WebState;
use crate::show::say;

mod sent;

/// A register's definition.
#[derive(Template)]
#[template(path = "register_edit.html")]
struct EditPage {
    t: Chrome,
    key: String,
    name: String,
    one: String,
    about: String,
    unique_title: bool,
    closed: bool,
    version: i64,
    divisions: Vec<Offered>,
    fields: Vec<FieldView>,
    stages: Vec<StageView>,
    moves: Vec<MoveRow>,
    measures: Vec<MeasureRow>,
    numbers: Vec<(String, String)>,
    notation: String,
    problem: Option<String>,
    /// The forms of something new, with what was typed where it was refused.
    new_field: FieldView,
    new_stage: StageView,
    new_measure: MeasureRow,
    /// Whether the reason stands in the form that was refused; else it stands above the page.
    said_within: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the page shows")]
struct FieldView {
    id: i64,
    /// Whether its form was refused: it stays open, with the reason in it.
    open: bool,
    code: String,
    name: String,
    kind: String,
    kinds: Vec<Offered>,
    unit: String,
    decimals: String,
    options: String,
    target: String,
    title: bool,
    required: bool,
    unique: bool,
    listed: bool,
    retired: bool,
}

struct StageView {
    id: i64,
    /// As a field’s.
    open: bool,
    code: String,
    name: String,
    days: String,
    retired: bool,
}

/// From one stage to each: nothing, usual, or asked about.
struct MoveRow {
    from: i64,
    name: String,
    cells: Vec<(i64, &'static str, String)>,
}

struct MeasureRow {
    id: i64,
    /// As a field’s.
    open: bool,
    code: String,
    name: String,
    kinds: Vec<Offered>,
    field: String,
    unit: String,
    decimals: u8,
    filter: String,
    whole: String,
}

fn kind_words(code: &str, lang: tt_app::Language) -> &'static str {
    let (vi, en) = match code {
        "text" => ("Chữ", "Text"),
        "number" => ("Số", "Number"),
        "money" => ("Tiền", "Money"),
        "area" => ("Diện tích", "Area"),
        "date" => ("Ngày", "Date"),
        "choice" => ("Chọn một mục", "Choice"),
        "year" => ("Năm", "Year"),
        "yes-no" => ("Có/Không", "Yes or no"),
        "place" => ("Địa bàn", "Place"),
        "point" => ("Tọa độ", "Coordinates"),
        "person" => ("Người", "Person"),
        "agency" => ("Cơ quan, đơn vị", "Agency"),
        "document" => ("Văn bản", "Document"),
        "file" => ("Tệp", "File"),
        _ => ("Dòng của sổ khác", "Entry of another register"),
    };
    say(lang, vi, en)
}

const KINDS: [&str; 15] = [
    "text", "number", "money", "area", "date", "year", "choice", "yes-no", "place", "point", "person", "agency",
    "document", "file", "entry",
];

fn kinds(chosen: &str, lang: tt_app::Language) -> Vec<Offered> {
    let one = |code: &str| Offered {
        code: code.to_owned(),
        words: kind_words(code, lang).to_owned(),
        chosen: code == chosen,
    };
    KINDS.into_iter().map(one).collect()
}

fn measure_kinds(chosen: &str, lang: tt_app::Language) -> Vec<Offered> {
    let all = [
        ("count", "Đếm dòng", "Count"),
        ("sum", "Tổng của cột", "Sum of a field"),
        ("average", "Trung bình của cột", "Mean of a field"),
        ("distinct", "Số giá trị khác nhau của cột", "Different values of a field"),
    ];
    let one = |(code, vi, en): (&str, &'static str, &'static str)| Offered {
        code: code.to_owned(),
        words: say(lang, vi, en).to_owned(),
        chosen: code == chosen,
    };
    all.into_iter().map(one).collect()
}

fn field_view(id: i64, spec: &FieldSpec, lang: tt_app::Language) -> FieldView {
    let measured = spec.kind.measured();
    let options = match &spec.kind {
        FieldKind::Choice(options) => {
            options.iter().map(|one| format!("{}={}", one.code, one.name)).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    };
    FieldView {
        id,
        open: false,
        code: spec.code.clone(),
        name: spec.name.clone(),
        kind: kind_words(spec.kind.code(), lang).to_owned(),
        kinds: kinds(spec.kind.code(), lang),
        unit: measured.map(|measured| measured.unit.clone()).unwrap_or_default(),
        decimals: measured.map(|measured| measured.decimals.to_string()).unwrap_or_default(),
        options,
        target: if let FieldKind::Entry(key) = &spec.kind { key.clone() } else { String::new() },
        title: spec.title,
        required: spec.required,
        unique: spec.unique,
        listed: spec.listed,
        retired: spec.retired,
    }
}

fn stage_view(id: i64, spec: &StageSpec) -> StageView {
    StageView {
        id,
        open: false,
        code: spec.code.clone(),
        name: spec.name.clone(),
        days: spec.typical_days.map(|days| days.to_string()).unwrap_or_default(),
        retired: spec.retired,
    }
}

fn measure_row(id: i64, spec: &MeasureSpec, lang: tt_app::Language) -> MeasureRow {
    let text = measure_kind_text(&spec.kind);
    let (kind, field) = text.split_once(' ').unwrap_or((&text, ""));
    MeasureRow {
        id,
        open: false,
        code: spec.code.clone(),
        name: spec.name.clone(),
        kinds: measure_kinds(kind, lang),
        field: field.to_owned(),
        unit: spec.unit.clone(),
        decimals: spec.decimals,
        filter: spec.filter.clone(),
        whole: match &spec.whole {
            None => String::new(),
            Some(Whole::Given(whole)) => whole.to_string(),
            Some(Whole::Entries(filter)) => filter.clone(),
        },
    }
}

async fn whole(state: &WebState, session: &Session, register: &Register) -> Result<EditPage, WebError> {
    let t = session.chrome(Section::Registers);
    let lang = t.lang;
    let empty_field = FieldSpec {
        code: String::new(),
        name: String::new(),
        kind: FieldKind::Text,
        title: false,
        required: false,
        unique: false,
        listed: true,
        retired: false,
    };
    let empty_stage = StageSpec { code: String::new(), name: String::new(), typical_days: None, retired: false };
    let empty_measure = MeasureSpec {
        code: String::new(),
        name: String::new(),
        kind: MeasureKind::Count,
        unit: register.one.clone(),
        decimals: 0,
        filter: String::new(),
        whole: None,
    };
    Ok(EditPage {
        key: register.key.clone(),
        name: register.name.clone(),
        one: register.one.clone(),
        about: register.about.clone(),
        unique_title: register.unique_title,
        closed: register.closed,
        version: register.version,
        divisions: divisions(state, session, register.owner).await?,
        fields: register.fields.iter().map(|field| field_view(field.id.0, &field.spec, lang)).collect(),
        stages: register.stages.iter().map(|stage| stage_view(stage.id.0, &stage.spec)).collect(),
        moves: move_rows(register, lang),
        measures: register.measures.iter().map(|one| measure_row(one.id.0, &one.spec, lang)).collect(),
        numbers: register.fields.iter().map(|field| (field.spec.code.clone(), field.spec.name.clone())).collect(),
        notation: print(&register.definition()),
        problem: None,
        new_field: field_view(0, &empty_field, lang),
        new_stage: stage_view(0, &empty_stage),
        new_measure: measure_row(0, &empty_measure, lang),
        said_within: false,
        t,
    })
}

/// The page after a refusal: what was typed stands where it was typed, with the reason.
fn refused(mut shown: EditPage, change: &RegisterChange, problem: String) -> EditPage {
    let lang = shown.t.lang;
    let field = |id: i64, spec: &FieldSpec| FieldView { open: true, ..field_view(id, spec, lang) };
    let stage = |id: i64, spec: &StageSpec| StageView { open: true, ..stage_view(id, spec) };
    let measure = |id: i64, spec: &MeasureSpec| MeasureRow { open: true, ..measure_row(id, spec, lang) };
    shown.said_within = true;
    match change {
        RegisterChange::AddField(spec) => shown.new_field = field(0, spec),
        RegisterChange::ChangeField(id, spec) => {
            shown.fields.iter_mut().filter(|one| one.id == id.0).for_each(|one| *one = field(id.0, spec));
        }
        RegisterChange::AddStage(spec, _) => shown.new_stage = stage(0, spec),
        RegisterChange::ChangeStage(id, spec) => {
            shown.stages.iter_mut().filter(|one| one.id == id.0).for_each(|one| *one = stage(id.0, spec));
        }
        RegisterChange::AddMeasure(spec) => shown.new_measure = measure(0, spec),
        RegisterChange::ChangeMeasure(id, spec) => {
            shown.measures.iter_mut().filter(|one| one.id == id.0).for_each(|one| *one = measure(id.0, spec));
        }
        RegisterChange::Head { name, one, about, unique_title, closed, .. } => {
            shown.name.clone_from(name);
            shown.one.clone_from(one);
            shown.about.clone_from(about);
            (shown.unique_title, shown.closed) = (*unique_title, *closed);
            shown.said_within = false;
        }
        _ => shown.said_within = false,
    }
    EditPage { problem: Some(problem), ..shown }
}

fn move_rows(register: &Register, lang: tt_app::Language) -> Vec<MoveRow> {
    let starts = std::iter::once(None).chain(register.stages.iter().map(Some));
    let row = |from: Option<&tt_domain::register::Stage>| MoveRow {
        from: from.map_or(0, |stage| stage.id.0),
        name: from.map_or_else(|| say(lang, "Bắt đầu", "Beginning").to_owned(), |stage| stage.spec.name.clone()),
        cells: register
            .stages
            .iter()
            .map(|to| {
                let found = register.moves.iter().find(|one| one.from == from.map(|stage| stage.id) && one.to == to.id);
                let state = match found {
                    None => "",
                    Some(one) if one.usual => "co",
                    Some(_) => "hoi",
                };
                (to.id.0, state, to.spec.name.clone())
            })
            .filter(|(to, ..)| from.is_none_or(|stage| stage.id.0 != *to))
            .collect(),
    };
    starts.map(row).collect()
}

/// `GET /so-theo-doi/{key}/sua`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(key): Path<String>,
) -> Result<Response, WebError> {
    let shown = state.app.register(&session.current, &key).await?;
    if !shown.may_manage {
        return Err(WebError::Forbidden);
    }
    page(&whole(&state, &session, &shown.register).await?)
}

/// `POST /so-theo-doi/{key}/sua`.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(key): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let shown = state.app.register(&session.current, &key).await?;
    let register = &shown.register;
    let version = fields.text("ban").parse().unwrap_or(0);
    let change = asked(register, &fields).ok_or(WebError::BadForm)?;
    if let Some(problem) = odd_number(&fields, session.language()) {
        let shown = refused(whole(&state, &session, register).await?, &change, problem);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response());
    }
    let done = state.app.change_register(&session.current, (register.id, version), &change, &session.origin).await;
    let error = match done {
        Ok(()) => return Ok(lead_to(&format!("/so-theo-doi/{key}/sua#{}", place(&change)), false)),
        Err(error @ (AppError::Refused(_) | AppError::RefusedAt { .. })) => error,
        Err(error) if error.is_stale() => error,
        Err(error) => return Err(error.into()),
    };
    let shown = refused(whole(&state, &session, register).await?, &change, refusal(&session, &error));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
}

/// The part of the page a change was made in.
fn place(change: &RegisterChange) -> &'static str {
    match change {
        RegisterChange::Head { .. } => "h-chung",
        RegisterChange::AddField(_) | RegisterChange::ChangeField(..) | RegisterChange::ShiftField(..) => "h-cot",
        RegisterChange::AddStage(..) | RegisterChange::ChangeStage(..) | RegisterChange::ShiftStage(..) => "h-buoc",
        RegisterChange::Moves(_) => "h-chuyen",
        _ => "h-sl",
    }
}
