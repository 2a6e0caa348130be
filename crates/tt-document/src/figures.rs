//! Figures: the numbers that mean something, each with its unit, kind, period and subject.
//!
//! Linear in the text: every number is looked at once, with the clause it stands in. What is no figure (dates, periods,
//! durations, article numbers, numbers inside names) never becomes a [`Mention`]; a mention becomes a [`Figure`] with
//! the kind its clause gives it.

use tt_text::Span;
use tt_text::fold::lower;
use tt_text::period;
use tt_text::quantity::Quantity;
use tt_text::words::sentences;

use crate::extract::{Citation, Direction, Figure, FigureKind};
use crate::model::{BlockKind, Document};

mod clause;
mod kind;
mod mention;
mod numbering;
mod scope;
mod subject;
mod table;
mod wording;

use clause::Clause;
use mention::Mention;
use scope::Scope;

/// Finds every figure of a document, in order; none overlaps a citation, a date or a label.
pub(crate) fn figures(document: &Document, citations: &[Citation]) -> Vec<Figure> {
    let mut scope = Scope::of(document);
    let mut found = Vec::new();
    let mut citations = citations.iter().map(|citation| citation.span).peekable();
    for (index, block) in document.blocks.iter().enumerate() {
        let mut cited = Vec::new();
        while let Some(span) = citations.next_if(|span| span.start < block.span.end) {
            cited.push(span);
        }
        match &block.kind {
            // What a picture shows stands in the table after it.
            BlockKind::Frame | BlockKind::Picture(_) => {}
            BlockKind::Annex { .. } => scope.enter_heading(1, document.slice(block.span)),
            BlockKind::Table(rows) => {
                let before = index.checked_sub(1).and_then(|before| document.blocks.get(before));
                let caption = before.map_or("", |before| document.slice(before.span));
                table::figures(document, rows, caption, &cited, &scope, &mut found);
            }
            BlockKind::Heading { level, label } => {
                scope.enter_heading(*level, document.slice(block.span));
                let skip = label.as_deref().map_or(0, str::len);
                paragraph(document, Span::new(block.span.start + skip, block.span.end), &cited, &scope, &mut found);
            }
            BlockKind::Paragraph { label } => {
                let skip = label.as_deref().map_or(0, str::len);
                paragraph(document, Span::new(block.span.start + skip, block.span.end), &cited, &scope, &mut found);
            }
            BlockKind::Item { marker } => {
                let span = Span::new(block.span.start + marker.len(), block.span.end);
                paragraph(document, span, &cited, &scope, &mut found);
            }
        }
    }
    let cited: Vec<_> = citations.collect();
    for note in &document.notes {
        paragraph(document, note.span, &cited, &scope, &mut found);
    }
    found
}

/// One paragraph: its text in two spellings, and what was found in it, once for all its figures.
struct Paragraph<'a> {
    /// As it stands.
    text: &'a str,
    /// In lower case, byte for byte at the same places.
    lower: String,
    sentences: Vec<Span>,
    periods: Vec<tt_text::Found<period::Period>>,
    /// Where words stand that set targets, in order.
    strives: Vec<usize>,
    /// Where `giải ngân` stands, in order.
    disburses: Vec<usize>,
}

impl<'a> Paragraph<'a> {
    fn new(text: &'a str) -> Self {
        let lower = lower(text);
        let strives = wording::strives(&lower);
        let disburses = lower.match_indices("giải ngân").map(|(at, _)| at).collect();
        Self { text, lower, sentences: sentences(text), periods: period::scan(text), strives, disburses }
    }

    /// The sentence an offset stands in.
    fn sentence(&self, at: usize) -> Span {
        let next = self.sentences.partition_point(|sentence| sentence.start <= at);
        let found = next.checked_sub(1).and_then(|index| self.sentences.get(index)).copied();
        found.unwrap_or(Span::new(0, self.text.len()))
    }

    /// The sentence so far, in lower case.
    fn sentence_before(&self, at: usize) -> &str {
        self.lower.get(self.sentence(at).start..at).unwrap_or_default()
    }

    /// The periods that lie wholly between two offsets.
    fn periods_between(&self, from: usize, to: usize) -> &[tt_text::Found<period::Period>] {
        let first = self.periods.partition_point(|period| period.span.start < from);
        let end = self.periods.partition_point(|period| period.span.end <= to);
        self.periods.get(first..end.max(first)).unwrap_or_default()
    }
}

/// The last of these rising offsets before `at`, if it is not before `from`.
fn last_between(offsets: &[usize], from: usize, at: usize) -> Option<usize> {
    let next = offsets.partition_point(|offset| *offset < at);
    next.checked_sub(1).and_then(|index| offsets.get(index)).copied().filter(|offset| *offset >= from)
}

/// Finds the figures of a stretch of running text.
fn paragraph(document: &Document, span: Span, cited: &[Span], scope: &Scope, found: &mut Vec<Figure>) {
    let text = document.slice(span);
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    let paragraph = Paragraph::new(text);
    let mut taken: Vec<Span> = Vec::new();
    for cited in cited.iter().filter(|cited| cited.overlaps(span)) {
        taken.push(Span::new(cited.start.saturating_sub(span.start), (cited.end - span.start).min(text.len())));
    }
    let mentions = mention::scan(&paragraph, taken);
    let first = found.len();
    for (index, mention) in mentions.iter().enumerate() {
        let clause = Clause::of(&paragraph, &mentions, index);
        let earlier = found.get(first..).unwrap_or_default();
        let verdict = kind::judge(&paragraph, mention, &clause, earlier, scope);
        let subject = subject::find(&paragraph, mention, &clause, earlier);
        let period = subject::period(&paragraph, mention, &clause, earlier).or_else(|| scope.period());
        found.push(figure(mention, span.start, verdict, period, subject));
    }
}

/// The kind and direction a mention has.
#[derive(Clone, Copy)]
struct Verdict {
    kind: FigureKind,
    direction: Option<Direction>,
}

fn figure(
    mention: &Mention,
    offset: usize,
    verdict: Verdict,
    period: Option<String>,
    subject: Option<String>,
) -> Figure {
    let (value, value_max, of) = match mention.quantity {
        None => (None, None, None),
        Some(Quantity::One(one)) => (Some(one.value), None, None),
        Some(Quantity::Range { low, high, .. }) => (Some(low.value), Some(high.value), None),
        Some(Quantity::Ratio { part, whole }) => (Some(part.value), None, Some(whole.value)),
    };
    Figure {
        span: mention.span.shifted(offset),
        value,
        value_max,
        of,
        direction: verdict.direction,
        unit: mention.unit.clone(),
        kind: verdict.kind,
        period,
        subject,
    }
}

#[cfg(test)]
mod tests;
