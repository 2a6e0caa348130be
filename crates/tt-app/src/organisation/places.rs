//! Places: administrative units and what followed them.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::id::PlaceId;
use tt_domain::organisation::Validity;
use tt_domain::permission::Action;
use tt_domain::place::{AdminUnit, NewAdminUnit, PlaceKind, PlaceSuccession, code_fits, resolve};
use tt_store::places;

use super::{changeable, not_there_then, record};
use crate::app::App;
use crate::error::AppError;
use crate::{CurrentUser, organisation};

/// A unit with everything about it.
#[derive(Clone, Debug)]
pub struct PlaceDetails {
    /// The unit.
    pub unit: AdminUnit,
    /// Every unit, to choose from and to name.
    pub all: Vec<AdminUnit>,
    /// What came before and after it.
    pub successions: Vec<PlaceSuccession>,
    /// What lies there today.
    pub today: Vec<PlaceId>,
}

/// What follows a unit on a day.
#[derive(Clone, Debug)]
pub struct PlaceChange {
    /// What was.
    pub old: PlaceId,
    /// What follows.
    pub new: Vec<PlaceId>,
    /// Whether the old unit goes on, having lost a part.
    pub goes_on: bool,
    /// First day.
    pub on: Date,
    /// The deciding document.
    pub basis: Option<String>,
}

impl App {
    /// All units, narrowed by words of the name or by code.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn places(&self, current: &CurrentUser, words: &str) -> Result<Vec<AdminUnit>, AppError> {
        current.require(Action::ManageOrganisation)?;
        let words = tt_text::fold(words);
        let mut tx = self.db.begin_read().await?;
        let mut units = places::list(&mut tx).await?;
        units.retain(|unit| {
            let text = format!("{} {}", tt_text::fold(&unit.details.name), unit.details.code.as_deref().unwrap_or(""));
            words.split_whitespace().all(|word| text.contains(word))
        });
        Ok(units)
    }

    /// A unit with what came before and after it.
    ///
    /// # Errors
    /// No such unit, or the database failed.
    pub async fn place_details(&self, current: &CurrentUser, id: PlaceId) -> Result<PlaceDetails, AppError> {
        current.require(Action::ManageOrganisation)?;
        let mut tx = self.db.begin_read().await?;
        let unit = places::get(&mut tx, id).await?;
        let all = places::list(&mut tx).await?;
        let edges = places::successions(&mut tx).await?;
        let today = resolve(&all, &edges, id, organisation::today());
        let successions = edges.into_iter().filter(|edge| edge.old == id || edge.new == id).collect();
        Ok(PlaceDetails { unit, all, successions, today })
    }

    /// Adds a unit.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field: a code of the wrong length, one that another unit has then…
    pub async fn add_place(
        &self,
        current: &CurrentUser,
        unit: &NewAdminUnit,
        origin: &str,
    ) -> Result<PlaceId, AppError> {
        current.require(Action::ManageOrganisation)?;
        let mut tx = self.db.begin_write().await?;
        let known = places::list(&mut tx).await?;
        let new = checked(unit, &known)?;
        let id = places::insert(&mut tx, &new).await?;
        let details = json!({
            "name": new.name, "code": new.code, "kind": new.kind.code(), "parent": new.parent.map(|id| id.0),
            "valid_from": new.validity.from.map(|day| day.to_string()),
        });
        record(&mut tx, current, origin, current.agency.id, "place.added", format!("place-{id}"), details).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Records what follows a unit from a day on; unless it goes on, the unit ends that day.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field.
    pub async fn replace_place(
        &self,
        current: &CurrentUser,
        change: &PlaceChange,
        origin: &str,
    ) -> Result<(), AppError> {
        current.require(Action::ManageOrganisation)?;
        let mut tx = self.db.begin_write().await?;
        let old = places::get(&mut tx, change.old).await?.details;
        changeable("ngay", &old.name, old.validity, None, change.on)?;
        if change.new.is_empty() || change.new.contains(&change.old) {
            return Err(AppError::refused_at(
                "dia-ban-moi",
                "hãy chọn ít nhất một đơn vị khác thay thế",
                "choose at least one other unit that follows",
            ));
        }
        let basis = organisation::words_opt("can-cu", change.basis.as_deref(), 300)?;
        let part = change.goes_on || change.new.len() > 1;
        for new in &change.new {
            let unit = places::get(&mut tx, *new).await?.details;
            if !unit.validity.holds_on(change.on) {
                return Err(not_there_then("dia-ban-moi", &unit.name, change.on));
            }
            let edge = PlaceSuccession { old: change.old, new: *new, on: change.on, part, basis: basis.clone() };
            places::add_succession(&mut tx, &edge).await?;
        }
        if !change.goes_on {
            places::set_end(&mut tx, change.old, change.on).await?;
        }
        let details = json!({
            "on": change.on.to_string(), "new": change.new.iter().map(|id| id.0).collect::<Vec<_>>(),
            "goes_on": change.goes_on, "basis": basis,
        });
        let object = format!("place-{}", change.old);
        record(&mut tx, current, origin, current.agency.id, "place.replaced", object, details).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn checked(unit: &NewAdminUnit, known: &[AdminUnit]) -> Result<NewAdminUnit, AppError> {
    let name = organisation::words("ten", &unit.name, 100)?;
    let code = organisation::words_opt("ma", unit.code.as_deref(), 10)?;
    if let Some(code) = code.as_deref() {
        if !code_fits(unit.kind, code) {
            let digits = match unit.kind {
                PlaceKind::Province => 2,
                PlaceKind::District => 3,
                _ => 5,
            };
            return Err(AppError::refused_at(
                "ma",
                format!("mã đơn vị hành chính cấp này gồm {digits} chữ số"),
                format!("the code of a unit of this level has {digits} digits"),
            ));
        }
        let other = known
            .iter()
            .map(|unit| &unit.details)
            .find(|other| other.code.as_deref() == Some(code) && other.validity.overlaps(unit.validity));
        if let Some(other) = other {
            return Err(AppError::refused_at(
                "ma",
                format!("mã {code} đang là mã của {}", other.name),
                format!("{code} is the code of {}", other.name),
            ));
        }
    }
    let Validity { from, to } = unit.validity;
    if unit.validity.is_empty() {
        return Err(AppError::refused_at(
            "tu-ngay",
            "ngày kết thúc phải sau ngày bắt đầu",
            "the last day must come after the first",
        ));
    }
    if let Some(parent) = unit.parent.and_then(|id| known.iter().find(|unit| unit.id == id)) {
        let day = from.or(to).unwrap_or_else(organisation::today);
        if from.is_some() && !parent.details.validity.holds_on(day) {
            return Err(not_there_then("thuoc", &parent.details.name, day));
        }
    }
    Ok(NewAdminUnit { name, code, ..unit.clone() })
}
