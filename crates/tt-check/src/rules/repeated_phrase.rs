//! LG-02: a clause that stands twice in a sentence, or a phrase repeated after its own figure.

use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::reading::Sentence;
use crate::rule::{Context, Rule};
use crate::wording::short;

pub(crate) static RULE: Rule = Rule {
    code: "LG-02",
    name: "repeated-phrase",
    title_vi: "Cụm từ hoặc mệnh đề viết lặp",
    title_en: "Phrase or clause repeated",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/repeated-phrase.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sentence in context.reading.sentences.iter().filter(|sentence| !sentence.in_table) {
        repeated_clause(context, sentence, findings);
        repeated_after_figure(context, sentence, findings);
    }
}

/// Two neighbouring clauses, set apart by a comma or semicolon, that are the same.
fn repeated_clause(context: &Context<'_>, sentence: &Sentence, findings: &mut Vec<Finding>) {
    let text = context.lower(sentence.span);
    let mut clauses: Vec<Span> = Vec::new();
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let inside_number = || byte == b',' && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
        if matches!(byte, b';' | b',' | b'.') && !inside_number() {
            clauses.push(Span::new(sentence.span.start + start, sentence.span.start + at));
            start = at + 1;
        }
    }
    clauses.push(Span::new(sentence.span.start + start, sentence.span.end));
    for pair in clauses.windows(2) {
        let [first, second] = pair else { continue };
        let (a, b) = (context.lower(*first).trim(), context.lower(*second).trim());
        if a == b && context.reading.words_in(*second).len() >= 4 {
            let offset = context.lower(*second).len() - context.lower(*second).trim_start().len();
            let span = Span::new(second.start + offset, second.start + offset + b.len());
            let text = short(context.slice(span));
            findings.push(
                RULE.finding(
                    span,
                    format!("Mệnh đề “{text}” viết hai lần liền nhau"),
                    format!("The clause “{text}” stands twice running"),
                )
                .because(
                    "Có thể do sao chép thừa, hoặc lần sau định viết nội dung khác.",
                    "Copied once too often, or meant to say something else.",
                )
                .beside(*first, "Lần trước", "The first time"),
            );
        }
    }
}

/// `thuốc nổ các loại: 9.940 kg thuốc nổ các loại`: three words or more before the figure, and again after its unit.
fn repeated_after_figure(context: &Context<'_>, sentence: &Sentence, findings: &mut Vec<Finding>) {
    for figure in sentence.figures.clone().filter_map(|index| context.extraction.figures.get(index)) {
        let before = context.reading.words_in(Span::new(sentence.span.start, figure.span.start));
        let after = context.reading.words_in(Span::new(figure.span.start, sentence.span.end));
        let longest = before.len().min(8);
        for length in (3..=longest).rev() {
            let Some(head) = before.get(before.len() - length..) else { continue };
            // Nothing but the figure stands between.
            let own = context.reading.words_in(figure.span).len();
            let repeated = after.get(own..own + length).and_then(|tail| {
                let same = head.iter().zip(tail).all(|(a, b)| context.reading.word(*a) == context.reading.word(*b));
                same.then(|| tail.first().zip(tail.last()).map(|(first, last)| first.join(*last))).flatten()
            });
            let Some(tail) = repeated else { continue };
            let Some((first, last)) = head.first().zip(head.last()) else { continue };
            let joined = context.between(figure.span.end, tail.start).trim().is_empty();
            let measured = figure.unit.is_some();
            if joined && measured && is_plain(context, tail) && is_plain(context, first.join(*last)) {
                let text = short(context.slice(tail));
                findings.push(
                    RULE.finding(
                        tail,
                        format!("Cụm từ “{text}” viết cả trước và sau số liệu"),
                        format!("“{text}” stands both before and after the figure"),
                    )
                    .because("Nên bỏ một trong hai chỗ.", "Drop one of the two.")
                    .beside(first.join(*last), "Lần trước", "The first time"),
                );
            }
            break;
        }
    }
}

/// Words and blanks only.
fn is_plain(context: &Context<'_>, span: Span) -> bool {
    context.slice(span).chars().all(|c| c.is_alphabetic() || c == ' ')
}
