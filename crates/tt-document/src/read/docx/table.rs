//! A table being read: rows, spans, and which rows are its head.

use crate::read::ReadError;
use crate::read::docx::pull::{Pull, Tag, Token};
use crate::structure::{Grid, Paragraph};

/// A table being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    grid: Grid,
    /// Columns the open cell spans.
    span: usize,
    /// Whether each row so far is head.
    heads: Vec<bool>,
    row_is_head: bool,
    /// Written by the DOCX writer, which marks every head.
    heads_are_marked: bool,
}

/// Most columns a cell may span; the format allows no more.
const MAX_SPAN: usize = 63;

impl Table {
    /// A table that begins at this paragraph of the source.
    pub(super) fn new(source: u32) -> Self {
        Self { grid: Grid { source: Some(source), ..Grid::default() }, ..Self::default() }
    }

    pub(super) fn open_row(&mut self) {
        self.grid.rows.push(Vec::new());
        self.row_is_head = false;
    }

    pub(super) fn close_row(&mut self) {
        self.heads.push(self.row_is_head);
    }

    /// Whether the open row is head.
    pub(super) fn is_in_head(&self) -> bool {
        self.row_is_head
    }

    pub(super) fn open_cell(&mut self) {
        self.span = 1;
    }

    /// Adds a cell, and an empty one for every further column it spans.
    pub(super) fn close_cell(&mut self, cell: Vec<Paragraph>) {
        if let Some(row) = self.grid.rows.last_mut() {
            row.push(cell);
            row.extend((1..self.span).map(|_| Vec::new()));
        }
    }

    /// Reads a `tblPr` just opened.
    pub(super) fn read_properties(&mut self, pull: &mut Pull<'_>) -> Result<(), ReadError> {
        let depth = pull.depth();
        while let Some(token) = pull.next()? {
            match token {
                Token::Open(tag) if tag.name() == "tblStyle" => {
                    self.heads_are_marked = tag.value()?.as_deref() == Some("Bang");
                }
                Token::Close if pull.depth() < depth => break,
                Token::Open(_) | Token::Close | Token::Text(_) => {}
            }
        }
        Ok(())
    }

    /// A property of the open row or cell.
    pub(super) fn property(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        match tag.name() {
            "tblHeader" => self.row_is_head = tag.is_on()?,
            "gridSpan" => {
                let span = tag.number()?.and_then(|span| usize::try_from(span).ok());
                self.span = span.unwrap_or(1).clamp(1, MAX_SPAN);
            }
            "vMerge" if tag.value()?.as_deref() != Some("restart") => self.continue_head(),
            _ => {}
        }
        Ok(())
    }

    /// The finished table; `None` if nothing stands in it.
    pub(super) fn finish(mut self) -> Option<Grid> {
        self.grid.rows.retain(|row| !row.is_empty());
        let head = self.heads.iter().take_while(|head| **head).count();
        self.grid.head_rows = (head > 0 || self.heads_are_marked).then_some(head);
        self.grid.rows.iter().flatten().flatten().next().is_some().then_some(self.grid)
    }

    /// The open cell goes on from the row above: if it is the first of its row and every row above is head, or there is
    /// but one, the first row names columns in several rows.
    fn continue_head(&mut self) {
        let is_first = self.grid.rows.last().is_some_and(Vec::is_empty);
        if is_first && (self.heads.len() == 1 || self.heads.iter().all(|head| *head)) {
            self.heads.fill(true);
            self.row_is_head = true;
        }
    }
}
