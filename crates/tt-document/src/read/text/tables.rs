//! Tables: Markdown pipe tables, and rows flattened to `a | b | c`.

use crate::structure::{Grid, Paragraph};

use super::lines::Line;

/// Reads the table that starts at a line, and the line after it.
pub(crate) fn read(lines: &[Line], start: usize) -> Option<(Grid, usize)> {
    let first = lines.get(start).filter(|line| is_row(line))?;
    let mut rows = Vec::new();
    let mut head_rows = None;
    let mut end = start;
    while let Some(line) = lines.get(end).filter(|line| is_row(line) && (end == start || !line.gap)) {
        if is_separator(&line.text) {
            head_rows = head_rows.or(Some(rows.len()));
        } else {
            rows.push(cells(line));
        }
        end += 1;
    }
    (!rows.is_empty()).then_some((Grid { head_rows, rows, source: Some(first.number) }, end))
}

/// Most cells of a row; Word makes no table of more than 63 columns, and a line of thousands of bars is no table.
const MOST_CELLS: usize = 256;

fn is_row(line: &Line) -> bool {
    let text = line.text.as_str();
    let looks = text.contains(" | ") || text.trim().starts_with('|') && text.trim().len() > 1 || text.ends_with(" |");
    looks && text.matches('|').take(MOST_CELLS + 1).count() <= MOST_CELLS
}

/// The line of hyphens under the head of a Markdown table.
fn is_separator(text: &str) -> bool {
    let text = text.trim();
    text.contains('-') && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn cells(line: &Line) -> Vec<Vec<Paragraph>> {
    let text = line.text.trim_end_matches(['\r', '\n']);
    // Markdown rows are fenced; a flattened row that starts with a blank cell is not.
    let fenced = text.trim().starts_with('|') && text.trim().ends_with('|') && !text.starts_with(" |");
    let text = if fenced { text.trim().trim_start_matches('|').strip_suffix('|').unwrap_or_default() } else { text };
    text.split('|').map(|cell| vec![cell_paragraph(cell.trim(), line.number)]).collect()
}

fn cell_paragraph(cell: &str, number: u32) -> Paragraph {
    let strong = cell.len() > 4 && cell.starts_with("**") && cell.ends_with("**");
    let text = if strong { cell.trim_matches('*') } else { cell };
    let mut paragraph = Paragraph::plain(text, Some(number));
    for piece in &mut paragraph.pieces {
        piece.strong = strong;
    }
    paragraph
}
