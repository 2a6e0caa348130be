//! Divisions: adding one, renaming one from a day on.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::{Division, PastDivision, Succession, SuccessionKind};
use tt_domain::permission::Action;
use tt_store::{Tx, divisions};

use super::{Differences, changeable, not_there_then, on_conflict, record, require};
use crate::app::App;
use crate::error::AppError;
use crate::{CurrentUser, organisation};

/// A division with everything about it.
#[derive(Clone, Debug)]
pub struct DivisionDetails {
    /// The division.
    pub division: Division,
    /// Name of its agency.
    pub agency_name: String,
    /// How it was named before, oldest first.
    pub past: Vec<PastDivision>,
    /// What came before and after it.
    pub successions: Vec<Succession<DivisionId>>,
    /// All divisions of the agency, to choose from and to name.
    pub all: Vec<Division>,
}

/// What is changed of a division.
#[derive(Clone, Debug)]
pub struct DivisionChange {
    /// Version it was read with.
    pub version: i64,
    /// New symbol.
    pub symbol: String,
    /// New name.
    pub name: String,
    /// First day it is so named, which keeps what was before; `None` to correct a mistake.
    pub on: Option<Date>,
    /// The deciding document.
    pub basis: Option<String>,
}

impl App {
    /// The divisions of an agency that someone manages, past ones included.
    ///
    /// # Errors
    /// Not within their reach, or the database failed.
    pub async fn divisions_of(&self, current: &CurrentUser, agency: AgencyId) -> Result<Vec<Division>, AppError> {
        let mut tx = self.db.begin_read().await?;
        require(&mut tx, current, Action::ManageOrganisation, agency).await?;
        Ok(divisions::list(&mut tx, agency).await?)
    }

    /// A division with everything about it.
    ///
    /// # Errors
    /// Not within reach, or the database failed.
    pub async fn division_details(&self, current: &CurrentUser, id: DivisionId) -> Result<DivisionDetails, AppError> {
        let mut tx = self.db.begin_read().await?;
        let division = divisions::get(&mut tx, id).await?;
        let agency = require(&mut tx, current, Action::ManageOrganisation, division.agency).await?;
        Ok(DivisionDetails {
            agency_name: agency.name,
            past: divisions::history(&mut tx, id).await?,
            successions: divisions::successions(&mut tx, id).await?,
            all: divisions::list(&mut tx, division.agency).await?,
            division,
        })
    }

    /// Adds a division.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field.
    pub async fn add_division(
        &self,
        current: &CurrentUser,
        agency: AgencyId,
        symbol: &str,
        name: &str,
        from: Option<Date>,
        origin: &str,
    ) -> Result<DivisionId, AppError> {
        let mut tx = self.db.begin_write().await?;
        let id = insert_division(&mut tx, current, agency, (symbol, name, from), None, origin).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Renames a division: from a day on, keeping how it was named before, or to correct a mistake.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field; [`tt_store::StoreError::Stale`] when changed meanwhile.
    pub async fn change_division(
        &self,
        current: &CurrentUser,
        id: DivisionId,
        change_to: &DivisionChange,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        change(&mut tx, current, id, change_to, origin).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Changes a division within a transaction: also what an import does.
pub(crate) async fn change(
    tx: &mut Tx,
    current: &CurrentUser,
    id: DivisionId,
    change: &DivisionChange,
    origin: &str,
) -> Result<(), AppError> {
    let before = divisions::get(tx, id).await?;
    require(tx, current, Action::ManageOrganisation, before.agency).await?;
    let mut after = Division {
        symbol: organisation::symbol("ky-hieu", &change.symbol)?,
        name: organisation::words("ten", &change.name, 200)?,
        version: change.version,
        ..before.clone()
    };
    let details =
        Differences::default().note("symbol", &before.symbol, &after.symbol).note("name", &before.name, &after.name);
    // What says the same is nothing to do, but was it what they had before them?
    if before.version != change.version {
        return Err(tt_store::StoreError::Stale.into());
    }
    if details.is_empty() {
        return Ok(());
    }
    if let Some(on) = change.on {
        let last = divisions::history(tx, id).await?.last().map(|past| past.until);
        changeable("ngay", &before.name, before.validity(), last, on)?;
        let Division { symbol, name, valid_from, .. } = before.clone();
        let past = PastDivision { symbol, name, from: valid_from, until: on };
        divisions::remember(tx, id, &past).await?;
        let basis = organisation::words_opt("can-cu", change.basis.as_deref(), 300)?;
        let edge = Succession { old: id, new: Some(id), kind: SuccessionKind::Rename, on, basis };
        divisions::add_succession(tx, &edge).await?;
        after.valid_from = Some(on);
    }
    divisions::update(tx, &after).await.map_err(symbol_taken)?;
    let details = details.days("valid_from", before.valid_from, after.valid_from);
    let action = if change.on.is_some() { "division.changed" } else { "division.corrected" };
    record(tx, current, origin, before.agency, action, format!("division-{id}"), details).await?;
    Ok(())
}

/// Adds a division within a transaction: also what an import does; for `told_in` see
/// [`insert_agency`](super::agencies::insert_agency).
pub(crate) async fn insert_division(
    tx: &mut Tx,
    current: &CurrentUser,
    agency: AgencyId,
    (symbol, name, from): (&str, &str, Option<Date>),
    told_in: Option<AgencyId>,
    origin: &str,
) -> Result<DivisionId, AppError> {
    let owner = require(tx, current, Action::ManageOrganisation, agency).await?;
    let day = from.unwrap_or_else(organisation::today);
    if organisation::posts::existence(tx, &owner).await?.to.is_some_and(|to| to <= day) {
        return Err(not_there_then("co-quan", &owner.name, day));
    }
    let symbol = organisation::symbol("ky-hieu", symbol)?;
    let name = organisation::words("ten", name, 200)?;
    let id = divisions::insert(tx, agency, &symbol, &name, from).await.map_err(symbol_taken)?;
    let details = json!({ "symbol": symbol, "name": name, "valid_from": from.map(|day| day.to_string()) });
    record(tx, current, origin, told_in.unwrap_or(agency), "division.added", format!("division-{id}"), details).await?;
    Ok(id)
}

fn symbol_taken(error: tt_store::StoreError) -> AppError {
    if error.conflicts_on("division_history_division_id_valid_to_key") {
        return AppError::refused_at(
            "ngay",
            "phòng này đã có thay đổi vào đúng ngày này; hãy sửa bản ghi hiện tại mà không ghi ngày",
            "this division already changed on that day; correct the present record without a day",
        );
    }
    let taken = AppError::refused_at(
        "ky-hieu",
        "cơ quan đã có phòng mang ký hiệu này, kể cả phòng đã giải thể; hãy chọn ký hiệu khác",
        "the agency has or had a division with this symbol; choose another",
    );
    on_conflict(error, "divisions_agency_id_symbol_key", taken)
}
