//! Indicators: what holds of them as of a day, their catalogue and pages, and the entering and approving of values.
//!
//! Percentages, totals and forecasts are worked out here from what is recorded and kept nowhere.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::id::{AgencyId, IndicatorId, UserId};
pub use tt_domain::indicator::ledger::{Against, Ledger, Origin, Point, Printed, Reading};
use tt_domain::indicator::{Aggregation, Indicator, Observation};
use tt_domain::organisation::Division;
use tt_domain::permission::{Action, Scope};
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod, WindowRule};
use tt_store::{Tx, divisions, figures, indicators, observations, users};

use crate::app::App;
use crate::clock::{day_of, start_of};
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::work::rules;

pub mod catalogue;
pub mod entry;
pub mod form_file;

/// What holds of an indicator for a period, as it was on record at the end of a day; `None` where nothing is.
///
/// # Errors
/// The database failed; [`AppError::NotFound`] for an indicator that is not there.
pub async fn value_at(
    tx: &mut Tx,
    indicator: IndicatorId,
    period: &ReportingPeriod,
    as_of: Date,
) -> Result<Option<Reading>, AppError> {
    let of = indicators::get(tx, indicator).await?;
    let ledger = if of.terms.formula.is_some() {
        ledger_at(tx, of.agency, period, as_of).await?
    } else {
        let (from, to) = years(*period);
        let found = observations::recorded_before(tx, indicator, (&from, &to), end_of(as_of)).await?;
        Ledger::new(vec![of], found)
    };
    let mut reading = ledger.reading(indicator, period);
    reading.printed = printed_beside(tx, &reading).await?;
    Ok(says_something(&reading).then_some(reading))
}

/// All indicators of an agency with what was on record at the end of a day for a period's year and the year before.
///
/// # Errors
/// The database failed.
pub async fn ledger_at(
    tx: &mut Tx,
    agency: AgencyId,
    period: &ReportingPeriod,
    as_of: Date,
) -> Result<Ledger, AppError> {
    let (from, to) = years(*period);
    let found = observations::of_agency_before(tx, agency, (&from, &to), end_of(as_of)).await?;
    Ok(Ledger::new(indicators::list(tx, agency).await?, found))
}

/// Codes between which all of a period's year and of the year before lie.
fn years(period: ReportingPeriod) -> (String, String) {
    let last = period.of_year();
    let first = period.same_last_year().months().map_or(last.saturating_sub(1), |((year, _), _)| year);
    (format!("{first:04}"), format!("{:04}", last.saturating_add(1)))
}

/// The first instant of the day after.
fn end_of(day: Date) -> Timestamp {
    day.tomorrow().map_or(Timestamp::MAX, start_of)
}

/// The percentages a report prints beside the value, in the same paragraph and of the same subject.
async fn printed_beside(tx: &mut Tx, reading: &Reading) -> Result<Vec<Printed>, AppError> {
    let observation = reading.best().and_then(Point::observation);
    let Some((observation, report)) = observation.and_then(|found| Some((found, found.report?))) else {
        return Ok(Vec::new());
    };
    let all = figures::list(tx, report).await?;
    let Some(own) = all.iter().find(|figure| figure.stated.observation == Some(observation.id)) else {
        return Ok(Vec::new());
    };
    let beside = all.iter().filter(|other| {
        other.block == own.block
            && other.stated.subject == own.stated.subject
            && other.stated.period == own.stated.period
    });
    let printed = beside.filter_map(|other| {
        let against = match other.stated.kind.as_str() {
            "percent_of_plan" => Against::Plan,
            "change_vs_same_period" => Against::SamePeriod,
            _ => return None,
        };
        let value = other.stated.value?;
        let falls = against == Against::SamePeriod && other.stated.direction.as_deref() == Some("giảm");
        Some(Printed { figure: other.id, against, percent: if falls { -value } else { value } })
    });
    Ok(printed.collect())
}

