//! Targets of a task (mục tiêu).

use tt_domain::id::{ProgrammeId, TargetId, TaskId};
use tt_domain::task::{Comparator, Measure, NewTarget, Target};

use crate::search::mirror;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "targets.id, targets.task_id, targets.text, targets.comparator, targets.value, targets.value_max, targets.unit, \
         targets.sense, targets.place, targets.due, targets.part_of"
    };
}

#[derive(sqlx::FromRow)]
struct TargetRow {
    id: i64,
    task_id: i64,
    text: String,
    comparator: Option<String>,
    value: Option<String>,
    value_max: Option<String>,
    unit: Option<String>,
    sense: Option<String>,
    place: Option<String>,
    due: Option<String>,
    part_of: Option<i64>,
}

/// How a measure says that its value is a change against the same period.
const CHANGE: &str = "change";

impl TryFrom<TargetRow> for Target {
    type Error = StoreError;

    fn try_from(row: TargetRow) -> Result<Self, StoreError> {
        let measure = match (row.comparator, row.value) {
            (Some(comparator), Some(value)) => Some(Measure {
                comparator: codec::coded(&comparator, Comparator::from_code)?,
                value: codec::decimal(&value)?,
                value_max: codec::decimal_opt(row.value_max.as_deref())?,
                unit: row.unit,
                change: row.sense.as_deref() == Some(CHANGE),
            }),
            _ => None,
        };
        Ok(Self {
            id: TargetId(row.id),
            task: TaskId(row.task_id),
            text: row.text,
            measure,
            place: row.place,
            due: codec::day(row.due.as_deref())?,
            part_of: row.part_of.map(codec::narrow).transpose()?,
        })
    }
}

/// Makes these the targets of a task, in this order. A target keeps its identity as long as it keeps its place; what it
/// was tied to is let go when its words change, for they may promise something else.
pub async fn replace(tx: &mut Tx, task: TaskId, targets: &[NewTarget]) -> Result<(), StoreError> {
    const PUT: &str = "insert into targets (task_id, position, text, comparator, value, value_max, unit, sense, place, \
                       due, part_of) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
                       on conflict (task_id, position) do update set text = excluded.text, \
                       comparator = excluded.comparator, value = excluded.value, value_max = excluded.value_max, \
                       unit = excluded.unit, sense = excluded.sense, place = excluded.place, due = excluded.due, \
                       part_of = excluded.part_of";
    const UNTIE: &str = "delete from target_bases where target_id in \
                         (select id from targets where task_id = $1 and position = $2 and text <> $3)";
    for (index, NewTarget { text, measure, place, due, part_of }) in targets.iter().enumerate() {
        execute!(tx, UNTIE, task.0, codec::position(index)?, text)?;
        let measure = measure.as_ref();
        let comparator = measure.map(|measure| measure.comparator.code());
        let value = measure.map(|measure| codec::decimal_text(measure.value));
        let value_max = measure.and_then(|measure| measure.value_max).map(codec::decimal_text);
        let unit = measure.and_then(|measure| measure.unit.as_ref());
        let sense = measure.filter(|measure| measure.change).map(|_| CHANGE);
        let (due, part_of) = (due.map(codec::day_text), part_of.map(i64::from));
        let position = codec::position(index)?;
        execute!(tx, PUT, task.0, position, text, comparator, value, value_max, unit, sense, place, due, part_of)?;
    }
    let kept = codec::position(targets.len())?;
    execute!(tx, "delete from targets where task_id = $1 and position >= $2", task.0, kept)?;
    mirror::task(tx, task).await
}

/// The targets of a task, in order.
pub async fn list(tx: &mut Tx, task: TaskId) -> Result<Vec<Target>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from targets where task_id = $1 order by position");
    all!(tx, TargetRow, SQL, task.0)?.into_iter().map(Target::try_from).collect()
}

/// The targets of all tasks of a programme, by task number and in order.
pub async fn list_for_programme(tx: &mut Tx, programme: ProgrammeId) -> Result<Vec<Target>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from tasks join targets on targets.task_id = tasks.id where tasks.programme_id = $1 \
         order by tasks.number, targets.position"
    );
    all!(tx, TargetRow, SQL, programme.0)?.into_iter().map(Target::try_from).collect()
}

/// The target of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: TargetId) -> Result<Target, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from targets where targets.id = $1");
    one!(tx, TargetRow, SQL, id.0)?.try_into()
}
