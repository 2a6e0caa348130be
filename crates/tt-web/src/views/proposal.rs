//! Proposals for next year, for the screen.

use tt_app::Language;
use tt_app::proposing::{EndingTarget, ProposalRow};
use tt_domain::goal::promised;
use tt_domain::proposal::Why;
use tt_domain::proposal::shift::{Shift, TargetShift};

use super::grading::{outlook, pick};
use crate::show::{self, Status, say};

/// A row of the page: last year on one side, next year on the other.
#[derive(Clone, Debug)]
pub(crate) struct RowView {
    pub(crate) index: usize,
    /// Identity and version of last year's task, as the form sends them; empty without one.
    pub(crate) last_key: String,
    /// The same of next year's draft.
    pub(crate) next_key: String,
    pub(crate) last: Option<LastView>,
    /// Code and address of the draft.
    pub(crate) next: Option<(String, String)>,
    pub(crate) reasons: Vec<(Status, String)>,
    pub(crate) take: bool,
    pub(crate) statement: String,
    /// One target a line.
    pub(crate) targets: String,
    pub(crate) target_lines: usize,
    pub(crate) shifts: Vec<ShiftView>,
    /// Last year's task is gone, or promises less: who approves should know of it.
    pub(crate) is_told: bool,
    /// The draft is assigned already: its page changes it, not this one.
    pub(crate) fixed: bool,
}

/// Last year's task.
#[derive(Clone, Debug)]
pub(crate) struct LastView {
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) statement: String,
    pub(crate) targets: Vec<LastTarget>,
}

/// A target of last year with its result.
#[derive(Clone, Debug)]
pub(crate) struct LastTarget {
    pub(crate) text: String,
    pub(crate) goal: Option<String>,
    pub(crate) state: Option<Status>,
    pub(crate) result: Option<String>,
}

/// How a target moves.
#[derive(Clone, Debug)]
pub(crate) struct ShiftView {
    pub(crate) status: Status,
    pub(crate) text: String,
    pub(crate) words: String,
    /// Who approves should know of it.
    pub(crate) told: bool,
}

impl RowView {
    pub(crate) fn new(index: usize, row: &ProposalRow, lang: Language) -> Self {
        let key = |id: i64, version: i64| format!("{id}-{version}");
        let next = row.next.as_ref();
        Self {
            index,
            last_key: row.last.as_ref().map(|last| key(last.task.id.0, last.task.version)).unwrap_or_default(),
            next_key: next.map(|next| key(next.task.id.0, next.task.version)).unwrap_or_default(),
            last: row.last.as_ref().map(|last| LastView {
                code: last.code.clone(),
                href: format!("/nhiem-vu/{}", last.task.id),
                statement: last.task.statement.clone(),
                targets: last.targets.iter().map(|one| last_target(one, lang)).collect(),
            }),
            next: next.map(|next| (next.code.clone(), format!("/nhiem-vu/{}", next.task.id))),
            reasons: row
                .reasons
                .iter()
                .map(|reason| (why(reason.why, lang), pick(&reason.said, lang).to_owned()))
                .collect(),
            take: row.take,
            statement: row.statement.clone(),
            targets: row.targets.join("\n"),
            target_lines: row.targets.len().clamp(2, 12),
            shifts: row.shifts.iter().map(|moved| shift(row, moved, lang)).collect(),
            is_told: row.is_dropped() || row.to_point_out().next().is_some(),
            fixed: next.is_some_and(|next| next.task.state != tt_domain::task::TaskState::Draft),
        }
    }

    /// Shifts to be pointed out.
    pub(crate) fn told(&self) -> impl Iterator<Item = &ShiftView> {
        self.shifts.iter().filter(|one| one.told)
    }
}

fn last_target(one: &EndingTarget, lang: Language) -> LastTarget {
    let judged = one.judgement.as_ref();
    LastTarget {
        text: one.target.text.clone(),
        goal: one.target.measure.as_ref().map(promised),
        state: judged.map(|judged| outlook(judged.outlook, lang)),
        result: judged.and_then(|judged| judged.reasons.first()).map(|said| pick(said, lang).to_owned()),
    }
}

fn why(why: Why, lang: Language) -> Status {
    let (vi, en) = match why {
        Why::Unfinished => ("Chưa hoàn thành", "Unfinished"),
        Why::AtRisk => ("Có nguy cơ", "At risk"),
        Why::Continuing => ("Tiếp tục", "Continuing"),
        Why::Proposed => ("Đã đề xuất", "Proposed already"),
    };
    let (class, icon) = match why {
        Why::Unfinished => ("st-late", "circle-alert"),
        Why::AtRisk => ("st-soon", "triangle-alert"),
        Why::Continuing => ("st-run", "arrow-right"),
        Why::Proposed => ("st-done", "circle-check"),
    };
    Status { words: say(lang, vi, en), class, icon }
}

fn shift(row: &ProposalRow, moved: &TargetShift, lang: Language) -> ShiftView {
    let (vi, en) = match moved.shift {
        Shift::Kept => ("Giữ nguyên", "Kept"),
        Shift::Raised => ("Nâng", "Raised"),
        Shift::Lowered => ("Hạ", "Lowered"),
        Shift::Dropped => ("Không đưa vào", "Dropped"),
        Shift::New => ("Mới", "New"),
        Shift::Changed => ("Đổi cách nêu", "Put differently"),
    };
    let (class, icon) = match moved.shift {
        Shift::Kept => ("st-hold", "circle-dashed"),
        Shift::Raised => ("st-done", "circle-check"),
        Shift::Lowered | Shift::Dropped => ("st-late", "circle-alert"),
        Shift::New => ("st-run", "circle-dashed"),
        Shift::Changed => ("st-soon", "triangle-alert"),
    };
    let old = moved.old.and_then(|at| row.last.as_ref()?.targets.get(at)).map(|one| one.target.text.as_str());
    let new = moved.new.and_then(|at| row.targets.get(at)).map(String::as_str);
    ShiftView {
        status: Status { words: say(lang, vi, en), class, icon },
        text: show::shortened(old.or(new).unwrap_or_default().trim(), 240),
        words: pick(&moved.said, lang).to_owned(),
        told: moved.shift.is_to_point_out(),
    }
}
