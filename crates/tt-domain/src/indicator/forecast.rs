//! A forecast to the end of the year, by one of a few plain methods whose name and working are always told.

use rust_decimal::Decimal;

use super::Aggregation;
use super::derived::{plain, shown};
use crate::exact::{Fraction, TooLarge};
use crate::task::coded;

coded! {
    /// How a forecast was made (phương pháp dự báo).
    Method {
        /// The year goes on as it did against the same months of last year (theo nhịp cùng kỳ).
        SamePeriod = "same_period",
        /// Every month to come is the average of those there are (bình quân tháng).
        RunRate = "run_rate",
        /// A stock stays as it is (giữ mức kỳ cuối).
        Held = "held",
    }
}

impl Method {
    /// Its name in Vietnamese and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::SamePeriod => ("theo nhịp cùng kỳ năm trước", "by the pace of last year"),
            Self::RunRate => ("theo bình quân tháng", "by the monthly average"),
            Self::Held => ("giữ mức kỳ gần nhất", "as of the latest period"),
        }
    }
}

/// What a year is likely to end at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The value, exactly as the method gives it.
    pub value: Fraction,
    /// By which method.
    pub method: Method,
    /// How many months it rests on.
    pub months: usize,
    /// Its working: `4.100 ÷ 10 tháng × 12`.
    pub how: String,
}

/// What is known of a year when a forecast is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The values of the months from January on, without a gap.
    pub months: &'a [Decimal],
    /// The values of the months of the year before, January first; all twelve, or none.
    pub last_year: &'a [Decimal],
}

/// Forecasts the year's value; `None` without a month, past December, or where months make no year.
pub fn to_year_end(how: Aggregation, known: Known<'_>) -> Option<Result<Forecast, TooLarge>> {
    let count = known.months.len();
    if count == 0 || count > 12 {
        return None;
    }
    match how {
        Aggregation::Sum => Some(of_sum(known, count)),
        Aggregation::Last => known.months.last().map(|last| {
            Ok(Forecast {
                value: (*last).into(),
                method: Method::Held,
                months: count,
                how: format!("tháng {count}: {}", plain(*last)),
            })
        }),
        Aggregation::Average | Aggregation::Highest | Aggregation::Lowest | Aggregation::None => None,
    }
}

fn of_sum(known: Known<'_>, count: usize) -> Result<Forecast, TooLarge> {
    let sum = |values: &[Decimal]| values.iter().try_fold(Fraction::ZERO, |sum, value| sum.plus((*value).into()));
    let so_far = sum(known.months)?;
    if known.last_year.len() == 12 {
        let (same, year) = (sum(known.last_year.get(..count).unwrap_or_default())?, sum(known.last_year)?);
        if !same.is_negative()
            && let Some(value) = so_far.times(year)?.over(same)
        {
            let how = format!("{} ÷ {} × {}", shown(so_far, 3), shown(same, 3), shown(year, 3));
            return Ok(Forecast { value: value?, method: Method::SamePeriod, months: count, how });
        }
    }
    let months = Fraction::from(Decimal::from(count));
    let rate = so_far.over(months).unwrap_or(Ok(Fraction::ZERO))?;
    let value = rate.times(Fraction::from(Decimal::from(12)))?;
    let how = format!("{} ÷ {count} tháng × 12", shown(so_far, 3));
    Ok(Forecast { value, method: Method::RunRate, months: count, how })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn forecast(how: Aggregation, months: &[&str], last_year: &[&str]) -> (String, Method, String) {
        let (months, last_year) = (values(months), values(last_year));
        let found = to_year_end(how, Known { months: &months, last_year: &last_year }).unwrap().unwrap();
        (shown(found.value, 1), found.method, found.how)
    }

    #[test]
    fn without_last_year_the_months_go_on_as_they_were() {
        let found = forecast(Aggregation::Sum, &["100", "200", "150"], &[]);
        assert_eq!(found, ("1.800".to_owned(), Method::RunRate, "450 ÷ 3 tháng × 12".to_owned()));
    }

    #[test]
    fn with_last_year_its_pace_counts() {
        let mut last = vec!["100"; 6];
        last.extend(["300"; 6]);
        let found = forecast(Aggregation::Sum, &["110"; 6], &last);
        assert_eq!(found, ("2.640".to_owned(), Method::SamePeriod, "660 ÷ 600 × 2.400".to_owned()));
        // Last year's months were nought: its pace says nothing.
        let mut none = vec!["0"; 6];
        none.extend(["300"; 6]);
        assert_eq!(forecast(Aggregation::Sum, &["110"; 6], &none).1, Method::RunRate);
    }

    #[test]
    fn a_whole_year_is_its_own_forecast() {
        assert_eq!(forecast(Aggregation::Sum, &["10"; 12], &[]).0, "120");
        assert_eq!(forecast(Aggregation::Last, &["5", "7"], &[]).0, "7");
        assert_eq!(to_year_end(Aggregation::None, Known { months: &[Decimal::ONE], last_year: &[] }), None);
        assert_eq!(to_year_end(Aggregation::Sum, Known::default()), None);
    }
}
