//! A field's value: read from what someone typed, kept as text, shown again.
//!
//! What is wrong is told with its remedy ([`Fault`]); what is possible but unusual is asked about ([`Doubt`]). A place,
//! person, agency or document keeps the words it was given and, where the records know it, its identity.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::definition::{Choice, FieldKind};
use super::{bare, number};
use crate::id::{AgencyId, AttachmentId, DocumentId, EntryId, PersonId, PlaceId};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number, an amount or an area, in the field's unit.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// A year.
    Year(i16),
    /// Code of an option.
    Choice(String),
    /// Yes or no.
    YesNo(bool),
    /// A place.
    Place(Named<PlaceId>),
    /// Latitude and longitude in degrees.
    Point(Decimal, Decimal),
    /// A person.
    Person(Named<PersonId>),
    /// An agency or enterprise.
    Agency(Named<AgencyId>),
    /// A document.
    Document(Named<DocumentId>),
    /// A file by its content and name.
    File(Named<AttachmentId>),
    /// An entry of another register.
    Entry(Named<EntryId>),
}

/// A record by the words it was called by, and its identity where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<T> {
    /// Which record.
    pub id: Option<T>,
    /// As written.
    pub text: String,
}

impl<T> Named<T> {
    /// Only words so far.
    pub fn words(text: &str) -> Self {
        Self { id: None, text: text.to_owned() }
    }
}

/// What is wrong with what was typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Letters in a number, or no number at all.
    #[error("not a number")]
    NotANumber,
    /// Another unit than the field's.
    #[error("{found:?} is not {expected:?}")]
    OtherUnit {
        /// What was typed.
        found: String,
        /// The field's.
        expected: String,
        /// The value in the field's unit, where one can be told in the other.
        converted: Option<Decimal>,
    },
    /// More decimals than the field has.
    #[error("more than {decimals} decimals")]
    TooExact {
        /// What the field has.
        decimals: u8,
        /// The value, had the comma stood between thousands.
        as_thousands: Option<Decimal>,
    },
    /// More digits than are kept.
    #[error("too large")]
    TooLarge,
    /// Not a day.
    #[error("not a day")]
    NotADay,
    /// No year from 1900 to 2199.
    #[error("no year")]
    NotAYear,
    /// Not one of the options.
    #[error("not one of the options")]
    NotAnOption {
        /// What they are called.
        options: Vec<String>,
    },
    /// Neither yes nor no.
    #[error("neither yes nor no")]
    NotYesNo,
    /// No coordinates, or outside the earth.
    #[error("no coordinates")]
    NotAPoint,
    /// Longer than is kept.
    #[error("longer than {MAX_TEXT} characters")]
    TooLong,
    /// No such record.
    #[error("no such record")]
    NoSuchRecord,
    /// The field must be filled in.
    #[error("must be filled in")]
    Missing,
    /// Another entry has the same.
    #[error("entry {0} has the same")]
    Taken(EntryId),
}

/// What is possible but unusual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The same signs are another number elsewhere.
    ReadAs {
        /// As it was read.
        value: Decimal,
        /// As it is read elsewhere.
        other: Decimal,
    },
    /// Below zero.
    Negative,
    /// A day after today.
    Future,
    /// A day before 1945.
    LongAgo,
    /// Outside the box of Viet Nam, or latitude and longitude exchanged.
    FarAway,
    /// A thousand times as much, or as little, as before.
    Leap {
        /// What it was.
        before: Decimal,
    },
}

/// Characters of a text at most.
pub const MAX_TEXT: usize = 2_000;

