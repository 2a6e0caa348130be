//! What a unit is made of, so that formulas cannot add tonnes to hectares.
//!
//! A scale word (`triệu`, `tỷ`, the hundred of a percent) is a power of ten of the unit; a number in a formula may shift
//! it, and then it is no longer told.

use std::collections::BTreeMap;

use tt_text::unit::canonical;

/// The unit of a value: what it counts with its powers, and by which power of ten it is scaled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dimension {
    /// Canonical base unit → power; without any, a pure number.
    bases: BTreeMap<String, i32>,
    /// Power of ten of the scale words; `None` where a number was multiplied in.
    scale: Option<i32>,
}

impl Dimension {
    /// A number without unit. One other than nought and one may stand for any shift of scale.
    pub(super) fn number(shifts: bool) -> Self {
        Self { bases: BTreeMap::new(), scale: if shifts { None } else { Some(0) } }
    }

    /// A unit as printed; none for a plain number.
    pub(super) fn of(unit: Option<&str>) -> Self {
        let mut dimension = Self::number(false);
        let text = canonical(unit.unwrap_or_default());
        for (place, part) in text.split('/').enumerate() {
            let power = if place == 0 { 1 } else { -1 };
            let (scale, base) = scaled(part.trim());
            dimension.scale = dimension.scale.map(|sum| sum + power * scale);
            if !base.is_empty() {
                *dimension.bases.entry(base.to_owned()).or_default() += power;
            }
        }
        dimension.bases.retain(|_, power| *power != 0);
        dimension
    }

    pub(super) fn times(&self, other: &Self, power: i32) -> Self {
        let mut product = self.clone();
        for (base, times) in &other.bases {
            *product.bases.entry(base.clone()).or_default() += power * times;
        }
        product.bases.retain(|_, power| *power != 0);
        product.scale = self.scale.zip(other.scale).map(|(one, two)| one + power * two);
        product
    }

    /// Whether values of both may be added or one stated in the other.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.bases == other.bases && self.scale.zip(other.scale).is_none_or(|(one, two)| one == two)
    }

    /// The power of ten between two of the same kind; `None` where they are of different kinds, or it is not told.
    pub(super) fn shift_to(&self, other: &Self) -> Option<i32> {
        (self.bases == other.bases).then(|| self.scale.zip(other.scale).map(|(one, two)| one - two)).flatten()
    }
}

/// The power of ten of the scale words a unit begins with, and the rest. What has no dimension of its own is left out.
fn scaled(unit: &str) -> (i32, &str) {
    const SCALES: [(&str, i32); 6] =
        [("tram ", 2), ("nghin ", 3), ("van ", 4), ("trieu ", 6), ("ty ", 9), ("chuc ", 1)];
    match unit {
        "%" => return (-2, ""),
        "‰" => return (-3, ""),
        "lan" => return (0, ""),
        _ => {}
    }
    let mut rest = unit;
    let mut scale = 0;
    while let Some((word, power)) = SCALES.iter().find(|(word, _)| rest.starts_with(word)) {
        rest = rest.get(word.len()..).unwrap_or_default().trim_start();
        scale += power;
    }
    (scale, rest)
}
