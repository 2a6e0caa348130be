//! What several rules look at, prepared once: lower-case text, words, sentences and the figures in each.

use std::ops::Range;

use tt_document::extract::{Figure, FigureKind};
use tt_document::{BlockKind, Document, Extraction};
use tt_text::Span;
use tt_text::fold::{is_word_char, lower};
use tt_text::numeral::{self, Numeral};

use crate::fnv::hash;

/// A document prepared for the rules.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The text in lower case, every character at the offset it has in the text.
    pub(crate) lower: String,
    /// Runs of letters and digits, in order.
    pub(crate) words: Vec<Span>,
    /// The hash of each word in lower case, in the order of [`words`](Self::words).
    pub(crate) hashes: Vec<u64>,
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
        let hashes = words.iter().map(|word| hash(word.of(&lower))).collect();
        let spacing = spacing(&document.text);
        let mut reading = Self { lower, words, hashes, sentences: Vec::new(), spacing };
        reading.split(document, extraction);
        reading
    }

    /// Words that lie in a span.
    pub(crate) fn words_in(&self, span: Span) -> &[Span] {
        self.words.get(self.indices_in(span)).unwrap_or_default()
    }

    /// The hashes of the words that lie in a span.
    pub(crate) fn hashes_in(&self, span: Span) -> &[u64] {
        self.hashes.get(self.indices_in(span)).unwrap_or_default()
    }

    fn indices_in(&self, span: Span) -> Range<usize> {
        let from = self.words.partition_point(|word| word.start < span.start);
        let to = self.words.partition_point(|word| word.end <= span.end);
        from..to
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
            for sentence in sentences(&document.text, &self.words, span) {
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
    let bytes = text.as_bytes();
    let mut start = None;
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        // The letters of Vietnamese begin with these bytes; whatever else is not ASCII is looked at as a character.
        let (inside, len) = match (first, bytes.get(at + 1)) {
            (0..0x80, _) => (first.is_ascii_alphanumeric(), 1),
            (0xC4..=0xC8, _) => (true, 2),
            (0xE1, Some(0xB8..=0xBB)) => (true, 3),
            _ => {
                let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                (is_word_char(c), c.len_utf8())
            }
        };
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
        at += len;
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

/// Splits a piece of text at full stops, question and exclamation marks that a blank and a capital letter follow;
/// `words` are those of the whole text.
fn sentences(text: &str, words: &[Span], span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = span.start;
    for (at, byte) in span.of(text).bytes().enumerate() {
        let at = span.start + at;
        let mark = match byte {
            b'.' | b'!' | b'?' => char::from(byte),
            0xE2 if text.get(at..).is_some_and(|rest| rest.starts_with('…')) => '…',
            _ => continue,
        };
        let end = at + mark.len_utf8();
        let after = text.get(end..span.end).unwrap_or_default();
        let rest = after.trim_start();
        let capital = |next: char| next.is_uppercase() || next == '-';
        if rest.len() == after.len() || !rest.chars().next().is_some_and(capital) {
            continue;
        }
        let last = words.partition_point(|word| word.end <= at).checked_sub(1).and_then(|last| words.get(last));
        let Some(word) = last.filter(|word| word.start >= span.start) else { continue };
        if may_end_sentence(word.of(text), word.start == start) {
            found.push(Span::new(start, end));
            start = span.end - rest.len();
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
    let unit = tt_text::one_line(&unit);
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
        let spans = sentences(text, &words(text), Span::new(0, text.len()));
        let found: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["1. Ước đạt 4.750 triệu.", "Trong đó có TP. Hải Phòng.", "Còn lại 12,5 ha."]);
    }

    #[test]
    fn restored_blanks_are_recognised() {
        assert_eq!(spacing("một , hai , ba ; bốn , năm , sáu"), Spacing::Restored);
        assert_eq!(spacing("một, hai, ba; bốn , năm, sáu"), Spacing::Typed);
    }
}
