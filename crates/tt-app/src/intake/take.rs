//! Taking the good rows of a file: through the same use cases as forms, all in one transaction.

use std::collections::HashMap;

use serde_json::json;
use tt_domain::id::{AgencyId, ImportId, PersonId, TaskId};
use tt_domain::intake::{IntakeKind, NewIntake};
use tt_domain::organisation::NewAgency;
use tt_domain::people::{NewPost, Person};
use tt_store::{Tx, agencies, audit, divisions, intakes, persons, task_events, tasks};

use super::made::{AgencyBack, DivisionBack, Made, PersonBack, task_back};
use super::units::Under;
use super::{FileToTake, Judged, Plan, people, tasks as task_rows, units};
use crate::app::App;
use crate::error::AppError;
use crate::organisation::agencies::insert_agency;
use crate::organisation::divisions::insert_division;
use crate::organisation::people::insert_person;
use crate::organisation::posts::insert_post;
use crate::sign_in::CurrentUser;
use crate::work::act::{Occasion, no_person};
use crate::work::{assign, edit};

/// Writes what a file says and notes that it was brought in.
pub(super) async fn take(
    app: &App,
    tx: &mut Tx,
    current: &CurrentUser,
    file: &FileToTake,
    judged: Judged,
    origin: &str,
) -> Result<ImportId, AppError> {
    let at = app.clock.now();
    let mut taking =
        Taking { app, current, origin, made: Vec::new(), people: HashMap::new(), agencies: HashMap::new() };
    let numbers = judged
        .preview
        .rows
        .iter()
        .filter(|row| matches!(row.verdict, super::Verdict::New | super::Verdict::Changed(_)));
    let numbers: Vec<usize> = numbers.map(|row| row.number).collect();
    for (plan, number) in judged.plans.into_iter().zip(numbers) {
        taking.one(tx, plan).await.map_err(|error| at_row(number, error))?;
    }
    let written = |error: serde_json::Error| AppError::Internal(format!("writing down a file ({error})"));
    let counts = judged.preview.counts;
    let new = NewIntake {
        agency: current.agency.id,
        user: current.user.id,
        kind: file.kind,
        name: file.name.chars().take(200).collect(),
        year: (file.kind == IntakeKind::Tasks).then_some(judged.preview.year),
        at,
        counts,
        made: serde_json::to_string(&taking.made).map_err(written)?,
        refused: serde_json::to_string(&judged.refused).map_err(written)?,
    };
    let id = intakes::insert(tx, &new).await?;
    let details = json!({
        "kind": file.kind.code(), "file": new.name, "new": counts.new, "changed": counts.changed,
        "same": counts.same, "refused": counts.refused,
    });
    let event = current.actor(origin).event(current.agency.id, at, ("intake.taken", format!("intake-{id}")), &details);
    audit::append(tx, &event).await?;
    Ok(id)
}

/// A refusal of what a row said, after all: the place is named.
fn at_row(number: usize, error: AppError) -> AppError {
    match error {
        AppError::Refused(message) | AppError::RefusedAt { message, .. } => AppError::refused(
            format!("dòng {number}: {}; chưa nhận dòng nào", message.vi),
            format!("row {number}: {}; no row was taken", message.en),
        ),
        other => other,
    }
}

struct Taking<'a> {
    app: &'a App,
    current: &'a CurrentUser,
    origin: &'a str,
    made: Vec<Made>,
    people: HashMap<usize, PersonId>,
    agencies: HashMap<String, AgencyId>,
}

