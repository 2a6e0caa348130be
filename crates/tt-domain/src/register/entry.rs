//! An entry (dòng của sổ) as kept: what stays the same of it, and the spans of days its history falls into.

use jiff::Timestamp;
use jiff::civil::Date;

use super::standing::{Mark, StageChange, Standing};
use crate::id::{DocumentId, EntryId, RegisterId, RegisterStageId, StageChangeId, UserId};

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Identity.
    pub id: EntryId,
    /// Register it is in.
    pub register: RegisterId,
    /// Day from which it is an entry.
    pub since: Date,
    /// What it is called today.
    pub title: String,
    /// Document it was read from.
    pub source_document: Option<DocumentId>,
    /// Sentence it was read from.
    pub source_sentence: Option<String>,
    /// Counted up by each change.
    pub version: i64,
    /// When it was taken out of the register, where it was.
    pub removed_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A change of stage as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedChange {
    /// Identity.
    pub id: StageChangeId,
    /// What was said.
    pub change: StageChange,
    /// Who recorded it.
    pub recorded_by: Option<UserId>,
    /// When.
    pub recorded_at: Timestamp,
    /// When it was withdrawn as wrong, and why.
    pub withdrawn: Option<(Timestamp, String)>,
}

/// Where an entry was, from a day up to, not including, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PositionSpan {
    /// The stage; `None` for none yet.
    pub stage: Option<RegisterStageId>,
    /// First day.
    pub from: Date,
    /// Day after the last; `None` for still.
    pub to: Option<Date>,
}

/// What was said of a stage, from a day up to, not including, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkSpan {
    /// The stage.
    pub stage: RegisterStageId,
    /// What.
    pub mark: Mark,
    /// First day.
    pub from: Date,
    /// Day after the last; `None` for still.
    pub to: Option<Date>,
}

/// The spans a history falls into; those of no day at all are left out.
pub fn spans(since: Date, history: &[StageChange]) -> (Vec<PositionSpan>, Vec<MarkSpan>) {
    let mut positions = vec![PositionSpan { stage: None, from: since, to: None }];
    let mut marks: Vec<MarkSpan> = Vec::new();
    let mut standing = Standing::default();
    for change in history {
        let before = standing.at;
        standing.apply(change);
        if standing.at != before {
            if let Some(last) = positions.last_mut() {
                last.to = Some(change.day);
            }
            positions.push(PositionSpan { stage: standing.at, from: change.day, to: None });
        }
        let open = marks.iter_mut().find(|span| span.stage == change.stage && span.to.is_none());
        if let Some(open) = open {
            open.to = Some(change.day);
        }
        marks.push(MarkSpan { stage: change.stage, mark: change.mark, from: change.day, to: None });
    }
    positions.retain(|span| span.to.is_none_or(|to| to > span.from));
    marks.retain(|span| span.to.is_none_or(|to| to > span.from));
    (positions, marks)
}
