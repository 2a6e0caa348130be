//! Putting roles on stretches of a document.

use tt_text::Span;

use crate::model::{Document, Run, RunRole};

/// Splits the runs of a document at these spans and gives what is inside them these roles.
///
/// A span may cover several runs (bold and plain) but takes only plain ones: footnote marks and runs that already have
/// a role keep it. Of spans that overlap the earlier wins.
pub fn mark(document: &mut Document, marks: &[(Span, RunRole)]) {
    let mut sorted: Vec<&(Span, RunRole)> = marks.iter().filter(|(span, _)| !span.is_empty()).collect();
    sorted.sort_by_key(|(span, _)| span.start);
    let mut kept: Vec<&(Span, RunRole)> = Vec::with_capacity(sorted.len());
    for mark in sorted {
        let whole = document.text.is_char_boundary(mark.0.start) && document.text.is_char_boundary(mark.0.end);
        if whole && kept.last().is_none_or(|last| last.0.end <= mark.0.start) {
            kept.push(mark);
        }
    }
    for runs in document
        .blocks
        .iter_mut()
        .map(|block| &mut block.runs)
        .chain(document.notes.iter_mut().map(|note| &mut note.runs))
    {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else { continue };
        let (start, end) = (first.span.start, last.span.end);
        let from = kept.partition_point(|mark| mark.0.end <= start);
        let here = kept.get(from..).unwrap_or_default();
        if here.first().is_some_and(|mark| mark.0.start < end) {
            *runs = runs.iter().flat_map(|run| split(run, here)).collect();
        }
    }
}

/// The pieces of a run that marks cut it into.
fn split(run: &Run, marks: &[&(Span, RunRole)]) -> Vec<Run> {
    if run.role != RunRole::Text {
        return vec![run.clone()];
    }
    let mut pieces = Vec::new();
    let mut at = run.span.start;
    let from = marks.partition_point(|mark| mark.0.end <= run.span.start);
    for (span, role) in marks.iter().skip(from).take_while(|mark| mark.0.start < run.span.end) {
        let (start, end) = (span.start.max(run.span.start), span.end.min(run.span.end));
        if at < start {
            pieces.push(Run { span: Span::new(at, start), ..run.clone() });
        }
        pieces.push(Run { span: Span::new(start, end), role: role.clone(), ..run.clone() });
        at = end;
    }
    if at < run.span.end {
        pieces.push(Run { span: Span::new(at, run.span.end), ..run.clone() });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Builder, Piece};
    use crate::frame::Frame;
    use crate::model::{BlockKind, RecordKey};

    fn document() -> Document {
        let mut builder = Builder::new(Frame::default());
        let strong = Piece { strong: true, ..Piece::plain("4.750") };
        let pieces = [Piece::plain("đạt "), strong, Piece::plain(" triệu USD")];
        builder.block(BlockKind::Paragraph { label: None }, &pieces, None);
        builder.finish()
    }

    #[test]
    fn a_span_over_two_styles_marks_both_runs() {
        let mut document = document();
        let start = document.text.find("4.750").unwrap();
        let span = Span::new(start, start + "4.750 triệu".len());
        let role = RunRole::Figure(RecordKey("figure-1".into()));
        mark(
            &mut document,
            &[(span, role.clone()), (Span::new(start + 1, start + 3), RunRole::Citation(RecordKey("x".into())))],
        );
        let runs: Vec<(&str, bool, bool)> = document.blocks[0]
            .runs
            .iter()
            .map(|run| (document.slice(run.span), run.strong, run.role == role))
            .collect();
        assert_eq!(
            runs,
            [("đạt ", false, false), ("4.750", true, true), (" triệu", false, true), (" USD", false, false)]
        );
    }

    #[test]
    fn spans_off_character_boundaries_are_left_out() {
        let mut document = document();
        let before = document.clone();
        mark(&mut document, &[(Span::new(1, 2), RunRole::Figure(RecordKey("x".into())))]);
        assert_eq!(document, before);
    }
}
