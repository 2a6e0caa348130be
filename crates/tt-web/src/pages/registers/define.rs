//! Changing what a register is, without code: its head, fields, stages, moves and measures.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rust_decimal::Decimal;
use tt_app::registers::define::RegisterChange;
use tt_app::{AppError, Language};
use tt_domain::id::{RegisterFieldId, RegisterMeasureId, RegisterStageId};
use tt_domain::register::definition::{Choice, FieldKind, FieldSpec, MeasureSpec, Measured, StageSpec, Whole, code_of};
use tt_domain::register::notation::{measure_kind_text, print, read_measure_kind};
use tt_domain::register::{Field, Move, Register, RegisterMeasure, Stage};

use super::entry::refusal;
use super::{Offered, divisions};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to};
use crate::forms::Fields;
use crate::pages::page;
use crate::routes::WebState;
use crate::show::say;

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
    kinds: Vec<Offered>,
    fields: Vec<FieldView>,
    stages: Vec<StageView>,
    moves: Vec<MoveRow>,
    measures: Vec<MeasureRow>,
    measure_kinds: Vec<Offered>,
    numbers: Vec<(String, String)>,
    notation: String,
    problem: Option<String>,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the page shows")]
struct FieldView {
    id: i64,
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
    code: String,
    name: String,
    kinds: Vec<Offered>,
    field: String,
    unit: String,
    decimals: u8,
    filter: String,
    whole: String,
}

fn kind_words(code: &str, lang: Language) -> &'static str {
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

fn kinds(chosen: &str, lang: Language) -> Vec<Offered> {
    let one = |code: &str| Offered {
        code: code.to_owned(),
        words: kind_words(code, lang).to_owned(),
        chosen: code == chosen,
    };
    KINDS.into_iter().map(one).collect()
}

