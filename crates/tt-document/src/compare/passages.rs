//! Documents taken apart into sentences, headings and rows of tables, and the passages of two of them aligned.
//!
//! Passages of one task are aligned with those of the task it is paired with, all others among themselves: first what is
//! the same to the letter, then between those what resembles each other most, in order.

use std::collections::HashMap;

use tt_text::words::words as word_spans;
use tt_text::{Span, fold};

use super::{Numbered, SentenceChange, SentencePair, Side, TaskPair, sequence, words};
use crate::model::{BlockKind, Document};

/// A sentence, a heading or a row of a table.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) span: Span,
    /// Index into the pairs of tasks.
    pub(super) task: Option<usize>,
    /// Its words to the letter, as a number.
    key: u32,
    /// Its words folded, as numbers, rising.
    words: Vec<u32>,
}

/// Both sides taken apart.
#[derive(Debug)]
pub(super) struct Sides {
    pub(super) left: Vec<Passage>,
    pub(super) right: Vec<Passage>,
}

/// Passages side by side, in the order they are read in; indices into [`Sides`].
pub(super) type Aligned = Vec<(Option<usize>, Option<usize>)>;

/// Least likeness of two passages to be one that was changed, in hundredths of their words.
const ALIKE: usize = 45;

/// Most passages on a side that are held against each other at once.
const WINDOW: usize = 200;

/// Shortest passage, in letters, that counts as moved when it is found elsewhere: shorter ones recur by chance.
const MOVED: usize = 25;

/// Takes both sides apart.
pub(super) fn both(left: Side<'_>, right: Side<'_>, tasks: &[TaskPair]) -> Sides {
    let (mut keys, mut numbers) = (Numbered::default(), Numbered::default());
    let mut apart = |side: Side<'_>, of: fn(&TaskPair) -> Option<usize>| {
        let parts = parts(side, tasks, of);
        let passage = |span: Span| {
            let text = span.of(&side.document.text);
            let folded = fold(text);
            let mut words: Vec<u32> = word_spans(&folded).map(|word| numbers.of(word.of(&folded).to_owned())).collect();
            words.sort_unstable();
            let key = keys.of(tt_text::one_line(text));
            Passage { span, task: part_at(&parts, span.start), key, words }
        };
        spans(side.document).into_iter().map(passage).collect::<Vec<_>>()
    };
    Sides { left: apart(left, |pair| pair.left), right: apart(right, |pair| pair.right) }
}

/// The parts of the document that belong to tasks, rising, each with the pair its task is in.
pub(super) fn parts(side: Side<'_>, tasks: &[TaskPair], of: fn(&TaskPair) -> Option<usize>) -> Vec<(Span, usize)> {
    let part = |(index, pair): (usize, &TaskPair)| Some((side.found.tasks.get(of(pair)?)?.span, index));
    let mut parts: Vec<(Span, usize)> = tasks.iter().enumerate().filter_map(part).collect();
    parts.sort_unstable();
    parts
}

/// The pair of tasks in whose part a place lies.
pub(super) fn part_at(parts: &[(Span, usize)], at: usize) -> Option<usize> {
    let next = parts.partition_point(|(span, _)| span.start <= at);
    let (span, index) = parts.get(next.checked_sub(1)?)?;
    (at < span.end).then_some(*index)
}

fn spans(document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    let sentences = |span: Span, found: &mut Vec<Span>| {
        let inside = tt_text::words::sentences(document.slice(span));
        found.extend(inside.into_iter().map(|sentence| sentence.shifted(span.start)));
    };
    for block in document.body() {
        match &block.kind {
            BlockKind::Table(table) => found.extend(table.rows.iter().filter_map(|row| {
                let (first, last) = (row.first()?, row.last()?);
                Some(first.join(*last)).filter(|row| !row.of(&document.text).trim().is_empty())
            })),
            BlockKind::Paragraph { .. } | BlockKind::Item { .. } => sentences(block.span, &mut found),
            BlockKind::Heading { .. } | BlockKind::Annex { .. } | BlockKind::Picture(_) | BlockKind::Frame => {
                found.extend(Some(block.span).filter(|span| !span.of(&document.text).trim().is_empty()));
            }
        }
    }
    for note in &document.notes {
        sentences(note.span, &mut found);
    }
    found
}

