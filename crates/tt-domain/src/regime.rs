//! Regimes of reporting (chế độ báo cáo): what is reported, how often, by when, and which reports are owed on a day.
//!
//! Sources: Nghị định 09/2019/NĐ-CP, Articles 8 (contents of a regime) and 12 (data windows of periodic reports); the
//! days themselves are settings of a regime.

use jiff::civil::Date;

use crate::calendar::WorkCalendar;
use crate::id::{AgencyId, DivisionId, RegimeId};
use crate::reporting_period::{PeriodKind, ReportingPeriod, WindowRule};
use crate::task::coded;

#[cfg(test)]
mod tests;

coded! {
    /// How often a report is made (tần suất báo cáo).
    Frequency {
        /// Hằng tuần.
        Week = "week",
        /// Hằng tháng.
        Month = "month",
        /// Hằng quý.
        Quarter = "quarter",
        /// 6 tháng đầu năm; what the whole year has its own report for needs none for its second half.
        Half = "half",
        /// 9 tháng đầu năm.
        NineMonths = "nine_months",
        /// Hằng năm.
        Year = "year",
        /// Nhiệm kỳ, giai đoạn: once, for the years named.
        Term = "term",
        /// Đột xuất: opened by hand.
        OnDemand = "on_demand",
    }
}

/// A regime of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regime {
    /// Identity.
    pub id: RegimeId,
    /// Whose reports it is about.
    pub agency: AgencyId,
    /// What it says.
    pub terms: RegimeTerms,
}

/// What a regime says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegimeTerms {
    /// Name of the report: `Báo cáo công tác tháng`.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// How often.
    pub frequency: Frequency,
    /// First and last year of a term.
    pub years: Option<(i16, i16)>,
    /// Day of the month on which the data window opens, 1 to 28.
    pub opens_on: i8,
    /// Working days after the window closes by which it is due.
    pub days: u16,
    /// Working days before that by which divisions hand in their parts.
    pub parts_days: u16,
    /// Working days before it is due on which it is opened.
    pub opens_days: u16,
    /// Whom it goes to, as addressed.
    pub reports_to: String,
    /// Division that draws it up; `None` for the planning officer.
    pub lead: Option<DivisionId>,
    /// Divisions asked for a part.
    pub divisions: Vec<DivisionId>,
    /// Series its number is taken from, which is also the kind in its symbol: `BC`.
    pub series: String,
    /// Template it is composed by.
    pub template: String,
    /// Tables it has, by name.
    pub tables: Vec<String>,
    /// It is the annual report of key tasks.
    pub key_tasks: bool,
    /// Whether the calendar opens reports by it.
    pub active: bool,
    /// First day from which reports are owed.
    pub since: Date,
}

/// What is wrong with a regime's terms; worded by the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Without a name.
    #[error("no name")]
    NameMissing,
    /// The data window opens on a day not every month has.
    #[error("not a day every month has")]
    OpensOn,
    /// A term without its years, or with years in the wrong order.
    #[error("no years")]
    Years,
    /// No series of numbers, or one with blanks or signs in it.
    #[error("no series")]
    Series,
    /// Parts are due before they are asked for.
    #[error("parts due before asked for")]
    PartsBeforeOpening,
    /// The report of key tasks is an annual one.
    #[error("key tasks are reported on for a year")]
    KeyTasks,
}

