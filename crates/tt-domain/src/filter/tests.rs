//! Filters as people type them.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::words::bare;
use super::*;
use crate::task::TaskState;

const TODAY: Date = date(2019, 12, 14);

fn facts() -> TaskFacts {
    TaskFacts {
        code: "NV5".to_owned(),
        text: "Xây dựng kế hoạch phát triển thương mại biên giới".to_owned(),
        state: TaskState::InProgress,
        kind: KindWord::Key,
        line: LineWord::Government,
        year: 2019,
        agency: vec!["SCT".to_owned(), "Sở Công Thương".to_owned()],
        division: vec!["QLTM".to_owned(), "Phòng Quản lý thương mại".to_owned()],
        officer: Some("Nguyễn Văn An".to_owned()),
        leader: None,
        tracker: Some("Trần Thị Bình".to_owned()),
        coordinators: vec!["KHTCTH".to_owned()],
        mine: vec![NameField::Tracker, NameField::Division],
        deadline: Some(date(2019, 12, 10)),
        original_deadline: Some(date(2019, 11, 30)),
        assigned_on: Some(date(2019, 2, 1)),
        completed_on: None,
        updated_on: Some(date(2019, 12, 1)),
    }
}

#[test]
fn filters_hold_or_do_not() {
    let cases = [
        ("", true),
        ("trạng-thái:quá-hạn", true),
        ("trang-thai:qua-han", true),
        ("TRẠNGTHÁI:quá_hạn", true),
        ("state:overdue", true),
        ("-trạng-thái:quá-hạn", false),
        ("trạng-thái:hoàn-thành,đang-thực-hiện", true),
        ("trạng-thái:sắp-đến-hạn", false),
        ("trạng-thái:chưa-hoàn-thành", true),
        ("phòng:QLTM", true),
        ("phong:qltm", true),
        ("phòng:QL", false),
        ("phòng:\"thương mại\"", true),
        ("phòng:QLNL,QLTM", true),
        ("phòng:tôi", true),
        ("cơ-quan:SCT", true),
        ("người:\"Nguyễn Văn An\"", true),
        ("người:Binh", true),
        ("person:me", true),
        ("chuyên-viên:me", false),
        ("lãnh-đạo:không", true),
        ("chuyên-viên:không", false),
        ("phối-hợp:KHTCTH", true),
        ("mã:nv5", true),
        ("mã:nv", false),
        ("loại:trọng-tâm", true),
        ("loại:đột-xuất", false),
        ("tuyến:đảng", false),
        ("năm:2018,2019", true),
        ("hạn<=31/12/2019", true),
        ("hạn:<=31/12/2019", true),
        ("due<2019-12-10", false),
        ("hạn>=10/12/2019", true),
        ("hạn>10/12/2019", false),
        ("hạn:10/12/2019", true),
        ("hạn:12/2019", true),
        ("hạn:01/10/2019..09/12/2019", false),
        ("hạn:hôm-nay-7..hôm-nay", true),
        ("hạn<homnay", true),
        ("hạn:không", false),
        ("ngày-xong:không", true),
        ("hạn-gốc<01/12/2019", true),
        ("kế hoạch", true),
        ("ke hoach -thủy", true),
        ("\"kế hoạch  phát\"", true),
        ("\"phát kế\"", false),
        ("nhóm:phòng xếp:-hạn,mã", true),
    ];
    for (text, expected) in cases {
        let filter = parse(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
        assert_eq!(matches(&filter, &facts(), TODAY), expected, "{text}");
    }
}

#[test]
fn bad_words_are_told_by_their_place() {
    let told = |text: &str| -> Vec<(String, Problem)> {
        let errors = parse(text).err().unwrap_or_default();
        errors.into_iter().map(|error| (error.span.of(text).to_owned(), error.problem)).collect()
    };
    let simple = [
        ("phòng:", "phòng:", Problem::Missing),
        ("phòng:A,,B", "phòng:A,,B", Problem::Missing),
        ("loại:\" \"", "\" \"", Problem::Missing),
        ("người:\"Nguyễn", "\"Nguyễn", Problem::Unclosed),
        ("hạn<=31/02/2019", "31/02/2019", Problem::NotADay),
        ("hạn<=12/2019", "12/2019", Problem::NotADay),
        ("hạn:mai", "mai", Problem::NotADay),
        ("hạn:31/12/19", "31/12/19", Problem::NotADay),
        ("hạn:02/01/2019..01/01/2019", "02/01/2019..01/01/2019", Problem::RangeReversed),
        ("năm:hai", "hai", Problem::NotAYear),
        ("phòng<A", "phòng<A", Problem::NotComparable),
        ("hạn:01/01/2019,02/01/2019", "hạn:01/01/2019,02/01/2019", Problem::OnlyOne),
        ("-nhóm:phòng", "-nhóm:phòng", Problem::NoOpposite),
        ("nhóm:phòng nhóm:loại", "nhóm:loại", Problem::Twice),
    ];
    for (text, word, problem) in simple {
        assert_eq!(told(text), [(word.to_owned(), problem)], "{text}");
    }
    let several = told("bộ-phận:QLTM trạng-thái:trễ loại:gấp xong");
    let words: Vec<&str> = several.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(words, ["bộ-phận", "trễ", "gấp"]);
    let Problem::UnknownWord { allowed } = &several[2].1 else { panic!("{several:?}") };
    assert_eq!(allowed, &["trọng-tâm", "có-thời-hạn", "không-thời-hạn", "thường-xuyên", "đột-xuất"]);
    assert!(matches!(&several[0].1, Problem::UnknownKey { allowed } if allowed.contains(&"phòng")));
}

#[test]
fn printed_in_either_language() {
    let text = "state:overdue,due-soon -Phong:QLTM person:\"Nguyễn Văn A\",me due<=2019-12-31 kế \"24/KH-SCT: bản\" group:division sort:-due,code";
    let filter = parse(text).unwrap();
    assert_eq!(
        filter.to_string(),
        "trạng-thái:quá-hạn,sắp-đến-hạn -phòng:QLTM người:\"Nguyễn Văn A\",tôi hạn<=31/12/2019 kế \"24/KH-SCT: bản\" nhóm:phòng xếp:-hạn,mã"
    );
    assert_eq!(parse(&filter.text(Language::English)), Ok(filter.clone()));
    assert!(filter.text(Language::English).starts_with("state:overdue,due-soon -division:QLTM person:"));
}

#[test]
fn chips_take_their_term_away() {
    let filter = parse("trạng-thái:quá-hạn phòng:QLTM nhóm:phòng").unwrap();
    let chips = filter.chips(Language::Vietnamese);
    let shown: Vec<(&str, &str)> = chips.iter().map(|chip| (chip.text.as_str(), chip.without.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("trạng-thái:quá-hạn", "phòng:QLTM nhóm:phòng"),
            ("phòng:QLTM", "trạng-thái:quá-hạn nhóm:phòng"),
            ("nhóm:phòng", "trạng-thái:quá-hạn phòng:QLTM"),
        ]
    );
    assert_eq!(filter.without(0).to_string(), "phòng:QLTM nhóm:phòng");
    assert_eq!(filter.without(9), filter);
}

#[test]
fn lists_are_ordered_and_grouped() {
    let task = |code: &str, deadline, officer: &str| TaskFacts {
        code: code.to_owned(),
        deadline,
        officer: Some(officer.to_owned()),
        ..facts()
    };
    let mut tasks = [
        task("NV10", Some(date(2019, 5, 1)), "Lê Thị Yên"),
        task("NV9", None, "Hoàng Văn An"),
        task("NV5.2", Some(date(2019, 3, 1)), "Phạm Bình"),
        task("NV5", Some(date(2019, 3, 1)), "Bùi Cường"),
    ];
    let mut order = |text: &str| -> String {
        let sort = parse(text).unwrap().sort;
        tasks.sort_by(|one, other| compare(&sort, one, other));
        tasks.iter().map(|task| task.code.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order("xếp:mã"), "NV5 NV5.2 NV9 NV10");
    assert_eq!(order("xếp:hạn"), "NV5 NV5.2 NV10 NV9");
    assert_eq!(order("xếp:-hạn"), "NV10 NV5 NV5.2 NV9");
    assert_eq!(order("xếp:người"), "NV9 NV5.2 NV5 NV10");
    let keys: Vec<String> = Group::ALL.iter().map(|group| group_key(*group, &facts(), TODAY)).collect();
    assert_eq!(keys, ["QLTM", "SCT", "Nguyễn Văn An", "", "trọng-tâm", "chính-quyền", "quá-hạn", "2019-12"]);
}

/// No word is read as two things.
#[test]
fn words_are_distinct() {
    let mut keys: BTreeMap<String, &str> = BTreeMap::new();
    let claim = |seen: &mut BTreeMap<String, &'static str>, spellings: &'static [&'static str]| {
        let own: std::collections::BTreeSet<String> = spellings.iter().map(|spelling| bare(spelling)).collect();
        for spelling in own {
            assert_eq!(seen.insert(spelling.clone(), spellings[0]), None, "{spelling}");
        }
    };
    let keys_of = [
        OtherKey::ALL.iter().map(|key| key.spellings()).collect::<Vec<_>>(),
        NameField::ALL.iter().map(|key| key.spellings()).collect(),
        DateField::ALL.iter().map(|key| key.spellings()).collect(),
    ];
    for spellings in keys_of.into_iter().flatten() {
        claim(&mut keys, spellings);
    }
    let values_of = [
        StateWord::ALL.iter().map(|word| word.spellings()).collect::<Vec<_>>(),
        KindWord::ALL.iter().map(|word| word.spellings()).collect(),
        LineWord::ALL.iter().map(|word| word.spellings()).collect(),
        Group::ALL.iter().map(|word| word.spellings()).collect(),
        SortKey::ALL.iter().map(|word| word.spellings()).collect(),
    ];
    for words in values_of {
        let mut seen = BTreeMap::new();
        for spellings in words {
            claim(&mut seen, spellings);
        }
    }
}

fn filter() -> impl Strategy<Value = Filter> {
    fn some<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Vec<T>> {
        prop::collection::vec(prop::sample::select(all), 1..4)
    }
    let text =
        || "[ -~àđƯế\u{301},\"\\\\:<>=-]{0,8}[a-zế,\"\\\\:-]".prop_filter("not blank", |text| !text.trim().is_empty());
    let day = || {
        let offset = || -36_500..36_500_i32;
        prop_oneof![offset().prop_map(|days| Day::On(days_after(TODAY, days))), offset().prop_map(Day::Today)]
    };
    let name = prop_oneof![text().prop_map(Name::Is), Just(Name::Nobody), Just(Name::Is("tôi".to_owned()))];
    let day_test = prop_oneof![
        day().prop_map(DayTest::Before),
        day().prop_map(DayTest::UpTo),
        day().prop_map(DayTest::On),
        day().prop_map(DayTest::From),
        day().prop_map(DayTest::After),
        (-900..900_i32, 0..900_i32)
            .prop_map(|(from, length)| DayTest::Within(Day::Today(from), Day::Today(from + length))),
        Just(DayTest::Missing),
    ];
    let test = prop_oneof![
        some(StateWord::ALL).prop_map(Test::State),
        some(KindWord::ALL).prop_map(Test::Kind),
        some(LineWord::ALL).prop_map(Test::Line),
        prop::collection::vec(1900..2999_i16, 1..3).prop_map(Test::Year),
        (prop::sample::select(NameField::ALL), prop::collection::vec(name, 1..3))
            .prop_map(|(field, names)| Test::Name(field, names)),
        (prop::sample::select(DateField::ALL), day_test).prop_map(|(field, test)| Test::Day(field, test)),
        text().prop_map(Test::Text),
    ];
    let term = (any::<bool>(), test).prop_map(|(negated, test)| Term { negated, test });
    let sort =
        (prop::sample::select(SortKey::ALL), any::<bool>()).prop_map(|(key, descending)| Sort { key, descending });
    (
        prop::collection::vec(term, 0..6),
        prop::option::of(prop::sample::select(Group::ALL)),
        prop::collection::vec(sort, 0..3),
    )
        .prop_map(|(terms, group, sort)| Filter { terms, group, sort })
}

proptest! {
    /// Printed and read again it is the same filter, in either language.
    #[test]
    fn round_trip(filter in filter(), english in any::<bool>()) {
        let language = if english { Language::English } else { Language::Vietnamese };
        let text = filter.text(language);
        prop_assert_eq!(parse(&text), Ok(filter.clone()), "{}", text);
        let again: Vec<String> = filter.chips(language).into_iter().map(|chip| chip.text).collect();
        prop_assert_eq!(again.join(" "), text);
    }

    /// Whatever is typed is read or told, at a place that lies in the text; what is read is printed and read again.
    #[test]
    fn anything_typed_is_read_or_told(text in "([a-zạếđ\u{301}]{0,6}[:<>=,\"\\\\ \\-./0-9]{0,3}){0,12}|\\PC{0,40}") {
        match parse(&text) {
            Ok(filter) => prop_assert_eq!(parse(&filter.to_string()), Ok(filter)),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(text.get(error.span.start..error.span.end).is_some());
                }
            }
        }
    }
}
