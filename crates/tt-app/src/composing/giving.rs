//! Which division writes which section: so that a division asked for its part has somewhere to write it.

use serde_json::json;
use tt_domain::id::{DivisionId, ReportId, SectionId};
use tt_store::{divisions, report_sections};

use crate::app::App;
use crate::error::AppError;
use crate::reporting::note;
use crate::sign_in::CurrentUser;

/// A section with the division that writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionGiven {
    /// Which.
    pub section: SectionId,
    /// Its title.
    pub title: String,
    /// The division; `None` where the author of the report writes it.
    pub division: Option<DivisionId>,
}

impl App {
    /// The sections of a report to give to divisions; none for whoever may not give them, or once it is submitted.
    ///
    /// # Errors
    /// No such report in this agency, or the database failed.
    pub async fn sections_to_give(
        &self,
        current: &CurrentUser,
        report: ReportId,
    ) -> Result<Vec<SectionGiven>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let desk = self.desk(&mut tx, current, report).await?;
        if !desk.may_write_all() {
            return Ok(Vec::new());
        }
        let kept = desk.sections.iter().filter(|section| !section.removed);
        let given = kept.map(|section| SectionGiven {
            section: section.id,
            title: section.title.clone(),
            division: section.division,
        });
        Ok(given.collect())
    }

    /// Gives sections to divisions, or takes them back; what is not named stays as it is.
    ///
    /// # Errors
    /// Not theirs to give, no such section or division, or the report was submitted.
    pub async fn give_sections(
        &self,
        current: &CurrentUser,
        report: ReportId,
        asked: &[(SectionId, Option<DivisionId>)],
        origin: &str,
    ) -> Result<(), AppError> {
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let desk = self.desk(&mut tx, current, report).await?;
        desk.require_all()?;
        let own = divisions::list(&mut tx, current.agency.id).await?;
        let mut changed = Vec::new();
        for (id, division) in asked {
            let section = desk.section(*id)?;
            if division.is_some_and(|id| !own.iter().any(|one| one.id == id)) {
                return Err(AppError::NotFound);
            }
            if section.division != *division {
                report_sections::give(&mut tx, *id, *division).await?;
                changed.push(json!({ "section": id.0, "title": section.title, "division": division.map(|id| id.0) }));
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        let details = json!({ "sections": changed });
        note(&mut tx, current.agency.id, (&actor, at), "report.sections_given", report, &details).await?;
        tx.commit().await?;
        Ok(())
    }
}
