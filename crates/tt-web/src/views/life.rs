//! A task's life for the screen: what can be done with it, what happened, its parts and files.

use jiff::civil::Date;
use tt_app::Language;
use tt_app::work::page::Names;
use tt_app::work::{TaskLife, words};
use tt_domain::history::{Coordinator, Extension, ExtensionState, TaskEvent};
use tt_domain::id::PersonId;
use tt_domain::life::{CommandKind, EventKind};
use tt_domain::task::{CommandLine, Task, TaskKind};
use tt_domain::timeliness::timeliness;

use crate::forms::Fields;
use crate::show::{self, Status, say};
use crate::views::task::{TimeNote, time_note};

/// A command's form.
#[expect(clippy::struct_excessive_bools, reason = "what a form asks, each on its own")]
pub(crate) struct CommandForm {
    pub(crate) code: &'static str,
    pub(crate) words: String,
    /// Whether its text area is shown, and what is asked there.
    pub(crate) text_label: Option<&'static str>,
    pub(crate) asks_percent: bool,
    pub(crate) asks_day: Option<&'static str>,
    pub(crate) asks_product: bool,
    pub(crate) asks_decision: bool,
    pub(crate) asks_year: bool,
    pub(crate) takes_files: bool,
    /// Shown as the first thing to do.
    pub(crate) primary: bool,
    /// Open, because it was sent and refused.
    pub(crate) open: bool,
    pub(crate) problem: Option<String>,
    pub(crate) text: String,
    pub(crate) percent: String,
    pub(crate) day: String,
    pub(crate) product: String,
    pub(crate) no_product: String,
    pub(crate) year: String,
    /// Which decision was ticked.
    pub(crate) decision: String,
}

/// A form that was sent and refused: what was typed, and why.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) kind: CommandKind,
    pub(crate) fields: Fields,
    pub(crate) problem: String,
}

/// Something that happened.
pub(crate) struct EventView {
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) lines: Vec<String>,
    pub(crate) note: Option<String>,
    pub(crate) document: Option<i64>,
    pub(crate) files: Vec<FileView>,
}

/// A file laid to the task.
pub(crate) struct FileView {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) by: String,
    pub(crate) when: String,
    pub(crate) remove: Option<i64>,
}

/// A task this one is tied to.
pub(crate) struct Tied {
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) statement: String,
    pub(crate) who: String,
    pub(crate) status: Status,
    pub(crate) deadline: Option<String>,
    pub(crate) time: Option<TimeNote>,
}

/// What is known of the task beside its text.
pub(crate) struct Particular {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) href: Option<String>,
}

/// The whole.
pub(crate) struct LifeView {
    pub(crate) id: i64,
    pub(crate) version: i64,
    pub(crate) code: String,
    pub(crate) forms: Vec<CommandForm>,
    pub(crate) comment: Option<CommandForm>,
    pub(crate) request: Option<String>,
    pub(crate) particulars: Vec<Particular>,
    pub(crate) events: Vec<EventView>,
    pub(crate) files: Vec<FileView>,
    pub(crate) parent: Option<Tied>,
    pub(crate) parts: Vec<Tied>,
    pub(crate) waits_for: Vec<Tied>,
    pub(crate) may_edit: bool,
    pub(crate) may_split: bool,
}

