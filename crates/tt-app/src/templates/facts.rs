//! The facts a template sees, read from an agency's records as they were at the end of a day.
//!
//! The number of statements does not grow with tasks, documents or briefings, but for the verdicts on targets; it grows
//! with registers and their measures, which like the agencies below are read only where the template names them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use minijinja::Value;
use tt_domain::composing::Chip;
use tt_domain::document::OfficialDocument;
use tt_domain::history::{Coordinator, TaskEvent};
use tt_domain::id::{AgencyId, DivisionId, DocumentId, PersonId, RegisterMeasureId, TaskId};
use tt_domain::indicator::ledger::Ledger;
use tt_domain::organisation::Agency;
use tt_domain::programme::Programme;
use tt_domain::report::Report;
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::task::{Obstacle, Task};
use tt_store::{
    Tx, agencies, citations, divisions, documents, obstacles, persons, programmes, regimes, task_events, task_links,
    tasks,
};

use crate::error::AppError;
use crate::grading::year::{self, GradedYear};
use crate::indicators::ledger_at;
use crate::templates::drawing::Drawable;

mod agency;
mod figures;
pub(super) mod shape;
mod tasks_seen;
mod units;

pub(super) use agency::short as short_name;
pub(super) use figures::best_kind;
pub(crate) use tasks_seen::bare_words;

/// What a report is on, whether it is open already or only looked at.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What the report is called.
    pub name: String,
    /// Its period.
    pub period: ReportingPeriod,
    /// First and last day of the data window.
    pub window: (Date, Date),
    /// What it was asked for, where it is made on demand.
    pub occasion: String,
    /// Day it is due.
    pub due: Option<Date>,
}

impl Subject {
    /// Of a period by the calendar, without a regime.
    pub fn of_period(name: &str, period: ReportingPeriod) -> Self {
        Self { name: name.to_owned(), period, window: period.window(), occasion: String::new(), due: None }
    }

    /// Of a report.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of_report(tx: &mut Tx, report: &Report) -> Result<Self, AppError> {
        let regime = match report.regime {
            Some(regime) => Some(regimes::get(tx, regime).await?),
            None => None,
        };
        let name = regime.as_ref().map(|regime| regime.terms.name.clone());
        let window = regime.as_ref().map_or_else(|| report.period.window(), |of| of.terms.window(report.period));
        Ok(Self {
            name: name.unwrap_or_else(|| "Báo cáo kết quả thực hiện nhiệm vụ trọng tâm".to_owned()),
            period: report.period,
            window,
            occasion: report.occasion.clone(),
            due: report.due,
        })
    }
}

/// The facts of an agency and a period.
#[derive(Clone, Debug)]
pub struct Facts {
    pub(super) root: Value,
    /// The divisions that lead its tasks.
    pub(super) leads: HashMap<TaskId, Option<DivisionId>>,
    pub(super) known: Arc<Known>,
}

/// What functions look names up in.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) period: Option<ReportingPeriod>,
    pub(super) ledger: Ledger,
    pub(super) measures: BTreeMap<(String, String), RegisterMeasureId>,
    pub(super) registers: BTreeMap<String, Value>,
    pub(super) documents: BTreeMap<String, DocumentId>,
    /// Registers as pictures and tables name them, by key.
    pub(super) drawable: BTreeMap<String, Drawable>,
    /// Divisions by symbol.
    pub(super) divisions: BTreeMap<String, DivisionId>,
}

/// Records read once and seen by all parts.
struct Records {
    agency: Agency,
    subject: Subject,
    as_of: Date,
    graded: GradedYear,
    programme: Option<Programme>,
    tasks: Vec<Task>,
    along: BTreeMap<TaskId, Vec<Coordinator>>,
    divisions: BTreeMap<DivisionId, (String, String)>,
    people: BTreeMap<PersonId, String>,
    agencies: Vec<Agency>,
    events: Vec<TaskEvent>,
    obstacles: Vec<Obstacle>,
    cited: Vec<OfficialDocument>,
    cited_by: BTreeMap<TaskId, Vec<DocumentId>>,
    dated: Vec<OfficialDocument>,
    named: BTreeMap<DocumentId, OfficialDocument>,
}

