//! Reporting periods (kỳ báo cáo): their codes, their names, and the days data is taken over (Nghị định 09/2019/NĐ-CP).
//!
//! A period is ordered by its calendar: first by the day it begins, then the shorter first. Its code is stable and is what
//! is stored and exchanged.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::calendar::{WorkCalendar, days_after};
use crate::task::coded;

mod text;

coded! {
    /// How long a period is, and so how often something is reported (tần suất).
    PeriodKind {
        /// Tuần.
        Week = "week",
        /// Tháng.
        Month = "month",
        /// Quý.
        Quarter = "quarter",
        /// 6 tháng.
        Half = "half",
        /// Lũy kế từ đầu năm: 9 tháng, 11 tháng.
        FirstMonths = "first_months",
        /// Năm.
        Year = "year",
        /// Giai đoạn, nhiệm kỳ.
        Term = "term",
    }
}

/// A stretch of the calendar that figures are reported for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportingPeriod {
    /// A week after ISO 8601, Monday to Sunday.
    Week {
        /// The year the week is counted in.
        year: i16,
        /// 1 to 53.
        week: i8,
    },
    /// Tháng.
    Month {
        /// Year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// Quý.
    Quarter {
        /// Year.
        year: i16,
        /// 1 to 4.
        quarter: i8,
    },
    /// 6 tháng đầu năm.
    FirstHalf {
        /// Year.
        year: i16,
    },
    /// 6 tháng cuối năm.
    SecondHalf {
        /// Year.
        year: i16,
    },
    /// So many months from the start of a year, where it is neither a quarter nor a half: 9 tháng, 11 tháng.
    FirstMonths {
        /// Year.
        year: i16,
        /// 2 to 11, but not 3 or 6.
        months: i8,
    },
    /// Năm.
    Year {
        /// Year.
        year: i16,
    },
    /// Giai đoạn: whole years, both counted.
    Term {
        /// First year.
        from: i16,
        /// Last year, after the first.
        to: i16,
    },
}

/// The day of a month on which the taking of data begins: 15 by Decree 09/2019, where a month's data runs from the 15th of
/// the month before to the 14th. With 1 it is the calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowRule {
    opens_on: i8,
}

impl Default for WindowRule {
    fn default() -> Self {
        Self { opens_on: 15 }
    }
}

impl WindowRule {
    /// Data taken by the calendar month.
    pub const CALENDAR: Self = Self { opens_on: 1 };

    /// Data taken from this day of the month on; `None` for a day that not every month has.
    pub fn opening_on(day: i8) -> Option<Self> {
        (1..=28).contains(&day).then_some(Self { opens_on: day })
    }

    fn first_day(self, year: i16, month: i8) -> Date {
        let first = first_of(year, month);
        if self.opens_on == 1 {
            return first;
        }
        let before = days_after(first, -1);
        first_of(before.year(), before.month()).with().day(self.opens_on).build().unwrap_or(first)
    }

    fn last_day(self, year: i16, month: i8) -> Date {
        let (next_year, next_month) = if month == 12 { (year.saturating_add(1), 1) } else { (year, month + 1) };
        days_after(self.first_day(next_year, next_month), -1)
    }
}

/// The first day of a month; the first day there is for a month no calendar has.
fn first_of(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::MIN)
}

impl ReportingPeriod {
    /// A year.
    pub fn year(year: i16) -> Self {
        Self::Year { year }
    }

