//! LG-03: a period that ends before it begins.

use tt_text::Found;
use tt_text::Span;
use tt_text::date::DateExpression;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "LG-03",
    name: "reversed-period",
    title_vi: "Khoảng thời gian có mốc cuối trước mốc đầu",
    title_en: "Period ends before it begins",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/reversed-period.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for lead in ["giai đoạn ", "thời kỳ ", "nhiệm kỳ ", "từ năm "] {
        for (at, _) in context.reading.lower.match_indices(lead) {
            findings.extend(years(context, at, at + lead.len()));
        }
    }
    for pair in context.dates.windows(2) {
        if let [first, second] = pair {
            findings.extend(days(context, first, second));
        }
    }
}

/// `giai đoạn 2030 - 2025`, `từ năm 2025 đến năm 2020`.
fn years(context: &Context<'_>, start: usize, at: usize) -> Option<Finding> {
    let rest = context.between(at, context.reading.lower.len());
    let first = leading_year(rest)?;
    let after = rest.get(4..)?;
    let joint = [" - ", "-", " – ", "–", " đến năm ", " đến "].iter().find_map(|joint| after.strip_prefix(joint))?;
    let second = leading_year(joint)?;
    let span = Span::new(start, at + (rest.len() - joint.len()) + 4);
    (first > second).then(|| report(context, span, &first.to_string(), &second.to_string()))
}

fn leading_year(text: &str) -> Option<u16> {
    let digits = text.get(..4)?;
    let year: u16 = digits.parse().ok()?;
    let rest = text.get(4..).unwrap_or_default();
    let grouped = rest.strip_prefix(['.', ',']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let longer = grouped || rest.starts_with(|c: char| c.is_ascii_digit() || c == '/');
    ((1945..=2100).contains(&year) && !longer).then_some(year)
}

/// `từ ngày 15/3/2019 đến ngày 12/3/2019`.
fn days(context: &Context<'_>, first: &Found<DateExpression>, second: &Found<DateExpression>) -> Option<Finding> {
    let gap = context.between(first.span.end, second.span.start);
    let before = context.between(0, first.span.start);
    let joined = matches!(gap.trim(), "đến" | "-" | "–" | "đến ngày" | "đến hết" | "đến hết ngày");
    let from = context.lower(first.span).starts_with("từ") || before.trim_end().ends_with("từ");
    let (start, end) = (first.value.date.date()?, second.value.date.date()?);
    let span = first.span.join(second.span);
    (joined && from && start > end)
        .then(|| report(context, span, &first.value.date.official(), &second.value.date.official()))
}

fn report(context: &Context<'_>, span: Span, first: &str, second: &str) -> Finding {
    let text = context.slice(span);
    RULE.finding(
        span,
        format!("“{text}”: mốc cuối {second} đứng trước mốc đầu {first}"),
        format!("“{text}” ends ({second}) before it begins ({first})"),
    )
    .because("Có thể hai mốc bị đảo hoặc gõ nhầm năm.", "The ends may be swapped, or a year mistyped.")
}
