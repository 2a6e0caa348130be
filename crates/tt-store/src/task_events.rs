//! What happened to tasks, and whom comments call by name.

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::history::{NewTaskEvent, TaskEvent};
use tt_domain::id::{DocumentId, PersonId, ProgrammeId, TaskEventId, TaskId, UserId};
use tt_domain::life::EventKind;
use tt_domain::task::TaskState;

use crate::search::mirror;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "task_events.id, task_events.task_id, task_events.kind, task_events.at, task_events.day, \
         task_events.user_id, task_events.person_id, task_events.from_state, task_events.to_state, \
         task_events.text, task_events.until, task_events.percent, task_events.document_id"
    };
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    task_id: i64,
    kind: String,
    at: i64,
    day: String,
    user_id: Option<i64>,
    person_id: Option<i64>,
    from_state: String,
    to_state: String,
    text: Option<String>,
    until: Option<String>,
    percent: Option<i64>,
    document_id: Option<i64>,
}

impl TryFrom<EventRow> for TaskEvent {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let day = codec::day(Some(&row.day))?.ok_or_else(|| StoreError::Corrupt(format!("day {}", row.day)))?;
        Ok(Self {
            id: TaskEventId(row.id),
            event: NewTaskEvent {
                task: TaskId(row.task_id),
                kind: codec::coded(&row.kind, EventKind::from_code)?,
                at: codec::timestamp(row.at)?,
                day,
                user: row.user_id.map(UserId),
                person: row.person_id.map(PersonId),
                from: codec::coded(&row.from_state, TaskState::from_code)?,
                to: codec::coded(&row.to_state, TaskState::from_code)?,
                text: row.text,
                until: codec::day(row.until.as_deref())?,
                percent: row.percent.map(codec::narrow).transpose()?,
                document: row.document_id.map(DocumentId),
            },
        })
    }
}

fn read(rows: Vec<EventRow>) -> Result<Vec<TaskEvent>, StoreError> {
    rows.into_iter().map(TaskEvent::try_from).collect()
}

/// Adds an event.
pub async fn append(tx: &mut Tx, event: &NewTaskEvent) -> Result<TaskEventId, StoreError> {
    const SQL: &str = "insert into task_events (task_id, kind, at, day, user_id, person_id, from_state, to_state, \
                       text, until, percent, document_id) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id";
    let NewTaskEvent { task, kind, at, day, user, person, from, to, text, until, percent, document } = event;
    let (id,) = one!(
        tx,
        (i64,),
        SQL,
        task.0,
        kind.code(),
        codec::micros(*at),
        codec::day_text(*day),
        user.map(|user| user.0),
        person.map(|person| person.0),
        from.code(),
        to.code(),
        text,
        until.map(codec::day_text),
        percent.map(i64::from),
        document.map(|document| document.0),
    )?;
    let id = TaskEventId(id);
    mirror::event(tx, &TaskEvent { id, event: event.clone() }).await?;
    Ok(id)
}

/// The event of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: TaskEventId) -> Result<TaskEvent, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from task_events where id = $1");
    one!(tx, EventRow, SQL, id.0)?.try_into()
}

/// All that happened to a task, the earliest first.
pub async fn list(tx: &mut Tx, task: TaskId) -> Result<Vec<TaskEvent>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from task_events where task_id = $1 order by id");
    read(all!(tx, EventRow, SQL, task.0)?)
}

/// What happened to the tasks of a programme since an instant, the latest first, at most `limit`.
pub async fn since(
    tx: &mut Tx,
    programme: ProgrammeId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<TaskEvent>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from task_events join tasks on tasks.id = task_events.task_id \
          where tasks.programme_id = $1 and task_events.at >= $2 order by task_events.id desc limit $3"
    );
    read(all!(tx, EventRow, SQL, programme.0, codec::micros(since), i64::from(limit))?)
}

/// The tasks of a programme to which something of that kind happened.
pub async fn tasks_with(tx: &mut Tx, programme: ProgrammeId, kind: EventKind) -> Result<Vec<TaskId>, StoreError> {
    const SQL: &str = "select distinct task_events.task_id from tasks \
                       join task_events on task_events.task_id = tasks.id \
                       where tasks.programme_id = $1 and task_events.kind = $2 order by 1";
    Ok(all!(tx, (i64,), SQL, programme.0, kind.code())?.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// Records whom a comment calls by name.
pub async fn mention(tx: &mut Tx, event: TaskEventId, person: PersonId) -> Result<(), StoreError> {
    const SQL: &str = "insert into task_mentions (event_id, person_id) values ($1, $2) on conflict do nothing";
    execute!(tx, SQL, event.0, person.0)?;
    Ok(())
}

/// Whom the comments on a task call by name, with the comment.
pub async fn mentions(tx: &mut Tx, task: TaskId) -> Result<Vec<(TaskEventId, PersonId)>, StoreError> {
    const SQL: &str = "select task_mentions.event_id, task_mentions.person_id from task_mentions \
                       join task_events on task_events.id = task_mentions.event_id \
                       where task_events.task_id = $1 order by 1, 2";
    let rows = all!(tx, (i64, i64), SQL, task.0)?;
    Ok(rows.into_iter().map(|(event, person)| (TaskEventId(event), PersonId(person))).collect())
}

/// What happened to the tasks of a programme on days from `from` to `to`, both included, the earliest first.
pub async fn within(
    tx: &mut Tx,
    programme: ProgrammeId,
    (from, to): (Date, Date),
) -> Result<Vec<TaskEvent>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from task_events join tasks on tasks.id = task_events.task_id \
          where tasks.programme_id = $1 and task_events.day between $2 and $3 order by task_events.day, task_events.id"
    );
    read(all!(tx, EventRow, SQL, programme.0, codec::day_text(from), codec::day_text(to))?)
}
