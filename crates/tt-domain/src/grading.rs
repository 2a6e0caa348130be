//! Grading: what evidence suggests under a set of criteria, for a task and for an agency.
//!
//! A suggestion decides nothing. It is computed from facts handed in, says every reason with the record it rests on, and
//! stands beside what people give: the self-grade, the appraised grade and the final one, four things never merged.
//! Read [`criteria::Criteria`] first, then [`task::suggest`], [`unit::suggest`] and [`ranking`].

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::assessment::{Grade, Stage};
use crate::id::{AgencyId, CriteriaSetId, DocumentId, GradeEntryId, ReportId, TargetId, TaskId, UserId};
use crate::said::Said;
use crate::task::coded;

pub mod criteria;
pub mod ranking;
pub mod shipped;
pub mod summary;
pub mod task;
#[cfg(test)]
mod tests;
pub mod unit;

pub use criteria::{Criteria, Fault, Method};

coded! {
    /// Whom a set is for.
    Subject {
        /// State agencies (cơ quan hành chính).
        Agencies = "agencies",
        /// Public units (đơn vị sự nghiệp công lập).
        PublicUnits = "public_units",
        /// Both.
        All = "all",
    }
}

/// A set of criteria as kept, with the days on which it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaSet {
    /// Identity; `None` for one that comes with the program.
    pub id: Option<CriteriaSetId>,
    /// Whose: a province's own; `None` for one that comes with the program.
    pub agency: Option<AgencyId>,
    /// Short name, the same for all its versions: `nd-335-2025`.
    pub code: String,
    /// Counts its versions.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// The documents it follows.
    pub basis: String,
    /// Whom it is for.
    pub subject: Subject,
    /// First day it holds.
    pub valid_from: Date,
    /// Last day it holds.
    pub valid_to: Option<Date>,
    /// What it says.
    pub criteria: Criteria,
}

impl CriteriaSet {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// The set that holds on a day for such an agency: an agency's own goes before those that come with the program, a later
/// beginning before an earlier one, a later version before an earlier one.
pub fn in_force(sets: &[CriteriaSet], subject: Subject, day: Date) -> Option<&CriteriaSet> {
    let for_it = |set: &&CriteriaSet| set.subject == Subject::All || set.subject == subject;
    let holding = sets.iter().filter(|set| set.holds_on(day)).filter(for_it);
    holding.max_by_key(|set| (set.agency.is_some(), set.valid_from, set.version))
}

/// What a reason rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A target.
    Target(TargetId),
    /// A task.
    Task(TaskId),
    /// A criterion, by the name of its field.
    Criterion(&'static str),
}

/// A reason for a suggestion and the record it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// In words and numbers.
    pub said: Said,
    /// What it rests on.
    pub about: About,
}

/// What evidence suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The grade that what is proved gives; `None` when nothing is proved.
    pub grade: Option<Grade>,
    /// The grade if all that is not proved yet turns out reached; the same where all is proved.
    pub at_best: Option<Grade>,
    /// Score in percent or points, by what is proved.
    pub score: Option<Decimal>,
    /// Every reason.
    pub reasons: Vec<Reason>,
}

/// A grade someone gave, kept for good: the newest of a task and stage holds, the others are its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeEntry {
    /// Identity.
    pub id: GradeEntryId,
    /// Agency graded, or whose task it is.
    pub agency: AgencyId,
    /// Year graded.
    pub year: i16,
    /// Task; `None` when the agency itself is graded.
    pub task: Option<TaskId>,
    /// Who says so.
    pub stage: Stage,
    /// The level; `None` when it was taken back.
    pub grade: Option<Grade>,
    /// What evidence suggested at that moment.
    pub suggested: Option<Grade>,
    /// Justification.
    pub reason: Option<String>,
    /// Decision or other document it rests on.
    pub document: Option<DocumentId>,
    /// Report it was read from.
    pub report: Option<ReportId>,
    /// Who; `None` for the program reading a report.
    pub by: Option<UserId>,
    /// When it was recorded.
    pub at: Timestamp,
    /// The day it was said, where that is another: the day of the report it was read from.
    pub said_on: Option<Date>,
}

