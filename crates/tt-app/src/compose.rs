//! Composing a report: its records become one [`Document`] again, every figure and citation printed from its record.

use std::collections::HashMap;

use tt_document::build::{Builder, Piece as Built};
use tt_document::model::{BlockKind, RecordKey, RunRole};
use tt_document::{Document, Frame};
use tt_domain::assessment::Grade;
use tt_domain::document::{Citation, OfficialDocument};
use tt_domain::id::{CitationId, DocumentId, FigureId, ObservationId, TaskId};
use tt_domain::indicator::Observation;
use tt_domain::report::{Content, Piece, ReportBlock, ReportBlockKind, ReportFigure, Shows};
use tt_render::printed::{Addressees, PrintedFrame, Title};

use crate::embedding::{blocks, kept};
use crate::import::printing;

/// Everything a report is composed of.
#[derive(Clone, Debug, Default)]
pub struct ReportRecords {
    /// Its frame.
    pub frame: Frame,
    /// Its blocks, notes last.
    pub blocks: Vec<ReportBlock>,
    /// Its figures.
    pub figures: HashMap<FigureId, ReportFigure>,
    /// What its figures rest on, by the observation each was stated by: the last that took its place while the report is
    /// written, that observation itself from its submission on.
    pub observations: HashMap<ObservationId, Observation>,
    /// Its citations.
    pub citations: HashMap<CitationId, Citation>,
    /// Documents they name.
    pub documents: HashMap<DocumentId, OfficialDocument>,
    /// Statements of the tasks it shows.
    pub statements: HashMap<TaskId, String>,
    /// Self-grades of those tasks.
    pub grades: HashMap<TaskId, Grade>,
}

/// The key a figure carries in composed documents.
pub fn figure_key(id: FigureId) -> RecordKey {
    RecordKey(format!("figure-{id}"))
}

/// The key a citation carries in composed documents: its document's.
pub fn document_key(id: DocumentId) -> RecordKey {
    RecordKey(format!("document-{id}"))
}

/// The key the words of a task carry in composed documents.
pub fn task_key(id: TaskId) -> RecordKey {
    RecordKey(format!("task-{id}"))
}

/// Composes the document.
pub fn compose(records: &ReportRecords) -> Document {
    let mut builder = Builder::new(records.frame.clone());
    let printed = PrintedFrame::new(&records.frame);
    frame_head(&mut builder, &printed);
    // Annexes stand behind the signature.
    let is_annex = |block: &ReportBlock| matches!(block.kind, ReportBlockKind::Annex { .. });
    let main = records.blocks.iter().position(is_annex).unwrap_or(records.blocks.len());
    let (main, annexes) = records.blocks.split_at(main);
    let notes = note_numbers(&records.blocks.iter().collect::<Vec<_>>());
    add_blocks(&mut builder, records, &notes, main.iter());
    frame_foot(&mut builder, &printed);
    add_blocks(&mut builder, records, &notes, annexes.iter());
    builder.finish()
}

/// Composes one task's part of the report, without a frame; footnotes marked in it come with it.
pub fn compose_task(records: &ReportRecords, task: TaskId) -> Document {
    let marks = |block: &ReportBlock| match &block.content {
        Content::Flow(pieces) => pieces
            .iter()
            .filter_map(|piece| match piece.shows {
                Shows::NoteMark(number) => Some(number),
                _ => None,
            })
            .collect::<Vec<_>>(),
        Content::Grid(_) => Vec::new(),
    };
    let part = || records.blocks.iter().filter(move |block| block.task == Some(task));
    let marked: Vec<u32> = part().flat_map(marks).collect();
    let notes = records.blocks.iter().filter(|block| match block.kind {
        ReportBlockKind::Note { number } => marked.contains(&number),
        _ => false,
    });
    let mut builder = Builder::new(Frame::default());
    let blocks: Vec<&ReportBlock> = part().chain(notes).collect();
    add_blocks(&mut builder, records, &note_numbers(&blocks), blocks.into_iter());
    builder.finish()
}

/// The text of one block as composed; empty where the report has no such block.
pub fn block_text(records: &ReportRecords, position: u32) -> String {
    let text = |pieces: &[Piece]| records.built(pieces, &[]).into_iter().map(|piece| piece.text).collect::<String>();
    match records.blocks.iter().find(|block| block.position == position).map(|block| &block.content) {
        Some(Content::Flow(pieces)) => text(pieces),
        Some(Content::Grid(rows)) => {
            let row = |row: &Vec<Vec<Piece>>| row.iter().map(|cell| text(cell)).collect::<Vec<_>>().join(" | ");
            rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
        None => String::new(),
    }
}

/// A figure as it prints.
pub fn figure_text(records: &ReportRecords, figure: &ReportFigure) -> String {
    records.figure_text(figure)
}

/// One piece as it prints; a footnote mark prints as its number.
pub(crate) fn piece_text(records: &ReportRecords, piece: &Piece) -> String {
    records.shown(&piece.shows, &[]).0
}

/// A mention of a document as it prints.
pub fn citation_text(records: &ReportRecords, citation: &Citation) -> String {
    records.citation_text(citation)
}

fn add_blocks<'a>(
    builder: &mut Builder,
    records: &ReportRecords,
    notes: &[u32],
    blocks: impl Iterator<Item = &'a ReportBlock>,
) {
    for block in blocks {
        let kind = match &block.kind {
            ReportBlockKind::Heading { level, label } => BlockKind::Heading { level: *level, label: label.clone() },
            ReportBlockKind::Annex { lying } => BlockKind::Annex { lying: *lying },
            ReportBlockKind::Paragraph { label } => BlockKind::Paragraph { label: label.clone() },
            ReportBlockKind::Item { marker } => BlockKind::Item { marker: marker.clone() },
            ReportBlockKind::Table { head_rows } => {
                if let Content::Grid(rows) = &block.content {
                    let rows: Vec<Vec<Vec<Built>>> =
                        rows.iter().map(|row| row.iter().map(|cell| records.built(cell, notes)).collect()).collect();
                    builder.table(usize::try_from(*head_rows).unwrap_or_default(), &rows, None);
                }
                continue;
            }
            ReportBlockKind::Embedded(embedding) => {
                if let Content::Flow(pieces) = &block.content {
                    let drawn = block.drawn.as_deref().and_then(kept::read);
                    blocks::add(builder, embedding, records.built(pieces, notes), drawn.as_ref());
                }
                continue;
            }
            ReportBlockKind::Note { number } => {
                if let Content::Flow(pieces) = &block.content {
                    builder.note(*number, records.built(pieces, notes));
                }
                continue;
            }
        };
        if let Content::Flow(pieces) = &block.content {
            builder.block(kind, &records.built(pieces, notes), None);
        }
    }
}

