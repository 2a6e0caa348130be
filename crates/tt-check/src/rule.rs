//! What a rule is: static data and one pure function.

use tt_document::{Document, Extraction};
use tt_text::date::DateExpression;
use tt_text::{Found, Span};

use crate::breakdown::Breakdown;
use crate::cited::Cited;
use crate::finding::{Finding, Message, Severity};
use crate::reading::Reading;

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

impl Rule {
    /// The group its code belongs to.
    pub fn group(&self) -> Option<Group> {
        let letters = self.code.split('-').next()?;
        Group::ALL.into_iter().find(|group| group.letters() == letters)
    }

    /// A finding of this rule at a place, of the rule's own severity.
    pub(crate) fn finding(&self, span: Span, vi: impl Into<String>, en: impl Into<String>) -> Finding {
        Finding {
            code: self.code,
            severity: self.severity,
            title: Message { vi: vi.into(), en: en.into() },
            explanation: Message::default(),
            recomputation: None,
            span,
            related: Vec::new(),
            fix: None,
        }
    }
}

/// What rules look after; the letters open their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Số liệu: figures that do not agree with each other, or are misprinted.
    Figures,
    /// Viện dẫn: documents cited.
    Citations,
    /// Đánh giá: grades against results.
    Ratings,
    /// Lập luận, bố cục: repeats and order.
    Logic,
    /// Ngôn ngữ: spelling and punctuation.
    Language,
    /// Thể thức: the frame and the numbering of the text.
    Format,
}

impl Group {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 6] =
        [Self::Figures, Self::Citations, Self::Ratings, Self::Logic, Self::Language, Self::Format];

    /// The letters of its codes.
    pub fn letters(self) -> &'static str {
        match self {
            Self::Figures => "SL",
            Self::Citations => "VB",
            Self::Ratings => "DG",
            Self::Logic => "LG",
            Self::Language => "NN",
            Self::Format => "TT",
        }
    }

    /// Its name in Vietnamese.
    pub fn title_vi(self) -> &'static str {
        match self {
            Self::Figures => "Số liệu",
            Self::Citations => "Viện dẫn văn bản",
            Self::Ratings => "Đánh giá kết quả",
            Self::Logic => "Bố cục, lập luận",
            Self::Language => "Ngôn ngữ, chính tả",
            Self::Format => "Thể thức",
        }
    }

    /// Its name in English.
    pub fn title_en(self) -> &'static str {
        match self {
            Self::Figures => "Figures",
            Self::Citations => "Citations",
            Self::Ratings => "Grades",
            Self::Logic => "Structure and logic",
            Self::Language => "Language and spelling",
            Self::Format => "Format",
        }
    }
}

/// What a rule sees.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// What was found in it.
    pub extraction: &'a Extraction,
    /// Sentences, lower-case text and words, prepared once for all rules.
    pub(crate) reading: &'a Reading,
    /// Numbered citations taken apart, in order.
    pub(crate) cited: &'a [Cited<'a>],
    /// Totals with their parts, in order.
    pub(crate) breakdowns: &'a [Breakdown<'a>],
    /// Dates of the whole text, in order.
    pub(crate) dates: &'a [Found<DateExpression>],
}

impl<'a> Context<'a> {
    /// The text a span covers.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.document.slice(span)
    }

    /// The lower-case text a span covers; same length as [`slice`](Self::slice).
    pub(crate) fn lower(&self, span: Span) -> &'a str {
        span.of(&self.reading.lower)
    }

    /// The lower-case text between two places.
    pub(crate) fn between(&self, start: usize, end: usize) -> &'a str {
        self.lower(Span::new(start, end))
    }
}
