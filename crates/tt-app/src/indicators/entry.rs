//! Entering values of a period: what the grid shows, and what becomes of what was typed, cell by cell.
//!
//! Good cells are kept whatever stands in the others. A value is never overwritten: what is typed supersedes what was there,
//! and only where the person had seen that.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_check::Message;
use tt_domain::id::{DivisionId, IndicatorId, ObservationId};
use tt_domain::indicator::cell::Question;
use tt_domain::indicator::ledger::{Ledger, Reading};
use tt_domain::indicator::{Indicator, Observation, ObservationKind};
use tt_domain::organisation::Division;
use tt_domain::permission::Action;
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod, WindowRule};
use tt_store::{Tx, divisions, documents, indicators, observations, users};

use crate::app::App;
use crate::error::AppError;
use crate::indicators::{last_closed, scope_of, window_rule};
use crate::sign_in::CurrentUser;
use crate::wording::say;
use crate::work::rules;

mod keeping;

use keeping::Keeping;

/// The grid of a period.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The period.
    pub period: ReportingPeriod,
    /// First and last day of its data.
    pub window: (Date, Date),
    /// The day its values are due.
    pub due_on: Date,
    /// Whose indicators; `None` for those of no division.
    pub division: Option<DivisionId>,
    /// Divisions that may be chosen.
    pub divisions: Vec<Division>,
    /// Its rows.
    pub rows: Vec<GridRow>,
    /// Who closed the period, and when.
    pub closed: Option<(String, Timestamp)>,
    /// Whether the person looking may enter here.
    pub may_enter: bool,
    /// Whether they may approve.
    pub may_approve: bool,
    /// Whether they may close and open periods.
    pub may_manage: bool,
}

/// A row of the grid.
#[derive(Clone, Debug)]
pub struct GridRow {
    /// The indicator.
    pub indicator: Indicator,
    /// What holds, with the last and the same period beside.
    pub reading: Reading,
    /// The day from which the indicator is no longer in use, where it ends within the period.
    pub ends: Option<Date>,
}

/// A cell as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEntry {
    /// Of what.
    pub indicator: IndicatorId,
    /// Plan, estimate or actual.
    pub kind: ObservationKind,
    /// What stands in it.
    pub text: String,
    /// The observation that stood there when the person began.
    pub seen: Option<ObservationId>,
    /// The value they said they mean, when asked.
    pub confirmed: Option<Decimal>,
}

/// What became of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// As it was.
    Same,
    /// Kept, as the observation; `None` on a trial.
    Saved(Option<ObservationId>, Decimal),
    /// Taken back.
    Withdrawn,
    /// The person is asked what they mean.
    Ask(Question),
    /// Not kept: why, and the way on.
    Refused(Message),
    /// Someone else entered another value meanwhile: which, who, when. Not kept until the person has seen it.
    Changed(Box<Meanwhile>),
}

/// A value someone else entered meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Meanwhile {
    /// Their observation.
    pub observation: Observation,
    /// Who.
    pub by: String,
}

/// What became of what was sent.
#[derive(Clone, Debug, Default)]
pub struct Entered {
    /// Cells kept or taken back.
    pub saved: usize,
    /// Every cell with its verdict, as sent.
    pub cells: Vec<(CellEntry, Verdict)>,
}

impl Entered {
    /// Cells that wait for the person.
    pub fn open(&self) -> usize {
        let waits = |verdict: &Verdict| matches!(verdict, Verdict::Ask(_) | Verdict::Refused(_) | Verdict::Changed(_));
        self.cells.iter().filter(|(_, verdict)| waits(verdict)).count()
    }
}

/// What is entered with the cells.
#[derive(Clone, Debug, Default)]
pub struct EntryNote {
    /// The document the values rest on, by its number.
    pub document: Option<String>,
    /// Anything to know.
    pub note: Option<String>,
}

