//! Tasks with their targets and grades, difficulties, and next year's proposals.
//!
//! A report says what was assigned and what came of it in one section, what stood in the way in another, and what is
//! proposed in a third. Each is told by the words of its heading, never by its number.

mod obstacle;
mod proposal;
mod rating;
mod section;
mod similarity;
mod target;
#[cfg(test)]
mod tests;

use tt_text::Span;
use tt_text::fold::fold;
use tt_text::period::{self, Period};

use crate::extract::{Extraction, Figure, Task};
use crate::model::{Block, Document};
use section::{Item, Section};

/// Finds tasks, proposals, obstacles and the sentence that counts grades, given the figures already found.
pub(crate) fn tasks(document: &Document, found: &mut Extraction) {
    let blocks: Vec<&Block> = document.body().collect();
    let sections = section::sections(document, &blocks);
    let year = reported_year(document, &sections);
    let assigned = assigned_items(document, &blocks, &sections);
    found.tasks = assigned.iter().map(|item| task(document, &blocks, item, year, &found.figures)).collect();
    found.proposals = proposal::proposals(document, &blocks, &sections, year, found);
    found.obstacles = obstacle::obstacles(document, &blocks, &found.tasks);
    found.rating_summary = rating::summary(document, &blocks, &found.tasks);
}

/// The items that state tasks: those that call themselves `Nhiệm vụ n`, else the first-level items of a section on
/// tasks and their results whose items are graded.
fn assigned_items(document: &Document, blocks: &[&Block], sections: &[Section]) -> Vec<Item> {
    let reporting = |section: &&Section| !section.is_ahead();
    let named: Vec<Item> =
        sections.iter().filter(reporting).flat_map(|section| section.named_items(document, blocks)).collect();
    if !named.is_empty() {
        return renumbered(named);
    }
    sections
        .iter()
        .filter(reporting)
        .filter(|section| section.is_on_results())
        .map(|section| section.first_level_items(document, blocks))
        .find(|items| {
            let graded = items.iter().filter(|item| rating::rating(document, blocks, item).is_some()).count();
            graded > 0 && graded * 2 >= items.len()
        })
        .unwrap_or_default()
}

/// Numbers given by the text are kept where they are all different; else items are counted.
fn renumbered(mut items: Vec<Item>) -> Vec<Item> {
    let mut numbers: Vec<u32> = items.iter().map(|item| item.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() != items.len() {
        for (number, item) in (1..).zip(&mut items) {
            item.number = number;
        }
    }
    items
}

fn task(document: &Document, blocks: &[&Block], item: &Item, year: Option<i16>, figures: &[Figure]) -> Task {
    let rating = rating::rating(document, blocks, item);
    let end = item.blocks.clone().last().and_then(|last| blocks.get(last)).map_or(item.statement.end, |b| b.span.end);
    Task {
        number: item.number,
        year,
        text: document.slice(item.statement).to_owned(),
        text_span: item.statement,
        span: Span::new(item.start, end),
        targets: target::targets(document, item.statement, figures),
        rating,
    }
}

/// The year reported on: named by the subject, else by the first words on results, else that of the date.
fn reported_year(document: &Document, sections: &[Section]) -> Option<i16> {
    let subject = document.frame.subject.as_deref().and_then(first_year);
    let section = || sections.iter().filter(|section| section.is_on_results()).find_map(|s| first_year(&s.title));
    subject.or_else(section).or(document.frame.date.year)
}

/// The first year a text names.
fn first_year(text: &str) -> Option<i16> {
    period::scan(text).into_iter().find_map(|found| match found.value {
        Period::Year(year) => Some(year),
        Period::Quarter { year, .. }
        | Period::Month { year, .. }
        | Period::FirstMonths { year, .. }
        | Period::LastMonths { year, .. } => year,
        Period::Years { .. } => None,
    })
}

/// Whether a folded text holds one of these folded phrases.
fn has_any(folded: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| folded.contains(phrase))
}

/// A heading's words, folded, for telling what it is about.
fn folded_title(text: &str) -> String {
    fold(text.lines().next().unwrap_or_default())
}
