//! What a rule is: static data and one pure function.

use tt_document::{Document, Extraction};

use crate::finding::{Finding, Severity};

/// A rule of the checker.
#[derive(Debug)]
pub struct Rule {
    /// Short label for people; never reused.
    pub code: &'static str,
    /// Kebab-case name of the fault; its identity.
    pub name: &'static str,
    /// Title in Vietnamese.
    pub title_vi: &'static str,
    /// Title in English.
    pub title_en: &'static str,
    /// Severity its findings carry unless they lower it themselves.
    pub severity: Severity,
    /// What it rests on (decree, article) or `None` for plain arithmetic and logic.
    pub basis: Option<&'static str>,
    /// Its documentation page, in Vietnamese Markdown.
    pub docs: &'static str,
    /// The check itself: pushes its findings.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
}

/// What a rule sees.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// What was found in it.
    pub extraction: &'a Extraction,
}
