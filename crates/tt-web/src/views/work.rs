//! The working list for the screen: rows of the table, cards of the board, bars of the timeline, days of the calendar.

use jiff::civil::Date;
use tt_app::Language;
use tt_app::work::ListedTask;
use tt_domain::filter::SortKey;
use tt_domain::permission::Action;
use tt_domain::task::TaskState;
use tt_domain::timeliness::timeliness;

use crate::show::{self, Status, say};
use crate::views::life;
use crate::views::task::{TimeNote, time_note};

pub(crate) mod board;
pub(crate) mod gantt;
pub(crate) mod month;

/// Tasks that stand together.
pub(crate) struct GroupView {
    pub(crate) name: String,
    /// What stands above it; nothing where the list is not grouped.
    pub(crate) words: String,
    pub(crate) rows: Vec<RowView>,
}

/// A task in the table.
pub(crate) struct RowView {
    pub(crate) id: i64,
    pub(crate) version: i64,
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) statement: String,
    pub(crate) kind: &'static str,
    pub(crate) percent: Option<u8>,
    pub(crate) is_part: bool,
    pub(crate) cells: Vec<CellView>,
}

/// A cell of a row.
pub(crate) struct CellView {
    pub(crate) code: &'static str,
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
    pub(crate) content: Content,
    /// The field it changes in place, for who may.
    pub(crate) edit: Option<&'static str>,
    /// What it held before it was changed just now, to be taken back.
    pub(crate) undo: Option<String>,
}

/// What a cell shows.
pub(crate) enum Content {
    /// Nothing known.
    Nothing,
    /// Text.
    Text(String),
    /// A division.
    Room(String),
    /// A deadline, with how the task stands against it.
    Due(String, Option<TimeNote>),
    /// A state.
    State(Status),
    /// The form that changes it in place.
    Form(CellForm),
}

/// The form that changes one field of a task.
pub(crate) struct CellForm {
    pub(crate) input: Input,
    /// Why what was typed was refused.
    pub(crate) problem: Option<String>,
    /// What it says now, when someone else changed the task meanwhile, beside what was typed.
    pub(crate) theirs: Option<(String, String)>,
}

/// What it is typed into.
pub(crate) enum Input {
    /// One of these: code, words, whether chosen.
    Choice(Vec<(String, String, bool)>),
    /// A day.
    Day(String),
    /// Text.
    Text(String),
}

/// Columns that can be chosen, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Lead,
    Officer,
    Leader,
    Tracker,
    Coordinators,
    Product,
    Assigned,
    Due,
    FirstDue,
    State,
}

impl ColumnKind {
    pub(crate) const ALL: [Self; 10] = [
        Self::Lead,
        Self::Officer,
        Self::Leader,
        Self::Tracker,
        Self::Coordinators,
        Self::Product,
        Self::Assigned,
        Self::Due,
        Self::FirstDue,
        Self::State,
    ];

    /// Shown unless others are chosen.
    pub(crate) const USUAL: [Self; 4] = [Self::Lead, Self::Officer, Self::Due, Self::State];

    /// Its word in the address.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Lead => "chu-tri",
            Self::Officer => "thuc-hien",
            Self::Leader => "lanh-dao",
            Self::Tracker => "theo-doi",
            Self::Coordinators => "phoi-hop",
            Self::Product => "san-pham",
            Self::Assigned => "giao",
            Self::Due => "han",
            Self::FirstDue => "han-goc",
            Self::State => "trang-thai",
        }
    }

    pub(crate) fn words(self, lang: Language) -> &'static str {
        let (vi, en) = match self {
            Self::Lead => ("Chủ trì", "Lead"),
            Self::Officer => ("Thực hiện", "Officer"),
            Self::Leader => ("Lãnh đạo", "Leader"),
            Self::Tracker => ("Theo dõi", "Follows"),
            Self::Coordinators => ("Phối hợp", "Along"),
            Self::Product => ("Sản phẩm", "Product"),
            Self::Assigned => ("Ngày giao", "Assigned"),
            Self::Due => ("Hạn", "Due"),
            Self::FirstDue => ("Hạn gốc", "First deadline"),
            Self::State => ("Trạng thái", "State"),
        };
        say(lang, vi, en)
    }

    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Due => "k-dl",
            Self::State => "k-st",
            Self::Lead | Self::Assigned | Self::FirstDue => "k-s",
            _ => "k-m",
        }
    }

    /// What the list is ordered by when this column leads.
    pub(crate) fn sort_key(self) -> Option<SortKey> {
        Some(match self {
            Self::Lead => SortKey::Division,
            Self::Officer => SortKey::Officer,
            Self::Assigned => SortKey::Assigned,
            Self::Due => SortKey::Due,
            Self::State => SortKey::State,
            _ => return None,
        })
    }

    /// Those chosen, in their order; the usual ones where none is known.
    pub(crate) fn chosen(names: &[String]) -> Vec<Self> {
        let chosen: Vec<Self> =
            Self::ALL.into_iter().filter(|one| names.iter().any(|name| name == one.code())).collect();
        if chosen.is_empty() { Self::USUAL.to_vec() } else { chosen }
    }
}

