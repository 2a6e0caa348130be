//! Pictures in documents: shown by every renderer with their words, and not lost on the way back.

use tt_document::build::{Builder, Piece};
use tt_document::{BlockKind, Document, Frame};
use tt_render::chart::{Chart, League, LeagueItem, WIDE};
use tt_render::form::DECREE_30_2020;

fn chart() -> Chart {
    let item = |label: &str, value: i64, own| LeagueItem { label: label.into(), value: Some(value.into()), own };
    let items = vec![item("Sở Công Thương", 95, true), item("Sở Y tế & \"khác\"", 90, false)];
    League { title: "Biểu đồ 1. Xếp hạng".into(), things: "Cơ quan".into(), items, ..League::default() }.chart(WIDE)
}

fn document() -> Document {
    let chart = chart();
    let mut builder = Builder::new(Frame::default());
    builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain("Sở báo cáo như sau.")], None);
    let title = [Piece::plain(chart.title.clone())];
    builder.block(BlockKind::Picture(Box::new(chart.picture())), &title, None);
    let cells = |row: &Vec<String>| row.iter().map(|cell| vec![Piece::plain(cell.clone())]).collect();
    let rows: Vec<_> = std::iter::once(&chart.table.head).chain(&chart.table.rows).map(cells).collect();
    builder.table(1, &rows, None);
    builder.finish()
}

#[test]
fn a_picture_in_a_docx_is_read_back_with_its_title_and_words() {
    let bytes = tt_render::docx(&document(), &DECREE_30_2020).unwrap();
    assert_eq!(bytes, tt_render::docx(&document(), &DECREE_30_2020).unwrap());
    let back = tt_document::read(&bytes).unwrap();
    let found: Vec<_> = back
        .body()
        .filter_map(|block| match &block.kind {
            BlockKind::Picture(picture) => Some((back.slice(block.span), picture.description.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(found, [("Biểu đồ 1. Xếp hạng", chart().description.as_str())]);
    let tables = back.body().filter(|block| matches!(block.kind, BlockKind::Table(_))).count();
    assert_eq!(tables, 1, "its numbers stand beside it");
}

#[test]
fn html_shows_the_picture_and_text_its_title() {
    let html = tt_render::html(&document(), &DECREE_30_2020);
    let chart = chart();
    assert!(html.contains("<figure class=\"pic\" id=\"d1\"><svg"), "{html}");
    assert!(html.contains("Sở Y tế &amp; &quot;khác&quot;") && html.contains("<desc id=\"d1-d\">"), "{html}");
    assert!(!html.contains("<script") && !html.contains(" style="));
    for text in [tt_render::text(&document()), tt_render::markdown(&document())] {
        assert!(text.contains(&chart.title) && text.contains("95"), "{text}");
    }
}
