//! Entering values of a period: what the grid shows, and what becomes of what was typed, cell by cell.
//!
//! Good cells are kept whatever stands in the others. A value is never overwritten: what is typed supersedes what was there,
//! and only where the person had seen that.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_check::Message;
use tt_domain::id::{DivisionId, DocumentId, IndicatorId, ObservationId, UserId};
use tt_domain::indicator::cell::{self, Expected, Question};
use tt_domain::indicator::derived::plain;
use tt_domain::indicator::ledger::{Ledger, Reading};
use tt_domain::indicator::{Indicator, NewObservation, Observation, ObservationKind};
use tt_domain::organisation::Division;
use tt_domain::permission::Action;
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod, WindowRule};
use tt_store::{Tx, divisions, documents, indicators, observations, users};

use crate::app::App;
use crate::error::AppError;
use crate::indicators::{last_closed, name_of, scope_of, window_rule};
use crate::sign_in::CurrentUser;
use crate::wording::say;
use crate::work::rules;

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
        self.figures_noted(&mut tx, current, origin, "figures.entered", &format!("period-{}", period.code()), &details)
            .await?;
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
            self.figures_noted(
                &mut tx,
                current,
                origin,
                "figures.approved",
                &format!("period-{}", period.code()),
                &details,
            )
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
        self.figures_noted(&mut tx, current, origin, action, &object, &serde_json::json!({})).await?;
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

/// What holds while cells are judged and kept.
struct Keeping<'a> {
    current: &'a CurrentUser,
    period: ReportingPeriod,
    now: Timestamp,
    document: Option<DocumentId>,
    note: &'a EntryNote,
    trial: bool,
    closed: Option<(String, Timestamp)>,
}

