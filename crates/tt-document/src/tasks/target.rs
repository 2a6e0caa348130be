//! Targets: the clauses of a task's text that hold a measurable or named goal.

use tt_text::words::sentences;
use tt_text::{Span, fold};

use crate::extract::{Figure, Target};
use crate::model::Document;

/// Finds the targets in a stretch of text.
pub(super) fn targets(document: &Document, within: Span, figures: &[Figure]) -> Vec<Target> {
    let text = document.slice(within);
    let first = figures.partition_point(|figure| figure.span.start < within.start);
    let inside: Vec<(usize, Span)> = figures
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, figure)| figure.span.end <= within.end)
        .map(|(index, figure)| (index, figure.span))
        .collect();
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let parts = parts(text, sentence);
        let clauses = clauses(
            text,
            &parts,
            |part| inside.iter().any(|(_, span)| part.shifted(within.start).contains(*span)),
            |part| {
                let at = inside
                    .iter()
                    .find(|(_, span)| part.shifted(within.start).contains(*span))
                    .map(|(_, span)| span.start - within.start);
                at.map_or(0, |at| text.get(part.start..at).unwrap_or_default().split_whitespace().count())
            },
        );
        for clause in clauses {
            let span = trimmed(text, clause).shifted(within.start);
            let figures = inside.iter().filter(|(_, figure)| span.contains(*figure)).map(|(index, _)| *index).collect();
            found.push(Target { span, figures });
        }
    }
    found
}

/// Splits a sentence at commas, semicolons and colons outside brackets.
fn parts(text: &str, sentence: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = sentence.start;
    let mut depth = 0i32;
    for (at, c) in sentence.of(text).char_indices() {
        let at = sentence.start + at;
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' | ';' | ':' if depth <= 0 => {
                let after = text.get(at + 1..sentence.end).unwrap_or_default();
                if !after.starts_with(|c: char| c.is_ascii_digit()) {
                    parts.push(Span::new(start, at));
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    parts.push(Span::new(start, sentence.end));
    parts
}

/// Joins parts to clauses, one for each goal.
fn clauses(
    text: &str,
    parts: &[Span],
    measured: impl Fn(Span) -> bool,
    words_before: impl Fn(Span) -> usize,
) -> Vec<Span> {
    let mut clauses: Vec<Span> = Vec::new();
    let mut open = false;
    let any_measured = parts.iter().any(|part| measured(*part));
    for (index, part) in parts.iter().enumerate() {
        if measured(*part) {
            let mut span = *part;
            // `xây mới, cải tạo 13 chợ`: verbs that share their object.
            let before = index.checked_sub(1).and_then(|before| parts.get(before)).filter(|before| !measured(**before));
            if let Some(before) =
                before.filter(|before| words_before(*part) <= 3 && text.get(before.end..part.start) == Some(","))
            {
                span = before.join(*part);
            }
            if open && clauses.last().is_some_and(|last| last.overlaps(span)) {
                clauses.pop();
            }
            clauses.push(span);
            open = true;
            continue;
        }
        let named = named_goals(text, *part, any_measured);
        if !named.is_empty() {
            clauses.extend(named);
            open = false;
        } else if open
            && text.get(part.start - 1..part.start) == Some(",")
            && !opens_detail(part.of(text))
            && !parts.get(index + 1..).unwrap_or_default().iter().any(|later| measured(*later))
        {
            // What follows the last figure belongs to its goal.
            if let Some(last) = clauses.last_mut() {
                *last = last.join(*part);
            }
        }
    }
    clauses
}

/// `trong đó`, `cụ thể` open a list of goals and are none.
fn opens_detail(part: &str) -> bool {
    let folded = fold(part.trim());
    ["trong do", "cu the", "gom", "bao gom"].iter().any(|word| folded == *word)
}

/// Goals without a figure: numbered criteria, an aim striven for, something to be completed.
fn named_goals(text: &str, part: Span, sentence_measured: bool) -> Vec<Span> {
    let criteria = criteria(text, part);
    if !criteria.is_empty() {
        return criteria;
    }
    let folded = fold(part.of(text).trim_start());
    let strives = ["phan dau", "muc tieu", "bao dam dat", "dam bao dat"].iter().any(|word| folded.starts_with(word));
    let vague = [
        "hoan thanh muc tieu",
        "hoan thanh tot",
        "hoan thanh nhiem vu",
        "hoan thanh cac muc tieu",
        "hoan thanh cac chi tieu",
    ]
    .iter()
    .any(|word| folded.contains(word));
    let completes = ["hoan thien", "hoan thanh", "dua vao van hanh", "dua vao su dung", "khoi cong"]
        .iter()
        .any(|word| folded.contains(word))
        && !vague;
    // In a sentence with figures the aim stands where they stand.
    ((strives || completes) && !sentence_measured && folded.split(' ').count() >= 5)
        .then_some(part)
        .into_iter()
        .collect()
}

/// `tiêu chí 4 về điện và tiêu chí 7 cơ sở hạ tầng`: one goal each.
fn criteria(text: &str, part: Span) -> Vec<Span> {
    let inner = part.of(text);
    let mut starts: Vec<usize> = Vec::new();
    for word in ["tiêu chí ", "Tiêu chí "] {
        for (at, found) in inner.match_indices(word) {
            let after = inner.get(at + found.len()..).unwrap_or_default();
            if after.trim_start_matches("số ").starts_with(|c: char| c.is_ascii_digit()) {
                starts.push(at);
            }
        }
    }
    starts.sort_unstable();
    let mut goals = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(inner.len());
        let clause = inner.get(*start..end).unwrap_or_default();
        let clause = clause.trim_end().trim_end_matches(" và").trim_end_matches([',', ')', '.', ';', ' ']);
        goals.push(Span::new(part.start + start, part.start + start + clause.len()));
    }
    goals
}

fn trimmed(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().trim_end_matches(['.', ';', ' ']).trim_end_matches("./").len())
}
