//! Taking a whole file back, as long as nobody changed what it made since.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::audit::NewAuditEvent;
use tt_domain::id::{AgencyId, DivisionId, ImportId, PersonId, PostId, TaskId};
use tt_domain::organisation::{Agency, AgencyLevel, Division};
use tt_domain::people::{NewPerson, Person};
use tt_store::{StoreError, Tx, agencies, audit, divisions, intakes, persons, posts, programmes, tasks};

use super::made::{Made, PersonBack, task_changes};
use super::take::stand;
use super::{right, seen};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::work::act::{Occasion, no_person};
use crate::work::edit;

/// How much of what stands in the way is told.
const TOLD: usize = 5;

impl App {
    /// Takes back everything a file made and changed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for what one may not see; taken back before; or what was changed since, named: then
    /// nothing is taken back.
    pub async fn undo_file(&self, current: &CurrentUser, id: ImportId, origin: &str) -> Result<(), AppError> {
        let at = self.clock.now();
        let mut tx = self.db.begin_write().await?;
        let intake = seen(&mut tx, current, id).await?;
        current.require(right(intake.details.kind))?;
        if intake.undone.is_some() {
            return Err(AppError::refused("tệp này đã được hoàn tác", "this file was taken back before"));
        }
        let mut made: Vec<Made> = serde_json::from_str(&intake.details.made)
            .map_err(|error| AppError::Internal(format!("reading what a file made ({error})")))?;
        let mut standing = Vec::new();
        for one in &made {
            if let Some(about) = changed_since(&mut tx, one).await? {
                standing.push(about);
            }
        }
        if !standing.is_empty() {
            return Err(in_the_way(&standing));
        }
        made.reverse();
        for one in &made {
            take_back(self, &mut tx, current, one, origin).await?;
        }
        intakes::set_undone(&mut tx, id, at, current.user.id).await?;
        let event = current.actor(origin).event(
            current.agency.id,
            at,
            ("intake.undone", format!("intake-{id}")),
            &json!({ "file": intake.details.name, "taken_back": made.len() }),
        );
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn in_the_way(standing: &[String]) -> AppError {
    let mut named = standing.iter().take(TOLD).map(|about| format!("“{about}”")).collect::<Vec<_>>().join(", ");
    if standing.len() > TOLD {
        named.push('…');
    }
    let count = standing.len();
    AppError::refused(
        format!(
            "{count} mục đã có thay đổi sau khi nhập: {named}; chưa hoàn tác gì, hãy sửa từng mục trên trang của nó"
        ),
        format!("{count} were changed since: {named}; nothing was taken back, mend each on its own page"),
    )
}

/// What a thing is about, if someone changed it after the file was taken.
async fn changed_since(tx: &mut Tx, one: &Made) -> Result<Option<String>, AppError> {
    let (about, same) = match one {
        Made::Task { id, version, event, about } => {
            let parts = tasks::parts(tx, TaskId(*id)).await?;
            (about, parts.is_empty() && same_task(tx, *id, *version, *event).await?)
        }
        Made::TaskChanged { id, version, event, about, .. } => (about, same_task(tx, *id, *version, *event).await?),
        Made::Person { id, version, about } | Made::PersonChanged { id, version, about, .. } => {
            let now = there(persons::get(tx, PersonId(*id)).await)?;
            (about, now.is_some_and(|now| now.version == *version))
        }
        Made::Post { id, about } => (about, there(posts::get(tx, PostId(*id)).await)?.is_some()),
        Made::PostEnded { id, until, about, .. } => {
            let now = there(posts::get(tx, PostId(*id)).await)?.and_then(|post| post.details.validity.to);
            (about, now.map(|day| day.to_string()).as_deref() == Some(until))
        }
        Made::Agency { id, version, about } | Made::AgencyChanged { id, version, about, .. } => {
            let now = there(agencies::get(tx, AgencyId(*id)).await)?;
            (about, now.is_some_and(|now| now.version == *version))
        }
        Made::Division { id, version, about } | Made::DivisionChanged { id, version, about, .. } => {
            let now = there(divisions::get(tx, DivisionId(*id)).await)?;
            (about, now.is_some_and(|now| now.version == *version))
        }
    };
    Ok((!same).then(|| about.clone()))
}

async fn same_task(tx: &mut Tx, id: i64, version: i64, event: i64) -> Result<bool, AppError> {
    match stand(tx, TaskId(id)).await {
        Ok((now, last, _)) => Ok(now == version && last == event),
        Err(AppError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

fn there<T>(found: Result<T, StoreError>) -> Result<Option<T>, AppError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Takes one thing back.
async fn take_back(app: &App, tx: &mut Tx, current: &CurrentUser, one: &Made, origin: &str) -> Result<(), AppError> {
    let actor = current.actor(origin);
    let note = |agency: AgencyId, action: &str, object: String, about: &str| {
        actor.event(agency, app.clock.now(), (action, object), &json!({ "name": about }))
    };
    let own = current.agency.id;
    let event = match one {
        Made::Task { id, about, .. } => {
            let task = tasks::get(tx, TaskId(*id)).await?;
            let agency = programmes::get(tx, task.programme).await?.agency;
            tasks::remove(tx, task.id).await?;
            note(agency, "task.removed", format!("task-{id}"), about)
        }
        Made::TaskChanged { id, version, back, .. } => {
            let occasion = Occasion {
                current,
                person: current.user.person.ok_or_else(no_person)?,
                at: app.clock.now(),
                origin,
                delivery: &app.delivery,
            };
            let changes = task_changes(back);
            edit::edit(tx, &occasion, TaskId(*id), *version, &changes, app.clock.today()).await?;
            return Ok(());
        }
        Made::Person { id, about, .. } => {
            unused(about, persons::delete(tx, PersonId(*id)).await)?;
            note(own, "person.removed", format!("person-{id}"), about)
        }
        Made::PersonChanged { id, back, .. } => {
            return person_back(tx, current, PersonId(*id), back, origin).await;
        }
        Made::Post { id, about } => {
            let post = posts::get(tx, PostId(*id)).await?;
            posts::delete(tx, post.id).await?;
            note(post.details.agency, "post.removed", format!("person-{}", post.details.person), about)
        }
        Made::PostEnded { id, back, about, .. } => {
            let post = posts::get(tx, PostId(*id)).await?;
            posts::set_end(tx, post.id, back.as_deref().and_then(day)).await?;
            note(post.details.agency, "post.reopened", format!("person-{}", post.details.person), about)
        }
        Made::Agency { id, about, .. } => {
            unused(about, agencies::delete(tx, AgencyId(*id)).await)?;
            note(own, "agency.removed", format!("agency-{id}"), about)
        }
        Made::Division { id, about, .. } => {
            unused(about, divisions::delete(tx, DivisionId(*id)).await)?;
            note(own, "division.removed", format!("division-{id}"), about)
        }
        Made::AgencyChanged { .. } | Made::DivisionChanged { .. } => return unit_back(tx, one, note).await,
    };
    audit::append(tx, &event).await?;
    Ok(())
}

async fn person_back(
    tx: &mut Tx,
    current: &CurrentUser,
    id: PersonId,
    back: &PersonBack,
    origin: &str,
) -> Result<(), AppError> {
    let now = persons::get(tx, id).await?;
    let details = NewPerson {
        keeper: now.details.keeper,
        full_name: back.full_name.clone(),
        code: back.code.clone(),
        email: back.email.clone(),
        phone: back.phone.clone(),
    };
    crate::organisation::people::change(tx, current, &Person { details, ..now }, origin).await
}

async fn unit_back(
    tx: &mut Tx,
    one: &Made,
    note: impl Fn(AgencyId, &str, String, &str) -> NewAuditEvent,
) -> Result<(), AppError> {
    let event = match one {
        Made::AgencyChanged { id, about, back, on, .. } => {
            let now = agencies::get(tx, AgencyId(*id)).await?;
            let level = AgencyLevel::from_code(&back.level).unwrap_or(now.level);
            let before = Agency {
                symbol: back.symbol.clone(),
                name: back.name.clone(),
                superior: back.superior.clone(),
                place: back.place.clone(),
                level,
                parent: back.parent.map(AgencyId),
                valid_from: back.valid_from.as_deref().and_then(day),
                ..now
            };
            agencies::update(tx, &before).await?;
            if let Some(on) = on.as_deref().and_then(day) {
                agencies::forget_change(tx, before.id, on).await?;
            }
            note(before.id, "agency.change_undone", format!("agency-{id}"), about)
        }
        Made::DivisionChanged { id, about, back, on, .. } => {
            let now = divisions::get(tx, DivisionId(*id)).await?;
            let before = Division {
                symbol: back.symbol.clone(),
                name: back.name.clone(),
                valid_from: back.valid_from.as_deref().and_then(day),
                ..now
            };
            divisions::update(tx, &before).await?;
            if let Some(on) = on.as_deref().and_then(day) {
                divisions::forget_change(tx, before.id, on).await?;
            }
            note(before.agency, "division.change_undone", format!("division-{id}"), about)
        }
        _ => return Ok(()),
    };
    audit::append(tx, &event).await?;
    Ok(())
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// What other records name cannot be taken away.
fn unused(about: &str, done: Result<(), StoreError>) -> Result<(), AppError> {
    match done {
        Err(StoreError::Reference) => Err(AppError::refused(
            format!("“{about}” đã được dùng ở nơi khác (nhiệm vụ, chức vụ, tài khoản…); chưa hoàn tác gì"),
            format!("“{about}” is named elsewhere by now (a task, a post, an account…); nothing was taken back"),
        )),
        other => other.map_err(AppError::from),
    }
}
