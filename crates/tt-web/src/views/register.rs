//! A register as pages show it: stages, cards, lines of time, a map.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive as _;
use tt_app::Language;
use tt_app::registers::looking::{Board, EntryOn, Page, Spot, View};
use tt_domain::calendar::days_from;
use tt_domain::id::RegisterStageId;
use tt_domain::register::entry::spans;
use tt_domain::register::{Mark, Register, Standing};

use crate::pages::registers::address::{Asked, Shape};
use crate::pages::registers::view::entry_href;
use crate::show::{self, say};

/// What is said of a stage: never by colour alone.
#[derive(Clone, Debug)]
pub(crate) struct MarkView {
    pub(crate) class: &'static str,
    /// Class of the state in words.
    pub(crate) status: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) words: &'static str,
}

/// A mark.
pub(crate) fn mark_view(mark: Mark, lang: Language) -> MarkView {
    let (class, status, icon, vi, en) = match mark {
        Mark::Begun => ("w", "st-run", "clock", "Đang làm", "In progress"),
        Mark::Blocked => ("b", "st-late", "x", "Vướng", "Blocked"),
        Mark::Done => ("d", "st-done", "check", "Xong", "Done"),
        Mark::NotNeeded => ("n", "st-hold", "circle-dashed", "Không phải làm", "Not needed"),
    };
    MarkView { class, status, icon, words: say(lang, vi, en) }
}

/// A row of stages.
pub(crate) struct StageRow {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) cells: Vec<StageCell>,
    /// The document of the last change, with its address, and what is still in the way.
    pub(crate) document: Option<(String, i64)>,
    pub(crate) note: String,
}

/// What is known of one stage.
pub(crate) struct StageCell {
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
    /// Stage and what is said of it, with the day.
    pub(crate) words: String,
    /// Whether the line goes on to the next stage.
    pub(crate) line: bool,
}

/// Names of the stages shown.
pub(crate) fn stage_heads(register: &Register) -> Vec<String> {
    register.open_stages().map(|stage| stage.spec.name.clone()).collect()
}

/// How many of those that pass are done with each stage.
pub(crate) fn stage_totals(page: &Page) -> Vec<u64> {
    let done = |id: RegisterStageId| {
        let found = page.marks.iter().find(|(stage, mark, _)| *stage == id && *mark == Mark::Done);
        found.map_or(0, |(.., count)| *count)
    };
    page.view.shown.register.open_stages().map(|stage| done(stage.id)).collect()
}

/// The rows of a page, stage by stage.
pub(crate) fn stage_rows(page: &Page, asked: &Asked, lang: Language) -> Vec<StageRow> {
    let register = &page.view.shown.register;
    let stages: Vec<_> = register.open_stages().collect();
    let row = |on: &EntryOn| {
        let last = stages.iter().rposition(|stage| on.at.standing.mark(stage.id).is_some());
        let cells = stages.iter().enumerate().map(|(at, stage)| {
            let known = on.at.standing.marks.get(&stage.id);
            let line = last.is_some_and(|last| at < last);
            match known {
                Some(known) => {
                    let shown = mark_view(known.mark, lang);
                    let by = if known.exact { "" } else { say(lang, "đến ", "by ") };
                    let words = format!("{}: {}, {by}{}", stage.spec.name, shown.words, show::date(known.day));
                    let icon = if matches!(known.mark, Mark::Done | Mark::Blocked) { shown.icon } else { "" };
                    StageCell { class: shown.class, icon, words, line }
                }
                // What nobody said of a stage that was left behind is unknown; of one ahead, it is to be done.
                None if line => {
                    let words = format!("{}: {}", stage.spec.name, say(lang, "chưa có thông tin", "unknown"));
                    StageCell { class: "u", icon: "", words, line }
                }
                None => {
                    let words = format!("{}: {}", stage.spec.name, say(lang, "chưa", "not yet"));
                    StageCell { class: "", icon: "", words, line }
                }
            }
        });
        let changes = page.histories.get(&on.entry.id).map(Vec::as_slice).unwrap_or_default();
        let document = changes.iter().rev().find_map(|change| page.documents.get(&change.document?));
        StageRow {
            href: entry_href(on.entry.id.0, asked, page.view.as_of),
            title: on.entry.title.clone(),
            cells: cells.collect(),
            document: document.map(|one| (one.number.clone().unwrap_or_default(), one.id.0)),
            note: changes.last().map(|change| change.note.clone()).unwrap_or_default(),
        }
    };
    page.entries.iter().map(row).collect()
}

