//! The file: same bytes, archival and accessible, with its own title and language.

use super::*;

fn written(document: &Document) -> Vec<u8> {
    pdf(document, Form::for_date(&document.frame.date)).unwrap()
}

fn holds(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = letter(30);
    assert_eq!(written(&document), written(&document));
}

#[test]
fn a_dated_document_is_archival_and_accessible() {
    let bytes = written(&letter(30));
    for part in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "Công văn: báo cáo kết quả",
        "/Lang(vi-VN)",
        "2019-12-05",
    ] {
        assert!(holds(&bytes, part), "{part}");
    }
}

#[test]
fn a_draft_without_its_day_is_accessible_only() {
    let mut draft = letter(3);
    draft.frame.date.day = None;
    let bytes = written(&draft);
    assert!(holds(&bytes, "<pdfuaid:part>1</pdfuaid:part>") && !holds(&bytes, "<pdfaid:part>"));
}

#[test]
fn a_character_without_a_glyph_costs_the_standards_and_nothing_else() {
    let mut builder = Builder::new(frame());
    builder.block(PARAGRAPH, &[Piece::plain("Kết quả \u{f0b7} 🙂 漢字")], None);
    let bytes = written(&builder.finish());
    assert!(bytes.starts_with(b"%PDF") && !holds(&bytes, "<pdfaid:part>"));
}

#[test]
fn levels_that_skip_are_no_obstacle() {
    let mut builder = Builder::new(frame());
    for level in [3, 1, 4, 0, 2, 9] {
        builder.block(BlockKind::Heading { level, label: None }, &[Piece::plain("Mục")], None);
    }
    assert!(holds(&written(&builder.finish()), "<pdfuaid:part>1</pdfuaid:part>"));
}
