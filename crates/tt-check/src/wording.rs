//! How findings print figures, dates and quotations.

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use tt_text::date::PartialDate;
use tt_text::numeral::{Numeral, NumeralStyle};

/// A value the Vietnamese way, with this many decimals, rounded half up.
pub(crate) fn decimals(value: Decimal, decimals: u32) -> String {
    Numeral::new(value, NumeralStyle::vietnamese(decimals.min(20).to_u8().unwrap_or(0))).to_string()
}

/// A value with all its decimals but closing noughts.
pub(crate) fn number(value: Decimal) -> String {
    let value = value.normalize();
    decimals(value, value.scale())
}

/// A computed percentage: as many decimals as were printed, at least one unless it is whole.
pub(crate) fn percent(value: Decimal, printed_decimals: u32) -> String {
    format!("{}%", decimals(value, printed_decimals.max(1)))
}

/// A calendar day as official documents print it: `06/11/2019`, `01/8/2019`.
pub(crate) fn day(date: Date) -> String {
    PartialDate::whole(date).official()
}

/// A quotation on one line, shortened in the middle of a sentence where it is long.
pub(crate) fn short(text: &str) -> String {
    let text = tt_text::one_line(text);
    let short: String = text.chars().take(80).collect();
    if short.len() == text.len() {
        return text;
    }
    let end = short.rfind(' ').unwrap_or(short.len());
    format!("{}…", short.get(..end).unwrap_or(&short))
}

/// A sum as an officer writes it: `2 + 3 = 5`.
pub(crate) fn sum(parts: &[Decimal], total: Decimal) -> String {
    let parts: Vec<String> = parts.iter().map(|part| number(*part)).collect();
    format!("{} = {}", parts.join(" + "), number(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_printed_the_vietnamese_way() {
        assert_eq!(number(Decimal::new(1_763_960, 3)), "1.763,96");
        assert_eq!(percent(Decimal::new(91_698, 3), 0), "91,7%");
        assert_eq!(
            sum(&[Decimal::from(10_152), Decimal::from(3224)], Decimal::from(13_376)),
            "10.152 + 3.224 = 13.376"
        );
    }

    #[test]
    fn long_quotations_end_at_a_word() {
        assert_eq!(short("một  hai"), "một hai");
        let long = short(&"chữ ".repeat(50));
        assert!(long.ends_with("chữ…") && long.chars().count() <= 81);
    }
}