/// A column of cards.
pub(crate) struct ColumnView {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) total: u64,
    pub(crate) more: u64,
    pub(crate) href: String,
    pub(crate) cards: Vec<CardView>,
}

/// A card.
pub(crate) struct CardView {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) mark: Option<MarkView>,
    pub(crate) since: String,
    /// How much longer than is typical, in words.
    pub(crate) over: String,
}

/// Days over what is typical, in words; nothing when in time.
pub(crate) fn over_words(days: i32, lang: Language) -> String {
    match lang {
        _ if days <= 0 => String::new(),
        Language::Vietnamese => format!("chậm {days} ngày"),
        Language::English => format!("slow by {days} days"),
    }
}

/// Cards by stage.
pub(crate) fn columns(board: &Board, asked: &Asked, lang: Language) -> Vec<ColumnView> {
    let register = &board.view.shown.register;
    let column = |(stage, total, entries): &(Option<RegisterStageId>, u64, Vec<EntryOn>)| {
        let stage = stage.and_then(|id| register.stage(id));
        let code = stage.map_or_else(|| "khong".to_owned(), |stage| stage.spec.code.clone());
        let table = Asked { shape: Shape::Table, ..asked.clone() };
        ColumnView {
            name: stage.map_or_else(
                || say(lang, "Chưa vào bước nào", "At no stage yet").to_owned(),
                |stage| stage.spec.name.clone(),
            ),
            href: table.filtered(&format!("{} giai-đoạn:{code}", asked.filter)).address(),
            total: *total,
            more: total.saturating_sub(entries.len() as u64),
            cards: entries.iter().map(|on| card(register, on, asked, board.view.as_of, lang)).collect(),
            code,
        }
    };
    board.columns.iter().map(column).collect()
}

fn card(register: &Register, on: &EntryOn, asked: &Asked, as_of: Date, lang: Language) -> CardView {
    let standing = &on.at.standing;
    CardView {
        href: entry_href(on.entry.id.0, asked, as_of),
        title: on.entry.title.clone(),
        mark: standing.at.and_then(|id| standing.mark(id)).map(|mark| mark_view(mark, lang)),
        since: standing.since.map(show::date).unwrap_or_default(),
        over: over_words(standing.days_over(register, as_of), lang),
    }
}

/// Lines of time.
pub(crate) struct TimeView {
    pub(crate) width: i32,
    /// Years with their place.
    pub(crate) years: Vec<(i32, i16)>,
    pub(crate) rows: Vec<TimeRow>,
}

/// A line.
pub(crate) struct TimeRow {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) bars: Vec<Bar>,
    /// The same in words.
    pub(crate) words: String,
}

/// A stretch of a line.
pub(crate) struct Bar {
    pub(crate) x: i32,
    pub(crate) width: i32,
    pub(crate) class: &'static str,
}

/// Width of the drawing.
const WIDTH: i32 = 800;

