//! Briefings, their agendas and conclusions.

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::briefing::{
    AgendaItem, AgendaReason, Briefing, BriefingKind, BriefingState, Conclusion, ConclusionKind, NewConclusion,
};
use tt_domain::id::{AgencyId, AgendaItemId, BriefingId, ConclusionId, DivisionId, PersonId, TaskId, UserId};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, kind, day, chair_id, place, state, closed_at"
    };
}

#[derive(sqlx::FromRow)]
struct BriefingRow {
    id: i64,
    agency_id: i64,
    kind: String,
    day: String,
    chair_id: Option<i64>,
    place: Option<String>,
    state: String,
    closed_at: Option<i64>,
}

impl TryFrom<BriefingRow> for Briefing {
    type Error = StoreError;

    fn try_from(row: BriefingRow) -> Result<Self, StoreError> {
        let day = codec::day(Some(&row.day))?;
        Ok(Self {
            id: BriefingId(row.id),
            agency: AgencyId(row.agency_id),
            kind: codec::coded(&row.kind, BriefingKind::from_code)?,
            day: day.ok_or_else(|| StoreError::Corrupt("a briefing without a day".to_owned()))?,
            chair: row.chair_id.map(PersonId),
            place: row.place,
            state: codec::coded(&row.state, BriefingState::from_code)?,
            closed_at: codec::timestamp_opt(row.closed_at)?,
        })
    }
}

/// Adds a briefing; the identity and state in `briefing` are not looked at.
pub async fn insert(tx: &mut Tx, briefing: &Briefing, by: UserId, at: Timestamp) -> Result<BriefingId, StoreError> {
    const SQL: &str = "insert into briefings (agency_id, kind, day, chair_id, place, state, created_by, created_at) \
                       values ($1, $2, $3, $4, $5, 'open', $6, $7) returning id";
    let Briefing { agency, kind, day, chair, place, .. } = briefing;
    let (chair, at) = (chair.map(|chair| chair.0), codec::micros(at));
    let (id,) = one!(tx, (i64,), SQL, agency.0, kind.code(), codec::day_text(*day), chair, place, by.0, at)?;
    Ok(BriefingId(id))
}

/// The briefing of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: BriefingId) -> Result<Briefing, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from briefings where id = $1");
    one!(tx, BriefingRow, SQL, id.0)?.try_into()
}

/// An agency's briefings before a day, the latest first.
pub async fn page(
    tx: &mut Tx,
    agency: AgencyId,
    before: Option<Date>,
    limit: u32,
) -> Result<Vec<Briefing>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from briefings where agency_id = $1 and day < $2 order by day desc, id desc limit $3"
    );
    let before = before.map_or_else(|| "9999-99-99".to_owned(), codec::day_text);
    all!(tx, BriefingRow, SQL, agency.0, before, i64::from(limit))?.into_iter().map(Briefing::try_from).collect()
}

/// Settles a briefing's conclusions.
///
/// # Errors
/// [`StoreError::NotFound`] when it is settled already.
pub async fn close(tx: &mut Tx, id: BriefingId, at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "update briefings set state = 'closed', closed_at = $2 where id = $1 and state = 'open'";
    touched(execute!(tx, SQL, id.0, codec::micros(at))?)
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: i64,
    position: i64,
    reason: String,
    task_id: Option<i64>,
    title: String,
}

/// Adds a matter at the end of an agenda.
pub async fn add_item(
    tx: &mut Tx,
    briefing: BriefingId,
    reason: AgendaReason,
    task: Option<TaskId>,
    title: &str,
) -> Result<AgendaItemId, StoreError> {
    const SQL: &str = "insert into agenda_items (briefing_id, position, reason, task_id, title) \
                       select $1, coalesce(max(position), 0) + 1, $2, $3, $4 from agenda_items where briefing_id = $1 \
                       returning id";
    let (id,) = one!(tx, (i64,), SQL, briefing.0, reason.code(), task.map(|task| task.0), title)?;
    Ok(AgendaItemId(id))
}

/// The agenda, in order.
pub async fn items(tx: &mut Tx, briefing: BriefingId) -> Result<Vec<AgendaItem>, StoreError> {
    const SQL: &str = "select id, position, reason, task_id, title from agenda_items where briefing_id = $1 \
                       order by position, id";
    let read = |row: ItemRow| {
        Ok(AgendaItem {
            id: AgendaItemId(row.id),
            position: codec::narrow(row.position)?,
            reason: codec::coded(&row.reason, AgendaReason::from_code)?,
            task: row.task_id.map(TaskId),
            title: row.title,
        })
    };
    all!(tx, ItemRow, SQL, briefing.0)?.into_iter().map(read).collect()
}

