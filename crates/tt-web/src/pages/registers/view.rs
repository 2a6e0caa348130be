//! A register's views: table, stages, cards, line of time, map; each as of any day.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use tt_app::Language;
use tt_app::pictures;
use tt_app::registers::looking::{EntryOn, View};
use tt_app::registers::words;
use tt_domain::register::definition::FieldKind;
use tt_domain::register::filter;
use tt_domain::register::{Field, Mark, Register};

use super::super::page;
use super::address::{Asked, Shape};
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::chart::ChartView;
use crate::views::register::{self, ColumnView, MapView, MarkView, StageRow, TimeView, mark_view};

/// A view of a register.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the page shows")]
#[derive(Template)]
#[template(path = "register.html", blocks = ["rows"])]
struct RegisterPage {
    t: Chrome,
    key: String,
    name: String,
    one: String,
    about: String,
    closed: bool,
    may_manage: bool,
    may_enter: bool,
    asked: Asked,
    day: String,
    past: bool,
    today_href: String,
    count: u64,
    shapes: Vec<(&'static str, &'static str, String, bool)>,
    chips: Vec<(String, String)>,
    menus: Vec<Menu>,
    columns: Vec<(String, String, bool)>,
    problems: Vec<String>,
    file: String,
    csv: String,
    measures: String,
    placeholder: String,
    cleared: String,
    body: Body,
}

/// Ready filters of a field with options, and of the stages.
struct Menu {
    name: String,
    links: Vec<(String, String)>,
}

/// What is shown under the filter.
enum Body {
    Nothing,
    Table { heads: Vec<Head>, rows: Vec<TableRow>, next: Option<String> },
    Stages { stages: Vec<String>, rows: Vec<StageRow>, totals: Vec<u64>, next: Option<String> },
    Board { columns: Vec<ColumnView>, flow: Option<ChartView> },
    Timeline { view: Option<TimeView>, next: Option<String> },
    Map { view: Option<MapView> },
}

struct Head {
    words: String,
    href: String,
    number: bool,
    sorted: &'static str,
}

struct TableRow {
    href: String,
    title: String,
    cells: Vec<(String, bool)>,
    stage: String,
    mark: Option<MarkView>,
    since: String,
    over: String,
}

/// `GET /so-theo-doi/{key}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(key): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Registers);
    let lang = t.lang;
    let asked = Asked::read(&key, &Fields::of(query));
    let current = &session.current;
    let (view, body) = match asked.shape {
        Shape::Board => {
            let board = state.app.register_board(current, &key, &asked.view()).await?;
            let columns = register::columns(&board, &asked, lang);
            let flow = pictures::stage_flow(&board, lang).map(|plot| ChartView::new("cac-buoc", lang, &plot));
            (board.view, Body::Board { columns, flow })
        }
        Shape::Map => {
            let (view, spots) = state.app.register_map(current, &key, &asked.view()).await?;
            let map = register::map(&view, &spots);
            (view, Body::Map { view: map })
        }
        shape => {
            let found = state.app.register_page(current, &key, &asked.view(), shape != Shape::Table).await?;
            let next = found.next.map(|id| Asked { after: id.to_string(), ..asked.clone() }.address());
            let body = match shape {
                Shape::Stages => Body::Stages {
                    stages: register::stage_heads(&found.view.shown.register),
                    rows: register::stage_rows(&found, &asked, lang),
                    totals: register::stage_totals(&found),
                    next,
                },
                Shape::Timeline => Body::Timeline { view: register::timeline(&found, &asked, lang), next },
                _ => Body::Table {
                    heads: heads(&found.view.shown.register, &asked),
                    rows: found.entries.iter().map(|on| row(&found.view, &asked, on, lang)).collect(),
                    next,
                },
            };
            (found.view, body)
        }
    };
    let shown = whole(t, &view, asked, body);
    if session.htmx { page(&shown.as_rows()) } else { page(&shown) }
}

fn whole(t: Chrome, view: &View, asked: Asked, body: Body) -> RegisterPage {
    let lang = t.lang;
    let register = &view.shown.register;
    let problems = view.faults.iter().map(|fault| lang.pick(&words::filter_problem(&asked.filter, fault)).to_owned());
    let bad_day = !asked.day.is_empty() && asked.as_of().is_none();
    let bad_day = bad_day.then(|| {
        let day = &asked.day;
        match lang {
            Language::Vietnamese => format!("“{day}” không phải ngày, đang xem theo hôm nay; viết như 31/12/2019"),
            Language::English => format!("“{day}” is not a day, today is shown; write it as 31/12/2019"),
        }
    });
    let chips =
        filter::chips(&asked.filter).into_iter().map(|chip| (asked.filtered(&chip.without).address(), chip.text));
    let shaped = |shape: Shape| Asked { shape, after: String::new(), ..asked.clone() }.address();
    let shapes = Shape::ALL.map(|shape| {
        let (words, icon) = match shape {
            Shape::Table => (say(lang, "Bảng", "Table"), "table-2"),
            Shape::Stages => (say(lang, "Từng bước", "Stages"), "list-checks"),
            Shape::Board => (say(lang, "Thẻ", "Cards"), "square-kanban"),
            Shape::Timeline => (say(lang, "Thời gian", "Timeline"), "chart-gantt"),
            Shape::Map => (say(lang, "Bản đồ", "Map"), "layout-dashboard"),
        };
        (words, icon, shaped(shape), shape == asked.shape)
    });
    let example = register.open_fields().find_map(|field| match &field.spec.kind {
        FieldKind::Choice(options) => Some(format!("{}:{}", field.spec.code, options.first()?.code)),
        _ => None,
    });
    RegisterPage {
        key: register.key.clone(),
        name: register.name.clone(),
        one: register.one.clone(),
        about: register.about.clone(),
        closed: register.closed,
        may_manage: view.shown.may_manage,
        may_enter: view.shown.may_enter,
        day: show::date(view.as_of),
        past: view.as_of < view.today,
        today_href: Asked { day: String::new(), ..asked.clone() }.address(),
        count: view.count,
        shapes: shapes.into(),
        chips: chips.collect(),
        menus: menus(register, &asked, lang),
        columns: register
            .open_fields()
            .map(|field| {
                let on = shown_columns(register, &asked).iter().any(|one| one.id == field.id);
                (field.spec.code.clone(), field.spec.name.clone(), on)
            })
            .collect(),
        problems: problems.chain(bad_day).collect(),
        file: asked.address_at("/tai-ve/xlsx"),
        csv: asked.address_at("/tai-ve/csv"),
        measures: Asked {
            filter: String::new(),
            shape: Shape::Table,
            columns: Vec::new(),
            after: String::new(),
            ..asked.clone()
        }
        .address_at("/so-lieu"),
        placeholder: example.unwrap_or_else(|| "giai-đoạn:không".to_owned()),
        cleared: asked.filtered("").address(),
        body: if view.faults.is_empty() { body } else { Body::Nothing },
        asked,
        t,
    }
}