impl ReportRecords {
    /// Pieces with their words; `notes` are the numbers of the footnotes that go along, in order.
    fn built(&self, pieces: &[Piece], notes: &[u32]) -> Vec<Built> {
        pieces
            .iter()
            .map(|piece| {
                let (text, role) = self.shown(&piece.shows, notes);
                Built { text, strong: piece.strong, emphasis: piece.emphasis, role }
            })
            .collect()
    }

    fn shown(&self, shows: &Shows, notes: &[u32]) -> (String, RunRole) {
        match shows {
            Shows::Text(text) => (text.clone(), RunRole::Text),
            Shows::Figure(id) => match self.figures.get(id) {
                Some(figure) => (self.figure_text(figure), RunRole::Figure(figure_key(*id))),
                None => (String::new(), RunRole::Text),
            },
            Shows::Citation(id) => match self.citations.get(id) {
                Some(citation) => (self.citation_text(citation), RunRole::Citation(document_key(citation.document))),
                None => (String::new(), RunRole::Text),
            },
            Shows::Statement { task, part } => {
                let statement = self.statements.get(task).map(String::as_str).unwrap_or_default();
                (part.words(statement).to_owned(), RunRole::Record(task_key(*task)))
            }
            Shows::Grade(task) => match self.grades.get(task) {
                Some(grade) => (grade.words().to_owned(), RunRole::Record(task_key(*task))),
                None => (String::new(), RunRole::Text),
            },
            Shows::NoteMark(number) => {
                let index = notes.iter().position(|note| note == number);
                (superscript(*number), index.map_or(RunRole::Text, RunRole::NoteMark))
            }
        }
    }

    /// A figure prints its observation's value; as first printed while that has not changed.
    fn figure_text(&self, figure: &ReportFigure) -> String {
        let stated = &figure.stated;
        let observed = stated.observation.and_then(|id| self.observations.get(&id));
        match observed {
            Some(observation)
                if Some(observation.value) != stated.value || observation.value_max != stated.value_max =>
            {
                printing::print_figure(
                    &stated.form,
                    &stated.printed,
                    observation.value,
                    observation.value_max,
                    stated.of,
                )
            }
            _ => stated.printed.clone(),
        }
    }

    fn citation_text(&self, citation: &Citation) -> String {
        match self.documents.get(&citation.document) {
            Some(document) => printing::print_citation(&citation.form, document.number.as_deref(), document.date),
            None => citation.form.clone(),
        }
    }
}

/// The frame's lines above the body, so that the text of the document holds all that is printed.
pub(crate) fn frame_head(builder: &mut Builder, printed: &PrintedFrame) {
    let mut line = |text: &str| {
        if !text.is_empty() {
            builder.block(BlockKind::Frame, &[Built::plain(text)], None);
        }
    };
    let marks = printed.marks.iter().map(|mark| &mark.text);
    for text in printed.superior.iter().chain(&printed.issuer).chain(marks) {
        line(text);
    }
    line(&printed.number.with_blanks(|_| String::new()));
    if let Title::Letter { subject: Some(subject) } = &printed.title {
        line(subject);
    }
    line(&printed.place_date.with_blanks(|_| String::new()));
    if let Title::Named { kind, subject } = &printed.title {
        line(kind);
        line(subject.as_deref().unwrap_or_default());
    }
    match &printed.addressees {
        Addressees::None => {}
        Addressees::One(one) => line(&format!("Kính gửi: {one}")),
        Addressees::Several(several) => {
            line("Kính gửi:");
            for one in several {
                line(one);
            }
        }
    }
}

/// The frame's lines below the body.
pub(crate) fn frame_foot(builder: &mut Builder, printed: &PrintedFrame) {
    let heading = (!printed.recipients.is_empty()).then_some("Nơi nhận:");
    let lines = heading.into_iter().chain(printed.recipients.iter().chain(&printed.typist).map(String::as_str));
    let signature = printed.position.iter().chain(&printed.signer).chain(&printed.contact).map(String::as_str);
    for text in lines.chain(signature).filter(|text| !text.is_empty()) {
        builder.block(BlockKind::Frame, &[Built::plain(text)], None);
    }
}

fn note_numbers(blocks: &[&ReportBlock]) -> Vec<u32> {
    let number = |block: &&ReportBlock| match block.kind {
        ReportBlockKind::Note { number } => Some(number),
        _ => None,
    };
    blocks.iter().filter_map(number).collect()
}

/// A footnote mark as printed in running text.
pub(crate) fn superscript(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .to_string()
        .chars()
        .filter_map(|digit| digit.to_digit(10).and_then(|digit| DIGITS.get(usize::try_from(digit).ok()?)))
        .collect()
}
