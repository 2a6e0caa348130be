//! Posts: assigning, ending, transferring.

use jiff::civil::Date;
use serde_json::{Value, json};
use tt_domain::id::PostId;
use tt_domain::organisation::{Agency, Role, Validity};
use tt_domain::people::{Holding, NewPost, Post};
use tt_domain::permission::Action;
use tt_store::{Tx, agencies, divisions, posts};

use super::people::{PostShown, within_reach};
use super::{not_there_then, record, require, shown};
use crate::app::App;
use crate::error::AppError;
use crate::{CurrentUser, organisation};

impl App {
    /// A post within someone's reach, ended ones too.
    ///
    /// # Errors
    /// No such post, not an administrator's, or the database failed.
    pub async fn held_post(&self, current: &CurrentUser, id: PostId) -> Result<Post, AppError> {
        let mut tx = self.db.begin_read().await?;
        let post = posts::get(&mut tx, id).await?;
        require(&mut tx, current, Action::ManageOrganisation, post.details.agency).await?;
        Ok(post)
    }

    /// Every post within someone's reach that is held today or will be, with the names of who and where.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn posts_held(&self, current: &CurrentUser) -> Result<Vec<(PostShown, String)>, AppError> {
        current.require(Action::ManageOrganisation)?;
        let today = organisation::today();
        let mut tx = self.db.begin_read().await?;
        let mut held = Vec::new();
        for agency in organisation::within_reach(&mut tx, current, Action::ManageOrganisation).await? {
            let mut there = posts::in_agency(&mut tx, agency.id).await?;
            there.retain(|post| post.details.validity.to.is_none_or(|to| today < to));
            for post in super::people::named(&mut tx, there).await? {
                let person = tt_store::persons::get(&mut tx, post.post.details.person).await?;
                held.push((post, person.details.full_name));
            }
        }
        Ok(held)
    }

    /// Gives someone a post.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field: an agency or division that does not exist then, a second regular post…
    pub async fn assign_post(&self, current: &CurrentUser, post: &NewPost, origin: &str) -> Result<PostId, AppError> {
        let mut tx = self.db.begin_write().await?;
        within_reach(&mut tx, current, post.person).await?;
        let id = insert_post(&mut tx, current, post, origin).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Ends a post: `until` is the first day it is no longer held.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field; one's own last right to administer cannot be given up.
    pub async fn end_post(&self, current: &CurrentUser, id: PostId, until: Date, origin: &str) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        end(&mut tx, current, id, until, origin).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a post and begins another on the same day, in one step: a transfer (điều động, luân chuyển).
    ///
    /// # Errors
    /// As [`assign_post`](Self::assign_post) and [`end_post`](Self::end_post).
    pub async fn transfer(
        &self,
        current: &CurrentUser,
        id: PostId,
        to: &NewPost,
        origin: &str,
    ) -> Result<PostId, AppError> {
        let Some(on) = to.validity.from else {
            return Err(AppError::refused_at("tu-ngay", "hãy ghi ngày chuyển", "give the day of the transfer"));
        };
        let mut tx = self.db.begin_write().await?;
        let from = end(&mut tx, current, id, on, origin).await?;
        let post = NewPost { person: from.details.person, ..to.clone() };
        let id = insert_post(&mut tx, current, &post, origin).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Ends a post within a transaction: also what an import does.
pub(crate) async fn end(
    tx: &mut Tx,
    current: &CurrentUser,
    id: PostId,
    until: Date,
    origin: &str,
) -> Result<Post, AppError> {
    let post = posts::get(tx, id).await?;
    require(tx, current, Action::ManageOrganisation, post.details.agency).await?;
    let Validity { from, to } = post.details.validity;
    if from.is_some_and(|from| until <= from) {
        let from = from.map(shown).unwrap_or_default();
        return Err(AppError::refused_at(
            "den-ngay",
            format!("chức vụ này giữ từ ngày {from}; hãy chọn ngày sau ngày đó"),
            format!("this post is held from {from}; choose a later day"),
        ));
    }
    let own = current.standing.person == Some(post.details.person) && post.details.role == Role::Administrator;
    if own {
        let others = posts::of_person(tx, post.details.person).await?;
        let today = organisation::today();
        let another = others.iter().any(|other| {
            other.id != id && other.details.role == Role::Administrator && other.details.validity.holds_on(today)
        });
        if !another {
            return Err(AppError::refused_at(
                "den-ngay",
                "không thể tự bỏ quyền quản trị cuối cùng của mình; hãy nhờ quản trị viên khác",
                "you cannot give up your own last right to administer; ask another administrator",
            ));
        }
    }
    posts::set_end(tx, id, Some(until)).await?;
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    let details = json!({ "valid_to": { "before": text(to), "after": until.to_string() }, "post": id.0 });
    let object = format!("person-{}", post.details.person);
    record(tx, current, origin, post.details.agency, "post.ended", object, details).await?;
    Ok(post)
}

/// Adds a post within a transaction: also what an import does.
pub(crate) async fn insert_post(
    tx: &mut Tx,
    current: &CurrentUser,
    post: &NewPost,
    origin: &str,
) -> Result<PostId, AppError> {
    let post = checked(tx, current, post).await?;
    once(tx, &post).await?;
    let id = posts::insert(tx, &post).await?;
    let object = format!("person-{}", post.person);
    record(tx, current, origin, post.agency, "post.assigned", object, told(id, &post)).await?;
    Ok(id)
}

/// Lets a post pass that can be where and when it is said, whoever is to hold it.
pub(crate) async fn checked(tx: &mut Tx, current: &CurrentUser, post: &NewPost) -> Result<NewPost, AppError> {
    let agency = require(tx, current, Action::ManageOrganisation, post.agency).await?;
    let post = NewPost { title: organisation::words_opt("chuc-danh", post.title.as_deref(), 100)?, ..post.clone() };
    if post.validity.is_empty() {
        return Err(AppError::refused_at(
            "den-ngay",
            "ngày kết thúc phải sau ngày bắt đầu",
            "the last day must come after the first",
        ));
    }
    within(&agency.name, existence(tx, &agency).await?, "co-quan", post.validity)?;
    if let Some(id) = post.division {
        let division = divisions::get(tx, id).await?;
        if division.agency != post.agency {
            return Err(AppError::refused_at(
                "phong",
                format!("{} không thuộc {}", division.name, agency.name),
                format!("{} is not of {}", division.name, agency.name),
            ));
        }
        let first = divisions::history(tx, id).await?.first().map(|past| past.from);
        let validity = Validity { from: first.unwrap_or(division.valid_from), to: division.valid_to };
        within(&division.name, validity, "phong", post.validity)?;
    }
    if matches!(post.role, Role::DivisionHead | Role::Officer) && post.division.is_none() {
        let known = divisions::list(tx, post.agency).await?;
        if post.role == Role::DivisionHead && known.iter().any(|division| division.valid_to.is_none()) {
            return Err(AppError::refused_at(
                "phong",
                "trưởng phòng phải thuộc một phòng; hãy chọn phòng",
                "a head of division needs a division; choose one",
            ));
        }
    }
    Ok(post)
}

fn told(id: PostId, post: &NewPost) -> Value {
    json!({
        "post": id.0, "agency": post.agency.0, "division": post.division.map(|id| id.0), "role": post.role.code(),
        "title": post.title, "holding": post.holding.code(),
        "valid_from": post.validity.from.map(|day| day.to_string()),
        "valid_to": post.validity.to.map(|day| day.to_string()),
    })
}

/// One regular post at a time, and no post twice.
pub(crate) async fn once(tx: &mut Tx, post: &NewPost) -> Result<(), AppError> {
    for known in posts::of_person(tx, post.person).await? {
        if !known.details.validity.overlaps(post.validity) {
            continue;
        }
        let same = (known.details.agency, known.details.division, known.details.role)
            == (post.agency, post.division, post.role);
        if same {
            return Err(AppError::refused_at(
                "vai-tro",
                "người này đang giữ đúng chức vụ này trong thời gian đó",
                "this person already holds this very post then",
            ));
        }
        if post.holding == Holding::Regular && known.details.holding == Holding::Regular {
            let agency = agencies::get(tx, known.details.agency).await?.name;
            return Err(AppError::refused_at(
                "cach-giu",
                format!("người này đang có chức vụ chính tại {agency}; hãy kết thúc chức vụ đó hoặc chọn kiêm nhiệm"),
                format!("this person has a regular post in {agency}; end it or choose a concurrent one"),
            ));
        }
    }
    Ok(())
}

/// The days an agency exists, under whatever names.
pub(crate) async fn existence(tx: &mut Tx, agency: &Agency) -> Result<Validity, AppError> {
    let first = agencies::history(tx, agency.id).await?.first().map(|past| past.was.valid_from);
    Ok(Validity { from: first.unwrap_or(agency.valid_from), to: agency.valid_to })
}

/// Lets a post pass that lies within the days its body exists. An open end is today or later, and no longer than the
/// body.
fn within(name: &str, body: Validity, field: &'static str, post: Validity) -> Result<(), AppError> {
    if let Some(ended) = body.to {
        let day = post.from.unwrap_or_else(organisation::today);
        let ended_shown = shown(ended);
        if ended <= day {
            return Err(AppError::refused_at(
                field,
                format!(
                    "{name} đã kết thúc hoạt động từ ngày {ended_shown}, không nhận chức vụ mới; hãy chọn đơn vị thay thế"
                ),
                format!("{name} ended on {ended_shown} and takes no new posts; choose what follows it"),
            ));
        }
        if post.to.is_none_or(|to| ended < to) {
            return Err(AppError::refused_at(
                "den-ngay",
                format!(
                    "{name} kết thúc hoạt động từ ngày {ended_shown}; hãy ghi ngày kết thúc chức vụ không muộn hơn"
                ),
                format!("{name} ends on {ended_shown}; let the post end no later"),
            ));
        }
    }
    match (body.from, post.from) {
        (Some(begun), Some(from)) if from < begun => Err(not_there_then(field, name, from)),
        _ => Ok(()),
    }
}
