//! What several rules look at, prepared once: lower-case text, words, sentences and the figures in each.

use std::ops::Range;

use tt_document::extract::{Figure, FigureKind};
use tt_document::{BlockKind, Document, Extraction};
use tt_text::Span;
use tt_text::fold::{is_word_char, lower};
use tt_text::numeral::{self, Numeral};

/// A document prepared for the rules.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The text in lower case, every character at the offset it has in the text.
    pub(crate) lower: String,
    /// Runs of letters and digits, in order.
    pub(crate) words: Vec<Span>,
    /// Sentences of the body, one table cell each at least, in order.
    pub(crate) sentences: Vec<Sentence>,
    /// Whether blanks and capital letters in the text can be relied on.
    pub(crate) spacing: Spacing,
}

/// More figures than any sentence has.
const MAX_FIGURES: usize = 300;

/// How the text's blanks look as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Spacing {
    /// As typed by a person.
    #[default]
    Typed,
    /// Put back by a program: odd blanks say nothing about the author.
    Restored,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Its place, final mark included.
    pub(crate) span: Span,
    /// The block it stands in; past the last block for footnotes.
    pub(crate) block: usize,
    /// Whether it is a cell of a table.
    pub(crate) in_table: bool,
    /// Its figures, as indices into the extraction's.
    pub(crate) figures: Range<usize>,
}

impl Reading {
    pub(crate) fn new(document: &Document, extraction: &Extraction) -> Self {
        let lower = lower(&document.text);
        let words = words(&document.text);
        let spacing = spacing(&document.text);
        let mut reading = Self { lower, words, sentences: Vec::new(), spacing };
        reading.split(document, extraction);
        reading
    }

    /// Words that lie in a span.
    pub(crate) fn words_in(&self, span: Span) -> &[Span] {
        let from = self.words.partition_point(|word| word.start < span.start);
        let to = self.words.partition_point(|word| word.end <= span.end);
        self.words.get(from..to).unwrap_or_default()
    }

    /// Sentences that begin in a span.
    pub(crate) fn sentences_in(&self, span: Span) -> &[Sentence] {
        let from = self.sentences.partition_point(|sentence| sentence.span.start < span.start);
        let to = self.sentences.partition_point(|sentence| sentence.span.start < span.end);
        self.sentences.get(from..to).unwrap_or_default()
    }

    /// The word itself, in lower case.
    pub(crate) fn word(&self, word: Span) -> &str {
        word.of(&self.lower)
    }

    fn split(&mut self, document: &Document, extraction: &Extraction) {
        let mut pieces: Vec<(Span, usize, bool)> = Vec::new();
        for (index, block) in document.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Frame => {}
                BlockKind::Table(table) => {
                    pieces.extend(table.rows.iter().flatten().map(|cell| (*cell, index, true)));
                }
                _ => pieces.push((block.span, index, false)),
            }
        }
        let blocks = document.blocks.len();
        pieces.extend(document.notes.iter().enumerate().map(|(index, note)| (note.span, blocks + index, false)));
        let mut next = 0;
        for (span, block, in_table) in pieces {
            for sentence in sentences(&document.text, span) {
                let before = |at: usize| extraction.figures.get(at).is_some_and(|f| f.span.start < sentence.start);
                while before(next) {
                    next += 1;
                }
                let from = next;
                while extraction.figures.get(next).is_some_and(|figure| figure.span.start < sentence.end) {
                    next += 1;
                }
                // What holds hundreds of figures is no sentence; comparing all of them with each other would not end.
                let figures = if next - from > MAX_FIGURES { from..from } else { from..next };
                self.sentences.push(Sentence { span: sentence, block, in_table, figures });
            }
        }
    }
}

fn words(text: &str) -> Vec<Span> {
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (is_word_char(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| Span::new(from, text.len())));
    words
}

/// Texts whose words were once taken apart and put together again have blanks before commas throughout.
fn spacing(text: &str) -> Spacing {
    let (mut marks, mut odd) = (0, 0);
    for (before, mark) in text.bytes().zip(text.bytes().skip(1)) {
        marks += usize::from(matches!(mark, b',' | b';'));
        odd += usize::from(before == b' ' && matches!(mark, b',' | b';' | b'.'));
    }
    if odd >= 5 && odd * 20 > marks { Spacing::Restored } else { Spacing::Typed }
}

