//! Sections put together: the document they make, where each block of it comes from, and what of it is on record. Pure.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use tt_document::build::{Builder, Piece as Built};
use tt_document::drawing::Picture;
use tt_document::model::{BlockKind, RecordKey, RunRole};
use tt_document::{Document, Extraction, Frame};
use tt_domain::composing::{Block, Body, Chip, Embedded, Embedding, Inline, InlineShows, Section};
use tt_domain::id::{ObservationId, SectionId, TaskId};
use tt_domain::report::ReportBlockKind;
use tt_render::printed::PrintedFrame;
use tt_text::Span;

use super::chips::{ChipShown, MISSING};
use crate::compose::{frame_foot, frame_head, superscript};
use crate::embedding::blocks::caption;
use crate::embedding::{Drawn, kept};
use crate::import::incoming::{Incoming, incoming};

/// A report put together from its sections.
#[derive(Debug)]
pub(super) struct Compiled {
    /// As a document.
    pub(super) document: Document,
    /// What is found in it.
    pub(super) found: Extraction,
    /// The section and the place in it of each block of the body, in the order of the body.
    pub(super) places: Vec<(SectionId, usize)>,
    /// As records without identity.
    pub(super) incoming: Incoming,
    /// The observation each figure of that rests on.
    pub(super) observed: Vec<Option<ObservationId>>,
}

/// Puts sections together under a frame.
///
/// `numbers` are those of the tasks sections report on, by which their blocks are told to belong to them.
pub(super) fn compile<S: BuildHasher>(
    frame: &Frame,
    sections: &[Section],
    (shown, drawn): (&HashMap<Chip, ChipShown, S>, &HashMap<Embedded, Drawn, S>),
    numbers: &BTreeMap<TaskId, u32>,
    year: i16,
) -> Compiled {
    let mut sheet = Sheet { builder: Builder::new(frame.clone()), shown, drawn, chips: Vec::new(), notes: Vec::new() };
    let printed = PrintedFrame::new(frame);
    frame_head(&mut sheet.builder, &printed);
    let mut places = Vec::new();
    let mut of_tasks = Vec::new();
    let mut embedded: Vec<Option<&Embedding>> = Vec::new();
    let mut behind_signature = false;
    for section in sections.iter().filter(|section| !section.removed) {
        let notes = sheet.number_notes(&section.blocks);
        for (at, block) in section.blocks.iter().enumerate() {
            if let ReportBlockKind::Note { number } = block.kind {
                sheet.note(number, block, &notes);
                continue;
            }
            if matches!(block.kind, ReportBlockKind::Annex { .. }) && !behind_signature {
                frame_foot(&mut sheet.builder, &printed);
                behind_signature = true;
            }
            sheet.block(block, &notes);
            places.push((section.id, at));
            embedded.push(match &block.kind {
                ReportBlockKind::Embedded(embedding) => Some(embedding),
                _ => None,
            });
            of_tasks.push(section.task.and_then(|task| numbers.get(&task).copied()));
        }
    }
    if !behind_signature {
        frame_foot(&mut sheet.builder, &printed);
    }
    let chips = sheet.chips;
    let document = sheet.builder.finish();
    let found = tt_document::extract(&document);
    let mut incoming = incoming(&document, &found, year);
    // Where the words themselves tell whose they are, they are believed.
    for task in &mut of_tasks {
        *task = task.filter(|number| found.tasks.iter().all(|one| one.number != *number));
    }
    belongs(&mut incoming, &of_tasks);
    for (block, embedding) in incoming.blocks.iter_mut().zip(embedded) {
        let Some(embedding) = embedding else { continue };
        block.kind = ReportBlockKind::Embedded(Box::new(embedding.clone()));
        block.drawn = drawn.get(&embedding.shows).and_then(|drawn| kept::json(drawn).ok());
    }
    let observed = observations(&document, &found, &chips);
    Compiled { document, found, places, incoming, observed }
}

/// Blocks of a section on a task belong to it where their words do not say so.
fn belongs(incoming: &mut Incoming, of_tasks: &[Option<u32>]) {
    for (block, task) in incoming.blocks.iter_mut().zip(of_tasks) {
        block.task = task.or(block.task);
    }
    let tasks: Vec<Option<u32>> = incoming.blocks.iter().map(|block| block.task).collect();
    let of = |block: u32| usize::try_from(block).ok().and_then(|at| tasks.get(at).copied().flatten());
    for figure in &mut incoming.figures {
        figure.task = of(figure.block).or(figure.task);
    }
    for citation in &mut incoming.citations {
        citation.task = of(citation.block).or(citation.task);
    }
}

/// The observation behind each figure found: that of the fact it stands in.
fn observations(
    document: &Document,
    found: &Extraction,
    chips: &[Option<ObservationId>],
) -> Vec<Option<ObservationId>> {
    let runs = document.blocks.iter().flat_map(|block| &block.runs);
    let runs = runs.chain(document.notes.iter().flat_map(|note| &note.runs));
    let spans: Vec<(Span, ObservationId)> = runs
        .filter_map(|run| {
            let RunRole::Record(RecordKey(key)) = &run.role else { return None };
            let index: usize = key.strip_prefix(CHIP)?.parse().ok()?;
            Some((run.span, chips.get(index).copied().flatten()?))
        })
        .collect();
    let behind = |span: Span| spans.iter().find(|(chip, _)| chip.overlaps(span)).map(|(_, observation)| *observation);
    found.figures.iter().map(|figure| behind(figure.span)).collect()
}

