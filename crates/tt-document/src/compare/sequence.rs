//! What two sequences have in common, in order: the longest common subsequence where it can be had, and where the two are
//! too long for that, what follows from entries that occur once on each side.

use std::collections::HashMap;

/// Most cells of the table of one stretch: more would take more than some milliseconds.
const CELLS: usize = 1_000_000;

/// Places that the two have in common, rising on both sides.
pub(super) fn common(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut waiting = vec![(0, left.len(), 0, right.len())];
    while let Some((mut from, mut to, mut at, mut end)) = waiting.pop() {
        let same = |one: usize, other: usize| left.get(one) == right.get(other);
        while from < to && at < end && same(from, at) {
            found.push((from, at));
            (from, at) = (from + 1, at + 1);
        }
        while from < to && at < end && same(to - 1, end - 1) {
            (to, end) = (to - 1, end - 1);
            found.push((to, end));
        }
        let (one, other) = (left.get(from..to).unwrap_or_default(), right.get(at..end).unwrap_or_default());
        if one.is_empty() || other.is_empty() {
            continue;
        }
        if one.len().saturating_mul(other.len()) <= CELLS {
            found.extend(longest(one, other).into_iter().map(|(one, other)| (from + one, at + other)));
            continue;
        }
        // Between entries that occur once on each side, the stretches are shorter.
        let (mut before, mut behind) = (from, at);
        for (one, other) in once_each(one, other) {
            found.push((from + one, at + other));
            waiting.push((before, from + one, behind, at + other));
            (before, behind) = (from + one + 1, at + other + 1);
        }
        if (before, behind) != (from, at) {
            waiting.push((before, to, behind, end));
        }
    }
    found.sort_unstable();
    found
}

/// The longest common subsequence.
fn longest(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    // How much the two have in common from a place on.
    let mut table = vec![0_u32; (left.len() + 1) * width];
    for (row, one) in left.iter().enumerate().rev() {
        let (own, below) = table.split_at_mut((row + 1) * width);
        let mut last = 0;
        for (column, other) in right.iter().enumerate().rev() {
            let under = below.get(column).copied().unwrap_or_default();
            let best =
                if one == other { below.get(column + 1).copied().unwrap_or_default() + 1 } else { under.max(last) };
            if let Some(cell) = own.get_mut(row * width + column) {
                *cell = best;
            }
            last = best;
        }
    }
    let at = |row: usize, column: usize| table.get(row * width + column).copied().unwrap_or_default();
    let (mut row, mut column) = (0, 0);
    let mut found = Vec::new();
    while let (Some(one), Some(other)) = (left.get(row), right.get(column)) {
        if one == other {
            found.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if at(row + 1, column) >= at(row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}

/// Entries that occur once on each side, as many as stand in one order on both.
fn once_each(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    let mut places: HashMap<u32, (usize, usize, usize)> = HashMap::new();
    for entry in left {
        places.entry(*entry).or_default().0 += 1;
    }
    for (at, entry) in right.iter().enumerate() {
        if let Some((_, count, place)) = places.get_mut(entry) {
            (*count, *place) = (*count + 1, at);
        }
    }
    let single = |(at, entry): (usize, &u32)| match places.get(entry) {
        Some((1, 1, place)) => Some((at, *place)),
        _ => None,
    };
    rising(&left.iter().enumerate().filter_map(single).collect::<Vec<_>>())
}

/// The longest run of pairs whose second rises, of pairs whose first does.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair that ends a run of it lowest, and for each pair the one before it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |index: usize| pairs.get(index).map(|(_, second)| *second);
    for (index, (_, value)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end).is_some_and(|end| end < *value));
        before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut run = Vec::new();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        run.extend(pairs.get(index));
        next = before.get(index).copied().flatten();
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_common_is_found_in_order() {
        assert_eq!(common(&[1, 2, 3, 4], &[1, 3, 9, 4]), [(0, 0), (2, 1), (3, 3)]);
        assert!(common(&[1, 2], &[3]).is_empty());
        assert!(common(&[], &[]).is_empty());
    }

    #[test]
    fn long_sequences_are_held_by_what_occurs_once() {
        let left: Vec<u32> = (0..3000).collect();
        let mut right: Vec<u32> = (0..3000).filter(|entry| entry % 10 != 0).collect();
        right.insert(100, 9999);
        let found = common(&left, &right);
        assert_eq!(found.len(), 2700);
        // Nothing occurs once, nothing is alike at the ends: no time is lost on it.
        let same: Vec<u32> = std::iter::repeat_n(7, 5000).chain([1]).collect();
        let other: Vec<u32> = std::iter::repeat_n(8, 5000).chain([2]).collect();
        assert!(common(&same, &other).is_empty());
    }

    proptest! {
        #[test]
        fn pairs_rise_and_are_equal(left in prop::collection::vec(0_u32..6, 0..40), right in prop::collection::vec(0_u32..6, 0..40)) {
            let found = common(&left, &right);
            for (one, other) in &found {
                prop_assert_eq!(left[*one], right[*other]);
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1);
            }
            prop_assert_eq!(common(&left, &left).len(), left.len());
        }
    }
}
