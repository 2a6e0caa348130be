//! Difficulties a report names, and the task each bears on.

use super::similarity::Statements;
use super::{folded_title, has_any};
use crate::extract::{Cause, Obstacle, Task};
use crate::model::{Block, BlockKind, Document};
use crate::structure::label::parse;

/// Less alike than this, a difficulty is of no task in particular.
const BEARS_ON: f64 = 0.10;

/// Words in a heading that introduces difficulties, folded.
const DIFFICULTIES: [&str; 6] = ["kho khan", "vuong mac", "ton tai", "han che", "bat cap", "thach thuc"];

/// A heading above a block.
struct Open {
    rank: u8,
    title: String,
    folded: String,
}

/// Finds the difficulties: every paragraph or item under a heading that speaks of them, tasks' own parts excluded.
pub(super) fn obstacles(document: &Document, blocks: &[&Block], tasks: &[Task]) -> Vec<Obstacle> {
    let statements = Statements::new(tasks.iter().map(|task| task.text.as_str()));
    let mut open: Vec<Open> = Vec::new();
    let mut obstacles = Vec::new();
    for block in blocks {
        let text = document.slice(block.span);
        let heading = matches!(block.kind, BlockKind::Heading { .. }) || is_short_title(block, text);
        let label = parse(text).filter(|label| !label.is_bullet());
        let ends = label.as_ref().map(|label| label.rank).or_else(|| heading.then_some(0));
        if let Some(rank) = ends {
            open.retain(|above| above.rank < rank);
        }
        let run_in = label.as_ref().filter(|_| !heading).and_then(|label| run_in_title(text, label.end));
        if heading || run_in.is_some() {
            let title = run_in.clone().unwrap_or_else(|| {
                text.get(label.as_ref().map_or(0, |l| l.end)..).unwrap_or_default().trim().to_owned()
            });
            let title = title.trim_end_matches(':').trim().to_owned();
            open.push(Open { rank: ends.unwrap_or(u8::MAX), folded: folded_title(&title), title });
        }
        let named = open.iter().any(|above| speaks_of_difficulties(&above.folded));
        let in_task = tasks.iter().any(|task| task.span.contains(block.span));
        let table = matches!(block.kind, BlockKind::Table(_));
        if heading || !named || in_task || table || text.trim_end().ends_with(':') {
            continue;
        }
        let above = open.iter().rev().find(|above| !speaks_of_difficulties(&above.folded) || open.len() == 1);
        let title = above.map(|above| above.title.clone());
        let said = format!("{} {text}", title.as_deref().unwrap_or_default());
        let task = statements.closest(&said, BEARS_ON).and_then(|index| tasks.get(index)).map(|task| task.number);
        obstacles.push(Obstacle { heading: title, span: block.span, task, cause: cause(&open) });
    }
    obstacles
}

/// A short numbered line without a closing mark: a heading the reader could not tell from a paragraph.
fn is_short_title(block: &Block, text: &str) -> bool {
    matches!(block.kind, BlockKind::Paragraph { label: Some(_) })
        && text.chars().count() <= 100
        && text.trim_end().ends_with(char::is_alphanumeric)
}

fn speaks_of_difficulties(folded: &str) -> bool {
    has_any(folded, &DIFFICULTIES) && !folded.trim_start().starts_with("giai phap") && !folded.contains("thao go")
}

/// Objective or subjective as the innermost heading that says so has it.
fn cause(open: &[Open]) -> Option<Cause> {
    open.iter().rev().find_map(|above| match (above.folded.contains("khach quan"), above.folded.contains("chu quan")) {
        (true, false) => Some(Cause::Objective),
        (false, true) => Some(Cause::Subjective),
        _ => None,
    })
}

/// The words of a run-in heading after its label, up to the colon.
fn run_in_title(text: &str, from: usize) -> Option<String> {
    let rest = text.get(from..)?;
    let colon = rest.find(": ")?;
    let title = rest.get(..colon)?.trim();
    (title.chars().count() <= 200 && !title.contains(". ")).then(|| title.to_owned())
}
