//! TT-03: a date there is not: day 31 of February, month 13, year of five digits.

use tt_text::date::DateFault;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "TT-03",
    name: "malformed-date",
    title_vi: "Ngày tháng không có thật",
    title_en: "Impossible date",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/malformed-date.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for found in context.dates {
        let Some(fault) = found.value.fault else { continue };
        let text = context.slice(found.span);
        let (vi, en) = match fault {
            DateFault::NoSuchMonth => ("Một năm chỉ có tháng 1 đến tháng 12.", "A year has months 1 to 12."),
            DateFault::NoSuchDay => ("Tháng này không có ngày đó.", "The month has no such day."),
            DateFault::OddYear => ("Năm phải ghi đủ bốn chữ số.", "A year has four digits."),
        };
        findings.push(
            RULE.finding(
                found.span,
                format!("Ngày tháng “{text}” không có thật"),
                format!("There is no date “{text}”"),
            )
            .because(vi, en),
        );
    }
}
