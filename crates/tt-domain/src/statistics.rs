//! The official statistics of assigned tasks: four columns with stated denominators, and what is kept apart from them.
//!
//! The vocabulary is that of report 1270/BC-TCTTTg (2017) of the Prime Minister's task force: `đã hoàn thành` (đúng
//! hạn, quá hạn), `chưa hoàn thành` (trong hạn, quá hạn). Its late share rests on *completed + open overdue*, not on
//! the total: both are given here, by name. A task is counted once, for its lead; coordinators are counted apart.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::calendar::days_from;
use crate::task::{Task, TaskState};

#[cfg(test)]
mod tests;

/// A task as it is counted; the state is that of the day counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its state.
    pub state: TaskState,
    /// Its deadline as last decided; the day itself is in time.
    pub deadline: Option<Date>,
    /// The first deadline it was given.
    pub original_deadline: Option<Date>,
    /// Day the confirmed result was handed in.
    pub completed_on: Option<Date>,
}

impl From<&Task> for Counted {
    fn from(task: &Task) -> Self {
        Self {
            state: task.state,
            deadline: task.deadline,
            original_deadline: task.original_deadline,
            completed_on: task.completed_on,
        }
    }
}

/// Which deadline is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Theo hạn gốc: the first one given.
    Original,
    /// Theo hạn điều chỉnh: with extensions granted.
    Adjusted,
}

/// The one column a task is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Đã hoàn thành đúng hạn.
    DoneOnTime,
    /// Đã hoàn thành quá hạn.
    DoneLate {
        /// Days past the deadline.
        days: i32,
    },
    /// Chưa hoàn thành, trong hạn.
    OpenInTime,
    /// Chưa hoàn thành, quá hạn.
    OpenOverdue {
        /// Days past the deadline.
        days: i32,
    },
    /// Đã hoàn thành, không xét hạn: without a deadline, or the day it was done is not known.
    DoneUnjudged,
    /// Chưa hoàn thành, không thời hạn.
    OpenUndated,
    /// Trả lại: returned as outside the agency's functions; counted for nobody until it is assigned anew.
    Returned,
    /// Không tính: a draft, withdrawn, or moved into another year.
    NotCounted,
}

/// The column of a task on a day.
pub fn column(task: &Counted, basis: Basis, day: Date) -> Column {
    let deadline = match basis {
        Basis::Original => task.original_deadline.or(task.deadline),
        Basis::Adjusted => task.deadline,
    };
    match task.state {
        TaskState::Draft | TaskState::Cancelled | TaskState::CarriedOver => Column::NotCounted,
        TaskState::Returned => Column::Returned,
        TaskState::Completed => match (deadline, task.completed_on) {
            (Some(deadline), Some(done)) if done > deadline => Column::DoneLate { days: days_from(deadline, done) },
            (Some(_), Some(_)) => Column::DoneOnTime,
            _ => Column::DoneUnjudged,
        },
        TaskState::Assigned | TaskState::Accepted | TaskState::InProgress | TaskState::ResultSubmitted => {
            match deadline {
                Some(deadline) if day > deadline => Column::OpenOverdue { days: days_from(deadline, day) },
                Some(_) => Column::OpenInTime,
                None => Column::OpenUndated,
            }
        }
    }
}

/// How many tasks stand in each column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// See [`Column::DoneOnTime`].
    pub done_on_time: u32,
    /// See [`Column::DoneLate`].
    pub done_late: u32,
    /// See [`Column::OpenInTime`].
    pub open_in_time: u32,
    /// See [`Column::OpenOverdue`].
    pub open_overdue: u32,
    /// See [`Column::DoneUnjudged`]; apart from the four.
    pub done_unjudged: u32,
    /// See [`Column::OpenUndated`]; apart from the four.
    pub open_undated: u32,
    /// See [`Column::Returned`]; apart from the four.
    pub returned: u32,
    /// See [`Column::NotCounted`]; apart from the four.
    pub not_counted: u32,
}

impl Columns {
    /// Counts one task more.
    pub fn add(&mut self, column: Column) {
        let count = match column {
            Column::DoneOnTime => &mut self.done_on_time,
            Column::DoneLate { .. } => &mut self.done_late,
            Column::OpenInTime => &mut self.open_in_time,
            Column::OpenOverdue { .. } => &mut self.open_overdue,
            Column::DoneUnjudged => &mut self.done_unjudged,
            Column::OpenUndated => &mut self.open_undated,
            Column::Returned => &mut self.returned,
            Column::NotCounted => &mut self.not_counted,
        };
        *count += 1;
    }

    /// Đã hoàn thành: on time and late.
    pub fn completed(&self) -> u32 {
        self.done_on_time + self.done_late
    }

    /// Chưa hoàn thành: in time and overdue.
    pub fn open(&self) -> u32 {
        self.open_in_time + self.open_overdue
    }

    /// Tổng số: the sum of the four columns.
    pub fn total(&self) -> u32 {
        self.completed() + self.open()
    }

