//! What the document and its headings say about the figures below them.

use tt_text::fold::lower;

use crate::model::{BlockKind, Document};

/// What holds where a paragraph stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// Whether the document allots money or sets plans: its sums are planned ones.
    pub(super) allots: bool,
    /// The level of the heading that sets targets, if one is open.
    targets: Option<u8>,
    /// Periods named by the subject (level 0) and the open headings, the nearest last.
    periods: Vec<(u8, String)>,
}

impl Scope {
    pub(super) fn of(document: &Document) -> Self {
        let subject = document.frame.subject.as_deref().unwrap_or_default();
        let period = tt_text::period::scan(subject).into_iter().next().map(|found| found.span.of(subject).to_owned());
        Self {
            allots: allots(document),
            periods: period.map(|period| (0, period)).into_iter().collect(),
            targets: None,
        }
    }

    /// The period that the nearest heading names, or the document's subject.
    pub(super) fn period(&self) -> Option<String> {
        self.periods.last().map(|(_, period)| period.clone())
    }

    /// Whether a heading above says that targets follow.
    pub(super) fn sets_targets(&self) -> bool {
        self.targets.is_some()
    }

    pub(super) fn enter_heading(&mut self, level: u8, title: &str) {
        if self.targets.is_some_and(|open| level <= open) {
            self.targets = None;
        }
        self.periods.retain(|(above, _)| *above < level);
        let lower = lower(title);
        let article = lower.strip_prefix("điều ").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        let body = article
            .unwrap_or(&lower)
            .trim_start_matches(|c: char| !c.is_alphabetic() || matches!(c, 'i' | 'v' | 'x'))
            .trim_end_matches(':');
        let sets =
            ["mục tiêu", "chỉ tiêu", "các chỉ tiêu", "các mục tiêu", "một số chỉ tiêu", "phương hướng", "kế hoạch năm"];
        let met = ["kết quả", "đánh giá", "tình hình", "thực hiện"];
        if sets.iter().any(|head| body.starts_with(head))
            && !met.iter().any(|word| body.contains(word))
            && self.targets.is_none()
        {
            self.targets = Some(level);
        }
        if let Some(found) = tt_text::period::scan(title).into_iter().next() {
            self.periods.push((level, found.span.of(title).to_owned()));
        }
    }
}

/// Whether a decision or resolution is about a plan or a budget: its title says so.
fn allots(document: &Document) -> bool {
    const ABOUT: [&str; 8] =
        ["dự toán", "kế hoạch vốn", "kế hoạch đầu tư", "chỉ tiêu", "phân bổ", "kinh phí", "ngân sách", "vốn đầu tư"];
    let kind = document.frame.kind.as_deref().map(lower);
    let mut title = document.frame.subject.as_deref().map(lower).unwrap_or_default();
    if title.is_empty() {
        let opening = document.blocks.iter().take(12).map(|block| lower(document.slice(block.span)));
        title = opening
            .skip_while(|line| !(line.starts_with("quyết định") || line.starts_with("nghị quyết")))
            .take(2)
            .collect::<Vec<_>>()
            .join(" ");
    }
    let decides = kind.as_deref().is_some_and(|kind| matches!(kind, "quyết định" | "nghị quyết"))
        || title.starts_with("quyết định")
        || title.starts_with("nghị quyết");
    decides
        && ABOUT.iter().any(|words| title.contains(words))
        && document.blocks.iter().any(|block| !matches!(block.kind, BlockKind::Frame))
}
