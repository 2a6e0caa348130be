//! Keeping regimes of reporting, and their calendar: which report is due when, how far it is, who is late.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::id::{DivisionId, RegimeId, ReportId};
use tt_domain::permission::Action;
use tt_domain::regime::{Regime, RegimeTerms};
use tt_domain::report::{Report, ReportState};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{StoreError, audit, divisions, regimes, report_steps, reports};

use super::names;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::templates::{self, keeping};
use crate::work::rules;

/// A report that is owed.
#[derive(Clone, Debug)]
pub struct Owed {
    /// Regime it is made by.
    pub regime: RegimeId,
    /// Name of the regime.
    pub name: String,
    /// The period.
    pub period: ReportingPeriod,
    /// Data window.
    pub window: (Date, Date),
    /// Day it is opened.
    pub opens: Date,
    /// Day by which divisions hand in.
    pub parts_due: Date,
    /// Day it is due.
    pub due: Date,
    /// The report, once it is open.
    pub report: Option<(ReportId, ReportState)>,
    /// Whether its day has passed and it is not issued.
    pub late: bool,
}

/// A part that a report waits for after its day.
#[derive(Clone, Debug)]
pub struct LatePart {
    /// Report that waits.
    pub report: Report,
    /// Name of its regime.
    pub regime: Option<String>,
    /// Division it waits for.
    pub division: String,
    /// Day it was asked for by.
    pub due: Date,
}

/// Regimes with a year of their calendar.
#[derive(Clone, Debug)]
pub struct RegimeCalendar {
    /// The year.
    pub year: i16,
    /// All regimes.
    pub regimes: Vec<Regime>,
    /// What is owed in the year, by day due.
    pub owed: Vec<Owed>,
    /// Divisions that are late, the longest first.
    pub late: Vec<LatePart>,
    /// Divisions to choose from.
    pub divisions: Vec<(DivisionId, String)>,
    /// Templates to choose from: name and title.
    pub templates: Vec<(String, String)>,
    /// Whether the person looking may change regimes.
    pub may_manage: bool,
    /// Whether they may open reports.
    pub may_open: bool,
    /// Today.
    pub today: Date,
}

/// Whether a report is still to be issued.
pub(crate) fn is_open(state: ReportState) -> bool {
    !matches!(state, ReportState::Issued | ReportState::Recalled | ReportState::Replaced)
}

impl App {
    /// The agency's regimes with a year of their calendar; this year's without one.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed.
    pub async fn regime_calendar(&self, current: &CurrentUser, year: Option<i16>) -> Result<RegimeCalendar, AppError> {
        current.require(Action::ReadRecords)?;
        let today = self.clock.today();
        let year = year.unwrap_or_else(|| today.year());
        let agency = current.agency.id;
        let mut tx = self.db.begin_read().await?;
        let around = Date::new(year, 6, 1).unwrap_or(today);
        let calendar = rules::calendar(&mut tx, around).await?;
        let all = regimes::list(&mut tx, agency).await?;
        let known = reports::list(&mut tx, agency).await?;
        let mut owed = Vec::new();
        for regime in all.iter().filter(|regime| regime.terms.active) {
            for period in regime.terms.of_year(year) {
                let due = regime.terms.due(period, &calendar);
                let of_period = |report: &&Report| report.regime == Some(regime.id) && report.period == period;
                // Newest first: what took another's place stands for it.
                let report = known.iter().find(of_period).map(|report| (report.id, report.state));
                owed.push(Owed {
                    regime: regime.id,
                    name: regime.terms.name.clone(),
                    period,
                    window: regime.terms.window(period),
                    opens: regime.terms.opened_on(due, &calendar),
                    parts_due: regime.terms.parts_due(due, &calendar),
                    due,
                    late: due < today && report.is_none_or(|(_, state)| is_open(state)),
                    report,
                });
            }
        }
        owed.sort_by_key(|one| (one.due, one.regime));
        let names: Vec<(DivisionId, String)> =
            divisions::list(&mut tx, agency).await?.into_iter().map(|one| (one.id, one.name)).collect();
        let mut late = Vec::new();
        for (report, part) in report_steps::waited_for(&mut tx, agency, today).await? {
            let Some(report) = known.iter().find(|one| one.id == report).filter(|_| part.is_late(today)) else {
                continue;
            };
            late.push(LatePart {
                regime: all.iter().find(|one| Some(one.id) == report.regime).map(|one| one.terms.name.clone()),
                report: report.clone(),
                division: names.iter().find(|(id, _)| *id == part.division).map(|(_, n)| n.clone()).unwrap_or_default(),
                due: part.due,
            });
        }
        Ok(RegimeCalendar {
            year,
            regimes: all,
            owed,
            late,
            divisions: names,
            templates: keeping::choices(&mut tx, agency).await?,
            may_manage: current.may(Action::ManageRegimes),
            may_open: current.may(Action::DraftReport),
            today,
        })
    }

    /// Adds a regime, or changes one.
    ///
    /// # Errors
    /// Not theirs to keep, terms with a fault, or a name another regime has.
    pub async fn keep_regime(
        &self,
        current: &CurrentUser,
        id: Option<RegimeId>,
        terms: &RegimeTerms,
        origin: &str,
    ) -> Result<RegimeId, AppError> {
        current.require(Action::ManageRegimes)?;
        terms.check().map_err(names::fault)?;
        let agency = current.agency.id;
        let (by, at) = (Some(current.user.id), self.moment());
        let mut tx = self.db.begin_write().await?;
        let own = divisions::list(&mut tx, agency).await?;
        if terms.lead.iter().chain(&terms.divisions).any(|id| !own.iter().any(|one| one.id == *id)) {
            return Err(AppError::NotFound);
        }
        let template = terms.template.as_str();
        if !template.is_empty() && !keeping::choices(&mut tx, agency).await?.iter().any(|(name, _)| name == template) {
            return Err(templates::unknown(template));
        }
        let taken = |error: StoreError| match error {
            StoreError::Conflict(_) => AppError::refused_at(
                "ten",
                format!("đã có chế độ tên “{}”; hãy đặt tên khác", terms.name),
                format!("there is a regime named “{}”; choose another name", terms.name),
            ),
            other => AppError::from(other),
        };
        let (id, action) = match id {
            None => (regimes::insert(&mut tx, agency, terms, by, at).await.map_err(taken)?, "regime.added"),
            Some(id) => {
                let regime = regimes::get(&mut tx, id).await?;
                if regime.agency != agency {
                    return Err(AppError::NotFound);
                }
                let regime = Regime { terms: terms.clone(), ..regime };
                regimes::update(&mut tx, &regime, by, at).await.map_err(taken)?;
                (id, "regime.changed")
            }
        };
        let details = json!({
            "name": terms.name, "period": terms.frequency.code(), "days": terms.days, "active": terms.active,
        });
        let event = current.actor(origin).event(agency, at, (action, format!("regime-{id}")), &details);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(id)
    }
}
