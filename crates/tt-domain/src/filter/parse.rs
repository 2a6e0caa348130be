//! Reading a filter, telling every bad word by its place and what may stand there.

use jiff::civil::Date;
use tt_text::Span;

use super::words::{Group, Key, KindWord, LineWord, MINE, NONE, NameField, OtherKey, SortKey, StateWord, TODAY};
use super::words::{bare, is_one_of};
use super::{Day, DayTest, Filter, Name, Sort, Term, Test};

/// What is wrong with a filter, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} at byte {}", span.start)]
pub struct FilterError {
    /// The bad word.
    pub span: Span,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a word.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No such key; text with a colon is written in quotes.
    #[error("unknown key, known are {allowed:?}")]
    UnknownKey {
        /// The keys there are.
        allowed: Vec<&'static str>,
    },
    /// No such word after this key.
    #[error("unknown word, known are {allowed:?}")]
    UnknownWord {
        /// The words there are.
        allowed: Vec<&'static str>,
    },
    /// No such field, stage or option of this register.
    #[error("unknown name, known are {allowed:?}")]
    UnknownName {
        /// The names there are.
        allowed: Vec<String>,
    },
    /// Not a number in the field's unit.
    #[error("not a number")]
    NotANumber,
    /// Nothing after the key, or nothing between two commas.
    #[error("nothing is named")]
    Missing,
    /// A quotation mark is not closed.
    #[error("the quotation mark is not closed")]
    Unclosed,
    /// Not a day: `31/12/2019`, `2019-12-31`, `12/2019`, `hôm-nay+7`, `không`.
    #[error("not a day")]
    NotADay,
    /// The range ends before it begins.
    #[error("the range ends before it begins")]
    RangeReversed,
    /// Not a year.
    #[error("not a year")]
    NotAYear,
    /// Days are compared, and nothing else.
    #[error("only days are compared")]
    NotComparable,
    /// This key takes one word only.
    #[error("only one word is possible")]
    OnlyOne,
    /// Group and order have no opposite.
    #[error("no opposite is possible")]
    NoOpposite,
    /// The list can be grouped in one way only.
    #[error("given twice")]
    Twice,
}

/// Reads a filter; all that is wrong with it, in order, where it is not one. The text is as typed.
pub fn parse(text: &str) -> Result<Filter, Vec<FilterError>> {
    let mut filter = Filter::default();
    let mut errors = Vec::new();
    for word in words(text, false) {
        match word.and_then(|word| take(&mut filter, &word)) {
            Ok(()) => {}
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(filter) } else { Err(errors) }
}

/// Comparison signs; the longer ones first.
const SIGNS: [(&str, Sign); 6] =
    [("<=", Sign::UpTo), (">=", Sign::From), ("<", Sign::Before), (">", Sign::After), ("=", Sign::On), (":", Sign::On)];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Before,
    UpTo,
    On,
    From,
    After,
}

/// A term as it stands in the text.
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) negated: bool,
    /// `None` for free text.
    pub(crate) key: Option<(String, Span, Sign)>,
    pub(crate) values: Vec<Value>,
}

/// One of the alternatives.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) quoted: bool,
}

/// Reads the terms of a text; `digits` where keys may hold some, as the fields of a register do.
pub(crate) fn words(text: &str, digits: bool) -> Vec<Result<Word, FilterError>> {
    let (mut words, mut at) = (Vec::new(), 0);
    while let Some(start) = next_word(text, at) {
        let (word, end) = read_word(text, start, digits);
        at = end.max(start + 1);
        words.push(word);
    }
    words
}

pub(crate) fn error(span: Span, problem: Problem) -> FilterError {
    FilterError { span, problem }
}

fn next_word(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    rest.find(|c: char| !c.is_whitespace()).map(|offset| at + offset)
}

/// Reads the term that starts here; gives where it ends, also where it is wrong.
fn read_word(text: &str, start: usize, digits: bool) -> (Result<Word, FilterError>, usize) {
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    let negated = rest(start).starts_with('-') && rest(start + 1).starts_with(|c: char| !c.is_whitespace());
    let first = start + usize::from(negated);
    let key = read_key(text, first, digits);
    let mut at = key.as_ref().map_or(first, |(_, span, sign_length, _)| span.end + sign_length);
    let mut values = Vec::new();
    loop {
        let (value, end) = read_value(text, at, key.is_some());
        at = end;
        match value {
            Ok(value) => values.push(value),
            Err(error) => return (Err(error), end),
        }
        // Only terms with a key have alternatives; in free text a comma is a comma.
        if key.is_some() && rest(at).starts_with(',') {
            at += 1;
        } else {
            break;
        }
    }
    let key = key.map(|(key, span, _, sign)| (key, span, sign));
    (Ok(Word { span: Span::new(start, at), negated, key, values }), at)
}

