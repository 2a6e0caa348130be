//! Entries made of the records they mirror.

use tt_domain::history::TaskEvent;
use tt_domain::id::{AgencyId, DocumentId, EntryId, TaskEventId, TaskId};
use tt_domain::life::EventKind;
use tt_domain::task::TaskSeries;

use super::{Entry, EntryKind, put};
use crate::{StoreError, Tx, codec, documents, targets, task_events};

#[derive(sqlx::FromRow)]
struct TaskRow {
    agency_id: i64,
    year: i64,
    series: String,
    number: i64,
    statement: String,
    product: Option<String>,
    clause: Option<String>,
    parent_series: Option<String>,
    parent_number: Option<i64>,
}

impl TaskRow {
    async fn of(tx: &mut Tx, id: TaskId) -> Result<Self, StoreError> {
        const SQL: &str = "select programmes.agency_id, programmes.year, tasks.series, tasks.number, tasks.statement, \
                           tasks.product, tasks.clause, parent.series as parent_series, \
                           parent.number as parent_number from tasks \
                           join programmes on programmes.id = tasks.programme_id \
                           left join tasks parent on parent.id = tasks.parent_id where tasks.id = $1";
        Ok(one!(tx, Self, SQL, id.0)?)
    }

    /// What people call it: `NV5`, `NV5.2`, `ĐX3`.
    fn code(&self) -> Result<String, StoreError> {
        let series = |code: &str| codec::coded(code, TaskSeries::from_code);
        let by_itself = |series, number: i64| match series {
            TaskSeries::Other => format!("ĐX{number}"),
            TaskSeries::Key | TaskSeries::Part => format!("NV{number}"),
        };
        Ok(match (series(&self.series)?, &self.parent_series, self.parent_number) {
            (TaskSeries::Part, Some(parent), Some(number)) => {
                format!("{}.{}", by_itself(series(parent)?, number), self.number)
            }
            (series, ..) => by_itself(series, self.number),
        })
    }
}

/// Mirrors a task: its code and statement, its product, clause and targets.
pub(crate) async fn task(tx: &mut Tx, id: TaskId) -> Result<(), StoreError> {
    let row = TaskRow::of(tx, id).await?;
    let code = row.code()?;
    let mut body: Vec<String> = targets::list(tx, id).await?.into_iter().map(|target| target.text).collect();
    body.extend([row.product, row.clause].into_iter().flatten());
    let entry = Entry {
        agency: AgencyId(row.agency_id),
        kind: EntryKind::Task,
        object: id.0,
        part: 0,
        task: Some(id),
        title: format!("{code}. {}", row.statement),
        body: body.join("\n"),
        number: Some(code),
        date: Some(row.year.to_string()),
    };
    put(tx, &entry).await
}

/// Mirrors what happened to a task, if something was said.
pub(crate) async fn event(tx: &mut Tx, event: &TaskEvent) -> Result<(), StoreError> {
    let Some(text) = event.event.text.as_ref().filter(|text| !text.trim().is_empty()) else { return Ok(()) };
    let task = event.event.task;
    let row = TaskRow::of(tx, task).await?;
    let kind = if event.event.kind == EventKind::Commented { EntryKind::Comment } else { EntryKind::Event };
    let entry = Entry {
        agency: AgencyId(row.agency_id),
        kind,
        object: event.id.0,
        part: 0,
        task: Some(task),
        title: row.code()?,
        body: text.clone(),
        number: None,
        date: Some(codec::day_text(event.event.day)),
    };
    put(tx, &entry).await
}

/// Mirrors an entry of a register: its title, the register's name, its values as they are `shown`, and the sentence it
/// was read from.
pub(crate) async fn register_entry(tx: &mut Tx, id: EntryId, shown: &str) -> Result<(), StoreError> {
    const SQL: &str = "select r.agency_id, r.name, e.title, e.since, e.source_sentence from register_entries e \
                       join registers r on r.id = e.register_id where e.id = $1";
    type Row = (i64, String, String, String, Option<String>);
    let (agency, register, title, since, sentence) = one!(tx, Row, SQL, id.0)?;
    let lines = [Some(register), Some(shown.to_owned()), sentence].into_iter().flatten();
    let entry = Entry {
        agency: AgencyId(agency),
        kind: EntryKind::RegisterEntry,
        object: id.0,
        part: 0,
        task: None,
        title,
        body: lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
        number: None,
        date: Some(since),
    };
    put(tx, &entry).await
}

/// Mirrors all documents, tasks and events anew, the tasks last. Reports are
/// composed, and entries of registers shown, and so both mirrored, above.
pub async fn rebuild(tx: &mut Tx) -> Result<(), StoreError> {
    const DOCUMENTS: &str = "select id from documents where id > $1 order by id limit $2";
    const EVENTS: &str = "select id from task_events where id > $1 and text is not null order by id limit $2";
    const TASKS: &str = "select id from tasks where id > $1 order by id limit $2";
    for sql in [DOCUMENTS, EVENTS, TASKS] {
        let mut after = 0;
        loop {
            let ids = all!(tx, (i64,), sql, after, 1000_i64)?;
            let Some((last,)) = ids.last() else { break };
            after = *last;
            for (id,) in ids {
                match sql {
                    DOCUMENTS => {
                        let document = documents::get(tx, DocumentId(id)).await?;
                        put(tx, &documents::entry(&document)).await?;
                    }
                    EVENTS => {
                        let found = task_events::get(tx, TaskEventId(id)).await?;
                        event(tx, &found).await?;
                    }
                    _ => task(tx, TaskId(id)).await?,
                }
            }
        }
    }
    Ok(())
}

/// Keeps others from indexing at once until the transaction ends. SQLite's transactions that write do so by themselves.
pub async fn lock(tx: &mut Tx) -> Result<(), StoreError> {
    if let Tx::Postgres(_) = tx {
        execute!(tx, "lock table search_entries in share row exclusive mode")?;
    }
    Ok(())
}
