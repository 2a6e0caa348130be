//! DOCX files made part by part, read back.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::model::{BlockKind, Document, RunRole};
use crate::read::{ReadError, read};

const ROOT: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:v="urn:schemas-microsoft-com:vml">"#;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
    <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="/word/numbering.xml"/>
    <Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>
  </Relationships>"#;

/// A package of these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        archive.start_file(*name, options).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A document whose body is this.
fn docx(body: &str) -> Vec<u8> {
    package(&[("word/document.xml", &format!("{ROOT}<w:body>{body}</w:body></w:document>"))])
}

fn document(body: &str) -> Document {
    read(&docx(body)).unwrap()
}

/// The texts of the blocks.
fn texts(body: &str) -> Vec<String> {
    let document = document(body);
    document.blocks.iter().map(|block| document.slice(block.span).to_owned()).collect()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn runs_keep_their_look_and_join() {
    let document = document(
        r#"<w:p><w:r><w:t xml:space="preserve">Đạt </w:t></w:r><w:r><w:rPr><w:lang w:val="vi-VN"/></w:rPr>
           <w:t xml:space="preserve">kế hoạch, </w:t></w:r>
           <w:r><w:rPr><w:b/></w:rPr><w:t>tăng 5%</w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:i/></w:rPr><w:t> &lt;ước&gt;</w:t></w:r></w:p>"#,
    );
    let runs = &document.blocks[0].runs;
    let looks: Vec<_> = runs.iter().map(|run| (document.slice(run.span), run.strong, run.emphasis)).collect();
    assert_eq!(looks, [("Đạt kế hoạch, ", false, false), ("tăng 5%", true, false), (" <ước>", false, true)]);
}

#[test]
fn tracked_changes_read_as_accepted() {
    let body = r#"<w:p><w:r><w:t>Giao </w:t></w:r><w:del><w:r><w:delText>05</w:delText></w:r></w:del>
        <w:ins><w:r><w:t>06</w:t></w:r></w:ins><w:r><w:t> nhiệm vụ</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>Một đoạn </w:t></w:r></w:p>
        <w:p><w:moveFrom><w:r><w:t>đã chuyển</w:t></w:r></w:moveFrom><w:r><w:t>bị tách.</w:t></w:r></w:p>"#;
    assert_eq!(texts(body), ["Giao 06 nhiệm vụ", "Một đoạn bị tách."]);
}

#[test]
fn what_is_not_shown_is_not_read() {
    let body = r#"<w:p><w:r><w:t>Trang </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>
        <w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>
        <w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>
        <w:hyperlink r:id="rId9"><w:r><w:t>cổng thông tin</w:t></w:r></w:hyperlink></w:p>"#;
    assert_eq!(texts(body), ["Trang cổng thông tin"]);
}

#[test]
fn a_box_is_read_once_and_after_its_anchor() {
    let text = paragraph("DỰ THẢO lần 2");
    let body = format!(
        "<w:p><w:r><w:t>Đoạn neo.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">
         <w:txbxContent>{text}</w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox>
         <w:txbxContent>{text}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    assert_eq!(texts(&body), ["Đoạn neo.", "DỰ THẢO lần 2"]);
}

#[test]
fn tables_keep_their_columns() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = format!(
        "{}<w:tbl>{}{}{}</w:tbl>{}",
        paragraph("Kết quả như sau:"),
        row(&[cell(r#"<w:vMerge w:val="restart"/>"#, "TT"), cell(r#"<w:gridSpan w:val="2"/>"#, "Năm")]),
        row(&[cell("<w:vMerge/>", ""), cell("", "2018"), cell("", "2019")]),
        row(&[cell("", "1"), cell("", "4.865"), cell("", "4.750")]),
        paragraph("Hết.")
    );
    let document = document(&body);
    let BlockKind::Table(table) = &document.blocks[1].kind else { panic!("no table") };
    assert_eq!(table.head_rows, 2);
    assert_eq!(document.slice(document.blocks[1].span), "TT | Năm | \n | 2018 | 2019\n1 | 4.865 | 4.750");
}

#[test]
fn numbers_notes_and_headings_read_as_printed() {
    let namespace = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
    let number = |level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = format!(
        "{}{}{}<w:p><w:r><w:t>Đã có văn bản</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>.</w:t></w:r></w:p>",
        number(0, "KẾT QUẢ"),
        number(1, "Về điện:"),
        "<w:p><w:pPr><w:pStyle w:val=\"H\"/></w:pPr><w:r><w:t>Về chợ</w:t></w:r></w:p>"
    );
    let bytes = package(&[
        ("word/document.xml", &format!("{ROOT}<w:body>{body}</w:body></w:document>")),
        ("word/_rels/document.xml.rels", RELATIONS),
        (
            "word/styles.xml",
            &format!(
                r#"<w:styles {namespace}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="Heading 2"/>
              <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>"#
            ),
        ),
        (
            "word/numbering.xml",
            &format!(
                r#"<w:numbering {namespace}><w:abstractNum w:abstractNumId="1">
              <w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
              <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
              <w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#
            ),
        ),
        (
            "word/footnotes.xml",
            &format!(
                r#"<w:footnotes {namespace}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
              <w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> Công văn số 380.</w:t></w:r></w:p></w:footnote></w:footnotes>"#
            ),
        ),
    ]);
    let document = read(&bytes).unwrap();
    let texts: Vec<&str> = document.blocks.iter().map(|block| document.slice(block.span)).collect();
    assert_eq!(texts, ["I. KẾT QUẢ", "1. Về điện:", "2. Về chợ", "Đã có văn bản¹."]);
    let heading = |level, label: &str| BlockKind::Heading { level, label: Some(label.to_owned()) };
    assert_eq!(document.blocks[2].kind, heading(2, "2."));
    assert!(!document.blocks[2].runs[0].strong, "a heading is bold by its style");
    assert_eq!(document.blocks[3].runs[1].role, RunRole::NoteMark(0));
    assert_eq!(document.slice(document.notes[0].span), "Công văn số 380.");
}

#[test]
fn breaks_signs_and_capitals() {
    let body = r#"<w:p><w:r><w:t>về việc báo cáo</w:t><w:br/><w:t>kết quả</w:t></w:r></w:p>
        <w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:t> Đất: 05 km</w:t></w:r>
        <w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>
        <w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Quyết định</w:t></w:r><w:r><w:noBreakHyphen/></w:r></w:p>"#;
    assert_eq!(texts(body), ["về việc báo cáo kết quả", "• Đất: 05 km²", "QUYẾT ĐỊNH-"]);
}

#[test]
fn entities_and_document_types_are_refused() {
    let part = r#"<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    let bytes =
        package(&[("word/document.xml", &format!("{part}{ROOT}<w:body>{}</w:body></w:document>", paragraph("&x;")))]);
    let refused = || Some(ReadError::Entities { part: "word/document.xml".to_owned() });
    assert_eq!(read(&bytes).err(), refused());
    assert_eq!(read(&docx(&paragraph("&x;"))).err(), refused());
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let bomb = " ".repeat(20 * 1024 * 1024);
    let bytes = package(&[("word/document.xml", &format!("{ROOT}<w:body>{bomb}</w:body></w:document>"))]);
    assert!(bytes.len() < 100_000);
    assert!(matches!(read(&bytes), Err(ReadError::TooLarge { .. })));
}

#[test]
fn damage_is_named_and_never_a_panic() {
    let whole = docx(&paragraph("Kết quả").repeat(200));
    for length in (2..whole.len()).step_by(7) {
        assert!(matches!(read(&whole[..length]), Err(ReadError::DamagedDocx { .. } | ReadError::NotText)), "{length}");
    }
    let cut = package(&[("word/document.xml", &format!("{ROOT}<w:body><w:p>"))]);
    assert_eq!(read(&cut).err(), Some(ReadError::DamagedDocx { part: "word/document.xml".to_owned() }));
    let crossed = package(&[("word/document.xml", &format!("{ROOT}<w:body></w:p></w:body></w:document>"))]);
    assert_eq!(read(&crossed).err(), Some(ReadError::DamagedDocx { part: "word/document.xml".to_owned() }));
    assert_eq!(read(&package(&[("xl/workbook.xml", "<workbook/>")])).err(), Some(ReadError::NotText));
    assert_eq!(read(&docx("<w:p/>")).err(), Some(ReadError::Empty));
}

#[test]
fn elements_nested_ten_thousand_deep_are_no_trouble() {
    let depth = 10_000;
    let (open, close) = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>");
    let body = format!("{}{}{}", open.repeat(depth), paragraph("Đáy"), close.repeat(depth));
    assert_eq!(texts(&body).len(), 1);
}
