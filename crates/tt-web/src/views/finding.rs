//! Findings of the checker for the screen, and the outline their places are told by.

use tt_app::Language;
use tt_check::{Finding, Severity};
use tt_document::Document;
use tt_document::extract::OutlineItem;
use tt_text::Span;

use crate::error::sentence;
use crate::show::{say, shortened};

/// A finding.
#[derive(Clone, Debug)]
pub(crate) struct FindingView {
    /// From 1, in the order of the text.
    pub(crate) number: usize,
    pub(crate) code: &'static str,
    /// `bad`, `warn` or `info`.
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
    /// The severity in a word.
    pub(crate) severity: &'static str,
    pub(crate) title: String,
    pub(crate) explanation: String,
    pub(crate) recomputation: Option<String>,
    /// `Mục III.1`, or the line of the file.
    pub(crate) place: String,
    /// What stands there.
    pub(crate) quote: String,
    pub(crate) fix: Option<String>,
    pub(crate) related: Vec<RelatedView>,
}

/// Another place that takes part in a finding.
#[derive(Clone, Debug)]
pub(crate) struct RelatedView {
    pub(crate) note: String,
    pub(crate) quote: String,
    pub(crate) place: String,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) all: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
}

impl Tally {
    pub(crate) fn of(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            all: findings.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Info),
        }
    }
}

/// The findings of a document, in order.
pub(crate) fn views(
    findings: &[Finding],
    document: &Document,
    outline: &[OutlineItem],
    lang: Language,
) -> Vec<FindingView> {
    let view = |(index, finding): (usize, &Finding)| {
        let (class, icon, vi, en) = match finding.severity {
            Severity::Error => ("bad", "octagon-alert", "Nghiêm trọng", "Error"),
            Severity::Warning => ("warn", "triangle-alert", "Cảnh báo", "Warning"),
            Severity::Info => ("info", "info", "Lưu ý", "Note"),
        };
        let related = finding.related.iter().map(|related| RelatedView {
            note: sentence(lang.pick(&related.note)).trim_end_matches('.').to_owned(),
            quote: shortened(document.slice(related.span), 120),
            place: place(outline, document, related.span, lang),
        });
        FindingView {
            number: index + 1,
            code: finding.code,
            class,
            icon,
            severity: say(lang, vi, en),
            title: sentence(lang.pick(&finding.title)).trim_end_matches('.').to_owned(),
            explanation: sentence(lang.pick(&finding.explanation)),
            recomputation: finding.recomputation.clone(),
            place: place(outline, document, finding.span, lang),
            quote: shortened(document.slice(finding.span), 160),
            fix: finding.fix.clone(),
            related: related.collect(),
        }
    };
    findings.iter().enumerate().map(view).collect()
}

/// Where a span stands: the labels of the headings above it (`Mục III.1`), else the line of its file.
fn place(outline: &[OutlineItem], document: &Document, span: Span, lang: Language) -> String {
    let path = heading_path(outline, span.start);
    if !path.is_empty() {
        return format!("{} {path}", say(lang, "Mục", "Section"));
    }
    match document.lines.line_of(span.start) {
        Some(line) => format!("{} {line}", say(lang, "Dòng", "Line")),
        None => say(lang, "Phần đầu", "Head").to_owned(),
    }
}

/// `III.1` for the first sub-heading of the third heading.
fn heading_path(outline: &[OutlineItem], offset: usize) -> String {
    let mut path: Vec<&OutlineItem> = Vec::new();
    for item in outline.iter().take_while(|item| item.span.start <= offset) {
        path.retain(|above| above.level < item.level);
        path.push(item);
    }
    let mut parts: Vec<String> = Vec::new();
    for item in path {
        let label = item.label.trim_end_matches(['.', ')', ':']);
        // A label that repeats the one above (`2.1` under `2`) stands for both.
        let below = parts.last().and_then(|above| label.strip_prefix(above.as_str())?.strip_prefix('.'));
        parts.push(below.unwrap_or(label).to_owned());
    }
    parts.join(".")
}

/// An entry of the outline beside a text.
#[derive(Clone, Debug)]
pub(crate) struct OutlineView {
    pub(crate) label: String,
    pub(crate) title: String,
    /// 1 for the outermost.
    pub(crate) depth: u8,
    pub(crate) href: String,
    /// How many findings stand under it, down to the next entry.
    pub(crate) findings: usize,
}

/// The two outer levels of an outline.
pub(crate) fn outline(items: &[OutlineItem], document: &Document, findings: &[Finding]) -> Vec<OutlineView> {
    let top = items.iter().map(|item| item.level).min().unwrap_or(1);
    let shown: Vec<&OutlineItem> = items.iter().filter(|item| item.level <= top + 1).collect();
    let entry = |(index, item): (usize, &&OutlineItem)| {
        let end = shown.get(index + 1).map_or(usize::MAX, |next| next.span.start);
        let under = |finding: &&Finding| (item.span.start..end).contains(&finding.span.start);
        OutlineView {
            label: item.label.clone(),
            title: shortened(&item.title, 70),
            depth: item.level - top + 1,
            href: document.block_at(item.span.start).map_or_else(String::new, |block| format!("#k-{block}")),
            findings: findings.iter().filter(under).count(),
        }
    };
    shown.iter().enumerate().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(label: &str, level: u8, start: usize) -> OutlineItem {
        OutlineItem { label: label.to_owned(), title: String::new(), level, span: Span::new(start, start + 1) }
    }

    #[test]
    fn places_are_told_by_the_headings_above() {
        let outline =
            [item("II.", 1, 0), item("2.", 2, 10), item("2.1.", 3, 20), item("III.", 1, 30), item("1.", 2, 40)];
        assert_eq!(heading_path(&outline, 25), "II.2.1");
        assert_eq!(heading_path(&outline, 35), "III");
        assert_eq!(heading_path(&outline, 45), "III.1");
        assert_eq!(heading_path(&[], 5), "");
    }
}
