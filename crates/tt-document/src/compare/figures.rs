//! Which figure of one document is which of the other, and what changed in it.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::{Decimal, RoundingStrategy};
use tt_text::{Span, fold, unit};

use super::passages::{Aligned, Passage, Sides, part_at, parts};
use super::{FigureChange, FigurePair, Side, TaskPair};
use crate::extract::{Direction, Figure, FigureKind};
use crate::model::{Document, RunRole};

/// Most pairs that are looked at one by one among figures of one key; more are taken in order.
const MOST: usize = 250_000;

/// A figure with what it is found again by.
struct Placed<'a> {
    figure: &'a Figure,
    text: &'a str,
    task: Option<usize>,
    /// The passage it stands in.
    passage: Option<usize>,
    unit: String,
    key: Key,
}

/// Task, kind, unit, subject.
type Key = (Option<usize>, FigureKind, String, String);

/// Which figures are paired so far.
struct Pairs {
    of_left: Vec<Option<usize>>,
    of_right: Vec<Option<usize>>,
}

impl Pairs {
    fn is_free(&self, one: usize, other: usize) -> bool {
        self.of_left.get(one) == Some(&None) && self.of_right.get(other) == Some(&None)
    }

    fn put(&mut self, one: usize, other: usize) {
        if let (Some(slot @ None), Some(own @ None)) = (self.of_left.get_mut(one), self.of_right.get_mut(other)) {
            (*slot, *own) = (Some(other), Some(one));
        }
    }
}

/// Pairs the figures of two documents, in the order their passages are read in.
pub(super) fn pairs(
    left: Side<'_>,
    right: Side<'_>,
    sides: &Sides,
    aligned: &Aligned,
    tasks: &[TaskPair],
) -> Vec<FigurePair> {
    let old = placed(left, &sides.left, &parts(left, tasks, |pair| pair.left));
    let new = placed(right, &sides.right, &parts(right, tasks, |pair| pair.right));
    let mut beside: HashMap<usize, usize> = HashMap::new();
    beside.extend(aligned.iter().filter_map(|(one, other)| Some(((*one)?, (*other)?))));
    let mut pairs = Pairs { of_left: vec![None; old.len()], of_right: vec![None; new.len()] };
    let records = (records(left.document, &old), records(right.document, &new));
    for (key, one) in &records.0 {
        if let (Some(one), Some(Some(other))) = (one, records.1.get(key)) {
            pairs.put(*one, *other);
        }
    }
    by_key(&old, &new, &beside, &mut pairs);
    in_sentence(&old, &new, &beside, &mut pairs);
    ordered(&old, &new, aligned, &pairs)
}

fn placed<'a>(side: Side<'a>, passages: &[Passage], parts: &[(Span, usize)]) -> Vec<Placed<'a>> {
    let place = |figure: &'a Figure| {
        let unit = unit::canonical(figure.unit.as_deref().unwrap_or_default());
        let task = part_at(parts, figure.span.start);
        let subject = subject(figure.subject.as_deref().unwrap_or_default());
        Placed {
            text: side.document.slice(figure.span),
            passage: passage_at(passages, figure.span.start),
            key: (task, figure.kind, unit.clone(), subject),
            figure,
            task,
            unit,
        }
    };
    side.found.figures.iter().map(place).collect()
}

/// The passage a place lies in. Passages rise, but for footnotes, which stand behind everything in the text as well.
fn passage_at(passages: &[Passage], at: usize) -> Option<usize> {
    let next = passages.partition_point(|passage| passage.span.start <= at);
    let index = next.checked_sub(1)?;
    (at < passages.get(index)?.span.end).then_some(index)
}

/// A subject as it is compared: folded, years and other numbers taken out, so that two years speak of one thing.
fn subject(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().any(char::is_alphabetic)).collect::<Vec<_>>().join(" ")
}

