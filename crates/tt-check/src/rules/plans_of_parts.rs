//! SL-02: the plans that the parts of a total imply do not add up to the plan of the total.

use rust_decimal::Decimal;
use tt_document::extract::Direction;
use tt_text::Span;

use crate::breakdown::Breakdown;
use crate::finding::{Finding, Severity};
use crate::interval::Interval;
use crate::reading::Sentence;
use crate::rule::{Context, Rule};
use crate::statement::{Stated, percents_of_plan, plan_of};
use crate::wording::{decimals, number};

pub(crate) static RULE: Rule = Rule {
    code: "SL-02",
    name: "plans-of-parts",
    title_vi: "Kế hoạch của các phần không cộng thành kế hoạch chung",
    title_en: "The parts' plans do not add up to the plan of the whole",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/plans-of-parts.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for breakdown in context.breakdowns {
        if breakdown.adds_up() && breakdown.parts.len() >= 2 {
            findings.extend(judge(context, breakdown));
        }
    }
}

/// A plan as its percentage implies it.
struct Implied {
    result: Decimal,
    percent: Decimal,
    percent_span: Span,
    plan: Interval,
}

fn judge(context: &Context<'_>, breakdown: &Breakdown<'_>) -> Option<Finding> {
    let sentence = sentence_of(context, breakdown.total.span())?;
    let whole_percent = percents_of_plan(context, sentence, breakdown.total_index).into_iter().next()?;
    let (plan, _) = plan_of(context, sentence, breakdown.total_index, &whole_percent)?;
    let mut implied = Vec::new();
    for (index, part) in &breakdown.parts {
        let sentence = sentence_of(context, part.span())?;
        let percent = percents_of_plan(context, sentence, *index).into_iter().next()?;
        if percent.is_approximate(context) || part.is_approximate(context) {
            return None;
        }
        implied.push(imply(part, &percent)?);
    }
    let sum = implied.iter().try_fold(Interval::exactly(Decimal::ZERO), |sum, part| sum.plus(part.plan))?;
    if sum.overlaps(Interval::exactly(plan.value)) || plan.is_approximate(context) {
        return None;
    }
    let own = imply(&breakdown.total, &whole_percent)?;
    Some(report(breakdown, &plan, &implied, sum, &own))
}

fn sentence_of<'r>(context: &Context<'r>, span: Span) -> Option<&'r Sentence> {
    let at = context.reading.sentences.partition_point(|sentence| sentence.span.end < span.end);
    context.reading.sentences.get(at).filter(|sentence| sentence.span.contains(span))
}

fn imply(result: &Stated<'_>, percent: &Stated<'_>) -> Option<Implied> {
    let over = percent.figure.direction == Some(Direction::Over);
    let reached = percent.value + if over { Decimal::ONE_HUNDRED } else { Decimal::ZERO };
    let share = Interval::rounded(reached, percent.decimals);
    let plan = result.interval().times(Decimal::ONE_HUNDRED)?.over(share)?;
    Some(Implied { result: result.value, percent: reached, percent_span: percent.span(), plan })
}

fn report(breakdown: &Breakdown<'_>, plan: &Stated<'_>, implied: &[Implied], sum: Interval, own: &Implied) -> Finding {
    let places = breakdown.parts.iter().map(|(_, part)| part.decimals).chain([plan.decimals]).max().unwrap_or(0);
    let range =
        |interval: Interval| format!("{} – {}", decimals(interval.low, places), decimals(interval.high, places));
    let unit = plan.figure.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let lines: Vec<String> = implied
        .iter()
        .map(|part| format!("{} / {}% = {}", number(part.result), number(part.percent), range(part.plan)))
        .collect();
    let stated = number(plan.value);
    let agrees = own.plan.overlaps(sum);
    let own_line = format!("{} / {}% = {}", number(own.result), number(own.percent), range(own.plan));
    let (also_vi, also_en) = if agrees {
        (
            format!(" Tỷ lệ {}% của tổng số lại khớp với kế hoạch suy ra này ({own_line}).", number(own.percent)),
            format!(" The total's own {}% agrees with these implied plans ({own_line}).", number(own.percent)),
        )
    } else {
        (String::new(), String::new())
    };
    let mut finding = RULE
        .finding(
            plan.span(),
            format!("Kế hoạch chung ghi {stated}{unit}, các phần suy ra {}{unit}", range(sum)),
            format!("The plan of the whole is given as {stated}{unit}; the parts imply {}{unit}", range(sum)),
        )
        .because(
            format!(
                "Lấy kết quả chia cho tỷ lệ đạt của từng phần thì ra kế hoạch của phần đó; cộng lại không bằng kế hoạch chung.{also_vi} Đề nghị đối chiếu kế hoạch giao và các tỷ lệ."
            ),
            format!(
                "Each part's result over its percentage gives that part's plan; together they miss the plan of the whole.{also_en} Check the assigned plan and the percentages."
            ),
        )
        .computed(format!("{}; cộng: {} ≠ {stated}", lines.join("; "), range(sum)));
    for ((_, part), implied) in breakdown.parts.iter().zip(implied) {
        let place = part.span().join(implied.percent_span);
        finding = finding.beside(place, "Kết quả và tỷ lệ của một phần", "Result and percentage of a part");
    }
    let whole = breakdown.total.span().join(own.percent_span);
    finding.beside(whole, "Tổng số và tỷ lệ của tổng số", "The total and its percentage")
}
