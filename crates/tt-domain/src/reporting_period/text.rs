//! How periods are written: as codes in storage and exchange, as names in Vietnamese, and as reports print them.

use jiff::civil::{ISOWeekDate, Weekday};
use tt_text::period::{self, Period};

use super::ReportingPeriod;

impl ReportingPeriod {
    /// Its code: `2019W05`, `201904`, `2019Q1`, `2019H1`, `20199M`, `2019`, `2018-2030`. Codes of one kind sort by time.
    pub fn code(&self) -> String {
        match *self {
            Self::Week { year, week } => format!("{year:04}W{week:02}"),
            Self::Month { year, month } => format!("{year:04}{month:02}"),
            Self::Quarter { year, quarter } => format!("{year:04}Q{quarter}"),
            Self::FirstHalf { year } => format!("{year:04}H1"),
            Self::SecondHalf { year } => format!("{year:04}H2"),
            Self::FirstMonths { year, months } => format!("{year:04}{months}M"),
            Self::Year { year } => format!("{year:04}"),
            Self::Term { from, to } => format!("{from:04}-{to:04}"),
        }
    }

    /// Reads [`code`](Self::code) back; nothing else is a code.
    pub fn parse(code: &str) -> Option<Self> {
        let (year, rest) = code.split_at_checked(4)?;
        let year = digits(year)?;
        if rest.is_empty() {
            return Some(Self::Year { year });
        }
        let number = |text: &str| digits(text).and_then(|value| i8::try_from(value).ok());
        let period = match rest.chars().next()? {
            '-' => match Self::term(year, digits(rest.get(1..)?)?)? {
                term @ Self::Term { .. } => term,
                _ => return None,
            },
            'Q' => Self::quarter(year, number(rest.get(1..)?)?)?,
            'W' => {
                let week = number(rest.get(1..)?)?;
                ISOWeekDate::new(year, week, Weekday::Monday).ok()?;
                Self::Week { year, week }
            }
            'H' if rest == "H1" => Self::FirstHalf { year },
            'H' if rest == "H2" => Self::SecondHalf { year },
            _ => match rest.strip_suffix('M') {
                Some(months) => Self::first_months(year, number(months)?)?,
                None => Self::month(year, number(rest)?)?,
            },
        };
        (period.code() == code).then_some(period)
    }

    /// Its name, as it stands in a sentence: `tháng 4/2019`, `quý I/2019`, `6 tháng đầu năm 2019`.
    pub fn label(&self) -> String {
        match *self {
            Self::Week { year, week } => format!("tuần {week}/{year}"),
            Self::Month { year, month } => format!("tháng {month}/{year}"),
            Self::Quarter { year, quarter } => {
                let roman = match quarter {
                    1 => "I",
                    2 => "II",
                    3 => "III",
                    _ => "IV",
                };
                format!("quý {roman}/{year}")
            }
            Self::FirstHalf { year } => format!("6 tháng đầu năm {year}"),
            Self::SecondHalf { year } => format!("6 tháng cuối năm {year}"),
            Self::FirstMonths { year, months } => format!("{months} tháng năm {year}"),
            Self::Year { year } => format!("năm {year}"),
            Self::Term { from, to } => format!("giai đoạn {from}-{to}"),
        }
    }

    /// The same in English.
    pub fn label_en(&self) -> String {
        match *self {
            Self::Week { year, week } => format!("week {week} of {year}"),
            Self::Month { year, month } => format!("{month:02}/{year}"),
            Self::Quarter { year, quarter } => format!("quarter {quarter} of {year}"),
            Self::FirstHalf { year } => format!("first half of {year}"),
            Self::SecondHalf { year } => format!("second half of {year}"),
            Self::FirstMonths { year, months } => format!("first {months} months of {year}"),
            Self::Year { year } => year.to_string(),
            Self::Term { from, to } => format!("{from}–{to}"),
        }
    }

    /// Reads a period as people write it, code or name: `201904`, `4/2019`, `tháng 4/2019`, `Năm 2019`, `giai đoạn
    /// 2018 - 2030`. `None` where that is not one whole period with its year.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(period) = Self::parse(text) {
            return Some(period);
        }
        if let Some((month, year)) = text.split_once('/')
            && year.len() == 4
            && let (Some(month), Some(year)) = (digits(month), digits(year))
        {
            return Self::month(year, i8::try_from(month).ok()?);
        }
        let found = period::scan_at(text, 0).filter(|found| found.span.end == text.len())?;
        Self::of(found.value)
    }

    /// The reporting period a period found in a text is; `None` without its year, and for months no report is made of.
    pub fn of(period: Period) -> Option<Self> {
        let small = |value: u8| i8::try_from(value).ok();
        match period {
            Period::Year(year) => Some(Self::Year { year }),
            Period::Years { from, to } => Self::term(from, to),
            Period::Quarter { quarter, year } => Self::quarter(year?, small(quarter)?),
            Period::Month { month, year } => Self::month(year?, month),
            Period::FirstMonths { months, year } => Self::first_months(year?, small(months)?),
            Period::LastMonths { months: 6, year } => Some(Self::SecondHalf { year: year? }),
            Period::LastMonths { months: 3, year } => Self::quarter(year?, 4),
            Period::LastMonths { .. } => None,
        }
    }
}

/// A whole text of digits as a number.
fn digits(text: &str) -> Option<i16> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}
