//! Tables as the templates take them: cells with their alignment, columns with their share of the width.

use tt_document::Document;
use tt_document::model::{Block, Table};
use tt_render::form::{Form, Type};
use tt_render::length::Length;
use tt_render::measure::line_width;
use tt_render::table_layout::{Column, Set, columns, is_column_number};
use typst::foundations::{Array, Dict, IntoValue, dict};

use crate::data::{points, style};
use crate::runs::{Marked, Setting, runs};

/// Room for the borders and the space inside a cell, in points.
const INSET: f64 = 8.0;
/// Smallest share of the form's size a crowded table is set in.
const SMALLEST: f64 = 0.7;

/// A table; `None` if it has no cell.
pub(crate) fn table(
    document: &Document,
    (form, width): (&Form, Length),
    block: &Block,
    table: &Table,
    marked: &mut Marked,
) -> Option<Dict> {
    let columns = columns(document, table, form, width);
    // The head repeats over rows that follow it; a table that is all head has none.
    let head = if table.head_rows < table.rows.len() { table.head_rows } else { 0 };
    let scale = scale(document, form, table, &columns);
    let mut rows = Array::new();
    for (index, cells) in table.rows.iter().enumerate() {
        let mut row = Array::new();
        let breakable = is_long(document, cells, &columns, form.table);
        for (index_in_row, column) in columns.iter().enumerate() {
            let span = cells.get(index_in_row).copied().unwrap_or_default();
            // Words are measured in the form's size, so the room is scaled up instead.
            let room = (column.width.pt() - INSET) / scale;
            let style = cell_style(form, table, index);
            let setting = Setting { marked: Some(&mut *marked), style, room, is_cell: true };
            let pieces = runs(document, &block.runs, span, setting);
            let align = alignment(document.slice(span), index < table.head_rows, *column);
            let head = index < table.head_rows;
            let cell = dict! { "align" => align, "head" => head, "breakable" => breakable, "runs" => pieces };
            row.push(cell.into_value());
        }
        rows.push(row.into_value());
    }
    let widths: Array = columns.iter().map(|column| points(column.width.pt())).collect();
    let mut style = style(form.table);
    style.insert("size".into(), points(form.table.size.pt() * scale));
    let head = i64::try_from(head).unwrap_or_default();
    let filled = !columns.is_empty();
    filled.then(|| dict! { "kind" => "table", "head" => head, "rows" => rows, "widths" => widths, "style" => style })
}

fn alignment(text: &str, head: bool, column: Column) -> &'static str {
    match column.set {
        _ if head || is_column_number(text) => "centre",
        Set::Middle => "middle",
        Set::Right => "right",
        Set::Left => "left",
    }
}

/// Whether a row is too long to be kept on one page: some cell of it takes more lines than half a page surely holds.
fn is_long(document: &Document, cells: &[tt_document::Span], columns: &[Column], style: Type) -> bool {
    const LINES: f64 = 20.0;
    let lines = |(span, column): (&tt_document::Span, &Column)| {
        line_width(document.slice(*span), style).pt() / (column.width.pt() - INSET).max(1.0)
    };
    cells.iter().zip(columns).map(lines).any(|lines| lines > LINES)
}

/// How far the type shrinks so that the longest word of every column fits it.
fn scale(document: &Document, form: &Form, table: &Table, columns: &[Column]) -> f64 {
    let mut scale = 1.0_f64;
    for (index, row) in table.rows.iter().enumerate() {
        let style = cell_style(form, table, index);
        for (span, column) in row.iter().zip(columns) {
            let words = document.slice(*span).split_whitespace();
            let longest = words.map(|word| line_width(word, style).pt()).fold(0.0, f64::max);
            // 5 % for what the measure, which knows no face, may be off.
            scale = scale.min((column.width.pt() - INSET) * 0.95 / longest.max(1.0));
        }
    }
    scale.clamp(SMALLEST, 1.0)
}

/// The type of a row: bold in the head.
fn cell_style(form: &Form, table: &Table, row: usize) -> Type {
    Type { bold: form.table.bold || row < table.head_rows, ..form.table }
}
