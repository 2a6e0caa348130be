//! Two documents side by side: what changed is told once, and nothing where nothing did.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::*;
use crate::extract::extract;
use crate::read;

const REPORT: &str = include_str!("../../../../demo/lang-son-sct-2019.txt");

struct Read {
    document: Document,
    found: Extraction,
}

fn opened(text: &str) -> Read {
    let document = read(text.as_bytes()).unwrap();
    let found = extract(&document);
    Read { document, found }
}

impl Read {
    fn side(&self) -> Side<'_> {
        Side { document: &self.document, found: &self.found }
    }
}

/// Figures that differ, as `left -> right (by, percent)`.
fn changed(left: &Read, right: &Read) -> Vec<String> {
    let comparison = compare(left.side(), right.side());
    let text = |side: &Read, at: Option<usize>| {
        at.and_then(|at| side.found.figures.get(at)).map_or("–", |figure| side.document.slice(figure.span)).to_owned()
    };
    let number = |value: Option<Decimal>| value.map_or_else(|| "?".to_owned(), |value| value.to_string());
    let told = |pair: &FigurePair| {
        let (one, other) = (text(left, pair.left), text(right, pair.right));
        match pair.change {
            FigureChange::Same => None,
            FigureChange::Changed { by, percent } => {
                Some(format!("{one} -> {other} ({}, {})", number(by), number(percent)))
            }
            FigureChange::OnlyLeft | FigureChange::OnlyRight => Some(format!("{one} -> {other}")),
        }
    };
    comparison.figures.iter().filter_map(told).collect()
}

#[test]
fn the_real_report_does_not_differ_from_itself() {
    let report = opened(REPORT);
    let comparison = compare(report.side(), report.side());
    assert!(comparison.is_same(), "{:#?}", comparison.sentences.iter().find(|one| one.change != SentenceChange::Same));
    assert_eq!((comparison.tasks.len(), comparison.figures.len()), (6, report.found.figures.len()));
    assert!(comparison.figures.iter().all(|pair| pair.left == pair.right));
}

#[test]
fn every_figure_changed_outside_is_said() {
    let edits = [
        ("tỉnh đạt 4.750 triệu USD", "tỉnh đạt 4.950 triệu USD", "4.750 triệu USD -> 4.950 triệu USD (200, 4.21)"),
        ("chiếm 36,8% kế hoạch", "chiếm 38,6% kế hoạch", "36,8% -> 38,6% (1.8, ?)"),
        ("giám sát được 09 đơn vị", "giám sát được 19 đơn vị", "09 đơn vị -> 19 đơn vị (10, 111.11)"),
        ("từ 04 – 05 chợ nông thôn", "từ 03 – 05 chợ nông thôn", "04 – 05 chợ -> 03 – 05 chợ (-1, -25)"),
    ];
    let before = opened(REPORT);
    for (old, new, expected) in edits {
        assert!(REPORT.contains(old), "{old}");
        let after = opened(&REPORT.replacen(old, new, 1));
        assert_eq!(changed(&before, &after), [expected], "{old}");
        let comparison = compare(before.side(), after.side());
        let sentences: Vec<_> =
            comparison.sentences.iter().filter(|pair| pair.change != SentenceChange::Same).collect();
        let [SentencePair { change: SentenceChange::Changed(pieces), .. }] = sentences.as_slice() else {
            panic!("{sentences:#?}");
        };
        assert!(pieces.iter().any(|piece| piece.of == PieceOf::Right), "{pieces:#?}");
    }
    // All at once, and none is lost.
    let all = edits.iter().fold(REPORT.to_owned(), |text, (old, new, _)| text.replacen(old, new, 1));
    assert_eq!(changed(&before, &opened(&all)).len(), edits.len());
    // Another way to print the same value is no other value.
    let printed = opened(&REPORT.replacen("tỉnh đạt 4.750 triệu USD", "tỉnh đạt 4750 triệu USD", 1));
    assert!(changed(&before, &printed).is_empty());
}

/// Two tasks, each with a result and a grade.
fn report(number: &str, year: u16, tasks: &[(&str, &str, &str)]) -> String {
    let mut text = format!(
        "UBND TỈNH SƠN LA\nSỞ Y TẾ\nSố: {number}/BC-SYT\nSơn La, ngày 05 tháng 12 năm {year}\n\nBÁO CÁO\n\
         Kết quả thực hiện nhiệm vụ trọng tâm năm {year}\n\nA. KẾT QUẢ THỰC HIỆN NHIỆM VỤ TRỌNG TÂM\n\n"
    );
    for (index, (statement, result, grade)) in tasks.iter().enumerate() {
        writeln!(text, "{}. {statement}\n\n{result}\n\nTự xếp loại: {grade}.\n", index + 1).unwrap();
    }
    text
}

