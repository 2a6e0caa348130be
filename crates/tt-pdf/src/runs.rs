//! Runs as the templates take them: plain strings, styled text, text kept on one line, note marks.

use std::collections::BTreeMap;

use tt_document::model::{Document, Run, RunRole};
use tt_render::form::Type;
use tt_render::glue::{closed, glued};
use tt_render::measure::line_width;
use tt_text::Span;
use typst::foundations::{Array, IntoValue, Value, dict};

/// Which notes have had their first mark, and where records that are shown lead to.
#[derive(Debug)]
pub(crate) struct Marked {
    notes: Vec<bool>,
    links: BTreeMap<String, String>,
}

impl Marked {
    /// None of a document's notes yet.
    pub(crate) fn none(document: &Document, links: BTreeMap<String, String>) -> Self {
        Self { notes: vec![false; document.notes.len()], links }
    }

    /// Where a run that shows a record leads.
    fn link(&self, role: &RunRole) -> Option<String> {
        match role {
            RunRole::Figure(key) | RunRole::Citation(key) | RunRole::Record(key) => self.links.get(&key.0).cloned(),
            _ => None,
        }
    }

    /// Whether this is the first mark of a note that exists; `None` for a mark without a note.
    fn first(&mut self, note: usize) -> Option<bool> {
        self.notes.get_mut(note).map(|marked| !std::mem::replace(marked, true))
    }

    /// The notes no mark leads to.
    pub(crate) fn unmarked(&self) -> impl Iterator<Item = usize> {
        self.notes.iter().enumerate().filter(|(_, marked)| !**marked).map(|(index, _)| index)
    }
}

/// What the runs of one paragraph or cell are made for.
#[derive(Debug)]
pub(crate) struct Setting<'a> {
    /// Turns note marks into footnotes; without it they are text (inside notes themselves).
    pub(crate) marked: Option<&'a mut Marked>,
    /// The type it is set in.
    pub(crate) style: Type,
    /// Width of a line in points; a longer word may be broken anywhere.
    pub(crate) room: f64,
    /// Whether it is a cell of a table: too narrow to hold words together.
    pub(crate) is_cell: bool,
}

impl Setting<'_> {
    /// Whether a word takes more than this share of a line.
    #[expect(clippy::cast_precision_loss, reason = "a word is far shorter than 2^52 letters")]
    fn exceeds(&self, word: &str, share: f64) -> bool {
        let room = self.room * share;
        // Almost every word is shorter even if all its letters were as wide as high.
        word.len() as f64 * self.style.size.pt() > room && line_width(word, self.style).pt() > room
    }

    /// After how many letters a word too long for a line may break: a few, so that lines are well filled, or as many
    /// as surely fit where the word goes on for pages and every place to break costs time.
    fn step(&self, word: &str) -> usize {
        const PAGES: usize = 2_000;
        const STEPS: [u8; 7] = [30, 20, 10, 5, 4, 3, 2];
        let most = if word.len() > PAGES { 30 } else { 5 };
        let fits = |step: &u8| *step <= most && self.style.size.pt() * f64::from(*step) < self.room;
        STEPS.into_iter().find(fits).unwrap_or(1).into()
    }
}

/// The runs inside a span.
pub(crate) fn runs(document: &Document, runs: &[Run], within: Span, mut setting: Setting<'_>) -> Array {
    let mut pieces = Array::new();
    let mut pending = Pending::default();
    for run in runs.iter().filter(|run| within.contains(run.span)) {
        let text = document.slice(run.span);
        let first = match (&run.role, setting.marked.as_deref_mut()) {
            (RunRole::NoteMark(note), Some(marked)) => marked.first(*note).map(|first| (*note, first)),
            _ => None,
        };
        if let Some((note, first)) = first {
            pending.flush(&mut pieces, &setting);
            let index = i64::try_from(note).unwrap_or_default();
            let text = superscript(&clean(text));
            pieces.push(dict! { "note" => index, "first" => first, "text" => text }.into_value());
            continue;
        }
        let link = setting.marked.as_deref().and_then(|marked| marked.link(&run.role));
        if (run.strong, run.emphasis) != (pending.strong, pending.emphasis) || link != pending.link {
            pending.flush(&mut pieces, &setting);
        }
        pending.link = link;
        (pending.strong, pending.emphasis) = (run.strong, run.emphasis);
        pending.text.push_str(&clean(text));
    }
    pending.flush(&mut pieces, &setting);
    pieces
}

