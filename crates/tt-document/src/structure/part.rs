//! The loose parts a reader finds in its source, before it is known what they are.

use crate::build::Piece;

/// A paragraph or a table, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table; in the head and at the end of a document also the columns of the frame.
    Table(Grid),
}

/// A paragraph with what the source says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Its text by style. Tabs may still stand in it: they separate columns.
    pub(crate) pieces: Vec<Piece>,
    /// Line or paragraph of the source it begins at, from 1.
    pub(crate) source: Option<u32>,
    /// Where further source lines begin: byte offset in its text, line.
    pub(crate) joins: Vec<(usize, u32)>,
    /// What the source's style says it is.
    pub(crate) style: Style,
    /// Whether a blank line stands before it.
    pub(crate) gap: bool,
    /// What the picture in it shows, if it is the title of one.
    pub(crate) picture: Option<String>,
}

/// What a source's own style says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// Nothing.
    #[default]
    Unknown,
    /// A heading of this level, from 1.
    Heading(u8),
    /// The line that opens an annex.
    Annex,
    /// Running text, however much it looks like a heading.
    Body,
}

/// A table of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grid {
    /// Leading rows that name the columns, if the source says so.
    pub(crate) head_rows: Option<usize>,
    /// Rows of cells of paragraphs.
    pub(crate) rows: Vec<Vec<Vec<Paragraph>>>,
    /// Line or paragraph of the source it begins at, from 1.
    pub(crate) source: Option<u32>,
}

impl Paragraph {
    /// A plain paragraph.
    pub(crate) fn plain(text: &str, source: Option<u32>) -> Self {
        Self { pieces: vec![Piece::plain(text)], source, ..Self::default() }
    }

    /// Its whole text.
    pub(crate) fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Whether all of it that can be seen is bold.
    pub(crate) fn is_strong(&self) -> bool {
        let mut shown = self.pieces.iter().filter(|piece| !piece.text.trim().is_empty()).peekable();
        shown.peek().is_some() && shown.all(|piece| piece.strong)
    }
}
