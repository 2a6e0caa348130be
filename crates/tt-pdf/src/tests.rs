//! Documents made into PDFs.

use tt_document::build::{Builder, Piece};
use tt_document::frame::{Frame, Signer};
use tt_document::model::{BlockKind, RunRole};
use tt_render::Form;
use tt_text::date::PartialDate;

use super::*;

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
            capacity: None, position: Some("GIÁM ĐỐC".to_owned()), name: Some("Nguyễn Văn A".to_owned())
        },
        ..Frame::default()
    }
}

#[test]
fn a_letter_becomes_a_pdf() {
    let mut builder = Builder::new(frame());
    builder.block(BlockKind::Heading { level: 1, label: Some("I.".to_owned()) }, &[Piece::plain("I. KẾT QUẢ")], None);
    let mark = Piece { role: RunRole::NoteMark(0), ..Piece::plain("¹") };
    builder.block(
        BlockKind::Paragraph { label: None },
        &[Piece::plain("Thực hiện công văn số 4443/VP-TH"), mark, Piece::plain(" của Văn phòng UBND tỉnh./.")],
        None,
    );
    builder.note(1, vec![Piece::plain("Ngày 28/10/2019.")]);
    let document = builder.finish();
    let bytes = pdf(&document, Form::for_date(&document.frame.date)).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
}
