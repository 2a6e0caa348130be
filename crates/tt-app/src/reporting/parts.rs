//! Parts of reports that divisions still owe (phần của phòng).

use jiff::civil::Date;
use tt_domain::approval::Part;
use tt_domain::permission::{Action, Scope};
use tt_domain::report::Report;
use tt_store::{divisions, regimes, report_steps, reports};

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A part that is asked of a division, or was sent back to it.
#[derive(Clone, Debug)]
pub struct AskedPart {
    /// The report that waits for it.
    pub report: Report,
    /// Name of its regime.
    pub regime: Option<String>,
    /// The part.
    pub part: Part,
    /// Name of its division.
    pub division: String,
    /// Whether it is late.
    pub late: bool,
    /// Whether the person looking hands it in.
    pub may_hand: bool,
}

impl App {
    /// The parts of the agency's reports that divisions still owe, by day due.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed.
    pub async fn asked_parts(&self, current: &CurrentUser) -> Result<Vec<AskedPart>, AppError> {
        current.require(Action::ReadRecords)?;
        let (agency, today) = (current.agency.id, self.clock.today());
        let mut tx = self.db.begin_read().await?;
        let names = divisions::list(&mut tx, agency).await?;
        let regimes = regimes::list(&mut tx, agency).await?;
        let mut all = Vec::new();
        for (report, part) in report_steps::waited_for(&mut tx, agency, Date::MAX).await? {
            let report = reports::get(&mut tx, report).await?;
            let scope = Scope { lead: Some(part.division), ..current.own_agency() };
            let name = names.iter().find(|one| one.id == part.division).map(|one| one.name.clone());
            let regime = regimes.iter().find(|one| Some(one.id) == report.regime);
            all.push(AskedPart {
                regime: regime.map(|one| one.terms.name.clone()),
                division: name.unwrap_or_default(),
                late: part.is_late(today),
                may_hand: current.may_on(Action::HandPart, &scope),
                report,
                part,
            });
        }
        Ok(all)
    }
}
