//! Reports for people: composed from records, checked, traced figure by figure, given out as files.

use tt_check::Finding;
use tt_document::{Document, Extraction, Frame};
use tt_domain::id::{FigureId, ObservationId, ReportId};
use tt_domain::indicator::{Indicator, Observation};
use tt_domain::organisation::{Agency, User};
use tt_domain::permission::Action;
use tt_domain::report::{Report, ReportBlock, ReportBlockKind, ReportFigure, ReportState};
use tt_store::{Tx, agencies, attachments, figures, indicators, observations, reports, users};

use crate::app::App;
use crate::compose;
use crate::consolidation;
use crate::embedding::blocks::checked;
use crate::embedding::{Drawn, draw_anew, kept};
use crate::error::AppError;
use crate::import::recorded;
use crate::outputs::{self, Format};
use crate::sign_in::CurrentUser;
use crate::users::unknown_agency;

/// A report composed and checked.
#[derive(Clone, Debug)]
pub struct ReportView {
    /// The report.
    pub report: Report,
    /// Name of its regime.
    pub regime: Option<String>,
    /// It as a document.
    pub document: Document,
    /// What is found in it.
    pub found: Extraction,
    /// What the checker says of it.
    pub findings: Vec<Finding>,
    /// Its figures.
    pub figures: Vec<ReportFigure>,
    /// What its embedded blocks drew, in order; `None` for one not drawn yet.
    pub drawn: Vec<Option<Drawn>>,
}

/// Where a figure comes from.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The figure.
    pub figure: ReportFigure,
    /// The report it stands in.
    pub report: Report,
    /// The paragraph it stands in.
    pub paragraph: String,
    /// What it measures, if it rests on an observation.
    pub indicator: Option<Indicator>,
    /// The observation it rests on.
    pub observation: Option<Observation>,
    /// Who recorded that; `None` for the command line.
    pub recorded_by: Option<User>,
    /// Name of the file it was read from.
    pub source: Option<String>,
    /// The agency whose observation it is, where that is another than the report's, with the figure of its own report
    /// that shows it.
    pub taken_from: Option<(Agency, Option<FigureId>)>,
    /// Every observation of the same indicator, the newest first.
    pub history: Vec<Observation>,
    /// Other figures of the report that rest on the same observation or indicator.
    pub related: Vec<ReportFigure>,
}

