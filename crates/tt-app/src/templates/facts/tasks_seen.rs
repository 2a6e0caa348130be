//! Tasks as a template sees them.

use minijinja::Value;
use rust_decimal::RoundingStrategy;
use tt_domain::assessment::{Grade, Stage};
use tt_domain::composing::Chip;
use tt_domain::goal::Outlook;
use tt_domain::grading::task::Standing;
use tt_domain::history::Coordinator;
use tt_domain::id::{DivisionId, TaskId};
use tt_domain::life::EventKind;
use tt_domain::said::number;
use tt_domain::task::{Cause, Obstacle, Recurrence, Task, TaskKind, TaskState};
use tt_domain::timeliness::{Timeliness, timeliness};
use tt_store::{Tx, programmes, targets, tasks};

use super::agency::partial;
use super::shape::{
    CountFacts, HeadingFacts, NextTaskFacts, ObstacleFacts, ObstaclesFacts, PartFacts, ProgressFacts, TargetFacts,
    TaskFacts,
};
use super::{Records, chip, day, text};
use crate::error::AppError;
use crate::grading::year::{GradedTask, JudgedTarget, newest};
use crate::import::printing::document_date;
use crate::work::page::code;
use crate::work::words;

/// Days ahead that count as soon.
const SOON: i32 = 7;

/// Tasks sorted into the lists of the top.
pub(super) struct Seen {
    pub(super) key: Vec<Value>,
    pub(super) other: Vec<Value>,
    pub(super) late: Vec<(Option<DivisionId>, Value)>,
    pub(super) due_soon: Vec<Value>,
    pub(super) done: Vec<Value>,
}

/// Whether a task is reported on: neither proposed, withdrawn nor returned.
pub(super) fn is_reported(task: &Task) -> bool {
    !matches!(task.state, TaskState::Draft | TaskState::Cancelled | TaskState::Returned)
}

impl Seen {
    pub(super) fn of(records: &Records) -> Self {
        let mut seen = Self { key: vec![], other: vec![], late: vec![], due_soon: vec![], done: vec![] };
        let (first, last) = records.subject.window;
        for task in records.tasks.iter().filter(|task| is_reported(task) && task.is_counted()) {
            let value: Value = task_facts(records, task).into();
            if task.kind == TaskKind::Key { &mut seen.key } else { &mut seen.other }.push(value.clone());
            match timeliness(task, records.as_of) {
                Timeliness::Overdue { .. } if task.state != TaskState::ResultSubmitted => {
                    seen.late.push((task.lead, value));
                }
                Timeliness::DueSoon { days } | Timeliness::InTime { days } if days <= SOON => seen.due_soon.push(value),
                _ if task.completed_on.is_some_and(|on| first <= on && on <= last) => seen.done.push(value),
                _ => {}
            }
        }
        seen
    }
}

fn graded(records: &Records, task: TaskId) -> Option<&GradedTask> {
    records.graded.tasks.iter().find(|graded| graded.task.id == task)
}

fn grade_words(grade: Option<Grade>) -> Value {
    text(grade.map(Grade::words))
}

fn task_facts(records: &Records, task: &Task) -> TaskFacts {
    let graded = graded(records, task.id);
    let own = graded.and_then(|graded| newest(&graded.entries, Stage::SelfGraded));
    let grade = own.and_then(|entry| entry.grade);
    let at = |stage| grade_words(graded.and_then(|graded| graded.grade(stage)));
    let (lead, lead_symbol) = records.division(task.lead);
    let late = match timeliness(task, records.as_of) {
        Timeliness::Overdue { days } if task.state != TaskState::ResultSubmitted => days,
        _ => 0,
    };
    let parts = records.tasks.iter().filter(|part| part.parent == Some(task.id) && part.recurs_from.is_none());
    let targets = graded.map(|graded| graded.targets.iter().map(|one| target(one).into()).collect::<Vec<Value>>());
    let of_task = |one: &&Obstacle| one.task == Some(task.id);
    let cited = records.cited_by.get(&task.id).into_iter().flatten();
    TaskFacts {
        id: Value::from(task.id.0),
        number: Value::from(task.number),
        code: Value::from(code(task, None)),
        kind: Value::from(task.kind.code()),
        statement: chip(Chip::Statement(task.id)),
        words: Value::from(one_line(&task.statement)),
        product: text(task.product.as_deref()),
        lead: Value::from(lead),
        lead_symbol: Value::from(lead_symbol),
        leader: Value::from(records.person(task.leader)),
        officer: Value::from(records.person(task.officer)),
        along: Value::from(along(records, task)),
        assigned_on: day(task.assigned_on),
        deadline: day(task.deadline),
        due_words: Value::from(due_words(task)),
        state: Value::from(task.state.code()),
        state_name: Value::from(words::state(task.state).vi),
        percent: task.percent.map_or(Value::from(()), Value::from),
        is_done: Value::from(task.state == TaskState::Completed),
        is_late: Value::from(late > 0),
        days_late: Value::from(late),
        done_on: day(task.completed_on),
        progress: Value::from(progress(records, task.id)),
        targets: Value::from(targets.unwrap_or_default()),
        grade: grade.map_or(Value::from(""), |_| chip(Chip::Grade(task.id))),
        grade_code: text(grade.map(Grade::code)),
        grade_name: grade_words(grade),
        grade_reason: text(own.and_then(|entry| entry.reason.as_deref())),
        suggested: at(Stage::Suggested),
        appraised: at(Stage::Appraised),
        decided: at(Stage::Final),
        obstacles: Value::from(obstacle_list(records, records.obstacles.iter().filter(of_task))),
        documents: Value::from(cited.map(|id| records.document(Some(*id))).collect::<Vec<_>>()),
        source: records.document(task.source),
        parts: Value::from(parts.map(|one| part(records, one, task).into()).collect::<Vec<Value>>()),
    }
}