impl LifeView {
    pub(crate) fn new(
        life: &TaskLife,
        user: i64,
        opened: Option<CommandKind>,
        attempt: Option<&Attempt>,
        lang: Language,
    ) -> Self {
        let form = |kind: &CommandKind| {
            let form = form(*kind, attempt, lang);
            CommandForm { open: form.open || opened == Some(*kind), ..form }
        };
        let all: Vec<CommandForm> = life.possible.iter().map(form).collect();
        let (comment, mut forms): (Vec<_>, Vec<_>) = all.into_iter().partition(|form| form.code == "comment");
        if let Some(first) = forms.first_mut() {
            first.primary = true;
        }
        let files = |event: Option<i64>| {
            life.files
                .iter()
                .filter(|file| event.is_none() || file.event.map(|id| id.0) == event)
                .map(|file| FileView {
                    href: format!("/nhiem-vu/tep/{}", file.id),
                    name: file.name.clone(),
                    by: file.added_by.and_then(|by| life.names.users.get(&by)).cloned().unwrap_or_default(),
                    when: show::moment(file.added_at),
                    remove: (life.may_edit || file.added_by.map(|by| by.0) == Some(user)).then_some(file.id.0),
                })
                .collect::<Vec<_>>()
        };
        let tied = |tied: &(String, Task)| Tied::new(tied, &life.names, life.today, lang);
        Self {
            id: life.task.id.0,
            version: life.task.version,
            code: life.code.clone(),
            forms,
            comment: comment.into_iter().next(),
            request: open_request(life, lang),
            particulars: particulars(life, lang),
            events: life
                .events
                .iter()
                .rev()
                .map(|event| EventView::new(event, &life.names, files(Some(event.id.0)), lang))
                .collect(),
            files: files(None),
            parent: life.parent.as_ref().map(tied),
            parts: life.parts.iter().map(tied).collect(),
            waits_for: life.waits_for.iter().map(tied).collect(),
            may_edit: life.may_edit,
            may_split: life.may_split,
        }
    }
}

impl Tied {
    fn new((code, task): &(String, Task), names: &Names, today: Date, lang: Language) -> Self {
        let division = task.lead.and_then(|lead| names.divisions.get(&lead)).map(|(symbol, _)| symbol.clone());
        let officer = task.officer.and_then(|officer| names.people.get(&officer)).cloned();
        Self {
            href: format!("/nhiem-vu/{}", task.id),
            code: code.clone(),
            statement: show::shortened(&task.statement, 140),
            who: [division, officer].into_iter().flatten().collect::<Vec<_>>().join(", "),
            status: show::task_state(task.state, lang),
            deadline: task.deadline.map(show::date),
            time: time_note(timeliness(task, today), lang),
        }
    }
}

impl EventView {
    fn new(event: &TaskEvent, names: &Names, files: Vec<FileView>, lang: Language) -> Self {
        let details = &event.event;
        let person = details.person.and_then(|person| names.people.get(&person));
        let user = details.user.and_then(|user| names.users.get(&user));
        let (what, class, icon) = event_words(details.kind, lang);
        let mut notes = Vec::new();
        if let Some(percent) = details.percent {
            notes.push(format!("{percent}%"));
        }
        if let Some(until) = details.until {
            notes.push(format!("{} {}", say(lang, "đến ngày", "until"), show::date(until)));
        }
        Self {
            when: show::moment(details.at),
            who: person.or(user).cloned().unwrap_or_else(|| say(lang, "Hệ thống", "The system").to_owned()),
            what: what.to_owned(),
            class,
            icon,
            lines: details.text.iter().flat_map(|text| text.lines()).map(str::to_owned).collect(),
            note: (!notes.is_empty()).then(|| notes.join(", ")),
            document: details.document.map(|document| document.0),
            files,
        }
    }
}

fn form(kind: CommandKind, attempt: Option<&Attempt>, lang: Language) -> CommandForm {
    let tried = attempt.filter(|attempt| attempt.kind == kind);
    let typed = |name: &str| tried.map(|tried| tried.fields.text(name).to_owned()).unwrap_or_default();
    let text_label = match kind {
        CommandKind::ReturnTask | CommandKind::SendBack | CommandKind::Cancel | CommandKind::AskExtension => {
            Some(say(lang, "Lý do", "Reason"))
        }
        CommandKind::Progress => Some(say(lang, "Đã làm được gì", "What was done")),
        CommandKind::Direct => Some(say(lang, "Nội dung chỉ đạo", "Directive")),
        CommandKind::Opine | CommandKind::Comment => Some(say(lang, "Ý kiến", "Opinion")),
        CommandKind::Submit => Some(say(lang, "Kết quả đạt được", "What was reached")),
        CommandKind::DecideExtension => Some(say(
            lang,
            "Lý do (khi không đồng ý hoặc đề xuất ngày khác)",
            "Reason (to refuse or offer another day)",
        )),
        _ => None,
    };
    let asks_day = match kind {
        CommandKind::AskExtension => Some(say(lang, "Xin gia hạn đến", "Until")),
        CommandKind::DecideExtension => Some(say(lang, "Ngày đề xuất thay", "Day offered instead")),
        CommandKind::Direct => Some(say(lang, "Phải xong trước ngày (nếu có)", "To be done by (if any)")),
        CommandKind::Assign => Some(say(lang, "Hạn hoàn thành", "Deadline")),
        _ => None,
    };
    CommandForm {
        code: kind.code(),
        words: lang.pick(&words::command(kind)).to_owned(),
        text_label,
        asks_percent: kind == CommandKind::Progress,
        asks_day,
        asks_product: kind == CommandKind::Submit,
        asks_decision: kind == CommandKind::DecideExtension,
        asks_year: kind == CommandKind::CarryOver,
        takes_files: matches!(
            kind,
            CommandKind::Progress
                | CommandKind::Submit
                | CommandKind::Opine
                | CommandKind::Direct
                | CommandKind::Comment
        ),
        primary: false,
        open: tried.is_some(),
        problem: tried.map(|tried| tried.problem.clone()),
        text: typed("noi-dung"),
        percent: typed("ty-le"),
        day: typed("ngay"),
        product: typed("san-pham"),
        no_product: typed("khong-san-pham"),
        year: typed("nam"),
        decision: typed("quyet-dinh"),
    }
}

