//! Mergers, splits and abolitions of agencies and of divisions, on a day.
//!
//! What ends keeps its record and says what followed it. Posts in it go on in the one unit that follows; in a unit that
//! is split up or abolished they end.

use jiff::civil::Date;
use serde_json::{Value, json};
use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::{Agency, Division, Succession, SuccessionKind, Validity};
use tt_domain::people::{NewPost, Post};
use tt_domain::permission::Action;
use tt_store::{Tx, agencies, divisions, posts};

use super::{Reorganisation, changeable, not_there_then, record, require};
use crate::app::App;
use crate::error::AppError;
use crate::{CurrentUser, organisation};

impl App {
    /// Merges, splits or abolishes agencies on a day.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field: an agency that has ended, has agencies under it, a day out of order…
    pub async fn reorganise_agencies(
        &self,
        current: &CurrentUser,
        plan: &Reorganisation<AgencyId>,
        origin: &str,
    ) -> Result<(), AppError> {
        plan.require_shape()?;
        let mut tx = self.db.begin_write().await?;
        let basis = organisation::words_opt("can-cu", plan.basis.as_deref(), 300)?;
        for new in &plan.new {
            let follower = require(&mut tx, current, Action::ManageOrganisation, *new).await?;
            if !follower.validity().holds_on(plan.on) {
                return Err(not_there_then("co-quan-moi", &follower.name, plan.on));
            }
        }
        for old in &plan.old {
            let ending = require(&mut tx, current, Action::ManageOrganisation, *old).await?;
            for edge in plan.edges(*old, basis.as_deref()) {
                agencies::add_succession(&mut tx, &edge).await?;
            }
            if !plan.new.contains(old) {
                end_agency(&mut tx, &ending, plan).await?;
            }
            let details = plan.told(basis.as_deref(), |id| id.0);
            record(&mut tx, current, origin, *old, "agency.reorganised", format!("agency-{old}"), details).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Merges, splits or abolishes divisions of one agency on a day.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field.
    pub async fn reorganise_divisions(
        &self,
        current: &CurrentUser,
        plan: &Reorganisation<DivisionId>,
        origin: &str,
    ) -> Result<(), AppError> {
        plan.require_shape()?;
        let mut tx = self.db.begin_write().await?;
        let basis = organisation::words_opt("can-cu", plan.basis.as_deref(), 300)?;
        require_one_agency(&mut tx, current, plan).await?;
        for old in &plan.old {
            let ending = divisions::get(&mut tx, *old).await?;
            for edge in plan.edges(*old, basis.as_deref()) {
                divisions::add_succession(&mut tx, &edge).await?;
            }
            if !plan.new.contains(old) {
                end_division(&mut tx, &ending, plan).await?;
            }
            let details = plan.told(basis.as_deref(), |id| id.0);
            let object = format!("division-{old}");
            record(&mut tx, current, origin, ending.agency, "division.reorganised", object, details).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

impl<Id: Copy + PartialEq> Reorganisation<Id> {
    /// Lets pass what can be a merger, a split or an abolition.
    fn require_shape(&self) -> Result<(), AppError> {
        let refused = |vi: &str, en: &str| Err(AppError::refused_at("kieu", vi, en));
        let itself = self.old.iter().any(|old| self.new.contains(old));
        match (self.kind, self.old.len(), self.new.len()) {
            (_, 0, _) => refused("chưa chọn đơn vị thay đổi", "choose what changes"),
            (SuccessionKind::Merge, _, 1) if self.old.len() > 1 || !itself => Ok(()),
            (SuccessionKind::Merge, ..) => refused(
                "sáp nhập cần một đơn vị nhận khác với đơn vị bị sáp nhập",
                "a merger needs one other unit that goes on",
            ),
            (SuccessionKind::Split, 1, 2..) => Ok(()),
            (SuccessionKind::Split, ..) => refused(
                "chia tách cần một đơn vị cũ và ít nhất hai đơn vị sau khi tách; đơn vị cũ có thể là một trong số đó",
                "a split needs one old unit and at least two after it; the old one may be among them",
            ),
            (SuccessionKind::Abolish, _, 0) => Ok(()),
            (SuccessionKind::Abolish, ..) => {
                refused("giải thể thì không có đơn vị thay thế", "nothing follows an abolished unit")
            }
            (SuccessionKind::Rename, ..) => {
                refused("đổi tên bằng cách sửa bản ghi kèm ngày", "rename by changing the record with a day")
            }
        }
    }

    /// What follows one of the old units; one edge to nothing where it is abolished.
    fn edges(&self, old: Id, basis: Option<&str>) -> Vec<Succession<Id>> {
        let edge =
            |new: Option<Id>| Succession { old, new, kind: self.kind, on: self.on, basis: basis.map(str::to_owned) };
        if self.new.is_empty() { vec![edge(None)] } else { self.new.iter().map(|new| edge(Some(*new))).collect() }
    }

    /// The unit that stands for those that end, where it is one.
    fn follower(&self) -> Option<Id> {
        match self.new.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// What the audit chain is told.
    fn told(&self, basis: Option<&str>, number: impl Fn(&Id) -> i64) -> Value {
        json!({
            "kind": self.kind.code(), "on": self.on.to_string(), "basis": basis,
            "new": self.new.iter().map(number).collect::<Vec<_>>(),
        })
    }
}

/// Lets pass divisions of one agency, those that follow being there on the day.
async fn require_one_agency(
    tx: &mut Tx,
    current: &CurrentUser,
    plan: &Reorganisation<DivisionId>,
) -> Result<(), AppError> {
    let mut agency = None;
    for id in plan.old.iter().chain(&plan.new) {
        let division = divisions::get(tx, *id).await?;
        require(tx, current, Action::ManageOrganisation, division.agency).await?;
        if *agency.get_or_insert(division.agency) != division.agency {
            return Err(AppError::refused_at(
                "phong-moi",
                "các phòng phải thuộc cùng một cơ quan",
                "the divisions must be of one agency",
            ));
        }
        if plan.new.contains(id) && !division.validity().holds_on(plan.on) {
            return Err(not_there_then("phong-moi", &division.name, plan.on));
        }
    }
    Ok(())
}

async fn end_agency(tx: &mut Tx, agency: &Agency, plan: &Reorganisation<AgencyId>) -> Result<(), AppError> {
    let last = agencies::history(tx, agency.id).await?.last().map(|past| past.until);
    changeable("ngay", &agency.name, agency.validity(), last, plan.on)?;
    let all = agencies::list(tx).await?;
    let below = all.iter().find(|other| other.parent == Some(agency.id) && other.validity().holds_on(plan.on));
    if let Some(below) = below.filter(|below| !plan.old.contains(&below.id)) {
        return Err(AppError::refused_at(
            "co-quan",
            format!("{} còn trực thuộc {}; hãy chuyển cấp trên trước", below.name, agency.name),
            format!("{} is still under {}; move it first", below.name, agency.name),
        ));
    }
    let follower = plan.follower();
    let ended = Agency { valid_to: Some(plan.on), replaced_by: follower, ..agency.clone() };
    agencies::update(tx, &ended).await?;
    for division in divisions::list(tx, agency.id).await? {
        if division.valid_to.is_none() {
            divisions::update(tx, &Division { valid_to: Some(plan.on), ..division }).await?;
        }
    }
    for post in posts::in_agency(tx, agency.id).await? {
        let moved = follower.map(|agency| NewPost { agency, division: None, ..post.details.clone() });
        end_post(tx, &post, moved, plan.on).await?;
    }
    Ok(())
}

async fn end_division(tx: &mut Tx, division: &Division, plan: &Reorganisation<DivisionId>) -> Result<(), AppError> {
    let last = divisions::history(tx, division.id).await?.last().map(|past| past.until);
    changeable("ngay", &division.name, division.validity(), last, plan.on)?;
    let follower = plan.follower();
    let ended = Division { valid_to: Some(plan.on), replaced_by: follower, ..division.clone() };
    divisions::update(tx, &ended).await?;
    for post in posts::in_agency(tx, division.agency).await? {
        if post.details.division == Some(division.id) {
            let moved = follower.map(|division| NewPost { division: Some(division), ..post.details.clone() });
            end_post(tx, &post, moved, plan.on).await?;
        }
    }
    Ok(())
}

/// Ends a post with its unit on a day, going on as `moved` where something follows; one that would only begin later is
/// moved whole, or taken away.
async fn end_post(tx: &mut Tx, post: &Post, moved: Option<NewPost>, on: Date) -> Result<(), AppError> {
    let Validity { from, to } = post.details.validity;
    if to.is_some_and(|to| to <= on) {
        return Ok(());
    }
    let begins_later = from.is_some_and(|from| on <= from);
    if begins_later {
        posts::delete(tx, post.id).await?;
    } else {
        posts::set_end(tx, post.id, Some(on)).await?;
    }
    if let Some(mut moved) = moved {
        moved.validity = Validity { from: if begins_later { from } else { Some(on) }, to };
        posts::insert(tx, &moved).await?;
    }
    Ok(())
}
