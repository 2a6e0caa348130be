//! The calendar against days that were announced.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::holiday::{BesideNationalDay, YearlyChoices, statutory};
use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Tết and Giỗ Tổ as they were announced.
#[test]
fn lunar_days_are_the_announced_ones() {
    let known = [
        (2015, "2015-02-19", "2015-04-28"),
        (2016, "2016-02-08", "2016-04-16"),
        (2017, "2017-01-28", "2017-04-06"),
        (2018, "2018-02-16", "2018-04-25"),
        (2019, "2019-02-05", "2019-04-14"),
        (2020, "2020-01-25", "2020-04-02"),
        (2021, "2021-02-12", "2021-04-21"),
        (2022, "2022-02-01", "2022-04-10"),
        (2023, "2023-01-22", "2023-04-29"),
        (2024, "2024-02-10", "2024-04-18"),
        (2025, "2025-01-29", "2025-04-07"),
        (2026, "2026-02-17", "2026-04-26"),
        (2027, "2027-02-06", "2027-04-16"),
    ];
    for (year, tet, ancestors) in known {
        assert_eq!(lunar::new_year(year), Some(day(tet)), "Tết {year}");
        assert_eq!(lunar::solar(10, 3, year), Some(day(ancestors)), "Giỗ Tổ {year}");
    }
}

/// Years in which Vietnam's time puts Tết on another day than China's.
#[test]
fn tet_is_reckoned_in_vietnam_time() {
    let known = [(1968, "1968-01-29"), (1985, "1985-01-21"), (2007, "2007-02-17"), (2030, "2030-02-02")];
    for (year, tet) in known {
        assert_eq!(lunar::new_year(year), Some(day(tet)), "Tết {year}");
    }
}

#[test]
fn lunar_days_that_do_not_exist() {
    assert_eq!(lunar::solar(30, 12, 2024), None, "the twelfth month of Giáp Thìn has 29 days");
    assert_eq!(lunar::solar(29, 12, 2024), Some(date(2025, 1, 28)));
    for (d, m, y) in [(0, 1, 2020), (31, 1, 2020), (1, 0, 2020), (1, 13, 2020), (1, 1, 1799), (1, 1, 2200)] {
        assert_eq!(lunar::solar(d, m, y), None, "{d}/{m}/{y}");
    }
}

#[test]
fn tet_falls_between_20_january_and_21_february() {
    for year in lunar::YEARS {
        let tet = lunar::new_year(year).unwrap();
        assert!((date(year, 1, 20)..=date(year, 2, 21)).contains(&tet), "{tet}");
    }
}

/// All days off from Monday to Friday of years whose notices are known, made-up days aside.
#[test]
fn statutory_holidays_of_announced_years() {
    let choices = |beside, before| YearlyChoices { beside_national_day: beside, tet_days_before: before };
    let off = |year, choices| -> Vec<String> {
        statutory(year, choices)
            .iter()
            .filter(|d| !is_weekend(d.day))
            .map(|d| d.day.strftime("%d/%m").to_string())
            .collect()
    };
    // Tết Quý Mão: 20/1 to 26/1/2023; Giỗ Tổ, 30/4 and 1/5: 29/4 to 3/5; National Day: 1/9 to 4/9.
    assert_eq!(
        off(2023, choices(Some(BesideNationalDay::Before), Some(2))).join(" "),
        "02/01 20/01 23/01 24/01 25/01 26/01 01/05 02/05 03/05 01/09 04/09"
    );
    // 2022: 3/1; Tết Nhâm Dần 31/1 to 4/2 (one day before mùng 1); 11/4; 2/5 and 3/5; 1/9 and 2/9.
    assert_eq!(
        off(2022, choices(Some(BesideNationalDay::Before), Some(1))).join(" "),
        "03/01 31/01 01/02 02/02 03/02 04/02 11/04 02/05 03/05 01/09 02/09"
    );
    // 2019, under the code of 2012: one day at the National Day.
    assert_eq!(
        off(2019, choices(None, Some(1))).join(" "),
        "01/01 04/02 05/02 06/02 07/02 08/02 15/04 30/04 01/05 02/09"
    );
    // Not decided yet: only what the usual ways have in common.
    assert_eq!(off(2027, YearlyChoices::default()).join(" "), "01/01 08/02 09/02 10/02 16/04 30/04 03/05 02/09");
    assert_eq!(statutory(1700, YearlyChoices::default()), []);
}

/// The last days of 2018: Monday 31/12 off, Saturday 5/1/2019 worked for it.
fn new_year_2019() -> WorkCalendar {
    WorkCalendar::new([
        SpecialDay::holiday(date(2018, 12, 31), "Nghỉ hoán đổi"),
        SpecialDay::holiday(date(2019, 1, 1), "Tết Dương lịch"),
        SpecialDay::make_up(date(2019, 1, 5), "Làm bù ngày 31/12"),
    ])
}

