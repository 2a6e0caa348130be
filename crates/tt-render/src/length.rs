//! Lengths on paper, kept in twips (twentieths of a point) as word processors keep them.

use std::ops::{Add, Div, Mul, Sub};

/// A length on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(u32);

impl Length {
    /// So many points (1/72 inch).
    pub const fn points(points: u32) -> Self {
        Self(points * 20)
    }

    /// So many millimetres, to the nearest twip.
    pub const fn millimetres(millimetres: u32) -> Self {
        Self::tenths_of_millimetre(millimetres * 10)
    }

    /// So many tenths of a millimetre, to the nearest twip.
    pub const fn tenths_of_millimetre(tenths: u32) -> Self {
        // 254 tenths of a millimetre are an inch of 1440 twips.
        Self((tenths * 1440 + 127) / 254)
    }

    /// So many twips.
    pub const fn twips_of(twips: u32) -> Self {
        Self(twips)
    }

    /// In twips.
    pub const fn twips(self) -> u32 {
        self.0
    }

    /// In half points, the unit of type sizes in DOCX.
    pub const fn half_points(self) -> u32 {
        self.0 / 10
    }

    /// In points.
    pub fn pt(self) -> f64 {
        f64::from(self.0) / 20.0
    }

    /// In millimetres.
    pub fn mm(self) -> f64 {
        f64::from(self.0) * 25.4 / 1440.0
    }
}

impl Add for Length {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Length {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Mul<u32> for Length {
    type Output = Self;

    fn mul(self, factor: u32) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

impl Div<u32> for Length {
    type Output = Self;

    fn div(self, divisor: u32) -> Self {
        Self(self.0 / divisor.max(1))
    }
}
