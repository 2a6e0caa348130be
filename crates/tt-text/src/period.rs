//! Periods (kỳ): `năm 2019`, `giai đoạn 2018 - 2030`, `quý I/2020`, `6 tháng đầu năm 2024`, `tháng 10/2019`.

use crate::cursor::{Cursor, is_glued_before};
use crate::date;
use crate::fold::is_word_char;
use crate::number_words;
use crate::quantity::{joint_at, may_start};
use crate::span::{Found, Span};

/// A stretch of calendar time that figures speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// `năm 2019`
    Year(i16),
    /// `giai đoạn 2018 - 2030`, `năm học 2023-2024`: first and last year.
    Years {
        /// First year.
        from: i16,
        /// Last year.
        to: i16,
    },
    /// `quý I/2020`: 1 to 4.
    Quarter {
        /// Which quarter.
        quarter: u8,
        /// Its year, if given.
        year: Option<i16>,
    },
    /// `tháng 10/2019`
    Month {
        /// 1 to 12.
        month: i8,
        /// Its year, if given.
        year: Option<i16>,
    },
    /// `6 tháng đầu năm 2024`, `9 tháng năm 2017`: months from the start of the year.
    FirstMonths {
        /// How many.
        months: u8,
        /// Their year, if given.
        year: Option<i16>,
    },
    /// `6 tháng cuối năm 2024`: months to the end of the year.
    LastMonths {
        /// How many.
        months: u8,
        /// Their year, if given.
        year: Option<i16>,
    },
}

/// Finds every period of a text, in order; none overlaps another. A month inside a date is no period.
pub fn scan(text: &str) -> Vec<Found<Period>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let starts = match byte {
            b'0'..=b'9' => !at.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(u8::is_ascii_digit),
            _ => byte.is_ascii_alphabetic(),
        };
        // A whole date is stepped over, so that its month and year are not taken for a period.
        let dated = match byte {
            b'n' | b'N' => date::may_lead(bytes, at),
            _ => byte.is_ascii_digit(),
        };
        let date = (starts && dated).then(|| date::scan_at(text, at)).flatten();
        if let Some(date) = date.filter(|date| date.value.date.day.is_some() || date.value.date.month.is_some()) {
            if date.value.date.day.is_none() && date.value.style.form != date::DateForm::Words {
                found.extend(month(date.value).map(|value| Found { value, span: date.span }));
            }
            at = date.span.end;
            continue;
        }
        match starts.then(|| scan_at(text, at)).flatten() {
            Some(period) => {
                at = period.span.end;
                found.push(period);
            }
            None if starts && byte.is_ascii_alphabetic() => at += word_length(bytes, at),
            None => at += 1,
        }
    }
    found
}

