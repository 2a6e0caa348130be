//! Until when a task is to be done, or how often it comes again.

use jiff::civil::Date;
use tt_text::date::{self, PartialDate};
use tt_text::fold::{Folded, fold};
use tt_text::period::{self, Period};
use tt_text::{Span, words};

/// A due day or a frequency, and the words that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The words, for the person who checks: `trước ngày 31/12/2019`.
    pub words: String,
    /// The last day that is in time; `None` for what has no day (`thường xuyên`, `hằng quý`).
    pub day: Option<Date>,
    /// The words say `trước` before a day of the calendar. Some read that as up to the day before, some as the day
    /// itself; which of them an agency keeps to is not for the text to tell.
    pub before: bool,
    /// How often it comes again.
    pub frequency: Option<Frequency>,
}

/// How often something comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// hằng tuần
    Weekly,
    /// hằng tháng
    Monthly,
    /// hằng quý
    Quarterly,
}

/// Words before a day or a period that make it the time something is due.
const LEADS: [&str; 12] = [
    "truoc",
    "cham nhat",
    "hoan thanh",
    "xong",
    "thoi han",
    "thoi gian",
    "han",
    "den het",
    "het",
    "den ngay",
    "trong",
    "trinh",
];

/// Words between those and the day itself.
const BETWEEN: [&str; 12] =
    ["ngay", "la", "vao", "trong", "truoc", "thang", "quy", "nam", "cuoi", "den", "nhat", "het"];

/// The due time a sentence states.
pub(super) fn in_sentence(text: &str, year: Option<i16>) -> Option<Due> {
    let mut found = None;
    for (span, day) in moments(text, year) {
        if let Some(lead) = lead_before(text, span.start) {
            let words = Span::new(lead, span.end).of(text).to_owned();
            let before = is_before(Span::new(lead, span.start).of(text), span.of(text));
            found = Some(Due { words, day: Some(day), before, frequency: None });
        }
    }
    // `trước ngày 20 hằng tháng` comes again, whatever other day is named.
    frequency(text)
        .map(|(words, frequency)| Due { words, day: None, before: false, frequency: Some(frequency) })
        .or(found)
}

/// The due time a cell of a table holds: the whole cell speaks of it.
pub(super) fn in_cell(text: &str, year: Option<i16>) -> Option<Due> {
    let words = tt_text::one_line(text);
    if words.is_empty() || words.chars().all(|c| !c.is_alphanumeric()) {
        return None;
    }
    let frequency = frequency(&words).map(|(_, frequency)| frequency);
    let last = moments(&words, year).pop().filter(|_| frequency.is_none());
    let before = last.is_some_and(|(span, _)| is_before(Span::new(0, span.start).of(&words), span.of(&words)));
    Some(Due { day: last.map(|(_, day)| day), words, before, frequency })
}

/// Whether words lead up to a day of the calendar with `trước`: a month or quarter is not meant up to its first day.
fn is_before(lead: &str, moment: &str) -> bool {
    let day = date::scan(moment).iter().any(|found| found.value.date.day.is_some());
    let lead = fold(lead);
    let last: Vec<&str> = lead.split_whitespace().rev().take(2).collect();
    day && (last.first() == Some(&"truoc") || (last.first() == Some(&"ngay") && last.get(1) == Some(&"truoc")))
}

/// Every day and period of a text with the last day of each, in order.
fn moments(text: &str, year: Option<i16>) -> Vec<(Span, Date)> {
    let dates = date::scan(text).into_iter().filter_map(|found| Some((found.span, last_day(found.value.date, year)?)));
    let mut all: Vec<(Span, Date)> = dates.collect();
    for found in period::scan(text) {
        let taken = all.iter().any(|(span, _)| span.start < found.span.end && found.span.start < span.end);
        if let Some(day) = last_of(found.value, year).filter(|_| !taken) {
            all.push((found.span, day));
        }
    }
    all.sort_by_key(|(span, _)| span.start);
    all
}

/// The last day a date can mean: of its month where it names no day.
fn last_day(date: PartialDate, year: Option<i16>) -> Option<Date> {
    let year = date.year.or(year)?;
    match (date.month, date.day) {
        (Some(month), Some(day)) => Date::new(year, month, day).ok(),
        (Some(month), None) => end_of(year, month),
        (None, None) => end_of(year, 12),
        (None, Some(_)) => None,
    }
}

