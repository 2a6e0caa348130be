//! Registers as a whole: presets, lives at random, filters and measures on a small register of markets.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::change::ChangeFault::{DecimalsUsed, KindStays, OptionsUsed, UnitStays};
use super::definition::Measured;
use super::filter::parse;
use super::matching::passes;
use super::preset::PRESETS;
use super::standing::{MoveDoubt, MoveFault, decide};
use super::value::{Doubt, Fault};
use super::*;
use crate::calendar::days_after;

const TODAY: Date = date(2019, 12, 31);

fn markets() -> Register {
    Register::sketch("cho", &preset::preset("cho").unwrap().definition())
}

fn stage(register: &Register, code: &str) -> RegisterStageId {
    register.stage_by_code(code).unwrap().id
}

fn change(register: &Register, code: &str, mark: Mark, day: Date) -> StageChange {
    StageChange { stage: stage(register, code), mark, day, exact: true, document: None, note: "QĐ".to_owned() }
}

fn entry(register: &Register, id: i64, values: &[(&str, &str)], stages: &[(&str, Mark, Date)]) -> EntryHistory {
    let values = values.iter().map(|(code, text)| {
        let field = register.field_by_code(code).unwrap();
        let (value, _) = Value::read(&field.spec.kind, text, TODAY).unwrap().unwrap();
        ValueChange { field: field.id, value: Some(value), day: date(2018, 1, 1) }
    });
    EntryHistory {
        id: EntryId(id),
        since: date(2018, 1, 1),
        values: values.collect(),
        stages: stages.iter().map(|(code, mark, day)| change(register, code, *mark, *day)).collect(),
    }
}

#[test]
fn every_preset_is_without_fault_and_links_only_backwards() {
    for (place, preset) in PRESETS.iter().enumerate() {
        let definition = notation::parse(preset.text).unwrap_or_else(|faults| panic!("{}: {faults:?}", preset.key));
        assert_eq!(Register::sketch(preset.key, &definition).faults(), [], "{}", preset.key);
        assert!(definition.measures.len() >= 2 && definition.stages.len() >= 3, "{}", preset.key);
        for needed in preset.needs() {
            let at = PRESETS.iter().position(|other| other.key == needed);
            assert!(at.is_some_and(|at| at < place), "{} needs {needed}", preset.key);
        }
    }
}

