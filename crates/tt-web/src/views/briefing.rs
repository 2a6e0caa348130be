//! Matters and conclusions of a briefing, ready to show.

use tt_app::Language;
use tt_app::briefings::{BriefingShown, ItemShown};
use tt_domain::briefing::{AgendaReason, ConclusionKind};

use crate::show::{self, Status, say};

/// A matter of the agenda.
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) number: usize,
    pub(crate) title: String,
    pub(crate) reason: Status,
    /// Identity, code, state and deadline of its task.
    pub(crate) task: Option<(i64, String, Status, String)>,
}

impl Item {
    pub(crate) fn new(index: usize, one: &ItemShown, lang: Language) -> Self {
        let task = one.task.as_ref().map(|(task, code)| {
            let due = task.deadline.map(show::date).unwrap_or_default();
            (task.id.0, code.clone(), show::task_state(task.state, lang), due)
        });
        let reason = reason(one.item.reason, lang);
        Self { id: one.item.id.0, number: index + 1, title: one.item.title.clone(), reason, task }
    }
}

/// A conclusion.
pub(crate) struct Row {
    pub(crate) number: usize,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) who: String,
    pub(crate) deadline: String,
    pub(crate) task: Option<i64>,
    pub(crate) item: Option<i64>,
}

/// The conclusions of a briefing.
pub(crate) fn rows(shown: &BriefingShown, lang: Language) -> Vec<Row> {
    let numbered = shown.conclusions.iter().enumerate();
    numbered
        .map(|(index, (one, who))| {
            let said = &one.conclusion;
            Row {
                number: index + 1,
                kind: kind_words(said.kind, lang),
                text: said.text.clone(),
                who: who.clone(),
                deadline: said.deadline.map(show::date).unwrap_or_default(),
                task: said.task.map(|task| task.0),
                item: said.item.map(|item| item.0),
            }
        })
        .collect()
}

/// What a conclusion is, in words.
pub(crate) fn kind_words(kind: ConclusionKind, lang: Language) -> &'static str {
    match kind {
        ConclusionKind::Task => say(lang, "Nhiệm vụ mới", "New task"),
        ConclusionKind::Directive => say(lang, "Chỉ đạo", "Directive"),
        ConclusionKind::Note => say(lang, "Kết luận chung", "General conclusion"),
    }
}

fn reason(reason: AgendaReason, lang: Language) -> Status {
    let (vi, en, class, icon) = match reason {
        AgendaReason::LastConclusion => ("Kết luận kỳ trước", "Last conclusion", "st-wait", "refresh-cw"),
        AgendaReason::Overdue => ("Quá hạn", "Overdue", "st-late", "circle-alert"),
        AgendaReason::ToConfirm => ("Chờ xác nhận", "To confirm", "st-wait", "hourglass"),
        AgendaReason::Extension => ("Xin gia hạn", "Extension asked", "st-wait", "clock"),
        AgendaReason::Blocked => ("Vướng mắc", "Blocked", "st-late", "octagon-alert"),
        AgendaReason::Returned => ("Trả lại", "Returned", "st-late", "arrow-left"),
        AgendaReason::Due => ("Đến hạn", "Due", "st-soon", "clock"),
        AgendaReason::Changed => ("Có thay đổi", "Changed", "st-todo", "pen-line"),
        AgendaReason::Other => ("Nội dung khác", "Other", "st-hold", "info"),
    };
    Status { words: say(lang, vi, en), class, icon }
}

/// A text with a capital at its head.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
