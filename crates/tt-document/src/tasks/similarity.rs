//! How alike two statements are: pairs of syllables, each weighing more the fewer statements share it.
//!
//! Vietnamese words are mostly pairs of syllables, so pairs stand for words without a dictionary.

use std::collections::{BTreeMap, HashMap};

use tt_text::fold::fold;
use tt_text::words::words;

/// Statements to compare others with.
#[derive(Debug)]
pub(super) struct Statements {
    vectors: Vec<BTreeMap<String, f64>>,
    weights: HashMap<String, f64>,
}

impl Statements {
    /// Learns from the statements which pairs tell them apart.
    pub(super) fn new<'a>(statements: impl IntoIterator<Item = &'a str>) -> Self {
        let counted: Vec<BTreeMap<String, f64>> = statements.into_iter().map(pairs).collect();
        let mut shared: HashMap<String, u32> = HashMap::new();
        for pair in counted.iter().flat_map(BTreeMap::keys) {
            *shared.entry(pair.clone()).or_default() += 1;
        }
        let all = f64::from(u32::try_from(counted.len()).unwrap_or(u32::MAX));
        let weights: HashMap<String, f64> =
            shared.into_iter().map(|(pair, count)| (pair, (1.0 + all / f64::from(count)).ln())).collect();
        let vectors = counted.into_iter().map(|vector| weighed(vector, &weights)).collect();
        Self { vectors, weights }
    }

    /// How alike a text is to each statement, 0 to 1.
    pub(super) fn compare(&self, text: &str) -> Vec<f64> {
        // Pairs no statement has say nothing about which one is meant.
        let mut vector = pairs(text);
        vector.retain(|pair, _| self.weights.contains_key(pair));
        let vector = weighed(vector, &self.weights);
        self.vectors.iter().map(|known| cosine(known, &vector)).collect()
    }

    /// The statement most like a text, if it is at least this much alike and clearly more so than any other.
    pub(super) fn closest(&self, text: &str, floor: f64) -> Option<usize> {
        let scores = self.compare(text);
        let (best, score) = scores.iter().copied().enumerate().max_by(|one, other| one.1.total_cmp(&other.1))?;
        let runner_up =
            scores.iter().enumerate().filter(|(index, _)| *index != best).map(|(_, s)| *s).fold(0.0, f64::max);
        (score >= floor && score > runner_up * 1.15).then_some(best)
    }
}

fn pairs(text: &str) -> BTreeMap<String, f64> {
    let folded = fold(text);
    let words: Vec<&str> = words(&folded).map(|span| span.of(&folded)).collect();
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for (one, other) in words.iter().zip(words.iter().skip(1)) {
        *counts.entry(format!("{one} {other}")).or_default() += 1.0;
    }
    counts
}

fn weighed(mut vector: BTreeMap<String, f64>, weights: &HashMap<String, f64>) -> BTreeMap<String, f64> {
    for (pair, value) in &mut vector {
        *value = value.sqrt() * weights.get(pair).copied().unwrap_or_default();
    }
    vector
}

fn cosine(one: &BTreeMap<String, f64>, other: &BTreeMap<String, f64>) -> f64 {
    let dot: f64 = one.iter().filter_map(|(pair, value)| Some(value * other.get(pair)?)).sum();
    let length = |vector: &BTreeMap<String, f64>| vector.values().map(|value| value * value).sum::<f64>().sqrt();
    let product = length(one) * length(other);
    if product > 0.0 { dot / product } else { 0.0 }
}
