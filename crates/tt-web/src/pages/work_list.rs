//! The list people work from: all tasks one may see, narrowed by a filter that is text, in four shapes.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use tt_app::Language;
use tt_app::work::{ListedTask, TaskList};
use tt_domain::filter::{self, Filter, FilterError, Group, Problem, Sort, SortKey};
use tt_domain::id::UserId;
use tt_domain::permission::Action;
use tt_domain::saved_view::{SavedView, Sharing};

use super::work_address::{Asked, Shape};
use super::{bulk, page};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::say;
use crate::views::work::board::{self, Column};
use crate::views::work::gantt::{self, Gantt};
use crate::views::work::month::{self, MonthView};
use crate::views::work::{self, ColumnKind, Content, GroupView, Input, Looking};
use crate::views::workload::{self, CountView, ShareView};

/// Rows on a page of the table.
const PER_PAGE: usize = 100;

/// Bars of the timeline; more cannot be told apart.
const BARS: usize = 200;

/// The list.
#[derive(Template)]
#[template(path = "work_list.html", blocks = ["rows"])]
struct WorkListPage {
    t: Chrome,
    year: i16,
    years: Vec<(i16, String)>,
    asked: Asked,
    here: String,
    /// The list as a spreadsheet.
    file: String,
    shapes: Vec<ShapeTab>,
    tabs: Vec<Tab>,
    kept: Vec<KeptView>,
    chosen: String,
    bulk: Vec<(&'static str, &'static str)>,
    in_division: bool,
    chips: Vec<ChipView>,
    problems: Vec<String>,
    columns: Vec<ColumnChoice>,
    heads: Vec<Head>,
    groupings: Vec<Grouping>,
    listed: usize,
    visible: usize,
    counts: Vec<CountView>,
    shares: Vec<ShareView>,
    ageing: Vec<CountView>,
    may_assign: bool,
    body: Body,
}

/// What is shown under the filter.
enum Body {
    Table {
        groups: Vec<GroupView>,
        pages: Vec<PageLink>,
    },
    Board {
        columns: Vec<Column>,
    },
    Timeline {
        gantt: Option<Gantt>,
        more: usize,
    },
    /// Dependencies run in a circle: the codes of its tasks.
    Circle {
        codes: String,
    },
    Calendar {
        month: MonthView,
        before: String,
        after: String,
        day_links: Vec<Vec<String>>,
    },
}

struct ShapeTab {
    words: &'static str,
    icon: &'static str,
    href: String,
    is_current: bool,
}

/// A filter kept at hand.
struct Tab {
    words: &'static str,
    href: String,
    is_current: bool,
}

/// A view under a name.
struct KeptView {
    name: String,
    href: String,
    is_current: bool,
    shared: Option<&'static str>,
    /// Its identity, for its owner to forget it.
    own: Option<i64>,
}

struct ChipView {
    text: String,
    href: String,
}

struct ColumnChoice {
    code: &'static str,
    words: &'static str,
    shown: bool,
}

/// The head of a column, and the order it leads to.
struct Head {
    class: &'static str,
    words: &'static str,
    href: Option<String>,
    /// `ascending`, `descending` or nothing.
    sorted: &'static str,
}

/// A way to group the list.
struct Grouping {
    words: &'static str,
    href: String,
    is_current: bool,
}

struct PageLink {
    number: usize,
    href: String,
    is_current: bool,
}

