//! Shapes of a report being composed: sections of blocks of inlines, some of which are facts.
//!
//! A section goes back as it was read: what only the program says (`generated`, `shown`, `label`, `page`, `missing`) is
//! taken in and left aside.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tt_app::Language;
use tt_app::composing::chips::ChipShown;
use tt_app::composing::{FoundChip, PlacedFinding, SectionShown, Sort, VersionShown};
use tt_app::embedding::finding::FoundBlock;
use tt_check::Severity;
use tt_document::Frame;
use tt_domain::composing::{Block, Body, Chip, Embedded, Embedding, Inline, InlineShows, Override, Section, Waiting};
use tt_domain::report::ReportBlockKind;
use utoipa::ToSchema;

use super::input::{Line, Prose, Words};
use super::problem::Problem;
use crate::error::sentence;

/// A block of a section, named by `type`.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "type": "paragraph", "label": null, "origin": null, "generated": false,
    "content": [{ "type": "text", "text": "Đã hoàn thành.", "strong": false, "emphasis": false }] }))]
pub(super) enum BlockJson {
    /// A heading.
    Heading {
        /// Depth.
        #[schema(minimum = 1, maximum = 6)]
        level: u8,
        /// Its number as printed: `I.`, `1.`.
        label: Option<Line>,
        /// Its words.
        content: Vec<InlineJson>,
        /// Name of the generated block it is or began as; null for one a person added.
        origin: Option<Line>,
        /// Whether it stands as it was generated; left aside when sent.
        #[serde(default)]
        generated: bool,
    },
    /// A paragraph.
    Paragraph {
        /// Its number as printed, if it has one.
        label: Option<Line>,
        /// Its words.
        content: Vec<InlineJson>,
        /// Name of the generated block it is or began as.
        origin: Option<Line>,
        /// Whether it stands as it was generated.
        #[serde(default)]
        generated: bool,
    },
    /// An item of a list.
    Item {
        /// Its mark as printed: `-`, `a)`.
        marker: Words,
        /// Its words.
        content: Vec<InlineJson>,
        /// Name of the generated block it is or began as.
        origin: Option<Line>,
        /// Whether it stands as it was generated.
        #[serde(default)]
        generated: bool,
    },
    /// The line that opens an annex.
    Annex {
        /// Whether its sheets lie on their side.
        #[serde(default)]
        lying: bool,
        /// Its words.
        content: Vec<InlineJson>,
        /// Name of the generated block it is or began as.
        origin: Option<Line>,
        /// Whether it stands as it was generated.
        #[serde(default)]
        generated: bool,
    },
    /// A footnote.
    Note {
        /// Its number, from 1.
        #[schema(minimum = 1, maximum = 9999)]
        number: u32,
        /// Its words.
        content: Vec<InlineJson>,
        /// Name of the generated block it is or began as.
        origin: Option<Line>,
        /// Whether it stands as it was generated.
        #[serde(default)]
        generated: bool,
    },
    /// A picture or table drawn from records; it draws them as they are today until the report is submitted.
    Embedded {
        /// What it shows: `picture:plan:12:2019` is indicator 12's plan against actual in 2019.
        shows: Line,
        /// What is said of it to those who cannot see it; null for what is made from its numbers.
        alt: Option<Line>,
        /// Its caption.
        content: Vec<InlineJson>,
        /// Name of the generated block it is or began as.
        origin: Option<Line>,
        /// Whether it stands as it was generated.
        #[serde(default)]
        generated: bool,
    },
    /// A table; every row has as many cells.
    Table {
        /// Leading rows that are its head.
        #[serde(default)]
        #[schema(maximum = 100)]
        head_rows: u32,
        /// Rows of cells of inlines.
        rows: Vec<Vec<Vec<InlineJson>>>,
        /// Name of the generated block it is or began as.
        origin: Option<Line>,
        /// Whether it stands as it was generated.
        #[serde(default)]
        generated: bool,
    },
}

