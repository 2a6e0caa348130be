//! A drawing: marks on a plane, from which every renderer makes the same picture.
//!
//! Whole numbers only, in tenths of a pixel of 1/96 inch, from the upper left corner: so the same drawing gives the
//! same bytes everywhere. A mark says what it stands for ([`Tone`]), never which colour; the page, the paper and the
//! dark screen choose that.

/// A picture of one size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// Width, in tenths of a pixel.
    pub width: i32,
    /// Height, in tenths of a pixel.
    pub height: i32,
    /// Marks, the later ones over the earlier.
    pub marks: Vec<Mark>,
}

/// A picture in a document: what it shows in words, and the drawing. Its block's text is its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, for who cannot see it.
    pub description: String,
    /// The drawing; `None` for a picture read from a file, of which only the words are kept.
    pub drawing: Option<Drawing>,
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Area {
    /// Right edge.
    pub fn right(self) -> i32 {
        self.x + self.width
    }

    /// Lower edge.
    pub fn bottom(self) -> i32 {
        self.y + self.height
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(self, other: Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether the other lies in this one.
    pub fn contains(self, other: Self) -> bool {
        self.x <= other.x && self.y <= other.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }
}

/// One mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A rectangle, filled, outlined or both.
    Box {
        /// Where.
        area: Area,
        /// What fills it.
        fill: Option<Tone>,
        /// What its edge is drawn in.
        line: Option<Tone>,
    },
    /// A line through places.
    Line {
        /// The places.
        spots: Vec<Spot>,
        /// What it is drawn in.
        tone: Tone,
        /// How thick.
        width: i32,
        /// Whether it is broken.
        dashed: bool,
    },
    /// A round mark.
    Dot {
        /// Its middle.
        centre: Spot,
        /// Its radius.
        radius: i32,
        /// What fills it.
        fill: Option<Tone>,
        /// What its edge is drawn in.
        line: Option<Tone>,
    },
    /// A line of text.
    Text {
        /// Where its base line starts, is centred or ends.
        at: Spot,
        /// Which of the three.
        anchor: Anchor,
        /// Size of the type.
        size: i32,
        /// Bold.
        strong: bool,
        /// What it is drawn in.
        tone: Tone,
        /// The text.
        text: String,
    },
}

/// Which point of a text its place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Main ink: names, values, the outline of a plan.
    Ink,
    /// Secondary text.
    Soft,
    /// Rules and axes.
    Rule,
    /// What was reached.
    Data,
    /// The same period of an earlier year, or the others in a comparison.
    Earlier,
    /// Done.
    Good,
    /// At risk.
    Warn,
    /// Missed or stopped.
    Bad,
    /// A step of intensity from 1 to 5; ink is read on all of them.
    Heat(u8),
}
