//! Early warning (cảnh báo sớm): in which state each thing that was promised stands, and what changed since it was last
//! worked out.
//!
//! States are worked out each morning and kept from the day they change, so that what stood on any day, and what changed
//! on it, can be told exactly. A reason speaks of days and amounts that stand still (`Hạn 01/08/2019`), not of days that
//! count up, so that nothing changes in it while nothing happens. Read [`steps`] first.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::id::{DivisionId, PersonId, TaskId};
use crate::task::{Task, TaskState, coded};
use crate::timeliness::{Timeliness, timeliness};

pub mod indicator;

coded! {
    /// What is watched.
    Watched {
        /// Nhiệm vụ.
        Task = "task",
        /// Mục tiêu.
        Target = "target",
        /// Chỉ tiêu.
        Indicator = "indicator",
        /// Mục của sổ theo dõi.
        Entry = "entry",
        /// Mức đánh giá.
        Grade = "grade",
    }
}

coded! {
    /// How a thing stands, from well to badly.
    Level {
        /// No more watched: done, withdrawn, moved on.
        Gone = "gone",
        /// Bình thường.
        Fine = "fine",
        /// Sắp đến hạn.
        Near = "near",
        /// Thiếu số liệu, thiếu minh chứng.
        Unknown = "unknown",
        /// Có nguy cơ.
        AtRisk = "at_risk",
        /// Quá hạn, không đạt.
        Missed = "missed",
    }
}

impl Level {
    /// How much it asks for attention; nothing does below 2.
    pub fn weight(self) -> u8 {
        match self {
            Self::Gone => 0,
            Self::Fine => 1,
            Self::Near => 2,
            Self::Unknown => 3,
            Self::AtRisk => 4,
            Self::Missed => 5,
        }
    }

    /// Whether someone should know.
    pub fn warns(self) -> bool {
        self.weight() > Self::Fine.weight()
    }
}

/// What is watched: which sort, and which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WatchKey {
    /// Which sort of record.
    pub kind: Watched,
    /// Identity among its sort.
    pub id: i64,
}

/// How a thing stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Which thing.
    pub key: WatchKey,
    /// How it stands.
    pub level: Level,
    /// What it is called.
    pub title: String,
    /// Why it stands so, in Vietnamese.
    pub reason_vi: String,
    /// The same in English.
    pub reason_en: String,
    /// The task it belongs to, by which it is decided who may see it.
    pub task: Option<TaskId>,
    /// Division in charge.
    pub division: Option<DivisionId>,
    /// Who is responsible.
    pub people: Vec<PersonId>,
}

/// A state that differs from the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// As it stands now.
    pub watch: Watch,
    /// How it stood; `None` for a thing never warned of before.
    pub before: Option<Level>,
}

impl Step {
    /// How it stood, one never warned of as fine.
    pub fn from(&self) -> Level {
        self.before.unwrap_or(Level::Fine)
    }

    /// Whether the state itself changed, and not the reason alone.
    pub fn is_change(&self) -> bool {
        self.from() != self.watch.level
    }

    /// Whether it stands worse than before.
    pub fn is_worse(&self) -> bool {
        self.watch.level.weight() > self.from().weight()
    }
}

/// What differs between the last states kept and those of now. A thing that is no more watched is gone; one that was
/// never warned of and is fine is not kept.
pub fn steps(before: &[Watch], now: Vec<Watch>) -> Vec<Step> {
    let name = |key: WatchKey| (key.kind.code(), key.id);
    let mut known: BTreeMap<(&str, i64), &Watch> = before.iter().map(|watch| (name(watch.key), watch)).collect();
    let mut found = Vec::new();
    for watch in now {
        let last = known.remove(&name(watch.key));
        let same = last.is_some_and(|last| last.level == watch.level && last.reason_vi == watch.reason_vi);
        if !same && (last.is_some() || watch.level.warns()) {
            found.push(Step { before: last.map(|last| last.level), watch });
        }
    }
    let gone = known.into_values().filter(|last| last.level != Level::Gone);
    found.extend(gone.map(|last| Step {
        before: Some(last.level),
        watch: Watch {
            level: Level::Gone,
            reason_vi: "Không còn theo dõi: đã xong, đã hủy hoặc đã chuyển".to_owned(),
            reason_en: "No more watched: done, cancelled or moved on".to_owned(),
            ..last.clone()
        },
    }));
    found
}

