//! Who works along on a task, what it waits for, and the files laid to it.

use jiff::Timestamp;
use tt_domain::history::{Coordinator, TaskFile};
use tt_domain::id::{
    AgencyId, AttachmentId, DivisionId, PersonId, ProgrammeId, TaskEventId, TaskFileId, TaskId, UserId,
};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

type CoordinatorRow = (i64, Option<i64>, Option<i64>, Option<i64>);

fn coordinator((task, division, person, agency): CoordinatorRow) -> Result<(TaskId, Coordinator), StoreError> {
    let who = match (division, person, agency) {
        (Some(division), _, _) => Coordinator::Division(DivisionId(division)),
        (_, Some(person), _) => Coordinator::Person(PersonId(person)),
        (_, _, Some(agency)) => Coordinator::Agency(AgencyId(agency)),
        (None, None, None) => return Err(StoreError::Corrupt(format!("coordinator of task {task}"))),
    };
    Ok((TaskId(task), who))
}

/// Says who works along on a task; whoever did before and is not named no longer does.
pub async fn set_coordinators(tx: &mut Tx, task: TaskId, coordinators: &[Coordinator]) -> Result<(), StoreError> {
    const SQL: &str = "insert into task_coordinators (task_id, division_id, person_id, agency_id) \
                       values ($1, $2, $3, $4)";
    execute!(tx, "delete from task_coordinators where task_id = $1", task.0)?;
    for coordinator in coordinators {
        let (division, person, agency) = match *coordinator {
            Coordinator::Division(id) => (Some(id.0), None, None),
            Coordinator::Person(id) => (None, Some(id.0), None),
            Coordinator::Agency(id) => (None, None, Some(id.0)),
        };
        execute!(tx, SQL, task.0, division, person, agency)?;
    }
    Ok(())
}

/// Who works along on a task.
pub async fn coordinators(tx: &mut Tx, task: TaskId) -> Result<Vec<Coordinator>, StoreError> {
    const SQL: &str = "select task_id, division_id, person_id, agency_id from task_coordinators \
                       where task_id = $1 order by id";
    let rows = all!(tx, CoordinatorRow, SQL, task.0)?;
    rows.into_iter().map(|row| coordinator(row).map(|(_, who)| who)).collect()
}

