//! Delegations during absence: with dates, not to oneself, never in chains.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::id::{AgencyId, DelegationId};
use tt_domain::people::{Delegation, NewDelegation};
use tt_domain::permission::Action;
use tt_store::{Tx, delegations, persons, posts};

use super::people::within_reach;
use super::{record, shown};
use crate::app::App;
use crate::error::AppError;
use crate::{CurrentUser, organisation};

/// A delegation with the names of both.
#[derive(Clone, Debug)]
pub struct DelegationShown {
    /// The delegation.
    pub delegation: Delegation,
    /// Who is absent.
    pub from: String,
    /// Who stands in.
    pub to: String,
}

impl App {
    /// A delegation between people of whom one is within reach, or oneself.
    ///
    /// # Errors
    /// No such delegation, not theirs to see, or the database failed.
    pub async fn delegation(&self, current: &CurrentUser, id: DelegationId) -> Result<Delegation, AppError> {
        let mut tx = self.db.begin_read().await?;
        let delegation = delegations::get(&mut tx, id).await?;
        let (from, to) = (delegation.details.from, delegation.details.to);
        if ![Some(from), Some(to)].contains(&current.user.person) {
            match within_reach(&mut tx, current, from).await {
                Err(AppError::Forbidden | AppError::NotFound) => drop(within_reach(&mut tx, current, to).await?),
                known => drop(known?),
            }
        }
        Ok(delegation)
    }

