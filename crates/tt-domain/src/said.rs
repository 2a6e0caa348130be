//! A sentence in both languages of the interface, with its numbers printed the Vietnamese way.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use tt_text::numeral::{Numeral, NumeralStyle};

/// A sentence in Vietnamese and English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// A sentence in both languages.
pub fn said(vi: impl Into<String>, en: impl Into<String>) -> Said {
    Said { vi: vi.into(), en: en.into() }
}

/// A number with as many decimals as it has, up to two: `4.750`, `137,5`.
pub fn number(value: Decimal) -> String {
    let value = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize();
    let style = NumeralStyle::vietnamese(u8::try_from(value.scale()).unwrap_or(u8::MAX));
    Numeral::new(value, style).to_string().replace('-', "\u{2212}")
}

/// A number with its unit: `4.750 triệu USD`, `9,6%`.
pub fn amount(value: Decimal, unit: Option<&str>) -> String {
    match unit {
        Some("%") => format!("{}%", number(value)),
        Some(unit) if !unit.is_empty() => format!("{} {unit}", number(value)),
        _ => number(value),
    }
}

/// `05/12/2019`.
pub fn day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}
