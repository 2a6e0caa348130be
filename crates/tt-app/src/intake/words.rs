//! The words by which kinds, levels, roles and ways of holding a post stand in files.

use tt_check::Message;
use tt_domain::organisation::{AgencyLevel, Role};
use tt_domain::people::Holding;
use tt_domain::task::TaskKind;

use super::columns::plain;
use crate::wording::say;

/// A kind of task.
pub fn kind(kind: TaskKind) -> Message {
    match kind {
        TaskKind::Key => say("Trọng tâm", "Key task"),
        TaskKind::Dated => say("Có thời hạn", "Dated"),
        TaskKind::Undated => say("Không thời hạn", "Undated"),
        TaskKind::Recurring => say("Thường xuyên, định kỳ", "Recurring"),
        TaskKind::AdHoc => say("Đột xuất", "Ad hoc"),
    }
}

/// A level of agency.
pub fn level(level: AgencyLevel) -> Message {
    match level {
        AgencyLevel::Province => say("UBND tỉnh", "Province"),
        AgencyLevel::ProvinceOffice => say("Văn phòng UBND tỉnh", "Provincial office"),
        AgencyLevel::Department => say("Sở, ban, ngành", "Department"),
        AgencyLevel::Commune => say("UBND xã", "Commune"),
        AgencyLevel::PublicUnit => say("Đơn vị sự nghiệp", "Public unit"),
        AgencyLevel::Other => say("Khác", "Other"),
    }
}

/// What stands for a division where a level would.
pub fn division() -> Message {
    say("Phòng", "Division")
}

/// A role.
pub fn role(role: Role) -> Message {
    match role {
        Role::Officer => say("Chuyên viên", "Officer"),
        Role::DivisionHead => say("Trưởng phòng", "Head of division"),
        Role::Leader => say("Lãnh đạo cơ quan", "Agency leader"),
        Role::PlanningOfficer => say("Chuyên viên tổng hợp", "Planning officer"),
        Role::Clerk => say("Văn thư", "Records clerk"),
        Role::Supervisor => say("Cơ quan theo dõi", "Supervising agency"),
        Role::Administrator => say("Quản trị hệ thống", "Administrator"),
    }
}

/// How a post is held.
pub fn holding(holding: Holding) -> Message {
    match holding {
        Holding::Regular => say("Chính nhiệm", "Regular"),
        Holding::Acting => say("Quyền, phụ trách", "Acting"),
        Holding::Concurrent => say("Kiêm nhiệm", "Concurrent"),
    }
}

/// Which of several things a word means: by its words in either language, or by its code in storage.
pub(super) fn meant<T: Copy>(
    all: &[T],
    text: &str,
    words: impl Fn(T) -> Message,
    code: impl Fn(T) -> &'static str,
) -> Option<T> {
    let text = plain(text);
    all.iter().copied().find(|one| {
        let words = words(*one);
        text == plain(&words.vi) || text == plain(&words.en) || text == plain(code(*one))
    })
}

/// What may stand in a cell, for whoever has to mend it.
pub(super) fn offered<T: Copy>(all: &[T], words: impl Fn(T) -> Message) -> Message {
    let all: Vec<Message> = all.iter().map(|one| words(*one)).collect();
    let join = |pick: fn(&Message) -> &str| all.iter().map(pick).collect::<Vec<_>>().join("; ");
    say(join(|one| &one.vi), join(|one| &one.en))
}
