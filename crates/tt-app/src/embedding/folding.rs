//! Knowing embedded blocks again in a document that came back: the caption has the block's key, and the table of its
//! numbers below it is left out, for it is drawn anew. Pure.

use std::collections::{BTreeSet, HashMap};

use tt_document::Document;
use tt_document::build::{Builder, Piece};
use tt_document::model::{Block as Read, BlockKind, RecordKey, Run, RunRole};
use tt_domain::composing::{Block, Embedding};
use tt_domain::report::{ReportBlock, ReportBlockKind};
use tt_text::Span;

use super::blocks::key_of;

/// The embedded blocks a report is known to have, with what each drew when it was kept.
///
/// Only these are known again: a file of another report, or of another system, names records that are not its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known(HashMap<RecordKey, (Embedding, Option<String>)>);

impl Known {
    /// Those among the blocks of a report on record.
    pub(crate) fn of_report(blocks: &[ReportBlock]) -> Self {
        let mut known = Self::default();
        for block in blocks {
            if let ReportBlockKind::Embedded(embedding) = &block.kind {
                known.0.insert(key_of(&embedding.shows), (embedding.as_ref().clone(), block.drawn.clone()));
            }
        }
        known
    }

    /// The same with those of sections.
    pub(crate) fn with_sections<'a>(mut self, blocks: impl Iterator<Item = &'a Block>) -> Self {
        for block in blocks {
            if let ReportBlockKind::Embedded(embedding) = &block.kind {
                let place = self.0.entry(key_of(&embedding.shows));
                place.or_insert_with(|| (embedding.as_ref().clone(), None));
            }
        }
        self
    }

    /// The block a line of a document is the caption of.
    pub(crate) fn of_runs(&self, runs: &[Run]) -> Option<&(Embedding, Option<String>)> {
        runs.iter().find_map(|run| match &run.role {
            RunRole::Record(key) => self.0.get(key),
            _ => None,
        })
    }

    fn is_caption(&self, block: &Read) -> bool {
        matches!(block.kind, BlockKind::Picture(_) | BlockKind::Paragraph { .. }) && self.of_runs(&block.runs).is_some()
    }
}

/// The document without the tables of known blocks; `None` where it has no such block.
pub(crate) fn folded(document: &Document, known: &Known) -> Option<Document> {
    let blocks = &document.blocks;
    let below = |at: usize| {
        let drawn = |next: &Read| {
            let missing = || document.slice(next.span).trim_start().starts_with("[Chưa có dữ liệu:");
            matches!(next.kind, BlockKind::Table(_)) || missing()
        };
        blocks.get(at + 1).is_some_and(drawn).then_some(at + 1)
    };
    let captions = blocks.iter().enumerate().filter(|(_, block)| known.is_caption(block));
    let captions: Vec<usize> = captions.map(|(at, _)| at).collect();
    if captions.is_empty() {
        return None;
    }
    let left_out: BTreeSet<usize> = captions.iter().filter_map(|at| below(*at)).collect();
    let mut builder = Builder::new(document.frame.clone());
    for (_, block) in blocks.iter().enumerate().filter(|(at, _)| !left_out.contains(at)) {
        put(&mut builder, document, block);
    }
    for note in &document.notes {
        builder.note(note.number, pieces(document, &note.runs, note.span));
    }
    Some(builder.finish())
}

fn put(builder: &mut Builder, document: &Document, block: &Read) {
    match &block.kind {
        BlockKind::Table(table) => {
            let cell = |span: &Span| pieces(document, &block.runs, *span);
            let rows: Vec<Vec<Vec<Piece>>> = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
            builder.table(table.head_rows, &rows, None);
        }
        kind => builder.block(kind.clone(), &pieces(document, &block.runs, block.span), None),
    }
}

fn pieces(document: &Document, runs: &[Run], span: Span) -> Vec<Piece> {
    let inside = runs.iter().filter(|run| span.contains(run.span));
    inside
        .map(|run| Piece {
            text: document.slice(run.span).to_owned(),
            strong: run.strong,
            emphasis: run.emphasis,
            role: run.role.clone(),
        })
        .collect()
}