fn part(records: &Records, part: &Task, whole: &Task) -> PartFacts {
    PartFacts {
        code: Value::from(code(part, Some(whole))),
        words: Value::from(one_line(&part.statement)),
        lead: Value::from(records.division(part.lead).0),
        officer: Value::from(records.person(part.officer)),
        due_words: Value::from(due_words(part)),
        state_name: Value::from(words::state(part.state).vi),
    }
}

fn along(records: &Records, task: &Task) -> String {
    let names = records.along.get(&task.id).into_iter().flatten().map(|one| match one {
        Coordinator::Division(id) => records.division(Some(*id)).0,
        Coordinator::Person(id) => records.person(Some(*id)),
        Coordinator::Agency(id) => records.agency_name(*id),
    });
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}

/// When it is due, as plans print it.
pub(super) fn due_words(task: &Task) -> String {
    match (task.deadline, task.recurrence) {
        (Some(deadline), _) => document_date(partial(deadline)).unwrap_or_default(),
        (None, Some(Recurrence::Weekly)) => "Hằng tuần".to_owned(),
        (None, Some(Recurrence::Monthly)) => "Hằng tháng".to_owned(),
        (None, Some(Recurrence::Quarterly)) => "Hằng quý".to_owned(),
        (None, None) if task.kind == TaskKind::Undated => "Thường xuyên".to_owned(),
        (None, None) => "Trong năm".to_owned(),
    }
}

fn progress(records: &Records, task: TaskId) -> Vec<Value> {
    let said = records
        .events
        .iter()
        .map(|one| &one.event)
        .filter(|event| event.task == task && matches!(event.kind, EventKind::Progress | EventKind::Submitted));
    said.filter_map(|event| {
        let words = event.text.as_deref().map(str::trim).filter(|words| !words.is_empty())?;
        let facts = ProgressFacts {
            day: day(Some(event.day)),
            text: Value::from(words),
            percent: event.percent.map_or(Value::from(()), Value::from),
            kind: Value::from(event.kind.code()),
        };
        Some(facts.into())
    })
    .collect()
}

fn target(judged: &JudgedTarget) -> TargetFacts {
    let judgement = &judged.judgement;
    let reasons: Vec<&str> = judgement.reasons.iter().map(|reason| reason.vi.as_str()).collect();
    let share =
        judgement.share.map(|share| number(share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)));
    TargetFacts {
        text: Value::from(one_line(&judged.target.text)),
        state: Value::from(judgement.outlook.code()),
        state_name: Value::from(judgement.outlook.words().vi),
        result: text(judgement.result.as_deref()),
        reasons: Value::from(reasons.join("; ")),
        share: text(share.as_deref()),
        exceeded: Value::from(judgement.exceeded),
        due: day(judged.target.due),
    }
}

fn obstacle_list<'a>(records: &Records, all: impl Iterator<Item = &'a Obstacle>) -> Vec<Value> {
    all.map(|one| obstacle(records, one).into()).collect()
}

fn obstacle(records: &Records, one: &Obstacle) -> ObstacleFacts {
    let task = one.task.and_then(|id| records.tasks.iter().find(|task| task.id == id));
    ObstacleFacts {
        text: Value::from(bare_words(&one.text, one.heading.as_deref())),
        heading: text(one.heading.as_deref()),
        cause: text(one.cause.map(Cause::code)),
        cause_name: text(one.cause.map(|cause| match cause {
            Cause::Objective => "khách quan",
            Cause::Subjective => "chủ quan",
        })),
        task: task.map_or(Value::from(()), |task| Value::from(task.number)),
    }
}

