//! Workbooks read back: by the reader of tables, and by the parts of the package.

use std::io::{Cursor, Read as _};

use tt_document::Frame;
use tt_document::build::{Builder, Piece};
use tt_document::model::RecordKey;
use zip::ZipArchive;

use super::*;
use crate::sheet;

const PARAGRAPH: BlockKind = BlockKind::Paragraph { label: None };

fn row(cells: &[&str]) -> Vec<Vec<Piece>> {
    cells.iter().map(|cell| vec![Piece::plain(*cell)]).collect()
}

/// A report with a captioned table, a figure of a record, and an annex with a table of two head rows.
fn report() -> Document {
    let mut builder =
        Builder::new(Frame { subject: Some("kết quả phát triển chợ".to_owned()), ..Frame::default() });
    let heading = |label: Option<&str>| BlockKind::Heading { level: 1, label: label.map(str::to_owned) };
    builder.block(heading(Some("I.")), &[Piece::plain("I. KẾT QUẢ")], None);
    let figure =
        Piece { role: RunRole::Figure(RecordKey("figure-12".to_owned())), ..Piece::plain("4.750 triệu USD") };
    let text = [Piece::plain("Tổng kim ngạch xuất nhập khẩu năm 2019 ước đạt "), figure, Piece::plain(".")];
    builder.block(PARAGRAPH, &text, None);
    builder.block(PARAGRAPH, &[Piece::plain("Bảng 1. Kinh phí chợ")], None);
    let rows = [
        row(&["STT", "Chợ", "Kinh phí", "Tỷ lệ", "Hạn"]),
        row(&["1", "Chợ Bãi", "1.250,5", "91,7%", "05/12/2019"]),
        row(&["2", "=1+2", "ước \u{2212}2,50", "–", "05"]),
    ];
    builder.table(1, &rows, None);
    builder.block(BlockKind::Annex { lying: false }, &[Piece::plain("Phụ lục I")], None);
    builder.block(heading(None), &[Piece::plain("BIỂU SỐ LIỆU")], None);
    builder.table(2, &[row(&["Tên", "Số"]), row(&["(1)", "(2)"]), row(&["a", "8161"])], None);
    builder.finish()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn numbers_are_numbers_and_read_back_as_printed_values() {
    let bytes = workbook(&report()).unwrap();
    let read = sheet::read(&bytes).unwrap();
    let texts: Vec<Vec<&str>> =
        read.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(
        texts,
        [
            vec!["Bảng 1. Kinh phí chợ"],
            vec!["STT", "Chợ", "Kinh phí", "Tỷ lệ", "Hạn"],
            vec!["1", "Chợ Bãi", "1250.5", "0.917", "05/12/2019"],
            vec!["2", "=1+2", "-2.5", "–", "5"],
        ]
    );
    let first = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(first.contains("<v>1250.5</v>") && !first.contains("<f>"), "{first}");
    let styles = part(&bytes, "xl/styles.xml");
    for code in ["#,##0.0", "0.0%", "&quot;ước &quot;0.00", "\"00\""] {
        assert!(styles.contains(code), "{code} in {styles}");
    }
}

#[test]
fn every_table_has_a_sheet_with_its_heading_and_a_head_that_stays() {
    let bytes = workbook(&report()).unwrap();
    let names = part(&bytes, "xl/workbook.xml");
    for name in ["Bảng 1", "Bảng 2", "Số liệu"] {
        assert!(names.contains(&format!("name=\"{name}\"")), "{names}");
    }
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("Phụ lục I. BIỂU SỐ LIỆU"), "{strings}");
    for (sheet, kept) in [("sheet1", 2), ("sheet2", 3), ("sheet3", 2)] {
        let text = part(&bytes, &format!("xl/worksheets/{sheet}.xml"));
        assert!(text.contains(&format!("ySplit=\"{kept}\"")) && text.contains("state=\"frozen\""), "{sheet}: {text}");
    }
    assert!(part(&bytes, "xl/worksheets/sheet2.xml").contains("<v>8161</v>"));
}

#[test]
fn figures_have_value_unit_period_kind_words_and_record() {
    // Without its tables the figures are the first sheet, which the reader takes.
    let mut document = report();
    document.blocks.retain(|block| !matches!(block.kind, BlockKind::Table(_)));
    let read = sheet::read(&workbook(&document).unwrap()).unwrap();
    let cells: Vec<Vec<&str>> =
        read.rows.iter().skip(1).map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
    let [heads, figure, ..] = cells.as_slice() else { panic!("{cells:?}") };
    let cell = |name: &str| figure[heads.iter().position(|head| *head == name).unwrap()];
    assert_eq!(
        [cell("Giá trị"), cell("Đơn vị"), cell("Kỳ"), cell("Loại"), cell("Nguyên văn"), cell("Bản ghi")],
        ["4750", "triệu USD", "năm 2019", "Ước thực hiện", "4.750 triệu USD", "/so-lieu/12"]
    );
    assert!(cell("Nội dung").contains("kim ngạch xuất nhập khẩu"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = report();
    let first = workbook(&document).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(first, workbook(&document).unwrap(), "no clock is written into it");
    assert!(part(&first, "docProps/core.xml").contains("1980-01-01"));
}
