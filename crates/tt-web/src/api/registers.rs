//! Registers for programs: what they are, their entries as of any day, what they measure; entries added and taken on.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tt_app::registers::entering::EntryDraft;
use tt_app::registers::looking::{EntryOn, ViewAsked};
use tt_app::registers::moving::MoveDraft;
use tt_app::registers::{Given, Trouble, words};
use tt_domain::id::EntryId;
use tt_domain::register::{Register, notation};
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, RegistersRead, RegistersWrite};
use super::input::{Asked, Body, Day, Id, Line, MarkCode, Words};
use super::problem::Problem;
use super::types::{Made, limit};
use crate::routes::WebState;

/// A register.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegisterOut {
    /// Short name, as addresses have it.
    key: String,
    /// What it is called.
    name: String,
    /// What one entry is called.
    one: String,
    /// How many entries it has.
    entries: u64,
    /// Whether it is closed: read, no more written in.
    closed: bool,
}

/// One's agency's registers.
#[utoipa::path(get, path = "/api/v1/registers", tag = "registers", responses((status = 200, body = Vec<RegisterOut>)))]
pub(super) async fn list(
    State(state): State<WebState>,
    caller: Caller<RegistersRead>,
) -> Result<Json<Vec<RegisterOut>>, Problem> {
    let found = state.app.registers(&caller.current).await?;
    let one = |(register, entries): (Register, u64)| RegisterOut {
        key: register.key,
        name: register.name,
        one: register.one,
        entries,
        closed: register.closed,
    };
    Ok(Json(found.into_iter().map(one).collect()))
}

/// What a register is made of.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DefinitionOut {
    /// Short name.
    key: String,
    /// What it is called.
    name: String,
    /// Counted up by each change.
    version: i64,
    /// Fields, stages, moves and measures, line by line, as the site shows them.
    definition: String,
}

/// A register's definition.
#[utoipa::path(get, path = "/api/v1/registers/{key}", tag = "registers", params(("key" = String, Path, max_length = 40, pattern = "^[a-z][a-z0-9-]*$")), responses((status = 200, body = DefinitionOut)))]
pub(super) async fn show(
    State(state): State<WebState>,
    caller: Caller<RegistersRead>,
    Path(key): Path<String>,
) -> Result<Json<DefinitionOut>, Problem> {
    let register = state.app.register(&caller.current, &key).await?.register;
    let definition = notation::print(&register.definition());
    Ok(Json(DefinitionOut { key: register.key, name: register.name, version: register.version, definition }))
}

/// An entry as it was on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryOut {
    /// Identity.
    id: i64,
    /// What it is called.
    title: String,
    /// First day in the register.
    #[schema(value_type = Day)]
    since: String,
    /// Values as they are typed, by the code of their field; numbers exact, with a comma before the decimals.
    values: BTreeMap<String, String>,
    /// Code of the stage it is at.
    stage: Option<String>,
    /// Day since which it is there.
    #[schema(value_type = Option<Day>)]
    stage_since: Option<String>,
    /// What is known of each stage: `begun`, `blocked`, `done`, `not_needed`; a stage that is not here is unknown.
    marks: BTreeMap<String, String>,
    /// Has to be given back when the entry is changed.
    version: i64,
}

