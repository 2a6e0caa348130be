//! Last year's targets against next year's: kept, raised, lowered, dropped, new, or not comparable.
//!
//! Values are compared exactly, in one scale (`5,18 tỷ USD` is `5.180 triệu USD`). What counts as more is what is better:
//! by the indicator a target rests on where that says so, else by the sense of its words (`không quá 5%` is raised by
//! promising 4%).

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rust_decimal::Decimal;
use tt_text::fold::{fold, lower};
use tt_text::unit;

use crate::goal::promised;
use crate::indicator::Better;
use crate::said::{Said, amount, said};
use crate::task::{Comparator, Measure, NewTarget, Target, coded};

coded! {
    /// How a target moves from one year to the next.
    Shift {
        /// Giữ nguyên.
        Kept = "kept",
        /// Nâng.
        Raised = "raised",
        /// Hạ.
        Lowered = "lowered",
        /// Không đưa vào.
        Dropped = "dropped",
        /// Mới.
        New = "new",
        /// Đổi cách nêu: the same matter, promised in a way that cannot be held against the old one.
        Changed = "changed",
    }
}

impl Shift {
    /// In words.
    pub fn words(self) -> Said {
        match self {
            Self::Kept => said("Giữ nguyên", "Kept"),
            Self::Raised => said("Nâng", "Raised"),
            Self::Lowered => said("Hạ", "Lowered"),
            Self::Dropped => said("Không đưa vào", "Dropped"),
            Self::New => said("Mới", "New"),
            Self::Changed => said("Đổi cách nêu", "Put differently"),
        }
    }

    /// Whether whoever approves should know of it: less is promised, or it cannot be told.
    pub fn is_to_point_out(self) -> bool {
        matches!(self, Self::Lowered | Self::Dropped | Self::Changed)
    }
}

/// What a target promises, of either year.
#[derive(Clone, Copy, Debug)]
pub struct Promise<'a> {
    /// Its words.
    pub text: &'a str,
    /// Its measure, where it has one.
    pub measure: Option<&'a Measure>,
    /// The place it is promised for.
    pub place: Option<&'a str>,
    /// Which way is better by the indicator it rests on; [`Better::Neither`] where its own words decide.
    pub better: Better,
}

impl<'a> Promise<'a> {
    /// Of a target on record.
    pub fn of(target: &'a Target, better: Better) -> Self {
        Self { text: &target.text, measure: target.measure.as_ref(), place: target.place.as_deref(), better }
    }

    /// Of a target as typed.
    pub fn typed(target: &'a NewTarget) -> Self {
        let (measure, place) = (target.measure.as_ref(), target.place.as_deref());
        Self { text: &target.text, measure, place, better: Better::Neither }
    }
}

/// How one target moves; the places in the two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetShift {
    /// Which of the old ones; `None` for a new one.
    pub old: Option<usize>,
    /// Which of the new ones; `None` for one that is dropped.
    pub new: Option<usize>,
    /// How it moves.
    pub shift: Shift,
    /// What moved, in words and numbers.
    pub said: Said,
}

/// Holds next year's targets against last year's: old ones in their order, then the new ones.
pub fn shifts(old: &[Promise<'_>], new: &[Promise<'_>]) -> Vec<TargetShift> {
    let mut pairs = pairs(old, new);
    pairs.sort_unstable();
    let mut found: Vec<TargetShift> = Vec::with_capacity(old.len() + new.len());
    for (index, before) in old.iter().enumerate() {
        let paired = pairs.iter().find(|(old, _)| *old == index).map(|(_, new)| *new);
        found.push(match paired.and_then(|at| Some((at, new.get(at)?))) {
            Some((at, after)) => {
                let (shift, said) = held(before, after);
                TargetShift { old: Some(index), new: Some(at), shift, said }
            }
            None => TargetShift { old: Some(index), new: None, shift: Shift::Dropped, said: alone(before) },
        });
    }
    for (at, after) in new.iter().enumerate() {
        if !pairs.iter().any(|(_, new)| *new == at) {
            found.push(TargetShift { old: None, new: Some(at), shift: Shift::New, said: alone(after) });
        }
    }
    found
}

