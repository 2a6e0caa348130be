//! Measures: what a report says of a register, with the entries each number rests on.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::definition::{MeasureKind, Whole};
use super::filter::{self, Filter};
use super::matching::passes;
use super::{EntryAt, Field, Register, RegisterMeasure};
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

impl MeasureResult {
    fn at_fault(faults: Vec<FilterError>) -> Self {
        Self { value: None, whole: None, percent: None, counted: Vec::new(), without: Vec::new(), faults }
    }
}

/// Works a measure out over entries as they were on that day.
pub fn measure(register: &Register, entries: &[EntryAt], measure: &RegisterMeasure, as_of: Date) -> MeasureResult {
    let spec = &measure.spec;
    let filter = match filter::parse(register, &spec.filter) {
        Ok(filter) => filter,
        Err(faults) => return MeasureResult::at_fault(faults),
    };
    let (value, counted, without) = worked_out(register, entries, &spec.kind, &filter, as_of);
    let whole = match &spec.whole {
        None => None,
        Some(Whole::Given(whole)) => Some(*whole),
        Some(Whole::Entries(text)) => match filter::parse(register, text) {
            Ok(filter) => worked_out(register, entries, &spec.kind, &filter, as_of).0,
            Err(faults) => return MeasureResult::at_fault(faults),
        },
    };
    let percent = value.zip(whole).and_then(|(value, whole)| (value * Decimal::ONE_HUNDRED).checked_div(whole));
    MeasureResult { value, whole, percent, counted, without, faults: Vec::new() }
}

fn worked_out(
    register: &Register,
    entries: &[EntryAt],
    kind: &MeasureKind,
    filter: &Filter,
    as_of: Date,
) -> (Option<Decimal>, Vec<EntryId>, Vec<EntryId>) {
    let passing: Vec<&EntryAt> = entries.iter().filter(|entry| passes(register, filter, entry, as_of)).collect();
    let field = match kind {
        MeasureKind::Count => None,
        MeasureKind::Sum(code) | MeasureKind::Average(code) | MeasureKind::Distinct(code) => {
            match register.field_by_code(code) {
                Some(field) => Some(field),
                None => return (None, Vec::new(), Vec::new()),
            }
        }
    };
    let has = |entry: &&EntryAt| field.is_none_or(|field: &Field| entry.values.contains_key(&field.id));
    let (with, without): (Vec<&EntryAt>, Vec<&EntryAt>) = passing.into_iter().partition(has);
    let values = || field.into_iter().flat_map(|field| with.iter().filter_map(|entry| entry.values.get(&field.id)));
    let sum = || values().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value.number()?));
    let value = match kind {
        MeasureKind::Count => Some(Decimal::from(with.len())),
        MeasureKind::Sum(_) => sum(),
        MeasureKind::Average(_) => sum().and_then(|sum| sum.checked_div(Decimal::from(with.len()))),
        MeasureKind::Distinct(_) => Some(Decimal::from(values().map(super::Value::key).collect::<BTreeSet<_>>().len())),
    };
    let ids = |entries: Vec<&EntryAt>| entries.into_iter().map(|entry| entry.id).collect();
    (value, ids(with), ids(without))
}
