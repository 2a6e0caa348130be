//! What reports ask of a register, each number with the entries behind it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use rust_decimal::Decimal;
use tt_app::Language;
use tt_app::registers::looking::EntryOn;
use tt_app::registers::measuring::Measured;
use tt_app::registers::words;
use tt_domain::id::RegisterMeasureId;
use tt_domain::register::definition::MeasureKind;
use tt_domain::register::value::read_day;

use super::address::{Asked, Shape};
use super::view::entry_href;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::WebError;
use crate::forms::Fields;
use crate::pages::page;
use crate::routes::WebState;
use crate::show;

/// The measures of a register.
#[derive(Template)]
#[template(path = "register_measures.html")]
struct MeasuresPage {
    t: Chrome,
    key: String,
    name: String,
    day: String,
    asked_day: String,
    past: bool,
    bad_day: bool,
    may_manage: bool,
    rows: Vec<MeasureView>,
    chosen: Option<Chosen>,
}

struct MeasureView {
    name: String,
    value: String,
    whole: Option<String>,
    percent: Option<String>,
    filter: String,
    href: String,
    table: String,
    count: usize,
    without: usize,
    problem: Option<String>,
}

/// A measure whose entries are shown.
struct Chosen {
    name: String,
    value: String,
    entries: Vec<(String, String)>,
    more: usize,
    without: Vec<(String, String)>,
}

/// A number as its measure shows it.
pub(crate) fn value_words(measured: &Measured) -> String {
    let (spec, result) = (&measured.measure.spec, &measured.result);
    let is_count = matches!(spec.kind, MeasureKind::Count | MeasureKind::Distinct(_));
    let number = |value: Decimal| {
        let words = show::rounded(value, u32::from(spec.decimals));
        // Things counted are written with two digits, as official texts do; amounts of something are not.
        if is_count && spec.decimals == 0 && value >= Decimal::ZERO && value < Decimal::TEN {
            format!("0{words}")
        } else {
            words
        }
    };
    // A sum of values none of which is known is not known either.
    let unknown = result.counted.is_empty() && !result.without.is_empty();
    match (result.value.filter(|_| !unknown), spec.unit.as_str()) {
        (None, _) => "–".to_owned(),
        (Some(value), "") => number(value),
        (Some(value), "%") => format!("{}%", show::rounded(value, u32::from(spec.decimals))),
        (Some(value), unit) => format!("{} {unit}", number(value)),
    }
}

fn row(key: &str, day: &str, measured: &Measured, lang: Language) -> MeasureView {
    let (spec, result) = (&measured.measure.spec, &measured.result);
    let id = measured.measure.id.0;
    let query = if day.is_empty() { String::new() } else { format!("&ngay={day}") };
    let view = Asked { key: key.to_owned(), filter: spec.filter.clone(), day: day.to_owned(), ..Asked::default() };
    MeasureView {
        name: spec.name.clone(),
        value: value_words(measured),
        whole: result.whole.map(show::number),
        percent: result.percent.map(|percent| format!("{}%", show::rounded(percent, 1))),
        filter: spec.filter.clone(),
        href: format!("/so-theo-doi/{key}/so-lieu?muc={id}{query}#h-muc"),
        table: Asked { shape: Shape::Table, ..view }.address(),
        count: result.counted.len(),
        without: result.without.len(),
        problem: result.faults.first().map(|fault| lang.pick(&words::filter_problem(&spec.filter, fault)).to_owned()),
    }
}

/// `GET /so-theo-doi/{key}/so-lieu`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(key): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(query);
    let t = session.chrome(Section::Registers);
    let as_of = read_day(fields.text("ngay"));
    let shown = state.app.register(&session.current, &key).await?;
    let (register, day, all) = state.app.register_measures(&session.current, &key, as_of).await?;
    let asked_day = as_of.map(|day| day.to_string()).unwrap_or_default();
    let chosen = match fields.text("muc").parse::<RegisterMeasureId>() {
        Ok(id) => {
            let details = state.app.register_measure(&session.current, id, as_of).await?;
            let asked = Asked { day: asked_day.clone(), ..Asked::default() };
            let links = |all: &[EntryOn]| {
                let one = |on: &EntryOn| (entry_href(on.entry.id.0, &asked, day), on.entry.title.clone());
                all.iter().map(one).collect::<Vec<_>>()
            };
            Some(Chosen {
                name: details.measured.measure.spec.name.clone(),
                value: value_words(&details.measured),
                more: details.measured.result.counted.len().saturating_sub(details.entries.len()),
                entries: links(&details.entries),
                without: links(&details.without),
            })
        }
        Err(_) => None,
    };
    page(&MeasuresPage {
        rows: all.iter().map(|one| row(&key, &asked_day, one, t.lang)).collect(),
        key,
        name: register.name,
        past: as_of.is_some_and(|asked| asked < state.app.clock().today()),
        bad_day: as_of.is_none() && !fields.text("ngay").is_empty(),
        day: show::date(day),
        asked_day: fields.text("ngay").to_owned(),
        may_manage: shown.may_manage,
        chosen,
        t,
    })
}
