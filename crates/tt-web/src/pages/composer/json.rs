//! What the composer and its page say to each other.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tt_app::Language;
use tt_app::composing::chips::ChipShown;
use tt_app::composing::{FoundChip, PlacedFinding, RemarkShown, SectionShown, Sort, VersionShown};
use tt_app::embedding::Drawn;
use tt_check::Severity;
use tt_domain::composing::{
    Block, Body, Chip, Embedded, Embedding, Inline, InlineShows, Made, Override, Section, Waiting,
};
use tt_domain::report::ReportBlockKind;

use super::drawn::DrawnJson;
use crate::show::{self, say};

/// A block on its way.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum BlockJson {
    Heading {
        level: u8,
        label: Option<String>,
        content: Vec<InlineJson>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
    },
    Paragraph {
        #[serde(default)]
        label: Option<String>,
        content: Vec<InlineJson>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
    },
    Item {
        marker: String,
        content: Vec<InlineJson>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
    },
    Annex {
        content: Vec<InlineJson>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        lying: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
    },
    Note {
        number: u32,
        content: Vec<InlineJson>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
    },
    Embedded {
        shows: String,
        #[serde(default)]
        alt: Option<String>,
        content: Vec<InlineJson>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
        /// What it draws: told by the server alone.
        #[serde(default, skip_deserializing)]
        drawn: Option<Box<DrawnJson>>,
    },
    Table {
        #[serde(default)]
        head_rows: u32,
        rows: Vec<Vec<Vec<InlineJson>>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
    },
}

/// An inline on its way.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum InlineJson {
    Text {
        text: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        strong: bool,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        emphasis: bool,
    },
    Chip {
        chip: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        strong: bool,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        emphasis: bool,
        #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
        overridden: Option<OverrideJson>,
        #[serde(default)]
        shown: String,
        #[serde(default)]
        label: String,
        #[serde(default)]
        page: Option<String>,
        #[serde(default)]
        missing: bool,
    },
    Mark {
        number: u32,
    },
}

/// An override on its way.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct OverrideJson {
    text: String,
    reason: String,
}

/// Blocks as they are sent to the page.
pub(super) fn blocks_json(blocks: &[Block], (shown, drawn): Facts<'_>) -> Vec<BlockJson> {
    let flow = |block: &Block| match &block.body {
        Body::Flow(inlines) => inlines.iter().map(|inline| inline_json(inline, shown)).collect(),
        Body::Grid(_) => Vec::new(),
    };
    let one = |block: &Block| {
        let origin = block.origin.clone();
        match &block.kind {
            ReportBlockKind::Heading { level, label } => {
                BlockJson::Heading { level: *level, label: label.clone(), content: flow(block), origin }
            }
            ReportBlockKind::Annex { lying } => BlockJson::Annex { content: flow(block), lying: *lying, origin },
            ReportBlockKind::Paragraph { label } => {
                BlockJson::Paragraph { label: label.clone(), content: flow(block), origin }
            }
            ReportBlockKind::Item { marker } => {
                BlockJson::Item { marker: marker.clone(), content: flow(block), origin }
            }
            ReportBlockKind::Note { number } => BlockJson::Note { number: *number, content: flow(block), origin },
            ReportBlockKind::Embedded(embedding) => BlockJson::Embedded {
                shows: embedding.shows.to_string(),
                alt: embedding.alt.clone(),
                content: flow(block),
                origin,
                drawn: drawn.get(&embedding.shows).map(|drawn| Box::new(DrawnJson::new(drawn))),
            },
            ReportBlockKind::Table { head_rows } => {
                let cell = |cell: &Vec<Inline>| cell.iter().map(|inline| inline_json(inline, shown)).collect();
                let rows = match &block.body {
                    Body::Grid(rows) => rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
                    Body::Flow(_) => Vec::new(),
                };
                BlockJson::Table { head_rows: *head_rows, rows, origin }
            }
        }
    };
    blocks.iter().map(one).collect()
}

fn inline_json(inline: &Inline, shown: &HashMap<Chip, ChipShown>) -> InlineJson {
    let (strong, emphasis) = (inline.strong, inline.emphasis);
    match &inline.shows {
        InlineShows::Text(text) => InlineJson::Text { text: text.clone(), strong, emphasis },
        InlineShows::NoteMark(number) => InlineJson::Mark { number: *number },
        InlineShows::Chip { chip, overridden } => {
            let known = shown.get(chip).cloned().unwrap_or_default();
            InlineJson::Chip {
                chip: chip.to_string(),
                strong,
                emphasis,
                overridden: overridden
                    .as_ref()
                    .map(|own| OverrideJson { text: own.text.clone(), reason: own.reason.clone() }),
                shown: known.text,
                label: known.label,
                page: known.page,
                missing: known.missing,
            }
        }
    }
}

