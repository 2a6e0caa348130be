//! Indicators and their observations: the ledger figures rest on.
//!
//! Only what someone stated is kept: plan, estimate, actual. Percent of plan, changes, totals and forecasts are worked out
//! from it ([`derived`], [`forecast`], [`formula`]) whenever they are asked for.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::{AgencyId, DivisionId, DocumentId, IndicatorId, ObservationId, ReportId, UserId};
use crate::organisation::Validity;
use crate::reporting_period::{PeriodKind, ReportingPeriod};
use crate::task::coded;

pub mod cell;
pub mod derived;
pub mod forecast;
pub mod formula;
pub mod ledger;
mod units;

coded! {
    /// How the values of parts make the value of a whole (cách tổng hợp): of months over a year, of units over an agency.
    Aggregation {
        /// Cộng dồn: turnover, output.
        Sum = "sum",
        /// Lấy kỳ cuối: a stock, as of its last day. Over units it says nothing.
        Last = "last",
        /// Bình quân giản đơn.
        Average = "average",
        /// Lớn nhất.
        Highest = "highest",
        /// Nhỏ nhất.
        Lowest = "lowest",
        /// Không tổng hợp: each period is reported on its own.
        None = "none",
    }
}

coded! {
    /// Which way is better (chiều tốt).
    Better {
        /// Càng cao càng tốt.
        Higher = "higher",
        /// Càng thấp càng tốt.
        Lower = "lower",
        /// Không xét.
        Neither = "neither",
    }
}

/// A measured quantity of an agency (chỉ tiêu).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Identity.
    pub id: IndicatorId,
    /// Whose.
    pub agency: AgencyId,
    /// What it is and how it is reported.
    pub terms: Terms,
    /// Counts the changes of the above.
    pub version: i64,
}

/// What an indicator is and how it is reported, as the catalogue (danh mục chỉ tiêu) says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Mã: how formulas, files and other systems call it.
    pub code: String,
    /// Name as reports call it.
    pub name: String,
    /// Unit (đơn vị tính), scale word kept (`triệu USD`).
    pub unit: Option<String>,
    /// Decimals it is given to; `None` where that is not settled.
    pub decimals: Option<u8>,
    /// Phạm vi: what is counted, `qua địa bàn` or `hàng địa phương`.
    pub population: Option<String>,
    /// Division that enters it.
    pub division: Option<DivisionId>,
    /// How often it is entered.
    pub frequency: PeriodKind,
    /// What its months make of a year.
    pub over_time: Aggregation,
    /// What its units make of a whole.
    pub over_units: Aggregation,
    /// Which way is better.
    pub better: Better,
    /// Worked out of others instead of entered, in the form [`formula::Formula`] prints.
    pub formula: Option<String>,
    /// When it is in use.
    pub validity: Validity,
    /// Method, source, anything to know.
    pub note: Option<String>,
}

impl Terms {
    /// An indicator of a year that nothing more is known of.
    pub fn new(code: impl Into<String>, name: impl Into<String>, unit: Option<String>) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
            unit,
            decimals: None,
            population: None,
            division: None,
            frequency: PeriodKind::Year,
            over_time: Aggregation::None,
            over_units: Aggregation::None,
            better: Better::Neither,
            formula: None,
            validity: Validity::default(),
            note: None,
        }
    }

    /// Whether it is in use on some day of a period: one that ends within the year is still reported for what went before.
    pub fn is_in_use(&self, period: &ReportingPeriod) -> bool {
        let (first, last) = period.calendar_days();
        self.validity.from.is_none_or(|from| from <= last) && self.validity.to.is_none_or(|to| first < to)
    }

    /// The day within a period from which it is no longer in use, where it ends in it.
    pub fn ends_within(&self, period: &ReportingPeriod) -> Option<Date> {
        let (first, last) = period.calendar_days();
        self.validity.to.filter(|to| first < *to && *to <= last)
    }

    /// Name and population, as it is called where both matter.
    pub fn full_name(&self) -> String {
        match &self.population {
            Some(population) if !self.name.contains(population.as_str()) => format!("{} ({population})", self.name),
            _ => self.name.clone(),
        }
    }
}

coded! {
    /// What an observation is.
    ObservationKind {
        /// Kế hoạch, chỉ tiêu.
        Plan = "plan",
        /// Ước thực hiện.
        Estimate = "estimate",
        /// Thực hiện.
        Actual = "actual",
    }
}

/// A value of an indicator for a period; never overwritten, only superseded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Identity.
    pub id: ObservationId,
    /// Of what.
    pub indicator: IndicatorId,
    /// Period it covers, as recorded (`năm 2019`).
    pub period: String,
    /// The same, where that could be read as a reporting period.
    pub reporting_period: Option<ReportingPeriod>,
    /// Plan, estimate or actual.
    pub kind: ObservationKind,
    /// Exact value.
    pub value: Decimal,
    /// Upper end, for a range.
    pub value_max: Option<Decimal>,
    /// It takes the value back: from then on none holds.
    pub withdrawn: bool,
    /// Report it was read from.
    pub report: Option<ReportId>,
    /// Document it rests on.
    pub document: Option<DocumentId>,
    /// Why, where it was unusual or changed.
    pub note: Option<String>,
    /// Who recorded it; `None` for the command line.
    pub recorded_by: Option<UserId>,
    /// When.
    pub recorded_at: Timestamp,
    /// Observation it takes the place of.
    pub supersedes: Option<ObservationId>,
    /// By whom and when it was approved (duyệt).
    pub approved: Option<Approval>,
}

/// An approval by the head of the division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// An observation before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewObservation {
    /// See [`Observation::indicator`].
    pub indicator: IndicatorId,
    /// See [`Observation::period`].
    pub period: String,
    /// See [`Observation::reporting_period`].
    pub reporting_period: Option<ReportingPeriod>,
    /// See [`Observation::kind`].
    pub kind: ObservationKind,
    /// See [`Observation::value`].
    pub value: Decimal,
    /// See [`Observation::value_max`].
    pub value_max: Option<Decimal>,
    /// See [`Observation::withdrawn`].
    pub withdrawn: bool,
    /// See [`Observation::report`].
    pub report: Option<ReportId>,
    /// See [`Observation::document`].
    pub document: Option<DocumentId>,
    /// See [`Observation::note`].
    pub note: Option<String>,
    /// See [`Observation::recorded_by`].
    pub recorded_by: Option<UserId>,
    /// See [`Observation::recorded_at`].
    pub recorded_at: Timestamp,
    /// See [`Observation::supersedes`].
    pub supersedes: Option<ObservationId>,
}

#[cfg(test)]
mod tests;