fn entry_out(register: &Register, on: &EntryOn) -> EntryOut {
    let standing = &on.at.standing;
    let code = |id| register.stage(id).map(|stage| stage.spec.code.clone());
    let values =
        on.at.values.iter().filter_map(|(id, value)| Some((register.field(*id)?.spec.code.clone(), value.typed())));
    let marks = standing.marks.iter().filter_map(|(id, known)| Some((code(*id)?, known.mark.code().to_owned())));
    EntryOut {
        id: on.entry.id.0,
        title: on.entry.title.clone(),
        since: on.entry.since.to_string(),
        values: values.collect(),
        stage: standing.at.and_then(code),
        stage_since: standing.since.map(|day| day.to_string()),
        marks: marks.collect(),
        version: on.entry.version,
    }
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichEntries {
    /// A filter as on the site: `khu-vuc:nong-thon xong:giao@2019`.
    #[param(value_type = Option<String>, max_length = 400, pattern = "^[^\\u0000]*$")]
    filter: Option<Words>,
    /// As they were at the end of that day; today unless told.
    as_of: Option<Day>,
    /// `next` of the page before.
    #[param(minimum = 1)]
    after: Option<i64>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of entries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryPageOut {
    /// The entries, in the filter's order.
    entries: Vec<EntryOut>,
    /// How many pass the filter.
    count: u64,
    /// What `after` has to be for the next page; null at the end.
    next: Option<i64>,
}

/// A register's entries as of a day.
#[utoipa::path(get, path = "/api/v1/registers/{key}/entries", tag = "registers", params(("key" = String, Path, max_length = 40, pattern = "^[a-z][a-z0-9-]*$"), WhichEntries), responses((status = 200, body = EntryPageOut)))]
pub(super) async fn entries(
    State(state): State<WebState>,
    caller: Caller<RegistersRead>,
    Path(key): Path<String>,
    Asked(which): Asked<WhichEntries>,
) -> Result<Json<EntryPageOut>, Problem> {
    if which.after.is_some_and(|after| after < 1) {
        return Err(Problem::unreadable("after"));
    }
    let asked = ViewAsked {
        filter: which.filter.map(|words| words.0).unwrap_or_default(),
        as_of: which.as_of.map(|day| day.0),
        after: which.after.map(EntryId),
        limit: Some(limit(which.limit)?),
    };
    let page = state.app.register_page(&caller.current, &key, &asked, false).await?;
    if let Some(fault) = page.view.faults.first() {
        let message = words::filter_problem(&asked.filter, fault);
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, message.vi, message.en));
    }
    let register = &page.view.shown.register;
    Ok(Json(EntryPageOut {
        entries: page.entries.iter().map(|on| entry_out(register, on)).collect(),
        count: page.view.count,
        next: page.next.map(|id| id.0),
    }))
}

/// As of which day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AsOf {
    /// The end of that day; today unless told.
    as_of: Option<Day>,
}

/// One entry as of a day.
#[utoipa::path(get, path = "/api/v1/entries/{id}", tag = "registers", params(("id" = i64, Path), AsOf), responses((status = 200, body = EntryOut)))]
pub(super) async fn entry(
    State(state): State<WebState>,
    caller: Caller<RegistersRead>,
    Id(id): Id,
    Asked(asked): Asked<AsOf>,
) -> Result<Json<EntryOut>, Problem> {
    let page = state.app.entry_page(&caller.current, EntryId(id), asked.as_of.map(|day| day.0)).await?;
    Ok(Json(entry_out(&page.shown.register, &page.on)))
}

/// A measure as of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeasureOut {
    /// Identity.
    id: i64,
    /// Short name.
    code: String,
    /// What it is called.
    name: String,
    /// Exact value; null where there is none.
    value: Option<String>,
    /// Unit.
    unit: String,
    /// What it is a share of.
    whole: Option<String>,
    /// Entries it rests on.
    counted: Vec<i64>,
    /// Entries that pass and have nothing to add up.
    without: Vec<i64>,
}

/// What a register measures as of a day, each number with the entries it rests on.
#[utoipa::path(get, path = "/api/v1/registers/{key}/measures", tag = "registers", params(("key" = String, Path, max_length = 40, pattern = "^[a-z][a-z0-9-]*$"), AsOf), responses((status = 200, body = Vec<MeasureOut>)))]
pub(super) async fn measures(
    State(state): State<WebState>,
    caller: Caller<RegistersRead>,
    Path(key): Path<String>,
    Asked(asked): Asked<AsOf>,
) -> Result<Json<Vec<MeasureOut>>, Problem> {
    let (_, _, all) = state.app.register_measures(&caller.current, &key, asked.as_of.map(|day| day.0)).await?;
    let one = |measured: tt_app::registers::measuring::Measured| MeasureOut {
        id: measured.measure.id.0,
        code: measured.measure.spec.code,
        name: measured.measure.spec.name,
        value: measured.result.value.map(|value| value.normalize().to_string()),
        unit: measured.measure.spec.unit,
        whole: measured.result.whole.map(|value| value.normalize().to_string()),
        counted: measured.result.counted.iter().map(|id| id.0).collect(),
        without: measured.result.without.iter().map(|id| id.0).collect(),
    };
    Ok(Json(all.into_iter().map(one).collect()))
}

