//! What a register is made of, without identities: fields, stages, moves, measures; and what is wrong with one.

use rust_decimal::Decimal;

use super::bare;

/// A definition of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// What it is called.
    pub name: String,
    /// What one entry is called.
    pub one: String,
    /// What it is for, and on which documents it rests.
    pub about: String,
    /// Whether two entries may not have one title.
    pub unique_title: bool,
    /// Its fields in order.
    pub fields: Vec<FieldSpec>,
    /// Its stages in order.
    pub stages: Vec<StageSpec>,
    /// Moves that are allowed.
    pub moves: Vec<MoveSpec>,
    /// What reports ask of it.
    pub measures: Vec<MeasureSpec>,
}

/// A field (cột thông tin).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own, and any of them may go together")]
pub struct FieldSpec {
    /// Short name in filters and files: `dien-tich`.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
    /// Part of the entry's title.
    pub title: bool,
    /// Must be filled in.
    pub required: bool,
    /// No two entries have the same.
    pub unique: bool,
    /// Shown in lists.
    pub listed: bool,
    /// No longer filled in; what it held stays readable.
    pub retired: bool,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Words.
    Text,
    /// A number in a unit.
    Number(Measured),
    /// Money in a unit: `triệu đồng`, `triệu USD`.
    Money(Measured),
    /// An area: `ha`, `m2`.
    Area(Measured),
    /// A day.
    Date,
    /// A year, printed without a dot: `2019`.
    Year,
    /// One of a list.
    Choice(Vec<Choice>),
    /// Yes or no.
    YesNo,
    /// A place (địa bàn).
    Place,
    /// Coordinates: latitude and longitude in degrees.
    Point,
    /// A person.
    Person,
    /// An agency or enterprise.
    Agency,
    /// A document.
    Document,
    /// A file.
    File,
    /// An entry of the register of that key.
    Entry(String),
}

/// A unit and how exactly it is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Unit; empty for a bare number.
    pub unit: String,
    /// Decimals at most.
    pub decimals: u8,
}

/// One of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Short name.
    pub code: String,
    /// What it is called.
    pub name: String,
}

/// A stage (giai đoạn, bước).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageSpec {
    /// Short name.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Days it typically takes.
    pub typical_days: Option<u16>,
    /// No longer gone to; what was there stays readable.
    pub retired: bool,
}

/// A move from stage to stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveSpec {
    /// From where; `None` for the beginning.
    pub from: Option<String>,
    /// Where to.
    pub to: String,
    /// Whether it is the usual way; else it is asked about.
    pub usual: bool,
}

/// A measure (số liệu từ sổ).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureSpec {
    /// Short name.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What is done with the entries that pass.
    pub kind: MeasureKind,
    /// Unit it is shown in.
    pub unit: String,
    /// Decimals it is shown with.
    pub decimals: u8,
    /// Which entries pass, as a filter's text.
    pub filter: String,
    /// What it is a share of.
    pub whole: Option<Whole>,
}

/// What a measure does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// Counts entries.
    Count,
    /// Adds up a field.
    Sum(String),
    /// Takes the mean of a field over entries that have it.
    Average(String),
    /// Counts different values of a field.
    Distinct(String),
}

impl MeasureKind {
    /// Code of the field it looks at; `None` where entries themselves are counted.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Count => None,
            Self::Sum(code) | Self::Average(code) | Self::Distinct(code) => Some(code),
        }
    }
}

/// What a share is taken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whole {
    /// A number given by a plan: the 38 markets of a resolution.
    Given(Decimal),
    /// The same measure over the entries that pass this filter.
    Entries(String),
}

impl FieldKind {
    /// Unit and decimals of what is measured.
    pub fn measured(&self) -> Option<&Measured> {
        match self {
            Self::Number(measured) | Self::Money(measured) | Self::Area(measured) => Some(measured),
            _ => None,
        }
    }

    /// Name of the kind in notation and forms.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number(_) => "number",
            Self::Money(_) => "money",
            Self::Area(_) => "area",
            Self::Date => "date",
            Self::Year => "year",
            Self::Choice(_) => "choice",
            Self::YesNo => "yes-no",
            Self::Place => "place",
            Self::Point => "point",
            Self::Person => "person",
            Self::Agency => "agency",
            Self::Document => "document",
            Self::File => "file",
            Self::Entry(_) => "entry",
        }
    }
}

/// What is wrong with a definition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionFault {
    /// No name.
    #[error("the register has no name")]
    NoName,
    /// A code that is no code: letters without marks, digits, hyphens.
    #[error("{0:?} is no code")]
    BadCode(String),
    /// Two of one code.
    #[error("{0:?} is there twice")]
    Twice(String),
    /// A code that filters use for something else.
    #[error("{0:?} is a word of the filter")]
    Reserved(String),
    /// No field makes the title.
    #[error("no field makes the title")]
    NoTitle,
    /// A list of fewer than two.
    #[error("{0:?} has no two options")]
    NoOptions(String),
    /// More decimals than are kept.
    #[error("{0:?} has more than {MAX_DECIMALS} decimals")]
    TooExact(String),
    /// A move, measure or filter names what is not there.
    #[error("{of:?} names {name:?}, which is not there")]
    Unknown {
        /// The move or measure.
        of: String,
        /// What it names.
        name: String,
    },
    /// A measure adds up what is no number.
    #[error("{of:?} adds up {name:?}, which is no number")]
    NotNumeric {
        /// The measure.
        of: String,
        /// The field.
        name: String,
    },
    /// A stage no move leads to.
    #[error("no move leads to {0:?}")]
    Unreachable(String),
    /// A sign that notation uses between its parts.
    #[error("{0:?} holds a sign that cannot stand in a name")]
    BadName(String),
    /// A measure's filter that is none.
    #[error("the filter of {0:?} cannot be read")]
    BadFilter(String),
    /// A share of nothing.
    #[error("{0:?} is a share of nothing")]
    EmptyWhole(String),
}

