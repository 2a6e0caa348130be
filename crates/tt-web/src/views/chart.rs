//! Pictures on pages: one for wide screens and paper, one for phones, and the table of the same numbers.

use askama::Template;
use tt_app::pictures::Plot;
use tt_render::chart::{ChartTable, NARROW, WIDE};

/// A picture with its table, as HTML that stands in a page.
#[derive(Template)]
#[template(path = "chart.html")]
pub(crate) struct ChartView {
    title: String,
    wide: String,
    narrow: String,
    head: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    /// Whether the table is shown at once, and not first opened.
    is_open: bool,
    words: (&'static str, &'static str),
}

/// A cell of the table.
struct Cell {
    text: String,
    is_number: bool,
}

/// Longest table that is open from the start.
const OPEN_ROWS: usize = 8;

impl ChartView {
    /// Draws a picture for a page; `id` tells it from others there.
    pub(crate) fn new(id: &str, lang: tt_app::Language, plot: &Plot) -> Self {
        let wide = plot.chart(WIDE);
        Self {
            narrow: plot.chart(NARROW).svg(&format!("{id}-hep")),
            wide: wide.svg(id),
            is_open: wide.table.rows.len() <= OPEN_ROWS,
            words: (
                crate::show::say(lang, "Bảng số liệu", "The numbers as a table"),
                crate::show::say(lang, "Số liệu của biểu đồ:", "Numbers of the picture:"),
            ),
            head: cells(&wide.table, &wide.table.head),
            rows: wide.table.rows.iter().map(|row| cells(&wide.table, row)).collect(),
            title: wide.title,
        }
    }
}

fn cells(table: &ChartTable, row: &[String]) -> Vec<Cell> {
    let cell = |(column, text): (usize, &String)| Cell { text: text.clone(), is_number: column >= table.text_columns };
    row.iter().enumerate().map(cell).collect()
}
