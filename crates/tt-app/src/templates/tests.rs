//! Templates over facts: what they print, and how a fault is told.

use std::sync::Arc;

use minijinja::Value;

use super::catalogue;
use super::engine::render;
use super::facts::{Facts, Known};
use super::{Fault, shipped};

/// Facts with nothing behind them but a few names.
fn facts() -> Facts {
    let task = Value::from_pairs([("id", Value::from(7)), ("words", Value::from("Rà soát *chợ* | siêu thị\n# [[x]]"))]);
    let root = Value::from_pairs([
        ("year", Value::from(2019)),
        ("agency", Value::from_pairs([("name", "Sở Công Thương")])),
        ("tasks", Value::from(vec![task])),
        ("empty", Value::from(Vec::<Value>::new())),
    ]);
    Facts { root, leads: [(tt_domain::id::TaskId(7), None)].into(), known: Arc::new(Known::default()) }
}

fn fault(source: &str) -> Fault {
    match render(source, &facts()) {
        Err(fault) => fault,
        Ok(sections) => panic!("no fault in {source}: {sections:?}"),
    }
}

#[test]
fn what_is_wrong_is_told_in_vietnamese_at_its_line_and_column() {
    const HEAD: &str = "%% muc a | A\n";
    for (rest, line, column, words) in [
        ("Năm {{ year }}\n\nCủa {{ agency.nmae }}.", 4, None, "không có dữ kiện “agency.nmae”; tên gần nhất: name"),
        ("{% for t in taskz %}x{% endfor %}", 2, None, "không có dữ kiện “taskz”; tên gần nhất: task"),
        ("Một\n{% for t in tasks %}\nHai", 0, None, "sai cú pháp"),
        ("{{ valeu(\"XK01\") }}", 2, None, "không có hàm “valeu”; gần nhất: value"),
        ("{{ year | padde }}", 2, None, "không có bộ lọc “padde”; gần nhất: padded"),
        ("{{ value(\"XK01\") }}", 2, Some(4), "không có chỉ tiêu mã “XK01”"),
        ("{{ measure(\"cho\", \"so\") }}", 2, Some(4), "không có sổ theo dõi “cho”"),
        ("{{ cite(\"1/QĐ-UBND\") }}", 2, Some(4), "không có văn bản số “1/QĐ-UBND”"),
        ("{{ tasks }}", 2, None, "đây là một bản ghi hoặc danh sách"),
        ("{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}", 2, None, "chạy quá lâu"),
        ("{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}", 2, None, "macro gọi nhau quá sâu"),
        ("Một\n\n**hai", 4, Some(1), "mở mà không đóng"),
        ("{% for t in tasks %}\n- một\n%% mục x | y\n{% endfor %}", 4, Some(4), "không có dấu “%% mục”"),
        (
            "| a | b |\n|---|---|\n{% for t in tasks %}\n| {{ t.id }} |\n{% endfor %}",
            5,
            Some(1),
            "hàng có 1 ô, đầu bảng có 2 ô",
        ),
    ] {
        let found = fault(&format!("{HEAD}{rest}"));
        assert!(found.message.vi.contains(words), "{rest}\n{found:?}");
        assert!(line == 0 || found.line == line, "{rest}\n{found:?}");
        assert!(column.is_none_or(|column| found.column == column), "{rest}\n{found:?}");
    }
    let long = format!("{HEAD}{{% for i in range(3000) %}}{}\n{{% endfor %}}", "chữ ".repeat(250));
    assert!(fault(&long).message.vi.contains("2 MB"), "{:?}", fault(&long));
    let large = "x".repeat(300 * 1024);
    assert!(fault(&large).message.vi.contains("quá lớn"));
}

