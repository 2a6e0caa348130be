//! Pictures and tables on their way to the composer's page.

use serde::Serialize;
use tt_app::Language;
use tt_app::composing::BlockShown;
use tt_app::embedding::finding::FoundBlock;
use tt_app::embedding::{Drawn, Listed, What};
use tt_render::chart::{NARROW, WIDE};

use super::json::BlockJson;
use crate::show::say;

/// What an embedded block draws. Only ever sent; what comes back of it is not looked at.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DrawnJson {
    /// What it is called.
    title: String,
    page: Option<String>,
    /// Why there is nothing to see.
    missing: Option<String>,
    picture: Option<PictureJson>,
    table: Option<TableJson>,
}

/// A picture as SVG of two widths, and in words.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct PictureJson {
    wide: String,
    narrow: String,
    words: String,
}

/// A table: columns after the first `textColumns` hold numbers.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TableJson {
    head: Vec<String>,
    text_columns: usize,
    rows: Vec<Vec<String>>,
}

impl DrawnJson {
    pub(super) fn new(drawn: &Drawn) -> Self {
        let (title, page) = (drawn.title.clone(), drawn.page.clone());
        match &drawn.what {
            What::Picture(plot) => {
                let wide = plot.chart(WIDE);
                let picture = PictureJson {
                    wide: wide.svg("rong"),
                    narrow: plot.chart(NARROW).svg("hep"),
                    words: wide.description.clone(),
                };
                let table =
                    TableJson { head: wide.table.head, text_columns: wide.table.text_columns, rows: wide.table.rows };
                Self { title, page, missing: None, picture: Some(picture), table: Some(table) }
            }
            What::Table(Listed { head, text_columns, rows }) => {
                let table = TableJson { head: head.clone(), text_columns: *text_columns, rows: rows.clone() };
                Self { title, page, table: Some(table), ..Self::default() }
            }
            What::Missing(why) => Self { title, page, missing: Some(why.clone()), ..Self::default() },
        }
    }
}

/// A picture or table found, on its way to the page.
#[derive(Debug, Serialize)]
pub(super) struct FoundBlockJson {
    block: String,
    shown: String,
    label: String,
    kind: &'static str,
}

impl FoundBlockJson {
    pub(super) fn new(found: &FoundBlock, lang: Language) -> Self {
        Self {
            block: found.shows.to_string(),
            shown: found.what.clone(),
            label: found.of.clone(),
            kind: if found.shows.is_picture() { say(lang, "Hình", "Picture") } else { say(lang, "Bảng", "Table") },
        }
    }
}

/// A column a table can have.
#[derive(Debug, Serialize)]
struct ColumnJson {
    id: i64,
    name: String,
    chosen: bool,
}

/// A picture or table as it would stand in the report.
#[derive(Debug, Serialize)]
pub(crate) struct BlockShownJson {
    block: BlockJson,
    columns: Vec<ColumnJson>,
}

impl BlockShownJson {
    /// `None` for what is no block of its own.
    pub(super) fn new(shown: &BlockShown, block: Option<BlockJson>) -> Option<Self> {
        let columns =
            shown.columns.iter().map(|one| ColumnJson { id: one.id, name: one.name.clone(), chosen: one.chosen });
        Some(Self { block: block?, columns: columns.collect() })
    }
}