/// An indicator's page.
#[derive(Clone, Debug)]
pub struct IndicatorPage {
    /// The indicator.
    pub indicator: Indicator,
    /// The period looked at.
    pub period: ReportingPeriod,
    /// What holds for it.
    pub reading: Reading,
    /// What holds for every period on record, in order.
    pub series: Vec<(ReportingPeriod, Reading)>,
    /// Everything recorded, superseded and withdrawn too, the newest first, with who recorded it.
    pub revisions: Vec<Revision>,
    /// Codes of the indicators whose formulas use it.
    pub used_by: Vec<Indicator>,
    /// Divisions of the agency.
    pub divisions: Vec<Division>,
    /// Whether the person looking may change it.
    pub may_manage: bool,
    /// The same code in the agencies below, where its units are put together.
    pub units: Vec<(String, Reading)>,
}

/// An observation with names.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The observation.
    pub observation: Observation,
    /// Whether it holds.
    pub holds: bool,
    /// Who recorded it.
    pub recorded_by: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
}

/// The catalogue.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The period looked at.
    pub period: ReportingPeriod,
    /// Every indicator with what holds for the period.
    pub lines: Vec<(Indicator, Reading)>,
    /// Divisions of the agency.
    pub divisions: Vec<Division>,
    /// Whether the person looking may change it.
    pub may_manage: bool,
}