fn last_of(period: Period, default: Option<i16>) -> Option<Date> {
    match period {
        Period::Year(year) => end_of(year, 12),
        // A stretch of years is what a programme covers, not when a task is due.
        Period::Years { .. } => None,
        Period::Quarter { quarter, year } => end_of(year.or(default)?, i8::try_from(quarter).ok()?.checked_mul(3)?),
        Period::Month { month, year } => end_of(year.or(default)?, month),
        Period::FirstMonths { months, year } => end_of(year.or(default)?, i8::try_from(months).ok()?),
        Period::LastMonths { year, .. } => end_of(year.or(default)?, 12),
    }
}

fn end_of(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok().map(Date::last_of_month)
}

/// Where the words begin that make the moment at `at` a due one: `hoàn thành trước ngày`, `chậm nhất trong quý`.
fn lead_before(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let words: Vec<Span> = words::words(before).collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word.of(before))).collect();
    let mut lead = None;
    let mut end = before.len();
    let mut index = words.len();
    while let Some(word) = index.checked_sub(1).and_then(|last| words.get(last)) {
        let unbroken = before.get(word.end..end).is_some_and(|gap| gap.chars().all(char::is_whitespace));
        let own = folded.get(index - 1).map_or("", String::as_str);
        let pair = index.checked_sub(2).and_then(|first| folded.get(first)).map(|first| format!("{first} {own}"));
        if !unbroken {
            break;
        }
        if let Some(first) = pair.filter(|pair| LEADS.contains(&pair.as_str())).and_then(|_| words.get(index - 2)) {
            lead = Some(first.start);
            index -= 2;
            end = first.start;
            continue;
        }
        // `trung hạn`, `dài hạn` say how far a plan reaches.
        let reach = own == "han"
            && index
                .checked_sub(2)
                .and_then(|first| folded.get(first))
                .is_some_and(|first| matches!(first.as_str(), "trung" | "dai" | "ngan"));
        if reach {
            break;
        }
        if LEADS.contains(&own) {
            lead = Some(word.start);
        } else if !BETWEEN.contains(&own) {
            break;
        }
        index -= 1;
        end = word.start;
    }
    lead
}

/// `hằng quý`, `định kỳ hàng tháng`, `mỗi tuần`.
fn frequency(text: &str) -> Option<(String, Frequency)> {
    let folded = Folded::new(text);
    for (words, frequency) in [
        ("hang tuan", Frequency::Weekly),
        ("moi tuan", Frequency::Weekly),
        ("hang thang", Frequency::Monthly),
        ("moi thang", Frequency::Monthly),
        ("hang quy", Frequency::Quarterly),
        ("moi quy", Frequency::Quarterly),
    ] {
        let at = folded.text.match_indices(words).map(|(at, _)| at).find(|at| {
            let after = folded.text.get(at + words.len()..).unwrap_or_default();
            let before = folded.text.get(..*at).unwrap_or_default();
            !after.starts_with(char::is_alphanumeric) && !before.ends_with(char::is_alphanumeric)
        });
        if let Some(at) = at {
            let span = folded.original(Span::new(at, at + words.len()));
            return Some((span.of(text).to_owned(), frequency));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn before_a_day_is_told_from_until_a_day() {
        let read = |text: &str| in_sentence(text, Some(2020)).map(|due| (due.day, due.before)).unwrap();
        let (june, before) = (Some(date(2020, 6, 30)), true);
        assert_eq!(read("hoàn thành trước ngày 30/6/2020"), (june, before));
        assert_eq!(read("báo cáo trước 30/6/2020"), (june, before));
        assert_eq!(read("hoàn thành chậm nhất ngày 30/6/2020"), (june, false));
        assert_eq!(read("hoàn thành xong trong quý II năm 2020"), (june, false));
        assert_eq!(read("hoàn thành trước tháng 6 năm 2020"), (june, false));
        let cell = |text: &str| in_cell(text, Some(2020)).map(|due| (due.day, due.before)).unwrap();
        assert_eq!(cell("Trước ngày 30/6/2020"), (june, before));
        assert_eq!(cell("30/6/2020"), (june, false));
    }
}
