//! A definition as plain text, line by line: how presets are written, and how a register goes from one agency to another.
//!
//! ```text
//! name: Cụm công nghiệp
//! one: cụm công nghiệp
//! about: Nghị định số 32/2024/NĐ-CP
//! field ten | Tên cụm | text | title required unique listed
//! field dien-tich | Diện tích | area ha 2 | listed
//! field loai | Loại | choice a=Trong quy hoạch; b=Ngoài quy hoạch | listed
//! stage de-xuat | Đề xuất | 30
//! move > de-xuat
//! move de-xuat ? thanh-lap
//! measure tong | Tổng diện tích | sum dien-tich | ha 2 | xong:thanh-lap | of: dien-tich>0
//! ```
//!
//! `>` is the usual move and `?` one that is asked about. `chain de-xuat > thanh-lap > hoat-dong` stands for the usual
//! moves from one to the next and, asked about, those that leave some out; `move * > bai-bo` for moves from every stage
//! named so far. A definition printed and read again is the same definition.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::definition::{
    Choice, Definition, FieldKind, FieldSpec, MeasureKind, MeasureSpec, Measured, MoveSpec, StageSpec, Whole,
};

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {text}")]
pub struct NotationFault {
    /// Counted from 1.
    pub line: usize,
    /// The line.
    pub text: String,
}

/// Reads a definition; blank lines and lines that begin with `#` say nothing.
///
/// # Errors
/// Every line that cannot be read.
pub fn parse(text: &str) -> Result<Definition, Vec<NotationFault>> {
    let (mut definition, mut faults) = (Definition::default(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if take(&mut definition, line).is_none() {
            faults.push(NotationFault { line: index + 1, text: line.to_owned() });
        }
    }
    if faults.is_empty() { Ok(definition) } else { Err(faults) }
}

fn take(definition: &mut Definition, line: &str) -> Option<()> {
    if let Some((key, text)) =
        line.split_once(':').filter(|(key, _)| matches!(*key, "name" | "one" | "about" | "titles"))
    {
        let text = text.trim();
        match key {
            "name" => text.clone_into(&mut definition.name),
            "one" => text.clone_into(&mut definition.one),
            "titles" => definition.unique_title = text == "unique",
            _ => text.clone_into(&mut definition.about),
        }
        return Some(());
    }
    let (word, rest) = line.split_once(' ')?;
    let parts: Vec<&str> = rest.split('|').map(str::trim).collect();
    match (word, parts.as_slice()) {
        ("field", [code, name, kind, flags]) => definition.fields.push(field(code, name, kind, flags)?),
        ("stage", [code, name, rest @ ..]) => definition.stages.push(stage(code, name, rest)?),
        ("move", [text]) => {
            let new = one_move(text)?;
            if new.from.as_deref() == Some("*") {
                let from = definition.stages.iter().map(|stage| stage.code.clone()).filter(|code| *code != new.to);
                let all: Vec<MoveSpec> = from.map(|from| MoveSpec { from: Some(from), ..new.clone() }).collect();
                definition.moves.extend(all);
            } else {
                definition.moves.push(new);
            }
        }
        ("chain", [text]) => chain(definition, text),
        ("measure", [code, name, kind, unit, rest @ ..]) => {
            definition.measures.push(measure(code, name, kind, unit, rest)?);
        }
        _ => return None,
    }
    Some(())
}

fn field(code: &str, name: &str, kind: &str, flags: &str) -> Option<FieldSpec> {
    let flags: Vec<&str> = flags.split_whitespace().collect();
    let known = ["title", "required", "unique", "listed", "retired"];
    if flags.iter().any(|flag| !known.contains(flag)) {
        return None;
    }
    let has = |flag: &str| flags.contains(&flag);
    Some(FieldSpec {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: read_kind(kind)?,
        title: has("title"),
        required: has("required"),
        unique: has("unique"),
        listed: has("listed"),
        retired: has("retired"),
    })
}

/// Reads a kind: `text`, `number MW 3`, `choice a=A; b=B`, `entry cho`…
pub fn read_kind(text: &str) -> Option<FieldKind> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim();
    Some(match word {
        "text" => FieldKind::Text,
        "number" => FieldKind::Number(measured(rest)?),
        "money" => FieldKind::Money(measured(rest)?),
        "area" => FieldKind::Area(measured(rest)?),
        "date" => FieldKind::Date,
        "year" => FieldKind::Year,
        "choice" => FieldKind::Choice(rest.split(';').map(choice).collect::<Option<_>>()?),
        "yes-no" => FieldKind::YesNo,
        "place" => FieldKind::Place,
        "point" => FieldKind::Point,
        "person" => FieldKind::Person,
        "agency" => FieldKind::Agency,
        "document" => FieldKind::Document,
        "file" => FieldKind::File,
        "entry" => FieldKind::Entry(rest.to_owned()),
        _ => return None,
    })
}

fn measured(text: &str) -> Option<Measured> {
    let (unit, decimals) = text.rsplit_once(' ').unwrap_or(("", text));
    Some(Measured { unit: unit.trim().to_owned(), decimals: decimals.parse().ok()? })
}

fn choice(text: &str) -> Option<Choice> {
    let (code, name) = text.split_once('=')?;
    Some(Choice { code: code.trim().to_owned(), name: name.trim().to_owned() })
}

