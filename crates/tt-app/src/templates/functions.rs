//! What a template can call: chips of figures, measures and documents by name, and filters that print the Vietnamese way.

use std::sync::Arc;

use jiff::civil::Date;
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, Value};
use rust_decimal::Decimal;
use tt_domain::composing::{Chip, CitationForm, ValueForm};
use tt_domain::indicator::{Indicator, ObservationKind};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::said;
use tt_text::date::PartialDate;

use super::drawing::{self, own_period};
use super::engine::{escaped, marked_text};
use super::facts::{self, Facts, Known};
use super::fault::{Refusal, nearest};
use crate::import::printing::document_date;

/// Adds functions and filters.
pub(super) fn add_to(environment: &mut Environment<'static>, facts: &Facts) {
    let known = &facts.known;
    let of = Arc::clone(known);
    environment.add_function("value", move |code: &str, kwargs: Kwargs| value(&of, code, &kwargs));
    let of = Arc::clone(known);
    environment.add_function("has_value", move |code: &str| has_value(&of, code));
    let of = Arc::clone(known);
    environment.add_function("measure", move |register: &str, code: &str| measure(&of, register, code));
    let of = Arc::clone(known);
    environment.add_function("register", move |key: &str| register(&of, key));
    let of = Arc::clone(known);
    environment.add_function("cite", move |number: &str, kwargs: Kwargs| cite(&of, number, &kwargs));
    drawing::add_to(environment, facts);
    environment.add_filter("date", date);
    environment.add_filter("number", number);
    environment.add_filter("padded", padded);
    environment.add_filter("capital", |words: &str| first_letter(words, |letter| letter.to_uppercase().collect()));
    environment.add_filter("lower_first", lower_first);
    environment
        .add_filter("bare", |words: &str| words.trim().trim_end_matches(['.', ';', ',', ':']).trim_end().to_owned());
    environment.add_filter("roman", roman);
    environment.add_filter("key", key);
    environment.add_filter("join", |all: &Value, between: Option<&str>| joined(all, between.unwrap_or_default(), None));
    environment.add_filter("listed", |all: &Value| joined(all, ", ", Some(" và ")));
    environment.add_filter("paragraphs", paragraphs);
}

fn value(known: &Known, code: &str, kwargs: &Kwargs) -> Result<Value, Error> {
    let of = indicator(known, code)?;
    let form = match kwargs.get::<Option<&str>>("form")? {
        None => ValueForm::WithUnit,
        Some(form) => one_of("form", form, ValueForm::from_code, ValueForm::ALL.iter().map(|one| one.code()))?,
    };
    let period = period_of(known, kwargs)?;
    let kind = match kwargs.get::<Option<&str>>("kind")? {
        None => facts::best_kind(&known.ledger, of, period),
        Some(kind) => {
            one_of("kind", kind, ObservationKind::from_code, ObservationKind::ALL.iter().map(|one| one.code()))?
        }
    };
    kwargs.assert_all_used()?;
    Ok(facts::chip(Chip::Value { indicator: of.id, period, kind, form }))
}

/// The period asked for, else that of the report.
pub(super) fn period_of(known: &Known, kwargs: &Kwargs) -> Result<ReportingPeriod, Error> {
    match kwargs.get::<Option<&str>>("period")? {
        None => Ok(own_period(known)),
        Some(code) => ReportingPeriod::read(code).ok_or_else(|| {
            Refusal::error(
                format!("“{code}” không phải mã kỳ; viết như 2019, 201904, 2019Q1"),
                format!("“{code}” is no code of a period; write 2019, 201904 or 2019Q1"),
            )
        }),
    }
}

fn has_value(known: &Known, code: &str) -> Result<bool, Error> {
    let of = indicator(known, code)?;
    let period = own_period(known);
    Ok(known.ledger.reading(of.id, &period).best().is_some())
}

pub(super) fn indicator<'a>(known: &'a Known, code: &str) -> Result<&'a Indicator, Error> {
    known.ledger.indicators().find(|of| of.terms.code == code).ok_or_else(|| {
        let near = near(code, known.ledger.indicators().map(|of| of.terms.code.as_str()));
        Refusal::error(
            format!("không có chỉ tiêu mã “{code}”; mã gần nhất: {near}; xem danh mục ở /chi-tieu"),
            format!("there is no indicator “{code}”; the nearest: {near}; see /chi-tieu"),
        )
    })
}

fn register(known: &Known, key: &str) -> Result<Value, Error> {
    known.registers.get(key).cloned().ok_or_else(|| {
        let near = near(key, known.registers.keys().map(String::as_str));
        Refusal::error(
            format!("không có sổ theo dõi “{key}”; tên gần nhất: {near}; xem /so-theo-doi"),
            format!("there is no register “{key}”; the nearest: {near}; see /so-theo-doi"),
        )
    })
}

fn measure(known: &Known, key: &str, code: &str) -> Result<Value, Error> {
    register(known, key)?;
    let found = known.measures.get(&(key.to_owned(), code.to_owned()));
    found.map(|id| facts::chip(Chip::Measure(*id))).ok_or_else(|| {
        let own = known.measures.keys().filter(|(register, _)| register == key);
        let near = near(code, own.map(|(_, code)| code.as_str()));
        Refusal::error(
            format!("sổ “{key}” không có số đo “{code}”; mã gần nhất: {near}; xem /so-theo-doi/{key}"),
            format!("the register “{key}” has no measure “{code}”; the nearest: {near}; see /so-theo-doi/{key}"),
        )
    })
}

