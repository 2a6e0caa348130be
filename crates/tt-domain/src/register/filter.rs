//! Which entries a list or measure takes, as text a person can type, save and share.
//!
//! The manner is that of the task list ([`crate::filter`]); the keys are the register's own fields by their codes, and:
//! `giai-đoạn:xây-dựng` the stage an entry is at, `xong:giao@2019` stages done (in a year, between two days),
//! `đang-làm:`, `vướng:` and `không-cần:` likewise, `chậm:có` over what the stage typically takes, `xếp:-dien-tich` the
//! order. Numbers and days compare: `dien-tich>=10`, `ngay:1/1/2019..31/12/2019`; words look for whole words.

use jiff::civil::Date;
use tt_text::Span;

use super::definition::FieldKind;
use super::standing::Mark;
use super::value::{Value, key_of_words, read_day, read_yes_no};
use super::{Field, Register, bare};
use crate::filter::{self as terms, FilterError, Problem, Sign, Word, error, only};
use crate::id::{RegisterFieldId, RegisterStageId};

/// What a list shows and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// All of these hold.
    pub terms: Vec<Term>,
    /// Its order; by title where none is said.
    pub sort: Option<Sort>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether its opposite is meant.
    pub negated: bool,
    /// The condition.
    pub test: Test,
    /// Where it stands in the text.
    pub span: Span,
}

/// What a term asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A field's value.
    Field(RegisterFieldId, FieldTest),
    /// At any of these stages; `None` for no stage yet.
    At(Vec<Option<RegisterStageId>>),
    /// Any of these stages is marked so, since a day of that time.
    Marked(Mark, Vec<RegisterStageId>, Option<Within>),
    /// Longer at its stage than is typical.
    Slow(bool),
    /// Words anywhere in the title and the values.
    Words(String),
}

/// What is asked of a value, in terms of [`Value::key`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldTest {
    /// Any of these keys.
    OneOf(Vec<String>),
    /// From and up to these keys, both included or left out.
    Range(Option<KeyBound>, Option<KeyBound>),
    /// Any of these words, whole and in their order.
    Words(Vec<String>),
    /// Not filled in.
    Missing,
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBound {
    /// The key.
    pub key: String,
    /// Whether it is in the range.
    pub included: bool,
}

/// A time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// From one day to another, both included.
    Days(Date, Date),
    /// The year of the day looked at, up to that day.
    ThisYear,
}

impl Within {
    /// First and last day, as seen on that day.
    pub fn days(self, as_of: Date) -> (Date, Date) {
        match self {
            Self::Days(from, to) => (from, to),
            Self::ThisYear => (as_of.first_of_year(), as_of),
        }
    }
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// The greatest first.
    pub descending: bool,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// Title.
    Title,
    /// Stage, in the register's order.
    Stage,
    /// Day since which it is at its stage.
    Since,
    /// A field; entries without come last.
    Field(RegisterFieldId),
}

/// A term of a filter as a list shows it, with what is left when it is taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The term as typed.
    pub text: String,
    /// The whole filter without it.
    pub without: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Stage,
    Marked(Mark),
    Slow,
    Sort,
}

/// Words of the filter itself, Vietnamese and English; no field may be called so.
const KEYS: [(&str, &str, Key); 7] = [
    ("giai-đoạn", "stage", Key::Stage),
    ("xong", "done", Key::Marked(Mark::Done)),
    ("đang-làm", "begun", Key::Marked(Mark::Begun)),
    ("vướng", "blocked", Key::Marked(Mark::Blocked)),
    ("không-cần", "not-needed", Key::Marked(Mark::NotNeeded)),
    ("chậm", "slow", Key::Slow),
    ("xếp", "sort", Key::Sort),
];
const ORDERS: [(&str, &str, SortBy); 3] =
    [("tên", "title", SortBy::Title), ("giai-đoạn", "stage", SortBy::Stage), ("từ-ngày", "since", SortBy::Since)];
/// Kinds of which words are looked for; the others are equal or compare.
fn has_words(kind: &FieldKind) -> bool {
    !matches!(kind, FieldKind::Date | FieldKind::Year | FieldKind::Choice(_) | FieldKind::YesNo)
        && kind.measured().is_none()
}

/// Whether filters use this word for something else than a field.
pub fn is_reserved(code: &str) -> bool {
    let code = bare(code);
    KEYS.iter().any(|(vi, en, _)| bare(vi) == code || bare(en) == code)
}

