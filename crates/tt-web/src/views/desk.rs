//! The first screen: duties in sections, the sentence above them, the days ahead.

use jiff::civil::{Date, Weekday};
use tt_app::Language;
use tt_app::work::ListedTask;
use tt_app::work::desk::{DayOff, DutyTask, MyDay};
use tt_domain::duty::Duty;
use tt_domain::life::CommandKind;
use tt_domain::organisation::Role;
use tt_domain::task::TaskState;
use tt_domain::timeliness::timeliness;

use crate::error::percent_encoded;
use crate::show::{self, Status, say};
use crate::views::task::{TimeNote, time_note};

/// My work for the screen.
pub(crate) struct DayView {
    pub(crate) date: String,
    /// What the day is, when nobody works.
    pub(crate) off: Option<String>,
    /// One sentence that can be read aloud.
    pub(crate) sentence: Vec<Piece>,
    pub(crate) sections: Vec<SectionView>,
    pub(crate) quiet: usize,
    pub(crate) ahead: Vec<AheadDay>,
    pub(crate) chores: Vec<Chore>,
    pub(crate) fresh: Vec<TaskLine>,
}

/// A number in the sentence, with its words.
pub(crate) struct Piece {
    pub(crate) count: usize,
    pub(crate) words: String,
}

/// Tasks that ask the same.
pub(crate) struct SectionView {
    pub(crate) words: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) class: &'static str,
    pub(crate) total: usize,
    pub(crate) tasks: Vec<TaskLine>,
    /// Where the rest is listed, when not all are shown.
    pub(crate) more: Option<String>,
}

/// A task in a line.
pub(crate) struct TaskLine {
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) statement: String,
    pub(crate) who: String,
    pub(crate) deadline: Option<String>,
    pub(crate) time: Option<TimeNote>,
    pub(crate) status: Status,
    /// What to do, and where.
    pub(crate) act: Option<(&'static str, String)>,
}

