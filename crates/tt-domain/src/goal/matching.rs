//! The sentence of a report that states a target's result: same subject, same unit, told as done and not as planned.
//!
//! What is found is an offer: a person confirms it. A figure that only says what is spoken of (`Đối với 02 chợ tại các đô
//! thị:`) is no result, nor is one that repeats the goal.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use tt_text::fold::{fold, lower};
use tt_text::unit;

use super::{Evidence, Reading};
use crate::id::FigureId;
use crate::task::Target;

/// What kind of figure a report states, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A level or count reached.
    Reached,
    /// A change against the same period; `false` for a fall.
    Change(bool),
    /// So many of so many.
    Ratio,
    /// Anything else: plans, shares, ranks.
    Other,
}

/// A figure in a task's results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultFigure {
    /// Which.
    pub figure: FigureId,
    /// What sort.
    pub sort: Sort,
    /// Its value.
    pub value: Decimal,
    /// The whole of a ratio.
    pub of: Option<Decimal>,
    /// Its unit.
    pub unit: Option<String>,
    /// What it measures, as found.
    pub subject: String,
    /// The sentence it stands in.
    pub sentence: String,
}

impl ResultFigure {
    /// What it says for a target.
    pub fn evidence(&self) -> Evidence {
        if let (Sort::Ratio, Some(of)) = (self.sort, self.of) {
            return Evidence::Ratio { of: (self.value, of), unit: self.unit.clone() };
        }
        Evidence::Value(self.reading())
    }

    /// Its value as a reading of the whole period.
    pub fn reading(&self) -> Reading {
        let value = if self.sort == Sort::Change(false) { -self.value } else { self.value };
        Reading { value, estimate: is_estimate(&self.sentence), counted_to: None, forecast: None }
    }
}

/// How well the words must fit, in hundredths of the target's words.
const ENOUGH: usize = 60;

/// The figure that states a target's result, best first; `whole` is the target it is a part of.
pub fn find<'a>(target: &Target, whole: Option<&Target>, figures: &'a [ResultFigure]) -> Option<&'a ResultFigure> {
    let own = telling_words(&target.text, target.place.as_deref());
    let of_whole = whole.map(|whole| telling_words(&whole.text, None)).unwrap_or_default();
    let fitting = figures.iter().filter(|figure| suits(target, figure) && tells_result(&figure.sentence));
    let scored = fitting.filter_map(|figure| {
        let sentence = words_of(&figure.sentence);
        let fit = covered(&own, &sentence);
        // A part shares its whole's verb, and must itself be named.
        let fits = if whole.is_some() {
            fit == 100 && (of_whole.is_empty() || covered(&of_whole, &sentence) >= ENOUGH)
        } else {
            fit >= ENOUGH || own.is_empty() && target.place.is_some()
        };
        let subject = words_of(&figure.subject);
        let near = covered(&own, &subject);
        fits.then_some(((fit, near, std::cmp::Reverse(figure.figure)), figure))
    });
    scored.max_by_key(|(score, _)| *score).map(|(_, figure)| figure)
}

/// Whether a figure is of the kind the target asks for: its unit, its place.
fn suits(target: &Target, figure: &ResultFigure) -> bool {
    let Some(measure) = &target.measure else {
        // Without a number only a full count of all that were meant speaks for it.
        let names = telling_numbers(&target.text);
        let said = telling_numbers(&figure.sentence);
        return figure.sort == Sort::Ratio && names.is_subset(&said);
    };
    let sort = if measure.change {
        matches!(figure.sort, Sort::Change(_))
    } else {
        matches!(figure.sort, Sort::Reached | Sort::Ratio)
    };
    let same_unit = match (&measure.unit, &figure.unit) {
        (Some(one), Some(other)) => unit::canonical(&lower(one)) == unit::canonical(&lower(other)),
        (None, None) => true,
        _ => false,
    };
    let subject = fold(&figure.subject);
    let here = match &target.place {
        Some(place) => subject.contains(place_name(&fold(place))),
        None => !PLACES.iter().any(|word| subject.starts_with(word)),
    };
    sort && same_unit && here
}

