//! What people confirm for grading: facts of a task, and an agency's year.

use jiff::Timestamp;
use rust_decimal::Decimal;
use tt_domain::grading::unit::UnitFacts;
use tt_domain::grading::{Confirmed, ConfirmedFacts};
use tt_domain::id::{AgencyId, DocumentId, ProgrammeId, TaskId, UserId};

use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct FactsRow {
    task_id: i64,
    coefficient: String,
    exceeded: Option<String>,
    exceeded_document_id: Option<i64>,
    objective_cause: Option<String>,
    objective_document_id: Option<i64>,
    recorded_by: Option<i64>,
    recorded_at: i64,
}

impl TryFrom<FactsRow> for ConfirmedFacts {
    type Error = StoreError;

    fn try_from(row: FactsRow) -> Result<Self, StoreError> {
        let confirmed = |reason: Option<String>, document: Option<i64>| {
            reason.map(|reason| Confirmed { reason, document: document.map(DocumentId) })
        };
        Ok(Self {
            task: TaskId(row.task_id),
            coefficient: codec::decimal(&row.coefficient)?,
            exceeded: confirmed(row.exceeded, row.exceeded_document_id),
            objective_cause: confirmed(row.objective_cause, row.objective_document_id),
            by: row.recorded_by.map(UserId),
            at: codec::timestamp(row.recorded_at)?,
        })
    }
}

/// Keeps what was confirmed of a task.
pub async fn put(tx: &mut Tx, facts: &ConfirmedFacts) -> Result<(), StoreError> {
    const SQL: &str = "insert into grading_facts (task_id, coefficient, exceeded, exceeded_document_id, \
                       objective_cause, objective_document_id, recorded_by, recorded_at) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (task_id) do update set \
                       coefficient = excluded.coefficient, exceeded = excluded.exceeded, \
                       exceeded_document_id = excluded.exceeded_document_id, \
                       objective_cause = excluded.objective_cause, \
                       objective_document_id = excluded.objective_document_id, \
                       recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at";
    let ConfirmedFacts { task, coefficient, exceeded, objective_cause, by, at } = facts;
    let reason = |confirmed: &Option<Confirmed>| confirmed.as_ref().map(|confirmed| confirmed.reason.clone());
    let document = |confirmed: &Option<Confirmed>| confirmed.as_ref().and_then(|c| c.document).map(|id| id.0);
    execute!(
        tx,
        SQL,
        task.0,
        codec::decimal_text(*coefficient),
        reason(exceeded),
        document(exceeded),
        reason(objective_cause),
        document(objective_cause),
        by.map(|id| id.0),
        codec::micros(*at)
    )?;
    Ok(())
}

/// What was confirmed of the tasks of a programme.
pub async fn of_programme(tx: &mut Tx, programme: ProgrammeId) -> Result<Vec<ConfirmedFacts>, StoreError> {
    const SQL: &str = "select grading_facts.task_id, coefficient, exceeded, exceeded_document_id, objective_cause, \
                       objective_document_id, recorded_by, recorded_at from tasks \
                       join grading_facts on grading_facts.task_id = tasks.id where tasks.programme_id = $1 \
                       order by grading_facts.task_id";
    all!(tx, FactsRow, SQL, programme.0)?.into_iter().map(ConfirmedFacts::try_from).collect()
}

/// How often the results of a programme's tasks were sent back, up to an instant.
pub async fn sent_back(
    tx: &mut Tx,
    programme: ProgrammeId,
    until: Timestamp,
) -> Result<Vec<(TaskId, u32)>, StoreError> {
    const SQL: &str = "select task_id, count(*) from task_events join tasks on tasks.id = task_events.task_id \
                       where tasks.programme_id = $1 and task_events.kind = 'sent_back' and task_events.at <= $2 \
                       group by task_id order by task_id";
    let rows = all!(tx, (i64, i64), SQL, programme.0, codec::micros(until))?;
    rows.into_iter().map(|(task, count)| Ok((TaskId(task), codec::narrow(count)?))).collect()
}

/// An agency's year of grading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GradingYear {
    /// Points of the general criteria and the conditions.
    pub facts: UnitFacts,
    /// When it was closed; `None` while grades are taken.
    pub closed_at: Option<Timestamp>,
    /// Who closed it.
    pub closed_by: Option<UserId>,
}

#[derive(sqlx::FromRow)]
struct YearRow {
    general: Option<String>,
    failing_unit: Option<String>,
    open_faults: Option<String>,
    closed_at: Option<i64>,
    closed_by: Option<i64>,
}

const YES: &str = "yes";

/// An agency's year of grading, empty before anything was said of it.
pub async fn year(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<GradingYear, StoreError> {
    const SQL: &str = "select general, failing_unit, open_faults, closed_at, closed_by from grading_years \
                       where agency_id = $1 and year = $2";
    let Some(row) = optional!(tx, YearRow, SQL, agency.0, i64::from(year))? else { return Ok(GradingYear::default()) };
    let general: Option<Decimal> = codec::decimal_opt(row.general.as_deref())?;
    Ok(GradingYear {
        facts: UnitFacts {
            general,
            failing_unit: row.failing_unit.as_deref() == Some(YES),
            open_faults: row.open_faults.as_deref() == Some(YES),
        },
        closed_at: codec::timestamp_opt(row.closed_at)?,
        closed_by: row.closed_by.map(UserId),
    })
}

/// Keeps an agency's year of grading.
pub async fn put_year(tx: &mut Tx, agency: AgencyId, year: i16, kept: &GradingYear) -> Result<(), StoreError> {
    const SQL: &str = "insert into grading_years (agency_id, year, general, failing_unit, open_faults, closed_at, \
                       closed_by) values ($1, $2, $3, $4, $5, $6, $7) on conflict (agency_id, year) do update set \
                       general = excluded.general, failing_unit = excluded.failing_unit, \
                       open_faults = excluded.open_faults, closed_at = excluded.closed_at, \
                       closed_by = excluded.closed_by";
    let UnitFacts { general, failing_unit, open_faults } = &kept.facts;
    let yes = |said: bool| said.then_some(YES);
    execute!(
        tx,
        SQL,
        agency.0,
        i64::from(year),
        general.map(codec::decimal_text),
        yes(*failing_unit),
        yes(*open_faults),
        kept.closed_at.map(codec::micros),
        kept.closed_by.map(|id| id.0)
    )?;
    Ok(())
}
