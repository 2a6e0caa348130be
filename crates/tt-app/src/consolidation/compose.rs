//! Composing one report of many: into a report of the superior agency that is still being written.
//!
//! What a person wrote in it stays: at every composing the digests of the blocks made are kept, and a block that is none
//! of them is a person's, whether new or changed. It is put back at the end of the part it stood in.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde_json::json;
use tt_domain::document::Citation;
use tt_domain::id::{CitationId, FigureId, RegimeId, ReportId};
use tt_domain::permission::Action;
use tt_domain::report::{Content, Piece, Report, ReportBlock, ReportBlockKind, ReportFigure};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::consolidations::KeptConsolidation;
use tt_store::{StoreError, Tx, citations, consolidations, figures, report_blocks, reports};

use super::draft::{Draft, DraftBlock, DraftContent, Shown};
use super::recording::Writer;
use super::{body, built, overseen, records};
use crate::app::App;
use crate::compose::{ReportRecords, piece_text};
use crate::composing::starting::forget;
use crate::error::AppError;
use crate::import::recorded::{self, Recorded};
use crate::reporting::opening::ReportToOpen;
use crate::reporting::passage::is_written;
use crate::reporting::{Standing, note};
use crate::reports::blocking;
use crate::sign_in::CurrentUser;
use crate::token::sha256;

/// What to compose into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A report that is open.
    Report(ReportId),
    /// The report of a regime for a period, opened where it is not yet.
    Regime(RegimeId, ReportingPeriod),
}

/// A composing that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ToCompose {
    /// Into what.
    pub into: Target,
    /// When the report was last changed, as the person saw it, in microseconds; `None` for whoever did not look.
    pub seen: Option<i64>,
    /// Whether what the program made before may be made anew; asked for where the report has content.
    pub confirmed: bool,
}

/// What was composed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The report.
    pub report: ReportId,
    /// Blocks made.
    pub made: usize,
    /// Blocks of a person that stayed.
    pub kept: usize,
    /// Figures made.
    pub figures: usize,
    /// Of these, how many rest on an observation.
    pub linked: usize,
}

impl App {
    /// Composes one report of those of the agencies below.
    ///
    /// # Errors
    /// Not theirs to compose; a report that is submitted, signed or issued; one with content, unless confirmed; one
    /// someone changed meanwhile; or the database failed.
    pub async fn compose_consolidated(
        &self,
        current: &CurrentUser,
        asked: ToCompose,
        origin: &str,
    ) -> Result<Composed, AppError> {
        let mut tx = self.db.begin_read().await?;
        if overseen(&mut tx, current).await? != Some(current.agency.id) {
            return Err(AppError::Forbidden);
        }
        drop(tx);
        let id = match asked.into {
            Target::Report(id) => id,
            Target::Regime(regime, period) => Box::pin(self.opened(current, regime, period, origin)).await?,
        };
        let at = self.moment();
        let mut tx = self.db.begin_read().await?;
        let standing = Standing::own(&mut tx, current, id).await?;
        current.require_on(Action::DraftReport, &standing.scope(current, None))?;
        let report = standing.report;
        require_open(&report)?;
        require_seen(&report, asked.seen)?;
        require_confirmed(&mut tx, &report, asked.confirmed).await?;
        let today = self.clock.today();
        let below = Box::pin(records::load(&mut tx, current.agency.id, report.period, today)).await?;
        drop(tx);
        let (draft, facts) = blocking(move || {
            let found = built(below, None);
            (body::body(&found), found.facts)
        })
        .await?;
        let mut tx = self.db.begin_write().await?;
        let now = reports::get(&mut tx, id).await?;
        // Someone may have written, submitted or issued it while the text was made.
        require_open(&now)?;
        require_seen(&now, Some(report.updated_at.as_microsecond()))?;
        let composed = Box::pin(put(&mut tx, current, now, (draft, &facts), at)).await?;
        let details = json!({
            "period": report.period.code(), "made": composed.made, "kept": composed.kept, "figures": composed.figures,
        });
        note(&mut tx, current.agency.id, (&current.actor(origin), at), "report.consolidated", id, &details).await?;
        tx.commit().await?;
        Ok(composed)
    }

    /// The report of a regime for a period, opened by hand where it is not yet.
    async fn opened(
        &self,
        current: &CurrentUser,
        regime: RegimeId,
        period: ReportingPeriod,
        origin: &str,
    ) -> Result<ReportId, AppError> {
        let mut tx = self.db.begin_read().await?;
        let known = reports::find_for_regime(&mut tx, regime, period, "").await?;
        drop(tx);
        match known {
            // Whose it is, is asked with the report.
            Some(report) => Ok(report.id),
            None => {
                let asked = ReportToOpen { regime, period, occasion: String::new(), due: None };
                self.open_report(current, &asked, origin).await
            }
        }
    }
}

