//! How each block of a body is set: what the rules of format add to the kinds of block a Document tells apart.

use tt_document::{BlockKind, Document};

/// How a body block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockStyle {
    /// A heading with first-line indent, of this level from 1.
    Heading(u8),
    /// A heading in the middle of the line (Phần, Chương, Phụ lục, or without a label at the outermost level).
    CentredHeading(u8),
    /// A line of legal basis (căn cứ) before the text proper.
    Basis,
    /// A justified paragraph with first-line indent.
    Paragraph,
    /// An item of an unordered list, set as a paragraph with its marker.
    Item,
    /// A table.
    Table,
    /// A picture over its title.
    Picture,
}

/// The style of every block of [`Document::body`], in order.
pub fn block_styles(document: &Document) -> Vec<BlockStyle> {
    let mut before_text = true;
    document
        .body()
        .map(|block| {
            let basis = before_text && is_basis(document.slice(block.span));
            before_text = basis;
            match &block.kind {
                BlockKind::Heading { level, label } if is_centred(*level, label.as_deref()) => {
                    BlockStyle::CentredHeading(*level)
                }
                BlockKind::Heading { level, .. } => BlockStyle::Heading(*level),
                BlockKind::Item { .. } => BlockStyle::Item,
                BlockKind::Table(_) => BlockStyle::Table,
                BlockKind::Picture(_) => BlockStyle::Picture,
                BlockKind::Paragraph { .. } | BlockKind::Frame if basis => BlockStyle::Basis,
                BlockKind::Paragraph { .. } | BlockKind::Frame => BlockStyle::Paragraph,
            }
        })
        .collect()
}

/// `Căn cứ …;` (Decree 30/2020, Annex I, Part II, item 6: such lines stand before the text, each closed by a
/// semicolon, the last by a full stop).
fn is_basis(text: &str) -> bool {
    text.starts_with("Căn cứ ") && text.ends_with([';', '.'])
}

fn is_centred(level: u8, label: Option<&str>) -> bool {
    match label {
        Some(label) => {
            ["Phần", "PHẦN", "Chương", "CHƯƠNG", "Phụ lục", "PHỤ LỤC"].iter().any(|word| label.starts_with(word))
        }
        None => level <= 1,
    }
}

#[cfg(test)]
mod tests {
    use tt_document::Frame;
    use tt_document::build::{Builder, Piece};

    use super::*;

    #[test]
    fn only_bases_before_the_text_are_set_as_such() {
        let mut builder = Builder::new(Frame::default());
        let paragraph = BlockKind::Paragraph { label: None };
        for text in ["Căn cứ Luật Quy hoạch;", "Căn cứ đề nghị của Sở;", "Sở báo cáo:", "Căn cứ tình hình, Sở đề nghị."]
        {
            builder.block(paragraph.clone(), &[Piece::plain(text)], None);
        }
        let expected = [BlockStyle::Basis, BlockStyle::Basis, BlockStyle::Paragraph, BlockStyle::Paragraph];
        assert_eq!(block_styles(&builder.finish()), expected);
    }
}
