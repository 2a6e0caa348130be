//! Targets with their state, and grading: loaded as of any day, given, tied and confirmed, each change audited.
//!
//! What follows from the facts is decided by [`tt_domain::goal`] and [`tt_domain::grading`]; here the facts are gathered.
//! Read [`year`] first: every page, report and interface shows what it loads.

pub mod evidence;
pub mod give;
pub mod ranking;
pub mod sets;
pub mod standing;
pub mod tie;
pub mod year;

pub use give::{FactsToConfirm, GradeOf, GradeToGive, TypedDocument};
pub use sets::{SetDraft, SetFaults};
pub use tie::{MeasureOffer, MeasuresFor, Tie, TieChoice};
pub use year::{GradedTask, GradedYear, JudgedTarget, Rights, Tied};

use tt_domain::id::AgencyId;
use tt_store::{Tx, audit};

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

impl App {
    /// Appends what was done about grading to an agency's audit chain.
    pub(crate) async fn grading_noted(
        &self,
        tx: &mut Tx,
        (current, origin): (&CurrentUser, &str),
        agency: AgencyId,
        (action, object): (&str, String),
        details: &serde_json::Value,
    ) -> Result<(), AppError> {
        let event = current.actor(origin).event(agency, self.clock.now(), (action, object), details);
        audit::append(tx, &event).await?;
        Ok(())
    }
}
