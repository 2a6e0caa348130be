//! The words of a section: blocks of inlines, some of which are chips.

use super::chip::Chip;
use super::embedded::Embedded;
use crate::report::ReportBlockKind;

/// A block of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: ReportBlockKind,
    /// Its words.
    pub body: Body,
    /// Name of the generated block it is or began as, unique in its section; `None` for one a person added.
    pub origin: Option<String>,
}

/// The words of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Flowing text.
    Flow(Vec<Inline>),
    /// Rows of cells, of a table.
    Grid(Vec<Vec<Vec<Inline>>>),
}

/// A stretch of a block in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// What it shows.
    pub shows: InlineShows,
}

/// What a stretch shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineShows {
    /// Words.
    Text(String),
    /// A fact, printed from its record, or as a person says with a reason.
    Chip {
        /// Which fact.
        chip: Chip,
        /// What is printed in its place.
        overridden: Option<Override>,
    },
    /// The mark of a footnote with this number.
    NoteMark(u32),
}

/// Words a person put in place of a fact's (ghi đè có lý do).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// What is printed.
    pub text: String,
    /// Why; never empty.
    pub reason: String,
}

impl Inline {
    /// Words in plain style.
    pub fn text(text: impl Into<String>) -> Self {
        Self { strong: false, emphasis: false, shows: InlineShows::Text(text.into()) }
    }

    /// A fact in plain style.
    pub fn chip(chip: Chip) -> Self {
        Self { strong: false, emphasis: false, shows: InlineShows::Chip { chip, overridden: None } }
    }
}

impl Block {
    /// A paragraph without a label.
    pub fn paragraph(inlines: Vec<Inline>) -> Self {
        Self { kind: ReportBlockKind::Paragraph { label: None }, body: Body::Flow(inlines), origin: None }
    }

    /// Whether it says the same as another, wherever both come from.
    pub fn says_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.body == other.body
    }

    /// Every inline of it, in order.
    pub fn inlines(&self) -> Box<dyn Iterator<Item = &Inline> + '_> {
        match &self.body {
            Body::Flow(inlines) => Box::new(inlines.iter()),
            Body::Grid(rows) => Box::new(rows.iter().flatten().flatten()),
        }
    }

    /// What it draws from records, if it is such a block; its words are the caption then.
    pub fn embedded(&self) -> Option<&Embedded> {
        match &self.kind {
            ReportBlockKind::Embedded(embedding) => Some(&embedding.shows),
            _ => None,
        }
    }

    /// Every fact it shows, in order.
    pub fn chips(&self) -> impl Iterator<Item = Chip> + '_ {
        self.inlines().filter_map(|inline| match &inline.shows {
            InlineShows::Chip { chip, .. } => Some(*chip),
            _ => None,
        })
    }
}