/// A stretch of a block in one style, named by `type`.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum InlineJson {
    /// Words.
    Text {
        /// The words.
        #[schema(pattern = "^[^\\u0000]*$")]
        text: String,
        /// Bold.
        #[serde(default)]
        strong: bool,
        /// Italic.
        #[serde(default)]
        emphasis: bool,
    },
    /// A fact: it prints what its record holds.
    Fact {
        /// Its code, as `/facts` gives it: `value:12:202611:actual:with_unit`, `citation:5:full`, `measure:3`,
        /// `statement:7`, `grade:7`, `figure:9`.
        fact: Line,
        /// Bold.
        #[serde(default)]
        strong: bool,
        /// Italic.
        #[serde(default)]
        emphasis: bool,
        /// What a person prints in its place, with the reason.
        #[serde(default, rename = "override")]
        overridden: Option<OverrideJson>,
        /// What it prints now; left aside when sent.
        #[serde(default)]
        shown: String,
        /// What it is, in words; left aside when sent.
        #[serde(default)]
        label: String,
        /// Page of its record; left aside when sent.
        #[serde(default)]
        page: Option<String>,
        /// Whether nothing is on record of it; left aside when sent.
        #[serde(default)]
        missing: bool,
    },
    /// The mark of a footnote.
    NoteMark {
        /// Number of the footnote.
        #[schema(minimum = 1, maximum = 9999)]
        number: u32,
    },
}

/// Words in place of a fact's.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OverrideJson {
    /// What is printed.
    text: Prose,
    /// Why.
    reason: Prose,
}

/// Blocks on their way out, with what their facts print.
pub(super) fn blocks_out(
    blocks: &[Block],
    section: Option<&Section>,
    shown: &HashMap<Chip, ChipShown>,
) -> Vec<BlockJson> {
    blocks.iter().map(|block| block_out(block, section, shown)).collect()
}

fn block_out(block: &Block, section: Option<&Section>, shown: &HashMap<Chip, ChipShown>) -> BlockJson {
    let out = |inlines: &Vec<Inline>| -> Vec<InlineJson> { inlines.iter().map(|one| inline_out(one, shown)).collect() };
    let content = match &block.body {
        Body::Flow(inlines) => out(inlines),
        Body::Grid(_) => Vec::new(),
    };
    let line = |text: &Option<String>| text.clone().map(Line);
    let origin = line(&block.origin);
    let generated = origin.is_some()
        && section.is_some_and(|of| of.base.iter().any(|one| one.origin == block.origin && one.says_same(block)));
    match &block.kind {
        ReportBlockKind::Heading { level, label } => {
            BlockJson::Heading { level: *level, label: line(label), content, origin, generated }
        }
        ReportBlockKind::Annex { lying } => BlockJson::Annex { lying: *lying, content, origin, generated },
        ReportBlockKind::Paragraph { label } => BlockJson::Paragraph { label: line(label), content, origin, generated },
        ReportBlockKind::Item { marker } => {
            BlockJson::Item { marker: Words(marker.clone()), content, origin, generated }
        }
        ReportBlockKind::Note { number } => BlockJson::Note { number: *number, content, origin, generated },
        ReportBlockKind::Embedded(embedding) => BlockJson::Embedded {
            shows: Line(embedding.shows.to_string()),
            alt: line(&embedding.alt),
            content,
            origin,
            generated,
        },
        ReportBlockKind::Table { head_rows } => {
            let rows = match &block.body {
                Body::Grid(rows) => rows.iter().map(|row| row.iter().map(out).collect()).collect(),
                Body::Flow(_) => Vec::new(),
            };
            BlockJson::Table { head_rows: *head_rows, rows, origin, generated }
        }
    }
}

fn inline_out(inline: &Inline, shown: &HashMap<Chip, ChipShown>) -> InlineJson {
    let (strong, emphasis) = (inline.strong, inline.emphasis);
    match &inline.shows {
        InlineShows::Text(text) => InlineJson::Text { text: text.clone(), strong, emphasis },
        InlineShows::NoteMark(number) => InlineJson::NoteMark { number: *number },
        InlineShows::Chip { chip, overridden } => {
            let known = shown.get(chip).cloned().unwrap_or_default();
            let own = overridden.as_ref();
            InlineJson::Fact {
                fact: Line(chip.to_string()),
                strong,
                emphasis,
                overridden: own
                    .map(|own| OverrideJson { text: Prose(own.text.clone()), reason: Prose(own.reason.clone()) }),
                shown: known.text,
                label: known.label,
                page: known.page,
                missing: known.missing,
            }
        }
    }
}