impl Keeping<'_> {
    async fn judge(
        &self,
        tx: &mut Tx,
        ledger: &Ledger,
        earlier: &HashMap<ObservationId, Observation>,
        cell: &CellEntry,
        kept: &mut Vec<BTreeMap<&'static str, String>>,
    ) -> Result<Verdict, AppError> {
        let Some(indicator) = ledger.indicators().find(|of| of.id == cell.indicator) else {
            return Ok(Verdict::Refused(say(
                "không có chỉ tiêu này; hãy tải lại trang",
                "no such indicator; reload the page",
            )));
        };
        let holds = ledger.current(indicator.id, &self.period, cell.kind);
        let seen = cell.seen.and_then(|id| earlier.get(&id));
        let reading = self.read(ledger, indicator, cell);
        // What stands there as it was shown was not touched, whoever changed it since.
        let untouched = match (&reading, seen) {
            (cell::Reading::Empty, None) => true,
            (_, Some(seen)) => cell.text.trim() == plain(seen.value) && cell.confirmed.is_none(),
            _ => false,
        };
        let same = matches!((&reading, holds), (cell::Reading::Value(value), Some(holds)) if *value == holds.value);
        if untouched || same {
            return Ok(Verdict::Same);
        }
        if let Some(message) = self.hindrance(indicator) {
            return Ok(Verdict::Refused(message));
        }
        let value = match reading {
            cell::Reading::Ask(question) => return Ok(Verdict::Ask(question)),
            cell::Reading::Refused(fault) => {
                let (vi, en) = fault.words(cell.text.trim());
                return Ok(Verdict::Refused(say(vi, en)));
            }
            cell::Reading::Value(value) => Some(value),
            cell::Reading::Empty => None,
        };
        if let Some(holds) = holds.filter(|holds| Some(holds.id) != cell.seen) {
            return Ok(Verdict::Changed(Box::new(self.meanwhile(tx, holds).await?)));
        }
        let Some(value) = value.or(holds.map(|holds| holds.value)) else { return Ok(Verdict::Same) };
        let withdrawn = matches!(self.read(ledger, indicator, cell), cell::Reading::Empty);
        let last = match holds {
            Some(holds) => Some(holds.id),
            // A withdrawn value stays the end of its line: what comes now takes its place.
            None => self.withdrawn_end(earlier, indicator.id, cell.kind),
        };
        let id = if self.trial { None } else { Some(self.keep(tx, cell, value, withdrawn, last).await?) };
        kept.push(BTreeMap::from([
            ("code", indicator.terms.code.clone()),
            ("kind", cell.kind.code().to_owned()),
            ("before", holds.map(|holds| holds.value.to_string()).unwrap_or_default()),
            ("after", if withdrawn { String::new() } else { value.to_string() }),
        ]));
        Ok(if withdrawn { Verdict::Withdrawn } else { Verdict::Saved(id, value) })
    }

    /// What stands in the cell, the person's own answer before all.
    fn read(&self, ledger: &Ledger, indicator: &Indicator, cell: &CellEntry) -> cell::Reading {
        let reading = ledger.reading(indicator.id, &self.period);
        let near: Vec<Decimal> = match cell.kind {
            ObservationKind::Plan => {
                [&reading.same_period, &reading.previous].into_iter().flatten().map(|p| p.value).collect()
            }
            ObservationKind::Estimate | ObservationKind::Actual => {
                [&reading.previous, &reading.same_period, &reading.plan]
                    .into_iter()
                    .flatten()
                    .map(|p| p.value)
                    .collect()
            }
        };
        let terms = &indicator.terms;
        let expected = Expected { unit: terms.unit.as_deref(), decimals: terms.decimals, near: &near };
        match (cell::read(&cell.text, &expected), cell.confirmed) {
            (cell::Reading::Ask(question), Some(meant)) if question.choices.contains(&meant) => {
                cell::Reading::Value(meant)
            }
            (reading, _) => reading,
        }
    }

    /// Why nothing can be entered for this indicator now, with the way on.
    fn hindrance(&self, indicator: &Indicator) -> Option<Message> {
        let terms = &indicator.terms;
        let period = self.period.label();
        if let Some((by, at)) = &self.closed {
            let day = crate::clock::day_of(*at).strftime("%d/%m/%Y").to_string();
            return Some(say(
                format!("số liệu {period} đã khóa ngày {day} ({by}); hãy đề nghị mở lại kỳ rồi lưu"),
                format!("{} was closed on {day} by {by}; ask to have it opened again", self.period.label_en()),
            ));
        }
        if !self.current.may_on(Action::EnterFigures, &scope_of(self.current, indicator)) {
            return Some(say(
                "chỉ tiêu này do phòng khác nhập; hãy gửi số cho phòng đó",
                "another division enters this indicator; send the value to it",
            ));
        }
        if let Some(formula) = &terms.formula {
            return Some(say(
                format!("chỉ tiêu này được tính theo công thức {formula}; hãy nhập các chỉ tiêu thành phần"),
                format!("this indicator is worked out as {formula}; enter its parts"),
            ));
        }
        if !terms.is_in_use(&self.period) {
            let until = terms.validity.to.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
            return Some(say(
                format!(
                    "chỉ tiêu không còn dùng trong {period} (thôi dùng từ {until}); hãy chọn kỳ khác hoặc sửa danh mục"
                ),
                format!("the indicator is not in use in {}; choose another period", self.period.label_en()),
            ));
        }
        (!is_entered_in(indicator, self.period)).then(|| {
            say(
                format!("chỉ tiêu này không nhập theo {period}; hãy chọn kỳ đúng tần suất của chỉ tiêu"),
                "this indicator is not entered for such periods; choose one of its frequency",
            )
        })
    }

    async fn meanwhile(&self, tx: &mut Tx, holds: &Observation) -> Result<Meanwhile, AppError> {
        let by = match holds.recorded_by {
            Some(user) => name_of(tx, &mut HashMap::<UserId, String>::new(), user).await?,
            None => "dòng lệnh".to_owned(),
        };
        Ok(Meanwhile { observation: holds.clone(), by })
    }

    fn withdrawn_end(
        &self,
        earlier: &HashMap<ObservationId, Observation>,
        indicator: IndicatorId,
        kind: ObservationKind,
    ) -> Option<ObservationId> {
        let ours = |one: &&Observation| {
            one.indicator == indicator && one.kind == kind && one.reporting_period == Some(self.period) && one.withdrawn
        };
        let taken: BTreeSet<ObservationId> = earlier.values().filter_map(|one| one.supersedes).collect();
        earlier.values().filter(ours).map(|one| one.id).filter(|id| !taken.contains(id)).max()
    }

    async fn keep(
        &self,
        tx: &mut Tx,
        cell: &CellEntry,
        value: Decimal,
        withdrawn: bool,
        supersedes: Option<ObservationId>,
    ) -> Result<ObservationId, AppError> {
        let unknown = self.note.document.as_ref().filter(|_| self.document.is_none());
        let words: Vec<&str> = unknown.into_iter().chain(&self.note.note).map(String::as_str).collect();
        let new = NewObservation {
            indicator: cell.indicator,
            period: self.period.label(),
            reporting_period: Some(self.period),
            kind: cell.kind,
            value,
            value_max: None,
            withdrawn,
            report: None,
            document: self.document,
            note: (!words.is_empty()).then(|| words.join("; ")),
            recorded_by: Some(self.current.user.id),
            recorded_at: self.now,
            supersedes,
        };
        Ok(observations::insert(tx, &new).await?)
    }
}
