//! Figures in tables: a number in a cell under a header.

use tt_text::fold::{is_word_char, lower};
use tt_text::quantity::{self, Quantity};
use tt_text::unit::{self, UnitKind};
use tt_text::{Found, Span};

use super::mention::Mention;
use super::scope::Scope;
use super::{Verdict, figure, paragraph};
use crate::extract::{Figure, FigureKind};
use crate::model::{Document, Table};

/// What a column holds, as its header says.
#[derive(Clone, Debug, Default)]
struct Column {
    header: String,
    /// How many different cells head it: two where one spans several columns.
    levels: usize,
    /// The header in lower case.
    low: String,
    /// Period the header names.
    period: Option<String>,
    unit: Option<String>,
    skipped: bool,
    names_unit: bool,
}

/// Finds the figures of a table; `caption` is the block before it.
pub(super) fn figures(
    document: &Document,
    table: &Table,
    caption: &str,
    cited: &[Span],
    scope: &Scope,
    found: &mut Vec<Figure>,
) {
    let heads = head_rows(document, table);
    let columns = columns(document, table, heads);
    let general = caption_unit(caption);
    let unheaded = Column::default();
    let unit_column = columns.iter().position(|column| column.names_unit).filter(|index| {
        // `Đơn vị` heads a column of agencies as often as one of units.
        let cells =
            table.rows.iter().skip(heads).filter_map(|row| row.get(*index)).map(|cell| document.slice(*cell).trim());
        let cells: Vec<&str> = cells.filter(|text| !text.is_empty()).collect();
        cells.iter().filter(|text| is_unit(text)).count() * 2 >= cells.len()
    });
    for row in table.rows.iter().skip(heads) {
        let label = row_label(document, row);
        let row_unit = unit_column.and_then(|index| row.get(index)).map(|cell| document.slice(*cell).trim().to_owned());
        for (index, cell) in row.iter().enumerate() {
            let column = columns.get(index).unwrap_or(&unheaded);
            if column.skipped || Some(index) == unit_column {
                continue;
            }
            let text = document.slice(*cell);
            match whole_number(text) {
                Some(mut mention) => {
                    if heads == 0 && index == 0 || is_numbering(row, index, &mention, column) {
                        continue;
                    }
                    if mention.unit.is_none() {
                        mention.unit = column
                            .unit
                            .clone()
                            .or_else(|| row_unit.clone().filter(|unit| !unit.is_empty()))
                            .or_else(|| general.clone());
                        mention.measures = mention.unit.as_deref().map(unit::kind_of);
                    }
                    let verdict = Verdict { kind: kind(&mention, &column.low, scope), direction: None };
                    found.push(figure(
                        &mention,
                        cell.start,
                        verdict,
                        column.period.clone().or_else(|| scope.period()),
                        label.clone(),
                    ));
                }
                None => paragraph(document, *cell, cited, scope, found),
            }
        }
    }
}

/// How many rows head the table: as many as the reader says, or the first ones without a number.
fn head_rows(document: &Document, table: &Table) -> usize {
    if table.head_rows > 0 {
        return table.head_rows;
    }
    let is_head =
        |row: &&Vec<Span>| row.len() > 1 && row.iter().all(|cell| whole_number(document.slice(*cell)).is_none());
    let heads = table.rows.iter().take(3).take_while(is_head).count();
    if heads == table.rows.len() { 0 } else { heads }
}

fn columns(document: &Document, table: &Table, heads: usize) -> Vec<Column> {
    let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns: Vec<Column> = vec![Column::default(); width];
    for row in table.rows.iter().take(heads) {
        // A row narrower than the table has cells that span several columns: the last one reaches to the end.
        for (index, column) in columns.iter_mut().enumerate() {
            let Some(cell) = row.get(index).or(row.last()) else { continue };
            let text = document.slice(*cell).trim();
            if !column.header.contains(text) {
                column.header.push(' ');
                column.header.push_str(text);
                column.levels += 1;
            }
        }
    }
    let mut last_unit: Option<String> = None;
    for column in &mut columns {
        let head = lower(column.header.trim());
        column.low.clone_from(&head);
        let period = tt_text::period::scan(&column.header).into_iter().next();
        column.period = period.map(|period| period.span.of(&column.header).to_owned());
        column.skipped =
            ["tt", "stt", "số tt", "ghi chú", "số thứ tự", "ngày", "mã số", "mã", "số quyết định", "điện thoại", "năm"]
                .iter()
                .any(|word| head == *word || head.starts_with(&format!("{word} ")) && *word != "năm" && *word != "mã");
        column.names_unit = ["đơn vị tính", "đvt", "đơn vị"].iter().any(|word| head == *word);
        column.unit = header_unit(&column.header);
        let own = column.unit.is_some();
        // Under a cell that spans several columns each goes on counting what stands left of them.
        if !own
            && column.levels > 1
            && !column.skipped
            && !head.is_empty()
            && last_unit.is_some()
            && !names_place(&head)
        {
            column.unit = last_unit.clone();
        }
        if own {
            last_unit.clone_from(&column.unit);
        }
    }
    columns
}

/// Whether a header names a column of words.
fn names_place(head: &str) -> bool {
    ["tên", "địa điểm", "nội dung", "loại hình", "chủ đầu tư"].iter().any(|word| head.starts_with(word))
}