/// Most documents of a period that are listed.
const DOCUMENTS: u32 = 500;

/// Reads the facts of an agency for a subject; `source` is the template that will use them.
///
/// # Errors
/// The database failed.
pub async fn load(
    tx: &mut Tx,
    agency: &Agency,
    subject: &Subject,
    source: &str,
    as_of: Date,
) -> Result<Facts, AppError> {
    let records = Box::pin(records(tx, agency, subject, as_of)).await?;
    let ledger = ledger_at(tx, agency.id, &subject.period, as_of).await?;
    let mut known = Known { period: Some(subject.period), ledger, ..Known::default() };
    for document in records.cited.iter().chain(&records.dated).chain(records.named.values()) {
        if let Some(number) = &document.number {
            known.documents.entry(number.clone()).or_insert(document.id);
        }
    }
    for number in cited_in(source) {
        if !known.documents.contains_key(&number)
            && let Some(id) = documents::numbered(tx, agency.id, &number).await?
        {
            known.documents.insert(number, id);
        }
    }
    known.divisions = records.divisions.iter().map(|(id, (symbol, _))| (symbol.clone(), *id)).collect();
    let names_registers = ["register", "measure", "stages", "entries"].into_iter().any(|name| source.contains(name));
    let registers = if names_registers {
        figures::registers(tx, agency.id, source.contains("rows"), as_of, &mut known).await?
    } else {
        Vec::new()
    };
    let indicators = figures::indicators(&known.ledger, subject.period, &records);
    let briefings = agency::briefings(tx, &records).await?;
    let next_tasks = tasks_seen::next(tx, &records).await?;
    let units = if source.contains("units") { Box::pin(units::units(tx, &records)).await? } else { Vec::new() };
    let leads = records.tasks.iter().map(|task| (task.id, task.lead)).collect();
    let seen = tasks_seen::Seen::of(&records);
    let root = shape::Root {
        agency: agency::agency(&records.agency).into(),
        year: Value::from(subject.period.of_year()),
        last_year: Value::from(subject.period.of_year().saturating_sub(1)),
        next_year: Value::from(subject.period.of_year().saturating_add(1)),
        period: agency::period(subject).into(),
        today: Value::from(as_of.to_string()),
        report: agency::report(subject).into(),
        decision: agency::decision(&records),
        divisions: agency::divisions(&records, &seen.late),
        counts: tasks_seen::counts(&records).into(),
        late_by_division: agency::late_by_division(&records, &seen.late),
        late: list(seen.late),
        due_soon: Value::from(seen.due_soon),
        done: Value::from(seen.done),
        tasks: Value::from(seen.key),
        other_tasks: Value::from(seen.other),
        briefings: briefings.into(),
        documents: agency::documents(&records).into(),
        obstacles: tasks_seen::obstacles(&records).into(),
        indicators: Value::from(indicators),
        registers: Value::from(registers),
        next_tasks: Value::from(next_tasks),
        grading: agency::grading(&records.graded).into(),
        units: Value::from(units),
    };
    Ok(Facts { root: root.into(), leads, known: Arc::new(known) })
}

/// The values of a list whose items stay with their division.
fn list(all: Vec<(Option<DivisionId>, Value)>) -> Value {
    Value::from(all.into_iter().map(|(_, value)| value).collect::<Vec<_>>())
}

