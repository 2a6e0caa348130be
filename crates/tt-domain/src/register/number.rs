//! Numbers as typed into a field: read exactly, held against the field's unit and decimals, doubts asked about.

use rust_decimal::Decimal;
use tt_text::numeral::{DecimalMark, Grouping, Numeral, NumeralStyle};
use tt_text::unit::canonical;

use super::definition::Measured;
use super::value::{Doubt, Fault};

/// Largest whole part that is kept: eighteen digits.
const DIGITS: usize = 18;

/// Reads a number with or without its unit.
///
/// # Errors
/// What is wrong with it, with the value in the field's unit where that can be worked out.
pub fn read(text: &str, measured: &Measured) -> Result<(Decimal, Vec<Doubt>), Fault> {
    let text = text.trim();
    let (negative, rest) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let found = tt_text::numeral::scan_at(rest, 0).ok_or(Fault::NotANumber)?;
    let numeral = found.value.map_err(|_| Fault::NotANumber)?;
    let unit = rest.get(found.span.end..).unwrap_or_default().trim();
    let glued = rest.get(found.span.end..).is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric()));
    let value = if negative { -numeral.value } else { numeral.value };
    check_unit(value, unit, glued, measured)?;
    let value = value.normalize();
    if value.scale() > u32::from(measured.decimals) {
        let as_thousands = thousands(&numeral).map(|whole| if negative { -whole } else { whole });
        return Err(Fault::TooExact { decimals: measured.decimals, as_thousands });
    }
    if value.trunc().abs().to_string().len() > DIGITS {
        return Err(Fault::TooLarge);
    }
    let mut doubts = Vec::new();
    if let Some(other) = other_reading(&numeral) {
        doubts.push(Doubt::ReadAs { value, other });
    }
    if value.is_sign_negative() && !value.is_zero() {
        doubts.push(Doubt::Negative);
    }
    Ok((value, doubts))
}

fn check_unit(value: Decimal, unit: &str, glued: bool, measured: &Measured) -> Result<(), Fault> {
    if unit.is_empty() || canonical(unit) == canonical(&measured.unit) {
        return Ok(());
    }
    let converted = convert(value, unit, &measured.unit);
    if glued && converted.is_none() && unit.chars().any(|c| c.is_ascii_digit()) {
        return Err(Fault::NotANumber);
    }
    let converted = converted.filter(|value| value.scale() <= u32::from(measured.decimals));
    Err(Fault::OtherUnit { found: unit.to_owned(), expected: measured.unit.clone(), converted })
}

/// What `1,234` or `1,2345` would be, had the comma stood between thousands.
fn thousands(numeral: &Numeral) -> Option<Decimal> {
    let three = numeral.style.decimals == 3 && numeral.style.grouping == Grouping::None;
    three.then(|| (numeral.value * Decimal::ONE_THOUSAND).normalize())
}

/// Another way the same signs are read elsewhere: `1,234`, `35.6`, `1.234`.
fn other_reading(numeral: &Numeral) -> Option<Decimal> {
    let style = numeral.style;
    match (style.grouping, style.mark, style.decimals) {
        (Grouping::Comma, ..) => Some(numeral.value / Decimal::ONE_THOUSAND),
        (Grouping::None, _, 3) => thousands(numeral),
        (Grouping::None, DecimalMark::Point, decimals) if decimals > 0 => {
            let digits: String = numeral.value.to_string().chars().filter(char::is_ascii_digit).collect();
            digits.parse().ok()
        }
        _ => None,
    }
}

/// Units that are told in one another, each by what it holds of the first of its family.
const FAMILIES: [&[(&str, i64)]; 7] = [
    &[("m2", 1), ("ha", 10_000), ("km2", 1_000_000)],
    &[("dong", 1), ("nghin dong", 1_000), ("trieu dong", 1_000_000), ("ty dong", 1_000_000_000)],
    &[("usd", 1), ("nghin usd", 1_000), ("trieu usd", 1_000_000), ("ty usd", 1_000_000_000)],
    &[("kw", 1), ("mw", 1_000), ("gw", 1_000_000)],
    &[("kwh", 1), ("mwh", 1_000), ("trieu kwh", 1_000_000)],
    &[("kg", 1), ("ta", 100), ("tan", 1_000)],
    &[("m", 1), ("km", 1_000)],
];

/// A value in another unit of the same family.
pub fn convert(value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    let (from, to) = (canonical(from), canonical(to));
    FAMILIES.iter().find_map(|family| {
        let of = |unit: &str| family.iter().find(|(name, _)| name == &unit).map(|(_, holds)| Decimal::from(*holds));
        value.checked_mul(of(&from)?)?.checked_div(of(&to)?).map(|value| value.normalize())
    })
}

/// A number as Vietnamese texts print it.
pub fn shown(value: Decimal, unit: &str) -> String {
    let value = value.normalize();
    let decimals = u8::try_from(value.scale()).unwrap_or(u8::MAX);
    let number = Numeral::new(value, NumeralStyle::vietnamese(decimals)).to_string();
    match unit {
        "" => number,
        "%" => format!("{number}%"),
        unit => format!("{number} {unit}"),
    }
}

/// A text that orders as the numbers do, so that an index over text serves them.
pub fn key(value: Decimal) -> String {
    let plain = value.normalize().abs().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = format!("{whole:0>30}.{decimals}");
    if value.is_sign_negative() && !value.is_zero() {
        let turned = digits.chars().map(|c| match c.to_digit(10) {
            Some(digit) => char::from_digit(9 - digit, 10).unwrap_or(c),
            None => c,
        });
        format!("0{}~", turned.collect::<String>())
    } else {
        format!("1{digits}")
    }
}
