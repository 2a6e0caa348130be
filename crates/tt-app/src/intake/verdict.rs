//! What is said of each row of a file before anything is written.

use std::collections::HashMap;
use std::hash::Hash;

use tt_check::Message;

use super::columns::{Field, Head};
use crate::error::AppError;
use crate::sheet::{Cell, Row};
use crate::wording::say;

/// A row of a file with what would become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedRow {
    /// Its number in the file, as spreadsheets show it.
    pub number: usize,
    /// What it is about.
    pub about: String,
    /// What would become of it.
    pub verdict: Verdict,
}

/// What would become of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It makes something.
    New,
    /// It changes something.
    Changed(Vec<Change>),
    /// It says what is on record.
    Same,
    /// It is not taken.
    Refused(Vec<Fault>),
}

/// What a row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Heading of the column.
    pub column: Message,
    /// As on record.
    pub before: String,
    /// As in the file.
    pub after: String,
}

/// Why a row is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The cell, `C7`; the row's number where no cell is at fault.
    pub cell: String,
    /// Heading of the column.
    pub column: Option<Message>,
    /// What stands there.
    pub found: String,
    /// What is wrong and the remedy.
    pub message: Message,
}

/// A row being judged.
pub(super) struct Judging<'a> {
    pub(super) head: &'a Head,
    pub(super) row: &'a Row,
    pub(super) faults: Vec<Fault>,
    pub(super) changes: Vec<Change>,
}

impl<'a> Judging<'a> {
    /// Begins with what holds for every cell: a formula counts by its value, and has to have one.
    pub(super) fn new(head: &'a Head, row: &'a Row) -> Self {
        let mut judging = Self { head, row, faults: Vec::new(), changes: Vec::new() };
        for (field, cell) in head.cells(row) {
            if cell.formula && (cell.text.is_empty() || cell.text.starts_with('#')) {
                judging.fault(field, no_value());
            } else if cell.text.contains('\0') {
                judging.fault(field, say("ô có ký tự không in được; hãy gõ lại", "unprintable; type it again"));
            }
        }
        judging
    }

    pub(super) fn text(&self, field: Field) -> Option<&'a str> {
        self.head.text(self.row, field)
    }

    pub(super) fn fault(&mut self, field: Field, message: Message) {
        let (cell, column) = self.head.place(self.row, field);
        let found = self.text(field).unwrap_or_default().chars().take(200).collect();
        self.faults.push(Fault { cell, column, found, message });
    }

    /// Notes a refusal of what the row says as one of that cell.
    pub(super) fn refused(&mut self, field: Field, error: AppError) -> Result<(), AppError> {
        match error {
            AppError::Refused(message) | AppError::RefusedAt { message, .. } => {
                self.fault(field, message);
                Ok(())
            }
            AppError::Forbidden => {
                self.fault(field, say("ngoài phạm vi quyền của bạn", "not within your rights"));
                Ok(())
            }
            other => Err(other),
        }
    }

    /// Finds fault with a second row about the same thing (`key`), by the first that was.
    pub(super) fn once<K: Eq + Hash>(&mut self, field: Field, seen: &mut HashMap<K, usize>, key: K) {
        match seen.get(&key) {
            Some(first) => self.fault(field, twice(*first)),
            None => _ = seen.insert(key, self.row.number),
        }
    }

    /// A day; one that cannot be read is a fault.
    pub(super) fn day(&mut self, field: Field) -> Option<jiff::civil::Date> {
        match self.head.cell(self.row, field).map(Cell::as_day)? {
            Ok(day) => day,
            Err(typed) => {
                self.fault(
                    field,
                    say(
                        format!("“{typed}” không phải ngày; hãy ghi như 31/12/2026"),
                        format!("“{typed}” is no day; write it as 31/12/2026"),
                    ),
                );
                None
            }
        }
    }

    /// Notes a change of that column.
    pub(super) fn change(&mut self, field: Field, before: impl Into<String>, after: impl Into<String>) {
        let (_, column) = self.head.place(self.row, field);
        let column = column.unwrap_or_else(|| say("", ""));
        self.changes.push(Change { column, before: before.into(), after: after.into() });
    }

    /// The row with its verdict; whether it makes something new is the caller's to say.
    pub(super) fn done(self, about: &str, new: bool) -> JudgedRow {
        let about = about.chars().take(200).collect();
        let verdict = if !self.faults.is_empty() {
            Verdict::Refused(self.faults)
        } else if new {
            Verdict::New
        } else if self.changes.is_empty() {
            Verdict::Same
        } else {
            Verdict::Changed(self.changes)
        };
        JudgedRow { number: self.row.number, about, verdict }
    }
}

fn no_value() -> Message {
    say(
        "ô là công thức chưa có giá trị hoặc báo lỗi; hãy mở bằng Excel, dán lại dưới dạng giá trị",
        "a formula without a value, or in error; open it in Excel and paste it as a value",
    )
}

/// The same thing twice in one file.
fn twice(first: usize) -> Message {
    say(
        format!("trùng với dòng {first} trong tệp; hãy bỏ bớt một dòng"),
        format!("the same as row {first} of the file; take one away"),
    )
}

/// Texts that say the same: blanks do not count.
pub(super) fn same_text(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
