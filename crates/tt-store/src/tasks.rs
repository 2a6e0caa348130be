//! Tasks of a programme (nhiệm vụ).

use jiff::civil::Date;
use tt_domain::id::{AgencyId, DivisionId, DocumentId, PersonId, ProgrammeId, TaskId};
use tt_domain::task::{CommandLine, NewTask, Recurrence, Task, TaskKind, TaskSeries, TaskState};

use crate::error::touched;
use crate::search::{self, mirror};
use crate::{StoreError, Tx, codec, dialect};

macro_rules! columns {
    () => {
        "tasks.id, tasks.programme_id, tasks.parent_id, tasks.number, tasks.kind, tasks.statement, tasks.product, \
         tasks.state, tasks.line, tasks.lead_id, tasks.officer_id, tasks.leader_id, tasks.tracker_id, \
         tasks.assigned_by_id, tasks.source_id, tasks.clause, tasks.assigned_on, tasks.deadline, \
         tasks.original_deadline, tasks.review_on, tasks.submitted_on, tasks.submitted_by_id, tasks.completed_on, \
         tasks.recurrence, tasks.recurs_from_id, tasks.continues_from_id, tasks.percent, tasks.version"
    };
}

/// States in which something is still expected, as SQL.
macro_rules! open_states {
    () => {
        "('assigned', 'accepted', 'in_progress', 'result_submitted', 'returned')"
    };
}

#[derive(serde::Deserialize, sqlx::FromRow)]
struct TaskRow {
    id: i64,
    programme_id: i64,
    parent_id: Option<i64>,
    number: i64,
    kind: String,
    statement: String,
    product: Option<String>,
    state: String,
    line: String,
    lead_id: Option<i64>,
    officer_id: Option<i64>,
    leader_id: Option<i64>,
    tracker_id: Option<i64>,
    assigned_by_id: Option<i64>,
    source_id: Option<i64>,
    clause: Option<String>,
    assigned_on: Option<String>,
    deadline: Option<String>,
    original_deadline: Option<String>,
    review_on: Option<String>,
    submitted_on: Option<String>,
    submitted_by_id: Option<i64>,
    completed_on: Option<String>,
    recurrence: Option<String>,
    recurs_from_id: Option<i64>,
    continues_from_id: Option<i64>,
    percent: Option<i64>,
    version: i64,
}

impl TryFrom<TaskRow> for Task {
    type Error = StoreError;

    fn try_from(row: TaskRow) -> Result<Self, StoreError> {
        let day = |text: &Option<String>| codec::day(text.as_deref());
        Ok(Self {
            id: TaskId(row.id),
            programme: ProgrammeId(row.programme_id),
            parent: row.parent_id.map(TaskId),
            number: codec::narrow(row.number)?,
            kind: codec::coded(&row.kind, TaskKind::from_code)?,
            state: codec::coded(&row.state, TaskState::from_code)?,
            line: codec::coded(&row.line, CommandLine::from_code)?,
            lead: row.lead_id.map(DivisionId),
            officer: row.officer_id.map(PersonId),
            leader: row.leader_id.map(PersonId),
            tracker: row.tracker_id.map(PersonId),
            assigned_by: row.assigned_by_id.map(AgencyId),
            source: row.source_id.map(DocumentId),
            assigned_on: day(&row.assigned_on)?,
            deadline: day(&row.deadline)?,
            original_deadline: day(&row.original_deadline)?,
            review_on: day(&row.review_on)?,
            submitted_on: day(&row.submitted_on)?,
            submitted_by: row.submitted_by_id.map(PersonId),
            completed_on: day(&row.completed_on)?,
            recurrence: row.recurrence.as_deref().map(|code| codec::coded(code, Recurrence::from_code)).transpose()?,
            recurs_from: row.recurs_from_id.map(TaskId),
            continues_from: row.continues_from_id.map(TaskId),
            percent: row.percent.map(codec::narrow).transpose()?,
            statement: row.statement,
            product: row.product,
            clause: row.clause,
            version: row.version,
        })
    }
}