fn alone(promise: &Promise<'_>) -> Said {
    let text = promise.measure.map_or_else(|| promise.text.trim().to_owned(), promised);
    said(text.clone(), text)
}

/// Least share of the words of two targets that are the same, in hundredths; less suffices where the unit is the same.
const ENOUGH: usize = 50;
const ENOUGH_IN_UNIT: usize = 45;

/// Words of promising and measuring, which say nothing of what is promised.
const OF_ANY_TARGET: [&str; 26] = [
    "phan", "dau", "dat", "nam", "tong", "so", "tu", "den", "tren", "duoi", "it", "nhat", "toi", "thieu", "khong",
    "qua", "hon", "nghin", "trieu", "ty", "usd", "dong", "va", "cua", "trong", "la",
];

/// Which old target is which new one: the most alike first, none twice.
fn pairs(old: &[Promise<'_>], new: &[Promise<'_>]) -> Vec<(usize, usize)> {
    let words: Vec<BTreeSet<String>> = new.iter().map(|promise| words_of(promise.text)).collect();
    let mut candidates = Vec::new();
    for (index, before) in old.iter().enumerate() {
        let own = words_of(before.text);
        for (at, (after, theirs)) in new.iter().zip(&words).enumerate() {
            if before.place.map(fold) != after.place.map(fold) {
                continue;
            }
            let alike = alike(&own, theirs);
            let unit = same_unit(before, after);
            if alike >= if unit { ENOUGH_IN_UNIT } else { ENOUGH } {
                candidates.push((alike + if unit { 20 } else { 0 }, std::cmp::Reverse((index, at))));
            }
        }
    }
    candidates.sort_unstable_by(|one, other| other.cmp(one));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (_, std::cmp::Reverse((index, at))) in candidates {
        if !taken.iter().any(|(old, new)| *old == index || *new == at) {
            taken.push((index, at));
        }
    }
    taken
}

/// The words of a target that tell what it is about: folded, without its numbers.
fn words_of(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let telling = |word: &&str| word.chars().any(char::is_alphabetic) && !OF_ANY_TARGET.contains(word);
    words.filter(telling).map(str::to_owned).collect()
}

/// How many of the words two targets share, in hundredths of all they have.
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> usize {
    let all = one.len() + other.len();
    (one.intersection(other).count() * 200).checked_div(all).unwrap_or(100)
}

fn same_unit(before: &Promise<'_>, after: &Promise<'_>) -> bool {
    match (before.measure, after.measure) {
        (Some(one), Some(other)) => {
            one.change == other.change && scale(one.unit.as_deref()).1 == scale(other.unit.as_deref()).1
        }
        _ => false,
    }
}

/// A unit as a power of ten and what it scales: `triệu USD` is 10⁶ of `usd`.
fn scale(unit: Option<&str>) -> (u32, String) {
    let canonical = unit::canonical(&lower(unit.unwrap_or_default()));
    let mut power = 0;
    let mut rest = canonical.as_str();
    while let Some((word, behind)) = rest.split_once(' ') {
        power += match word {
            "nghin" => 3,
            "trieu" => 6,
            "ty" => 9,
            _ => break,
        };
        rest = behind;
    }
    (power, rest.to_owned())
}

/// A measure's ends in units of one, where they can be told.
fn ends(measure: &Measure, power: u32) -> Option<(Decimal, Option<Decimal>)> {
    let factor = Decimal::from(10_i64.checked_pow(power)?);
    let low = measure.value.checked_mul(factor)?;
    Some(match measure.value_max {
        Some(max) => (low, Some(max.checked_mul(factor)?)),
        None => (low, None),
    })
}

/// Whether more is better, by the comparator of a measure; `None` for exactly so many.
fn rising(comparator: Comparator) -> Option<bool> {
    match comparator {
        Comparator::AtLeast | Comparator::Within => Some(true),
        Comparator::AtMost => Some(false),
        Comparator::Exactly => None,
    }
}

