//! The timeline as a drawing: bars by percent of the range, lines between them, months above; and the same as a table.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tt_app::Language;
use tt_app::work::ListedTask;
use tt_domain::calendar::{days_after, days_from};
use tt_domain::id::TaskId;
use tt_domain::timeline::{Bar, Timeline};

use crate::show::{self, say};

/// Height of a row in pixels; the stylesheet has the same.
const ROW: i32 = 36;

/// Height of the head with the months, in pixels.
const HEAD: i32 = 30;

/// The drawing.
pub(crate) struct Gantt {
    pub(crate) height: i32,
    pub(crate) months: Vec<MonthMark>,
    /// Where today is, when it lies within.
    pub(crate) today: Option<String>,
    pub(crate) rows: Vec<GanttRow>,
    pub(crate) links: Vec<LinkLine>,
    /// Tasks without any day, with their codes.
    pub(crate) undated: Vec<(String, String)>,
    pub(crate) summary: String,
}

/// A month's beginning.
pub(crate) struct MonthMark {
    pub(crate) x: String,
    pub(crate) words: String,
}

/// A task's bar.
pub(crate) struct GanttRow {
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) statement: String,
    pub(crate) y: i32,
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) class: &'static str,
    /// How far it runs over: from, width.
    pub(crate) over: Option<(String, String)>,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) expected: String,
    pub(crate) late: String,
    pub(crate) waits_for: String,
    pub(crate) critical: bool,
}

/// A dependency, as three strokes.
pub(crate) struct LinkLine {
    pub(crate) x1: String,
    pub(crate) x2: String,
    pub(crate) y1: i32,
    pub(crate) y2: i32,
    pub(crate) strained: bool,
}

/// The part of the whole range that days take, in percent.
struct Scale {
    first: Date,
    days: i32,
}

impl Scale {
    fn at(&self, day: Date) -> f64 {
        f64::from(days_from(self.first, day)) * 100.0 / f64::from(self.days)
    }

    fn x(&self, day: Date) -> String {
        format!("{:.2}%", self.at(day))
    }

    /// From a day to the end of another, never too thin to see.
    fn width(&self, from: Date, to: Date) -> String {
        format!("{:.2}%", (self.at(days_after(to, 1)) - self.at(from)).max(0.4))
    }
}

/// Draws it; `None` where no task has a day.
pub(crate) fn gantt(timeline: &Timeline, shown: &[&ListedTask], today: Date, lang: Language) -> Option<Gantt> {
    let (first, last) = timeline.range?;
    let first = Date::new(first.year(), first.month(), 1).ok()?;
    let scale = Scale { first, days: days_from(first, last) + 2 };
    let by_id: BTreeMap<TaskId, &ListedTask> = shown.iter().map(|listed| (listed.task.id, *listed)).collect();
    let code = |task: &TaskId| by_id.get(task).map(|listed| listed.facts.code.clone()).unwrap_or_default();
    let mut rows = Vec::new();
    let mut places: BTreeMap<TaskId, (i32, &Bar)> = BTreeMap::new();
    for bar in &timeline.bars {
        let Some(listed) = by_id.get(&bar.task) else { continue };
        let y = HEAD + ROW * i32::try_from(rows.len()).unwrap_or(0);
        places.insert(bar.task, (y + ROW / 2, bar));
        let waits: Vec<String> =
            timeline.links.iter().filter(|link| link.to == bar.task).map(|link| code(&link.from)).collect();
        rows.push(row(bar, listed, &scale, y, &waits, lang));
    }
    let links = timeline.links.iter().filter_map(|link| {
        let ((y1, from), (y2, to)) = (places.get(&link.from)?, places.get(&link.to)?);
        let end = days_after(from.expected.max(from.start), 1);
        Some(LinkLine { x1: scale.x(end), x2: scale.x(to.start), y1: *y1, y2: *y2, strained: link.strained })
    });
    let late = timeline.bars.iter().filter(|bar| bar.late > 0 && !bar.completed).count();
    Some(Gantt {
        height: HEAD + ROW * i32::try_from(rows.len()).unwrap_or(0),
        months: months(&scale, lang),
        today: (0..scale.days).contains(&days_from(first, today)).then(|| scale.x(today)),
        links: links.collect(),
        undated: timeline
            .undated
            .iter()
            .filter_map(|task| by_id.get(task))
            .map(|listed| (format!("/nhiem-vu/{}", listed.task.id), listed.facts.code.clone()))
            .collect(),
        summary: match lang {
            Language::Vietnamese => format!(
                "Biểu đồ thời gian của {} việc từ {} đến {}, {late} việc trễ hoặc dự kiến trễ; số liệu ở bảng dưới",
                rows.len(),
                show::date(first),
                show::date(last)
            ),
            Language::English => format!(
                "Timeline of {} tasks from {} to {}, {late} late or expected late; the table below has the same",
                rows.len(),
                show::date(first),
                show::date(last)
            ),
        },
        rows,
    })
}

fn row(bar: &Bar, listed: &ListedTask, scale: &Scale, y: i32, waits: &[String], lang: Language) -> GanttRow {
    let class = match (bar.completed, bar.handed_in.is_some(), bar.late > 0) {
        (true, _, _) => "ok",
        (false, true, _) => "wait",
        (false, false, true) => "bad",
        (false, false, false) => "",
    };
    let over = (bar.expected > bar.end)
        .then(|| (scale.x(days_after(bar.end, 1)), scale.width(days_after(bar.end, 1), bar.expected)));
    let days = say(lang, "ngày", "days");
    GanttRow {
        href: format!("/nhiem-vu/{}", bar.task),
        code: listed.facts.code.clone(),
        statement: listed.task.statement.clone(),
        y,
        x: scale.x(bar.start),
        width: scale.width(bar.start, bar.end),
        class,
        over,
        start: show::date(bar.start),
        end: if bar.dated { show::date(bar.end) } else { "–".to_owned() },
        expected: show::date(bar.expected),
        late: if bar.late > 0 { format!("{} {days}", bar.late) } else { "–".to_owned() },
        waits_for: if waits.is_empty() { "–".to_owned() } else { waits.join(", ") },
        critical: bar.critical,
    }
}

/// The months of the range, as far as they do not crowd.
fn months(scale: &Scale, lang: Language) -> Vec<MonthMark> {
    let mut marks = Vec::new();
    let last = days_after(scale.first, scale.days);
    let every = (scale.days / 30 / 14 + 1).max(1);
    let mut at = scale.first;
    let mut count = 0;
    while at < last && count < 600 {
        let words = if at.month() == 1 || count == 0 {
            format!("{}{}/{}", say(lang, "T", "M"), at.month(), at.year())
        } else {
            format!("{}{}", say(lang, "T", "M"), at.month())
        };
        if count % every == 0 {
            marks.push(MonthMark { x: scale.x(at), words });
        }
        let (year, month) = if at.month() == 12 { (at.year() + 1, 1) } else { (at.year(), at.month() + 1) };
        let Ok(next) = Date::new(year, month, 1) else { break };
        at = next;
        count += 1;
    }
    marks
}
