//! Folding: text brought to lower case without marks (`Đồng Đăng` → `dong dang`), for comparing and searching.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::span::Span;

/// Lower case, marks stripped, đ → d. Blanks and punctuation stay as they are.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push_folded(c, &mut out);
    }
    out
}

/// The folded form of one character; `None` for a combining mark, which folds to nothing. Characters whose lower case
/// is several characters fold to the first of them.
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    if let Some(found) = TABLE.get(c as usize) {
        return (*found != '\0').then_some(*found);
    }
    fold_slowly(c)
}

/// Lower case, each letter keeping the length in bytes it had: a place in the text is the same place in the result.
/// The few letters whose lower case is longer or shorter stay as they are; no Vietnamese letter is among them.
pub fn lower(text: &str) -> String {
    let plain = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let bytes = plain.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if surely_lower(*byte, bytes.get(at + 1), bytes.get(at + 2)) {
            continue;
        }
        let Some(c) = plain.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        let low = lower_char(c);
        if low != c {
            out.push_str(plain.get(done..at).unwrap_or_default());
            out.push(low);
            done = at + c.len_utf8();
        }
    }
    if done == 0 {
        return plain;
    }
    out.push_str(plain.get(done..).unwrap_or_default());
    out
}

/// Whether no character that begins with these bytes is a capital letter: told without decoding for nearly all of a
/// Vietnamese text. Bytes inside a character begin none.
fn surely_lower(first: u8, second: Option<&u8>, third: Option<&u8>) -> bool {
    match (first, second, third) {
        // ASCII is lower already; no capital stands before U+00C0.
        (..0xC3, ..) => true,
        (0xC3, Some(0x9F..), _) => true,
        // From U+1EA0 to U+1EFF the capitals have even numbers.
        (0xE1, Some(0xBA), Some(0xA1..)) | (0xE1, Some(0xBB), _) => third.is_some_and(|third| third % 2 == 1),
        // Dashes, quotation marks, the ellipsis.
        (0xE2, Some(0x80), _) => true,
        _ => false,
    }
}

/// The lower case of one character, if it is one character of the same length; else the character itself.
pub fn lower_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    LOWER.get(c as usize).copied().unwrap_or_else(|| lower_slowly(c))
}

static LOWER: LazyLock<Vec<char>> =
    LazyLock::new(|| (0..0x1F00u32).map(|code| char::from_u32(code).map_or('\0', lower_slowly)).collect());

fn lower_slowly(c: char) -> char {
    c.to_lowercase().next().filter(|low| low.len_utf8() == c.len_utf8()).unwrap_or(c)
}

/// Whether a character can be part of a word: a letter or a digit. Quick for Vietnamese.
pub fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{D7}' | '\u{F7}' => false,
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => true,
        _ => c.is_alphanumeric(),
    }
}

/// A folded text that knows where each of its bytes came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of the folded text, the offset of the character it came from; one more for the end.
    offsets: Vec<usize>,
}

impl Folded {
    /// Folds a text and keeps the map back.
    pub fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), offsets: Vec::with_capacity(text.len() + 1) };
        for (at, c) in text.char_indices() {
            push_folded(c, &mut folded.text);
            folded.offsets.resize(folded.text.len(), at);
        }
        folded.offsets.push(text.len());
        folded
    }

    /// The offset in the original text of a byte of the folded text; the original's end for anything past the end.
    pub fn offset(&self, folded: usize) -> usize {
        self.offsets.get(folded).or(self.offsets.last()).copied().unwrap_or_default()
    }

    /// The place in the original text of a place in the folded text.
    pub fn original(&self, folded: Span) -> Span {
        Span::new(self.offset(folded.start), self.offset(folded.end))
    }
}

fn push_folded(c: char, out: &mut String) {
    if let Some(c) = fold_char(c) {
        out.push(c);
    }
}

/// Every character up to the end of the Vietnamese block (U+1EFF), folded; NUL where nothing is left.
static TABLE: LazyLock<Vec<char>> =
    LazyLock::new(|| (0..0x1F00u32).map(|code| char::from_u32(code).and_then(fold_slowly).unwrap_or('\0')).collect());

fn fold_slowly(c: char) -> Option<char> {
    if is_combining_mark(c) {
        return None;
    }
    let mut base = None;
    decompose_canonical(c, |part| {
        base.get_or_insert(part);
    });
    let base = base.unwrap_or(c);
    Some(match base {
        // Eth is a common slip of the keyboard for the Vietnamese letter.
        'đ' | 'Đ' | 'Ð' | 'ð' => 'd',
        _ => base.to_lowercase().next().unwrap_or(base),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn vietnamese_letters_fold_to_plain_ones() {
        assert_eq!(fold("Ủy ban Nhân dân HUYỆN Đình Lập, ước đạt"), "uy ban nhan dan huyen dinh lap, uoc dat");
        assert_eq!(fold("Vie\u{323}\u{302}t"), "viet");
    }

    #[test]
    fn a_folded_place_is_found_again() {
        let text = "tại Đồng Đăng, Lạng Sơn";
        let folded = Folded::new(text);
        let at = folded.text.find("dong dang").unwrap();
        assert_eq!(folded.original(Span::new(at, at + 9)).of(text), "Đồng Đăng");
    }

    proptest! {
        #[test]
        fn folding_agrees_with_its_map(text in "\\PC{0,60}") {
            let folded = Folded::new(&text);
            prop_assert_eq!(&folded.text, &fold(&text));
            prop_assert_eq!(folded.original(Span::new(0, folded.text.len())).end, text.len());
            prop_assert_eq!(lower(&text).len(), text.len());
            prop_assert!(text.chars().all(|c| is_word_char(c) == c.is_alphanumeric()));
            for (at, _) in folded.text.char_indices() {
                prop_assert!(text.is_char_boundary(folded.offset(at)));
            }
        }
    }
}
