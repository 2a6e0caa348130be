//! Composing a report: its sections opened, written, generated again, remarked on; every change puts the report's own
//! blocks, figures and citations together anew, so that all that reads a report reads what is written.
//!
//! The rules are [`tt_domain::composing`]. A section has a version: who writes over another's change is told, and nothing
//! is lost. Read [`writing`] first, then [`compiled`].

pub mod chips;
mod compiled;
pub mod finding;
mod frame;
mod generating;
pub mod giving;
pub mod looking;
pub mod remarks;
mod settling;
pub mod starting;
mod taking;
pub mod writing;

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use tt_check::{Finding, Selection};
use tt_domain::approval::PartState;
use tt_domain::composing::{Block, Chip, Embedded, Section};
use tt_domain::id::{ReportId, SectionId, TaskId};
use tt_domain::permission::Action;
use tt_domain::task::Task;
use tt_store::{Tx, programmes, report_sections, reports, tasks};

use crate::app::{Actor, App};
use crate::clock::day_of;
use crate::embedding::{self, Drawn, draw};
use crate::error::AppError;
use crate::import::recorded;
use crate::import::text::{Identities, Observing, Text, cited_documents};
use crate::reporting::passage::is_written;
use crate::reporting::{Standing, frame_of};
use crate::search;
use crate::sign_in::CurrentUser;
use chips::{AsOf, ChipShown, resolve};
use compiled::{Compiled, compile};

pub use chips::MISSING;
pub use finding::{FoundChip, Sort};
pub use frame::FrameAsked;
pub use looking::{BlockShown, Composer, RemarkShown, SectionShown, VersionShown, VersionWords};
pub use remarks::RemarkAsked;
pub use starting::Start;

/// A finding of the checker, at the section and block it is about.
#[derive(Clone, Debug)]
pub struct PlacedFinding {
    /// The finding.
    pub finding: Finding,
    /// Words it is about.
    pub quote: String,
    /// Where; `None` for the frame.
    pub place: Option<(SectionId, usize)>,
}

/// A report whose sections are being worked on, in one transaction.
pub(super) struct Desk<'a> {
    pub(super) current: &'a CurrentUser,
    pub(super) standing: Standing,
    pub(super) sections: Vec<Section>,
    pub(super) today: Date,
}

/// What became of a change: everything a page needs to go on.
pub(super) struct Written {
    pub(super) shown: HashMap<Chip, ChipShown>,
    pub(super) drawn: HashMap<Embedded, Drawn>,
    pub(super) findings: Vec<PlacedFinding>,
}

impl<'a> Desk<'a> {
    /// Opens a report of one's own agency.
    pub(super) async fn open(
        tx: &mut Tx,
        current: &'a CurrentUser,
        id: ReportId,
        today: Date,
    ) -> Result<Self, AppError> {
        let standing = Standing::own(tx, current, id).await?;
        let sections = report_sections::list(tx, id).await?;
        Ok(Self { current, standing, sections, today })
    }

    /// The days its facts are taken as of.
    pub(super) fn as_of(&self) -> AsOf {
        embedding::as_of(&self.standing.report, self.standing.regime.as_ref(), self.today)
    }

    /// Whether the report can be written now by someone.
    pub(super) fn is_open(&self) -> bool {
        is_written(self.standing.report.state)
    }

    /// Whether the person looking writes the report as a whole.
    pub(super) fn may_write_all(&self) -> bool {
        self.is_open() && self.current.may_on(Action::DraftReport, &self.standing.scope(self.current, None))
    }

    /// Whether they write a section: those who write the whole, and the division that contributes it, until it has
    /// handed its part in.
    pub(super) fn may_write(&self, section: &Section) -> bool {
        if self.may_write_all() {
            return true;
        }
        let Some(division) = section.division.filter(|_| self.is_open()) else { return false };
        let part = self.standing.passage.parts.iter().find(|part| part.division == division);
        let open = part.is_none_or(|part| matches!(part.state, PartState::Asked | PartState::Returned));
        open && self.current.may_on(Action::HandPart, &self.standing.scope(self.current, Some(division)))
    }

