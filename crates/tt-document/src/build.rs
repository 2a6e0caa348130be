//! Building a Document piece by piece: the one way text, blocks and runs come to agree.

use tt_text::Span;

use crate::frame::Frame;
use crate::model::{Block, BlockKind, Document, Note, Run, RunRole, Table};

/// A piece of text with its style and role, before it has a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text itself, without line ends.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// What it stands for.
    pub role: RunRole,
}

impl Piece {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Builds a [`Document`] from pieces; see the methods.
#[derive(Debug, Default)]
pub struct Builder {
    document: Document,
    notes: Vec<(u32, Vec<Piece>)>,
}

impl Builder {
    /// An empty document with this frame. Frame lines are added with [`block`](Self::block) by who wants them in the
    /// text.
    pub fn new(frame: Frame) -> Self {
        Self { document: Document { frame, ..Document::default() }, notes: Vec::new() }
    }

    /// The offset at which the next block will start.
    pub fn offset(&self) -> usize {
        match self.document.text.len() {
            0 => 0,
            len => len + 1,
        }
    }

    /// Appends a block made of these pieces; `source_line` is where it came from, if it came from a file.
    pub fn block(&mut self, kind: BlockKind, pieces: &[Piece], source_line: Option<u32>) {
        self.break_line(source_line);
        let (span, runs) = self.append(pieces);
        self.document.blocks.push(Block { kind, span, runs });
    }

    /// Appends a table of cells, each a list of pieces.
    pub fn table(&mut self, head_rows: usize, rows: &[Vec<Vec<Piece>>], source_line: Option<u32>) {
        self.break_line(source_line);
        let start = self.document.text.len();
        let mut runs = Vec::new();
        let mut spans = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.document.text.push('\n');
            }
            let mut cells = Vec::new();
            for (column, cell) in row.iter().enumerate() {
                if column > 0 {
                    self.document.text.push_str(" | ");
                }
                let (span, cell_runs) = self.append(cell);
                cells.push(span);
                runs.extend(cell_runs);
            }
            spans.push(cells);
        }
        let span = Span::new(start, self.document.text.len());
        self.document.blocks.push(Block { kind: BlockKind::Table(Table { head_rows, rows: spans }), span, runs });
    }

    /// Records that the text from `offset` on came from this source line (for paragraphs joined from several).
    pub fn source(&mut self, offset: usize, source_line: u32) {
        self.document.lines.starts.push((offset, source_line));
    }

    /// Adds a footnote; its text goes after the last block.
    pub fn note(&mut self, number: u32, pieces: Vec<Piece>) {
        self.notes.push((number, pieces));
    }

    /// The finished document.
    pub fn finish(mut self) -> Document {
        for (number, pieces) in std::mem::take(&mut self.notes) {
            self.break_line(None);
            let (span, runs) = self.append(&pieces);
            self.document.notes.push(Note { number, span, runs });
        }
        self.document
    }

    fn break_line(&mut self, source_line: Option<u32>) {
        if !self.document.text.is_empty() {
            self.document.text.push('\n');
        }
        if let Some(line) = source_line {
            self.document.lines.starts.push((self.document.text.len(), line));
        }
    }

    fn append(&mut self, pieces: &[Piece]) -> (Span, Vec<Run>) {
        let start = self.document.text.len();
        let mut runs = Vec::with_capacity(pieces.len());
        for piece in pieces.iter().filter(|piece| !piece.text.is_empty()) {
            let from = self.document.text.len();
            self.document.text.push_str(&piece.text);
            runs.push(Run {
                span: Span::new(from, self.document.text.len()),
                strong: piece.strong,
                emphasis: piece.emphasis,
                role: piece.role.clone(),
            });
        }
        (Span::new(start, self.document.text.len()), runs)
    }
}
