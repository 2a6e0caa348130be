//! Requests for later deadlines (xin gia hạn).

use jiff::civil::Date;
use tt_domain::history::{Extension, ExtensionState};
use tt_domain::id::{AgencyId, ExtensionId, PersonId, TaskId};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, task_id, state, asked_until, reason, asked_by_id, asked_on, offered_until, decided_by_id, decided_on, \
         decision_reason"
    };
}

#[derive(sqlx::FromRow)]
struct ExtensionRow {
    id: i64,
    task_id: i64,
    state: String,
    asked_until: String,
    reason: String,
    asked_by_id: Option<i64>,
    asked_on: String,
    offered_until: Option<String>,
    decided_by_id: Option<i64>,
    decided_on: Option<String>,
    decision_reason: Option<String>,
}

impl TryFrom<ExtensionRow> for Extension {
    type Error = StoreError;

    fn try_from(row: ExtensionRow) -> Result<Self, StoreError> {
        let known = |text: &str| codec::day(Some(text))?.ok_or_else(|| StoreError::Corrupt(format!("day {text}")));
        Ok(Self {
            id: ExtensionId(row.id),
            task: TaskId(row.task_id),
            state: codec::coded(&row.state, ExtensionState::from_code)?,
            asked_until: known(&row.asked_until)?,
            reason: row.reason,
            asked_by: row.asked_by_id.map(PersonId),
            asked_on: known(&row.asked_on)?,
            offered_until: codec::day(row.offered_until.as_deref())?,
            decided_by: row.decided_by_id.map(PersonId),
            decided_on: codec::day(row.decided_on.as_deref())?,
            decision_reason: row.decision_reason,
        })
    }
}

/// Asks for a later deadline.
///
/// # Errors
/// [`StoreError::Conflict`] on `extensions_task_id_key` when another request is still open.
pub async fn ask(
    tx: &mut Tx,
    task: TaskId,
    until: Date,
    reason: &str,
    by: Option<PersonId>,
    on: Date,
) -> Result<ExtensionId, StoreError> {
    const SQL: &str = "insert into extensions (task_id, state, asked_until, reason, asked_by_id, asked_on) \
                       values ($1, 'open', $2, $3, $4, $5) returning id";
    let (until, by, on) = (codec::day_text(until), by.map(|by| by.0), codec::day_text(on));
    let (id,) = one!(tx, (i64,), SQL, task.0, until, reason, by, on)?;
    Ok(ExtensionId(id))
}

/// Writes what became of a request: its state, the day offered or granted, who decided, when and why.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn settle(tx: &mut Tx, extension: &Extension) -> Result<(), StoreError> {
    const SQL: &str = "update extensions set state = $2, offered_until = $3, decided_by_id = $4, decided_on = $5, \
                       decision_reason = $6 where id = $1";
    let offered = extension.offered_until.map(codec::day_text);
    let (by, on) = (extension.decided_by.map(|by| by.0), extension.decided_on.map(codec::day_text));
    let (id, state) = (extension.id.0, extension.state.code());
    touched(execute!(tx, SQL, id, state, offered, by, on, &extension.decision_reason)?)
}

/// The requests of a task, the earliest first.
pub async fn list(tx: &mut Tx, task: TaskId) -> Result<Vec<Extension>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from extensions where task_id = $1 order by id");
    all!(tx, ExtensionRow, SQL, task.0)?.into_iter().map(Extension::try_from).collect()
}

/// The request that waits for a decision or an answer, if any.
pub async fn open(tx: &mut Tx, task: TaskId) -> Result<Option<Extension>, StoreError> {
    const SQL: &str =
        concat!("select ", columns!(), " from extensions where task_id = $1 and state in ('open', 'countered')");
    optional!(tx, ExtensionRow, SQL, task.0)?.map(Extension::try_from).transpose()
}

/// The requests of an agency that wait for a decision: task and day of the request.
pub async fn waiting_in_agency(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(TaskId, Date)>, StoreError> {
    const SQL: &str = "select e.task_id, e.asked_on from extensions e join tasks t on t.id = e.task_id \
                       join programmes p on p.id = t.programme_id where p.agency_id = $1 and e.state = 'open' \
                       order by e.task_id";
    let read = |(task, on): (i64, String)| Ok(codec::day(Some(&on))?.map(|on| (TaskId(task), on)));
    all!(tx, (i64, String), SQL, agency.0)?.into_iter().filter_map(|row| read(row).transpose()).collect()
}

/// The requests of an agency that wait for a decision or an answer, in whatever year.
pub async fn open_of_agency(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Extension>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from extensions where state in ('open', 'countered') and task_id in (select tasks.id from tasks \
         join programmes on programmes.id = tasks.programme_id where programmes.agency_id = $1) order by id"
    );
    all!(tx, ExtensionRow, SQL, agency.0)?.into_iter().map(Extension::try_from).collect()
}
