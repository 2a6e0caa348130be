//! SL-03: the parts of a total that do not add up to it.

use rust_decimal::Decimal;

use crate::breakdown::{Breakdown, Lead};
use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};
use crate::wording::{number, sum};

pub(crate) static RULE: Rule = Rule {
    code: "SL-03",
    name: "sum-of-parts",
    title_vi: "Tổng các phần không bằng tổng số",
    title_en: "Parts do not add up to their total",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/sum-of-parts.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for breakdown in context.breakdowns {
        findings.extend(judge(context, breakdown));
    }
}

fn judge(context: &Context<'_>, breakdown: &Breakdown<'_>) -> Option<Finding> {
    let approximate =
        breakdown.total.is_approximate(context) || breakdown.parts.iter().any(|(_, part)| part.is_approximate(context));
    if breakdown.adds_up() || approximate {
        return None;
    }
    let sum_of_parts = breakdown.sum()?;
    let total = breakdown.total.value;
    let finding = if sum_of_parts > total { above(breakdown, sum_of_parts)? } else { below(breakdown, sum_of_parts)? };
    let parts: Vec<Decimal> = breakdown.parts.iter().map(|(_, part)| part.value).collect();
    let mut finding = finding.computed(format!("{} ≠ {}", sum(&parts, sum_of_parts), number(total)));
    for (_, part) in &breakdown.parts {
        finding = finding.beside(part.span(), "Phần cộng vào tổng", "A part of the total");
    }
    Some(finding)
}

/// More parts than the whole. Counts after `trong đó` may overlap (`36 người, trong đó 20 nữ, 30 đảng viên`); three and
/// more that overshoot the total only a little are kinds that make it up.
fn above(breakdown: &Breakdown<'_>, sum_of_parts: Decimal) -> Option<Finding> {
    let over = sum_of_parts.checked_div(breakdown.total.value)?;
    let make_up = breakdown.parts.len() >= 3 && over <= Decimal::new(105, 2);
    let may_overlap = breakdown.lead == Lead::Among && !breakdown.total.is_measured() && !make_up;
    (!may_overlap).then(|| {
        let (sum, unit) = shown(breakdown);
        let total = number(breakdown.total.value);
        RULE.finding(
            breakdown.total.span(),
            format!("Các phần cộng lại là {sum}{unit}, lớn hơn tổng số {total}{unit}"),
            format!("The parts add up to {sum}{unit}, more than the total of {total}{unit}"),
        )
        .because(
            "Các phần không thể lớn hơn tổng số. Đề nghị đối chiếu lại tổng số và từng phần.",
            "Parts cannot exceed their total. Check the total and each part.",
        )
    })
}

/// Less than the whole: only worth a question when all parts seem to be named and little is missing.
fn below(breakdown: &Breakdown<'_>, sum_of_parts: Decimal) -> Option<Finding> {
    let share = sum_of_parts.checked_div(breakdown.total.value)?;
    if breakdown.lead == Lead::Among || !breakdown.complete || share < Decimal::new(8, 1) {
        return None;
    }
    let (sum, unit) = shown(breakdown);
    let total = number(breakdown.total.value);
    let missing = number(breakdown.total.value - sum_of_parts);
    Some(
        RULE.finding(
            breakdown.total.span(),
            format!("Các phần cộng lại là {sum}{unit}, chưa bằng tổng số {total}{unit}"),
            format!("The parts add up to {sum}{unit}, short of the total of {total}{unit}"),
        )
        .at(Severity::Warning)
        .because(
            format!("Còn thiếu {missing}{unit}. Nếu các phần đã kể hết thì có số chưa đúng; nếu chưa hết, nên nêu rõ phần còn lại."),
            format!("{missing}{unit} are missing. If all parts are named, a figure is wrong; if not, name the rest."),
        ),
    )
}

fn shown(breakdown: &Breakdown<'_>) -> (String, String) {
    let unit = breakdown.total.figure.unit.as_deref().unwrap_or_default();
    let unit = if unit.is_empty() || unit == "%" { unit.to_owned() } else { format!(" {unit}") };
    (number(breakdown.sum().unwrap_or_default()), unit)
}