    /// The delegations within someone's reach, past ones included, newest first.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn delegations(&self, current: &CurrentUser) -> Result<Vec<DelegationShown>, AppError> {
        current.require(Action::ManageOrganisation)?;
        let mut tx = self.db.begin_read().await?;
        let mut found: Vec<DelegationShown> = Vec::new();
        for agency in organisation::within_reach(&mut tx, current, Action::ManageOrganisation).await? {
            for delegation in delegations::in_agency(&mut tx, agency.id).await? {
                if found.iter().any(|known| known.delegation.id == delegation.id) {
                    continue;
                }
                let from = persons::get(&mut tx, delegation.details.from).await?.details.full_name;
                let to = persons::get(&mut tx, delegation.details.to).await?.details.full_name;
                found.push(DelegationShown { delegation, from, to });
            }
        }
        found.sort_by_key(|shown| std::cmp::Reverse((shown.delegation.details.valid_from, shown.delegation.id)));
        Ok(found)
    }

    /// Delegates: an administrator for anyone within reach, everyone for themselves.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field.
    pub async fn delegate(
        &self,
        current: &CurrentUser,
        delegation: &NewDelegation,
        origin: &str,
    ) -> Result<DelegationId, AppError> {
        let mut tx = self.db.begin_write().await?;
        if current.standing.person != Some(delegation.from) {
            within_reach(&mut tx, current, delegation.from).await?;
        }
        let new = NewDelegation {
            reason: organisation::words_opt("ly-do", delegation.reason.as_deref(), 300)?,
            ..delegation.clone()
        };
        let agency = accept(&mut tx, &new).await?;
        let id = delegations::insert(&mut tx, &new).await?;
        let details = json!({
            "delegation": id.0, "to": new.to.0, "valid_from": new.valid_from.to_string(),
            "valid_to": new.valid_to.to_string(), "reason": new.reason,
        });
        let object = format!("person-{}", new.from);
        record(&mut tx, current, origin, agency, "delegation.added", object, details).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Ends a delegation early: `until` is the first day it is no longer in force, not before today; one that has not
    /// begun never comes into force.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field.
    pub async fn end_delegation(
        &self,
        current: &CurrentUser,
        id: DelegationId,
        until: Date,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let known = delegations::get(&mut tx, id).await?.details;
        if current.standing.person != Some(known.from) {
            within_reach(&mut tx, current, known.from).await?;
        }
        if until < organisation::today() || known.valid_to <= until {
            return Err(AppError::refused_at(
                "den-ngay",
                "hãy chọn ngày từ hôm nay đến trước ngày ủy quyền hết hạn",
                "choose a day from today to before the delegation ends",
            ));
        }
        let until = until.max(known.valid_from);
        delegations::set_end(&mut tx, id, until).await?;
        let agency = seat(&mut tx, &known).await?;
        let details = json!({
            "delegation": id.0,
            "valid_to": { "before": known.valid_to.to_string(), "after": until.to_string() },
        });
        let object = format!("person-{}", known.from);
        record(&mut tx, current, origin, agency, "delegation.ended", object, details).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The agency whose chain tells of a delegation: of the first post delegated, else the one that keeps the record.
async fn seat(tx: &mut Tx, delegation: &NewDelegation) -> Result<AgencyId, AppError> {
    let held = posts::of_person(tx, delegation.from).await?;
    let post = held.iter().find(|post| post.details.validity.overlaps(delegation.validity()));
    Ok(match post {
        Some(post) => post.details.agency,
        None => persons::get(tx, delegation.from).await?.details.keeper,
    })
}

async fn accept(tx: &mut Tx, new: &NewDelegation) -> Result<AgencyId, AppError> {
    if new.from == new.to {
        return Err(AppError::refused_at(
            "nguoi-nhan",
            "không ủy quyền cho chính mình; hãy chọn người khác",
            "nobody delegates to themselves; choose someone else",
        ));
    }
    if new.validity().is_empty() {
        return Err(AppError::refused_at(
            "den-ngay",
            "ngày kết thúc không được trước ngày bắt đầu",
            "the last day must not come before the first",
        ));
    }
    if new.valid_to <= organisation::today() {
        return Err(AppError::refused_at(
            "den-ngay",
            "thời gian này đã qua; ủy quyền không có hiệu lực lùi",
            "these days are over; a delegation does not reach back",
        ));
    }
    let held = posts::of_person(tx, new.from).await?;
    if !held.iter().any(|post| post.details.validity.overlaps(new.validity())) {
        return Err(AppError::refused_at(
            "nguoi-giao",
            "người này không giữ chức vụ nào trong thời gian đó nên không có gì để ủy quyền",
            "this person holds no post then and has nothing to delegate",
        ));
    }
    let receiving = posts::of_person(tx, new.to).await?;
    if !receiving.iter().any(|post| post.details.validity.overlaps(new.validity())) {
        return Err(AppError::refused_at(
            "nguoi-nhan",
            "người này không giữ chức vụ nào trong thời gian đó; chỉ ủy quyền cho người đang công tác",
            "this person holds no post then; delegate to someone in office",
        ));
    }
    no_chain(tx, new).await?;
    seat(tx, new).await
}

async fn no_chain(tx: &mut Tx, new: &NewDelegation) -> Result<(), AppError> {
    let within = |delegation: &&Delegation| delegation.details.validity().overlaps(new.validity());
    let absent = delegations::from_person(tx, new.to).await?;
    if let Some(away) = absent.iter().find(within) {
        let (from, to) = (shown(away.details.valid_from), shown(away.details.valid_to));
        return Err(AppError::refused_at(
            "nguoi-nhan",
            format!("người này cũng vắng và đã ủy quyền từ ngày {from} đến trước ngày {to}; hãy chọn người khác"),
            format!("this person is absent too and has delegated from {from} to before {to}; choose someone else"),
        ));
    }
    let standing_in = delegations::to_person(tx, new.from).await?;
    if standing_in.iter().any(|delegation| within(&delegation)) {
        return Err(AppError::refused_at(
            "nguoi-giao",
            "người này đang nhận ủy quyền trong thời gian đó, không ủy quyền tiếp được; hãy kết thúc ủy quyền kia trước",
            "this person stands in for someone then and cannot delegate on; end that delegation first",
        ));
    }
    let given = delegations::from_person(tx, new.from).await?;
    if given.iter().any(|delegation| within(&delegation)) {
        return Err(AppError::refused_at(
            "tu-ngay",
            "người này đã ủy quyền cho người khác trong thời gian đó",
            "this person has delegated to someone else then",
        ));
    }
    Ok(())
}
