//! A value over periods: reached as a line with dots, planned thin, earlier grey, foreseen broken.

use rust_decimal::Decimal;
use tt_document::drawing::{Anchor, Area, Spot, Tone};

use super::bars::described;
use super::canvas::{Canvas, EDGE, Look, Swatch};
use super::number::{or_missing, value, with_unit};
use super::scale::{Scale, ticks};
use super::type_width::wrapped;
use super::{Chart, ChartTable};

/// Height of the plane.
const TALL: i32 = 1900;

/// A value over periods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trend {
    /// What the picture is.
    pub title: String,
    /// Unit of all values.
    pub unit: String,
    /// How the forecast is made, in words; shown under the picture. Empty if there is none.
    pub method: String,
    /// Periods in order.
    pub points: Vec<TrendPoint>,
}

/// One period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrendPoint {
    /// The period: `T4`, `Quý I`, `2019`.
    pub label: String,
    /// What was reached; `None` where nothing is known.
    pub actual: Option<Decimal>,
    /// What was planned.
    pub plan: Option<Decimal>,
    /// What it was in the same period before.
    pub same_period: Option<Decimal>,
    /// What is foreseen.
    pub forecast: Option<Decimal>,
}

/// The plane a line is drawn on.
struct Plane {
    left: i32,
    slot: i32,
    top: i32,
    scale: Scale,
}

impl Plane {
    fn x(&self, index: usize) -> i32 {
        self.left + self.slot / 2 + self.slot * i32::try_from(index).unwrap_or_default()
    }

    fn spot(&self, index: usize, value: Decimal) -> Spot {
        Spot { x: self.x(index), y: self.scale.at(value) }
    }
}

impl Trend {
    /// Draws it, so many pixels wide.
    pub fn chart(&self, width: u16) -> Chart {
        let mut canvas = Canvas::new(width);
        let shown: Vec<(Swatch, &str)> = [
            (true, Swatch::Line(Tone::Data, false), "Thực hiện"),
            (self.any(|point| point.forecast), Swatch::Line(Tone::Data, true), "Dự báo"),
            (self.any(|point| point.plan), Swatch::Line(Tone::Ink, false), "Kế hoạch"),
            (self.any(|point| point.same_period), Swatch::Line(Tone::Earlier, false), "Cùng kỳ"),
        ]
        .into_iter()
        .filter_map(|(any, swatch, name)| any.then_some((swatch, name)))
        .collect();
        let below = canvas.legend(&shown);
        let plane = self.plane(&mut canvas, below + 60);
        self.names(&mut canvas, &plane);
        self.series(&mut canvas, &plane, |point| point.same_period, Tone::Earlier, 16);
        self.series(&mut canvas, &plane, |point| point.plan, Tone::Ink, 10);
        self.foreseen(&mut canvas, &plane);
        self.series(&mut canvas, &plane, |point| point.actual, Tone::Data, 22);
        self.dots(&mut canvas, &plane);
        if !self.method.is_empty() {
            let (y, room) = (plane.top + TALL + 400, canvas.right() - EDGE);
            let method = format!("Dự báo: {}", self.method);
            canvas.paragraph(EDGE, y, room, &method, Look::NOTE, 3);
        }
        Chart {
            title: self.title.clone(),
            description: self.description(),
            drawing: canvas.finish(),
            table: self.table(),
        }
    }

    fn any(&self, of: impl Fn(&TrendPoint) -> Option<Decimal>) -> bool {
        self.points.iter().any(|point| of(point).is_some())
    }

    fn values(&self) -> impl Iterator<Item = Decimal> {
        let all = |point: &TrendPoint| [point.actual, point.plan, point.same_period, point.forecast];
        self.points.iter().flat_map(all).flatten()
    }

    /// Axis, rules and their values.
    fn plane(&self, canvas: &mut Canvas, top: i32) -> Plane {
        let ticks = ticks(self.values());
        let widest = ticks.iter().map(|tick| Look::NOTE.width(&value(*tick))).max().unwrap_or_default();
        let left = (EDGE + widest + 80).min(canvas.width() / 2);
        let (low, high) = (ticks.first().copied().unwrap_or_default(), ticks.last().copied().unwrap_or_default());
        let scale = Scale::between(low, high, top + TALL, -TALL);
        for tick in &ticks {
            let y = scale.at(*tick);
            let tone = if tick.is_zero() { Tone::Soft } else { Tone::Rule };
            canvas.rule((left, y), (canvas.right(), y), tone);
            canvas.text(left - 60, y + 40, &value(*tick), Look::NOTE.anchored(Anchor::End));
        }
        let count = i32::try_from(self.points.len().max(1)).unwrap_or(i32::MAX);
        canvas.reach(top + TALL);
        Plane { left, slot: (canvas.right() - left) / count, top, scale }
    }

