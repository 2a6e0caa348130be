//! SL-12: the share of a part that does not follow from part and whole.

use tt_document::extract::FigureKind;

use crate::finding::{Finding, Severity};
use crate::percent::{self, Verdict};
use crate::reading::{Sentence, is_amount, is_percent, unit_key};
use crate::rule::{Context, Rule};
use crate::statement::Stated;
use crate::wording::{number, percent as print_percent};
use rust_decimal::Decimal;

pub(crate) static RULE: Rule = Rule {
    code: "SL-12",
    name: "share-of-whole",
    title_vi: "Tỷ trọng không khớp phần và tổng số",
    title_en: "Share does not follow from part and whole",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/share-of-whole.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sentence in &context.reading.sentences {
        for index in sentence.figures.clone() {
            findings.extend(judge(context, sentence, index));
        }
    }
}

/// `903 ha; trong đó đất công nghiệp 650 ha, chiếm 72%`: the only earlier amount of the unit in the sentence is the
/// whole, with `trong đó` between; nothing else is named as the whole after the percentage.
fn judge(context: &Context<'_>, sentence: &Sentence, index: usize) -> Option<Finding> {
    let part = Stated::at(context, index).filter(|stated| is_amount(stated.figure))?;
    let share = Stated::at(context, index + 1).filter(|_| index + 1 < sentence.figures.end)?;
    let gap = context.between(part.span().end, share.span().start);
    let tied = matches!(gap.trim_matches([' ', ',', '(']), "chiếm" | "chiếm tỷ lệ" | "chiếm tỷ trọng");
    if !tied || !is_percent(share.figure) || share.figure.kind == FigureKind::PercentOfPlan {
        return None;
    }
    let after = context.between(share.span().end, sentence.span.end).trim_start();
    if !(after.is_empty() || after.starts_with([';', ',', '.', ')'])) {
        return None;
    }
    let mut wholes = sentence.figures.clone().take_while(|other| *other < index).filter_map(|other| {
        let whole = Stated::at(context, other)?;
        (is_amount(whole.figure) && unit_key(whole.figure) == unit_key(part.figure)).then_some(whole)
    });
    let whole = wholes.next()?;
    let only = wholes.next().is_none();
    let between = context.between(whole.span().end, part.span().start);
    let approximate = [&part, &share, &whole].into_iter().any(|stated| stated.is_approximate(context));
    if !only || approximate || !between.contains("trong đó") {
        return None;
    }
    let verdict = percent::compare(part.interval(), whole.interval(), Decimal::ZERO, share.value, share.decimals)?;
    if verdict == Verdict::Agrees {
        return None;
    }
    let right = print_percent(percent::exact(part.value, whole.value)?, share.decimals);
    let printed = context.slice(share.span());
    Some(
        RULE.finding(
            share.span(),
            format!("Tỷ trọng tính lại là {right}, văn bản ghi {printed}"),
            format!("The share works out at {right}; the text has {printed}"),
        )
        .because(
            "Lấy phần chia cho tổng số nêu trong câu không ra tỷ lệ này. Đề nghị đối chiếu, hoặc ghi rõ tỷ lệ tính trên số nào.",
            "The part over the whole named in the sentence does not give this. Check, or say what it is a share of.",
        )
        .computed(format!("{} / {} = {right}", number(part.value), number(whole.value)))
        .beside(part.span(), "Phần", "The part")
        .beside(whole.span(), "Tổng số", "The whole"),
    )
}
