//! Exact fractions, for what is worked out of figures: a quotient is rounded once, at the end, and never on the way.
//!
//! Always in lowest terms with a positive denominator. What outgrows it is said ([`TooLarge`]), never cut.

use rust_decimal::Decimal;

/// A number too large to be held exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too large to be worked out exactly")]
pub struct TooLarge;

/// An exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    /// Nought.
    pub const ZERO: Self = Self { over: 0, under: 1 };

    /// Such a fraction; `None` where the denominator is nought.
    pub fn new(over: i128, under: i128) -> Option<Result<Self, TooLarge>> {
        (under != 0).then(|| Self::reduced(over, under))
    }

    /// In lowest terms; the denominator is not nought.
    fn reduced(over: i128, under: i128) -> Result<Self, TooLarge> {
        let divisor = gcd(over.unsigned_abs(), under.unsigned_abs());
        let divisor = i128::try_from(divisor.max(1)).map_err(|_| TooLarge)?;
        let (over, under) = (over / divisor, under / divisor);
        if under > 0 {
            return Ok(Self { over, under });
        }
        Ok(Self { over: over.checked_neg().ok_or(TooLarge)?, under: under.checked_neg().ok_or(TooLarge)? })
    }

    /// Whether it is nought.
    pub fn is_zero(self) -> bool {
        self.over == 0
    }

    /// Whether it is below nought.
    pub fn is_negative(self) -> bool {
        self.over < 0
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Result<Self, TooLarge> {
        let shared =
            i128::try_from(gcd(self.under.unsigned_abs(), other.under.unsigned_abs())).map_err(|_| TooLarge)?;
        let (ours, theirs) = (self.under / shared, other.under / shared);
        let left = self.over.checked_mul(theirs).ok_or(TooLarge)?;
        let right = other.over.checked_mul(ours).ok_or(TooLarge)?;
        Self::reduced(left.checked_add(right).ok_or(TooLarge)?, self.under.checked_mul(theirs).ok_or(TooLarge)?)
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Result<Self, TooLarge> {
        self.plus(other.negated())
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        // Made from decimals or by checked steps, it is never the one number whose opposite is not there.
        Self { over: self.over.saturating_neg(), under: self.under }
    }

    /// The product.
    pub fn times(self, other: Self) -> Result<Self, TooLarge> {
        // Across first, so that what cancels does not overflow.
        let (one, two) = (Self::reduced(self.over, other.under)?, Self::reduced(other.over, self.under)?);
        let over = one.over.checked_mul(two.over).ok_or(TooLarge)?;
        Self::reduced(over, one.under.checked_mul(two.under).ok_or(TooLarge)?)
    }

    /// The quotient; `None` for a division by nought.
    pub fn over(self, other: Self) -> Option<Result<Self, TooLarge>> {
        (!other.is_zero()).then(|| self.times(Self::reduced(other.under, other.over)?))
    }

    /// Rounded half up to so many decimals, by its amount: 0,05 gives 0,1 and −0,05 gives −0,1.
    pub fn rounded(self, decimals: u32) -> Result<Decimal, TooLarge> {
        let scale = 10_i128.checked_pow(decimals).ok_or(TooLarge)?;
        let (whole, rest) = (self.over.unsigned_abs() / self.under.unsigned_abs(), self.over % self.under);
        let scaled = rest.unsigned_abs().checked_mul(scale.unsigned_abs()).ok_or(TooLarge)?;
        let under = self.under.unsigned_abs();
        let up = u128::from(scaled % under >= under - scaled % under);
        let part = scaled / under + up;
        let amount =
            whole.checked_mul(scale.unsigned_abs()).and_then(|whole| whole.checked_add(part)).ok_or(TooLarge)?;
        let amount = i128::try_from(amount).map_err(|_| TooLarge)?;
        let signed = if self.over < 0 { -amount } else { amount };
        Decimal::try_from_i128_with_scale(signed, decimals).map_err(|_| TooLarge)
    }

    /// The decimal it is exactly; `None` where it has none, as a third.
    pub fn exact_decimal(self) -> Option<Decimal> {
        let decimals = (0..=18).find(|power| (10_i128.pow(*power)) % self.under == 0)?;
        self.rounded(decimals).ok().map(|value| value.normalize())
    }
}

impl From<Decimal> for Fraction {
    fn from(value: Decimal) -> Self {
        let value = value.normalize();
        // A decimal has at most 28 places: neither ten to them nor its digits leave the range.
        let under = 10_i128.checked_pow(value.scale()).unwrap_or(1);
        Self::reduced(value.mantissa(), under).unwrap_or(Self::ZERO)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let difference = self.minus(*other).ok()?;
        Some(difference.over.cmp(&0))
    }
}

fn gcd(mut one: u128, mut other: u128) -> u128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests;
