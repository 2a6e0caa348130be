//! Numbers as Vietnamese official texts print them: `4.750`, `1.763,96`, `05`, `346 000`, `35.6`.
//!
//! A [`Numeral`] keeps the exact value and the printed style, so that it can be printed again as it stood. What looks
//! like a number but follows no convention (`12.34.5`) is [`Malformed`].

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::cursor::{Cursor, before};
use crate::span::{Found, Span};

/// A number: its exact value and how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Numeral {
    /// Value as printed; no scale word is multiplied in.
    pub value: Decimal,
    /// Printed style.
    pub style: NumeralStyle,
}

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumeralStyle {
    /// What stands between groups of three digits.
    pub grouping: Grouping,
    /// What stands before the decimals.
    pub mark: DecimalMark,
    /// How many decimals are printed.
    pub decimals: u8,
    /// At least this many digits before the decimals (`05` has 2).
    pub width: u8,
    /// Whether a plus sign is printed (`+3,2%`).
    pub plus: bool,
}

/// What stands between groups of three digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// Nothing: `8161`.
    #[default]
    None,
    /// A dot, the Vietnamese way: `8.161`.
    Dot,
    /// A blank: `8 161`.
    Blank,
    /// A comma, the English way: `1,234,567`.
    Comma,
}

impl Grouping {
    fn mark(self) -> Option<char> {
        match self {
            Self::None => None,
            Self::Dot => Some('.'),
            Self::Blank => Some(' '),
            Self::Comma => Some(','),
        }
    }
}

/// What stands before the decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// A comma, the Vietnamese way.
    #[default]
    Comma,
    /// A point.
    Point,
}

impl NumeralStyle {
    /// The Vietnamese way: dots between thousands, a decimal comma, this many decimals.
    pub fn vietnamese(decimals: u8) -> Self {
        Self { grouping: Grouping::Dot, mark: DecimalMark::Comma, decimals, width: 1, plus: false }
    }

    /// The way counts are printed in official texts: no decimals, two digits at least (`05`).
    pub fn count() -> Self {
        Self { width: 2, ..Self::vietnamese(0) }
    }
}

/// Characters that look like a number and follow no convention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not a number by any convention")]
pub struct Malformed;

impl Numeral {
    /// A value in a style.
    pub fn new(value: Decimal, style: NumeralStyle) -> Self {
        Self { value, style }
    }

    /// Reads a whole text as one number.
    ///
    /// # Errors
    /// [`Malformed`] if it is none, or more than one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let found = scan_at(text, 0).ok_or(Malformed)?;
        if found.span.end == text.len() { found.value } else { Err(Malformed) }
    }

    /// The value as a whole number, if it is one and not negative.
    pub fn as_count(&self) -> Option<u64> {
        use rust_decimal::prelude::ToPrimitive as _;
        (self.value.is_integer() && !self.value.is_sign_negative()).then(|| self.value.to_u64()).flatten()
    }
}

/// Prints the number in its style; a value with more decimals than the style has is rounded half up.
impl fmt::Display for Numeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = self.style;
        let rounded =
            self.value.round_dp_with_strategy(u32::from(style.decimals), RoundingStrategy::MidpointAwayFromZero);
        let plain = rounded.abs().to_string();
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        if rounded.is_sign_negative() && !rounded.is_zero() {
            f.write_str("-")?;
        } else if style.plus {
            f.write_str("+")?;
        }
        for _ in whole.len()..usize::from(style.width) {
            f.write_str("0")?;
        }
        for (index, digit) in whole.chars().enumerate() {
            if let Some(mark) = style.grouping.mark().filter(|_| index > 0 && (whole.len() - index).is_multiple_of(3)) {
                write!(f, "{mark}")?;
            }
            write!(f, "{digit}")?;
        }
        if style.decimals > 0 {
            f.write_str(if style.mark == DecimalMark::Comma { "," } else { "." })?;
            f.write_str(decimals)?;
            for _ in decimals.len()..usize::from(style.decimals) {
                f.write_str("0")?;
            }
        }
        Ok(())
    }
}

/// Reads the number that starts at `at`, sign included; `None` where no digit starts, or the digits continue a word or
/// another number.
pub fn scan_at(text: &str, at: usize) -> Option<Found<Result<Numeral, Malformed>>> {
    let mut cursor = Cursor::new(text, at);
    let sign = sign(&mut cursor);
    if !cursor.byte()?.is_ascii_digit() || is_inside_number(text, cursor.at) {
        return None;
    }
    let pieces = Pieces::read(&mut cursor);
    let span = Span::new(at, cursor.at);
    let value = pieces.numeral().map(|mut numeral| {
        match sign {
            Sign::Minus => numeral.value.set_sign_negative(true),
            Sign::Plus => numeral.style.plus = true,
            Sign::None => {}
        }
        numeral
    });
    Some(Found { value, span })
}

