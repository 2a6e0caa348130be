//! Tasks with their targets and grades, obstacles, and next year's proposals.
//!
//! Found by the outline: a section that speaks of tasks assigned and their results holds the tasks, one that speaks of
//! tasks to come holds the proposals. `Nhiệm vụ n:` at the head of a paragraph is a task wherever it stands.

mod grade;
mod obstacle;
mod section;
pub(crate) mod similarity;
mod table;
mod target;

use tt_text::Span;

use crate::extract::{Extraction, Proposal, Task};
use crate::model::Document;
use crate::outline::Node;

use section::{Section, Sort};
use similarity::Weighted;

/// Finds tasks, obstacles, proposals and the count of grades; figures must be there already.
pub(crate) fn read(document: &Document, nodes: &[Node], extraction: &mut Extraction) {
    let years = section::Years::of(document, nodes);
    let sections = section::sections(document, nodes, years);
    let mut tasks = explicit(document, nodes, &sections);
    if tasks.is_empty() {
        tasks = sections
            .iter()
            .filter(|section| section.sort == Sort::Results)
            .flat_map(|section| children(document, nodes, section))
            .collect();
        // Without a single grade or the word for key tasks, numbered results are no tasks.
        let telling = sections.iter().any(|section| section.sort == Sort::Results && section.key_tasks);
        if !telling && !tasks.iter().any(|task| task.rating.is_some()) {
            tasks.clear();
        }
    }
    if tasks.is_empty() {
        tasks = graded(document, nodes, &sections);
    }
    if tasks.is_empty() {
        tasks = table::tasks(document);
    }
    renumber(&mut tasks);
    for task in &mut tasks {
        task.year = years.report;
        task.targets = target::targets(document, task.text_span, &extraction.figures);
    }
    let weighted = Weighted::new(tasks.iter().map(|task| task.text.as_str()));
    extraction.proposals = proposals(document, nodes, &sections, years, extraction, &weighted, &tasks);
    extraction.obstacles = obstacle::obstacles(document, nodes, &weighted, &tasks);
    extraction.rating_summary = grade::summary(document);
    extraction.tasks = tasks;
}

/// The entries of a section on results that does not speak of tasks, if at least half of them are graded.
fn graded(document: &Document, nodes: &[Node], sections: &[Section]) -> Vec<Task> {
    let of_section = |section: &Section| {
        let tasks = children(document, nodes, section);
        let graded = tasks.iter().filter(|task| task.rating.is_some()).count();
        (graded > 0 && graded * 2 >= tasks.len()).then_some(tasks)
    };
    sections.iter().filter(|section| section.sort == Sort::Graded).find_map(of_section).unwrap_or_default()
}

