//! Briefings (giao ban): the agenda made from how tasks stand, and the conclusions recorded.
//!
//! No legal text prescribes their form; the agenda follows what such meetings go through: what is late, what waits for a
//! decision, what is hindered, what is due before the next, what changed since the last.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::calendar::{days_after, days_from};
use crate::id::{AgencyId, AgendaItemId, BriefingId, ConclusionId, DivisionId, PersonId, TaskId};
use crate::task::{Task, TaskState, coded};

coded! {
    /// How often such a briefing is held.
    BriefingKind {
        /// Giao ban tuần.
        Weekly = "weekly",
        /// Giao ban tháng.
        Monthly = "monthly",
        /// Giao ban quý.
        Quarterly = "quarterly",
    }
}

impl BriefingKind {
    /// Days it looks ahead: to the next of its kind.
    pub fn days_ahead(self) -> i32 {
        match self {
            Self::Weekly => 7,
            Self::Monthly => 31,
            Self::Quarterly => 92,
        }
    }
}

coded! {
    /// How far a briefing has come.
    BriefingState {
        /// Being prepared or held.
        Open = "open",
        /// Its conclusions are settled.
        Closed = "closed",
    }
}

coded! {
    /// Why a matter is on the agenda, in the order it is gone through.
    AgendaReason {
        /// Kết luận kỳ trước chưa xong.
        LastConclusion = "last_conclusion",
        /// Quá hạn.
        Overdue = "overdue",
        /// Chờ xác nhận kết quả.
        ToConfirm = "to_confirm",
        /// Yêu cầu gia hạn chờ quyết định.
        Extension = "extension",
        /// Vướng mắc: waits for another task, or an obstacle is on record.
        Blocked = "blocked",
        /// Bị trả lại.
        Returned = "returned",
        /// Đến hạn trước kỳ sau.
        Due = "due",
        /// Có thay đổi từ kỳ trước.
        Changed = "changed",
        /// Added by hand.
        Other = "other",
    }
}

coded! {
    /// What a conclusion is.
    ConclusionKind {
        /// Nhiệm vụ mới.
        Task = "task",
        /// Chỉ đạo về nhiệm vụ đang làm.
        Directive = "directive",
        /// Kết luận chung.
        Note = "note",
    }
}

/// A briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Briefing {
    /// Identity.
    pub id: BriefingId,
    /// Whose.
    pub agency: AgencyId,
    /// Which kind.
    pub kind: BriefingKind,
    /// Day it is held.
    pub day: Date,
    /// Chủ trì.
    pub chair: Option<PersonId>,
    /// Where.
    pub place: Option<String>,
    /// How far it has come.
    pub state: BriefingState,
    /// When its conclusions were settled.
    pub closed_at: Option<Timestamp>,
}

/// A matter on an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// Identity.
    pub id: AgendaItemId,
    /// Its place, from 1.
    pub position: u32,
    /// Why it is there.
    pub reason: AgendaReason,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// What it is called.
    pub title: String,
}

/// A conclusion before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConclusion {
    /// The matter it closes.
    pub item: Option<AgendaItemId>,
    /// What it is.
    pub kind: ConclusionKind,
    /// Its text.
    pub text: String,
    /// Division that sees to it.
    pub division: Option<DivisionId>,
    /// Person who sees to it.
    pub person: Option<PersonId>,
    /// By when.
    pub deadline: Option<Date>,
    /// The task it became, or was given on.
    pub task: Option<TaskId>,
}

/// A conclusion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// Identity.
    pub id: ConclusionId,
    /// Of which briefing.
    pub briefing: BriefingId,
    /// What it says.
    pub conclusion: NewConclusion,
}

/// A task as an agenda sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any of them may go together")]
pub struct Candidate {
    /// The task.
    pub task: Task,
    /// A request for a later deadline waits.
    pub extension: bool,
    /// It waits for another task, or an obstacle is on record.
    pub blocked: bool,
    /// Something happened to it since the last briefing.
    pub changed: bool,
    /// The last briefing concluded on it.
    pub concluded: bool,
}

/// The agenda of a day: each open task once, under the first reason that holds, most pressing first.
pub fn agenda(candidates: &[Candidate], kind: BriefingKind, day: Date) -> Vec<(AgendaReason, TaskId)> {
    let until = days_after(day, kind.days_ahead());
    let mut found: Vec<(AgendaReason, &Task)> =
        candidates.iter().filter_map(|one| Some((reason(one, day, until)?, &one.task))).collect();
    let order = |reason: AgendaReason| AgendaReason::ALL.iter().position(|known| *known == reason);
    found.sort_by_key(|(reason, task)| {
        let late = task.deadline.map_or(i32::MIN, |deadline| days_from(deadline, day));
        (order(*reason), std::cmp::Reverse(late), task.id)
    });
    found.into_iter().map(|(reason, task)| (reason, task.id)).collect()
}

fn reason(one: &Candidate, day: Date, until: Date) -> Option<AgendaReason> {
    let task = &one.task;
    if task.is_closed() || task.state == TaskState::Draft {
        return None;
    }
    let submitted = task.state == TaskState::ResultSubmitted;
    Some(match () {
        () if one.concluded => AgendaReason::LastConclusion,
        () if submitted => AgendaReason::ToConfirm,
        () if task.deadline.is_some_and(|deadline| deadline < day) => AgendaReason::Overdue,
        () if one.extension => AgendaReason::Extension,
        () if one.blocked => AgendaReason::Blocked,
        () if task.state == TaskState::Returned => AgendaReason::Returned,
        () if task.deadline.is_some_and(|deadline| deadline <= until) => AgendaReason::Due,
        () if one.changed => AgendaReason::Changed,
        () => return None,
    })
}
