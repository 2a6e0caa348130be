//! A document's body as sections: what a report said before it was composed here, or what a file says. Pure.

use tt_document::model::{Block as Read, BlockKind, RecordKey, Run, RunRole};
use tt_document::{Document, Extraction};
use tt_domain::composing::{Block, Body, Inline, InlineShows};
use tt_domain::report::ReportBlockKind;

use crate::embedding::folding::Known;
use crate::notice_words::shortened;

/// A section before it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// What it is called.
    pub(super) title: String,
    /// Number of the task it reports on.
    pub(super) task: Option<u32>,
    /// Its words.
    pub(super) blocks: Vec<Block>,
}

/// Longest title of a section, in letters.
const TITLE: usize = 120;

/// What stands in place of a run that shows a record: the words around its fact, and the fact.
pub(super) type FactOf<'a> = dyn Fn(&RecordKey, &str) -> Option<Vec<InlineShows>> + 'a;

/// Splits a body where its outermost headings, those one level below, its annexes and what it says of each task begin.
///
/// Pictures and tables the report is known to have stay what they are.
pub(super) fn sections(document: &Document, found: &Extraction, fact: &FactOf<'_>, known: &Known) -> Vec<Taken> {
    let levels = document.body().filter_map(|block| match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    });
    let outer = levels.min().unwrap_or(1);
    let ends: Vec<usize> = found.tasks.iter().map(|task| task.span.end).collect();
    let task_begun =
        |block: &Read| found.tasks.iter().find(|task| task.span.start == block.span.start).map(|task| task.number);
    let mut behind_tasks = false;
    let mut all: Vec<Taken> = Vec::new();
    for block in document.body() {
        // What follows the last task is not of it.
        let left = ends.iter().max().is_some_and(|end| block.span.start >= *end) && !behind_tasks;
        behind_tasks |= left;
        let begins = match &block.kind {
            _ if left || task_begun(block).is_some() => true,
            BlockKind::Heading { level, .. } => *level <= outer.saturating_add(1),
            BlockKind::Annex { .. } => true,
            _ => false,
        };
        if begins || all.is_empty() {
            let title = document.slice(block.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let title = if begins { shortened(&title, TITLE) } else { "Phần mở đầu".to_owned() };
            all.push(Taken { title, task: task_begun(block), blocks: Vec::new() });
        }
        if let Some(section) = all.last_mut() {
            section.blocks.push(block_of(document, block, fact, known));
            let marks = block.runs.iter().filter_map(|run| match run.role {
                RunRole::NoteMark(index) => document.notes.get(index),
                _ => None,
            });
            for note in marks {
                section.blocks.push(Block {
                    kind: ReportBlockKind::Note { number: note.number },
                    body: Body::Flow(inlines(document, &note.runs, fact)),
                    origin: None,
                });
            }
        }
    }
    all
}

fn block_of(document: &Document, block: &Read, fact: &FactOf<'_>, known: &Known) -> Block {
    let flow = |label: Option<&str>| Body::Flow(without_label(inlines(document, &block.runs, fact), label));
    if let Some((embedding, _)) = known.of_runs(&block.runs) {
        let kind = ReportBlockKind::Embedded(Box::new(embedding.clone()));
        return Block { kind, body: flow(None), origin: None };
    }
    let (kind, body) = match &block.kind {
        BlockKind::Heading { level, label } => {
            (ReportBlockKind::Heading { level: *level, label: label.clone() }, flow(label.as_deref()))
        }
        BlockKind::Annex { lying } => (ReportBlockKind::Annex { lying: *lying }, flow(None)),
        BlockKind::Item { marker } => (ReportBlockKind::Item { marker: marker.clone() }, flow(Some(marker))),
        BlockKind::Paragraph { label } => (ReportBlockKind::Paragraph { label: label.clone() }, flow(label.as_deref())),
        BlockKind::Frame | BlockKind::Picture(_) => (ReportBlockKind::Paragraph { label: None }, flow(None)),
        BlockKind::Table(table) => {
            let cell = |span: &tt_text::Span| {
                let runs: Vec<Run> = block.runs.iter().filter(|run| span.contains(run.span)).cloned().collect();
                inlines(document, &runs, fact)
            };
            let rows = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
            let head_rows = u32::try_from(table.head_rows).unwrap_or(u32::MAX);
            (ReportBlockKind::Table { head_rows }, Body::Grid(rows))
        }
    };
    Block { kind, body, origin: None }
}

fn inlines(document: &Document, runs: &[Run], fact: &FactOf<'_>) -> Vec<Inline> {
    let mut all = Vec::with_capacity(runs.len());
    for run in runs {
        let text = document.slice(run.span);
        let shows = match &run.role {
            RunRole::NoteMark(index) => {
                vec![InlineShows::NoteMark(document.notes.get(*index).map_or(0, |note| note.number))]
            }
            RunRole::Citation(key) | RunRole::Figure(key) | RunRole::Record(key) => {
                fact(key, text).unwrap_or_else(|| vec![InlineShows::Text(text.to_owned())])
            }
            RunRole::Text => vec![InlineShows::Text(text.to_owned())],
        };
        all.extend(shows.into_iter().map(|shows| Inline { strong: run.strong, emphasis: run.emphasis, shows }));
    }
    merged(all)
}

/// Neighbours in one style as one.
pub(super) fn merged(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut all: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        if let Some(Inline { strong, emphasis, shows: InlineShows::Text(last) }) = all.last_mut()
            && let InlineShows::Text(text) = &inline.shows
            && (*strong, *emphasis) == (inline.strong, inline.emphasis)
        {
            last.push_str(text);
        } else if inline.shows != InlineShows::Text(String::new()) {
            all.push(inline);
        }
    }
    all
}

/// The words behind a label, which stands apart from them in a section.
pub(super) fn without_label(mut inlines: Vec<Inline>, label: Option<&str>) -> Vec<Inline> {
    let words = |inline: &Inline| match &inline.shows {
        InlineShows::Text(text) => Some(text.clone()),
        _ => None,
    };
    let head: String = inlines.iter().map_while(words).collect();
    let Some(label) = label.filter(|label| !label.is_empty() && head.starts_with(label)) else { return inlines };
    let mut left = label;
    // The label may be cut by a change of style.
    for inline in &mut inlines {
        let InlineShows::Text(text) = &mut inline.shows else { break };
        let shared = common(text, left);
        text.replace_range(..shared, "");
        left = left.get(shared..).unwrap_or_default();
        if left.is_empty() {
            *text = text.trim_start().to_owned();
            if !text.is_empty() {
                break;
            }
        } else if !text.is_empty() {
            break;
        }
    }
    inlines.retain(|inline| inline.shows != InlineShows::Text(String::new()));
    inlines
}

/// Bytes both begin with.
fn common(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
    same.map(|(letter, _)| letter.len_utf8()).sum()
}
