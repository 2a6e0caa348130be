//! VB-04: a document cited by number and nowhere dated.

use std::collections::BTreeSet;

use crate::cited::Cited;
use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "VB-04",
    name: "undated-citation",
    title_vi: "Viện dẫn văn bản không ghi ngày ban hành",
    title_en: "Document cited without its date",
    severity: Severity::Info,
    basis: Some("Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II: viện dẫn lần đầu ghi đủ số, ký hiệu, ngày ban hành"),
    docs: include_str!("../../docs/undated-citation.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let cited = context.cited;
    let dated: BTreeSet<(u32, &str)> = cited
        .iter()
        .filter(|one| one.citation.date.month.is_some())
        .map(|one| (one.number.serial, one.number.symbol.as_str()))
        .collect();
    let mut told: BTreeSet<(u32, &str)> = BTreeSet::new();
    for (index, one) in cited.iter().enumerate() {
        // A number with its year inside can be found without the date.
        if one.number.year.is_some() || shares_next_date(context, one, cited.get(index + 1)) {
            continue;
        }
        let key = (one.number.serial, one.number.symbol.as_str());
        // A date that cannot be is told as such.
        if context
            .lower(one.span())
            .split_once("ngày ")
            .is_some_and(|(_, day)| day.starts_with(|c: char| c.is_ascii_digit()))
        {
            continue;
        }
        if dated.contains(&key) || !one.citation.date.is_blank() || !told.insert(key) {
            continue;
        }
        let number = &one.printed;
        findings.push(
            RULE.finding(
                one.span(),
                format!("Văn bản số {number} không ghi ngày ban hành ở bất cứ chỗ nào"),
                format!("Number {number} is dated nowhere in the text"),
            )
            .because(
                "Lần đầu viện dẫn một văn bản nên ghi đủ số, ký hiệu, ngày tháng năm và cơ quan ban hành để người đọc tra được.",
                "The first mention of a document gives number, symbol, date and issuer, so that it can be found.",
            ),
        );
    }
}

/// `số 170/BC-UBND và số 152/TTr-UBND ngày 11/5/2026`: one date for both.
fn shares_next_date(context: &Context<'_>, one: &Cited<'_>, next: Option<&Cited<'_>>) -> bool {
    next.is_some_and(|next| {
        let gap = context.between(one.span().end, next.span().start);
        !next.citation.date.is_blank() && matches!(gap.trim(), "và" | "," | ", và" | "và số" | ", số")
    })
}
