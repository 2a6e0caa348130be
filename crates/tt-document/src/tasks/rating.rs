//! Grades: where a report states them and how it counts them.

use tt_text::Span;
use tt_text::fold::Folded;
use tt_text::words::sentences;

use super::has_any;
use super::section::Item;
use crate::extract::{Grade, Rating, RatingSummary, Task};
use crate::model::{Block, Document};

/// Words that announce a grade, folded.
const CUES: [&str; 9] = [
    "tu danh gia",
    "tu xep loai",
    "tu cham",
    "tu nhan",
    "xep loai",
    "muc do hoan thanh",
    "ket qua danh gia",
    "danh gia muc",
    "danh gia:",
];

/// Grades in folded words, the longer before those they begin with.
const WORDS: [(&str, Grade); 7] = [
    ("khong hoan thanh nhiem vu", Grade::NotCompleted),
    ("khong hoan thanh", Grade::NotCompleted),
    ("chua hoan thanh nhiem vu", Grade::NotCompleted),
    ("hoan thanh xuat sac", Grade::Excellent),
    ("hoan thanh tot", Grade::Good),
    ("hoan thanh nhiem vu", Grade::Completed),
    ("hoan thanh", Grade::Completed),
];

/// The self-grade stated last among an item's blocks.
pub(super) fn rating(document: &Document, blocks: &[&Block], item: &Item) -> Option<Rating> {
    item.blocks.clone().rev().filter_map(|index| blocks.get(index)).find_map(|block| {
        let text = document.slice(block.span);
        let found = sentences(text).into_iter().rev().find_map(|sentence| stated_in(sentence.of(text), sentence.start));
        found.map(|rating| Rating { span: rating.span.shifted(block.span.start), ..rating })
    })
}

/// A grade announced in one sentence that starts at `offset`.
fn stated_in(sentence: &str, offset: usize) -> Option<Rating> {
    let folded = Folded::new(sentence);
    let cue = CUES.iter().filter_map(|cue| folded.text.find(cue).map(|at| at + cue.len())).min()?;
    let (at, words, grade) = first_grade(&folded.text, cue)?;
    let mut end = at + words;
    if folded.text.get(end..).is_some_and(|rest| rest.starts_with(" nhiem vu")) {
        end += " nhiem vu".len();
    }
    Some(Rating { grade, span: folded.original(Span::new(at, end)).shifted(offset) })
}

/// The first grade at or after a place: where, how many bytes, which.
fn first_grade(folded: &str, from: usize) -> Option<(usize, usize, Grade)> {
    let rest = folded.get(from..)?;
    let found = WORDS.iter().filter_map(|(words, grade)| rest.find(words).map(|at| (from + at, words.len(), *grade)));
    // At one place the longer words win: they are listed first and `min_by_key` keeps the first of equals.
    found.min_by_key(|(at, ..)| *at)
}

/// The sentence that counts grades over all tasks: outside the tasks, with `a/b` after a grade, or two grades counted.
pub(super) fn summary(document: &Document, blocks: &[&Block], tasks: &[Task]) -> Option<RatingSummary> {
    let outside = |block: &&&Block| !tasks.iter().any(|task| task.span.contains(block.span));
    blocks.iter().filter(outside).find_map(|block| {
        let text = document.slice(block.span);
        sentences(text).into_iter().find_map(|sentence| {
            let counts = counts(sentence.of(text));
            let counted = counts.iter().any(|(.., of)| of.is_some()) || counts.len() > 1;
            counted.then(|| RatingSummary { span: sentence.shifted(block.span.start), counts })
        })
    })
}

fn counts(sentence: &str) -> Vec<(Grade, u32, Option<u32>)> {
    let folded = tt_text::fold::fold(sentence);
    if !has_any(&folded, &["nhiem vu"]) || !folded.contains("hoan thanh") {
        return Vec::new();
    }
    let mut grades = Vec::new();
    let mut from = 0;
    while let Some((at, length, grade)) = first_grade(&folded, from) {
        grades.push((Span::new(at, at + length), grade));
        from = at + length;
    }
    let before = |index: usize| {
        let start = index.checked_sub(1).and_then(|last| grades.get(last)).map_or(0, |(last, _)| last.end);
        grades.get(index).and_then(|(place, _)| count_at_end(Span::new(start, place.start).of(&folded)))
    };
    // `05/06 nhiệm vụ hoàn thành tốt` or `hoàn thành tốt 05/06 nhiệm vụ`: a sentence keeps to one order.
    let counts_first = before(0).is_some();
    let mut counts = Vec::new();
    for (index, (place, grade)) in grades.iter().enumerate() {
        let next = grades.get(index + 1).map_or(folded.len(), |(next, _)| next.start);
        let after = || count_at_start(Span::new(place.end, next).of(&folded));
        if let Some((count, of)) = if counts_first { before(index) } else { after() } {
            counts.push((*grade, count, of));
        }
    }
    counts
}

/// `05/06 nhiệm vụ` or `05 nhiệm vụ` right after the words of a grade.
fn count_at_start(text: &str) -> Option<(u32, Option<u32>)> {
    let text = text.trim_start_matches([' ', ':', ',']);
    let text = ["nhiem vu ", "nhiem vu: ", "duoc ", "la "]
        .iter()
        .fold(text, |text, word| text.strip_prefix(word).unwrap_or(text));
    let (count, rest) = number(text)?;
    if let Some((of, rest)) = rest.strip_prefix('/').and_then(number) {
        return is_tasks(rest).then_some((count, Some(of)));
    }
    is_tasks(rest).then_some((count, None))
}

/// `05/06 nhiệm vụ` right before the words of a grade.
fn count_at_end(text: &str) -> Option<(u32, Option<u32>)> {
    let text = text.trim_end();
    let text = text.strip_suffix("duoc danh gia").unwrap_or(text).trim_end();
    let text = text.strip_suffix("nhiem vu")?.trim_end();
    let start = text.rfind(|c: char| !c.is_ascii_digit() && c != '/').map_or(0, |at| at + 1);
    let (count, rest) = number(text.get(start..)?)?;
    match rest.strip_prefix('/') {
        Some(of) => number(of).map(|(of, _)| (count, Some(of))),
        None => rest.is_empty().then_some((count, None)),
    }
}

fn is_tasks(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with("nhiem vu") || rest.starts_with("chi tieu")
}

fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits)?.parse().ok()?;
    Some((number, text.get(digits..)?))
}
