//! Targets: the clauses of a task's statement that hold a goal.

use tt_text::Span;
use tt_text::fold::Folded;
use tt_text::words::sentences;

use crate::extract::{Figure, FigureKind, Target};
use crate::model::Document;

/// Words that open a goal, folded; `phần đầu` is how scans print `phấn đấu`.
const CUES: [&str; 4] = ["phan dau", "muc tieu", "it nhat", "toi thieu"];

/// A sentence's first goal takes along all words before it, up to this many bytes.
const LONGEST_LEAD: usize = 200;

/// Finds the targets of a statement. Every figure that can be a goal makes the clause around it one; a clause that
/// strives for something without a figure is a narrative target.
pub(super) fn targets(document: &Document, statement: Span, figures: &[Figure]) -> Vec<Target> {
    let text = document.slice(statement);
    sentences(text)
        .into_iter()
        .flat_map(|sentence| {
            let sentence = sentence.shifted(statement.start);
            let inside = figures.iter().enumerate().filter(|(_, f)| sentence.contains(f.span) && can_be_goal(f));
            in_sentence(document, sentence, &inside.collect::<Vec<_>>())
        })
        .collect()
}

fn can_be_goal(figure: &Figure) -> bool {
    figure.kind != FigureKind::Rank && figure.kind != FigureKind::Index
}

fn in_sentence(document: &Document, sentence: Span, figures: &[(usize, &Figure)]) -> Vec<Target> {
    let text = document.slice(sentence);
    let folded = Folded::new(text);
    let cues: Vec<usize> = cue_places(&folded).into_iter().map(|at| at + sentence.start).collect();
    if figures.is_empty() {
        // Without a figure only striving makes a goal, from the cue to the end of the sentence.
        let strives = folded.text.find("phan dau").map(|at| folded.offset(at) + sentence.start);
        return strives
            .filter(|at| starts_clause(document, sentence, *at))
            .map(|at| Target { span: trimmed(document, Span::new(at, sentence.end)), figures: Vec::new() })
            .into_iter()
            .collect();
    }
    let mut targets: Vec<Target> = Vec::new();
    let mut from = sentence.start;
    for (index, figure) in figures {
        if let Some(last) = targets.last_mut().filter(|last| last.span.contains(figure.span)) {
            last.figures.push(*index);
            continue;
        }
        let opened = cues.iter().copied().find(|at| from <= *at && *at < figure.span.start);
        let whole = from == sentence.start && figure.span.start - from <= LONGEST_LEAD;
        let start =
            opened.unwrap_or_else(|| if whole { from } else { clause_start(document, from, figure.span.start) });
        let end = clause_end(document, figure.span.end, sentence.end);
        targets.push(Target { span: trimmed(document, Span::new(start, end)), figures: vec![*index] });
        from = end;
    }
    targets
}

fn cue_places(folded: &Folded) -> Vec<usize> {
    let mut places: Vec<usize> =
        CUES.iter().flat_map(|cue| folded.text.match_indices(cue).map(|(at, _)| folded.offset(at))).collect();
    places.sort_unstable();
    places
}

/// Whether a clause starts at a place: after a mark, or at the start of the sentence.
fn starts_clause(document: &Document, sentence: Span, at: usize) -> bool {
    let before = document.slice(Span::new(sentence.start, at)).trim_end();
    before.is_empty() || before.ends_with([',', ';', ':', '.']) || before.ends_with("và")
}

fn clause_start(document: &Document, from: usize, to: usize) -> usize {
    let between = document.slice(Span::new(from, to));
    between
        .rmatch_indices([',', ';', ':', '('])
        .find(|(at, mark)| ends_clause(between, *at, mark.len()))
        .map_or(from, |(at, mark)| from + at + mark.len())
}

fn clause_end(document: &Document, from: usize, to: usize) -> usize {
    let rest = document.slice(Span::new(from, to));
    rest.match_indices([',', ';']).find(|(at, mark)| ends_clause(rest, *at, mark.len())).map_or(to, |(at, _)| from + at)
}

/// Whether a mark is followed by a blank or nothing: a decimal comma is not.
fn ends_clause(text: &str, at: usize, length: usize) -> bool {
    text.get(at + length..)
        .is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace) || text.get(at..=at) == Some("("))
}

fn trimmed(document: &Document, span: Span) -> Span {
    let text = document.slice(span);
    let start = text.len() - text.trim_start_matches([' ', ',', ';', ':']).len();
    let end = text.trim_end_matches([' ', ',', ';', '.', ':']).len();
    Span::new(span.start + start, span.start + end.max(start))
}
