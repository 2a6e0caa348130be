//! The parts of a document on paper: the main part, and each annex on sheets of its own, lying where it is marked so or
//! a table is wide.

use tt_document::{Block, BlockKind, Document};

use crate::block_style::{BlockStyle, block_styles};
use crate::form::{Form, Page};
use crate::length::Length;
use crate::table_layout::wanted_width;

/// A part of a document: the main one, which recipients and signature close, or an annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'a> {
    /// How many leading blocks name an annex: its label and title; nought in the main part.
    pub head: usize,
    /// Whether its sheets lie.
    pub is_lying: bool,
    /// Its blocks.
    pub blocks: Vec<Placed<'a>>,
}

/// A block with its number in the body, from 0, and how it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// Its number among [`Document::body`].
    pub number: usize,
    /// The block.
    pub block: &'a Block,
    /// How it is set.
    pub style: BlockStyle,
}

impl Section<'_> {
    /// The sheets it stands on.
    pub fn page(&self, form: &Form) -> Page {
        if self.is_lying { form.page.lying() } else { form.page }
    }
}

/// The main part, which is always there, and the annexes.
pub fn sections<'a>(document: &'a Document, form: &Form) -> Vec<Section<'a>> {
    let mut sections = vec![Section { head: 0, is_lying: false, blocks: Vec::new() }];
    for (number, (block, style)) in document.body().zip(block_styles(document)).enumerate() {
        if style == BlockStyle::AnnexLabel {
            sections.push(Section { head: 0, is_lying: false, blocks: Vec::new() });
        }
        let is_annex = sections.len() > 1;
        let Some(section) = sections.last_mut() else { continue };
        section.is_lying |= matches!(block.kind, BlockKind::Annex { lying: true });
        if matches!(style, BlockStyle::AnnexLabel | BlockStyle::AnnexTitle) {
            section.head += 1;
        }
        // Tables of the main part are moved to an annex where they are wide; its own sheets stand (Decree 30/2020,
        // Annex I, Part I, item 1).
        if let BlockKind::Table(table) = &block.kind
            && is_annex
        {
            section.is_lying |= is_wide(wanted_width(document, table, form), form);
        }
        section.blocks.push(Placed { number, block, style });
    }
    sections
}

/// Whether a table that would like this width is set better on lying sheets.
fn is_wide(wanted: Length, form: &Form) -> bool {
    wanted > form.page.text_width() * 5 / 4
}

#[cfg(test)]
mod tests {
    use tt_document::Frame;
    use tt_document::build::{Builder, Piece};

    use super::*;
    use crate::form::DECREE_30_2020;

    fn annexed(columns: usize, lying: bool) -> Document {
        let mut builder = Builder::new(Frame::default());
        builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain("Sở báo cáo./.")], None);
        builder.block(BlockKind::Annex { lying }, &[Piece::plain("Phụ lục I")], None);
        builder.block(BlockKind::Heading { level: 1, label: None }, &[Piece::plain("BIỂU SỐ LIỆU")], None);
        let row = |text: &str| vec![vec![Piece::plain(text)]; columns];
        builder.table(1, &[row("Kinh phí (triệu đồng)"), row("1.250,5")], None);
        builder.finish()
    }

    #[test]
    fn an_annex_lies_when_it_is_marked_so_or_has_a_wide_table() {
        for (columns, marked, lying) in [(3, false, false), (3, true, true), (12, false, true)] {
            let document = annexed(columns, marked);
            let sections = sections(&document, &DECREE_30_2020);
            let [main, annex] = sections.as_slice() else { panic!("{} sections", sections.len()) };
            assert_eq!((main.head, main.is_lying, main.blocks.len()), (0, false, 1));
            assert_eq!((annex.head, annex.is_lying, annex.blocks.len()), (2, lying, 3));
        }
    }

    #[test]
    fn an_empty_document_has_its_main_part() {
        assert_eq!(sections(&Document::default(), &DECREE_30_2020).len(), 1);
    }
}