/// Letters from `at` on: where no period starts, none starts inside the word.
fn word_length(bytes: &[u8], at: usize) -> usize {
    bytes.iter().skip(at).take_while(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count().max(1)
}

/// Reads the period that starts at `at` with its first word or digit.
pub fn scan_at(text: &str, at: usize) -> Option<Found<Period>> {
    if is_glued_before(text, at) {
        return None;
    }
    let mut cursor = Cursor::new(text, at);
    // The second byte, an ASCII letter in lower case, spares most words a closer look.
    let second = text.as_bytes().get(at + 1)?.to_ascii_lowercase();
    let value = match cursor.byte()? {
        b'0'..=b'9' if may_start(text, at) => months(&mut cursor).or_else(|| {
            cursor.at = at;
            span_of_years(&mut cursor)
        }),
        // 0xC4 begins ă and Ă.
        b'n' | b'N' if matches!(second, 0xC4 | b'i' | b'h') => {
            years_after(&mut cursor, &["năm học", "niên độ", "niên khóa", "nhiệm kỳ", "năm"])
        }
        b'g' | b'G' if second == b'i' => years_after(&mut cursor, &["giai đoạn"]),
        b't' | b'T' if second == b'h' => years_after(&mut cursor, &["thời kỳ", "thời kì"]).or_else(|| {
            let date = date::scan_at(text, at)?;
            cursor.at = date.span.end;
            month(date.value)
        }),
        b'q' | b'Q' => quarter(&mut cursor),
        // The first letters of the words for numbers up to twelve, but `năm`, which is read as a year, and `tám`.
        b'm' | b'M' | b'h' | b'H' | b'b' | b'B' | b's' | b'S' | b'c' | b'C' => {
            counts_months(&cursor).then(|| months(&mut cursor)).flatten()
        }
        _ => None,
    }?;
    Some(Found { value, span: Span::new(at, cursor.at) })
}

fn month(date: date::DateExpression) -> Option<Period> {
    let month = date.date.month.filter(|_| date.date.day.is_none())?;
    Some(Period::Month { month, year: date.date.year })
}

/// One year or two after one of these words.
fn years_after(cursor: &mut Cursor<'_>, words: &[&str]) -> Option<Period> {
    words.iter().any(|word| cursor.word(word)).then_some(())?;
    cursor.wrapped_blanks();
    let first = *cursor;
    // `giai đoạn từ năm 2018 đến năm 2030`
    while cursor.word("từ") || cursor.word("năm") {
        cursor.wrapped_blanks();
    }
    span_of_years(cursor).or_else(|| {
        *cursor = first;
        while cursor.word("từ") || cursor.word("năm") {
            cursor.wrapped_blanks();
        }
        year(cursor).map(Period::Year)
    })
}

/// `2018 - 2030`, `2018 đến năm 2020`.
fn span_of_years(cursor: &mut Cursor<'_>) -> Option<Period> {
    let from = year(cursor)?;
    let mut next = Cursor { at: joint_at(cursor.text, cursor.at)?.1, ..*cursor };
    if next.word("năm") {
        next.blanks();
    }
    let to = year(&mut next).filter(|to| *to > from)?;
    *cursor = next;
    Some(Period::Years { from, to })
}

/// A year of four digits that nothing continues.
fn year(cursor: &mut Cursor<'_>) -> Option<i16> {
    let digits = cursor.digits();
    let year = digits.parse().ok().filter(|year| digits.len() == 4 && (1900..2100).contains(year))?;
    let mut after = *cursor;
    let glued = match after.peek() {
        Some('/' | '%') => true,
        Some('.' | ',') => {
            after.at += 1;
            after.byte().is_some_and(|byte| byte.is_ascii_digit())
        }
        _ => false,
    };
    (!glued).then_some(year)
}

/// `quý I/2020`, `quý 3 năm 2020`, `quý II`.
fn quarter(cursor: &mut Cursor<'_>) -> Option<Period> {
    cursor.word("quý").then_some(())?;
    cursor.wrapped_blanks();
    let quarter = match cursor.digits() {
        "" => {
            let quarter = [("iv", 4), ("iii", 3), ("ii", 2), ("i", 1)];
            quarter.iter().find(|(numeral, _)| cursor.word(numeral)).map(|(_, quarter)| *quarter)?
        }
        digits => digits.parse().ok().filter(|quarter| (1..=4).contains(quarter))?,
    };
    Some(Period::Quarter { quarter, year: year_of(cursor) })
}

/// The year after `/` or `năm`, if one follows.
fn year_of(cursor: &mut Cursor<'_>) -> Option<i16> {
    let mut next = *cursor;
    if !next.eat(b'/') {
        if matches!(next.byte(), Some(b',')) {
            next.at += 1;
        }
        next.wrapped_blanks();
        if !next.word("năm") {
            return None;
        }
        next.wrapped_blanks();
    }
    let year = year(&mut next)?;
    *cursor = next;
    Some(year)
}

/// Whether `tháng` follows the word here, or the two words of `mười một tháng`: only then is it worth reading numbers.
fn counts_months(cursor: &Cursor<'_>) -> bool {
    let mut next = *cursor;
    for _ in 0..2 {
        while let Some(c) = next.peek().filter(|c| is_word_char(*c)) {
            next.at += c.len_utf8();
        }
        if next.blanks() == 0 {
            return false;
        }
        if matches!(next.byte(), Some(b't' | b'T')) {
            return next.letters_of("tháng");
        }
        if !matches!(cursor.byte(), Some(b'm' | b'M')) {
            return false;
        }
    }
    false
}

/// `6 tháng đầu năm 2024`, `sáu tháng cuối năm`, `9 tháng năm 2017`.
fn months(cursor: &mut Cursor<'_>) -> Option<Period> {
    let months: u8 = match cursor.digits() {
        "" => {
            let found = number_words::scan_at(cursor.text, cursor.at)?;
            cursor.at = found.span.end;
            found.value.try_into().ok()?
        }
        digits => digits.parse().ok()?,
    };
    if !(1..=12).contains(&months) || cursor.wrapped_blanks() == 0 || !cursor.word("tháng") {
        return None;
    }
    let mut next = *cursor;
    next.wrapped_blanks();
    let last = next.word("cuối");
    if last || next.word("đầu") {
        *cursor = next;
        let mut year_word = next;
        year_word.wrapped_blanks();
        let year = year_of(cursor);
        if year.is_none() && year_word.word("năm") {
            *cursor = year_word;
        }
        return Some(if last { Period::LastMonths { months, year } } else { Period::FirstMonths { months, year } });
    }
    year_of(cursor).map(|year| Period::FirstMonths { months, year: Some(year) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(&str, Period)> {
        scan(text).into_iter().map(|found| (found.span.of(text), found.value)).collect()
    }

    #[test]
    fn periods_are_found_with_their_words() {
        let cases = [
            ("Trong năm 2019, Sở", "năm 2019", Period::Year(2019)),
            ("giai đoạn 2018 - 2030 và", "giai đoạn 2018 - 2030", Period::Years { from: 2018, to: 2030 }),
            ("(cả giai đoạn 2018-2030)", "giai đoạn 2018-2030", Period::Years { from: 2018, to: 2030 }),
            ("từ năm 2018 đến năm 2020", "năm 2018 đến năm 2020", Period::Years { from: 2018, to: 2020 }),
            ("vụ 2023-2024: gieo", "2023-2024", Period::Years { from: 2023, to: 2024 }),
            ("quý I/2020 đạt", "quý I/2020", Period::Quarter { quarter: 1, year: Some(2020) }),
            ("Quý II năm 2025", "Quý II năm 2025", Period::Quarter { quarter: 2, year: Some(2025) }),
            ("quý IV tăng", "quý IV", Period::Quarter { quarter: 4, year: None }),
            ("6 tháng đầu năm 2024", "6 tháng đầu năm 2024", Period::FirstMonths { months: 6, year: Some(2024) }),
            ("sáu tháng cuối năm, tỉnh", "sáu tháng cuối năm", Period::LastMonths { months: 6, year: None }),
            ("9 tháng năm 2017", "9 tháng năm 2017", Period::FirstMonths { months: 9, year: Some(2017) }),
            ("tháng 10/2019", "tháng 10/2019", Period::Month { month: 10, year: Some(2019) }),
            ("tháng 7 hoàn thành", "tháng 7", Period::Month { month: 7, year: None }),
        ];
        for (text, words, period) in cases {
            assert_eq!(found(text), [(words, period)], "{text}");
        }
    }

    #[test]
    fn dates_durations_and_numbers_are_not_periods() {
        for text in ["ngày 30/01/2019", "ngày 04 tháng 5 năm 2019", "trong 6 tháng", "2.019 hộ", "số 25/2018/QĐ-UBND"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "(năm|tháng|quý|giai đoạn|I{1,3}|[0-9]{1,4}|[/. -]|đến|đầu){0,12}") {
            let mut end = 0;
            for period in scan(&text) {
                prop_assert!(period.span.start >= end && text.get(period.span.start..period.span.end).is_some());
                end = period.span.end;
            }
        }
    }
}
