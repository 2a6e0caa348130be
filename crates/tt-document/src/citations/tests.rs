//! Sentences with citations of every form.

use std::fmt::Write;

use crate::read;

fn found(text: &str) -> String {
    let document = read(text.as_bytes()).unwrap();
    let mut out = String::new();
    for citation in super::citations(&document) {
        let _ = writeln!(
            out,
            "{} | {} | {} | {} | {} | {}",
            document.slice(citation.span).replace('\n', "⏎"),
            citation.kind.as_deref().unwrap_or("-"),
            citation.number.as_deref().unwrap_or("-"),
            citation.date.iso().as_deref().unwrap_or("-"),
            citation.issuer.as_deref().unwrap_or("-"),
            citation.subject.as_deref().unwrap_or("-"),
        );
    }
    out
}

fn check(text: &str, expected: &str) {
    assert_eq!(found(text).trim_end(), expected.trim(), "{text}");
}

#[test]
fn number_and_date() {
    check(
        "Thực hiện Quyết định số 77/QĐ-UBND ngày 30/01/2021 của Chủ tịch UBND tỉnh phê duyệt nhiệm vụ năm 2021; Sở báo cáo.",
        "Quyết định số 77/QĐ-UBND ngày 30/01/2021 | Quyết định | 77/QĐ-UBND | 2021-01-30 | Chủ tịch UBND tỉnh | phê duyệt nhiệm vụ năm 2021",
    );
    check(
        "Theo văn bản số: 912/SYT-NVY, ngày 15 tháng 8 năm 2021 yêu cầu các trạm báo cáo.",
        "văn bản số: 912/SYT-NVY, ngày 15 tháng 8 năm 2021 | Văn bản | 912/SYT-NVY | 2021-08-15 | - | yêu cầu các trạm báo cáo",
    );
    check(
        "Xem Báo cáo 90/BC-SYT ngày 30/5/2021 đã gửi.",
        "Báo cáo 90/BC-SYT ngày 30/5/2021 | Báo cáo | 90/BC-SYT | 2021-05-30 | - | -",
    );
    check(
        "Đề án 08-ĐA/TU của Tỉnh ủy Hà Giang ngày 29/12/2020 nêu rõ.",
        "Đề án 08-ĐA/TU của Tỉnh ủy Hà Giang ngày 29/12/2020 | Đề án | 08-ĐA/TU | 2020-12-29 | Tỉnh ủy Hà Giang | -",
    );
}

#[test]
fn dates_that_stand_elsewhere() {
    check(
        "Thực hiện nhiệm vụ, ngày 04/5/2021 Sở Y tế đã xây dựng Kế hoạch số 40/KH-SYT về việc kiểm tra các cơ sở.",
        "Kế hoạch số 40/KH-SYT | Kế hoạch | 40/KH-SYT | 2021-05-04 | Sở Y tế | kiểm tra các cơ sở",
    );
    check(
        "Sở ban hành Công văn số 1398/SYT-NVD và Công văn số 1399/SYT-NVD trong ngày 29/11/2021 gửi các huyện.",
        "Công văn số 1398/SYT-NVD | Công văn | 1398/SYT-NVD | 2021-11-29 | - | -\n\
         Công văn số 1399/SYT-NVD trong ngày 29/11/2021 | Công văn | 1399/SYT-NVD | 2021-11-29 | - | -",
    );
    check(
        "Hôm nay, ngày 26/5/2021, đoàn họp theo Kế hoạch số 12/KH-SYT.",
        "Kế hoạch số 12/KH-SYT | Kế hoạch | 12/KH-SYT | - | - | -",
    );
    check(
        "Kèm theo Quyết định số 12/QĐ-SYT ngày     tháng     năm 2021.",
        "Quyết định số 12/QĐ-SYT ngày     tháng     năm 2021 | Quyết định | 12/QĐ-SYT | - | - | -",
    );
}

#[test]
fn issuers_before_the_citation() {
    check(
        "Đất đã được UBND tỉnh cho thuê tại Quyết định số 2324/QĐ-UBND ngày 29/11/2021.",
        "Quyết định số 2324/QĐ-UBND ngày 29/11/2021 | Quyết định | 2324/QĐ-UBND | 2021-11-29 | UBND tỉnh | -",
    );
    check(
        "Xét đề nghị của Sở Tài chính tại Tờ trình số 31/TTr-STC ngày 4/6/2021.",
        "Tờ trình số 31/TTr-STC ngày 4/6/2021 | Tờ trình | 31/TTR-STC | 2021-06-04 | Sở Tài chính | -",
    );
}

