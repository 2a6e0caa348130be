//! Tasks of a programme (nhiệm vụ).

use tt_domain::id::{DivisionId, ProgrammeId, TaskId};
use tt_domain::task::{NewTask, Task, TaskState};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, programme_id, number, statement, state, lead_id, deadline, completed_on, continues_from_id"
    };
}

#[derive(sqlx::FromRow)]
struct TaskRow {
    id: i64,
    programme_id: i64,
    number: i64,
    statement: String,
    state: String,
    lead_id: Option<i64>,
    deadline: Option<String>,
    completed_on: Option<String>,
    continues_from_id: Option<i64>,
}

impl TryFrom<TaskRow> for Task {
    type Error = StoreError;

    fn try_from(row: TaskRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: TaskId(row.id),
            programme: ProgrammeId(row.programme_id),
            number: codec::narrow(row.number)?,
            statement: row.statement,
            state: codec::coded(&row.state, TaskState::from_code)?,
            lead: row.lead_id.map(DivisionId),
            deadline: codec::day(row.deadline.as_deref())?,
            completed_on: codec::day(row.completed_on.as_deref())?,
            continues_from: row.continues_from_id.map(TaskId),
        })
    }
}

/// Adds a task.
///
/// # Errors
/// [`StoreError::Conflict`] on `tasks_programme_id_number_key`.
pub async fn insert(tx: &mut Tx, task: &NewTask) -> Result<TaskId, StoreError> {
    const SQL: &str = "insert into tasks (programme_id, number, statement, state, deadline, continues_from_id) \
                       values ($1, $2, $3, $4, $5, $6) returning id";
    let NewTask { programme, number, statement, state, deadline, continues_from } = task;
    let (deadline, continues) = (deadline.map(codec::day_text), continues_from.map(|task| task.0));
    let (id,) = one!(tx, (i64,), SQL, programme.0, i64::from(*number), statement, state.code(), deadline, continues)?;
    Ok(TaskId(id))
}

/// Writes a task's statement, state, lead, deadline, day of completion and the task it continues; its programme and
/// number stay.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn update(tx: &mut Tx, task: &Task) -> Result<(), StoreError> {
    const SQL: &str = "update tasks set statement = $2, state = $3, lead_id = $4, deadline = $5, completed_on = $6, \
                       continues_from_id = $7 where id = $1";
    let Task { id, programme: _, number: _, statement, state, lead, deadline, completed_on, continues_from } = task;
    let (lead, continues) = (lead.map(|lead| lead.0), continues_from.map(|task| task.0));
    let (deadline, completed_on) = (deadline.map(codec::day_text), completed_on.map(codec::day_text));
    touched(execute!(tx, SQL, id.0, statement, state.code(), lead, deadline, completed_on, continues)?)
}

/// Names the division in charge.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_lead(tx: &mut Tx, id: TaskId, lead: Option<DivisionId>) -> Result<(), StoreError> {
    touched(execute!(tx, "update tasks set lead_id = $2 where id = $1", id.0, lead.map(|lead| lead.0))?)
}

/// The task of that number.
pub async fn find(tx: &mut Tx, programme: ProgrammeId, number: u32) -> Result<Option<Task>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from tasks where programme_id = $1 and number = $2");
    optional!(tx, TaskRow, SQL, programme.0, i64::from(number))?.map(Task::try_from).transpose()
}

/// The task of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: TaskId) -> Result<Task, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from tasks where id = $1");
    one!(tx, TaskRow, SQL, id.0)?.try_into()
}

/// The tasks of a programme, by number.
pub async fn list(tx: &mut Tx, programme: ProgrammeId) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from tasks where programme_id = $1 order by number");
    all!(tx, TaskRow, SQL, programme.0)?.into_iter().map(Task::try_from).collect()
}

/// How many tasks a programme has.
pub async fn count(tx: &mut Tx, programme: ProgrammeId) -> Result<u64, StoreError> {
    let (count,) = one!(tx, (i64,), "select count(*) from tasks where programme_id = $1", programme.0)?;
    codec::narrow(count)
}

/// Removes the tasks of a programme whose number is not kept, with their targets and ratings; figures and citations
/// that stood in their part of a report stay and lose the link. Says how many were removed.
pub async fn delete_missing(tx: &mut Tx, programme: ProgrammeId, kept: &[u32]) -> Result<u64, StoreError> {
    let numbers = all!(tx, (i64,), "select number from tasks where programme_id = $1", programme.0)?;
    let mut removed = 0;
    for (number,) in numbers {
        if !kept.iter().any(|kept| i64::from(*kept) == number) {
            removed += execute!(tx, "delete from tasks where programme_id = $1 and number = $2", programme.0, number)?;
        }
    }
    Ok(removed)
}
