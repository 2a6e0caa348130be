//! Figures in sentences of our own.

use expect_test::{Expect, expect};

use super::*;
use crate::build::{Builder, Piece};
use crate::frame::Frame;

/// Every figure of paragraphs, one a line: text, value, kind, direction, period, subject.
fn check(paragraphs: &str, expected: &Expect) {
    let mut builder = Builder::new(Frame::default());
    for line in paragraphs.lines() {
        builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain(line)], None);
    }
    expected.assert_eq(&show(&builder.finish(), &[]));
}

fn show(document: &Document, citations: &[Citation]) -> String {
    let mut shown = String::new();
    for figure in figures(document, citations) {
        let value = [figure.value, figure.value_max, figure.of].into_iter().flatten().map(|value| value.to_string());
        let parts = [
            document.slice(figure.span).to_owned(),
            value.collect::<Vec<_>>().join(" "),
            figure.kind.code().to_owned(),
            figure.direction.map_or("", Direction::word).to_owned(),
            figure.period.unwrap_or_default(),
            figure.subject.unwrap_or_default(),
        ];
        shown.push_str(&parts.join(" | "));
        shown.push('\n');
    }
    shown
}

#[test]
fn a_chain_of_clauses_shares_its_subject() {
    check(
        "Kết quả dự ước tổng kim ngạch xuất nhập khẩu năm 2021 qua địa bàn tỉnh đạt 3.150 triệu USD, đạt 90% kế hoạch, giảm 4,5% so với cùng kỳ năm 2020; nhập khẩu ước đạt 1.100 triệu USD.",
        &expect![[r#"
            3.150 triệu USD | 3150 | estimate |  | năm 2021 | tổng kim ngạch xuất nhập khẩu
            90% | 90 | percent_of_plan |  | năm 2021 | tổng kim ngạch xuất nhập khẩu
            4,5% | 4.5 | change_vs_same_period | giảm | năm 2021 | tổng kim ngạch xuất nhập khẩu
            1.100 triệu USD | 1100 | estimate |  | năm 2021 | nhập khẩu
        "#]],
    );
}

#[test]
fn targets_are_plans() {
    check(
        "Phấn đấu thu ngân sách năm 2022 đạt 12.500 tỷ đồng, tỷ lệ che phủ rừng 64%.\nMục tiêu năm 2023: trồng mới 1.200 ha rừng; giảm 2% số hộ nghèo.\nDiện tích lúa 500 ha (kế hoạch 480 ha).",
        &expect![[r#"
            12.500 tỷ đồng | 12500 | plan |  | năm 2022 | thu ngân sách
            64% | 64 | plan |  | năm 2022 | tỷ lệ che phủ rừng
            1.200 ha | 1200 | plan |  | năm 2023 | trồng mới
            2% | 2 | plan | giảm | năm 2023 | số hộ nghèo
            500 ha | 500 | area |  |  | Diện tích lúa
            480 ha | 480 | plan |  |  | kế hoạch
        "#]],
    );
}

#[test]
fn numbers_that_mean_no_quantity_are_left_alone() {
    check(
        "Thực hiện khoản 2 Điều 15 Luật số 12/2019/QH14, trong 30 ngày, từ 8 giờ ngày 05/6/2021 đến tháng 7, tại quốc lộ 1 và cụm công nghiệp Hợp Tiến 2; tiêu chí 4 cơ sở hạ tầng; chính quyền địa phương 2 cấp; quy hoạch tỷ lệ 1/500; năm 2020, 2021.",
        &expect![[""]],
    );
}

#[test]
fn counts_ranges_ratios_and_ranks_are_told_apart() {
    check(
        "Đã kiểm tra 09 đơn vị, cụ thể: Huyện Bình Gia: 02; Huyện Đình Lập: 07.\nGiám sát từ 2 - 3 cơ sở, hỗ trợ từ 5 triệu đồng đến 7 triệu đồng, 10/11 xã đạt chuẩn, chỉ số PCI đạt 65,2 điểm, xếp thứ 15/63 tỉnh.",
        &expect![[r#"
            09 đơn vị | 9 | count |  |  | kiểm tra
            02 | 2 | count |  |  | Huyện Bình Gia
            07 | 7 | count |  |  | Huyện Đình Lập
            2 - 3 cơ sở | 2 3 | range |  |  | Giám sát
            5 triệu đồng đến 7 triệu đồng | 5 7 | range |  |  | hỗ trợ
            10/11 xã | 10 11 | ratio |  |  | hỗ trợ
            65,2 điểm | 65.2 | index |  |  | chỉ số PCI
            15/63 tỉnh | 15 63 | rank |  |  | chỉ số PCI
        "#]],
    );
}
