//! The list people work from: all tasks one may see, narrowed by a filter that is text.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use tt_app::Language;
use tt_app::work::{ListedTask, TaskList};
use tt_domain::filter::{self, FilterError, Problem};
use tt_domain::permission::Action;
use tt_domain::timeliness::timeliness;

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, percent_encoded};
use crate::routes::WebState;
use crate::show::{self, Status, say};
use crate::views::desk::{self, CountView, ShareView};
use crate::views::life;
use crate::views::task::{TimeNote, time_note};

/// The list.
#[derive(Template)]
#[template(path = "work_list.html", blocks = ["rows"])]
struct WorkListPage {
    t: Chrome,
    year: i16,
    years: Vec<i16>,
    query: String,
    tabs: Vec<Tab>,
    chips: Vec<ChipView>,
    problems: Vec<String>,
    groups: Vec<GroupView>,
    listed: usize,
    visible: usize,
    columns: Vec<CountView>,
    shares: Vec<ShareView>,
    ageing: Vec<CountView>,
    may_assign: bool,
}

/// A filter kept at hand.
struct Tab {
    words: &'static str,
    href: String,
    is_current: bool,
}

struct ChipView {
    text: String,
    href: String,
}

struct GroupView {
    name: String,
    rows: Vec<RowView>,
}

struct RowView {
    href: String,
    code: String,
    statement: String,
    kind: &'static str,
    division: String,
    officer: String,
    deadline: Option<String>,
    time: Option<TimeNote>,
    status: Status,
    percent: Option<u8>,
    is_part: bool,
}

/// What the list is narrowed to, from its address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    nam: String,
    #[serde(default)]
    loc: String,
}

/// `GET /cong-viec`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Work);
    let lang = t.lang;
    let (filter, problems) = match filter::parse(&asked.loc) {
        Ok(filter) => (filter, Vec::new()),
        Err(errors) => {
            (filter::Filter::default(), errors.iter().map(|error| problem(&asked.loc, error, lang)).collect())
        }
    };
    let list = state.app.task_list(&session.current, asked.nam.trim().parse().ok(), &filter).await?;
    let words = match lang {
        Language::Vietnamese => filter::Language::Vietnamese,
        Language::English => filter::Language::English,
    };
    let chips = filter
        .chips(words)
        .into_iter()
        .map(|chip| ChipView { href: address(list.year, &chip.without), text: chip.text });
    let shown = WorkListPage {
        year: list.year,
        tabs: tabs(list.year, &filter, lang),
        chips: chips.collect(),
        problems,
        listed: list.tasks.len(),
        visible: list.visible,
        columns: desk::counts(&list.columns, lang),
        shares: desk::shares(&list.columns, &list.original_columns, lang),
        ageing: desk::ageing(&list.ageing, lang),
        groups: groups(&list, lang),
        may_assign: session.current.may(Action::AssignTask),
        years: list.years,
        query: asked.loc,
        t,
    };
    if session.htmx { page(&shown.as_rows()) } else { page(&shown) }
}

fn address(year: i16, filter: &str) -> String {
    if filter.is_empty() {
        format!("/cong-viec?nam={year}")
    } else {
        format!("/cong-viec?nam={year}&loc={}", percent_encoded(filter))
    }
}

/// Filters everyone needs, one click away.
fn tabs(year: i16, current: &filter::Filter, lang: Language) -> Vec<Tab> {
    let tabs = [
        (say(lang, "Tất cả", "All"), ""),
        (say(lang, "Việc của tôi", "Mine"), "người:tôi trạng-thái:chưa-hoàn-thành xếp:hạn"),
        (say(lang, "Phòng tôi", "My division"), "phòng:tôi trạng-thái:chưa-hoàn-thành xếp:hạn"),
        (say(lang, "Quá hạn", "Overdue"), "trạng-thái:quá-hạn xếp:hạn"),
        (say(lang, "Sắp đến hạn", "Due soon"), "trạng-thái:sắp-đến-hạn xếp:hạn"),
        (say(lang, "Chờ xác nhận", "To confirm"), "trạng-thái:chờ-xác-nhận"),
        (say(lang, "Theo phòng", "By division"), "nhóm:phòng xếp:hạn"),
    ];
    tabs.into_iter()
        .map(|(words, text)| Tab {
            words,
            href: address(year, text),
            is_current: filter::parse(text).is_ok_and(|known| known == *current),
        })
        .collect()
}

/// What is wrong with the filter, naming the word and the way on.
fn problem(text: &str, error: &FilterError, lang: Language) -> String {
    let word = text.get(error.span.start..error.span.end).unwrap_or_default();
    let list = |allowed: &[&str]| allowed.join(", ");
    match (lang, &error.problem) {
        (Language::Vietnamese, Problem::UnknownKey { allowed }) => {
            format!(
                "“{word}”: không có tiêu chí này; dùng được {}; chữ có dấu hai chấm thì đặt trong ngoặc kép",
                list(allowed)
            )
        }
        (Language::Vietnamese, Problem::UnknownWord { allowed }) => {
            format!("“{word}”: không có giá trị này; dùng được {}", list(allowed))
        }
        (Language::Vietnamese, Problem::Missing) => format!("“{word}”: chưa nêu giá trị sau dấu hai chấm"),
        (Language::Vietnamese, Problem::Unclosed) => format!("{word}: thiếu dấu ngoặc kép đóng"),
        (Language::Vietnamese, Problem::NotADay) => {
            format!("“{word}”: không phải ngày; viết 31/12/2019, 12/2019, hôm-nay+7 hoặc không")
        }
        (Language::Vietnamese, Problem::NotAYear) => format!("“{word}”: không phải năm; viết bốn chữ số"),
        (Language::Vietnamese, Problem::NotComparable) => format!("“{word}”: chỉ so sánh lớn, nhỏ được với ngày"),
        (Language::Vietnamese, Problem::RangeReversed) => format!("“{word}”: khoảng ngày kết thúc trước khi bắt đầu"),
        (Language::Vietnamese, _) => format!("“{word}”: không dùng được ở đây; hãy bỏ bớt"),
        (Language::English, problem) => format!("“{word}”: {problem}"),
    }
}

fn groups(list: &TaskList, lang: Language) -> Vec<GroupView> {
    let mut groups: Vec<GroupView> = Vec::new();
    for listed in &list.tasks {
        if groups.last().is_none_or(|group| group.name != listed.group) {
            groups.push(GroupView { name: listed.group.clone(), rows: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(row(listed, list, lang));
        }
    }
    groups
}

fn row(listed: &ListedTask, list: &TaskList, lang: Language) -> RowView {
    let ListedTask { task, facts, .. } = listed;
    RowView {
        href: format!("/nhiem-vu/{}", task.id),
        code: facts.code.clone(),
        statement: task.statement.clone(),
        kind: life::kind(task.kind, lang),
        division: facts.division.first().cloned().unwrap_or_default(),
        officer: facts.officer.clone().unwrap_or_default(),
        deadline: task.deadline.map(show::date),
        // A result handed in waits for its confirmation; days no longer run against those who handed it in.
        time: if task.state == tt_domain::task::TaskState::ResultSubmitted {
            None
        } else {
            time_note(timeliness(task, list.today), lang)
        },
        status: show::task_state(task.state, lang),
        percent: task.percent,
        is_part: task.parent.is_some(),
    }
}
