//! Dates as official texts write them: whole, month only, day left blank, year left to the context.

use jiff::civil::Date;

mod scan;

pub(crate) use scan::may_lead;
pub use scan::{scan, scan_at};

/// A date of which any part may be missing (`tháng 12 năm 2019`, `ngày … tháng 12`, `12/3` before `15/3/2019`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, four digits.
    pub year: Option<i16>,
    /// Month, 1 to 12.
    pub month: Option<i8>,
    /// Day of the month, 1 to 31.
    pub day: Option<i8>,
}

impl PartialDate {
    /// A date with every part.
    pub fn whole(date: Date) -> Self {
        Self { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()) }
    }

    /// The calendar date, if every part is there and such a day exists.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }

    /// The last day it can be: of a month or year without its day, the last one. `None` when the year is missing.
    pub fn latest(self) -> Option<Date> {
        match (self.year?, self.month, self.day) {
            (year, Some(month), Some(day)) => Date::new(year, month, day).ok(),
            (year, Some(month), None) => Date::new(year, month, 1).ok().map(Date::last_of_month),
            (year, None, _) => Date::new(year, 12, 31).ok(),
        }
    }

    /// Whether nothing at all is known.
    pub fn is_blank(self) -> bool {
        self == Self::default()
    }

    /// ISO form of what is known: `2019-12-05`, `2019-12`, `2019`; `None` when the year is missing.
    pub fn iso(self) -> Option<String> {
        let year = self.year?;
        Some(match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        })
    }

    /// Reads [`iso`](Self::iso) back.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        Some(Self { year: Some(year), month, day })
    }
}

/// A date as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateExpression {
    /// The date as far as it is given. Parts that cannot be (month 13) are left out.
    pub date: PartialDate,
    /// How it is printed.
    pub style: DateStyle,
    /// Whether the year (or month and year) is left to the date it is joined to, as in `12/3 - 15/3/2019`.
    pub elided: bool,
    /// What is wrong with it, if anything.
    pub fault: Option<DateFault>,
}

/// How a date is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateStyle {
    /// Words or figures.
    pub form: DateForm,
    /// Whether `ngày` stands before it.
    pub led: bool,
    /// Digits of the day as printed; 0 if it is left blank.
    pub day_width: u8,
    /// Digits of the month as printed; 0 if it is left blank.
    pub month_width: u8,
}

/// Words or figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `ngày 04 tháng 5 năm 2019`
    Words,
    /// `04/5/2019`
    Slash,
    /// `15-12-2011`
    Hyphen,
    /// `22.4.2025`
    Dot,
    /// `02-12/2013`
    Mixed,
}

/// What is wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// The month is not one of twelve.
    NoSuchMonth,
    /// The month has no such day.
    NoSuchDay,
    /// The year has not four digits.
    OddYear,
}

impl PartialDate {
    /// Figures as official documents print them (Decree 30/2020/NĐ-CP, Annex I, II.4: days under 10 and months 1 and 2
    /// take a nought before them): `04/5/2019`, `01/02/2019`; without a day `5/2019`. Unknown parts are left out.
    pub fn official(self) -> String {
        self.figures(|month| month < 3)
    }

    /// Figures with both day and month padded, as screens and tables show them: `04/05/2019`.
    pub fn padded(self) -> String {
        self.figures(|_| true)
    }

    /// Words as official documents print them: `ngày 04 tháng 5 năm 2019`; a missing part is left blank.
    pub fn words(self) -> String {
        let day = self.day.map_or_else(|| "     ".to_owned(), |day| format!("{day:02}"));
        let month = self.month.map_or_else(|| "     ".to_owned(), |month| pad_month(month, |month| month < 3));
        let year = self.year.map_or_else(|| "     ".to_owned(), |year| format!("{year:04}"));
        format!("ngày {day} tháng {month} năm {year}")
    }

    fn figures(self, padded: impl Fn(i8) -> bool) -> String {
        // Without its day a month stands for itself and is not padded in documents.
        let month = self.month.map(|month| pad_month(month, |month| self.day.is_some() && padded(month)));
        let parts = [self.day.map(|day| format!("{day:02}")), month, self.year.map(|year| format!("{year:04}"))];
        parts.into_iter().flatten().collect::<Vec<_>>().join("/")
    }
}

fn pad_month(month: i8, padded: impl Fn(i8) -> bool) -> String {
    if padded(month) { format!("{month:02}") } else { month.to_string() }
}
