//! VB-06: the year inside a number, or the National Assembly's term in it, disagrees with the date.

use crate::cited::Cited;
use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "VB-06",
    name: "year-in-number",
    title_vi: "Năm trong số văn bản không khớp ngày ban hành",
    title_en: "Year in the number does not fit the date",
    severity: Severity::Error,
    basis: Some("Luật Ban hành văn bản quy phạm pháp luật; Nghị định 78/2025/NĐ-CP (số, ký hiệu gồm năm ban hành)"),
    docs: include_str!("../../docs/year-in-number.md"),
    check,
};

/// Terms of the National Assembly: number, first and last year in which it sat.
const TERMS: [(u8, i16, i16); 8] = [
    (9, 1992, 1997),
    (10, 1997, 2002),
    (11, 2002, 2007),
    (12, 2007, 2011),
    (13, 2011, 2016),
    (14, 2016, 2021),
    (15, 2021, 2026),
    (16, 2026, 2031),
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cited in context.cited {
        findings.extend(against_date(cited));
        findings.extend(against_term(cited));
    }
}

fn against_date(cited: &Cited<'_>) -> Option<Finding> {
    let (inside, dated) = (cited.number.year?, cited.citation.date.year?);
    let number = &cited.printed;
    (inside != dated).then(|| {
        RULE.finding(
            cited.span(),
            format!("Số {number} có năm {inside} nhưng ghi ban hành năm {dated}"),
            format!("Number {number} carries {inside} but is dated {dated}"),
        )
        .because(
            "Năm ghi trong số, ký hiệu là năm ban hành văn bản. Đề nghị kiểm tra lại số hoặc ngày ban hành.",
            "The year in the number is the year of issue. Check the number or the date.",
        )
    })
}

fn against_term(cited: &Cited<'_>) -> Option<Finding> {
    let number = &cited.printed;
    let at = cited.number.symbol.rfind("QH")?;
    let term: u8 = cited.number.symbol.get(at + 2..)?.parse().ok()?;
    let year = cited.number.year.or(cited.citation.date.year)?;
    let (_, first, last) = TERMS.into_iter().find(|(number, ..)| *number == term)?;
    (!(first..=last).contains(&year)).then(|| {
        RULE.finding(
            cited.span(),
            format!("Số {number}: năm {year} không thuộc nhiệm kỳ Quốc hội khóa {term}"),
            format!("Number {number}: {year} lies outside the National Assembly's term {term}"),
        )
        .because(
            format!(
                "Quốc hội khóa {term} hoạt động từ năm {first} đến năm {last}. Đề nghị kiểm tra lại năm hoặc khóa."
            ),
            format!("Term {term} ran from {first} to {last}. Check the year or the term."),
        )
    })
}
