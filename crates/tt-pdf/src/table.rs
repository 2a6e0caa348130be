//! Tables as the templates take them: cells with their alignment, columns with their share of the width.

use tt_document::model::{Block, Document, Table};
use tt_text::Span;
use typst::foundations::{Array, Dict, IntoValue, Value, dict};

use crate::runs::{Marked, runs};

/// A table; `None` if it has no cell.
pub(crate) fn table(document: &Document, block: &Block, table: &Table, marked: &mut Marked) -> Option<Dict> {
    let columns = table.rows.iter().map(Vec::len).max().filter(|columns| *columns > 0)?;
    // Typst takes no table that is all head.
    let head = table.head_rows.min(table.rows.len() - 1);
    let rows: Array = table
        .rows
        .iter()
        .enumerate()
        .map(|(row, cells)| {
            let mut set: Array =
                cells.iter().map(|span| cell(document, block, *span, row < head, marked).into_value()).collect();
            for _ in cells.len()..columns {
                set.push(cell(document, block, Span::default(), row < head, marked).into_value());
            }
            set.into_value()
        })
        .collect();
    let widths: Array = widths(document, table, columns).into_iter().map(Value::Float).collect();
    let head = i64::try_from(head).unwrap_or_default();
    Some(dict! { "kind" => "table", "head" => head, "rows" => rows, "widths" => widths })
}

fn cell(document: &Document, block: &Block, span: Span, head: bool, marked: &mut Marked) -> Dict {
    let text = document.slice(span).trim();
    let align = if head || is_column_number(text) {
        "centre"
    } else if is_figure(text) {
        "right"
    } else {
        "left"
    };
    dict! { "align" => align, "head" => head, "runs" => runs(document, &block.runs, span, Some(marked)) }
}

/// A cell of the row that numbers the columns: `(1)`.
fn is_column_number(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inside.is_some_and(|inside| {
        !inside.is_empty() && inside.len() <= 2 && inside.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A cell that holds a figure and nothing else: `1.763,96`, `-14%`, `105,7 %`.
fn is_figure(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '%' | '-' | '+' | '−' | ' '))
}

/// Shares of the width: each column first gets room for its longest word, then the rest is dealt out by how much text
/// the column holds, so that one long cell does not starve the others.
#[expect(clippy::cast_precision_loss, reason = "lengths of text are far below 2^52")]
fn widths(document: &Document, table: &Table, columns: usize) -> Vec<f64> {
    /// Room for the space inside a cell, in letters.
    const INSET: usize = 2;
    /// Letters in a line as wide as the page.
    const LINE: usize = 84;
    let mut longest_word = vec![1; columns];
    let mut longest_cell = vec![1; columns];
    let mut total = vec![0; columns];
    for (column, span) in table.rows.iter().flat_map(|row| row.iter().enumerate()) {
        let text = document.slice(*span);
        let length = text.chars().count();
        let word = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        longest_word[column] = longest_word[column].max(word.min(LINE / columns.min(LINE)));
        longest_cell[column] = longest_cell[column].max(length);
        total[column] += length;
    }
    let natural: usize = longest_cell.iter().map(|cell| cell + INSET).sum();
    if natural <= LINE {
        return longest_cell.iter().map(|cell| (cell + INSET) as f64).collect();
    }
    let least: Vec<f64> = longest_word.iter().map(|word| (word + INSET) as f64).collect();
    let rest = (LINE as f64 - least.iter().sum::<f64>()).max(0.0);
    let weights: Vec<f64> = total.iter().map(|total| (*total as f64).sqrt()).collect();
    let weight: f64 = weights.iter().sum::<f64>().max(1.0);
    least.iter().zip(&weights).map(|(least, share)| least + rest * share / weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_from_words() {
        for text in ["1.763,96", "-14%", "105,7 %", "09"] {
            assert!(is_figure(text), "{text}");
        }
        for text in ["", "-", "12 xã", "01/6/2019", "I"] {
            assert!(!is_figure(text), "{text}");
        }
        assert!(is_column_number("(1)") && is_column_number("(12)"));
        assert!(!is_column_number("()") && !is_column_number("(a)") && !is_column_number("1"));
    }
}
