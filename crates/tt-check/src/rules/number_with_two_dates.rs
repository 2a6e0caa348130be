//! VB-03: one number with two dates.

use std::collections::BTreeMap;

use crate::cited::Cited;
use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};
use crate::wording::day;

pub(crate) static RULE: Rule = Rule {
    code: "VB-03",
    name: "number-with-two-dates",
    title_vi: "Cùng một số văn bản nhưng ghi hai ngày khác nhau",
    title_en: "One document number with two dates",
    severity: Severity::Error,
    basis: Some("Nghị định 30/2020/NĐ-CP, Điều 15: số và ký hiệu là duy nhất trong một năm của một cơ quan"),
    docs: include_str!("../../docs/number-with-two-dates.md"),
    check,
};

/// More mentions of one number than any document has; all are compared with each other.
const MAX_MENTIONS: usize = 200;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let cited = context.cited;
    let mut same: BTreeMap<(u32, &str, i16, String), Vec<&Cited<'_>>> = BTreeMap::new();
    for one in cited {
        let Some(date) = one.citation.date.date() else { continue };
        // With the year in the number the document is one, whatever year its date has.
        let year = one.number.year.unwrap_or(date.year());
        same.entry((one.number.serial, &one.number.suffix, year, one.series())).or_default().push(one);
    }
    for group in same.values() {
        let group = group.get(..MAX_MENTIONS).unwrap_or(group);
        let Some((first, others)) = group.split_first() else { continue };
        let usual = usual_date(group).unwrap_or(first);
        for other in others.iter().chain([first]) {
            if other.citation.date != usual.citation.date && other.may_share_issuer(usual) {
                findings.extend(report(other, usual));
            }
        }
    }
}

/// The mention whose date occurs most often, the first of them.
fn usual_date<'c, 'a>(group: &[&'c Cited<'a>]) -> Option<&'c Cited<'a>> {
    let times = |one: &Cited<'_>| group.iter().filter(|other| other.citation.date == one.citation.date).count();
    let most = group.iter().map(|one| times(one)).max()?;
    group.iter().find(|one| times(one) == most).copied()
}

fn report(other: &Cited<'_>, usual: &Cited<'_>) -> Option<Finding> {
    let number = &other.printed;
    let (a, b) = (day(other.citation.date.date()?), day(usual.citation.date.date()?));
    let known = other.issuer.is_some() && usual.issuer.is_some() || other.number.year.is_some();
    let severity = if known { Severity::Error } else { Severity::Warning };
    Some(
        RULE.finding(
            other.span(),
            format!("Văn bản số {number} ở đây ghi ngày {a}, chỗ khác ghi ngày {b}"),
            format!("Number {number} is dated {a} here and {b} elsewhere"),
        )
        .at(severity)
        .because(
            "Trong một năm mỗi số và ký hiệu của một cơ quan chỉ cấp cho một văn bản. Đề nghị kiểm tra lại số và ngày; nếu là văn bản của hai cơ quan khác nhau thì ghi rõ tên cơ quan ban hành.",
            "An agency gives a number and symbol to one document a year. Check number and date; if two agencies are meant, name each.",
        )
        .beside(usual.span(), "Ngày ghi ở chỗ khác", "The date given elsewhere"),
    )
}