    pub(super) fn require_all(&self) -> Result<(), AppError> {
        if !self.is_open() {
            return Err(not_open());
        }
        if self.may_write_all() { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// A section that is in the report and theirs to write.
    pub(super) fn section(&self, id: SectionId) -> Result<&Section, AppError> {
        let found = self.sections.iter().find(|section| section.id == id && !section.removed);
        let section = found.ok_or(AppError::NotFound)?;
        if !self.is_open() {
            return Err(not_open());
        }
        if self.may_write(section) { Ok(section) } else { Err(AppError::Forbidden) }
    }

    /// Takes the place of a section in what is being worked on.
    pub(super) fn put(&mut self, changed: Section) {
        if let Some(place) = self.sections.iter_mut().find(|section| section.id == changed.id) {
            *place = changed;
        }
    }

    /// Puts the report together from its sections, as its blocks, figures and citations on record, and says what the
    /// checker finds in it.
    pub(super) async fn write(&mut self, tx: &mut Tx, (actor, at): (&Actor, Timestamp)) -> Result<Written, AppError> {
        let (shown, drawn) = (self.shown(tx).await?, self.drawn(tx).await?);
        let report = self.standing.report.clone();
        let (numbers, identities) = self.identities(tx).await?;
        let compiled = compile(&frame_of(&report)?, &self.sections, (&shown, &drawn), &numbers, report.year);
        let recorded = recorded::load_report(tx, report.clone()).await?;
        let documents = cited_documents(tx, report.agency, &compiled.incoming).await?;
        let text =
            Text { incoming: &compiled.incoming, recorded: Some(&recorded), report: report.id, documents: &documents };
        text.write(tx, identities, Observing::Known(&compiled.observed)).await?;
        self.standing.report.updated_at = at;
        self.standing.report.updated_by = actor.user.or(report.updated_by);
        reports::update(tx, &self.standing.report).await?;
        search::index_report(tx, self.standing.report.clone()).await?;
        Ok(Written { findings: placed(&compiled), shown, drawn })
    }

    /// What every fact in the sections prints now.
    pub(super) async fn shown(&self, tx: &mut Tx) -> Result<HashMap<Chip, ChipShown>, AppError> {
        let chips = self.sections.iter().filter(|section| !section.removed).flat_map(|section| &section.blocks);
        let chips: Vec<Chip> = chips.flat_map(Block::chips).collect();
        resolve(tx, self.standing.report.agency, self.as_of(), &chips).await
    }

    /// Every picture and table in the sections.
    fn embedded(&self) -> Vec<Embedded> {
        let sections = self.sections.iter().filter(|section| !section.removed);
        embedding::shown_among(sections.flat_map(|section| &section.blocks))
    }

    /// What every picture and table in the sections draws now.
    pub(super) async fn drawn(&self, tx: &mut Tx) -> Result<HashMap<Embedded, Drawn>, AppError> {
        let agency = self.standing.report.agency;
        if is_written(self.standing.report.state) {
            return draw(tx, agency, self.as_of(), &self.embedded()).await;
        }
        // From its submission on the report shows what it showed then.
        let kept = tt_store::report_blocks::list(tx, self.standing.report.id).await?;
        Ok(embedding::drawn_then(&kept))
    }

    /// What the checker finds in the report as its sections make it.
    pub(super) async fn checked(
        &self,
        tx: &mut Tx,
        facts: (&HashMap<Chip, ChipShown>, &HashMap<Embedded, Drawn>),
    ) -> Result<Vec<PlacedFinding>, AppError> {
        let (numbers, _) = self.identities(tx).await?;
        let report = &self.standing.report;
        Ok(placed(&compile(&frame_of(report)?, &self.sections, facts, &numbers, report.year)))
    }

    /// Numbers of the tasks of the report's year, and the identities by which its text speaks of them and of the next
    /// year's.
    async fn identities(&self, tx: &mut Tx) -> Result<(BTreeMap<TaskId, u32>, Identities), AppError> {
        let report = &self.standing.report;
        let this = tasks_of(tx, report.agency, report.year).await?;
        let next = tasks_of(tx, report.agency, report.year + 1).await?;
        let numbers = this.iter().map(|task| (task.id, task.number)).collect();
        let by_number = |all: &[Task]| all.iter().map(|task| (task.number, task.id)).collect();
        let identities = Identities { tasks: by_number(&this), proposals: by_number(&next), ..Identities::default() };
        Ok((numbers, identities))
    }
}

async fn tasks_of(tx: &mut Tx, agency: tt_domain::id::AgencyId, year: i16) -> Result<Vec<Task>, AppError> {
    match programmes::find(tx, agency, year).await? {
        Some(programme) => Ok(tasks::list(tx, programme.id).await?),
        None => Ok(Vec::new()),
    }
}

/// Findings at their places.
fn placed(compiled: &Compiled) -> Vec<PlacedFinding> {
    let body: Vec<_> = compiled.document.body().collect();
    let at = |offset: usize| {
        let index = body.partition_point(|block| block.span.start <= offset).checked_sub(1)?;
        let inside = body.get(index).is_some_and(|block| offset < block.span.end.max(block.span.start + 1));
        compiled.places.get(index).copied().filter(|_| inside)
    };
    tt_check::check(&compiled.document, &compiled.found, &Selection::default())
        .into_iter()
        .map(|finding| PlacedFinding {
            place: at(finding.span.start),
            quote: compiled.document.slice(finding.span).to_owned(),
            finding,
        })
        .collect()
}

/// Why sections cannot be written now.
fn not_open() -> AppError {
    AppError::refused(
        "báo cáo đã trình ký hoặc đã phát hành nên không sửa được; hãy trả lại để soạn tiếp, hoặc mở báo cáo thay thế",
        "the report was submitted or issued and cannot be written; send it back, or open one in its place",
    )
}

impl App {
    /// Opens the desk of a report for a change.
    pub(super) async fn desk<'a>(
        &self,
        tx: &mut Tx,
        current: &'a CurrentUser,
        id: ReportId,
    ) -> Result<Desk<'a>, AppError> {
        current.require(Action::ReadRecords)?;
        Desk::open(tx, current, id, day_of(self.moment())).await
    }
}
