//! Marks inside a paragraph: Markdown emphasis and footnote marks.

use crate::build::Piece;
use crate::model::RunRole;

use super::footnotes::{Note, superscript_number};

/// Footnotes that still wait for their mark.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    numbers: Vec<Option<u32>>,
}

impl Marks {
    /// Marks of these notes, none met yet.
    pub(crate) fn new(notes: &[Note]) -> Self {
        Self { numbers: notes.iter().map(|note| Some(note.number)).collect() }
    }

    /// The first note of this number that has no mark yet.
    fn meet(&mut self, number: u32) -> Option<usize> {
        let index = self.numbers.iter().position(|waiting| *waiting == Some(number))?;
        if let Some(slot) = self.numbers.get_mut(index) {
            *slot = None;
        }
        Some(index)
    }
}

/// Splits a paragraph into pieces of one style.
pub(crate) fn pieces(text: &str, marks: &mut Marks) -> Vec<Piece> {
    pieces_at(text, &[], marks).0
}

/// Splits a paragraph into pieces, and moves these places in it (where source lines begin) to where they are once the
/// marks are gone.
pub(crate) fn pieces_at(text: &str, places: &[(usize, u32)], marks: &mut Marks) -> (Vec<Piece>, Vec<(usize, u32)>) {
    let emphasis = emphasis_marks(text);
    let mut out = Pieces::default();
    let mut moved = Vec::with_capacity(places.len());
    let mut places = places.iter().peekable();
    let mut at = 0;
    let mut emphasis = emphasis.into_iter().peekable();
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        while let Some((_, line)) = places.next_if(|(place, _)| *place <= at) {
            moved.push((out.len, *line));
        }
        if let Some(mark) = emphasis.next_if(|mark| mark.at == at) {
            out.flush();
            out.strong ^= mark.strong;
            out.italic ^= mark.italic;
            at += mark.len;
            continue;
        }
        if let Some((number, len)) = note_mark(text, at)
            && let Some(index) = marks.meet(number)
        {
            out.mark(number, index);
            at += len;
            continue;
        }
        if c == '\\'
            && text.get(at + 1..).is_some_and(|rest| rest.starts_with(['*', '_', '#', '-', '|', '[', ']', '.', '\\']))
        {
            at += 1;
            out.push(text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(c));
            at += 1;
            continue;
        }
        // Nothing to look at before the next byte that may begin a mark, nor past the next place or emphasis mark.
        let stop = [places.peek().map(|(place, _)| *place), emphasis.peek().map(|mark| mark.at)];
        let stop = stop.into_iter().flatten().filter(|stop| *stop > at).min().unwrap_or(text.len());
        let from = at + c.len_utf8();
        let end = plain_end(text, from, stop);
        out.push_str(text.get(at..end).unwrap_or_default());
        at = end;
    }
    moved.extend(places.map(|(_, line)| (out.len, *line)));
    out.flush();
    (out.done, moved)
}

/// Where the first character from `from` on stands that may begin a mark (a backslash, a bracket, or one of the blocks
/// the raised figures are in), at most `stop`.
fn plain_end(text: &str, from: usize, stop: usize) -> usize {
    let bytes = text.as_bytes().get(from..stop).unwrap_or_default();
    bytes.iter().position(|byte| matches!(byte, b'\\' | b'[' | 0xC2 | 0xE2)).map_or(stop.max(from), |at| from + at)
}

#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    text: String,
    strong: bool,
    italic: bool,
    len: usize,
}

impl Pieces {
    fn push(&mut self, c: char) {
        self.text.push(c);
        self.len += c.len_utf8();
    }

    fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
        self.len += text.len();
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.done.push(Piece { text, strong: self.strong, emphasis: self.italic, role: RunRole::Text });
        }
    }

    fn mark(&mut self, number: u32, index: usize) {
        self.flush();
        let text = superscript(number);
        self.len += text.len();
        self.done.push(Piece { text, strong: self.strong, emphasis: self.italic, role: RunRole::NoteMark(index) });
    }
}