/// Reads a filter; all that is wrong with it, in order, where it is not one.
///
/// # Errors
/// Each bad word by its place and what may stand there.
pub fn parse(register: &Register, text: &str) -> Result<Filter, Vec<FilterError>> {
    let (mut filter, mut errors) = (Filter::default(), Vec::new());
    for word in terms::terms(text, true) {
        match word.and_then(|word| take(register, &mut filter, &word)) {
            Ok(()) => {}
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(filter) } else { Err(errors) }
}

/// The terms of a filter as typed, each with what is left without it.
pub fn chips(text: &str) -> Vec<Chip> {
    let spans: Vec<Span> = terms::terms(text, true).into_iter().filter_map(|word| word.ok().map(|w| w.span)).collect();
    let part = |span: &Span| text.get(span.start..span.end).unwrap_or_default().trim();
    let without = |left: usize| {
        let kept = spans.iter().enumerate().filter(|(index, _)| *index != left).map(|(_, span)| part(span));
        kept.collect::<Vec<_>>().join(" ")
    };
    spans
        .iter()
        .enumerate()
        .map(|(index, span)| Chip { text: part(span).to_owned(), without: without(index) })
        .collect()
}

fn take(register: &Register, filter: &mut Filter, word: &Word) -> Result<(), FilterError> {
    let Some((key, key_span, sign)) = &word.key else {
        let text = word.values.iter().map(|value| value.text.trim()).collect::<Vec<_>>().join(" ");
        if key_of_words(&text).is_empty() {
            return Err(error(word.span, Problem::Missing));
        }
        filter.terms.push(Term { negated: word.negated, test: Test::Words(text), span: word.span });
        return Ok(());
    };
    if let Some(empty) = word.values.iter().find(|value| value.text.trim().is_empty()) {
        return Err(error(if empty.span.is_empty() { word.span } else { empty.span }, Problem::Missing));
    }
    let name = bare(key);
    let known = KEYS.iter().find(|(vi, en, _)| bare(vi) == name || bare(en) == name).map(|(.., key)| *key);
    if known.is_some() && *sign != Sign::On {
        return Err(error(word.span, Problem::NotComparable));
    }
    let test = match known {
        Some(Key::Sort) if word.negated => return Err(error(word.span, Problem::NoOpposite)),
        Some(Key::Sort) => {
            if filter.sort.is_some() {
                return Err(error(word.span, Problem::Twice));
            }
            filter.sort = Some(read_sort(register, only(word)?)?);
            return Ok(());
        }
        Some(Key::Slow) => {
            let value = only(word)?;
            Test::Slow(read_yes_no(&value.text).ok_or_else(|| unknown(value, ["có", "không"]))?)
        }
        Some(Key::Stage) => {
            let stages = word.values.iter().map(|value| {
                if is_none(&value.text) { Ok(None) } else { read_stage(register, value, &value.text).map(Some) }
            });
            Test::At(stages.collect::<Result<_, _>>()?)
        }
        Some(Key::Marked(mark)) => read_marked(register, mark, word)?,
        None => {
            let field = register.field_by_code(key).ok_or_else(|| {
                let fields = register.fields.iter().map(|field| field.spec.code.clone());
                let allowed = KEYS.iter().map(|(vi, ..)| (*vi).to_owned()).chain(fields).collect();
                error(*key_span, Problem::UnknownName { allowed })
            })?;
            Test::Field(field.id, read_field_test(field, word, *sign)?)
        }
    };
    filter.terms.push(Term { negated: word.negated, test, span: word.span });
    Ok(())
}

fn unknown<const N: usize>(value: &terms::Value, allowed: [&'static str; N]) -> FilterError {
    error(value.span, Problem::UnknownWord { allowed: allowed.to_vec() })
}

fn is_none(text: &str) -> bool {
    matches!(bare(text).as_str(), "khong" | "none")
}

fn read_sort(register: &Register, value: &terms::Value) -> Result<Sort, FilterError> {
    let (descending, name) = match value.text.strip_prefix('-') {
        Some(rest) => (true, bare(rest)),
        None => (false, bare(&value.text)),
    };
    let fixed = ORDERS.iter().find(|(vi, en, _)| bare(vi) == name || bare(en) == name).map(|(.., by)| *by);
    let by = fixed.or_else(|| register.field_by_code(&name).map(|field| SortBy::Field(field.id)));
    let by = by.ok_or_else(|| {
        let fields = register.fields.iter().map(|field| field.spec.code.clone());
        let allowed = ORDERS.iter().map(|(vi, ..)| (*vi).to_owned()).chain(fields).collect();
        error(value.span, Problem::UnknownName { allowed })
    })?;
    Ok(Sort { by, descending })
}

fn read_stage(register: &Register, value: &terms::Value, text: &str) -> Result<RegisterStageId, FilterError> {
    let stage = register.stage_by_code(text).map(|stage| stage.id);
    let all = || register.stages.iter().map(|stage| stage.spec.code.clone()).collect();
    stage.ok_or_else(|| error(value.span, Problem::UnknownName { allowed: all() }))
}

/// `xong:giao`, `xong:giao,xay-dung`, `xong:giao@2019`; the time counts for all of them.
fn read_marked(register: &Register, mark: Mark, word: &Word) -> Result<Test, FilterError> {
    let (mut stages, mut within) = (Vec::new(), None);
    for value in &word.values {
        let (name, time) = match value.text.split_once('@') {
            Some((name, time)) => (name, Some(time)),
            None => (value.text.as_str(), None),
        };
        stages.push(read_stage(register, value, name)?);
        if let Some(time) = time {
            within = Some(read_within(time).ok_or_else(|| error(value.span, Problem::NotADay))?);
        }
    }
    Ok(Test::Marked(mark, stages, within))
}

fn read_within(text: &str) -> Option<Within> {
    if matches!(bare(text).as_str(), "namnay" | "thisyear") {
        return Some(Within::ThisYear);
    }
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (read_span(from)?.0, read_span(to)?.1);
    (from <= to).then_some(Within::Days(from, to))
}

/// A day, a month `12/2019` or a year, by its first and last day.
fn read_span(text: &str) -> Option<(Date, Date)> {
    let text = text.trim();
    if let Some(day) = read_day(text) {
        return Some((day, day));
    }
    let number =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten();
    let year = |part: &str| number(part).filter(|_| part.len() == 4);
    if let Some((month, of)) = text.split_once('/') {
        let first = Date::new(year(of)?, i8::try_from(number(month)?).ok()?, 1).ok()?;
        return Some((first, first.last_of_month()));
    }
    let first = Date::new(year(text)?, 1, 1).ok()?;
    Some((first, first.last_of_year()))
}

fn read_field_test(field: &Field, word: &Word, sign: Sign) -> Result<FieldTest, FilterError> {
    if sign == Sign::On && matches!(word.values.as_slice(), [value] if is_none(&value.text) && !is_yes_no(field)) {
        return Ok(FieldTest::Missing);
    }
    if has_words(&field.spec.kind) {
        if sign != Sign::On {
            return Err(error(word.span, Problem::NotComparable));
        }
        return Ok(FieldTest::Words(word.values.iter().map(|value| key_of_words(&value.text)).collect()));
    }
    let compares = matches!(field.spec.kind, FieldKind::Date | FieldKind::Year) || field.spec.kind.measured().is_some();
    if sign != Sign::On && !compares {
        return Err(error(word.span, Problem::NotComparable));
    }
    let bound = |key: String, included: bool| Some(KeyBound { key, included });
    // In a number the comma stands before the decimals, and parts no alternatives.
    let joined = field.spec.kind.measured().is_some().then(|| {
        let text = word.values.iter().map(|value| value.text.as_str()).collect::<Vec<_>>().join(",");
        word.values.first().map(|first| terms::Value { text, ..first.clone() })
    });
    let joined = joined.flatten();
    let one = || joined.as_ref().map_or_else(|| only(word), Ok);
    let single = || -> Result<(String, String), FilterError> { keys(field, one()?, &one()?.text) };
    Ok(match sign {
        Sign::Before => FieldTest::Range(None, bound(single()?.0, false)),
        Sign::UpTo => FieldTest::Range(None, bound(single()?.1, true)),
        Sign::From => FieldTest::Range(bound(single()?.0, true), None),
        Sign::After => FieldTest::Range(bound(single()?.1, false), None),
        Sign::On if joined.is_some() || (compares && word.values.len() == 1) => {
            let value = one()?;
            let (low, high) = match value.text.split_once("..") {
                Some((from, to)) => (keys(field, value, from)?.0, keys(field, value, to)?.1),
                None => keys(field, value, &value.text)?,
            };
            if low > high {
                return Err(error(value.span, Problem::RangeReversed));
            }
            FieldTest::Range(bound(low, true), bound(high, true))
        }
        Sign::On => {
            let all = word.values.iter().map(|value| keys(field, value, &value.text).map(|(key, _)| key));
            FieldTest::OneOf(all.collect::<Result<_, _>>()?)
        }
    })
}

fn is_yes_no(field: &Field) -> bool {
    field.spec.kind == FieldKind::YesNo
}

/// The first and last key of what is named: a month and a year have many days.
fn keys(field: &Field, value: &terms::Value, text: &str) -> Result<(String, String), FilterError> {
    if field.spec.kind == FieldKind::Date {
        let (from, to) = read_span(text).ok_or_else(|| error(value.span, Problem::NotADay))?;
        return Ok((from.to_string(), to.to_string()));
    }
    match Value::read(&field.spec.kind, text, Date::MAX) {
        Ok(Some((read, _))) => Ok((read.key(), read.key())),
        Ok(None) => Err(error(value.span, Problem::Missing)),
        Err(_) => match &field.spec.kind {
            FieldKind::Choice(options) => {
                let allowed = options.iter().map(|option| option.code.clone()).collect();
                Err(error(value.span, Problem::UnknownName { allowed }))
            }
            FieldKind::YesNo => Err(unknown(value, ["có", "không"])),
            _ => Err(error(value.span, Problem::NotANumber)),
        },
    }
}