#[test]
fn working_days_around_a_holiday() {
    let calendar = new_year_2019();
    let worked: Vec<i8> = (28..=31)
        .map(|d| date(2018, 12, d))
        .chain((1..=7).map(|d| date(2019, 1, d)))
        .filter(|d| calendar.is_working_day(*d))
        .map(Date::day)
        .collect();
    assert_eq!(worked, [28, 2, 3, 4, 5, 7]);
    assert_eq!(calendar.kind_of(date(2019, 1, 1)), DayKind::Holiday("Tết Dương lịch"));
    assert_eq!(calendar.kind_of(date(2019, 1, 5)), DayKind::MakeUp("Làm bù ngày 31/12"));
    assert_eq!(calendar.kind_of(date(2019, 1, 6)), DayKind::Weekend);
    assert_eq!(calendar.holidays().count(), 2);
    assert_eq!(calendar.make_up_days().count(), 1);
}

#[test]
fn days_are_added_without_the_first() {
    let calendar = new_year_2019();
    let cases = [
        ("2018-12-28", 1, "2019-01-02"),
        ("2018-12-28", 4, "2019-01-05"),
        ("2018-12-28", 5, "2019-01-07"),
        ("2018-12-30", 1, "2019-01-02"),
        ("2018-12-30", 0, "2018-12-30"),
        ("2019-01-07", -1, "2019-01-05"),
        ("2019-01-06", -1, "2019-01-05"),
        ("2019-01-02", -1, "2018-12-28"),
    ];
    for (from, days, to) in cases {
        assert_eq!(calendar.add_working_days(day(from), days), day(to), "{from} {days:+}");
    }
    assert_eq!(calendar.next_working_day(day("2018-12-28")), day("2019-01-02"));
    assert_eq!(calendar.previous_working_day(day("2019-01-02")), day("2018-12-28"));
    assert_eq!(calendar.on_or_after(day("2019-01-05")), day("2019-01-05"));
    assert_eq!(calendar.on_or_before(day("2019-01-01")), day("2018-12-28"));
}

#[test]
fn days_between_count_the_last_and_not_the_first() {
    let calendar = new_year_2019();
    let cases = [
        ("2018-12-28", "2018-12-28", 0),
        ("2018-12-28", "2019-01-01", 0),
        ("2018-12-28", "2019-01-02", 1),
        ("2018-12-28", "2019-01-07", 5),
        ("2019-01-07", "2018-12-28", -5),
        ("2019-01-02", "2018-12-28", -1),
    ];
    for (from, to, days) in cases {
        assert_eq!(calendar.working_days_between(day(from), day(to)), days, "{from} to {to}");
    }
}

#[test]
fn the_ends_of_time_are_reached_without_failing() {
    let calendar = WorkCalendar::default();
    assert_eq!(calendar.add_working_days(Date::MAX, 3), Date::MAX);
    assert_eq!(calendar.next_working_day(Date::MAX), Date::MAX);
    assert_eq!(calendar.add_working_days(Date::MIN, -3), Date::MIN);
    assert_eq!(calendar.working_days_between(Date::MAX, Date::MAX), 0);
    assert_eq!(calendar.working_days_between(date(9999, 12, 30), Date::MAX), 1);
}

proptest! {
    /// Counting by arithmetic is counting day by day.
    #[test]
    fn between_counts_each_day(start in 0..800_i32, length in 0..800_i32, special in prop::collection::vec((0..1600_i32, any::<bool>()), 0..40)) {
        let at = |offset| days_after(date(2018, 1, 1), offset);
        let calendar = WorkCalendar::new(special.iter().map(|(offset, off)| {
            if *off { SpecialDay::holiday(at(*offset), "") } else { SpecialDay::make_up(at(*offset), "") }
        }));
        let (from, to) = (at(start), at(start + length));
        let counted = (1..=length).filter(|d| calendar.is_working_day(at(start + d))).count();
        prop_assert_eq!(calendar.working_days_between(from, to), i32::try_from(counted).unwrap());
        let back = (0..length).filter(|d| calendar.is_working_day(at(start + d))).count();
        prop_assert_eq!(calendar.working_days_between(to, from), -i32::try_from(back).unwrap());
    }

    /// What is added is what is counted.
    #[test]
    fn added_days_are_counted_back(start in 0..800_i32, days in -60..60_i32) {
        let calendar = new_year_2019();
        let from = days_after(date(2018, 1, 1), start);
        prop_assert_eq!(calendar.working_days_between(from, calendar.add_working_days(from, days)), days);
    }
}
