//! What someone asked for, taken apart.

use tt_text::fold::{fold, lower};
use tt_text::words::words;

use super::fields::{EntryKind, Field, joined, kind_scopes};

/// More words than any search needs; the rest is not looked at.
const MAX_WORDS: usize = 24;
/// Longest word the engines index, in bytes.
pub(super) const MAX_WORD_BYTES: usize = 200;

/// A search: words, phrases in quotes, fields (`tiêu-đề:`, `số:`, `loại:`, `năm:`).
///
/// The last word, unless a blank or a quotation mark ends it, also finds words that begin with it. What is written with
/// marks inside (`230/QĐ-UBND`) is looked for as a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Phrases (of one word or more) looked for anywhere.
    pub(super) anywhere: Vec<Phrase>,
    /// Phrases looked for in titles.
    pub(super) title: Vec<Phrase>,
    /// Phrases looked for in numbers.
    pub(super) number: Vec<Phrase>,
    /// Of each group one scope must be met.
    pub(super) scopes: Vec<Vec<String>>,
}

/// Words that follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) words: Vec<Word>,
    /// Whether longer words that begin with the last one are meant too.
    pub(super) open: bool,
}

/// A word, as written in lower case and folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) exact: String,
    pub(super) folded: String,
}

/// A piece of the input: `field:value`, a phrase in quotes, or a run without blanks.
struct Piece<'a> {
    field: Option<Field>,
    value: &'a str,
    quoted: bool,
}

impl Query {
    /// Takes apart what was typed. Nothing typed is an error; a field nobody knows is taken for words.
    pub fn parse(input: &str) -> Self {
        let input = tt_text::normalize(input);
        let mut query = Self::default();
        let mut rest = input.trim_start();
        let mut budget = MAX_WORDS;
        while !rest.is_empty() {
            let (piece, after) = next_piece(rest);
            // Blank or quotation mark behind it: the word is whole.
            let open = after.is_empty() && !piece.quoted;
            query.add(&piece, open, &mut budget);
            rest = after.trim_start();
        }
        query
    }

    /// The same, narrowed to what is of this kind.
    #[must_use]
    pub fn of_kind(mut self, kind: EntryKind) -> Self {
        if !self.is_empty() {
            self.scopes.push(vec![format!("t{}", kind.code())]);
        }
        self
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.anywhere.is_empty() && self.title.is_empty() && self.number.is_empty() && self.scopes.is_empty()
    }

    fn add(&mut self, piece: &Piece<'_>, open: bool, budget: &mut usize) {
        match piece.field {
            Some(Field::Kind) => self.scopes.push(kind_scopes(piece.value)),
            Some(Field::Year) => self.scopes.push(vec![format!("y{}", joined(piece.value))]),
            Some(Field::Title) => self.title.extend(phrase(piece.value, open, budget)),
            Some(Field::Number) => self.number.extend(phrase(piece.value, open, budget)),
            None => self.anywhere.extend(phrase(piece.value, open, budget)),
        }
    }

    /// All words looked for anywhere, as one phrase.
    pub(super) fn whole(&self) -> Option<Phrase> {
        let words: Vec<Word> = self.anywhere.iter().flat_map(|phrase| phrase.words.iter().cloned()).collect();
        let open = self.anywhere.last()?.open;
        Some(Phrase { words, open })
    }
}

/// The first piece of a text that does not begin with a blank, and what follows it.
fn next_piece(text: &str) -> (Piece<'_>, &str) {
    if let Some((field, value)) = text.split_once(':').and_then(|(name, value)| Some((field_named(name)?, value)))
        && !value.starts_with(char::is_whitespace)
    {
        let (value, quoted, after) = value_of(value);
        return (Piece { field: Some(field), value, quoted }, after);
    }
    let (value, quoted, after) = value_of(text);
    (Piece { field: None, value, quoted }, after)
}

fn field_named(name: &str) -> Option<Field> {
    (!name.contains([' ', '"'])).then(|| Field::named(name)).flatten()
}

