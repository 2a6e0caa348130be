//! SL-01: a percentage of the plan that does not follow from the result and the plan.

use rust_decimal::Decimal;
use tt_document::extract::Direction;

use crate::finding::{Finding, Severity};
use crate::percent::{self, Verdict};
use crate::reading::{Sentence, is_amount};
use crate::rule::{Context, Rule};
use crate::statement::{PlanPlace, Stated, percents_of_plan, plan_of};
use crate::wording::{number, percent as print_percent};

pub(crate) static RULE: Rule = Rule {
    code: "SL-01",
    name: "percent-of-plan",
    title_vi: "Tỷ lệ so với kế hoạch không khớp số liệu",
    title_en: "Percentage of the plan does not follow from the figures",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/percent-of-plan.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sentence in &context.reading.sentences {
        for amount in sentence.figures.clone() {
            if !context.extraction.figures.get(amount).is_some_and(is_amount) {
                continue;
            }
            for stated in percents_of_plan(context, sentence, amount) {
                findings.extend(judge(context, sentence, amount, &stated));
            }
        }
    }
}

fn judge(context: &Context<'_>, sentence: &Sentence, amount: usize, stated: &Stated<'_>) -> Option<Finding> {
    let actual = Stated::at(context, amount)?;
    let (plan, place) = plan_of(context, sentence, amount, stated)?;
    if [&actual, stated, &plan].into_iter().any(|figure| figure.is_approximate(context)) {
        return None;
    }
    let over = stated.figure.direction == Some(Direction::Over);
    let shift = if over { -Decimal::ONE_HUNDRED } else { Decimal::ZERO };
    let exact = percent::exact(actual.value, plan.value)?;
    let plan_interval = crate::interval::Interval::exactly(plan.value);
    let verdict = percent::compare(actual.interval(), plan_interval, shift, stated.value, stated.decimals)?;
    if verdict == Verdict::Agrees {
        return None;
    }
    let shown = print_percent(exact, stated.decimals);
    let calculation = if over {
        let above = print_percent(exact - Decimal::ONE_HUNDRED, stated.decimals);
        format!("{} / {} = {shown}, vượt {above}", number(actual.value), number(plan.value))
    } else {
        format!("{} / {} = {shown}", number(actual.value), number(plan.value))
    };
    let right = if over { print_percent(exact - Decimal::ONE_HUNDRED, stated.decimals) } else { shown };
    let printed = context.slice(stated.span());
    let finding = match verdict {
        Verdict::RoundedOddly => rounded_oddly(stated, printed, &right),
        _ => differs(stated, printed, &right, over),
    };
    let note = match place {
        PlanPlace::Sentence => ("Kế hoạch nêu trong câu", "The plan named in the sentence"),
        PlanPlace::Target => ("Chỉ tiêu trong nhiệm vụ được giao", "The target in the task as assigned"),
    };
    Some(finding.computed(calculation).beside(actual.span(), "Kết quả thực hiện", "The result").beside(
        plan.span(),
        note.0,
        note.1,
    ))
}

fn rounded_oddly(stated: &Stated<'_>, printed: &str, right: &str) -> Finding {
    RULE.finding(
        stated.span(),
        format!("Tỷ lệ tính lại là {right}, văn bản ghi {printed}"),
        format!("The percentage works out at {right}; the text has {printed}"),
    )
    .at(Severity::Warning)
    .because(
        "Số ghi trong văn bản có thể do cắt bỏ phần lẻ hoặc làm tròn chưa đúng. Nên làm tròn theo quy tắc thông thường hoặc ghi thêm một chữ số thập phân.",
        "The printed figure seems cut off or rounded the wrong way. Round half up, or print one more decimal.",
    )
}

fn differs(stated: &Stated<'_>, printed: &str, right: &str, over: bool) -> Finding {
    let as_reached = over && stated.value >= Decimal::ONE_HUNDRED;
    let (vi, en) = if as_reached {
        (
            "“Vượt” là phần cao hơn kế hoạch; nếu muốn nói tỷ lệ đạt được thì viết “đạt”. Đề nghị đối chiếu lại kết quả, kế hoạch và cách diễn đạt.",
            "“Vượt” names what lies above the plan; for the share reached write “đạt”. Check the result, the plan and the wording.",
        )
    } else {
        (
            "Kết quả, kế hoạch và tỷ lệ ghi trong văn bản không thể cùng đúng. Đề nghị đối chiếu lại cả ba số.",
            "The result, the plan and the percentage in the text cannot all be right. Check all three.",
        )
    };
    RULE.finding(
        stated.span(),
        format!("Tỷ lệ so với kế hoạch là {right}, không phải {printed}"),
        format!("The percentage of the plan is {right}, not {printed}"),
    )
    .because(vi, en)
}
