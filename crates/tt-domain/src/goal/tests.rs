//! Targets of every shape: what their words promise, and how they stand on a day.

use expect_test::{Expect, expect};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::matching::{Match, ResultFigure, Sort, find, named_fit};
use super::reading::{find_parts, promise};
use super::*;
use crate::id::TaskId;
use crate::task::{Comparator, NewTarget};

fn told(target: &NewTarget) -> String {
    let measure = target.measure.as_ref().map_or("lời".to_owned(), promised);
    let place = target.place.as_ref().map(|place| format!(" @ {place}")).unwrap_or_default();
    let due = target.due.map(|due| format!(" → {due}")).unwrap_or_default();
    let part = target.part_of.map(|whole| format!(" ⊂ {whole}")).unwrap_or_default();
    format!("{measure}{place}{due}{part}")
}

fn target(text: &str) -> Target {
    let NewTarget { text, measure, place, due, part_of } = promise(text, None, 2024);
    Target { id: TargetId(1), task: TaskId(1), text, measure, place, due, part_of }
}

#[test]
fn words_of_every_shape_are_read() {
    let texts = [
        "Phấn đấu thu ngân sách đạt 1.250 tỷ đồng",
        "đào tạo nghề cho ít nhất 4.500 lao động",
        "tỷ lệ hộ nghèo giảm còn không quá 2,5%",
        "số vụ cháy không vượt quá 12 vụ",
        "trồng đúng bằng 300 ha rừng",
        "trồng mới từ 300 - 350 ha rừng",
        "giá trị sản xuất tăng 9-10% so với cùng kỳ",
        "lượng khách du lịch tăng trên 12%",
        "số vụ tai nạn giao thông giảm ít nhất 5%",
        "Tiêu hủy giảm từ 5 - 7% số hồ sơ quá hạn",
        "phấn đấu đưa ít nhất một trường học vào hoạt động",
        "Trên địa bàn huyện Yên Lập kiểm tra 2 - 3 cơ sở",
        "xã Phú Xuân hỗ trợ 15 hộ",
        "hoàn thành đề án trước ngày 30/6/2024",
        "phê duyệt quy hoạch trong quý III/2024",
        "khởi công cầu Đoan Hùng chậm nhất ngày 15 tháng 9 năm 2024",
        "nghiệm thu trong 6 tháng đầu năm 2024",
        "trình dự thảo nghị quyết trước tháng 7/2024",
        "tiêu chí 5 trường học",
        "hướng dẫn các xã lập hồ sơ",
    ];
    let read: Vec<String> = texts.iter().map(|text| format!("{text}: {}", told(&promise(text, None, 2024)))).collect();
    expect![[r#"
        Phấn đấu thu ngân sách đạt 1.250 tỷ đồng: ≥ 1.250 tỷ đồng
        đào tạo nghề cho ít nhất 4.500 lao động: ≥ 4.500 lao động
        tỷ lệ hộ nghèo giảm còn không quá 2,5%: ≤ 2,5%
        số vụ cháy không vượt quá 12 vụ: ≤ 12 vụ
        trồng đúng bằng 300 ha rừng: 300 ha
        trồng mới từ 300 - 350 ha rừng: 300–350 ha
        giá trị sản xuất tăng 9-10% so với cùng kỳ: tăng 9–10%
        lượng khách du lịch tăng trên 12%: tăng ≥ 12%
        số vụ tai nạn giao thông giảm ít nhất 5%: giảm ≥ 5%
        Tiêu hủy giảm từ 5 - 7% số hồ sơ quá hạn: giảm ≥ 5%
        phấn đấu đưa ít nhất một trường học vào hoạt động: ≥ 1 trường học
        Trên địa bàn huyện Yên Lập kiểm tra 2 - 3 cơ sở: 2–3 cơ sở @ huyện Yên Lập
        xã Phú Xuân hỗ trợ 15 hộ: ≥ 15 hộ @ xã Phú Xuân
        hoàn thành đề án trước ngày 30/6/2024: lời → 2024-06-29
        phê duyệt quy hoạch trong quý III/2024: lời → 2024-09-30
        khởi công cầu Đoan Hùng chậm nhất ngày 15 tháng 9 năm 2024: lời → 2024-09-15
        nghiệm thu trong 6 tháng đầu năm 2024: lời → 2024-06-30
        trình dự thảo nghị quyết trước tháng 7/2024: lời → 2024-06-30
        tiêu chí 5 trường học: lời
        hướng dẫn các xã lập hồ sơ: lời"#]]
    .assert_eq(&read.join("\n"));
}

#[test]
fn parts_add_up_to_the_whole_before_them() {
    let read = |texts: &[&str]| {
        let mut targets: Vec<NewTarget> = texts.iter().map(|text| promise(text, None, 2024)).collect();
        find_parts(&mut targets);
        targets.iter().map(|target| target.part_of).collect::<Vec<_>>()
    };
    assert_eq!(read(&["sửa 20 trường", "tiểu học 12 trường", "mầm non 8 trường"]), [None, Some(0), Some(0)]);
    assert_eq!(read(&["sửa 20 trường", "tiểu học 12 trường", "mầm non 7 trường"]), [None, None, None]);
    assert_eq!(read(&["sửa 20 trường", "xây 20 trường"]), [None, None], "one alone is no part");
    assert_eq!(read(&["mở 3 lớp", "sửa 20 trường", "xã A 12 trường", "xã B 8 trường"]), [None, None, Some(1), Some(1)]);
    assert_eq!(read(&["sửa 20 trường", "mua 12 xe", "thuê 8 xe"]), [None, None, None], "another unit");
}

fn year() -> (Date, Date) {
    (date(2024, 1, 1), date(2024, 12, 31))
}

fn actual(value: &str) -> Evidence {
    reading(value, false)
}

fn reading(value: &str, estimate: bool) -> Evidence {
    let value = value.parse().unwrap();
    Evidence::Value(Reading { value, estimate, counted_to: None, forecast: None })
}

fn stands(text: &str, evidence: &Evidence, as_of: Date) -> String {
    let judgement = judge(&target(text), year(), evidence, as_of);
    let why: Vec<&str> = judgement.reasons.iter().map(|reason| reason.vi.as_str()).collect();
    format!("{}{}: {}", judgement.outlook.code(), if judgement.exceeded { "+" } else { "" }, why.join("; "))
}

#[expect(clippy::needless_pass_by_value, reason = "an inline snapshot is written where it is checked")]
fn check(text: &str, evidence: &Evidence, as_of: Date, expected: Expect) {
    expected.assert_eq(&stands(text, evidence, as_of));
}

#[test]
fn a_count_goes_by_the_pace_until_it_is_reached() {
    let text = "sửa chữa 20 trường";
    let june = date(2024, 6, 30);
    check(
        text,
        &actual("12"),
        june,
        expect![
            "on_course: 12 trường so với mục tiêu ≥ 20 trường, bằng 60%, còn thiếu 8 trường; đến 30/06/2024 đã qua 182 trên 366 ngày của kỳ; theo nhịp đều phải có 9,9 trường"
        ],
    );
    check(
        text,
        &actual("6"),
        june,
        expect![
            "at_risk: 6 trường so với mục tiêu ≥ 20 trường, bằng 30%, còn thiếu 14 trường; đến 30/06/2024 đã qua 182 trên 366 ngày của kỳ; theo nhịp đều phải có 9,9 trường"
        ],
    );
    check(text, &actual("20"), june, expect!["reached: 20 trường so với mục tiêu ≥ 20 trường"]);
    check(text, &actual("23"), june, expect!["reached+: 23 trường so với mục tiêu ≥ 20 trường, bằng 115%"]);
    check(
        text,
        &actual("19"),
        date(2024, 12, 31),
        expect![
            "at_risk: 19 trường so với mục tiêu ≥ 20 trường, bằng 95%, còn thiếu 1 trường; đến 31/12/2024 đã qua 366 trên 366 ngày của kỳ; theo nhịp đều phải có 20 trường"
        ],
    );
    check(
        text,
        &actual("19"),
        date(2025, 1, 1),
        expect!["missed: 19 trường so với mục tiêu ≥ 20 trường, bằng 95%, còn thiếu 1 trường"],
    );
}

#[test]
fn an_estimate_reaches_nothing_before_the_period_is_over() {
    let text = "thu ngân sách đạt 1.250 tỷ đồng";
    check(
        text,
        &reading("1260", true),
        date(2024, 12, 5),
        expect![
            "on_course+: ước 1.260 tỷ đồng so với mục tiêu ≥ 1.250 tỷ đồng, bằng 100,8%; kỳ còn đến 31/12/2024, chưa kết luận đạt"
        ],
    );
    check(
        text,
        &reading("1100", true),
        date(2024, 12, 5),
        expect![
            "at_risk: ước 1.100 tỷ đồng so với mục tiêu ≥ 1.250 tỷ đồng, bằng 88%, còn thiếu 150 tỷ đồng; số ước cả kỳ thấp hơn mục tiêu"
        ],
    );
    check(
        text,
        &reading("1260", true),
        date(2025, 1, 2),
        expect![
            "reached+: ước 1.260 tỷ đồng so với mục tiêu ≥ 1.250 tỷ đồng, bằng 100,8%; theo số ước, chưa có số chính thức của cả kỳ"
        ],
    );
}

#[test]
fn changes_ceilings_and_ranges() {
    let after = date(2025, 1, 15);
    check(
        "giá trị sản xuất tăng 9-10%",
        &actual("9.6"),
        after,
        expect!["reached: tăng 9,6% so với mục tiêu tăng 9–10%"],
    );
    check(
        "giá trị sản xuất tăng 9-10%",
        &actual("12"),
        after,
        expect!["reached+: tăng 12% so với mục tiêu tăng 9–10%"],
    );
    check(
        "giá trị sản xuất tăng 9-10%",
        &actual("-2"),
        after,
        expect!["missed: giảm 2% so với mục tiêu tăng 9–10%, còn thiếu 11 điểm %"],
    );
    check(
        "số vụ tai nạn giảm ít nhất 5%",
        &actual("-6.5"),
        after,
        expect!["reached: giảm 6,5% so với mục tiêu giảm ≥ 5%"],
    );
    check("số vụ tai nạn giảm ít nhất 5%", &actual("-3"), after, expect!["missed: giảm 3% so với mục tiêu giảm ≥ 5%"]);
    check(
        "số vụ cháy không vượt quá 12 vụ",
        &actual("9"),
        date(2024, 10, 1),
        expect!["on_course: 9 vụ so với mục tiêu ≤ 12 vụ; kỳ còn đến 31/12/2024, chưa kết luận đạt"],
    );
    check(
        "số vụ cháy không vượt quá 12 vụ",
        &actual("13"),
        date(2024, 10, 1),
        expect!["at_risk: 13 vụ so với mục tiêu ≤ 12 vụ, bằng 92,3%; đã vượt mức cho phép"],
    );
    check(
        "trồng đúng bằng 300 ha rừng",
        &actual("301"),
        after,
        expect!["missed: 301 ha so với mục tiêu 300 ha, bằng 99,7%"],
    );
}

#[test]
fn milestones_and_forecasts() {
    let text = "hoàn thành đề án trước ngày 30/6/2024";
    let milestone = |done_on, expected_on| Evidence::Milestone { done_on, expected_on };
    check(
        text,
        &milestone(Some(date(2024, 6, 29)), None),
        date(2024, 7, 1),
        expect!["reached: xong ngày 29/06/2024, hạn 29/06/2024"],
    );
    check(
        text,
        &milestone(Some(date(2024, 6, 30)), None),
        date(2024, 7, 1),
        expect!["missed: xong ngày 30/06/2024, chậm 1 ngày so với hạn 29/06/2024"],
    );
    check(
        text,
        &milestone(None, Some(date(2024, 8, 1))),
        date(2024, 5, 1),
        expect!["at_risk: dự kiến xong 01/08/2024, chậm 33 ngày so với hạn 29/06/2024"],
    );
    check(
        text,
        &milestone(None, None),
        date(2024, 2, 1),
        expect!["on_course: chưa xong, còn 149 ngày đến hạn 29/06/2024"],
    );
    check(
        text,
        &milestone(None, None),
        date(2024, 6, 10),
        expect!["at_risk: chưa xong, còn 19 ngày đến hạn 29/06/2024"],
    );
    check(text, &milestone(None, None), date(2024, 7, 10), expect!["missed: chưa xong, đã quá hạn 29/06/2024 11 ngày"]);
    let forecast = Evidence::Value(Reading {
        value: Decimal::from(8),
        estimate: false,
        counted_to: Some(date(2024, 6, 14)),
        forecast: Some((Decimal::from(17), said("nhịp đều sáu tháng", "even pace of six months"))),
    });
    check(
        "sửa chữa 20 trường",
        &forecast,
        date(2024, 6, 20),
        expect![
            "at_risk: 8 trường so với mục tiêu ≥ 20 trường, bằng 40%, còn thiếu 12 trường; dự báo cuối kỳ 17 trường (nhịp đều sáu tháng)"
        ],
    );
}

#[test]
fn nothing_is_reached_without_evidence() {
    let as_of = date(2025, 2, 1);
    let nothing = Evidence::Nothing(said("chưa gắn căn cứ", "nothing tied"));
    check(
        "hướng dẫn các xã lập hồ sơ",
        &nothing,
        as_of,
        expect!["no_evidence: chưa gắn căn cứ; đã hết thời hạn 31/12/2024"],
    );
    let narrative = |reached, documents| Evidence::Narrative { reached, documents };
    check(
        "hướng dẫn các xã lập hồ sơ",
        &narrative(true, 0),
        as_of,
        expect!["no_evidence: chưa có văn bản nào làm minh chứng"],
    );
    check(
        "hướng dẫn các xã lập hồ sơ",
        &narrative(true, 2),
        as_of,
        expect!["reached: người theo dõi xác nhận đạt, có 02 văn bản minh chứng"],
    );
    check(
        "hướng dẫn các xã lập hồ sơ",
        &actual("5"),
        as_of,
        expect![
            "no_evidence: mục tiêu không nêu con số nên một số liệu không đủ để kết luận; hãy gắn văn bản minh chứng"
        ],
    );
    let ratio = |done: i64| Evidence::Ratio { of: (Decimal::from(done), Decimal::from(9)), unit: Some("xã".into()) };
    check("tiêu chí 5 trường học", &ratio(9), as_of, expect!["reached: đạt 9/9 xã"]);
    check("tiêu chí 5 trường học", &ratio(8), as_of, expect!["missed: đạt 8/9 xã"]);
}

fn figure(id: i64, sort: Sort, value: &str, unit: &str, subject: &str, sentence: &str) -> ResultFigure {
    ResultFigure {
        figure: Some(FigureId(id)),
        sort,
        value: value.parse().unwrap(),
        of: (sort == Sort::Ratio).then(|| Decimal::from(9)),
        unit: Some(unit.to_owned()),
        subject: subject.to_owned(),
        sentence: sentence.to_owned(),
    }
}

#[test]
fn a_result_is_found_by_subject_unit_and_place() {
    let figures = [
        figure(1, Sort::Reached, "31", "trường", "giao", "Đã bàn giao 31 trường cho các xã quản lý."),
        figure(2, Sort::Reached, "14", "trường", "sửa chữa", "Đến nay đã sửa chữa xong 14 trường học."),
        figure(3, Sort::Other, "20", "trường", "sửa chữa", "Phấn đấu sửa chữa 20 trường."),
        figure(4, Sort::Reached, "2", "trường", "trường mầm non", "b) Đối với 02 trường mầm non sửa chữa:"),
        figure(5, Sort::Change(true), "9.6", "%", "giá trị sản xuất", "Giá trị sản xuất ước tăng 9,6%."),
        figure(
            6,
            Sort::Reached,
            "3",
            "cơ sở",
            "Huyện Yên Lập",
            "Đã kiểm tra 7 cơ sở: huyện Yên Lập: 03; huyện Thanh Ba: 04.",
        ),
        figure(
            7,
            Sort::Reached,
            "7",
            "cơ sở",
            "kiểm tra",
            "Đã kiểm tra 7 cơ sở: huyện Yên Lập: 03; huyện Thanh Ba: 04.",
        ),
        figure(8, Sort::Ratio, "9", "xã", "xã", "Kết quả 9/9 xã đạt tiêu chí 05 về trường học."),
    ];
    let found = |text: &str, whole: Option<&Target>| match find(&target(text), whole, &figures, &[]) {
        Match::One(figure) => figure.figure.map(|id| id.0),
        _ => None,
    };
    let whole = target("sửa chữa 20 trường");
    assert_eq!(found("sửa chữa 20 trường", None), Some(2), "not those handed over, not the goal said again");
    assert_eq!(found("trường mầm non là 2 trường", Some(&whole)), None, "named, but nothing done");
    assert_eq!(found("giá trị sản xuất tăng 9-10%", None), Some(5));
    assert_eq!(found("huyện Yên Lập kiểm tra 2 - 3 cơ sở", None), Some(6));
    assert_eq!(found("huyện Hạ Hòa kiểm tra 2 - 3 cơ sở", None), None);
    assert_eq!(found("kiểm tra 6 cơ sở", None), Some(7));
    assert_eq!(found("tiêu chí 5 trường học", None), Some(8));
    assert_eq!(found("tiêu chí 6 trường học", None), None, "another criterion");
    assert_eq!(found("mua 12 xe", None), None);
    assert!(figures[4].reading().estimate && !figures[1].reading().estimate);
}

/// What is offered: `=` for what states it, `?` for what a person is asked about.
fn told_match(text: &str, figures: &[ResultFigure], sentences: &[&str]) -> String {
    let sentences: Vec<String> = sentences.iter().map(|&sentence| sentence.to_owned()).collect();
    let name = |figure: &ResultFigure| match figure.figure {
        Some(id) => format!("#{id}"),
        None => format!("“{}”", crate::said::number(figure.value)),
    };
    match find(&target(text), None, figures, &sentences) {
        Match::Nothing => "–".to_owned(),
        Match::One(figure) => format!("= {}", name(&figure)),
        Match::Several(all) => format!("? {}", all.iter().map(name).collect::<Vec<_>>().join(" ")),
    }
}

#[test]
fn where_several_may_be_meant_a_person_is_asked() {
    let june = figure(1, Sort::Reached, "4", "cơ sở", "kiểm tra", "Đến tháng 6 đã kiểm tra 4 cơ sở.");
    let december = figure(2, Sort::Reached, "9", "cơ sở", "kiểm tra", "Cả năm đã kiểm tra 9 cơ sở.");
    let again = figure(3, Sort::Reached, "9", "cơ sở", "kiểm tra", "Như vậy đã kiểm tra 9 cơ sở.");
    let other = figure(4, Sort::Reached, "5", "cơ sở", "hướng dẫn", "Đã hướng dẫn 5 cơ sở lập hồ sơ kiểm định.");
    let text = "kiểm tra 8 cơ sở";
    assert_eq!(told_match(text, &[december.clone(), again], &[]), "= #2", "said twice, it is one result");
    assert_eq!(told_match(text, &[june, december], &[]), "? #1 #2");
    assert_eq!(told_match(text, std::slice::from_ref(&other), &[]), "? #4", "of the unit, and half of the words");
    assert_eq!(told_match("tập huấn 8 cơ sở", &[other], &[]), "–", "nothing in common but the unit");
    let agent = figure(5, Sort::Reached, "1", "cơ sở", "bổ sung", "UBND huyện đã bổ sung 1 cơ sở vào danh sách.");
    assert_eq!(
        told_match("phối hợp với UBND các huyện đóng cửa 2 cơ sở", &[agent], &[]),
        "–",
        "who acts tells nothing"
    );
    let said = "Đối với 3 cơ sở còn lại, đã hẹn nhưng đến nay vẫn chưa hoàn thành việc kiểm tra.";
    let stuck = figure(6, Sort::Reached, "3", "cơ sở", "kiểm tra", said);
    assert_eq!(told_match(text, &[stuck], &[]), "–", "not done is no result");
}

#[test]
fn a_number_in_letters_is_a_result_too() {
    let text = "đưa ít nhất một nhà máy nước vào vận hành";
    let done = "Đến nay đã đưa hai nhà máy nước vào vận hành.";
    assert_eq!(told_match(text, &[], &[done]), "= “2”");
    assert_eq!(told_match(text, &[], &["Đã đưa một số nhà máy nước vào vận hành."]), "–");
    assert_eq!(told_match(text, &[], &["Phấn đấu đưa một nhà máy nước vào vận hành."]), "–", "the goal said again");
    assert_eq!(told_match(text, &[], &["Đã khởi công một nhà máy."]), "–");
    let aim = "Đã giao đơn vị chủ trì, phấn đấu ít nhất đưa một nhà máy nước hoàn thành và vận hành trong năm.";
    assert_eq!(told_match(text, &[], &[aim]), "–", "aimed at in the middle of a sentence");
}

#[test]
fn a_ratio_is_held_against_the_number_promised() {
    let after = date(2025, 1, 15);
    let ratio = figure(1, Sort::Ratio, "8", "xã", "xã", "Kết quả 8/9 xã có đường nhựa.");
    let stands = |text: &str| {
        let target = target(text);
        let Match::One(found) = find(&target, None, std::slice::from_ref(&ratio), &[]) else { panic!("{text}") };
        judge(&target, year(), &found.evidence(&target), after).outlook
    };
    assert_eq!(stands("8 xã có đường nhựa"), Outlook::Reached);
    assert_eq!(stands("9 xã có đường nhựa"), Outlook::Missed);
    assert_eq!(stands("88% số xã có đường nhựa"), Outlook::Reached, "8 of 9 are 88,9 %");
    assert_eq!(stands("90% số xã có đường nhựa"), Outlook::Missed);
}

#[test]
fn a_register_counts_what_its_measures_name() {
    let whole = target("sửa chữa, xây mới 20 trường");
    let part = target("trường mầm non là 8 trường");
    let fit = |target: &Target, whole: Option<&Target>, name: &str| named_fit(target, whole, name, Some("trường"));
    assert!(fit(&whole, None, "Trường đã xây dựng, sửa chữa xong") > 0);
    assert_eq!(fit(&whole, None, "Trường đạt chuẩn quốc gia"), 0);
    assert!(fit(&part, Some(&whole), "Trường mầm non đã xây dựng, sửa chữa xong") > 0);
    assert_eq!(fit(&part, Some(&whole), "Trường đã xây dựng, sửa chữa xong"), 0, "the part itself is not named");
    assert_eq!(named_fit(&whole, None, "Trường đã xây dựng, sửa chữa xong", Some("xã")), 0, "another unit");
}

proptest! {
    /// The share and the verdict of a floor, against whole-number arithmetic.
    #[test]
    fn floors_are_exact(value in 0_i64..10_000_000, goal in 1_i64..10_000_000, scale in 0_u32..4) {
        let target = Target {
            measure: Some(Measure {
                comparator: Comparator::AtLeast,
                value: Decimal::new(goal, scale),
                value_max: None,
                unit: None,
                change: false,
            }),
            ..target("x")
        };
        let evidence = Evidence::Value(Reading {
            value: Decimal::new(value, scale),
            estimate: false,
            counted_to: None,
            forecast: None,
        });
        let judgement = judge(&target, year(), &evidence, date(2025, 6, 1));
        prop_assert_eq!(judgement.outlook == Outlook::Reached, value >= goal);
        prop_assert_eq!(judgement.exceeded, value > goal);
        // share = value × 100 / goal, to 20 places at least.
        let share = judgement.share.unwrap();
        let product = i128::from(value) * 100;
        let floor = product / i128::from(goal);
        prop_assert_eq!(share.trunc(), Decimal::from_i128_with_scale(floor, 0));
        let back = share * Decimal::from(goal) - Decimal::from_i128_with_scale(product, 0);
        prop_assert!(back.abs() < Decimal::new(1, 12), "{}", back);
    }

    /// Never reached without evidence, whatever the words and the day.
    #[test]
    fn never_reached_without_evidence(text in "\\PC{0,60}", days in 0_i32..900) {
        let target = target(&text);
        let as_of = date(2023, 6, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let nothing = Evidence::Nothing(said("chưa", "none"));
        prop_assert_eq!(judge(&target, year(), &nothing, as_of).outlook, Outlook::NoEvidence);
        let unproved = Evidence::Narrative { reached: true, documents: 0 };
        prop_assert_eq!(judge(&target, year(), &unproved, as_of).outlook, Outlook::NoEvidence);
    }

    /// Reading any words at all ends, and keeps them.
    #[test]
    fn any_words_can_be_read(text in "\\PC{0,200}") {
        prop_assert_eq!(promise(&text, None, 2024).text, text);
    }
}
