//! Whether an entry passes a filter, as of a day. The database narrows by the same keys; this decides.

use jiff::civil::Date;

use super::filter::{FieldTest, Filter, KeyBound, Test};
use super::value::key_of_words;
use super::{EntryAt, Register};

/// Whether the entry passes.
pub fn passes(register: &Register, filter: &Filter, entry: &EntryAt, as_of: Date) -> bool {
    filter.terms.iter().all(|term| test(register, &term.test, entry, as_of) != term.negated)
}

fn test(register: &Register, test: &Test, entry: &EntryAt, as_of: Date) -> bool {
    match test {
        Test::Field(field, test) => match entry.values.get(field) {
            None => *test == FieldTest::Missing,
            Some(value) => key_passes(test, &value.key()),
        },
        Test::At(stages) => stages.contains(&entry.standing.at),
        Test::Marked(mark, stages, within) => stages.iter().any(|stage| {
            let days = within.map(|within| within.days(as_of));
            entry.standing.marks.get(stage).is_some_and(|known| {
                known.mark == *mark && days.is_none_or(|(from, to)| (from..=to).contains(&known.day))
            })
        }),
        Test::Slow(slow) => (entry.standing.days_over(register, as_of) > 0) == *slow,
        Test::Words(words) => has_words(&searched(register, entry), &key_of_words(words)),
    }
}

/// Whether a key passes what is asked of a value.
pub fn key_passes(test: &FieldTest, key: &str) -> bool {
    let above = |bound: &KeyBound| if bound.included { key >= bound.key.as_str() } else { key > bound.key.as_str() };
    let below = |bound: &KeyBound| if bound.included { key <= bound.key.as_str() } else { key < bound.key.as_str() };
    match test {
        FieldTest::OneOf(keys) => keys.iter().any(|one| one == key),
        FieldTest::Range(from, to) => from.as_ref().is_none_or(above) && to.as_ref().is_none_or(below),
        FieldTest::Words(words) => words.iter().any(|words| has_words(key, words)),
        FieldTest::Missing => false,
    }
}

/// Whether words stand in a text, whole and in their order; both as [`key_of_words`] gives them.
pub fn has_words(text: &str, words: &str) -> bool {
    format!(" {text} ").contains(&format!(" {words} "))
}

/// What an entry is called and found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryWords {
    /// Its title.
    pub title: String,
    /// See [`searched`].
    pub searched: String,
    /// Its values as they are shown, a line each.
    pub shown: String,
}

/// What an entry with these values is called and found by.
pub fn words_of(register: &Register, entry: &EntryAt) -> EntryWords {
    let values = register.fields.iter().filter_map(|field| Some((entry.values.get(&field.id)?, field)));
    let shown = values.map(|(value, field)| value.shown(&field.spec.kind));
    EntryWords {
        title: register.title(&entry.values),
        searched: searched(register, entry),
        shown: shown.collect::<Vec<_>>().join("\n"),
    }
}

/// The text in which an entry's words are looked for: its values in the order of the fields.
pub fn searched(register: &Register, entry: &EntryAt) -> String {
    let values = register.fields.iter().filter_map(|field| Some((entry.values.get(&field.id)?, field)));
    let words = values.map(|(value, field)| key_of_words(&value.shown(&field.spec.kind)));
    words.collect::<Vec<_>>().join(" ")
}