impl Value {
    /// Reads what was typed; `None` for nothing. Records are only words then: the caller finds them.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(kind: &FieldKind, text: &str, today: Date) -> Result<Option<(Self, Vec<Doubt>)>, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > MAX_TEXT {
            return Err(Fault::TooLong);
        }
        let sure = |value: Self| Ok(Some((value, Vec::new())));
        match kind {
            FieldKind::Text => sure(Self::Text(text.to_owned())),
            FieldKind::Number(measured) | FieldKind::Money(measured) | FieldKind::Area(measured) => {
                number::read(text, measured).map(|(value, doubts)| Some((Self::Number(value), doubts)))
            }
            FieldKind::Date => {
                let day = read_day(text).ok_or(Fault::NotADay)?;
                let doubts = match day {
                    day if day > today => vec![Doubt::Future],
                    day if day.year() < 1945 => vec![Doubt::LongAgo],
                    _ => Vec::new(),
                };
                Ok(Some((Self::Date(day), doubts)))
            }
            FieldKind::Year => sure(Self::Year(read_year(text).ok_or(Fault::NotAYear)?)),
            FieldKind::Choice(options) => sure(Self::Choice(read_choice(options, text)?)),
            FieldKind::YesNo => sure(Self::YesNo(read_yes_no(text).ok_or(Fault::NotYesNo)?)),
            FieldKind::Point => read_point(text).map(Some),
            FieldKind::Place => sure(Self::Place(Named::words(text))),
            FieldKind::Person => sure(Self::Person(Named::words(text))),
            FieldKind::Agency => sure(Self::Agency(Named::words(text))),
            FieldKind::Document => sure(Self::Document(Named::words(text))),
            FieldKind::File => sure(Self::File(Named::words(text))),
            FieldKind::Entry(_) => sure(Self::Entry(Named::words(text))),
        }
    }

    /// As it is kept: text, and the identity of a record.
    pub fn kept(&self) -> (String, Option<i64>) {
        match self {
            Self::Text(text) | Self::Choice(text) => (text.clone(), None),
            Self::Number(value) => (value.to_string(), None),
            Self::Date(day) => (day.to_string(), None),
            Self::Year(year) => (year.to_string(), None),
            Self::YesNo(yes) => (if *yes { "1" } else { "0" }.to_owned(), None),
            Self::Point(lat, lon) => (format!("{lat} {lon}"), None),
            Self::Place(one) => (one.text.clone(), one.id.map(|id| id.0)),
            Self::Person(one) => (one.text.clone(), one.id.map(|id| id.0)),
            Self::Agency(one) => (one.text.clone(), one.id.map(|id| id.0)),
            Self::Document(one) => (one.text.clone(), one.id.map(|id| id.0)),
            Self::File(one) => (one.text.clone(), one.id.map(|id| id.0)),
            Self::Entry(one) => (one.text.clone(), one.id.map(|id| id.0)),
        }
    }

    /// Reads [`kept`](Self::kept) back; `None` for what is no such value.
    pub fn restored(kind: &FieldKind, text: &str, id: Option<i64>) -> Option<Self> {
        let words = || text.to_owned();
        Some(match kind {
            FieldKind::Text => Self::Text(words()),
            FieldKind::Number(_) | FieldKind::Money(_) | FieldKind::Area(_) => {
                Self::Number(Decimal::from_str_exact(text).ok()?)
            }
            FieldKind::Date => Self::Date(text.parse().ok()?),
            FieldKind::Year => Self::Year(text.parse().ok()?),
            FieldKind::Choice(_) => Self::Choice(words()),
            FieldKind::YesNo => Self::YesNo(text == "1"),
            FieldKind::Point => {
                let (lat, lon) = text.split_once(' ')?;
                Self::Point(Decimal::from_str_exact(lat).ok()?, Decimal::from_str_exact(lon).ok()?)
            }
            FieldKind::Place => Self::Place(Named { id: id.map(PlaceId), text: words() }),
            FieldKind::Person => Self::Person(Named { id: id.map(PersonId), text: words() }),
            FieldKind::Agency => Self::Agency(Named { id: id.map(AgencyId), text: words() }),
            FieldKind::Document => Self::Document(Named { id: id.map(DocumentId), text: words() }),
            FieldKind::File => Self::File(Named { id: id.map(AttachmentId), text: words() }),
            FieldKind::Entry(_) => Self::Entry(Named { id: id.map(EntryId), text: words() }),
        })
    }

    /// A text that orders and equals as the values do, so that one index serves every kind.
    pub fn key(&self) -> String {
        match self {
            Self::Number(value) => number::key(*value),
            Self::Date(day) => day.to_string(),
            Self::Choice(code) => code.clone(),
            _ => key_of_words(&self.kept().0),
        }
    }

    /// As people read it; a number in its unit.
    pub fn shown(&self, kind: &FieldKind) -> String {
        match (self, kind) {
            (Self::Number(value), kind) => {
                number::shown(*value, kind.measured().map(|measured| measured.unit.as_str()).unwrap_or_default())
            }
            (Self::Choice(code), FieldKind::Choice(options)) => {
                options.iter().find(|option| option.code == *code).map_or(code, |option| &option.name).clone()
            }
            _ => self.typed(),
        }
    }

    /// As it is typed into a field and written into files: a number without its unit.
    pub fn typed(&self) -> String {
        match self {
            Self::Number(value) => number::shown(*value, ""),
            Self::Date(day) => day.strftime("%d/%m/%Y").to_string(),
            Self::Year(year) => year.to_string(),
            Self::YesNo(yes) => if *yes { "Có" } else { "Không" }.to_owned(),
            Self::Point(lat, lon) => format!("{}; {}", number::shown(*lat, ""), number::shown(*lon, "")),
            _ => self.kept().0,
        }
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        if let Self::Number(value) = self { Some(*value) } else { None }
    }

    /// What is asked about a value that follows another: a leap by a thousand.
    pub fn leap(&self, before: Option<&Self>) -> Option<Doubt> {
        let (now, before) = (self.number()?, before?.number()?);
        let thousand = Decimal::ONE_THOUSAND;
        let (low, high) = if now.abs() < before.abs() { (now, before) } else { (before, now) };
        let leaps = !low.is_zero() && low.abs().checked_mul(thousand).is_some_and(|bound| high.abs() >= bound);
        leaps.then_some(Doubt::Leap { before })
    }
}