/// Numbers given by the text are kept where they are all different; else tasks are counted.
fn renumber(tasks: &mut [Task]) {
    let mut numbers: Vec<u32> = tasks.iter().map(|task| task.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() != tasks.len() {
        for (number, task) in (1..).zip(tasks) {
            task.number = number;
        }
    }
}

/// A statement of a task: its number and text.
struct Statement {
    node: usize,
    number: u32,
    span: Span,
}

/// Tasks introduced by `Nhiệm vụ n:`.
fn explicit(document: &Document, nodes: &[Node], sections: &[Section]) -> Vec<Task> {
    let mut ahead = vec![false; nodes.len()];
    for section in sections.iter().filter(|section| section.sort == Sort::Proposals) {
        ahead.get_mut(section.nodes.clone()).unwrap_or_default().fill(true);
    }
    let statements: Vec<Statement> = nodes
        .iter()
        .enumerate()
        .filter(|(index, _)| !ahead.get(*index).copied().unwrap_or_default())
        .filter_map(|(index, node)| {
            let (number, after) = numbered_task(document.slice(node.body))?;
            let mut span = Span::new(node.body.start + after, node.body.end);
            if span.is_empty() {
                span = nodes.get(index + 1)?.body;
            }
            Some(Statement { node: index, number, span })
        })
        .collect();
    // One mention alone (`Nhiệm vụ 3: xem trên`) makes no list.
    if statements.len() < 2
        && !statements.iter().any(|statement| nodes.get(statement.node).is_some_and(|node| node.label.is_some()))
    {
        return Vec::new();
    }
    to_tasks(document, nodes, &statements)
}

/// `Nhiệm vụ 3:`, `Nhiệm vụ thứ ba:`, `Nhiệm vụ số 3.`; the number and where the text after it starts.
fn numbered_task(text: &str) -> Option<(u32, usize)> {
    let rest = ["Nhiệm vụ", "NHIỆM VỤ", "nhiệm vụ"].iter().find_map(|word| text.strip_prefix(word))?;
    let rest = rest.strip_prefix(' ')?.trim_start();
    let rest =
        ["số ", "thứ ", "trọng tâm ", "SỐ ", "THỨ "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let word = rest.split(|c: char| !c.is_alphanumeric()).next()?;
    let number = word.parse().ok().or_else(|| ordinal(word))?;
    let tail = rest.get(word.len()..)?.trim_start();
    let body = if tail.is_empty() { tail } else { tail.strip_prefix([':', '.', '-', '–', ')'])?.trim_start() };
    Some((number, text.len() - body.len()))
}

fn ordinal(word: &str) -> Option<u32> {
    const ORDINALS: [&str; 10] = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    let word = word.to_lowercase();
    u32::try_from(ORDINALS.iter().position(|ordinal| *ordinal == word)? + 1).ok()
}

/// The numbered entries of a section, one level below its heading.
fn children(document: &Document, nodes: &[Node], section: &Section) -> Vec<Task> {
    to_tasks(document, nodes, &statements(document, nodes, section))
}

fn statements(document: &Document, nodes: &[Node], section: &Section) -> Vec<Statement> {
    let inside = nodes.get(section.nodes.clone()).unwrap_or_default();
    let level = inside.iter().filter_map(|node| node.level.filter(|_| node.label.is_some())).min();
    inside
        .iter()
        .zip(section.nodes.clone())
        .filter(|(node, _)| node.label.is_some() && node.level == level)
        .filter_map(|(node, index)| {
            let after = numbered_task(document.slice(node.body)).map_or(0, |(_, after)| after);
            let span = Span::new(node.body.start + after, node.body.end);
            Some(Statement { node: index, number: node.number?, span })
        })
        .collect()
}

/// Gives each statement its extent and its grade.
fn to_tasks(document: &Document, nodes: &[Node], statements: &[Statement]) -> Vec<Task> {
    let mut tasks = Vec::with_capacity(statements.len());
    for (index, statement) in statements.iter().enumerate() {
        let Some(node) = nodes.get(statement.node) else { continue };
        let next = statements.get(index + 1).map_or(nodes.len(), |next| next.node);
        // A heading as far out as the task's own, or farther, ends it.
        let end = nodes
            .iter()
            .enumerate()
            .take(next)
            .skip(statement.node + 1)
            .find(|(_, other)| {
                other.heading && other.level.is_some_and(|level| node.level.is_some_and(|own| level < own))
            })
            .map_or(next, |(end, _)| end);
        let inside = nodes.get(statement.node..end).unwrap_or_default();
        let rating = grade::rating(document, inside);
        let last = inside
            .last()
            .and_then(|last| document.blocks.get(last.block))
            .map_or(statement.span.end, |block| block.span.end);
        let Some(start) = document.blocks.get(node.block).map(|block| block.span.start) else { continue };
        tasks.push(Task {
            number: statement.number,
            year: None,
            text: document.slice(statement.span).to_owned(),
            text_span: statement.span,
            span: Span::new(start, last),
            targets: Vec::new(),
            rating,
        });
    }
    tasks
}

fn proposals(
    document: &Document,
    nodes: &[Node],
    sections: &[Section],
    years: section::Years,
    extraction: &Extraction,
    weighted: &Weighted,
    tasks: &[Task],
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for section in sections.iter().filter(|section| section.sort == Sort::Proposals) {
        for statement in statements(document, nodes, section) {
            let text = document.slice(statement.span);
            proposals.push(Proposal {
                number: statement.number,
                year: section.year.or(years.report.map(|year| year + 1)),
                text: text.to_owned(),
                text_span: statement.span,
                targets: target::targets(document, statement.span, &extraction.figures),
                continues: None,
            });
        }
    }
    let matched =
        similarity::pair(weighted, &proposals.iter().map(|proposal| proposal.text.as_str()).collect::<Vec<_>>());
    for (proposal, task) in proposals.iter_mut().zip(matched) {
        proposal.continues = task.and_then(|task| tasks.get(task)).map(|task| task.number);
    }
    proposals
}

#[cfg(test)]
mod tests;