fn read(rows: Vec<TaskRow>) -> Result<Vec<Task>, StoreError> {
    rows.into_iter().map(Task::try_from).collect()
}

/// Adds a task, its deadline being its original one.
///
/// # Errors
/// [`StoreError::Conflict`] on `tasks_programme_id_number_key`.
pub async fn insert(tx: &mut Tx, task: &NewTask) -> Result<TaskId, StoreError> {
    const SQL: &str = "insert into tasks (programme_id, parent_id, series, number, kind, statement, product, state, \
                       line, lead_id, officer_id, leader_id, tracker_id, assigned_by_id, source_id, clause, \
                       assigned_on, deadline, original_deadline, review_on, recurrence, recurs_from_id, \
                       continues_from_id, version) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, \
                       $19, $20, $21, $22, 1) returning id";
    let (parent, number) = (task.parent.map(|parent| parent.0), i64::from(task.number));
    let (assigned_on, deadline) = (task.assigned_on.map(codec::day_text), task.deadline.map(codec::day_text));
    let (id,) = one!(
        tx,
        (i64,),
        SQL,
        task.programme.0,
        parent,
        task.series().code(),
        number,
        task.kind.code(),
        &task.statement,
        &task.product,
        task.state.code(),
        task.line.code(),
        task.lead.map(|id| id.0),
        task.officer.map(|id| id.0),
        task.leader.map(|id| id.0),
        task.tracker.map(|id| id.0),
        task.assigned_by.map(|id| id.0),
        task.source.map(|id| id.0),
        &task.clause,
        assigned_on,
        deadline,
        task.review_on.map(codec::day_text),
        task.recurrence.map(Recurrence::code),
        task.recurs_from.map(|id| id.0),
        task.continues_from.map(|id| id.0),
    )?;
    mirror::task(tx, TaskId(id)).await?;
    Ok(TaskId(id))
}

/// Writes all of a task but its programme, parent, series and number, and counts its version up, if nobody changed it
/// since `task.version` was read. Gives the new version.
///
/// # Errors
/// [`StoreError::Stale`] when someone did; [`StoreError::NotFound`].
pub async fn update(tx: &mut Tx, task: &Task) -> Result<i64, StoreError> {
    const SQL: &str = "update tasks set kind = $3, statement = $4, product = $5, state = $6, line = $7, lead_id = $8, \
                       officer_id = $9, leader_id = $10, tracker_id = $11, assigned_by_id = $12, source_id = $13, \
                       clause = $14, assigned_on = $15, deadline = $16, original_deadline = $17, review_on = $18, \
                       submitted_on = $19, submitted_by_id = $20, completed_on = $21, recurrence = $22, \
                       recurs_from_id = $23, continues_from_id = $24, percent = $25, version = version + 1 \
                       where id = $1 and version = $2 returning version";
    let text = |day: Option<Date>| day.map(codec::day_text);
    let changed = optional!(
        tx,
        (i64,),
        SQL,
        task.id.0,
        task.version,
        task.kind.code(),
        &task.statement,
        &task.product,
        task.state.code(),
        task.line.code(),
        task.lead.map(|id| id.0),
        task.officer.map(|id| id.0),
        task.leader.map(|id| id.0),
        task.tracker.map(|id| id.0),
        task.assigned_by.map(|id| id.0),
        task.source.map(|id| id.0),
        &task.clause,
        text(task.assigned_on),
        text(task.deadline),
        text(task.original_deadline),
        text(task.review_on),
        text(task.submitted_on),
        task.submitted_by.map(|id| id.0),
        text(task.completed_on),
        task.recurrence.map(Recurrence::code),
        task.recurs_from.map(|id| id.0),
        task.continues_from.map(|id| id.0),
        task.percent.map(i64::from),
    )?;
    match changed {
        Some((version,)) => {
            mirror::task(tx, task.id).await?;
            Ok(version)
        }
        // It is there, so it was its version that differed.
        None => get(tx, task.id).await.and(Err(StoreError::Stale)),
    }
}