fn require_open(report: &Report) -> Result<(), AppError> {
    if is_written(report.state) {
        return Ok(());
    }
    Err(AppError::refused(
        "báo cáo này đã trình ký hoặc đã phát hành nên không soạn đè được; hãy trả lại để soạn tiếp, hoặc mở báo cáo thay \
         thế",
        "this report was submitted for signature or issued and is not composed over; send it back, or open one in its \
         place",
    ))
}

fn require_seen(report: &Report, seen: Option<i64>) -> Result<(), AppError> {
    match seen {
        Some(seen) if seen != report.updated_at.as_microsecond() => Err(AppError::Store(StoreError::Stale)),
        _ => Ok(()),
    }
}

async fn require_confirmed(tx: &mut Tx, report: &Report, confirmed: bool) -> Result<(), AppError> {
    if confirmed {
        return Ok(());
    }
    let (blocks, written) = counted(tx, report.id).await?;
    if blocks == 0 {
        return Ok(());
    }
    Err(AppError::refused_at(
        "xac-nhan",
        format!(
            "báo cáo đã có {blocks} đoạn, trong đó {written} đoạn do người soạn viết hoặc sửa; hãy đánh dấu xác nhận để soạn \
             lại phần máy soạn, phần người soạn viết được giữ nguyên"
        ),
        format!(
            "the report has {blocks} blocks, {written} of them written or changed by people; tick to have the rest made \
             anew, theirs stay"
        ),
    ))
}

/// How many blocks a report has, and how many of them are a person's.
pub(super) async fn counted(tx: &mut Tx, report: ReportId) -> Result<(usize, usize), AppError> {
    let blocks = report_blocks::list(tx, report).await?.len();
    let made = consolidations::find(tx, report).await?.map(|kept| kept.blocks);
    let Some(made) = made.filter(|_| blocks > 0) else { return Ok((blocks, blocks)) };
    let report = reports::get(tx, report).await?;
    let recorded = recorded::load_report(tx, report).await?;
    Ok((blocks, persons(&recorded, &made.into_iter().collect()).len()))
}

/// A person's block, with the headings made above it, nearest first.
struct Kept {
    block: ReportBlock,
    under: Vec<String>,
}

/// The blocks of a report that no composing made.
fn persons(recorded: &Recorded, made: &HashSet<String>) -> Vec<Kept> {
    let mut under: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for block in &recorded.records.blocks {
        let digest = digest(&recorded.records, block);
        if !made.contains(&digest) {
            found.push(Kept { block: block.clone(), under: under.clone() });
        } else if matches!(block.kind, ReportBlockKind::Heading { .. }) {
            under.insert(0, digest);
        }
    }
    found
}

/// What a block is told by: its kind and its words.
fn digest(records: &ReportRecords, block: &ReportBlock) -> String {
    let flow = |pieces: &[Piece]| pieces.iter().map(|piece| piece_text(records, piece)).collect::<String>();
    let text = match &block.content {
        Content::Flow(pieces) => flow(pieces),
        Content::Grid(rows) => {
            let row = |row: &Vec<Vec<Piece>>| row.iter().map(|cell| flow(cell)).collect::<Vec<_>>().join("\u{1f}");
            rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
    };
    told(&block.kind, &text)
}

fn told(kind: &ReportBlockKind, text: &str) -> String {
    let kind = match kind {
        ReportBlockKind::Heading { level, .. } => format!("heading {level}"),
        ReportBlockKind::Annex { .. } => "annex".to_owned(),
        ReportBlockKind::Paragraph { .. } => "paragraph".to_owned(),
        ReportBlockKind::Item { .. } => "item".to_owned(),
        ReportBlockKind::Table { .. } => "table".to_owned(),
        ReportBlockKind::Note { number } => format!("note {number}"),
        ReportBlockKind::Embedded(embedding) => format!("embedded {}", embedding.shows),
    };
    sha256(format!("{kind}\n{text}").as_bytes())
}

/// A block of the new report: made, or a person's.
enum Placed {
    Made(DraftBlock),
    Kept(ReportBlock),
}

/// Puts people's blocks back: each at the end of the part whose heading it stood under, those above all headings first,
/// notes last.
fn placed(draft: Draft, kept: Vec<Kept>) -> Vec<Placed> {
    let mut first = Vec::new();
    let mut notes = Vec::new();
    let mut parts: HashMap<usize, Vec<ReportBlock>> = HashMap::new();
    let headings: HashMap<String, usize> = draft
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| Some((told(&block.kind, &heading_text(block)?), at)))
        .collect();
    for Kept { block, under } in kept {
        let part = under.iter().find_map(|digest| headings.get(digest));
        match (part, matches!(block.kind, ReportBlockKind::Note { .. })) {
            (_, true) => notes.push(block),
            (Some(at), _) => parts.entry(*at).or_default().push(block),
            (None, _) => first.push(block),
        }
    }
    let mut all: Vec<Placed> = first.into_iter().map(Placed::Kept).collect();
    let mut open: Vec<ReportBlock> = Vec::new();
    for (at, block) in draft.blocks.into_iter().enumerate() {
        if matches!(block.kind, ReportBlockKind::Heading { .. } | ReportBlockKind::Annex { .. }) {
            all.extend(open.drain(..).map(Placed::Kept));
        }
        if let Some(own) = parts.remove(&at) {
            open = own;
        }
        all.push(Placed::Made(block));
    }
    all.extend(open.into_iter().chain(notes).map(Placed::Kept));
    all
}

