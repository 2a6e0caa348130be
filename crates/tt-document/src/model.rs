//! The Document: a normalised text, and blocks and runs that partition it.

use tt_text::Span;

use crate::drawing::Picture;
use crate::frame::Frame;

/// An official document. Every span in it indexes [`text`](Self::text).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The whole normalised text: NFC, `\n` line ends, broken paragraphs joined, emphasis marks taken out. Blocks
    /// stand in it in order, separated by `\n`; footnotes follow the last block.
    pub text: String,
    /// What surrounds the body.
    pub frame: Frame,
    /// Frame lines and body in reading order. Frame lines ([`BlockKind::Frame`]) are what the frame was read from:
    /// renderers skip them and print [`frame`](Self::frame) instead.
    pub blocks: Vec<Block>,
    /// Footnotes, in the order of their marks.
    pub notes: Vec<Note>,
    /// Where pieces of the text came from in the source file.
    pub lines: LineMap,
}

impl Document {
    /// The slice a span covers.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The blocks of the body: everything that is not a frame line.
    pub fn body(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind != BlockKind::Frame)
    }

    /// The block a byte offset falls in.
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        let next = self.blocks.partition_point(|block| block.span.start <= offset);
        let index = next.checked_sub(1)?;
        (offset < self.blocks.get(index)?.span.end).then_some(index)
    }
}

/// One paragraph-like piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its place in the text, label or marker included, line end excluded.
    pub span: Span,
    /// The runs that partition the span (for a table: of all its cells, without the separators between them).
    pub runs: Vec<Run>,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A line of the frame: header, addressee, recipient, signature.
    Frame,
    /// A heading. Level 1 is the outermost (`I.`); the label (`III.`, `2.1.`, `a)`) is the head of the text.
    Heading {
        /// Depth, from 1.
        level: u8,
        /// Number or letter as printed, with its closing mark; `None` for an unnumbered heading.
        label: Option<String>,
    },
    /// The line that opens an annex (phụ lục): `Phụ lục I`. All that follows, up to the next one, belongs to it; its
    /// title is the unnumbered heading below. Annexes stand behind the signature, on pages of their own.
    Annex {
        /// Whether its sheets lie (khổ giấy nằm ngang) whatever stands on them; one with a wide table lies anyway.
        lying: bool,
    },
    /// A body paragraph; a run-in heading (`2.1. Trong hoạt động xuất nhập khẩu: …`) is a paragraph whose label says so.
    Paragraph {
        /// Label at its head (`1.`, `2.1.`, `a)`), if numbered.
        label: Option<String>,
    },
    /// An item of an unordered list.
    Item {
        /// Marker as printed: `-`, `+`, `•`.
        marker: String,
    },
    /// A table.
    Table(Table),
    /// A picture; the text is its title, and a table of the same numbers follows.
    Picture(Box<Picture>),
}

/// A table as rows of cells; in the text cells are separated by ` | ` and rows by `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// How many leading rows are its head.
    pub head_rows: usize,
    /// Rows, each the spans of its cells.
    pub rows: Vec<Vec<Span>>,
}

/// A stretch of text of one style and one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its place.
    pub span: Span,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// What it stands for.
    pub role: RunRole,
}

/// What a run stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RunRole {
    /// Plain text.
    #[default]
    Text,
    /// A citation; the key names its document record (in DOCX: the content control's tag).
    Citation(RecordKey),
    /// A figure; the key names the fact it shows (in DOCX: the content control's tag).
    Figure(RecordKey),
    /// Text taken from another record: the statement or the grade of a task.
    Record(RecordKey),
    /// A footnote mark; the index into [`Document::notes`]. Its text is the mark as printed (`¹`).
    NoteMark(usize),
}

/// The key of a record a run shows, such as `figure-12` or `document-3`: letters, digits and `-`, at most 60 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey(pub String);

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its number, from 1.
    pub number: u32,
    /// The note's own text without its mark.
    pub span: Span,
    /// Runs that partition the span.
    pub runs: Vec<Run>,
}

/// Maps places in the normalised text back to lines (text) or paragraphs (DOCX) of the source, both from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineMap {
    /// `(offset in the normalised text, source line)`, rising in offset.
    pub starts: Vec<(usize, u32)>,
}

impl LineMap {
    /// The source line of an offset; `None` for a document that has no source.
    pub fn line_of(&self, offset: usize) -> Option<u32> {
        let next = self.starts.partition_point(|(start, _)| *start <= offset);
        self.starts.get(next.checked_sub(1)?).map(|(_, line)| *line)
    }
}
