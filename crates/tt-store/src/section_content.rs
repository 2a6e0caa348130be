//! The words of a section as JSON in a text column: the stored shape is private to this file.

use serde::{Deserialize, Serialize};
use tt_domain::composing::{Block, Body, Chip, Embedded, Embedding, Inline, InlineShows, Override};
use tt_domain::report::ReportBlockKind;

use crate::StoreError;

#[derive(Serialize, Deserialize)]
struct StoredBlock {
    kind: StoredKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    flow: Option<Vec<StoredInline>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grid: Option<Vec<Vec<Vec<StoredInline>>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredKind {
    Heading { level: u8, label: Option<String> },
    Annex,
    LyingAnnex,
    Paragraph { label: Option<String> },
    Item { marker: String },
    Table { head_rows: u32 },
    Note { number: u32 },
    Embedded { shows: String, alt: Option<String> },
}

#[derive(Serialize, Deserialize)]
struct StoredInline {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    strong: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    emphasis: bool,
    shows: StoredShows,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredShows {
    Text(String),
    Chip(String),
    Overridden { chip: String, text: String, reason: String },
    NoteMark(u32),
}

fn unreadable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("words of a section: {error}"))
}

pub(crate) fn to_json(blocks: &[Block]) -> Result<String, StoreError> {
    let stored: Vec<StoredBlock> = blocks.iter().map(StoredBlock::from).collect();
    serde_json::to_string(&stored).map_err(unreadable)
}

pub(crate) fn from_json(json: &str) -> Result<Vec<Block>, StoreError> {
    let stored: Vec<StoredBlock> = serde_json::from_str(json).map_err(unreadable)?;
    stored.into_iter().map(Block::try_from).collect()
}

impl From<&Block> for StoredBlock {
    fn from(block: &Block) -> Self {
        let inlines = |inlines: &[Inline]| inlines.iter().map(StoredInline::from).collect::<Vec<_>>();
        let (flow, grid) = match &block.body {
            Body::Flow(flow) => (Some(inlines(flow)), None),
            Body::Grid(rows) => {
                (None, Some(rows.iter().map(|row| row.iter().map(|cell| inlines(cell)).collect()).collect()))
            }
        };
        Self { kind: StoredKind::from(&block.kind), flow, grid, origin: block.origin.clone() }
    }
}

impl TryFrom<StoredBlock> for Block {
    type Error = StoreError;

    fn try_from(stored: StoredBlock) -> Result<Self, StoreError> {
        let inlines = |inlines: Vec<StoredInline>| {
            inlines.into_iter().map(Inline::try_from).collect::<Result<Vec<_>, StoreError>>()
        };
        let body = match (stored.flow, stored.grid) {
            (Some(flow), None) => Body::Flow(inlines(flow)?),
            (None, Some(rows)) => {
                let row = |row: Vec<Vec<StoredInline>>| row.into_iter().map(inlines).collect::<Result<Vec<_>, _>>();
                Body::Grid(rows.into_iter().map(row).collect::<Result<Vec<_>, _>>()?)
            }
            _ => return Err(unreadable("a block is neither text nor a table")),
        };
        Ok(Self { kind: stored.kind.try_into()?, body, origin: stored.origin })
    }
}

impl From<&ReportBlockKind> for StoredKind {
    fn from(kind: &ReportBlockKind) -> Self {
        match kind {
            ReportBlockKind::Heading { level, label } => Self::Heading { level: *level, label: label.clone() },
            ReportBlockKind::Annex { lying: false } => Self::Annex,
            ReportBlockKind::Annex { lying: true } => Self::LyingAnnex,
            ReportBlockKind::Paragraph { label } => Self::Paragraph { label: label.clone() },
            ReportBlockKind::Item { marker } => Self::Item { marker: marker.clone() },
            ReportBlockKind::Table { head_rows } => Self::Table { head_rows: *head_rows },
            ReportBlockKind::Note { number } => Self::Note { number: *number },
            ReportBlockKind::Embedded(embedding) => {
                Self::Embedded { shows: embedding.shows.to_string(), alt: embedding.alt.clone() }
            }
        }
    }
}

impl TryFrom<StoredKind> for ReportBlockKind {
    type Error = StoreError;

    fn try_from(kind: StoredKind) -> Result<Self, StoreError> {
        Ok(match kind {
            StoredKind::Heading { level, label } => Self::Heading { level, label },
            StoredKind::Annex => Self::Annex { lying: false },
            StoredKind::LyingAnnex => Self::Annex { lying: true },
            StoredKind::Paragraph { label } => Self::Paragraph { label },
            StoredKind::Item { marker } => Self::Item { marker },
            StoredKind::Table { head_rows } => Self::Table { head_rows },
            StoredKind::Note { number } => Self::Note { number },
            StoredKind::Embedded { shows, alt } => {
                let shows =
                    Embedded::parse(&shows).ok_or_else(|| unreadable(format!("nothing is shown as {shows}")))?;
                Self::Embedded(Box::new(Embedding { shows, alt }))
            }
        })
    }
}

impl From<&Inline> for StoredInline {
    fn from(inline: &Inline) -> Self {
        let shows = match &inline.shows {
            InlineShows::Text(text) => StoredShows::Text(text.clone()),
            InlineShows::Chip { chip, overridden: None } => StoredShows::Chip(chip.to_string()),
            InlineShows::Chip { chip, overridden: Some(Override { text, reason }) } => {
                StoredShows::Overridden { chip: chip.to_string(), text: text.clone(), reason: reason.clone() }
            }
            InlineShows::NoteMark(number) => StoredShows::NoteMark(*number),
        };
        Self { strong: inline.strong, emphasis: inline.emphasis, shows }
    }
}

impl TryFrom<StoredInline> for Inline {
    type Error = StoreError;

    fn try_from(stored: StoredInline) -> Result<Self, StoreError> {
        let chip = |code: &str| Chip::parse(code).ok_or_else(|| unreadable(format!("no fact is called {code}")));
        let shows = match stored.shows {
            StoredShows::Text(text) => InlineShows::Text(text),
            StoredShows::Chip(code) => InlineShows::Chip { chip: chip(&code)?, overridden: None },
            StoredShows::Overridden { chip: code, text, reason } => {
                InlineShows::Chip { chip: chip(&code)?, overridden: Some(Override { text, reason }) }
            }
            StoredShows::NoteMark(number) => InlineShows::NoteMark(number),
        };
        Ok(Self { strong: stored.strong, emphasis: stored.emphasis, shows })
    }
}
