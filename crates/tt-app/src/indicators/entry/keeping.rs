//! What becomes of one cell: read, held against what stands there, kept or told.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use rust_decimal::Decimal;
use tt_check::Message;
use tt_domain::id::{DocumentId, IndicatorId, ObservationId, UserId};
use tt_domain::indicator::cell::{self, Expected};
use tt_domain::indicator::derived::plain;
use tt_domain::indicator::ledger::Ledger;
use tt_domain::indicator::{Indicator, NewObservation, Observation, ObservationKind};
use tt_domain::permission::Action;
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{Tx, observations};

use super::{CellEntry, EntryNote, Meanwhile, Verdict, is_entered_in};
use crate::error::AppError;
use crate::indicators::{name_of, scope_of};
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// What holds while cells are judged and kept.
pub(super) struct Keeping<'a> {
    pub(super) current: &'a CurrentUser,
    pub(super) period: ReportingPeriod,
    pub(super) now: Timestamp,
    pub(super) document: Option<DocumentId>,
    pub(super) note: &'a EntryNote,
    pub(super) trial: bool,
    pub(super) closed: Option<(String, Timestamp)>,
}

impl Keeping<'_> {
    /// What becomes of a cell; kept ones are told in `kept`, for the chain.
    pub(super) async fn judge(
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