/// Something confirmed for grading, with why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Why.
    pub reason: String,
    /// Document that proves it.
    pub document: Option<DocumentId>,
}

/// What people confirmed of a task for grading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmedFacts {
    /// Which task.
    pub task: TaskId,
    /// Its coefficient when works are added up (hệ số quy đổi).
    pub coefficient: Decimal,
    /// That it went beyond what was asked (vượt yêu cầu).
    pub exceeded: Option<Confirmed>,
    /// That an objective cause stood in its way (nguyên nhân khách quan).
    pub objective_cause: Option<Confirmed>,
    /// Who.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// What has to hold for a grade to be given at a stage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GradeRefusal {
    /// It departs from the suggestion, or from the stage before, without a reason.
    #[error("no reason, though it departs from {from:?}")]
    NeedsReason {
        /// What it departs from.
        from: Stage,
        /// That grade.
        grade: Grade,
    },
    /// By someone who gave a grade at a stage before.
    #[error("by the one who gave {0:?}")]
    SamePerson(Stage),
    /// Nothing was self-graded yet.
    #[error("nothing to appraise")]
    NothingBefore(Stage),
    /// The final decision without its document.
    #[error("no decision document")]
    NeedsDocument,
    /// The year is closed for grading.
    #[error("closed")]
    Closed,
}

/// A grade about to be given.
#[derive(Clone, Debug)]
pub struct Giving<'a> {
    /// At which stage.
    pub stage: Stage,
    /// The level.
    pub grade: Grade,
    /// Justification, trimmed.
    pub reason: &'a str,
    /// Document it rests on.
    pub document: Option<DocumentId>,
    /// Who gives it.
    pub by: UserId,
    /// What evidence suggests now.
    pub suggested: Option<Grade>,
    /// Newest entries of the other stages.
    pub before: &'a [GradeEntry],
    /// Whether the year is closed for grading.
    pub closed: bool,
}

/// Whether a grade may be given so; rights are asked before.
///
/// # Errors
/// Why not.
pub fn check(giving: &Giving<'_>) -> Result<(), GradeRefusal> {
    if giving.closed && giving.stage != Stage::Final {
        return Err(GradeRefusal::Closed);
    }
    let newest = |stage: Stage| giving.before.iter().find(|entry| entry.stage == stage && entry.grade.is_some());
    let earlier: &[Stage] = match giving.stage {
        Stage::Suggested | Stage::SelfGraded => &[],
        Stage::Appraised => &[Stage::SelfGraded],
        Stage::Final => &[Stage::Appraised, Stage::SelfGraded],
    };
    // An appraisal judges a self-grade; a decision may come straight after one.
    let judged = earlier.iter().find_map(|stage| newest(*stage));
    if let (Some(missing), None) = (earlier.last(), judged) {
        return Err(GradeRefusal::NothingBefore(*missing));
    }
    if let Some(same) = earlier.iter().filter_map(|stage| newest(*stage)).find(|entry| entry.by == Some(giving.by)) {
        return Err(GradeRefusal::SamePerson(same.stage));
    }
    if giving.stage == Stage::Final && giving.document.is_none() {
        return Err(GradeRefusal::NeedsDocument);
    }
    let compared = match giving.stage {
        Stage::Suggested | Stage::SelfGraded => giving.suggested.map(|grade| (Stage::Suggested, grade)),
        Stage::Appraised | Stage::Final => judged.and_then(|entry| entry.grade.map(|grade| (entry.stage, grade))),
    };
    match compared {
        Some((from, grade)) if grade != giving.grade && giving.reason.is_empty() => {
            Err(GradeRefusal::NeedsReason { from, grade })
        }
        _ => Ok(()),
    }
}

/// Stages that disagree with one another: each pair of neighbours whose grades differ.
pub fn disagreements(grades: &[(Stage, Grade)]) -> Vec<(Stage, Stage)> {
    let ordered: Vec<(Stage, Grade)> =
        Stage::ALL.iter().filter_map(|stage| grades.iter().find(|(known, _)| known == stage).copied()).collect();
    ordered
        .iter()
        .zip(ordered.iter().skip(1))
        .filter(|((_, one), (_, other))| one != other)
        .map(|((one, _), (other, _))| (*one, *other))
        .collect()
}
