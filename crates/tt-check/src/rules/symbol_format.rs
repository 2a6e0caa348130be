//! VB-07: a symbol printed without its hyphen, or with blanks inside.

use tt_text::Span;

use crate::cited::{Cited, find_number};
use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "VB-07",
    name: "symbol-format",
    title_vi: "Số, ký hiệu văn bản ghi không đúng cách",
    title_en: "Number and symbol misprinted",
    severity: Severity::Warning,
    basis: Some(
        "Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3 (giữa các nhóm chữ viết tắt có dấu gạch nối, không cách chữ)",
    ),
    docs: include_str!("../../docs/symbol-format.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut blanks: Vec<(Span, String)> = Vec::new();
    for cited in context.cited {
        match printed_form(context, cited) {
            Some(Form::NoHyphen(place)) => findings.push(no_hyphen(context, cited, place)),
            Some(Form::Blanks(place)) => {
                blanks.push((place, context.slice(place).split_whitespace().collect()));
            }
            None => {}
        }
    }
    findings.extend(with_blanks(context, &blanks));
}

/// How a number departs from the proper form, and where it stands.
enum Form {
    NoHyphen(Span),
    Blanks(Span),
}

fn printed_form(context: &Context<'_>, cited: &Cited<'_>) -> Option<Form> {
    let number = cited.citation.number.as_deref()?;
    let text = context.slice(cited.span());
    if find_number(text, number, false).is_some_and(|(_, blanks)| blanks == 0) {
        return None;
    }
    if let Some((place, _)) = find_number(text, number, false) {
        return Some(Form::Blanks(place.shifted(cited.span().start)));
    }
    let (place, blanks) = find_number(text, number, true)?;
    (blanks == 0).then_some(Form::NoHyphen(place.shifted(cited.span().start)))
}

fn no_hyphen(context: &Context<'_>, cited: &Cited<'_>, place: Span) -> Finding {
    let printed = context.slice(place);
    let number = cited.citation.number.as_deref().unwrap_or_default();
    RULE.finding(
        place,
        format!("Ký hiệu “{printed}” thiếu dấu gạch nối"),
        format!("The symbol “{printed}” lacks its hyphen"),
    )
    .because(
        format!("Giữa tên loại và cơ quan ban hành có dấu gạch nối: {number}."),
        format!("A hyphen stands between kind and issuer: {number}."),
    )
    .fixed(hyphenated(printed, number))
}

/// The printed text with the hyphens of the number put in, its letter case kept.
fn hyphenated(printed: &str, number: &str) -> String {
    let mut own = printed.chars();
    number.chars().filter_map(|c| if c == '-' { Some('-') } else { own.next() }).collect()
}

fn with_blanks(context: &Context<'_>, places: &[(Span, String)]) -> Option<Finding> {
    let ((first, right), others) = places.split_first()?;
    let text = context.slice(*first);
    let count = places.len();
    let more_vi = if others.is_empty() { String::new() } else { format!(" ({count} chỗ như vậy)") };
    let more_en = if others.is_empty() { String::new() } else { format!(" ({count} places)") };
    let mut finding = RULE
        .finding(
            *first,
            format!("Ký hiệu “{text}” có khoảng trắng thừa{more_vi}"),
            format!("The symbol “{text}” has blanks inside{more_en}"),
        )
        .at(Severity::Info)
        .because(
            "Số, ký hiệu viết liền, không có khoảng trắng quanh dấu gạch nối, dấu gạch chéo.",
            "Number and symbol are written without blanks around hyphen and slash.",
        )
        .fixed(right);
    for (other, _) in others.iter().take(5) {
        finding = finding.beside(*other, "Chỗ khác", "Another place");
    }
    Some(finding)
}
