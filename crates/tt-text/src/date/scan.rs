//! Finding dates in a text.

use super::{DateExpression, DateFault, DateForm, DateStyle, PartialDate};
use crate::cursor::{Cursor, is_glued_before};
use crate::quantity::{joint_at, may_start};
use crate::span::{Found, Span};

/// Finds every date of a text, in order; none overlaps another.
pub fn scan(text: &str) -> Vec<Found<DateExpression>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let starts = match byte {
            b'0'..=b'9' => !at.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(u8::is_ascii_digit),
            b'n' | b'N' | b't' | b'T' => may_lead(bytes, at),
            _ => false,
        };
        match starts.then(|| scan_at(text, at)).flatten() {
            Some(date) => {
                at = date.span.end;
                let dotted = date.value.style.form == DateForm::Dot;
                found.push(date);
                if let Some(second) = dotted.then(|| dotted_end(text, at)).flatten() {
                    at = second.span.end;
                    found.push(second);
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Whether the word at `at` may be `ngày` or `tháng`, by its first three letters; both have one of `à`, `À`, `á`, `Á`
/// (whose first byte is C3) as their third.
pub(crate) fn may_lead(bytes: &[u8], at: usize) -> bool {
    let Some([first, second, 0xC3]) = bytes.get(at..at + 3) else { return false };
    matches!((first | 0x20, second | 0x20), (b'n', b'g') | (b't', b'h'))
}

/// Reads the date that starts at `at`, with `ngày` or `tháng` or with its first digit.
///
/// Figures without a year are a date only after `ngày` or a part of the day, or joined to a date that has one: a bare
/// `05/06` is a ratio. A month alone (`tháng 12`) is a date without day and year.
pub fn scan_at(text: &str, at: usize) -> Option<Found<DateExpression>> {
    if is_glued_before(text, at) {
        return None;
    }
    let mut cursor = Cursor::new(text, at);
    let found = match cursor.byte()? {
        b'0'..=b'9' if may_start(text, at) => figures(&mut cursor, follows_part_of_day(text, at)),
        b'n' | b'N' if cursor.letters_of("ngày") => {
            cursor.wrapped_blanks();
            let figures_at = cursor;
            in_words(&mut cursor, true).or_else(|| {
                cursor = figures_at;
                figures(&mut cursor, true)
            })
        }
        b't' | b'T' if cursor.letters_of("tháng") => month(&mut cursor),
        _ => None,
    };
    found.map(|mut value| {
        value.style.led = !text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        Found { value, span: Span::new(at, cursor.at) }
    })
}

/// `05 tháng 12 năm 2019` after `ngày`; any part may be blank, but not all.
fn in_words(cursor: &mut Cursor<'_>, led: bool) -> Option<DateExpression> {
    let day = part(cursor, 2)?;
    left_blank(cursor);
    if !cursor.letters_of("tháng") {
        return None;
    }
    left_blank(cursor);
    let month = part(cursor, 2)?;
    let mut year = "";
    let mut next = *cursor;
    if month.is_empty() || !next.eat(b'/') {
        left_blank(&mut next);
        if next.letters_of("năm") {
            left_blank(&mut next);
            year = next.digits();
            cursor.at = if year.is_empty() { cursor.at } else { next.at };
        }
    } else {
        year = next.digits();
        cursor.at = if year.is_empty() { cursor.at } else { next.at };
    }
    // `tháng` alone, as in `ngày càng` or `tháng sau`, is no date.
    (!(day.is_empty() && month.is_empty() && year.is_empty()))
        .then(|| expression(DateForm::Words, day, month, year))
        .map(|mut date| {
            date.style.led = led;
            date
        })
}

/// `12 năm 2019`, `10/2019` or `7` after `tháng`.
fn month(cursor: &mut Cursor<'_>) -> Option<DateExpression> {
    cursor.wrapped_blanks();
    let month = part(cursor, 2).filter(|month| !month.is_empty())?;
    let mut next = *cursor;
    if matches!(next.byte(), Some(b'/' | b'-' | b'.')) {
        next.at += 1;
        let year = next.digits();
        if year.len() == 4 {
            *cursor = next;
            return Some(expression(DateForm::Slash, "", month, year));
        }
        return (next.byte() != Some(b'/')).then(|| expression(DateForm::Words, "", month, ""));
    }
    next.wrapped_blanks();
    let mut year = "";
    if next.word("năm") && next.wrapped_blanks() > 0 {
        year = next.digits();
    }
    if year.is_empty() {
        // `12 tháng 5 ngày` counts days; a month is not counted.
        let mut after = *cursor;
        after.blanks();
        return (!after.word("ngày") && after.byte() != Some(b'%')).then(|| expression(DateForm::Words, "", month, ""));
    }
    *cursor = next;
    Some(expression(DateForm::Words, "", month, year))
}

/// `28/10/2019`, `12/3`, `10/2019` and their like. `sure` if the words before it say that a date comes.
fn figures(cursor: &mut Cursor<'_>, sure: bool) -> Option<DateExpression> {
    let start = *cursor;
    let day = part(cursor, 2).filter(|day| !day.is_empty())?;
    let Some(first @ (b'/' | b'-' | b'.')) = cursor.byte() else {
        return sure.then(|| joined(cursor, day, "")).flatten();
    };
    cursor.at += 1;
    let month = cursor.digits();
    if month.len() == 4 {
        *cursor = start;
        return month_of_year(cursor);
    }
    if month.is_empty() || month.len() > 2 {
        *cursor = start;
        cursor.digits();
        return sure.then(|| joined(cursor, day, "")).flatten();
    }
    let mut next = *cursor;
    let second = next.byte().filter(|byte| matches!(byte, b'/' | b'-' | b'.'));
    next.at += usize::from(second.is_some());
    let year = if second.is_some() { next.digits() } else { "" };
    if year.is_empty() {
        return day_and_month(cursor, first, day, month, sure);
    }
    let form = form(first, second);
    let whole = match form {
        _ if sure => true,
        DateForm::Slash | DateForm::Hyphen | DateForm::Dot => year.len() == 4,
        _ => year.len() == 4 && first == b'-' && second == Some(b'/'),
    };
    if !whole || continues_symbol(text_after(&next)) {
        return None;
    }
    *cursor = next;
    Some(expression(form, day, month, year))
}

fn form(first: u8, second: Option<u8>) -> DateForm {
    match (first, second.unwrap_or(first)) {
        (b'/', b'/') => DateForm::Slash,
        (b'-', b'-') => DateForm::Hyphen,
        (b'.', b'.') => DateForm::Dot,
        _ => DateForm::Mixed,
    }
}

/// `12/3`: a date if words or a date joined to it say so. The year may also follow in words.
fn day_and_month(cursor: &mut Cursor<'_>, mark: u8, day: &str, month: &str, sure: bool) -> Option<DateExpression> {
    if continues_symbol(text_after(cursor)) {
        return None;
    }
    if mark == b'/'
        && let Some(date) = joined(cursor, day, month)
    {
        return Some(date);
    }
    if !sure {
        return None;
    }
    let mut next = *cursor;
    if next.wrapped_blanks() > 0 && next.word("năm") && next.wrapped_blanks() > 0 {
        let year = next.digits();
        if year.len() == 4 {
            *cursor = next;
            return Some(expression(form(mark, None), day, month, year));
        }
    }
    Some(expression(form(mark, None), day, month, ""))
}

/// A day, or a day and month, whose year the next date gives: `12/3 - 15/3/2019`, `12 đến 15/3/2019`.
fn joined(cursor: &Cursor<'_>, day: &str, month: &str) -> Option<DateExpression> {
    let text = cursor.text;
    let mut next =
        Cursor::new(text, joint_at(text, cursor.at).map(|(_, at)| at).or_else(|| joint_to_day(text, cursor.at))?);
    if next.letters_of("ngày") {
        next.wrapped_blanks();
    }
    let to_day = part(&mut next, 2).filter(|part| !part.is_empty())?;
    let mark = next.byte().filter(|byte| matches!(byte, b'/' | b'-' | b'.'))?;
    next.at += 1;
    let to_month = part(&mut next, 2).filter(|part| !part.is_empty())?;
    if !(next.eat(mark) || next.eat(b'/')) {
        return None;
    }
    let year = next.digits();
    if year.len() != 4 || to_day.is_empty() || continues_symbol(text_after(&next)) {
        return None;
    }
    let month = if month.is_empty() { to_month } else { month };
    let mut date = expression(form(mark, None), day, month, year);
    date.elided = true;
    Some(date)
}

/// Where `ngày` starts in ` đến ngày …`.
fn joint_to_day(text: &str, at: usize) -> Option<usize> {
    let mut cursor = Cursor::new(text, at);
    (cursor.blanks() > 0 && cursor.word("đến") && cursor.blanks() > 0).then_some(cursor.at)
}

/// `10/2019`: month and year, unless it is the head of a symbol.
fn month_of_year(cursor: &mut Cursor<'_>) -> Option<DateExpression> {
    let start = cursor.at;
    let month = cursor.digits();
    if !cursor.eat(b'/') {
        return None;
    }
    let year = cursor.digits();
    let fits = month.parse().is_ok_and(|month: u8| (1..=12).contains(&month))
        && year.parse().is_ok_and(|year: i16| (1900..2100).contains(&year))
        && !continues_symbol(text_after(cursor))
        && !follows_word(cursor.text, start, "số");
    fits.then(|| expression(DateForm::Slash, "", month, year))
}

/// ` - 31.3` after a dotted date.
fn dotted_end(text: &str, at: usize) -> Option<Found<DateExpression>> {
    let start = joint_at(text, at)?.1;
    let mut cursor = Cursor::new(text, start);
    let value = figures(&mut cursor, true)?;
    (value.style.form == DateForm::Dot).then_some(Found { value, span: Span::new(start, cursor.at) })
}

/// Digits of a day or month, or nothing where they are left blank; `None` if there are too many.
fn part<'a>(cursor: &mut Cursor<'a>, most: usize) -> Option<&'a str> {
    let digits = cursor.digits();
    (digits.len() <= most).then_some(digits)
}

/// Takes what stands where a part is left blank: blanks, dots, underscores.
fn left_blank(cursor: &mut Cursor<'_>) {
    cursor.wrapped_blanks();
    while let Some(c @ ('.' | '…' | '_' | ' ' | '\t')) = cursor.peek() {
        cursor.at += c.len_utf8();
    }
    cursor.wrapped_blanks();
}

fn text_after<'a>(cursor: &Cursor<'a>) -> &'a str {
    cursor.text.get(cursor.at..).unwrap_or_default()
}

