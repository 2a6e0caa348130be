//! NN-07: a word with Vietnamese marks that is no Vietnamese syllable: mistyped, or two words run together.

use std::collections::HashMap;

use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::fnv::BuildFnv;
use crate::rule::{Context, Rule};
use crate::syllable::{is_marked, is_syllable, is_vowel, parted};

pub(crate) static RULE: Rule = Rule {
    code: "NN-07",
    name: "not-a-syllable",
    title_vi: "Tiếng không có trong tiếng Việt",
    title_en: "No Vietnamese syllable",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/not-a-syllable.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // Every word by the place it first stands at, and whether it stands elsewhere too.
    let words = context.reading.words.len();
    let mut seen: HashMap<&str, (usize, bool), BuildFnv> =
        HashMap::with_capacity_and_hasher(words / 4, BuildFnv::default());
    for (index, word) in context.reading.words.iter().enumerate() {
        let text = context.slice(*word);
        if !text.is_ascii() {
            seen.entry(text).and_modify(|(_, again)| *again = true).or_insert((index, false));
        }
    }
    // A word that stands twice is a term or a habit, and most words do.
    let mut once: Vec<usize> = seen.into_values().filter(|(_, again)| !again).map(|(index, _)| index).collect();
    once.sort_unstable();
    for word in once.into_iter().filter_map(|index| context.reading.words.get(index)) {
        let text = context.slice(*word);
        if !text.chars().any(is_marked) || !text.chars().any(is_vowel) {
            continue;
        }
        if text.chars().all(char::is_lowercase) {
            if !is_syllable(text) && !is_foreign(text) {
                findings.push(lower_case(*word, text));
            }
        } else if let Some(at) = hidden_capital(text) {
            findings.push(run_together(*word, text, at));
        }
    }
}

/// Terms taken from other languages keep their clusters and endings (`limônit`, `glây`); a word that stands in the
/// text twice is a term too (`sunphát`, `pơmu`).
fn is_foreign(text: &str) -> bool {
    const ENDINGS: [&str; 14] = ["it", "at", "on", "ol", "yl", "en", "ic", "um", "is", "os", "al", "ua", "at", "in"];
    let mut letters = text.chars();
    let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    let cluster = matches!(first, 'b' | 'c' | 'd' | 'f' | 'g' | 'k' | 'p' | 's' | 'x') && matches!(second, 'l' | 'r')
        || text.contains(['f', 'j', 'w', 'z']);
    cluster || ENDINGS.iter().any(|ending| text.ends_with(ending))
}

fn lower_case(span: Span, text: &str) -> Finding {
    match parted(text) {
        Some((first, second)) => {
            let right = format!("{first} {second}");
            RULE.finding(
                span,
                format!("“{text}” viết liền hai tiếng: “{right}”"),
                format!("“{text}” runs two words together"),
            )
            .because("Thiếu khoảng trắng giữa hai tiếng.", "The blank between the two is missing.")
            .fixed(right)
        }
        None => RULE
            .finding(
                span,
                format!("“{text}” không phải là tiếng Việt đúng chính tả"),
                format!("“{text}” is no Vietnamese syllable"),
            )
            .because(
                "Tiếng này không ghép được theo quy tắc âm đầu, vần và thanh; có thể gõ hoặc nhận dạng nhầm.",
                "It does not follow the rules of onset, rime and tone: mistyped or misread.",
            ),
    }
}

/// Where a capital letter follows a small one, both halves being syllables (`XãHội`).
fn hidden_capital(text: &str) -> Option<usize> {
    let mut last_small = false;
    for (at, c) in text.char_indices() {
        if c.is_uppercase() && last_small {
            let (first, second) = text.split_at_checked(at)?;
            let both = is_syllable(&first.to_lowercase()) && is_syllable(&second.to_lowercase());
            return both.then_some(at);
        }
        last_small = c.is_lowercase();
    }
    None
}

fn run_together(span: Span, text: &str, at: usize) -> Finding {
    let (first, second) = text.split_at_checked(at).unwrap_or((text, ""));
    RULE.finding(span, format!("“{text}” viết liền hai tiếng"), format!("“{text}” runs two words together"))
        .because("Thiếu khoảng trắng giữa hai tiếng.", "The blank between the two is missing.")
        .fixed(format!("{first} {second}"))
}
