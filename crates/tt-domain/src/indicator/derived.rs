//! What follows from observations and is never kept: percent of plan, change and index against the same period, totals,
//! shares; and the plan or base that a printed percentage implies.
//!
//! Each is an exact fraction, rounded where it is shown (half up, one decimal, `,0` dropped).

use rust_decimal::Decimal;
use tt_text::numeral::{Numeral, NumeralStyle};

use super::Aggregation;
use crate::exact::{Fraction, TooLarge};

/// Why there is nothing to work out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// The plan, the same period or the whole is nought.
    BaseZero,
    /// It is below nought, so a percentage of it says nothing.
    BaseNegative,
    /// Outgrows what is held exactly.
    TooLarge,
}

impl Undefined {
    /// In Vietnamese.
    pub fn words(self) -> &'static str {
        match self {
            Self::BaseZero => "không tính được vì số gốc bằng 0",
            Self::BaseNegative => "không tính được vì số gốc âm",
            Self::TooLarge => "số quá lớn để tính chính xác",
        }
    }
}

impl From<TooLarge> for Undefined {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

fn percent(value: Fraction, base: Fraction) -> Result<Fraction, Undefined> {
    if base.is_negative() {
        return Err(Undefined::BaseNegative);
    }
    let quotient = value.over(base).ok_or(Undefined::BaseZero)??;
    Ok(quotient.times(Fraction::from(Decimal::ONE_HUNDRED))?)
}

/// Percent of plan (tỷ lệ hoàn thành kế hoạch).
pub fn percent_of_plan(value: Decimal, plan: Decimal) -> Result<Fraction, Undefined> {
    percent(value.into(), plan.into())
}

/// Index against the same period (chỉ số so với cùng kỳ): 100 is unchanged.
pub fn index(value: Decimal, same_period: Decimal) -> Result<Fraction, Undefined> {
    percent(value.into(), same_period.into())
}

/// Change in percent against the same period (tăng, giảm so với cùng kỳ).
pub fn change(value: Decimal, same_period: Decimal) -> Result<Fraction, Undefined> {
    Ok(index(value, same_period)?.minus(Fraction::from(Decimal::ONE_HUNDRED))?)
}

/// Share of a whole in percent (tỷ trọng).
pub fn share(part: Decimal, whole: Decimal) -> Result<Fraction, Undefined> {
    percent(part.into(), whole.into())
}

/// What the values of parts, in order, make of the whole; `None` without values, or where it is not told.
pub fn together(how: Aggregation, values: &[Decimal]) -> Option<Result<Fraction, TooLarge>> {
    let sum = || values.iter().try_fold(Fraction::ZERO, |sum, value| sum.plus((*value).into()));
    Some(match how {
        Aggregation::None => return None,
        Aggregation::Last => Ok((*values.last()?).into()),
        Aggregation::Highest => Ok((*values.iter().max()?).into()),
        Aggregation::Lowest => Ok((*values.iter().min()?).into()),
        Aggregation::Sum => {
            values.first()?;
            sum()
        }
        Aggregation::Average => {
            let count = Fraction::from(Decimal::from(values.len()));
            match sum() {
                Ok(sum) => sum.over(count)?,
                Err(large) => Err(large),
            }
        }
    })
}

/// A value that is not stated but follows, about, from what a report prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implied {
    /// The value, as exact as the percentage was printed.
    pub value: Fraction,
    /// How it was worked out: `2.550 ÷ 81%`.
    pub how: String,
}

/// The plan a printed percent of plan implies (`2.550, đạt 81% kế hoạch`): about 3.148.
pub fn implied_plan(value: Decimal, printed_percent: Decimal) -> Result<Implied, Undefined> {
    implied(value, printed_percent, format!("{} ÷ {}%", plain(value), plain(printed_percent)))
}

/// The value of the same period a printed change implies; a fall is a negative change.
pub fn implied_same_period(value: Decimal, printed_change: Decimal) -> Result<Implied, Undefined> {
    let sign = if printed_change.is_sign_negative() { '−' } else { '+' };
    let how = format!("{} ÷ (100% {sign} {}%)", plain(value), plain(printed_change.abs()));
    implied(value, Decimal::ONE_HUNDRED + printed_change, how)
}

fn implied(value: Decimal, percent: Decimal, how: String) -> Result<Implied, Undefined> {
    if percent.is_sign_negative() && !percent.is_zero() {
        return Err(Undefined::BaseNegative);
    }
    let hundredfold = Fraction::from(value).times(Fraction::from(Decimal::ONE_HUNDRED))?;
    Ok(Implied { value: hundredfold.over(Fraction::from(percent)).ok_or(Undefined::BaseZero)??, how })
}

/// A value the Vietnamese way with the decimals it has, `,0` dropped.
pub fn plain(value: Decimal) -> String {
    let value = value.normalize();
    let decimals = u8::try_from(value.scale()).unwrap_or(u8::MAX);
    Numeral::new(value, NumeralStyle::vietnamese(decimals)).to_string()
}

/// A fraction rounded half up to so many decimals the Vietnamese way, `,0` dropped: `91,7`, `100`.
pub fn shown(value: Fraction, decimals: u32) -> String {
    value.rounded(decimals).map_or_else(|_| "quá lớn".to_owned(), plain)
}

#[cfg(test)]
mod tests;
