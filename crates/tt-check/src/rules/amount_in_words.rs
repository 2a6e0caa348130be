//! SL-08: an amount in figures and the same amount in words in brackets.

use rust_decimal::Decimal;
use tt_text::Span;
use tt_text::number_words;

use crate::finding::{Finding, Severity};
use crate::reading::is_amount;
use crate::rule::{Context, Rule};
use crate::statement::Stated;
use crate::wording::number;

pub(crate) static RULE: Rule = Rule {
    code: "SL-08",
    name: "amount-in-words",
    title_vi: "Số tiền bằng chữ không khớp bằng số",
    title_en: "Amount in words differs from the figures",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/amount-in-words.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for index in 0..context.extraction.figures.len() {
        findings.extend(judge(context, index));
    }
}

fn judge(context: &Context<'_>, index: usize) -> Option<Finding> {
    let stated = Stated::at(context, index).filter(|stated| is_amount(stated.figure))?;
    let (scale, base) = scale(stated.figure.unit.as_deref()?)?;
    let after = context.between(stated.span().end, context.reading.lower.len());
    let open = after.len() - after.trim_start().len();
    let rest = after.trim_start().strip_prefix('(')?;
    let rest = rest.get(..rest.find(')')?)?;
    let lead = ["bằng chữ:", "bằng chữ", "viết bằng chữ:"].iter().find_map(|lead| rest.strip_prefix(lead));
    let words = lead.unwrap_or(rest).trim_start();
    let start = stated.span().end + open + 1 + (rest.len() - words.len());
    let found = number_words::scan_at(&context.reading.lower, start)?;
    // All of it must be read, up to the unit: a number cut short proves nothing.
    let tail = context.between(found.span.end, start + words.len()).trim().trim_end_matches([' ', '.', '/']);
    let figures = stated.value.checked_mul(scale)?;
    let tail = tail.strip_suffix("chẵn").unwrap_or(tail).trim();
    let read_whole = tail == base;
    let amount = found.value;
    if !read_whole || amount == figures || found.span.of(&context.reading.lower).split(' ').count() < 2 {
        return None;
    }
    let (vi, en) = (number(figures), number(amount));
    let unit = format!(" {base}");
    Some(
        RULE.finding(
            Span::new(start, found.span.end),
            format!("Bằng số là {vi}{unit}, bằng chữ đọc được {en}{unit}"),
            format!("{vi}{unit} in figures, {en}{unit} in words"),
        )
        .because("Số tiền bằng số và bằng chữ phải như nhau.", "Figures and words must state one amount.")
        .beside(stated.span(), "Số tiền bằng số", "The amount in figures"),
    )
}

/// What the scale words of a money unit multiply by, and the unit left.
fn scale(unit: &str) -> Option<(Decimal, &'static str)> {
    let unit = tt_text::fold(unit);
    let rest = unit.strip_suffix("dong")?.trim();
    let factor: i64 = match rest {
        "" => 1,
        "nghin" | "ngan" => 1_000,
        "trieu" => 1_000_000,
        "ty" | "ti" => 1_000_000_000,
        "nghin ty" | "ngan ty" => 1_000_000_000_000,
        _ => return None,
    };
    Some((Decimal::from(factor), "đồng"))
}
