//! So many of so many: one mark a real thing up to forty, a bar above; what nobody knows is an open broken mark.

use rust_decimal::Decimal;
use tt_document::drawing::{Area, Spot, Tone};

use super::canvas::{Canvas, EDGE, LEADING, Look};
use super::scale::Scale;
use super::{Chart, ChartTable};

/// So many of so many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// What the picture is.
    pub title: String,
    /// What is counted: `xã`.
    pub things: String,
    /// How many are done; `None` where nobody knows.
    pub done: Option<u32>,
    /// Of how many.
    pub of: u32,
}

impl Share {
    /// Draws it, so many pixels wide.
    pub fn chart(&self, width: u16) -> Chart {
        const PITCH: i32 = 150;
        let mut canvas = Canvas::new(width);
        let done = self.done.map_or_else(|| super::number::MISSING.to_owned(), |done| done.to_string());
        let text = format!("{done}/{} {}", self.of, self.things);
        let room = Look::VALUE.strong().width(&text).min(canvas.width() / 2);
        let area = Area { x: EDGE, y: EDGE, width: (canvas.right() - room - 100 - EDGE).max(PITCH), height: 90 };
        canvas.text(canvas.right(), EDGE + 110, &text, Look::VALUE.strong());
        let reached = self.done.unwrap_or_default();
        if self.of.max(reached) <= 40 {
            let each_line = (area.width / PITCH).max(1);
            for index in 0..self.of.max(reached) {
                let place = i32::try_from(index).unwrap_or_default();
                let (column, line) = (place % each_line, place / each_line);
                let centre = Spot { x: area.x + 55 + column * PITCH, y: area.y + 65 + line * PITCH };
                match self.done {
                    None => canvas.dot(centre, 45, None, Some(Tone::Rule)),
                    Some(done) if index < done => canvas.dot(centre, 50, Some(Tone::Good), None),
                    Some(_) => canvas.dot(centre, 45, None, Some(Tone::Soft)),
                }
            }
        } else if let Some(done) = self.done {
            let scale = Scale::over(std::iter::once(Decimal::from(self.of.max(done))), area.x, area.width);
            canvas.rectangle(area, None, Some(Tone::Ink));
            let filled = Area { width: scale.at(Decimal::from(done)) - area.x, ..area };
            canvas.rectangle(filled, Some(Tone::Good), None);
        } else {
            canvas.hatch(area, Tone::Soft);
        }
        canvas.reach(EDGE + LEADING);
        let table = ChartTable {
            head: vec!["Nội dung".into(), "Đã đạt".into(), "Tổng số".into()],
            text_columns: 1,
            rows: vec![vec![self.title.clone(), done, self.of.to_string()]],
        };
        Chart { title: self.title.clone(), description: format!("{text}."), drawing: canvas.finish(), table }
    }
}
