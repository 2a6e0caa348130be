//! Printing a filter, as a whole and term by term.

use std::fmt::Write as _;

use super::words::{MINE, NONE, OtherKey, TODAY, is_one_of};
use super::{Day, DayTest, Filter, Name, Sort, Test};

/// Which words a filter is printed in; both are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese words, days as `31/12/2019`.
    #[default]
    Vietnamese,
    /// English words, days as `2019-12-31`.
    English,
}

/// One term of a filter as a list shows it, with the filter that is left when it is taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The term as typed.
    pub text: String,
    /// The whole filter without it.
    pub without: String,
}

impl std::fmt::Display for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Language::Vietnamese))
    }
}

impl Filter {
    /// The filter as text, in this language's words.
    pub fn text(&self, language: Language) -> String {
        self.parts(language).join(" ")
    }

    /// Its terms, then group, then order, each with what is left without it.
    pub fn chips(&self, language: Language) -> Vec<Chip> {
        let parts = self.parts(language);
        let chip = |(index, text): (usize, &String)| {
            let others = parts.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, part)| part.as_str());
            Chip { text: text.clone(), without: others.collect::<Vec<_>>().join(" ") }
        };
        parts.iter().enumerate().map(chip).collect()
    }

    fn parts(&self, language: Language) -> Vec<String> {
        let words = Words(language);
        let mut parts: Vec<String> = self
            .terms
            .iter()
            .map(|term| format!("{}{}", if term.negated { "-" } else { "" }, words.test(&term.test)))
            .collect();
        if let Some(group) = self.group {
            parts.push(format!("{}:{}", words.other(OtherKey::Group), words.pick(group.vietnamese(), group.english())));
        }
        if !self.sort.is_empty() {
            let keys: Vec<String> = self.sort.iter().map(|sort| words.sort(*sort)).collect();
            parts.push(format!("{}:{}", words.other(OtherKey::Sort), keys.join(",")));
        }
        parts
    }
}

struct Words(Language);

impl Words {
    fn pick(&self, vietnamese: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
    }

    fn either(&self, words: [&'static str; 2]) -> &'static str {
        let [vietnamese, english] = words;
        self.pick(vietnamese, english)
    }

    fn other(&self, key: OtherKey) -> &'static str {
        self.pick(key.vietnamese(), key.english())
    }

    fn sort(&self, sort: Sort) -> String {
        let minus = if sort.descending { "-" } else { "" };
        format!("{minus}{}", self.pick(sort.key.vietnamese(), sort.key.english()))
    }

    fn test(&self, test: &Test) -> String {
        let list = |key: &str, words: Vec<String>| format!("{key}:{}", words.join(","));
        match test {
            Test::State(states) => list(
                self.other(OtherKey::State),
                states.iter().map(|state| self.pick(state.vietnamese(), state.english()).to_owned()).collect(),
            ),
            Test::Kind(kinds) => list(
                self.other(OtherKey::Kind),
                kinds.iter().map(|kind| self.pick(kind.vietnamese(), kind.english()).to_owned()).collect(),
            ),
            Test::Line(lines) => list(
                self.other(OtherKey::Line),
                lines.iter().map(|line| self.pick(line.vietnamese(), line.english()).to_owned()).collect(),
            ),
            Test::Year(years) => list(self.other(OtherKey::Year), years.iter().map(i16::to_string).collect()),
            Test::Name(field, names) => {
                list(self.pick(field.vietnamese(), field.english()), names.iter().map(|name| self.name(name)).collect())
            }
            Test::Day(field, test) => {
                format!("{}{}", self.pick(field.vietnamese(), field.english()), self.day_test(*test))
            }
            Test::Text(text) => text_word(text),
        }
    }

    fn name(&self, name: &Name) -> String {
        match name {
            Name::Mine => self.either(MINE).to_owned(),
            Name::Nobody => self.either(NONE).to_owned(),
            Name::Is(text) => {
                let special = is_one_of(text, MINE) || is_one_of(text, NONE);
                if special
                    || text.contains(|c: char| c.is_whitespace() || c == ',')
                    || text.starts_with(['"', '<', '>', '='])
                {
                    quoted(text)
                } else {
                    text.clone()
                }
            }
        }
    }

    fn day_test(&self, test: DayTest) -> String {
        match test {
            DayTest::Before(day) => format!("<{}", self.day(day)),
            DayTest::UpTo(day) => format!("<={}", self.day(day)),
            DayTest::On(day) => format!(":{}", self.day(day)),
            DayTest::From(day) => format!(">={}", self.day(day)),
            DayTest::After(day) => format!(">{}", self.day(day)),
            DayTest::Within(from, to) => format!(":{}..{}", self.day(from), self.day(to)),
            DayTest::Missing => format!(":{}", self.either(NONE)),
        }
    }

    fn day(&self, day: Day) -> String {
        match (day, self.0) {
            (Day::On(date), Language::Vietnamese) => {
                format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
            }
            (Day::On(date), Language::English) => date.to_string(),
            (Day::Today(0), _) => self.either(TODAY).to_owned(),
            (Day::Today(days), _) => {
                let mut text = self.either(TODAY).to_owned();
                // Writing to a string cannot fail.
                let _ = write!(text, "{days:+}");
                text
            }
        }
    }
}

/// Free text, in quotes where it would be read as something else.
fn text_word(text: &str) -> String {
    let special = |c: char| c.is_whitespace() || matches!(c, '"' | ':' | '<' | '>' | '=');
    if text.starts_with('-') || text.contains(special) { quoted(text) } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
