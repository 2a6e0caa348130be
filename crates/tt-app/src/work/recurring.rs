//! Recurring tasks (nhiệm vụ thường xuyên, định kỳ): each period's instance is a part of the task, made when the period
//! begins.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use tt_domain::audit::NewAuditEvent;
use tt_domain::history::NewTaskEvent;
use tt_domain::id::{AgencyId, TaskId};
use tt_domain::life::EventKind;
use tt_domain::recurrence::{Due, Instance, Recurring, Roll, Window, instances};
use tt_domain::task::{NewTask, Recurrence, Task, TaskKind, TaskSeries, TaskState};
use tt_store::{StoreError, Tx, audit, job_runs, programmes, task_events, task_links, tasks};

use super::rules;
use crate::app::App;
use crate::clock::day_of;
use crate::error::AppError;

/// Name of this work among the work done once a day.
const RECUR: &str = "recur";

impl App {
    /// Makes the instances whose period has begun, of every recurring task under way; once a day for each agency,
    /// whoever asks. Gives how many were made.
    ///
    /// # Errors
    /// The database failed; what was not made then is made at the next call.
    pub async fn make_instances(&self, now: Timestamp) -> Result<usize, AppError> {
        let day = day_of(now);
        let mut tx = self.db.begin_read().await?;
        let waiting = job_runs::waiting(&mut tx, RECUR, day).await?;
        drop(tx);
        let mut made = 0;
        for agency in waiting {
            let mut tx = self.db.begin_write().await?;
            if job_runs::claim(&mut tx, RECUR, agency, day, now).await? {
                for task in tasks::open_of_agency(&mut tx, agency).await? {
                    made += make(&mut tx, agency, &task, now).await?;
                }
                tx.commit().await?;
            }
        }
        Ok(made)
    }
}

/// Makes what is missing of a recurring task's instances up to the day of `now`.
pub(crate) async fn make(tx: &mut Tx, agency: AgencyId, task: &Task, now: Timestamp) -> Result<usize, StoreError> {
    let day = day_of(now);
    let (Some(every), Some(start)) = (task.recurrence, task.assigned_on) else { return Ok(0) };
    if task.recurs_from.is_some() || task.is_closed() || task.state == TaskState::Draft {
        return Ok(0);
    }
    let year = programmes::get(tx, task.programme).await?.year;
    let calendar = rules::calendar(tx, day).await?;
    let known: Vec<Option<Date>> =
        tasks::instances(tx, task.id).await?.iter().map(|instance| instance.original_deadline).collect();
    let mut made = 0;
    for instance in instances(recurring(every, task.review_on), year, Some(start), &calendar) {
        if instance.from <= day && !known.contains(&Some(instance.deadline)) {
            insert(tx, agency, task, every, &instance, year, now).await?;
            made += 1;
        }
    }
    Ok(made)
}

/// How a task recurs: due on the day of the week or the month its first instance was due ([`Task::review_on`]), else on
/// the last day of the period.
fn recurring(every: Recurrence, first_due: Option<Date>) -> Recurring {
    let due = match (every, first_due) {
        (_, None) => Due::AfterEnd(0),
        (Recurrence::Weekly, Some(day)) => {
            Due::OnDay(u8::try_from(day.weekday().since(Weekday::Monday) + 1).unwrap_or(7))
        }
        (Recurrence::Monthly | Recurrence::Quarterly, Some(day)) => Due::OnDay(u8::try_from(day.day()).unwrap_or(31)),
    };
    Recurring { every, window: Window::Calendar, due, roll: Roll::Keep }
}

/// `tuần 12/2019`, `tháng 3/2019`, `quý II/2019`.
fn period_words(every: Recurrence, number: u8, year: i16) -> String {
    match every {
        Recurrence::Weekly => format!("tuần {number}/{year}"),
        Recurrence::Monthly => format!("tháng {number}/{year}"),
        Recurrence::Quarterly => {
            let roman = ["I", "II", "III", "IV"].get(usize::from(number.saturating_sub(1))).copied().unwrap_or("IV");
            format!("quý {roman}/{year}")
        }
    }
}

async fn insert(
    tx: &mut Tx,
    agency: AgencyId,
    of: &Task,
    every: Recurrence,
    instance: &Instance,
    year: i16,
    now: Timestamp,
) -> Result<TaskId, StoreError> {
    let words = period_words(every, instance.number, year);
    // Who accepted the task has accepted what recurs of it.
    let state = if of.state == TaskState::Assigned { TaskState::Assigned } else { TaskState::InProgress };
    let number = tasks::next_number(tx, of.programme, Some(of.id), TaskSeries::Part).await?;
    let mut new = NewTask::new(of.programme, number, format!("{} ({words})", of.statement), state).done_as(of);
    new.parent = Some(of.id);
    new.recurs_from = Some(of.id);
    new.kind = TaskKind::Dated;
    (new.assigned_by, new.source) = (of.assigned_by, of.source);
    new.clause.clone_from(&of.clause);
    let day = day_of(now);
    new.assigned_on = Some(instance.from.max(of.assigned_on.unwrap_or(instance.from)).min(day));
    new.deadline = Some(instance.deadline);
    let id = tasks::insert(tx, &new).await?;
    let coordinators = task_links::coordinators(tx, of.id).await?;
    task_links::set_coordinators(tx, id, &coordinators).await?;
    let event = NewTaskEvent {
        task: id,
        kind: EventKind::Created,
        at: now,
        day,
        user: None,
        person: None,
        from: state,
        to: state,
        text: Some(format!("Kỳ {words} của nhiệm vụ định kỳ.")),
        until: new.deadline,
        percent: None,
        document: None,
    };
    task_events::append(tx, &event).await?;
    let details =
        serde_json::json!({ "recurs_from": of.id.0, "period": words, "deadline": instance.deadline.to_string() });
    let event = NewAuditEvent {
        agency,
        at: now,
        user: None,
        origin: "worker".to_owned(),
        action: "task.instance_made".to_owned(),
        object: format!("task-{id}"),
        details: details.to_string(),
    };
    audit::append(tx, &event).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_first_due_day_tells_that_of_each_period() {
        let due = |every, day: Option<Date>| recurring(every, day).due;
        // 22/03/2019 was a Friday.
        assert_eq!(due(Recurrence::Weekly, Some(date(2019, 3, 22))), Due::OnDay(5));
        assert_eq!(due(Recurrence::Monthly, Some(date(2019, 3, 22))), Due::OnDay(22));
        assert_eq!(due(Recurrence::Quarterly, None), Due::AfterEnd(0));
    }

    #[test]
    fn periods_are_named_as_officers_write_them() {
        let shown = [(Recurrence::Weekly, 12), (Recurrence::Monthly, 3), (Recurrence::Quarterly, 4)]
            .map(|(every, number)| period_words(every, number, 2019));
        assert_eq!(shown, ["tuần 12/2019", "tháng 3/2019", "quý IV/2019"]);
    }
}