impl App {
    /// The catalogue of the agency's indicators, with what holds for a period today; the year before this one's end where
    /// none is given: the last with something on record.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed.
    pub async fn catalogue(
        &self,
        current: &CurrentUser,
        period: Option<ReportingPeriod>,
    ) -> Result<Catalogue, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let period = match period {
            Some(period) => period,
            None => {
                let last = observations::last_year(&mut tx, current.agency.id).await?;
                ReportingPeriod::year(last.unwrap_or_else(|| self.clock.today().year()))
            }
        };
        let ledger = ledger_at(&mut tx, current.agency.id, &period, self.clock.today()).await?;
        let mut lines: Vec<(Indicator, Reading)> =
            ledger.indicators().map(|of| (of.clone(), ledger.reading(of.id, &period))).collect();
        lines.sort_by_key(|(of, _)| (of.terms.division.is_none(), of.terms.division, tt_text::fold(&of.terms.name)));
        let divisions = divisions::list(&mut tx, current.agency.id).await?;
        Ok(Catalogue { period, lines, divisions, may_manage: current.may(Action::ManageIndicators) })
    }

    /// An indicator with its series, revisions and what rests on it; of the period asked for, else the last on record.
    ///
    /// # Errors
    /// Not theirs to see, no such indicator, or the database failed.
    pub async fn indicator_page(
        &self,
        current: &CurrentUser,
        id: IndicatorId,
        period: Option<ReportingPeriod>,
    ) -> Result<IndicatorPage, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let indicator = own(&mut tx, current, id).await?;
        let all = observations::list(&mut tx, id).await?;
        let mut periods: Vec<ReportingPeriod> = all.iter().filter_map(|found| found.reporting_period).collect();
        let everything = indicators::list(&mut tx, current.agency.id).await?;
        let whole = if indicator.terms.formula.is_some() {
            let found =
                observations::of_agency_before(&mut tx, current.agency.id, ("0", "9999"), Timestamp::MAX).await?;
            periods.extend(found.iter().filter_map(|found| found.reporting_period));
            Ledger::new(everything.clone(), found)
        } else {
            Ledger::new(vec![indicator.clone()], all.clone())
        };
        periods.sort();
        periods.dedup();
        let shown = period.or_else(|| periods.last().copied());
        let period = shown.unwrap_or_else(|| ReportingPeriod::year(self.clock.today().year()));
        let mut reading = whole.reading(id, &period);
        reading.printed = printed_beside(&mut tx, &reading).await?;
        let series = periods.iter().map(|at| (*at, whole.reading(id, at))).collect();
        let revisions = revisions(&mut tx, all, &whole).await?;
        let uses = |of: &&Indicator| {
            let formula = of.terms.formula.as_deref().and_then(|text| catalogue::formula_of(text).ok());
            formula.is_some_and(|formula| formula.codes().contains(indicator.terms.code.as_str()))
        };
        let used_by = everything.iter().filter(uses).cloned().collect();
        let units = below(&mut tx, &indicator, &period, self.clock.today()).await?;
        let divisions = divisions::list(&mut tx, current.agency.id).await?;
        let may_manage = current.may(Action::ManageIndicators);
        Ok(IndicatorPage { indicator, period, reading, series, revisions, used_by, divisions, may_manage, units })
    }

    /// Reads the periods that were recorded as text alone, once.
    pub(crate) async fn ensure_periods_read(&self) -> Result<(), AppError> {
        let mut tx = self.db.begin_read().await?;
        let needed = observations::has_unread_periods(&mut tx).await?;
        tx.rollback().await?;
        if needed {
            let mut tx = self.db.begin_write().await?;
            observations::read_periods(&mut tx).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// An indicator of the person's own agency.
async fn own(tx: &mut Tx, current: &CurrentUser, id: IndicatorId) -> Result<Indicator, AppError> {
    let indicator = indicators::get(tx, id).await?;
    if indicator.agency == current.agency.id { Ok(indicator) } else { Err(AppError::NotFound) }
}

/// The scope of an indicator: the division that enters it is in charge.
pub(crate) fn scope_of(current: &CurrentUser, indicator: &Indicator) -> Scope {
    Scope { lead: indicator.terms.division, ..current.own_agency() }
}

async fn revisions(tx: &mut Tx, all: Vec<Observation>, ledger: &Ledger) -> Result<Vec<Revision>, AppError> {
    let mut names: HashMap<UserId, String> = HashMap::new();
    let mut revisions = Vec::with_capacity(all.len());
    for observation in all.into_iter().rev() {
        let recorded_by = match observation.recorded_by {
            Some(user) => Some(name_of(tx, &mut names, user).await?),
            None => None,
        };
        let approved_by = match observation.approved {
            Some(approval) => Some(name_of(tx, &mut names, approval.by).await?),
            None => None,
        };
        let period = observation.reporting_period.as_ref();
        let current = period.and_then(|period| ledger.current(observation.indicator, period, observation.kind));
        let holds = current.is_some_and(|current| current.id == observation.id);
        revisions.push(Revision { observation, holds, recorded_by, approved_by });
    }
    Ok(revisions)
}

async fn name_of(tx: &mut Tx, names: &mut HashMap<UserId, String>, user: UserId) -> Result<String, AppError> {
    if let Some(name) = names.get(&user) {
        return Ok(name.clone());
    }
    let name = users::get(tx, user).await?.full_name;
    names.insert(user, name.clone());
    Ok(name)
}

/// What the agencies right below have under the same code, where the indicator says how its units are put together.
async fn below(
    tx: &mut Tx,
    indicator: &Indicator,
    period: &ReportingPeriod,
    today: Date,
) -> Result<Vec<(String, Reading)>, AppError> {
    if indicator.terms.over_units == Aggregation::None {
        return Ok(Vec::new());
    }
    let mut units = indicators::of_code_below(tx, indicator.agency, &indicator.terms.code).await?;
    units.retain(|(same, _)| same.terms.unit == indicator.terms.unit);
    let (from, to) = years(*period);
    let of = (indicator.agency, indicator.terms.code.as_str());
    let stated = observations::below_before(tx, of, (&from, &to), end_of(today)).await?;
    let together = Ledger::new(units.iter().map(|(same, _)| same.clone()).collect(), stated);
    let mut found = Vec::new();
    for (same, agency) in units {
        // What a unit works out by a formula needs the rest of its catalogue.
        let reading = if same.terms.formula.is_some() {
            ledger_at(tx, same.agency, period, today).await?.reading(same.id, period)
        } else {
            together.reading(same.id, period)
        };
        if says_something(&reading) {
            found.push((agency, reading));
        }
    }
    Ok(found)
}

/// Whether anything holds of it.
fn says_something(reading: &Reading) -> bool {
    reading.plan.is_some() || reading.best().is_some() || reading.trouble.is_some()
}

/// The period of an entry page where none is asked for: the last whose data has closed.
pub(crate) fn last_closed(kind: PeriodKind, today: Date, rule: WindowRule) -> Option<ReportingPeriod> {
    Some(ReportingPeriod::of_day(kind, today, rule)?.previous())
}

/// The rule of the agency's data windows, and the working days until values are due.
pub(crate) async fn window_rule(tx: &mut Tx, agency: AgencyId) -> Result<(WindowRule, u16), AppError> {
    Ok(rules::data_window(tx, agency).await?)
}

/// The day something was recorded.
pub fn recorded_on(observation: &Observation) -> Date {
    day_of(observation.recorded_at)
}
