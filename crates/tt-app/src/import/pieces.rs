//! Splitting paragraphs into pieces: words of their own, and references in place of figures, citations, statements and
//! grades.

use tt_document::extract::{Citation, Grade};
use tt_document::model::{Block, BlockKind, Run, RunRole};
use tt_document::{Document, Extraction};
use tt_text::Span;

use super::incoming::{IncomingContent, IncomingPiece, IncomingShows, StatementOf};
use super::printing;

/// Something that stands at a place in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    span: Span,
    what: Marked,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Marked {
    Figure(usize),
    Citation(usize),
    Grade(u32),
    Statement(StatementOf),
}

/// Everything of a document that is shown from a record, in the order of the text.
pub(super) fn marks(document: &Document, found: &Extraction, cited: &[&Citation]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    marks.extend(found.figures.iter().enumerate().map(|(index, f)| Mark { span: f.span, what: Marked::Figure(index) }));
    marks.extend(cited.iter().enumerate().map(|(index, c)| Mark { span: c.span, what: Marked::Citation(index) }));
    for task in &found.tasks {
        if let Some(rating) = &task.rating {
            if let Some(span) = grade_words(document, rating.span, rating.grade) {
                marks.push(Mark { span, what: Marked::Grade(task.number) });
            }
        }
        if document.slice(task.text_span) == task.text {
            marks.push(Mark { span: task.text_span, what: Marked::Statement(StatementOf::Task(task.number)) });
        }
    }
    for proposal in &found.proposals {
        if document.slice(proposal.text_span) == proposal.text {
            let what = Marked::Statement(StatementOf::Proposal(proposal.number));
            marks.push(Mark { span: proposal.text_span, what });
        }
    }
    marks.sort_by_key(|mark| mark.span.start);
    marks
}

/// The part of a grade sentence that is exactly the grade's own words; the rest stays the report's.
fn grade_words(document: &Document, stated: Span, grade: Grade) -> Option<Span> {
    let words = printing::grade_words(grade);
    let at = document.slice(stated).find(words)?;
    Some(Span::new(stated.start + at, stated.start + at + words.len()))
}

/// The content of a block with its references.
pub(super) fn content(document: &Document, block: &Block, marks: &[Mark]) -> IncomingContent {
    let BlockKind::Table(table) = &block.kind else {
        return IncomingContent::Flow(pieces(document, &block.runs, marks));
    };
    let cell = |span: &Span| {
        let runs: Vec<Run> = block.runs.iter().filter(|run| span.contains(run.span)).cloned().collect();
        pieces(document, &runs, marks)
    };
    IncomingContent::Grid(table.rows.iter().map(|row| row.iter().map(cell).collect()).collect())
}

/// Splits runs where marks begin and end; a mark that several runs share is shown once, in the first one's style.
pub(super) fn pieces(document: &Document, runs: &[Run], marks: &[Mark]) -> Vec<IncomingPiece> {
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
        return Vec::new();
    };
    let whole = first.span.join(last.span);
    let here: Vec<&Mark> = marks.iter().filter(|mark| mark.span.overlaps(whole)).collect();
    let mut pieces = Vec::new();
    let mut shown: Option<Marked> = None;
    for run in runs {
        if let RunRole::NoteMark(index) = run.role {
            let number = document.notes.get(index).map_or(0, |note| note.number);
            pieces.push(piece(run, IncomingShows::NoteMark(number)));
            continue;
        }
        for span in cuts(run.span, &here) {
            let inner = here.iter().find(|m| m.span.contains(span) && !matches!(m.what, Marked::Statement(_)));
            let outer = here.iter().find(|m| m.span.contains(span) && matches!(m.what, Marked::Statement(_)));
            let shows = match (inner.map(|mark| mark.what), outer) {
                (Some(what), _) if shown == Some(what) => continue,
                (Some(Marked::Figure(index)), _) => IncomingShows::Figure(index),
                (Some(Marked::Citation(index)), _) => IncomingShows::Citation(index),
                (Some(Marked::Grade(task)), _) => IncomingShows::Grade(task),
                (_, Some(Mark { what: Marked::Statement(of), .. })) => {
                    IncomingShows::Statement { of: *of, words: document.slice(span).to_owned() }
                }
                _ => IncomingShows::Text(document.slice(span).to_owned()),
            };
            shown = inner.map(|mark| mark.what);
            pieces.push(piece(run, shows));
        }
    }
    pieces
}

fn piece(run: &Run, shows: IncomingShows) -> IncomingPiece {
    IncomingPiece { strong: run.strong, emphasis: run.emphasis, shows }
}

/// A run's span cut at every mark's ends.
fn cuts(span: Span, marks: &[&Mark]) -> Vec<Span> {
    let mut ends: Vec<usize> = marks
        .iter()
        .flat_map(|mark| [mark.span.start, mark.span.end])
        .filter(|at| span.start < *at && *at < span.end)
        .collect();
    ends.push(span.start);
    ends.push(span.end);
    ends.sort_unstable();
    ends.dedup();
    ends.iter().zip(ends.iter().skip(1)).map(|(start, end)| Span::new(*start, *end)).collect()
}
