//! Heads in the shapes they are met in.

use super::*;
use crate::frame::Secrecy;

/// Parts of a text: lines; a line `a | b` is a row of a table; a blank line is a gap.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut gap = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            gap = true;
            continue;
        }
        if line.contains('|') {
            let row: Vec<Vec<Paragraph>> =
                line.split('|').map(|cell| vec![Paragraph::plain(cell.trim(), None)]).collect();
            match parts.last_mut() {
                Some(Part::Table(grid)) if !gap => grid.rows.push(row),
                _ => parts.push(Part::Table(Grid { rows: vec![row], ..Grid::default() })),
            }
        } else {
            parts.push(Part::Paragraph(Paragraph { gap, ..Paragraph::plain(line, None) }));
        }
        gap = false;
    }
    parts
}

#[test]
fn a_letter_in_one_column() {
    let head = read(&parts(
        "UBND TỈNH SƠN LA\nSỞ Y TẾ\nSố: 512/SYT-NVY\nV/v tăng cường phòng, chống dịch\nmùa hè năm 2021\n\nSơn La, ngày 05 tháng 6 năm 2021\n\n\
         Kính gửi:\n\n- Trung tâm Kiểm soát bệnh tật;\n- Các bệnh viện trong tỉnh.\n\nThực hiện chỉ đạo của Bộ Y tế, Sở Y tế yêu cầu:",
    ));
    assert_eq!(head.agencies, ["UBND TỈNH SƠN LA", "SỞ Y TẾ"]);
    assert_eq!(head.frame.kind.as_deref(), Some("Công văn"));
    assert_eq!(head.frame.number.as_deref(), Some("512"));
    assert_eq!(head.frame.symbol.as_deref(), Some("SYT-NVY"));
    assert_eq!(head.frame.subject.as_deref(), Some("tăng cường phòng, chống dịch mùa hè năm 2021"));
    assert_eq!(head.frame.place.as_deref(), Some("Sơn La"));
    assert_eq!(head.frame.date.iso().as_deref(), Some("2021-06-05"));
    assert_eq!(head.frame.addressees, ["Trung tâm Kiểm soát bệnh tật", "Các bệnh viện trong tỉnh"]);
    assert_eq!(head.parts, 9);
}

#[test]
fn a_report_in_two_columns() {
    let head = read(&parts(
        "UBND TỈNH SƠN LA |  | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ |  | Độc lập - Tự do - Hạnh phúc\n\
         Số:      /BC-SYT |  | Sơn La, ngày    tháng 6 năm 2021\nBÁO CÁO\nKết quả công tác y tế\n6 tháng đầu năm 2021\n\n\
         Kính gửi: Bộ Y tế; Ủy ban nhân dân tỉnh.\n\nTrong 6 tháng đầu năm, ngành y tế đã cố gắng.",
    ));
    assert_eq!(head.frame.kind.as_deref(), Some("Báo cáo"));
    assert_eq!(head.frame.number, None);
    assert_eq!(head.frame.subject.as_deref(), Some("Kết quả công tác y tế 6 tháng đầu năm 2021"));
    assert_eq!(head.frame.addressees, ["Bộ Y tế", "Ủy ban nhân dân tỉnh"]);
    assert_eq!(head.parts, 5);
}

#[test]
fn a_secret_and_urgent_one() {
    let head = read(&parts("BỘ CÔNG AN\nMẬT\nHỎA TỐC\nSố: 5/KH-BCA\n\nKẾ HOẠCH\nBảo vệ hội nghị\n\nCăn cứ tình hình."));
    assert_eq!(head.frame.secrecy, Some(Secrecy::Secret));
    assert_eq!(head.frame.urgency.as_deref(), Some("Hỏa tốc"));
    assert_eq!(head.frame.kind.as_deref(), Some("Kế hoạch"));
    assert_eq!(head.parts, 6);
}

#[test]
fn a_decision_leaves_its_authority_to_the_body() {
    let head = read(&parts(
        "UBND TỈNH SƠN LA\nSỞ Y TẾ\nSố: 77/QĐ-SYT\nSơn La, ngày 5 tháng 6 năm 2021\n\nQUYẾT ĐỊNH\nVề việc thành lập Tổ công tác\nGIÁM ĐỐC SỞ Y TẾ\n\
         Căn cứ Luật Khám bệnh, chữa bệnh;",
    ));
    assert_eq!(head.frame.subject.as_deref(), Some("Về việc thành lập Tổ công tác"));
    assert_eq!(head.parts, 6);
}

#[test]
fn a_title_may_open_like_a_sentence_and_a_ground_is_none() {
    let head = read(&parts(
        "SỞ Y TẾ\nSố: 7/KH-SYT\nKẾ HOẠCH\nThực hiện Đề án số 08 về y tế cơ sở\nCăn cứ Đề án số 08;\nSở xây dựng kế hoạch như sau:",
    ));
    assert_eq!(head.frame.subject.as_deref(), Some("Thực hiện Đề án số 08 về y tế cơ sở"));
    assert_eq!(head.parts, 4);
}

#[test]
fn a_text_without_a_head_keeps_all_its_parts() {
    let head = read(&parts("Ông Nguyễn Văn A cho biết tỉnh đã thu hút 36 dự án.\nTrong đó có 25 dự án công nghiệp."));
    assert_eq!((head.parts, head.frame), (0, Frame::default()));
}

#[test]
fn a_head_of_the_party() {
    let head = read(&parts(
        "HUYỆN ỦY CHỢ ĐỒN\n*\nSố 123-BC/HU\nĐẢNG CỘNG SẢN VIỆT NAM\nChợ Đồn, ngày 20 tháng 11 năm 2018\n\nBÁO CÁO\nkết quả thực hiện Nghị quyết năm 2018\n\n\
         Thực hiện Kế hoạch số 98-KH/TU của Tỉnh ủy, Huyện ủy báo cáo như sau:",
    ));
    assert_eq!(head.agencies, ["HUYỆN ỦY CHỢ ĐỒN"]);
    assert_eq!(head.frame.symbol.as_deref(), Some("BC/HU"));
    assert_eq!(head.frame.subject.as_deref(), Some("kết quả thực hiện Nghị quyết năm 2018"));
}

#[test]
fn national_name_and_number_wrapped() {
    let head = read(&parts(
        "ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố:\n06/2024/QĐ-UBND\nSơn La, ngày 25 tháng 01 năm 2024\n\n\
         QUYẾT ĐỊNH\nQUY ĐỊNH CHẾ ĐỘ BÁO CÁO\n\nCăn cứ Luật Tổ chức chính quyền địa phương;",
    ));
    assert_eq!(head.agencies, ["ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"]);
    assert_eq!(head.frame.number.as_deref(), Some("06/2024"));
    assert_eq!(head.frame.symbol.as_deref(), Some("QĐ-UBND"));
}
