//! A heat map: rows against columns, the darker the more, the number in every cell that has room for it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use tt_document::drawing::{Anchor, Area, Tone};

use super::bars::{described, name_column, over};
use super::canvas::{Canvas, EDGE, Look};
use super::number::{or_missing, value};
use super::type_width::wrapped;
use super::{Chart, ChartTable};

/// Height of a row.
const ROW: i32 = 240;

/// Values by row and column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heat {
    /// What the picture is.
    pub title: String,
    /// What the values count.
    pub unit: String,
    /// The column of the rows' names: `Phòng`.
    pub things: String,
    /// Names of the columns: `T1`…
    pub columns: Vec<String>,
    /// The rows, each with a value a column.
    pub rows: Vec<HeatRow>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeatRow {
    /// Its name.
    pub label: String,
    /// Its values; `None`, or none left, where nothing is known.
    pub values: Vec<Option<Decimal>>,
}

impl HeatRow {
    fn at(&self, column: usize) -> Option<Decimal> {
        self.values.get(column).copied().flatten()
    }
}

impl Heat {
    /// Draws it, so many pixels wide.
    pub fn chart(&self, width: u16) -> Chart {
        let mut canvas = Canvas::new(width);
        let count = i32::try_from(self.columns.len().max(1)).unwrap_or(i32::MAX);
        let names = self.rows.iter().map(|row| Look::NAME.width(&row.label));
        let column = name_column(&canvas, names, (1, 3));
        let left = EDGE + column + 80;
        let cell = ((canvas.right() - left) / count).max(20);
        let x = |index: usize| left + cell * i32::try_from(index).unwrap_or_default();
        for (index, name) in self.columns.iter().enumerate() {
            let look = over(Look::NOTE);
            let name = wrapped(name, cell - 10, look.size, false, 1).concat();
            canvas.text(x(index) + cell / 2, EDGE + 100, &name, look);
        }
        let most = self.most();
        let mut y = EDGE + 160;
        for row in &self.rows {
            canvas.paragraph(EDGE, y + 160, column, &row.label, Look::NAME, 1);
            for index in 0..self.columns.len() {
                let area = Area { x: x(index) + 5, y: y + 5, width: cell - 10, height: ROW - 10 };
                cell_mark(&mut canvas, area, row.at(index), most);
            }
            y += ROW;
        }
        canvas.reach(y);
        Chart {
            title: self.title.clone(),
            description: self.description(),
            drawing: canvas.finish(),
            table: self.table(),
        }
    }

    fn most(&self) -> Decimal {
        self.rows.iter().flat_map(|row| row.values.iter().flatten()).copied().max().unwrap_or_default()
    }

    fn table(&self) -> ChartTable {
        let row = |row: &HeatRow| {
            let values = (0..self.columns.len()).map(|column| or_missing(row.at(column)));
            std::iter::once(row.label.clone()).chain(values).collect()
        };
        ChartTable {
            head: std::iter::once(self.things.clone()).chain(self.columns.iter().cloned()).collect(),
            text_columns: 1,
            rows: self.rows.iter().map(row).collect(),
        }
    }

    fn description(&self) -> String {
        let most = self.most();
        let told = self.rows.iter().map(|row| {
            let known = row.values.iter().take(self.columns.len()).flatten().copied();
            let sum = known.clone().try_fold(Decimal::ZERO, Decimal::checked_add);
            let peak = (0..self.columns.len())
                .filter(|column| !most.is_zero() && row.at(*column).is_some())
                .max_by_key(|column| (row.at(*column), std::cmp::Reverse(*column)))
                .and_then(|column| Some((self.columns.get(column)?, row.at(column)?)))
                .filter(|(_, value)| !value.is_zero());
            match (known.count(), sum, peak) {
                (0, ..) => format!("{}: chưa có số liệu.", row.label),
                (_, Some(sum), Some((name, most))) => {
                    format!("{}: tổng {} {}, nhiều nhất {name} ({}).", row.label, value(sum), self.unit, value(most))
                }
                (_, Some(sum), None) => format!("{}: tổng {} {}.", row.label, value(sum), self.unit),
                (_, None, _) => format!("{}: xem bảng.", row.label),
            }
        });
        described(told, self.rows.len(), "dòng")
    }
}

fn cell_mark(canvas: &mut Canvas, area: Area, known: Option<Decimal>, most: Decimal) {
    let Some(known) = known else {
        canvas.hatch(area, Tone::Soft);
        return;
    };
    let step = step(known, most);
    canvas.rectangle(area, (step > 0).then_some(Tone::Heat(step)), Some(Tone::Rule));
    let text = value(known);
    let look = Look { tone: Tone::Ink, anchor: Anchor::Middle, ..Look::NOTE };
    if look.width(&text) <= area.width {
        canvas.text(area.x + area.width / 2, area.y + area.height / 2 + 42, &text, look);
    }
}

/// From 0 for nothing to 5 for the most.
fn step(value: Decimal, most: Decimal) -> u8 {
    if value <= Decimal::ZERO {
        return 0;
    }
    let part = value.checked_div(most).unwrap_or_default() * Decimal::from(5);
    part.ceil().to_u8().unwrap_or(5).clamp(1, 5)
}
