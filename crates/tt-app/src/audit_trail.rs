//! The audit chain, as the administrator looks at it.

use tt_domain::audit::AuditEvent;
use tt_domain::permission::Action;
use tt_store::audit::{self, Verification};

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

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
}