/// Who looks, on which day, at which columns.
pub(crate) struct Looking<'a> {
    pub(crate) current: &'a tt_app::CurrentUser,
    pub(crate) today: Date,
    pub(crate) columns: &'a [ColumnKind],
    /// Whether the list is in groups.
    pub(crate) grouped: bool,
    pub(crate) lang: Language,
}

/// The rows of a page of the table, in their groups.
pub(crate) fn groups(shown: &[ListedTask], looking: &Looking<'_>) -> Vec<GroupView> {
    let mut groups: Vec<GroupView> = Vec::new();
    for listed in shown {
        if groups.last().is_none_or(|group| group.name != listed.group) {
            let words = group_words(&listed.group, looking);
            groups.push(GroupView { name: listed.group.clone(), words, rows: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(row(listed, looking));
        }
    }
    groups
}

/// The words above a group: a month as people write it, and that nothing is named where nothing is.
fn group_words(name: &str, looking: &Looking<'_>) -> String {
    let month = name.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2);
    match month {
        _ if !looking.grouped => String::new(),
        _ if name.is_empty() => say(looking.lang, "Chưa nêu", "Not named").to_owned(),
        Some((year, month)) if year.bytes().all(|c| c.is_ascii_digit()) => {
            format!("{} {month}/{year}", say(looking.lang, "Tháng", "Month"))
        }
        // Names stand as they are; the filter's own words are written together with hyphens.
        _ if !name.starts_with(char::is_lowercase) => name.to_owned(),
        _ => {
            let mut letters = name.replace('-', " ").chars().collect::<Vec<_>>().into_iter();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

pub(crate) fn row(listed: &ListedTask, looking: &Looking<'_>) -> RowView {
    let ListedTask { task, facts, .. } = listed;
    RowView {
        id: task.id.0,
        version: task.version,
        href: format!("/nhiem-vu/{}", task.id),
        code: facts.code.clone(),
        statement: task.statement.clone(),
        kind: life::kind(task.kind, looking.lang),
        percent: task.percent,
        is_part: task.parent.is_some(),
        cells: looking.columns.iter().map(|column| cell(*column, listed, looking)).collect(),
    }
}

/// A cell of a task.
pub(crate) fn cell(column: ColumnKind, listed: &ListedTask, looking: &Looking<'_>) -> CellView {
    let ListedTask { task, facts, .. } = listed;
    let text = |text: Option<String>| text.filter(|text| !text.is_empty()).map_or(Content::Nothing, Content::Text);
    let content = match column {
        ColumnKind::Lead => facts.division.first().cloned().map_or(Content::Nothing, Content::Room),
        ColumnKind::Officer => text(facts.officer.clone()),
        ColumnKind::Leader => text(facts.leader.clone()),
        ColumnKind::Tracker => text(facts.tracker.clone()),
        ColumnKind::Coordinators => text(Some(facts.coordinators.join(", "))),
        ColumnKind::Product => text(task.product.clone()),
        ColumnKind::Assigned => text(task.assigned_on.map(show::date)),
        ColumnKind::FirstDue => text(task.original_deadline.map(show::date)),
        ColumnKind::Due => task.deadline.map_or(Content::Nothing, |day| {
            Content::Due(show::date(day), time_of(listed, looking.today, looking.lang))
        }),
        ColumnKind::State => Content::State(show::task_state(task.state, looking.lang)),
    };
    CellView {
        code: column.code(),
        class: column.class(),
        label: column.words(looking.lang),
        content,
        edit: edit(column, listed, looking),
        undo: None,
    }
}

/// The field a column changes in place, where the person may.
fn edit(column: ColumnKind, listed: &ListedTask, looking: &Looking<'_>) -> Option<&'static str> {
    if listed.task.is_closed() || looking.current.user.person.is_none() {
        return None;
    }
    let may = |action| looking.current.may_on(action, &listed.scope);
    let may = match column {
        ColumnKind::Officer => may(Action::SplitTask),
        ColumnKind::Lead | ColumnKind::Leader | ColumnKind::Tracker | ColumnKind::Product => may(Action::EditTask),
        ColumnKind::Due => listed.task.state == TaskState::Draft && may(Action::EditTask),
        _ => false,
    };
    may.then(|| column.code())
}

/// How a task stands against its deadline. A result handed in waits for its confirmation; days no longer run against
/// those who handed it in.
pub(crate) fn time_of(listed: &ListedTask, today: Date, lang: Language) -> Option<TimeNote> {
    if listed.task.state == TaskState::ResultSubmitted {
        None
    } else {
        time_note(timeliness(&listed.task, today), lang)
    }
}
