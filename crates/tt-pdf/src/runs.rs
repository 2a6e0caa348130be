//! Runs as the templates take them: plain strings, styled text, text kept on one line, note marks.

use tt_document::model::{Document, Run, RunRole};
use tt_text::Span;
use typst::foundations::{Array, IntoValue, Value, dict};

/// Longest word, in characters, kept on one line; a longer one might not fit.
const WHOLE_LIMIT: usize = 28;

/// Which notes have had their first mark.
#[derive(Debug)]
pub(crate) struct Marked(Vec<bool>);

impl Marked {
    /// None of a document's notes yet.
    pub(crate) fn none(document: &Document) -> Self {
        Self(vec![false; document.notes.len()])
    }

    /// Whether this is the first mark of a note that exists; `None` for a mark without a note.
    fn first(&mut self, note: usize) -> Option<bool> {
        self.0.get_mut(note).map(|marked| !std::mem::replace(marked, true))
    }

    /// The notes no mark leads to.
    pub(crate) fn unmarked(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter(|(_, marked)| !**marked).map(|(index, _)| index)
    }
}

/// The runs inside a span. With `marked`, note marks become footnotes; without, text (inside notes themselves).
pub(crate) fn runs(document: &Document, runs: &[Run], within: Span, mut marked: Option<&mut Marked>) -> Array {
    let mut pieces = Array::new();
    let mut pending = Pending::default();
    for run in runs.iter().filter(|run| within.contains(run.span)) {
        let text = document.slice(run.span);
        let first = match (&run.role, marked.as_deref_mut()) {
            (RunRole::NoteMark(note), Some(marked)) => marked.first(*note).map(|first| (*note, first)),
            _ => None,
        };
        if let Some((note, first)) = first {
            pending.flush(&mut pieces);
            let index = i64::try_from(note).unwrap_or_default();
            let text = superscript(&clean(text));
            pieces.push(dict! { "note" => index, "first" => first, "text" => text }.into_value());
            continue;
        }
        if (run.strong, run.emphasis) != (pending.strong, pending.emphasis) {
            pending.flush(&mut pieces);
        }
        (pending.strong, pending.emphasis) = (run.strong, run.emphasis);
        pending.text.push_str(&clean(text));
    }
    pending.flush(&mut pieces);
    pieces
}

/// Text of one style, gathered from neighbouring runs so that words broken over runs are shaped and kept whole.
#[derive(Default)]
struct Pending {
    text: String,
    strong: bool,
    emphasis: bool,
}

impl Pending {
    fn flush(&mut self, pieces: &mut Array) {
        let text = glued(&std::mem::take(&mut self.text));
        let mut plain = 0;
        for word in words(&text) {
            if breaks_badly(word.of(&text)) {
                self.push(pieces, &text[plain..word.start], false);
                self.push(pieces, word.of(&text), true);
                plain = word.end;
            }
        }
        self.push(pieces, &text[plain..], false);
    }

    fn push(&self, pieces: &mut Array, text: &str, whole: bool) {
        if text.is_empty() {
            return;
        }
        pieces.push(if self.strong || self.emphasis || whole {
            let (strong, emphasis) = (self.strong, self.emphasis);
            dict! { "text" => text, "strong" => strong, "emphasis" => emphasis, "whole" => whole }.into_value()
        } else {
            Value::Str(text.into())
        });
    }
}

/// The words of a text: its stretches without white space.
fn words(text: &str) -> impl Iterator<Item = Span> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + word.len())
    })
}

/// Whether a word would read badly if a line ended inside it, as Unicode's rules allow after `/`, `-` and `–`: numbers
/// and symbols of documents (`4443/VP-TH`), ranges (`2018–2030`).
fn breaks_badly(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters.len() <= WHOLE_LIMIT
        && letters.windows(3).any(|three| match three {
            [_, '/', after] => after.is_alphabetic(),
            [before, '-', after] if before.is_uppercase() => after.is_uppercase(),
            [before, '–' | '-', after] => before.is_ascii_digit() && after.is_ascii_digit(),
            _ => false,
        })
}

/// The closing mark `./.` never stands alone on a line.
fn glued(text: &str) -> String {
    text.replace(" ./.", "\u{a0}./.")
}

/// Text without control characters and line separators, each of which becomes a space.
pub(crate) fn clean(text: &str) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    text.chars().map(|letter| if breaks(letter) { ' ' } else { letter }).collect()
}

/// A mark of plain digits, raised.
pub(crate) fn superscript(mark: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raise = |letter: char| letter.to_digit(10).and_then(|digit| RAISED.get(digit as usize)).copied();
    mark.chars().map(|letter| raise(letter).unwrap_or(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_and_ranges_are_kept_whole() {
        for word in ["4443/VP-TH", "/SCT-KHTCTH", "số:24/KH-SCT;", "QĐ-UBND", "2018–2030", "2018-2030)"] {
            assert!(breaks_badly(word), "{word}");
        }
        for word in ["10/11", "ngày", "Sở", "-", "a-b", "./.", "https://example.vn/rat/dai/khong/vua/mot/dong"] {
            assert!(!breaks_badly(word), "{word}");
        }
    }

    #[test]
    fn the_closing_mark_is_glued() {
        assert_eq!(glued("Sở Công Thương ./."), "Sở Công Thương\u{a0}./.");
        assert_eq!(glued("Sở Công Thương./."), "Sở Công Thương./.");
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(clean("a\u{0}b\nc\u{2028}d\u{85}e"), "a b c d e");
    }

    #[test]
    fn marks_of_digits_are_raised() {
        assert_eq!(superscript("12"), "¹²");
        assert_eq!(superscript("¹"), "¹");
        assert_eq!(superscript("(a)"), "(a)");
    }
}
