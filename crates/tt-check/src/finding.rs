//! What a rule reports.

use tt_text::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// For information.
    Info,
    /// Worth a person's look.
    Warning,
    /// Wrong on the text's own evidence.
    Error,
}

impl Severity {
    /// The name machine output uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A sentence in both languages of the product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Vietnamese, as officers write it.
    pub vi: String,
    /// English.
    pub en: String,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Short label of the rule (`SL-02`).
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The fault in one sentence, with the figures of this case.
    pub title: Message,
    /// Why it is so, in a sentence or two.
    pub explanation: Message,
    /// The calculation, as an officer would write it (`4.750 / 5.180 = 91,7%`).
    pub recomputation: Option<String>,
    /// Where.
    pub span: Span,
    /// Other places that take part.
    pub related: Vec<Related>,
    /// Replacement for the text at the span, when there is exactly one right one.
    pub fix: Option<String>,
}

/// Another place that takes part in a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What part it plays.
    pub note: Message,
}

impl Finding {
    /// With its reason.
    #[must_use]
    pub(crate) fn because(mut self, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.explanation = Message { vi: vi.into(), en: en.into() };
        self
    }

    /// With its calculation.
    #[must_use]
    pub(crate) fn computed(mut self, calculation: impl Into<String>) -> Self {
        self.recomputation = Some(calculation.into());
        self
    }

    /// With another place that takes part.
    #[must_use]
    pub(crate) fn beside(mut self, span: Span, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.related.push(Related { span, note: Message { vi: vi.into(), en: en.into() } });
        self
    }

    /// With another severity than its rule's.
    #[must_use]
    pub(crate) fn at(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With the one right replacement.
    #[must_use]
    pub(crate) fn fixed(mut self, replacement: impl Into<String>) -> Self {
        self.fix = Some(replacement.into());
        self
    }
}
