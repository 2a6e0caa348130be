//! Pictures and tables that stand in reports: what each draws from the records now, what it drew when it was kept, and
//! how it stands in a document.
//!
//! A block is kept as what it shows ([`Embedded`]), never as pixels. While a report is written it is drawn from the
//! records as often as someone looks; from its submission on it is what was drawn then, kept with the block. Read
//! [`Drawn`] first.

pub(crate) mod blocks;
pub mod finding;
pub(crate) mod folding;
pub(crate) mod kept;
mod pictures;
pub(crate) mod tables;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use tt_domain::composing::{Block, Embedded, PictureOf, TableOf};
use tt_domain::id::{AgencyId, IndicatorId, RegisterId};
use tt_domain::indicator::Indicator;
use tt_domain::indicator::ledger::Ledger;
use tt_domain::regime::Regime;
use tt_domain::register::Register;
use tt_domain::report::{Report, ReportBlock, ReportBlockKind};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{StoreError, Tx, agencies, registers, report_blocks};

use crate::composing::chips::AsOf;
use crate::error::AppError;
use crate::import::recorded::Recorded;
use crate::indicators::ledger_at;
use crate::pictures::Plot;
use crate::reporting::passage::is_written;

/// What an embedded block draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// What it is called, where no caption says otherwise.
    pub title: String,
    /// Page of its record.
    pub page: Option<String>,
    /// The picture, the table, or why there is none.
    pub what: What,
}

/// What there is to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A picture.
    Picture(Plot),
    /// A table.
    Table(Listed),
    /// Nothing: the record is gone, or nothing is on record. The words say which, with the remedy.
    Missing(String),
}

/// A table: all its columns after the first [`text_columns`](Self::text_columns) hold numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Names of the columns.
    pub head: Vec<String>,
    /// How many columns from the left hold text.
    pub text_columns: usize,
    /// Rows of cells, each as printed; `–` where nothing is known.
    pub rows: Vec<Vec<String>>,
}

impl Drawn {
    fn missing(title: impl Into<String>, page: Option<String>, why: impl Into<String>) -> Self {
        Self { title: title.into(), page, what: What::Missing(why.into()) }
    }

    /// Why there is nothing to see; `None` where there is something.
    pub fn trouble(&self) -> Option<&str> {
        match &self.what {
            What::Missing(why) => Some(why),
            What::Picture(_) | What::Table(_) => None,
        }
    }
}

/// What is printed where nothing is known.
pub(crate) const NOTHING: &str = "–";

/// The days a report's facts are taken as of.
pub(crate) fn as_of(report: &Report, regime: Option<&Regime>, today: Date) -> AsOf {
    let window = regime.map_or_else(|| report.period.window(), |regime| regime.terms.window(report.period));
    AsOf { recorded: today, counted: window.1.min(today) }
}

/// What embedded blocks of an agency draw; each asked for has an answer.
///
/// # Errors
/// The database failed.
pub async fn draw(
    tx: &mut Tx,
    agency: AgencyId,
    as_of: AsOf,
    all: &[Embedded],
) -> Result<HashMap<Embedded, Drawn>, AppError> {
    let mut records = Records { agency, as_of, ledgers: BTreeMap::new(), whole: None };
    let mut drawn = HashMap::new();
    for embedded in all {
        if !drawn.contains_key(embedded) {
            drawn.insert(embedded.clone(), Box::pin(records.draw(tx, embedded)).await?);
        }
    }
    Ok(drawn)
}

/// What the embedded blocks of a report drew when they were kept.
pub(crate) fn drawn_then(blocks: &[ReportBlock]) -> HashMap<Embedded, Drawn> {
    let one = |block: &ReportBlock| match &block.kind {
        ReportBlockKind::Embedded(embedding) => Some((embedding.shows.clone(), kept::read(block.drawn.as_deref()?)?)),
        _ => None,
    };
    blocks.iter().filter_map(one).collect()
}

/// Draws the embedded blocks of a report that is still being written anew; what was submitted stays as it was.
pub(crate) async fn draw_anew(tx: &mut Tx, recorded: &mut Recorded, today: Date) -> Result<(), AppError> {
    let report = &recorded.report;
    let any = recorded.records.blocks.iter().any(|block| matches!(block.kind, ReportBlockKind::Embedded(_)));
    if !any || !is_written(report.state) {
        return Ok(());
    }
    let regime = match report.regime {
        Some(regime) => Some(tt_store::regimes::get(tx, regime).await?),
        None => None,
    };
    let drawn =
        draw(tx, report.agency, as_of(report, regime.as_ref(), today), &shown_in(&recorded.records.blocks)).await?;
    for block in &mut recorded.records.blocks {
        if let ReportBlockKind::Embedded(embedding) = &block.kind
            && let Some(drawn) = drawn.get(&embedding.shows)
        {
            block.drawn = Some(kept::json(drawn)?);
        }
    }
    Ok(())
}

