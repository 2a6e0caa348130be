//! Looking at the words before and after a place.

/// The text between two places, empty where they do not fit.
pub(super) fn slice(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// Where the clause that ends at `end` starts, not before `floor`: after the last line end, semicolon or end of a
/// sentence.
pub(super) fn clause_start(text: &str, end: usize, floor: usize) -> usize {
    let before = slice(text, floor, end);
    let mut start = 0;
    for (at, byte) in before.bytes().enumerate() {
        let next = at + 1;
        let stops = match byte {
            b'\n' | b';' => true,
            b'.' | b'!' | b'?' => before
                .get(next..)
                .is_some_and(|rest| rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase)),
            _ => false,
        };
        if stops {
            start = next;
        }
    }
    floor + start
}

/// Length of the blanks at the head of a text, one line end among them at most.
pub(super) fn blanks(text: &str) -> usize {
    let first = text.len() - text.trim_start_matches([' ', '\t']).len();
    let rest = text.get(first..).unwrap_or_default();
    match rest.strip_prefix('\n') {
        Some(next) => first + 1 + next.len() - next.trim_start_matches([' ', '\t']).len(),
        None => first,
    }
}

/// Whether a text starts with a word (given in lower case) in any case, at a word's end.
pub(super) fn starts_word(text: &str, word: &str) -> bool {
    let mut chars = text.chars();
    word.chars().all(|wanted| chars.next().is_some_and(|c| c == wanted || c.to_lowercase().eq([wanted])))
        && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Whether no letter or digit stands right before a place.
pub(super) fn is_word_start(text: &str, at: usize) -> bool {
    !slice(text, 0, at).ends_with(char::is_alphanumeric)
}
