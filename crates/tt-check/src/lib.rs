//! The checker: [`Document`] in, [`Finding`]s out.
//!
//! Pure and deterministic. Rules are listed in one registry, [`RULES`]; each is a file of its own with a page of its
//! own. Read [`Rule`] first.

mod breakdown;
mod cited;
pub mod finding;
mod fnv;
mod interval;
mod percent;
mod reading;
pub mod rule;
mod rules;
pub mod selection;
mod statement;
mod syllable;
mod symbol;
mod wording;

pub use finding::{Finding, Message, Related, Severity};
pub use rule::{Group, Rule};
pub use rules::RULES;
pub use selection::{Selection, UnknownRule, find_rule};
use tt_document::{Document, Extraction};

use crate::reading::Reading;
use crate::rule::Context;

/// Runs the selected rules over a document and what was found in it; findings come in the order of the text.
///
/// Names in the selection that no rule bears select nothing; [`Selection::validate`] tells them apart beforehand.
pub fn check(document: &Document, extraction: &Extraction, selection: &Selection) -> Vec<Finding> {
    let reading = Reading::new(document, extraction);
    let bare = Context { document, extraction, reading: &reading, cited: &[], breakdowns: &[], dates: &[] };
    let cited = cited::numbered(&bare);
    let breakdowns = breakdown::breakdowns(&bare);
    let dates = tt_text::date::scan(&document.text);
    let context = Context { cited: &cited, breakdowns: &breakdowns, dates: &dates, ..bare };
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| selection.includes(rule)) {
        (rule.check)(&context, &mut findings);
    }
    findings.sort_by(|a, b| (a.span.start, a.span.end, a.code).cmp(&(b.span.start, b.span.end, b.code)));
    findings
}

#[cfg(test)]
mod tests;