#[test]
fn laws() {
    check(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025, Luật Hóa chất năm 2025 và Luật Điện lực 2024.",
        "Luật Tổ chức chính quyền địa phương ngày 16/6/2025 | Luật | - | 2025-06-16 | - | Tổ chức chính quyền địa phương\n\
         Luật Hóa chất năm 2025 | Luật | - | 2025 | - | Hóa chất\n\
         Luật Điện lực 2024 | Luật | - | 2024 | - | Điện lực",
    );
    check(
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14;",
        "Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14 | Luật | 62/2020/QH14 | - | - | Xây dựng",
    );
    check("Luật Quy hoạch (có hiệu lực từ 01/01/2019) quy định khác.", "");
    check("Người dân chấp hành pháp luật năm 2019 tốt hơn.", "");
}

#[test]
fn lists_and_short_forms() {
    check(
        "Theo các Nghị định của Chính phủ: Số 32/2024/NĐ-CP ngày 15/3/2024; số 35/2022/NĐ-CP ngày 28/5/2022.",
        "Số 32/2024/NĐ-CP ngày 15/3/2024 | Nghị định | 32/2024/NĐ-CP | 2024-03-15 | - | -\n\
         số 35/2022/NĐ-CP ngày 28/5/2022 | Nghị định | 35/2022/NĐ-CP | 2022-05-28 | - | -",
    );
    check(
        "Tại các Công văn số 81/UBND-KT, 82/UBND-KT và 83/UBND-KT ngày 06/01/2021, tỉnh đã giao.",
        "Công văn số 81/UBND-KT | Công văn | 81/UBND-KT | 2021-01-06 | - | -\n\
         82/UBND-KT | Công văn | 82/UBND-KT | 2021-01-06 | - | -\n\
         83/UBND-KT ngày 06/01/2021 | Công văn | 83/UBND-KT | 2021-01-06 | - | -",
    );
    check("Theo QĐ số 2872/QĐ-SYT đã ký.", "QĐ số 2872/QĐ-SYT | Quyết định | 2872/QĐ-SYT | - | - | -");
}

#[test]
fn the_day_of_the_document_before() {
    check(
        "Theo Công văn số 456/SYT-NVY ngày 12/9/2021 và số 501/SYT-TCCB cùng ngày của Sở Y tế.",
        "Công văn số 456/SYT-NVY ngày 12/9/2021 | Công văn | 456/SYT-NVY | 2021-09-12 | - | -\n\
         số 501/SYT-TCCB cùng ngày | Công văn | 501/SYT-TCCB | 2021-09-12 | Sở Y tế | -",
    );
}

#[test]
fn numbers_of_uncommon_form() {
    check(
        "Đoàn đã lập Biên bản vi phạm hành chính số 01.KCN/BB-VPHC ngày 29/05/2021 và nhận Văn bản số 11/2021CV-YVG ngày 18/4/2021.",
        "Biên bản vi phạm hành chính số 01.KCN/BB-VPHC ngày 29/05/2021 | Biên bản | 01.KCN/BB-VPHC | 2021-05-29 | - | -\n\
         Văn bản số 11/2021CV-YVG ngày 18/4/2021 | Văn bản | 11/2021CV-YVG | 2021-04-18 | - | -",
    );
    check(
        "Theo Thông báo kết luận số 412-TB/HU ngày 02/5/2021.",
        "Thông báo kết luận số 412-TB/HU ngày 02/5/2021 | Thông báo | 412-TB/HU | 2021-05-02 | - | -",
    );
}

#[test]
fn blanks_lost_round_a_kind_word() {
    check(
        "Căn cứLuật Ban hành văn bản quy phạm pháp luật ngày 03/12/2004; căn cứ LuậtTổ chức HĐND và UBND ngày 26/11/2003.",
        "Luật Ban hành văn bản quy phạm pháp luật ngày 03/12/2004 | Luật | - | 2004-12-03 | - | Ban hành văn bản quy phạm pháp luật\n\
         LuậtTổ chức HĐND và UBND ngày 26/11/2003 | Luật | - | 2003-11-26 | - | Tổ chức HĐND và UBND",
    );
}

#[test]
fn what_is_no_citation() {
    check("Hộ chiếu nổ mìn số 02/2021/HCNM do đơn vị lập.", "");
    check("Theo QCVN 01:2019/BCT, Mẫu số 02/TĐ-KT và Phụ lục số 3/PL.", "");
    check("Đạt 12/12 xã; 420 tấn/năm; Quốc lộ 32; Gói thầu số 13: đường.", "");
}
