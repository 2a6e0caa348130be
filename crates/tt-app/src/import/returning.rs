//! A report's file that comes back: its pictures and tables are known again.

use tt_domain::report::ReportBlockKind;

use super::Understood;
use super::incoming::incoming;
use super::snapshot::Snapshot;
use crate::embedding::folding::{Known, folded};

impl Understood {
    /// Lets the pictures and tables this report has on record be known again in a file of it that comes back: they stay
    /// what they show, whatever became of their numbers in the file.
    pub(super) fn keep_drawn(&mut self, known: &Known) {
        let Some(document) = folded(&self.document, known) else { return };
        let found = tt_document::extract(&document);
        let mut incoming = incoming(&document, &found, self.incoming.year);
        for (block, read) in incoming.blocks.iter_mut().zip(document.body()) {
            if let Some((embedding, drawn)) = known.of_runs(&read.runs) {
                block.kind = ReportBlockKind::Embedded(Box::new(embedding.clone()));
                block.drawn.clone_from(drawn);
            }
        }
        // What is told as changed is every word of the file, numbers of pictures too.
        let paragraphs = std::mem::take(&mut self.snapshot.paragraphs);
        self.snapshot = Snapshot { paragraphs, ..Snapshot::of_incoming(&incoming, &document) };
        self.incoming = incoming;
    }
}
