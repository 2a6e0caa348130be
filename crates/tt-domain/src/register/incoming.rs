//! An entry offered by what was read elsewhere, before a person takes it over: codes and words, no identities.

use jiff::civil::Date;

use super::standing::Mark;
use crate::id::DocumentId;

/// An entry read out of a report or file. Codes are those of the preset's definition; an agency's register of that
/// preset that was changed since may not know them all, and what it does not know is told and left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingEntry {
    /// Key of the preset: `cho`.
    pub preset: String,
    /// Values as written, by the code of their field.
    pub values: Vec<(String, String)>,
    /// Stages it has gone through, the earliest first.
    pub stages: Vec<IncomingStage>,
    /// The day it is known from: the report's, where nothing earlier is said.
    pub since: Date,
    /// Document it was read from.
    pub document: Option<DocumentId>,
    /// The sentence it was read from.
    pub sentence: String,
}

/// What was read of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingStage {
    /// Code of the stage.
    pub stage: String,
    /// What is said of it.
    pub mark: Mark,
    /// The day.
    pub day: Date,
    /// Whether it happened on that day; else at the latest then.
    pub exact: bool,
    /// The document it rests on, as written: `Quyết định số 2324/QĐ-UBND ngày 29/11/2019`.
    pub document: Option<String>,
}
