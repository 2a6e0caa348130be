//! Consolidation (tổng hợp): what the agencies below one report for a period, side by side and put together.
//!
//! Everything is read in sets ([`records`]): as many statements for a hundred agencies as for two. What follows from it is
//! worked out in memory: who reported ([`reporters`]), figures with their totals ([`figures`]), tasks with their grades
//! and what the reports say of them, by theme ([`works`]). Every value names its source. [`compose`] makes one report of
//! it. Only what was handed up is read word for word: a report that is issued, or came in as a file.

mod annexes;
mod body;
pub mod compose;
mod draft;
pub mod figures;
mod passage;
mod recording;
pub(crate) mod records;
pub mod reporters;
pub mod words;
pub mod works;

use jiff::civil::Date;
use tt_domain::id::AgencyId;
use tt_domain::organisation::Agency;
use tt_domain::permission::{Action, Scope};
use tt_domain::report::Report;
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{Tx, agencies, reports};

use crate::app::App;
use crate::compose::ReportRecords;
use crate::error::AppError;
use crate::reports::blocking;
use crate::sign_in::CurrentUser;
use figures::FigureLine;
use records::Below;
use reporters::Reporter;
use works::{ObstacleRow, ThemeRow, WorkRow};

/// What the agencies below one report for a period.
#[derive(Clone, Debug)]
pub struct Consolidation {
    /// The agency they stand below.
    pub agency: Agency,
    /// The period.
    pub period: ReportingPeriod,
    /// Periods there are reports for, the newest first.
    pub periods: Vec<ReportingPeriod>,
    /// Agencies below, each after the one above it, by symbol.
    pub reporters: Vec<Reporter>,
    /// Figures, those of most agencies first.
    pub lines: Vec<FigureLine>,
    /// Key tasks of the year, by agency and number.
    pub works: Vec<WorkRow>,
    /// They by theme, those of most agencies first.
    pub themes: Vec<ThemeRow>,
    /// Difficulties the reports name, by cause.
    pub obstacles: Vec<ObstacleRow>,
    /// Reports of the agency itself for the period, the newest first.
    pub own: Vec<OwnReport>,
    /// Whether one may be composed.
    pub may_compose: bool,
    /// Today.
    pub today: Date,
    /// Figures, citations and documents that the passages refer to.
    pub(crate) facts: ReportRecords,
}

/// A report of the superior agency itself.
#[derive(Clone, Debug)]
pub struct OwnReport {
    /// The report.
    pub report: Report,
    /// Name of its regime.
    pub regime: Option<String>,
    /// How many blocks it has.
    pub blocks: usize,
    /// How many of them a person wrote, or changed.
    pub written: usize,
}

impl Consolidation {
    /// The reporter of that agency.
    pub fn reporter(&self, agency: AgencyId) -> Option<&Reporter> {
        self.reporters.iter().find(|reporter| reporter.agency.id == agency)
    }

    /// Name of an agency below; empty for another.
    pub fn name(&self, agency: AgencyId) -> &str {
        self.reporter(agency).map(|reporter| reporter.agency.name.as_str()).unwrap_or_default()
    }
}

/// The agency for which someone consolidates: their own, else one they hold a post in; `None` where they may not, or
/// nothing stands below.
pub(crate) async fn overseen(tx: &mut Tx, current: &CurrentUser) -> Result<Option<AgencyId>, AppError> {
    let posts = current.standing.posts.iter().map(|post| post.agency);
    let mut asked: Vec<AgencyId> = Vec::new();
    for agency in std::iter::once(current.agency.id).chain(posts) {
        if asked.contains(&agency) {
            continue;
        }
        asked.push(agency);
        let may = current.may_on(Action::Consolidate, &Scope::agency_wide(agency, Vec::new()));
        if may && agencies::has_below(tx, agency).await? {
            return Ok(Some(agency));
        }
    }
    Ok(None)
}

/// Whether someone may read a report of an agency below theirs word for word: it was handed up, and they bring together
/// what such agencies report.
pub(crate) async fn may_read(tx: &mut Tx, current: &CurrentUser, report: &Report) -> Result<bool, AppError> {
    if !reporters::is_handed_up(report) {
        return Ok(false);
    }
    let above = agencies::superiors(tx, report.agency).await?;
    Ok(above.into_iter().any(|id| current.may_on(Action::Consolidate, &Scope::agency_wide(id, Vec::new()))))
}

impl App {
    /// Whether there are agencies whose reports someone brings together.
    ///
    /// # Errors
    /// The database failed.
    pub async fn consolidates(&self, current: &CurrentUser) -> Result<bool, AppError> {
        let mut tx = self.db.begin_read().await?;
        Ok(overseen(&mut tx, current).await?.is_some())
    }

    /// What the agencies below report for a period; the newest there are reports for unless told.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for who may not, or has no agencies below; or the database failed.
    pub async fn consolidation(
        &self,
        current: &CurrentUser,
        period: Option<ReportingPeriod>,
    ) -> Result<Consolidation, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let root = overseen(&mut tx, current).await?.ok_or(AppError::Forbidden)?;
        let mut periods = reports::periods_below(&mut tx, root).await?;
        periods.sort_by_key(|period| std::cmp::Reverse((period.calendar_days().1, period.calendar_days().0)));
        let period = period.or_else(|| periods.first().copied()).unwrap_or(ReportingPeriod::year(today.year()));
        let below = Box::pin(records::load(&mut tx, root, period, today)).await?;
        let own = own_reports(&mut tx, current, root, period).await?;
        drop(tx);
        let may_compose = root == current.agency.id && current.may(Action::DraftReport);
        let current = current.clone();
        blocking(move || {
            let mut shown = built(below, Some(&current));
            (shown.periods, shown.own, shown.may_compose) = (periods, own, may_compose);
            shown
        })
        .await
    }
}

/// Reports of the superior agency for the period, that they may be composed into or looked at.
async fn own_reports(
    tx: &mut Tx,
    current: &CurrentUser,
    root: AgencyId,
    period: ReportingPeriod,
) -> Result<Vec<OwnReport>, AppError> {
    let mut own = Vec::new();
    if root != current.agency.id {
        return Ok(own);
    }
    let regimes = tt_store::regimes::list(tx, root).await?;
    for report in reports::list(tx, root).await?.into_iter().filter(|report| report.period == period) {
        let (blocks, written) = compose::counted(tx, report.id).await?;
        let regime = regimes.iter().find(|regime| Some(regime.id) == report.regime);
        own.push(OwnReport { regime: regime.map(|regime| regime.terms.name.clone()), blocks, written, report });
    }
    Ok(own)
}

/// Works everything out of what was loaded, for someone, or for the program itself.
pub(crate) fn built(below: Below, current: Option<&CurrentUser>) -> Consolidation {
    let reporters = reporters::reporters(&below, current);
    let lines = figures::lines(&below);
    let works = works::works(&below, &reporters, current);
    let themes = works::theme_rows(&below, &works);
    let obstacles = works::obstacles(&below, &reporters);
    Consolidation {
        agency: below.root,
        period: below.period,
        periods: Vec::new(),
        reporters,
        lines,
        works,
        themes,
        obstacles,
        own: Vec::new(),
        may_compose: false,
        today: below.today,
        facts: below.facts,
    }
}
