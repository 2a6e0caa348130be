//! The audit chain, as the administrator looks at it: events by what is asked, and the proof that none was touched.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tt_domain::audit::AuditEvent;
use tt_domain::id::{AgencyId, PersonId, UserId};
use tt_domain::notice::NoticeKind;
use tt_domain::organisation::{Agency, Role};
use tt_domain::permission::Action;
use tt_store::audit;
pub use tt_store::audit::{EventFilter, Verification};
use tt_store::audit_checks;
pub use tt_store::audit_checks::AuditCheck;
use tt_store::{Tx, agencies, job_runs, posts, users};

use crate::app::App;
use crate::clock::{day_of, hour_of};
use crate::delivery::Delivery;
use crate::error::AppError;
use crate::organisation::{require, within_reach};
use crate::sign_in::CurrentUser;
use crate::telling::{NoticeFacts, Telling, tell};

/// Name of the nightly check among the work done once a day.
const VERIFY: &str = "verify-audit";

/// The hour in Viet Nam from which the nightly check is made.
const NIGHT: i8 = 1;

/// Checks shown on the page.
const CHECKS: u32 = 10;

/// Most events an export holds.
pub const EXPORT_LIMIT: u32 = 100_000;

/// An event with who did it.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// The event.
    pub event: AuditEvent,
    /// Who, by name; `None` for the command line.
    pub who: Option<String>,
}

/// The log of an agency.
#[derive(Clone, Debug)]
pub struct Log {
    /// Whose.
    pub agency: Agency,
    /// Agencies whose logs the reader may look at.
    pub agencies: Vec<Agency>,
    /// Accounts of the agency, to choose one.
    pub accounts: Vec<(UserId, String)>,
    /// Events, newest first.
    pub lines: Vec<LogLine>,
    /// Whether there are older ones.
    pub more: bool,
}

impl App {
    /// Proves every agency's chain from its first event to its recorded end.
    ///
    /// # Errors
    /// The database failed; a broken chain is no error but part of the answer.
    pub async fn verify_audit(&self) -> Result<Verification, AppError> {
        let mut tx = self.db.begin_read().await?;
        Ok(audit::verify(&mut tx).await?)
    }

    /// The agency's newest events before a sequence number.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn audit_events(
        &self,
        current: &CurrentUser,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEvent>, AppError> {
        current.require(Action::ReadAudit)?;
        let mut tx = self.db.begin_read().await?;
        Ok(audit::page(&mut tx, current.agency.id, before, limit).await?)
    }

    /// The events of an agency that a filter lets pass, newest first, before a sequence number; `None` is one's own
    /// agency.
    ///
    /// # Errors
    /// Not the administrator's of that agency or of one above it, or the database failed.
    pub async fn audit_log(
        &self,
        current: &CurrentUser,
        agency: Option<AgencyId>,
        filter: &EventFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Log, AppError> {
        current.require(Action::ReadAudit)?;
        let mut tx = self.db.begin_read().await?;
        let agency = require(&mut tx, current, Action::ReadAudit, agency.unwrap_or(current.agency.id)).await?;
        let mut events = audit::filtered(&mut tx, agency.id, filter, before, limit.saturating_add(1)).await?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = events.len() > wanted;
        events.truncate(wanted);
        let mut names: BTreeMap<i64, String> = BTreeMap::new();
        let mut lines = Vec::with_capacity(events.len());
        for event in events {
            let who = match event.event.user {
                Some(id) => match names.get(&id.0) {
                    Some(name) => Some(name.clone()),
                    None => {
                        let name = users::get(&mut tx, id).await?.full_name;
                        names.insert(id.0, name.clone());
                        Some(name)
                    }
                },
                None => None,
            };
            lines.push(LogLine { event, who });
        }
        let agencies = within_reach(&mut tx, current, Action::ReadAudit).await?;
        let accounts = users::list(&mut tx, agency.id).await?;
        let accounts = accounts.into_iter().map(|user| (user.id, format!("{} ({})", user.full_name, user.login)));
        Ok(Log { agency, agencies, accounts: accounts.collect(), lines, more })
    }

    /// The last checks of the chains.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn audit_checks(&self, current: &CurrentUser) -> Result<Vec<AuditCheck>, AppError> {
        current.require(Action::ReadAudit)?;
        let mut tx = self.db.begin_read().await?;
        Ok(audit_checks::last(&mut tx, CHECKS).await?)
    }

    /// Proves every chain now, records what was found, and tells the administrators of a broken one.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn check_audit(&self, current: &CurrentUser) -> Result<Verification, AppError> {
        current.require(Action::ReadAudit)?;
        let found = self.verify_audit().await?;
        let now = self.clock.now();
        let mut tx = self.db.begin_write().await?;
        audit_checks::add(&mut tx, now, Some(current.user.id), &found).await?;
        tell_broken(&mut tx, &self.delivery, &found, now).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// The nightly check: once a day, by whichever process comes first. `None` when it is not due.
    ///
    /// # Errors
    /// The database failed; it is then made at the next call.
    pub async fn check_audit_nightly(&self, now: Timestamp) -> Result<Option<Verification>, AppError> {
        if hour_of(now) < NIGHT {
            return Ok(None);
        }
        let day = day_of(now);
        let mut tx = self.db.begin_read().await?;
        // The check is of all chains; it is noted under the first agency.
        let Some(first) = agencies::list(&mut tx).await?.into_iter().map(|agency| agency.id).min() else {
            return Ok(None);
        };
        let last = job_runs::last(&mut tx, VERIFY, first).await?;
        if last.is_some_and(|(last, _)| last >= day) {
            return Ok(None);
        }
        let found = audit::verify(&mut tx).await?;
        drop(tx);
        let mut tx = self.db.begin_write().await?;
        if !job_runs::claim(&mut tx, VERIFY, first, day, now).await? {
            return Ok(None);
        }
        audit_checks::add(&mut tx, now, None, &found).await?;
        tell_broken(&mut tx, &self.delivery, &found, now).await?;
        tx.commit().await?;
        Ok(Some(found))
    }
}

/// Tells the administrators of an agency whose chain broke, and those of agencies above it: once a day.
async fn tell_broken(tx: &mut Tx, delivery: &Delivery, found: &Verification, now: Timestamp) -> Result<(), AppError> {
    let Some(broken) = &found.broken else { return Ok(()) };
    tracing::error!(agency = broken.agency, event = broken.sequence, reason = %broken.reason, "the audit chain is broken");
    let all = agencies::list(tx).await?;
    let Some(agency) = all.iter().find(|agency| agency.symbol == broken.agency) else { return Ok(()) };
    let day = day_of(now);
    let mut to: Vec<PersonId> = Vec::new();
    let mut places = agencies::superiors(tx, agency.id).await?;
    places.push(agency.id);
    for place in places {
        let held = posts::in_agency(tx, place).await?;
        let theirs = held.iter().filter(|post| post.details.role == Role::Administrator);
        to.extend(theirs.filter(|post| post.details.validity.holds_on(day)).map(|post| post.details.person));
    }
    let telling = Telling {
        agency: agency.id,
        kind: NoticeKind::AuditBroken,
        task: None,
        facts: NoticeFacts {
            code: Some(broken.agency.clone()),
            text: Some(format!("sự kiện {}", broken.sequence)),
            ..NoticeFacts::default()
        },
        occasion: format!("audit/{}/{}/{day}", agency.id, broken.sequence),
        at: now,
    };
    tell(tx, delivery, &to, &telling).await?;
    Ok(())
}
