//! How far an entry has come: its stage, and what is known of each stage.
//!
//! A change says that a stage was begun, is blocked, is done, or is not needed. Most changes are moves: the entry is then
//! at that stage. A change of a stage that was left open behind (land still blocked while works go on) moves nothing, and
//! so does one that says a stage is not needed. What is not said of a stage is unknown, never "not done".

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Move, Register};
use crate::calendar::days_from;
use crate::id::{DocumentId, RegisterStageId};
use crate::task::coded;

coded! {
    /// What is said of a stage.
    Mark {
        /// Đang làm.
        Begun = "begun",
        /// Vướng mắc.
        Blocked = "blocked",
        /// Xong.
        Done = "done",
        /// Không phải làm.
        NotNeeded = "not_needed",
    }
}

/// Something said of a stage, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageChange {
    /// Which stage.
    pub stage: RegisterStageId,
    /// What.
    pub mark: Mark,
    /// The day.
    pub day: Date,
    /// Whether it happened on that day; else at the latest then, as a report of that day says.
    pub exact: bool,
    /// Document it rests on.
    pub document: Option<DocumentId>,
    /// The document as written, and anything else.
    pub note: String,
}

/// What is known of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkAt {
    /// What.
    pub mark: Mark,
    /// Since when.
    pub day: Date,
    /// Whether it happened on that day.
    pub exact: bool,
}

/// How far an entry has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The stage it is at.
    pub at: Option<RegisterStageId>,
    /// Since when it is there.
    pub since: Option<Date>,
    /// Day of the last change.
    pub last: Option<Date>,
    /// What is known of each stage; one that is not here is unknown.
    pub marks: BTreeMap<RegisterStageId, MarkAt>,
}

impl Standing {
    /// The fold of a history up to the end of a day.
    pub fn of(history: &[StageChange], day: Date) -> Self {
        let mut standing = Self::default();
        for change in history.iter().filter(|change| change.day <= day) {
            standing.apply(change);
        }
        standing
    }

    /// What follows from one more change.
    pub fn apply(&mut self, change: &StageChange) {
        if self.is_move(change.stage, change.mark) {
            self.at = Some(change.stage);
            self.since = Some(change.day);
        }
        self.last = Some(change.day);
        let mark = MarkAt { mark: change.mark, day: change.day, exact: change.exact };
        self.marks.insert(change.stage, mark);
    }

    /// What is known of a stage.
    pub fn mark(&self, stage: RegisterStageId) -> Option<Mark> {
        self.marks.get(&stage).map(|known| known.mark)
    }

    /// Whether saying this of a stage takes the entry there.
    pub fn is_move(&self, stage: RegisterStageId, mark: Mark) -> bool {
        let left_open = matches!(self.mark(stage), Some(Mark::Begun | Mark::Blocked));
        self.at != Some(stage) && mark != Mark::NotNeeded && !left_open
    }

    /// Days over what the stage typically takes, while it is not done; 0 when it is in time or nothing is typical.
    pub fn days_over(&self, register: &Register, today: Date) -> i32 {
        let over = || {
            let stage = self.at?;
            let (Mark::Begun | Mark::Blocked) = self.mark(stage)? else { return None };
            let typical = register.stage(stage)?.spec.typical_days?;
            Some((days_from(self.since?, today) - i32::from(typical)).max(0))
        };
        over().unwrap_or(0)
    }
}

/// Why a change is not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveFault {
    /// No such stage, or one that is no longer gone to.
    #[error("no such stage")]
    UnknownStage,
    /// Not a move of this register.
    #[error("this move is not allowed")]
    NotAllowed {
        /// Where one can go from here.
        allowed: Vec<RegisterStageId>,
    },
    /// Dated before the last change.
    #[error("dated before the last change, {0}")]
    BeforeLast(Date),
    /// Dated before the entry began.
    #[error("dated before the entry's first day, {0}")]
    BeforeEntry(Date),
    /// Dated after today.
    #[error("dated after today")]
    Future,
    /// It is so already.
    #[error("it is so already")]
    Already,
}

/// What is possible but unusual, and asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoveDoubt {
    /// The move leaves out what usually comes between.
    Unusual,
    /// A stage that was done is opened again.
    Reopened,
    /// It rests on no document.
    NoDocument,
    /// The stage took less than a tenth of the days it typically takes.
    VeryQuick,
}

/// Whether a change is possible after this, and what is to be asked about it.
///
/// # Errors
/// Why it is not possible.
pub fn decide(
    register: &Register,
    standing: &Standing,
    since: Date,
    change: &StageChange,
    today: Date,
) -> Result<Vec<MoveDoubt>, MoveFault> {
    let stage = register.stage(change.stage).filter(|stage| !stage.spec.retired).ok_or(MoveFault::UnknownStage)?;
    if change.day > today {
        return Err(MoveFault::Future);
    }
    if change.day < since {
        return Err(MoveFault::BeforeEntry(since));
    }
    if let Some(last) = standing.last.filter(|last| change.day < *last) {
        return Err(MoveFault::BeforeLast(last));
    }
    let known = standing.mark(change.stage);
    let mut doubts = Vec::new();
    if standing.is_move(change.stage, change.mark) {
        let found = register.moves.iter().find(|one| one.from == standing.at && one.to == change.stage);
        match found {
            None => {
                return Err(MoveFault::NotAllowed { allowed: allowed(register, standing).map(|one| one.to).collect() });
            }
            Some(one) if !one.usual => doubts.push(MoveDoubt::Unusual),
            Some(_) => {}
        }
    } else if known == Some(change.mark) {
        return Err(MoveFault::Already);
    } else if known == Some(Mark::Done) {
        doubts.push(MoveDoubt::Reopened);
    }
    if change.document.is_none() && change.note.trim().is_empty() {
        doubts.push(MoveDoubt::NoDocument);
    }
    let began = standing.marks.get(&change.stage).filter(|at| at.mark == Mark::Begun && change.mark == Mark::Done);
    if let (Some(began), Some(typical)) = (began, stage.spec.typical_days) {
        if days_from(began.day, change.day) * 10 < i32::from(typical) {
            doubts.push(MoveDoubt::VeryQuick);
        }
    }
    Ok(doubts)
}

/// Moves from where an entry is, to stages that are still gone to.
pub fn allowed<'a>(register: &'a Register, standing: &Standing) -> impl Iterator<Item = &'a Move> {
    let at = standing.at;
    let open = |id: RegisterStageId| register.stage(id).is_some_and(|stage| !stage.spec.retired);
    register.moves.iter().filter(move |one| one.from == at && open(one.to))
}
