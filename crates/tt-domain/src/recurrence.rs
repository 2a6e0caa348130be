//! The instances of a recurring task (nhiệm vụ thường xuyên, định kỳ) in a year: their periods and deadlines.

use jiff::civil::{Date, ISOWeekDate, Weekday, date};

use crate::calendar::{WorkCalendar, days_after};
use crate::task::Recurrence;

/// Which days a month or quarter covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Window {
    /// From its first to its last day.
    #[default]
    Calendar,
    /// Kỳ báo cáo: from the 15th of the month before to the 14th of its last month, as periodic reports under Nghị
    /// định 09/2019/NĐ-CP close their figures.
    Reporting,
}

/// When an instance is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Due {
    /// So many calendar days after the last day of the period; negative before it.
    AfterEnd(i32),
    /// On this day of the period's last month, or on its last where it is shorter; of a week, on this day, 1 Monday
    /// to 7 Sunday.
    OnDay(u8),
}

/// What becomes of a deadline on a day off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Roll {
    /// It stays.
    #[default]
    Keep,
    /// The working day before.
    Earlier,
    /// The next working day (Bộ luật Dân sự 2015, Điều 148 khoản 5).
    Later,
}

/// How a task recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Recurring {
    /// How often. A week runs from Monday to Sunday and belongs to the year its Thursday lies in (ISO 8601).
    pub every: Recurrence,
    /// Which days a period covers; of no meaning for weeks.
    pub window: Window,
    /// When it is due.
    pub due: Due,
    /// What becomes of a deadline on a day off.
    pub roll: Roll,
}

/// One time a recurring task is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Instance {
    /// Number of its period in the year, from 1: tuần 7, tháng 3, quý II.
    pub number: u8,
    /// First day of the period.
    pub from: Date,
    /// Last day of the period.
    pub to: Date,
    /// Day it is due; the day itself is in time.
    pub deadline: Date,
}

/// The instances of a year, in order, without those that were due before `start`, the day the task was assigned.
/// Empty for years a date cannot name.
pub fn instances(recurring: Recurring, year: i16, start: Option<Date>, calendar: &WorkCalendar) -> Vec<Instance> {
    let count = match recurring.every {
        Recurrence::Weekly => 53,
        Recurrence::Monthly => 12,
        Recurrence::Quarterly => 4,
    };
    (1..=count)
        .filter_map(|number| {
            let (from, to) = period(recurring, year, number)?;
            let deadline = match recurring.roll {
                Roll::Keep => due(recurring, to),
                Roll::Earlier => calendar.on_or_before(due(recurring, to)),
                Roll::Later => calendar.on_or_after(due(recurring, to)),
            };
            Some(Instance { number, from, to, deadline })
        })
        .filter(|instance| start.is_none_or(|start| instance.deadline >= start))
        .collect()
}

fn period(recurring: Recurring, year: i16, number: u8) -> Option<(Date, Date)> {
    let months = match recurring.every {
        Recurrence::Weekly => {
            // The 53rd week exists in long years only.
            let week = i8::try_from(number).ok()?;
            let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
            return Some((monday, days_after(monday, 6)));
        }
        Recurrence::Monthly => 1,
        Recurrence::Quarterly => 3,
    };
    let last_month = i8::try_from(number).ok()? * months;
    let first = Date::new(year, last_month - months + 1, 1).ok()?;
    let last = Date::new(year, last_month, 1).ok()?;
    match recurring.window {
        Window::Calendar => Some((first, last.last_of_month())),
        Window::Reporting => Some((days_after(first, -1).with().day(15).build().ok()?, days_after(last, 13))),
    }
}