fn stage(code: &str, name: &str, rest: &[&str]) -> Option<StageSpec> {
    let words: Vec<&str> = rest.iter().flat_map(|part| part.split_whitespace()).collect();
    let retired = words.contains(&"retired");
    let days = words.iter().find(|word| **word != "retired");
    let typical_days = match days {
        Some(days) => Some(days.parse().ok()?),
        None => None,
    };
    Some(StageSpec { code: code.to_owned(), name: name.to_owned(), typical_days, retired })
}

/// The moves of stages that follow one another.
fn chain(definition: &mut Definition, text: &str) {
    let stages: Vec<&str> = text.split('>').map(str::trim).collect();
    let starts = std::iter::once(None).chain(stages.iter().map(|stage| Some((*stage).to_owned())));
    for (place, from) in starts.enumerate() {
        for (next, to) in stages.iter().enumerate().skip(place) {
            definition.moves.push(MoveSpec { from: from.clone(), to: (*to).to_owned(), usual: next == place });
        }
    }
}

fn one_move(text: &str) -> Option<MoveSpec> {
    let (sign, usual) = if text.contains('>') { ('>', true) } else { ('?', false) };
    let (from, to) = text.split_once(sign)?;
    let from = Some(from.trim().to_owned()).filter(|from| !from.is_empty());
    Some(MoveSpec { from, to: to.trim().to_owned(), usual })
}

fn measure(code: &str, name: &str, kind: &str, unit: &str, rest: &[&str]) -> Option<MeasureSpec> {
    let (unit, decimals) = unit.rsplit_once(' ').unwrap_or(("", unit));
    let (filter, whole) = match rest {
        [] => ("", ""),
        [filter] => (*filter, ""),
        [filter, whole] => (*filter, *whole),
        _ => return None,
    };
    let whole = match whole.strip_prefix("of:") {
        Some(filter) => Some(Whole::Entries(filter.trim().to_owned())),
        None if whole.is_empty() => None,
        None => Some(Whole::Given(Decimal::from_str_exact(whole.strip_prefix("of ")?.trim()).ok()?)),
    };
    Some(MeasureSpec {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: read_measure_kind(kind)?,
        unit: unit.trim().to_owned(),
        decimals: decimals.parse().ok()?,
        filter: filter.to_owned(),
        whole,
    })
}

/// Reads what a measure does: `count`, `sum dien-tich`…
pub fn read_measure_kind(text: &str) -> Option<MeasureKind> {
    let (word, field) = text.split_once(' ').unwrap_or((text, ""));
    let field = field.trim().to_owned();
    Some(match word {
        "count" => MeasureKind::Count,
        "sum" => MeasureKind::Sum(field),
        "average" => MeasureKind::Average(field),
        "distinct" => MeasureKind::Distinct(field),
        _ => return None,
    })
}

/// Prints a kind.
pub fn kind_text(kind: &FieldKind) -> String {
    let word = kind.code();
    match kind {
        FieldKind::Number(measured) | FieldKind::Money(measured) | FieldKind::Area(measured) => {
            let Measured { unit, decimals } = measured;
            if unit.is_empty() { format!("{word} {decimals}") } else { format!("{word} {unit} {decimals}") }
        }
        FieldKind::Choice(options) => {
            let options: Vec<String> =
                options.iter().map(|option| format!("{}={}", option.code, option.name)).collect();
            format!("{word} {}", options.join("; "))
        }
        FieldKind::Entry(register) => format!("{word} {register}"),
        _ => word.to_owned(),
    }
}

/// Prints what a measure does.
pub fn measure_kind_text(kind: &MeasureKind) -> String {
    match kind {
        MeasureKind::Count => "count".to_owned(),
        MeasureKind::Sum(field) => format!("sum {field}"),
        MeasureKind::Average(field) => format!("average {field}"),
        MeasureKind::Distinct(field) => format!("distinct {field}"),
    }
}

/// Prints a definition.
pub fn print(definition: &Definition) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(text, "name: {}\none: {}\nabout: {}\n", definition.name, definition.one, definition.about);
    if definition.unique_title {
        text.push_str("titles: unique\n");
    }
    for field in &definition.fields {
        let flags = [
            (field.title, "title"),
            (field.required, "required"),
            (field.unique, "unique"),
            (field.listed, "listed"),
            (field.retired, "retired"),
        ];
        let flags: Vec<&str> = flags.into_iter().filter_map(|(on, flag)| on.then_some(flag)).collect();
        let kind = kind_text(&field.kind);
        let _ = writeln!(text, "field {} | {} | {kind} | {}", field.code, field.name, flags.join(" "));
    }
    for stage in &definition.stages {
        let days = stage.typical_days.map(|days| days.to_string()).unwrap_or_default();
        let retired = if stage.retired { " retired" } else { "" };
        let _ = writeln!(text, "stage {} | {} | {days}{retired}", stage.code, stage.name);
    }
    for one in &definition.moves {
        let from = one.from.as_deref().unwrap_or_default();
        let _ = writeln!(text, "move {from} {} {}", if one.usual { '>' } else { '?' }, one.to);
    }
    for measure in &definition.measures {
        let unit = format!("{} {}", measure.unit, measure.decimals);
        let whole = match &measure.whole {
            None => String::new(),
            Some(Whole::Given(whole)) => format!("of {whole}"),
            Some(Whole::Entries(filter)) => format!("of: {filter}"),
        };
        let (code, name, filter) = (&measure.code, &measure.name, &measure.filter);
        let kind = measure_kind_text(&measure.kind);
        let _ = writeln!(text, "measure {code} | {name} | {kind} | {} | {filter} | {whole}", unit.trim());
    }
    text
}
