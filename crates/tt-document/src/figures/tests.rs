//! Figures in sentences of our own.

use expect_test::{Expect, expect};
use proptest::prelude::*;

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

#[test]
fn changes_plans_and_reached_shares_are_told_apart() {
    check(
        "Thu nội địa 5.432 tỷ đồng, bằng 102% dự toán trung ương giao và bằng 110,5% so với thực hiện năm 2020; thu khác 320 tỷ đồng, vượt 7% chỉ tiêu.\nXảy ra 89 vụ, giảm 12 vụ (-11,9%) so với cùng kỳ; hàng hóa và hành khách tăng lần lượt 5,6% và 7,8%.\nTỷ lệ hộ nghèo giảm còn 5,2%, giảm 1,5 điểm % so với cuối năm 2021; giảm 50% học phí; lãi suất 8,5%/năm.",
        &expect![[r#"
            5.432 tỷ đồng | 5432 | money |  |  | Thu nội địa
            102% | 102 | percent_of_plan | bằng |  | Thu nội địa
            110,5% | 110.5 | change_vs_same_period | bằng |  | Thu nội địa
            320 tỷ đồng | 320 | money |  |  | thu khác
            7% | 7 | percent_of_plan | vượt |  | thu khác
            89 vụ | 89 | count |  |  | Xảy ra
            12 vụ | 12 | change_vs_same_period | giảm |  | Xảy ra
            -11,9% | -11.9 | change_vs_same_period | giảm |  | Xảy ra
            5,6% | 5.6 | change_vs_same_period | tăng |  | hàng hóa và hành khách
            7,8% | 7.8 | change_vs_same_period | tăng |  | hàng hóa và hành khách
            5,2% | 5.2 | share |  |  | Tỷ lệ hộ nghèo
            1,5 điểm % | 1.5 | change_vs_same_period | giảm |  | Tỷ lệ hộ nghèo
            50% | 50 | share | giảm |  | học phí
            8,5%/năm | 8.5 | actual |  |  | lãi suất
        "#]],
    );
}

#[test]
fn cells_take_unit_and_kind_from_their_headers() {
    let cell = |text: &str| vec![Piece::plain(text)];
    let row = |cells: &[&str]| cells.iter().map(|text| cell(text)).collect::<Vec<_>>();
    let mut builder = Builder::new(Frame::default());
    builder.block(BlockKind::Paragraph { label: None }, &cell("Biểu 1 (ĐVT: triệu đồng)"), None);
    builder.table(
        1,
        &[
            row(&["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2023", "Thực hiện", "So với KH (%)"]),
            row(&["1", "Diện tích gieo trồng", "ha", "85.600", "84.100", "98,2"]),
            row(&["2", "Số xã đạt chuẩn", "xã", "98", "95", "96,9"]),
        ],
        None,
    );
    builder.table(
        1,
        &[
            row(&["STT", "Huyện", "Số lượng tổ chức", "Năm thành lập", "Thu"]),
            row(&["1", "Bình Gia", "19", "1997", "1.250,5"]),
        ],
        None,
    );
    expect![[r#"
        85.600 | 85600 | plan |  | năm 2023 | Diện tích gieo trồng
        84.100 | 84100 | area |  |  | Diện tích gieo trồng
        98,2 | 98.2 | percent_of_plan |  |  | Diện tích gieo trồng
        98 | 98 | plan |  | năm 2023 | Số xã đạt chuẩn
        95 | 95 | count |  |  | Số xã đạt chuẩn
        96,9 | 96.9 | percent_of_plan |  |  | Số xã đạt chuẩn
        19 | 19 | count |  |  | Bình Gia
        1.250,5 | 1250.5 | actual |  |  | Bình Gia
    "#]]
    .assert_eq(&show(&builder.finish(), &[]));
}

#[test]
fn figures_never_overlap_a_citation() {
    let text = "Theo Quyết định 15 hộ của 12 xã và 30 hộ khác.";
    let mut builder = Builder::new(Frame::default());
    builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain(text)], None);
    let span = Span::new(text.find("Quyết").unwrap(), text.find(" của").unwrap());
    let citation = Citation {
        span,
        kind: None,
        number: None,
        date: tt_text::date::PartialDate::default(),
        issuer: None,
        subject: None,
    };
    let document = builder.finish();
    let found = figures(&document, &[citation]);
    assert_eq!(found.iter().map(|figure| document.slice(figure.span)).collect::<Vec<_>>(), ["12 xã", "30 hộ"]);
}

proptest! {
    #[test]
    fn figures_are_in_order_and_inside_the_text(
        text in "([0-9]{1,4}|[.,;:/()%+-]|ha|triệu|tỷ đồng|xã|năm|ngày|tháng|từ|đến|đạt|giảm|kế hoạch|so với|Điều|số|Ầ|phần đầu| ){0,40}"
    ) {
        let mut builder = Builder::new(Frame::default());
        builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain(text)], None);
        let document = builder.finish();
        let mut end = 0;
        for figure in figures(&document, &[]) {
            prop_assert!(figure.span.start >= end && figure.span.end <= document.text.len());
            let printed = document.slice(figure.span);
            prop_assert!(printed.bytes().any(|byte| byte.is_ascii_digit()), "{}", printed);
            end = figure.span.end;
        }
    }
}