/// The words of a difficulty without the marker, label and run-in heading they stood behind in the report.
pub(crate) fn bare_words(text: &str, heading: Option<&str>) -> String {
    let line = one_line(text);
    let marked = line.trim_start_matches(['-', '+', '•', '–']).trim_start();
    let label = tt_document::leading_label(marked).unwrap_or_default();
    let words = marked.strip_prefix(label.as_str()).unwrap_or(marked).trim_start();
    let heading = one_line(heading.unwrap_or_default());
    let heading = heading.trim_end_matches([':', '.']);
    let rest = words.strip_prefix(heading).map(|rest| rest.trim_start_matches([':', '.']).trim_start());
    rest.filter(|rest| !heading.is_empty() && !rest.is_empty()).unwrap_or(words).to_owned()
}

pub(super) fn obstacles(records: &Records) -> ObstaclesFacts {
    let by = |cause: Option<Cause>| {
        Value::from(obstacle_list(records, records.obstacles.iter().filter(|one| one.cause == cause)))
    };
    let mut headings: Vec<(Option<&str>, Vec<&Obstacle>)> = Vec::new();
    for one in &records.obstacles {
        let heading = one.heading.as_deref();
        match headings.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, items)) => items.push(one),
            None => headings.push((heading, vec![one])),
        }
    }
    let headings = headings.into_iter().map(|(heading, items)| {
        let items = Value::from(obstacle_list(records, items.into_iter()));
        HeadingFacts { heading: text(heading), items }.into()
    });
    ObstaclesFacts {
        all: Value::from(obstacle_list(records, records.obstacles.iter())),
        objective: by(Some(Cause::Objective)),
        subjective: by(Some(Cause::Subjective)),
        unclear: by(None),
        headings: Value::from(headings.collect::<Vec<Value>>()),
    }
}

pub(super) fn counts(records: &Records) -> CountFacts {
    let key: Vec<&GradedTask> =
        records.graded.tasks.iter().filter(|one| one.facts.standing != Standing::Excluded).collect();
    let distribution = records.graded.distribution(Stage::SelfGraded);
    let [excellent, good, completed, not_completed] = distribution.counts;
    let count = |pass: &dyn Fn(&GradedTask) -> bool| Value::from(key.iter().filter(|one| pass(one)).count());
    let targets = || key.iter().flat_map(|one| &one.targets);
    let outlook = |state: Outlook| Value::from(targets().filter(|one| one.judgement.outlook == state).count());
    CountFacts {
        tasks: Value::from(distribution.total()),
        excellent: Value::from(excellent),
        good: Value::from(good),
        completed: Value::from(completed),
        not_completed: Value::from(not_completed),
        ungraded: Value::from(distribution.ungraded),
        graded_words: Value::from(distribution.sentence().vi),
        done: count(&|one| one.task.state == TaskState::Completed),
        open: count(&|one| !one.task.is_closed()),
        late: count(&|one| one.facts.standing.is_late() && !one.task.is_closed()),
        targets: Value::from(targets().count()),
        targets_reached: outlook(Outlook::Reached),
        targets_missed: outlook(Outlook::Missed),
    }
}

/// Tasks proposed for the next year, beside what they continue.
pub(super) async fn next(tx: &mut Tx, records: &Records) -> Result<Vec<Value>, AppError> {
    let year = records.subject.period.of_year().saturating_add(1);
    let Some(programme) = programmes::find(tx, records.agency.id, year).await? else { return Ok(Vec::new()) };
    let targets = targets::list_for_programme(tx, programme.id).await?;
    let all = tasks::list(tx, programme.id).await?;
    let next = all.into_iter().filter(|task| !matches!(task.state, TaskState::Cancelled | TaskState::Returned));
    let facts = next.map(|task| {
        let own = targets.iter().filter(|target| target.task == task.id);
        let continued = task.continues_from.and_then(|id| records.tasks.iter().find(|this| this.id == id));
        let facts = NextTaskFacts {
            id: Value::from(task.id.0),
            number: Value::from(task.number),
            statement: chip(Chip::Statement(task.id)),
            words: Value::from(one_line(&task.statement)),
            lead: Value::from(records.division(task.lead).0),
            targets: Value::from(own.map(|target| Value::from(one_line(&target.text))).collect::<Vec<_>>()),
            continues: continued.map_or(Value::from(()), |this| task_facts(records, this).into()),
        };
        facts.into()
    });
    Ok(facts.collect())
}

/// Words on one line.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
