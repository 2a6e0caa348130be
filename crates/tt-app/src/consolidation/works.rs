//! Key tasks of the agencies below: their grades side by side, what the reports say of them, and the themes they make.

use std::collections::{BTreeMap, HashMap};

use tt_domain::assessment::{Grade, Stage};
use tt_domain::consolidation::theme::{Work, themes};
use tt_domain::id::{AgencyId, ObstacleId, ReportId, TaskId};
use tt_domain::permission::Action;
use tt_domain::statistics::{Basis, Column, Counted, column};
use tt_domain::task::{Cause, Task};

pub use super::passage::Passage;
use super::passage::passage;
use super::records::Below;
use super::reporters::{Reporter, scope};
use crate::sign_in::CurrentUser;

/// A key task of an agency below.
#[derive(Clone, Debug)]
pub struct WorkRow {
    /// The task.
    pub task: Task,
    /// Whose.
    pub agency: AgencyId,
    /// The official column it is counted in.
    pub column: Column,
    /// Self-grade.
    pub self_grade: Option<Grade>,
    /// Appraised grade.
    pub appraised: Option<Grade>,
    /// Final grade.
    pub decided: Option<Grade>,
    /// What the agency's report says of it, once that is handed up.
    pub says: Option<Passage>,
    /// Whether the person looking may open the task.
    pub may_open: bool,
}

/// Tasks of one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeRow {
    /// What it is called by: the words all their statements begin with, else the shortest of them.
    pub name: String,
    /// Their places in [`Consolidation::works`](super::Consolidation::works).
    pub works: Vec<usize>,
    /// How many agencies have a part in it.
    pub agencies: usize,
}

/// A difficulty a report names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObstacleRow {
    /// Which.
    pub id: ObstacleId,
    /// Whose.
    pub agency: AgencyId,
    /// The report.
    pub report: ReportId,
    /// Its cause.
    pub cause: Option<Cause>,
    /// Heading it stands under.
    pub heading: Option<String>,
    /// Its words.
    pub text: String,
}

/// The key tasks, by agency in the order of `reporters`, and number.
pub(super) fn works(below: &Below, reporters: &[Reporter], current: Option<&CurrentUser>) -> Vec<WorkRow> {
    let mut by_agency: HashMap<AgencyId, Vec<&Task>> = HashMap::new();
    for task in &below.tasks {
        if let Some(agency) = below.agency_of(task) {
            by_agency.entry(agency).or_default().push(task);
        }
    }
    let mut found = Vec::with_capacity(below.tasks.len());
    for reporter in reporters {
        let agency = reporter.agency.id;
        let report = reporter.report.as_ref().filter(|_| reporter.reporting.is_handed_up()).map(|report| report.id);
        let about = scope(below, agency);
        let blocks = report.and_then(|report| Some((report, below.blocks.get(&report)?)));
        for task in by_agency.remove(&agency).unwrap_or_default() {
            let mut on = about.clone();
            on.assigned_by = task.assigned_by;
            found.push(WorkRow {
                agency,
                column: column(&Counted::from(task), Basis::Adjusted, below.today),
                self_grade: below.grade(task.id, Stage::SelfGraded),
                appraised: below.grade(task.id, Stage::Appraised),
                decided: below.grade(task.id, Stage::Final),
                says: blocks.and_then(|(report, blocks)| passage(&below.facts, report, blocks, task.id)),
                may_open: current.is_some_and(|current| current.may_on(Action::SeeTask, &on)),
                task: task.clone(),
            });
        }
    }
    found
}

/// The tasks by theme.
pub(super) fn theme_rows(below: &Below, works: &[WorkRow]) -> Vec<ThemeRow> {
    let assigned = |task: &Task| {
        let document = below.facts.documents.get(&task.source?)?;
        Some((document.number.clone()?, task.clause.clone().filter(|clause| !clause.trim().is_empty())?))
    };
    let brought: Vec<Work> = works
        .iter()
        .map(|work| Work {
            task: work.task.id,
            agency: work.agency,
            number: work.task.number,
            statement: work.task.statement.clone(),
            assigned: assigned(&work.task),
        })
        .collect();
    let place: BTreeMap<TaskId, usize> = works.iter().enumerate().map(|(at, work)| (work.task.id, at)).collect();
    let named = |task: TaskId| place.get(&task).and_then(|at| works.get(*at)).map(|work| work.task.statement.as_str());
    themes(&brought)
        .into_iter()
        .map(|theme| ThemeRow {
            name: beginning(theme.tasks.iter().filter_map(|task| named(*task)))
                .or_else(|| named(theme.named_by).map(str::to_owned))
                .unwrap_or_default(),
            works: theme.tasks.iter().filter_map(|task| place.get(task).copied()).collect(),
            agencies: theme.agencies,
        })
        .collect()
}

/// The words that several statements begin with, up to a comma where they part; `None` where these are few.
fn beginning<'a>(mut statements: impl Iterator<Item = &'a str>) -> Option<String> {
    const FEWEST: usize = 5;
    let first = statements.next()?;
    let words: Vec<&str> = first.split_whitespace().collect();
    let mut shared = words.len();
    let mut is_whole = true;
    for statement in statements {
        let same = words.iter().zip(statement.split_whitespace()).take_while(|(one, other)| **one == *other).count();
        is_whole &= first == statement;
        shared = shared.min(same);
    }
    let words = words.get(..shared)?;
    let clause = words.iter().rposition(|word| word.ends_with([',', ';', '.']));
    let kept = if is_whole { shared } else { clause.map_or(0, |at| at + 1) };
    let name = words.get(..kept)?.join(" ");
    (kept >= FEWEST).then(|| name.trim_end_matches([',', ';', '.']).to_owned())
}

/// Difficulties the reports handed up name: those with an objective cause first, then subjective, then untold; within
/// each by agency.
pub(super) fn obstacles(below: &Below, reporters: &[Reporter]) -> Vec<ObstacleRow> {
    let mut found = Vec::new();
    for cause in [Some(Cause::Objective), Some(Cause::Subjective), None] {
        for reporter in reporters.iter().filter(|reporter| reporter.reporting.is_handed_up()) {
            let Some(report) = reporter.report.as_ref().map(|report| report.id) else { continue };
            let own = below.obstacles.iter().filter(|one| one.report == report && one.cause == cause);
            found.extend(own.map(|one| ObstacleRow {
                id: one.id,
                agency: reporter.agency.id,
                report,
                cause,
                heading: one.heading.clone(),
                text: one.text.clone(),
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_named_by_what_its_statements_share() {
        let named = |all: &[&str]| beginning(all.iter().copied());
        let two = ["Giải ngân vốn đầu tư công, ít nhất 4 dự án", "Giải ngân vốn đầu tư công, ít nhất 7 dự án"];
        assert_eq!(named(&two).as_deref(), Some("Giải ngân vốn đầu tư công"));
        assert_eq!(named(&two[..1]).as_deref(), Some(two[0]), "one alone keeps all its words");
        assert_eq!(named(&["Xây mới 13 chợ, cải tạo", "Xây mới 05 chợ, cải tạo"]), None);
    }
}
