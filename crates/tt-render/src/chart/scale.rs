//! From values to places, exactly.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// A straight scale from values to tenths of a pixel; zero is always on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: Decimal,
    range: Decimal,
    from: i32,
    length: i32,
}

impl Scale {
    /// A scale that holds zero and these values, over `length` from `from` (which may be negative: upwards).
    pub(super) fn over(values: impl Iterator<Item = Decimal>, from: i32, length: i32) -> Self {
        let (low, high) =
            values.fold((Decimal::ZERO, Decimal::ZERO), |(low, high), value| (low.min(value), high.max(value)));
        Self::between(low, high, from, length)
    }

    /// A scale between two values.
    pub(super) fn between(low: Decimal, high: Decimal, from: i32, length: i32) -> Self {
        let range = high.checked_sub(low).filter(|range| !range.is_zero()).unwrap_or(Decimal::ONE);
        Self { low, range, from, length }
    }

    /// The place of a value; one outside the scale stands at its end.
    pub(super) fn at(&self, value: Decimal) -> i32 {
        let part = value.checked_sub(self.low).and_then(|above| above.checked_div(self.range)).unwrap_or_default();
        let part = part.clamp(Decimal::ZERO, Decimal::ONE);
        self.from + (part * Decimal::from(self.length)).round().to_i32().unwrap_or_default()
    }

    /// The place of zero.
    pub(super) fn zero(&self) -> i32 {
        self.at(Decimal::ZERO)
    }
}

/// Round values from below the least to above the greatest, some four steps apart, zero among them.
pub(super) fn ticks(values: impl Iterator<Item = Decimal>) -> Vec<Decimal> {
    let (low, high) =
        values.fold((Decimal::ZERO, Decimal::ZERO), |(low, high), value| (low.min(value), high.max(value)));
    let range = high.checked_sub(low).unwrap_or(Decimal::MAX);
    let step = step(range);
    let mut out = Vec::new();
    let mut tick = Decimal::ZERO;
    while tick > low && out.len() < 12 {
        let Some(next) = tick.checked_sub(step) else { break };
        tick = next;
        out.insert(0, tick);
    }
    out.push(Decimal::ZERO);
    tick = Decimal::ZERO;
    while tick < high && out.len() < 24 {
        let Some(next) = tick.checked_add(step) else { break };
        tick = next;
        out.push(tick);
    }
    out.into_iter().map(|tick| tick.normalize()).collect()
}

/// 1, 2 or 5 times a power of ten, at least a quarter of the range.
fn step(range: Decimal) -> Decimal {
    let wanted = range / Decimal::from(4);
    if wanted <= Decimal::ZERO {
        return Decimal::ONE;
    }
    let mut power = Decimal::ONE;
    while let Some(next) = power.checked_mul(Decimal::TEN).filter(|next| *next <= wanted) {
        power = next;
    }
    while power > wanted && power.scale() < 20 {
        power /= Decimal::TEN;
    }
    [1, 2, 5, 10]
        .into_iter()
        .filter_map(|factor| power.checked_mul(Decimal::from(factor)))
        .find(|step| *step >= wanted)
        .unwrap_or(wanted)
}
