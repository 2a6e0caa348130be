//! Pictures and tables a template can put in: each stands on a line of its own, its caption behind it.

use std::sync::Arc;

use minijinja::value::Kwargs;
use minijinja::{Environment, Error, Value};
use tt_domain::composing::{Embedded, IndicatorsOf, PictureOf, TableOf};
use tt_domain::id::{DivisionId, RegisterFieldId, RegisterId};
use tt_domain::reporting_period::ReportingPeriod;

use super::engine::marked_text;
use super::facts::{Facts, Known};
use super::fault::Refusal;
use super::functions::{indicator, near, period_of};

/// A register as pictures and tables name it: its identity and the columns its table usually has.
#[derive(Clone, Debug)]
pub(super) struct Drawable {
    pub(super) id: RegisterId,
    pub(super) fields: Vec<RegisterFieldId>,
}

/// Kinds of pictures, as templates name them.
const PICTURES: [&str; 6] = ["plan", "same_period", "trend", "stages", "deadlines", "league"];
/// Kinds of tables.
const TABLES: [&str; 4] = ["indicators", "tasks", "measures", "entries"];

/// Adds `picture` and `table`.
pub(super) fn add_to(environment: &mut Environment<'static>, facts: &Facts) {
    let of = Arc::clone(&facts.known);
    let picture = move |kind: &str, name: Option<&str>, kwargs: Kwargs| picture(&of, kind, name, &kwargs);
    environment.add_function("picture", picture);
    let of = Arc::clone(&facts.known);
    let table = move |kind: &str, name: Option<&str>, kwargs: Kwargs| table(&of, kind, name, &kwargs);
    environment.add_function("table", table);
}

fn mark(embedded: &Embedded) -> Value {
    marked_text(format!("[[{embedded}]]"))
}

fn picture(known: &Known, kind: &str, name: Option<&str>, kwargs: &Kwargs) -> Result<Value, Error> {
    let period = period_of(known, kwargs)?;
    kwargs.assert_all_used()?;
    let year = period.of_year();
    let picture = match kind {
        "plan" => PictureOf::Plan(indicator(known, named(kind, name)?)?.id, period),
        "same_period" => PictureOf::SamePeriod(indicator(known, named(kind, name)?)?.id, period),
        "trend" => PictureOf::Trend(indicator(known, named(kind, name)?)?.id, period),
        "stages" => PictureOf::Stages(register(known, named(kind, name)?)?.id),
        "deadlines" => PictureOf::Deadlines(year),
        "league" => PictureOf::League(year),
        other => return Err(unknown("picture", other, &PICTURES)),
    };
    Ok(mark(&Embedded::Picture(picture)))
}

fn table(known: &Known, kind: &str, name: Option<&str>, kwargs: &Kwargs) -> Result<Value, Error> {
    let period = period_of(known, kwargs)?;
    kwargs.assert_all_used()?;
    let table = match kind {
        "indicators" => {
            let of = match name {
                Some(symbol) => IndicatorsOf::Division(division(known, symbol)?),
                None => IndicatorsOf::Agency,
            };
            TableOf::Indicators(of, period)
        }
        "tasks" => TableOf::Tasks(period.of_year(), name.map(|symbol| division(known, symbol)).transpose()?),
        "measures" => TableOf::Measures(register(known, named(kind, name)?)?.id),
        "entries" => {
            let of = register(known, named(kind, name)?)?;
            TableOf::Entries(of.id, of.fields.clone())
        }
        other => return Err(unknown("table", other, &TABLES)),
    };
    Ok(mark(&Embedded::Table(table)))
}

/// The name a kind needs.
fn named<'a>(kind: &str, name: Option<&'a str>) -> Result<&'a str, Error> {
    name.ok_or_else(|| {
        Refusal::error(
            format!("“{kind}” cần tên đi kèm: mã chỉ tiêu hoặc tên sổ theo dõi, ví dụ picture(\"plan\", \"XK01\")"),
            format!("“{kind}” needs a name: the code of an indicator or the key of a register"),
        )
    })
}

fn register<'a>(known: &'a Known, key: &str) -> Result<&'a Drawable, Error> {
    known.drawable.get(key).ok_or_else(|| {
        let near = near(key, known.drawable.keys().map(String::as_str));
        Refusal::error(
            format!("không có sổ theo dõi “{key}”; tên gần nhất: {near}; xem /so-theo-doi"),
            format!("there is no register “{key}”; the nearest: {near}; see /so-theo-doi"),
        )
    })
}

fn division(known: &Known, symbol: &str) -> Result<DivisionId, Error> {
    known.divisions.get(symbol).copied().ok_or_else(|| {
        let near = near(symbol, known.divisions.keys().map(String::as_str));
        Refusal::error(
            format!("không có phòng “{symbol}”; ký hiệu gần nhất: {near}"),
            format!("there is no division “{symbol}”; the nearest: {near}"),
        )
    })
}

fn unknown(function: &str, kind: &str, known: &[&str]) -> Error {
    let known = known.join(", ");
    Refusal::error(
        format!("{function}(\"{kind}\") không có; chọn một trong: {known}"),
        format!("there is no {function}(\"{kind}\"); choose one of: {known}"),
    )
}

/// The period a template is about.
pub(super) fn own_period(known: &Known) -> ReportingPeriod {
    known.period.unwrap_or_else(|| ReportingPeriod::year(1))
}