/// Blocks as they came.
pub(super) fn blocks_in(blocks: Vec<BlockJson>) -> Result<Vec<Block>, Problem> {
    blocks.into_iter().map(block_in).collect()
}

fn block_in(block: BlockJson) -> Result<Block, Problem> {
    let filled = |line: Option<Line>| line.map(|line| line.0).filter(|text| !text.trim().is_empty());
    let note = |number: u32| match number {
        1..=9999 => Ok(number),
        _ => Err(Problem::unreadable("number: 1..9999")),
    };
    let (kind, body, origin) = match block {
        BlockJson::Heading { level, .. } if !(1..=6).contains(&level) => {
            return Err(Problem::unreadable("level: 1..6"));
        }
        BlockJson::Heading { level, label, content, origin, .. } => {
            (ReportBlockKind::Heading { level, label: filled(label) }, flow(content)?, origin)
        }
        BlockJson::Paragraph { label, content, origin, .. } => {
            (ReportBlockKind::Paragraph { label: filled(label) }, flow(content)?, origin)
        }
        BlockJson::Item { marker, content, origin, .. } => {
            (ReportBlockKind::Item { marker: marker.0 }, flow(content)?, origin)
        }
        BlockJson::Annex { lying, content, origin, .. } => (ReportBlockKind::Annex { lying }, flow(content)?, origin),
        BlockJson::Note { number, content, origin, .. } => {
            (ReportBlockKind::Note { number: note(number)? }, flow(content)?, origin)
        }
        BlockJson::Embedded { shows, alt, content, origin, .. } => {
            let Some(what) = Embedded::parse(&shows.0) else {
                return Err(Problem::refused(
                    format!("không có hình hoặc bảng mang mã “{}”; hãy lấy mã từ …/drawings", shows.0),
                    format!("no picture or table has the code “{}”; take codes from …/drawings", shows.0),
                ));
            };
            let embedding = Embedding { shows: what, alt: filled(alt) };
            (ReportBlockKind::Embedded(Box::new(embedding)), flow(content)?, origin)
        }
        BlockJson::Table { head_rows: 101.., .. } => return Err(Problem::unreadable("head_rows: 0..100")),
        BlockJson::Table { head_rows, rows, origin, .. } => {
            let row = |row: Vec<Vec<InlineJson>>| row.into_iter().map(inlines_in).collect::<Result<Vec<_>, _>>();
            let rows = rows.into_iter().map(row).collect::<Result<Vec<_>, _>>()?;
            (ReportBlockKind::Table { head_rows }, Body::Grid(rows), origin)
        }
    };
    Ok(Block { kind, body, origin: filled(origin) })
}

fn flow(content: Vec<InlineJson>) -> Result<Body, Problem> {
    inlines_in(content).map(Body::Flow)
}

fn inlines_in(content: Vec<InlineJson>) -> Result<Vec<Inline>, Problem> {
    content.into_iter().map(inline_in).collect()
}

fn inline_in(inline: InlineJson) -> Result<Inline, Problem> {
    Ok(match inline {
        InlineJson::Text { text, strong, emphasis } => Inline { strong, emphasis, shows: InlineShows::Text(text) },
        InlineJson::NoteMark { number } if (1..=9999).contains(&number) => {
            Inline { strong: false, emphasis: false, shows: InlineShows::NoteMark(number) }
        }
        InlineJson::NoteMark { .. } => return Err(Problem::unreadable("number: 1..9999")),
        InlineJson::Fact { fact, strong, emphasis, overridden, .. } => {
            let Some(chip) = Chip::parse(&fact.0) else {
                return Err(Problem::refused(
                    format!("không có số liệu tự động mang mã “{}”; hãy lấy mã từ …/facts", fact.0),
                    format!("no fact has the code “{}”; take codes from …/facts", fact.0),
                ));
            };
            let overridden = overridden.map(|own| Override { text: own.text.0, reason: own.reason.0 });
            Inline { strong, emphasis, shows: InlineShows::Chip { chip, overridden } }
        }
    })
}

