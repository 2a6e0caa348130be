//! Next year's tasks as proposed, and which of this year's each continues.

use super::section::{Item, Section};
use super::similarity::Statements;
use super::target::targets;
use crate::extract::{Extraction, Proposal, Task};
use crate::model::{Block, Document};

/// Less alike than this, a proposal is a new task.
const CONTINUES: f64 = 0.12;

/// Finds the proposals in the last section that looks ahead and has numbered items.
pub(super) fn proposals(
    document: &Document,
    blocks: &[&Block],
    sections: &[Section],
    year: Option<i16>,
    found: &Extraction,
) -> Vec<Proposal> {
    let ahead = sections.iter().rev().filter(|section| section.is_ahead());
    let Some((section, items)) = ahead
        .map(|section| {
            let named = section.named_items(document, blocks);
            (section, if named.is_empty() { section.first_level_items(document, blocks) } else { named })
        })
        .find(|(_, items)| !items.is_empty())
    else {
        return Vec::new();
    };
    let year = section.year().or_else(|| year.map(|year| year + 1));
    let continues = continued(document, &items, &found.tasks);
    items
        .iter()
        .zip(continues)
        .map(|(item, continues)| Proposal {
            number: item.number,
            year,
            text: document.slice(item.statement).to_owned(),
            text_span: item.statement,
            targets: targets(document, item.statement, &found.figures),
            continues,
        })
        .collect()
}

/// For each item the number of the task it continues. The most alike are matched first, and a task is continued once.
fn continued(document: &Document, items: &[Item], tasks: &[Task]) -> Vec<Option<u32>> {
    let statements = Statements::new(tasks.iter().map(|task| task.text.as_str()));
    let mut scores: Vec<(f64, usize, usize)> = Vec::new();
    for (item, proposal) in items.iter().enumerate() {
        for (task, score) in statements.compare(document.slice(proposal.statement)).into_iter().enumerate() {
            if score >= CONTINUES {
                scores.push((score, item, task));
            }
        }
    }
    scores.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut continues: Vec<Option<usize>> = vec![None; items.len()];
    for (_, item, task) in scores {
        let free = continues.get(item).is_some_and(Option::is_none) && !continues.contains(&Some(task));
        if let (true, Some(place)) = (free, continues.get_mut(item)) {
            *place = Some(task);
        }
    }
    continues.into_iter().map(|task| tasks.get(task?).map(|task| task.number)).collect()
}
