//! Whole texts through the reader.

use crate::model::{BlockKind, RunRole};

use super::read_text;

fn blocks(source: &str) -> Vec<String> {
    let document = read_text(source);
    document
        .blocks
        .iter()
        .map(|block| {
            let kind = match &block.kind {
                BlockKind::Frame => "F".to_owned(),
                BlockKind::Heading { level, .. } => format!("H{level}"),
                BlockKind::Paragraph { label: Some(_) } => "L".to_owned(),
                BlockKind::Paragraph { label: None } => "P".to_owned(),
                BlockKind::Item { .. } => "-".to_owned(),
                BlockKind::Annex { .. } => "A".to_owned(),
                BlockKind::Table(table) => format!("T{}", table.head_rows),
                BlockKind::Picture(_) => "I".to_owned(),
            };
            format!("{kind} {}", document.slice(block.span))
        })
        .collect()
}

#[test]
fn headings_paragraphs_items_and_tables() {
    let found = blocks(
        "I. TÌNH HÌNH\n\n1. Kết quả chung\n\nĐã làm tốt.\n\n1.1. Về điện:\n\n- Xây mới 2 trạm;\n- Sửa 3 trạm.\n\n\
         2. Đối với chợ: Đã giao 5 chợ cho doanh nghiệp.\n\n| TT | Chợ |\n|---|---|\n| 1 | Bản Ngà |\n\nII. PHƯƠNG HƯỚNG\n",
    );
    assert_eq!(
        found,
        [
            "H1 I. TÌNH HÌNH",
            "H2 1. Kết quả chung",
            "P Đã làm tốt.",
            "H3 1.1. Về điện:",
            "- - Xây mới 2 trạm;",
            "- - Sửa 3 trạm.",
            "L 2. Đối với chợ: Đã giao 5 chợ cho doanh nghiệp.",
            "T1 TT | Chợ\n1 | Bản Ngà",
            "H1 II. PHƯƠNG HƯỚNG",
        ]
    );
}

#[test]
fn a_line_of_thousands_of_bars_is_no_table() {
    let row = |cells: usize| format!("I. TÌNH HÌNH\n\n{}\n", vec!["a"; cells].join(" | "));
    assert!(blocks(&row(60)).iter().any(|block| block.starts_with("T0 ")));
    assert!(blocks(&row(100_000)).iter().all(|block| !block.starts_with('T')));
}

#[test]
fn a_footnote_between_the_halves_of_a_name() {
    let source = "Nhà đầu tư đã nhận chợ¹ và hoàn thành thủ tục định giá tài sản đối với chợ xã Vũ\n\n¹ Công văn số 5/SCT-QLTM\n\nSơn. Các chợ khác chưa xong.";
    let document = read_text(source);
    assert_eq!(document.blocks.len(), 1);
    assert_eq!(document.notes.len(), 1);
    assert!(document.text.contains("chợ xã Vũ Sơn. Các chợ khác"));
    let mark = document.blocks[0].runs.iter().find(|run| run.role == RunRole::NoteMark(0)).unwrap();
    assert_eq!(document.slice(mark.span), "¹");
    let place = document.text.find("Sơn.").unwrap();
    assert_eq!(document.lines.line_of(place), Some(5));
    assert_eq!(document.lines.line_of(0), Some(1));
}

#[test]
fn the_real_report_reads_whole() {
    let document = read_text(include_str!("../../../../../demo/lang-son-sct-2019.txt"));
    let frame = &document.frame;
    assert_eq!(frame.kind.as_deref(), Some("Công văn"));
    assert_eq!((frame.number.as_deref(), frame.symbol.as_deref()), (None, Some("SCT-KHTCTH")));
    assert_eq!(frame.issuer.as_deref(), Some("Sở Công Thương tỉnh Lạng Sơn"));
    assert_eq!(frame.place.as_deref(), Some("Lạng Sơn"));
    assert_eq!((frame.date.year, frame.date.month, frame.date.day), (Some(2019), Some(12), None));
    assert_eq!(
        frame.subject.as_deref(),
        Some("báo cáo kết quả thực hiện nhiệm vụ trọng tâm năm 2019, đề xuất nhiệm vụ trọng tâm năm 2020")
    );
    assert_eq!(frame.addressees, ["Văn phòng UBND tỉnh Lạng Sơn", "Sở Nội vụ tỉnh Lạng Sơn"]);
    assert_eq!(frame.recipients.len(), 4);
    assert_eq!(frame.signer.position.as_deref(), Some("GIÁM ĐỐC"));
    assert_eq!(frame.signer.name.as_deref(), Some("Phùng Quang Hội"));
    assert_eq!(document.notes.len(), 2);
    for joined in [
        "hệ thống doanh nghiệp là yếu tố quyết định cũng",
        "của Dự án Thủy điện Bắc Giang",
        "đã có văn bản gửi các",
        "kịp thời tham mưu, đề xuất",
        "của UBND tỉnh. Sở Công Thương",
        "chợ xã Vũ Sơn. Đối với 08 chợ",
        "thi công công trình trên địa bàn",
        "hộ kinh doanh tại các chợ",
        "phối hợp với UBND huyện Hữu Lũng",
    ] {
        assert!(document.text.contains(joined), "{joined}");
    }
    assert!(document.text.contains("có sử dụng VLNCN\nVới kết quả"));
}

#[test]
fn an_annex_stands_behind_the_signature() {
    let document = read_text(
        "SỞ CÔNG THƯƠNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 84/BC-SCT\n\nDỰ THẢO\n\n\
         Lạng Sơn, ngày 05 tháng 12 năm 2019\n\nLƯU HÀNH NỘI BỘ\n\nBÁO CÁO\nKết quả thực hiện\n\n\
         Sở Công Thương báo cáo như sau./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nNTH.15\n\nGIÁM ĐỐC\n\nNông Thị Hoa\n\n\
         Địa chỉ: số 9, đường Hùng Vương, phường Đông Kinh\n\nPhụ lục I\n\nBIỂU SỐ LIỆU\n\n\
         (Kèm theo Báo cáo số 84/BC-SCT ngày 05 tháng 12 năm 2019 của Sở Công Thương tỉnh Lạng Sơn)\n\nNội dung phụ lục.\n",
    );
    let frame = &document.frame;
    assert!(frame.draft);
    assert_eq!(frame.circulation.as_deref(), Some("Lưu hành nội bộ"));
    assert_eq!(frame.typist.as_deref(), Some("NTH.15"));
    assert_eq!(frame.contact.as_deref(), Some("Địa chỉ: số 9, đường Hùng Vương, phường Đông Kinh"));
    assert_eq!(frame.recipients, ["Như trên", "Lưu: VT"]);
    let body: Vec<(&BlockKind, &str)> =
        document.body().map(|block| (&block.kind, document.slice(block.span))).collect();
    let title = BlockKind::Heading { level: 1, label: None };
    let paragraph = BlockKind::Paragraph { label: None };
    let expected = [
        (&paragraph, "Sở Công Thương báo cáo như sau./."),
        (&BlockKind::Annex { lying: false }, "Phụ lục I"),
        (&title, "BIỂU SỐ LIỆU"),
        (&paragraph, "Nội dung phụ lục."),
    ];
    assert_eq!(body, expected);
}
