//! How a division or an agency stands, for the screen: the official columns, shares, ageing, workloads in rows.

use tt_app::Language;
use tt_app::work::ListedTask;
use tt_app::work::desk::{Load, Whose, Workload};
use tt_domain::statistics::{Ageing, Columns, Share};

use crate::error::percent_encoded;
use crate::show::{self, say};
use crate::views::desk::{SHOWN, TaskLine, long_date};

/// How a part of the organisation stands, for the screen.
pub(crate) struct WorkloadView {
    pub(crate) year: i16,
    pub(crate) date: String,
    pub(crate) open: u32,
    pub(crate) overdue: u32,
    pub(crate) waiting: u32,
    pub(crate) counts: Vec<CountView>,
    pub(crate) shares: Vec<ShareView>,
    pub(crate) ageing: Vec<CountView>,
    pub(crate) tables: Vec<LoadTable>,
    pub(crate) late: Vec<TaskLine>,
    pub(crate) late_total: usize,
    pub(crate) soon: Vec<TaskLine>,
    pub(crate) list: String,
}

/// A count with its words.
pub(crate) struct CountView {
    pub(crate) words: String,
    pub(crate) count: u32,
    pub(crate) class: &'static str,
}

/// A share with what it is a share of.
pub(crate) struct ShareView {
    pub(crate) words: &'static str,
    pub(crate) percent: String,
    pub(crate) base: String,
}

/// Workloads beside one another.
pub(crate) struct LoadTable {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) head: &'static str,
    pub(crate) rows: Vec<LoadRow>,
}

