//! What becomes of a section's words when someone settles a block that waits, and what they may not put in. Pure.

use std::collections::BTreeSet;

use tt_domain::composing::{Block, Section};

use super::looking::is_ranking;

/// Whether words have a ranking of agencies that was not in them before.
pub(super) fn adds_ranking(before: &[Block], now: &[Block]) -> bool {
    let rankings = |blocks: &[Block]| -> BTreeSet<String> {
        let shown = blocks.iter().filter_map(Block::embedded).filter(|one| is_ranking(one));
        shown.map(ToString::to_string).collect()
    };
    !rankings(now).is_subset(&rankings(before))
}

/// A section in which one waiting block is settled: as generated now, or kept as the person left it.
pub(super) fn settled(seen: Section, fresh: &[Block], of: &str, keep: bool) -> Section {
    let is = |block: &&Block| block.origin.as_deref() == Some(of);
    let new = fresh.iter().find(is).cloned();
    let mut base: Vec<Block> = seen.base.clone();
    let mut blocks = seen.blocks.clone();
    let place = |blocks: &[Block]| {
        let earlier = fresh.iter().take_while(|block| !is(block)).filter_map(|block| block.origin.as_deref());
        let stands = |origin: &str| blocks.iter().position(|block| block.origin.as_deref() == Some(origin));
        earlier.filter_map(stands).max().map_or(0, |at| at + 1)
    };
    replace(&mut base, of, new.clone(), place);
    if !keep {
        replace(&mut blocks, of, new, place);
    }
    Section { base, blocks, ..seen }
}

/// Puts a generated block in the place of the one of its name, takes that out, or puts it where it belongs.
fn replace(blocks: &mut Vec<Block>, of: &str, new: Option<Block>, place: impl Fn(&[Block]) -> usize) {
    let at = blocks.iter().position(|block| block.origin.as_deref() == Some(of));
    match (at, new) {
        (Some(at), Some(new)) => {
            if let Some(old) = blocks.get_mut(at) {
                *old = new;
            }
        }
        (Some(at), None) => {
            blocks.remove(at);
        }
        (None, Some(new)) => blocks.insert(place(blocks).min(blocks.len()), new),
        (None, None) => {}
    }
}
