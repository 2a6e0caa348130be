//! How an indicator stands on a day: whether its figures are in once their data has closed, and whether the year will
//! meet its plan.
//!
//! Nothing is said of one that has no way to be better, so that figures merely read out of a report warn of nothing. The
//! gravest of what is found tells the level; all of it is told.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Level;
use crate::calendar::WorkCalendar;
use crate::exact::Fraction;
use crate::indicator::forecast::{Forecast, Method};
use crate::indicator::ledger::Reading;
use crate::indicator::{Better, Terms};
use crate::reporting_period::{ReportingPeriod, WindowRule};
use crate::said::{Said, amount, day, said};

/// Months of the year from which a forecast tells enough to warn of it.
const FORECAST_FROM: usize = 3;

/// Months from which any shortfall of a forecast warns; before, one of more than [`ALLOWANCE`].
const NEAR_YEAR_END: usize = 9;

/// Hundredths of the plan by which a forecast may fall short early in the year.
const ALLOWANCE: i64 = 5;

/// Most periods named in a reason; the rest follow from the page.
const NAMED: usize = 3;

/// A period whose figure is not there, and the last day it was to be entered on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The period.
    pub period: ReportingPeriod,
    /// Hạn nhập số liệu.
    pub due: Date,
}

/// What is known of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearOf {
    /// The year.
    pub year: i16,
    /// Kế hoạch cả năm.
    pub plan: Option<Decimal>,
    /// Thực hiện cả năm.
    pub actual: Option<Decimal>,
    /// Ước thực hiện cả năm.
    pub estimate: Option<Decimal>,
    /// What it will end at.
    pub forecast: Option<Forecast>,
}

impl YearOf {
    /// From what holds of a year.
    pub fn new(year: i16, reading: &Reading) -> Self {
        Self {
            year,
            plan: reading.plan.as_ref().map(|point| point.value),
            actual: reading.actual.as_ref().map(|point| point.value),
            estimate: reading.estimate.as_ref().map(|point| point.value),
            forecast: reading.forecast.clone(),
        }
    }
}

/// When the figures of an agency are due (Nghị định 09/2019/NĐ-CP, unless it set its own days).
#[derive(Clone, Copy, Debug)]
pub struct Windows<'a> {
    /// From which day of the month data is taken.
    pub rule: WindowRule,
    /// Its working days.
    pub calendar: &'a WorkCalendar,
    /// Working days from the end of the data to when it is to be entered.
    pub working_days: u16,
}

impl Windows<'_> {
    fn due(&self, period: ReportingPeriod) -> Date {
        period.due_on(self.rule, self.calendar, self.working_days)
    }
}

/// The periods whose figures are overdue on a day, the earliest first: the last whose data had to be in by then, and the
/// gaps before it since the first figure of its year. What is worked out by a formula owes nothing itself.
pub fn owed(terms: &Terms, windows: &Windows<'_>, today: Date, has: impl Fn(&ReportingPeriod) -> bool) -> Vec<Owed> {
    let closed = ReportingPeriod::of_day(terms.frequency, today, windows.rule).map(|current| current.previous());
    let Some(closed) = closed.filter(|_| terms.formula.is_none()) else { return Vec::new() };
    let last = if windows.due(closed) < today { closed } else { closed.previous() };
    let of_year = |period: &ReportingPeriod| period.of_year() == last.of_year();
    let back = std::iter::successors(Some(last), |period| Some(period.previous())).take_while(of_year);
    let mut periods: Vec<(ReportingPeriod, bool)> = back.map(|period| (period, has(&period))).collect();
    // From the last on, back to the first that is there.
    let begun = periods.iter().rposition(|(_, has)| *has).map_or(1, |first| first + 1);
    periods.truncate(begun);
    periods.reverse();
    let missing = periods.into_iter().filter(|(period, has)| !has && terms.is_in_use(period));
    missing.map(|(period, _)| Owed { period, due: windows.due(period) }).collect()
}

