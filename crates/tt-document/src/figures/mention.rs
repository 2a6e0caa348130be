//! Finding numbers with their units, and leaving out those that are no figures.

use tt_text::date::{self, DateForm};
use tt_text::quantity::{self, Quantity, joint_at, may_start};
use tt_text::unit::{self, UnitKind};
use tt_text::{Span, number_words};

use super::Paragraph;
use super::numbering::Context;

/// A number that may be a figure, with its unit.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Number and unit.
    pub(super) span: Span,
    /// The number; `None` if malformed.
    pub(super) quantity: Option<Quantity>,
    /// Unit as printed.
    pub(super) unit: Option<String>,
    /// What the unit measures; `None` without one.
    pub(super) measures: Option<UnitKind>,
    /// Sign printed before it: `-`, `+`.
    pub(super) sign: Option<char>,
}

/// Finds the mentions of a paragraph outside what is taken (citations, in order).
pub(super) fn scan(paragraph: &Paragraph<'_>, cited: Vec<Span>) -> Vec<Mention> {
    let text = paragraph.text;
    let bytes = text.as_bytes();
    let mut taken = taken(paragraph, cited).into_iter().peekable();
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        while taken.next_if(|span| span.end <= at).is_some() {}
        if let Some(span) = taken.next_if(|span| span.start <= at) {
            at = span.end;
            continue;
        }
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let limit = taken.peek().map_or(text.len(), |span| span.start);
        let (mention, end) = read(paragraph, at, limit, found.last());
        found.extend(mention);
        at = end.max(at + 1);
    }
    found
}

