//! SL-10: `vượt 165% kế hoạch`, where most likely `đạt` is meant; and a part greater than its whole.

use rust_decimal::Decimal;
use tt_document::extract::{Direction, FigureKind};

use crate::finding::{Finding, Severity};
use crate::reading::is_percent;
use crate::rule::{Context, Rule};
use crate::statement::{Stated, is_sensible};
use crate::wording::number;

pub(crate) static OVER: Rule = Rule {
    code: "SL-10",
    name: "exceeds-or-reaches",
    title_vi: "“Vượt” từ 100% kế hoạch trở lên, có thể là “đạt”",
    title_en: "“Vượt” 100% of the plan or more, where “đạt” may be meant",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/exceeds-or-reaches.md"),
    check: over,
};

pub(crate) static PART: Rule = Rule {
    code: "SL-11",
    name: "part-over-whole",
    title_vi: "Tử số lớn hơn mẫu số",
    title_en: "Part greater than its whole",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/part-over-whole.md"),
    check: part,
};

fn over(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (index, figure) in context.extraction.figures.iter().enumerate() {
        let wanted = figure.kind == FigureKind::PercentOfPlan && figure.direction == Some(Direction::Over);
        let Some(stated) = Stated::at(context, index).filter(|_| wanted && is_percent(figure)) else { continue };
        if stated.value < Decimal::ONE_HUNDRED {
            continue;
        }
        let above = number(stated.value);
        let reached = number(stated.value + Decimal::ONE_HUNDRED);
        let less = number(stated.value - Decimal::ONE_HUNDRED);
        findings.push(
            OVER.finding(
                figure.span,
                format!("“Vượt {above}%” nghĩa là đạt {reached}% kế hoạch; có phải ý là “đạt {above}%”?"),
                format!("“Vượt {above}%” means {reached}% of the plan; is “đạt {above}%” meant?"),
            )
            .because(
                format!("“Vượt” là phần cao hơn kế hoạch. Nếu kết quả bằng {above}% kế hoạch thì viết “đạt {above}%” hoặc “vượt {less}%”."),
                format!("“Vượt” names what lies above the plan. If the result is {above}% of it, write “đạt {above}%” or “vượt {less}%”."),
            ),
        );
    }
}

fn part(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for figure in context.extraction.figures.iter().filter(|figure| figure.kind == FigureKind::Ratio) {
        let (Some(part), Some(whole)) = (figure.value, figure.of) else { continue };
        // Twice as many and more is another relation (`120/12`), a few more a slip or an overfulfilled plan.
        if !is_sensible(part)
            || !is_sensible(whole)
            || part <= whole
            || whole <= Decimal::ONE
            || part >= whole * Decimal::TWO
        {
            continue;
        }
        let text = context.slice(figure.span);
        findings.push(
            PART.finding(figure.span, format!("Tỷ số {text} có tử số lớn hơn mẫu số"), format!("In {text} the part exceeds the whole"))
                .because(
                    "Phần không thể lớn hơn tổng số. Nếu là kết quả so với kế hoạch thì nên viết rõ “đạt … so với kế hoạch …”.",
                    "A part cannot exceed its whole. For a result against a plan, say so in words.",
                ),
        );
    }
}
