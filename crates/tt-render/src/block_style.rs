//! How each block of a body is set: what the rules of format add to the kinds of block a Document tells apart.

use tt_document::model::RunRole;
use tt_document::{Block, BlockKind, Document, Run, Span};

/// How a body block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockStyle {
    /// A heading with first-line indent, of this level from 1.
    Heading(u8),
    /// A heading in the middle of the line (Phần, Chương, Mục, or without a label at the outermost level); of the
    /// former the label stands on a line of its own.
    CentredHeading(u8),
    /// `Phụ lục I`.
    AnnexLabel,
    /// The title of an annex.
    AnnexTitle,
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
    /// The name of a table drawn from records, in the middle above it and on its page.
    Caption,
}

/// Head of the key in the caption of a picture or table that was drawn from records.
pub const DRAWN_KEY: &str = "embedded-";

/// The style of every block of [`Document::body`], in order.
pub fn block_styles(document: &Document) -> Vec<BlockStyle> {
    let mut before_text = true;
    let mut in_annex_head = false;
    let mut below = document.body().skip(1);
    document
        .body()
        .map(|block| {
            let over_table = below.next().is_some_and(|next| matches!(next.kind, BlockKind::Table(_)));
            let basis = before_text && is_basis(document.slice(block.span));
            before_text = basis;
            let style = match &block.kind {
                BlockKind::Annex { .. } => BlockStyle::AnnexLabel,
                BlockKind::Heading { level: 0 | 1, label: None } if in_annex_head => BlockStyle::AnnexTitle,
                BlockKind::Heading { level, label } if is_centred(*level, label.as_deref()) => {
                    BlockStyle::CentredHeading((*level).clamp(1, 3))
                }
                BlockKind::Heading { level, label } => BlockStyle::Heading(set_level(*level, label.as_deref())),
                BlockKind::Item { .. } => BlockStyle::Item,
                BlockKind::Table(_) => BlockStyle::Table,
                BlockKind::Picture(_) => BlockStyle::Picture,
                BlockKind::Paragraph { .. } if over_table && is_drawn(block) => BlockStyle::Caption,
                BlockKind::Paragraph { .. } | BlockKind::Frame if basis => BlockStyle::Basis,
                BlockKind::Paragraph { .. } | BlockKind::Frame => BlockStyle::Paragraph,
            };
            in_annex_head = matches!(style, BlockStyle::AnnexLabel | BlockStyle::AnnexTitle);
            style
        })
        .collect()
}

/// Whether a line is the caption of what was drawn from records.
pub fn is_drawn(block: &Block) -> bool {
    block.runs.iter().any(|run| matches!(&run.role, RunRole::Record(key) if key.0.starts_with(DRAWN_KEY)))
}

/// `Căn cứ …;` (Decree 30/2020, Annex I, Part II, item 6: such lines stand before the text, each closed by a
/// semicolon, the last by a full stop).
fn is_basis(text: &str) -> bool {
    text.starts_with("Căn cứ ") && text.ends_with([';', '.'])
}

fn is_centred(level: u8, label: Option<&str>) -> bool {
    match label {
        Some(label) => ["Phần", "PHẦN", "Chương", "CHƯƠNG", "Mục", "MỤC"].iter().any(|word| label.starts_with(word)),
        None => level <= 1,
    }
}

/// The heading of an article (Điều) is bold however deep it stands.
fn set_level(level: u8, label: Option<&str>) -> u8 {
    let article = label.is_some_and(|label| label.starts_with("Điều") || label.starts_with("ĐIỀU"));
    if article { level.clamp(1, 3) } else { level }
}

/// The runs of a centred heading's label and those of its title, which starts a line of its own; `None` where it has
/// no label, or nothing but one.
pub fn label_and_title(document: &Document, block: &Block) -> Option<(Vec<Run>, Vec<Run>)> {
    let BlockKind::Heading { label: Some(label), .. } = &block.kind else { return None };
    let rest = document.slice(block.span).strip_prefix(label.as_str())?;
    let title = rest.trim_start();
    let end = block.span.start + label.len();
    let start = end + (rest.len() - title.len());
    if title.is_empty() {
        return None;
    }
    let span = block.span;
    Some((runs_within(block, Span::new(span.start, end)), runs_within(block, Span::new(start, span.end))))
}

/// The runs of a block as far as they lie in a span.
pub fn runs_within(block: &Block, span: Span) -> Vec<Run> {
    let cut = |run: &Run| {
        let inside = Span::new(run.span.start.max(span.start), run.span.end.min(span.end));
        Run { span: inside, ..run.clone() }
    };
    block.runs.iter().filter(|run| run.span.start < span.end && run.span.end > span.start).map(cut).collect()
}

/// Where the text of a list item begins, behind its marker and a blank; `None` where it has no such marker.
pub fn item_text(document: &Document, block: &Block) -> Option<usize> {
    let BlockKind::Item { marker } = &block.kind else { return None };
    let text = document.slice(block.span).strip_prefix(marker.as_str())?.strip_prefix(' ')?;
    (!text.trim().is_empty()).then_some(block.span.end - text.len())
}

#[cfg(test)]
mod tests {
    use tt_document::Frame;
    use tt_document::build::{Builder, Piece};
    use tt_document::model::RecordKey;

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

    #[test]
    fn the_line_above_a_table_drawn_from_records_is_its_caption() {
        let key = RecordKey(format!("{DRAWN_KEY}0a1b"));
        let caption = Piece { role: RunRole::Record(key), ..Piece::plain("Bảng 1. Nhiệm vụ") };
        let paragraph = BlockKind::Paragraph { label: None };
        let mut builder = Builder::new(Frame::default());
        builder.block(paragraph.clone(), std::slice::from_ref(&caption), None);
        builder.table(1, &[vec![vec![Piece::plain("TT")]]], None);
        builder.block(paragraph, &[caption], None);
        let expected = [BlockStyle::Caption, BlockStyle::Table, BlockStyle::Paragraph];
        assert_eq!(block_styles(&builder.finish()), expected);
    }

    #[test]
    fn a_title_below_the_name_of_an_annex_is_its_own() {
        let mut builder = Builder::new(Frame::default());
        let title = BlockKind::Heading { level: 1, label: None };
        for (kind, text) in
            [(title.clone(), "MỞ ĐẦU"), (BlockKind::Annex { lying: false }, "Phụ lục I"), (title, "BIỂU SỐ LIỆU")]
        {
            builder.block(kind, &[Piece::plain(text)], None);
        }
        let expected = [BlockStyle::CentredHeading(1), BlockStyle::AnnexLabel, BlockStyle::AnnexTitle];
        assert_eq!(block_styles(&builder.finish()), expected);
    }

    #[test]
    fn the_label_of_a_chapter_has_a_line_of_its_own() {
        let mut builder = Builder::new(Frame::default());
        let chapter = |label: &str| BlockKind::Heading { level: 1, label: Some(label.to_owned()) };
        builder.block(chapter("Chương I"), &[Piece::plain("Chương I QUY ĐỊNH CHUNG")], None);
        builder.block(chapter("Chương II"), &[Piece::plain("Chương II")], None);
        let document = builder.finish();
        let texts = |runs: &[Run]| runs.iter().map(|run| document.slice(run.span)).collect::<String>();
        let (label, title) = label_and_title(&document, &document.blocks[0]).unwrap();
        assert_eq!((texts(&label), texts(&title)), ("Chương I".to_owned(), "QUY ĐỊNH CHUNG".to_owned()));
        assert_eq!(label_and_title(&document, &document.blocks[1]), None);
    }
}