/// Head of the key a fact's run carries until it is on record.
const CHIP: &str = "chip-";

struct Sheet<'a, S> {
    builder: Builder,
    shown: &'a HashMap<Chip, ChipShown, S>,
    drawn: &'a HashMap<Embedded, Drawn, S>,
    /// The observation of each fact in the text, by the number in its key.
    chips: Vec<Option<ObservationId>>,
    /// Numbers of the footnotes so far, in the order of their marks.
    notes: Vec<u32>,
}

impl<S: BuildHasher> Sheet<'_, S> {
    /// Footnotes count through the report: the number each mark of these blocks gets, by the number it has in its section.
    fn number_notes(&mut self, blocks: &[Block]) -> BTreeMap<u32, u32> {
        let written = |number: u32| {
            blocks.iter().any(|block| matches!(block.kind, ReportBlockKind::Note { number: own } if own == number))
        };
        let mut numbers = BTreeMap::new();
        for inline in blocks.iter().flat_map(Block::inlines) {
            if let InlineShows::NoteMark(own) = inline.shows
                && written(own)
                && !numbers.contains_key(&own)
            {
                let number = u32::try_from(self.notes.len()).unwrap_or(u32::MAX).saturating_add(1);
                self.notes.push(number);
                numbers.insert(own, number);
            }
        }
        numbers
    }

    fn note(&mut self, own: u32, block: &Block, notes: &BTreeMap<u32, u32>) {
        // A note that is marked nowhere is not printed.
        let (Some(&number), Body::Flow(inlines)) = (notes.get(&own), &block.body) else { return };
        let pieces = self.pieces(inlines, notes);
        self.builder.note(number, pieces);
    }

    fn block(&mut self, block: &Block, notes: &BTreeMap<u32, u32>) {
        let (kind, label) = match &block.kind {
            ReportBlockKind::Heading { level, label } => {
                (BlockKind::Heading { level: *level, label: label.clone() }, label.as_deref())
            }
            ReportBlockKind::Annex { lying } => (BlockKind::Annex { lying: *lying }, None),
            ReportBlockKind::Item { marker } => (BlockKind::Item { marker: marker.clone() }, Some(marker.as_str())),
            ReportBlockKind::Paragraph { label } => (BlockKind::Paragraph { label: label.clone() }, label.as_deref()),
            ReportBlockKind::Embedded(embedding) => {
                // Its numbers are no words of the report: the caption alone is read.
                let title = self.drawn.get(&embedding.shows).map_or("", |drawn| drawn.title.as_str());
                let title = title.to_owned();
                let own = match &block.body {
                    Body::Flow(inlines) => self.pieces(inlines, notes),
                    Body::Grid(_) => Vec::new(),
                };
                let picture = BlockKind::Picture(Box::<Picture>::default());
                self.builder.block(picture, &caption(embedding, own, &title), None);
                return;
            }
            ReportBlockKind::Table { .. } | ReportBlockKind::Note { .. } => {
                (BlockKind::Paragraph { label: None }, None)
            }
        };
        match (&block.kind, &block.body) {
            (ReportBlockKind::Table { head_rows }, Body::Grid(rows)) => {
                let rows: Vec<Vec<Vec<Built>>> =
                    rows.iter().map(|row| row.iter().map(|cell| self.pieces(cell, notes)).collect()).collect();
                self.builder.table(usize::try_from(*head_rows).unwrap_or_default(), &rows, None);
            }
            (_, Body::Flow(inlines)) => {
                let mut pieces = self.pieces(inlines, notes);
                if let (Some(label), Some(first)) = (label.filter(|label| !label.is_empty()), pieces.first()) {
                    let head = Built { text: format!("{label} "), role: RunRole::Text, ..first.clone() };
                    pieces.insert(0, head);
                }
                self.builder.block(kind, &pieces, None);
            }
            // A table without cells prints nothing.
            (_, Body::Grid(_)) => self.builder.block(BlockKind::Paragraph { label: None }, &[], None),
        }
    }

    fn pieces(&mut self, inlines: &[Inline], notes: &BTreeMap<u32, u32>) -> Vec<Built> {
        inlines.iter().map(|inline| self.piece(inline, notes)).collect()
    }

    fn piece(&mut self, inline: &Inline, notes: &BTreeMap<u32, u32>) -> Built {
        let (text, role) = match &inline.shows {
            InlineShows::Text(text) => (text.clone(), RunRole::Text),
            InlineShows::Chip { overridden: Some(own), .. } => (own.text.clone(), RunRole::Text),
            InlineShows::Chip { chip, overridden: None } => match self.shown.get(chip) {
                Some(shown) => {
                    let key = RecordKey(format!("{CHIP}{}", self.chips.len()));
                    self.chips.push(shown.observation);
                    (shown.text.clone(), RunRole::Record(key))
                }
                None => (MISSING.to_owned(), RunRole::Text),
            },
            InlineShows::NoteMark(own) => match notes.get(own) {
                Some(&number) => {
                    let index = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
                    (superscript(number), RunRole::NoteMark(index))
                }
                None => (String::new(), RunRole::Text),
            },
        };
        Built { text, strong: inline.strong, emphasis: inline.emphasis, role }
    }
}