/// A section of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": 31, "key": "own-1", "title": "Kết quả nổi bật", "task": null, "division": 4,
    "division_symbol": "QLTM", "version": 2, "may_edit": true, "blocks": [{ "type": "paragraph", "label": null,
        "content": [{ "type": "text", "text": "Tổng mức bán lẻ ", "strong": false, "emphasis": false },
            { "type": "fact", "fact": "value:12:202611:actual:reached", "strong": false, "emphasis": false,
              "override": null, "shown": "đạt 1.250 tỷ đồng", "label": "Tổng mức bán lẻ, tháng 11/2026",
              "page": "/chi-tieu/12", "missing": false }], "origin": null, "generated": false }],
    "waiting": [], "stale": false, "updated_by": "Người truongphong", "updated_at": "2026-11-28T02:15:00Z" }))]
pub(super) struct SectionOut {
    /// Identity.
    id: i64,
    /// Name by which it is generated again, unique in its report.
    key: String,
    /// What it is called in the outline.
    title: String,
    /// The task it reports on.
    task: Option<i64>,
    /// The division that contributes it.
    division: Option<i64>,
    /// Its symbol.
    division_symbol: Option<String>,
    /// Counts its changes; goes into `If-Match`.
    pub(super) version: u32,
    /// Whether the user writes it.
    may_edit: bool,
    /// Its words.
    blocks: Vec<BlockJson>,
    /// What is generated otherwise than a person left it.
    waiting: Vec<WaitingOut>,
    /// Whether it would be generated otherwise now.
    stale: bool,
    /// Name of who last changed it.
    updated_by: Option<String>,
    /// When.
    updated_at: String,
}

/// A generated block that waits, as a person changed or removed the one that stood there.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WaitingOut {
    /// Name of the block; settles it.
    origin: String,
    /// Whether the person took it out.
    taken_out: bool,
    /// As it is generated now; null when it no longer is.
    fresh: Option<BlockJson>,
}

impl SectionOut {
    pub(super) fn of(shown: &SectionShown) -> Self {
        let section = &shown.section;
        let waits = |one: &Waiting| WaitingOut {
            origin: one.origin.clone(),
            taken_out: one.taken_out,
            fresh: one.fresh.as_ref().map(|block| block_out(block, None, &shown.shown)),
        };
        Self {
            id: section.id.0,
            key: section.key.clone(),
            title: section.title.clone(),
            task: section.task.map(|id| id.0),
            division: section.division.map(|id| id.0),
            division_symbol: shown.division.clone(),
            version: section.version,
            may_edit: shown.may_write,
            blocks: blocks_out(&section.blocks, Some(section), &shown.shown),
            waiting: shown.waiting.iter().map(waits).collect(),
            stale: shown.stale,
            updated_by: shown.updated_by.clone(),
            updated_at: section.updated_at.to_string(),
        }
    }
}

/// A finding of the checker.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "rule": "TT101", "severity": "warning", "title": "Tổng không khớp", "explanation": "…",
    "recomputation": null, "quote": "1.250", "fix": null, "section": 31, "block": 0 }))]
pub(super) struct FindingOut {
    /// Code of the rule.
    rule: &'static str,
    /// `error`, `warning`, `info`.
    severity: &'static str,
    /// What is wrong.
    title: String,
    /// Why, and what to do.
    explanation: String,
    /// The sum worked out again.
    recomputation: Option<String>,
    /// The words it is about.
    quote: String,
    /// Words to put in their place.
    fix: Option<String>,
    /// Section it stands in; null for the frame.
    section: Option<i64>,
    /// Block of that section, from 0.
    block: Option<usize>,
}

