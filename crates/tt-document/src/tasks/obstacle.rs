//! Obstacles: what the sections on difficulties name, and the task each bears on.

use tt_text::fold;

use crate::extract::{Cause, Obstacle, Task};
use crate::model::Document;
use crate::outline::Node;

use super::similarity::Weighted;

/// Finds the obstacles of a document.
pub(super) fn obstacles(document: &Document, nodes: &[Node], weighted: &Weighted, tasks: &[Task]) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let mut done = 0;
    for (index, node) in nodes.iter().enumerate() {
        let Some(level) = node.level.filter(|_| node.heading && index >= done) else { continue };
        let title = fold(document.slice(node.title));
        if !speaks_of_obstacles(&title) {
            continue;
        }
        let end = nodes
            .iter()
            .enumerate()
            .skip(index + 1)
            .find(|(_, other)| other.heading && other.level.is_some_and(|other| other <= level))
            .map_or(nodes.len(), |(end, _)| end);
        section(document, nodes.get(index..end).unwrap_or_default(), weighted, tasks, &mut found);
        done = end;
    }
    found
}

fn speaks_of_obstacles(title: &str) -> bool {
    let named = ["kho khan", "vuong mac", "ton tai", "han che"].iter().any(|word| title.contains(word));
    named
        && !["thao go", "giai phap", "khac phuc", "ket qua", "nhiem vu trong tam"]
            .iter()
            .any(|word| title.contains(word))
}

fn section(document: &Document, nodes: &[Node], weighted: &Weighted, tasks: &[Task], found: &mut Vec<Obstacle>) {
    let Some((head, inside)) = nodes.split_first() else { return };
    let mut causes: Vec<(u8, Option<Cause>)> =
        vec![(head.level.unwrap_or(1), cause(&fold(document.slice(head.title))))];
    let mut heading: Option<String> = None;
    for (index, node) in inside.iter().enumerate() {
        let title = document.slice(node.title);
        if let Some(level) = node.level.filter(|_| !title.is_empty()) {
            while causes.len() > 1 && causes.last().is_some_and(|(open, _)| *open >= level) {
                causes.pop();
            }
            causes.push((level, cause(&fold(title))));
            heading = Some(title.to_owned());
            if node.heading {
                continue;
            }
        } else if node.level.is_some() {
            heading = None;
        }
        // A line that only opens a list is no obstacle.
        let text = document.slice(node.body);
        let opens_list = text.ends_with(':') && inside.get(index + 1).is_some_and(|next| next.level.is_none());
        let Some(block) = document.blocks.get(node.block).filter(|_| !opens_list && text.len() > 20) else { continue };
        let near = heading.as_deref().and_then(|heading| weighted.nearest(heading)).or_else(|| weighted.nearest(text));
        found.push(Obstacle {
            heading: heading.clone(),
            span: block.span,
            task: near.and_then(|task| tasks.get(task)).map(|task| task.number),
            cause: causes.iter().rev().find_map(|(_, cause)| *cause),
        });
    }
}

/// What a folded title says of the cause.
fn cause(title: &str) -> Option<Cause> {
    let (objective, subjective) = (title.contains("khach quan"), title.contains("chu quan"));
    match (objective, subjective) {
        (true, false) => Some(Cause::Objective),
        (false, true) => Some(Cause::Subjective),
        _ => None,
    }
}
