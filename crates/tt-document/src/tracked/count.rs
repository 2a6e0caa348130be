//! Counts of things: `09 đơn vị`, with their parts where the text gives them by place.

use rust_decimal::prelude::ToPrimitive as _;
use tt_text::{Span, fold};

use super::Tracked;
use super::kind::TrackedKind;
use super::name::{LEVELS, starts_word_in, word_at};
use crate::extract::{Extraction, Figure, FigureKind};
use crate::model::Document;

/// A number of things, not named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Of what.
    pub kind: TrackedKind,
    /// How many.
    pub count: u32,
    /// Of how many, if the text says so (`12/12 xã`).
    pub of: Option<u32>,
    /// Whether the paragraph names as many of them.
    pub named: bool,
    /// Index into [`Extraction::figures`].
    pub figure: usize,
    /// The figure's words.
    pub span: Span,
    /// The sentence they stand in.
    pub sentence: Span,
    /// How many in each place, where the text goes on to say so.
    pub parts: Vec<CountedPart>,
}

/// A part of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedPart {
    /// The place: `huyện Cao Lộc`.
    pub place: String,
    /// How many.
    pub count: u32,
    /// The words.
    pub span: Span,
}

/// The counts of a document.
pub(super) fn counts(document: &Document, found: &Extraction, things: &[Tracked]) -> Vec<Counted> {
    let mut told: Vec<Span> = Vec::new();
    let counted = found.figures.iter().enumerate().filter_map(|(index, figure)| {
        if told.iter().any(|part| part.contains(figure.span)) {
            return None;
        }
        let sentence = sentence_of(document, figure.span)?;
        let kind = kind_of(document, figure, sentence)?;
        let count = figure.value?.to_u32()?;
        let of = figure.of.and_then(|of| of.to_u32());
        let parts = parts(document, figure.span.end, sentence.end);
        told.extend(parts.iter().map(|part| part.span));
        let sums = parts.iter().map(|part| part.count).sum::<u32>() == count;
        let parts = if sums { parts } else { Vec::new() };
        let named = is_named(document, things, kind, count, sentence);
        Some(Counted { kind, count, of, named, figure: index, span: figure.span, sentence, parts })
    });
    counted.collect()
}

/// Whether the sentence, or else the paragraph, names as many.
fn is_named(document: &Document, things: &[Tracked], kind: TrackedKind, count: u32, sentence: Span) -> bool {
    let block = document.block_at(sentence.start).and_then(|block| document.blocks.get(block)).map(|block| block.span);
    std::iter::once(sentence).chain(block).any(|place| {
        let here =
            |thing: &&Tracked| thing.kind == kind && thing.mentions.iter().any(|mention| place.contains(*mention));
        u32::try_from(things.iter().filter(here).count()) == Ok(count)
    })
}

fn sentence_of(document: &Document, span: Span) -> Option<Span> {
    let block = document.blocks.get(document.block_at(span.start)?)?;
    let sentences = tt_text::words::sentences(document.slice(block.span));
    sentences.into_iter().map(|sentence| sentence.shifted(block.span.start)).find(|sentence| sentence.contains(span))
}

fn kind_of(document: &Document, figure: &Figure, sentence: Span) -> Option<TrackedKind> {
    if !matches!(figure.kind, FigureKind::Count | FigureKind::Ratio | FigureKind::Actual) {
        return None;
    }
    let unit = fold(figure.unit.as_deref()?);
    let written = document.slice(figure.span);
    let kind = TrackedKind::ALL.into_iter().find(|kind| kind.units().contains(&unit.as_str()))?;
    let about = fold(document.slice(sentence));
    let fits = match kind {
        TrackedKind::Market => written.contains("chợ"),
        TrackedKind::Commune => ["nong thon moi", "ntm", "tieu chi", "xa diem"].iter().any(|word| about.contains(word)),
        TrackedKind::Inspected => {
            ["kiem tra", "giam sat", "thanh tra"].iter().any(|word| about.contains(word))
                && ["xu ly", "vi pham", "da", "duoc"].iter().any(|word| about.contains(word))
        }
        TrackedKind::IndustrialCluster | TrackedKind::HydropowerPlant => true,
    };
    fits.then_some(kind)
}

/// `Huyện A: 02; Huyện B: 03` from here to the end of the sentence.
fn parts(document: &Document, from: usize, to: usize) -> Vec<CountedPart> {
    let text = document.slice(Span::new(from, to));
    let mut found = Vec::new();
    let mut at = 0;
    for piece in text.split([';', ',']) {
        let start = at;
        at += piece.len() + 1;
        let piece = piece.rsplit_once("cụ thể:").map_or(piece, |(_, rest)| rest);
        let Some((place, count)) = piece.rsplit_once(':') else { continue };
        let place = place.trim_start_matches([':', ' ']).trim_end();
        let named = LEVELS.iter().any(|level| starts_word_in(place, 0, level));
        let digits = word_at(count.trim(), 0);
        let Some(count) = digits.parse().ok().filter(|_| named && !digits.is_empty()) else { continue };
        let mut chars = place.chars();
        let place = chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default();
        found.push(CountedPart { place, count, span: Span::new(from + start, from + at - 1) });
    }
    found
}
