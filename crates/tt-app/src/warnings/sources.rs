//! What is watched: tasks by their dates and what their leads say, targets by how they are judged, grades by what
//! evidence suggests, entries of registers by how long a stage takes, indicators by their figures and plans.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tt_domain::assessment::{Grade, Stage};
use tt_domain::goal::Outlook;
use tt_domain::id::{AgencyId, PersonId, TaskId};
use tt_domain::register::filter;
use tt_domain::said::Said;
use tt_domain::task::{Task, TaskState};
use tt_domain::urging::Recipient;
use tt_domain::warning::{Level, Watch, WatchKey, Watched, task_level};
use tt_store::entries::listing::{self, Listing};
use tt_store::entries::reading;
use tt_store::{Tx, programmes, registers, tasks};

use crate::error::AppError;
use crate::grading::year::load_as;
use crate::grading::{GradedTask, JudgedTarget};
use crate::notice_words::{shortened, shown};
use crate::remind::People;
use crate::work::page::code;

mod figures;

/// Letters of a thing's name.
const TITLE_LETTERS: usize = 160;

/// Everything watched in an agency, as it stands on a day.
pub(super) async fn all(tx: &mut Tx, agency: AgencyId, day: Date) -> Result<Vec<Watch>, AppError> {
    let people = People::load(tx, agency, day).await?;
    let mut all = tasks(tx, agency, day, &people).await?;
    all.extend(slow_entries(tx, agency, day, &people).await?);
    all.extend(targets_and_grades(tx, agency, day, &people).await?);
    all.extend(figures::indicators(tx, agency, day, &people).await?);
    Ok(all)
}

/// The page of a thing.
pub(super) fn page(watch: &Watch) -> String {
    match (watch.key.kind, watch.task) {
        (Watched::Indicator, _) => format!("/chi-tieu/{}", watch.key.id),
        (Watched::Entry, _) => format!("/so-theo-doi/-/{}", watch.key.id),
        (_, Some(task)) => format!("/nhiem-vu/{task}"),
        (_, None) => "/canh-bao".to_owned(),
    }
}

async fn tasks(tx: &mut Tx, agency: AgencyId, day: Date, people: &People) -> Result<Vec<Watch>, AppError> {
    let open = tasks::open_of_agency(tx, agency).await?;
    let mut parents: BTreeMap<TaskId, Task> = BTreeMap::new();
    let mut found = Vec::with_capacity(open.len());
    for task in open {
        let Some((level, reason)) = task_level(&task, day) else { continue };
        if let Some(parent) = task.parent
            && !parents.contains_key(&parent)
        {
            parents.insert(parent, tasks::get(tx, parent).await?);
        }
        let called = code(&task, task.parent.and_then(|parent| parents.get(&parent)));
        let (reason_vi, reason_en) = reason.words();
        found.push(Watch {
            key: WatchKey { kind: Watched::Task, id: task.id.0 },
            level,
            title: format!("{called}: {}", shortened(&task.statement, TITLE_LETTERS)),
            reason_vi,
            reason_en,
            task: Some(task.id),
            division: task.lead,
            people: responsible(people, &task),
        });
    }
    Ok(found)
}

/// The last month in which the year before is still being graded, and so watched.
const LAST_MONTH_OF_GRADING: i8 = 3;

/// The month from which a target without evidence is warned of: its last quarter.
const EVIDENCE_FROM: i8 = 10;

/// Targets by how they are judged, and tasks whose self-grade is above what evidence suggests, or that would not be
/// completed by it; of this year, and of the last one until it is graded.
async fn targets_and_grades(tx: &mut Tx, agency: AgencyId, day: Date, people: &People) -> Result<Vec<Watch>, AppError> {
    let mut found = Vec::new();
    let last = (day.month() <= LAST_MONTH_OF_GRADING).then(|| day.year() - 1);
    let planned = programmes::years(tx, agency).await?;
    for year in last.into_iter().chain([day.year()]).filter(|year| planned.contains(year)) {
        let graded = load_as(tx, None, agency, (Some(year), None), day).await?;
        if graded.closed_at.is_some() {
            continue;
        }
        for task in graded.tasks.iter().filter(|task| task.task.state != TaskState::Cancelled) {
            let people = responsible(people, &task.task);
            found.extend(task.targets.iter().map(|target| target_watch(task, target, (year, day), &people)));
            found.extend(grade_watch(task, &people));
        }
    }
    Ok(found)
}