fn due(recurring: Recurring, to: Date) -> Date {
    match (recurring.due, recurring.every) {
        (Due::AfterEnd(days), _) => days_after(to, days),
        (Due::OnDay(day), Recurrence::Weekly) => days_after(to, i32::from(day.clamp(1, 7)) - 7),
        (Due::OnDay(day), Recurrence::Monthly | Recurrence::Quarterly) => {
            let first = date(to.year(), to.month(), 1);
            days_after(first, i32::from(day).clamp(1, i32::from(first.days_in_month())) - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::SpecialDay;

    fn recurring(every: Recurrence, window: Window, due: Due, roll: Roll) -> Recurring {
        Recurring { every, window, due, roll }
    }

    fn days(date: Date) -> String {
        date.strftime("%d/%m/%y").to_string()
    }

    fn shown(recurring: Recurring, year: i16, start: Option<Date>, calendar: &WorkCalendar) -> Vec<String> {
        instances(recurring, year, start, calendar)
            .into_iter()
            .map(|one| format!("{}: {}-{} hạn {}", one.number, days(one.from), days(one.to), days(one.deadline)))
            .collect()
    }

    #[test]
    fn quarters_are_due_on_a_day_of_their_last_month() {
        let quarterly = recurring(Recurrence::Quarterly, Window::Calendar, Due::OnDay(15), Roll::Earlier);
        assert_eq!(
            shown(quarterly, 2019, None, &WorkCalendar::default()),
            [
                "1: 01/01/19-31/03/19 hạn 15/03/19",
                "2: 01/04/19-30/06/19 hạn 14/06/19",
                "3: 01/07/19-30/09/19 hạn 13/09/19",
                "4: 01/10/19-31/12/19 hạn 13/12/19",
            ]
        );
    }

    #[test]
    fn reporting_months_run_from_the_15th_to_the_14th() {
        let monthly = recurring(Recurrence::Monthly, Window::Reporting, Due::AfterEnd(1), Roll::Keep);
        let shown = shown(monthly, 2019, None, &WorkCalendar::default());
        assert_eq!(shown[0], "1: 15/12/18-14/01/19 hạn 15/01/19");
        assert_eq!(shown[11], "12: 15/11/19-14/12/19 hạn 15/12/19");
        let quarterly = recurring(Recurrence::Quarterly, Window::Reporting, Due::AfterEnd(0), Roll::Keep);
        let first = instances(quarterly, 2019, None, &WorkCalendar::default())[0];
        assert_eq!((days(first.from), days(first.to)), ("15/12/18".to_owned(), "14/03/19".to_owned()));
    }

    #[test]
    fn last_day_of_a_short_month_stands_for_the_31st() {
        let monthly = recurring(Recurrence::Monthly, Window::Calendar, Due::OnDay(31), Roll::Keep);
        let due: Vec<i8> =
            instances(monthly, 2020, None, &WorkCalendar::default()).iter().map(|i| i.deadline.day()).collect();
        assert_eq!(due, [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    }

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        let weekly = recurring(Recurrence::Weekly, Window::Calendar, Due::OnDay(5), Roll::Keep);
        let calendar = WorkCalendar::default();
        assert_eq!(instances(weekly, 2019, None, &calendar).len(), 52);
        let long = shown(weekly, 2020, None, &calendar);
        assert_eq!(long[0], "1: 30/12/19-05/01/20 hạn 03/01/20");
        assert_eq!(long[52], "53: 28/12/20-03/01/21 hạn 01/01/21");
    }

    #[test]
    fn what_was_due_before_the_assignment_is_left_out() {
        let monthly = recurring(Recurrence::Monthly, Window::Calendar, Due::OnDay(20), Roll::Later);
        let calendar = WorkCalendar::new([SpecialDay::holiday(date(2019, 11, 20), "Nghỉ")]);
        let shown = shown(monthly, 2019, Some(date(2019, 10, 21)), &calendar);
        assert_eq!(
            shown,
            [
                "10: 01/10/19-31/10/19 hạn 21/10/19",
                "11: 01/11/19-30/11/19 hạn 21/11/19",
                "12: 01/12/19-31/12/19 hạn 20/12/19"
            ]
        );
    }

    #[test]
    fn years_at_the_end_of_time_do_not_fail() {
        for year in [-9999, 9999] {
            for every in [Recurrence::Weekly, Recurrence::Monthly, Recurrence::Quarterly] {
                for window in [Window::Calendar, Window::Reporting] {
                    instances(
                        recurring(every, window, Due::AfterEnd(400), Roll::Later),
                        year,
                        None,
                        &WorkCalendar::default(),
                    );
                }
            }
        }
    }
}
