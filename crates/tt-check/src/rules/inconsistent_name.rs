//! NN-08: the name of a body written with its words in two orders.

use std::collections::BTreeMap;

use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "NN-08",
    name: "inconsistent-name",
    title_vi: "Tên cơ quan, tổ chức viết không thống nhất",
    title_en: "Name of a body written in two ways",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/inconsistent-name.md"),
    check,
};

/// Words that open the name of a body.
const HEADS: [&str; 12] = ["Cục", "Vụ", "Sở", "Bộ", "Viện", "Ban", "Phòng", "Tổng", "Chi", "Trung", "Công", "Hội"];

/// Shorter names with swapped words are often two bodies.
const MIN_WORDS: usize = 6;
const MAX_WORDS: usize = 12;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<Vec<&str>, Span> = BTreeMap::new();
    let mut reported: Option<Span> = None;
    let words = &context.reading.words;
    for (index, word) in words.iter().enumerate() {
        let first = context.document.text.as_bytes().get(word.start);
        if !matches!(first, Some(b'C' | b'V' | b'S' | b'B' | b'P' | b'T' | b'H')) {
            continue;
        }
        let second = words.get(index + 1).map_or("", |word| context.reading.word(*word));
        if !opens_name(context.slice(*word), second) {
            continue;
        }
        let longest = run_length(context, words, index);
        for length in (MIN_WORDS..=longest).rev() {
            let Some(name) = words.get(index..index + length) else { continue };
            let Some(span) = name.first().zip(name.last()).map(|(first, last)| first.join(*last)) else { continue };
            let mut key: Vec<&str> = name.iter().map(|word| context.reading.word(*word)).collect();
            let head = key.get(..2).map(<[_]>::to_vec).unwrap_or_default();
            key.sort_unstable();
            let earlier = *seen.entry(key).or_insert(span);
            let differs = context.lower(earlier) != context.lower(span) && starts_with(context, earlier, &head);
            if differs && !reported.is_some_and(|other| other.overlaps(span)) {
                reported = Some(span);
                findings.push(report(context, span, earlier));
            }
        }
    }
}

/// Whether two words open the name of a body: `Công ty`, not `Công tác`.
fn opens_name(first: &str, second: &str) -> bool {
    match first {
        "Công" => second == "ty",
        "Trung" => second == "tâm",
        "Tổng" => matches!(second, "cục" | "công" | "kho"),
        "Chi" => matches!(second, "cục" | "nhánh"),
        "Hội" => second == "đồng",
        _ => HEADS.contains(&first),
    }
}

/// How many words, set apart by single blanks, follow without another head: `Sở Công Thương và Sở Tài chính` are two.
fn run_length(context: &Context<'_>, words: &[Span], index: usize) -> usize {
    let mut length = 1;
    for pair in words.get(index..).unwrap_or_default().windows(2).take(MAX_WORDS - 1) {
        let [a, b] = pair else { break };
        let another = HEADS.contains(&context.slice(*b)) && context.slice(*b) != "Công" && context.slice(*b) != "Chi";
        if context.between(a.end, b.start) != " " || another {
            break;
        }
        length += 1;
    }
    length
}

fn starts_with(context: &Context<'_>, span: Span, head: &[&str]) -> bool {
    context.lower(span).split(' ').take(head.len()).eq(head.iter().copied())
}

fn report(context: &Context<'_>, span: Span, earlier: Span) -> Finding {
    let (own, other) = (context.slice(span), context.slice(earlier));
    RULE.finding(span, format!("Viết “{own}”, chỗ khác viết “{other}”"), format!("“{own}” here, “{other}” elsewhere"))
        .because(
            "Hai cách viết có cùng các chữ nhưng khác thứ tự; đề nghị dùng đúng tên chính thức ở mọi chỗ.",
            "Both have the same words in another order; use the official name throughout.",
        )
        .beside(earlier, "Cách viết ở chỗ khác", "The form elsewhere")
}