/// Text of one style, gathered from neighbouring runs so that words broken over runs are shaped and kept whole.
#[derive(Default)]
struct Pending {
    text: String,
    strong: bool,
    emphasis: bool,
    link: Option<String>,
}

impl Pending {
    fn flush(&mut self, pieces: &mut Array, setting: &Setting<'_>) {
        let text = std::mem::take(&mut self.text);
        let text = if setting.is_cell { closed(&text) } else { glued(&text) };
        let mut plain = 0;
        for word in words(&text) {
            let (breakable, whole) = match word.of(&text) {
                long if setting.exceeds(long, 0.95) => (true, false),
                word => (false, breaks_badly(word) && !setting.exceeds(word, 0.5)),
            };
            if breakable || whole {
                self.push(pieces, &text[plain..word.start], false);
                plain = word.end;
            }
            if breakable {
                self.push_breakable(pieces, word.of(&text), setting.step(word.of(&text)));
            } else if whole {
                self.push(pieces, word.of(&text), true);
            }
        }
        self.push(pieces, &text[plain..], false);
    }

    /// A word too long for a line, with a place to break every few letters.
    fn push_breakable(&self, pieces: &mut Array, word: &str, step: usize) {
        let starts = word.char_indices().map(|(start, _)| start).step_by(step);
        let ends = word.char_indices().map(|(start, _)| start).skip(step).step_by(step).chain([word.len()]);
        for (start, end) in starts.zip(ends) {
            if start > 0 {
                pieces.push(Value::Int(0));
            }
            self.push(pieces, &word[start..end], false);
        }
    }

    fn push(&self, pieces: &mut Array, text: &str, whole: bool) {
        if text.is_empty() {
            return;
        }
        pieces.push(if self.strong || self.emphasis || whole || self.link.is_some() {
            let (strong, emphasis, link) = (self.strong, self.emphasis, self.link.clone());
            dict! { "text" => text, "strong" => strong, "emphasis" => emphasis, "whole" => whole, "link" => link }
                .into_value()
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
    letters.windows(3).any(|three| match three {
        [_, '/', after] => after.is_alphabetic(),
        [before, '-', after] if before.is_uppercase() => after.is_uppercase(),
        [before, '–' | '-', after] => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    })
}

/// Text without control characters and line separators, each of which becomes a space.
pub(crate) fn clean(text: &str) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    text.chars().map(|letter| if breaks(letter) { ' ' } else { letter }).collect()
}

/// A mark, raised if it is all plain digits.
pub(crate) fn superscript(mark: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raise = |letter: char| letter.to_digit(10).and_then(|digit| RAISED.get(digit as usize)).copied();
    mark.chars().map(raise).collect::<Option<String>>().unwrap_or_else(|| mark.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_and_ranges_are_kept_whole() {
        for word in ["4443/VP-TH", "/SCT-KHTCTH", "số:24/KH-SCT;", "QĐ-UBND", "2018–2030", "2018-2030)"] {
            assert!(breaks_badly(word), "{word}");
        }
        for word in ["10/11", "ngày", "Sở", "-", "a-b", "./."] {
            assert!(!breaks_badly(word), "{word}");
        }
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(clean("a\u{0}b\nc\u{2028}d\u{85}e"), "a b c d e");
    }

    #[test]
    fn marks_of_digits_are_raised() {
        assert_eq!(superscript("12"), "¹²");
        assert_eq!(superscript("¹"), "¹");
        assert_eq!(superscript("(1)"), "(1)");
    }
}
