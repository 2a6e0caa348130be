//! What the calendar does for reports: opens them on their day, reminds of parts and reports, tells whose turn it is.

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::approval::PartState;
use tt_domain::calendar::days_from;
use tt_domain::id::{AgencyId, PersonId, ReportId};
use tt_domain::notice::NoticeKind;
use tt_domain::organisation::Role;
use tt_domain::report::{Report, ReportState};
use tt_store::{Tx, job_runs, regimes, report_steps, reports, users};

use super::opening::{Opening, open};
use super::{Standing, names};
use crate::app::{Actor, App};
use crate::clock::day_of;
use crate::delivery::Delivery;
use crate::error::AppError;
use crate::remind::People;
use crate::telling::{Day, NoticeFacts, Telling, Told, tell};
use crate::work::rules;

/// Name of this work among the work done once a day.
const REPORTS: &str = "reports";
/// Working days before a day on which people are reminded of it.
const AHEAD: i32 = 2;

impl App {
    /// Opens the reports that are due to be open and reminds of what is due; once a day for each agency, whoever asks.
    ///
    /// # Errors
    /// The database failed; what was not done is done at the next call.
    pub async fn watch_reports(&self, now: Timestamp) -> Result<Told, AppError> {
        let day = day_of(now);
        let mut tx = self.db.begin_read().await?;
        let waiting = job_runs::waiting(&mut tx, REPORTS, day).await?;
        drop(tx);
        let mut told = Told::default();
        for agency in waiting {
            let mut tx = self.db.begin_write().await?;
            if job_runs::claim(&mut tx, REPORTS, agency, day, now).await? {
                told.add(open_owed(&mut tx, &self.delivery, agency, now).await?);
                told.add(remind(&mut tx, &self.delivery, agency, now).await?);
                tx.commit().await?;
            }
        }
        Ok(told)
    }
}

/// Opens what the calendar says is to be open.
async fn open_owed(tx: &mut Tx, delivery: &Delivery, agency: AgencyId, now: Timestamp) -> Result<Told, AppError> {
    let mut told = Told::default();
    let calendar = rules::calendar(tx, day_of(now)).await?;
    let worker = Actor { user: None, origin: "worker".to_owned() };
    for regime in regimes::list(tx, agency).await?.iter().filter(|regime| regime.terms.active) {
        // Parts are asked for in the name of who keeps the regime.
        let by = match regimes::keeper(tx, regime.id).await? {
            Some(user) => users::get(tx, user).await?.person,
            None => None,
        };
        for period in regime.terms.owed(day_of(now), &calendar) {
            let due = regime.terms.due(period, &calendar);
            let opening = Opening { regime, period, occasion: String::new(), due };
            if let Some(id) = open(tx, &opening, (by, &worker, now)).await? {
                told.add(tell_asked(tx, delivery, id, (None, now)).await?);
            }
        }
    }
    Ok(told)
}

/// Reminds divisions of their parts and the planning officers of the whole.
async fn remind(tx: &mut Tx, delivery: &Delivery, agency: AgencyId, now: Timestamp) -> Result<Told, AppError> {
    let day = day_of(now);
    let calendar = rules::calendar(tx, day).await?;
    let mut told = Told::default();
    if !calendar.is_working_day(day) {
        return Ok(told);
    }
    let until = calendar.add_working_days(day, AHEAD);
    let people = People::load(tx, agency, day).await?;
    for (id, part) in report_steps::waited_for(tx, agency, until).await? {
        let standing = Standing::load(tx, id).await?;
        let occasion = format!("part-{id}-{}/{day}", part.division);
        let telling = about(&standing, NoticeKind::PartDue, Some(part.due), (occasion, now));
        told.add(tell(tx, delivery, &people.members(part.division), &telling).await?);
    }
    for report in
        reports::open(tx, agency).await?.into_iter().filter(|report| report.due.is_some_and(|due| due <= until))
    {
        let due = report.due;
        let standing = Standing::load(tx, report.id).await?;
        let telling = about(&standing, NoticeKind::ReportDue, due, (format!("report-{}/{day}", report.id), now));
        told.add(tell(tx, delivery, &people.planners(), &telling).await?);
    }
    Ok(told)
}

/// A notice about a report.
fn about(standing: &Standing, kind: NoticeKind, day: Option<Date>, (occasion, at): (String, Timestamp)) -> Telling {
    let report = &standing.report;
    Telling {
        agency: report.agency,
        kind,
        task: None,
        facts: NoticeFacts {
            code: Some(title(standing)),
            day: day.map(Day),
            days: day.map(|day| days_from(day, day_of(at))),
            page: Some(format!("/bao-cao/{}", report.id)),
            ..NoticeFacts::default()
        },
        occasion,
        at,
    }
}

fn title(standing: &Standing) -> String {
    let regime = standing.regime.as_ref().map(|regime| regime.terms.name.as_str());
    names::report_name(&standing.report, regime).vi
}

/// Tells the divisions that were just asked for their parts.
pub(super) async fn tell_asked(
    tx: &mut Tx,
    delivery: &Delivery,
    id: ReportId,
    (by, at): (Option<PersonId>, Timestamp),
) -> Result<Told, AppError> {
    let standing = Standing::load(tx, id).await?;
    let people = People::load(tx, standing.report.agency, day_of(at)).await?;
    let mut told = Told::default();
    for part in standing.passage.parts.iter().filter(|part| part.state == PartState::Asked) {
        let mut to = people.members(part.division);
        to.retain(|person| Some(*person) != by);
        let occasion = format!("part-{id}-{}/asked/{}", part.division, standing.events.len());
        let telling = about(&standing, NoticeKind::PartAsked, Some(part.due), (occasion, at));
        told.add(tell(tx, delivery, &to, &telling).await?);
    }
    Ok(told)
}

/// Whose turn it is now.
fn turn(report: &Report, people: &People) -> Vec<PersonId> {
    match report.state {
        ReportState::WithPlanning | ReportState::Returned | ReportState::Draft | ReportState::WithHeads => {
            people.planners()
        }
        ReportState::Submitted => people.all(Role::Leader),
        ReportState::Signed => people.all(Role::Clerk),
        ReportState::Issued | ReportState::Recalled | ReportState::Replaced => {
            let mut all = people.planners();
            all.extend(people.all(Role::Leader));
            all.extend(people.all(Role::Clerk));
            all
        }
    }
}

/// Tells whose turn it is that a report moved on; and the head, or the division, of a part that moved.
pub(super) async fn tell_moved(
    tx: &mut Tx,
    delivery: &Delivery,
    standing: &Standing,
    (by, at): (PersonId, Timestamp),
) -> Result<Told, AppError> {
    let Some(last) = standing.events.last() else { return Ok(Told::default()) };
    let people = People::load(tx, standing.report.agency, day_of(at)).await?;
    let mut to = match last.event.step.division() {
        Some(division) => match standing.passage.part(division).map(|part| part.state) {
            Some(PartState::Handed) => people.heads(division),
            Some(PartState::Returned | PartState::Waived) => people.members(division),
            _ => people.planners(),
        },
        None => turn(&standing.report, &people),
    };
    to.retain(|person| *person != by);
    let occasion = format!("report-{}/step-{}", standing.report.id, standing.events.len());
    let mut telling = about(standing, NoticeKind::ReportMoved, None, (occasion, at));
    let step = names::step_name(last.event.step.kind()).vi.to_lowercase();
    telling.facts.code = Some(format!("{} ({step})", title(standing)));
    tell(tx, delivery, &to, &telling).await
}
