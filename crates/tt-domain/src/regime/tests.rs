//! Which reports are owed when.

use jiff::civil::date;

use super::*;

fn terms(frequency: Frequency) -> RegimeTerms {
    RegimeTerms {
        name: "Báo cáo công tác".to_owned(),
        name_en: String::new(),
        frequency,
        years: Some((2021, 2025)),
        opens_on: 15,
        days: 5,
        parts_days: 2,
        opens_days: 6,
        reports_to: "Ủy ban nhân dân tỉnh".to_owned(),
        lead: None,
        divisions: Vec::new(),
        series: "BC".to_owned(),
        template: String::new(),
        tables: Vec::new(),
        key_tasks: false,
        active: true,
        since: date(2026, 1, 1),
    }
}

fn codes(periods: &[ReportingPeriod]) -> Vec<String> {
    periods.iter().map(ReportingPeriod::code).collect()
}

#[test]
fn a_monthly_report_is_opened_before_it_is_due() {
    let (monthly, calendar) = (terms(Frequency::Month), WorkCalendar::default());
    let january = ReportingPeriod::Month { year: 2026, month: 1 };
    // Data from 15 December to 14 January, a Wednesday; five working days later is Wednesday the 21st.
    assert_eq!(monthly.window(january), (date(2025, 12, 15), date(2026, 1, 14)));
    let due = monthly.due(january, &calendar);
    assert_eq!(due, date(2026, 1, 21));
    assert_eq!(monthly.parts_due(due, &calendar), date(2026, 1, 19));
    assert_eq!(monthly.opened_on(due, &calendar), date(2026, 1, 13));
    assert_eq!(codes(&monthly.owed(date(2026, 1, 12), &calendar)), Vec::<String>::new());
    assert_eq!(codes(&monthly.owed(date(2026, 1, 13), &calendar)), ["202601"]);
    assert_eq!(codes(&monthly.owed(date(2026, 3, 1), &calendar)), ["202601", "202602"], "what was missed is owed too");
}

#[test]
fn each_frequency_has_its_periods() {
    let of_2026 = |frequency| codes(&terms(frequency).of_year(2026));
    assert_eq!(of_2026(Frequency::Month).len(), 12);
    assert_eq!(of_2026(Frequency::Week).len(), 53);
    assert_eq!(of_2026(Frequency::Quarter), ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]);
    assert_eq!(of_2026(Frequency::Half), ["2026H1"]);
    assert_eq!(of_2026(Frequency::NineMonths), ["20269M"]);
    assert_eq!(of_2026(Frequency::Year), ["2026"]);
    assert_eq!(of_2026(Frequency::Term), Vec::<String>::new());
    assert_eq!(of_2026(Frequency::OnDemand), Vec::<String>::new());
    let term = RegimeTerms { since: date(2025, 1, 1), ..terms(Frequency::Term) };
    assert_eq!(codes(&term.of_year(2025)), ["2021-2025"]);
}

#[test]
fn a_half_year_after_its_window_is_next_years() {
    let half = terms(Frequency::Half);
    assert_eq!(half.first_period(date(2026, 6, 14)).unwrap().code(), "2026H1");
    assert_eq!(half.first_period(date(2026, 6, 15)).unwrap().code(), "2027H1");
    assert_eq!(terms(Frequency::NineMonths).first_period(date(2026, 12, 1)).unwrap().code(), "20279M");
}

#[test]
fn faults_of_terms_are_told() {
    let monthly = terms(Frequency::Month);
    assert_eq!(monthly.check(), Ok(()));
    assert_eq!(RegimeTerms { name: " ".into(), ..monthly.clone() }.check(), Err(Fault::NameMissing));
    assert_eq!(RegimeTerms { opens_on: 29, ..monthly.clone() }.check(), Err(Fault::OpensOn));
    assert_eq!(RegimeTerms { series: "B C".into(), ..monthly.clone() }.check(), Err(Fault::Series));
    assert_eq!(RegimeTerms { parts_days: 9, ..monthly.clone() }.check(), Err(Fault::PartsBeforeOpening));
    assert_eq!(RegimeTerms { key_tasks: true, ..monthly }.check(), Err(Fault::KeyTasks));
    assert_eq!(RegimeTerms { years: None, ..terms(Frequency::Term) }.check(), Err(Fault::Years));
}
