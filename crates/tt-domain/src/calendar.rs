//! Working days of the agency: Saturdays and Sundays off, public holidays off, make-up days worked.
//!
//! Days are civil days in Vietnam. The five-day week of state agencies is that of Quyết định 188/1999/QĐ-TTg;
//! holidays are data, and [`holiday`] proposes those the Labour Code fixes.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use crate::task::coded;

pub mod holiday;
pub mod lunar;
#[cfg(test)]
mod tests;

coded! {
    /// How a day stands apart from the ordinary week.
    SpecialKind {
        /// Ngày nghỉ lễ, Tết, nghỉ bù, nghỉ hoán đổi.
        Holiday = "holiday",
        /// Ngày làm bù: a Saturday or Sunday worked in exchange for a day off.
        MakeUp = "make_up",
    }
}

/// A day off in the week, or a day worked at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    /// Which day.
    pub day: Date,
    /// Off or worked.
    pub kind: SpecialKind,
    /// Its name: `Quốc khánh`, `Làm bù ngày 29/12`.
    pub name: String,
}

impl SpecialDay {
    /// A day off.
    pub fn holiday(day: Date, name: impl Into<String>) -> Self {
        Self { day, kind: SpecialKind::Holiday, name: name.into() }
    }

    /// A day worked.
    pub fn make_up(day: Date, name: impl Into<String>) -> Self {
        Self { day, kind: SpecialKind::MakeUp, name: name.into() }
    }
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// Monday to Friday.
    Working,
    /// Ngày làm bù, by name.
    MakeUp(&'a str),
    /// Saturday or Sunday.
    Weekend,
    /// Ngày nghỉ lễ, by name; also where it falls at the end of a week.
    Holiday(&'a str),
}

impl DayKind<'_> {
    /// Whether it is worked.
    pub fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MakeUp(_))
    }
}

/// The days off and the make-up days of an agency (lịch làm việc). A day has one meaning: what is entered last stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    special: BTreeMap<Date, (SpecialKind, String)>,
}

impl FromIterator<SpecialDay> for WorkCalendar {
    fn from_iter<I: IntoIterator<Item = SpecialDay>>(days: I) -> Self {
        Self { special: days.into_iter().map(|special| (special.day, (special.kind, special.name))).collect() }
    }
}

impl WorkCalendar {
    /// A calendar of these days; without any, Monday to Friday are worked.
    pub fn new(days: impl IntoIterator<Item = SpecialDay>) -> Self {
        days.into_iter().collect()
    }

    /// The days off, in order.
    pub fn holidays(&self) -> impl Iterator<Item = (Date, &str)> {
        self.special_days(SpecialKind::Holiday)
    }

    /// The make-up days, in order.
    pub fn make_up_days(&self) -> impl Iterator<Item = (Date, &str)> {
        self.special_days(SpecialKind::MakeUp)
    }

    fn special_days(&self, wanted: SpecialKind) -> impl Iterator<Item = (Date, &str)> {
        self.special.iter().filter_map(move |(day, entry)| match entry {
            (kind, name) if *kind == wanted => Some((*day, name.as_str())),
            _ => None,
        })
    }

    /// What a day is.
    pub fn kind_of(&self, day: Date) -> DayKind<'_> {
        match self.special.get(&day) {
            Some((SpecialKind::Holiday, name)) => DayKind::Holiday(name),
            Some((SpecialKind::MakeUp, name)) => DayKind::MakeUp(name),
            None if is_weekend(day) => DayKind::Weekend,
            None => DayKind::Working,
        }
    }

    /// Whether a day is worked.
    pub fn is_working_day(&self, day: Date) -> bool {
        self.kind_of(day).is_working()
    }

    /// The first working day after a day, or the last day a date can name.
    pub fn next_working_day(&self, day: Date) -> Date {
        self.on_or_after(day.tomorrow().unwrap_or(day))
    }

    /// The last working day before a day, or the first day a date can name.
    pub fn previous_working_day(&self, day: Date) -> Date {
        self.on_or_before(day.yesterday().unwrap_or(day))
    }

    /// The day itself where it is worked, else the next working day.
    pub fn on_or_after(&self, day: Date) -> Date {
        self.first_working(day, Date::tomorrow)
    }

    /// The day itself where it is worked, else the working day before it.
    pub fn on_or_before(&self, day: Date) -> Date {
        self.first_working(day, Date::yesterday)
    }

    fn first_working(&self, mut day: Date, step: fn(Date) -> Result<Date, jiff::Error>) -> Date {
        while !self.is_working_day(day) {
            match step(day) {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        day
    }

    /// The day that lies `days` working days on: the day it is counted from is not counted itself, so that one
    /// working day after a Friday is the Monday, and also after the Saturday. Negative: back. Zero: the day itself,
    /// worked or not. (Bộ luật Dân sự 2015, Điều 147 khoản 2: the first day of a period is not counted.)
    pub fn add_working_days(&self, day: Date, days: i32) -> Date {
        let mut reached = day;
        for _ in 0..days.unsigned_abs() {
            let next = if days > 0 { self.next_working_day(reached) } else { self.previous_working_day(reached) };
            if next == reached {
                break;
            }
            reached = next;
        }
        reached
    }

    /// Working days from one day to another: those after `from`, up to and including `to`; negative when `to` is
    /// earlier: then those from `to` on, before `from`. What [`add_working_days`](Self::add_working_days) adds to a
    /// day, this counts.
    pub fn working_days_between(&self, from: Date, to: Date) -> i32 {
        if to < from {
            return -self.worked(to, from);
        }
        match (from.tomorrow(), to.tomorrow()) {
            (Ok(first), Ok(end)) => self.worked(first, end),
            // The last day a date can name has no day after it; it is a Friday.
            (Ok(first), Err(_)) => self.worked(first, to) + i32::from(self.is_working_day(to)),
            (Err(_), _) => 0,
        }
    }

    /// Days worked in `[first, end)`.
    fn worked(&self, first: Date, end: Date) -> i32 {
        let days = days_from(first, end).max(0);
        let (weeks, rest) = (days / 7, days % 7);
        let start = i32::from(first.weekday().to_monday_zero_offset());
        let loose = (0..rest).filter(|offset| (start + offset) % 7 < 5).map(|_| 1).sum::<i32>();
        let special: i32 = if first < end {
            let change = |(day, (kind, _)): (&Date, &(SpecialKind, String))| match (kind, is_weekend(*day)) {
                (SpecialKind::Holiday, false) => -1,
                (SpecialKind::MakeUp, true) => 1,
                _ => 0,
            };
            self.special.range(first..end).map(change).sum()
        } else {
            0
        };
        weeks * 5 + loose + special
    }
}

/// Whether a day is a Saturday or a Sunday.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Calendar days from one day to another; negative when the other is earlier.
pub fn days_from(one: Date, other: Date) -> i32 {
    // A difference in days is given in days alone, and no two days lie more than 7.4 million apart.
    one.until(other).map_or(0, |span| span.get_days())
}

/// The day so many calendar days on; the first or last day a date can name where there is none.
pub fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(days.clamp(-7_304_483, 7_304_483)))
}
