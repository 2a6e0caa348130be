//! The promise a target's words make: how much, of what, against what, where, by when, as part of what.
//!
//! By the language alone: what stands here holds for any agency's tasks. A number without a unit is no goal (it names
//! something: `tiêu chí 4`, `cụm công nghiệp số 1`).

use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_text::fold::lower;
use tt_text::period::{self, Period};
use tt_text::quantity::{self, Quantity};
use tt_text::{date, number_words, unit};

use crate::task::{Comparator, Measure, NewTarget};

/// A number already found in the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Value, or lower end of a range.
    pub value: Decimal,
    /// Upper end of a range.
    pub value_max: Option<Decimal>,
    /// Unit.
    pub unit: Option<String>,
}

/// Reads a target's words; `found` is the one number already found in them, if it was, and `year` the year of the task.
pub fn promise(text: &str, found: Option<Number>, year: i16) -> NewTarget {
    let lowered = lower(text);
    let (number, before) = match found {
        Some(number) => {
            let before = digits_at(&lowered).map(|at| lowered.get(..at).unwrap_or_default());
            (Some(number), before.unwrap_or(&lowered))
        }
        None => match numbered(text, &lowered).or_else(|| worded(&lowered)) {
            Some((number, at)) => (Some(number), lowered.get(..at).unwrap_or_default()),
            None => (None, lowered.as_str()),
        },
    };
    NewTarget {
        text: text.to_owned(),
        measure: number.map(|number| measure(number, before, &lowered)),
        place: place(text),
        due: due(&lowered, year),
        part_of: None,
    }
}

/// Says which targets are parts of one before them: those right behind it, in its unit, that add up to it.
pub fn find_parts(targets: &mut [NewTarget]) {
    let plain =
        |target: &NewTarget| target.measure.clone().filter(|measure| measure.value_max.is_none() && !measure.change);
    let all: Vec<Option<Measure>> = targets.iter().map(plain).collect();
    let mut at = 0;
    while at < all.len() {
        let count = all
            .get(at)
            .and_then(Option::as_ref)
            .map_or(0, |whole| parts_behind(whole, all.get(at + 1..).unwrap_or_default()));
        for part in targets.iter_mut().skip(at + 1).take(count) {
            part.part_of = u32::try_from(at).ok();
        }
        at += count + 1;
    }
}

fn parts_behind(whole: &Measure, behind: &[Option<Measure>]) -> usize {
    let mut sum = Decimal::ZERO;
    for (index, measure) in behind.iter().enumerate() {
        let Some(measure) = measure.as_ref().filter(|measure| measure.unit == whole.unit) else { return 0 };
        let Some(next) = sum.checked_add(measure.value).filter(|next| *next <= whole.value) else { return 0 };
        sum = next;
        if sum == whole.value {
            return if index > 0 { index + 1 } else { 0 };
        }
    }
    0
}

fn digits_at(text: &str) -> Option<usize> {
    text.find(|c: char| c.is_ascii_digit())
}

/// The first number with a unit behind it, the unit as printed: `triệu USD`.
fn numbered(printed: &str, text: &str) -> Option<(Number, usize)> {
    // Letters whose small form is longer or shorter would shift the places.
    let printed = if printed.len() == text.len() { printed } else { text };
    let dates = date::scan(text);
    let periods = period::scan(text);
    let taken = |at: usize| {
        names_something(text, at)
            || dates.iter().any(|found| found.span.start <= at && at < found.span.end)
            || periods.iter().any(|found| found.span.start <= at && at < found.span.end)
    };
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(digits_at) {
        let start = at + next;
        let Some(found) = quantity::scan_at(text, start).filter(|_| !taken(start)) else {
            at = start + text.get(start..)?.find(|c: char| !c.is_ascii_digit()).unwrap_or(1).max(1);
            continue;
        };
        let after = found.span.end + text.get(found.span.end..)?.len() - text.get(found.span.end..)?.trim_start().len();
        let unit = unit::scan_at(text, after).and_then(|unit| printed.get(unit.span.start..unit.span.end));
        if let (Ok(quantity), Some(unit)) = (found.value, unit) {
            let (value, value_max) = match quantity {
                Quantity::One(one) => (one.value, None),
                Quantity::Range { low, high, .. } => (low.value, Some(high.value)),
                Quantity::Ratio { part, .. } => (part.value, None),
            };
            return Some((Number { value, value_max, unit: Some(unit.to_owned()) }, start));
        }
        at = found.span.end;
    }
    None
}

