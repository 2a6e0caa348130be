//! What happened to a record: its audited events, for people to read.

use jiff::Timestamp;
use tt_domain::permission::Action;
use tt_store::{audit, users};

use super::require;
use crate::CurrentUser;
use crate::app::App;
use crate::error::AppError;

/// An event of a record.
#[derive(Clone, Debug)]
pub struct RecordEvent {
    /// When.
    pub at: Timestamp,
    /// Who; `None` for the command line.
    pub who: Option<String>,
    /// From where.
    pub origin: String,
    /// What: `agency.changed`…
    pub action: String,
    /// Before and after, or particulars, as JSON.
    pub details: serde_json::Value,
}

/// How many events of a record are shown.
const SHOWN: u32 = 100;

impl App {
    /// The newest events of a record of the organisation (`agency-3`, `person-7`), out of the chains of agencies
    /// someone manages.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn record_history(&self, current: &CurrentUser, object: &str) -> Result<Vec<RecordEvent>, AppError> {
        current.require(Action::ManageOrganisation)?;
        let mut tx = self.db.begin_read().await?;
        let mut shown = Vec::new();
        let mut reach: Vec<(tt_domain::id::AgencyId, bool)> = Vec::new();
        for event in audit::of_object(&mut tx, object, SHOWN).await? {
            let event = event.event;
            let within = match reach.iter().find(|(agency, _)| *agency == event.agency) {
                Some((_, within)) => *within,
                None => {
                    let asked = require(&mut tx, current, Action::ManageOrganisation, event.agency).await;
                    let within = asked.is_ok();
                    reach.push((event.agency, within));
                    within
                }
            };
            if !within {
                continue;
            }
            let who = match event.user {
                Some(id) => Some(users::get(&mut tx, id).await?.full_name),
                None => None,
            };
            let details = serde_json::from_str(&event.details).unwrap_or_default();
            shown.push(RecordEvent { at: event.at, who, origin: event.origin, action: event.action, details });
        }
        Ok(shown)
    }
}
