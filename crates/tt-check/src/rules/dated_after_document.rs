//! VB-08: a cited document dated after the document that cites it.

use tt_text::date::PartialDate;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "VB-08",
    name: "dated-after-document",
    title_vi: "Văn bản được viện dẫn ghi ngày sau ngày của văn bản này",
    title_en: "Cited document dated after this one",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/dated-after-document.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let own = context.document.frame.date;
    for citation in &context.extraction.citations {
        if citation.number.is_none() || !is_after(citation.date, own) {
            continue;
        }
        let (cited, this) = (citation.date.official(), own.official());
        findings.push(
            RULE.finding(
                citation.span,
                format!("Văn bản được viện dẫn ghi ngày {cited}, sau ngày của văn bản này ({this})"),
                format!("The cited document is dated {cited}, after this one ({this})"),
            )
            .because(
                "Không thể viện dẫn một văn bản chưa ban hành. Đề nghị kiểm tra lại ngày, tháng, năm.",
                "A document not yet issued cannot be cited. Check the date.",
            ),
        );
    }
}

/// Whether a date is later than another as far as both are known.
fn is_after(date: PartialDate, own: PartialDate) -> bool {
    let (Some(year), Some(own_year)) = (date.year, own.year) else { return false };
    if year != own_year {
        return year > own_year;
    }
    let (Some(month), Some(own_month)) = (date.month, own.month) else { return false };
    if month != own_month {
        return month > own_month;
    }
    matches!((date.day, own.day), (Some(day), Some(own_day)) if day > own_day)
}