/// `GET /cong-viec`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Work);
    let lang = t.lang;
    let mut asked = Asked::read(&Fields::of(query));
    let (filter, problems) = match filter::parse(&asked.filter) {
        Ok(filter) => (filter, Vec::new()),
        Err(errors) => (Filter::default(), errors.iter().map(|error| problem(&asked.filter, error, lang)).collect()),
    };
    let list = state.app.task_list(&session.current, asked.year, &filter).await?;
    asked.year = Some(list.year);
    let words = match lang {
        Language::Vietnamese => filter::Language::Vietnamese,
        Language::English => filter::Language::English,
    };
    let chips = filter
        .chips(words)
        .into_iter()
        .map(|chip| ChipView { href: asked.filtered(&chip.without).address(), text: chip.text });
    let columns = ColumnKind::chosen(&asked.columns);
    let kept = state.app.saved_views(&session.current).await?;
    let shown = WorkListPage {
        year: list.year,
        years: years(&list, &asked),
        here: asked.address(),
        file: asked.address().replacen("/cong-viec", "/cong-viec/tai-ve/xlsx", 1),
        shapes: shapes(&asked, lang),
        tabs: tabs(&asked, &filter, lang),
        kept: kept.iter().map(|one| kept_view(one, &asked, session.current.user.id, lang)).collect(),
        chosen: columns.iter().map(|one| one.code()).collect::<Vec<_>>().join(","),
        bulk: bulk::buttons(lang),
        in_division: session.current.has_division(),
        chips: chips.collect(),
        problems,
        columns: ColumnKind::ALL
            .into_iter()
            .map(|one| ColumnChoice { code: one.code(), words: one.words(lang), shown: columns.contains(&one) })
            .collect(),
        heads: heads(&columns, &asked, &filter, lang),
        groupings: groupings(&asked, &filter, lang),
        listed: list.tasks.len(),
        visible: list.visible,
        counts: workload::counts(&list.columns, lang),
        shares: workload::shares(&list.columns, &list.original_columns, lang),
        ageing: workload::ageing(&list.ageing, lang),
        may_assign: session.current.may(Action::AssignTask),
        body: body(&state, &session, &list, (&asked, &filter), &columns).await?,
        asked,
        t,
    };
    if session.htmx { page(&shown.as_rows()) } else { page(&shown) }
}

async fn body(
    state: &WebState,
    session: &Session,
    list: &TaskList,
    (asked, filter): (&Asked, &Filter),
    columns: &[ColumnKind],
) -> Result<Body, WebError> {
    let lang = session.language();
    Ok(match asked.shape {
        Shape::Table => {
            let grouped = filter.group.is_some();
            let looking = Looking { current: &session.current, today: list.today, columns, grouped, lang };
            let pages = list.tasks.len().div_ceil(PER_PAGE).max(1);
            let at = asked.page.min(pages);
            let rows = list.tasks.get((at - 1) * PER_PAGE..).unwrap_or_default();
            let rows = rows.get(..PER_PAGE.min(rows.len())).unwrap_or_default();
            Body::Table { groups: work::groups(rows, &looking), pages: page_links(asked, at, pages) }
        }
        Shape::Board => {
            let shown = board::shown(&list.tasks);
            let moves = state.app.moves(&session.current, &shown).await?;
            Body::Board { columns: board::columns(&list.tasks, &moves, list.today, lang) }
        }
        Shape::Timeline => {
            let shown: Vec<&ListedTask> = list.tasks.iter().take(BARS).collect();
            match state.app.timeline(&shown).await? {
                Ok(timeline) => Body::Timeline {
                    gantt: gantt::gantt(&timeline, &shown, list.today, lang),
                    more: list.tasks.len() - shown.len(),
                },
                Err(tt_domain::timeline::TimelineError::Circle(circle)) => {
                    Body::Circle { codes: codes(&shown, &circle) }
                }
            }
        }
        Shape::Calendar => {
            let first = month::chosen(&asked.month, list.year, &list.tasks, list.today);
            let calendar = state.app.work_calendar(first).await?;
            let month = month::month(first, &list.tasks, &calendar, list.today, lang);
            let to = |month: &str| Asked { month: month.to_owned(), ..asked.clone() }.address();
            let table = asked.shaped(Shape::Table);
            let link = |filter: &String| table.filtered(format!("{} {filter}", asked.filter).trim()).address();
            Body::Calendar {
                before: to(&month.before),
                after: to(&month.after),
                day_links: month.weeks.iter().map(|week| week.iter().map(|day| link(&day.filter)).collect()).collect(),
                month,
            }
        }
    })
}

fn codes(shown: &[&ListedTask], circle: &[tt_domain::id::TaskId]) -> String {
    let code = |id: &tt_domain::id::TaskId| {
        shown.iter().find(|listed| listed.task.id == *id).map(|one| one.facts.code.as_str())
    };
    circle.iter().filter_map(code).collect::<Vec<_>>().join(" → ")
}

fn years(list: &TaskList, asked: &Asked) -> Vec<(i16, String)> {
    list.years
        .iter()
        .map(|year| (*year, Asked { year: Some(*year), page: 1, month: String::new(), ..asked.clone() }.address()))
        .collect()
}