/// Whether a digit, or a digit and a mark, stands just before: the number began earlier.
fn is_inside_number(text: &str, at: usize) -> bool {
    match before(text, at) {
        Some(c) if c.is_ascii_digit() => true,
        Some('.' | ',') => before(text, at - 1).is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    None,
    Minus,
    Plus,
}

fn sign(cursor: &mut Cursor<'_>) -> Sign {
    match cursor.peek() {
        Some('-') => {
            cursor.at += 1;
            Sign::Minus
        }
        Some('−') => {
            cursor.at += '−'.len_utf8();
            Sign::Minus
        }
        Some('+') => {
            cursor.at += 1;
            Sign::Plus
        }
        _ => Sign::None,
    }
}

/// The runs of digits of a number and the marks between them.
struct Pieces<'a> {
    first: &'a str,
    rest: Vec<(u8, &'a str)>,
}

impl<'a> Pieces<'a> {
    fn read(cursor: &mut Cursor<'a>) -> Self {
        let mut pieces = Self { first: cursor.digits(), rest: Vec::new() };
        loop {
            let mut next = *cursor;
            let Some(mark @ (b'.' | b',' | b' ')) = next.byte() else { return pieces };
            next.at += 1;
            let run = next.digits();
            if run.is_empty() || (mark == b' ' && !pieces.may_group_by_blank(run)) {
                return pieces;
            }
            pieces.rest.push((mark, run));
            *cursor = next;
        }
    }

    /// Whether three more digits after a blank can belong to the number (`346 000`), and are not the next number.
    fn may_group_by_blank(&self, run: &str) -> bool {
        // A blank follows blanks only, so the last mark speaks for all; asking each would cost the square of the row.
        run.len() == 3 && self.is_head_of_groups() && self.rest.last().is_none_or(|(mark, _)| *mark == b' ')
    }

    /// Whether the first run can stand before groups of three digits.
    fn is_head_of_groups(&self) -> bool {
        self.first.len() <= 3 && !self.first.starts_with('0')
    }

    fn numeral(&self) -> Result<Numeral, Malformed> {
        let (grouping, mark, decimals) = self.convention()?;
        let groups = self.rest.len() - usize::from(decimals.is_some());
        let mut digits = String::with_capacity(24);
        digits.push_str(self.first);
        for (_, run) in self.rest.iter().take(groups) {
            digits.push_str(run);
        }
        if let Some(decimals) = decimals {
            digits.push('.');
            digits.push_str(decimals);
        }
        let value = Decimal::from_str_exact(&digits).map_err(|_| Malformed)?;
        let style = NumeralStyle {
            grouping,
            mark,
            decimals: u8::try_from(decimals.map_or(0, str::len)).map_err(|_| Malformed)?,
            width: if self.first.starts_with('0') {
                u8::try_from(self.first.len()).map_err(|_| Malformed)?
            } else {
                1
            },
            plus: false,
        };
        Ok(Numeral { value, style })
    }

    /// What the marks mean: how groups are parted, and which run is the decimals.
    fn convention(&self) -> Result<(Grouping, DecimalMark, Option<&'a str>), Malformed> {
        let Some((last_mark, last)) = self.rest.last().copied() else {
            return Ok((Grouping::None, DecimalMark::Comma, None));
        };
        let inner = self.rest.get(..self.rest.len() - 1).unwrap_or_default();
        let grouped = |marks: &[(u8, &str)], by: u8| {
            self.is_head_of_groups() && marks.iter().all(|(mark, run)| *mark == by && run.len() == 3)
        };
        if grouped(&self.rest, b'.') {
            return Ok((Grouping::Dot, DecimalMark::Comma, None));
        }
        if grouped(&self.rest, b' ') {
            return Ok((Grouping::Blank, DecimalMark::Comma, None));
        }
        if inner.is_empty() {
            return match last_mark {
                b',' => Ok((Grouping::None, DecimalMark::Comma, Some(last))),
                // `1234.567` and `1.2345` may be groups gone wrong or decimals: not for us to guess.
                b'.' if self.first.trim_start_matches('0').is_empty() || last.len() <= 2 => {
                    Ok((Grouping::None, DecimalMark::Point, Some(last)))
                }
                _ => Err(Malformed),
            };
        }
        match last_mark {
            b',' if grouped(inner, b'.') => Ok((Grouping::Dot, DecimalMark::Comma, Some(last))),
            b',' if grouped(inner, b' ') => Ok((Grouping::Blank, DecimalMark::Comma, Some(last))),
            b'.' if grouped(inner, b' ') && last.len() <= 2 => Ok((Grouping::Blank, DecimalMark::Point, Some(last))),
            b',' if grouped(&self.rest, b',') => Ok((Grouping::Comma, DecimalMark::Point, None)),
            b'.' if grouped(inner, b',') => Ok((Grouping::Comma, DecimalMark::Point, Some(last))),
            _ => Err(Malformed),
        }
    }
}

#[cfg(test)]
mod tests;
