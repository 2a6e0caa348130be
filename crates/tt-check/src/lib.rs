//! The checker: [`Document`] in, [`Finding`]s out.
//!
//! Pure and deterministic. Rules are listed in one registry; each is a file of its own. Read [`Rule`](rule::Rule) first.

pub mod finding;
pub mod rule;

pub use finding::{Finding, Message, Related, Severity};
use tt_document::{Document, Extraction};

/// Which rules run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Codes or names to run; empty means all.
    pub select: Vec<String>,
    /// Codes or names to leave out.
    pub ignore: Vec<String>,
}

/// Runs the selected rules over a document and what was found in it; findings come in the order of the text.
pub fn check(document: &Document, extraction: &Extraction, selection: &Selection) -> Vec<Finding> {
    let _ = (document, extraction, selection);
    Vec::new()
}