    /// Periods along the axis, as many as fit.
    fn names(&self, canvas: &mut Canvas, plane: &Plane) {
        let look = Look::NOTE.anchored(Anchor::Middle);
        let room = (canvas.right() - plane.left).max(1);
        let widest = self.points.iter().map(|point| look.width(&point.label)).max().unwrap_or(1).clamp(1, room / 2);
        let each = (widest + 60 + plane.slot.max(1) - 1) / plane.slot.max(1);
        let each = usize::try_from(each).unwrap_or(1).max(1);
        for (index, point) in self.points.iter().enumerate().step_by(each) {
            let label = wrapped(&point.label, widest, look.size, false, 1).concat();
            let half = look.width(&label) / 2;
            let x = plane.x(index).clamp(half, (canvas.width() - half).max(half));
            canvas.text(x, plane.top + TALL + 180, &label, look);
        }
        canvas.reach(plane.top + TALL + 220);
    }

    /// A line through what is known; it breaks where nothing is, and one value alone is a short stroke.
    fn series(
        &self,
        canvas: &mut Canvas,
        plane: &Plane,
        of: impl Fn(&TrendPoint) -> Option<Decimal>,
        tone: Tone,
        width: i32,
    ) {
        let mut run: Vec<Spot> = Vec::new();
        let known =
            self.points.iter().enumerate().map(|(index, point)| of(point).map(|value| plane.spot(index, value)));
        for spot in known.chain([None]) {
            match spot {
                Some(spot) => run.push(spot),
                None => {
                    if let [Spot { x, y }] = run[..] {
                        run = vec![Spot { x: x - 40, y }, Spot { x: x + 40, y }];
                    }
                    canvas.line(std::mem::take(&mut run), tone, width, false);
                }
            }
        }
    }

    /// The broken line, from the last value reached.
    fn foreseen(&self, canvas: &mut Canvas, plane: &Plane) {
        let Some(first) = self.points.iter().position(|point| point.forecast.is_some()) else { return };
        let mut before = self.points.iter().enumerate().take(first + 1).rev();
        let from = before.find_map(|(index, point)| point.actual.map(|value| plane.spot(index, value)));
        let ahead = self.points.iter().enumerate().skip(first);
        let ahead = ahead.filter_map(|(index, point)| point.forecast.map(|value| plane.spot(index, value)));
        canvas.line(from.into_iter().chain(ahead.clone()).collect(), Tone::Data, 18, true);
        for spot in ahead {
            canvas.dot(spot, 32, None, Some(Tone::Data));
        }
    }

    /// Dots on what was reached, a stroke on the axis where nothing is known, and the last values in figures.
    fn dots(&self, canvas: &mut Canvas, plane: &Plane) {
        let floor = plane.scale.zero();
        for (index, point) in self.points.iter().enumerate() {
            match point.actual {
                Some(value) => canvas.dot(plane.spot(index, value), 32, Some(Tone::Data), None),
                None if point.forecast.is_none() => {
                    let half = (plane.slot / 4).clamp(8, 60);
                    let area = Area { x: plane.x(index) - half, y: floor - 50, width: 2 * half, height: 50 };
                    canvas.hatch(area, Tone::Soft);
                }
                None => {}
            }
        }
        let last = |of: fn(&TrendPoint) -> Option<Decimal>| {
            self.points.iter().enumerate().rev().find_map(|(index, point)| of(point).map(|value| (index, value)))
        };
        for (index, known) in [last(|point| point.actual), last(|point| point.forecast)].into_iter().flatten() {
            let (spot, text) = (plane.spot(index, known), value(known));
            let look = Look::NAME.strong().anchored(Anchor::Middle);
            let half = look.width(&text) / 2 + 1;
            let x = spot.x.clamp(plane.left + half, (canvas.width() - half).max(plane.left + half));
            canvas.text(x, spot.y - 70, &text, look);
        }
    }

    fn table(&self) -> ChartTable {
        let unit = |name: &str| if self.unit.is_empty() { name.to_owned() } else { format!("{name} ({})", self.unit) };
        let head = ["Thực hiện", "Kế hoạch", "Cùng kỳ", "Dự báo"].map(unit);
        let row = |point: &TrendPoint| {
            let values = [point.actual, point.plan, point.same_period, point.forecast].map(or_missing);
            std::iter::once(point.label.clone()).chain(values).collect()
        };
        ChartTable {
            head: std::iter::once("Kỳ".to_owned()).chain(head).collect(),
            text_columns: 1,
            rows: self.points.iter().map(row).collect(),
        }
    }

    fn description(&self) -> String {
        let mut known = self.points.iter().filter(|point| point.actual.is_some());
        let (first, last) = (known.next(), known.next_back());
        let told =
            |point: &TrendPoint| format!("{}: {}", point.label, with_unit(&or_missing(point.actual), &self.unit));
        let mut sentences = Vec::new();
        if let Some(first) = first {
            sentences.push(format!("Kỳ đầu có số liệu, {}.", told(first)));
        }
        if let Some(last) = last {
            sentences.push(format!("Kỳ gần nhất, {}.", told(last)));
        }
        if let Some(point) = self.points.iter().rev().find(|point| point.forecast.is_some()) {
            let forecast = with_unit(&or_missing(point.forecast), &self.unit);
            sentences.push(format!("Dự báo {}: {forecast}.", point.label));
        }
        let gaps = self.points.iter().filter(|point| point.actual.is_none() && point.forecast.is_none()).count();
        if gaps > 0 && !sentences.is_empty() {
            sentences.push(format!("{gaps} kỳ chưa có số liệu."));
        }
        described(sentences.iter().cloned(), sentences.len(), "kỳ")
    }
}
