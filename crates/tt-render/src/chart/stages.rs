//! The flow of things through stages: one row a stage in order, one dot a thing as far as they can be counted by eye.

use rust_decimal::Decimal;
use tt_document::drawing::{Area, Spot, Tone};

use super::bars::{bar, described, name_column};
use super::canvas::{Canvas, EDGE, LEADING, Look, Swatch};
use super::number::MISSING;
use super::scale::Scale;
use super::{Chart, ChartTable};

/// More things than this in one stage are drawn as bars.
const COUNTED_BY_EYE: u32 = 40;
/// From one dot to the next.
const PITCH: i32 = 130;

/// Things by the stage they are in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stages {
    /// What the picture is.
    pub title: String,
    /// What is counted: `chợ`.
    pub things: String,
    /// The stages in order.
    pub stages: Vec<Stage>,
}

/// One stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub label: String,
    /// How many are in it; `None` where nobody knows.
    pub count: Option<u32>,
    /// How many of them have been in it for longer than is usual.
    pub slow: u32,
    /// Whether the way goes on from here.
    pub role: StageRole,
}

/// What a stage means for what is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StageRole {
    /// Under way.
    #[default]
    Going,
    /// Reached the end.
    Done,
    /// Taken out of the way.
    Stopped,
}

impl StageRole {
    fn tone(self) -> Tone {
        match self {
            Self::Going => Tone::Data,
            Self::Done => Tone::Good,
            Self::Stopped => Tone::Bad,
        }
    }
}

impl Stages {
    /// Draws them, so many pixels wide.
    pub fn chart(&self, width: u16) -> Chart {
        let mut canvas = Canvas::new(width);
        let left = EDGE + 220;
        let names = self.stages.iter().map(|stage| Look::NAME.width(&stage.label));
        let column = name_column(&canvas, names, (2, 5));
        let values = self.stages.iter().map(|stage| Look::VALUE.strong().width(&printed(stage)));
        let ends = values.max().unwrap_or_default().min(canvas.width() / 4);
        let marks = Area { x: left + column + 100, y: 0, width: 0, height: 0 };
        let marks = Area { width: (canvas.right() - ends - 80 - marks.x).max(100), ..marks };
        let most = self.stages.iter().filter_map(|stage| stage.count).max().unwrap_or_default();
        let dots = most <= COUNTED_BY_EYE;
        let scale = Scale::over(std::iter::once(Decimal::from(most)), marks.x, marks.width);
        let mut y = EDGE;
        let mut before: Option<Spot> = None;
        for stage in &self.stages {
            let low = canvas.paragraph(left, y + 120, column, &stage.label, Look::NAME, 2);
            let node = Spot { x: EDGE + 80, y: y + 75 };
            if let Some(before) = before.filter(|_| stage.role != StageRole::Stopped) {
                canvas.rule((before.x, before.y + 60), (node.x, node.y - 60), Tone::Soft);
            }
            node_mark(&mut canvas, node, stage);
            if stage.role != StageRole::Stopped {
                before = Some(node);
            }
            let area = Area { y, ..marks };
            let below = if dots { dotted(&mut canvas, stage, area) } else { barred(&mut canvas, stage, &scale, y) };
            canvas.text(canvas.right(), y + 120, &printed(stage), Look::VALUE.strong());
            y = below.max(low + 50).max(y + LEADING) + 60;
        }
        canvas.reach(y - 60);
        Chart {
            title: self.title.clone(),
            description: self.description(),
            drawing: canvas.finish(),
            table: self.table(),
        }
    }

    fn table(&self) -> ChartTable {
        let row = |stage: &Stage| {
            let slow = stage.count.map_or_else(|| MISSING.to_owned(), |_| stage.slow.to_string());
            vec![stage.label.clone(), printed(stage), slow]
        };
        ChartTable {
            head: vec!["Giai đoạn".into(), format!("Số {}", self.things), "Quá thời gian thường lệ".into()],
            text_columns: 1,
            rows: self.stages.iter().map(row).collect(),
        }
    }

    fn description(&self) -> String {
        let told = self.stages.iter().map(|stage| match stage.count {
            Some(count) if stage.slow > 0 => {
                format!("{}: {count} {}, {} quá thời gian thường lệ.", stage.label, self.things, stage.slow)
            }
            Some(count) => format!("{}: {count} {}.", stage.label, self.things),
            None => format!("{}: chưa có số liệu.", stage.label),
        });
        described(told, self.stages.len(), "giai đoạn")
    }
}

fn printed(stage: &Stage) -> String {
    stage.count.map_or_else(|| MISSING.to_owned(), |count| super::number(Decimal::from(count)))
}

/// The stage on the way: filled where something is in it, a ring where not, a square where the way ends early.
fn node_mark(canvas: &mut Canvas, node: Spot, stage: &Stage) {
    let filled = stage.count.is_some_and(|count| count > 0);
    if stage.role == StageRole::Stopped {
        let area = Area { x: node.x - 50, y: node.y - 50, width: 100, height: 100 };
        canvas.rectangle(area, None, Some(Tone::Bad));
        canvas.rule((node.x - 30, node.y - 30), (node.x + 30, node.y + 30), Tone::Bad);
        canvas.rule((node.x - 30, node.y + 30), (node.x + 30, node.y - 30), Tone::Bad);
    } else {
        canvas.dot(node, 50, filled.then(|| stage.role.tone()), Some(stage.role.tone()));
    }
}

/// One mark a thing, in as many lines as they need; gives the y below. Those slow in this stage are rings.
fn dotted(canvas: &mut Canvas, stage: &Stage, area: Area) -> i32 {
    let each_line = (area.width / PITCH).max(1);
    let Some(count) = stage.count else {
        canvas.hatch(Area { y: area.y + 30, height: 90, ..area }, Tone::Soft);
        return area.y + LEADING;
    };
    let slow_from = count.saturating_sub(stage.slow);
    for index in 0..count {
        let place = i32::try_from(index).unwrap_or_default();
        let centre = Spot { x: area.x + 50 + place % each_line * PITCH, y: area.y + 75 + place / each_line * PITCH };
        if index < slow_from {
            canvas.dot(centre, 42, Some(stage.role.tone()), None);
        } else {
            canvas.dot(centre, 42, None, Some(Tone::Warn));
            canvas.dot(centre, 14, Some(Tone::Warn), None);
        }
    }
    let lines = (i32::try_from(count).unwrap_or_default().max(1) - 1) / each_line;
    area.y + 75 + lines * PITCH + 60
}

fn barred(canvas: &mut Canvas, stage: &Stage, scale: &Scale, y: i32) -> i32 {
    bar(canvas, scale, stage.count.map(Decimal::from), y + 25, 100, Swatch::Solid(stage.role.tone()));
    if stage.slow > 0 {
        bar(canvas, scale, Some(Decimal::from(stage.slow)), y + 55, 40, Swatch::Solid(Tone::Warn));
    }
    y + LEADING
}
