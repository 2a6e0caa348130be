//! Tasks listed in a table: one column with the task, one with its grade or result.

use tt_text::{Span, fold};

use crate::extract::{Grade, Rating, Task};
use crate::model::{BlockKind, Document, Table};

/// Finds the tasks of the first table that lists them with grades.
pub(super) fn tasks(document: &Document) -> Vec<Task> {
    document
        .blocks
        .iter()
        .find_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(of_table(document, table)).filter(|tasks| !tasks.is_empty()),
            _ => None,
        })
        .unwrap_or_default()
}

fn of_table(document: &Document, table: &Table) -> Vec<Task> {
    let column = |words: &[&str]| {
        table.rows.iter().take(table.head_rows).find_map(|row| {
            row.iter().position(|cell| {
                let title = fold(document.slice(*cell));
                words.iter().any(|word| title.contains(word))
            })
        })
    };
    let text_column = column(&["nhiem vu", "noi dung cong viec", "noi dung nhiem vu"]);
    let grade_column = column(&["danh gia", "xep loai", "muc do hoan thanh"]);
    let (Some(text_column), Some(grade_column)) = (text_column, grade_column) else { return Vec::new() };
    if text_column == grade_column {
        return Vec::new();
    }
    let mut tasks = Vec::new();
    for row in table.rows.iter().skip(table.head_rows) {
        let (Some(text), Some(graded)) = (row.get(text_column), row.get(grade_column)) else { continue };
        let statement = document.slice(*text);
        let rating = grade(document.slice(*graded)).map(|grade| Rating { grade, span: *graded });
        let number = row.first().and_then(|cell| document.slice(*cell).trim_matches(['.', ' ']).parse().ok());
        let counted = u32::try_from(tasks.len() + 1).ok();
        let (Some(number), true) = (number.or(counted), statement.chars().count() > 8 && rating.is_some()) else {
            continue;
        };
        let end = row.last().map_or(text.end, |cell| cell.end);
        let start = row.first().map_or(text.start, |cell| cell.start);
        tasks.push(Task {
            number,
            year: None,
            text: statement.to_owned(),
            text_span: *text,
            span: Span::new(start, end),
            targets: Vec::new(),
            rating,
        });
    }
    tasks
}

/// The grade a cell names.
fn grade(cell: &str) -> Option<Grade> {
    let cell = fold(cell.trim());
    if cell.len() > 60 {
        return None;
    }
    let negative = cell.contains("khong hoan thanh") || cell.contains("chua hoan thanh");
    match cell.contains("hoan thanh") {
        true if negative => Some(Grade::NotCompleted),
        true if cell.contains("xuat sac") => Some(Grade::Excellent),
        true if cell.contains("tot") => Some(Grade::Good),
        true => Some(Grade::Completed),
        false => None,
    }
}
