//! Plan against actual against the same period: three bars a thing, its name above, the values at the right.

use rust_decimal::Decimal;
use tt_document::drawing::{Anchor, Area, Tone};

use super::canvas::{Canvas, EDGE, LEADING, Look, Swatch};
use super::number::{estimated, or_missing, with_unit};
use super::scale::Scale;
use super::{Chart, ChartTable};

/// More things than this get their names beside thin bars, so that forty still fit a page.
const ROOMY: usize = 8;

/// What is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    /// What the picture is.
    pub title: String,
    /// Unit of all values.
    pub unit: String,
    /// What the three series are called.
    pub names: SeriesNames,
    /// The things, in order.
    pub items: Vec<BarItem>,
}

/// What the series are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesNames {
    /// The column of the things' names: `Chỉ tiêu`.
    pub things: String,
    /// `Thực hiện 2019`.
    pub actual: String,
    /// `Kế hoạch 2019`.
    pub plan: String,
    /// `Cùng kỳ 2018`.
    pub same_period: String,
}

impl Default for SeriesNames {
    fn default() -> Self {
        Self {
            things: "Chỉ tiêu".into(),
            actual: "Thực hiện".into(),
            plan: "Kế hoạch".into(),
            same_period: "Cùng kỳ".into(),
        }
    }
}

/// One thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarItem {
    /// Its name.
    pub label: String,
    /// What was reached.
    pub actual: Option<Decimal>,
    /// Whether that is an estimate.
    pub estimate: bool,
    /// What was planned.
    pub plan: Option<Decimal>,
    /// What it was in the same period before.
    pub same_period: Option<Decimal>,
}

impl BarItem {
    fn values(&self) -> impl Iterator<Item = Decimal> {
        [self.actual, self.plan, self.same_period].into_iter().flatten()
    }

    fn rows(&self) -> [(Option<Decimal>, String, Swatch); 3] {
        [
            (self.actual, estimated(self.actual, self.estimate), Swatch::Solid(Tone::Data)),
            (self.plan, or_missing(self.plan), Swatch::Outline),
            (self.same_period, or_missing(self.same_period), Swatch::Solid(Tone::Earlier)),
        ]
    }
}

impl Bars {
    /// Draws them, so many pixels wide.
    pub fn chart(&self, width: u16) -> Chart {
        let mut canvas = Canvas::new(width);
        let names = &self.names;
        let mut y = canvas.legend(&[
            (Swatch::Solid(Tone::Data), &names.actual),
            (Swatch::Outline, &names.plan),
            (Swatch::Solid(Tone::Earlier), &names.same_period),
        ]);
        if self.items.len() > ROOMY {
            self.thin(&mut canvas, y);
        } else {
            for item in &self.items {
                y = self.roomy(&mut canvas, item, y);
            }
        }
        Chart {
            title: self.title.clone(),
            description: self.description(),
            drawing: canvas.finish(),
            table: self.table(),
        }
    }

    /// One thing with its name above its bars; things of one unit and one scale.
    fn roomy(&self, canvas: &mut Canvas, item: &BarItem, y: i32) -> i32 {
        const PITCH: i32 = 165;
        let y = canvas.paragraph(EDGE, y + 130, canvas.right() - EDGE, &item.label, Look::NAME.strong(), 2) + 70;
        let rows = item.rows();
        let printed = self.items.iter().flat_map(BarItem::rows).map(|(_, text, _)| Look::VALUE.strong().width(&text));
        let room = printed.max().unwrap_or_default().min(canvas.width() / 2);
        let length = canvas.right() - room - 100 - EDGE;
        let scale = Scale::over(self.items.iter().flat_map(BarItem::values), EDGE, length);
        for (index, (value, text, swatch)) in rows.iter().enumerate() {
            let top = y + PITCH * i32::try_from(index).unwrap_or_default();
            bar(canvas, &scale, *value, top, 100, *swatch);
            let look = if index == 0 { Look::VALUE.strong() } else { Look::VALUE };
            canvas.text(canvas.right(), top + 95, text, look);
        }
        let low = y + 3 * PITCH - 40;
        if self.items.iter().flat_map(BarItem::values).any(|value| value.is_sign_negative()) {
            canvas.rule((scale.zero(), y - 20), (scale.zero(), low), Tone::Rule);
        }
        canvas.reach(low);
        low + 60
    }

