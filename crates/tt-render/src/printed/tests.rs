//! Frames as they are printed.

use tt_document::frame::Signer;

use super::*;

fn frame() -> Frame {
    Frame {
        issuer: Some("Sở Công Thương tỉnh Lạng Sơn".to_owned()),
        symbol: Some("SCT-KHTCTH".to_owned()),
        place: Some("Lạng Sơn".to_owned()),
        date: PartialDate { year: Some(2019), month: Some(12), day: None },
        ..Frame::default()
    }
}

fn dotted(line: &Line) -> String {
    line.with_blanks(|_| "…".to_owned())
}

#[test]
fn a_department_prints_its_committee_above() {
    let printed = PrintedFrame::new(&frame());
    assert_eq!(printed.superior.as_deref(), Some("UBND TỈNH LẠNG SƠN"));
    assert_eq!(printed.issuer.as_deref(), Some("SỞ CÔNG THƯƠNG"));
}

#[test]
fn a_committee_prints_alone_and_whole() {
    let committee = Frame { issuer: Some("Ủy ban nhân dân tỉnh Lạng Sơn".to_owned()), ..frame() };
    let printed = PrintedFrame::new(&committee);
    assert_eq!(printed.superior, None);
    assert_eq!(printed.issuer.as_deref(), Some("ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN"));
}

#[test]
fn a_superior_of_another_name_leaves_the_issuer_whole() {
    let given = Frame { superior: Some("Bộ Công Thương".to_owned()), ..frame() };
    let printed = PrintedFrame::new(&given);
    assert_eq!(printed.superior.as_deref(), Some("BỘ CÔNG THƯƠNG"));
    assert_eq!(printed.issuer.as_deref(), Some("SỞ CÔNG THƯƠNG TỈNH LẠNG SƠN"));
}

#[test]
fn what_is_not_known_is_left_blank() {
    let printed = PrintedFrame::new(&frame());
    assert_eq!(dotted(&printed.number), "Số: …/SCT-KHTCTH");
    assert_eq!(dotted(&printed.place_date), "Lạng Sơn, ngày … tháng 12 năm 2019");
    assert!(PrintedFrame::new(&Frame::default()).number.is_empty());
    assert!(PrintedFrame::new(&Frame::default()).place_date.is_empty());
}

#[test]
fn day_and_month_take_a_nought_where_the_decree_asks() {
    let date = |month, day| PartialDate { year: Some(2026), month: Some(month), day: Some(day) };
    let printed = |month, day| PrintedFrame::new(&Frame { date: date(month, day), ..frame() });
    assert_eq!(dotted(&printed(2, 5).place_date), "Lạng Sơn, ngày 05 tháng 02 năm 2026");
    assert_eq!(dotted(&printed(3, 15).place_date), "Lạng Sơn, ngày 15 tháng 3 năm 2026");
}

#[test]
fn lists_close_with_a_full_stop() {
    let entries = ["Văn phòng UBND tỉnh".to_owned(), "Sở Nội vụ".to_owned()];
    assert_eq!(addressees(&entries[..1]), Addressees::One("Văn phòng UBND tỉnh.".to_owned()));
    let several = vec!["- Văn phòng UBND tỉnh;".to_owned(), "- Sở Nội vụ.".to_owned()];
    assert_eq!(addressees(&entries), Addressees::Several(several));
    assert_eq!(addressees(&[]), Addressees::None);
}

#[test]
fn a_letter_has_no_name_of_kind() {
    let letter = Frame { subject: Some("báo cáo kết quả".to_owned()), ..frame() };
    assert_eq!(title(&letter), Title::Letter { subject: Some("V/v báo cáo kết quả".to_owned()) });
    let report = Frame { kind: Some("Báo cáo".to_owned()), subject: Some("kết quả".to_owned()), ..frame() };
    let named = Title::Named { kind: "BÁO CÁO".to_owned(), subject: Some("Kết quả".to_owned()) };
    assert_eq!(title(&report), named);
}

#[test]
fn a_deputy_signs_under_the_head() {
    let signer = Signer {
        capacity: Some("KT. GIÁM ĐỐC".to_owned()),
        position: Some("Phó Giám đốc".to_owned()),
        name: Some("Phùng Quang Hội".to_owned()),
    };
    let printed = PrintedFrame::new(&Frame { signer, ..frame() });
    assert_eq!(printed.position, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
}

#[test]
fn marks_of_urgency_have_the_sizes_laid_down() {
    let style = crate::form::DECREE_30_2020.mark;
    for (urgency, width) in [("Hỏa tốc", 30), ("Thượng khẩn", 40), ("Khẩn", 20)] {
        let printed = PrintedFrame::new(&Frame { urgency: Some(urgency.to_owned()), ..frame() });
        let [mark] = printed.marks.as_slice() else { panic!("{:?}", printed.marks) };
        assert_eq!((mark.width(style), mark.is_red), (Length::millimetres(width), true));
        assert!(line_width(&mark.text, style) < mark.width(style), "{urgency}");
    }
}

#[test]
fn a_number_below_ten_has_a_nought_before_it() {
    for (number, printed) in [("5", "Số: 05/SCT-KHTCTH"), ("05", "Số: 05/SCT-KHTCTH"), ("84", "Số: 84/SCT-KHTCTH")]
    {
        let frame = Frame { number: Some(number.to_owned()), ..frame() };
        assert_eq!(dotted(&PrintedFrame::new(&frame).number), printed);
    }
}

#[test]
fn a_draft_has_neither_number_nor_day() {
    let number = Some("84".to_owned());
    let date = PartialDate { day: Some(5), ..frame().date };
    let printed = PrintedFrame::new(&Frame { draft: true, number, date, ..frame() });
    assert_eq!(dotted(&printed.number), "Số: …/SCT-KHTCTH");
    assert_eq!(dotted(&printed.place_date), "Lạng Sơn, ngày … tháng 12 năm 2019");
    assert_eq!(printed.marks.iter().map(|mark| mark.text.as_str()).collect::<Vec<_>>(), ["DỰ THẢO"]);
}

#[test]
fn an_annex_names_the_document_it_belongs_to() {
    let kind = Some("Báo cáo".to_owned());
    let printed = PrintedFrame::new(&Frame { kind, symbol: Some("BC-SCT".to_owned()), ..frame() });
    let expected = "(Kèm theo Báo cáo số …/BC-SCT ngày … tháng 12 năm 2019 của Sở Công Thương tỉnh Lạng Sơn)";
    assert_eq!(dotted(&printed.annex_reference), expected);
    assert!(PrintedFrame::new(&Frame::default()).annex_reference.is_empty());
}