#[test]
fn words_of_records_never_act_as_marks() {
    let source = "%% muc task-{{ tasks[0].id }} | Nhiệm vụ\n{{ tasks[0].words }}\n\n| a |\n|---|\n| {{ tasks[0].words }} |\n\n\
                  {% set kept %}**{{ tasks[0].words }}**{% endset %}\n- {{ kept }}\n- {{ [kept, tasks[0].words] | join(\"; \") }}";
    let sections = render(source, &facts()).unwrap();
    assert_eq!(sections[0].task, Some(tt_domain::id::TaskId(7)));
    let words: Vec<String> = sections[0]
        .blocks
        .iter()
        .map(|block| {
            let shown = block.inlines().map(|inline| match &inline.shows {
                tt_domain::composing::InlineShows::Text(text) if inline.strong => format!("B({text})"),
                tt_domain::composing::InlineShows::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            });
            shown.collect()
        })
        .collect();
    let plain = "Rà soát *chợ* | siêu thị # [[x]]";
    let bold = format!("B({plain})");
    let expected = [plain.to_owned(), format!("a{plain}"), format!("- {bold}"), format!("- {bold}; {plain}")];
    assert_eq!(words, expected);
}

#[test]
fn numbers_dates_and_lists_print_the_vietnamese_way() {
    for (source, expected) in [
        ("{{ 5 | padded }} {{ 12 | padded }} {{ 4750 | number }}", "05 12 4.750"),
        ("{{ \"2019-01-05\" | date }} {{ \"2019-12-05\" | date }} {{ \"\" | date }}x", "05/01/2019 05/12/2019 x"),
        ("{{ \"2019-02-05\" | date(\"long\") }}", "ngày 05 tháng 02 năm 2019"),
        ("{{ \"đạt\" | capital }} {{ \"Đạt\" | lower_first }} {{ \"UBND\" | lower_first }}", "Đạt đạt UBND"),
        ("{{ [\"a\", \"\", \"b\", \"c\"] | listed }}; {{ [\"a\", \"b\"] | join(\", \") }}", "a, b và c; a, b"),
        ("{{ \"xong.;\" | bare }} {{ 4 | roman }} {{ \"Phòng QLTM & X\" | key }}", "xong IV phong-qltm-x"),
    ] {
        let sections = render(&format!("%% muc a | A\n{source}"), &facts()).unwrap();
        let shown: String = sections[0].blocks[0]
            .inlines()
            .map(|inline| match &inline.shows {
                tt_domain::composing::InlineShows::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(shown, expected, "{source}");
    }
}

#[test]
fn an_origin_stays_when_other_lines_of_the_template_come_and_go() {
    let origins = |source: &str| -> Vec<String> {
        let sections = render(source, &facts()).unwrap();
        sections[0].blocks.iter().filter_map(|block| block.origin.clone()).collect()
    };
    let before = origins("%% muc a | A\nMột {{ year }}\n\nHai {{ agency.name }}");
    let after = origins(
        "{# lời #}\n%% muc a | A\nMở đầu\n\n\nMột {{ year }}\n{% if year %}\n\nHai {{ agency.name }}\n{% endif %}",
    );
    assert_eq!(before, after[1..]);
}

#[test]
fn names_of_templates_are_good_in_addresses_and_each_is_there_once() {
    let mut names: Vec<&str> = shipped::ALL.iter().map(|one| one.name).collect();
    assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || b"-6".contains(&byte))));
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn the_documentation_lists_just_what_templates_can_use() {
    const DOC: &str = include_str!("../../../../docs/mau-bao-cao.md");
    let (_, rest) = DOC.split_once("<!-- dữ kiện -->\n").unwrap();
    let (listed, _) = rest.split_once("<!-- hết dữ kiện -->").unwrap();
    let reference = catalogue::reference();
    if std::env::var("UPDATE_EXPECT").is_ok() && listed != reference {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/mau-bao-cao.md");
        std::fs::write(
            path,
            DOC.replace(&format!("<!-- dữ kiện -->\n{listed}"), &format!("<!-- dữ kiện -->\n{reference}")),
        )
        .unwrap();
        return;
    }
    assert_eq!(listed, reference, "write it again with UPDATE_EXPECT=1");
}