/// What facts print, and what pictures and tables draw.
pub(super) type Facts<'a> = (&'a HashMap<Chip, ChipShown>, &'a HashMap<Embedded, Drawn>);

/// Blocks as they came from the page; `None` where a fact has no such name.
pub(super) fn blocks_of(blocks: Vec<BlockJson>) -> Option<Vec<Block>> {
    let flow = |content: Vec<InlineJson>| inlines_of(content).map(Body::Flow);
    let one = |block: BlockJson| {
        let (kind, body, origin) = match block {
            BlockJson::Heading { level, label, content, origin } => {
                (ReportBlockKind::Heading { level: level.clamp(1, 6), label: filled(label) }, flow(content)?, origin)
            }
            BlockJson::Paragraph { label, content, origin } => {
                (ReportBlockKind::Paragraph { label: filled(label) }, flow(content)?, origin)
            }
            BlockJson::Item { marker, content, origin } => (ReportBlockKind::Item { marker }, flow(content)?, origin),
            BlockJson::Annex { content, lying, origin } => (ReportBlockKind::Annex { lying }, flow(content)?, origin),
            BlockJson::Note { number, content, origin } => (ReportBlockKind::Note { number }, flow(content)?, origin),
            BlockJson::Embedded { shows, alt, content, origin, .. } => {
                let embedding = Embedding { shows: Embedded::parse(&shows)?, alt: filled(alt) };
                (ReportBlockKind::Embedded(Box::new(embedding)), flow(content)?, origin)
            }
            BlockJson::Table { head_rows, rows, origin } => {
                let row = |row: Vec<Vec<InlineJson>>| row.into_iter().map(inlines_of).collect::<Option<Vec<_>>>();
                let rows = rows.into_iter().map(row).collect::<Option<Vec<_>>>()?;
                (ReportBlockKind::Table { head_rows }, Body::Grid(rows), origin)
            }
        };
        Some(Block { kind, body, origin: filled(origin) })
    };
    blocks.into_iter().map(one).collect()
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

fn inlines_of(content: Vec<InlineJson>) -> Option<Vec<Inline>> {
    let one = |inline: InlineJson| {
        Some(match inline {
            InlineJson::Text { text, strong, emphasis } => Inline { strong, emphasis, shows: InlineShows::Text(text) },
            InlineJson::Mark { number } => {
                Inline { strong: false, emphasis: false, shows: InlineShows::NoteMark(number) }
            }
            InlineJson::Chip { chip, strong, emphasis, overridden, .. } => {
                let overridden = overridden.map(|own| Override { text: own.text, reason: own.reason });
                Inline { strong, emphasis, shows: InlineShows::Chip { chip: Chip::parse(&chip)?, overridden } }
            }
        })
    };
    content.into_iter().map(one).collect()
}

/// A block of a section with whose words it has.
#[derive(Debug, Serialize)]
struct KeptBlockJson {
    #[serde(flatten)]
    block: BlockJson,
    /// Whether it stands as it was generated.
    generated: bool,
}

fn generated(block: &Block, section: &Section) -> bool {
    block.origin.is_some() && section.base.iter().any(|one| one.origin == block.origin && one.says_same(block))
}

/// A section on its way to the page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SectionJson {
    id: i64,
    key: String,
    title: String,
    division: Option<String>,
    version: u32,
    may_edit: bool,
    blocks: Vec<KeptBlockJson>,
    waiting: Vec<WaitingJson>,
    updated_by: Option<String>,
    updated_at: String,
    stale: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WaitingJson {
    origin: String,
    taken_out: bool,
    fresh: Option<BlockJson>,
}

impl SectionJson {
    pub(super) fn new(shown: &SectionShown) -> Self {
        let section = &shown.section;
        let facts = (&shown.shown, &shown.drawn);
        let waits = |one: &Waiting| WaitingJson {
            origin: one.origin.clone(),
            taken_out: one.taken_out,
            fresh: one
                .fresh
                .as_ref()
                .and_then(|block| blocks_json(std::slice::from_ref(block), facts).into_iter().next()),
        };
        Self {
            id: section.id.0,
            key: section.key.clone(),
            title: section.title.clone(),
            division: shown.division.clone(),
            version: section.version,
            may_edit: shown.may_write,
            blocks: blocks_json(&section.blocks, facts)
                .into_iter()
                .zip(&section.blocks)
                .map(|(json, block)| KeptBlockJson { block: json, generated: generated(block, section) })
                .collect(),
            waiting: shown.waiting.iter().map(waits).collect(),
            updated_by: shown.updated_by.clone(),
            updated_at: show::moment(section.updated_at),
            stale: shown.stale,
        }
    }
}

/// A remark on its way to the page.
#[derive(Debug, Serialize)]
pub(super) struct RemarkJson {
    id: i64,
    section: i64,
    kind: &'static str,
    quote: String,
    text: String,
    replacement: Option<String>,
    by: String,
    at: String,
    state: &'static str,
    mine: bool,
    replies: Vec<ReplyJson>,
}

#[derive(Debug, Serialize)]
struct ReplyJson {
    by: String,
    at: String,
    text: String,
}

impl RemarkJson {
    pub(super) fn new(shown: &RemarkShown) -> Self {
        let comment = &shown.comment;
        let name = |at: usize| shown.names.get(at).cloned().unwrap_or_default();
        let reply = |(at, one): (usize, &tt_domain::composing::Reply)| ReplyJson {
            by: name(at + 1),
            at: show::moment(one.at),
            text: one.text.clone(),
        };
        Self {
            id: comment.id.0,
            section: comment.said.section.0,
            kind: comment.said.kind.code(),
            quote: comment.said.quote.clone(),
            text: comment.said.text.clone(),
            replacement: comment.said.replacement.clone(),
            by: name(0),
            at: show::moment(comment.said.at),
            state: comment.state.code(),
            mine: shown.mine,
            replies: comment.replies.iter().enumerate().map(reply).collect(),
        }
    }
}

/// A finding on its way to the page.
#[derive(Debug, Serialize)]
pub(super) struct FindingJson {
    section: Option<i64>,
    block: Option<usize>,
    rule: &'static str,
    severity: &'static str,
    message: String,
    quote: String,
    page: Option<String>,
}

impl FindingJson {
    pub(super) fn new(placed: &PlacedFinding, lang: Language) -> Self {
        Self {
            section: placed.place.map(|(section, _)| section.0),
            block: placed.place.map(|(_, block)| block),
            rule: placed.finding.code,
            severity: match placed.finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "note",
            },
            message: lang.pick(&placed.finding.title).to_owned(),
            quote: placed.quote.clone(),
            page: None,
        }
    }
}