fn cite(known: &Known, number: &str, kwargs: &Kwargs) -> Result<Value, Error> {
    let form = match kwargs.get::<Option<&str>>("form")? {
        None => CitationForm::Full,
        Some(form) => one_of("form", form, CitationForm::from_code, CitationForm::ALL.iter().map(|one| one.code()))?,
    };
    kwargs.assert_all_used()?;
    let found = known.documents.get(number.trim());
    found.map(|id| facts::chip(Chip::Citation { document: *id, form })).ok_or_else(|| {
        let near = near(number, known.documents.keys().map(String::as_str));
        Refusal::error(
            format!(
                "không có văn bản số “{number}” (hoặc có nhiều văn bản cùng số); số gần nhất: {near}; xem /van-ban"
            ),
            format!("there is no single document “{number}”; the nearest: {near}; see /van-ban"),
        )
    })
}

/// The nearest known names, or that there is none.
pub(super) fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = nearest(name, known);
    if near.is_empty() { "(chưa có)".to_owned() } else { near.join(", ") }
}

fn one_of<T>(
    argument: &str,
    given: &str,
    read: impl Fn(&str) -> Option<T>,
    known: impl Iterator<Item = &'static str>,
) -> Result<T, Error> {
    read(given).ok_or_else(|| {
        let known = known.collect::<Vec<_>>().join(", ");
        Refusal::error(
            format!("{argument}=\"{given}\" không có; chọn một trong: {known}"),
            format!("there is no {argument}=\"{given}\"; choose one of: {known}"),
        )
    })
}

fn date(day: &str, form: Option<&str>) -> Result<String, Error> {
    if day.is_empty() {
        return Ok(String::new());
    }
    let Ok(read) = day.parse::<Date>() else {
        // Dates of documents may be known by month or year alone.
        return Ok(day.to_owned());
    };
    let date = PartialDate { year: Some(read.year()), month: Some(read.month()), day: Some(read.day()) };
    let printed = document_date(date).unwrap_or_default();
    match form {
        None | Some("day") => Ok(printed),
        Some("long") => {
            let month = if read.month() <= 2 { format!("{:02}", read.month()) } else { read.month().to_string() };
            Ok(format!("ngày {:02} tháng {month} năm {}", read.day(), read.year()))
        }
        Some(other) => Err(Refusal::error(
            format!("date(\"{other}\") không có; chọn day hoặc long"),
            format!("there is no date(\"{other}\"); choose day or long"),
        )),
    }
}

fn decimal(value: &Value) -> Result<Decimal, Error> {
    value
        .to_string()
        .parse()
        .map_err(|_| Refusal::error(format!("“{value}” không phải là số"), format!("“{value}” is no number")))
}

fn number(value: &Value) -> Result<String, Error> {
    Ok(said::number(decimal(value)?))
}

fn padded(value: &Value) -> Result<String, Error> {
    let count = decimal(value)?;
    let printed = said::number(count);
    Ok(if count >= Decimal::ZERO && count < Decimal::TEN && count.fract().is_zero() {
        format!("0{printed}")
    } else {
        printed
    })
}

fn first_letter(words: &str, change: impl Fn(char) -> String) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| format!("{}{}", change(first), letters.as_str())).unwrap_or_default()
}

/// An abbreviation (`UBND`, `XNK`) keeps its capitals.
fn lower_first(words: &str) -> String {
    let second_is_capital = words.chars().nth(1).is_some_and(char::is_uppercase);
    if second_is_capital { words.to_owned() } else { first_letter(words, |letter| letter.to_lowercase().collect()) }
}

/// Signs of Roman numbers and what they are worth, the largest first.
const SIGNS: [(i64, &str); 7] = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];

fn roman(value: &Value) -> Result<String, Error> {
    let count = value
        .as_i64()
        .filter(|count| (1..=89).contains(count))
        .ok_or_else(|| Refusal::error("số La Mã chỉ có từ 1 đến 89", "Roman numbers go from 1 to 89"))?;
    let mut rest = count;
    let mut printed = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            printed.push_str(sign);
            rest -= worth;
        }
    }
    Ok(printed)
}

/// Words as the key of a section or the name of a block: `QLTM&X` is `qltm-x`.
fn key(words: &str) -> String {
    let folded = tt_text::fold(words);
    let signs = folded.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    signs.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

/// One item as marked text.
fn marked(value: &Value) -> String {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => String::new(),
        _ if value.is_safe() => value.as_str().unwrap_or_default().to_owned(),
        _ => escaped(&value.to_string()),
    }
}

/// Items joined, chips kept and words escaped.
fn joined(all: &Value, between: &str, last: Option<&str>) -> Result<Value, Error> {
    let items: Vec<String> = all.try_iter()?.map(|item| marked(&item)).filter(|item| !item.is_empty()).collect();
    let between = escaped(between);
    let text = match (items.split_last(), last) {
        (Some((end, head)), Some(last)) if !head.is_empty() => format!("{}{last}{end}", head.join(&between)),
        _ => items.join(&between),
    };
    Ok(marked_text(text))
}

/// The paragraphs someone wrote, each as one.
fn paragraphs(words: &str) -> Value {
    let all = words.lines().map(escaped).filter(|line| !line.trim().is_empty());
    marked_text(all.collect::<Vec<_>>().join("\n\n"))
}
