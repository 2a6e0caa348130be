//! Words and sentences with their places.

use crate::cursor::before;
use crate::fold::is_word_char;
use crate::span::Span;

/// The words of a text: runs of letters and digits, in order.
pub fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| is_word_char(*c))?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| is_word_char(*c)) {
            end = at + c.len_utf8();
        }
        Some(Span::new(start, end))
    })
}

/// A text on one line: each run of blanks one space, none at its ends.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentences of a text, in order, without the blanks between them. A line end ends a sentence; a point in a number,
/// after an abbreviation (`TP. Lạng Sơn`) or after a label (`2.1.`) does not.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let mark = match byte {
            b'\n' | b'.' | b'!' | b'?' => char::from(byte),
            0xE2 if text.get(at..).is_some_and(|rest| rest.starts_with('…')) => '…',
            _ => continue,
        };
        let end = at + mark.len_utf8();
        if mark == '\n' || ends_sentence(text, Span::new(start, at), mark, end) {
            push_trimmed(text, Span::new(start, end), &mut found);
            start = end;
        }
    }
    push_trimmed(text, Span::new(start, text.len()), &mut found);
    found
}

fn push_trimmed(text: &str, span: Span, found: &mut Vec<Span>) {
    let whole = span.of(text);
    let start = span.start + (whole.len() - whole.trim_start().len());
    let span = Span::new(start, start + whole.trim().len());
    if !span.is_empty() {
        found.push(span);
    }
}

/// Whether the mark `c` just before `end` closes the sentence begun with `so_far`.
fn ends_sentence(text: &str, so_far: Span, c: char, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let mut after = rest.trim_start_matches(['"', '”', '’', ')', ']', '»', '*']);
    if c == '.' && after.starts_with("/.") {
        return false;
    }
    if !after.is_empty() && !after.starts_with(char::is_whitespace) {
        return false;
    }
    after = after.trim_start_matches([' ', '\t']);
    let said = so_far.of(text).trim();
    if c == '.' && (is_label(said) || is_abbreviation(said)) {
        return false;
    }
    // `v.v.` and `…` in the middle of a sentence.
    !after.starts_with(char::is_lowercase) && !after.starts_with([',', ';', ':', '-', '–'])
}

/// Whether a sentence so far is only a label: `1`, `2.1`, `IV`, `a`.
fn is_label(said: &str) -> bool {
    let said = said.trim_start_matches(['*', '-', '+', ' ']);
    !said.is_empty()
        && said.len() <= 8
        && (said.chars().all(|c| c.is_ascii_digit() || c == '.')
            || said.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
            || said.chars().count() == 1 && said.chars().all(char::is_alphabetic))
}

/// Whether the last word is written short with a point.
fn is_abbreviation(said: &str) -> bool {
    const SHORT: [&str; 22] = [
        "TP", "Tp", "TX", "TT", "P", "Q", "H", "PGS", "GS", "TS", "ThS", "Ths", "BS", "KS", "CN", "NXB", "KT", "TM",
        "TL", "TUQ", "St", "tr",
    ];
    let word = said.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // A word written with capitals can end a sentence as well: only where it is known to be a short form.
    SHORT.contains(&word)
        || (word.chars().count() == 1 && word.chars().all(char::is_uppercase) && inner_point(said, word))
}

/// Whether a single capital follows another one and a point (`N.V. An`), or a blank (`Nguyễn V. An`).
fn inner_point(said: &str, word: &str) -> bool {
    matches!(before(said, said.len() - word.len()), Some('.' | ' '))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            split("2.1. Kim ngạch đạt 4.750 triệu USD. Trong đó xuất khẩu giảm 14,5%. TP. Lạng Sơn tăng./.\nNơi nhận:"),
            [
                "2.1. Kim ngạch đạt 4.750 triệu USD.",
                "Trong đó xuất khẩu giảm 14,5%.",
                "TP. Lạng Sơn tăng./.",
                "Nơi nhận:"
            ]
        );
        assert_eq!(
            split("Chợ, kho, v.v. đã xong... và còn lại. Hết"),
            ["Chợ, kho, v.v. đã xong... và còn lại.", "Hết"]
        );
        assert_eq!(split("Ông nói “đã xong.” Sau đó"), ["Ông nói “đã xong.", "” Sau đó"]);
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let text = "Số 24/KH-SCT, 02 chợ.";
        assert_eq!(words(text).map(|span| span.of(text)).collect::<Vec<_>>(), ["Số", "24", "KH", "SCT", "02", "chợ"]);
    }

    proptest! {
        #[test]
        fn sentences_hold_every_word_once(text in "([A-ZĐa-zđ]{1,4}|[0-9]{1,3}|[.,;: \n…]){0,30}") {
            let spans = sentences(&text);
            let inside: usize = spans.iter().map(|span| words(span.of(&text)).count()).sum();
            prop_assert_eq!(inside, words(&text).count());
        }
    }
}
