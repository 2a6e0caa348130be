//! An embedded block as it stands in a document: its picture or its table, under or above its caption. Pure.

use tt_check::{Finding, Selection};
use tt_document::build::{Builder, Piece};
use tt_document::drawing::Picture;
use tt_document::model::{BlockKind, RecordKey, RunRole};
use tt_document::{Document, Extraction};
use tt_domain::composing::{Embedded, Embedding};
use tt_render::block_style::{DRAWN_KEY, is_drawn};
use tt_render::chart::WIDE;
use tt_text::Span;

use super::{Drawn, Listed, What};
use crate::token::sha256;

/// Letters of the digest that tell blocks of one report apart.
const DIGITS: usize = 24;

/// The key of an embedded block in composed documents. It tells nothing by itself: it is known again only beside the
/// report that has the block.
pub(crate) fn key_of(embedded: &Embedded) -> RecordKey {
    let digest = sha256(embedded.to_string().as_bytes());
    RecordKey(format!("{DRAWN_KEY}{}", digest.get(..DIGITS).unwrap_or(&digest)))
}

/// The caption as it prints: a person's, else the block's own title; its words carry the key.
pub(crate) fn caption(embedding: &Embedding, pieces: Vec<Piece>, title: &str) -> Vec<Piece> {
    let blank = pieces.iter().all(|piece| piece.text.trim().is_empty());
    let pieces = if blank { vec![Piece::plain(title)] } else { pieces };
    let key = key_of(&embedding.shows);
    let keyed = |piece: Piece| match piece.role {
        RunRole::Text => Piece { role: RunRole::Record(key.clone()), ..piece },
        _ => piece,
    };
    pieces.into_iter().map(keyed).collect()
}

/// Puts the block into a document: a picture with its caption and the table of its numbers; a table below its caption;
/// what is missing as words.
pub(crate) fn add(builder: &mut Builder, embedding: &Embedding, pieces: Vec<Piece>, drawn: Option<&Drawn>) {
    let title = drawn.map_or("", |drawn| drawn.title.as_str());
    let caption = caption(embedding, pieces, title);
    let line = BlockKind::Paragraph { label: None };
    match drawn.map(|drawn| &drawn.what) {
        Some(What::Picture(plot)) => {
            let chart = plot.chart(WIDE);
            let description = embedding.alt.clone().unwrap_or_else(|| chart.description.clone());
            let picture = Picture { description, drawing: Some(chart.drawing.clone()) };
            builder.block(BlockKind::Picture(Box::new(picture)), &caption, None);
            table(builder, &chart.table.head, &chart.table.rows);
        }
        Some(What::Table(Listed { head, rows, .. })) => {
            builder.block(line, &caption, None);
            table(builder, head, rows);
        }
        Some(What::Missing(why)) => {
            builder.block(line, &caption, None);
            let why = Piece { emphasis: true, ..Piece::plain(format!("[Chưa có dữ liệu: {why}]")) };
            builder.block(BlockKind::Paragraph { label: None }, &[why], None);
        }
        None => builder.block(line, &caption, None),
    }
}

/// Where a document has tables that were drawn from records: what stands in them is no one's words to be checked.
fn drawn_tables(document: &Document) -> Vec<Span> {
    let pairs = document.blocks.iter().zip(document.blocks.iter().skip(1));
    let below = pairs.filter(|(above, _)| is_drawn(above)).map(|(_, below)| below);
    below.filter(|below| matches!(below.kind, BlockKind::Table(_))).map(|below| below.span).collect()
}

/// What is found in the words of a composed report, and what the checker says of them.
pub(crate) fn checked(document: &Document) -> (Extraction, Vec<Finding>) {
    let drawn = drawn_tables(document);
    let apart = |span: Span| !drawn.iter().any(|table| table.contains(span));
    let mut found = tt_document::extract(document);
    found.tasks.retain(|one| apart(one.span));
    found.proposals.retain(|one| apart(one.text_span));
    found.obstacles.retain(|one| apart(one.span));
    found.figures.retain(|one| apart(one.span));
    found.citations.retain(|one| apart(one.span));
    let mut findings = tt_check::check(document, &found, &Selection::default());
    findings.retain(|finding| apart(finding.span));
    (found, findings)
}

fn table(builder: &mut Builder, head: &[String], rows: &[Vec<String>]) {
    let row = |row: &Vec<String>| row.iter().map(|cell| vec![Piece::plain(cell.as_str())]).collect::<Vec<_>>();
    let rows: Vec<_> = std::iter::once(&head.to_vec()).chain(rows).map(row).collect();
    builder.table(1, &rows, None);
}
