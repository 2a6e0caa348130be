//! What is watched: tasks by their dates and what their leads say, entries of registers by how long a stage takes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tt_domain::id::{AgencyId, PersonId, TaskId};
use tt_domain::register::filter;
use tt_domain::task::Task;
use tt_domain::urging::Recipient;
use tt_domain::warning::{Level, Watch, WatchKey, Watched, task_level};
use tt_store::entries::listing::{self, Listing};
use tt_store::entries::reading;
use tt_store::{Tx, registers, tasks};

use crate::error::AppError;
use crate::notice_words::{shortened, shown};
use crate::remind::People;
use crate::work::page::code;

/// Letters of a thing's name.
const TITLE_LETTERS: usize = 160;

/// Everything watched in an agency, as it stands on a day.
pub(super) async fn all(tx: &mut Tx, agency: AgencyId, day: Date) -> Result<Vec<Watch>, AppError> {
    let people = People::load(tx, agency, day).await?;
    let mut all = tasks(tx, agency, day, &people).await?;
    all.extend(slow_entries(tx, agency, day, &people).await?);
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
