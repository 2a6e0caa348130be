//! Agencies: the tree of them, adding one, changing one from a day on.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::id::{AgencyId, PersonId};
use tt_domain::organisation::{
    Agency, AgencyCode, AgencyLevel, Division, NewAgency, PastAgency, Succession, SuccessionKind,
};
use tt_domain::people::Post;
use tt_domain::permission::Action;
use tt_store::{Tx, agencies, divisions, persons, posts};

use super::{Differences, changeable, not_there_then, on_conflict, record, require, superiors_among};
use crate::app::App;
use crate::error::AppError;
use crate::{CurrentUser, organisation};

/// An agency in the tree.
#[derive(Clone, Debug)]
pub struct AgencyNode {
    /// The agency.
    pub agency: Agency,
    /// How deep it stands, from 0.
    pub depth: usize,
    /// Whether the one who looks may change it.
    pub manageable: bool,
    /// Identifier codes valid today.
    pub codes: Vec<AgencyCode>,
    /// Divisions that exist today.
    pub divisions: usize,
    /// People who hold a post in it today.
    pub people: usize,
}

/// An agency with everything about it.
#[derive(Clone, Debug)]
pub struct AgencyDetails {
    /// The agency.
    pub agency: Agency,
    /// Whether the one who looks may change it.
    pub manageable: bool,
    /// Agencies above it, nearest first.
    pub superiors: Vec<Agency>,
    /// How it stood before, oldest first.
    pub past: Vec<PastAgency>,
    /// What came before and after it.
    pub successions: Vec<Succession<AgencyId>>,
    /// Its identifier codes.
    pub codes: Vec<AgencyCode>,
    /// Its divisions, past ones included.
    pub divisions: Vec<Division>,
    /// Posts in it today, with who holds them.
    pub posts: Vec<(Post, PersonId, String)>,
    /// All agencies, to choose from and to name.
    pub all: Vec<Agency>,
}

/// What is changed of an agency.
#[derive(Clone, Debug)]
pub struct AgencyChange {
    /// Version it was read with.
    pub version: i64,
    /// As it is to stand; its `valid_from` is not in use.
    pub to: NewAgency,
    /// First day it so stands, which keeps what was before; `None` to correct a mistake.
    pub on: Option<Date>,
    /// The deciding document.
    pub basis: Option<String>,
}

