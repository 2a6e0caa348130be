//! Dates as official texts write them: whole, month only, day left blank, year left to the context.

use jiff::civil::Date;

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