/// Figures by the record they show, where exactly one shows it.
fn records<'a>(document: &'a Document, placed: &[Placed<'_>]) -> BTreeMap<&'a str, Option<usize>> {
    let mut found: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for run in
        document.blocks.iter().flat_map(|block| &block.runs).chain(document.notes.iter().flat_map(|note| &note.runs))
    {
        let RunRole::Figure(key) = &run.role else { continue };
        let from = placed.partition_point(|one| one.figure.span.start < run.span.start);
        let to = placed.partition_point(|one| one.figure.span.start < run.span.end);
        let one = (to == from + 1).then_some(from);
        // A record shown twice tells none of them apart.
        found.entry(key.0.as_str()).and_modify(|known| *known = None).or_insert(one);
    }
    found
}

/// Pairs by task, kind, unit and subject: in the same sentence first, then of the same value, then in order.
fn by_key(old: &[Placed<'_>], new: &[Placed<'_>], beside: &HashMap<usize, usize>, pairs: &mut Pairs) {
    let mut buckets: BTreeMap<&Key, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (one, figure) in old.iter().enumerate().filter(|(one, _)| pairs.of_left.get(*one) == Some(&None)) {
        buckets.entry(&figure.key).or_default().0.push(one);
    }
    for (other, figure) in new.iter().enumerate().filter(|(other, _)| pairs.of_right.get(*other) == Some(&None)) {
        buckets.entry(&figure.key).or_default().1.push(other);
    }
    for (key, (lefts, rights)) in buckets.iter().filter(|(_, (lefts, rights))| !lefts.is_empty() && !rights.is_empty())
    {
        let together = |one: &Placed<'_>, other: &Placed<'_>| {
            one.passage.is_some_and(|passage| beside.get(&passage).copied() == other.passage)
        };
        let rules: [&Alike<'_>; 3] = [
            &|one, other| together(one, other) && change(one, other) == FigureChange::Same,
            &together,
            &|one, other| change(one, other) == FigureChange::Same,
        ];
        if lefts.len().saturating_mul(rights.len()) <= MOST {
            for rule in rules {
                take(lefts, rights, (old, new), rule, pairs);
            }
        }
        // Without a subject, nothing says that two figures of different sentences are one.
        if !key.3.is_empty() {
            in_order(lefts, rights, pairs);
        }
    }
}

fn take(
    lefts: &[usize],
    rights: &[usize],
    (old, new): (&[Placed<'_>], &[Placed<'_>]),
    rule: &dyn Fn(&Placed<'_>, &Placed<'_>) -> bool,
    pairs: &mut Pairs,
) {
    for one in lefts {
        let fits = |other: &&usize| {
            pairs.is_free(*one, **other)
                && old.get(*one).zip(new.get(**other)).is_some_and(|(one, other)| rule(one, other))
        };
        if let Some(other) = rights.iter().find(fits) {
            pairs.put(*one, *other);
        }
    }
}

fn in_order(lefts: &[usize], rights: &[usize], pairs: &mut Pairs) {
    let one: Vec<usize> = lefts.iter().copied().filter(|one| pairs.of_left.get(*one) == Some(&None)).collect();
    let other: Vec<usize> = rights.iter().copied().filter(|other| pairs.of_right.get(*other) == Some(&None)).collect();
    for (one, other) in one.into_iter().zip(other) {
        pairs.put(one, other);
    }
}

/// Pairs what is left in sentences that stand side by side: of one kind or unit, or where each has one left.
fn in_sentence(old: &[Placed<'_>], new: &[Placed<'_>], beside: &HashMap<usize, usize>, pairs: &mut Pairs) {
    let mut left_over: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (one, figure) in old.iter().enumerate().filter(|(one, _)| pairs.of_left.get(*one) == Some(&None)) {
        if let Some(other) = figure.passage.and_then(|passage| beside.get(&passage)) {
            left_over.entry(*other).or_default().0.push(one);
        }
    }
    for (other, figure) in new.iter().enumerate().filter(|(other, _)| pairs.of_right.get(*other) == Some(&None)) {
        if let Some((_, rights)) = figure.passage.and_then(|passage| left_over.get_mut(&passage)) {
            rights.push(other);
        }
    }
    for (lefts, rights) in left_over.values() {
        if let ([one], [other]) = (lefts.as_slice(), rights.as_slice()) {
            pairs.put(*one, *other);
        } else if lefts.len().saturating_mul(rights.len()) <= MOST {
            let both =
                |one: &Placed<'_>, other: &Placed<'_>| one.figure.kind == other.figure.kind && one.unit == other.unit;
            let either =
                |one: &Placed<'_>, other: &Placed<'_>| one.figure.kind == other.figure.kind || one.unit == other.unit;
            take(lefts, rights, (old, new), &both, pairs);
            take(lefts, rights, (old, new), &either, pairs);
        }
    }
}

/// Two places that stand side by side, either of which may be empty.
type Beside = (Option<usize>, Option<usize>);

/// Whether two figures are taken for one.
type Alike<'a> = dyn Fn(&Placed<'_>, &Placed<'_>) -> bool + 'a;

/// All figures in the order their passages are read in.
fn ordered(old: &[Placed<'_>], new: &[Placed<'_>], aligned: &Aligned, pairs: &Pairs) -> Vec<FigurePair> {
    let rank = |of: fn(&Beside) -> Option<usize>| -> HashMap<usize, usize> {
        aligned.iter().enumerate().filter_map(|(rank, pair)| Some((of(pair)?, rank))).collect()
    };
    let (left_rank, right_rank) = (rank(|pair| pair.0), rank(|pair| pair.1));
    let at = |ranks: &HashMap<usize, usize>, figure: &Placed<'_>| {
        figure.passage.and_then(|passage| ranks.get(&passage)).copied().unwrap_or(usize::MAX)
    };
    let mut found = Vec::with_capacity(old.len() + new.len());
    for (other, figure) in new.iter().enumerate() {
        let one = pairs.of_right.get(other).copied().flatten();
        let change = match one.and_then(|one| old.get(one)) {
            Some(before) => change(before, figure),
            None => FigureChange::OnlyRight,
        };
        found.push((
            (at(&right_rank, figure), 1, other),
            FigurePair { left: one, right: Some(other), task: figure.task, change },
        ));
    }
    for (one, figure) in old.iter().enumerate().filter(|(one, _)| pairs.of_left.get(*one) == Some(&None)) {
        let alone = FigurePair { left: Some(one), right: None, task: figure.task, change: FigureChange::OnlyLeft };
        found.push(((at(&left_rank, figure), 0, one), alone));
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, pair)| pair).collect()
}

/// What changed from one figure to the other.
fn change(before: &Placed<'_>, after: &Placed<'_>) -> FigureChange {
    let (old, new) = (before.figure, after.figure);
    let readable = old.value.is_some() || new.value.is_some();
    let same_values = (old.value, old.value_max, old.of) == (new.value, new.value_max, new.of);
    let same_text = || before.text.split_whitespace().eq(after.text.split_whitespace());
    let same_direction = old.direction == new.direction;
    if before.unit == after.unit && same_direction && same_values && (readable || same_text()) {
        return FigureChange::Same;
    }
    let by =
        (before.unit == after.unit).then(|| signed(new)?.checked_sub(signed(old)?)).flatten().map(|by| by.normalize());
    let points = before.unit.contains('%');
    let percent = by.filter(|_| !points).zip(signed(old)).and_then(|(by, old)| {
        let share = by.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(old.abs())?;
        Some(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize())
    });
    FigureChange::Changed { by, percent }
}

/// A figure's value, a fall against another period below nothing.
fn signed(figure: &Figure) -> Option<Decimal> {
    let falls = figure.kind == FigureKind::ChangeVsSamePeriod && figure.direction == Some(Direction::Down);
    figure.value.map(|value| if falls { -value } else { value })
}
