//! Where marks are put: text is measured, kept inside, and never laid over other text.

use tt_document::drawing::{Anchor, Area, Drawing, Mark, Spot, Tone};

use super::NARROWEST;
use super::type_width::{width, wrapped};

/// Size of ordinary text.
pub(super) const TYPE: i32 = 125;
/// Size of small text.
pub(super) const SMALL: i32 = 115;
/// From one base line to the next.
pub(super) const LEADING: i32 = 170;
/// Room at every edge.
pub(super) const EDGE: i32 = 60;

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) anchor: Anchor,
    pub(super) size: i32,
    pub(super) strong: bool,
    pub(super) tone: Tone,
}

impl Look {
    /// A name.
    pub(super) const NAME: Self = Self { anchor: Anchor::Start, size: TYPE, strong: false, tone: Tone::Ink };
    /// A value at the right edge.
    pub(super) const VALUE: Self = Self { anchor: Anchor::End, size: TYPE, strong: false, tone: Tone::Ink };
    /// What explains.
    pub(super) const NOTE: Self = Self { anchor: Anchor::Start, size: SMALL, strong: false, tone: Tone::Soft };

    pub(super) fn strong(self) -> Self {
        Self { strong: true, ..self }
    }

    pub(super) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Room that a text takes.
    pub(super) fn width(self, text: &str) -> i32 {
        width(text, self.size, self.strong)
    }
}

/// A drawing under way.
pub(super) struct Canvas {
    width: i32,
    marks: Vec<Mark>,
    texts: Vec<Area>,
    low: i32,
}

impl Canvas {
    /// An empty one so many pixels wide.
    pub(super) fn new(pixels: u16) -> Self {
        Self { width: i32::from(pixels.max(NARROWEST)) * 10, marks: Vec::new(), texts: Vec::new(), low: 0 }
    }

    pub(super) fn width(&self) -> i32 {
        self.width
    }

    /// Where the text inside the edges ends.
    pub(super) fn right(&self) -> i32 {
        self.width - EDGE
    }

    /// The drawing, as tall as it has grown.
    pub(super) fn finish(self) -> Drawing {
        Drawing { width: self.width, height: self.low + EDGE, marks: self.marks }
    }

    /// Makes sure that the drawing reaches down to here.
    pub(super) fn reach(&mut self, y: i32) {
        self.low = self.low.max(y);
    }

    pub(super) fn rectangle(&mut self, area: Area, fill: Option<Tone>, line: Option<Tone>) {
        self.reach(area.bottom());
        self.marks.push(Mark::Box { area, fill, line });
    }

    pub(super) fn line(&mut self, spots: Vec<Spot>, tone: Tone, width: i32, dashed: bool) {
        if spots.len() > 1 {
            self.reach(spots.iter().map(|spot| spot.y).max().unwrap_or_default());
            self.marks.push(Mark::Line { spots, tone, width, dashed });
        }
    }

    /// A straight line.
    pub(super) fn rule(&mut self, from: (i32, i32), to: (i32, i32), tone: Tone) {
        self.line(vec![Spot { x: from.0, y: from.1 }, Spot { x: to.0, y: to.1 }], tone, 10, false);
    }

    pub(super) fn dot(&mut self, centre: Spot, radius: i32, fill: Option<Tone>, line: Option<Tone>) {
        self.reach(centre.y + radius);
        self.marks.push(Mark::Dot { centre, radius, fill, line });
    }

    /// Slanted strokes in a rectangle: nothing is known here.
    pub(super) fn hatch(&mut self, area: Area, tone: Tone) {
        const PITCH: i32 = 50;
        self.rectangle(area, None, Some(tone));
        let mut offset = PITCH;
        while offset < area.width + area.height {
            let from = Spot { x: area.x + offset.min(area.width), y: area.y + (offset - area.width).max(0) };
            let to = Spot { x: area.x + (offset - area.height).max(0), y: area.y + offset.min(area.height) };
            self.line(vec![from, to], tone, 7, false);
            offset += PITCH;
        }
    }

    /// A text, if it lies inside and over no other; says whether it was put.
    pub(super) fn text(&mut self, x: i32, y: i32, text: &str, look: Look) -> bool {
        if text.is_empty() {
            return false;
        }
        let area = text_area(x, y, text, look);
        let inside = area.x >= 0 && area.right() <= self.width && area.y >= 0;
        if !inside || self.texts.iter().any(|other| other.overlaps(area)) {
            return false;
        }
        self.reach(area.bottom());
        self.texts.push(area);
        let Look { anchor, size, strong, tone } = look;
        self.marks.push(Mark::Text { at: Spot { x, y }, anchor, size, strong, tone, text: text.to_owned() });
        true
    }

    /// Text in at most so many lines, from the base line `y`; gives the base line of the last one.
    pub(super) fn paragraph(&mut self, x: i32, y: i32, room: i32, text: &str, look: Look, lines: usize) -> i32 {
        let mut at = y;
        for (index, line) in wrapped(text, room, look.size, look.strong, lines).iter().enumerate() {
            if index > 0 {
                at += LEADING;
            }
            self.text(x, at, line, look);
        }
        at
    }

    /// The legend along the top, in as many rows as it needs; gives the y below it.
    pub(super) fn legend(&mut self, entries: &[(Swatch, &str)]) -> i32 {
        let (mut x, mut y) = (EDGE, EDGE + 100);
        for (swatch, name) in entries {
            let room = (self.right() - EDGE - 260).max(0);
            let name = wrapped(name, room, SMALL, false, 1).into_iter().next().unwrap_or_default();
            let taken = 260 + Look::NOTE.width(&name);
            if x > EDGE && x + taken > self.right() {
                x = EDGE;
                y += LEADING;
            }
            swatch.draw(self, Area { x, y: y - 90, width: 200, height: 90 });
            self.text(x + 260, y, &name, Look::NOTE);
            x += taken + 200;
        }
        self.reach(y + 40);
        y + 100
    }
}

/// Where a text lies, at most.
pub(super) fn text_area(x: i32, y: i32, text: &str, look: Look) -> Area {
    let width = look.width(text);
    let left = match look.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2,
        Anchor::End => x - width,
    };
    Area { x: left, y: y - look.size * 19 / 20, width, height: look.size * 5 / 4 }
}

/// What a series looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swatch {
    /// Filled in this tone.
    Solid(Tone),
    /// Outlined.
    Outline,
    /// A line, broken or not.
    Line(Tone, bool),
}

impl Swatch {
    pub(super) fn draw(self, canvas: &mut Canvas, area: Area) {
        match self {
            Self::Solid(tone) => canvas.rectangle(area, Some(tone), None),
            Self::Outline => canvas.rectangle(area, None, Some(Tone::Ink)),
            Self::Line(tone, dashed) => {
                let y = area.y + area.height / 2;
                let spots = vec![Spot { x: area.x, y }, Spot { x: area.right(), y }];
                canvas.line(spots, tone, 20, dashed);
            }
        }
    }
}
