//! The rows of a file brought in, for the screen: what needs a person first, a long list cut.

use tt_app::Language;
use tt_app::intake::{JudgedRow, RefusedRow, Verdict};

use crate::show::{say, shortened};

/// Rows listed of each verdict.
const LISTED: usize = 200;

/// A row with its verdict.
#[derive(Clone, Debug)]
pub(crate) struct RowView {
    pub(crate) number: usize,
    pub(crate) about: String,
    /// `new`, `changed`, `bad`.
    pub(crate) class: &'static str,
    pub(crate) verdict: &'static str,
    /// Where, what stood there or was before, what is said or will be.
    pub(crate) lines: Vec<LineView>,
}

/// A line under a row.
#[derive(Clone, Debug)]
pub(crate) struct LineView {
    pub(crate) place: String,
    pub(crate) before: Option<String>,
    pub(crate) after: String,
}

/// The rows that are not the same as on record: those not taken first; and how many of them are not listed.
pub(crate) fn rows(judged: &[JudgedRow], lang: Language) -> (Vec<RowView>, usize) {
    let mut listed = Vec::new();
    let mut left_out = 0;
    let wanted: [fn(&Verdict) -> bool; 3] = [
        |verdict| matches!(verdict, Verdict::Refused(_)),
        |verdict| matches!(verdict, Verdict::Changed(_)),
        |verdict| matches!(verdict, Verdict::New),
    ];
    for is_it in wanted {
        let all: Vec<&JudgedRow> = judged.iter().filter(|row| is_it(&row.verdict)).collect();
        left_out += all.len().saturating_sub(LISTED);
        listed.extend(all.into_iter().take(LISTED).map(|row| view(row, lang)));
    }
    (listed, left_out)
}

fn view(row: &JudgedRow, lang: Language) -> RowView {
    let (class, verdict, lines) = match &row.verdict {
        Verdict::New => ("new", say(lang, "Mới", "New"), Vec::new()),
        Verdict::Same => ("same", say(lang, "Đã có đủ", "Same"), Vec::new()),
        Verdict::Changed(changes) => {
            let line = |change: &tt_app::intake::Change| LineView {
                place: lang.pick(&change.column).to_owned(),
                before: Some(shortened(&change.before, 200)),
                after: shortened(&change.after, 200),
            };
            ("changed", say(lang, "Thay đổi", "Changed"), changes.iter().map(line).collect())
        }
        Verdict::Refused(faults) => {
            let line = |fault: &tt_app::intake::Fault| LineView {
                place: place(&fault.cell, fault.column.as_ref().map(|column| lang.pick(column))),
                before: None,
                after: lang.pick(&fault.message).to_owned(),
            };
            ("bad", say(lang, "Không nhận", "Not taken"), faults.iter().map(line).collect())
        }
    };
    RowView { number: row.number, about: shortened(&row.about, 160), class, verdict, lines }
}

/// The rows of a file that were not taken; and how many of them are not listed.
pub(crate) fn refused_rows(refused: &[RefusedRow], lang: Language) -> (Vec<RowView>, usize) {
    let view = |row: &RefusedRow| {
        let line = |fault: &tt_app::intake::RefusedCell| {
            let column = fault.column.as_ref().map(|(vi, en)| say(lang, vi, en));
            let words = if lang == Language::English { &fault.en } else { &fault.vi };
            LineView { place: place(&fault.cell, column), before: None, after: words.clone() }
        };
        RowView {
            number: row.number,
            about: shortened(&row.about, 160),
            class: "bad",
            verdict: say(lang, "Không nhận", "Not taken"),
            lines: row.faults.iter().map(line).collect(),
        }
    };
    (refused.iter().take(LISTED).map(view).collect(), refused.len().saturating_sub(LISTED))
}

fn place(cell: &str, column: Option<&str>) -> String {
    column.map_or_else(|| cell.to_owned(), |column| format!("{cell} ({column})"))
}
