//! Which task of one document is which of the other.

use std::collections::HashMap;

use tt_text::fold;

use super::{TaskPair, words};
use crate::extract::{Extraction, Task};
use crate::tasks::similarity::Weighted;

/// Least share of a task's words that must be found in another for the two to be one; less suffices under one number.
const FLOOR: f64 = 0.16;
const FLOOR_UNDER_ONE_NUMBER: f64 = 0.08;

/// What one number adds to the likeness of two tasks.
const SAME_NUMBER: f64 = 0.2;

/// Pairs the tasks of two documents: in the order of the right side, those only on the left last.
pub(super) fn pairs(left: &Extraction, right: &Extraction) -> Vec<TaskPair> {
    let mut chosen: Vec<Option<usize>> = vec![None; right.tasks.len()];
    let mut taken = vec![false; left.tasks.len()];
    let mut give = |place: usize, of: usize| {
        if let (Some(slot @ None), Some(taken @ false)) = (chosen.get_mut(place), taken.get_mut(of)) {
            *slot = Some(of);
            *taken = true;
        }
    };
    for (place, of) in alike_to_the_letter(left, right) {
        give(place, of);
    }
    for (_, place, of) in alike(left, right) {
        give(place, of);
    }
    let mut pairs: Vec<TaskPair> = chosen
        .iter()
        .enumerate()
        .map(|(place, of)| {
            let old = of.and_then(|of| left.tasks.get(of));
            pair((*of, old), (Some(place), right.tasks.get(place)))
        })
        .collect();
    let alone = taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(of, _)| of);
    pairs.extend(alone.map(|of| pair((Some(of), left.tasks.get(of)), (None, None))));
    pairs
}

/// Tasks of the same words, the same number first.
fn alike_to_the_letter(left: &Extraction, right: &Extraction) -> Vec<(usize, usize)> {
    let mut known: HashMap<(String, u32), usize> = HashMap::new();
    let mut by_words: HashMap<String, usize> = HashMap::new();
    for (of, task) in left.tasks.iter().enumerate() {
        known.entry((fold(&task.text), task.number)).or_insert(of);
        by_words.entry(fold(&task.text)).or_insert(of);
    }
    let find = |(place, task): (usize, &Task)| {
        let words = fold(&task.text);
        let of = known.get(&(words.clone(), task.number)).or_else(|| by_words.get(&words));
        of.map(|of| (place, *of))
    };
    right.tasks.iter().enumerate().filter_map(find).collect()
}

/// Tasks that resemble each other, the most alike first.
fn alike(left: &Extraction, right: &Extraction) -> Vec<(f64, usize, usize)> {
    let weighted = Weighted::new(left.tasks.iter().map(|task| task.text.as_str()));
    let mut candidates = Vec::new();
    for (place, task) in right.tasks.iter().enumerate() {
        for (of, share) in weighted.shares(&task.text) {
            let one_number = left.tasks.get(of).is_some_and(|other| other.number == task.number);
            let (floor, more) = if one_number { (FLOOR_UNDER_ONE_NUMBER, SAME_NUMBER) } else { (FLOOR, 0.0) };
            if share >= floor {
                candidates.push((share + more, place, of));
            }
        }
    }
    candidates.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    candidates
}

fn pair((of, old): (Option<usize>, Option<&Task>), (place, new): (Option<usize>, Option<&Task>)) -> TaskPair {
    let (mut said, mut renumbered, mut regraded) = (Vec::new(), false, false);
    if let (Some(old), Some(new)) = (old, new) {
        if old.text.split_whitespace().ne(new.text.split_whitespace()) {
            said = words::pieces(&old.text, &new.text);
        }
        renumbered = old.number != new.number;
        let grade = |task: &Task| task.rating.as_ref().map(|rating| rating.grade);
        regraded = grade(old) != grade(new);
    }
    TaskPair { left: of, right: place, words: said, renumbered, regraded, figures: 0, sentences: 0 }
}