/// Names the division in charge.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_lead(tx: &mut Tx, id: TaskId, lead: Option<DivisionId>) -> Result<(), StoreError> {
    const SQL: &str = "update tasks set lead_id = $2, version = version + 1 where id = $1";
    touched(execute!(tx, SQL, id.0, lead.map(|lead| lead.0))?)
}

/// The key task of that number.
pub async fn find(tx: &mut Tx, programme: ProgrammeId, number: u32) -> Result<Option<Task>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from tasks where programme_id = $1 and coalesce(parent_id, 0) = 0 and series = 'key' and number = $2"
    );
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

/// The key tasks of a programme, by number.
pub async fn list(tx: &mut Tx, programme: ProgrammeId) -> Result<Vec<Task>, StoreError> {
    const SQL: &str =
        concat!("select ", columns!(), " from tasks where programme_id = $1 and series = 'key' order by number");
    read(all!(tx, TaskRow, SQL, programme.0)?)
}

/// All tasks of a programme, parts and ad hoc ones too: key tasks first, each series by number.
///
/// They come as one JSON text: the drivers hand a row over value by value, which for ten thousand tasks takes longer
/// than everything else a page does.
pub async fn list_all(tx: &mut Tx, programme: ProgrammeId) -> Result<Vec<Task>, StoreError> {
    const SQLITE: &str =
        concat!("select json_group_array(json_array(", columns!(), ")) from tasks where programme_id = $1");
    const POSTGRES: &str = concat!(
        "select coalesce(json_agg(json_build_array(",
        columns!(),
        ")), '[]')::text from tasks where programme_id = $1"
    );
    let sql = dialect::pick(tx, SQLITE, POSTGRES);
    let (text,) = one!(tx, (String,), sql, programme.0)?;
    let rows: Vec<TaskRow> =
        serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(format!("tasks as JSON ({error})")))?;
    let mut tasks = read(rows)?;
    tasks.sort_by_key(|task| (task.parent, task.series().code(), task.number));
    Ok(tasks)
}

/// The parts of a task, by number.
pub async fn parts(tx: &mut Tx, parent: TaskId) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from tasks where parent_id = $1 order by number");
    read(all!(tx, TaskRow, SQL, parent.0)?)
}

/// The task of a programme that continues another one and was not withdrawn.
pub async fn continuing(tx: &mut Tx, from: TaskId, programme: ProgrammeId) -> Result<Option<TaskId>, StoreError> {
    const SQL: &str = "select id from tasks where continues_from_id = $1 and programme_id = $2 \
                       and state <> 'cancelled' order by id limit 1";
    Ok(optional!(tx, (i64,), SQL, from.0, programme.0)?.map(|(id,)| TaskId(id)))
}

/// The instances of a recurring task, the earliest first.
pub async fn instances(tx: &mut Tx, of: TaskId) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from tasks where recurs_from_id = $1 order by assigned_on, id");
    read(all!(tx, TaskRow, SQL, of.0)?)
}

/// The tasks a document assigns, in the order they were recorded.
pub async fn of_source(tx: &mut Tx, source: DocumentId) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from tasks where source_id = $1 order by id");
    read(all!(tx, TaskRow, SQL, source.0)?)
}

/// Open tasks a person is named in (as officer, leader in charge or tracker), the most pressing first.
pub async fn open_of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from tasks where (officer_id = $1 or leader_id = $1 or tracker_id = $1) and state in ",
        open_states!(),
        " order by coalesce(deadline, '9999'), id"
    );
    read(all!(tx, TaskRow, SQL, person.0)?)
}

