//! The sentence of a report that states a target's result: same subject, same unit, told as done and not as planned.
//!
//! What is found is an offer: a person confirms it. Where several numbers may be meant, or the only one of the unit does
//! not name its subject well enough, none is taken and a person is asked ([`Match::Several`]). A figure that only says
//! what is spoken of (`Đối với 02 chợ tại các đô thị:`) is no result, nor is one that repeats the goal.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rust_decimal::Decimal;
use tt_text::fold::{fold, lower};
use tt_text::{number_words, unit};

use super::{Evidence, Reading};
use crate::id::FigureId;
use crate::task::{Measure, Target};

/// What kind of figure a report states, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A level or count reached.
    Reached,
    /// A change against the same period; `false` for a fall.
    Change(bool),
    /// So many of so many.
    Ratio,
    /// A percentage of a whole.
    Share,
    /// Anything else: plans, shares, ranks.
    Other,
}

/// A figure in a task's results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultFigure {
    /// Which; `None` for a number written in letters (`đã đưa một nhà máy vào vận hành`), which is no figure of its own.
    pub figure: Option<FigureId>,
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
    /// What it says for a target: a number against a number, a ratio for a target without one.
    pub fn evidence(&self, target: &Target) -> Evidence {
        match (&target.measure, self.of) {
            (None, Some(of)) if self.sort == Sort::Ratio => {
                Evidence::Ratio { of: (self.value, of), unit: self.unit.clone() }
            }
            (Some(measure), Some(of)) if self.sort == Sort::Ratio && is_percent(measure) => {
                let percent = self.value.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(of));
                percent.map_or_else(
                    || Evidence::Ratio { of: (self.value, of), unit: self.unit.clone() },
                    |value| Evidence::Value(Reading { value, ..self.reading() }),
                )
            }
            _ => Evidence::Value(self.reading()),
        }
    }

    /// Its value as a reading of the whole period.
    pub fn reading(&self) -> Reading {
        let value = if self.sort == Sort::Change(false) { -self.value } else { self.value };
        Reading { value, estimate: is_estimate(&self.sentence), counted_to: None, forecast: None }
    }

    /// Whether another says the same.
    fn says_the_same(&self, other: &Self) -> bool {
        (self.sort, self.value, self.of) == (other.sort, other.value, other.of)
    }
}

/// What a report offers as a target's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// Nothing of its unit that is told as done.
    Nothing,
    /// This states it.
    One(ResultFigure),
    /// One of these may be meant, the likeliest first: a person has to say.
    Several(Vec<ResultFigure>),
}

/// How well the words must fit, in hundredths of the target's words.
const ENOUGH: usize = 60;

/// How well they must fit for a person to be asked.
const SOMEWHAT: usize = 25;

/// Most numbers a person is asked about.
const ASKED: usize = 4;

/// A figure and how well its words fit.
struct Scored<'a> {
    /// The sentence, in hundredths of the target's words.
    fit: usize,
    /// Its subject, likewise.
    near: usize,
    /// Whether that is enough.
    fits: bool,
    /// Whether it is enough to ask a person.
    asks: bool,
    figure: &'a ResultFigure,
}

/// The number that states a target's result; `whole` is the target it is a part of, `sentences` are those of the task's
/// results, for numbers written in letters.
pub fn find(target: &Target, whole: Option<&Target>, figures: &[ResultFigure], sentences: &[String]) -> Match {
    let own = telling_words(&target.text, target.place.as_deref());
    let of_whole = whole.map(|whole| telling_words(&whole.text, None)).unwrap_or_default();
    let worded = worded(target, sentences);
    let fitting =
        figures.iter().chain(&worded).filter(|figure| suits(target, figure) && tells_result(&figure.sentence));
    let scored: Vec<Scored<'_>> = fitting
        .map(|figure| {
            let sentence = words_of(&figure.sentence);
            let fit = covered(&own, &sentence);
            // A part shares its whole's verb, and must itself be named.
            let fits = if whole.is_some() {
                fit == 100 && (of_whole.is_empty() || covered(&of_whole, &sentence) >= ENOUGH)
            } else {
                fit >= ENOUGH || own.is_empty() && target.place.is_some()
            };
            let asks = covered(&without_agents(&own), &sentence) >= SOMEWHAT;
            Scored { fit, near: covered(&own, &words_of(&figure.subject)), fits, asks, figure }
        })
        .collect();
    let score = |one: &Scored<'_>| (one.fit, one.near);
    let best = scored.iter().filter(|one| one.fits).map(score).max();
    let mut meant = scored;
    meant.retain(|one| best.map_or(one.asks, |best| one.fits && score(one) == best));
    meant.sort_by_key(|one| Reverse(score(one)));
    let mut told: Vec<ResultFigure> = Vec::new();
    for Scored { figure, .. } in meant {
        if !told.iter().any(|known| known.says_the_same(figure)) {
            told.push(figure.clone());
        }
    }
    told.truncate(ASKED);
    match (best, told.len()) {
        (_, 0) => Match::Nothing,
        (Some(_), 1) => told.pop().map_or(Match::Nothing, Match::One),
        _ => Match::Several(told),
    }
}

/// Words of who acts and with whom, which two sentences of one agency always share.
const AGENTS: [&str; 12] =
    ["ubnd", "huyện", "xã", "tỉnh", "thành", "phố", "sở", "ngành", "phối", "hợp", "phòng", "ban"];