/// A key is letters and hyphens with a sign after them; digits too where they are asked for, but not at its beginning.
fn read_key(text: &str, start: usize, digits: bool) -> Option<(String, Span, usize, Sign)> {
    let rest = text.get(start..)?;
    let digits = digits && !rest.starts_with(|c: char| c.is_ascii_digit());
    let is_letter = |c: char| {
        c.is_alphabetic()
            || c == '-'
            || c == '_'
            || (digits && c.is_ascii_digit())
            || tt_text::fold::fold_char(c).is_none()
    };
    let length = rest.find(|c| !is_letter(c))?;
    let (key, after) = rest.split_at_checked(length)?;
    if bare(key).is_empty() {
        return None;
    }
    let sign_at = |after: &str| SIGNS.iter().find(|(sign, _)| after.starts_with(sign)).copied();
    let (mut sign, mut meaning) = sign_at(after)?;
    let mut sign_length = sign.len();
    // `hạn:<=31/12/2019` is written too.
    if sign == ":"
        && let Some((next, next_meaning)) = after.get(1..).and_then(sign_at)
        && next != ":"
    {
        (sign, meaning) = (next, next_meaning);
        sign_length = 1 + sign.len();
    }
    Some((key.to_owned(), Span::new(start, start + length), sign_length, meaning))
}

/// A value in quotes, or up to a blank; with a key also up to a comma.
fn read_value(text: &str, start: usize, keyed: bool) -> (Result<Value, FilterError>, usize) {
    let rest = text.get(start..).unwrap_or_default();
    if let Some(quoted) = rest.strip_prefix('"') {
        let mut value = String::new();
        let mut escaped = false;
        for (offset, c) in quoted.char_indices() {
            match c {
                _ if escaped => {
                    value.push(c);
                    escaped = false;
                }
                '\\' => escaped = true,
                '"' => {
                    let end = start + 1 + offset + 1;
                    return (Ok(Value { text: value, span: Span::new(start, end), quoted: true }), end);
                }
                _ => value.push(c),
            }
        }
        return (Err(error(Span::new(start, text.len()), Problem::Unclosed)), text.len());
    }
    let length = rest.find(|c: char| c.is_whitespace() || (keyed && c == ',')).unwrap_or(rest.len());
    let end = start + length;
    let value = rest.get(..length).unwrap_or_default().to_owned();
    (Ok(Value { text: value, span: Span::new(start, end), quoted: false }), end)
}

/// Adds a term to the filter.
fn take(filter: &mut Filter, word: &Word) -> Result<(), FilterError> {
    let Some((key, key_span, sign)) = &word.key else {
        for value in &word.values {
            if value.text.trim().is_empty() {
                return Err(error(word.span, Problem::Missing));
            }
            filter.terms.push(Term { negated: word.negated, test: Test::Text(value.text.clone()) });
        }
        return Ok(());
    };
    let Some(key) = Key::read(key) else {
        return Err(error(*key_span, Problem::UnknownKey { allowed: Key::all() }));
    };
    if let Some(empty) = word.values.iter().find(|value| value.text.trim().is_empty()) {
        let span = if empty.span.is_empty() { word.span } else { empty.span };
        return Err(error(span, Problem::Missing));
    }
    if *sign != Sign::On && !matches!(key, Key::Date(_)) {
        return Err(error(word.span, Problem::NotComparable));
    }
    let test = match key {
        Key::Other(OtherKey::Group | OtherKey::Sort) if word.negated => {
            return Err(error(word.span, Problem::NoOpposite));
        }
        Key::Other(OtherKey::Group) => {
            if filter.group.is_some() {
                return Err(error(word.span, Problem::Twice));
            }
            filter.group = Some(read_one(only(word)?, Group::read, Group::ALL, Group::vietnamese)?);
            return Ok(());
        }
        Key::Other(OtherKey::Sort) => {
            for value in &word.values {
                filter.sort.push(read_sort(value)?);
            }
            return Ok(());
        }
        Key::Other(OtherKey::State) => {
            Test::State(read_all(word, StateWord::read, StateWord::ALL, StateWord::vietnamese)?)
        }
        Key::Other(OtherKey::Kind) => Test::Kind(read_all(word, KindWord::read, KindWord::ALL, KindWord::vietnamese)?),
        Key::Other(OtherKey::Line) => Test::Line(read_all(word, LineWord::read, LineWord::ALL, LineWord::vietnamese)?),
        Key::Other(OtherKey::Year) => Test::Year(word.values.iter().map(read_year).collect::<Result<_, _>>()?),
        Key::Name(field) => Test::Name(field, word.values.iter().map(|value| read_name(value, field)).collect()),
        Key::Date(field) => Test::Day(field, read_day_test(only(word)?, *sign)?),
    };
    filter.terms.push(Term { negated: word.negated, test });
    Ok(())
}

