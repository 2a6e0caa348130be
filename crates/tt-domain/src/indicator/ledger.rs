//! What holds of an indicator for a period: read out of its observations, put together from its parts, or worked out by its
//! formula. Nothing here is kept.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::derived::{self, Implied, Undefined};
use super::forecast::{self, Forecast, Known};
use super::formula::{Formula, NoValue};
use super::{Aggregation, Indicator, Observation, ObservationKind};
use crate::exact::Fraction;
use crate::id::{FigureId, IndicatorId, ObservationId};
use crate::reporting_period::{PeriodKind, ReportingPeriod};

/// Decimals kept of a value that has no end, where the indicator does not say.
const DECIMALS: u32 = 6;

/// Indicators of an agency with what is recorded of them as of a moment.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    indicators: BTreeMap<IndicatorId, Indicator>,
    by_code: BTreeMap<String, IndicatorId>,
    current: BTreeMap<(IndicatorId, String, &'static str), Observation>,
}

/// A value for a period and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The value.
    pub value: Decimal,
    /// Whence.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Someone stated it.
    Stated(Box<Observation>),
    /// Put together from so many parts.
    Parts(Aggregation, usize),
    /// Worked out by this formula.
    Formula(String),
}

impl Point {
    /// Whether the head of the division approved it; what is worked out rests on others' approval.
    pub fn is_approved(&self) -> bool {
        matches!(&self.origin, Origin::Stated(observation) if observation.approved.is_some())
    }

    /// The observation it is, where someone stated it.
    pub fn observation(&self) -> Option<&Observation> {
        match &self.origin {
            Origin::Stated(observation) => Some(observation),
            Origin::Parts(..) | Origin::Formula(_) => None,
        }
    }
}

/// What holds of an indicator for a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Kế hoạch.
    pub plan: Option<Point>,
    /// Ước thực hiện.
    pub estimate: Option<Point>,
    /// Thực hiện.
    pub actual: Option<Point>,
    /// Thực hiện (or, without, ước) of the same period of the year before.
    pub same_period: Option<Point>,
    /// Of the period before.
    pub previous: Option<Point>,
    /// From the start of the year to the end of the period.
    pub cumulative: Option<Point>,
    /// To the end of the year.
    pub forecast: Option<Forecast>,
    /// Why the formula has no value, where there is one.
    pub trouble: Option<NoValue>,
    /// Percentages a report prints beside the value.
    pub printed: Vec<Printed>,
}

/// A percentage that a report prints of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The figure in the report.
    pub figure: FigureId,
    /// Against what.
    pub against: Against,
    /// The percentage; a fall is below nought.
    pub percent: Decimal,
}

/// What a printed percentage is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// Kế hoạch.
    Plan,
    /// Cùng kỳ.
    SamePeriod,
}

impl Reading {
    /// The result: actual, or as long as there is none the estimate.
    pub fn best(&self) -> Option<&Point> {
        self.actual.as_ref().or(self.estimate.as_ref())
    }

    /// Percent of plan.
    pub fn percent_of_plan(&self) -> Option<Result<Fraction, Undefined>> {
        Some(derived::percent_of_plan(self.best()?.value, self.plan.as_ref()?.value))
    }

    /// Change against the same period, in percent.
    pub fn change(&self) -> Option<Result<Fraction, Undefined>> {
        Some(derived::change(self.best()?.value, self.same_period.as_ref()?.value))
    }

    /// The plan or the same period that a printed percentage implies, where none is on record.
    pub fn implied(&self, against: Against) -> Option<Result<Implied, Undefined>> {
        let known = match against {
            Against::Plan => &self.plan,
            Against::SamePeriod => &self.same_period,
        };
        let printed = self.printed.iter().find(|printed| printed.against == against).filter(|_| known.is_none())?;
        let value = self.best()?.value;
        Some(match against {
            Against::Plan => derived::implied_plan(value, printed.percent),
            Against::SamePeriod => derived::implied_same_period(value, printed.percent),
        })
    }
}

impl Ledger {
    /// From indicators and what is recorded of them, in the order it was recorded.
    pub fn new(indicators: Vec<Indicator>, observations: Vec<Observation>) -> Self {
        let mut ledger = Self::default();
        for indicator in indicators {
            ledger.by_code.insert(indicator.terms.code.clone(), indicator.id);
            ledger.indicators.insert(indicator.id, indicator);
        }
        let gone: BTreeSet<ObservationId> = observations.iter().filter_map(|later| later.supersedes).collect();
        for observation in observations {
            let Some(period) = observation.reporting_period else { continue };
            let key = (observation.indicator, period.code(), observation.kind.code());
            if gone.contains(&observation.id) {
                continue;
            }
            if observation.withdrawn {
                ledger.current.remove(&key);
            } else {
                ledger.current.insert(key, observation);
            }
        }
        ledger
    }

