//! A number, a range of two or a ratio: `13`, `04 – 05`, `từ 01 đến 02`, `12/12`.

use std::fmt;

use crate::cursor::{Cursor, is_glued_before};
use crate::numeral::{self, Malformed, Numeral};
use crate::span::{Found, Span};

/// One or two numbers that are read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// A number.
    One(Numeral),
    /// From one number to another.
    Range {
        /// Lower end.
        low: Numeral,
        /// Upper end.
        high: Numeral,
        /// What joins them.
        joint: Joint,
    },
    /// So many of so many.
    Ratio {
        /// The part.
        part: Numeral,
        /// The whole.
        whole: Numeral,
    },
}

/// What joins the ends of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Joint {
    /// `9-10`
    Hyphen,
    /// `2 - 3`
    SpacedHyphen,
    /// `4–5`
    Dash,
    /// `04 – 05`
    SpacedDash,
    /// `01 đến 02`, with or without `từ` before it
    To,
}

impl Joint {
    fn text(self) -> &'static str {
        match self {
            Self::Hyphen => "-",
            Self::SpacedHyphen => " - ",
            Self::Dash => "–",
            Self::SpacedDash => " – ",
            Self::To => " đến ",
        }
    }
}

/// Prints the numbers as they stood (blanks round a hyphen on both sides or on none).
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(numeral) => numeral.fmt(f),
            Self::Range { low, high, joint } => write!(f, "{low}{}{high}", joint.text()),
            Self::Ratio { part, whole } => write!(f, "{part}/{whole}"),
        }
    }
}

/// Reads the number, range or ratio that starts at `at`. A span starts with the first digit or sign: a `từ` before it
/// is outside. Falling ranges (`10 - 2`) are not ranges: only the first number is taken.
pub fn scan_at(text: &str, at: usize) -> Option<Found<Result<Quantity, Malformed>>> {
    let first = numeral::scan_at(text, at)?;
    let Ok(numeral) = first.value else {
        return Some(Found { value: Err(Malformed), span: first.span });
    };
    let longer = ratio(text, numeral, first.span).or_else(|| range(text, numeral, first.span));
    Some(longer.unwrap_or(Found { value: Ok(Quantity::One(numeral)), span: first.span }))
}

fn ratio(text: &str, part: Numeral, span: Span) -> Option<Found<Result<Quantity, Malformed>>> {
    let mut cursor = Cursor::new(text, span.end);
    let spaced = cursor.blanks() > 0;
    if !cursor.eat(b'/') || (cursor.blanks() > 0) != spaced {
        return None;
    }
    let found = numeral::scan_at(text, cursor.at)?;
    let whole = found.value.ok().filter(|whole| whole.value.is_integer() && !whole.style.plus)?;
    // `01/QĐ`, `5/6/2019` and `12/2019/NĐ-CP` are dates and symbols.
    if text.as_bytes().get(found.span.end) == Some(&b'/') || !(part.value.is_integer() || part.value <= whole.value) {
        return None;
    }
    Some(Found { value: Ok(Quantity::Ratio { part, whole }), span: span.join(found.span) })
}

fn range(text: &str, low: Numeral, span: Span) -> Option<Found<Result<Quantity, Malformed>>> {
    let (joint, next) = joint_at(text, span.end)?;
    let found = numeral::scan_at(text, next)?;
    let high = found.value.ok()?;
    if high.style.plus || high.value <= low.value || text.as_bytes().get(found.span.end) == Some(&b'/') {
        return None;
    }
    Some(Found { value: Ok(Quantity::Range { low, high, joint }), span: span.join(found.span) })
}

/// The joint of a range that starts at `at`, and where the next number must start.
pub fn joint_at(text: &str, at: usize) -> Option<(Joint, usize)> {
    let mut cursor = Cursor::new(text, at);
    let blanks = cursor.blanks();
    if blanks > 0 && cursor.word("đến") {
        return (cursor.blanks() > 0).then_some((Joint::To, cursor.at));
    }
    let hyphen = cursor.eat(b'-');
    if !hyphen {
        if !matches!(cursor.peek(), Some('–' | '—')) {
            return None;
        }
        cursor.at += '–'.len_utf8();
    }
    let after = cursor.blanks();
    // `9 -10` is more often a slip for a range than a minus ten.
    let joint = match (hyphen, blanks + after > 0) {
        (true, false) => Joint::Hyphen,
        (true, true) => Joint::SpacedHyphen,
        (false, false) => Joint::Dash,
        (false, true) => Joint::SpacedDash,
    };
    cursor.byte().is_some_and(|byte| byte.is_ascii_digit()).then_some((joint, cursor.at))
}

/// Whether a number may start at `at`: no letter, digit, slash or inner mark stands before it.
pub fn may_start(text: &str, at: usize) -> bool {
    !is_glued_before(text, at) && !matches!(crate::cursor::before(text, at), Some('/' | '_'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::numeral::NumeralStyle;

    fn read(text: &str) -> (String, usize) {
        let found = scan_at(text, 0).unwrap();
        let what = match found.value.unwrap() {
            Quantity::One(one) => one.value.to_string(),
            Quantity::Range { low, high, .. } => format!("{}..{}", low.value, high.value),
            Quantity::Ratio { part, whole } => format!("{} of {}", part.value, whole.value),
        };
        (what, found.span.end)
    }

    #[test]
    fn ranges_and_ratios_are_read() {
        assert_eq!(read("9-10%"), ("9..10".into(), 4));
        assert_eq!(read("04 – 05 chợ"), ("4..5".into(), "04 – 05".len()));
        assert_eq!(read("2 - 3 đơn vị"), ("2..3".into(), 5));
        assert_eq!(read("01 đến 02 cụm"), ("1..2".into(), "01 đến 02".len()));
        assert_eq!(read("11,5 - 12,4%"), ("11.5..12.4".into(), 11));
        assert_eq!(read("12/12 xã"), ("12 of 12".into(), 5));
        assert_eq!(read("419/419 hộ"), ("419 of 419".into(), 7));
    }

    #[test]
    fn lists_dates_and_symbols_are_not() {
        assert_eq!(read("30/QĐ-UBND").0, "30");
        assert_eq!(read("12/2019/NĐ-CP").0, "12");
        assert_eq!(read("10 - 2").0, "10");
        assert_eq!(read("13 chợ - 11 xã").0, "13");
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(a in 0u32..999, more in 1u32..999, ratio in any::<bool>(), hyphen in any::<bool>()) {
            let numeral = |value: u32| Numeral::new(Decimal::from(value), NumeralStyle::count());
            let (low, high) = (numeral(a), numeral(a + more));
            let joint = if hyphen { Joint::Hyphen } else { Joint::SpacedDash };
            let quantity = if ratio { Quantity::Ratio { part: low, whole: high } } else { Quantity::Range { low, high, joint } };
            let text = quantity.to_string();
            let back = scan_at(&text, 0).unwrap();
            prop_assert_eq!(back.span.end, text.len());
            prop_assert_eq!(back.value.unwrap().to_string(), text);
        }
    }
}
