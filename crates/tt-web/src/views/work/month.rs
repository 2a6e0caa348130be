//! A month of deadlines, Monday first, with holidays and make-up days marked.

use jiff::civil::Date;
use tt_app::Language;
use tt_app::work::ListedTask;
use tt_domain::calendar::{DayKind, WorkCalendar, days_after};

use super::time_of;
use crate::show;
use crate::views::desk::weekday;
use crate::views::task::TimeNote;

/// How many tasks a day shows; the rest is counted.
const SHOWN: usize = 5;

/// A month.
pub(crate) struct MonthView {
    /// `11/2026`.
    pub(crate) title: String,
    /// `2026-10`, `2026-12`.
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) weeks: Vec<Vec<DayCell>>,
    pub(crate) total: usize,
}

/// A day.
pub(crate) struct DayCell {
    pub(crate) day: i8,
    pub(crate) words: String,
    pub(crate) in_month: bool,
    pub(crate) is_today: bool,
    pub(crate) is_off: bool,
    /// The holiday, or that it is a make-up day.
    pub(crate) name: Option<String>,
    pub(crate) tasks: Vec<DueTask>,
    pub(crate) more: usize,
    /// The filter for the tasks of this day.
    pub(crate) filter: String,
}

/// A task due.
pub(crate) struct DueTask {
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) statement: String,
    pub(crate) time: Option<TimeNote>,
    pub(crate) class: &'static str,
}

/// The month asked for, `2026-11`; without one, this month if it is of the year, else that of its last deadline.
pub(crate) fn chosen(asked: &str, year: i16, tasks: &[ListedTask], today: Date) -> Date {
    let given =
        asked.split_once('-').and_then(|(year, month)| Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok());
    let first_of = |day: Date| Date::new(day.year(), day.month(), 1).ok();
    let this = (today.year() == year).then_some(today).and_then(first_of);
    let last = || tasks.iter().filter_map(|listed| listed.task.deadline).max().and_then(first_of);
    given.or(this).or_else(last).or_else(|| first_of(today)).unwrap_or(today)
}

/// The month that begins on this day.
pub(crate) fn month(
    first: Date,
    tasks: &[ListedTask],
    calendar: &WorkCalendar,
    today: Date,
    lang: Language,
) -> MonthView {
    let lead = i32::from(first.weekday().to_monday_zero_offset());
    let start = days_after(first, -lead);
    let last = first.last_of_month();
    let mut weeks = Vec::new();
    let mut at = start;
    while at <= last && weeks.len() < 6 {
        weeks.push((0..7).map(|offset| cell(days_after(at, offset), first, tasks, calendar, today, lang)).collect());
        at = days_after(at, 7);
    }
    let code = |day: Date| format!("{:04}-{:02}", day.year(), day.month());
    let in_month = |day: Date| first <= day && day <= last;
    MonthView {
        title: format!("{:02}/{}", first.month(), first.year()),
        before: code(days_after(first, -1)),
        after: code(days_after(last, 1)),
        total: tasks.iter().filter(|listed| listed.task.deadline.is_some_and(in_month)).count(),
        weeks,
    }
}

fn cell(
    date: Date,
    first: Date,
    tasks: &[ListedTask],
    calendar: &WorkCalendar,
    today: Date,
    lang: Language,
) -> DayCell {
    let due: Vec<&ListedTask> = tasks.iter().filter(|listed| listed.task.deadline == Some(date)).collect();
    let kind = calendar.kind_of(date);
    DayCell {
        day: date.day(),
        words: format!("{}, {}", weekday(date, lang), show::date(date)),
        in_month: date.month() == first.month() && date.year() == first.year(),
        is_today: date == today,
        is_off: !kind.is_working(),
        name: match kind {
            DayKind::Holiday(name) | DayKind::MakeUp(name) => Some(name.to_owned()),
            DayKind::Working | DayKind::Weekend => None,
        },
        more: due.len().saturating_sub(SHOWN),
        filter: format!("hạn:{}", show::date(date)),
        tasks: due.into_iter().take(SHOWN).map(|listed| due_task(listed, today, lang)).collect(),
    }
}

fn due_task(listed: &ListedTask, today: Date, lang: Language) -> DueTask {
    let time = time_of(listed, today, lang);
    DueTask {
        href: format!("/nhiem-vu/{}", listed.task.id),
        code: listed.facts.code.clone(),
        statement: show::shortened(&listed.task.statement, 70),
        class: if listed.task.is_closed() { "done" } else { time.as_ref().map_or("", |time| time.class) },
        time,
    }
}