/// How a task stands on a day, and why; `None` for one nothing is expected of.
pub fn task_level(task: &Task, today: Date) -> Option<(Level, Reason)> {
    if task.is_closed() || matches!(task.state, TaskState::Draft | TaskState::Returned) {
        return None;
    }
    let submitted = task.submitted_on.filter(|_| task.state == TaskState::ResultSubmitted);
    Some(match (timeliness(task, today), task.deadline) {
        (Timeliness::Overdue { .. }, Some(deadline)) => match submitted.filter(|day| *day <= deadline) {
            Some(day) => (Level::Near, Reason::WaitsForConfirmation(day)),
            None => (Level::Missed, Reason::Late(deadline)),
        },
        (_, Some(_)) if submitted.is_some() => (Level::Fine, Reason::InTime),
        (Timeliness::DueSoon { .. }, Some(deadline)) => match task.percent {
            Some(percent) if percent < 50 => (Level::AtRisk, Reason::LittleDone { percent, deadline }),
            _ => (Level::Near, Reason::Due(deadline)),
        },
        (_, Some(deadline)) => match behind(task, deadline, today) {
            Some(reason) => (Level::AtRisk, reason),
            None => (Level::Fine, Reason::InTime),
        },
        (_, None) => match task.review_on.filter(|day| *day <= today) {
            Some(day) => (Level::Near, Reason::ToReview(day)),
            None => (Level::Fine, Reason::InTime),
        },
    })
}

/// Work that lags behind its time: less than a quarter after half of it, less than half after three quarters. A task on
/// which no progress was ever said is judged by its dates alone.
fn behind(task: &Task, deadline: Date, today: Date) -> Option<Reason> {
    let percent = task.percent?;
    let from = task.assigned_on.filter(|from| *from < deadline)?;
    let days = |one: Date, other: Date| one.until(other).map_or(0, |span| span.get_days());
    let (whole, gone) = (days(from, deadline), days(from, today));
    let passed = |quarters: i32| gone * 4 >= whole * quarters;
    let lags = |quarters: i32, least: u8| passed(quarters) && percent < least;
    [(3, 50), (2, 25)]
        .into_iter()
        .find(|(quarters, least)| lags(*quarters, *least))
        .map(|(quarters, _)| Reason::Behind { percent, quarters })
}

/// Why a task stands as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing to tell.
    InTime,
    /// The deadline has passed.
    Late(Date),
    /// The deadline comes near.
    Due(Date),
    /// It comes near and little is done.
    LittleDone {
        /// Share done as last said.
        percent: u8,
        /// The deadline.
        deadline: Date,
    },
    /// The work lags behind the time.
    Behind {
        /// Share done as last said.
        percent: u8,
        /// Quarters of the time that have passed, at least.
        quarters: i32,
    },
    /// Handed in before the deadline, not confirmed after it.
    WaitsForConfirmation(Date),
    /// The day to look at it again has come.
    ToReview(Date),
}

