//! Things an agency follows one by one (sổ theo dõi), as a report names them, with what it says of each.
//!
//! Markets, industrial clusters, hydropower plants and communes are named by a kind word and a proper name, one by one
//! or in a list (`08 chợ xã (A, B, … huyện C)`). What is said of their way, `đã giao`, `hoàn thành xong thủ tục định
//! giá`, belongs to the things in its clause, else to those the paragraph speaks of. What is only counted, `09 đơn vị`,
//! is a count and never a thing without a name. All of it is a proposal to a person, who sees the sentence beside it.

mod claim;
mod count;
mod kind;
mod list;
mod name;
mod sign;

use std::collections::BTreeMap;

use jiff::civil::Date;
use tt_text::{Span, fold};

use crate::extract::Extraction;
use crate::model::{BlockKind, Document};

pub use count::{Counted, CountedPart};
pub use kind::TrackedKind;
pub use sign::{ClaimMark, Sign};

/// A thing that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// What it is.
    pub kind: TrackedKind,
    /// Its name as a list would have it: `Chợ Ba Xã`, `Cụm công nghiệp Hợp Thành 1`.
    pub name: String,
    /// Commune, ward or town it lies in, with its level: `xã Tân Đoàn`.
    pub commune: Option<String>,
    /// District or city, with its level: `huyện Văn Quan`.
    pub district: Option<String>,
    /// Every place where the text names it, the first one first.
    pub mentions: Vec<Span>,
    /// What the text says of its way, in the order of the text.
    pub claims: Vec<Claim>,
}

/// What a text says of a thing's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What.
    pub sign: Sign,
    /// Whether it has happened, is under way, is stuck, or is only meant to happen.
    pub mark: ClaimMark,
    /// The words that say so.
    pub span: Span,
    /// The sentence they stand in.
    pub sentence: Span,
    /// The day it happened, where a document or the sentence gives it.
    pub day: Option<Date>,
    /// The document it rests on, as cited.
    pub document: Option<Span>,
}

/// What a document says of things that are followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracking {
    /// Things with names, in the order of their first mention.
    pub things: Vec<Tracked>,
    /// Counts of things.
    pub counts: Vec<Counted>,
}

/// Finds what a document says of things that are followed.
pub fn tracked(document: &Document, found: &Extraction) -> Tracking {
    let mut gathered = Gathered::default();
    for passage in passages(document, found) {
        claim::read(document, found, &passage, &mut gathered);
    }
    Tracking { counts: count::counts(document, found, &gathered.things), things: gathered.things }
}

/// A paragraph or a note that may speak of things.
pub(crate) struct Passage {
    /// Where.
    span: Span,
    /// Whether it tells what was assigned or is proposed, and so not what has happened.
    wished: bool,
}

fn passages(document: &Document, found: &Extraction) -> Vec<Passage> {
    let tasks = found.tasks.iter().map(|task| task.text_span);
    let wishes: Vec<Span> = tasks.chain(found.proposals.iter().map(|proposal| proposal.text_span)).collect();
    let blocks = document.blocks.iter().filter(|block| {
        let plain = !matches!(block.kind, BlockKind::Frame | BlockKind::Table(_) | BlockKind::Picture(_));
        plain && document.slice(block.span).chars().any(char::is_lowercase)
    });
    let spans = blocks.map(|block| block.span).chain(document.notes.iter().map(|note| note.span));
    spans.map(|span| Passage { span, wished: wishes.iter().any(|wish| wish.overlaps(span)) }).collect()
}

/// What has been found so far.
#[derive(Default)]
pub(crate) struct Gathered {
    things: Vec<Tracked>,
    /// By kind and the proper part of the name, folded: the things that bear it.
    known: BTreeMap<(TrackedKind, String), Vec<usize>>,
}

impl Gathered {
    /// The thing a mention names: one known by that name whose place does not differ, or a new one.
    fn thing(&mut self, mention: name::Mention) -> usize {
        let key = (mention.kind, fold(&mention.proper));
        let same = |left: &Option<String>, right: &Option<String>| match (left, right) {
            (Some(left), Some(right)) => proper_of(left) == proper_of(right),
            _ => true,
        };
        let bearers = self.known.entry(key).or_default();
        let things = &self.things;
        let known = bearers.iter().copied().find(|index| {
            things
                .get(*index)
                .is_some_and(|thing| same(&thing.commune, &mention.commune) && same(&thing.district, &mention.district))
        });
        let index = known.unwrap_or(things.len());
        if known.is_none() {
            bearers.push(index);
            self.things.push(Tracked {
                kind: mention.kind,
                name: mention.name.clone(),
                commune: None,
                district: None,
                mentions: Vec::new(),
                claims: Vec::new(),
            });
        }
        if let Some(thing) = self.things.get_mut(index) {
            thing.mentions.push(mention.span);
            thing.commune = thing.commune.take().or(mention.commune);
            thing.district = thing.district.take().or(mention.district);
        }
        index
    }
}

/// The name of a place without its level, folded.
fn proper_of(place: &str) -> String {
    let bare = name::LEVELS.iter().find_map(|level| place.strip_prefix(level)).unwrap_or(place);
    fold(bare.trim())
}

#[cfg(test)]
mod tests;