/// Open tasks a division leads, the most pressing first.
pub async fn open_of_division(tx: &mut Tx, division: DivisionId) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from tasks where lead_id = $1 and state in ",
        open_states!(),
        " order by coalesce(deadline, '9999'), id"
    );
    read(all!(tx, TaskRow, SQL, division.0)?)
}

/// All open tasks of an agency, of every year, in the order they were recorded.
pub async fn open_of_agency(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from tasks join programmes on programmes.id = tasks.programme_id where programmes.agency_id = $1 \
         and tasks.state in ",
        open_states!(),
        " order by tasks.id"
    );
    read(all!(tx, TaskRow, SQL, agency.0)?)
}

/// Open tasks with a deadline, of all agencies, in the order of deadline and identity, after that key.
pub async fn open_by_deadline(
    tx: &mut Tx,
    after: Option<(Date, TaskId)>,
    until: Date,
    limit: u32,
) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from tasks where completed_on is null and (deadline, id) > ($1, $2) and deadline <= $3 and state in ",
        open_states!(),
        " order by deadline, id limit $4"
    );
    let (day, id) = after.map_or((String::new(), 0), |(day, id)| (codec::day_text(day), id.0));
    read(all!(tx, TaskRow, SQL, day, id, codec::day_text(until), i64::from(limit))?)
}

/// Next free number of a series.
pub async fn next_number(
    tx: &mut Tx,
    programme: ProgrammeId,
    parent: Option<TaskId>,
    series: TaskSeries,
) -> Result<u32, StoreError> {
    const SQL: &str = "select coalesce(max(number), 0) + 1 from tasks \
                       where programme_id = $1 and coalesce(parent_id, 0) = $2 and series = $3";
    let parent = parent.map_or(0, |parent| parent.0);
    let (number,) = one!(tx, (i64,), SQL, programme.0, parent, series.code())?;
    codec::narrow(number)
}

/// How many key tasks a programme has.
pub async fn count(tx: &mut Tx, programme: ProgrammeId) -> Result<u64, StoreError> {
    const SQL: &str = "select count(*) from tasks where programme_id = $1 and series = 'key'";
    let (count,) = one!(tx, (i64,), SQL, programme.0)?;
    codec::narrow(count)
}

/// Removes the key tasks of a programme whose number is not kept and to which nothing has happened yet, with their
/// targets and ratings; figures and citations that stood in their part of a report stay and lose the link. Says how many
/// were removed.
pub async fn delete_missing(tx: &mut Tx, programme: ProgrammeId, kept: &[u32]) -> Result<u64, StoreError> {
    const LIST: &str = "select id, number from tasks where programme_id = $1 and series = 'key'";
    const DELETE: &str = "delete from tasks where id = $1 \
                          and not exists (select 1 from task_events where task_id = $1) \
                          and not exists (select 1 from tasks part where part.parent_id = $1)";
    let mut removed = 0;
    for (id, number) in all!(tx, (i64, i64), LIST, programme.0)? {
        if !kept.iter().any(|kept| i64::from(*kept) == number) {
            let gone = execute!(tx, DELETE, id)?;
            if gone > 0 {
                search::remove_task(tx, TaskId(id)).await?;
            }
            removed += gone;
        }
    }
    Ok(removed)
}

/// Removes a task with everything that belongs to it alone: its events, targets, files and who works along.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn remove(tx: &mut Tx, id: TaskId) -> Result<(), StoreError> {
    touched(execute!(tx, "delete from tasks where id = $1", id.0)?)?;
    search::remove_task(tx, id).await
}

/// The key tasks of all agencies below one for a year, by programme and number.
pub async fn below(tx: &mut Tx, root: AgencyId, year: i16) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from tasks where tasks.programme_id in (select programmes.id from programmes \
         where programmes.agency_id in (select id from below) and programmes.year = $2) and tasks.series = 'key' \
         order by tasks.programme_id, tasks.number"
    );
    read(all!(tx, TaskRow, SQL, root.0, i64::from(year))?)
}
