//! Whether a task is in time: computed from dates, never stored.

use jiff::civil::Date;

use crate::task::{Task, TaskState};

/// How many days before its deadline a task is due soon. No rule fixes it; agencies warn a week ahead.
pub const DUE_SOON_DAYS: i32 = 7;

/// How a task stands against its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timeliness {
    /// Không tính: proposed, withdrawn, returned as not ours, or moved into the next year's programme.
    NotCounted,
    /// Không thời hạn: open, and no day is set.
    NoDeadline,
    /// Trong hạn: open, with more than [`DUE_SOON_DAYS`] days left.
    InTime {
        /// Days left.
        days: i32,
    },
    /// Sắp đến hạn: open, with few days left; none on the deadline day itself, which is in time.
    DueSoon {
        /// Days left.
        days: i32,
    },
    /// Quá hạn: open after its deadline.
    Overdue {
        /// Days past it.
        days: i32,
    },
    /// Hoàn thành đúng hạn.
    DoneOnTime,
    /// Hoàn thành quá hạn.
    DoneLate {
        /// Days past the deadline.
        days: i32,
    },
    /// Hoàn thành, but the deadline or the day it was done is not known.
    Done,
}

/// How a task stands on a day, in the calendar of Vietnam (`Asia/Ho_Chi_Minh`).
pub fn timeliness(task: &Task, today: Date) -> Timeliness {
    match (task.state, task.deadline, task.completed_on) {
        (TaskState::Draft | TaskState::Returned | TaskState::Cancelled | TaskState::CarriedOver, _, _) => {
            Timeliness::NotCounted
        }
        (TaskState::Completed, Some(deadline), Some(done)) => match days_from(deadline, done) {
            late @ 1.. => Timeliness::DoneLate { days: late },
            _ => Timeliness::DoneOnTime,
        },
        (TaskState::Completed, _, _) => Timeliness::Done,
        (_, None, _) => Timeliness::NoDeadline,
        (_, Some(deadline), _) => match days_from(today, deadline) {
            days if days < 0 => Timeliness::Overdue { days: -days },
            days @ 0..=DUE_SOON_DAYS => Timeliness::DueSoon { days },
            days => Timeliness::InTime { days },
        },
    }
}

/// Days from one day to another; negative when the other is earlier.
fn days_from(one: Date, other: Date) -> i32 {
    // A difference in days is given in days alone, and no two days lie more than 7.4 million apart.
    one.until(other).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::id::{ProgrammeId, TaskId};
    use crate::statistics::{Basis, Column, Counted, column};
    use crate::task::NewTask;

    fn task(state: TaskState, deadline: Option<Date>, completed_on: Option<Date>) -> Task {
        let new = NewTask::new(ProgrammeId(1), 1, "Hoàn thành quy hoạch", state);
        Task { deadline, completed_on, ..new.numbered(TaskId(1)) }
    }

    #[test]
    fn deadline_day_is_in_time() {
        let open = task(TaskState::InProgress, Some(date(2019, 12, 31)), None);
        let on = |today| timeliness(&open, today);
        assert_eq!(on(date(2019, 12, 31)), Timeliness::DueSoon { days: 0 });
        assert_eq!(on(date(2020, 1, 1)), Timeliness::Overdue { days: 1 });
        assert_eq!(on(date(2020, 12, 31)), Timeliness::Overdue { days: 366 });
        assert_eq!(on(date(2019, 12, 24)), Timeliness::DueSoon { days: 7 });
        assert_eq!(on(date(2019, 12, 23)), Timeliness::InTime { days: 8 });
        assert_eq!(on(date(2019, 1, 1)), Timeliness::InTime { days: 364 });
    }

    #[test]
    fn done_task_is_judged_by_the_day_it_was_done() {
        let deadline = Some(date(2020, 2, 29));
        let done = |on| timeliness(&task(TaskState::Completed, deadline, on), date(2025, 1, 1));
        assert_eq!(done(Some(date(2020, 2, 29))), Timeliness::DoneOnTime);
        assert_eq!(done(Some(date(2020, 1, 2))), Timeliness::DoneOnTime);
        assert_eq!(done(Some(date(2020, 3, 1))), Timeliness::DoneLate { days: 1 });
        assert_eq!(done(None), Timeliness::Done);
        let undated = task(TaskState::Completed, None, Some(date(2020, 3, 1)));
        assert_eq!(timeliness(&undated, date(2025, 1, 1)), Timeliness::Done);
    }

    #[test]
    fn only_assigned_tasks_can_be_late() {
        for &state in TaskState::ALL {
            let late = timeliness(&task(state, Some(date(2019, 1, 1)), None), date(2019, 3, 1));
            let expected = match state {
                TaskState::Draft | TaskState::Returned | TaskState::Cancelled | TaskState::CarriedOver => {
                    Timeliness::NotCounted
                }
                TaskState::Completed => Timeliness::Done,
                _ => Timeliness::Overdue { days: 59 },
            };
            assert_eq!(late, expected, "{state:?}");
            let counted = Counted::from(&task(state, Some(date(2019, 1, 1)), None));
            let overdue = matches!(column(&counted, Basis::Adjusted, date(2019, 3, 1)), Column::OpenOverdue { .. });
            assert_eq!(overdue, matches!(late, Timeliness::Overdue { .. }), "the statistics say otherwise: {state:?}");
        }
    }

    #[test]
    fn task_without_deadline_is_never_late() {
        assert_eq!(timeliness(&task(TaskState::Assigned, None, None), date(2019, 1, 1)), Timeliness::NoDeadline);
    }
}