    /// A month; `None` where the calendar has none such.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self::Month { year, month })
    }

    /// A quarter; `None` where the calendar has none such.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        (1..=4).contains(&quarter).then_some(Self::Quarter { year, quarter })
    }

    /// So many months from the start of a year, by the name they have: 3 are a quarter, 6 a half, 12 the year.
    pub fn first_months(year: i16, months: i8) -> Option<Self> {
        Some(match months {
            1 => Self::Month { year, month: 1 },
            3 => Self::Quarter { year, quarter: 1 },
            6 => Self::FirstHalf { year },
            12 => Self::Year { year },
            2..=11 => Self::FirstMonths { year, months },
            _ => return None,
        })
    }

    /// Whole years; one alone is a year.
    pub fn term(from: i16, to: i16) -> Option<Self> {
        match from.cmp(&to) {
            std::cmp::Ordering::Less => Some(Self::Term { from, to }),
            std::cmp::Ordering::Equal => Some(Self::Year { year: from }),
            std::cmp::Ordering::Greater => None,
        }
    }

    /// The period of that kind a day lies in by the rule; a week or term is not told by a day alone, the week is.
    pub fn of_day(kind: PeriodKind, day: Date, rule: WindowRule) -> Option<Self> {
        if kind == PeriodKind::Week {
            let iso = day.iso_week_date();
            return Some(Self::Week { year: iso.year(), week: iso.week() });
        }
        let later = rule.opens_on > 1 && day.day() >= rule.opens_on;
        let (year, month) = match (later, day.month()) {
            (true, 12) => (day.year().checked_add(1)?, 1),
            (true, month) => (day.year(), month + 1),
            (false, month) => (day.year(), month),
        };
        match kind {
            PeriodKind::Month => Self::month(year, month),
            PeriodKind::Quarter => Self::quarter(year, (month - 1) / 3 + 1),
            PeriodKind::Half => Some(if month <= 6 { Self::FirstHalf { year } } else { Self::SecondHalf { year } }),
            PeriodKind::FirstMonths => Self::first_months(year, month),
            PeriodKind::Year => Some(Self::Year { year }),
            PeriodKind::Week | PeriodKind::Term => None,
        }
    }

    /// How long it is.
    pub fn kind(&self) -> PeriodKind {
        match self {
            Self::Week { .. } => PeriodKind::Week,
            Self::Month { .. } => PeriodKind::Month,
            Self::Quarter { .. } => PeriodKind::Quarter,
            Self::FirstHalf { .. } | Self::SecondHalf { .. } => PeriodKind::Half,
            Self::FirstMonths { .. } => PeriodKind::FirstMonths,
            Self::Year { .. } => PeriodKind::Year,
            Self::Term { .. } => PeriodKind::Term,
        }
    }

    /// The year it belongs to; a term's last.
    pub fn of_year(&self) -> i16 {
        match *self {
            Self::Week { year, .. }
            | Self::Month { year, .. }
            | Self::Quarter { year, .. }
            | Self::FirstHalf { year }
            | Self::SecondHalf { year }
            | Self::FirstMonths { year, .. }
            | Self::Year { year } => year,
            Self::Term { to, .. } => to,
        }
    }

    /// First and last month, with their years; `None` for a week.
    pub fn months(&self) -> Option<((i16, i8), (i16, i8))> {
        Some(match *self {
            Self::Week { .. } => return None,
            Self::Month { year, month } => ((year, month), (year, month)),
            Self::Quarter { year, quarter } => ((year, quarter * 3 - 2), (year, quarter * 3)),
            Self::FirstHalf { year } => ((year, 1), (year, 6)),
            Self::SecondHalf { year } => ((year, 7), (year, 12)),
            Self::FirstMonths { year, months } => ((year, 1), (year, months)),
            Self::Year { year } => ((year, 1), (year, 12)),
            Self::Term { from, to } => ((from, 1), (to, 12)),
        })
    }

    /// The first and last day of the data taken for it, by the decree.
    pub fn window(&self) -> (Date, Date) {
        self.window_by(WindowRule::default())
    }

    /// The first and last day of the data taken for it, by a rule of one's own.
    pub fn window_by(&self, rule: WindowRule) -> (Date, Date) {
        match (*self, self.months()) {
            (Self::Week { year, week }, _) | (Self::Month { year, month: week }, None) => {
                let monday = ISOWeekDate::new(year, week, Weekday::Monday).map_or(Date::MIN, Date::from);
                (monday, days_after(monday, 6))
            }
            (_, Some((first, last))) => (rule.first_day(first.0, first.1), rule.last_day(last.0, last.1)),
            (_, None) => (Date::MIN, Date::MIN),
        }
    }

    /// The first and last day of the calendar.
    pub fn calendar_days(&self) -> (Date, Date) {
        self.window_by(WindowRule::CALENDAR)
    }

    /// The day a report of it is due: so many working days after the data closes, one at least (Article 8(5)).
    pub fn due_on(&self, rule: WindowRule, calendar: &WorkCalendar, working_days: u16) -> Date {
        calendar.add_working_days(self.window_by(rule).1, i32::from(working_days.max(1)))
    }

    /// Whether the data taken for it takes in that day.
    pub fn contains(&self, day: Date) -> bool {
        let (first, last) = self.window();
        (first..=last).contains(&day)
    }

    /// Whether another period lies within it, or is it.
    pub fn covers(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.calendar_days(), other.calendar_days());
        ours.0 <= theirs.0 && theirs.1 <= ours.1
    }

    /// The same period of the year before (cùng kỳ); a term of equal length just before it.
    #[must_use]
    pub fn same_last_year(&self) -> Self {
        match *self {
            Self::Week { year, week } => {
                let year = year.saturating_sub(1);
                // Not every year has a week 53.
                Self::Week { year, week: if ISOWeekDate::new(year, week, Weekday::Monday).is_ok() { week } else { 52 } }
            }
            Self::Term { .. } => self.previous(),
            other => other.in_year(self.of_year().saturating_sub(1)),
        }
    }

    /// The same period of another year; a term stays what it is.
    #[must_use]
    pub fn in_year(self, year: i16) -> Self {
        match self {
            Self::Week { week, .. } => Self::Week { year, week },
            Self::Month { month, .. } => Self::Month { year, month },
            Self::Quarter { quarter, .. } => Self::Quarter { year, quarter },
            Self::FirstHalf { .. } => Self::FirstHalf { year },
            Self::SecondHalf { .. } => Self::SecondHalf { year },
            Self::FirstMonths { months, .. } => Self::FirstMonths { year, months },
            Self::Year { .. } => Self::Year { year },
            Self::Term { .. } => self,
        }
    }

    /// The period of the same kind just before it; the first months of a year have the same of the year before.
    #[must_use]
    pub fn previous(&self) -> Self {
        match *self {
            Self::Month { year, month: 1 } => Self::Month { year: year.saturating_sub(1), month: 12 },
            Self::Month { year, month } => Self::Month { year, month: month - 1 },
            Self::Quarter { year, quarter: 1 } => Self::Quarter { year: year.saturating_sub(1), quarter: 4 },
            Self::Quarter { year, quarter } => Self::Quarter { year, quarter: quarter - 1 },
            Self::FirstHalf { year } => Self::SecondHalf { year: year.saturating_sub(1) },
            Self::SecondHalf { year } => Self::FirstHalf { year },
            Self::Week { .. } => self.beside(-1),
            Self::FirstMonths { .. } | Self::Year { .. } => self.same_last_year(),
            Self::Term { from, to } => {
                let length = to.saturating_sub(from).saturating_add(1);
                Self::Term { from: from.saturating_sub(length), to: from.saturating_sub(1) }
            }
        }
    }

    /// The period of the same kind just after it.
    #[must_use]
    pub fn next(&self) -> Self {
        match *self {
            Self::Month { year, month: 12 } => Self::Month { year: year.saturating_add(1), month: 1 },
            Self::Month { year, month } => Self::Month { year, month: month + 1 },
            Self::Quarter { year, quarter: 4 } => Self::Quarter { year: year.saturating_add(1), quarter: 1 },
            Self::Quarter { year, quarter } => Self::Quarter { year, quarter: quarter + 1 },
            Self::FirstHalf { year } => Self::SecondHalf { year },
            Self::SecondHalf { year } => Self::FirstHalf { year: year.saturating_add(1) },
            Self::Week { .. } => self.beside(1),
            Self::FirstMonths { year, .. } | Self::Year { year } => self.in_year(year.saturating_add(1)),
            Self::Term { from, to } => {
                let length = to.saturating_sub(from).saturating_add(1);
                Self::Term { from: to.saturating_add(1), to: to.saturating_add(length) }
            }
        }
    }

    /// The week so many weeks on.
    fn beside(self, weeks: i32) -> Self {
        let iso = days_after(self.window().0, weeks * 7).iso_week_date();
        Self::Week { year: iso.year(), week: iso.week() }
    }

    /// The months it is made of, in order; a week and a month are made of none but themselves.
    pub fn parts(&self) -> Vec<Self> {
        let Some(((from, first), (to, last))) = self.months() else { return vec![*self] };
        let mut parts = Vec::new();
        for year in from..=to {
            let begin = if year == from { first } else { 1 };
            let end = if year == to { last } else { 12 };
            parts.extend((begin..=end).map(|month| Self::Month { year, month }));
        }
        parts
    }

    /// The periods of a kind it is exactly made of; empty where it is not.
    pub fn parts_of(&self, kind: PeriodKind) -> Vec<Self> {
        let months = self.parts();
        match kind {
            PeriodKind::Month if self.kind() != PeriodKind::Week => months,
            PeriodKind::Quarter => grouped(&months, 3, |year, month| Self::quarter(year, (month - 1) / 3 + 1)),
            PeriodKind::Half => grouped(&months, 6, |year, month| {
                Some(if month == 1 { Self::FirstHalf { year } } else { Self::SecondHalf { year } })
            }),
            PeriodKind::Year => grouped(&months, 12, |year, _| Some(Self::Year { year })),
            _ if kind == self.kind() => vec![*self],
            _ => Vec::new(),
        }
    }

    /// From the start of its year to its end (lũy kế); itself where it is a week or a term.
    #[must_use]
    pub fn to_date(&self) -> Self {
        match self.months() {
            Some(((from, _), (to, last))) if from == to => Self::first_months(to, last).unwrap_or(*self),
            _ => *self,
        }
    }
}

/// Months in groups of `size` that begin where such a group begins in a year; empty where they are not made of them.
fn grouped(
    months: &[ReportingPeriod],
    size: usize,
    name: impl Fn(i16, i8) -> Option<ReportingPeriod>,
) -> Vec<ReportingPeriod> {
    let mut found = Vec::new();
    for group in months.chunks(size) {
        let Some(ReportingPeriod::Month { year, month }) = group.first() else { return Vec::new() };
        let begins = usize::try_from(*month - 1).is_ok_and(|before| before % size == 0);
        match name(*year, *month) {
            Some(named) if begins && group.len() == size => found.push(named),
            _ => return Vec::new(),
        }
    }
    found
}

impl Ord for ReportingPeriod {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |period: &Self| (period.calendar_days(), period.kind() as u8);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for ReportingPeriod {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests;