/// The words of a heading; those that are made have nothing but words.
fn heading_text(block: &DraftBlock) -> Option<String> {
    match (&block.kind, &block.content) {
        (ReportBlockKind::Heading { .. }, DraftContent::Flow(pieces)) => Some(
            pieces
                .iter()
                .filter_map(|piece| match &piece.shown {
                    Shown::Text(text) => Some(text.as_str()),
                    Shown::Figure(_) | Shown::Citation { .. } => None,
                })
                .collect(),
        ),
        _ => None,
    }
}

/// Writes the report anew: people's blocks with their figures and citations as they were, the rest as made.
async fn put(
    tx: &mut Tx,
    current: &CurrentUser,
    report: Report,
    (draft, facts): (Draft, &ReportRecords),
    at: Timestamp,
) -> Result<Composed, AppError> {
    let id = report.id;
    let before = recorded::load_report(tx, report.clone()).await?;
    let made_before = consolidations::find(tx, id).await?.map(|kept| kept.blocks).unwrap_or_default();
    let kept = persons(&before, &made_before.into_iter().collect());
    let kept_count = kept.len();
    let mut old_figures: HashMap<FigureId, ReportFigure> =
        before.figures.into_iter().map(|figure| (figure.id, figure)).collect();
    let mut old_citations: HashMap<CitationId, Citation> =
        before.citations.into_iter().map(|citation| (citation.id, citation)).collect();
    let mut writer = Writer { tx, report: id, agency: report.agency, facts, documents: HashMap::new(), counts: (0, 0) };
    let mut blocks = Vec::new();
    let mut made = Vec::new();
    for (place, block) in placed(draft, kept).into_iter().enumerate() {
        let position = u32::try_from(place).unwrap_or(u32::MAX);
        match block {
            Placed::Made(block) => {
                made.push(position);
                blocks.push(writer.block(position, block).await?);
            }
            Placed::Kept(block) => {
                writer.moved(&block, position, (&mut old_figures, &mut old_citations)).await?;
                blocks.push(ReportBlock { position, ..block });
            }
        }
    }
    let (figures_made, linked) = writer.counts;
    report_blocks::replace(tx, id, &blocks).await?;
    // What the composer had of it is put away: its words are other ones now.
    forget(tx, id, (Some(current.user.id), at)).await?;
    let mut gone: Vec<FigureId> = old_figures.into_keys().collect();
    gone.sort_unstable();
    for figure in gone {
        figures::delete(tx, figure).await?;
    }
    let mut gone: Vec<CitationId> = old_citations.into_keys().collect();
    gone.sort_unstable();
    for citation in gone {
        citations::delete(tx, citation).await?;
    }
    let report = Report { updated_at: at, updated_by: Some(current.user.id), ..report };
    reports::update(tx, &report).await?;
    remember(tx, report, &made, (current, at)).await?;
    Ok(Composed { report: id, made: made.len(), kept: kept_count, figures: figures_made, linked })
}

/// Keeps which blocks were made, as they read now, and lets the report be found by its words.
async fn remember(
    tx: &mut Tx,
    report: Report,
    made: &[u32],
    (current, at): (&CurrentUser, Timestamp),
) -> Result<(), AppError> {
    let recorded = recorded::load_report(tx, report.clone()).await?;
    let own: HashSet<u32> = made.iter().copied().collect();
    let all = recorded.records.blocks.iter().filter(|block| own.contains(&block.position));
    let blocks = all.map(|block| digest(&recorded.records, block)).collect();
    consolidations::put(tx, report.id, &KeptConsolidation { at, by: Some(current.user.id), blocks }).await?;
    crate::search::index_report(tx, report).await
}