/// Splits a piece of text at full stops, question and exclamation marks that a blank and a capital letter follow.
fn sentences(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = span.start;
    let slice = span.of(text);
    let mut word: Option<usize> = None;
    let mut ends_sentence = false;
    for (at, c) in slice.char_indices() {
        if is_word_char(c) {
            word = word.or(Some(at));
            continue;
        }
        if let Some(from) = word.take() {
            ends_sentence = may_end_sentence(slice.get(from..at).unwrap_or_default(), span.start + from == start);
        }
        if !matches!(c, '.' | '!' | '?' | '…') || !ends_sentence {
            continue;
        }
        let after = slice.get(at + c.len_utf8()..).unwrap_or_default();
        let rest = after.trim_start();
        if rest.len() < after.len() && rest.chars().next().is_some_and(|next| next.is_uppercase() || next == '-') {
            let end = span.start + at + c.len_utf8();
            found.push(Span::new(start, end));
            start = span.start + slice.len() - rest.len();
        }
    }
    if start < span.end {
        found.push(Span::new(start, span.end));
    }
    found
}

/// Whether a full stop after this word may end a sentence: not after `TP.`, nor after the label `1.` at the head.
fn may_end_sentence(word: &str, at_head: bool) -> bool {
    let short = word.chars().count() <= 2;
    !(short && (at_head || word.starts_with(char::is_uppercase)))
}

/// The number of a figure as printed, with its own place.
pub(crate) fn printed(text: &str, figure: &Figure) -> Option<(Numeral, Span)> {
    let slice = figure.span.of(text);
    let at = slice.find(|c: char| c.is_ascii_digit())?;
    let found = numeral::scan_at(slice, at)?;
    Some((found.value.ok()?, found.span.shifted(figure.span.start)))
}

/// A figure that is one positive amount with a unit: not a percent, a ratio, a range or a rank.
pub(crate) fn is_amount(figure: &Figure) -> bool {
    use FigureKind as Kind;
    let plain = !matches!(figure.kind, Kind::Rank | Kind::Ratio | Kind::Range | Kind::Index);
    plain
        && !is_percent(figure)
        && figure.of.is_none()
        && figure.value_max.is_none()
        && figure.value.is_some_and(|value| !value.is_sign_negative())
}

/// Whether a figure is in percent.
pub(crate) fn is_percent(figure: &Figure) -> bool {
    figure.unit.as_deref().is_some_and(|unit| matches!(unit.trim(), "%" | "phần trăm"))
}

/// The unit of a figure in one form, for comparing: folded, short forms of money written out.
pub(crate) fn unit_key(figure: &Figure) -> Option<String> {
    let unit = tt_text::fold(figure.unit.as_deref()?);
    let unit = unit.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(match unit.as_str() {
        "ty" | "ty d" | "ti dong" | "ti" => "ty dong".to_owned(),
        "tr dong" | "trd" | "trieu d" => "trieu dong".to_owned(),
        "hec ta" | "hecta" => "ha".to_owned(),
        "ccn" | "cum" => "cum cong nghiep".to_owned(),
        _ => unit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_keeps_its_offsets() {
        let text = "ĐẠT İ 5.180 Triệu";
        assert_eq!(lower(text).len(), text.len());
        assert_eq!(lower("ĐẠT Ước"), "đạt ước");
    }

    #[test]
    fn sentences_end_before_a_capital_letter() {
        let text = "1. Ước đạt 4.750 triệu. Trong đó có TP. Hải Phòng. Còn lại 12,5 ha.";
        let spans = sentences(text, Span::new(0, text.len()));
        let found: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["1. Ước đạt 4.750 triệu.", "Trong đó có TP. Hải Phòng.", "Còn lại 12,5 ha."]);
    }

    #[test]
    fn restored_blanks_are_recognised() {
        assert_eq!(spacing("một , hai , ba ; bốn , năm , sáu"), Spacing::Restored);
        assert_eq!(spacing("một, hai, ba; bốn , năm, sáu"), Spacing::Typed);
    }
}
