//! Consolidation (tổng hợp): what agencies state of one quantity made into one value, nothing counted twice.
//!
//! Four things are never added: a value of another population (`qua địa bàn` to `hàng địa phương`), one in another unit,
//! one that the value of an agency above already contains, and a second one of the same agency. Each is given back with
//! its reason, and agencies without a value are named: a total says what it is the total of. Which way values go
//! together is the indicator's own ([`Aggregation`]). [`theme`] brings tasks of several agencies together.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use tt_text::fold::fold;
use tt_text::unit::canonical;

use crate::exact::{Fraction, TooLarge};
use crate::id::{AgencyId, IndicatorId};
use crate::indicator::{Aggregation, derived};

pub mod theme;

/// Decimals kept of a total that has no end, as an average of three.
const DECIMALS: u32 = 6;

/// Which agency stands directly below which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    parents: BTreeMap<AgencyId, AgencyId>,
}

impl Tree {
    /// From agencies and the one above each.
    pub fn new(agencies: impl IntoIterator<Item = (AgencyId, Option<AgencyId>)>) -> Self {
        Self { parents: agencies.into_iter().filter_map(|(agency, parent)| Some((agency, parent?))).collect() }
    }

    /// The agencies above one, nearest first; a ring is walked once.
    pub fn above(&self, agency: AgencyId) -> Vec<AgencyId> {
        let mut above = Vec::new();
        let mut next = self.parents.get(&agency);
        while let Some(parent) = next.filter(|parent| **parent != agency && !above.contains(*parent)) {
            above.push(*parent);
            next = self.parents.get(parent);
        }
        above
    }
}

/// What is counted (phạm vi). Trade through a province and goods of the province are two populations: the one holds part
/// of the other, so their sum is the amount of nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Population {
    /// Not told.
    Unstated,
    /// Của địa phương, hàng địa phương.
    Local,
    /// Qua địa bàn.
    Through,
    /// Another one, in the form it is compared by.
    Other(String),
}

impl Population {
    /// The population an indicator tells, in its own field or else in its name.
    pub fn read(population: Option<&str>, name: &str) -> Self {
        let known = |folded: &str| {
            let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
            if says(&["qua dia ban", "qua cua khau", "through"]) {
                Some(Self::Through)
            } else if says(&["dia phuong", "local"]) {
                Some(Self::Local)
            } else {
                None
            }
        };
        let told = population.map(fold).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        match told {
            Some(told) => known(&told).unwrap_or(Self::Other(told)),
            None => known(&fold(name)).unwrap_or(Self::Unstated),
        }
    }
}

/// What an agency states of an indicator for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Who.
    pub agency: AgencyId,
    /// Of which indicator of its own.
    pub indicator: IndicatorId,
    /// The value; `None` where it keeps the indicator and has none for the period.
    pub value: Option<Decimal>,
    /// Unit, as the agency writes it.
    pub unit: Option<String>,
    /// What it counts.
    pub population: Population,
}

/// What values are to be brought together by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How units make the whole.
    pub rule: Aggregation,
    /// Unit of the whole.
    pub unit: Option<String>,
    /// Population of the whole.
    pub population: Population,
}

/// Why a value is not in the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It counts another population (khác phạm vi).
    OtherPopulation,
    /// It is in another unit (khác đơn vị tính).
    OtherUnit,
    /// The value of that agency above contains it (đã nằm trong số của cấp trên).
    Contained(AgencyId),
    /// The agency has another value in it (cơ quan đã có số khác).
    Repeated,
    /// The indicator is not put together over agencies (không tổng hợp).
    NotPutTogether,
}

/// A value that is not in the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Whose.
    pub agency: AgencyId,
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// Why.
    pub why: Why,
}

/// One value made of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consolidated {
    /// The whole; `None` where nothing was put together.
    pub total: Option<Result<Fraction, TooLarge>>,
    /// What it is made of, by agency.
    pub added: Vec<(AgencyId, IndicatorId)>,
    /// What is not in it, by agency.
    pub left_out: Vec<LeftOut>,
    /// Agencies that have none, nor are covered by one above, by identity.
    pub missing: Vec<AgencyId>,
}