/// Kinds of place, folded.
const PLACES: [&str; 8] = ["huyen ", "xa ", "phuong ", "thi xa ", "thi tran ", "thanh pho ", "quan ", "dac khu "];

fn place_name(place: &str) -> &str {
    PLACES.iter().find_map(|word| place.strip_prefix(word)).unwrap_or(place)
}

/// Whether a sentence tells of something done or reached.
fn tells_result(sentence: &str) -> bool {
    const DONE: [&str; 9] =
        ["đã", "đạt", "hoàn thành", "thực hiện được", "giám sát được", "ước", "kết quả", "được", "xong"];
    const AHEAD: [&str; 6] = ["để đảm bảo", "phấn đấu", "phần đầu", "sẽ thực hiện", "dự kiến", "trong thời gian tới"];
    let lowered = lower(sentence);
    let lowered = lowered.trim();
    let only_names = lowered.ends_with(':') && lowered.contains("đối với");
    !only_names
        && DONE.iter().any(|word| lowered.contains(word))
        && !AHEAD.iter().any(|word| lowered.starts_with(word) || lowered.contains("để đảm bảo"))
}

fn is_estimate(sentence: &str) -> bool {
    words_of(sentence).contains("ước")
}

/// Words that say nothing of what is measured.
const SILENT: [&str; 62] = [
    "phấn", "đấu", "phần", "đầu", "đạt", "là", "từ", "tại", "các", "của", "trên", "địa", "bàn", "năm", "trong", "và",
    "với", "cho", "ít", "nhất", "tăng", "giảm", "được", "có", "đến", "khoảng", "thêm", "tiếp", "tục", "những", "trở",
    "lên", "theo", "đó", "về", "để", "này", "như", "cả", "hết", "trước", "sau", "ngày", "tháng", "quý", "kỳ", "góp",
    "cụ", "thể", "không", "quá", "tối", "đa", "thiểu", "cùng", "thì", "mà", "ở", "đã", "bình", "quân", "ra",
];

/// The words of a target that say what is measured: without its number, unit, place and small words.
fn telling_words(text: &str, place: Option<&str>) -> BTreeSet<String> {
    let mut words = words_of(text);
    for silent in SILENT {
        words.remove(silent);
    }
    words.retain(|word| !word.chars().all(|c| c.is_ascii_digit()) || telling_numbers(text).contains(word));
    for word in place.map(words_of).unwrap_or_default() {
        words.remove(&word);
    }
    if let Some(unit) = counted_unit(text) {
        for word in words_of(&unit) {
            words.remove(&word);
        }
    }
    words
}

/// The unit of the first number, which every figure in question shares.
fn counted_unit(text: &str) -> Option<String> {
    super::reading::promise(text, None, 0).measure?.unit
}

/// Numbers that name something: `tiêu chí 4`, `tiêu chí 07` (without leading zeros).
fn telling_numbers(text: &str) -> BTreeSet<String> {
    let lowered = lower(text);
    let words: Vec<&str> = lowered.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = |pair: &[&str]| match pair {
        ["chí" | "số" | "mục" | "điều", number] if number.chars().all(|c| c.is_ascii_digit()) => {
            Some(number.trim_start_matches('0').to_owned())
        }
        _ => None,
    };
    words.windows(2).filter_map(named).collect()
}

fn words_of(text: &str) -> BTreeSet<String> {
    let lowered = lower(text);
    let words = lowered.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            if word.chars().all(|c| c.is_ascii_digit()) {
                word.trim_start_matches('0').to_owned()
            } else {
                word.to_owned()
            }
        })
        .collect()
}

/// How many of the words are there, in hundredths.
fn covered(wanted: &BTreeSet<String>, there: &BTreeSet<String>) -> usize {
    if wanted.is_empty() {
        return 0;
    }
    wanted.intersection(there).count() * 100 / wanted.len()
}