fn target_watch(task: &GradedTask, target: &JudgedTarget, (year, day): (i16, Date), people: &[PersonId]) -> Watch {
    let due = target.target.due.is_some_and(|due| due < day);
    let late_in_year = day.year() > year || day.month() >= EVIDENCE_FROM;
    let level = match target.judgement.outlook {
        Outlook::Reached | Outlook::OnCourse => Level::Fine,
        Outlook::AtRisk => Level::AtRisk,
        Outlook::Missed => Level::Missed,
        Outlook::NoEvidence if due || late_in_year => Level::Unknown,
        Outlook::NoEvidence => Level::Fine,
    };
    let reasons = |pick: fn(&Said) -> &str| {
        let all: Vec<&str> = target.judgement.reasons.iter().map(pick).collect();
        all.join("; ")
    };
    Watch {
        key: WatchKey { kind: Watched::Target, id: target.target.id.0 },
        level,
        title: format!("{}: {}", task.code, shortened(&target.target.text, TITLE_LETTERS)),
        reason_vi: reasons(|said| &said.vi),
        reason_en: reasons(|said| &said.en),
        task: Some(task.task.id),
        division: task.task.lead,
        people: people.to_vec(),
    }
}

/// What the suggested grade of a task asks attention for; `None` where nothing is suggested.
fn grade_watch(task: &GradedTask, people: &[PersonId]) -> Option<Watch> {
    let suggested = task.suggestion.grade?;
    let own = task.grade(Stage::SelfGraded);
    let level = match own {
        Some(own) if own.level() > suggested.level() => Level::AtRisk,
        _ if suggested == Grade::NotCompleted => Level::AtRisk,
        _ => Level::Fine,
    };
    let (said_vi, said_en) = match own {
        Some(own) => (format!("; tự đánh giá: {}", own.words()), format!("; self-grade: {}", own.code())),
        None => (String::new(), String::new()),
    };
    Some(Watch {
        key: WatchKey { kind: Watched::Grade, id: task.task.id.0 },
        level,
        title: format!("{}: {}", task.code, shortened(&task.task.statement, TITLE_LETTERS)),
        reason_vi: format!("Minh chứng gợi ý: {}{said_vi}", suggested.words()),
        reason_en: format!("Suggested by evidence: {}{said_en}", suggested.code()),
        task: Some(task.task.id),
        division: task.task.lead,
        people: people.to_vec(),
    })
}

/// Most slow entries of one register that are warned of, those first by title.
const SLOW_ENTRIES: u32 = 1000;

/// Entries that have been in their stage for longer than is usual.
async fn slow_entries(tx: &mut Tx, agency: AgencyId, day: Date, people: &People) -> Result<Vec<Watch>, AppError> {
    let mut found = Vec::new();
    for (bare, _) in registers::list(tx, agency).await? {
        let register = registers::get(tx, bare.id).await?;
        let Ok(filter) = filter::parse(&register, "chậm:có") else { continue };
        let listing = Listing { register: &register, filter: &filter, as_of: day };
        let ids = listing::page(tx, listing, None, SLOW_ENTRIES).await?;
        let responsible = match register.owner {
            Some(division) => people.heads(division),
            None => people.planners(),
        };
        for one in reading::on_day(tx, &register, &ids, day).await? {
            let standing = &one.at.standing;
            let (Some(stage), Some(since)) = (standing.at.and_then(|id| register.stage(id)), standing.since) else {
                continue;
            };
            let Some(typical) = stage.spec.typical_days else { continue };
            let (name, from) = (&stage.spec.name, shown(since));
            found.push(Watch {
                key: WatchKey { kind: Watched::Entry, id: one.entry.id.0 },
                level: Level::AtRisk,
                title: format!("{}: {}", register.name, shortened(&one.entry.title, TITLE_LETTERS)),
                reason_vi: format!("Ở giai đoạn “{name}” từ {from}, thường lệ {typical} ngày"),
                reason_en: format!("At “{name}” since {from}, usually {typical} days"),
                task: None,
                division: register.owner,
                people: responsible.clone(),
            });
        }
    }
    Ok(found)
}

/// Who does it, heads it, follows it, and leads over it.
fn responsible(people: &People, task: &Task) -> Vec<PersonId> {
    let parts = people.with_part_in(task, &[]);
    let told = |part: Recipient| {
        matches!(part, Recipient::Officer | Recipient::DivisionHead | Recipient::Tracker | Recipient::Leader)
    };
    let mut found: Vec<PersonId> =
        parts.into_iter().filter(|(part, _)| told(*part)).map(|(_, person)| person).collect();
    found.sort_unstable();
    found.dedup();
    found
}
