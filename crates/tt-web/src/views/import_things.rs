//! Things a report names, and what would become of them in the registers, for the screen.

use tt_app::Language;
use tt_app::import::ImportOutcome;
use tt_app::import::tracked::ReadEntry;
use tt_app::registers::offered::{OfferFate, Offered};
use tt_document::tracked::TrackedKind;

use crate::show::say;

/// Things of one kind.
#[derive(Clone, Debug)]
pub(crate) struct ThingGroup {
    pub(crate) name: &'static str,
    pub(crate) things: Vec<ThingView>,
}

/// A thing.
#[derive(Clone, Debug)]
pub(crate) struct ThingView {
    /// Its place in the list, sent back with its tick.
    pub(crate) place: usize,
    pub(crate) name: String,
    pub(crate) lies: String,
    pub(crate) steps: Vec<String>,
    pub(crate) sentences: Vec<String>,
    /// What becomes of it.
    pub(crate) fate: &'static str,
    /// Why some of it is left.
    pub(crate) left: Vec<String>,
    /// Whether it can be ticked.
    pub(crate) is_news: bool,
}

/// A number without names.
#[derive(Clone, Debug)]
pub(crate) struct CountView {
    pub(crate) kind: &'static str,
    pub(crate) printed: String,
    pub(crate) parts: String,
    pub(crate) sentence: String,
}

/// Whether an entry would be made or changed.
pub(crate) fn is_news(fate: OfferFate) -> bool {
    matches!(fate, OfferFate::New(_) | OfferFate::Changed(_))
}

/// The things of an import, by kind; none for who may not write in registers.
pub(crate) fn things(outcome: &ImportOutcome, lang: Language) -> Vec<ThingGroup> {
    let with_fate: Vec<(usize, &ReadEntry, &Offered)> = outcome
        .things
        .iter()
        .zip(&outcome.offered)
        .enumerate()
        .map(|(place, (thing, offered))| (place, thing, offered))
        .collect();
    TrackedKind::ALL
        .into_iter()
        .map(|kind| ThingGroup {
            name: kind_words(kind, lang),
            things: with_fate.iter().filter(|(_, thing, _)| thing.kind == kind).map(|one| view(one, lang)).collect(),
        })
        .filter(|group| !group.things.is_empty())
        .collect()
}

fn view((place, thing, offered): &(usize, &ReadEntry, &Offered), lang: Language) -> ThingView {
    ThingView {
        place: *place,
        name: thing.name.clone(),
        lies: thing.place.clone(),
        steps: thing.steps.clone(),
        sentences: thing.sentences.clone(),
        fate: match offered.fate {
            OfferFate::New(_) => say(lang, "mục mới", "new"),
            OfferFate::Changed(_) => say(lang, "bổ sung mục đã có", "adds to one on record"),
            OfferFate::Known(_) => say(lang, "đã có trong sổ", "on record already"),
            OfferFate::Wrong => say(lang, "không ghi được", "cannot be taken"),
        },
        left: offered.left.iter().map(|trouble| lang.pick(&trouble.message).to_owned()).collect(),
        is_news: is_news(offered.fate),
    }
}

/// The numbers without names.
pub(crate) fn counts(outcome: &ImportOutcome, lang: Language) -> Vec<CountView> {
    let view = |count: &tt_app::import::tracked::ReadCount| CountView {
        kind: kind_words(count.kind, lang),
        printed: count.printed.clone(),
        parts: count.parts.iter().map(|(place, number)| format!("{place}: {number}")).collect::<Vec<_>>().join("; "),
        sentence: count.sentence.clone(),
    };
    outcome.counts.iter().map(view).collect()
}

fn kind_words(kind: TrackedKind, lang: Language) -> &'static str {
    match kind {
        TrackedKind::Market => say(lang, "Chợ", "Markets"),
        TrackedKind::IndustrialCluster => say(lang, "Cụm công nghiệp", "Industrial clusters"),
        TrackedKind::HydropowerPlant => say(lang, "Nhà máy thủy điện", "Hydropower plants"),
        TrackedKind::Commune => say(lang, "Xã, tiêu chí nông thôn mới", "Communes and criteria"),
        TrackedKind::Inspected => say(lang, "Đơn vị được kiểm tra, giám sát", "Units inspected"),
    }
}
