//! Pictures of figures: plain labelled series in, one drawing and the table of the same numbers out.
//!
//! Pure and exact: values are decimals, places are whole tenths of a pixel, the same series give the same bytes. Every
//! picture is read in grey print too: reached is solid, planned is outlined, earlier is grey, foreseen is broken,
//! nothing known is hatched. A missing value is `–` and never 0. Nothing stands outside the picture and no two texts
//! overlap, by the wider of the faces it may be set in. Read [`Chart`] first.

mod bars;
mod canvas;
mod emf;
mod heat;
mod league;
mod number;
mod scale;
mod share;
mod stages;
mod svg;
mod trend;
mod type_width;

use tt_document::drawing::{Drawing, Picture};

pub use bars::{BarItem, Bars, SeriesNames};
pub use heat::{Heat, HeatRow};
pub use league::{Better, League, LeagueItem};
pub use number::value as number;
pub use share::Share;
pub use stages::{Stage, StageRole, Stages};
pub use trend::{Trend, TrendPoint};

pub(crate) use emf::emf;
pub use svg::svg;

/// Width of a picture on paper and on a wide screen, in pixels.
pub const WIDE: u16 = 640;
/// Width of a picture on a phone, in pixels.
pub const NARROW: u16 = 340;
/// The narrowest picture drawn; one asked to be narrower is as wide as this.
pub const NARROWEST: u16 = 300;

/// A picture with its words and its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it is: `Tổng kim ngạch xuất nhập khẩu, triệu USD`.
    pub title: String,
    /// What it shows, in sentences, for who cannot see it.
    pub description: String,
    /// The picture.
    pub drawing: Drawing,
    /// The same numbers.
    pub table: ChartTable,
}

/// The numbers of a picture. All columns after the first [`text_columns`](Self::text_columns) hold numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTable {
    /// Names of the columns.
    pub head: Vec<String>,
    /// How many columns from the left hold text.
    pub text_columns: usize,
    /// Rows of cells, each as printed; `–` where nothing is known.
    pub rows: Vec<Vec<String>>,
}

impl Chart {
    /// As SVG to stand in a page. Marks have classes for the page's style sheet and attributes for where there is
    /// none; `id` (letters, digits and `-`) tells its title and description from those of others on the page.
    pub fn svg(&self, id: &str) -> String {
        svg(&self.drawing, &self.title, &self.description, id)
    }

    /// As a document's picture.
    pub fn picture(&self) -> Picture {
        Picture { description: self.description.clone(), drawing: Some(self.drawing.clone()) }
    }
}

#[cfg(test)]
mod tests;