/// One's workload.
pub(crate) struct LoadRow {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) overdue_href: String,
    pub(crate) open: u32,
    pub(crate) overdue: u32,
    pub(crate) due_soon: u32,
    pub(crate) waiting: u32,
    pub(crate) done: u32,
    /// Widths in percent of the busiest row's open work: overdue, due soon, the rest.
    pub(crate) bars: [(&'static str, u32, u32); 3],
    pub(crate) ageing: [u32; 4],
}

impl WorkloadView {
    pub(crate) fn new(workload: &Workload, whose: Whose, lang: Language) -> Self {
        let line = |listed: &ListedTask| TaskLine::new(listed, workload.today, None, lang);
        let whole = &workload.whole;
        let mine = if whose == Whose::Division { "phòng:tôi " } else { "" };
        let table = |id, vi, en, head_vi, head_en, loads: &[Load]| LoadTable {
            id,
            title: say(lang, vi, en),
            head: say(lang, head_vi, head_en),
            rows: load_rows(loads, mine, workload.year, lang),
        };
        let mut tables = Vec::new();
        if !workload.agencies.is_empty() {
            tables.push(table("h-cq", "Theo cơ quan", "By agency", "Cơ quan", "Agency", &workload.agencies));
        }
        if whose == Whose::Agency {
            tables.push(table(
                "h-ph",
                "Theo phòng chủ trì",
                "By lead division",
                "Phòng",
                "Division",
                &workload.divisions,
            ));
        }
        tables.push(table("h-ng", "Theo người thực hiện", "By officer", "Người", "Officer", &workload.people));
        Self {
            year: workload.year,
            date: long_date(workload.today, lang),
            open: whole.open(),
            overdue: whole.columns.open_overdue,
            waiting: whole.waiting,
            counts: counts(&whole.columns, lang),
            shares: shares(&whole.columns, &workload.original, lang),
            ageing: ageing(&whole.ageing, lang),
            tables,
            late: workload.late.iter().take(SHOWN).map(line).collect(),
            late_total: workload.late.len(),
            soon: workload.soon.iter().take(SHOWN).map(line).collect(),
            list: format!(
                "/cong-viec?nam={}&loc={}",
                workload.year,
                percent_encoded(&format!("{mine}trạng-thái:quá-hạn xếp:hạn"))
            ),
        }
    }
}

fn load_rows(loads: &[Load], mine: &str, year: i16, lang: Language) -> Vec<LoadRow> {
    let most = loads.iter().map(Load::open).max().unwrap_or_default().max(1);
    loads
        .iter()
        .map(|load| {
            let columns = &load.columns;
            let open = load.open();
            let share = |count: u32| count * 100 / most;
            let (late, soon) = (share(columns.open_overdue), share(load.due_soon));
            let rest = share(open).saturating_sub(late + soon);
            let address = |more: &str| {
                let filter = format!("{mine}{}{more}", load.filter);
                format!("/cong-viec?nam={year}&loc={}", percent_encoded(&filter))
            };
            LoadRow {
                name: if load.name.is_empty() {
                    say(lang, "Chưa phân công", "Not allocated").to_owned()
                } else {
                    load.name.clone()
                },
                href: address(" trạng-thái:chưa-hoàn-thành xếp:hạn"),
                overdue_href: address(" trạng-thái:quá-hạn xếp:hạn"),
                open,
                overdue: columns.open_overdue,
                due_soon: load.due_soon,
                waiting: load.waiting,
                done: columns.completed() + columns.done_unjudged,
                bars: [("bad", 0, late), ("warn", late, soon), ("", late + soon, rest)],
                ageing: [load.ageing.week, load.ageing.month, load.ageing.quarter, load.ageing.longer],
            }
        })
        .collect()
}

/// The four official columns, and what is kept apart from them.
pub(crate) fn counts(c: &Columns, lang: Language) -> Vec<CountView> {
    let count = |vi, en, count, class| CountView { words: say(lang, vi, en).to_owned(), count, class };
    vec![
        count("Hoàn thành đúng hạn", "Done on time", c.done_on_time, "ok"),
        count("Hoàn thành quá hạn", "Done late", c.done_late, "warn"),
        count("Chưa xong, trong hạn", "Open, in time", c.open_in_time, ""),
        count("Chưa xong, quá hạn", "Open, overdue", c.open_overdue, "bad"),
        count("Không tính hạn", "Without a deadline", c.open_undated + c.done_unjudged, ""),
        count("Trả lại, dự kiến, hủy", "Returned, drafts, cancelled", c.returned + c.not_counted, ""),
    ]
}

/// The shares, each with what it is a share of.
pub(crate) fn shares(c: &Columns, original: &Columns, lang: Language) -> Vec<ShareView> {
    let share = |share: Option<Share>, vi, en, base_vi: &str, base_en: &str| {
        share.map(|share| ShareView {
            words: say(lang, vi, en),
            percent: format!("{}%", show::rounded(share.percent(1), 1)),
            base: format!("{}/{} {}", share.part, share.base, say(lang, base_vi, base_en)),
        })
    };
    [
        share(c.completed_of_total(), "Hoàn thành", "Completed", "việc được tính", "tasks counted"),
        share(
            c.on_time_of_completed(),
            "Đúng hạn trên số đã hoàn thành",
            "On time, of those completed",
            "việc đã hoàn thành",
            "tasks completed",
        ),
        share(
            c.overdue_of_due(),
            "Quá hạn trên số đã hoàn thành và quá hạn",
            "Overdue, of those completed or overdue",
            "việc hoàn thành hoặc quá hạn",
            "tasks completed or overdue",
        ),
        share(
            original.overdue_of_due(),
            "Như trên, theo hạn gốc",
            "The same by first deadlines",
            "việc, theo hạn gốc",
            "tasks, by first deadlines",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Overdue tasks by how long they have been so; nothing where none is.
pub(crate) fn ageing(a: &Ageing, lang: Language) -> Vec<CountView> {
    if a.total() == 0 {
        return Vec::new();
    }
    let days = say(lang, "ngày", "days");
    let count = |range: &str, count| CountView { words: format!("{range} {days}"), count, class: "" };
    vec![count("1–7", a.week), count("8–30", a.month), count("31–90", a.quarter), count("> 90", a.longer)]
}