/// An entry to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEntryIn {
    /// Values as they are typed, by the code of their field.
    values: BTreeMap<String, Words>,
    /// First day in the register; today unless told.
    since: Option<Day>,
    /// Whether what is possible but unusual is meant.
    #[serde(default)]
    confirmed: bool,
}

/// One sentence for all that is wrong, or asked about.
fn told<T>(given: Given<T>) -> Result<T, Problem> {
    let (all, vi, en): (Vec<Trouble>, &str, &str) = match given {
        Given::Taken(taken) => return Ok(taken),
        Given::Wrong(all) => (all, "", ""),
        Given::Asked(all) => {
            (all, "cần xác nhận (gửi lại với confirmed): ", "to be confirmed (send again with confirmed): ")
        }
    };
    let joined = |pick: fn(&Trouble) -> &str| all.iter().map(pick).collect::<Vec<_>>().join("; ");
    let vi = format!("{vi}{}", joined(|one| &one.message.vi));
    let en = format!("{en}{}", joined(|one| &one.message.en));
    Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, vi, en))
}

/// Adds an entry.
#[utoipa::path(post, path = "/api/v1/registers/{key}/entries", tag = "registers", params(("key" = String, Path, max_length = 40, pattern = "^[a-z][a-z0-9-]*$")), request_body = NewEntryIn, responses((status = 201, body = Made)))]
pub(super) async fn add(
    State(state): State<WebState>,
    caller: Caller<RegistersWrite>,
    Path(key): Path<String>,
    Body(new): Body<NewEntryIn>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    let register = state.app.register(&caller.current, &key).await?.register;
    let mut draft = EntryDraft { from: new.since.map(|day| day.0), meant: new.confirmed, ..EntryDraft::default() };
    for (code, text) in new.values {
        let field = register.fields.iter().find(|field| field.spec.code == code && !field.spec.retired);
        let field = field.ok_or_else(|| {
            let (vi, en) = (format!("sổ không có cột “{code}”"), format!("the register has no field “{code}”"));
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, vi, en)
        })?;
        draft.typed.push((field.id, text.0));
    }
    let id = told(state.app.add_entry(&caller.current, register.id, &draft, &caller.origin).await?)?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}

/// Something to say of a stage.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StageIn {
    /// Code of the stage.
    stage: Line,
    /// What is said of it.
    mark: MarkCode,
    /// The day.
    day: Day,
    /// Whether it happened at the latest on that day, the day itself not being known.
    #[serde(default)]
    by: bool,
    /// The document it rests on, as written.
    document: Option<Line>,
    /// `version` of the entry it was decided on.
    version: i64,
    /// Whether what is possible but unusual is meant.
    #[serde(default)]
    confirmed: bool,
}

/// Records a change of an entry's stage.
#[utoipa::path(post, path = "/api/v1/entries/{id}/stages", tag = "registers", params(("id" = i64, Path)), request_body = StageIn, responses((status = 200, body = EntryOut)))]
pub(super) async fn move_on(
    State(state): State<WebState>,
    caller: Caller<RegistersWrite>,
    Id(id): Id,
    Body(said): Body<StageIn>,
) -> Result<Json<EntryOut>, Problem> {
    let (app, current, id) = (&state.app, &caller.current, EntryId(id));
    let page = app.entry_page(current, id, None).await?;
    let draft = MoveDraft {
        stage: page.shown.register.stage_by_code(&said.stage.0).map(|stage| stage.id),
        mark: said.mark.0,
        day: Some(said.day.0),
        exact: !said.by,
        note: said.document.map(|line| line.0).unwrap_or_default(),
        meant: said.confirmed,
    };
    told(app.move_entry(current, id, said.version, &draft, &caller.origin).await?)?;
    let page = app.entry_page(current, id, None).await?;
    Ok(Json(entry_out(&page.shown.register, &page.on)))
}