fn held(before: &Promise<'_>, after: &Promise<'_>) -> (Shift, Said) {
    match (before.measure, after.measure) {
        (Some(old), Some(new)) => {
            let better = if after.better == Better::Neither { before.better } else { after.better };
            let shift = measured(old, new, better);
            (shift, moved(old, new, shift))
        }
        (None, None) if words_of(before.text) == words_of(after.text) => {
            (Shift::Kept, said("nội dung như năm trước", "worded as last year"))
        }
        (None, None) => (Shift::Changed, said("nội dung khác năm trước", "worded differently")),
        (Some(old), None) => (
            Shift::Changed,
            said(
                format!("không còn nêu con số, năm trước {}", promised(old)),
                format!("no number, was {}", promised(old)),
            ),
        ),
        (None, Some(new)) => (
            Shift::Changed,
            said(format!("nay nêu con số {}", promised(new)), format!("now a number, {}", promised(new))),
        ),
    }
}

fn measured(old: &Measure, new: &Measure, better: Better) -> Shift {
    let ((old_power, old_unit), (new_power, new_unit)) = (scale(old.unit.as_deref()), scale(new.unit.as_deref()));
    if old.change != new.change || old_unit != new_unit {
        return Shift::Changed;
    }
    let (Some(from), Some(to)) = (ends(old, old_power), ends(new, new_power)) else { return Shift::Changed };
    let sense = match better {
        Better::Higher => Some(true),
        Better::Lower => Some(false),
        Better::Neither => match (rising(old.comparator), rising(new.comparator)) {
            (Some(one), Some(other)) if one != other => return Shift::Changed,
            (one, other) => one.or(other),
        },
    };
    let low = to.0.cmp(&from.0);
    // A floor that gains an upper end, or loses it, promises as much as before.
    let high = match (from.1, to.1) {
        (Some(from), Some(to)) => to.cmp(&from),
        _ => Ordering::Equal,
    };
    let up = match (low, high) {
        (Ordering::Equal, Ordering::Equal) => return Shift::Kept,
        (Ordering::Less | Ordering::Equal, Ordering::Less | Ordering::Equal) => false,
        (Ordering::Greater | Ordering::Equal, Ordering::Greater | Ordering::Equal) => true,
        _ => return Shift::Changed,
    };
    match sense {
        Some(sense) if sense == up => Shift::Raised,
        Some(_) => Shift::Lowered,
        None => Shift::Changed,
    }
}

/// `hạ từ ≥ 5.180 triệu USD xuống còn ≥ 5.000 triệu USD, chênh −180 triệu USD`.
fn moved(old: &Measure, new: &Measure, shift: Shift) -> Said {
    let (from, to) = (promised(old), promised(new));
    let same_scale = scale(old.unit.as_deref()) == scale(new.unit.as_deref());
    let by = new.value.checked_sub(old.value).filter(|by| same_scale && !by.is_zero()).map(|by| {
        let unit = if new.unit.as_deref() == Some("%") { Some("điểm %") } else { new.unit.as_deref() };
        let sign = if by.is_sign_negative() { "" } else { "+" };
        format!("{sign}{}", amount(by, unit))
    });
    let by = by.map(|by| format!(" ({by})")).unwrap_or_default();
    match shift {
        Shift::Kept if from == to => said(format!("giữ {to}"), format!("kept at {to}")),
        Shift::Kept => said(format!("vẫn như năm trước: {from}, nay ghi {to}"), format!("as before: {from}, now {to}")),
        Shift::Raised => said(format!("nâng từ {from} thành {to}{by}"), format!("raised from {from} to {to}{by}")),
        Shift::Lowered => said(format!("hạ từ {from} thành {to}{by}"), format!("lowered from {from} to {to}{by}")),
        _ => said(
            format!("đổi từ {from} thành {to}, không so sánh được"),
            format!("from {from} to {to}, not comparable"),
        ),
    }
}