/// What the embedded blocks of a report show, in order.
fn shown_in(blocks: &[ReportBlock]) -> Vec<Embedded> {
    let one = |block: &ReportBlock| match &block.kind {
        ReportBlockKind::Embedded(embedding) => Some(embedding.shows.clone()),
        _ => None,
    };
    blocks.iter().filter_map(one).collect()
}

/// What the embedded blocks among some words show.
pub(crate) fn shown_among<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Vec<Embedded> {
    blocks.into_iter().filter_map(Block::embedded).cloned().collect()
}

/// Keeps what the embedded blocks of a report draw now as what they will be from here on.
pub(crate) async fn settle(tx: &mut Tx, recorded: &mut Recorded, today: Date) -> Result<(), AppError> {
    draw_anew(tx, recorded, today).await?;
    for block in &recorded.records.blocks {
        if let (ReportBlockKind::Embedded(_), Some(drawn)) = (&block.kind, &block.drawn) {
            report_blocks::set_drawn(tx, recorded.report.id, block.position, drawn).await?;
        }
    }
    Ok(())
}

/// What is read once for many blocks.
struct Records {
    agency: AgencyId,
    as_of: AsOf,
    ledgers: BTreeMap<i16, Ledger>,
    /// All years, for a picture that goes back further than two.
    whole: Option<Ledger>,
}

impl Records {
    async fn draw(&mut self, tx: &mut Tx, embedded: &Embedded) -> Result<Drawn, AppError> {
        match embedded {
            Embedded::Picture(picture) => match *picture {
                PictureOf::Plan(id, period) => self.bars(tx, id, period, true).await,
                PictureOf::SamePeriod(id, period) => self.bars(tx, id, period, false).await,
                PictureOf::Trend(id, period) => self.trend(tx, id, period).await,
                PictureOf::Stages(id) => self.stages(tx, id).await,
                PictureOf::Deadlines(year) => self.deadlines(tx, year).await,
                PictureOf::League(year) => self.league(tx, year).await,
            },
            Embedded::Table(table) => match table {
                TableOf::Indicators(of, period) => self.indicators(tx, *of, *period).await,
                TableOf::Tasks(year, division) => self.tasks(tx, *year, *division).await,
                TableOf::Measures(id) => self.measures(tx, *id).await,
                TableOf::Entries(id, fields) => self.entries(tx, *id, fields).await,
            },
        }
    }

    async fn ledger(&mut self, tx: &mut Tx, period: &ReportingPeriod) -> Result<&Ledger, AppError> {
        Ok(match self.ledgers.entry(period.of_year()) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(ledger_at(tx, self.agency, period, self.as_of.recorded).await?)
            }
        })
    }

    /// An indicator of the agency with its ledger; `None` for one that is gone or another's.
    async fn indicator(
        &mut self,
        tx: &mut Tx,
        id: IndicatorId,
        period: &ReportingPeriod,
    ) -> Result<Option<(Indicator, &Ledger)>, AppError> {
        let ledger = self.ledger(tx, period).await?;
        Ok(ledger.indicators().find(|one| one.id == id).cloned().map(|found| (found, ledger)))
    }

    /// A register of the agency; `None` for one that is gone or another's.
    async fn register(&self, tx: &mut Tx, id: RegisterId) -> Result<Option<Register>, AppError> {
        match registers::get(tx, id).await {
            Ok(register) => Ok(Some(register).filter(|register| register.agency == self.agency)),
            Err(StoreError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether an agency stands below this one.
    async fn is_below(&self, tx: &mut Tx, agency: AgencyId) -> Result<bool, AppError> {
        Ok(agencies::superiors(tx, agency).await?.contains(&self.agency))
    }
}

/// Why a register's block draws nothing.
fn register_gone() -> Drawn {
    Drawn::missing(
        "Sổ theo dõi",
        Some("/so-theo-doi".to_owned()),
        "sổ theo dõi không còn; hãy bỏ khối này hoặc chèn khối của sổ khác",
    )
}

/// Why an indicator's block draws nothing.
fn indicator_gone() -> Drawn {
    Drawn::missing(
        "Chỉ tiêu",
        Some("/chi-tieu".to_owned()),
        "chỉ tiêu không còn trong danh mục; hãy bỏ khối này hoặc chèn khối của chỉ tiêu khác",
    )
}