impl FindingOut {
    pub(super) fn of(placed: &PlacedFinding, lang: Language) -> Self {
        let finding = &placed.finding;
        Self {
            rule: finding.code,
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            },
            title: sentence(lang.pick(&finding.title)),
            explanation: lang.pick(&finding.explanation).to_owned(),
            recomputation: finding.recomputation.clone(),
            quote: placed.quote.clone(),
            fix: finding.fix.clone(),
            section: placed.place.map(|(section, _)| section.0),
            block: placed.place.map(|(_, block)| block),
        }
    }
}

/// A fact found, to put into a section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "fact": "value:12:202611:actual:with_unit", "shown": "1.250 tỷ đồng",
    "label": "Tổng mức bán lẻ, tháng 11/2026", "sort": "indicator", "page": "/chi-tieu/12" }))]
pub(super) struct FactOut {
    /// Its code, for an inline of type `fact`.
    fact: String,
    /// What it prints now.
    shown: String,
    /// What it is, in words.
    label: String,
    /// `indicator`, `register`, `document`, `task`, `figure` of an earlier report.
    sort: &'static str,
    /// Page of its record.
    page: Option<String>,
}

impl FactOut {
    pub(super) fn of(found: &FoundChip) -> Self {
        Self {
            fact: found.chip.to_string(),
            shown: found.shown.text.clone(),
            label: found.shown.label.clone(),
            sort: match found.sort {
                Sort::Indicator => "indicator",
                Sort::Register => "register",
                Sort::Document => "document",
                Sort::Task => "task",
                Sort::Figure => "figure",
            },
            page: found.shown.page.clone(),
        }
    }
}

/// A picture or table that records can draw.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "shows": "picture:plan:12:2019", "what": "Kế hoạch và thực hiện", "of": "Kim ngạch xuất khẩu" }))]
pub(super) struct DrawingOut {
    /// Its code, for a block of type `embedded`.
    shows: String,
    /// What kind of picture or table it is.
    what: String,
    /// Of what.
    of: String,
}

impl DrawingOut {
    pub(super) fn of(found: FoundBlock) -> Self {
        Self { shows: found.shows.to_string(), what: found.what, of: found.of }
    }
}

/// A version of a section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "version": 2, "made": "written", "by": "Người truongphong", "at": "2026-11-28T02:15:00Z" }))]
pub(super) struct VersionOut {
    /// Which.
    version: u32,
    /// `generated`, `taken_in`, `written`, `refreshed`, `suggested`, `removed`.
    made: &'static str,
    /// Who; null for the system.
    by: Option<String>,
    /// When.
    at: String,
}

impl VersionOut {
    pub(super) fn of(shown: &VersionShown) -> Self {
        Self { version: shown.version, made: shown.made.code(), by: shown.by.clone(), at: shown.at.to_string() }
    }
}

/// What surrounds the body.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "subject": "Kết quả công tác tháng 11/2026", "symbol": "BC-SCT", "place": "Lạng Sơn",
    "addressees": ["Ủy ban nhân dân tỉnh"], "recipients": ["Như trên", "Lưu: VT"], "urgency": null }))]
pub(super) struct FrameJson {
    /// Trích yếu.
    pub(super) subject: Option<Line>,
    /// Ký hiệu.
    pub(super) symbol: Option<Line>,
    /// Nơi ban hành.
    pub(super) place: Option<Line>,
    /// Kính gửi.
    #[schema(max_items = 60)]
    pub(super) addressees: Vec<Line>,
    /// Nơi nhận.
    #[schema(max_items = 60)]
    pub(super) recipients: Vec<Line>,
    /// `KHẨN`, `THƯỢNG KHẨN`, `HỎA TỐC`; null for none.
    pub(super) urgency: Option<Line>,
}

impl FrameJson {
    pub(super) fn of(frame: &Frame) -> Self {
        let line = |text: &Option<String>| text.clone().map(Line);
        let lines = |all: &[String]| all.iter().cloned().map(Line).collect();
        Self {
            subject: line(&frame.subject),
            symbol: line(&frame.symbol),
            place: line(&frame.place),
            addressees: lines(&frame.addressees),
            recipients: lines(&frame.recipients),
            urgency: line(&frame.urgency),
        }
    }
}