async fn records(tx: &mut Tx, agency: &Agency, subject: &Subject, as_of: Date) -> Result<Records, AppError> {
    let year = subject.period.of_year();
    let graded = Box::pin(year::load_as(tx, None, agency.id, (Some(year), None), as_of)).await?;
    let programme = programmes::find(tx, agency.id, year).await?;
    let mut along: BTreeMap<TaskId, Vec<Coordinator>> = BTreeMap::new();
    let (mut all, mut events) = (Vec::new(), Vec::new());
    if let Some(programme) = &programme {
        for (task, coordinator) in task_links::coordinators_of_programme(tx, programme.id).await? {
            along.entry(task).or_default().push(coordinator);
        }
        all = tasks::list_all(tx, programme.id).await?;
        events = task_events::within(tx, programme.id, subject.window).await?;
    }
    let mut cited_by: BTreeMap<TaskId, Vec<DocumentId>> = BTreeMap::new();
    for citation in citations::of_year(tx, agency.id, year).await? {
        if let Some(task) = citation.task {
            let of_task = cited_by.entry(task).or_default();
            if !of_task.contains(&citation.document) {
                of_task.push(citation.document);
            }
        }
    }
    let cited = documents::cited_in(tx, agency.id, year).await?;
    let mut named: BTreeMap<DocumentId, OfficialDocument> =
        cited.iter().map(|document| (document.id, document.clone())).collect();
    let sources = all.iter().filter_map(|task| task.source).chain(programme.as_ref().and_then(|of| of.decision));
    let mut missing: Vec<DocumentId> = sources.filter(|id| !named.contains_key(id)).collect();
    missing.sort_unstable();
    missing.dedup();
    // Tasks are assigned by a handful of documents.
    for id in missing {
        named.insert(id, documents::get(tx, id).await?);
    }
    let called = |name: String, symbol: String| {
        // A division known only by its symbol is still called a division.
        let name = if name == symbol { format!("Phòng {symbol}") } else { name };
        (name, symbol)
    };
    Ok(Records {
        agency: agency.clone(),
        subject: subject.clone(),
        as_of,
        graded,
        programme,
        tasks: all,
        along,
        divisions: divisions::list(tx, agency.id)
            .await?
            .into_iter()
            .map(|one| (one.id, called(one.name, one.symbol)))
            .collect(),
        people: persons::list(tx, agency.id).await?.into_iter().map(|one| (one.id, one.details.full_name)).collect(),
        agencies: agencies::list(tx).await?,
        events,
        obstacles: obstacles::of_year(tx, agency.id, year).await?,
        cited,
        cited_by,
        dated: documents::dated(tx, agency.id, subject.window, DOCUMENTS).await?,
        named,
    })
}

impl Records {
    fn division(&self, id: Option<DivisionId>) -> (&str, &str) {
        let found = id.and_then(|id| self.divisions.get(&id));
        found.map_or(("", ""), |(name, symbol)| (name.as_str(), symbol.as_str()))
    }

    fn person(&self, id: Option<PersonId>) -> &str {
        id.and_then(|id| self.people.get(&id)).map_or("", String::as_str)
    }

    fn agency_name(&self, id: AgencyId) -> &str {
        self.agencies.iter().find(|one| one.id == id).map_or("", |one| one.name.as_str())
    }

    fn document(&self, id: Option<DocumentId>) -> Value {
        let found = id.and_then(|id| self.named.get(&id));
        found.map_or(Value::from(()), |document| agency::document(document).into())
    }
}

/// Numbers of documents that a template cites by `cite("…")`.
fn cited_in(source: &str) -> Vec<String> {
    /// More than any template cites by name.
    const MOST: usize = 200;
    let calls = source.split("cite(").skip(1);
    let numbers = calls.filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        rest.get(1..)?.split(quote).next().map(str::trim)
    });
    numbers.filter(|number| !number.is_empty() && number.len() < 100).take(MOST).map(str::to_owned).collect()
}

/// A chip as marked text.
pub(super) fn chip(chip: Chip) -> Value {
    super::engine::marked_text(format!("[[{chip}]]"))
}

/// A day as templates get it, empty for none.
fn day(day: Option<Date>) -> Value {
    Value::from(day.map(|day| day.to_string()).unwrap_or_default())
}

/// Words, empty for none.
fn text(words: Option<&str>) -> Value {
    Value::from(words.unwrap_or_default())
}