impl Consolidated {
    /// The total as a decimal: exactly where it has an end, else rounded half up to six places.
    pub fn value(&self) -> Option<Decimal> {
        let whole = self.total?.ok()?;
        whole.exact_decimal().or_else(|| whole.rounded(DECIMALS).ok())
    }

    /// Whether that value is in the total.
    pub fn holds(&self, agency: AgencyId, indicator: IndicatorId) -> bool {
        self.added.contains(&(agency, indicator))
    }
}

/// Puts together what agencies state of one quantity.
///
/// The order of `stated` does not matter.
pub fn consolidate(line: &Line, tree: &Tree, stated: &[Stated]) -> Consolidated {
    let mut stated: Vec<&Stated> = stated.iter().collect();
    stated.sort_by_key(|one| (one.agency, one.indicator));
    let unit = line.unit.as_deref().map(canonical).unwrap_or_default();
    let mut left_out = Vec::new();
    let mut fits: BTreeMap<AgencyId, &Stated> = BTreeMap::new();
    let mut without: BTreeSet<AgencyId> = BTreeSet::new();
    let mut leave = |one: &Stated, why| left_out.push(LeftOut { agency: one.agency, indicator: one.indicator, why });
    for one in stated {
        let has_unit = one.unit.as_deref().map(canonical).unwrap_or_default();
        if one.population != line.population {
            if one.value.is_some() {
                leave(one, Why::OtherPopulation);
            }
        } else if one.value.is_none() {
            without.insert(one.agency);
        } else if matches!(line.rule, Aggregation::None | Aggregation::Last) {
            leave(one, Why::NotPutTogether);
        } else if has_unit != unit {
            leave(one, Why::OtherUnit);
        } else {
            match fits.entry(one.agency) {
                Entry::Vacant(place) => {
                    place.insert(one);
                }
                Entry::Occupied(_) => leave(one, Why::Repeated),
            }
        }
    }
    // The topmost agency of a branch that states the value contains what stands below it.
    let container = |agency: AgencyId| tree.above(agency).into_iter().rev().find(|above| fits.contains_key(above));
    let mut added = Vec::new();
    let mut values = Vec::new();
    for (agency, one) in &fits {
        match container(*agency) {
            Some(above) => leave(one, Why::Contained(above)),
            None => {
                added.push((*agency, one.indicator));
                values.extend(one.value);
            }
        }
    }
    let has_value = |agency: &AgencyId| fits.contains_key(agency) || container(*agency).is_some();
    let missing = without.into_iter().filter(|agency| !has_value(agency)).collect();
    left_out.sort_by_key(|one| (one.agency, one.indicator));
    let total = if values.is_empty() { None } else { derived::together(line.rule, &values) };
    Consolidated { total, added, left_out, missing }
}

/// The unit most values are in, as its first holder by agency writes it; of equals the first in order of writing.
pub fn common_unit(stated: &[Stated]) -> Option<String> {
    let mut counts: BTreeMap<String, (usize, AgencyId, &str)> = BTreeMap::new();
    for one in stated.iter().filter(|one| one.value.is_some()) {
        let Some(unit) = one.unit.as_deref() else { continue };
        let entry = counts.entry(canonical(unit)).or_insert((0, one.agency, unit));
        entry.0 += 1;
        if (one.agency, unit) < (entry.1, entry.2) {
            (entry.1, entry.2) = (one.agency, unit);
        }
    }
    let most = counts.values().map(|(count, ..)| *count).max()?;
    counts.into_values().find(|(count, ..)| *count == most).map(|(_, _, unit)| unit.to_owned())
}

/// How values go together over agencies: as the superior's own catalogue says; without that, as those agencies agree
/// that say anything. Where they differ, nothing is put together.
pub fn common_rule(own: Option<Aggregation>, below: impl IntoIterator<Item = Aggregation>) -> Aggregation {
    if let Some(own) = own {
        return own;
    }
    let mut said = below.into_iter().filter(|rule| *rule != Aggregation::None);
    let Some(first) = said.next() else { return Aggregation::None };
    if said.all(|rule| rule == first) { first } else { Aggregation::None }
}

#[cfg(test)]
mod tests;
