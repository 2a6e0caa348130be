//! Numbers as pictures print them.

use rust_decimal::Decimal;
use tt_text::numeral::{Numeral, NumeralStyle};

/// What stands for a value nobody knows.
pub(super) const MISSING: &str = "–";

/// A number the Vietnamese way, with as many decimals as it has and a true minus.
pub fn value(value: Decimal) -> String {
    let value = value.normalize();
    let style = NumeralStyle::vietnamese(u8::try_from(value.scale()).unwrap_or(u8::MAX));
    Numeral::new(value, style).to_string().replace('-', "\u{2212}")
}

/// The same, or `–`.
pub(super) fn or_missing(known: Option<Decimal>) -> String {
    known.map_or_else(|| MISSING.to_owned(), value)
}

/// The same, marked as not final where it is an estimate.
pub(super) fn estimated(known: Option<Decimal>, estimate: bool) -> String {
    match known {
        Some(known) if estimate => format!("ước {}", value(known)),
        known => or_missing(known),
    }
}

/// `tên: 1.234 triệu USD`, the unit left out where there is none.
pub(super) fn with_unit(printed: &str, unit: &str) -> String {
    match unit {
        "" => printed.to_owned(),
        "%" => format!("{printed}%"),
        unit => format!("{printed} {unit}"),
    }
}
