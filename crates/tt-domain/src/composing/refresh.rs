//! Generating a section again without writing over a person.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Block;

/// A section generated again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refreshed {
    /// The section as it is to stand.
    pub blocks: Vec<Block>,
    /// What was generated otherwise than a person left it, for them to look at.
    pub waiting: Vec<Waiting>,
}

/// A generated block a person changed or took out, and that is generated differently now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its name.
    pub origin: String,
    /// As generated now; `None` when it is generated no more.
    pub fresh: Option<Block>,
    /// Whether the person took it out, rather than changed it.
    pub taken_out: bool,
}

/// Puts what is generated now (`fresh`) into a section (`current`) that began as `base`.
///
/// A block nobody touched follows; a block a person changed, added or took out stays as they left it, and is told of where
/// it is generated differently now. A new one comes in behind the generated block it follows.
pub fn refresh(base: &[Block], current: &[Block], fresh: &[Block]) -> Refreshed {
    let before = by_origin(base);
    let now = by_origin(fresh);
    let present: BTreeSet<&str> = current.iter().filter_map(|block| block.origin.as_deref()).collect();
    let mut blocks = Vec::with_capacity(current.len().max(fresh.len()));
    let mut waiting = Vec::new();
    for block in current {
        let Some(origin) = block.origin.as_deref() else {
            blocks.push(block.clone());
            continue;
        };
        let untouched = before.get(origin).is_some_and(|base| base.says_same(block));
        match (untouched, now.get(origin)) {
            (true, Some(fresh)) => blocks.push((*fresh).clone()),
            (true, None) => {}
            (false, fresh) => {
                let known = before.get(origin);
                let same = match (known, fresh) {
                    (Some(known), Some(fresh)) => known.says_same(fresh),
                    (None, None) => true,
                    _ => false,
                };
                let reached = fresh.is_some_and(|fresh| fresh.says_same(block));
                if !same && !reached {
                    waiting.push(waits(origin, fresh.copied(), false));
                }
                blocks.push(block.clone());
            }
        }
    }
    for (at, block) in fresh.iter().enumerate() {
        let Some(origin) = block.origin.as_deref().filter(|origin| !present.contains(origin)) else { continue };
        match before.get(origin) {
            Some(known) if known.says_same(block) => {}
            Some(_) => waiting.push(waits(origin, Some(block), true)),
            None => {
                let place = place_after(&blocks, fresh.get(..at).unwrap_or_default());
                blocks.insert(place, block.clone());
            }
        }
    }
    Refreshed { blocks, waiting }
}

fn waits(origin: &str, fresh: Option<&Block>, taken_out: bool) -> Waiting {
    Waiting { origin: origin.to_owned(), fresh: fresh.cloned(), taken_out }
}

fn by_origin(blocks: &[Block]) -> BTreeMap<&str, &Block> {
    blocks.iter().filter_map(|block| Some((block.origin.as_deref()?, block))).collect()
}

/// Behind the nearest generated block that stands before it; at the start without one.
fn place_after(blocks: &[Block], earlier: &[Block]) -> usize {
    let stands = |origin: &str| blocks.iter().position(|block| block.origin.as_deref() == Some(origin));
    earlier.iter().rev().find_map(|block| stands(block.origin.as_deref()?)).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::composing::content::{Body, Inline, InlineShows};

    fn block(origin: Option<&str>, text: &str) -> Block {
        Block { origin: origin.map(str::to_owned), ..Block::paragraph(vec![Inline::text(text)]) }
    }

    fn words(blocks: &[Block]) -> Vec<String> {
        let text = |block: &Block| match &block.body {
            Body::Flow(inlines) => inlines
                .iter()
                .map(|inline| match &inline.shows {
                    InlineShows::Text(text) => text.clone(),
                    _ => String::new(),
                })
                .collect(),
            Body::Grid(_) => String::new(),
        };
        blocks.iter().map(text).collect()
    }

    #[test]
    fn what_nobody_touched_follows_and_what_a_person_wrote_stays() {
        let base = [block(Some("a"), "A1"), block(Some("b"), "B1"), block(Some("c"), "C1"), block(Some("d"), "D1")];
        let current =
            [block(Some("a"), "A1"), block(None, "của tôi"), block(Some("b"), "B1 sửa"), block(Some("d"), "D1")];
        let fresh = [block(Some("a"), "A2"), block(Some("n"), "N"), block(Some("b"), "B2"), block(Some("c"), "C2")];
        let refreshed = refresh(&base, &current, &fresh);
        assert_eq!(words(&refreshed.blocks), ["A2", "N", "của tôi", "B1 sửa"]);
        let waiting: Vec<_> = refreshed.waiting.iter().map(|one| (one.origin.as_str(), one.taken_out)).collect();
        assert_eq!(waiting, [("b", false), ("c", true)]);
        let again = refresh(&fresh, &refreshed.blocks, &fresh);
        assert_eq!(again.blocks, refreshed.blocks);
        assert!(again.waiting.is_empty(), "told once, not for ever: {:?}", again.waiting);
    }

    fn generated() -> impl Strategy<Value = Vec<Block>> {
        prop::collection::btree_map("[a-f]", "[x-z]{1,2}", 0..6)
            .prop_map(|map| map.iter().map(|(origin, text)| block(Some(origin), text)).collect())
    }

    proptest! {
        #[test]
        fn a_section_nobody_touched_becomes_what_is_generated(base in generated(), fresh in generated()) {
            let refreshed = refresh(&base, &base, &fresh);
            prop_assert_eq!(refreshed.blocks, fresh);
            prop_assert!(refreshed.waiting.is_empty());
        }

        #[test]
        fn what_a_person_wrote_is_never_lost(
            base in generated(),
            fresh in generated(),
            own in prop::collection::vec("[p-s]{3}", 1..4),
            changed in "[t-v]{4}",
        ) {
            let mut current = base.clone();
            if let Some(first) = current.first_mut() {
                *first = block(first.origin.as_deref(), &changed);
            }
            let edited = !current.is_empty();
            for text in &own {
                current.insert(current.len() / 2, block(None, text));
            }
            let after = words(&refresh(&base, &current, &fresh).blocks);
            for text in &own {
                prop_assert!(after.contains(text));
            }
            prop_assert!(!edited || after.contains(&changed));
        }
    }
}
