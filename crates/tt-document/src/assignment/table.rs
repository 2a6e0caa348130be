//! Tasks in a table: one column says what, others who, with whom, until when and with what product.

use tt_text::{Span, fold};

use super::{Assigned, address, due};
use crate::model::{BlockKind, Document, Table};

/// The columns of such a table.
struct Columns {
    text: usize,
    lead: Option<usize>,
    coordinators: Option<usize>,
    due: Option<usize>,
    product: Option<usize>,
}

/// The tasks of every table that assigns some.
pub(super) fn tasks(document: &Document, year: Option<i16>) -> Vec<Assigned> {
    let mut found = Vec::new();
    for block in &document.blocks {
        if let BlockKind::Table(table) = &block.kind
            && let Some((head_rows, columns)) = columns(document, table)
        {
            rows(document, table, head_rows, &columns, year, &mut found);
        }
    }
    found
}

/// Finds the columns by their titles, in the first rows.
fn columns(document: &Document, table: &Table) -> Option<(usize, Columns)> {
    let head_rows = table.head_rows.max(1);
    let titles: Vec<String> = (0..table.rows.iter().map(Vec::len).max()?)
        .map(|column| {
            let cells = table.rows.iter().take(head_rows).filter_map(|row| row.get(column));
            fold(&cells.map(|cell| document.slice(*cell)).collect::<Vec<_>>().join(" "))
        })
        .collect();
    let column = |words: &[&str], taken: &[Option<usize>]| {
        let free = |index: &usize| !taken.contains(&Some(*index));
        words.iter().find_map(|word| {
            titles.iter().enumerate().filter(|(_, title)| title.contains(word)).map(|(index, _)| index).find(free)
        })
    };
    let coordinators = column(&["phoi hop"], &[]);
    let lead = column(
        &["chu tri", "don vi thuc hien", "co quan thuc hien", "nguoi thuc hien", "phong thuc hien", "phu trach"],
        &[coordinators],
    );
    let due = column(
        &["thoi han", "thoi gian", "tien do", "han hoan thanh", "ngay hoan thanh", "hoan thanh"],
        &[coordinators, lead],
    );
    let product =
        column(&["san pham", "ket qua dau ra", "ket qua can dat", "du kien ket qua"], &[coordinators, lead, due]);
    let taken = [coordinators, lead, due, product];
    let text = column(
        &["ten nhiem vu", "nhiem vu", "noi dung cong viec", "noi dung", "cong viec", "ten de an", "hoat dong"],
        &taken,
    )?;
    let told = [lead, due, product].iter().flatten().count();
    (told > 0).then_some((head_rows, Columns { text, lead, coordinators, due, product }))
}

fn rows(
    document: &Document,
    table: &Table,
    head_rows: usize,
    columns: &Columns,
    year: Option<i16>,
    found: &mut Vec<Assigned>,
) {
    let mut above: Option<(String, String)> = None;
    for row in table.rows.iter().skip(head_rows) {
        let cell = |column: Option<usize>| {
            let span = column.and_then(|column| row.get(column)).copied()?;
            let words = tt_text::one_line(document.slice(span));
            (words.chars().any(char::is_alphanumeric)).then_some((words, span))
        };
        let Some((text, text_span)) = cell(Some(columns.text)) else { continue };
        let number =
            cell(Some(0)).filter(|_| columns.text != 0).map(|(words, _)| words.trim_matches(['.', ')']).to_owned());
        let lead = cell(columns.lead).map(|(words, _)| words);
        let due = cell(columns.due).and_then(|(words, _)| due::in_cell(&words, year));
        let product = cell(columns.product).map(|(words, _)| words);
        // A row that only has words for the task heads a group; the numbers of a head repeated count columns.
        let group = lead.is_none() && due.is_none() && product.is_none();
        if group || is_count_of_columns(document, row) {
            above = Some((number.clone().unwrap_or_default(), text));
            continue;
        }
        let lead = lead.filter(|lead| !is_ditto(lead));
        let clause = match (&number, &above) {
            (Some(number), Some((group, _))) if !group.is_empty() && !number.contains('.') => {
                format!("số thứ tự {number}, phần {group}")
            }
            (Some(number), _) => format!("số thứ tự {number}"),
            (None, _) => format!("dòng thứ {}", found.len() + 1),
        };
        let coordinators = cell(columns.coordinators).map(|(words, _)| words).or_else(|| address::coordinators(&text));
        found.push(Assigned { clause, text, text_span, lead, coordinators, due, product });
    }
    inherit(found);
}

/// `nt`, `-nt-`, `như trên`, `"`: the same as in the row above.
fn is_ditto(text: &str) -> bool {
    let folded = fold(text);
    matches!(folded.trim_matches(|c: char| !c.is_alphanumeric()), "nt" | "nhu tren" | "")
}

/// Where a cell says “as above”, or is merged with the one above, the lead of the row above holds.
fn inherit(found: &mut [Assigned]) {
    let mut last: Option<String> = None;
    for task in found {
        match &task.lead {
            Some(lead) => last = Some(lead.clone()),
            None => task.lead.clone_from(&last),
        }
    }
}

/// `(1) (2) (3)` under the titles.
fn is_count_of_columns(document: &Document, row: &[Span]) -> bool {
    !row.is_empty()
        && row.iter().all(|cell| {
            let text = document.slice(*cell).trim_matches(|c: char| !c.is_alphanumeric());
            text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit())
        })
}