/// Words as they are ordered and compared: folded, letters and digits alone with one blank between, the first 200
/// characters.
pub fn key_of_words(text: &str) -> String {
    let folded = tt_text::fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

/// A year as people type it: `2019`, `năm 2019`.
fn read_year(text: &str) -> Option<i16> {
    let folded = tt_text::fold(text);
    let digits = folded.strip_prefix("nam").unwrap_or(&folded).trim();
    let year = digits.parse().ok().filter(|_| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    (1900..2200).contains(&year).then_some(year)
}

/// A day as people type it: `31/12/2019`, `31-12-2019`, `31.12.2019`, `2019-12-31`.
pub fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(day) = text.parse::<Date>() {
        return Some(day).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()) && text.len() == 10);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !parts.iter().all(digits) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn read_choice(options: &[Choice], text: &str) -> Result<String, Fault> {
    let wanted = bare(text);
    let found = options.iter().find(|option| bare(&option.code) == wanted || bare(&option.name) == wanted);
    let all = || options.iter().map(|option| option.name.clone()).collect();
    found.map(|option| option.code.clone()).ok_or_else(|| Fault::NotAnOption { options: all() })
}

/// Yes or no as people write it.
pub fn read_yes_no(text: &str) -> Option<bool> {
    match bare(text).as_str() {
        "co" | "x" | "1" | "yes" | "true" | "dung" | "dat" | "roi" => Some(true),
        "khong" | "0" | "no" | "false" | "sai" | "chua" => Some(false),
        _ => None,
    }
}

/// `21,853; 106,761` or `21.853, 106.761`.
fn read_point(text: &str) -> Result<(Value, Vec<Doubt>), Fault> {
    let (lat, lon) = text.split_once(';').or_else(|| text.split_once(", ")).ok_or(Fault::NotAPoint)?;
    let degree = |part: &str| Decimal::from_str_exact(&part.trim().replace(',', ".")).map_err(|_| Fault::NotAPoint);
    let (lat, lon) = (degree(lat)?.normalize(), degree(lon)?.normalize());
    let within = |value: Decimal, bound: i64| value.abs() <= Decimal::from(bound);
    if !within(lat, 90) || !within(lon, 180) || lat.scale() > 8 || lon.scale() > 8 {
        return Err(Fault::NotAPoint);
    }
    let between = |value: Decimal, low: i64, high: i64| value >= Decimal::from(low) && value <= Decimal::from(high);
    let near = between(lat, 8, 24) && between(lon, 102, 118);
    Ok((Value::Point(lat, lon), if near { Vec::new() } else { vec![Doubt::FarAway] }))
}
