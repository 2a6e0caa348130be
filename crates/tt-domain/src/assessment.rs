//! Grades of a task: suggested, self, appraised and final stand apart and are never merged.

use jiff::Timestamp;

use crate::id::{DocumentId, ReportId, TaskId, UserId};
use crate::task::coded;

coded! {
    /// The four levels (Decree 56/2015/NĐ-CP; kept by 90/2020 and 335/2025).
    Grade {
        /// Không hoàn thành nhiệm vụ.
        NotCompleted = "not_completed",
        /// Hoàn thành nhiệm vụ.
        Completed = "completed",
        /// Hoàn thành tốt nhiệm vụ.
        Good = "good",
        /// Hoàn thành xuất sắc nhiệm vụ.
        Excellent = "excellent",
    }
}

impl Grade {
    /// How high it stands: 0 for the lowest.
    pub fn level(self) -> u8 {
        match self {
            Self::NotCompleted => 0,
            Self::Completed => 1,
            Self::Good => 2,
            Self::Excellent => 3,
        }
    }

    /// The lower of two.
    #[must_use]
    pub fn lower(self, other: Self) -> Self {
        if other.level() < self.level() { other } else { self }
    }

    /// The head of a unit is never graded above it (Decree 233/2026/NĐ-CP).
    #[must_use]
    pub fn of_head(self, unit: Self) -> Self {
        self.lower(unit)
    }

    /// The words official texts use, without `nhiệm vụ`.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotCompleted => "Không hoàn thành",
            Self::Completed => "Hoàn thành",
            Self::Good => "Hoàn thành tốt",
            Self::Excellent => "Hoàn thành xuất sắc",
        }
    }
}

coded! {
    /// Who says so.
    Stage {
        /// Computed from evidence.
        Suggested = "suggested",
        /// The agency of itself.
        SelfGraded = "self",
        /// The appraising body.
        Appraised = "appraised",
        /// The deciding authority.
        Final = "final",
    }
}

/// A grade given at one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Task graded.
    pub task: TaskId,
    /// Who says so.
    pub stage: Stage,
    /// The level.
    pub grade: Grade,
    /// Reasons or justification, if given.
    pub reason: Option<String>,
    /// Report that states it, for a self-grade read from one.
    pub report: Option<ReportId>,
    /// Decision or other document it rests on.
    pub document: Option<DocumentId>,
    /// Who gave it; `None` for the program reading a report.
    pub by: Option<UserId>,
    /// When recorded.
    pub recorded_at: Timestamp,
}
