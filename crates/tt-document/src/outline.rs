//! The outline: numbered headings and run-in headings, and which blocks stand under which.

use tt_text::Span;

use crate::extract::OutlineItem;
use crate::model::{BlockKind, Document};
use crate::structure::label::{self, Levels};

/// A block of the body with its place in the outline.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Its index in [`Document::blocks`].
    pub(crate) block: usize,
    /// Depth, for headings and labelled paragraphs.
    pub(crate) level: Option<u8>,
    /// Last number of the label.
    pub(crate) number: Option<u32>,
    /// Label as printed.
    pub(crate) label: Option<String>,
    /// The title: of a heading all its text without the label, of a run-in heading the words before the colon; empty
    /// for other blocks.
    pub(crate) title: Span,
    /// The block's text without its label.
    pub(crate) body: Span,
    /// Whether it is a heading of its own.
    pub(crate) heading: bool,
}

/// Longest run-in heading, in characters.
const LONGEST_RUN_IN: usize = 190;

/// The blocks of the body in order, tables left out, each with its place in the outline.
pub(crate) fn nodes(document: &Document) -> Vec<Node> {
    let mut levels = Levels::default();
    let mut nodes = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let text = document.slice(block.span);
        let (has_label, heading, given) = match &block.kind {
            BlockKind::Frame | BlockKind::Table(_) | BlockKind::Picture(_) => continue,
            BlockKind::Heading { label, level } => (label.is_some(), true, Some(*level)),
            BlockKind::Annex { .. } => (false, true, Some(1)),
            BlockKind::Paragraph { label } => (label.is_some(), false, None),
            BlockKind::Item { .. } => (true, false, None),
        };
        let label = has_label.then(|| label::parse(text)).flatten();
        let start = label.as_ref().map_or(0, |label| label.end);
        let body = trimmed(text, block.span.start, Span::new(start, text.len()));
        let level = match label.as_ref().filter(|label| !label.is_bullet()) {
            Some(label) => Some(levels.enter(label.rank)),
            None if heading => {
                if given == Some(1) {
                    levels.reset();
                }
                given
            }
            None => None,
        };
        let title = match (heading, level) {
            (true, _) => without_colon(document, body),
            (false, Some(_)) => run_in(document, body).unwrap_or(Span::new(body.start, body.start)),
            _ => Span::new(body.start, body.start),
        };
        let label = label.filter(|label| !label.is_bullet());
        nodes.push(Node {
            block: index,
            level,
            number: label.as_ref().and_then(|label| label.numbers.last().copied()),
            label: label.map(|label| label.text),
            title,
            body,
            heading,
        });
    }
    nodes
}

/// The numbered headings and run-in headings of a document.
pub(crate) fn outline(document: &Document, nodes: &[Node]) -> Vec<OutlineItem> {
    nodes
        .iter()
        .filter_map(|node| {
            let label = node.label.clone()?;
            if !node.heading && node.title.is_empty() {
                return None;
            }
            let block = document.blocks.get(node.block)?;
            Some(OutlineItem {
                label,
                title: document.slice(node.title).to_owned(),
                level: node.level?,
                span: Span::new(block.span.start, node.title.end.max(block.span.start)),
            })
        })
        .collect()
}

fn trimmed(text: &str, offset: usize, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len()).shifted(offset)
}

fn without_colon(document: &Document, body: Span) -> Span {
    let text = document.slice(body);
    Span::new(body.start, body.start + text.trim_end_matches([':', ' ']).len())
}

/// The words before the colon of a run-in heading.
fn run_in(document: &Document, body: Span) -> Option<Span> {
    let text = document.slice(body);
    let colon = text.match_indices(':').map(|(at, _)| at).find(|at| {
        // The colon of a time or a ratio, or of `số: 12`, heads nothing.
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + 1..).unwrap_or_default();
        let between_figures =
            after.starts_with(|c: char| c.is_ascii_digit()) && before.ends_with(|c: char| c.is_ascii_digit());
        !(between_figures || before.ends_with("số"))
    })?;
    let head = text.get(..colon)?;
    let fits =
        !head.is_empty() && head.chars().count() <= LONGEST_RUN_IN && !head.contains(". ") && !head.contains(';');
    fits.then(|| Span::new(body.start, body.start + head.trim_end().len()))
}
