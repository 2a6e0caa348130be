//! Documents made into PDFs, judged by what stands on which page and by the file itself.
//!
//! [`pages`] stops before the file is written: it sees every piece of text with its place, as the PDF will hold it.

mod hostile;
mod layout;
mod standards;

use tt_document::RunRole;
use tt_document::build::{Builder, Piece};
use tt_document::frame::{Frame, Signer};
use tt_render::Form;
use tt_text::date::PartialDate;
use typst::layout::{Abs, Frame as Layer, FrameItem, Point};
use typst_layout::PagedDocument;

use super::*;

/// A piece of text on a page.
struct Placed {
    text: String,
    size: Abs,
    left: Abs,
    right: Abs,
    top: Abs,
}

/// The pieces of text of every page.
fn pages(document: &Document) -> Vec<Vec<Placed>> {
    let world = World::new(data::inputs(document, Form::for_date(&document.frame.date), None));
    let pages: PagedDocument = typst::compile(&world).output.unwrap();
    comemo::evict(0);
    pages
        .pages()
        .iter()
        .map(|page| {
            let mut texts = Vec::new();
            collect(&page.frame, Point::zero(), &mut texts);
            texts
        })
        .collect()
}

fn collect(layer: &Layer, origin: Point, texts: &mut Vec<Placed>) {
    for (place, item) in layer.items() {
        let place = origin + *place;
        match item {
            FrameItem::Group(group) => collect(&group.frame, place, texts),
            FrameItem::Text(item) => texts.push(Placed {
                text: item.text.to_string(),
                size: item.size,
                left: place.x,
                right: place.x + item.width(),
                top: place.y,
            }),
            _ => {}
        }
    }
}

/// The text of a page without white space.
fn bare_page(page: &[Placed]) -> String {
    page.iter().map(|placed| bare(&placed.text)).collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn frame() -> Frame {
    Frame {
        kind: Some("Công văn".to_owned()),
        issuer: Some("Sở Công Thương tỉnh Lạng Sơn".to_owned()),
        symbol: Some("SCT-KHTCTH".to_owned()),
        number: Some("1234".to_owned()),
        place: Some("Lạng Sơn".to_owned()),
        date: PartialDate::from_iso("2019-12-05").unwrap(),
        subject: Some("báo cáo kết quả thực hiện nhiệm vụ".to_owned()),
        addressees: vec!["Văn phòng UBND tỉnh".to_owned(), "Sở Nội vụ".to_owned()],
        recipients: vec!["Như trên".to_owned(), "Lưu: VT, KHTCTH".to_owned()],
        signer: Signer {
            capacity: None, position: Some("GIÁM ĐỐC".to_owned()), name: Some("Nông Thị Hoa".to_owned())
        },
        ..Frame::default()
    }
}

const PARAGRAPH: BlockKind = BlockKind::Paragraph { label: None };

/// A sentence long enough for two lines and a bit.
fn sentence(number: usize) -> String {
    format!(
        "Đoạn {number}: trong năm các phòng chuyên môn đã chủ động phối hợp với Ủy ban nhân dân các huyện rà soát, \
         đôn đốc tiến độ từng nhiệm vụ được giao, kịp thời tháo gỡ khó khăn, vướng mắc phát sinh tại cơ sở."
    )
}

/// A letter with so many paragraphs; every tenth opens with a heading and has a note.
fn letter(paragraphs: usize) -> Document {
    let mut builder = Builder::new(frame());
    for number in 1..=paragraphs {
        if number % 10 != 1 {
            builder.block(PARAGRAPH, &[Piece::plain(sentence(number))], None);
            continue;
        }
        let note = number / 10;
        let label = format!("{}.", note + 1);
        let heading = Piece::plain(format!("{label} Kết quả thứ {note}"));
        builder.block(BlockKind::Heading { level: 2, label: Some(label) }, &[heading], None);
        let mark = Piece { role: RunRole::NoteMark(note), ..Piece::plain(format!("[n{note}]")) };
        builder.block(PARAGRAPH, &[Piece::plain(sentence(number)), mark], None);
        builder.note(u32::try_from(note).unwrap() + 1, vec![Piece::plain(format!("Nguồn số {note} của phòng."))]);
    }
    builder.block(PARAGRAPH, &[Piece::plain("Trên đây là báo cáo của Sở ./.")], None);
    builder.finish()
}

#[test]
fn a_picture_stands_in_the_pdf_with_its_text_and_its_words() {
    use tt_render::chart::{League, LeagueItem, WIDE};
    let item = |label: &str, value: i64| LeagueItem { label: label.into(), value: Some(value.into()), own: value > 90 };
    let items = vec![item("Sở Công Thương", 95), item("Sở Kế hoạch", 90)];
    let chart = League { title: "Xếp hạng".into(), items, ..League::default() }.chart(WIDE);
    let mut builder = Builder::new(Frame::default());
    let words_only = tt_document::drawing::Picture { description: "Chỉ còn lời tả.".into(), drawing: None };
    for picture in [chart.picture(), words_only] {
        builder.block(BlockKind::Picture(Box::new(picture)), &[Piece::plain("Biểu đồ 1")], None);
    }
    let document = builder.finish();
    let form = Form::for_date(&document.frame.date);
    let bytes = pdf(&document, form).unwrap();
    assert_eq!(bytes, pdf(&document, form).unwrap());
    let texts: Vec<String> = pages(&document).into_iter().flatten().map(|placed| placed.text).collect();
    let text = texts.join(" ");
    assert_eq!(text.matches("Biểu đồ 1").count(), 2, "{text}");
    assert!(text.contains("Chỉ còn lời tả."), "{text}");
    // Text of the drawing is set in the embedded face, so the file holds its bold, which nothing else here needs.
    assert!(bytes.windows(10).any(|part| part == b"Tinos-Bold"), "the own agency's name is bold");
}
