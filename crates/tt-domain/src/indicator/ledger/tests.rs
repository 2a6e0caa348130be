//! Readings: the last of a line, parts of a year, formulas over others, and what a report's percentages imply.

use jiff::Timestamp;

use super::*;
use crate::id::AgencyId;
use crate::indicator::Terms;

fn indicator(id: i64, code: &str, terms: impl FnOnce(&mut Terms)) -> Indicator {
    let mut new = Terms::new(code, code, Some("triệu USD".to_owned()));
    terms(&mut new);
    Indicator { id: IndicatorId(id), agency: AgencyId(1), terms: new, version: 0 }
}

fn stated(id: i64, of: i64, period: &str, kind: ObservationKind, value: &str) -> Observation {
    Observation {
        id: ObservationId(id),
        indicator: IndicatorId(of),
        period: period.to_owned(),
        reporting_period: ReportingPeriod::parse(period),
        kind,
        value: value.parse().unwrap(),
        value_max: None,
        withdrawn: false,
        report: None,
        document: None,
        note: None,
        recorded_by: None,
        recorded_at: Timestamp::UNIX_EPOCH,
        supersedes: None,
        approved: None,
    }
}

fn value(point: Option<&Point>) -> Option<String> {
    point.map(|point| point.value.to_string())
}

#[test]
fn the_last_of_a_line_holds_and_what_is_withdrawn_does_not() {
    let of = indicator(1, "XK", |_| {});
    let first = stated(1, 1, "2019", ObservationKind::Actual, "5");
    let second =
        Observation { supersedes: Some(ObservationId(1)), ..stated(2, 1, "2019", ObservationKind::Actual, "6") };
    let gone = Observation {
        supersedes: Some(ObservationId(2)),
        withdrawn: true,
        ..stated(3, 1, "2019", ObservationKind::Actual, "6")
    };
    let year = ReportingPeriod::year(2019);
    let reading = |observations| Ledger::new(vec![of.clone()], observations).reading(IndicatorId(1), &year);
    assert_eq!(value(reading(vec![first.clone(), second.clone()]).actual.as_ref()).as_deref(), Some("6"));
    assert_eq!(reading(vec![first, second, gone]).actual, None);
}

#[test]
fn a_year_is_put_together_only_from_all_its_months() {
    let of = indicator(1, "XK", |terms| {
        terms.frequency = PeriodKind::Month;
        terms.over_time = Aggregation::Sum;
    });
    let month = |number: i64| stated(number, 1, &format!("2019{number:02}"), ObservationKind::Actual, "10.5");
    let ledger = |count| Ledger::new(vec![of.clone()], (1..=count).map(month).collect());
    let year = ReportingPeriod::year(2019);
    let whole = ledger(12).reading(IndicatorId(1), &year);
    assert_eq!(value(whole.actual.as_ref()).as_deref(), Some("126"));
    assert_eq!(whole.forecast, None);
    let part = ledger(11).reading(IndicatorId(1), &year);
    assert_eq!(part.actual, None);
    assert_eq!(part.forecast.map(|forecast| forecast.how).as_deref(), Some("115,5 ÷ 11 tháng × 12"));
    let third = ledger(11).reading(IndicatorId(1), &ReportingPeriod::quarter(2019, 3).unwrap());
    assert_eq!(value(third.actual.as_ref()).as_deref(), Some("31.5"));
    assert_eq!(value(third.cumulative.as_ref()).as_deref(), Some("94.5"));
}

#[test]
fn a_formula_is_worked_out_over_what_holds() {
    let total = indicator(3, "TONG", |terms| terms.formula = Some("XK + NK".to_owned()));
    let share = indicator(4, "TT", |terms| {
        terms.formula = Some("XK / TONG * 100".to_owned());
        terms.decimals = Some(1);
    });
    let list = vec![indicator(1, "XK", |_| {}), indicator(2, "NK", |_| {}), total, share];
    let observations = vec![
        stated(1, 1, "2019", ObservationKind::Estimate, "2550"),
        stated(2, 2, "2019", ObservationKind::Estimate, "2200"),
        stated(3, 1, "2019", ObservationKind::Plan, "0"),
        stated(4, 2, "2019", ObservationKind::Plan, "0"),
    ];
    let ledger = Ledger::new(list, observations);
    let year = ReportingPeriod::year(2019);
    let reading = ledger.reading(IndicatorId(4), &year);
    assert_eq!(value(reading.estimate.as_ref()).as_deref(), Some("53.7"));
    assert_eq!(reading.plan, None);
    assert_eq!(reading.trouble, None);
    let missing = ledger.reading(IndicatorId(3), &ReportingPeriod::year(2020));
    assert_eq!(missing.trouble, Some(NoValue::Missing(vec!["NK".to_owned(), "XK".to_owned()])));
}

#[test]
fn a_printed_percentage_implies_a_plan_only_where_none_is_on_record() {
    let printed = Printed { figure: FigureId(9), against: Against::Plan, percent: "81".parse().unwrap() };
    let list = vec![indicator(1, "XK", |_| {})];
    let estimate = stated(1, 1, "2019", ObservationKind::Estimate, "2550");
    let year = ReportingPeriod::year(2019);
    let mut reading = Ledger::new(list.clone(), vec![estimate.clone()]).reading(IndicatorId(1), &year);
    reading.printed.push(printed.clone());
    let implied = reading.implied(Against::Plan).unwrap().unwrap();
    assert_eq!((derived::shown(implied.value, 0), implied.how), ("3.148".to_owned(), "2.550 ÷ 81%".to_owned()));
    let plan = stated(2, 1, "2019", ObservationKind::Plan, "3148");
    let mut known = Ledger::new(list, vec![estimate, plan]).reading(IndicatorId(1), &year);
    known.printed.push(printed);
    assert_eq!(known.implied(Against::Plan), None);
}