/// The number in raised figures.
fn superscript(number: u32) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().filter_map(|digit| RAISED.get(usize::from(digit.wrapping_sub(b'0')))).collect()
}

/// A footnote mark at this place: raised figures glued to a word, or `[^1]`; its number and length.
fn note_mark(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    if let Some(inner) = rest.strip_prefix("[^") {
        let close = inner.find(']')?;
        return Some((inner.get(..close)?.parse().ok()?, close + 3));
    }
    let (number, len) = superscript_number(rest)?;
    // `m²` and `km³` are units.
    let before = text.get(..at)?;
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let unit = matches!(word, "m" | "km" | "cm" | "dm" | "mm") && number < 4;
    (!unit && !before.ends_with(char::is_whitespace)).then_some((number, len))
}

/// A run of asterisks (or double underscores) that opens or closes emphasis.
struct EmphasisMark {
    at: usize,
    len: usize,
    strong: bool,
    italic: bool,
}

/// The emphasis marks of a paragraph that have a partner.
fn emphasis_marks(text: &str) -> Vec<EmphasisMark> {
    let mut found = Vec::new();
    if !text.contains(['*', '_']) {
        return found;
    }
    let mut open: Option<(usize, usize, char)> = None;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        if byte != b'*' && byte != b'_' {
            at += 1;
            continue;
        }
        let len = bytes.iter().skip(at).take_while(|next| **next == byte).count();
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + len..).and_then(|after| after.chars().next());
        let escaped = before == Some('\\');
        let starred_note = before == Some('(') && after == Some(')');
        let sign = char::from(byte);
        if !escaped && !starred_note && len <= 3 && (byte == b'*' || len == 2) {
            let opens = after.is_some_and(|c| !c.is_whitespace())
                && (byte == b'*' || !before.is_some_and(char::is_alphanumeric));
            let closes = before.is_some_and(|c| !c.is_whitespace());
            match open {
                Some((start, length, opened)) if closes && length == len && opened == sign => {
                    for place in [start, at] {
                        found.push(EmphasisMark { at: place, len, strong: len >= 2, italic: len != 2 });
                    }
                    open = None;
                }
                None if opens => open = Some((at, len, sign)),
                // A mark that cannot close restarts the search: `5 * 3 *nghiêng*`.
                Some((_, length, _)) if opens && length == len => open = Some((at, len, sign)),
                _ => {}
            }
        }
        at += len;
    }
    found.sort_by_key(|mark| mark.at);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(text: &str) -> Vec<(String, bool, bool)> {
        pieces(text, &mut Marks::default())
            .into_iter()
            .map(|piece| (piece.text, piece.strong, piece.emphasis))
            .collect()
    }

    fn plain(text: &str) -> (String, bool, bool) {
        (text.to_owned(), false, false)
    }

    #[test]
    fn emphasis_is_taken_out() {
        assert_eq!(
            styled("a **đậm** và *nghiêng* hết"),
            [plain("a "), ("đậm".into(), true, false), plain(" và "), ("nghiêng".into(), false, true), plain(" hết")]
        );
        assert_eq!(styled("***cả hai***"), [("cả hai".to_owned(), true, true)]);
        assert_eq!(styled("(*trong ngoặc*)"), [plain("("), ("trong ngoặc".into(), false, true), plain(")")]);
    }

    #[test]
    fn single_stars_stay() {
        for text in ["5 * 3 = 15", "(*) Ghi chú (*)", "* ", "a_b_c", "2*3"] {
            assert_eq!(styled(text), [plain(text)], "{text}");
        }
        assert_eq!(styled("\\*không\\*"), [plain("*không*")]);
    }

    #[test]
    fn marks_meet_their_notes_and_units_do_not() {
        let notes = [Note { number: 1, text: "x".into() }];
        let mut marks = Marks::new(&notes);
        let found = pieces("500 m² tại chợ¹, năm", &mut marks);
        let texts: Vec<&str> = found.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(texts, ["500 m² tại chợ", "¹", ", năm"]);
        assert_eq!(found[1].role, RunRole::NoteMark(0));
    }
}
