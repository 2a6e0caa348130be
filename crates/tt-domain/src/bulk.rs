//! What is done to several tasks at once: each row has its verdict, and its way back where there is one.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::id::{BulkActionId, DivisionId, PersonId, TaskId, UserId};
use crate::task::coded;

coded! {
    /// What can be done to several tasks at once.
    BulkKind {
        /// Đôn đốc.
        Urge = "urge",
        /// Tiếp nhận.
        Accept = "accept",
        /// Phân công: name who does the work.
        Officer = "officer",
        /// Chuyển phòng chủ trì.
        Lead = "lead",
        /// Xin gia hạn; of a draft, set its deadline.
        Deadline = "deadline",
        /// Bình luận.
        Comment = "comment",
        /// Xác nhận kết quả.
        Confirm = "confirm",
        /// Chuyển sang năm sau.
        CarryOver = "carry_over",
    }
}

/// Something done to several tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkDone {
    /// Identity.
    pub id: BulkActionId,
    /// Who did it.
    pub user: UserId,
    /// What.
    pub kind: BulkKind,
    /// Address of the list it was done from.
    pub back: String,
    /// When.
    pub at: Timestamp,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

/// What became of one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRow {
    /// Which.
    pub task: TaskId,
    /// Whether it was done.
    pub done: bool,
    /// In words.
    pub verdict: String,
    /// How it is taken back.
    pub undo: Option<Undo>,
    /// Version the task had after it; undone only while it still has.
    pub version: Option<i64>,
}

/// The way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// Name this officer again, or nobody.
    Officer(Option<PersonId>),
    /// Let this division lead again, or none.
    Lead(Option<DivisionId>),
    /// Set this deadline again, of a draft.
    Deadline(Option<Date>),
    /// Withdraw the request for a later deadline.
    Withdraw,
}

impl Undo {
    /// As it is kept: `officer 12`, `lead`, `deadline 2026-12-31`, `withdraw`.
    pub fn text(self) -> String {
        let with = |word: &str, value: Option<String>| match value {
            Some(value) => format!("{word} {value}"),
            None => word.to_owned(),
        };
        match self {
            Self::Officer(id) => with("officer", id.map(|id| id.to_string())),
            Self::Lead(id) => with("lead", id.map(|id| id.to_string())),
            Self::Deadline(day) => with("deadline", day.map(|day| day.to_string())),
            Self::Withdraw => "withdraw".to_owned(),
        }
    }

    /// Reads what [`Self::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let (word, value) = text.split_once(' ').map_or((text, None), |(word, value)| (word, Some(value)));
        Some(match word {
            "officer" => Self::Officer(value.map(str::parse).transpose().ok()?),
            "lead" => Self::Lead(value.map(str::parse).transpose().ok()?),
            "deadline" => Self::Deadline(value.map(str::parse).transpose().ok()?),
            "withdraw" => Self::Withdraw,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_kept_and_read_again() {
        let day = jiff::civil::date(2026, 12, 31);
        let ways = [
            Undo::Officer(Some(PersonId(12))),
            Undo::Officer(None),
            Undo::Lead(Some(DivisionId(3))),
            Undo::Deadline(Some(day)),
            Undo::Deadline(None),
            Undo::Withdraw,
        ];
        for way in ways {
            assert_eq!(Undo::read(&way.text()), Some(way));
        }
        assert_eq!(Undo::read("officer x"), None);
        assert_eq!(Undo::read(""), None);
    }
}
