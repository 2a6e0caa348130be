//! How values stand in columns: exact, sortable where lists need it, the same on both engines.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_domain::organisation::Validity;
use tt_text::date::PartialDate;

use crate::StoreError;

fn corrupt(what: &str, value: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("{what} {value}"))
}

/// An instant as whole microseconds since 1970-01-01 UTC, the finest both engines order and compare as numbers.
pub(crate) fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

pub(crate) fn timestamp(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|_| corrupt("instant", micros))
}

pub(crate) fn timestamp_opt(micros: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    micros.map(timestamp).transpose()
}

/// An exact decimal as text, trailing zeros kept: `1,50` is not `1,5` in a report.
pub(crate) fn decimal_text(value: Decimal) -> String {
    value.to_string()
}

pub(crate) fn decimal(text: &str) -> Result<Decimal, StoreError> {
    Decimal::from_str_exact(text).map_err(|_| corrupt("number", text))
}

pub(crate) fn decimal_opt(text: Option<&str>) -> Result<Option<Decimal>, StoreError> {
    text.map(decimal).transpose()
}

pub(crate) fn day_text(date: Date) -> String {
    date.to_string()
}

pub(crate) fn day(text: Option<&str>) -> Result<Option<Date>, StoreError> {
    text.map(|text| text.parse().map_err(|_| corrupt("day", text))).transpose()
}

pub(crate) fn known_day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| corrupt("day", text))
}

pub(crate) fn validity(from: Option<&str>, to: Option<&str>) -> Result<Validity, StoreError> {
    Ok(Validity { from: day(from)?, to: day(to)? })
}

/// A date of which parts may be missing: `2019-12-05`, `2019-12`, `2019`; a missing part before a known one is a dash
/// in its place (`--12-05` without a year). `None` when nothing is known.
pub(crate) fn date_text(date: PartialDate) -> Option<String> {
    let part = |value: Option<i16>, width: usize| value.map_or_else(|| "-".to_owned(), |v| format!("{v:0width$}"));
    let (month, day) = (date.month.map(i16::from), date.day.map(i16::from));
    Some(match (date.year, month, day) {
        (None, None, None) => return None,
        (year, None, None) => part(year, 4),
        (year, month, None) => format!("{}-{}", part(year, 4), part(month, 2)),
        (year, month, day) => format!("{}-{}-{}", part(year, 4), part(month, 2), part(day, 2)),
    })
}

pub(crate) fn date(text: Option<&str>) -> Result<PartialDate, StoreError> {
    let Some(text) = text else { return Ok(PartialDate::default()) };
    let mut rest = text;
    let mut read = || -> Result<_, std::num::ParseIntError> {
        Ok(PartialDate { year: date_part(&mut rest)?, month: date_part(&mut rest)?, day: date_part(&mut rest)? })
    };
    let date = read().map_err(|_| corrupt("date", text))?;
    if rest.is_empty() { Ok(date) } else { Err(corrupt("date", text)) }
}

/// Takes the next part of a date and the dash behind it; nothing for a part that is a dash or past the end.
fn date_part<T: std::str::FromStr>(rest: &mut &str) -> Result<Option<T>, T::Err> {
    let (part, after) = match rest.strip_prefix('-') {
        Some(after) => ("", after.strip_prefix('-').unwrap_or(after)),
        None => rest.split_once('-').unwrap_or((rest, "")),
    };
    *rest = after;
    if part.is_empty() { Ok(None) } else { part.parse().map(Some) }
}

/// A code written by a domain type, read back by that type.
pub(crate) fn coded<T>(code: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    read(code).ok_or_else(|| corrupt("code", code))
}

/// A whole number in the narrower type the domain gives it.
pub(crate) fn narrow<T: TryFrom<i64>>(value: i64) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| corrupt("number", value))
}

/// The position of an element in a list.
pub(crate) fn position(index: usize) -> Result<i64, StoreError> {
    i64::try_from(index).map_err(|_| corrupt("position", index))
}

/// Bytes in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The form a text is searched and compared in: folded, blanks joined.
pub(crate) fn search_form(text: &str) -> String {
    let folded = tt_text::fold(text);
    tt_text::one_line(&folded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn dates_are_read_back_whatever_is_missing(
            year in prop::option::of(0_i16..=9999),
            month in prop::option::of(1_i8..=12),
            day in prop::option::of(1_i8..=31),
        ) {
            let written = PartialDate { year, month, day };
            let text = date_text(written);
            prop_assert_eq!(date(text.as_deref()).ok(), Some(written), "{:?}", text);
        }

        #[test]
        fn decimals_keep_value_and_digits(mantissa in any::<i64>(), scale in 0_u32..=18) {
            let written = Decimal::new(mantissa, scale);
            let read = decimal(&decimal_text(written)).ok();
            prop_assert_eq!(read.map(|read| (read, read.scale())), Some((written, scale)));
        }
    }

    #[test]
    fn dates_stand_in_iso_form() {
        let text = |year, month, day| date_text(PartialDate { year, month, day });
        assert_eq!(text(Some(2019), Some(12), Some(5)).as_deref(), Some("2019-12-05"));
        assert_eq!(text(Some(2019), Some(12), None).as_deref(), Some("2019-12"));
        assert_eq!(text(None, Some(12), Some(5)).as_deref(), Some("--12-05"));
        assert_eq!(text(None, None, None), None);
    }

    #[test]
    fn what_was_never_written_is_not_read() {
        for text in ["2019-12-05-01", "năm 2019", "2019-x"] {
            assert!(date(Some(text)).is_err(), "{text}");
        }
        assert!(decimal("1e5").is_err());
        assert!(decimal("1,5").is_err());
        assert!(timestamp(i64::MAX).is_err());
        assert!(narrow::<i16>(40_000).is_err());
    }
}