/// The request that waits for a decision, as a sentence.
fn open_request(life: &TaskLife, lang: Language) -> Option<String> {
    let waits = |request: &&Extension| matches!(request.state, ExtensionState::Open | ExtensionState::Countered);
    let request = life.extensions.iter().find(waits)?;
    let asked = show::date(request.asked_until);
    let on = show::date(request.asked_on);
    let by = request.asked_by.and_then(|by| life.names.people.get(&by)).map_or("", String::as_str);
    Some(match (lang, request.offered_until) {
        (Language::Vietnamese, None) => format!("{by} xin gia hạn đến {asked} (gửi {on}): {}", request.reason),
        (Language::Vietnamese, Some(offered)) => {
            format!("{by} xin gia hạn đến {asked}; người giao đề xuất {}, chờ trả lời", show::date(offered))
        }
        (Language::English, None) => format!("{by} asks for {asked} (on {on}): {}", request.reason),
        (Language::English, Some(offered)) => {
            format!("{by} asked for {asked}; {} is offered, waiting for the answer", show::date(offered))
        }
    })
}

fn particulars(life: &TaskLife, lang: Language) -> Vec<Particular> {
    let task = &life.task;
    let names = &life.names;
    let mut all = Vec::new();
    let mut add = |vi: &'static str, en: &'static str, value: Option<String>, href: Option<String>| {
        if let Some(value) = value {
            all.push(Particular { name: say(lang, vi, en), value, href });
        }
    };
    let person = |id: Option<PersonId>| id.and_then(|id| names.people.get(&id)).cloned();
    let division = |id: tt_domain::id::DivisionId| {
        names.divisions.get(&id).map(
            |(symbol, name)| {
                if symbol == name { symbol.clone() } else { format!("{symbol} – {name}") }
            },
        )
    };
    add("Loại", "Kind", Some(kind(task.kind, lang).to_owned()), None);
    if task.line == CommandLine::Party {
        add("Hệ thống", "Line", Some(line(task.line, lang).to_owned()), None);
    }
    add("Cơ quan giao", "Assigned by", life.assigned_by.clone(), None);
    add("Chủ trì", "Lead", task.lead.and_then(division), None);
    add("Phối hợp", "Along", coordinators(life, division), None);
    add("Thực hiện", "Officer", person(task.officer), None);
    add("Lãnh đạo", "Leader", person(task.leader), None);
    add("Theo dõi", "Follows", person(task.tracker), None);
    let source = life.source.as_ref();
    add(
        "Văn bản",
        "Document",
        source.map(|(number, _)| number.clone()),
        source.map(|(_, id)| format!("/van-ban/{id}")),
    );
    add("Điều khoản", "Clause", task.clause.clone(), None);
    add("Sản phẩm", "Product", task.product.clone(), None);
    add("Ngày giao", "Assigned", task.assigned_on.map(show::date), None);
    let moved = task.original_deadline.filter(|original| Some(*original) != task.deadline);
    add("Hạn gốc", "First deadline", moved.map(show::date), None);
    add("Xem lại", "Review", task.review_on.map(show::date), None);
    add("Tiến độ", "Progress", task.percent.map(|percent| format!("{percent}%")), None);
    add("Nộp kết quả", "Submitted", task.submitted_on.map(show::date), None);
    if life.often_extended {
        add("Lưu ý", "Note", Some(say(lang, "gia hạn nhiều lần", "often extended").to_owned()), None);
    }
    all
}