/// Aligns the passages of both sides.
pub(super) fn align(sides: &Sides) -> Aligned {
    let mut groups: HashMap<Option<usize>, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (index, passage) in sides.left.iter().enumerate() {
        groups.entry(passage.task).or_default().0.push(index);
    }
    for (index, passage) in sides.right.iter().enumerate() {
        groups.entry(passage.task).or_default().1.push(index);
    }
    // For each right passage its own left one, and the left ones alone that are read before it.
    let mut own: Vec<Option<usize>> = vec![None; sides.right.len()];
    let mut before: Vec<Vec<usize>> = (0..=sides.right.len()).map(|_| Vec::new()).collect();
    let mut names: Vec<Option<usize>> = groups.keys().copied().collect();
    names.sort_unstable();
    for (left, right) in names.iter().filter_map(|name| groups.get(name)) {
        // Left ones behind the last right one of a group are read right behind it.
        let behind = right.last().map_or(sides.right.len(), |last| last + 1);
        let mut waiting = Vec::new();
        for (one, other) in group(sides, left, right) {
            match (one, other) {
                (Some(one), Some(other)) => {
                    if let Some(slot) = own.get_mut(other) {
                        *slot = Some(one);
                    }
                    before.get_mut(other).into_iter().for_each(|list| list.append(&mut waiting));
                }
                (None, Some(other)) => before.get_mut(other).into_iter().for_each(|list| list.append(&mut waiting)),
                (Some(one), None) => waiting.push(one),
                (None, None) => {}
            }
        }
        if let Some(list) = before.get_mut(behind) {
            // They close their own group, so they come before those that open the next.
            waiting.append(list);
            *list = waiting;
        }
    }
    let mut aligned: Aligned = Vec::with_capacity(sides.left.len() + sides.right.len());
    let mut own = own.into_iter().enumerate();
    for alone in before {
        aligned.extend(alone.into_iter().map(|one| (Some(one), None)));
        aligned.extend(own.next().map(|(other, one)| (one, Some(other))));
    }
    aligned
}

/// Aligns the passages of one group, in order.
fn group(sides: &Sides, left: &[usize], right: &[usize]) -> Aligned {
    let key = |list: &[Passage], at: &usize| list.get(*at).map_or(u32::MAX, |passage| passage.key);
    let one: Vec<u32> = left.iter().map(|at| key(&sides.left, at)).collect();
    let other: Vec<u32> = right.iter().map(|at| key(&sides.right, at)).collect();
    let mut anchors = sequence::common(&one, &other);
    anchors.push((left.len(), right.len()));
    let mut found = Vec::with_capacity(left.len().max(right.len()));
    let (mut from, mut at) = (0, 0);
    for (to, end) in anchors {
        between(sides, left.get(from..to).unwrap_or_default(), right.get(at..end).unwrap_or_default(), &mut found);
        if let (Some(one), Some(other)) = (left.get(to), right.get(end)) {
            found.push((Some(*one), Some(*other)));
        }
        (from, at) = (to + 1, end + 1);
    }
    found
}

/// Aligns passages none of which is the same: a stretch that is too long is cut into as many pieces on both sides.
fn between(sides: &Sides, left: &[usize], right: &[usize], found: &mut Aligned) {
    let windows = left.len().max(right.len()).div_ceil(WINDOW).max(1);
    let cut = |list: &'_ [usize], index: usize| list.len() * index / windows;
    for index in 0..windows {
        let one = left.get(cut(left, index)..cut(left, index + 1)).unwrap_or_default();
        let other = right.get(cut(right, index)..cut(right, index + 1)).unwrap_or_default();
        resembling(sides, one, other, found);
    }
}