impl Taking<'_> {
    async fn one(&mut self, tx: &mut Tx, plan: Plan) -> Result<(), AppError> {
        match plan {
            Plan::Task(plan) => self.task(tx, plan).await,
            Plan::Person(plan) => self.person(tx, plan).await,
            Plan::Unit(plan) => self.unit(tx, plan).await,
        }
    }

    async fn task(&mut self, tx: &mut Tx, plan: task_rows::Plan) -> Result<(), AppError> {
        let today = self.app.clock.today();
        let occasion = Occasion {
            current: self.current,
            person: self.current.user.person.ok_or_else(no_person)?,
            at: self.app.clock.now(),
            origin: self.origin,
            delivery: &self.app.delivery,
        };
        let made = match plan {
            task_rows::Plan::Create(draft) => {
                let id = assign::create(tx, &occasion, &draft, None, today).await?;
                let (version, event, about) = stand(tx, id).await?;
                Made::Task { id: id.0, version, event, about }
            }
            task_rows::Plan::Change { id, version, changes, back } => {
                edit::edit(tx, &occasion, id, version, &changes, today).await?;
                let (version, event, about) = stand(tx, id).await?;
                Made::TaskChanged { id: id.0, version, event, about, back: task_back(&back) }
            }
        };
        self.made.push(made);
        Ok(())
    }

    async fn person(&mut self, tx: &mut Tx, plan: people::Plan) -> Result<(), AppError> {
        let (current, origin) = (self.current, self.origin);
        let id = match plan.who {
            people::Who::New(new) => {
                let id = insert_person(tx, current, &new, origin).await?;
                let version = persons::get(tx, id).await?.version;
                self.made.push(Made::Person { id: id.0, version, about: new.full_name });
                id
            }
            people::Who::Row(row) => {
                *self.people.get(&row).ok_or_else(|| AppError::Internal(format!("the person of row {row}")))?
            }
            people::Who::Known(person, after) => {
                if let Some(after) = after {
                    let before = person.details.clone();
                    let changed = Person { details: after, ..*person.clone() };
                    crate::organisation::people::change(tx, current, &changed, origin).await?;
                    let version = persons::get(tx, person.id).await?.version;
                    let back = PersonBack {
                        full_name: before.full_name.clone(),
                        code: before.code,
                        email: before.email,
                        phone: before.phone,
                    };
                    self.made.push(Made::PersonChanged { id: person.id.0, version, about: before.full_name, back });
                }
                person.id
            }
        };
        self.people.insert(plan.row, id);
        let about = persons::get(tx, id).await?.details.full_name;
        match plan.post {
            people::PostPlan::Nothing => {}
            people::PostPlan::Give(post) => {
                let post = insert_post(tx, current, &NewPost { person: id, ..post }, origin).await?;
                self.made.push(Made::Post { id: post.0, about });
            }
            people::PostPlan::End(post, until) => {
                crate::organisation::posts::end(tx, current, post.id, until, origin).await?;
                let back = post.details.validity.to.map(|day| day.to_string());
                self.made.push(Made::PostEnded { id: post.id.0, until: until.to_string(), back, about });
            }
        }
        Ok(())
    }

    fn under(&self, under: &Under) -> Result<AgencyId, AppError> {
        match under {
            Under::Known(id) => Ok(*id),
            Under::Row(symbol) => {
                let made = self.agencies.get(symbol).copied();
                made.ok_or_else(|| AppError::Internal(format!("the agency {symbol} of the file")))
            }
        }
    }

    async fn unit(&mut self, tx: &mut Tx, plan: units::Plan) -> Result<(), AppError> {
        let (current, origin) = (self.current, self.origin);
        let told_in = Some(current.agency.id);
        let made = match plan {
            units::Plan::AddAgency { new, under } => {
                let new = NewAgency { parent: Some(self.under(&under)?), ..new };
                let id = insert_agency(tx, current, &new, told_in, origin).await?;
                self.agencies.insert(new.symbol.clone(), id);
                let version = agencies::get(tx, id).await?.version;
                Made::Agency { id: id.0, version, about: new.name }
            }
            units::Plan::AddDivision { under, symbol, name, from } => {
                let agency = self.under(&under)?;
                let id = insert_division(tx, current, agency, (&symbol, &name, from), told_in, origin).await?;
                let version = divisions::get(tx, id).await?.version;
                Made::Division { id: id.0, version, about: name }
            }
            units::Plan::ChangeAgency { before, change } => {
                crate::organisation::agencies::change(tx, current, before.id, &change, origin).await?;
                let version = agencies::get(tx, before.id).await?.version;
                let back = AgencyBack {
                    symbol: before.symbol,
                    name: before.name.clone(),
                    superior: before.superior,
                    place: before.place,
                    level: before.level.code().to_owned(),
                    parent: before.parent.map(|id| id.0),
                    valid_from: before.valid_from.map(|day| day.to_string()),
                };
                let on = change.on.map(|day| day.to_string());
                Made::AgencyChanged { id: before.id.0, version, about: before.name, back, on }
            }
            units::Plan::ChangeDivision { before, change } => {
                crate::organisation::divisions::change(tx, current, before.id, &change, origin).await?;
                let version = divisions::get(tx, before.id).await?.version;
                let back = DivisionBack {
                    symbol: before.symbol,
                    name: before.name.clone(),
                    valid_from: before.valid_from.map(|day| day.to_string()),
                };
                let on = change.on.map(|day| day.to_string());
                Made::DivisionChanged { id: before.id.0, version, about: before.name, back, on }
            }
        };
        self.made.push(made);
        Ok(())
    }
}

/// How a task stands: its version, its last event, what it is about.
pub(super) async fn stand(tx: &mut Tx, id: TaskId) -> Result<(i64, i64, String), AppError> {
    let task = tasks::get(tx, id).await?;
    let last = task_events::list(tx, id).await?.iter().map(|event| event.id.0).max();
    let about = task.statement.chars().take(120).collect();
    Ok((task.version, last.unwrap_or_default(), about))
}