/// Citations, dates and periods, in order, none inside another.
fn taken(paragraph: &Paragraph<'_>, cited: Vec<Span>) -> Vec<Span> {
    let dates = date::scan(paragraph.text).into_iter().filter(|found| {
        // A month alone is told from a count by the words round it when the number is read.
        found.value.date.day.is_some() || found.value.style.form != DateForm::Words || found.value.style.led
    });
    let mut all = cited;
    all.extend(dates.map(|found| found.span));
    all.extend(paragraph.periods.iter().map(|found| found.span));
    all.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(all.len());
    for span in all {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// Reads the number at `at`; the mention, if it is one, and where to go on.
fn read(paragraph: &Paragraph<'_>, at: usize, limit: usize, last: Option<&Mention>) -> (Option<Mention>, usize) {
    let text = paragraph.text;
    let Some(found) = quantity::scan_at(text, at).filter(|found| found.span.end <= limit) else {
        return (None, digits_end(text, at));
    };
    let end = found.span.end;
    let (unit_at, unit) = unit_after(text, end);
    let starts = may_start(text, at) || follows_other_unit(text, at) || clings_to_word(text, at, unit.as_ref());
    if !starts || is_in_symbol(text, found.span) {
        return (None, symbol_end(text, end));
    }
    let quantity = found.value.as_ref().ok();
    let context = Context::new(paragraph, found.span, quantity, unit.as_ref());
    if context.is_none() {
        return (None, unit.map_or(end, |unit| unit.span.end));
    }
    let measures = unit.as_ref().map(|unit| unit.value.kind);
    let unit_span = unit.map(|unit| unit.span).filter(|span| span.end <= limit);
    let bare = unit_span.is_none();
    if bare && let Some(mention) = part_of_whole(text, found.span, quantity, limit) {
        let end = mention.span.end;
        return (Some(mention), end);
    }
    let listed = bare && last.is_some_and(|last| context.is_listed_in_brackets(last));
    if bare && !listed && !context.may_be_bare(last) {
        return (None, end);
    }
    let sign_at = signed(text, at);
    let counted = last.filter(|last| last.measures == Some(UnitKind::Count));
    let inherited = counted.filter(|_| bare && (listed || context.follows_colon()));
    let mut mention = Mention {
        span: Span::new(sign_at, unit_span.map_or(end, |unit| unit.end)),
        quantity: found.value.ok(),
        unit: unit_span.map(|unit| unit.of(text).to_owned()).or_else(|| inherited?.unit.clone()),
        measures: unit_span.and(measures).or_else(|| inherited?.measures),
        sign: (sign_at < at).then(|| text.get(sign_at..).and_then(|rest| rest.chars().next())).flatten(),
    };
    if mention.sign == Some('-') || mention.sign == Some('−') {
        if let Some(Quantity::One(one)) = &mut mention.quantity {
            one.value.set_sign_negative(true);
        }
    }
    if unit_at > at && !bare {
        extend_to_range(paragraph, &mut mention, limit);
    }
    let end = mention.span.end;
    (Some(mention), end)
}

/// The unit after a number, past blanks and an amount repeated in words in brackets.
fn unit_after(text: &str, end: usize) -> (usize, Option<tt_text::Found<unit::Unit>>) {
    let blanks = |at: usize| text.as_bytes().iter().skip(at).take_while(|byte| **byte == b' ').count();
    let at = end + blanks(end);
    if let Some(inner) = text.get(at..).and_then(|rest| rest.strip_prefix('('))
        && let Some(close) = inner.bytes().take(200).position(|byte| byte == b')')
        && number_words::scan_at(text, at + 1).is_some_and(|words| words.span.end == at + 1 + close)
    {
        let after = at + close + 2;
        let after = after + blanks(after);
        if let Some(unit) = unit::scan_at(text, after).filter(|unit| unit.value.known) {
            return (after, Some(unit));
        }
    }
    (at, unit::scan_at(text, at))
}

/// Joins `5% đến 7%` and `10 ha - 20 ha` to one range.
fn extend_to_range(paragraph: &Paragraph<'_>, mention: &mut Mention, limit: usize) {
    let text = paragraph.text;
    let Some(Quantity::One(low)) = mention.quantity else { return };
    let Some((joint, next)) = joint_at(text, mention.span.end) else { return };
    let before = paragraph.lower.get(..mention.span.start).unwrap_or_default().trim_end();
    if ["tăng từ", "giảm từ", "nâng từ", "hạ từ"].iter().any(|words| before.ends_with(words)) {
        return;
    }
    // `từ 50 ha đến dưới 100 ha`
    let next = next + text.get(next..).filter(|rest| rest.starts_with("dưới ")).map_or(0, |_| "dưới ".len());
    let Some(second) = quantity::scan_at(text, next) else { return };
    let (_, unit) = unit_after(text, second.span.end);
    let Some(unit) = unit.filter(|unit| unit.span.end <= limit) else { return };
    let same = mention.unit.as_deref().map(unit::canonical) == Some(unit::canonical(unit.span.of(text)));
    if let Ok(Quantity::One(high)) = second.value
        && same
        && high.value > low.value
    {
        mention.quantity = Some(Quantity::Range { low, high, joint });
        mention.span.end = unit.span.end;
        mention.unit = Some(unit.span.of(text).to_owned());
    }
}

/// Reads `15 trên 17 chỉ tiêu`, `12 trong tổng số 20 xã`: so many of so many.
fn part_of_whole(text: &str, number: Span, quantity: Option<&Quantity>, limit: usize) -> Option<Mention> {
    const JOINTS: [&str; 5] = [" trên tổng số ", " trong tổng số ", " trong số ", " trên ", "/tổng số "];
    let Some(Quantity::One(part)) = quantity else { return None };
    let rest = text.get(number.end..)?;
    let joint = JOINTS.iter().find(|joint| rest.starts_with(**joint))?;
    let second = quantity::scan_at(text, number.end + joint.len()).filter(|second| second.span.end <= limit)?;
    let Ok(Quantity::One(whole)) = second.value else { return None };
    let (_, unit) = unit_after(text, second.span.end);
    let unit = unit.filter(|unit| unit.value.known && unit.value.kind == UnitKind::Count && unit.span.end <= limit)?;
    let counts = part.as_count().is_some() && whole.as_count().is_some() && part.value <= whole.value;
    counts.then(|| Mention {
        span: Span::new(number.start, unit.span.end),
        quantity: Some(Quantity::Ratio { part: *part, whole }),
        unit: Some(unit.span.of(text).to_owned()),
        measures: Some(unit.value.kind),
        sign: None,
    })
}

/// Whether the blank between a word and the number was lost: `ngân sách329 tỷ đồng`. Only a measure, money or a
/// percentage behind it tells that from a symbol.
fn clings_to_word(text: &str, at: usize, unit: Option<&tt_text::Found<unit::Unit>>) -> bool {
    let measured =
        unit.is_some_and(|unit| unit.value.known && !matches!(unit.value.kind, UnitKind::Count | UnitKind::Bare));
    let before = text.get(..at).unwrap_or_default();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let head = before.get(..before.len() - word.len()).unwrap_or_default();
    measured
        && word.chars().count() >= 3
        && word.chars().all(char::is_lowercase)
        && (head.is_empty() || head.ends_with([' ', '(']))
}

/// Whether a slash parts the number from the unit of the one before: `145 vụ/178 đối tượng`.
fn follows_other_unit(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.strip_suffix('/'));
    before.and_then(|before| before.chars().next_back()).is_some_and(char::is_lowercase)
}

fn digits_end(text: &str, at: usize) -> usize {
    at + text.as_bytes().iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count()
}

/// Where the word or symbol that goes on at `end` is over.
fn symbol_end(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    end + rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '-' | '.'))).unwrap_or(rest.len())
}

/// Whether the number belongs to a symbol or a name: `230/QĐ-UBND`, `02-NQ/TW`, `30c/NQ-CP`, `COVID-19`, `5G`.
fn is_in_symbol(text: &str, number: Span) -> bool {
    let mut after = text.get(number.end..).unwrap_or_default().chars();
    let next = after.next();
    let second = after.next();
    let followed = match next {
        Some('/' | '-' | '.') => second.is_some_and(char::is_alphabetic),
        Some('_' | '+' | '&' | '*' | '\'' | '@') => true,
        Some(c) if c.is_alphabetic() => !unit::scan_at(text, number.end).is_some_and(|unit| unit.value.known),
        _ => false,
    };
    let before = text.get(..number.start).unwrap_or_default();
    let mut chars = before.chars().rev();
    let led = match (chars.next(), chars.next()) {
        (Some('-' | '.' | '+'), Some(c)) => c.is_alphanumeric(),
        (Some('@' | '#' | '='), _) => true,
        _ => false,
    };
    followed || led
}

/// Where the sign of a number stands, or the number itself.
fn signed(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some(sign) = before.chars().next_back().filter(|c| matches!(c, '-' | '−' | '+')) else { return at };
    let start = at - sign.len_utf8();
    match before.get(..start).and_then(|rest| rest.chars().next_back()) {
        Some('(') => start,
        Some(' ') if before.get(..start).is_some_and(|rest| rest.trim_end().ends_with(char::is_alphabetic)) => start,
        _ => at,
    }
}