#[test]
fn a_definition_printed_is_read_as_the_same() {
    for preset in PRESETS {
        let definition = preset.definition();
        let printed = notation::print(&definition);
        assert_eq!(notation::parse(&printed).as_ref(), Ok(&definition), "{printed}");
    }
    let faults = notation::parse("name: A\nfield x | X | colour | \nstage").unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn handed_over_under_works_finished_and_supported_are_four_numbers() {
    let register = markets();
    let done = Mark::Done;
    let entries = [
        entry(
            &register,
            1,
            &[("ten", "Chợ Ba Xã"), ("khu-vuc", "nông thôn"), ("dia-ban", "xã Tân Đoàn, huyện Văn Quan")],
            &[
                ("giao", done, date(2018, 6, 1)),
                ("xay-dung", Mark::Begun, date(2019, 2, 1)),
                ("xay-dung", done, date(2019, 10, 1)),
                ("ho-tro", Mark::Begun, date(2019, 12, 1)),
            ],
        ),
        entry(
            &register,
            2,
            &[("ten", "Chợ Bãi"), ("khu-vuc", "nong-thon")],
            &[("giao", done, date(2019, 6, 1)), ("dinh-gia", Mark::Blocked, date(2019, 7, 1))],
        ),
        entry(&register, 3, &[("ten", "Chợ thị trấn"), ("khu-vuc", "Đô thị")], &[("giao", done, date(2019, 1, 1))]),
    ];
    let at = |code: &str, day: Date| {
        let entries: Vec<EntryAt> = entries.iter().filter_map(|entry| entry.at(day)).collect();
        let found = register.measures.iter().find(|measure| measure.spec.code == code).unwrap();
        let result = measure(&register, &entries, found, day);
        assert_eq!(result.faults, []);
        (result.value.unwrap().to_string(), result.counted.iter().map(|id| id.0).collect::<Vec<_>>())
    };
    assert_eq!(at("da-giao", TODAY), ("3".to_owned(), vec![1, 2, 3]));
    assert_eq!(at("nong-thon-da-giao", TODAY), ("2".to_owned(), vec![1, 2]));
    assert_eq!(at("hoan-thanh", TODAY), ("1".to_owned(), vec![1]));
    assert_eq!(at("da-ho-tro", TODAY), ("0".to_owned(), vec![]));
    assert_eq!(at("dang-vuong", TODAY), ("1".to_owned(), vec![2]));
    assert_eq!(at("giao-trong-nam", TODAY), ("2".to_owned(), vec![2, 3]));
    // As of an earlier day the works were under way and nothing was finished.
    assert_eq!(at("dang-xay-dung", date(2019, 9, 30)), ("1".to_owned(), vec![1]));
    assert_eq!(at("hoan-thanh", date(2019, 9, 30)), ("0".to_owned(), vec![]));
    assert_eq!(at("da-giao", date(2018, 12, 31)), ("1".to_owned(), vec![1]));
}

#[test]
fn a_share_names_its_whole_and_a_sum_says_what_it_lacks() {
    let text = "name: A\none: a\nabout:\nfield ten | Tên | text | title\nfield von | Vốn | money tỷ đồng 2 | \n\
                stage x | X |\nmove > x\nmeasure p | P | count | a 0 | von>=2,5 | of 3\nmeasure s | S | sum von | tỷ đồng 2\n\
                measure m | M | average von | tỷ đồng 2 | von>100";
    let register = Register::sketch("a", &notation::parse(text).unwrap());
    assert_eq!(register.faults(), []);
    let made = |id: i64, values: &[(&str, &str)]| entry(&register, id, values, &[]).at(TODAY).unwrap();
    let entries = [made(1, &[("ten", "a"), ("von", "2,5")]), made(2, &[("ten", "b"), ("von", "0,1")]), made(3, &[])];
    let results: Vec<_> = register.measures.iter().map(|one| measure(&register, &entries, one, TODAY)).collect();
    let shown = |index: usize| {
        let result: &MeasureResult = &results[index];
        (result.value.map(|value| value.to_string()), result.percent.map(|percent| percent.round_dp(1).to_string()))
    };
    assert_eq!(shown(0), (Some("1".to_owned()), Some("33.3".to_owned())));
    assert_eq!(shown(1), (Some("2.6".to_owned()), None));
    assert_eq!(results[1].without, [EntryId(3)]);
    assert_eq!(shown(2), (None, None));
}

#[test]
fn moves_not_allowed_and_days_that_go_back_are_refused_and_unusual_ones_asked_about() {
    let register = markets();
    let mut standing = Standing::default();
    let since = date(2018, 1, 1);
    let ask = |standing: &Standing, code: &str, mark: Mark, day: Date| {
        decide(&register, standing, since, &change(&register, code, mark, day), TODAY)
    };
    assert_eq!(ask(&standing, "giao", Mark::Done, date(2019, 1, 1)), Ok(vec![]));
    assert_eq!(ask(&standing, "xay-dung", Mark::Done, date(2019, 1, 1)), Ok(vec![MoveDoubt::Unusual]));
    assert!(matches!(ask(&standing, "thu-hoi", Mark::Done, date(2019, 1, 1)), Err(MoveFault::NotAllowed { .. })));
    assert_eq!(ask(&standing, "giao", Mark::Done, date(2017, 12, 31)), Err(MoveFault::BeforeEntry(since)));
    assert_eq!(ask(&standing, "giao", Mark::Done, days_after(TODAY, 1)), Err(MoveFault::Future));
    standing.apply(&change(&register, "giao", Mark::Done, date(2019, 3, 1)));
    assert_eq!(ask(&standing, "dinh-gia", Mark::Begun, date(2019, 2, 1)), Err(MoveFault::BeforeLast(date(2019, 3, 1))));
    assert_eq!(ask(&standing, "giao", Mark::Done, date(2019, 3, 1)), Err(MoveFault::Already));
    assert_eq!(ask(&standing, "giao", Mark::Begun, date(2019, 3, 1)), Ok(vec![MoveDoubt::Reopened]));
    standing.apply(&change(&register, "dinh-gia", Mark::Blocked, date(2019, 3, 2)));
    standing.apply(&change(&register, "dat-dai", Mark::Blocked, date(2019, 3, 3)));
    // What was left open behind is closed without going back there.
    assert_eq!(ask(&standing, "dinh-gia", Mark::Done, date(2019, 4, 1)), Ok(vec![]));
    standing.apply(&change(&register, "dinh-gia", Mark::Done, date(2019, 4, 1)));
    assert_eq!(standing.at, Some(stage(&register, "dat-dai")));
    assert_eq!(standing.days_over(&register, date(2019, 7, 2)), 1);
}

#[test]
fn numbers_are_read_exactly_or_refused_with_a_way_on() {
    let area = |decimals| FieldKind::Area(Measured { unit: "ha".to_owned(), decimals });
    let read = |kind: &FieldKind, text: &str| Value::read(kind, text, TODAY).map(|read| read.unwrap());
    let number = |text: &str| Decimal::from_str_exact(text).unwrap();
    assert_eq!(read(&area(2), "1.763,96 ha"), Ok((Value::Number(number("1763.96")), vec![])));
    assert_eq!(
        read(&area(2), "12a"),
        Err(Fault::OtherUnit { found: "a".to_owned(), expected: "ha".to_owned(), converted: None })
    );
    assert_eq!(read(&area(2), "mười"), Err(Fault::NotANumber));
    assert_eq!(
        read(&area(2), "25.000 m2"),
        Err(Fault::OtherUnit { found: "m2".to_owned(), expected: "ha".to_owned(), converted: Some(number("2.5")) })
    );
    assert_eq!(read(&area(2), "1,234"), Err(Fault::TooExact { decimals: 2, as_thousands: Some(number("1234")) }));
    let (value, doubts) = read(&area(3), "1,234").unwrap();
    assert_eq!((value, doubts.len()), (Value::Number(number("1.234")), 1));
    assert!(matches!(doubts[0], Doubt::ReadAs { other, .. } if other == number("1234")));
    assert_eq!(read(&area(2), "-3"), Ok((Value::Number(number("-3")), vec![Doubt::Negative])));
    assert_eq!(read(&FieldKind::Date, "31/02/2019"), Err(Fault::NotADay));
    assert_eq!(read(&FieldKind::Date, "01/01/2020").unwrap().1, [Doubt::Future]);
    assert_eq!(read(&FieldKind::Point, "21,853; 106,761").unwrap().1, []);
    assert_eq!(read(&FieldKind::Point, "106,761; 21,853"), Err(Fault::NotAPoint));
    assert_eq!(read(&FieldKind::YesNo, "x").unwrap().0, Value::YesNo(true));
    let leap = Value::Number(number("5000")).leap(Some(&Value::Number(number("5"))));
    assert_eq!(leap, Some(Doubt::Leap { before: number("5") }));
}

#[test]
fn filters_name_their_bad_words_and_chips_take_terms_away() {
    let register = markets();
    let text = "khu-vuc:nong-thon dien-tich>=10,5 -giai-đoạn:\"hoạt động\" dia-ban:\"Văn Quan\" xếp:-dien-tich";
    let filter = parse(&register, text).unwrap();
    assert_eq!((filter.terms.len(), filter.sort.is_some()), (4, true));
    let chips = filter::chips(text);
    assert_eq!(chips.len(), 5);
    assert_eq!(chips[1].without, text.replace("dien-tich>=10,5 ", ""));
    let wrong = parse(&register, "mau:do khu-vuc:nui dien-tich>to xong:x@2019 ten>a ngay").unwrap_err();
    assert_eq!(wrong.iter().map(|error| error.span.start).collect::<Vec<_>>(), [0, 15, 29, 37, 44]);
    let market = entry(
        &register,
        1,
        &[
            ("ten", "Chợ Bãi"),
            ("khu-vuc", "nong-thon"),
            ("dien-tich", "12"),
            ("dia-ban", "xã Yên Phúc, huyện Văn Quan"),
        ],
        &[("giao", Mark::Done, date(2019, 5, 1))],
    );
    let market = market.at(TODAY).unwrap();
    let holds = |text: &str| passes(&register, &parse(&register, text).unwrap(), &market, TODAY);
    assert!(holds(text));
    assert!(holds("cho bai van quan xong:giao@5/2019 giai-đoạn:giao hang:không chậm:không"));
    assert!(!holds("xong:giao@2018..4/2019"));
    assert!(!holds("dien-tich:10..11,9"));
    assert!(!holds("\"yên văn\""));
}

#[test]
fn fields_change_only_where_nothing_is_lost() {
    let spec = |kind: &str| FieldSpec {
        code: "f".to_owned(),
        name: "F".to_owned(),
        kind: notation::read_kind(kind).unwrap(),
        title: false,
        required: false,
        unique: false,
        listed: false,
        retired: false,
    };
    let held = change::FieldUse { with: 5, without: 2, doubles: 1, decimals: 2, options: vec!["a".to_owned()] };
    let faults = |old: &str, new: &str| change::field(&spec(old), &spec(new), &held);
    assert_eq!(faults("number ha 2", "area ha 3"), []);
    assert_eq!(faults("number ha 2", "number ha 1"), [DecimalsUsed { decimals: 2 }]);
    assert_eq!(faults("number ha 2", "number m2 2"), [UnitStays { with: 5, unit: "ha".to_owned() }]);
    assert_eq!(faults("number ha 2", "text"), [KindStays { with: 5 }]);
    assert_eq!(faults("choice a=A; b=B", "choice a=A; c=C"), []);
    assert_eq!(faults("choice a=A; b=B", "choice b=B; c=C"), [OptionsUsed(vec!["a".to_owned()])]);
    let strict = FieldSpec { required: true, unique: true, ..spec("text") };
    assert_eq!(change::field(&spec("text"), &strict, &held).len(), 2);
    assert_eq!(change::field(&spec("text"), &spec("date"), &change::FieldUse::default()), []);
}

fn lives() -> impl Strategy<Value = (usize, Vec<(usize, usize, u8)>)> {
    (0..PRESETS.len(), prop::collection::vec((0_usize..12, 0_usize..4, 0_u8..90), 1..40))
}

/// Whatever is tried on an entry, only what [`decide`] lets pass is recorded.
fn lived(register: &Register, tries: &[(usize, usize, u8)]) -> EntryHistory {
    let since = date(2018, 1, 1);
    let mut history = EntryHistory { id: EntryId(1), since, values: Vec::new(), stages: Vec::new() };
    let (mut standing, mut day) = (Standing::default(), since);
    for (place, mark, days) in tries {
        let stage = &register.stages[place % register.stages.len()];
        day = days_after(day, i32::from(*days) - 20);
        let change = StageChange {
            stage: stage.id,
            mark: Mark::ALL[*mark],
            day,
            exact: true,
            document: None,
            note: String::new(),
        };
        if decide(register, &standing, since, &change, date(2030, 1, 1)).is_ok() {
            standing.apply(&change);
            history.stages.push(change);
        } else {
            day = standing.last.unwrap_or(since);
        }
    }
    history
}

proptest! {
    #[test]
    fn no_illegal_move_is_reached_and_days_never_go_back((preset, tries) in lives()) {
        let register = Register::sketch("x", &PRESETS[preset].definition());
        let history = lived(&register, &tries);
        let mut at = None;
        let mut last = history.since;
        for (index, change) in history.stages.iter().enumerate() {
            let mut before = Standing::default();
            history.stages[..index].iter().for_each(|earlier| before.apply(earlier));
            before.apply(change);
            if before.at != at {
                prop_assert!(register.moves.iter().any(|one| one.from == at && Some(one.to) == before.at));
                at = before.at;
            }
            prop_assert!(change.day >= last);
            last = change.day;
        }
    }

    #[test]
    fn what_it_was_on_a_day_is_the_fold_of_what_had_happened((preset, tries) in lives(), days in 0_i32..4000) {
        let register = Register::sketch("x", &PRESETS[preset].definition());
        let history = lived(&register, &tries);
        let day = days_after(history.since, days);
        let mut folded = Standing::default();
        for change in history.stages.iter().take_while(|change| change.day <= day) {
            folded.apply(change);
        }
        prop_assert_eq!(history.at(day).unwrap().standing, folded);
    }

    #[test]
    fn spans_say_of_every_day_what_the_fold_says((preset, tries) in lives(), days in 0_i32..2500) {
        let register = Register::sketch("x", &PRESETS[preset].definition());
        let history = lived(&register, &tries);
        let day = days_after(history.since, days);
        let standing = Standing::of(&history.stages, day);
        let (positions, marks) = entry::spans(history.since, &history.stages);
        let holds = |from: Date, to: Option<Date>| from <= day && to.is_none_or(|to| to > day);
        let at: Vec<_> = positions.iter().filter(|span| holds(span.from, span.to)).collect();
        prop_assert_eq!(at.len(), 1);
        prop_assert_eq!(at[0].stage, standing.at);
        prop_assert!(standing.at.is_none() || Some(at[0].from) == standing.since);
        let said: BTreeMap<_, _> = marks.iter().filter(|span| holds(span.from, span.to)).map(|span| (span.stage, span.mark)).collect();
        let folded: BTreeMap<_, _> = standing.marks.iter().map(|(stage, known)| (*stage, known.mark)).collect();
        prop_assert_eq!(said, folded);
    }

    #[test]
    fn keys_order_as_numbers_do(a in -10_i64.pow(17)..10_i64.pow(17), b in -10_000_i64..10_000, i in 0_u32..9, j in 0_u32..9) {
        let (one, other) = (Decimal::new(a, i), Decimal::new(b, j));
        prop_assert_eq!(number::key(one).cmp(&number::key(other)), one.cmp(&other));
        let near = one + Decimal::new(1, 9);
        prop_assert!(number::key(one) < number::key(near));
    }

    #[test]
    fn numbers_shown_are_read_back_exactly(mantissa in any::<i64>(), scale in 0_u32..=9) {
        let value = Decimal::new(mantissa / 100, scale).normalize();
        let measured = Measured { unit: "triệu đồng".to_owned(), decimals: 9 };
        let shown = number::shown(value, &measured.unit);
        prop_assert_eq!(number::read(&shown, &measured).map(|read| read.0), Ok(value), "{}", shown);
    }

    #[test]
    fn any_text_is_read_or_refused_never_worse(text in "\\PC{0,60}") {
        let register = markets();
        let _ = parse(&register, &text);
        let _ = filter::chips(&text);
        let _ = notation::parse(&text);
        for field in &register.fields {
            if let Ok(Some((value, _))) = Value::read(&field.spec.kind, &text, TODAY) {
                let (kept, id) = value.kept();
                prop_assert_eq!(Value::restored(&field.spec.kind, &kept, id), Some(value));
            }
        }
    }
}

#[test]
fn a_year_is_printed_without_a_dot_and_compares() {
    let read = |text: &str| Value::read(&FieldKind::Year, text, date(2020, 1, 1)).map(|found| found.unwrap().0);
    let year = read("2019").unwrap();
    assert_eq!((year.shown(&FieldKind::Year).as_str(), year.typed().as_str()), ("2019", "2019"));
    assert_eq!(read("năm 2019"), Ok(year.clone()));
    assert_eq!(Value::restored(&FieldKind::Year, &year.kept().0, None), Some(year.clone()));
    assert!(year.key() < read("2020").unwrap().key());
    for wrong in ["2.019", "19", "1899", "hai nghìn"] {
        assert_eq!(read(wrong), Err(Fault::NotAYear), "{wrong}");
    }
}
