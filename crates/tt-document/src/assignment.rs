//! What a document assigns (giao nhiệm vụ): a decision, a plan, a directive, or the conclusions of a meeting.
//!
//! Four ways of assigning are read: a table with a column for the task and one for who, when or with what product; the
//! name of an agency as a title with its tasks under it; a sentence that gives a task to someone (`Giao Sở … chủ trì …`);
//! and numbered tasks under an article or a heading that speaks of tasks. What is found is a proposal to a person, who
//! reads it beside the text before anything is assigned.

mod address;
mod due;
mod outlined;
mod table;

use tt_text::Span;

use crate::model::Document;

pub use due::{Due, Frequency};

/// A task that a document assigns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Where in the document: `khoản 2 Điều 1`, `mục II.1`, `số thứ tự 4`; empty where nothing is numbered.
    pub clause: String,
    /// The task in the document's words.
    pub text: String,
    /// Where those words stand.
    pub text_span: Span,
    /// Who is to do it, as named there: agencies, divisions, posts or persons.
    pub lead: Option<String>,
    /// Who works along (phối hợp), as named there.
    pub coordinators: Option<String>,
    /// Until when, or how often.
    pub due: Option<Due>,
    /// What has to be handed in (sản phẩm).
    pub product: Option<String>,
}

/// Finds the tasks a document assigns, in its order.
pub fn assigned(document: &Document) -> Vec<Assigned> {
    let year = document.frame.date.year;
    let mut found = table::tasks(document, year);
    // A table repeats in short what the text says at length: where there is one, it is the list.
    if found.is_empty() {
        found = outlined::tasks(document, year);
    }
    found
}

#[cfg(test)]
mod tests;
