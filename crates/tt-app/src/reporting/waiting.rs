//! Reports that wait for the person looking: a part to hand up or approve, a report to submit, sign or issue.

use jiff::civil::Date;
use tt_check::Message;
use tt_domain::approval::{PartState, StepKind, states};
use tt_domain::id::ReportId;
use tt_domain::permission::Action;
use tt_domain::report::ReportState;
use tt_store::reports;

use super::Standing;
use super::names::{report_name, step_name};
use super::passage::permitted;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A report that waits for someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportWaiting {
    /// Which.
    pub report: ReportId,
    /// What it is called.
    pub name: Message,
    /// The step it waits for.
    pub step: Message,
    /// Day by which: that of the part, or of the report.
    pub due: Option<Date>,
    /// Whether that day has passed.
    pub late: bool,
}

/// Steps on the whole that carry a report on, each waited for in its own state.
const ONWARD: [StepKind; 4] = [StepKind::ToPlanning, StepKind::ToLeader, StepKind::Sign, StepKind::Issue];

impl App {
    /// The reports of one's agency that wait for the person looking, those due first on top.
    ///
    /// A draft nobody was asked for (read from a file, without a due day) waits for nobody.
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn reports_waiting(&self, current: &CurrentUser) -> Result<Vec<ReportWaiting>, AppError> {
        current.require(Action::ReadRecords)?;
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let mut waiting = Vec::new();
        for report in reports::list(&mut tx, current.agency.id).await? {
            let is_asked = report.due.is_some() || report.state != ReportState::Draft;
            if is_asked && is_under_way(report.state) {
                let standing = Standing::own(&mut tx, current, report.id).await?;
                waiting.extend(first_step(current, &standing, today));
            }
        }
        waiting.sort_by_key(|one| (one.due.is_none(), one.due));
        Ok(waiting)
    }
}

/// Whether a report in that state still goes on.
fn is_under_way(state: ReportState) -> bool {
    ONWARD.iter().any(|kind| states(*kind).contains(&state))
}

/// The step of the person looking that carries the report on: with a part of their division first.
fn first_step(current: &CurrentUser, standing: &Standing, today: Date) -> Option<ReportWaiting> {
    let report = &standing.report;
    let is_now = |kind: StepKind| states(kind).contains(&report.state);
    let of_part = standing.passage.parts.iter().find_map(|part| {
        let kind = match part.state {
            PartState::Asked | PartState::Returned => StepKind::HandPart,
            PartState::Handed => StepKind::ApprovePart,
            PartState::Approved | PartState::Waived => return None,
        };
        let theirs = is_now(kind) && permitted(current, standing, kind, Some(part.division));
        theirs.then_some((kind, Some(part.due)))
    });
    let is_complete = !standing
        .passage
        .parts
        .iter()
        .any(|part| matches!(part.state, PartState::Asked | PartState::Handed | PartState::Returned));
    let of_whole = || {
        let kind = ONWARD.into_iter().find(|kind| is_now(*kind) && permitted(current, standing, *kind, None))?;
        // It waits for the divisions first, if any was asked.
        (is_complete || kind != StepKind::ToPlanning).then_some((kind, report.due))
    };
    let (kind, due) = of_part.or_else(of_whole)?;
    let regime = standing.regime.as_ref().map(|regime| regime.terms.name.as_str());
    Some(ReportWaiting {
        report: report.id,
        name: report_name(report, regime),
        step: step_name(kind),
        due,
        late: due.is_some_and(|due| due < today),
    })
}