/// The unit a header gives: in brackets (`(ha)`), or the noun after `số lượng`, `số`, `tổng số`.
fn header_unit(header: &str) -> Option<String> {
    let low = lower(header);
    if let Some((_, inner)) = low.rsplit_once('(') {
        let inner = inner.split(')').next().unwrap_or_default().trim();
        let inner = inner.strip_prefix("đvt:").or_else(|| inner.strip_prefix("đơn vị:")).unwrap_or(inner).trim();
        if let Some(Found { value, span }) = unit::scan_at(inner, 0)
            && value.known
            && span.end == inner.len()
        {
            let at = low.rfind(inner)?;
            return header.get(at..at + inner.len()).map(str::to_owned);
        }
    }
    if low.contains('%') {
        return Some("%".to_owned());
    }
    ["số lượng ", "tổng số ", "số "].iter().find_map(|word| {
        let at = low.find(word)?;
        let glued = low.get(..at).is_some_and(|before| before.chars().next_back().is_some_and(is_word_char));
        let noun_at = at + word.len();
        let noun = unit::scan_at(&low, noun_at)
            .filter(|noun| noun.value.known && noun.value.kind == UnitKind::Count && !glued)?;
        Some(noun.span.of(&low).to_owned())
    })
}

/// The unit a caption gives for the whole table: `Đơn vị tính: triệu đồng`.
fn caption_unit(caption: &str) -> Option<String> {
    let low = lower(caption);
    let at =
        ["đơn vị tính:", "đvt:", "đơn vị:"].iter().find_map(|words| low.rfind(words).map(|at| at + words.len()))?;
    let at = at + (low.get(at..)?.len() - low.get(at..)?.trim_start().len());
    let found = unit::scan_at(caption, at).filter(|found| found.value.known)?;
    Some(found.span.of(caption).to_owned())
}

/// Whether a text may be a unit and nothing else: a known one, a short word, a rate.
fn is_unit(text: &str) -> bool {
    unit::scan_at(text, 0).is_some_and(|unit| unit.value.known && unit.span.end == text.len())
        || text.chars().count() <= 12 && !text.contains(' ')
        || text.contains(['/', '%'])
        || text.starts_with(|c: char| c.is_ascii_digit())
}

/// A cell that is one number, with or without a unit.
fn whole_number(text: &str) -> Option<Mention> {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    let found = quantity::scan_at(text, start)?;
    let after = found.span.end + text.get(found.span.end..end)?.chars().take_while(|c| *c == ' ').count();
    let unit = unit::scan_at(text, after).filter(|unit| unit.value.known);
    let stop = unit.as_ref().map_or(found.span.end, |unit| unit.span.end);
    if stop != end || unit.as_ref().is_some_and(|unit| unit.value.kind == UnitKind::Time) {
        return None;
    }
    let quantity = found.value.ok();
    let looks_like_date = matches!(quantity, Some(Quantity::Ratio { part, whole }) if part.value > whole.value);
    (!looks_like_date).then(|| Mention {
        span: Span::new(start, stop),
        quantity,
        unit: unit.as_ref().map(|unit| unit.span.of(text).to_owned()),
        measures: unit.map(|unit| unit.value.kind),
        sign: text.get(start..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '-' | '+' | '−')),
    })
}

/// Whether a number in a cell only numbers its row or names a year.
fn is_numbering(row: &[Span], index: usize, mention: &Mention, column: &Column) -> bool {
    let year = matches!(mention.quantity, Some(Quantity::One(one)) if one.style.decimals == 0
        && one.to_string().len() == 4 && one.as_count().is_some_and(|year| (1900..2100).contains(&year)));
    (year && mention.unit.is_none() && column.unit.is_none()) || (index == 0 && row.len() > 2 && column.unit.is_none())
}

/// The first cell of a row that holds words.
fn row_label(document: &Document, row: &[Span]) -> Option<String> {
    row.iter()
        .map(|cell| document.slice(*cell).trim())
        .find(|text| whole_number(text).is_none() && text.chars().any(char::is_alphabetic) && text.chars().count() > 2)
        .map(str::to_owned)
}

/// Whether a header sets a value against another one: `So với KH (%)`, `% TH/KH`.
fn compares(head: &str) -> bool {
    ["so với", "so ", "/", "%", "đạt", "tỷ lệ"].iter().any(|word| head.contains(word))
}

fn kind(mention: &Mention, head: &str, scope: &Scope) -> FigureKind {
    let percent = mention.measures.is_some_and(UnitKind::is_percent);
    let plan =
        ["kế hoạch", "chỉ tiêu", "dự toán", "mục tiêu", " kh", "định mức"].iter().any(|word| head.contains(word));
    match mention.quantity {
        _ if percent && plan && compares(head) => return FigureKind::PercentOfPlan,
        _ if percent && (head.contains("cùng kỳ") || head.contains("tăng") || head.contains("so với")) => {
            return FigureKind::ChangeVsSamePeriod;
        }
        Some(Quantity::Ratio { .. }) => return FigureKind::Ratio,
        Some(Quantity::Range { .. }) => return FigureKind::Range,
        _ if plan || scope.sets_targets() || (scope.allots && mention.measures == Some(UnitKind::Money)) => {
            return FigureKind::Plan;
        }
        _ if head.contains("ước") => return FigureKind::Estimate,
        _ => {}
    }
    match mention.measures {
        Some(UnitKind::Percent | UnitKind::PercentPoint) => FigureKind::Share,
        Some(UnitKind::Money) => FigureKind::Money,
        Some(UnitKind::Area) => FigureKind::Area,
        Some(UnitKind::Measure) => FigureKind::Actual,
        None if matches!(mention.quantity, Some(Quantity::One(one)) if one.style.decimals > 0) => FigureKind::Actual,
        _ => FigureKind::Count,
    }
}