fn coordinators(life: &TaskLife, division: impl Fn(tt_domain::id::DivisionId) -> Option<String>) -> Option<String> {
    let named: Vec<String> = life
        .coordinators
        .iter()
        .filter_map(|coordinator| match coordinator {
            Coordinator::Division(id) => division(*id),
            Coordinator::Person(id) => life.names.people.get(id).cloned(),
            Coordinator::Agency(id) => life.names.agencies.get(id).cloned(),
        })
        .collect();
    (!named.is_empty()).then(|| named.join("; "))
}

/// What kind of task.
pub(crate) fn kind(kind: TaskKind, lang: Language) -> &'static str {
    let (vi, en) = match kind {
        TaskKind::Key => ("Trọng tâm", "Key task"),
        TaskKind::Dated => ("Có thời hạn", "Dated"),
        TaskKind::Undated => ("Không thời hạn", "Undated"),
        TaskKind::Recurring => ("Thường xuyên, định kỳ", "Recurring"),
        TaskKind::AdHoc => ("Đột xuất", "Ad hoc"),
    };
    say(lang, vi, en)
}

/// Which line of command.
pub(crate) fn line(line: CommandLine, lang: Language) -> &'static str {
    match line {
        CommandLine::Government => say(lang, "Chính quyền", "Government"),
        CommandLine::Party => say(lang, "Đảng", "Party"),
    }
}

/// What happened: words, class, drawing.
pub(crate) fn event_words(kind: EventKind, lang: Language) -> (&'static str, &'static str, &'static str) {
    let (vi, en, class, icon) = match kind {
        EventKind::Created => ("nhập nhiệm vụ", "entered the task", "", "plus"),
        EventKind::Assigned => ("giao nhiệm vụ", "assigned the task", "", "arrow-right"),
        EventKind::Accepted => ("tiếp nhận", "accepted it", "ok", "check"),
        EventKind::TaskReturned => ("trả lại nhiệm vụ", "returned the task", "bad", "arrow-left"),
        EventKind::Progress => ("báo cáo tiến độ", "reported progress", "", "clock"),
        EventKind::Directive => ("chỉ đạo", "gave a directive", "warn", "pen-line"),
        EventKind::Opinion => ("góp ý phối hợp", "gave an opinion", "", "pen-line"),
        EventKind::ExtensionAsked => ("xin gia hạn", "asked for an extension", "warn", "hourglass"),
        EventKind::ExtensionWithdrawn => ("rút đề nghị gia hạn", "withdrew the request", "", "x"),
        EventKind::ExtensionApproved => ("đồng ý gia hạn", "granted the extension", "ok", "check"),
        EventKind::ExtensionRefused => ("không đồng ý gia hạn", "refused the extension", "bad", "x"),
        EventKind::ExtensionCountered => ("đề xuất ngày khác", "offered another day", "warn", "hourglass"),
        EventKind::CounterAccepted => ("đồng ý ngày được đề xuất", "accepted the day offered", "ok", "check"),
        EventKind::Submitted => ("báo cáo kết quả", "submitted the result", "", "upload"),
        EventKind::Confirmed => ("xác nhận hoàn thành", "confirmed completion", "ok", "circle-check"),
        EventKind::SentBack => ("trả lại kết quả", "sent the result back", "bad", "arrow-left"),
        EventKind::Cancelled => ("hủy nhiệm vụ", "cancelled the task", "", "x"),
        EventKind::CarriedOver => ("chuyển sang năm sau", "carried it over", "", "arrow-right"),
        EventKind::Urged => ("đôn đốc", "urged", "warn", "circle-alert"),
        EventKind::Commented => ("bình luận", "commented", "", "pen-line"),
        EventKind::Edited => ("sửa thông tin", "changed particulars", "", "pen-line"),
    };
    (say(lang, vi, en), class, icon)
}