impl App {
    /// The agencies someone may manage or belongs under, as a tree.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn agency_tree(&self, current: &CurrentUser) -> Result<Vec<AgencyNode>, AppError> {
        current.require(Action::ManageOrganisation)?;
        let today = organisation::today();
        let mut tx = self.db.begin_read().await?;
        let all = agencies::list(&mut tx).await?;
        let managed: Vec<AgencyId> = organisation::within_reach(&mut tx, current, Action::ManageOrganisation)
            .await?
            .into_iter()
            .map(|agency| agency.id)
            .collect();
        let mut nodes = Vec::new();
        for (agency, depth) in ordered(&all) {
            let manageable = managed.contains(&agency.id);
            let above = managed.iter().any(|id| superiors_among(&all, *id).contains(&agency.id));
            if !manageable && !above {
                continue;
            }
            let mut codes = agencies::codes(&mut tx, agency.id).await?;
            codes.retain(|code| code.validity.holds_on(today));
            let divisions = divisions::list(&mut tx, agency.id).await?;
            let held = posts::in_agency(&mut tx, agency.id).await?;
            let mut people: Vec<PersonId> = held
                .iter()
                .filter(|post| post.details.validity.holds_on(today))
                .map(|post| post.details.person)
                .collect();
            people.sort_unstable();
            people.dedup();
            nodes.push(AgencyNode {
                divisions: divisions.iter().filter(|division| division.validity().holds_on(today)).count(),
                people: people.len(),
                agency: agency.clone(),
                depth,
                manageable,
                codes,
            });
        }
        Ok(nodes)
    }

    /// An agency someone may manage, or one above it.
    ///
    /// # Errors
    /// No such agency within reach, or the database failed.
    pub async fn agency_details(&self, current: &CurrentUser, id: AgencyId) -> Result<AgencyDetails, AppError> {
        current.require(Action::ManageOrganisation)?;
        let today = organisation::today();
        let mut tx = self.db.begin_read().await?;
        let all = agencies::list(&mut tx).await?;
        let managed = organisation::within_reach(&mut tx, current, Action::ManageOrganisation).await?;
        let manageable = managed.iter().any(|agency| agency.id == id);
        if !manageable && !managed.iter().any(|agency| superiors_among(&all, agency.id).contains(&id)) {
            return Err(AppError::NotFound);
        }
        let above = superiors_among(&all, id);
        let mut held = Vec::new();
        for post in posts::in_agency(&mut tx, id).await? {
            if post.details.validity.holds_on(today) {
                let person = persons::get(&mut tx, post.details.person).await?;
                held.push((post, person.id, person.details.full_name));
            }
        }
        Ok(AgencyDetails {
            agency: agencies::get(&mut tx, id).await?,
            manageable,
            superiors: above.iter().filter_map(|id| all.iter().find(|agency| agency.id == *id)).cloned().collect(),
            past: agencies::history(&mut tx, id).await?,
            successions: agencies::successions(&mut tx, id).await?,
            codes: agencies::codes(&mut tx, id).await?,
            divisions: divisions::list(&mut tx, id).await?,
            posts: held,
            all,
        })
    }

    /// Adds an agency under one that someone manages, or beside their own where that has nothing above it.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field: a symbol that is taken, a parent that has ended…
    pub async fn add_agency(
        &self,
        current: &CurrentUser,
        agency: &NewAgency,
        origin: &str,
    ) -> Result<AgencyId, AppError> {
        let mut tx = self.db.begin_write().await?;
        let id = insert_agency(&mut tx, current, agency, None, origin).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes an agency: from a day on, keeping how it stood before, or to correct a mistake.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field: a symbol taken, a circle of parents, a day before the last change;
    /// [`AppError::Store`] with [`tt_store::StoreError::Stale`] when someone else changed it meanwhile.
    pub async fn change_agency(
        &self,
        current: &CurrentUser,
        id: AgencyId,
        change_to: &AgencyChange,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        change(&mut tx, current, id, change_to, origin).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Changes an agency within a transaction: also what an import does.
pub(crate) async fn change(
    tx: &mut Tx,
    current: &CurrentUser,
    id: AgencyId,
    change: &AgencyChange,
    origin: &str,
) -> Result<(), AppError> {
    let before = require(tx, current, Action::ManageOrganisation, id).await?;
    let to = checked(&change.to)?;
    if to.parent != before.parent {
        accept_parent(tx, current, id, to.parent).await?;
    }
    let past = agencies::history(tx, id).await?;
    let mut after = Agency {
        symbol: to.symbol,
        name: to.name,
        superior: to.superior,
        place: to.place,
        level: to.level,
        parent: to.parent,
        version: change.version,
        ..before.clone()
    };
    let details = differences(&before, &after);
    // What says the same is nothing to do, but was it what they had before them?
    if before.version != change.version {
        return Err(tt_store::StoreError::Stale.into());
    }
    if details.is_empty() {
        return Ok(());
    }
    if let Some(on) = change.on {
        let last = past.last().map(|past| past.until);
        changeable("ngay", &before.name, before.validity(), last, on)?;
        agencies::remember(tx, id, &PastAgency { was: as_it_stood(&before), until: on }).await?;
        if before.name != after.name || before.symbol != after.symbol {
            let basis = organisation::words_opt("can-cu", change.basis.as_deref(), 300)?;
            let edge = Succession { old: id, new: Some(id), kind: SuccessionKind::Rename, on, basis };
            agencies::add_succession(tx, &edge).await?;
        }
        after.valid_from = Some(on);
    }
    agencies::update(tx, &after).await.map_err(symbol_taken)?;
    let details = details.days("valid_from", before.valid_from, after.valid_from);
    let action = if change.on.is_some() { "agency.changed" } else { "agency.corrected" };
    record(tx, current, origin, id, action, format!("agency-{id}"), details).await?;
    Ok(())
}

/// Adds an agency within a transaction: also what an import does, which tells of it in the chain of its own agency
/// (`told_in`), so that the new one can be taken back as long as nothing else names it.
pub(crate) async fn insert_agency(
    tx: &mut Tx,
    current: &CurrentUser,
    agency: &NewAgency,
    told_in: Option<AgencyId>,
    origin: &str,
) -> Result<AgencyId, AppError> {
    let new = checked(agency)?;
    match new.parent {
        Some(parent) => {
            let parent = require(tx, current, Action::ManageOrganisation, parent).await?;
            let day = new.valid_from.unwrap_or_else(organisation::today);
            if !parent.validity().holds_on(day) {
                return Err(not_there_then("cap-tren", &parent.name, day));
            }
        }
        // Who administers the root may put another beside it; nobody else may leave their own tree.
        None => {
            current.require(Action::ManageOrganisation)?;
            if !current.superiors.is_empty() {
                return Err(AppError::refused_at(
                    "cap-tren",
                    "hãy chọn cơ quan cấp trên thuộc phạm vi quản trị của bạn",
                    "choose a superior agency that you administer",
                ));
            }
        }
    }
    let id = agencies::insert(tx, &new).await.map_err(symbol_taken)?;
    let details = json!({
        "symbol": new.symbol, "name": new.name, "level": new.level.code(),
        "parent": new.parent.map(|id| id.0), "valid_from": new.valid_from.map(|day| day.to_string()),
    });
    record(tx, current, origin, told_in.unwrap_or(id), "agency.added", format!("agency-{id}"), details).await?;
    Ok(id)
}

pub(crate) fn checked(agency: &NewAgency) -> Result<NewAgency, AppError> {
    Ok(NewAgency {
        symbol: organisation::symbol("ky-hieu", &agency.symbol)?,
        name: organisation::words("ten", &agency.name, 200)?,
        superior: organisation::words_opt("ten-cap-tren", agency.superior.as_deref(), 200)?,
        place: organisation::words_opt("dia-danh", agency.place.as_deref(), 100)?,
        ..agency.clone()
    })
}

fn symbol_taken(error: tt_store::StoreError) -> AppError {
    let taken = AppError::refused_at(
        "ky-hieu",
        "đã có cơ quan mang ký hiệu này; hãy chọn ký hiệu khác",
        "there is already an agency with this symbol; choose another",
    );
    let changed = AppError::refused_at(
        "ngay",
        "cơ quan này đã có thay đổi vào đúng ngày này; hãy sửa bản ghi hiện tại mà không ghi ngày",
        "this agency already changed on that day; correct the present record without a day",
    );
    if error.conflicts_on("agency_history_agency_id_valid_to_key") {
        return changed;
    }
    on_conflict(error, "agencies_symbol_key", taken)
}

async fn accept_parent(
    tx: &mut Tx,
    current: &CurrentUser,
    id: AgencyId,
    parent: Option<AgencyId>,
) -> Result<(), AppError> {
    let Some(parent) = parent else {
        return Err(AppError::refused_at(
            "cap-tren",
            "cơ quan đang có cấp trên; hãy chọn cấp trên mới",
            "the agency has a superior; choose the new one",
        ));
    };
    let above = require(tx, current, Action::ManageOrganisation, parent).await?;
    if parent == id || agencies::superiors(tx, parent).await?.contains(&id) {
        return Err(AppError::refused_at(
            "cap-tren",
            format!("{} đang thuộc chính cơ quan này nên không thể là cấp trên của nó", above.name),
            format!("{} is below this very agency and cannot be above it", above.name),
        ));
    }
    Ok(())
}

fn as_it_stood(agency: &Agency) -> NewAgency {
    NewAgency {
        symbol: agency.symbol.clone(),
        name: agency.name.clone(),
        superior: agency.superior.clone(),
        place: agency.place.clone(),
        level: agency.level,
        parent: agency.parent,
        valid_from: agency.valid_from,
    }
}

fn differences(before: &Agency, after: &Agency) -> Differences {
    let level = |level: AgencyLevel| level.code().to_owned();
    Differences::default()
        .note("symbol", &before.symbol, &after.symbol)
        .note("name", &before.name, &after.name)
        .note("superior", &before.superior, &after.superior)
        .note("place", &before.place, &after.place)
        .note("level", &level(before.level), &level(after.level))
        .note("parent", &before.parent.map(|id| id.0), &after.parent.map(|id| id.0))
}

/// Agencies in the order of the tree, with their depth; one whose parent is not known stands at the top.
fn ordered(all: &[Agency]) -> Vec<(&Agency, usize)> {
    let mut found = Vec::new();
    let top = |agency: &&Agency| agency.parent.is_none_or(|parent| all.iter().all(|other| other.id != parent));
    let mut waiting: Vec<(&Agency, usize)> = all.iter().filter(top).map(|agency| (agency, 0)).collect();
    waiting.reverse();
    while let Some((agency, depth)) = waiting.pop() {
        if found.iter().any(|(known, _): &(&Agency, usize)| known.id == agency.id) {
            continue;
        }
        found.push((agency, depth));
        let mut below: Vec<_> =
            all.iter().filter(|other| other.parent == Some(agency.id)).map(|other| (other, depth + 1)).collect();
        below.reverse();
        waiting.extend(below);
    }
    found
}
