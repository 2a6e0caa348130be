//! A ranking: the best first, the own one solid, the others grey, equals at one place, the unknown last without one.

use rust_decimal::Decimal;
use tt_document::drawing::{Anchor, Tone};

use super::bars::{bar, described, name_column};
use super::canvas::{Canvas, EDGE, LEADING, Look, Swatch};
use super::number::{MISSING, or_missing, with_unit};
use super::scale::Scale;
use super::{Chart, ChartTable};

/// Who stands where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct League {
    /// What the picture is.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// The column of the names: `Cơ quan`.
    pub things: String,
    /// Which end is the first place.
    pub better: Better,
    /// All who are compared, in any order.
    pub items: Vec<LeagueItem>,
}

/// Which end is the first place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Better {
    /// The most.
    #[default]
    Higher,
    /// The least.
    Lower,
}

/// One who is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeagueItem {
    /// Their name.
    pub label: String,
    /// Their value.
    pub value: Option<Decimal>,
    /// Whether this is who looks.
    pub own: bool,
}

/// One line of the ranking.
struct Placed<'a> {
    place: Option<usize>,
    item: &'a LeagueItem,
}

impl Placed<'_> {
    fn printed(&self) -> String {
        self.place.map_or_else(|| MISSING.to_owned(), |place| place.to_string())
    }
}

impl League {
    /// Draws it, so many pixels wide.
    pub fn chart(&self, width: u16) -> Chart {
        let mut canvas = Canvas::new(width);
        let placed = self.placed();
        let places = placed.iter().map(|placed| Look::NAME.width(&placed.printed())).max().unwrap_or_default();
        let left = EDGE + places + 90;
        let names = self.items.iter().map(|item| Look::NAME.strong().width(&item.label));
        let column = name_column(&canvas, names, (2, 5));
        let values = self.items.iter().map(|item| Look::VALUE.strong().width(&or_missing(item.value)));
        let ends = values.max().unwrap_or_default().min(canvas.width() / 4);
        let from = left + column + 90;
        let length = (canvas.right() - ends - 80 - from).max(100);
        let scale = Scale::over(self.items.iter().filter_map(|item| item.value), from, length);
        let mut y = EDGE;
        for line in &placed {
            let own = line.item.own;
            let look = |look: Look| if own { look.strong() } else { look };
            canvas.text(left - 90, y + 120, &line.printed(), look(Look::NAME.anchored(Anchor::End)));
            canvas.paragraph(left, y + 120, column, &line.item.label, look(Look::NAME), 1);
            let swatch = Swatch::Solid(if own { Tone::Data } else { Tone::Earlier });
            bar(&mut canvas, &scale, line.item.value, y + 30, 100, swatch);
            canvas.text(canvas.right(), y + 120, &or_missing(line.item.value), look(Look::VALUE));
            y += LEADING + 40;
        }
        if self.items.iter().filter_map(|item| item.value).any(|value| value.is_sign_negative()) {
            canvas.rule((scale.zero(), EDGE), (scale.zero(), y), Tone::Rule);
        }
        canvas.reach(y - 40);
        Chart {
            title: self.title.clone(),
            description: self.description(&placed),
            drawing: canvas.finish(),
            table: self.table(&placed),
        }
    }

    /// The lines in order; equal values share the place of the first of them.
    fn placed(&self) -> Vec<Placed<'_>> {
        let mut known: Vec<(&LeagueItem, Decimal)> =
            self.items.iter().filter_map(|item| Some((item, item.value?))).collect();
        known.sort_by(|(_, left), (_, right)| match self.better {
            Better::Higher => right.cmp(left),
            Better::Lower => left.cmp(right),
        });
        let mut out: Vec<Placed<'_>> = Vec::with_capacity(self.items.len());
        let mut before: Option<(usize, Decimal)> = None;
        for (index, (item, value)) in known.into_iter().enumerate() {
            let place = before.filter(|(_, same)| *same == value).map_or(index + 1, |(place, _)| place);
            before = Some((place, value));
            out.push(Placed { place: Some(place), item });
        }
        let unknown = self.items.iter().filter(|item| item.value.is_none());
        out.extend(unknown.map(|item| Placed { place: None, item }));
        out
    }

    fn table(&self, placed: &[Placed<'_>]) -> ChartTable {
        let value = if self.unit.is_empty() { "Giá trị".to_owned() } else { format!("Giá trị ({})", self.unit) };
        let row = |line: &Placed<'_>| vec![line.printed(), line.item.label.clone(), or_missing(line.item.value)];
        ChartTable {
            head: vec!["Thứ".into(), self.things.clone(), value],
            text_columns: 2,
            rows: placed.iter().map(row).collect(),
        }
    }

    fn description(&self, placed: &[Placed<'_>]) -> String {
        let told = |line: &Placed<'_>| match line.place {
            Some(place) => {
                format!("Thứ {place}: {}, {}.", line.item.label, with_unit(&or_missing(line.item.value), &self.unit))
            }
            None => format!("{}: chưa có số liệu.", line.item.label),
        };
        let own = placed.iter().filter(|line| line.item.own).map(|line| format!("Đơn vị đang xem: {}", told(line)));
        let others = placed.iter().filter(|line| !line.item.own).map(told);
        described(own.chain(others), placed.len(), "đơn vị")
    }
}