/// What stands in quotes (to the end, if they are not closed) or up to the next blank or quotation mark; whether it was
/// quoted; the rest.
fn value_of(text: &str) -> (&str, bool, &str) {
    const QUOTES: [char; 3] = ['"', '“', '”'];
    if let Some(inner) = text.strip_prefix(QUOTES) {
        return match inner.split_once(QUOTES) {
            Some((value, after)) => (value, true, after),
            None => (inner, true, ""),
        };
    }
    let end = text.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(text.len());
    let (value, after) = text.split_at_checked(end).unwrap_or((text, ""));
    (value, false, after)
}

fn phrase(text: &str, open: bool, budget: &mut usize) -> Option<Phrase> {
    let words: Vec<Word> = words(text).take(*budget).map(|span| Word::of(span.of(text))).collect();
    *budget -= words.len();
    (!words.is_empty()).then_some(Phrase { words, open })
}

impl Word {
    pub(super) fn of(word: &str) -> Self {
        Self { exact: cut(lower(word)), folded: cut(fold(word)) }
    }
}

/// A word no longer than the engines take.
pub(super) fn cut(mut word: String) -> String {
    if word.len() > MAX_WORD_BYTES {
        let end = (0..=MAX_WORD_BYTES).rev().find(|end| word.is_char_boundary(*end)).unwrap_or_default();
        word.truncate(end);
    }
    word
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(phrases: &[Phrase]) -> Vec<String> {
        let one = |phrase: &Phrase| {
            let words: Vec<&str> = phrase.words.iter().map(|word| word.exact.as_str()).collect();
            format!("{}{}", words.join(" "), if phrase.open { "*" } else { "" })
        };
        phrases.iter().map(one).collect()
    }

    #[test]
    fn words_phrases_and_fields_are_told_apart() {
        let query = Query::parse("Chợ  “nông thôn” 230/QĐ-UBND tiêu-đề:\"hạ tầng\" số:12/KH loại:nhiệm-vụ năm:2019 xâ");
        assert_eq!(shown(&query.anywhere), ["chợ", "nông thôn", "230 qđ ubnd", "xâ*"]);
        assert_eq!(shown(&query.title), ["hạ tầng"]);
        assert_eq!(shown(&query.number), ["12 kh"]);
        assert_eq!(query.scopes, [vec!["ttask".to_owned(), "knhiemvu".to_owned()], vec!["y2019".to_owned()]]);
    }

    #[test]
    fn english_names_and_plain_letters_will_do() {
        let query = Query::parse("title:market kind:quyet_dinh");
        assert_eq!(shown(&query.title), ["market"]);
        assert_eq!(query.scopes, [["kquyetdinh"]]);
        assert_eq!(Query::parse("tieu-de:chợ"), Query::parse("Tiêu-Đề:chợ"));
    }

    #[test]
    fn the_last_word_is_open_until_it_is_ended() {
        assert_eq!(shown(&Query::parse("chợ nôn").anywhere), ["chợ", "nôn*"]);
        assert_eq!(shown(&Query::parse("chợ nôn ").anywhere), ["chợ", "nôn"]);
        assert_eq!(shown(&Query::parse("chợ \"nôn").anywhere), ["chợ", "nôn"]);
    }

    #[test]
    fn odd_input_is_no_error() {
        assert!(Query::parse(" \" - % ").is_empty());
        assert_eq!(shown(&Query::parse("10:30 http://x").anywhere), ["10 30", "http x*"]);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_taken_apart(input in "(\\PC|[\"“”: *()^'-]|năm:|số:|title:){0,40}") {
            let query = Query::parse(&input);
            for phrase in query.anywhere.iter().chain(&query.title).chain(&query.number) {
                for word in &phrase.words {
                    prop_assert!(word.exact.chars().all(char::is_alphanumeric));
                    prop_assert!(word.exact.len() <= MAX_WORD_BYTES);
                }
            }
        }
    }
}