/// How an indicator stands by the figures it owes and by its years, the earlier first; with why.
pub fn indicator_level(better: Better, unit: Option<&str>, owed: &[Owed], years: &[YearOf]) -> (Level, Vec<Said>) {
    let judged = years.iter().filter_map(|year| plan_level(better, unit, year));
    let mut found: Vec<(Level, Said)> = judged.chain(owed_level(owed)).collect();
    // The gravest first; what is as grave stays in its order.
    found.sort_by_key(|(level, _)| std::cmp::Reverse(level.weight()));
    match found.first() {
        Some((level, _)) => (*level, found.into_iter().map(|(_, why)| why).collect()),
        None => (Level::Fine, vec![said("Số liệu đủ, theo kế hoạch", "Figures are in, on course")]),
    }
}

/// The figures not there, the earliest first; `None` without any.
fn owed_level(owed: &[Owed]) -> Option<(Level, Said)> {
    owed.first()?;
    let name = |one: &Owed| {
        (
            format!("{} (hạn nhập {})", one.period.label(), day(one.due)),
            format!("{} (due {})", one.period.label_en(), day(one.due)),
        )
    };
    let (vi, en): (Vec<String>, Vec<String>) = owed.iter().take(NAMED).map(name).unzip();
    let rest = owed.len().saturating_sub(NAMED);
    let (rest_vi, rest_en) = match rest {
        0 => (String::new(), String::new()),
        rest => (format!(" và {rest} kỳ sau đó"), format!(" and {rest} later periods")),
    };
    Some((
        Level::Unknown,
        said(
            format!("Chưa có số liệu {}{rest_vi}", vi.join(", ")),
            format!("No figure for {}{rest_en}", en.join(", ")),
        ),
    ))
}

/// How a year stands against its plan; `None` where it meets it, or nothing tells.
fn plan_level(better: Better, unit: Option<&str>, year: &YearOf) -> Option<(Level, Said)> {
    let plan = year.plan?;
    let short = |value: Decimal| is_short(better, value.into(), plan.into(), 0);
    let told = |value: Decimal| (amount(value, unit), amount(plan, unit));
    let of = year.year;
    if let Some(actual) = year.actual {
        let (is, planned) = told(actual);
        let why = said(
            format!("Thực hiện năm {of} là {is}, kế hoạch {planned}"),
            format!("Actual of {of} is {is}, plan {planned}"),
        );
        return short(actual).then_some((Level::Missed, why));
    }
    if let Some(estimate) = year.estimate {
        let (is, planned) = told(estimate);
        let why = said(
            format!("Ước năm {of} là {is}, kế hoạch {planned}"),
            format!("Estimate of {of} is {is}, plan {planned}"),
        );
        return short(estimate).then_some((Level::AtRisk, why));
    }
    let forecast = year.forecast.as_ref()?;
    let allowance = if forecast.months >= NEAR_YEAR_END { 0 } else { ALLOWANCE };
    // A stock is what it is; only a pace needs some months to be told.
    let told_enough = forecast.months >= FORECAST_FROM || forecast.method == Method::Held;
    if !told_enough || !is_short(better, forecast.value, plan.into(), allowance) {
        return None;
    }
    let (is, planned) = told(forecast.value.rounded(2).ok()?);
    let (vi, en) = forecast.method.words();
    Some((
        Level::AtRisk,
        said(
            format!("Dự báo hết năm {of} {is} ({vi}), kế hoạch {planned}"),
            format!("Forecast for {of} is {is} ({en}), plan {planned}"),
        ),
    ))
}