/// Puts the matters of an agenda into this order; those not named go.
pub async fn order_items(tx: &mut Tx, briefing: BriefingId, order: &[AgendaItemId]) -> Result<(), StoreError> {
    for item in items(tx, briefing).await? {
        match order.iter().position(|id| *id == item.id) {
            Some(index) => {
                let position = codec::position(index)? + 1;
                execute!(tx, "update agenda_items set position = $2 where id = $1", item.id.0, position)?;
            }
            None => {
                execute!(tx, "delete from agenda_items where id = $1", item.id.0)?;
            }
        }
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ConclusionRow {
    id: i64,
    briefing_id: i64,
    item_id: Option<i64>,
    kind: String,
    text: String,
    division_id: Option<i64>,
    person_id: Option<i64>,
    deadline: Option<String>,
    task_id: Option<i64>,
}

impl TryFrom<ConclusionRow> for Conclusion {
    type Error = StoreError;

    fn try_from(row: ConclusionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ConclusionId(row.id),
            briefing: BriefingId(row.briefing_id),
            conclusion: NewConclusion {
                item: row.item_id.map(AgendaItemId),
                kind: codec::coded(&row.kind, ConclusionKind::from_code)?,
                text: row.text,
                division: row.division_id.map(DivisionId),
                person: row.person_id.map(PersonId),
                deadline: codec::day(row.deadline.as_deref())?,
                task: row.task_id.map(TaskId),
            },
        })
    }
}

/// Records a conclusion.
pub async fn conclude(
    tx: &mut Tx,
    briefing: BriefingId,
    new: &NewConclusion,
    by: UserId,
    at: Timestamp,
) -> Result<ConclusionId, StoreError> {
    const SQL: &str = "insert into conclusions (briefing_id, item_id, kind, text, division_id, person_id, deadline, \
                       task_id, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id";
    let NewConclusion { item, kind, text, division, person, deadline, task } = new;
    let (item, division) = (item.map(|item| item.0), division.map(|division| division.0));
    let (person, task) = (person.map(|person| person.0), task.map(|task| task.0));
    let (deadline, at) = (deadline.map(codec::day_text), codec::micros(at));
    #[rustfmt::skip]
    let (id,) = one!(tx, (i64,), SQL, briefing.0, item, kind.code(), text, division, person, deadline, task, by.0, at)?;
    Ok(ConclusionId(id))
}

/// The conclusions of a briefing, in the order they were recorded.
pub async fn conclusions(tx: &mut Tx, briefing: BriefingId) -> Result<Vec<Conclusion>, StoreError> {
    const SQL: &str = "select id, briefing_id, item_id, kind, text, division_id, person_id, deadline, task_id \
                       from conclusions where briefing_id = $1 order by id";
    all!(tx, ConclusionRow, SQL, briefing.0)?.into_iter().map(Conclusion::try_from).collect()
}

/// An agency's briefings held from `from` to `to`, both included, the earliest first.
pub async fn within(tx: &mut Tx, agency: AgencyId, (from, to): (Date, Date)) -> Result<Vec<Briefing>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from briefings where agency_id = $1 and day between $2 and $3 order by day, id"
    );
    let rows = all!(tx, BriefingRow, SQL, agency.0, codec::day_text(from), codec::day_text(to))?;
    rows.into_iter().map(Briefing::try_from).collect()
}

/// The conclusions of those briefings, in the order they were recorded.
pub async fn conclusions_within(
    tx: &mut Tx,
    agency: AgencyId,
    (from, to): (Date, Date),
) -> Result<Vec<Conclusion>, StoreError> {
    const SQL: &str = "select id, briefing_id, item_id, kind, text, division_id, person_id, deadline, task_id \
                       from conclusions where briefing_id in \
                       (select briefings.id from briefings where agency_id = $1 and day between $2 and $3) order by id";
    let rows = all!(tx, ConclusionRow, SQL, agency.0, codec::day_text(from), codec::day_text(to))?;
    rows.into_iter().map(Conclusion::try_from).collect()
}
