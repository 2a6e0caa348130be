//! Periods: codes and names read back, windows after the decree, neighbours, and deadlines over holidays.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::calendar::SpecialDay;

fn any_period() -> impl Strategy<Value = ReportingPeriod> {
    (0_u8..8, 1990_i16..2079, 1_i8..=12, 1_i16..20).prop_map(|(which, year, number, more)| match which {
        0 => ReportingPeriod::Week { year, week: number },
        1 => ReportingPeriod::Month { year, month: number },
        2 => ReportingPeriod::Quarter { year, quarter: (number - 1) / 3 + 1 },
        3 => ReportingPeriod::FirstHalf { year },
        4 => ReportingPeriod::SecondHalf { year },
        5 => ReportingPeriod::first_months(year, number).unwrap(),
        6 => ReportingPeriod::Year { year },
        _ => ReportingPeriod::Term { from: year, to: year + more },
    })
}

proptest! {
    #[test]
    fn codes_and_names_are_read_back(period in any_period()) {
        prop_assert_eq!(ReportingPeriod::parse(&period.code()), Some(period));
        if period.kind() != PeriodKind::Week {
            prop_assert_eq!(ReportingPeriod::read(&period.label()), Some(period), "{}", period.label());
        }
    }

    #[test]
    fn neighbours_touch_and_come_back(period in any_period()) {
        if period.kind() != PeriodKind::FirstMonths {
            let (first, _) = period.window();
            prop_assert_eq!(period.previous().window().1.tomorrow().unwrap(), first);
            prop_assert_eq!(period.previous().next(), period);
        }
        prop_assert!(period.previous() < period);
        prop_assert!(period.same_last_year() < period);
    }

    #[test]
    fn months_fill_the_window_without_gap(period in any_period(), day in 1_i8..=28) {
        let rule = WindowRule::opening_on(day).unwrap();
        let parts = period.parts();
        prop_assert_eq!(parts.first().unwrap().window_by(rule).0, period.window_by(rule).0);
        prop_assert_eq!(parts.last().unwrap().window_by(rule).1, period.window_by(rule).1);
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].window_by(rule).1.tomorrow().unwrap(), pair[1].window_by(rule).0);
        }
    }

    #[test]
    fn a_day_lies_in_the_period_it_names(offset in 0_i32..40_000, day in 1_i8..=28) {
        let on = days_after(date(1990, 1, 1), offset);
        let rule = WindowRule::opening_on(day).unwrap();
        for kind in [PeriodKind::Week, PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year] {
            let (first, last) = ReportingPeriod::of_day(kind, on, rule).unwrap().window_by(rule);
            prop_assert!(first <= on && on <= last, "{on} {kind:?}");
        }
    }
}

#[test]
fn windows_are_those_of_the_decree() {
    let window = |code: &str| {
        let (first, last) = ReportingPeriod::parse(code).unwrap().window();
        format!("{}–{}", first.strftime("%d/%m/%Y"), last.strftime("%d/%m/%Y"))
    };
    assert_eq!(window("201904"), "15/03/2019–14/04/2019");
    assert_eq!(window("201901"), "15/12/2018–14/01/2019");
    assert_eq!(window("2019Q2"), "15/03/2019–14/06/2019");
    assert_eq!(window("2019H1"), "15/12/2018–14/06/2019");
    assert_eq!(window("2019H2"), "15/06/2019–14/12/2019");
    assert_eq!(window("20199M"), "15/12/2018–14/09/2019");
    assert_eq!(window("2019"), "15/12/2018–14/12/2019");
    assert_eq!(window("2019W01"), "31/12/2018–06/01/2019");
}

#[test]
fn names_are_those_of_reports() {
    let label = |code: &str| ReportingPeriod::parse(code).unwrap().label();
    assert_eq!(label("201904"), "tháng 4/2019");
    assert_eq!(label("2019Q1"), "quý I/2019");
    assert_eq!(label("2019H1"), "6 tháng đầu năm 2019");
    assert_eq!(label("20199M"), "9 tháng năm 2019");
    assert_eq!(label("2018-2030"), "giai đoạn 2018-2030");
    assert_eq!(ReportingPeriod::read("NĂM 2020"), Some(ReportingPeriod::year(2020)));
    assert_eq!(ReportingPeriod::read("giai đoạn 2018 - 2030"), ReportingPeriod::term(2018, 2030));
    assert_eq!(ReportingPeriod::read("4/2019"), ReportingPeriod::month(2019, 4));
}

#[test]
fn what_is_no_period_is_not_read() {
    for text in ["", "201913", "2019Q5", "2019H3", "20196M", "20190", "2019W54", "2018-2018", "2019-2018", "năm nay"] {
        assert_eq!(ReportingPeriod::parse(text), None, "{text}");
    }
    for text in ["tháng 4", "quý I", "đầu năm", "tháng 4/2019 và sau đó"] {
        assert_eq!(ReportingPeriod::read(text), None, "{text}");
    }
}

#[test]
fn a_period_is_taken_apart_and_counted_from_the_new_year() {
    let year = ReportingPeriod::year(2019);
    assert_eq!(year.parts().len(), 12);
    let codes = |kind| year.parts_of(kind).iter().map(ReportingPeriod::code).collect::<Vec<_>>().join(" ");
    assert_eq!(codes(PeriodKind::Quarter), "2019Q1 2019Q2 2019Q3 2019Q4");
    assert_eq!(codes(PeriodKind::Half), "2019H1 2019H2");
    let nine = ReportingPeriod::parse("20199M").unwrap();
    assert_eq!(nine.parts_of(PeriodKind::Half), []);
    assert_eq!(nine.parts_of(PeriodKind::Quarter).len(), 3);
    let to_date = |code: &str| ReportingPeriod::parse(code).unwrap().to_date().code();
    assert_eq!(
        ["201901", "201904", "2019Q2", "2019Q3", "201912"].map(to_date).join(" "),
        "201901 20194M 2019H1 20199M 2019"
    );
}

#[test]
fn deadlines_are_counted_in_working_days() {
    // 14/4/2019 is a Sunday; the Monday after it is a day off here.
    let calendar = WorkCalendar::new([SpecialDay::holiday(date(2019, 4, 15), "Giỗ Tổ Hùng Vương")]);
    let april = ReportingPeriod::parse("201904").unwrap();
    assert_eq!(april.due_on(WindowRule::default(), &calendar, 1), date(2019, 4, 16));
    // At least one working day lies between, whatever is asked for.
    assert_eq!(april.due_on(WindowRule::default(), &calendar, 0), date(2019, 4, 16));
    assert_eq!(april.due_on(WindowRule::default(), &calendar, 5), date(2019, 4, 22));
}
