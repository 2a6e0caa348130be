//! What is written is read back; what is hostile is turned away.

use std::io::Write as _;

use jiff::civil::date;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn table() -> Vec<Vec<Cell>> {
    vec![
        vec![Cell::text("Nội dung"), Cell::text("Hạn")],
        vec![Cell::text("Xây dựng đề án “một cửa”, giai đoạn 2"), Cell::day(Some(date(2019, 12, 14)))],
        vec![Cell::text("=1+2"), Cell::text("")],
        vec![Cell::text("-5 độ; dòng\nhai"), Cell::day(Some(date(2020, 2, 29)))],
    ]
}

fn texts(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}

#[test]
fn what_is_written_is_read_back_from_both_kinds_of_file() {
    let rows = table();
    for bytes in [to_xlsx("Nhiệm vụ", &rows, &[40, 12]).unwrap(), to_csv(&rows)] {
        let sheet = read(&bytes).unwrap();
        assert_eq!(sheet.rows.len(), 4);
        for (read, written) in sheet.rows.iter().zip(&rows) {
            for (index, cell) in written.iter().enumerate() {
                assert_eq!(read.cell(index).text, cell.text);
                assert_eq!(read.cell(index).as_day().ok().flatten(), cell.day);
                assert!(!read.cell(index).formula);
            }
        }
    }
}

#[test]
fn csv_guards_what_a_spreadsheet_would_work_out() {
    let text = String::from_utf8(to_csv(&table())).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("\r\n'=1+2,") && text.contains("\"'-5 độ; dòng\nhai\""));
}

#[test]
fn csv_is_read_with_any_separator_and_keeps_line_numbers() {
    let sheet = read("a;b\n\n\"x;\"\"y\"\"\nz\";2\nlast;3".as_bytes()).unwrap();
    assert_eq!(texts(&sheet), [["a", "b"], ["x;\"y\"\nz", "2"], ["last", "3"]]);
    assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!(texts(&read(b"a\tb\n1\t2").unwrap()), [["a", "b"], ["1", "2"]]);
}

fn workbook(sheet: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let parts = [
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" state="hidden" r:id="rId1"/><sheet name="b" sheetId="2" r:id="rId2"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-42A]dd\-mm"/><numFmt numFmtId="165" formatCode="&quot;day&quot;0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"#,
        ),
        ("xl/worksheets/sheet2.xml", sheet),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn formulas_count_by_their_value_and_days_by_their_format() {
    let sheet = workbook(
        r#"<worksheet><sheetData><row r="3"><c r="A3" t="str"><f>HYPERLINK("http://x")</f><v>xem</v></c><c r="C3" s="1"><v>43813</v></c><c r="D3" s="2"><v>43813</v></c><c r="E3" t="inlineStr"><is><t>a &amp; b</t></is></c></row></sheetData></worksheet>"#,
    );
    let sheet = read(&sheet).unwrap();
    let row = &sheet.rows[0];
    assert_eq!(row.number, 3);
    assert_eq!(row.cell(0), &Cell { text: "xem".to_owned(), formula: true, ..Cell::default() });
    assert_eq!(row.cell(1), &Cell::default());
    assert_eq!(row.cell(2).day, Some(date(2019, 12, 14)));
    assert_eq!((row.cell(3).day, row.cell(3).text.as_str()), (None, "43813"));
    assert_eq!(row.cell(4).text, "a & b");
}

#[test]
fn bombs_entities_and_foreign_files_are_turned_away() {
    let bomb = format!("<worksheet><sheetData>{}</sheetData></worksheet>", " ".repeat(20 * 1024 * 1024));
    assert!(matches!(read(&workbook(&bomb)), Err(SheetError::TooLarge { .. })));
    let entity =
        r#"<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"#;
    assert!(matches!(read(&workbook(entity)), Err(SheetError::Damaged(_))));
    assert_eq!(read(b""), Err(SheetError::Empty));
    assert_eq!(read(b"\xd0\xcf\x11\xe0abc"), Err(SheetError::LegacyWorkbook));
    assert_eq!(read(b"\xff\xfe\x00"), Err(SheetError::NotTable));
    assert!(matches!(read(b"PK\x03\x04abc"), Err(SheetError::Damaged(_))));
}

#[test]
fn more_rows_than_are_taken_are_refused() {
    let text = "a,b\n".repeat(MAX_ROWS + 2);
    assert_eq!(read(text.as_bytes()), Err(SheetError::TooManyRows));
    assert!(read("a,b\n".repeat(MAX_ROWS + 1).as_bytes()).is_ok());
}

#[test]
fn the_encodings_excel_writes_are_read_and_others_get_their_remedy() {
    let text = "Họ tên,Ghi chú\r\nNguyễn Văn Ấm,đủ\r\n";
    let plain = read(text.as_bytes()).unwrap();
    assert_eq!(read(format!("\u{feff}{text}").as_bytes()).unwrap(), plain);
    let little: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&little).unwrap(), plain);
    let big: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&big).unwrap(), plain);
    // TCVN3 writes one byte a letter.
    assert_eq!(read(b"H\xe4 t\xaan,Ghi ch\xf3\r\n"), Err(SheetError::Encoding));
    assert!(SheetError::Encoding.message("a.csv").vi.contains("CSV UTF-8"));
}

#[test]
fn apostrophes_before_a_formula_come_back_as_they_were() {
    for text in ["=1+1", "'=1+1", "''@x", "'ngày", "-5", "+84"] {
        let bytes = to_csv(&[vec![Cell::text(text), Cell::text("b")]]);
        assert_eq!(read(&bytes).unwrap().rows[0].cell(0).text, text);
        assert!(!String::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').starts_with(['=', '@', '-', '+']));
    }
}