/// A fact found, on its way to the page.
#[derive(Debug, Serialize)]
pub(super) struct FoundJson {
    chip: String,
    shown: String,
    label: String,
    kind: &'static str,
    page: Option<String>,
}

impl FoundJson {
    pub(super) fn new(found: &FoundChip, lang: Language) -> Self {
        Self {
            chip: found.chip.to_string(),
            shown: found.shown.text.clone(),
            label: found.shown.label.clone(),
            kind: match found.sort {
                Sort::Indicator => say(lang, "Chỉ tiêu", "Indicator"),
                Sort::Register => say(lang, "Sổ theo dõi", "Register"),
                Sort::Document => say(lang, "Văn bản", "Document"),
                Sort::Task => say(lang, "Nhiệm vụ", "Task"),
                Sort::Figure => say(lang, "Số liệu báo cáo trước", "Figure of the last report"),
            },
            page: found.shown.page.clone(),
        }
    }
}

/// A version on its way to the page.
#[derive(Debug, Serialize)]
pub(super) struct VersionJson {
    version: u32,
    by: Option<String>,
    at: String,
    how: &'static str,
}

impl VersionJson {
    pub(super) fn new(shown: &VersionShown, lang: Language) -> Self {
        let how = match shown.made {
            Made::Generated => say(lang, "Sinh từ mẫu", "Generated"),
            Made::TakenIn => say(lang, "Lấy vào", "Taken in"),
            Made::Written => say(lang, "Sửa", "Written"),
            Made::Refreshed => say(lang, "Sinh lại", "Generated again"),
            Made::Suggested => say(lang, "Nhận đề nghị sửa", "Suggestion taken"),
            Made::Removed => say(lang, "Bỏ mục", "Removed"),
        };
        Self { version: shown.version, by: shown.by.clone(), at: show::moment(shown.at), how }
    }
}
