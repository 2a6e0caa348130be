//! Marked text read into sections: each mark, its faults with their lines, and any text at all.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Vec<MarkedSection>, MarkedFault> {
    parse(text, &|at| format!("l{}", text.get(..at).unwrap_or(text).matches('\n').count() + 1))
}

/// A block on one line: sort, label or marker, words with styles and chips.
fn shown(block: &Block) -> String {
    let inline = |inline: &Inline| {
        let words = match &inline.shows {
            InlineShows::Text(text) => text.clone(),
            InlineShows::Chip { chip, .. } => format!("<{chip}>"),
            InlineShows::NoteMark(number) => format!("^{number}"),
        };
        match (inline.strong, inline.emphasis) {
            (false, false) => words,
            (true, false) => format!("B({words})"),
            (false, true) => format!("I({words})"),
            (true, true) => format!("BI({words})"),
        }
    };
    let words = |inlines: &[Inline]| inlines.iter().map(inline).collect::<String>();
    let kind = match &block.kind {
        ReportBlockKind::Heading { level, label } => format!("H{level} {}", label.as_deref().unwrap_or("-")),
        ReportBlockKind::Annex { lying } => if *lying { "AL" } else { "A" }.to_owned(),
        ReportBlockKind::Paragraph { label } => format!("P {}", label.as_deref().unwrap_or("-")),
        ReportBlockKind::Item { marker } => format!("I {marker}"),
        ReportBlockKind::Table { head_rows } => format!("T{head_rows}"),
        ReportBlockKind::Note { number } => format!("N{number}"),
        ReportBlockKind::Embedded(embedding) => format!("E {}", embedding.shows),
    };
    let body = match &block.body {
        Body::Flow(inlines) => words(inlines),
        Body::Grid(rows) => {
            let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| words(cell)).collect::<Vec<_>>().join("/");
            rows.iter().map(row).collect::<Vec<_>>().join(" // ")
        }
    };
    format!("{kind}: {body}")
}

#[test]
fn every_sort_of_line_is_read() {
    for (text, expected) in [
        ("# I. CÔNG TÁC TỔ CHỨC", "H1 I.: I. CÔNG TÁC TỔ CHỨC"),
        ("## 2. Khó khăn", "H2 2.: 2. Khó khăn"),
        ("### a) Về điện", "H3 a): a) Về điện"),
        ("# KẾT LUẬN", "H1 -: KẾT LUẬN"),
        ("## 1. [[statement:7]]", "H2 1.: 1. <statement:7>"),
        ("Một đoạn\ntrên hai dòng", "P -: Một đoạn trên hai dòng"),
        ("1. Triển khai", "P 1.: 1. Triển khai"),
        ("- Một việc\n  nối dòng", "I -: - Một việc nối dòng"),
        ("+ Một việc", "I +: + Một việc"),
        ("-1,5% so với cùng kỳ", "P -: -1,5% so với cùng kỳ"),
        ("đạt **91%** kế hoạch, *ước*", "P -: đạt B(91%) kế hoạch, I(ước)"),
        ("***vừa đậm vừa nghiêng***", "P -: BI(vừa đậm vừa nghiêng)"),
        ("rộng 5 * 3 m", "P -: rộng 5 * 3 m"),
        ("\\- không phải mục, \\*sao\\*, \\[[x]]", "P -: - không phải mục, *sao*, [[x]]"),
        ("[[value:12:2019:actual:number]] tấn", "P -: <value:12:2019:actual:number> tấn"),
        ("[[picture:stages:3]]", "E picture:stages:3: "),
        ("[[table:tasks:2019]] Bảng *nhiệm vụ*", "E table:tasks:2019: Bảng I(nhiệm vụ)"),
        ("| TT | Tên |\n|---|---|\n| 1 | chợ \\| siêu thị |", "T1: TT/Tên // 1/chợ | siêu thị"),
        ("| TT | Tên |\n|:--|--:|\n| 1 | |", "T1: TT/Tên // 1/"),
    ] {
        let sections = read(&format!("%% muc a | A\n{text}\n")).unwrap();
        assert_eq!(sections[0].blocks.iter().map(shown).collect::<Vec<_>>(), [expected], "{text}");
    }
}

#[test]
fn sections_and_annexes_begin_where_they_are_marked() {
    let text = "%% muc task-12 | Nhiệm vụ 1\nMột.\n\nHai.\n%% phu-luc | Phụ lục I | ngang\n# BẢNG\n%%muc b|B\nBa.";
    let sections = read(text).unwrap();
    let keys: Vec<_> = sections.iter().map(|one| (one.key.as_str(), one.title.as_str(), one.blocks.len())).collect();
    assert_eq!(keys, [("task-12", "Nhiệm vụ 1", 2), ("annex-1", "Phụ lục I", 2), ("b", "B", 1)]);
    assert_eq!(shown(&sections[1].blocks[0]), "AL: Phụ lục I");
    let upright = read("%% phu-luc | Phụ lục I\n# BẢNG").unwrap();
    assert_eq!(shown(&upright[0].blocks[0]), "A: Phụ lục I");
}

