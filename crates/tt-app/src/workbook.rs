//! A document's tables as a workbook: a sheet for each with its heading above, and one of all figures in the text.
//!
//! Only what the document prints is taken, so a sheet says the same as the page: a number keeps its decimals, and a
//! figure names the record it shows where the document was composed from records. Pure.

use rust_decimal::Decimal;
use rust_xlsxwriter::XlsxError;
use tt_document::extract::FigureKind;
use tt_document::model::{BlockKind, RunRole, Table};
use tt_document::{Document, Extraction};
use tt_render::block_style::is_drawn;
use tt_text::Span;
use tt_text::numeral::{Numeral, NumeralStyle};

use crate::sheet::{Cell, TitledSheet, to_titled_workbook};

/// Name of the sheet of figures.
const FIGURES: &str = "Số liệu";

/// The tables and figures of a document as XLSX.
///
/// # Errors
/// A table is larger than a sheet can hold.
pub fn workbook(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let found = tt_document::extract(document);
    let mut sheets = tables(document);
    sheets.push(figures(document, &found));
    let frame = &document.frame;
    let title = frame.subject.as_deref().or(frame.kind.as_deref()).unwrap_or("Văn bản");
    to_titled_workbook(title, frame.date.date(), &sheets)
}

/// A sheet for every table, in order.
fn tables(document: &Document) -> Vec<TitledSheet> {
    let mut sheets: Vec<TitledSheet> = Vec::new();
    let mut heading = Heading::default();
    for block in document.body() {
        let text = document.slice(block.span).trim();
        match &block.kind {
            BlockKind::Table(table) => {
                let name = format!("Bảng {}", sheets.len() + 1);
                let title = heading.title().unwrap_or(&name).to_owned();
                sheets.push(sheet(document, table, name, title));
                heading.caption = None;
            }
            BlockKind::Annex { .. } => {
                heading = Heading { in_annex_head: true, section: text.to_owned(), caption: None }
            }
            BlockKind::Heading { label: None, .. } if heading.in_annex_head => {
                heading.section = format!("{}. {text}", heading.section);
                heading.in_annex_head = false;
            }
            BlockKind::Heading { .. } => {
                heading = Heading { section: text.to_owned(), ..Heading::default() };
            }
            BlockKind::Picture(_) => heading.caption = Some(text.to_owned()),
            BlockKind::Paragraph { .. } | BlockKind::Item { .. } | BlockKind::Frame => {
                heading.in_annex_head = false;
                heading.caption = (is_caption(text) || is_drawn(block)).then(|| text.to_owned());
            }
        }
    }
    sheets
}

/// What stands above a table.
#[derive(Default)]
struct Heading {
    /// Heading of the section, or label and title of the annex.
    section: String,
    /// The line just above, where it names the table.
    caption: Option<String>,
    /// Whether only the label of an annex has been read.
    in_annex_head: bool,
}

impl Heading {
    fn title(&self) -> Option<&str> {
        self.caption.as_deref().or(Some(self.section.as_str())).filter(|title| !title.is_empty())
    }
}

/// A line that names the table below it: `Bảng 1. …`, `Biểu số 02: …`.
fn is_caption(text: &str) -> bool {
    ["Bảng ", "BẢNG ", "Biểu ", "BIỂU "].iter().any(|word| text.starts_with(word))
}

fn sheet(document: &Document, table: &Table, name: String, title: String) -> TitledSheet {
    let row = |cells: &Vec<Span>| cells.iter().map(|cell| Cell::printed(document.slice(*cell))).collect();
    let rows: Vec<Vec<Cell>> = table.rows.iter().map(row).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let longest = |column: usize| {
        let texts = rows.iter().filter_map(|row| row.get(column));
        texts.map(|cell| cell.text.chars().count()).max().unwrap_or_default()
    };
    let widths = (0..columns).map(|column| u16::try_from(longest(column).clamp(6, 60)).unwrap_or(60) + 2).collect();
    TitledSheet { name, title, head_rows: table.head_rows.min(rows.len()), rows, widths }
}

/// Every figure of the text, in order.
fn figures(document: &Document, found: &Extraction) -> TitledSheet {
    let heads = ["STT", "Nội dung", "Giá trị", "Đến", "Trên tổng số", "Đơn vị", "Kỳ", "Loại", "Nguyên văn", "Bản ghi"];
    let mut rows = vec![heads.map(Cell::text).to_vec()];
    let roles = record_runs(document);
    for (figure, number) in found.figures.iter().zip(1..) {
        let text = |text: &Option<String>| Cell::text(text.clone().unwrap_or_default());
        rows.push(vec![
            Cell::number(Numeral::new(Decimal::from(number), NumeralStyle { width: 1, ..plain(0) })),
            text(&figure.subject),
            value(figure.value),
            value(figure.value_max),
            value(figure.of),
            text(&figure.unit),
            text(&figure.period),
            Cell::text(kind_words(figure.kind)),
            Cell::text(document.slice(figure.span)),
            Cell::text(record(&roles, figure.span).unwrap_or_default()),
        ]);
    }
    let widths = vec![6, 50, 14, 14, 14, 16, 24, 22, 30, 16];
    TitledSheet {
        name: FIGURES.to_owned(), title: "Số liệu trong văn bản".to_owned(), head_rows: 1, rows, widths
    }
}

fn plain(decimals: u32) -> NumeralStyle {
    NumeralStyle::vietnamese(u8::try_from(decimals).unwrap_or(u8::MAX))
}

fn value(value: Option<Decimal>) -> Cell {
    value.map(|value| Cell::number(Numeral::new(value, plain(value.scale())))).unwrap_or_default()
}

/// The runs that show records of figures, in order, with the numbers of those records.
fn record_runs(document: &Document) -> Vec<(Span, &str)> {
    let runs = document.blocks.iter().flat_map(|block| &block.runs);
    let notes = document.notes.iter().flat_map(|note| &note.runs);
    runs.chain(notes)
        .filter_map(|run| match &run.role {
            RunRole::Figure(key) => Some((run.span, key.0.strip_prefix("figure-")?)),
            _ => None,
        })
        .collect()
}

/// Where the record of a figure is shown: `/so-lieu/12`.
fn record(runs: &[(Span, &str)], figure: Span) -> Option<String> {
    let first = runs.partition_point(|(span, _)| span.end <= figure.start);
    let (_, number) = runs.get(first).filter(|(span, _)| span.overlaps(figure))?;
    Some(format!("/so-lieu/{number}"))
}

/// What sort of figure, in words.
fn kind_words(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::PercentOfPlan => "So với kế hoạch",
        FigureKind::ChangeVsSamePeriod => "So với cùng kỳ",
        FigureKind::Rank => "Thứ hạng",
        FigureKind::Ratio => "Phần trên tổng",
        FigureKind::Range => "Khoảng",
        FigureKind::Plan => "Kế hoạch, chỉ tiêu",
        FigureKind::Estimate => "Ước thực hiện",
        FigureKind::Share => "Tỷ trọng",
        FigureKind::Money => "Số tiền",
        FigureKind::Area => "Diện tích",
        FigureKind::Index => "Chỉ số",
        FigureKind::Count => "Số lượng",
        FigureKind::Actual => "Thực hiện",
    }
}

#[cfg(test)]
mod tests;
