//! Sections as they are kept: their words, every version of them, what people remark on them.

use jiff::Timestamp;

use super::content::Block;
use crate::id::{CommentId, DivisionId, ReportId, SectionId, TaskId, UserId};
use crate::task::coded;

/// A section of a report being composed (mục).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Identity.
    pub id: SectionId,
    /// The report it is a part of.
    pub report: ReportId,
    /// Order in the report.
    pub position: u32,
    /// Name by which it is generated again, unique in its report.
    pub key: String,
    /// What it is called in the outline.
    pub title: String,
    /// The task it reports on.
    pub task: Option<TaskId>,
    /// The division that contributes it.
    pub division: Option<DivisionId>,
    /// Its words.
    pub blocks: Vec<Block>,
    /// The words last generated for it; empty for one written by hand.
    pub base: Vec<Block>,
    /// Counts its changes, from 1.
    pub version: u32,
    /// Whether it was taken out of the report; its versions stay.
    pub removed: bool,
    /// When last changed.
    pub updated_at: Timestamp,
    /// Who last changed it; `None` for the system.
    pub updated_by: Option<UserId>,
}

coded! {
    /// How a version of a section came about.
    Made {
        /// Generated from records.
        Generated = "generated",
        /// Taken from a file or from what the report said before.
        TakenIn = "taken_in",
        /// Written by a person.
        Written = "written",
        /// Generated again.
        Refreshed = "refreshed",
        /// A suggestion was taken.
        Suggested = "suggested",
        /// Taken out of the report.
        Removed = "removed",
    }
}

/// A version of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionVersion {
    /// Which, from 1.
    pub version: u32,
    /// How it came about.
    pub made: Made,
    /// Its words.
    pub blocks: Vec<Block>,
    /// When.
    pub at: Timestamp,
    /// Who; `None` for the system.
    pub by: Option<UserId>,
}

coded! {
    /// What someone remarks.
    CommentKind {
        /// Góp ý.
        Comment = "comment",
        /// Đề nghị sửa: other words for those quoted.
        Suggestion = "suggestion",
    }
}

coded! {
    /// What became of a remark.
    CommentState {
        /// Open.
        Open = "open",
        /// Settled.
        Done = "done",
        /// A suggestion that was taken.
        Taken = "taken",
        /// A suggestion that was declined.
        Declined = "declined",
    }
}

/// A remark before it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComment {
    /// On which section.
    pub section: SectionId,
    /// Of which kind.
    pub kind: CommentKind,
    /// The words it is about.
    pub quote: String,
    /// What is said.
    pub text: String,
    /// Words to put in place of those quoted, of a suggestion.
    pub replacement: Option<String>,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A remark on a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Identity.
    pub id: CommentId,
    /// The remark.
    pub said: NewComment,
    /// What became of it.
    pub state: CommentState,
    /// Answers, in order.
    pub replies: Vec<Reply>,
}

/// An answer to a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What is said.
    pub text: String,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}