    /// The indicators, by identity.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.values()
    }

    /// The observation that holds.
    pub fn current(&self, id: IndicatorId, period: &ReportingPeriod, kind: ObservationKind) -> Option<&Observation> {
        self.current.get(&(id, period.code(), kind.code()))
    }

    /// What holds of an indicator for a period.
    pub fn reading(&self, id: IndicatorId, period: &ReportingPeriod) -> Reading {
        let Some(indicator) = self.indicators.get(&id) else { return Reading::default() };
        let mut reading = Reading {
            plan: self.point(indicator, *period, ObservationKind::Plan, 0).ok().flatten(),
            estimate: self.point(indicator, *period, ObservationKind::Estimate, 0).ok().flatten(),
            same_period: self.best(indicator, period.same_last_year(), 0),
            previous: self.best(indicator, period.previous(), 0),
            ..Reading::default()
        };
        match self.point(indicator, *period, ObservationKind::Actual, 0) {
            Ok(point) => reading.actual = point,
            Err(trouble) => reading.trouble = Some(trouble).filter(|_| reading.estimate.is_none()),
        }
        let to_date = period.to_date();
        if to_date != *period && indicator.terms.over_time == Aggregation::Sum {
            reading.cumulative = self.best(indicator, to_date, 0);
        }
        reading.forecast = self.forecast(indicator, *period);
        reading
    }

    /// Actual, or as long as there is none the estimate.
    fn best(&self, indicator: &Indicator, period: ReportingPeriod, depth: u8) -> Option<Point> {
        let point = |kind| self.point(indicator, period, kind, depth).ok().flatten();
        point(ObservationKind::Actual).or_else(|| point(ObservationKind::Estimate))
    }

    fn point(
        &self,
        indicator: &Indicator,
        period: ReportingPeriod,
        kind: ObservationKind,
        depth: u8,
    ) -> Result<Option<Point>, NoValue> {
        if let Some(text) = &indicator.terms.formula {
            return self.by_formula(indicator, text, period, kind, depth).map(Some);
        }
        if let Some(found) = self.current(indicator.id, &period, kind) {
            return Ok(Some(Point { value: found.value, origin: Origin::Stated(Box::new(found.clone())) }));
        }
        Ok(self.of_parts(indicator, period, kind))
    }

    fn by_formula(
        &self,
        indicator: &Indicator,
        text: &str,
        period: ReportingPeriod,
        kind: ObservationKind,
        depth: u8,
    ) -> Result<Point, NoValue> {
        // A circle is refused when a formula is saved; this only keeps a damaged catalogue from running on.
        if depth > 40 {
            return Err(NoValue::TooLarge);
        }
        let formula = Formula::parse(text).map_err(|_| NoValue::Missing(vec![indicator.terms.code.clone()]))?;
        let mut values: BTreeMap<&str, Decimal> = BTreeMap::new();
        for code in formula.codes() {
            let of = self.by_code.get(code).and_then(|id| self.indicators.get(id));
            let Some(of) = of else { continue };
            if let Some(point) = self.point(of, period, kind, depth + 1)? {
                values.insert(code, point.value);
            }
        }
        let value = formula.evaluate(&|code| values.get(code).copied())?;
        Ok(Point { value: settled(indicator, value)?, origin: Origin::Formula(formula.to_string()) })
    }

    /// A longer period from the periods it is entered by: only when every one of them is there.
    fn of_parts(&self, indicator: &Indicator, period: ReportingPeriod, kind: ObservationKind) -> Option<Point> {
        let terms = &indicator.terms;
        if terms.over_time == Aggregation::None || period.kind() == terms.frequency {
            return None;
        }
        let parts = period.parts_of(terms.frequency);
        let mut values = Vec::with_capacity(parts.len());
        for part in &parts {
            let stated = |kind| self.current(indicator.id, part, kind).map(|found| found.value);
            values.push(match kind {
                ObservationKind::Estimate => stated(ObservationKind::Actual).or_else(|| stated(kind))?,
                ObservationKind::Plan | ObservationKind::Actual => stated(kind)?,
            });
        }
        let whole = derived::together(terms.over_time, &values)?.ok()?;
        let value = settled(indicator, whole).ok()?;
        Some(Point { value, origin: Origin::Parts(terms.over_time, values.len()) })
    }

    fn forecast(&self, indicator: &Indicator, period: ReportingPeriod) -> Option<Forecast> {
        if indicator.terms.frequency != PeriodKind::Month {
            return None;
        }
        let (_, (year, last)) = period.months()?;
        let month = |year: i16, month: i8| {
            let at = ReportingPeriod::month(year, month)?;
            self.best(indicator, at, 0).map(|point| point.value)
        };
        let so_far: Vec<Decimal> = (1..=last).map_while(|at| month(year, at)).collect();
        let before: Vec<Decimal> = (1..=12).map_while(|at| month(year.saturating_sub(1), at)).collect();
        // A whole year needs none, and one with a gap before the period has no pace.
        if so_far.len() == 12 || (period.kind() != PeriodKind::Year && so_far.len() < usize::try_from(last).ok()?) {
            return None;
        }
        let last_year = if before.len() == 12 { before.as_slice() } else { &[] };
        forecast::to_year_end(indicator.terms.over_time, Known { months: &so_far, last_year })?.ok()
    }
}

/// A worked-out value as it is given: exactly where it has an end, else rounded half up; in the indicator's decimals.
fn settled(indicator: &Indicator, value: Fraction) -> Result<Decimal, NoValue> {
    match (indicator.terms.decimals, value.exact_decimal()) {
        (None, Some(exact)) => Ok(exact),
        (None, None) => Ok(value.rounded(DECIMALS)?),
        (Some(decimals), _) => Ok(value.rounded(u32::from(decimals))?.normalize()),
    }
}

#[cfg(test)]
mod tests;