#[test]
fn an_origin_is_the_name_given_or_the_line_that_wrote_it() {
    let origins = |text: &str| -> Vec<String> {
        let sections = parse(&format!("%% muc a | A\n{text}"), &|_| "x".to_owned()).unwrap();
        sections[0].blocks.iter().filter_map(|block| block.origin.clone()).collect()
    };
    assert_eq!(origins("%% khoi mo-dau\nMột.\n\nHai."), ["mo-dau", "p-x"]);
    assert_eq!(origins("- [[citation:5:short]]\n- [[citation:9:short]]"), ["i-x@document-5", "i-x@document-9"]);
    assert_eq!(origins("Một.\n\nHai.\n\n%% khoi a\nBa.\n\n%% khoi a\nBốn."), ["p-x", "p-x.2", "a", "a.2"]);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, kind, line) in [
        ("Một.", MarkedFaultKind::NoSection, 1),
        ("%% muc a | A\n%% mục b | B", MarkedFaultKind::UnknownDirective("mục".to_owned()), 2),
        ("%% muc Mục | A", MarkedFaultKind::BadKey("Mục".to_owned()), 1),
        ("%% muc a", MarkedFaultKind::NoTitle, 1),
        ("%% muc a | A\n%% phu-luc | Phụ lục | dọc", MarkedFaultKind::UnknownSheets("dọc".to_owned()), 2),
        ("%% muc a | A\n\n%% muc a | B", MarkedFaultKind::SameKey("a".to_owned()), 3),
        ("%% muc a | A\n#### sâu", MarkedFaultKind::TooDeep, 2),
        ("%% muc a | A\n#", MarkedFaultKind::Empty, 2),
        ("%% muc a | A\n-", MarkedFaultKind::Empty, 2),
        ("%% muc a | A\n%% khoi", MarkedFaultKind::Empty, 2),
        ("%% muc a | A\n| a | b |\n| 1 | 2 |", MarkedFaultKind::NoHead, 2),
        ("%% muc a | A\n| a | b |\n|---|---|\n| 1 |", MarkedFaultKind::Cells(1, 2), 4),
        ("%% muc a | A\nđạt **91%", MarkedFaultKind::Open("**"), 2),
        ("%% muc a | A\nđạt *91%", MarkedFaultKind::Open("*"), 2),
        ("%% muc a | A\n[[value:1]]", MarkedFaultKind::BadChip("value:1".to_owned()), 2),
        ("%% muc a | A\n\n[[grade:1", MarkedFaultKind::OpenChip, 3),
        ("%% muc a | A\nxem [[picture:stages:3]]", MarkedFaultKind::BlockInWords, 2),
    ] {
        let fault = read(text).unwrap_err();
        let found = text.get(..fault.at).unwrap().matches('\n').count() + 1;
        assert_eq!((fault.kind, found), (kind, line), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_told_with_a_place_in_it(
        lines in prop::collection::vec(
            prop_oneof![
                "[%#|*+\\[\\]\\\\ a-cđ:1-]{0,12}",
                Just("%% muc a | A".to_owned()),
                Just("| a | b |".to_owned()),
                Just("|---|---|".to_owned()),
                Just("- [[grade:1]] **đậm**".to_owned()),
            ],
            0..12,
        )
    ) {
        let text = lines.join("\n");
        match read(&text) {
            Ok(sections) => {
                for section in sections {
                    let mut origins: Vec<_> = section.blocks.iter().map(|block| block.origin.clone()).collect();
                    origins.sort();
                    let all = origins.len();
                    origins.dedup();
                    prop_assert!(origins.len() == all && origins.iter().all(Option::is_some));
                }
            }
            Err(fault) => prop_assert!(text.get(..fault.at).is_some(), "{fault:?}"),
        }
    }

    #[test]
    fn words_of_records_read_as_just_these_words(words in "[%#|*+\\[\\]\\\\ a-cđ:1,.-]{1,30}") {
        let marked = super::super::engine::escaped(&words);
        let sections = read(&format!("%% muc a | A\n{marked}\n")).unwrap();
        let expected = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let found: String = sections[0].blocks.iter().flat_map(Block::inlines).map(|inline| match &inline.shows {
            InlineShows::Text(text) => text.as_str(),
            _ => "<chip>",
        }).collect();
        prop_assert_eq!(found.split_whitespace().collect::<Vec<_>>().join(" "), expected);
        prop_assert!(sections[0].blocks.len() <= 1);
    }
}
