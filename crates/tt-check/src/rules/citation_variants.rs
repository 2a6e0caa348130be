//! VB-02: one document cited under two forms of its number, one with its year and one without.

use std::collections::BTreeMap;

use crate::cited::Cited;
use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "VB-02",
    name: "citation-variants",
    title_vi: "Một văn bản được viện dẫn bằng hai cách ghi số",
    title_en: "One document cited under two forms of its number",
    severity: Severity::Warning,
    basis: Some("Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II (số, ký hiệu khi viện dẫn)"),
    docs: include_str!("../../docs/citation-variants.md"),
    check,
};

/// Enough mentions of one number to know the years it occurs with.
const MAX_MENTIONS: usize = 100;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let cited = context.cited;
    let mut full: BTreeMap<(u32, &str), Vec<&Cited<'_>>> = BTreeMap::new();
    for one in cited.iter().filter(|one| one.number.year.is_some()) {
        let mentions = full.entry((one.number.serial, &one.number.symbol)).or_default();
        if mentions.len() < MAX_MENTIONS {
            mentions.push(one);
        }
    }
    for one in cited.iter().filter(|one| one.number.year.is_none()) {
        let Some(candidates) = full.get(&(one.number.serial, one.number.symbol.as_str())) else { continue };
        findings.extend(judge(context, one, candidates));
    }
}

fn judge(context: &Context<'_>, short: &Cited<'_>, candidates: &[&Cited<'_>]) -> Option<Finding> {
    let fits = |full: &&&Cited<'_>| {
        let (a, b) = (short.citation.date, full.citation.date);
        let same_year = a.year.is_none() || a.year == full.number.year;
        let same_day = a.date().is_none() || b.date().is_none() || a == b;
        short.may_share_issuer(full) && short.number.suffix == full.number.suffix && same_year && same_day
    };
    let first = candidates.iter().find(fits)?;
    let one_year = candidates.iter().filter(fits).all(|other| other.number.year == first.number.year);
    let (own, whole) = (short.printed.as_str(), first.printed.as_str());
    let finding = RULE
        .finding(
            short.span(),
            format!("Số {own} ở đây, chỗ khác ghi {whole}"),
            format!("Number {own} here, {whole} elsewhere"),
        )
        .because(
            "Hai cách ghi có vẻ chỉ cùng một văn bản. Văn bản quy phạm pháp luật phải ghi đủ năm trong số, ký hiệu; nên ghi thống nhất.",
            "Both seem to name one document. The number of a legal normative document carries its year; use one form throughout.",
        )
        .beside(first.span(), "Cách ghi đầy đủ", "The full form");
    let text = context.slice(short.span());
    // The fix replaces the number alone, in place, and only where it is printed as read.
    let fix = (one_year && text.matches(own).count() == 1).then(|| text.find(own)).flatten();
    Some(match fix {
        Some(at) => {
            let mut fixed = text.to_owned();
            fixed.replace_range(at..at + own.len(), whole);
            finding.fixed(fixed)
        }
        None => finding,
    })
}