/// The heads of the table, the code's first; each orders by its column, the other way round when it already does.
fn heads(columns: &[ColumnKind], asked: &Asked, filter: &Filter, lang: Language) -> Vec<Head> {
    let code = ("k-id", say(lang, "Mã", "No."), Some(SortKey::Code));
    let text = ("k-t", say(lang, "Nhiệm vụ", "Task"), None);
    let others = columns.iter().map(|one| (one.class(), one.words(lang), one.sort_key()));
    [code, text]
        .into_iter()
        .chain(others)
        .map(|(class, words, key)| {
            let first = filter.sort.first().filter(|sort| Some(sort.key) == key);
            let href = key.map(|key| {
                let descending = first.is_some_and(|sort| !sort.descending);
                let ordered = Filter { sort: vec![Sort { key, descending }], ..filter.clone() };
                asked.filtered(&ordered.to_string()).address()
            });
            let sorted = match first {
                Some(sort) if sort.descending => "descending",
                Some(_) => "ascending",
                None => "",
            };
            Head { class, words, href, sorted }
        })
        .collect()
}

/// The ways to group the list.
fn groupings(asked: &Asked, filter: &Filter, lang: Language) -> Vec<Grouping> {
    let grouping = |group: Option<Group>, words| {
        let grouped = Filter { group, ..filter.clone() };
        Grouping { words, href: asked.filtered(&grouped.to_string()).address(), is_current: group == filter.group }
    };
    let words = |group: &Group| match group {
        Group::Division => say(lang, "Phòng chủ trì", "Lead division"),
        Group::Agency => say(lang, "Cơ quan", "Agency"),
        Group::Officer => say(lang, "Người thực hiện", "Officer"),
        Group::Leader => say(lang, "Lãnh đạo", "Leader"),
        Group::Kind => say(lang, "Loại", "Kind"),
        Group::Line => say(lang, "Hệ thống chỉ đạo", "Line of command"),
        Group::State => say(lang, "Trạng thái", "State"),
        Group::Month => say(lang, "Tháng đến hạn", "Month due"),
    };
    std::iter::once(grouping(None, say(lang, "Không chia nhóm", "No groups")))
        .chain(Group::ALL.iter().map(|group| grouping(Some(*group), words(group))))
        .collect()
}

/// The pages of the table; none where there is only one.
fn page_links(asked: &Asked, at: usize, pages: usize) -> Vec<PageLink> {
    if pages < 2 {
        return Vec::new();
    }
    let near = |number: &usize| *number == 1 || *number == pages || number.abs_diff(at) <= 3;
    let link =
        |number| PageLink { number, href: Asked { page: number, ..asked.clone() }.address(), is_current: number == at };
    (1..=pages).filter(near).map(link).collect()
}

fn shapes(asked: &Asked, lang: Language) -> Vec<ShapeTab> {
    Shape::ALL
        .into_iter()
        .map(|shape| {
            let (words, icon) = match shape {
                Shape::Table => (say(lang, "Bảng", "Table"), "table-2"),
                Shape::Board => (say(lang, "Thẻ", "Board"), "square-kanban"),
                Shape::Timeline => (say(lang, "Thời gian", "Timeline"), "chart-gantt"),
                Shape::Calendar => (say(lang, "Lịch", "Calendar"), "calendar-days"),
            };
            ShapeTab { words, icon, href: asked.shaped(shape).address(), is_current: shape == asked.shape }
        })
        .collect()
}

fn kept_view(kept: &SavedView, asked: &Asked, user: UserId, lang: Language) -> KeptView {
    let view = &kept.view;
    KeptView {
        name: view.name.clone(),
        href: if view.query.is_empty() { "/cong-viec".to_owned() } else { format!("/cong-viec?{}", view.query) },
        is_current: view.query == asked.query(),
        shared: match view.shared {
            Sharing::Own => None,
            Sharing::Division => Some(say(lang, "phòng", "division")),
            Sharing::Agency => Some(say(lang, "cơ quan", "agency")),
        },
        own: (view.owner == user).then_some(kept.id.0),
    }
}

/// Filters everyone needs, one click away.
fn tabs(asked: &Asked, current: &Filter, lang: Language) -> Vec<Tab> {
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
            href: asked.filtered(text).address(),
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