const CLINICS: &str = "Xây mới 12 trạm y tế xã";
const VACCINE: &str = "Tiêm vắc xin cho 95% người dân trên 18 tuổi";

#[test]
fn tasks_that_changed_places_are_read_side_by_side() {
    let good = "Hoàn thành tốt nhiệm vụ";
    let last = opened(&report(
        "12",
        2020,
        &[(VACCINE, "Đã tiêm cho 97% người dân.", good), (CLINICS, "Đã xây 9 trạm y tế xã.", good)],
    ));
    let this = opened(&report(
        "15",
        2021,
        &[
            ("Xây mới 14 trạm y tế xã", "Đã xây 11 trạm y tế xã.", "Hoàn thành nhiệm vụ"),
            (VACCINE, "Đã tiêm cho 97% người dân.", good),
            ("Đào tạo 50 bác sĩ cho tuyến huyện", "Đã đào tạo 52 bác sĩ.", good),
        ],
    ));
    let comparison = compare(last.side(), this.side());
    let pairs: Vec<_> = comparison.tasks.iter().map(|pair| (pair.left, pair.right)).collect();
    assert_eq!(pairs, [(Some(1), Some(0)), (Some(0), Some(1)), (None, Some(2))]);
    let clinics = comparison.tasks.first().unwrap();
    assert!(clinics.renumbered && clinics.regraded && !clinics.words.is_empty());
    assert!(comparison.tasks.get(1).unwrap().words.is_empty(), "the same words under another number");
    let told = changed(&last, &this);
    for expected in ["12 trạm y tế -> 14 trạm y tế (2, 16.67)", "9 trạm y tế -> 11 trạm y tế (2, 22.22)"]
    {
        assert!(told.iter().any(|one| one == expected), "{told:#?}");
    }
    assert!(!told.iter().any(|one| one.contains("97%")), "{told:#?}");
    let parts: Vec<FramePart> = comparison.frame.iter().map(|one| one.part).collect();
    assert_eq!(parts, [FramePart::Number, FramePart::Date, FramePart::Subject]);
    // And the other way round.
    let back = compare(this.side(), last.side());
    let pairs: Vec<_> = back.tasks.iter().map(|pair| (pair.left, pair.right)).collect();
    assert_eq!(pairs, [(Some(1), Some(0)), (Some(0), Some(1)), (Some(2), None)]);
}

#[test]
fn sentences_put_in_taken_out_and_moved_are_told_apart() {
    let lines = |all: &[&str]| all.join("\n\n");
    let first = "Đoàn công tác của Sở đã làm việc với huyện Cao Lộc.";
    let second = "Các phòng chuyên môn đã hoàn thành báo cáo đúng thời hạn.";
    let third = "Công tác thi đua, khen thưởng được quan tâm thực hiện.";
    let before = opened(&lines(&[first, second, third]));
    let after = opened(&lines(&[third, first, "Sở sẽ tiếp tục theo dõi trong quý sau."]));
    let comparison = compare(before.side(), after.side());
    let told: Vec<(&str, Option<&str>, Option<&str>)> = comparison
        .sentences
        .iter()
        .map(|pair| {
            let left = pair.left.map(|span| before.document.slice(span));
            (pair.change.code(), left, pair.right.map(|span| after.document.slice(span)))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("only_left", Some(second), None),
            ("same", Some(third), Some(third)),
            ("moved", Some(first), Some(first)),
            ("only_right", None, Some("Sở sẽ tiếp tục theo dõi trong quý sau."))
        ]
    );
}

#[test]
fn figures_without_a_subject_are_not_one_because_they_look_alike() {
    let before = opened("Đã kiểm tra 03 cơ sở kinh doanh xăng dầu.\n\nThời tiết diễn biến phức tạp.");
    let after = opened("Thời tiết diễn biến phức tạp.\n\nTrong tháng tổ chức tập huấn tại 05 cơ sở.");
    let told = changed(&before, &after);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told.iter().all(|one| one.contains('–')), "{told:#?}");
}

#[test]
fn a_figure_that_changed_its_unit_stays_the_same_figure() {
    let before = opened("Tổng kim ngạch xuất nhập khẩu ước đạt 4.750 triệu USD trong năm.");
    let after = opened("Tổng kim ngạch xuất nhập khẩu ước đạt 4,75 tỷ USD trong năm.");
    assert_eq!(changed(&before, &after), ["4.750 triệu USD -> 4,75 tỷ USD (?, ?)"]);
}