/// Whether the number at `at` names its thing and counts nothing: `tiêu chí 4`, `cấp 2`, `khoản 1`.
fn names_something(text: &str, at: usize) -> bool {
    const NAMED: [&str; 9] = ["chí", "số", "điều", "khoản", "mục", "cấp", "hạng", "loại", "thứ"];
    let before = text.get(..at).unwrap_or_default();
    before.strip_suffix(' ').and_then(|before| before.rsplit(' ').next()).is_some_and(|word| NAMED.contains(&word))
}

/// Words that say a number follows though it is written in letters: `ít nhất đưa một nhà máy`.
const BEFORE_WORDED: [&str; 5] = ["ít nhất", "tối thiểu", "không quá", "tối đa", "không ít hơn"];

fn worded(text: &str) -> Option<(Number, usize)> {
    let starts = BEFORE_WORDED.iter().filter_map(|words| text.find(words).map(|at| at + words.len())).min()?;
    let rest = text.get(starts..)?;
    // The verb may stand between: `ít nhất đưa một nhà máy`.
    let word_starts = rest.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| starts + at + 1).take(5);
    for at in word_starts {
        if let Some(found) = number_words::scan_at(text, at) {
            let after = text.get(found.span.end..)?;
            let noun = found.span.end + after.len() - after.trim_start().len();
            let unit = unit::scan_at(text, noun).and_then(|unit| text.get(unit.span.start..unit.span.end));
            let unit = unit.map(str::to_owned).or_else(|| first_words(text.get(noun..)?));
            return Some((Number { value: found.value, value_max: None, unit }, starts));
        }
    }
    None
}

/// The thing counted, where its noun is no unit known: its first word and the one that goes with it.
fn first_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').take(2).filter(|word| word.chars().all(char::is_alphabetic)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn measure(number: Number, before: &str, whole: &str) -> Measure {
    let Number { mut value, mut value_max, unit } = number;
    let has = |words: &[&str]| words.iter().any(|word| whole.contains(word));
    let ceiling =
        has(&["không quá", "không vượt quá", "tối đa", "không cao hơn", "xuống dưới", "xuống còn", "nhiều nhất"])
            || before.trim_end().ends_with("dưới");
    let exactly = has(&["đúng bằng", "bằng đúng", "chính xác"]);
    let percent = unit.as_deref().is_some_and(|unit| unit == "%" || unit == "phần trăm");
    let direction = percent.then(|| changes(before)).flatten();
    let mut comparator = match (value_max, ceiling, exactly) {
        (Some(_), ..) => Comparator::Within,
        (None, true, _) => Comparator::AtMost,
        (None, false, true) => Comparator::Exactly,
        (None, false, false) => Comparator::AtLeast,
    };
    if direction == Some(Change::Down) {
        // Falling by 5–7% is falling by at least 5%.
        value = -value;
        value_max = None;
        comparator = if comparator == Comparator::AtMost { Comparator::AtLeast } else { Comparator::AtMost };
    }
    let unit = unit.map(|unit| if percent { "%".to_owned() } else { unit });
    Measure { comparator, value, value_max, unit, change: direction.is_some() }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Up,
    Down,
}

/// Whether a verb of change leads to the number: `tăng trên 9%`, `giảm từ 5 - 7%`.
fn changes(before: &str) -> Option<Change> {
    const BETWEEN: [&str; 16] = [
        "từ",
        "trên",
        "ít",
        "nhất",
        "tối",
        "thiểu",
        "khoảng",
        "thêm",
        "bình",
        "quân",
        "trưởng",
        "đạt",
        "không",
        "dưới",
        "hơn",
        "được",
    ];
    for word in before.split(|c: char| !c.is_alphabetic()).rev().filter(|word| !word.is_empty()) {
        match word {
            "tăng" => return Some(Change::Up),
            "giảm" => return Some(Change::Down),
            word if BETWEEN.contains(&word) => {}
            _ => return None,
        }
    }
    None
}

