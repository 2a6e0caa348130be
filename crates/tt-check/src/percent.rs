//! Whether a printed percentage agrees with the two figures it is made of.

use rust_decimal::Decimal;

use crate::interval::{Interval, last_place};

/// What a recalculation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The printed percentage is a rounding of the true one.
    Agrees,
    /// The true one lies within one unit of the last printed place: cut off, or rounded the wrong way.
    RoundedOddly,
    /// Anything else.
    Differs,
}

/// Compares `part / whole` in percent, plus `shift`, with what is printed; `None` if the whole is not positive.
pub(crate) fn compare(
    part: Interval,
    whole: Interval,
    shift: Decimal,
    printed: Decimal,
    decimals: u32,
) -> Option<Verdict> {
    let quotient = part.over(whole)?.times(Decimal::ONE_HUNDRED)?;
    let quotient = quotient.plus(Interval::exactly(shift))?;
    if quotient.overlaps(Interval::rounded(printed, decimals)) {
        return Some(Verdict::Agrees);
    }
    let place = last_place(decimals);
    let near = Interval { low: printed - place, high: printed + place };
    Some(if quotient.low < near.high && quotient.high > near.low { Verdict::RoundedOddly } else { Verdict::Differs })
}

/// `part / whole` in percent; `None` on overflow or division by nought.
pub(crate) fn exact(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(part: i64, whole: i64, printed: Decimal) -> Verdict {
        let [part, whole] = [part, whole].map(|value| Interval::exactly(Decimal::from(value)));
        compare(part, whole, Decimal::ZERO, printed, printed.scale()).unwrap()
    }

    #[test]
    fn a_cut_percentage_is_told_from_a_wrong_one() {
        assert_eq!(verdict(4750, 5180, Decimal::new(917, 1)), Verdict::Agrees);
        assert_eq!(verdict(4750, 5180, Decimal::from(92)), Verdict::Agrees);
        assert_eq!(verdict(4750, 5180, Decimal::from(91)), Verdict::RoundedOddly);
        assert_eq!(verdict(4750, 5180, Decimal::from(93)), Verdict::Differs);
        assert_eq!(verdict(14, 38, Decimal::new(368, 1)), Verdict::Agrees);
    }
}