/// A day ahead.
pub(crate) struct AheadDay {
    pub(crate) weekday: &'static str,
    pub(crate) date: String,
    pub(crate) name: Option<String>,
    /// Address, code and text of the first of its tasks.
    pub(crate) tasks: Vec<(String, String, String)>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// Something of the role's own that is no task.
pub(crate) struct Chore {
    pub(crate) words: String,
    pub(crate) href: &'static str,
    pub(crate) class: &'static str,
}

/// How many lines a section shows; the rest is in the list.
pub(super) const SHOWN: usize = 12;

/// How many tasks a day ahead shows.
const A_DAY: usize = 5;

impl DayView {
    pub(crate) fn new(day: &MyDay, lang: Language) -> Self {
        Self {
            date: long_date(day.today, lang),
            off: day.off.as_ref().map(|off| match off {
                DayOff::Weekend => say(lang, "ngày nghỉ cuối tuần", "weekend").to_owned(),
                DayOff::Holiday(name) => name.clone(),
            }),
            sentence: sentence(day, lang),
            sections: sections(day, lang),
            quiet: day.quiet,
            ahead: ahead(day, lang),
            chores: chores(day, lang),
            fresh: day.fresh.iter().take(SHOWN).map(|listed| TaskLine::new(listed, day.today, None, lang)).collect(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
}

impl TaskLine {
    pub(crate) fn new(listed: &ListedTask, today: Date, duty: Option<Duty>, lang: Language) -> Self {
        let ListedTask { task, facts, .. } = listed;
        let who: Vec<&str> =
            facts.division.first().into_iter().chain(facts.officer.as_ref()).map(String::as_str).collect();
        let href = format!("/nhiem-vu/{}", task.id);
        let act = duty.and_then(|duty| action(duty, lang)).map(|(words, command)| match command {
            Some(command) => (words, format!("{href}?lenh={}#lam", command.code())),
            None => (words, format!("{href}/sua")),
        });
        Self {
            code: facts.code.clone(),
            statement: show::shortened(&task.statement, 160),
            who: who.join(", "),
            deadline: task.deadline.map(show::date),
            time: if task.state == TaskState::ResultSubmitted {
                None
            } else {
                time_note(timeliness(task, today), lang)
            },
            status: show::task_state(task.state, lang),
            act,
            href,
        }
    }
}

/// What a duty is done with: the words of the button, and the command, or the form for changing the task.
fn action(duty: Duty, lang: Language) -> Option<(&'static str, Option<CommandKind>)> {
    let (vi, en, command) = match duty {
        Duty::Confirm => ("Xác nhận", "Confirm", Some(CommandKind::Confirm)),
        Duty::DecideExtension => ("Quyết định", "Decide", Some(CommandKind::DecideExtension)),
        Duty::AnswerCounter => ("Trả lời", "Answer", Some(CommandKind::AcceptCounter)),
        Duty::Reassign => ("Giao lại", "Assign anew", Some(CommandKind::Assign)),
        Duty::Accept => ("Tiếp nhận", "Accept", Some(CommandKind::Accept)),
        Duty::Allocate => ("Phân công", "Allocate", None),
        Duty::Issue => ("Giao", "Assign", Some(CommandKind::Assign)),
        Duty::Perform => ("Báo cáo", "Report", Some(CommandKind::Progress)),
        Duty::Contribute => ("Góp ý", "Give an opinion", Some(CommandKind::Opine)),
        Duty::Follow => ("Đôn đốc", "Urge", Some(CommandKind::Urge)),
        Duty::Wait => return None,
    };
    Some((say(lang, vi, en), command))
}

/// To be confirmed or decided.
fn decides(duty: Duty) -> bool {
    matches!(duty, Duty::Confirm | Duty::DecideExtension | Duty::AnswerCounter | Duty::Reassign)
}

/// To be taken or handed on.
fn gives(duty: Duty) -> bool {
    matches!(duty, Duty::Accept | Duty::Allocate | Duty::Issue)
}

/// The work itself.
fn does(duty: Duty) -> bool {
    matches!(duty, Duty::Perform | Duty::Contribute)
}

fn sections(day: &MyDay, lang: Language) -> Vec<SectionView> {
    let mut sections = Vec::new();
    let mut section = |vi, en, icon, class, filter: &str, wanted: &dyn Fn(&DutyTask) -> bool| {
        let found: Vec<&DutyTask> = day.duties.iter().filter(|one| wanted(one)).collect();
        if found.is_empty() {
            return;
        }
        let line = |one: &&DutyTask| TaskLine::new(&one.listed, day.today, Some(one.duty), lang);
        sections.push(SectionView {
            words: say(lang, vi, en),
            icon,
            class,
            total: found.len(),
            more: (found.len() > SHOWN).then(|| list_address(filter)),
            tasks: found.iter().take(SHOWN).map(line).collect(),
        });
    };
    section("Chờ tôi xác nhận, quyết định", "For me to confirm or decide", "hourglass", "wait", "", &|one| {
        decides(one.duty)
    });
    section(
        "Quá hạn",
        "Overdue",
        "circle-alert",
        "bad",
        "người:tôi trạng-thái:quá-hạn xếp:hạn",
        &|one| does(one.duty) && one.is_late(),
    );
    section("Cần tiếp nhận, phân công, giao", "To accept, allocate, assign", "list-checks", "", "", &|one| {
        gives(one.duty)
    });
    section(
        "Sắp đến hạn",
        "Due soon",
        "clock",
        "warn",
        "người:tôi trạng-thái:sắp-đến-hạn xếp:hạn",
        &|one| does(one.duty) && one.is_due_soon(),
    );
    section(
        "Đang làm",
        "Under way",
        "clock",
        "",
        "người:tôi trạng-thái:chưa-hoàn-thành xếp:hạn",
        &|one| does(one.duty) && !one.is_late() && !one.is_due_soon(),
    );
    section(
        "Theo dõi: quá hạn",
        "Followed: overdue",
        "triangle-alert",
        "bad",
        "trạng-thái:quá-hạn xếp:hạn",
        &|one| one.duty == Duty::Follow && one.is_late(),
    );
    section(
        "Theo dõi: sắp đến hạn",
        "Followed: due soon",
        "clock",
        "warn",
        "trạng-thái:sắp-đến-hạn xếp:hạn",
        &|one| one.duty == Duty::Follow && !one.is_late(),
    );
    section(
        "Chờ người khác",
        "Waiting for others",
        "hourglass",
        "",
        "người:tôi trạng-thái:chờ-xác-nhận",
        &|one| one.duty == Duty::Wait,
    );
    sections
}

fn sentence(day: &MyDay, lang: Language) -> Vec<Piece> {
    let count = |wanted: &dyn Fn(&DutyTask) -> bool| day.duties.iter().filter(|one| wanted(one)).count();
    let pieces = [
        (count(&|one| does(one.duty) && one.is_late()), "việc của tôi quá hạn", "of mine overdue"),
        (count(&|one| decides(one.duty)), "việc chờ tôi xác nhận, quyết định", "for me to confirm or decide"),
        (count(&|one| gives(one.duty)), "việc cần tiếp nhận, phân công", "to accept or allocate"),
        (count(&|one| does(one.duty) && one.is_due_soon()), "việc của tôi đến hạn trong 7 ngày", "due within 7 days"),
        (count(&|one| one.duty == Duty::Follow && one.is_late()), "việc theo dõi đã quá hạn", "followed and overdue"),
    ];
    pieces
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, vi, en)| Piece { count, words: say(lang, vi, en).to_owned() })
        .collect()
}

fn ahead(day: &MyDay, lang: Language) -> Vec<AheadDay> {
    let mut days: Vec<Date> = day.ahead.iter().map(|(date, _)| *date).collect();
    days.extend(day.special_days.iter().map(|(date, _)| *date));
    days.sort_unstable();
    days.dedup();
    let tasks = |date: Date| day.ahead.iter().find(|(one, _)| *one == date).map(|(_, tasks)| tasks.as_slice());
    days.into_iter()
        .map(|date| AheadDay {
            weekday: weekday(date, lang),
            date: show::date(date),
            more: tasks(date).unwrap_or_default().len().saturating_sub(A_DAY),
            name: day.special_days.iter().find(|(one, _)| *one == date).map(|(_, name)| name.clone()),
            tasks: tasks(date)
                .unwrap_or_default()
                .iter()
                .take(A_DAY)
                .map(|listed| {
                    let href = format!("/nhiem-vu/{}", listed.task.id);
                    (href, listed.facts.code.clone(), show::shortened(&listed.task.statement, 80))
                })
                .collect(),
        })
        .collect()
}

/// What a role looks after beside its tasks.
fn chores(day: &MyDay, lang: Language) -> Vec<Chore> {
    let mut chores = Vec::new();
    let mut add = |words: String, href, class| chores.push(Chore { words, href, class });
    let late = day.duties.iter().filter(|one| one.duty == Duty::Follow && one.is_late()).count();
    let has = |role: Role| day.roles.contains(&role);
    if late > 0 && (has(Role::PlanningOfficer) || has(Role::Supervisor)) {
        add(say(lang, "Soạn công văn đôn đốc", "Compose an urging letter").to_owned(), "/don-doc", "");
    }
    if has(Role::Clerk) {
        add(say(lang, "Công văn đôn đốc chờ phát hành", "Urging letters to issue").to_owned(), "/don-doc", "");
    }
    if has(Role::Leader) || has(Role::PlanningOfficer) || has(Role::Clerk) {
        add(say(lang, "Giao ban: chuẩn bị, kết luận", "Briefings: prepare, conclude").to_owned(), "/giao-ban", "");
    }
    if let Some(system) = day.system {
        let count = |vi: &str, en: &str, count: u64| format!("{}: {count}", say(lang, vi, en));
        let bad = |count: u64| if count > 0 { "bad" } else { "" };
        let (locked, nameless) =
            (u64::try_from(system.locked).unwrap_or_default(), u64::try_from(system.nameless).unwrap_or_default());
        let undelivered = system.undelivered;
        add(
            count("Thông báo không gửi được", "Messages given up", undelivered),
            "/quan-tri/thong-bao",
            bad(undelivered),
        );
        add(count("Tài khoản đang bị khóa", "Accounts locked", locked), "/quan-tri/nguoi-dung", bad(locked));
        add(
            count("Tài khoản chưa gắn với người", "Accounts standing for nobody", nameless),
            "/quan-tri/nguoi-dung",
            bad(nameless),
        );
    }
    chores
}

/// The list narrowed by a filter; of the newest year.
fn list_address(filter: &str) -> String {
    if filter.is_empty() { "/cong-viec".to_owned() } else { format!("/cong-viec?loc={}", percent_encoded(filter)) }
}

/// `Thứ Ba, 24/11/2026`.
pub(super) fn long_date(date: Date, lang: Language) -> String {
    format!("{}, {}", weekday(date, lang), show::date(date))
}

pub(crate) fn weekday(date: Date, lang: Language) -> &'static str {
    let (vi, en) = match date.weekday() {
        Weekday::Monday => ("Thứ Hai", "Monday"),
        Weekday::Tuesday => ("Thứ Ba", "Tuesday"),
        Weekday::Wednesday => ("Thứ Tư", "Wednesday"),
        Weekday::Thursday => ("Thứ Năm", "Thursday"),
        Weekday::Friday => ("Thứ Sáu", "Friday"),
        Weekday::Saturday => ("Thứ Bảy", "Saturday"),
        Weekday::Sunday => ("Chủ nhật", "Sunday"),
    };
    say(lang, vi, en)
}