fn without_agents(words: &BTreeSet<String>) -> BTreeSet<String> {
    words.iter().filter(|word| !AGENTS.contains(&word.as_str())).cloned().collect()
}

/// Words that say that a number behind them is aimed at.
const AIMED: [&str; 10] =
    ["phấn đấu", "phần đấu", "phần đầu", "mục tiêu", "ít nhất", "tối thiểu", "dự kiến", "kế hoạch", "sẽ", "đề nghị"];

/// Numbers written in letters before the target's own unit: `đã đưa một nhà máy thủy điện vào vận hành`.
fn worded(target: &Target, sentences: &[String]) -> Vec<ResultFigure> {
    let Some(wanted) =
        target.measure.as_ref().filter(|measure| !measure.change).and_then(|found| found.unit.as_deref())
    else {
        return Vec::new();
    };
    let wanted = lower(wanted);
    let mut found = Vec::new();
    for sentence in sentences {
        let lowered = lower(sentence);
        let starts = std::iter::once(0).chain(lowered.match_indices(' ').map(|(at, _)| at + 1));
        let number = starts.filter_map(|at| number_words::scan_at(&lowered, at)).find(|number| {
            let behind = lowered.get(number.span.end..).unwrap_or_default().trim_start();
            behind.strip_prefix(wanted.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        let told = number.filter(|number| {
            let before = lowered.get(..number.span.start).unwrap_or_default();
            !AIMED.iter().any(|word| before.contains(word))
        });
        found.extend(told.map(|number| ResultFigure {
            figure: None,
            sort: Sort::Reached,
            value: number.value,
            of: None,
            unit: Some(wanted.clone()),
            subject: String::new(),
            sentence: sentence.clone(),
        }));
    }
    found
}

/// How well the name of something that is counted fits a target, in hundredths of the name's words: `Chợ đã xây dựng, cải
/// tạo xong` for `xây mới, cải tạo 13 chợ`. Nought where the units differ, where the words do not suffice, or where a part
/// of a whole is not named itself.
pub fn named_fit(target: &Target, whole: Option<&Target>, name: &str, unit: Option<&str>) -> usize {
    let Some(measure) = target.measure.as_ref().filter(|measure| !measure.change) else { return 0 };
    let (Some(one), Some(unit)) = (measure.unit.as_deref(), unit) else { return 0 };
    if !same_things(one, unit) {
        return 0;
    }
    let own = telling_words(&target.text, target.place.as_deref());
    let named = words_of_name(name, unit);
    if whole.is_some() && covered(&own, &named) < 100 {
        return 0;
    }
    let meant: BTreeSet<String> =
        own.into_iter().chain(whole.map(|whole| telling_words(&whole.text, None)).unwrap_or_default()).collect();
    enough(covered(&named, &meant))
}

/// How much of the name of something that is counted a sentence says, in hundredths; nought where it does not suffice or
/// the units differ.
pub fn said_of(name: &str, unit: &str, sentence: &str, stated_unit: &str) -> usize {
    if same_things(unit, stated_unit) { enough(covered(&words_of_name(name, unit), &words_of(sentence))) } else { 0 }
}

fn enough(fit: usize) -> usize {
    if fit >= ENOUGH { fit } else { 0 }
}

/// Whether two units count the same: `cụm` counts what `cụm công nghiệp` does.
fn same_things(one: &str, other: &str) -> bool {
    let (one, other) = (unit::canonical(&lower(one)), unit::canonical(&lower(other)));
    let longer = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| !short.is_empty() && (rest.is_empty() || rest.starts_with(' ')))
    };
    longer(&one, &other) || longer(&other, &one)
}

/// The words of the name of something counted that say what: without its unit and small words.
fn words_of_name(name: &str, unit: &str) -> BTreeSet<String> {
    let unit = unit::canonical(&lower(unit));
    let mut words = words_of(name);
    for silent in SILENT.iter().copied().chain(["xong"]).chain(unit.split(' ')) {
        words.retain(|word| word != silent && fold(word) != silent);
    }
    words
}

fn is_percent(measure: &Measure) -> bool {
    measure.unit.as_deref() == Some("%") && !measure.change
}

/// Whether a figure is of the kind the target asks for: its unit, its place.
fn suits(target: &Target, figure: &ResultFigure) -> bool {
    let Some(measure) = &target.measure else {
        // Without a number only a full count of all that were meant speaks for it.
        let names = telling_numbers(&target.text);
        let said = telling_numbers(&figure.sentence);
        return figure.sort == Sort::Ratio && names.is_subset(&said);
    };
    let percent = is_percent(measure);
    let sort = match figure.sort {
        Sort::Change(_) => measure.change,
        Sort::Share => percent,
        Sort::Reached | Sort::Ratio => !measure.change,
        Sort::Other => false,
    };
    // `12/12 xã` is a percentage too.
    let same_unit = percent && figure.sort == Sort::Ratio
        || match (&measure.unit, &figure.unit) {
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
    // `Đối với 08 chợ xã …, đến nay vẫn chưa hoàn thành`: named for what is not done.
    let bare = lowered.trim_start_matches(['-', '–', '+', '*', ' ']);
    let undone = ["đối với", "còn ", "riêng"].iter().any(|word| bare.starts_with(word)) && bare.contains(" chưa ");
    !only_names
        && !undone
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
