//! NN-03: a digit read for a letter: `1à` for `là`.

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};
use crate::syllable::{is_marked, is_syllable};

pub(crate) static RULE: Rule = Rule {
    code: "NN-03",
    name: "digit-in-word",
    title_vi: "Chữ số lẫn trong chữ (lỗi nhận dạng)",
    title_en: "Digit inside a word",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/digit-in-word.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for word in &context.reading.words {
        let text = context.slice(*word);
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if digits != 1 || !text.chars().any(is_marked) || text.chars().any(char::is_uppercase) {
            continue;
        }
        let right = text.replace('1', "l").replace('0', "o");
        // `1ô tô` is one car, glued.
        if text == "1ô" || !text.contains(['0', '1']) || !is_syllable(&right) {
            continue;
        }
        findings.push(
            RULE.finding(*word, format!("“{text}” có lẽ là “{right}”"), format!("“{text}” is likely “{right}”"))
                .because("Chữ cái bị nhận dạng hoặc gõ nhầm thành chữ số.", "A letter was read or typed as a digit.")
                .fixed(right),
        );
    }
}
