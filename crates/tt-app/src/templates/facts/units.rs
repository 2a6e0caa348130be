//! The agencies right below as a template of a consolidated report sees them.

use std::collections::BTreeMap;

use minijinja::Value;
use tt_domain::assessment::Grade;
use tt_domain::grading::summary::Distribution;
use tt_domain::id::AgencyId;
use tt_domain::report::ReportState;
use tt_domain::task::TaskState;
use tt_store::below::TaskBelow;
use tt_store::{Tx, below};

use super::shape::{UnitFacts, UnitTaskFacts};
use super::{Records, tasks_seen, text};
use crate::error::AppError;
use crate::reporting::names::state_name;
use crate::work::words;

/// The agencies right below that exist on the last day of the period, by symbol.
pub(super) async fn units(tx: &mut Tx, records: &Records) -> Result<Vec<Value>, AppError> {
    let (above, period) = (records.agency.id, records.subject.period);
    let mut tasks: BTreeMap<AgencyId, Vec<TaskBelow>> = BTreeMap::new();
    for task in below::tasks(tx, above, period.of_year()).await? {
        tasks.entry(task.agency).or_default().push(task);
    }
    let grades: BTreeMap<AgencyId, Option<Grade>> =
        below::self_grades(tx, above, period.of_year()).await?.into_iter().collect();
    let reports: BTreeMap<AgencyId, ReportState> = below::reports(tx, above, period).await?.into_iter().collect();
    let last = records.subject.window.1;
    let units = records.agencies.iter().filter(|one| one.parent == Some(above) && one.validity().holds_on(last));
    let facts = units.map(|unit| {
        let own = tasks.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
        let distribution = Distribution::of(own.iter().map(|task| task.grade));
        let [excellent, good, completed, not_completed] = distribution.counts;
        let count = |pass: &dyn Fn(&TaskBelow) -> bool| Value::from(own.iter().filter(|task| pass(task)).count());
        let state = reports.get(&unit.id).copied();
        let facts = UnitFacts {
            name: Value::from(unit.name.as_str()),
            symbol: Value::from(unit.symbol.as_str()),
            tasks: Value::from(own.len()),
            excellent: Value::from(excellent),
            good: Value::from(good),
            completed: Value::from(completed),
            not_completed: Value::from(not_completed),
            ungraded: Value::from(distribution.ungraded),
            done: count(&|task| task.state == TaskState::Completed),
            late: count(&|task| is_late(records, task)),
            self_grade: text(grades.get(&unit.id).copied().flatten().map(Grade::words)),
            reported: Value::from(state == Some(ReportState::Issued)),
            report_state: Value::from(state.map_or_else(|| "chưa mở".to_owned(), |state| state_name(state).vi)),
            key_tasks: Value::from(own.iter().map(|task| unit_task(records, task)).collect::<Vec<_>>()),
        };
        facts.into()
    });
    Ok(facts.collect())
}

fn is_late(records: &Records, task: &TaskBelow) -> bool {
    let open = !matches!(task.state, TaskState::Completed | TaskState::CarriedOver | TaskState::ResultSubmitted);
    open && task.deadline.is_some_and(|deadline| deadline < records.as_of)
}

fn unit_task(records: &Records, task: &TaskBelow) -> Value {
    let facts = UnitTaskFacts {
        number: Value::from(task.number),
        words: Value::from(tasks_seen::one_line(&task.statement)),
        grade_name: text(task.grade.map(Grade::words)),
        state_name: Value::from(words::state(task.state).vi),
        is_late: Value::from(is_late(records, task)),
    };
    facts.into()
}
