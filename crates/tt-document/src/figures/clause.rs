//! The clause round a number: what leads to it and what follows.

use tt_text::Span;

use super::Paragraph;
use super::mention::Mention;

/// What stands round a mention, in offsets of the paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    /// The sentence.
    pub(super) sentence: Span,
    /// From the last break (or the end of the figure before) to the number.
    pub(super) lead: Span,
    /// From the unit to the next break or figure.
    pub(super) tail: Span,
    /// Whether the lead begins inside brackets.
    pub(super) bracketed: bool,
    /// What stands before that bracket, since the figure before or the start of the sentence.
    pub(super) before_bracket: Span,
    /// Whether a figure stands before it in the same sentence, with at most a comma or a bracket between.
    pub(super) continues: bool,
    /// Whether not even a comma stands between: `36 dự án với tổng vốn 13.596 tỷ đồng`.
    pub(super) runs_on: bool,
}

impl Clause {
    pub(super) fn of(paragraph: &Paragraph<'_>, mentions: &[Mention], index: usize) -> Self {
        let Some(mention) = mentions.get(index) else {
            let none = Span::default();
            return Self {
                sentence: none,
                lead: none,
                tail: none,
                bracketed: false,
                before_bracket: none,
                continues: false,
                runs_on: false,
            };
        };
        let sentence = paragraph.sentence(mention.span.start);
        let last =
            index.checked_sub(1).and_then(|last| mentions.get(last)).filter(|last| last.span.end > sentence.start);
        let from = last.map_or(sentence.start, |last| last.span.end);
        let between = paragraph.text.get(from..mention.span.start).unwrap_or_default();
        let (skip, strong) = lead_start(between, last.is_some());
        let next = mentions.get(index + 1).map_or(sentence.end, |next| next.span.start.min(sentence.end));
        let after = paragraph.text.get(mention.span.end..next).unwrap_or_default();
        let open = between.rfind('(').filter(|open| !between.get(*open..).unwrap_or_default().contains(')'));
        Self {
            sentence,
            lead: Span::new(from + skip, mention.span.start),
            tail: Span::new(mention.span.end, mention.span.end + tail_end(after)),
            bracketed: open.is_some(),
            before_bracket: open.map_or(Span::new(from, from), |open| Span::new(from, from + open)),
            continues: last.is_some() && !strong,
            runs_on: last.is_some() && !strong && skip == 0,
        }
    }

    pub(super) fn lead_of<'a>(&self, text: &'a str) -> &'a str {
        self.lead.of(text)
    }

    pub(super) fn tail_of<'a>(&self, text: &'a str) -> &'a str {
        self.tail.of(text)
    }
}

/// Where the clause that leads to a number starts, in what stands since the last figure; and whether a semicolon or a
/// colon cuts it off from that figure.
fn lead_start(between: &str, follows: bool) -> (usize, bool) {
    let strong = between.rfind([';', '\n']).map(|at| at + 1);
    let start = strong.unwrap_or(0);
    let rest = between.get(start..).unwrap_or_default();
    // An open bracket begins a remark of its own.
    if let Some(open) = rest.rfind('(').filter(|open| !rest.get(*open..).unwrap_or_default().contains(')')) {
        return (start + open + 1, strong.is_some());
    }
    if follows && strong.is_none() {
        // What stands before the first comma still belongs to the figure before.
        let cut = rest.find([',', ')', ':']).map_or(0, |at| at + 1);
        return (cut, false);
    }
    (start, strong.is_some())
}

/// How far what follows a number belongs to it.
fn tail_end(after: &str) -> usize {
    let bytes = after.as_bytes();
    let mut at = 0;
    while let Some(found) = after.get(at..).and_then(|rest| rest.find([',', ';', '.', '(', ')', ':'])) {
        at += found;
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        if !(digit(at.checked_sub(1)) && digit(Some(at + 1))) {
            return at;
        }
        at += 1;
    }
    after.len()
}
