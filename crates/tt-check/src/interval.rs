//! Exact intervals: what a rounded figure may stand for.

use rust_decimal::Decimal;
use rust_decimal::prelude::Zero as _;

/// A closed interval of exact decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) low: Decimal,
    pub(crate) high: Decimal,
}

/// One unit of the last printed decimal: 0.01 for two decimals.
pub(crate) fn last_place(decimals: u32) -> Decimal {
    Decimal::new(1, decimals.min(20))
}

impl Interval {
    pub(crate) fn exactly(value: Decimal) -> Self {
        Self { low: value, high: value }
    }

    /// What a figure printed with this many decimals may have been rounded from.
    pub(crate) fn rounded(value: Decimal, decimals: u32) -> Self {
        let half = last_place(decimals) / Decimal::TWO;
        Self { low: value - half, high: value + half }
    }

    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        Some(Self { low: self.low.checked_add(other.low)?, high: self.high.checked_add(other.high)? })
    }

    /// The quotient of two intervals of positive numbers; `None` where the divisor reaches nought or on overflow.
    pub(crate) fn over(self, divisor: Self) -> Option<Self> {
        if divisor.low <= Decimal::zero() || self.low < Decimal::zero() {
            return None;
        }
        Some(Self { low: self.low.checked_div(divisor.high)?, high: self.high.checked_div(divisor.low)? })
    }

    pub(crate) fn times(self, factor: Decimal) -> Option<Self> {
        Some(Self { low: self.low.checked_mul(factor)?, high: self.high.checked_mul(factor)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_percent_bounds_the_plan() {
        let plan = Interval::rounded(Decimal::from(2550), 0).over(Interval::rounded(Decimal::new(81, 2), 2)).unwrap();
        assert_eq!((plan.low.round().to_string(), plan.high.round().to_string()), ("3128".into(), "3168".into()));
        assert_eq!(Interval::exactly(Decimal::ONE).over(Interval::rounded(Decimal::ZERO, 0)), None);
    }
}