/// Who works along on the open tasks of an agency, task by task.
pub async fn coordinators_in_agency(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(TaskId, Coordinator)>, StoreError> {
    const SQL: &str = "select c.task_id, c.division_id, c.person_id, c.agency_id from task_coordinators c \
                       join tasks on tasks.id = c.task_id join programmes on programmes.id = tasks.programme_id \
                       where programmes.agency_id = $1 and tasks.completed_on is null order by c.task_id, c.id";
    all!(tx, CoordinatorRow, SQL, agency.0)?.into_iter().map(coordinator).collect()
}

/// The agencies on whose tasks that agency works along.
pub async fn agencies_coordinated_by(tx: &mut Tx, agency: AgencyId) -> Result<Vec<AgencyId>, StoreError> {
    const SQL: &str = "select distinct programmes.agency_id from task_coordinators c \
                       join tasks on tasks.id = c.task_id join programmes on programmes.id = tasks.programme_id \
                       where c.agency_id = $1 order by 1";
    Ok(all!(tx, (i64,), SQL, agency.0)?.into_iter().map(|(id,)| AgencyId(id)).collect())
}

/// Who works along on the tasks of a programme, task by task.
pub async fn coordinators_of_programme(
    tx: &mut Tx,
    programme: ProgrammeId,
) -> Result<Vec<(TaskId, Coordinator)>, StoreError> {
    const SQL: &str = "select c.task_id, c.division_id, c.person_id, c.agency_id from task_coordinators c \
                       join tasks on tasks.id = c.task_id where tasks.programme_id = $1 order by c.task_id, c.id";
    all!(tx, CoordinatorRow, SQL, programme.0)?.into_iter().map(coordinator).collect()
}

/// Tasks on which a division or a person works along.
pub async fn coordinated_by(tx: &mut Tx, who: Coordinator) -> Result<Vec<TaskId>, StoreError> {
    const DIVISION: &str = "select task_id from task_coordinators where division_id = $1 order by task_id";
    const PERSON: &str = "select task_id from task_coordinators where person_id = $1 order by task_id";
    const AGENCY: &str = "select task_id from task_coordinators where agency_id = $1 order by task_id";
    let (sql, id) = match who {
        Coordinator::Division(id) => (DIVISION, id.0),
        Coordinator::Person(id) => (PERSON, id.0),
        Coordinator::Agency(id) => (AGENCY, id.0),
    };
    Ok(all!(tx, (i64,), sql, id)?.into_iter().map(|(task,)| TaskId(task)).collect())
}

/// Says which tasks one has to wait for.
pub async fn set_dependencies(tx: &mut Tx, task: TaskId, depends_on: &[TaskId]) -> Result<(), StoreError> {
    const SQL: &str = "insert into task_dependencies (task_id, depends_on_id) values ($1, $2) on conflict do nothing";
    execute!(tx, "delete from task_dependencies where task_id = $1", task.0)?;
    for other in depends_on {
        execute!(tx, SQL, task.0, other.0)?;
    }
    Ok(())
}

/// Which task of a programme waits for which: (task, what it waits for).
pub async fn dependencies(tx: &mut Tx, programme: ProgrammeId) -> Result<Vec<(TaskId, TaskId)>, StoreError> {
    const SQL: &str = "select d.task_id, d.depends_on_id from task_dependencies d \
                       join tasks on tasks.id = d.task_id where tasks.programme_id = $1 order by 1, 2";
    let rows = all!(tx, (i64, i64), SQL, programme.0)?;
    Ok(rows.into_iter().map(|(task, on)| (TaskId(task), TaskId(on))).collect())
}

#[derive(sqlx::FromRow)]
struct FileRow {
    id: i64,
    task_id: i64,
    event_id: Option<i64>,
    attachment_id: i64,
    name: String,
    added_by_id: Option<i64>,
    added_at: i64,
}

impl TryFrom<FileRow> for TaskFile {
    type Error = StoreError;

    fn try_from(row: FileRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: TaskFileId(row.id),
            task: TaskId(row.task_id),
            event: row.event_id.map(TaskEventId),
            attachment: AttachmentId(row.attachment_id),
            name: row.name,
            added_by: row.added_by_id.map(UserId),
            added_at: codec::timestamp(row.added_at)?,
        })
    }
}

/// Lays a kept file to a task.
pub async fn add_file(
    tx: &mut Tx,
    task: TaskId,
    event: Option<TaskEventId>,
    attachment: AttachmentId,
    name: &str,
    by: Option<UserId>,
    at: Timestamp,
) -> Result<TaskFileId, StoreError> {
    const SQL: &str = "insert into task_files (task_id, event_id, attachment_id, name, added_by_id, added_at) \
                       values ($1, $2, $3, $4, $5, $6) returning id";
    let (event, by, at) = (event.map(|event| event.0), by.map(|by| by.0), codec::micros(at));
    let (id,) = one!(tx, (i64,), SQL, task.0, event, attachment.0, name, by, at)?;
    Ok(TaskFileId(id))
}

/// The files of a task that were not removed, the earliest first.
pub async fn files(tx: &mut Tx, task: TaskId) -> Result<Vec<TaskFile>, StoreError> {
    const SQL: &str = "select id, task_id, event_id, attachment_id, name, added_by_id, added_at from task_files \
                       where task_id = $1 and removed_at is null order by id";
    all!(tx, FileRow, SQL, task.0)?.into_iter().map(TaskFile::try_from).collect()
}

/// The file of that identity, unless it was removed.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn file(tx: &mut Tx, id: TaskFileId) -> Result<TaskFile, StoreError> {
    const SQL: &str = "select id, task_id, event_id, attachment_id, name, added_by_id, added_at from task_files \
                       where id = $1 and removed_at is null";
    one!(tx, FileRow, SQL, id.0)?.try_into()
}

/// Takes a file off a task; its content is kept.
///
/// # Errors
/// [`StoreError::NotFound`] when it is not there, or was removed before.
pub async fn remove_file(tx: &mut Tx, id: TaskFileId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "update task_files set removed_at = $2 where id = $1 and removed_at is null";
    touched(execute!(tx, SQL, id.0, codec::micros(at))?)
}