/// The lines of a page; `None` when nothing on it ever was at a stage.
pub(crate) fn timeline(page: &Page, asked: &Asked, lang: Language) -> Option<TimeView> {
    let register = &page.view.shown.register;
    let first = page.histories.values().flatten().map(|change| change.day).min()?;
    let first = first.first_of_year();
    let last = page.view.as_of;
    let days = days_from(first, last).max(1);
    let place =
        |day: Date| i32::try_from(i64::from(days_from(first, day)) * i64::from(WIDTH) / i64::from(days)).unwrap_or(0);
    let rows = page.entries.iter().map(|on| {
        let changes = page.histories.get(&on.entry.id).map(Vec::as_slice).unwrap_or_default();
        let (positions, _) = spans(on.entry.since, changes);
        let bars = positions.iter().filter_map(|span| {
            let at = span.stage?;
            let (from, to) = (place(span.from), place(span.to.unwrap_or(last)));
            let standing = Standing::of(changes, span.to.unwrap_or(last));
            let class = match standing.mark(at) {
                Some(Mark::Done) => "ok",
                Some(Mark::Blocked) => "bad",
                _ => "bar",
            };
            Some(Bar { x: from, width: (to - from).max(3), class })
        });
        let words = changes.iter().filter_map(|change| {
            let stage = register.stage(change.stage)?;
            Some(format!(
                "{} {} {}",
                stage.spec.name,
                mark_view(change.mark, lang).words.to_lowercase(),
                show::date(change.day)
            ))
        });
        TimeRow {
            href: entry_href(on.entry.id.0, asked, last),
            title: on.entry.title.clone(),
            bars: bars.collect(),
            words: words.collect::<Vec<_>>().join("; "),
        }
    });
    let years = (first.year()..=last.year()).filter_map(|year| Some((place(Date::new(year, 1, 1).ok()?), year)));
    Some(TimeView { width: WIDTH, years: years.collect(), rows: rows.collect() })
}

/// A map on plain coordinates.
pub(crate) struct MapView {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) spots: Vec<SpotView>,
    /// Latitudes and longitudes of the frame.
    pub(crate) lines: Vec<Line>,
}

/// A line of the net with its degree.
pub(crate) struct Line {
    pub(crate) x1: i32,
    pub(crate) y1: i32,
    pub(crate) x2: i32,
    pub(crate) y2: i32,
    pub(crate) words: String,
}

/// A place.
pub(crate) struct SpotView {
    pub(crate) number: usize,
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) stage: String,
    pub(crate) at: String,
    pub(crate) x: i32,
    pub(crate) y: i32,
}

/// Places drawn to scale, north up; `None` when none has coordinates.
pub(crate) fn map(view: &View, spots: &[Spot]) -> Option<MapView> {
    let float = |value: rust_decimal::Decimal| value.to_f64().unwrap_or_default();
    let all: Vec<(f64, f64)> = spots.iter().map(|spot| (float(spot.at.0), float(spot.at.1))).collect();
    let (mut south, mut north, mut west, mut east) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
    for (lat, lon) in &all {
        (south, north) = (south.min(*lat), north.max(*lat));
        (west, east) = (west.min(*lon), east.max(*lon));
    }
    if all.is_empty() {
        return None;
    }
    // A degree of longitude is shorter, the further from the equator; a margin keeps the outermost off the edge.
    let narrow = south.midpoint(north).to_radians().cos().max(0.1);
    let margin = ((east - west) * narrow).max(north - south).max(0.02) * 0.08;
    (south, north) = (south - margin, north + margin);
    (west, east) = (west - margin / narrow, east + margin / narrow);
    let scale = (560.0 / ((east - west) * narrow)).min(460.0 / (north - south));
    let pixel = |value: f64| {
        rust_decimal::Decimal::from_f64_retain(value).and_then(|value| value.round().to_i32()).unwrap_or(0)
    };
    let x = |lon: f64| pixel((lon - west) * narrow * scale);
    let y = |lat: f64| pixel((north - lat) * scale);
    let (width, height) = (x(east).max(120), y(south).max(120));
    let register = &view.shown.register;
    let shown = spots.iter().zip(&all).enumerate().map(|(at, (spot, (lat, lon)))| SpotView {
        number: at + 1,
        id: spot.id.0,
        title: spot.title.clone(),
        stage: spot.stage.and_then(|id| register.stage(id)).map(|stage| stage.spec.name.clone()).unwrap_or_default(),
        at: format!("{}; {}", show::number(spot.at.0), show::number(spot.at.1)),
        x: x(*lon),
        y: y(*lat),
    });
    let degree = |value: f64| format!("{value:.2}°").replace('.', ",");
    let (lat, lon) = (south.midpoint(north), west.midpoint(east));
    let lines = vec![
        Line { x1: 0, y1: y(lat), x2: width, y2: y(lat), words: degree(lat) },
        Line { x1: x(lon), y1: 0, x2: x(lon), y2: height, words: degree(lon) },
    ];
    Some(MapView { width, height, spots: shown.collect(), lines })
}
