//! NN-02: `phần đầu` for `phấn đấu`, a slip of scanning and of typing.

use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "NN-02",
    name: "phan-dau",
    title_vi: "“Phần đầu” viết nhầm cho “phấn đấu”",
    title_en: "“Phần đầu” for “phấn đấu”",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/phan-dau.md"),
    check,
};

/// What follows `phấn đấu` and does not follow `phần đầu` (`phần đầu tư`, `phần đầu tiên`, `phần đầu của`).
const FOLLOWING: &str = " tổng xây đến đạt đưa hoàn thực tăng giảm tiếp trở thu nâng giải đảm bảo duy từ mỗi tốc tỷ giá \
    kim sản vượt hết ít cơ chuyển thành giữ ";

/// The slips: one or both of the tone marks.
const SLIPS: [&str; 3] = ["phần đầu ", "phần đấu ", "phấn đầu "];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (at, phrase) in SLIPS.iter().flat_map(|slip| context.reading.lower.match_indices(slip)) {
        let span = Span::new(at, at + phrase.trim_end().len());
        if context.reading.lower.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric)) {
            continue;
        }
        let words = context.reading.words.partition_point(|word| word.start < span.end);
        let next = context.reading.words.get(words).map_or("", |word| context.reading.word(*word));
        let before = words.checked_sub(3).and_then(|index| context.reading.words.get(index));
        let joined = before.is_some_and(|word| {
            word.end + 1 == span.start && matches!(context.reading.word(*word), "cổ" | "thành" | "một" | "nửa" | "học")
        });
        if joined || !FOLLOWING.split_whitespace().any(|word| word == next) {
            continue;
        }
        let text = context.slice(span);
        let right = match (text.starts_with('P'), text.chars().all(|c| !c.is_lowercase())) {
            (_, true) => "PHẤN ĐẤU",
            (true, _) => "Phấn đấu",
            _ => "phấn đấu",
        };
        findings.push(
            RULE.finding(span, format!("“{text}” có lẽ là “{right}”"), format!("“{text}” is likely “{right}”"))
                .because(
                    "Theo từ đứng sau thì ở đây nói về mục tiêu phấn đấu; dấu thanh bị gõ hoặc nhận dạng nhầm.",
                    "The word that follows calls for “phấn đấu”; the tone marks were mistyped or misread.",
                )
                .fixed(right),
        );
    }
}