impl App {
    /// The grid of a period and division; of the last month closed, and of one's own division, where none is asked for.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed.
    pub async fn figures_grid(
        &self,
        current: &CurrentUser,
        period: Option<ReportingPeriod>,
        division: Option<DivisionId>,
    ) -> Result<Grid, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let (rule, due) = window_rule(&mut tx, current.agency.id).await?;
        let period = period
            .or_else(|| last_closed(PeriodKind::Month, self.clock.today(), rule))
            .unwrap_or_else(|| ReportingPeriod::year(self.clock.today().year()));
        self.grid(&mut tx, current, period, division, (rule, due)).await
    }

    async fn grid(
        &self,
        tx: &mut Tx,
        current: &CurrentUser,
        period: ReportingPeriod,
        division: Option<DivisionId>,
        (rule, due): (WindowRule, u16),
    ) -> Result<Grid, AppError> {
        let ledger = around(tx, current, &period).await?;
        let mut rows: Vec<GridRow> = ledger
            .indicators()
            .filter(|of| of.terms.division == division && is_entered_in(of, period))
            .map(|of| GridRow {
                reading: ledger.reading(of.id, &period),
                ends: of.terms.ends_within(&period),
                indicator: of.clone(),
            })
            .collect();
        rows.sort_by_key(|row| row.indicator.id);
        let closed = match indicators::closed(tx, current.agency.id, &period).await? {
            Some((by, at)) => Some((users::get(tx, by).await?.full_name, at)),
            None => None,
        };
        let scope = tt_domain::permission::Scope { lead: division, ..current.own_agency() };
        let window = period.window_by(rule);
        let calendar = rules::calendar(tx, window.1).await?;
        Ok(Grid {
            period,
            window,
            due_on: period.due_on(rule, &calendar, due),
            division,
            divisions: divisions::list(tx, current.agency.id).await?,
            rows,
            may_enter: closed.is_none() && current.may_on(Action::EnterFigures, &scope),
            may_approve: current.may_on(Action::ApproveFigures, &scope),
            may_manage: current.may(Action::ManageIndicators),
            closed,
        })
    }

    /// Keeps the good cells of what was sent and tells what became of the others. A trial keeps nothing.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed; a bad cell is no error but its verdict.
    pub async fn enter_figures(
        &self,
        current: &CurrentUser,
        period: ReportingPeriod,
        cells: Vec<CellEntry>,
        note: &EntryNote,
        trial: bool,
        origin: &str,
    ) -> Result<Entered, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_write().await?;
        indicators::lock(&mut tx, current.agency.id).await?;
        let closed = indicators::closed(&mut tx, current.agency.id, &period).await?;
        let document = match &note.document {
            Some(number) => documents::numbered(&mut tx, current.agency.id, number).await?,
            None => None,
        };
        let near = [&period, &period.previous(), &period.same_last_year()];
        let all = observations::of_agency(&mut tx, current.agency.id, near).await?;
        let earlier: HashMap<ObservationId, Observation> = all.iter().map(|one| (one.id, one.clone())).collect();
        let ledger = Ledger::new(indicators::list(&mut tx, current.agency.id).await?, all);
        let mut keeping = Keeping { current, period, now: self.clock.now(), document, note, trial, closed: None };
        if let Some((by, at)) = closed {
            keeping.closed = Some((users::get(&mut tx, by).await?.full_name, at));
        }
        let mut entered = Entered::default();
        let mut kept = Vec::new();
        let mut seen_cells = BTreeSet::new();
        for cell in cells {
            let verdict = if seen_cells.insert((cell.indicator, cell.kind.code())) {
                keeping.judge(&mut tx, &ledger, &earlier, &cell, &mut kept).await?
            } else {
                Verdict::Refused(say(
                    "ô này được gửi hai lần; chỉ giữ giá trị đầu, hãy kiểm tra lại",
                    "this cell came twice; the first value counts, check it",
                ))
            };
            entered.saved += usize::from(matches!(verdict, Verdict::Saved(..) | Verdict::Withdrawn));
            entered.cells.push((cell, verdict));
        }
        if trial || kept.is_empty() {
            tx.rollback().await?;
            return Ok(entered);
        }
        let details = serde_json::json!({ "period": period.code(), "cells": kept });
        self.noted(&mut tx, current, origin, "figures.entered", &format!("period-{}", period.code()), &details).await?;
        tx.commit().await?;
        Ok(entered)
    }

    /// Approves those of the values that still hold; gives how many were approved.
    ///
    /// # Errors
    /// Not theirs to approve, or the database failed.
    pub async fn approve_figures(
        &self,
        current: &CurrentUser,
        period: ReportingPeriod,
        ids: &[ObservationId],
        origin: &str,
    ) -> Result<usize, AppError> {
        let mut tx = self.db.begin_write().await?;
        indicators::lock(&mut tx, current.agency.id).await?;
        let ledger = around(&mut tx, current, &period).await?;
        let mut approved = Vec::new();
        for id in ids {
            let observation = observations::get(&mut tx, *id).await?;
            let indicator = ledger.indicators().find(|of| of.id == observation.indicator).ok_or(AppError::NotFound)?;
            current.require_on(Action::ApproveFigures, &scope_of(current, indicator))?;
            let holds = ledger.current(indicator.id, &period, observation.kind).is_some_and(|now| now.id == *id);
            if holds && observation.approved.is_none() {
                observations::approve(&mut tx, *id, current.user.id, self.clock.now()).await?;
                approved.push(serde_json::json!({ "code": indicator.terms.code, "kind": observation.kind.code(),
                    "value": observation.value.to_string() }));
            }
        }
        if !approved.is_empty() {
            let details = serde_json::json!({ "period": period.code(), "cells": approved });
            self.noted(&mut tx, current, origin, "figures.approved", &format!("period-{}", period.code()), &details)
                .await?;
        }
        tx.commit().await?;
        Ok(approved.len())
    }

    /// Closes a period's figures, or opens them again.
    ///
    /// # Errors
    /// Not theirs to do, or the database failed.
    pub async fn set_period_closed(
        &self,
        current: &CurrentUser,
        period: ReportingPeriod,
        closed: bool,
        origin: &str,
    ) -> Result<(), AppError> {
        current.require(Action::ManageIndicators)?;
        let mut tx = self.db.begin_write().await?;
        let is_closed = indicators::closed(&mut tx, current.agency.id, &period).await?.is_some();
        if is_closed == closed {
            return Ok(());
        }
        let action = if closed {
            indicators::close(&mut tx, current.agency.id, &period, current.user.id, self.clock.now()).await?;
            "period.closed"
        } else {
            indicators::reopen(&mut tx, current.agency.id, &period).await?;
            "period.reopened"
        };
        let object = format!("period-{}", period.code());
        self.noted(&mut tx, current, origin, action, &object, &serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The indicators with what is recorded for a period, the one before and the same of last year.
async fn around(tx: &mut Tx, current: &CurrentUser, period: &ReportingPeriod) -> Result<Ledger, AppError> {
    let periods = [period, &period.previous(), &period.same_last_year()];
    let found = observations::of_agency(tx, current.agency.id, periods).await?;
    Ok(Ledger::new(indicators::list(tx, current.agency.id).await?, found))
}

/// Whether an indicator is entered for periods of this kind: at its own frequency, and any by the year for plans.
fn is_entered_in(indicator: &Indicator, period: ReportingPeriod) -> bool {
    let kind = period.kind();
    indicator.terms.is_in_use(&period) && (kind == indicator.terms.frequency || kind == PeriodKind::Year)
}