impl RegimeTerms {
    /// What is wrong with it, if anything.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), Fault> {
        let holds = |fits: bool, fault: Fault| if fits { Ok(()) } else { Err(fault) };
        holds(!self.name.trim().is_empty(), Fault::NameMissing)?;
        holds(WindowRule::opening_on(self.opens_on).is_some(), Fault::OpensOn)?;
        let years = self.years.is_some_and(|(from, to)| (1900..=2200).contains(&from) && from < to && to <= 2200);
        holds(self.frequency != Frequency::Term || years, Fault::Years)?;
        let series = !self.series.is_empty() && self.series.chars().all(char::is_alphanumeric);
        holds(series, Fault::Series)?;
        holds(self.parts_days <= self.opens_days, Fault::PartsBeforeOpening)?;
        holds(!self.key_tasks || self.frequency == Frequency::Year, Fault::KeyTasks)
    }

    /// The rule of its data window.
    pub fn rule(&self) -> WindowRule {
        WindowRule::opening_on(self.opens_on).unwrap_or_default()
    }

    /// Whether it reports on such a period.
    pub fn reports_on(&self, period: ReportingPeriod) -> bool {
        match self.frequency {
            Frequency::OnDemand => true,
            Frequency::Term => self.years.and_then(|(from, to)| ReportingPeriod::term(from, to)) == Some(period),
            Frequency::Half => matches!(period, ReportingPeriod::FirstHalf { .. }),
            Frequency::NineMonths => matches!(period, ReportingPeriod::FirstMonths { months: 9, .. }),
            Frequency::Week => period.kind() == PeriodKind::Week,
            Frequency::Month => period.kind() == PeriodKind::Month,
            Frequency::Quarter => period.kind() == PeriodKind::Quarter,
            Frequency::Year => period.kind() == PeriodKind::Year,
        }
    }

    /// The first period whose data window closes on that day or later.
    pub fn first_period(&self, day: Date) -> Option<ReportingPeriod> {
        let of_day = |kind| ReportingPeriod::of_day(kind, day, self.rule());
        let open = |period: ReportingPeriod| if self.window(period).1 >= day { period } else { period.next() };
        match self.frequency {
            Frequency::Week => of_day(PeriodKind::Week),
            Frequency::Month => of_day(PeriodKind::Month),
            Frequency::Quarter => of_day(PeriodKind::Quarter),
            Frequency::Year => of_day(PeriodKind::Year),
            Frequency::Half => Some(ReportingPeriod::FirstHalf { year: day.year() }).map(|half| match open(half) {
                ReportingPeriod::FirstHalf { year } => ReportingPeriod::FirstHalf { year },
                other => ReportingPeriod::FirstHalf { year: other.of_year().saturating_add(1) },
            }),
            Frequency::NineMonths => ReportingPeriod::first_months(day.year(), 9).map(open),
            Frequency::Term => {
                let (from, to) = self.years?;
                ReportingPeriod::term(from, to).filter(|&term| self.window(term).1 >= day)
            }
            Frequency::OnDemand => None,
        }
    }

    /// The period after one of its periods.
    pub fn following(&self, period: ReportingPeriod) -> Option<ReportingPeriod> {
        match self.frequency {
            Frequency::Term | Frequency::OnDemand => None,
            Frequency::Half => Some(ReportingPeriod::FirstHalf { year: period.of_year().saturating_add(1) }),
            _ => Some(period.next()),
        }
    }

    /// First and last day of the data taken for a period.
    pub fn window(&self, period: ReportingPeriod) -> (Date, Date) {
        period.window_by(self.rule())
    }

    /// The day the report of a period is due; the day itself is in time.
    pub fn due(&self, period: ReportingPeriod, calendar: &WorkCalendar) -> Date {
        period.due_on(self.rule(), calendar, self.days)
    }

    /// The day by which divisions hand in.
    pub fn parts_due(&self, due: Date, calendar: &WorkCalendar) -> Date {
        calendar.add_working_days(due, -i32::from(self.parts_days))
    }

    /// The day the report is opened.
    pub fn opened_on(&self, due: Date, calendar: &WorkCalendar) -> Date {
        calendar.add_working_days(due, -i32::from(self.opens_days))
    }

    /// Periods whose report should be open by a day: those not closed before the regime began, the oldest first.
    pub fn owed(&self, today: Date, calendar: &WorkCalendar) -> Vec<ReportingPeriod> {
        /// A week's report over twenty years.
        const MOST: usize = 1_040;
        let mut next = self.first_period(self.since);
        let mut owed = Vec::new();
        while let Some(period) = next {
            if self.opened_on(self.due(period, calendar), calendar) > today || owed.len() == MOST {
                break;
            }
            owed.push(period);
            next = self.following(period).filter(|&later| later != period);
        }
        owed
    }

    /// Its periods that belong to a year, in order.
    pub fn of_year(&self, year: i16) -> Vec<ReportingPeriod> {
        let Ok(start) = Date::new(year.saturating_sub(1), 12, 1) else { return Vec::new() };
        let mut next = self.first_period(start.max(self.since));
        let mut found = Vec::new();
        while let Some(period) = next {
            if period.of_year() > year {
                break;
            }
            if period.of_year() == year {
                found.push(period);
            }
            next = self.following(period).filter(|&later| later != period);
        }
        found
    }
}