/// Whether a value is on the wrong side of a plan by more than so many hundredths of it.
fn is_short(better: Better, value: Fraction, plan: Fraction, allowance: i64) -> bool {
    let shortfall = match better {
        Better::Higher => plan.minus(value),
        Better::Lower => value.minus(plan),
        Better::Neither => return false,
    };
    let amount = if plan.is_negative() { plan.negated() } else { plan };
    let allowed = amount.times(Fraction::from(Decimal::new(allowance, 2)));
    // What outgrows exact working is told of nobody.
    shortfall.and_then(|shortfall| shortfall.minus(allowed?)).is_ok_and(|over| !over.is_negative() && !over.is_zero())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::holiday::{self, YearlyChoices};
    use crate::reporting_period::PeriodKind;

    fn forecast(value: &str, method: Method, months: usize) -> Forecast {
        Forecast { value: value.parse::<Decimal>().unwrap().into(), method, months, how: String::new() }
    }

    fn year(plan: &str, change: impl FnOnce(&mut YearOf)) -> YearOf {
        let mut year = YearOf { year: 2026, plan: plan.parse().ok(), ..YearOf::default() };
        change(&mut year);
        year
    }

    fn told(better: Better, owed: &[Owed], years: &[YearOf]) -> String {
        let (level, why) = indicator_level(better, Some("triệu USD"), owed, years);
        let why: Vec<String> = why.into_iter().map(|said| said.vi).collect();
        format!("{}: {}", level.code(), why.join("; "))
    }

    #[test]
    fn a_year_is_held_against_its_plan() {
        use Better::{Higher, Lower, Neither};
        let pace =
            |value: &str, months| year("1200", |year| year.forecast = Some(forecast(value, Method::RunRate, months)));
        let fine = "fine: Số liệu đủ, theo kế hoạch";
        assert_eq!(told(Higher, &[], &[pace("1139", 2)]), fine, "two months tell little");
        assert_eq!(told(Higher, &[], &[pace("1140", 3)]), fine, "five hundredths are allowed");
        let short = "at_risk: Dự báo hết năm 2026 1.139 triệu USD (theo bình quân tháng), kế hoạch 1.200 triệu USD";
        assert_eq!(told(Higher, &[], &[pace("1139", 3)]), short);
        assert_eq!(told(Higher, &[], &[pace("1199", 8)]), fine);
        assert!(told(Higher, &[], &[pace("1199", 9)]).starts_with("at_risk"));
        assert_eq!(told(Lower, &[], &[pace("1139", 9)]), fine);
        assert!(told(Lower, &[], &[pace("1300", 3)]).starts_with("at_risk"));
        assert_eq!(told(Neither, &[], &[pace("1", 11)]), fine, "nothing is better");
        let stock = year("1200", |year| year.forecast = Some(forecast("1000", Method::Held, 1)));
        assert!(told(Higher, &[], &[stock]).starts_with("at_risk"));
        let estimated = year("5180", |year| year.estimate = Some(Decimal::from(4750)));
        let by_estimate = "at_risk: Ước năm 2026 là 4.750 triệu USD, kế hoạch 5.180 triệu USD";
        assert_eq!(told(Higher, &[], &[estimated]), by_estimate);
        let ended = |value: i64| {
            year("1200", |year| {
                (year.actual, year.estimate) = (Some(Decimal::from(value)), Some(Decimal::from(1)));
            })
        };
        assert_eq!(
            told(Higher, &[], &[ended(1199)]),
            "missed: Thực hiện năm 2026 là 1.199 triệu USD, kế hoạch 1.200 triệu USD"
        );
        assert_eq!(told(Higher, &[], &[ended(1200)]), fine);
        assert_eq!(told(Higher, &[], &[year("", |year| year.actual = Some(Decimal::ONE))]), fine, "no plan");
    }

    #[test]
    fn a_figure_is_owed_from_the_day_after_it_was_due() {
        use PeriodKind::{Month, Quarter, Week, Year};
        let choices = YearlyChoices { tet_days_before: Some(1), ..YearlyChoices::default() };
        let holidays = [2025, 2026].into_iter().flat_map(|year| holiday::statutory(year, choices));
        let calendar = WorkCalendar::new(holidays);
        let windows = Windows { rule: WindowRule::default(), calendar: &calendar, working_days: 1 };
        let owes = |frequency, today, there: &[&str]| {
            let terms = Terms { frequency, ..Terms::new("XK", "Kim ngạch xuất khẩu", None) };
            let has = |period: &ReportingPeriod| there.contains(&period.code().as_str());
            let owed = owed(&terms, &windows, today, has);
            let told = |one: &Owed| format!("{} {}", one.period.code(), one.due.strftime("%d/%m"));
            owed.iter().map(told).collect::<Vec<_>>().join(", ")
        };
        // The data of October runs to the 14th, a Wednesday, and was to be entered on the 15th.
        assert_eq!(owes(Month, date(2026, 10, 15), &["202609"]), "");
        assert_eq!(owes(Month, date(2026, 10, 16), &["202609"]), "202610 15/10");
        assert_eq!(owes(Month, date(2026, 10, 16), &["202610"]), "");
        assert_eq!(owes(Month, date(2026, 10, 16), &[]), "202610 15/10", "nothing before the first figure is owed");
        assert_eq!(owes(Month, date(2026, 10, 16), &["202607", "202609"]), "202608 17/08, 202610 15/10");
        // The days of Tết pass before the data of February is due, as does the weekend after the 14th of a month.
        assert_eq!(owes(Month, date(2026, 2, 20), &["202601"]), "");
        assert_eq!(owes(Month, date(2026, 2, 27), &["202601"]), "202602 23/02");
        assert_eq!(owes(Quarter, date(2026, 9, 20), &["2026Q2"]), "2026Q3 15/09");
        assert_eq!(owes(Year, date(2026, 12, 1), &["2024"]), "2025 15/12");
        assert_eq!(owes(Week, date(2026, 10, 14), &["2026W40"]), "2026W41 12/10");
        assert_eq!(owes(PeriodKind::Term, date(2026, 10, 14), &[]), "", "no day tells a term");
    }

    #[test]
    fn what_is_worked_out_or_no_longer_in_use_owes_nothing() {
        let calendar = WorkCalendar::new([]);
        let windows = Windows { rule: WindowRule::default(), calendar: &calendar, working_days: 1 };
        let count = |change: fn(&mut Terms)| {
            let mut terms = Terms { frequency: PeriodKind::Month, ..Terms::new("A", "A", None) };
            change(&mut terms);
            owed(&terms, &windows, date(2026, 10, 20), |_| false).len()
        };
        assert_eq!(count(|_| ()), 1);
        assert_eq!(count(|terms| terms.formula = Some("B + C".to_owned())), 0);
        assert_eq!(count(|terms| terms.validity.to = Some(date(2026, 9, 1))), 0);
    }

    #[test]
    fn figures_owed_are_named_and_the_gravest_tells_the_level() {
        let owed = |month| Owed { period: ReportingPeriod::month(2026, month).unwrap(), due: date(2026, month, 15) };
        let some: Vec<Owed> = (4..=8).map(owed).collect();
        assert_eq!(
            told(Better::Neither, &some, &[]),
            "unknown: Chưa có số liệu tháng 4/2026 (hạn nhập 15/04/2026), tháng 5/2026 (hạn nhập 15/05/2026), \
             tháng 6/2026 (hạn nhập 15/06/2026) và 2 kỳ sau đó"
        );
        let risky = year("1200", |year| year.estimate = Some(Decimal::from(1100)));
        assert_eq!(
            told(Better::Higher, &some[..1], &[risky]),
            "at_risk: Ước năm 2026 là 1.100 triệu USD, kế hoạch 1.200 triệu USD; \
             Chưa có số liệu tháng 4/2026 (hạn nhập 15/04/2026)"
        );
    }

    proptest! {
        /// A final value misses its plan exactly when it is on the wrong side of it; what is better never warns more.
        #[test]
        fn a_final_value_is_judged_by_its_side(plan in -1_000_000_i64..1_000_000, value in -1_000_000_i64..1_000_000) {
            let ended = |value: i64| {
                year("0", |year| (year.plan, year.actual) = (Some(Decimal::new(plan, 2)), Some(Decimal::new(value, 2))))
            };
            let level = |better, value| indicator_level(better, None, &[], &[ended(value)]).0;
            prop_assert_eq!(level(Better::Higher, value) == Level::Missed, value < plan);
            prop_assert_eq!(level(Better::Lower, value) == Level::Missed, value > plan);
            prop_assert_eq!(level(Better::Neither, value), Level::Fine);
        }

        /// A better forecast never stands worse.
        #[test]
        fn a_better_forecast_never_stands_worse(
            plan in 1_i64..1_000_000, one in 0_i64..1_000_000, more in 0_i64..1_000_000, months in 1_usize..12,
        ) {
            let at = |value: i64| {
                let forecast = forecast(&Decimal::new(value, 1).to_string(), Method::RunRate, months);
                year("0", |year| (year.plan, year.forecast) = (Some(Decimal::new(plan, 1)), Some(forecast)))
            };
            let weight = |better, value| indicator_level(better, None, &[], &[at(value)]).0.weight();
            prop_assert!(weight(Better::Higher, one + more) <= weight(Better::Higher, one));
            prop_assert!(weight(Better::Lower, one + more) >= weight(Better::Lower, one));
        }
    }
}