/// A file to give out.
#[derive(Clone, Debug)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl App {
    /// A report of the agency, or one handed up to it, composed and checked.
    ///
    /// # Errors
    /// No such report, or the database failed.
    pub async fn report(&self, current: &CurrentUser, id: ReportId) -> Result<ReportView, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let report = readable(&mut tx, current, id).await?;
        let regime = match report.regime {
            Some(regime) => Some(tt_store::regimes::get(&mut tx, regime).await?.terms.name),
            None => None,
        };
        let mut recorded = recorded::load_report(&mut tx, report).await?;
        draw_anew(&mut tx, &mut recorded, self.clock.today()).await?;
        drop(tx);
        blocking(move || {
            let document = compose::compose(&recorded.records);
            let (found, findings) = checked(&document);
            let drawn = drawn_of(&recorded.records.blocks);
            let figures = recorded.figures;
            ReportView { report: recorded.report, regime, document, found, findings, figures, drawn }
        })
        .await
    }

    /// A report of the agency as a file.
    ///
    /// # Errors
    /// No such report in this agency, or a renderer or the database failed.
    pub async fn report_file(&self, current: &CurrentUser, id: ReportId, format: Format) -> Result<Download, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let report = readable(&mut tx, current, id).await?;
        let year = report.year;
        let symbol = agencies::get(&mut tx, report.agency).await?.symbol.to_lowercase();
        let mut recorded = recorded::load_report(&mut tx, report).await?;
        draw_anew(&mut tx, &mut recorded, self.clock.today()).await?;
        drop(tx);
        mark_draft(&recorded.report, &mut recorded.records.frame);
        let bytes = blocking(move || outputs::render(&compose::compose(&recorded.records), format)).await??;
        let name = format!("bao-cao-{symbol}-{year}.{}", format.extension());
        Ok(Download { name, media_type: format.media_type(), bytes })
    }

    /// The report of an agency's year as a document, for the command line of the machine itself.
    ///
    /// # Errors
    /// No such agency or report, or the database failed.
    pub async fn composed(&self, agency: &str, year: i16) -> Result<Document, AppError> {
        let mut tx = self.db.begin_read().await?;
        let agency = agencies::find_by_symbol(&mut tx, agency).await?.ok_or_else(|| unknown_agency(agency))?;
        let mut recorded = recorded::load(&mut tx, agency.id, year).await?.ok_or_else(|| {
            AppError::refused(
                format!("{} chưa có báo cáo năm {year}; hãy nhập báo cáo trước (trongtam import)", agency.symbol),
                format!("{} has no report of {year}; import it first (trongtam import)", agency.symbol),
            )
        })?;
        draw_anew(&mut tx, &mut recorded, self.clock.today()).await?;
        Ok(compose::compose(&recorded.records))
    }

    /// Where a figure of one of the agency's reports comes from.
    ///
    /// # Errors
    /// No such figure in this agency, or the database failed.
    pub async fn figure(&self, current: &CurrentUser, id: FigureId) -> Result<Provenance, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let figure = figures::get(&mut tx, id).await?;
        let report = readable(&mut tx, current, figure.report).await?;
        let recorded = recorded::load_report(&mut tx, report.clone()).await?;
        let observation = match figure.stated.observation {
            Some(id) => Some(observations::get(&mut tx, id).await?),
            None => None,
        };
        let (indicator, history) = match &observation {
            Some(observation) => {
                let indicator = indicators::get(&mut tx, observation.indicator).await?;
                let mut history = observations::list(&mut tx, indicator.id).await?;
                history.sort_by_key(|observation| std::cmp::Reverse(observation.recorded_at));
                (Some(indicator), history)
            }
            None => (None, Vec::new()),
        };
        let recorded_by = match observation.as_ref().and_then(|observation| observation.recorded_by) {
            Some(user) => Some(users::get(&mut tx, user).await?),
            None => None,
        };
        let source = match recorded.report.source {
            Some(source) => Some(attachments::get(&mut tx, source).await?.name),
            None => None,
        };
        let taken_from = match (&indicator, &observation) {
            (Some(indicator), Some(observation)) if indicator.agency != report.agency => {
                let agency = agencies::get(&mut tx, indicator.agency).await?;
                let shown = match observation.report {
                    Some(report) => figures::list(&mut tx, report).await?,
                    None => Vec::new(),
                };
                let figure = shown.iter().find(|figure| figure.stated.observation == Some(observation.id));
                Some((agency, figure.map(|figure| figure.id)))
            }
            _ => None,
        };
        let known: Vec<ObservationId> = history.iter().map(|observation| observation.id).collect();
        let related = recorded.figures.iter().filter(|other| {
            other.id != id && other.stated.observation.is_some_and(|observation| known.contains(&observation))
        });
        Ok(Provenance {
            paragraph: compose::block_text(&recorded.records, figure.block),
            related: related.cloned().collect(),
            report: recorded.report,
            figure,
            indicator,
            observation,
            recorded_by,
            source,
            taken_from,
            history,
        })
    }
}

/// What the embedded blocks of a report drew, in order.
fn drawn_of(blocks: &[ReportBlock]) -> Vec<Option<Drawn>> {
    let embedded = blocks.iter().filter(|block| matches!(block.kind, ReportBlockKind::Embedded(_)));
    embedded.map(|block| block.drawn.as_deref().and_then(kept::read)).collect()
}

/// Marks the frame of a report that is neither signed nor numbered as a draft's (dự thảo), as its files show it.
pub fn mark_draft(report: &Report, frame: &mut Frame) {
    use ReportState::{Draft, Returned, Submitted, WithHeads, WithPlanning};
    let unsigned = matches!(report.state, Draft | WithHeads | WithPlanning | Submitted | Returned);
    frame.draft |= unsigned && frame.number.is_none();
}

/// A report of one's own agency, or one that an agency below handed up to who brings such reports together.
async fn readable(tx: &mut Tx, current: &CurrentUser, id: ReportId) -> Result<Report, AppError> {
    let report = reports::get(tx, id).await?;
    let is_own = report.agency == current.agency.id;
    if is_own || consolidation::may_read(tx, current, &report).await? { Ok(report) } else { Err(AppError::NotFound) }
}

/// Runs work that computes rather than waits off the request threads.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::Internal(format!("working off the request threads ({error})")))
}
