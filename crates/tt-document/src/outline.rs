//! The outline: every numbered heading, run-in headings included.

use tt_text::Span;

use crate::extract::OutlineItem;
use crate::model::{BlockKind, Document};
use crate::structure::label::{Label, Levels, parse};

/// A run-in heading longer than this, in characters, is a paragraph that happens to be numbered.
const LONGEST_RUN_IN: usize = 240;

/// Finds the outline.
pub(crate) fn outline(document: &Document) -> Vec<OutlineItem> {
    let mut levels = Levels::default();
    let mut items = Vec::new();
    for block in document.body() {
        let text = document.slice(block.span);
        let (printed, heading) = match &block.kind {
            BlockKind::Heading { label: Some(label), .. } => (label, true),
            BlockKind::Paragraph { label: Some(label) } => (label, false),
            _ => continue,
        };
        let rest = text.get(printed.len()..).unwrap_or_default();
        let level = match parse(text) {
            Some(Label { rank, .. }) => levels.enter(rank),
            None => levels.inner(),
        };
        let Some(title) = title_of(rest, heading) else { continue };
        let from = block.span.start + printed.len() + (rest.len() - rest.trim_start().len());
        items.push(OutlineItem {
            label: printed.clone(),
            title: title.trim_end_matches(':').trim().to_owned(),
            level,
            span: Span::new(block.span.start, from + title.len()),
        });
    }
    items
}

/// The title after a label: all of a heading, the words before the colon of a run-in one.
fn title_of(rest: &str, heading: bool) -> Option<&str> {
    let rest = rest.trim();
    if heading {
        return Some(rest);
    }
    let colon = rest.find(": ").or_else(|| rest.ends_with(':').then(|| rest.len() - 1))?;
    let title = rest.get(..=colon)?;
    (title.chars().count() <= LONGEST_RUN_IN && !title.contains(". ")).then_some(title)
}
