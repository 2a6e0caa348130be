//! A place in a text that moves forward only: what the hand-written scanners share.

use crate::fold::{is_word_char, lower_char};

/// A reading position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    /// The whole text.
    pub(crate) text: &'a str,
    /// Byte offset, always on a character boundary.
    pub(crate) at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub(crate) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    /// Takes spaces and tabs; how many.
    pub(crate) fn blanks(&mut self) -> usize {
        let start = self.at;
        while matches!(self.byte(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        self.at - start
    }

    /// Takes spaces, and at most one line end among them: where a line was wrapped.
    pub(crate) fn wrapped_blanks(&mut self) -> usize {
        let start = self.at;
        self.blanks();
        if self.byte() == Some(b'\n') {
            self.at += 1;
            self.blanks();
        }
        self.at - start
    }

    /// Takes this ASCII byte.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.byte() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    /// Takes digits; their text.
    pub(crate) fn digits(&mut self) -> &'a str {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Takes `word` (given in lower case with its marks) in any letter case, if no letter or digit follows it.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        let mut next = *self;
        if next.letters_of(word) && !next.peek().is_some_and(is_word_char) {
            *self = next;
            return true;
        }
        false
    }

    /// Takes `letters` (given in lower case) in any letter case, whatever follows.
    pub(crate) fn letters_of(&mut self, letters: &str) -> bool {
        let Some(rest) = self.text.get(self.at..) else { return false };
        let mut taken = 0;
        let mut chars = rest.chars();
        for wanted in letters.chars() {
            match chars.next() {
                Some(c) if c == wanted || lower_char(c) == wanted => taken += c.len_utf8(),
                _ => return false,
            }
        }
        self.at += taken;
        true
    }
}

/// Whether a character that could continue a word or a number stands before `at`.
pub(crate) fn is_glued_before(text: &str, at: usize) -> bool {
    match at.checked_sub(1).and_then(|last| text.as_bytes().get(last)) {
        None => false,
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => before(text, at).is_some_and(is_word_char),
    }
}

/// The character that ends at `at`.
pub(crate) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}
