//! Reading a file: bytes to Document, secrets turned away, findings made.

use tt_check::{Finding, Message, Selection};
use tt_document::compare::{Comparison, Side, compare};
use tt_document::{Document, Extraction};

use crate::wording;

/// A document read, with everything found in it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// What was found in it.
    pub found: Extraction,
}

/// Reads a file and finds what is in it. `name` is only used to speak of it.
///
/// # Errors
/// A sentence for people: the file cannot be read, or is marked as a state secret.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Message> {
    let document = tt_document::read(bytes).map_err(|error| wording::unreadable(name, &error))?;
    if let Some(secrecy) = document.frame.secrecy {
        return Err(wording::secret(name, secrecy));
    }
    let found = tt_document::extract(&document);
    Ok(Reading { document, found })
}

impl Reading {
    /// Runs the checker's rules.
    pub fn check(&self, selection: &Selection) -> Vec<Finding> {
        tt_check::check(&self.document, &self.found, selection)
    }

    /// What differs from this one to another.
    pub fn compare(&self, other: &Self) -> Comparison {
        compare(
            Side { document: &self.document, found: &self.found },
            Side { document: &other.document, found: &other.found },
        )
    }
}
