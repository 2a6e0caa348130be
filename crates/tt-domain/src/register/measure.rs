//! Measures: what a report says of a register, with the entries each number rests on.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::definition::{MeasureKind, Whole};
use super::filter::{self, Filter};
use super::matching::passes;
use super::{EntryAt, Register, RegisterMeasure, Value};
use crate::filter::FilterError;
use crate::id::EntryId;

/// A measure as of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureResult {
    /// The count, sum, mean, or number of different values; `None` for the mean of nothing and for one at fault.
    pub value: Option<Decimal>,
    /// The same over the whole, where the measure is a share.
    pub whole: Option<Decimal>,
    /// Percent of the whole, exact as far as decimals go; `None` where there is no whole, or it is zero.
    pub percent: Option<Decimal>,
    /// Entries it rests on, in the order given.
    pub counted: Vec<EntryId>,
    /// Entries that pass and have no value to add up: said, never taken as zero.
    pub without: Vec<EntryId>,
    /// What is wrong with its filter.
    pub faults: Vec<FilterError>,
}

/// What a kind of measure comes to over some entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The number; `None` for the mean of nothing, for a field the register lacks, and beyond what decimals hold.
    pub value: Option<Decimal>,
    /// Entries it rests on.
    pub counted: Vec<EntryId>,
    /// Entries that have no value to add up.
    pub without: Vec<EntryId>,
}

impl Total {
    /// Over the entries that passed a filter, each with its value of the field the measure looks at.
    pub fn of(kind: &MeasureKind, passed: Vec<(EntryId, Option<Value>)>) -> Self {
        if kind.field().is_none() {
            let counted: Vec<EntryId> = passed.into_iter().map(|(id, _)| id).collect();
            return Self { value: Some(Decimal::from(counted.len())), counted, without: Vec::new() };
        }
        let mut total = Self::default();
        let mut values = Vec::new();
        for (id, value) in passed {
            match value {
                Some(value) => {
                    total.counted.push(id);
                    values.push(value);
                }
                None => total.without.push(id),
            }
        }
        let sum = || values.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value.number()?));
        total.value = match kind {
            MeasureKind::Count => None,
            MeasureKind::Sum(_) => sum(),
            MeasureKind::Average(_) => sum().and_then(|sum| sum.checked_div(Decimal::from(values.len()))),
            MeasureKind::Distinct(_) => {
                Some(Decimal::from(values.iter().map(Value::key).collect::<BTreeSet<_>>().len()))
            }
        };
        total
    }
}

impl MeasureResult {
    /// From what it comes to, and what the same comes to over the whole.
    pub fn of(total: Total, whole: Option<Decimal>) -> Self {
        let Total { value, counted, without } = total;
        let percent = value.zip(whole).and_then(|(value, whole)| (value * Decimal::ONE_HUNDRED).checked_div(whole));
        Self { value, whole, percent, counted, without, faults: Vec::new() }
    }

    /// Of a measure whose filter cannot be read.
    pub fn at_fault(faults: Vec<FilterError>) -> Self {
        Self { value: None, whole: None, percent: None, counted: Vec::new(), without: Vec::new(), faults }
    }
}

/// Works a measure out over entries as they were on that day.
pub fn measure(register: &Register, entries: &[EntryAt], measure: &RegisterMeasure, as_of: Date) -> MeasureResult {
    let spec = &measure.spec;
    let over = |text: &str| {
        let filter = filter::parse(register, text)?;
        Ok(passed(register, entries, &spec.kind, &filter, as_of))
    };
    let total = match over(&spec.filter) {
        Ok(total) => total,
        Err(faults) => return MeasureResult::at_fault(faults),
    };
    let whole = match &spec.whole {
        None => None,
        Some(Whole::Given(whole)) => Some(*whole),
        Some(Whole::Entries(text)) => match over(text) {
            Ok(whole) => whole.value,
            Err(faults) => return MeasureResult::at_fault(faults),
        },
    };
    MeasureResult::of(total, whole)
}

fn passed(register: &Register, entries: &[EntryAt], kind: &MeasureKind, filter: &Filter, as_of: Date) -> Total {
    let field = match kind.field().map(|code| register.field_by_code(code)) {
        None => None,
        Some(Some(field)) => Some(field.id),
        Some(None) => return Total::default(),
    };
    let passing = entries.iter().filter(|entry| passes(register, filter, entry, as_of));
    let valued = passing.map(|entry| (entry.id, field.and_then(|field| entry.values.get(&field).cloned())));
    Total::of(kind, valued.collect())
}
