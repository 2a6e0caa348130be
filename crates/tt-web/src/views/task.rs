//! Tasks for the screen: cards, rows and the task's own page.

use jiff::civil::Date;
use tt_app::Language;
use tt_app::records::TaskSummary;
use tt_domain::assessment::{Grade, Rating, Stage};
use tt_domain::goal::promised;
use tt_domain::task::{Cause, Obstacle, Target, TaskState};
use tt_domain::timeliness::{Timeliness, timeliness};

use crate::show::{self, Status, say, shortened};
use crate::views::indicator::{Indicator, indicators, lead};

/// A task in a list.
#[derive(Clone, Debug)]
pub(crate) struct TaskRow {
    pub(crate) href: String,
    pub(crate) number: u32,
    /// Statement, whole.
    pub(crate) statement: String,
    /// Statement, cut to a title.
    pub(crate) name: String,
    pub(crate) status: Status,
    /// Its deadline.
    pub(crate) deadline: Option<String>,
    /// How it stands against its deadline.
    pub(crate) time: Option<TimeNote>,
    /// Self-grade.
    pub(crate) grade: Option<GradeView>,
    /// The value that says most about it.
    pub(crate) lead: Option<Indicator>,
    /// How many figures its part of the report states.
    pub(crate) figures: usize,
}

/// How a task stands against its deadline.
#[derive(Clone, Debug)]
pub(crate) struct TimeNote {
    pub(crate) words: String,
    /// `bad`, `warn` or nothing.
    pub(crate) class: &'static str,
}

/// A grade given.
#[derive(Clone, Debug)]
pub(crate) struct GradeView {
    pub(crate) grade: Grade,
    pub(crate) words: &'static str,
    pub(crate) class: &'static str,
}

impl GradeView {
    pub(crate) fn new(grade: Grade, lang: Language) -> Self {
        let class = match grade {
            Grade::NotCompleted => "bad",
            Grade::Completed => "",
            Grade::Good | Grade::Excellent => "ok",
        };
        Self { grade, words: show::grade(grade, lang), class }
    }
}

impl TaskRow {
    pub(crate) fn new(summary: &TaskSummary, today: Date, lang: Language) -> Self {
        let task = &summary.task;
        let values = indicators(&summary.figures, lang);
        Self {
            href: format!("/nhiem-vu/{}", task.id),
            number: task.number,
            name: shortened(&task.statement, 90),
            statement: task.statement.clone(),
            status: show::task_state(task.state, lang),
            deadline: task.deadline.map(show::date),
            // A result handed in waits for its confirmation; days no longer run against those who handed it in.
            time: if task.state == TaskState::ResultSubmitted {
                None
            } else {
                time_note(timeliness(task, today), lang)
            },
            grade: grade_at(&summary.ratings, Stage::SelfGraded).map(|grade| GradeView::new(grade, lang)),
            lead: lead(&values).cloned(),
            figures: summary.figures.len(),
        }
    }
}

/// The grade given at a stage.
pub(crate) fn grade_at(ratings: &[Rating], stage: Stage) -> Option<Grade> {
    ratings.iter().find(|rating| rating.stage == stage).map(|rating| rating.grade)
}

pub(crate) fn time_note(time: Timeliness, lang: Language) -> Option<TimeNote> {
    let note = |words: String, class| Some(TimeNote { words, class });
    match time {
        Timeliness::Overdue { days } => {
            note(format!("{} {days} {}", say(lang, "quá", "overdue"), say(lang, "ngày", "days")), "bad")
        }
        Timeliness::DueSoon { days: 0 } => note(say(lang, "hạn hôm nay", "due today").to_owned(), "warn"),
        Timeliness::DueSoon { days } => {
            note(format!("{} {days} {}", say(lang, "còn", "due in"), say(lang, "ngày", "days")), "warn")
        }
        Timeliness::InTime { days } => {
            note(format!("{} {days} {}", say(lang, "còn", "due in"), say(lang, "ngày", "days")), "")
        }
        Timeliness::DoneLate { days } => {
            note(format!("{} {days} {}", say(lang, "xong trễ", "done late by"), say(lang, "ngày", "days")), "warn")
        }
        Timeliness::DoneOnTime => note(say(lang, "xong đúng hạn", "done on time").to_owned(), ""),
        Timeliness::NotCounted | Timeliness::NoDeadline | Timeliness::Done => None,
    }
}

/// A target.
#[derive(Clone, Debug)]
pub(crate) struct TargetView {
    pub(crate) text: String,
    /// `≥ 5.180 triệu USD`; `None` for a narrative target.
    pub(crate) goal: Option<String>,
}

impl TargetView {
    pub(crate) fn new(target: &Target) -> Self {
        Self { text: target.text.clone(), goal: target.measure.as_ref().map(promised) }
    }
}

/// A step of the scale of four.
#[derive(Clone, Debug)]
pub(crate) struct ScaleStep {
    pub(crate) words: &'static str,
    /// The self-grade stands here.
    pub(crate) is_self: bool,
    /// The grade evidence suggests stands here.
    pub(crate) is_suggested: bool,
}

/// The four levels with the grades on them.
pub(crate) fn scale(own: Option<Grade>, suggested: Option<Grade>, lang: Language) -> Vec<ScaleStep> {
    Grade::ALL
        .iter()
        .map(|grade| ScaleStep {
            words: show::grade(*grade, lang),
            is_self: own == Some(*grade),
            is_suggested: suggested == Some(*grade),
        })
        .collect()
}

/// A difficulty.
#[derive(Clone, Debug)]
pub(crate) struct ObstacleView {
    pub(crate) heading: Option<String>,
    pub(crate) text: String,
    /// Number and page of the task it bears on.
    pub(crate) task: Option<(u32, String)>,
    pub(crate) cause: Option<&'static str>,
}

impl ObstacleView {
    pub(crate) fn new(obstacle: &Obstacle, tasks: &[TaskSummary], lang: Language) -> Self {
        let task = tasks.iter().find(|summary| Some(summary.task.id) == obstacle.task);
        let cause = obstacle.cause.map(|cause| match cause {
            Cause::Objective => say(lang, "Khách quan", "Objective"),
            Cause::Subjective => say(lang, "Chủ quan", "Subjective"),
        });
        Self {
            heading: obstacle.heading.clone(),
            text: unmarked(&obstacle.text).to_owned(),
            task: task.map(|summary| (summary.task.number, format!("/nhiem-vu/{}", summary.task.id))),
            cause,
        }
    }
}

/// A text without the list marker or number it begins with (`- `, `2.3. `), which says nothing outside its list.
fn unmarked(text: &str) -> &str {
    let text = text.trim_start_matches(['-', '+', '•', ' ']);
    match text.split_once(". ") {
        Some((label, rest)) if !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => {
            rest
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_markers_and_numbers_are_left_out() {
        assert_eq!(unmarked("- Thiếu vốn"), "Thiếu vốn");
        assert_eq!(unmarked("2.3. Thiếu vốn. Chậm."), "Thiếu vốn. Chậm.");
        assert_eq!(unmarked("Năm 2019. Chậm."), "Năm 2019. Chậm.");
    }
}
