//! The task list's filter as text a person can type, save and share.
//!
//! `trạng-thái:quá-hạn phòng:QLTM người:"Nguyễn Văn A" hạn<=31/12/2019 nhóm:phòng xếp:hạn kế hoạch`: terms apart by
//! blanks, all of which hold; alternatives apart by commas; `-` before a term for its opposite; anything without a key
//! is looked for in the text, in quotes where it has blanks, a colon or a leading hyphen. Keys and words may be typed
//! without marks, without hyphens and in English: `state:overdue division:QLTM due<=2019-12-31`. A filter printed and
//! read again is the same filter.

use jiff::civil::Date;

use crate::calendar::days_after;

mod matching;
mod parse;
mod print;
#[cfg(test)]
mod tests;
mod words;

pub use matching::{OrderKey, TaskFacts, compare, group_key, matches, order_key};
pub use parse::{FilterError, Problem, parse};
pub(crate) use parse::{Sign, Value, Word, error, only, words as terms};
pub use print::{Chip, Language};
pub use words::{DateField, Group, KindWord, LineWord, NameField, OtherKey, SortKey, StateWord};

/// What a list shows, how it is grouped and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// All of these hold.
    pub terms: Vec<Term>,
    /// How the list is grouped.
    pub group: Option<Group>,
    /// Its order: by the first, then the second…
    pub sort: Vec<Sort>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether its opposite is meant.
    pub negated: bool,
    /// The condition.
    pub test: Test,
}

/// What a term asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Any of these states, stored or computed.
    State(Vec<StateWord>),
    /// Any of these kinds.
    Kind(Vec<KindWord>),
    /// Any of these lines of command.
    Line(Vec<LineWord>),
    /// Programmes of any of these years.
    Year(Vec<i16>),
    /// A name: agency, division, person…
    Name(NameField, Vec<Name>),
    /// A day.
    Day(DateField, DayTest),
    /// Words in the text.
    Text(String),
}

/// A name looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// `tôi`, `me`: whoever looks; for a division or agency, their own.
    Mine,
    /// `không`, `none`: nobody named.
    Nobody,
    /// Whole words of the name, in their order: `QLTM`, `Nguyễn Văn A`.
    Is(String),
}

/// A day a term names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// This day.
    On(Date),
    /// So many days from the day the list is looked at: `hôm-nay+7`.
    Today(i32),
}

impl Day {
    /// The day it is when the list is looked at.
    pub fn on(self, today: Date) -> Date {
        match self {
            Self::On(date) => date,
            Self::Today(days) => days_after(today, days),
        }
    }
}

/// What is asked of a day. A task without that day passes only [`DayTest::Missing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayTest {
    /// `<`
    Before(Day),
    /// `<=`
    UpTo(Day),
    /// `=` or `:`
    On(Day),
    /// `>=`
    From(Day),
    /// `>`
    After(Day),
    /// `a..b`, both included.
    Within(Day, Day),
    /// `không`, `none`: no day is set.
    Missing,
}

/// One key of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// `-` before it: the greatest first.
    pub descending: bool,
}

impl Filter {
    /// Whether every task passes.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The same filter without one of its terms.
    #[must_use]
    pub fn without(&self, index: usize) -> Self {
        let mut filter = self.clone();
        if index < filter.terms.len() {
            filter.terms.remove(index);
        }
        filter
    }
}