impl Reason {
    /// In words: Vietnamese, English.
    pub fn words(self) -> (String, String) {
        let day = |day: Date| day.strftime("%d/%m/%Y").to_string();
        match self {
            Self::InTime => ("Trong hạn".to_owned(), "In time".to_owned()),
            Self::Late(on) => (format!("Hạn {}, chưa hoàn thành", day(on)), format!("Due {}, not done", day(on))),
            Self::Due(on) => (format!("Đến hạn {}", day(on)), format!("Due {}", day(on))),
            Self::LittleDone { percent, deadline } => (
                format!("Đến hạn {}, tiến độ mới báo {percent}%", day(deadline)),
                format!("Due {}, progress said is {percent}%", day(deadline)),
            ),
            Self::Behind { percent, quarters } => {
                let (vi, en) =
                    if quarters >= 3 { ("ba phần tư", "three quarters") } else { ("một nửa", "half") };
                (
                    format!("Đã qua {vi} thời gian, tiến độ mới báo {percent}%"),
                    format!("{en} of the time has passed, progress said is {percent}%"),
                )
            }
            Self::WaitsForConfirmation(on) => (
                format!("Đã trình kết quả ngày {}, chờ xác nhận", day(on)),
                format!("Result handed in on {}, to be confirmed", day(on)),
            ),
            Self::ToReview(on) => {
                (format!("Đến ngày rà soát {}", day(on)), format!("To be reviewed since {}", day(on)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::id::ProgrammeId;
    use crate::task::NewTask;

    fn task(change: impl FnOnce(&mut Task)) -> Task {
        let new = NewTask::new(ProgrammeId(1), 1, "Hoàn thành quy hoạch", TaskState::InProgress);
        let mut task =
            Task { assigned_on: Some(date(2024, 1, 1)), deadline: Some(date(2024, 12, 31)), ..new.numbered(TaskId(1)) };
        change(&mut task);
        task
    }

    fn told(task: &Task, today: Date) -> String {
        task_level(task, today).map_or_else(
            || "không theo dõi".to_owned(),
            |(level, reason)| format!("{}: {}", level.code(), reason.words().0),
        )
    }

    #[test]
    fn a_task_is_judged_by_its_dates_and_by_what_its_lead_says() {
        let half = task(|task| task.percent = Some(40));
        assert_eq!(told(&half, date(2024, 6, 1)), "fine: Trong hạn");
        assert_eq!(told(&half, date(2024, 10, 1)), "at_risk: Đã qua ba phần tư thời gian, tiến độ mới báo 40%");
        assert_eq!(told(&half, date(2024, 12, 28)), "at_risk: Đến hạn 31/12/2024, tiến độ mới báo 40%");
        assert_eq!(told(&half, date(2025, 2, 1)), "missed: Hạn 31/12/2024, chưa hoàn thành");
        assert_eq!(told(&half, date(2025, 9, 1)), "missed: Hạn 31/12/2024, chưa hoàn thành");
        let silent = task(|_| ());
        assert_eq!(told(&silent, date(2024, 10, 1)), "fine: Trong hạn");
        assert_eq!(told(&silent, date(2024, 12, 28)), "near: Đến hạn 31/12/2024");
        let slow = task(|task| task.percent = Some(10));
        assert_eq!(told(&slow, date(2024, 7, 5)), "at_risk: Đã qua một nửa thời gian, tiến độ mới báo 10%");
        let handed_in = task(|task| {
            (task.state, task.submitted_on) = (TaskState::ResultSubmitted, Some(date(2024, 12, 20)));
        });
        assert_eq!(told(&handed_in, date(2024, 12, 28)), "fine: Trong hạn");
        assert_eq!(told(&handed_in, date(2025, 1, 3)), "near: Đã trình kết quả ngày 20/12/2024, chờ xác nhận");
        let undated = task(|task| (task.deadline, task.review_on) = (None, Some(date(2024, 3, 1))));
        assert_eq!(told(&undated, date(2024, 3, 1)), "near: Đến ngày rà soát 01/03/2024");
        assert_eq!(told(&task(|task| task.state = TaskState::Completed), date(2025, 1, 1)), "không theo dõi");
    }

    fn watch(id: i64, level: Level, reason: &str) -> Watch {
        Watch {
            key: WatchKey { kind: Watched::Task, id },
            level,
            title: format!("NV{id}"),
            reason_vi: reason.to_owned(),
            reason_en: String::new(),
            task: Some(TaskId(id)),
            division: None,
            people: Vec::new(),
        }
    }

    #[test]
    fn only_what_differs_is_a_step() {
        use Level::{AtRisk, Fine, Gone, Missed, Near};
        let before = [
            watch(1, Near, "hạn"),
            watch(2, Near, "hạn"),
            watch(3, Missed, "hạn"),
            watch(4, AtRisk, "chậm 10%"),
            watch(5, Gone, ""),
        ];
        let now = vec![
            watch(1, Near, "hạn"),
            watch(2, Missed, "hạn"),
            watch(4, AtRisk, "chậm 20%"),
            watch(6, Fine, ""),
            watch(7, Near, "hạn"),
        ];
        let told: Vec<_> =
            steps(&before, now).iter().map(|s| (s.watch.key.id, s.from(), s.watch.level, s.is_change())).collect();
        let expected =
            [(2, Near, Missed, true), (4, AtRisk, AtRisk, false), (7, Fine, Near, true), (3, Missed, Gone, true)];
        assert_eq!(told, expected);
        let after: Vec<Watch> = steps(&before, vec![watch(2, Missed, "hạn")]).into_iter().map(|s| s.watch).collect();
        assert!(steps(&after, after.clone()).is_empty(), "the same again is no step");
    }
}