    /// Everything looked at: the four columns and what is apart from them.
    pub fn everything(&self) -> u32 {
        self.total() + self.done_unjudged + self.open_undated + self.returned + self.not_counted
    }

    /// Tỷ lệ quá hạn trên số đã hoàn thành và chưa hoàn thành quá hạn: open overdue ÷ (completed + open overdue), the
    /// base of report 1270/BC-TCTTTg. `None` where the base is empty.
    pub fn overdue_of_due(&self) -> Option<Share> {
        Share::of(self.open_overdue, self.completed() + self.open_overdue)
    }

    /// Tỷ lệ quá hạn trên tổng số: open overdue ÷ total.
    pub fn overdue_of_total(&self) -> Option<Share> {
        Share::of(self.open_overdue, self.total())
    }

    /// Tỷ lệ hoàn thành đúng hạn: done on time ÷ completed.
    pub fn on_time_of_completed(&self) -> Option<Share> {
        Share::of(self.done_on_time, self.completed())
    }

    /// Tỷ lệ hoàn thành: completed ÷ total.
    pub fn completed_of_total(&self) -> Option<Share> {
        Share::of(self.completed(), self.total())
    }
}

impl std::ops::Add for Columns {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            done_on_time: self.done_on_time + other.done_on_time,
            done_late: self.done_late + other.done_late,
            open_in_time: self.open_in_time + other.open_in_time,
            open_overdue: self.open_overdue + other.open_overdue,
            done_unjudged: self.done_unjudged + other.done_unjudged,
            open_undated: self.open_undated + other.open_undated,
            returned: self.returned + other.returned,
            not_counted: self.not_counted + other.not_counted,
        }
    }
}

impl std::iter::Sum for Columns {
    fn sum<I: Iterator<Item = Self>>(columns: I) -> Self {
        columns.fold(Self::default(), |sum, one| sum + one)
    }
}

/// A share with its denominator, which is never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// What is counted.
    pub part: u32,
    /// Out of how many.
    pub base: u32,
}

impl Share {
    fn of(part: u32, base: u32) -> Option<Self> {
        (base > 0).then_some(Self { part, base })
    }

    /// In percent, rounded half up.
    pub fn percent(self, decimals: u32) -> Decimal {
        let exact = Decimal::from(self.part) * Decimal::ONE_HUNDRED / Decimal::from(self.base);
        exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
    }
}

/// Counts tasks.
pub fn count<'a>(tasks: impl IntoIterator<Item = &'a Counted>, basis: Basis, day: Date) -> Columns {
    let mut columns = Columns::default();
    for task in tasks {
        columns.add(column(task, basis, day));
    }
    columns
}

/// Counts tasks by group: agency, division, officer, line of command, whatever the key is. Each is counted in the
/// one group given with it, so that the groups add up to the whole.
pub fn count_by<'a, K: Ord>(
    tasks: impl IntoIterator<Item = (K, &'a Counted)>,
    basis: Basis,
    day: Date,
) -> BTreeMap<K, Columns> {
    let mut groups: BTreeMap<K, Columns> = BTreeMap::new();
    for (key, task) in tasks {
        groups.entry(key).or_default().add(column(task, basis, day));
    }
    groups
}

/// Counts tasks for those who coordinate them, a statistic of its own: a task with two coordinators is counted for
/// both, so the groups do not add up to anything and are never added to those of the leads. One named twice for the
/// same task is counted once.
pub fn count_coordinated<'a, K: Ord + Clone>(
    tasks: impl IntoIterator<Item = (Vec<K>, &'a Counted)>,
    basis: Basis,
    day: Date,
) -> BTreeMap<K, Columns> {
    let mut groups: BTreeMap<K, Columns> = BTreeMap::new();
    for (mut keys, task) in tasks {
        keys.sort();
        keys.dedup();
        for key in keys {
            groups.entry(key).or_default().add(column(task, basis, day));
        }
    }
    groups
}

/// How long open tasks are overdue, in calendar days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ageing {
    /// 1 to 7 days.
    pub week: u32,
    /// 8 to 30 days.
    pub month: u32,
    /// 31 to 90 days.
    pub quarter: u32,
    /// More than 90 days.
    pub longer: u32,
}

impl Ageing {
    /// Counts one task more, if it is open and overdue.
    pub fn add(&mut self, column: Column) {
        if let Column::OpenOverdue { days } = column {
            let bucket = match days {
                ..=7 => &mut self.week,
                8..=30 => &mut self.month,
                31..=90 => &mut self.quarter,
                _ => &mut self.longer,
            };
            *bucket += 1;
        }
    }

    /// All open overdue tasks.
    pub fn total(&self) -> u32 {
        self.week + self.month + self.quarter + self.longer
    }
}

/// Counts the open overdue tasks by how long they are overdue.
pub fn ageing<'a>(tasks: impl IntoIterator<Item = &'a Counted>, basis: Basis, day: Date) -> Ageing {
    let mut ageing = Ageing::default();
    for task in tasks {
        ageing.add(column(task, basis, day));
    }
    ageing
}