/// Pairs in order what resembles each other, so that the likeness of all pairs together is greatest.
fn resembling(sides: &Sides, left: &[usize], right: &[usize], found: &mut Aligned) {
    let width = right.len() + 1;
    let mut likeness = vec![0_usize; left.len() * width];
    let mut table = vec![0_usize; (left.len() + 1) * width];
    for (row, one) in left.iter().enumerate().rev() {
        for (column, other) in right.iter().enumerate().rev() {
            let alike = match (sides.left.get(*one), sides.right.get(*other)) {
                (Some(one), Some(other)) => alike(&one.words, &other.words),
                _ => 0,
            };
            let at = |row: usize, column: usize| table.get(row * width + column).copied().unwrap_or_default();
            let paired = if alike >= ALIKE { at(row + 1, column + 1) + alike } else { 0 };
            let best = paired.max(at(row + 1, column)).max(at(row, column + 1));
            for (cells, value) in [(&mut likeness, alike), (&mut table, best)] {
                if let Some(cell) = cells.get_mut(row * width + column) {
                    *cell = value;
                }
            }
        }
    }
    let at = |row: usize, column: usize| table.get(row * width + column).copied().unwrap_or_default();
    let (mut row, mut column) = (0, 0);
    while let (Some(one), Some(other)) = (left.get(row), right.get(column)) {
        let alike = likeness.get(row * width + column).copied().unwrap_or_default();
        let best = at(row, column);
        if alike >= ALIKE && best == at(row + 1, column + 1) + alike {
            found.push((Some(*one), Some(*other)));
            (row, column) = (row + 1, column + 1);
        } else if best == at(row + 1, column) {
            found.push((Some(*one), None));
            row += 1;
        } else {
            found.push((None, Some(*other)));
            column += 1;
        }
    }
    found.extend(left.iter().skip(row).map(|one| (Some(*one), None)));
    found.extend(right.iter().skip(column).map(|other| (None, Some(*other))));
}

/// How many words two passages share, in hundredths of all they have.
fn alike(one: &[u32], other: &[u32]) -> usize {
    let all = one.len() + other.len();
    // The shorter one's words are the most they can share.
    if all == 0 || one.len().min(other.len()) * 200 < ALIKE * all {
        return 0;
    }
    let (mut row, mut column, mut shared) = (0, 0, 0);
    while let (Some(word), Some(theirs)) = (one.get(row), other.get(column)) {
        match word.cmp(theirs) {
            std::cmp::Ordering::Less => row += 1,
            std::cmp::Ordering::Greater => column += 1,
            std::cmp::Ordering::Equal => (row, column, shared) = (row + 1, column + 1, shared + 1),
        }
    }
    shared * 200 / all
}

/// What the aligned passages say of each other. One that is found to the letter elsewhere on the other side was moved.
pub(super) fn compared(left: Side<'_>, right: Side<'_>, sides: &Sides, aligned: &Aligned) -> Vec<SentencePair> {
    let mut alone: HashMap<u32, Vec<usize>> = HashMap::new();
    for (one, _) in aligned.iter().rev().filter(|(_, other)| other.is_none()) {
        if let Some((at, passage)) = one.and_then(|at| Some((at, sides.left.get(at)?)))
            && passage.span.len() >= MOVED
        {
            alone.entry(passage.key).or_default().push(at);
        }
    }
    let mut moved_from: Vec<Option<usize>> = vec![None; sides.right.len()];
    let mut moved = vec![false; sides.left.len()];
    for other in aligned.iter().filter(|(one, _)| one.is_none()).filter_map(|(_, other)| *other) {
        let from = sides.right.get(other).and_then(|passage| alone.get_mut(&passage.key)?.pop());
        if let (Some(from), Some(slot)) = (from, moved_from.get_mut(other)) {
            *slot = Some(from);
            moved.get_mut(from).into_iter().for_each(|moved| *moved = true);
        }
    }
    let pair = |(one, other): &(Option<usize>, Option<usize>)| {
        if one.is_some_and(|one| other.is_none() && moved.get(one) == Some(&true)) {
            return None;
        }
        let from = one.or_else(|| other.and_then(|other| moved_from.get(other).copied().flatten()));
        let (old, new) = (from.and_then(|at| sides.left.get(at)), other.and_then(|at| sides.right.get(at)));
        let change = match (old, new) {
            (Some(_), Some(_)) if one.is_none() => SentenceChange::Moved,
            (Some(old), Some(new)) if old.key == new.key => SentenceChange::Same,
            (Some(old), Some(new)) => {
                let (old, new) = (left.document.slice(old.span), right.document.slice(new.span));
                SentenceChange::Changed(words::pieces(old, new))
            }
            (Some(_), None) => SentenceChange::OnlyLeft,
            (None, _) => SentenceChange::OnlyRight,
        };
        Some(SentencePair {
            left: old.map(|passage| passage.span),
            right: new.map(|passage| passage.span),
            task: new.or(old).and_then(|passage| passage.task),
            change,
        })
    };
    aligned.iter().filter_map(pair).collect()
}