/// Decimals a value has at most.
pub const MAX_DECIMALS: u8 = 9;

/// Whether this is a code: small letters without marks, digits, hyphens; 40 at most.
pub fn is_code(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty()
        && text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(letter)
}

/// A code made from a name: `Diện tích (ha)` → `dien-tich-ha`.
pub fn code_of(name: &str) -> String {
    let folded = tt_text::fold(name);
    let plain: String =
        folded.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let mut code = plain.split_whitespace().collect::<Vec<_>>().join("-");
    code.truncate(40);
    let code = code.trim_end_matches('-');
    if code.starts_with(|c: char| c.is_ascii_digit()) { format!("c-{code}") } else { code.to_owned() }
}

impl Definition {
    /// All that is wrong with it but the filters of its measures, in order.
    pub fn faults(&self) -> Vec<DefinitionFault> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(DefinitionFault::NoName);
        }
        let names = self.fields.iter().map(|field| &field.name).chain(self.stages.iter().map(|stage| &stage.name));
        let names = names.chain(self.measures.iter().map(|measure| &measure.name)).chain([&self.name, &self.one]);
        let bad = |name: &&String| name.trim().is_empty() || name.contains(['|', ';', '\n', '\r']);
        faults.extend(names.filter(bad).map(|name| DefinitionFault::BadName(name.clone())));
        check_codes(self.fields.iter().map(|field| field.code.as_str()), &mut faults);
        check_codes(self.stages.iter().map(|stage| stage.code.as_str()), &mut faults);
        check_codes(self.measures.iter().map(|measure| measure.code.as_str()), &mut faults);
        for field in &self.fields {
            if super::filter::is_reserved(&field.code) {
                faults.push(DefinitionFault::Reserved(field.code.clone()));
            }
            match &field.kind {
                FieldKind::Choice(options) => {
                    check_codes(options.iter().map(|option| option.code.as_str()), &mut faults);
                    if options.len() < 2 {
                        faults.push(DefinitionFault::NoOptions(field.code.clone()));
                    }
                }
                kind if kind.measured().is_some_and(|measured| measured.decimals > MAX_DECIMALS) => {
                    faults.push(DefinitionFault::TooExact(field.code.clone()));
                }
                _ => {}
            }
        }
        if !self.fields.iter().any(|field| field.title && !field.retired) {
            faults.push(DefinitionFault::NoTitle);
        }
        self.check_moves(&mut faults);
        self.check_measures(&mut faults);
        faults
    }

    fn check_moves(&self, faults: &mut Vec<DefinitionFault>) {
        let known = |code: &str| self.stages.iter().any(|stage| stage.code == code);
        for one in &self.moves {
            for name in one.from.iter().chain([&one.to]).filter(|code| !known(code)) {
                let of = format!("{} > {}", one.from.as_deref().unwrap_or_default(), one.to);
                faults.push(DefinitionFault::Unknown { of, name: name.clone() });
            }
        }
        for stage in self.stages.iter().filter(|stage| !stage.retired) {
            if !self.moves.iter().any(|one| one.to == stage.code) {
                faults.push(DefinitionFault::Unreachable(stage.code.clone()));
            }
        }
    }

    fn check_measures(&self, faults: &mut Vec<DefinitionFault>) {
        for measure in &self.measures {
            let of = || measure.code.clone();
            if let MeasureKind::Sum(code) | MeasureKind::Average(code) | MeasureKind::Distinct(code) = &measure.kind {
                match self.fields.iter().find(|field| field.code == *code) {
                    None => faults.push(DefinitionFault::Unknown { of: of(), name: code.clone() }),
                    Some(_) if matches!(measure.kind, MeasureKind::Distinct(_)) => {}
                    Some(field) if field.kind.measured().is_none() => {
                        faults.push(DefinitionFault::NotNumeric { of: of(), name: code.clone() });
                    }
                    Some(_) => {}
                }
            }
            if matches!(measure.whole, Some(Whole::Given(whole)) if whole <= Decimal::ZERO) {
                faults.push(DefinitionFault::EmptyWhole(of()));
            }
        }
    }
}

fn check_codes<'a>(codes: impl Iterator<Item = &'a str>, faults: &mut Vec<DefinitionFault>) {
    let mut seen = Vec::new();
    for code in codes {
        if !is_code(code) {
            faults.push(DefinitionFault::BadCode(code.to_owned()));
        }
        let bare = bare(code);
        if seen.contains(&bare) {
            faults.push(DefinitionFault::Twice(code.to_owned()));
        }
        seen.push(bare);
    }
}
