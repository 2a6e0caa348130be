//! Parents and dependencies of tasks must not run in a circle: the check, naming the circle.

use std::collections::{BTreeMap, BTreeSet};

/// A circle among edges, each `(one, other)` read as "one hangs on other": its members once each, in order, from the
/// smallest on; `None` where there is none. Works for parents (child, parent) and dependencies (task, what it waits
/// for), of tasks as of agencies. Takes time and memory in proportion to the edges, however deep they go.
pub fn find_cycle<K: Copy + Ord>(edges: impl IntoIterator<Item = (K, K)>) -> Option<Vec<K>> {
    let graph = graph(edges);
    let mut done = BTreeSet::new();
    for &start in graph.keys() {
        // The path walked, each with the neighbours not tried yet.
        let mut path: Vec<(K, Vec<K>)> = Vec::new();
        let mut on_path = BTreeSet::new();
        let mut next = (!done.contains(&start)).then_some(start);
        loop {
            if let Some(node) = next.take() {
                if on_path.contains(&node) {
                    let circle = path.iter().map(|(member, _)| *member).skip_while(|member| *member != node);
                    return Some(from_smallest(circle.collect()));
                }
                if !done.contains(&node) {
                    on_path.insert(node);
                    path.push((node, graph.get(&node).cloned().unwrap_or_default()));
                }
            }
            let Some((node, untried)) = path.last_mut() else { break };
            next = untried.pop();
            if next.is_none() {
                done.insert(*node);
                on_path.remove(node);
                path.pop();
            }
        }
    }
    None
}

/// The circle a new edge would close, given edges without one: its members once each, from the smallest on.
pub fn would_close<K: Copy + Ord>(edges: impl IntoIterator<Item = (K, K)>, new: (K, K)) -> Option<Vec<K>> {
    let graph = graph(edges);
    let (from, to) = new;
    // Back from `to`: whether `from` is reached, and by which way.
    let mut came_from: BTreeMap<K, K> = BTreeMap::new();
    let mut waiting = vec![to];
    let mut seen = BTreeSet::from([to]);
    while let Some(node) = waiting.pop() {
        if node == from {
            let mut circle = vec![from];
            let mut at = from;
            while let Some(before) = came_from.get(&at) {
                circle.push(*before);
                at = *before;
            }
            circle.reverse();
            return Some(from_smallest(circle));
        }
        for next in graph.get(&node).into_iter().flatten() {
            if seen.insert(*next) {
                came_from.insert(*next, node);
                waiting.push(*next);
            }
        }
    }
    None
}

fn graph<K: Copy + Ord>(edges: impl IntoIterator<Item = (K, K)>) -> BTreeMap<K, Vec<K>> {
    let mut graph: BTreeMap<K, Vec<K>> = BTreeMap::new();
    for (one, other) in edges {
        graph.entry(one).or_default().push(other);
    }
    graph
}

fn from_smallest<K: Copy + Ord>(mut circle: Vec<K>) -> Vec<K> {
    let smallest = circle.iter().enumerate().min_by_key(|(_, member)| **member).map_or(0, |(at, _)| at);
    circle.rotate_left(smallest);
    circle
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn circles_are_named() {
        type Case = (&'static [(i32, i32)], Option<&'static [i32]>);
        let cases: [Case; 7] = [
            (&[], None),
            (&[(1, 1)], Some(&[1])),
            (&[(1, 2), (2, 3)], None),
            (&[(2, 3), (3, 1), (1, 2)], Some(&[1, 2, 3])),
            (&[(1, 2), (1, 3), (2, 4), (3, 4)], None),
            (&[(1, 2), (2, 5), (5, 3), (3, 2)], Some(&[2, 5, 3])),
            (&[(9, 8), (8, 9), (1, 2)], Some(&[8, 9])),
        ];
        for (edges, circle) in cases {
            assert_eq!(find_cycle(edges.iter().copied()).as_deref(), circle, "{edges:?}");
        }
    }

    #[test]
    fn new_edge_is_refused_before_it_is_made() {
        let edges = [(2, 1), (3, 2), (4, 2)];
        assert_eq!(would_close(edges, (1, 3)), Some(vec![1, 3, 2]));
        assert_eq!(would_close(edges, (1, 1)), Some(vec![1]));
        assert_eq!(would_close(edges, (4, 3)), None);
    }

    #[test]
    fn depth_does_not_matter() {
        let chain = (0..100_000).map(|n| (n, n + 1));
        assert_eq!(find_cycle(chain.clone()), None);
        assert_eq!(find_cycle(chain.clone().chain([(100_000, 0)])).map(|circle| circle.len()), Some(100_001));
        assert_eq!(would_close(chain, (100_000, 0)).map(|circle| circle.len()), Some(100_001));
    }

    proptest! {
        /// A circle found is one; an edge closes a circle exactly when the whole has one.
        #[test]
        fn both_searches_agree(edges in prop::collection::vec((0..8_u8, 0..8_u8), 0..20)) {
            let is_circle = |circle: &[u8], all: &[(u8, u8)]| {
                (0..circle.len()).all(|at| all.contains(&(circle[at], circle[(at + 1) % circle.len()])))
            };
            let mut kept: Vec<(u8, u8)> = Vec::new();
            for edge in &edges {
                let closed = would_close(kept.iter().copied(), *edge);
                let mut all = kept.clone();
                all.push(*edge);
                let found = find_cycle(all.iter().copied());
                prop_assert_eq!(closed.is_some(), found.is_some());
                for circle in [&closed, &found].into_iter().flatten() {
                    prop_assert!(is_circle(circle, &all), "{:?} in {:?}", circle, all);
                }
                if closed.is_none() {
                    kept = all;
                }
            }
        }
    }
}