    /// Many things: names on the left, thin bars, the value reached at the right.
    fn thin(&self, canvas: &mut Canvas, top: i32) {
        const ROW: i32 = LEADING + 20;
        let left = EDGE + (canvas.width() - 2 * EDGE) * 2 / 5;
        let printed = self.items.iter().map(|item| Look::VALUE.width(&estimated(item.actual, item.estimate)));
        let room = printed.max().unwrap_or_default().min(canvas.width() / 4);
        let length = canvas.right() - room - 80 - left;
        let scale = Scale::over(self.items.iter().flat_map(BarItem::values), left, length.max(100));
        let mut y = top + 40;
        for item in &self.items {
            canvas.paragraph(EDGE, y + 115, left - EDGE - 80, &item.label, Look::NAME, 1);
            for (index, (value, _, swatch)) in item.rows().iter().enumerate() {
                let offset = 52 * i32::try_from(index).unwrap_or_default();
                bar(canvas, &scale, *value, y + offset, 40, *swatch);
            }
            canvas.text(canvas.right(), y + 115, &estimated(item.actual, item.estimate), Look::VALUE);
            y += ROW;
        }
        canvas.rule((scale.zero(), top + 20), (scale.zero(), y), Tone::Rule);
        canvas.reach(y);
    }

    fn table(&self) -> ChartTable {
        let names = &self.names;
        let unit = |name: &str| if self.unit.is_empty() { name.to_owned() } else { format!("{name} ({})", self.unit) };
        ChartTable {
            head: vec![names.things.clone(), unit(&names.actual), unit(&names.plan), unit(&names.same_period)],
            text_columns: 1,
            rows: self
                .items
                .iter()
                .map(|item| {
                    let [actual, plan, same] = item.rows().map(|(_, text, _)| text);
                    vec![item.label.clone(), actual, plan, same]
                })
                .collect(),
        }
    }

    fn description(&self) -> String {
        let names = &self.names;
        let of = |item: &BarItem| {
            let parts = item.rows().map(|(_, text, _)| with_unit(&text, &self.unit));
            let [actual, plan, same] = parts;
            format!("{}: {} {actual}, {} {plan}, {} {same}.", item.label, names.actual, names.plan, names.same_period)
        };
        described(self.items.iter().map(of), self.items.len(), "mục")
    }
}

/// A bar from zero to the value; a value of zero is a stroke at zero, a missing one is nothing.
pub(super) fn bar(canvas: &mut Canvas, scale: &Scale, value: Option<Decimal>, y: i32, height: i32, swatch: Swatch) {
    let Some(value) = value else { return };
    let (zero, end) = (scale.zero(), scale.at(value));
    let area = Area { x: zero.min(end), y, width: (end - zero).abs().max(10), height };
    swatch.draw(canvas, area);
}

/// The first sentences, and how many things there are where not all are told.
pub(super) fn described(sentences: impl Iterator<Item = String>, all: usize, things: &str) -> String {
    const TOLD: usize = 5;
    if all == 0 {
        return "Chưa có số liệu.".to_owned();
    }
    let mut out: Vec<String> = sentences.take(TOLD).collect();
    if all > TOLD {
        out.push(format!("Có {all} {things}; đủ số liệu ở bảng kèm theo."));
    }
    out.join(" ")
}

/// Where the value column of a row of this width starts, for pictures with a name, a bar and a value.
pub(super) fn name_column(canvas: &Canvas, names: impl Iterator<Item = i32>, share: (i32, i32)) -> i32 {
    let most = (canvas.width() - 2 * EDGE) * share.0 / share.1;
    names.max().unwrap_or_default().min(most)
}

/// Names centred over a column.
pub(super) fn over(look: Look) -> Look {
    look.anchored(Anchor::Middle)
}