/// Kinds of place a target can be promised for.
const PLACE_WORDS: [&str; 10] =
    ["huyện", "xã", "phường", "thị xã", "thị trấn", "thành phố", "quận", "đặc khu", "tỉnh", "thôn"];

/// The place a clause opens with: `Trên địa bàn huyện Cao Lộc giám sát…` is promised for `huyện Cao Lộc`.
fn place(text: &str) -> Option<String> {
    let mut rest = text.trim_start();
    for opening in
        ["Trên địa bàn ", "trên địa bàn ", "Riêng ", "riêng ", "Tại ", "tại ", "Ở ", "ở ", "Đối với ", "đối với "]
    {
        rest = rest.strip_prefix(opening).unwrap_or(rest);
    }
    let lowered = lower(rest);
    let kind = PLACE_WORDS.iter().find(|word| {
        lowered.starts_with(**word) && lowered.get(word.len()..).is_some_and(|rest| rest.starts_with(' '))
    })?;
    let name: Vec<&str> = rest
        .get(kind.len()..)?
        .split(' ')
        .skip(1)
        .take_while(|word| word.chars().next().is_some_and(char::is_uppercase))
        .take(5)
        .map(|word| word.trim_end_matches([',', ':', ';', '.']))
        .collect();
    (!name.is_empty()).then(|| format!("{kind} {}", name.join(" ")))
}

/// The day by which it is to be done, where the words name one.
fn due(text: &str, year: i16) -> Option<Date> {
    let dated = date::scan(text).into_iter().find_map(|found| {
        let day = found.value.date.date().or_else(|| {
            let mut date = found.value.date;
            date.year = Some(date.year.unwrap_or(year));
            date.date()
        })?;
        match leading(text, found.span.start)? {
            Leading::Before => day.yesterday().ok(),
            Leading::Until => Some(day),
        }
    });
    dated.or_else(|| {
        period::scan(text).into_iter().find_map(|found| {
            let (start, end) = bounds(found.value, year)?;
            match leading(text, found.span.start)? {
                Leading::Before => start.yesterday().ok(),
                Leading::Until => Some(end),
            }
        })
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leading {
    Before,
    Until,
}

/// Which word of time stands before a date or period.
fn leading(text: &str, at: usize) -> Option<Leading> {
    let before = text.get(..at)?.trim_end();
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    if ends(&["trước"]) {
        return Some(Leading::Before);
    }
    ends(&[
        "trong",
        "đến hết",
        "hết",
        "chậm nhất",
        "chậm nhất là",
        "chậm nhất vào",
        "muộn nhất",
        "đến",
        "xong",
        "vào cuối",
        "cuối",
        "không muộn hơn",
    ])
    .then_some(Leading::Until)
}

/// First and last day of a period of the calendar.
fn bounds(period: Period, year: i16) -> Option<(Date, Date)> {
    let month = |year: i16, month: i8| Date::new(year, month, 1).ok();
    let (first, last) = match period {
        Period::Year(year) => (month(year, 1)?, month(year, 12)?),
        Period::Years { from, to } => (month(from, 1)?, month(to, 12)?),
        Period::Quarter { quarter, year: given } => {
            let first = i8::try_from(quarter).ok()?.checked_mul(3)?.checked_sub(2)?;
            (month(given.unwrap_or(year), first)?, month(given.unwrap_or(year), first.checked_add(2)?)?)
        }
        Period::Month { month: which, year: given } => {
            let first = month(given.unwrap_or(year), which)?;
            (first, first)
        }
        Period::FirstMonths { months, year: given } => {
            let year = given.unwrap_or(year);
            (month(year, 1)?, month(year, i8::try_from(months).ok()?)?)
        }
        Period::LastMonths { months, year: given } => {
            let year = given.unwrap_or(year);
            (month(year, 13_i8.checked_sub(i8::try_from(months).ok()?)?)?, month(year, 12)?)
        }
    };
    Some((first, last.last_of_month()))
}