fn menus(register: &Register, asked: &Asked, lang: Language) -> Vec<Menu> {
    let link =
        |term: String, words: &str| (asked.filtered(&format!("{} {term}", asked.filter)).address(), words.to_owned());
    let stages = register.open_stages().map(|stage| link(format!("giai-đoạn:{}", stage.spec.code), &stage.spec.name));
    let mut menus = vec![Menu { name: say(lang, "Giai đoạn", "Stage").to_owned(), links: stages.collect() }];
    for field in register.open_fields().filter(|field| field.spec.listed).take(6) {
        if let FieldKind::Choice(options) = &field.spec.kind {
            let links = options.iter().map(|one| link(format!("{}:{}", field.spec.code, one.code), &one.name));
            menus.push(Menu { name: field.spec.name.clone(), links: links.collect() });
        }
    }
    menus
}

/// The fields shown as columns: those chosen, else those the register lists; the title stands by itself.
fn shown_columns<'a>(register: &'a Register, asked: &Asked) -> Vec<&'a Field> {
    let chosen = |field: &&Field| {
        if asked.columns.is_empty() {
            field.spec.listed && !field.spec.title
        } else {
            asked.columns.contains(&field.spec.code)
        }
    };
    register.open_fields().filter(chosen).collect()
}

fn heads(register: &Register, asked: &Asked) -> Vec<Head> {
    let sort = filter::parse(register, &asked.filter).ok().and_then(|filter| filter.sort);
    let sorted = |by: filter::SortBy| match sort {
        Some(sort) if sort.by == by => {
            if sort.descending {
                "descending"
            } else {
                "ascending"
            }
        }
        _ => "",
    };
    let head = |words: String, by: &str, number: bool, sorted: &'static str| Head {
        href: asked.sorted(by).address(),
        words,
        number,
        sorted,
    };
    let title = sorted(filter::SortBy::Title);
    let title = if sort.is_none() { "ascending" } else { title };
    let mut heads = vec![head(capital(&register.one), "ten", false, title)];
    heads.extend(shown_columns(register, asked).into_iter().map(|field| {
        let unit = field.spec.kind.measured().map(|measured| measured.unit.as_str()).filter(|unit| !unit.is_empty());
        let words = match unit {
            Some(unit) => format!("{} ({unit})", field.spec.name),
            None => field.spec.name.clone(),
        };
        head(words, &field.spec.code, field.spec.kind.measured().is_some(), sorted(filter::SortBy::Field(field.id)))
    }));
    heads.push(head("Giai đoạn".to_owned(), "giai-đoạn", false, sorted(filter::SortBy::Stage)));
    heads.push(head("Từ ngày".to_owned(), "từ-ngày", false, sorted(filter::SortBy::Since)));
    heads
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn row(view: &View, asked: &Asked, on: &EntryOn, lang: Language) -> TableRow {
    let kept = &view.shown.register;
    let cells = shown_columns(kept, asked).into_iter().map(|field| {
        let number = field.spec.kind.measured().is_some();
        let value = on.at.values.get(&field.id);
        let words = value.map(|value| if number { value.typed() } else { value.shown(&field.spec.kind) });
        (words.unwrap_or_else(|| "–".to_owned()), number)
    });
    let standing = &on.at.standing;
    let stage = standing.at.and_then(|id| kept.stage(id));
    let title = kept.title(&on.at.values);
    TableRow {
        href: entry_href(on.entry.id.0, asked, view.as_of),
        title: if title.is_empty() { on.entry.title.clone() } else { title },
        cells: cells.collect(),
        stage: stage.map(|stage| stage.spec.name.clone()).unwrap_or_default(),
        mark: standing.at.and_then(|id| standing.mark(id)).map(|mark: Mark| mark_view(mark, lang)),
        since: standing.since.map(show::date).unwrap_or_default(),
        over: register::over_words(standing.days_over(kept, view.as_of), lang),
    }
}

/// The address of an entry, as of the day the view shows where one was asked for.
pub(crate) fn entry_href(id: i64, asked: &Asked, as_of: Date) -> String {
    if asked.as_of().is_some() { format!("/so-theo-doi/-/{id}?ngay={as_of}") } else { format!("/so-theo-doi/-/{id}") }
}
