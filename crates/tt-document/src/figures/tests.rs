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
fn counts_of_parts_in_brackets_take_the_unit_before() {
    check(
        "Kỷ luật 21 đảng viên (khiển trách 12, cảnh cáo 6, khai trừ 3); có 04 dự án (02 chưa khởi công, 02 đã nghiệm thu) tại cụm công nghiệp (Hữu Lũng 1, Hữu Lũng 2).",
        &expect![[r#"
            21 đảng viên | 21 | count |  |  | Kỷ luật
            12 | 12 | count |  |  | khiển trách
            6 | 6 | count |  |  | cảnh cáo
            3 | 3 | count |  |  | khai trừ
            04 dự án | 4 | count |  |  | dự án
            02 | 2 | count |  |  | dự án
            02 | 2 | count |  |  | dự án
        "#]],
    );
}

#[test]
fn bases_of_rates_scales_and_days_are_no_figures() {
    check(
        "Bác sĩ/10.000 dân đạt 9,8; bình quân 1 vạn dân có 29,5 giường; giá trị sản phẩm trên 1 ha đạt 95 triệu đồng; quy hoạch tỷ lệ 1/500 phủ kín 45%; báo cáo trước ngày 15/6 và 15/12 hằng năm; phủ sóng 5G; phí 400.000 đồng/01 giấy phép; Nghị quyết Trung ương 4 khóa XI.",
        &expect![[r#"
            9,8 | 9.8 | index |  |  | Bác sĩ/10.000 dân
            29,5 giường | 29.5 | count |  |  | bình quân 1 vạn dân
            95 triệu đồng | 95 | money |  |  | giá trị sản phẩm trên 1 ha
            45% | 45 | share |  |  | quy hoạch tỷ lệ 1/500 phủ kín
            400.000 đồng/01 giấy phép | 400000 | money |  |  | phí
        "#]],
    );
}

#[test]
fn words_that_end_like_numbering_ones_count() {
    check(
        "Phân tích ưu, nhược điểm 03 phương án; cấp 50 triệu liều vắc xin; hoàn thành tốt nhiệm vụ 1.310 người; tốt nghiệp THCS 2.456/2.478 em; 62/62 văn bản đúng hạn; có mặt 1.795, đóng góp 2.300 ngày công; nộp ngân sách329 tỷ đồng.",
        &expect![[r#"
            03 phương án | 3 | count |  |  | Phân tích ưu, nhược điểm
            50 triệu liều vắc xin | 50 | count |  |  | cấp
            1.310 người | 1310 | count |  |  | hoàn thành tốt nhiệm vụ
            2.456/2.478 em | 2456 2478 | ratio |  |  | tốt nghiệp THCS
            62/62 văn bản | 62 62 | ratio |  |  | văn bản đúng hạn
            1.795 | 1795 | count |  |  | mặt
            2.300 ngày công | 2300 | count |  |  | đóng góp
            329 tỷ đồng | 329 | money |  |  | nộp ngân sách
        "#]],
    );
}

#[test]
fn plans_changes_and_ratios_in_other_words() {
    check(
        "Thu 404 tỷ đồng, so dự toán giao đạt 42%; gieo trồng 1.245,5 ha/1.200 ha, đạt 103,8% kế hoạch; thu ước 95 tỷ đồng/nghị quyết 90 tỷ đồng.\nĐạt 15 trên 17 chỉ tiêu; tiêm cho 1.204 người, gấp 1,5 lần cùng kỳ; cấp 124 giấy phép (tăng 14 giấy phép, tương đương 12,7% so với cùng kỳ); giải ngân đạt 56,2% kế hoạch, cao hơn cùng kỳ năm 2023 là 4,1 điểm phần trăm.\nCác chỉ tiêu: 12 chỉ tiêu đạt và vượt. Đã tạo việc làm cho 1.200 lao động.\nCông suất từ 50 kW đến dưới 200 kW.",
        &expect![[r#"
            404 tỷ đồng | 404 | money |  |  | Thu
            42% | 42 | percent_of_plan |  |  | so dự toán giao
            1.245,5 ha | 1245.5 | area |  |  | gieo trồng
            1.200 ha | 1200 | plan |  |  | gieo trồng
            103,8% | 103.8 | percent_of_plan |  |  | gieo trồng
            95 tỷ đồng | 95 | estimate |  |  | thu
            90 tỷ đồng | 90 | plan |  |  | thu
            15 trên 17 chỉ tiêu | 15 17 | ratio |  |  | chỉ tiêu
            1.204 người | 1204 | count |  |  | tiêm
            1,5 lần | 1.5 | change_vs_same_period | tăng |  | gấp
            124 giấy phép | 124 | count |  |  | cấp
            14 giấy phép | 14 | change_vs_same_period | tăng |  | cấp
            12,7% | 12.7 | change_vs_same_period | tăng |  | cấp
            56,2% | 56.2 | percent_of_plan |  |  | giải ngân
            4,1 điểm phần trăm | 4.1 | change_vs_same_period | tăng |  | cao hơn cùng kỳ
            12 chỉ tiêu | 12 | count |  |  | Các chỉ tiêu
            1.200 lao động | 1200 | count |  |  | tạo việc làm
            50 kW đến dưới 200 kW | 50 200 | range |  |  | Công suất
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
    builder.block(BlockKind::Paragraph { label: None }, &cell("Bảng 3 (đơn vị tính: hồ sơ)"), None);
    builder.table(
        1,
        &[row(&["STT", "Đơn vị", "Tiếp nhận"]), row(&["1", "Cấp tỉnh", "24.560"]), row(&["2", "Phòng Tư pháp", "312"])],
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
        24.560 | 24560 | count |  |  | Cấp tỉnh
        312 | 312 | count |  |  | Phòng Tư pháp
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
