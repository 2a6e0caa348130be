//! Indicators and registers as a template sees them.

use jiff::civil::Date;
use minijinja::Value;
use tt_domain::composing::{Chip, ValueForm};
use tt_domain::id::AgencyId;
use tt_domain::indicator::ledger::Ledger;
use tt_domain::indicator::{Indicator, ObservationKind};
use tt_domain::register::filter::Filter;
use tt_domain::register::{Register, RegisterMeasure};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::said::{amount, number};
use tt_store::entries::{listing, reading};
use tt_store::{Tx, registers as stored};

use super::shape::{IndicatorFacts, MeasureFacts, RegisterFacts};
use super::{Known, Records, chip};
use crate::embedding::tables::usual_fields;
use crate::error::AppError;
use crate::registers::measuring::worked_out;
use crate::templates::drawing::Drawable;

/// Most rows of a register that are listed.
const ROWS: u32 = 200;

/// Indicators with a value or a plan for the period, in the order of their divisions and names.
pub(super) fn indicators(ledger: &Ledger, period: ReportingPeriod, records: &Records) -> Vec<Value> {
    let mut all: Vec<&Indicator> = ledger.indicators().collect();
    all.sort_by_key(|of| (of.terms.division.is_none(), of.terms.division, tt_text::fold(&of.terms.name)));
    all.into_iter().filter_map(|of| indicator(ledger, of, period, records)).map(Value::from).collect()
}

fn indicator(ledger: &Ledger, of: &Indicator, period: ReportingPeriod, records: &Records) -> Option<IndicatorFacts> {
    let reading = ledger.reading(of.id, &period);
    if reading.best().is_none() && reading.plan.is_none() {
        return None;
    }
    let kind = best_kind(ledger, of, period);
    let value = |kind, form| chip(Chip::Value { indicator: of.id, period, kind, form });
    Some(IndicatorFacts {
        code: Value::from(of.terms.code.as_str()),
        name: Value::from(of.terms.full_name()),
        unit: Value::from(of.terms.unit.clone().unwrap_or_default()),
        division: Value::from(records.division(of.terms.division).0),
        has_value: Value::from(reading.best().is_some()),
        has_plan: Value::from(reading.plan.is_some()),
        has_change: Value::from(matches!(reading.change(), Some(Ok(_)))),
        is_estimate: Value::from(kind == ObservationKind::Estimate),
        number: value(kind, ValueForm::Number),
        with_unit: value(kind, ValueForm::WithUnit),
        reached: value(kind, ValueForm::Reached),
        plan: value(ObservationKind::Plan, ValueForm::Number),
        percent_of_plan: value(kind, ValueForm::PercentOfPlan),
        change: value(kind, ValueForm::Change),
        plan_percent: value(kind, ValueForm::PlanPercent),
        change_percent: value(kind, ValueForm::ChangePercent),
    })
}

/// Actual, or as long as there is none the estimate.
pub(in crate::templates) fn best_kind(ledger: &Ledger, of: &Indicator, period: ReportingPeriod) -> ObservationKind {
    let reading = ledger.reading(of.id, &period);
    if reading.actual.is_none() && reading.estimate.is_some() {
        ObservationKind::Estimate
    } else {
        ObservationKind::Actual
    }
}

/// The agency's registers with their measures, and their rows where they are wanted.
pub(super) async fn registers(
    tx: &mut Tx,
    agency: AgencyId,
    rows: bool,
    as_of: Date,
    known: &mut Known,
) -> Result<Vec<Value>, AppError> {
    let mut all = Vec::new();
    for (bare, entries) in stored::list(tx, agency).await? {
        let register = stored::get(tx, bare.id).await?;
        let mut measures = Vec::with_capacity(register.measures.len());
        for measure in &register.measures {
            known.measures.insert((register.key.clone(), measure.spec.code.clone()), measure.id);
            measures.push(Value::from(measured(tx, &register, measure, as_of).await?));
        }
        let listed = if rows { listed(tx, &register, as_of).await? } else { Vec::new() };
        let columns = columns(&register).map(|field| Value::from(field.spec.name.as_str()));
        let facts: Value = RegisterFacts {
            key: Value::from(register.key.as_str()),
            name: Value::from(register.name.as_str()),
            one: Value::from(register.one.as_str()),
            entries: Value::from(entries),
            measures: Value::from(measures),
            columns: Value::from(columns.collect::<Vec<_>>()),
            rows: Value::from(listed),
        }
        .into();
        let fields = usual_fields(&register);
        known.drawable.insert(register.key.clone(), Drawable { id: register.id, fields });
        known.registers.insert(register.key.clone(), facts.clone());
        all.push(facts);
    }
    Ok(all)
}

async fn measured(
    tx: &mut Tx,
    register: &Register,
    measure: &RegisterMeasure,
    as_of: Date,
) -> Result<MeasureFacts, AppError> {
    let result = worked_out(tx, register, measure, as_of).await?;
    let unit = Some(measure.spec.unit.as_str()).filter(|unit| !unit.is_empty());
    Ok(MeasureFacts {
        code: Value::from(measure.spec.code.as_str()),
        name: Value::from(measure.spec.name.as_str()),
        chip: chip(Chip::Measure(measure.id)),
        value: Value::from(result.value.map(|value| amount(value, unit)).unwrap_or_default()),
        percent: Value::from(result.percent.map(number).unwrap_or_default()),
    })
}

fn columns(register: &Register) -> impl Iterator<Item = &tt_domain::register::Field> {
    register.open_fields().filter(|field| field.spec.listed || field.spec.title)
}

async fn listed(tx: &mut Tx, register: &Register, as_of: Date) -> Result<Vec<Value>, AppError> {
    let filter = Filter::default();
    let ids = listing::page(tx, listing::Listing { register, filter: &filter, as_of }, None, ROWS).await?;
    let entries = reading::on_day(tx, register, &ids, as_of).await?;
    let row = |on: &reading::EntryOn| {
        let cells = columns(register).map(|field| {
            let value = on.at.values.get(&field.id);
            Value::from(value.map(|value| value.shown(&field.spec.kind)).unwrap_or_default())
        });
        Value::from(cells.collect::<Vec<_>>())
    };
    Ok(entries.iter().map(row).collect())
}