pub(crate) fn only(word: &Word) -> Result<&Value, FilterError> {
    match word.values.as_slice() {
        [value] => Ok(value),
        _ => Err(error(word.span, Problem::OnlyOne)),
    }
}

fn read_one<T: Copy>(
    value: &Value,
    read: fn(&str) -> Option<T>,
    all: &[T],
    print: fn(T) -> &'static str,
) -> Result<T, FilterError> {
    let unknown = || error(value.span, Problem::UnknownWord { allowed: all.iter().map(|one| print(*one)).collect() });
    read(&value.text).ok_or_else(unknown)
}

fn read_all<T: Copy>(
    word: &Word,
    read: fn(&str) -> Option<T>,
    all: &[T],
    print: fn(T) -> &'static str,
) -> Result<Vec<T>, FilterError> {
    word.values.iter().map(|value| read_one(value, read, all, print)).collect()
}

fn read_sort(value: &Value) -> Result<Sort, FilterError> {
    let (descending, text) = match value.text.strip_prefix('-') {
        Some(rest) => (true, rest.to_owned()),
        None => (false, value.text.clone()),
    };
    let plain = Value { text, ..value.clone() };
    Ok(Sort { key: read_one(&plain, SortKey::read, SortKey::ALL, SortKey::vietnamese)?, descending })
}

fn read_year(value: &Value) -> Result<i16, FilterError> {
    let year = value.text.parse().ok().filter(|year| (1900..=2999).contains(year));
    year.ok_or_else(|| error(value.span, Problem::NotAYear))
}

fn read_name(value: &Value, field: NameField) -> Name {
    if !value.quoted && field != NameField::Code && is_one_of(&value.text, MINE) {
        Name::Mine
    } else if !value.quoted && is_one_of(&value.text, NONE) {
        Name::Nobody
    } else {
        Name::Is(value.text.clone())
    }
}

fn read_day_test(value: &Value, sign: Sign) -> Result<DayTest, FilterError> {
    let not_a_day = || error(value.span, Problem::NotADay);
    if sign == Sign::On {
        if is_one_of(&value.text, NONE) {
            return Ok(DayTest::Missing);
        }
        if let Some((from, to)) = value.text.split_once("..") {
            let (from, to) = (read_day(from).ok_or_else(not_a_day)?, read_day(to).ok_or_else(not_a_day)?);
            return if is_reversed(from, to) {
                Err(error(value.span, Problem::RangeReversed))
            } else {
                Ok(DayTest::Within(from, to))
            };
        }
        if let Some((from, to)) = read_month(&value.text) {
            return Ok(DayTest::Within(Day::On(from), Day::On(to)));
        }
    }
    let day = read_day(&value.text).ok_or_else(not_a_day)?;
    Ok(match sign {
        Sign::Before => DayTest::Before(day),
        Sign::UpTo => DayTest::UpTo(day),
        Sign::On => DayTest::On(day),
        Sign::From => DayTest::From(day),
        Sign::After => DayTest::After(day),
    })
}

/// Whether a range is empty whatever the day; one that mixes both forms may become so or not.
fn is_reversed(from: Day, to: Day) -> bool {
    match (from, to) {
        (Day::On(from), Day::On(to)) => to < from,
        (Day::Today(from), Day::Today(to)) => to < from,
        _ => false,
    }
}

/// `31/12/2019`, `2019-12-31`, `hôm-nay`, `today+7`, `hôm-nay-3`.
fn read_day(text: &str) -> Option<Day> {
    let text = text.trim();
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let date = match text.split('/').collect::<Vec<_>>().as_slice() {
            [day, month, year] => date_of(year, month, day),
            _ => match text.split('-').collect::<Vec<_>>().as_slice() {
                [year, month, day] => date_of(year, month, day),
                _ => None,
            },
        };
        return date.map(Day::On);
    }
    let at = text.rfind(['+', '-']).filter(|at| text.get(at + 1..).is_some_and(is_number));
    let (word, days) = match at {
        Some(at) => (text.get(..at)?, text.get(at..)?.parse::<i32>().ok().filter(|days| days.abs() <= 36_500)?),
        None => (text, 0),
    };
    is_one_of(word, TODAY).then_some(Day::Today(days))
}

/// `12/2019`: from its first to its last day.
fn read_month(text: &str) -> Option<(Date, Date)> {
    let (month, year) = text.split_once('/')?;
    let first = date_of(year, month, "1")?;
    Some((first, first.last_of_month()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    if year.len() != 4 || ![year, month, day].into_iter().all(is_number) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
