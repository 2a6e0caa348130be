//! SL-04: a ratio and the percentage printed beside it.

use rust_decimal::Decimal;
use tt_document::extract::{Figure, FigureKind};

use crate::finding::{Finding, Severity};
use crate::interval::Interval;
use crate::percent::{self, Verdict};
use crate::reading::is_percent;
use crate::rule::{Context, Rule};
use crate::statement::{Stated, is_sensible};
use crate::wording::{number, percent as print_percent};

pub(crate) static RULE: Rule = Rule {
    code: "SL-04",
    name: "ratio-and-percent",
    title_vi: "Tỷ lệ phần trăm không khớp tỷ số",
    title_en: "Percentage does not follow from the ratio",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/ratio-and-percent.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sentence in &context.reading.sentences {
        for index in sentence.figures.clone() {
            let figure = context.extraction.figures.get(index);
            let next = context.extraction.figures.get(index + 1).filter(|_| index + 1 < sentence.figures.end);
            if let (Some(ratio), Some(percent)) = (figure, next)
                && ratio.of.is_some()
                && is_percent(percent)
            {
                findings.extend(judge(context, ratio, percent, index + 1));
            }
        }
    }
}

fn judge(context: &Context<'_>, ratio: &Figure, percent_figure: &Figure, index: usize) -> Option<Finding> {
    let gap = context.between(ratio.span.end, percent_figure.span.start);
    if !belongs(gap) || percent_figure.kind == FigureKind::ChangeVsSamePeriod {
        return None;
    }
    let stated = Stated::at(context, index)?;
    let (part, whole) = (ratio.value?, ratio.of?);
    if !is_sensible(part) || !is_sensible(whole) || stated.is_approximate(context) || percent_figure.value_max.is_some()
    {
        return None;
    }
    let exact = percent::exact(part, whole)?;
    let interval = |value: Decimal| Interval::exactly(value);
    let verdict = percent::compare(interval(part), interval(whole), Decimal::ZERO, stated.value, stated.decimals)?;
    let right = print_percent(exact, stated.decimals);
    let printed = context.slice(stated.span());
    let finding = match verdict {
        Verdict::Agrees => return None,
        Verdict::RoundedOddly => RULE
            .finding(
                stated.span(),
                format!("Tỷ lệ tính lại là {right}, văn bản ghi {printed}"),
                format!("The percentage works out at {right}; the text has {printed}"),
            )
            .at(Severity::Warning)
            .because(
                "Số ghi trong văn bản có thể do cắt bỏ phần lẻ hoặc làm tròn chưa đúng.",
                "The printed figure seems cut off or rounded the wrong way.",
            ),
        Verdict::Differs => RULE
            .finding(
                stated.span(),
                format!("Tỷ lệ phải là {right}, không phải {printed}"),
                format!("The percentage is {right}, not {printed}"),
            )
            .because(
                "Tỷ số và tỷ lệ phần trăm đứng cạnh nhau không thể cùng đúng. Đề nghị đối chiếu lại.",
                "The ratio and the percentage beside it cannot both be right. Check both.",
            ),
    };
    Some(finding.computed(format!("{}/{} = {right}", number(part), number(whole))).beside(
        ratio.span,
        "Tỷ số",
        "The ratio",
    ))
}

/// Whether only words that tie a percentage to the ratio before it, and what the ratio counts, stand between. The tie
/// stands right before the percentage: in `8/21 xã đạt chuẩn, 100% chỉ tiêu` it speaks of something else.
fn belongs(gap: &str) -> bool {
    const TIES: [&str; 9] = ["đạt", "chiếm", "bằng", "tương đương", "tỷ lệ", "tỉ lệ", "là", "tương ứng", "đạt được"];
    let head = gap.trim_end().trim_end_matches(':').trim_end();
    let tied = head.is_empty()
        || head.ends_with('(')
        || TIES.iter().any(|tie| head.strip_suffix(tie).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)));
    let other = ["tăng", "giảm", "kế hoạch", "trong đó", "còn", "và ", ";", ". "].iter().any(|word| gap.contains(word));
    let short = gap.chars().count() <= 80 && gap.matches(',').count() <= 1;
    tied && !other && short
}