/// Whether what follows makes the figures the head of a number and symbol (`12/2019/NĐ-CP`, `5/6-QĐ`).
fn continues_symbol(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('/' | '-')) && chars.next().is_some_and(char::is_alphanumeric)
}

fn follows_part_of_day(text: &str, at: usize) -> bool {
    ["sáng", "trưa", "chiều", "tối", "hôm"].iter().any(|word| follows_word(text, at, word))
}

/// Whether this lower-case word and a blank stand just before `at`.
fn follows_word(text: &str, at: usize, word: &str) -> bool {
    let Some(end) = at.checked_sub(1).filter(|last| text.as_bytes().get(*last) == Some(&b' ')) else { return false };
    let Some(start) = end.checked_sub(word.len()).filter(|start| text.is_char_boundary(*start)) else {
        return false;
    };
    let mut cursor = Cursor::new(text, start);
    cursor.letters_of(word) && cursor.at == end && !is_glued_before(text, start)
}

fn expression(form: DateForm, day: &str, month: &str, year: &str) -> DateExpression {
    let number = |text: &str| text.parse::<i8>().ok();
    let date = PartialDate {
        year: year.parse().ok().filter(|_| year.len() == 4),
        month: number(month).filter(|month| (1..=12).contains(month)),
        day: number(day).filter(|day| (1..=31).contains(day)),
    };
    let style = DateStyle {
        form,
        led: false,
        day_width: u8::try_from(day.len()).unwrap_or(u8::MAX),
        month_width: u8::try_from(month.len()).unwrap_or(u8::MAX),
    };
    DateExpression { date, style, elided: false, fault: fault(date, day, month, year) }
}

fn fault(date: PartialDate, day: &str, month: &str, year: &str) -> Option<DateFault> {
    if !month.is_empty() && date.month.is_none() {
        return Some(DateFault::NoSuchMonth);
    }
    if !day.is_empty() && date.day.is_none() {
        return Some(DateFault::NoSuchDay);
    }
    if !year.is_empty() && !date.year.is_some_and(|year| (1900..2100).contains(&year)) {
        return Some(DateFault::OddYear);
    }
    // Without a year the 29th of February may be.
    let whole = PartialDate { year: date.year.or(Some(2024)), ..date };
    (date.day.is_some() && date.month.is_some() && whole.date().is_none()).then_some(DateFault::NoSuchDay)
}

#[cfg(test)]
mod tests;
