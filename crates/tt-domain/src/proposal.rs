//! Next year's key tasks (đề xuất nhiệm vụ trọng tâm năm sau): why a task of the year that ends is proposed again, and how
//! far what it promises moves.
//!
//! A task is proposed for what is known of it, never for nothing: it is not finished, it is at risk, it goes on by its
//! nature, or it already stands in next year's draft. Read [`reasons`] first; [`shift::shifts`] holds last year's targets
//! against those proposed.

use jiff::civil::Date;

use crate::goal::Outlook;
use crate::said::{Said, day, said};
use crate::task::{Target, Task, TaskKind, TaskState, coded};
use crate::warning::{self, Level};

pub mod shift;
#[cfg(test)]
mod tests;

coded! {
    /// Why a task is proposed for next year.
    Why {
        /// Chưa hoàn thành.
        Unfinished = "unfinished",
        /// Có nguy cơ.
        AtRisk = "at_risk",
        /// Tiếp tục, thường xuyên.
        Continuing = "continuing",
        /// Đã có trong dự thảo năm sau: by the year's report, or taken over already.
        Proposed = "proposed",
    }
}

impl Why {
    /// In words.
    pub fn words(self) -> Said {
        match self {
            Self::Unfinished => said("Chưa hoàn thành", "Unfinished"),
            Self::AtRisk => said("Có nguy cơ", "At risk"),
            Self::Continuing => said("Tiếp tục", "Continuing"),
            Self::Proposed => said("Đã đề xuất", "Proposed already"),
        }
    }
}

/// A reason with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which.
    pub why: Why,
    /// What is known of it.
    pub said: Said,
}

/// A task of the year that ends, with its targets as they stand on the day.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    /// The task.
    pub task: &'a Task,
    /// Its targets with how they stand.
    pub targets: &'a [(&'a Target, Outlook)],
    /// The year that ends.
    pub year: i16,
    /// What continues it in next year's draft: its number there.
    pub proposed_as: Option<u32>,
}

/// Why the task is proposed for next year, as it stands on a day; empty when nothing speaks for it.
pub fn reasons(ending: &Ending<'_>, as_of: Date) -> Vec<Reason> {
    let mut found = Vec::new();
    let mut add = |why, said| found.push(Reason { why, said });
    if let Some(said) = unfinished(ending.task) {
        add(Why::Unfinished, said);
    }
    if let Some(said) = counted(ending, Outlook::Missed, "không đạt", "missed") {
        add(Why::Unfinished, said);
    }
    if let Some((Level::AtRisk, reason)) = warning::task_level(ending.task, as_of) {
        let (vi, en) = reason.words();
        add(Why::AtRisk, said(vi, en));
    }
    if let Some(said) = counted(ending, Outlook::AtRisk, "có nguy cơ không đạt", "at risk") {
        add(Why::AtRisk, said);
    }
    if let Some(said) = continuing(ending) {
        add(Why::Continuing, said);
    }
    if let Some(number) = ending.proposed_as {
        let next = ending.year.saturating_add(1);
        add(
            Why::Proposed,
            said(
                format!("là nhiệm vụ {number} của dự thảo năm {next}"),
                format!("task {number} of the draft of {next}"),
            ),
        );
    }
    found
}

/// What is still expected of a task by its state. A result that was handed in waits for its confirmation alone.
fn unfinished(task: &Task) -> Option<Said> {
    match task.state {
        TaskState::Assigned | TaskState::Accepted | TaskState::InProgress => {
            Some(match (task.deadline, task.percent) {
                (Some(due), Some(percent)) => said(
                    format!("chưa trình kết quả, hạn {}, tiến độ {percent}%", day(due)),
                    format!("no result yet, due {}, {percent}% done", day(due)),
                ),
                (Some(due), None) => {
                    said(format!("chưa trình kết quả, hạn {}", day(due)), format!("no result yet, due {}", day(due)))
                }
                (None, _) => said("chưa trình kết quả", "no result yet"),
            })
        }
        TaskState::Returned => Some(said("kết quả bị trả lại, chưa làm lại xong", "returned, not done again yet")),
        TaskState::CarriedOver => Some(said("đã chuyển sang năm sau", "carried over")),
        TaskState::Draft | TaskState::ResultSubmitted | TaskState::Completed | TaskState::Cancelled => None,
    }
}

/// How many of the targets stand so: `01/02 mục tiêu không đạt`.
fn counted(ending: &Ending<'_>, state: Outlook, vi: &str, en: &str) -> Option<Said> {
    let all = ending.targets.len();
    let count = ending.targets.iter().filter(|(_, outlook)| *outlook == state).count();
    (count > 0).then(|| said(format!("{count:02}/{all:02} mục tiêu {vi}"), format!("{count} of {all} targets {en}")))
}

/// What goes on by its nature or by its dates.
fn continuing(ending: &Ending<'_>) -> Option<Said> {
    let task = ending.task;
    if matches!(task.state, TaskState::Cancelled | TaskState::Draft) {
        return None;
    }
    if task.kind == TaskKind::Recurring {
        return Some(said("nhiệm vụ định kỳ", "a recurring task"));
    }
    if task.kind == TaskKind::Undated && !task.is_closed() {
        return Some(said("nhiệm vụ thường xuyên, không thời hạn", "a standing task without a deadline"));
    }
    let dues = ending.targets.iter().filter_map(|(target, _)| target.due);
    let last = dues.chain(task.deadline).filter(|due| due.year() > ending.year).max()?;
    Some(said(format!("có thời hạn đến {}", day(last)), format!("runs to {}", day(last))))
}

/// The words of a task for the next year: `năm 2019` becomes `năm 2020`; periods of several years stay as they are.
pub fn for_next_year(text: &str, year: i16) -> String {
    let (from, to) = (year.to_string(), year.saturating_add(1).to_string());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(&from) {
        let (before, found) = rest.split_at(at);
        let after = found.get(from.len()..).unwrap_or_default();
        let named = ["năm ", "Năm ", "NĂM "].iter().any(|word| before.ends_with(word));
        let goes_on = after.starts_with(|c: char| c.is_ascii_digit())
            || after.trim_start().starts_with(['-', '–', '/'])
            || after.starts_with(" đến")
            || after.starts_with(", 20");
        out.push_str(before);
        out.push_str(if named && !goes_on { &to } else { &from });
        rest = after;
    }
    out.push_str(rest);
    out
}
