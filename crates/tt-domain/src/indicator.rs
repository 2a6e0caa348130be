//! Indicators and their observations: the ledger figures rest on.

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::id::{AgencyId, IndicatorId, ObservationId, ReportId, UserId};
use crate::task::coded;

/// A measured quantity of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Identity.
    pub id: IndicatorId,
    /// Whose.
    pub agency: AgencyId,
    /// Name as reports call it.
    pub name: String,
    /// Unit, scale word kept (`triệu USD`).
    pub unit: Option<String>,
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
    /// Plan, estimate or actual.
    pub kind: ObservationKind,
    /// Exact value.
    pub value: Decimal,
    /// Upper end, for a range.
    pub value_max: Option<Decimal>,
    /// Report it was read from.
    pub report: Option<ReportId>,
    /// Who recorded it; `None` for the command line.
    pub recorded_by: Option<UserId>,
    /// When.
    pub recorded_at: Timestamp,
    /// Observation it takes the place of.
    pub supersedes: Option<ObservationId>,
}

/// An observation before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewObservation {
    /// See [`Observation::indicator`].
    pub indicator: IndicatorId,
    /// See [`Observation::period`].
    pub period: String,
    /// See [`Observation::kind`].
    pub kind: ObservationKind,
    /// See [`Observation::value`].
    pub value: Decimal,
    /// See [`Observation::value_max`].
    pub value_max: Option<Decimal>,
    /// See [`Observation::report`].
    pub report: Option<ReportId>,
    /// See [`Observation::recorded_by`].
    pub recorded_by: Option<UserId>,
    /// See [`Observation::recorded_at`].
    pub recorded_at: Timestamp,
    /// See [`Observation::supersedes`].
    pub supersedes: Option<ObservationId>,
}
