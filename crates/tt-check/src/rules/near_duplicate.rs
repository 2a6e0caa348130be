//! LG-01: paragraphs that say the same thing twice, word for word or nearly so.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use tt_document::BlockKind;
use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};
use crate::wording::decimals;

pub(crate) static RULE: Rule = Rule {
    code: "LG-01",
    name: "near-duplicate-paragraph",
    title_vi: "Hai đoạn văn trùng hoặc gần trùng nhau",
    title_en: "Two paragraphs the same or nearly so",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/near-duplicate-paragraph.md"),
    check,
};

/// Words in a shingle.
const SHINGLE: usize = 5;
/// Shorter paragraphs repeat for good reasons.
const MIN_WORDS: usize = 30;
/// Words at the head that must be the same for one paragraph to be a reworked copy of the other.
const MIN_HEAD: usize = 24;
/// Percentage of the shorter paragraph's shingles that must stand in the other, given the same head.
const MIN_SHARE: i64 = 50;
/// Percentage of all shingles that two paragraphs of any head must share.
const MIN_SIMILARITY: i64 = 80;
/// Paragraphs further apart belong to different subjects that are reported on in the same words.
const MAX_DISTANCE: usize = 4;
/// A shingle in more paragraphs than this is a formula (`Với kết quả đã đạt được…`), no sign of a copy. The bound also
/// keeps the work linear.
const MAX_HOLDERS: usize = 6;

struct Paragraph {
    span: Span,
    /// Index of its block.
    block: usize,
    /// Hash of its first words, label left out.
    head: u64,
    /// Hashes of its runs of words, sorted, each once.
    shingles: Vec<u64>,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let paragraphs = paragraphs(context);
    // Every shingle with its paragraph, the paragraphs of one shingle side by side.
    let mut holders: Vec<(u64, usize)> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        holders.extend(paragraph.shingles.iter().map(|shingle| (*shingle, index)));
    }
    keep_repeated(&mut holders);
    holders.sort_unstable();
    let mut shared: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); paragraphs.len()];
    for same in holders.chunk_by(|a, b| a.0 == b.0).filter(|same| (2..=MAX_HOLDERS).contains(&same.len())) {
        for (at, (_, later)) in same.iter().enumerate() {
            for (_, earlier) in same.iter().take(at) {
                if let Some(counts) = shared.get_mut(*later) {
                    *counts.entry(*earlier).or_default() += 1;
                }
            }
        }
    }
    for (paragraph, shared) in paragraphs.iter().zip(shared) {
        // The most alike; of equals the first.
        let best = shared.into_iter().max_by_key(|(earlier, count)| (*count, std::cmp::Reverse(*earlier)));
        if let Some((earlier, common)) = best
            && let Some(original) = paragraphs.get(earlier)
        {
            findings.extend(judge(paragraph, original, common));
        }
    }
}

/// Drops what surely stands once: most shingles do, and need not be put in order.
fn keep_repeated(holders: &mut Vec<(u64, usize)>) {
    let slots = (holders.len() * 4).next_power_of_two();
    let slot = |shingle: u64| usize::try_from(shingle >> 32).unwrap_or_default() & (slots - 1);
    let mut seen = vec![0u8; slots];
    for (shingle, _) in holders.iter() {
        if let Some(count) = seen.get_mut(slot(*shingle)) {
            *count = count.saturating_add(1);
        }
    }
    holders.retain(|(shingle, _)| seen.get(slot(*shingle)).is_some_and(|count| *count > 1));
}

fn paragraphs(context: &Context<'_>) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let assigned = assigned(context);
    for (index, block) in context.document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Frame | BlockKind::Table(_) | BlockKind::Heading { .. }) {
            continue;
        }
        let words = context.reading.words_in(block.span);
        if words.len() < MIN_WORDS || touches(&assigned, block.span) {
            continue;
        }
        let hashes = context.reading.hashes_in(block.span);
        let mut shingles: Vec<u64> = hashes.windows(SHINGLE).map(combine).collect();
        shingles.sort_unstable();
        shingles.dedup();
        let label = words.iter().take(2).take_while(|word| word.len() <= 2).count();
        let head = hashes.get(label..label + MIN_HEAD).unwrap_or(hashes);
        found.push(Paragraph { span: block.span, block: index, head: combine(head), shingles });
    }
    found
}

/// A task's text stands again, word for word, in its results and among next year's proposals.
fn assigned(context: &Context<'_>) -> Vec<Span> {
    let tasks = context.extraction.tasks.iter().map(|task| task.text_span);
    let proposals = context.extraction.proposals.iter().map(|proposal| proposal.text_span);
    let mut spans: Vec<Span> = tasks.chain(proposals).collect();
    spans.sort_unstable();
    spans
}

/// Whether a span shares text with one of these, which are sorted and apart.
fn touches(spans: &[Span], span: Span) -> bool {
    let at = spans.partition_point(|other| other.end <= span.start);
    spans.get(at).is_some_and(|other| other.overlaps(span))
}

/// The hash of words in their order.
fn combine(hashes: &[u64]) -> u64 {
    hashes.iter().fold(0, |all: u64, hash| (all.rotate_left(13) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn judge(paragraph: &Paragraph, original: &Paragraph, common: usize) -> Option<Finding> {
    let smaller = paragraph.shingles.len().min(original.shingles.len());
    let union = paragraph.shingles.len() + original.shingles.len() - common;
    let (share, similarity) = (ratio(common, smaller)?, ratio(common, union)?);
    let same_head = paragraph.head == original.head && share >= Decimal::new(MIN_SHARE, 2);
    let near = paragraph.block - original.block <= MAX_DISTANCE;
    if !near || !(same_head || similarity >= Decimal::new(MIN_SIMILARITY, 2)) {
        return None;
    }
    let shown = format!("{}%", decimals(similarity * Decimal::ONE_HUNDRED, 0));
    let held = format!("{}%", decimals(share * Decimal::ONE_HUNDRED, 0));
    let (vi, en) = if common == union {
        (
            "Đoạn này trùng nguyên văn một đoạn trước".to_owned(),
            "This paragraph repeats an earlier one word for word".to_owned(),
        )
    } else {
        (
            format!("Đoạn này gần trùng một đoạn trước: giống nhau {shown}"),
            format!("This paragraph nearly repeats an earlier one: {shown} alike"),
        )
    };
    Some(
        RULE.finding(paragraph.span, vi, en)
            .because(
                format!(
                    "{held} các cụm {SHINGLE} từ của đoạn ngắn hơn có trong đoạn kia. Nên gộp lại hoặc bỏ bớt một đoạn."
                ),
                format!(
                    "{held} of the shorter one's {SHINGLE}-word sequences stand in the other. Merge them or drop one."
                ),
            )
            .beside(original.span, "Đoạn trước", "The earlier paragraph"),
    )
}

fn ratio(part: usize, whole: usize) -> Option<Decimal> {
    Decimal::from(part).checked_div(Decimal::from(whole))
}