fn measure_kinds(chosen: &str, lang: Language) -> Vec<Offered> {
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

async fn whole(
    state: &WebState,
    session: &Session,
    register: &Register,
    problem: Option<String>,
) -> Result<EditPage, WebError> {
    let t = session.chrome(Section::Registers);
    let lang = t.lang;
    Ok(EditPage {
        key: register.key.clone(),
        name: register.name.clone(),
        one: register.one.clone(),
        about: register.about.clone(),
        unique_title: register.unique_title,
        closed: register.closed,
        version: register.version,
        divisions: divisions(state, session, register.owner).await?,
        kinds: kinds("text", lang),
        fields: register.fields.iter().map(|field| field_view(field, lang)).collect(),
        stages: register.stages.iter().map(stage_view).collect(),
        moves: move_rows(register, lang),
        measures: register.measures.iter().map(|measure| measure_row(measure, lang)).collect(),
        measure_kinds: measure_kinds("count", lang),
        numbers: register.fields.iter().map(|field| (field.spec.code.clone(), field.spec.name.clone())).collect(),
        notation: print(&register.definition()),
        problem,
        t,
    })
}

fn field_view(field: &Field, lang: Language) -> FieldView {
    let spec = &field.spec;
    let measured = spec.kind.measured();
    let options = match &spec.kind {
        FieldKind::Choice(options) => {
            options.iter().map(|one| format!("{}={}", one.code, one.name)).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    };
    FieldView {
        id: field.id.0,
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

fn stage_view(stage: &Stage) -> StageView {
    StageView {
        id: stage.id.0,
        code: stage.spec.code.clone(),
        name: stage.spec.name.clone(),
        days: stage.spec.typical_days.map(|days| days.to_string()).unwrap_or_default(),
        retired: stage.spec.retired,
    }
}

fn measure_row(measure: &RegisterMeasure, lang: Language) -> MeasureRow {
    let spec = &measure.spec;
    let text = measure_kind_text(&spec.kind);
    let (kind, field) = text.split_once(' ').unwrap_or((&text, ""));
    MeasureRow {
        id: measure.id.0,
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

fn move_rows(register: &Register, lang: Language) -> Vec<MoveRow> {
    let starts = std::iter::once(None).chain(register.stages.iter().map(Some));
    let row = |from: Option<&Stage>| MoveRow {
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
    page(&whole(&state, &session, &shown.register, None).await?)
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
    let done = state.app.change_register(&session.current, (register.id, version), &change, &session.origin).await;
    let error = match done {
        Ok(()) => return Ok(lead_to(&format!("/so-theo-doi/{key}/sua#{}", place(&change)), false)),
        Err(error @ (AppError::Refused(_) | AppError::RefusedAt { .. })) => error,
        Err(error) if error.is_stale() => error,
        Err(error) => return Err(error.into()),
    };
    let shown = whole(&state, &session, register, Some(refusal(&session, &error))).await?;
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

/// What the form asks for; `None` when it is none of ours.
fn asked(register: &Register, fields: &Fields) -> Option<RegisterChange> {
    let ticked = |name: &str| fields.text(name) == "1";
    Some(match fields.text("viec") {
        "chung" => RegisterChange::Head {
            name: fields.text("ten").to_owned(),
            one: fields.text("mot").to_owned(),
            about: fields.text("ve").to_owned(),
            owner: fields.text("phong").parse().ok(),
            unique_title: ticked("khong-trung"),
            closed: ticked("dong"),
        },
        "them-cot" => RegisterChange::AddField(field(fields, None)),
        "sua-cot" => {
            let id = RegisterFieldId(fields.text("id").parse().ok()?);
            RegisterChange::ChangeField(id, field(fields, Some(&register.field(id)?.spec)))
        }
        "cot-len" => RegisterChange::ShiftField(RegisterFieldId(fields.text("id").parse().ok()?), true),
        "cot-xuong" => RegisterChange::ShiftField(RegisterFieldId(fields.text("id").parse().ok()?), false),
        "them-buoc" => {
            let from = fields.text("tu").parse().ok().map(RegisterStageId).filter(|id| id.0 != 0);
            RegisterChange::AddStage(stage(fields, None), from)
        }
        "sua-buoc" => {
            let id = RegisterStageId(fields.text("id").parse().ok()?);
            RegisterChange::ChangeStage(id, stage(fields, Some(&register.stage(id)?.spec)))
        }
        "buoc-len" => RegisterChange::ShiftStage(RegisterStageId(fields.text("id").parse().ok()?), true),
        "buoc-xuong" => RegisterChange::ShiftStage(RegisterStageId(fields.text("id").parse().ok()?), false),
        "chuyen" => {
            let starts = std::iter::once(None).chain(register.stages.iter().map(|stage| Some(stage.id)));
            let all = starts.flat_map(|from| register.stages.iter().map(move |to| (from, to.id)));
            let moves = all.filter_map(|(from, to)| {
                let usual = match fields.text(&format!("c-{}-{to}", from.map_or(0, |id| id.0))) {
                    "co" => true,
                    "hoi" => false,
                    _ => return None,
                };
                Some(Move { from, to, usual })
            });
            RegisterChange::Moves(moves.collect())
        }
        "them-so-lieu" => RegisterChange::AddMeasure(measure(fields)?),
        "sua-so-lieu" => {
            RegisterChange::ChangeMeasure(RegisterMeasureId(fields.text("id").parse().ok()?), measure(fields)?)
        }
        "bo-so-lieu" => RegisterChange::DropMeasure(RegisterMeasureId(fields.text("id").parse().ok()?)),
        _ => return None,
    })
}

fn field(fields: &Fields, old: Option<&FieldSpec>) -> FieldSpec {
    let name = fields.text("ten");
    let measured =
        || Measured { unit: fields.text("don-vi").to_owned(), decimals: fields.text("thap-phan").parse().unwrap_or(0) };
    let option = |line: &str| {
        let line = line.trim();
        let (code, name) =
            line.split_once('=').map_or_else(|| (code_of(line), line), |(code, name)| (code.trim().to_owned(), name));
        Choice { code, name: name.trim().to_owned() }
    };
    let kind = match fields.text("kieu") {
        "number" => FieldKind::Number(measured()),
        "money" => FieldKind::Money(measured()),
        "area" => FieldKind::Area(measured()),
        "date" => FieldKind::Date,
        "year" => FieldKind::Year,
        "choice" => {
            FieldKind::Choice(fields.text("muc").lines().filter(|line| !line.trim().is_empty()).map(option).collect())
        }
        "yes-no" => FieldKind::YesNo,
        "place" => FieldKind::Place,
        "point" => FieldKind::Point,
        "person" => FieldKind::Person,
        "agency" => FieldKind::Agency,
        "document" => FieldKind::Document,
        "file" => FieldKind::File,
        "entry" => FieldKind::Entry(fields.text("so-khac").to_owned()),
        _ => FieldKind::Text,
    };
    let ticked = |name: &str| fields.text(name) == "1";
    FieldSpec {
        code: old.map_or_else(|| code_of(name), |old| old.code.clone()),
        name: name.to_owned(),
        kind,
        title: ticked("lam-ten"),
        required: ticked("bat-buoc"),
        unique: ticked("khong-trung"),
        listed: ticked("hien"),
        retired: ticked("ngung"),
    }
}

fn stage(fields: &Fields, old: Option<&StageSpec>) -> StageSpec {
    let name = fields.text("ten");
    StageSpec {
        code: old.map_or_else(|| code_of(name), |old| old.code.clone()),
        name: name.to_owned(),
        typical_days: fields.text("ngay").parse().ok(),
        retired: fields.text("ngung") == "1",
    }
}

fn measure(fields: &Fields) -> Option<MeasureSpec> {
    let whole =
        fields.filled("mau").map(|text| match Decimal::from_str_exact(&text.replace('.', "").replace(',', ".")) {
            Ok(number) => Whole::Given(number),
            Err(_) => Whole::Entries(text.to_owned()),
        });
    Some(MeasureSpec {
        code: code_of(fields.text("ten")),
        name: fields.text("ten").to_owned(),
        kind: read_measure_kind(&format!("{} {}", fields.text("kieu"), fields.text("cot")))?,
        unit: fields.text("don-vi").to_owned(),
        decimals: fields.text("thap-phan").parse().unwrap_or(0),
        filter: fields.text("loc").to_owned(),
        whole,
    })
}
