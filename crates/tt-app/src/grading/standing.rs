//! A task as grading counts it, on a day.

use jiff::civil::Date;
use tt_domain::grading::task::Standing;
use tt_domain::task::{Task, TaskState};

/// How a task stands on a day: by its dates, not by what it has become since.
pub fn standing(task: &Task, as_of: Date) -> Standing {
    let days = |from: Date, to: Date| (to - from).get_days();
    match task.state {
        TaskState::Draft | TaskState::Returned | TaskState::Cancelled | TaskState::CarriedOver => Standing::Excluded,
        TaskState::Completed if task.completed_on.is_none_or(|done| done <= as_of) => {
            match (task.deadline, task.completed_on) {
                (Some(deadline), Some(done)) if done > deadline => Standing::DoneLate(days(deadline, done)),
                _ => Standing::DoneOnTime,
            }
        }
        // A result handed in waits for its confirmation; days no longer run against those who handed it in.
        TaskState::ResultSubmitted if task.submitted_on.is_none_or(|on| on <= as_of) => {
            match (task.deadline, task.submitted_on) {
                (Some(deadline), Some(on)) if on > deadline => Standing::Overdue(days(deadline, on)),
                _ => Standing::Open,
            }
        }
        _ => match task.deadline {
            Some(deadline) if as_of > deadline => Standing::Overdue(days(deadline, as_of)),
            _ => Standing::Open,
        },
    }
}
