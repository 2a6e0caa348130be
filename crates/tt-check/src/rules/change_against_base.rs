//! SL-05: a change against an earlier period that does not follow from the two values.

use rust_decimal::Decimal;
use tt_document::extract::{Direction, Figure, FigureKind};
use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::percent::{self, Verdict};
use crate::reading::{Sentence, is_amount, is_percent, unit_key};
use crate::rule::{Context, Rule};
use crate::statement::{Stated, is_one_clause, said_of};
use crate::wording::{number, percent as print_percent};

pub(crate) static RULE: Rule = Rule {
    code: "SL-05",
    name: "change-against-base",
    title_vi: "Mức tăng, giảm không khớp hai số so sánh",
    title_en: "Change does not follow from the values compared",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/change-against-base.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sentence in &context.reading.sentences {
        for index in sentence.figures.clone() {
            findings.extend(percent_change(context, sentence, index));
            findings.extend(absolute_and_percent(context, sentence, index));
        }
    }
}

/// `đạt 120 tỷ đồng, tăng 20% so với cùng kỳ năm trước (100 tỷ đồng)`.
fn percent_change(context: &Context<'_>, sentence: &Sentence, amount: usize) -> Option<Finding> {
    let value = Stated::at(context, amount).filter(|stated| is_amount(stated.figure))?;
    if value.figure.kind == FigureKind::ChangeVsSamePeriod {
        return None;
    }
    let changes = said_of(context, sentence, amount, |figure| {
        figure.kind == FigureKind::ChangeVsSamePeriod && is_percent(figure)
    });
    let change = changes.into_iter().find(|change| {
        matches!(change.figure.direction, Some(Direction::Up | Direction::Down)) && change.figure.value_max.is_none()
    })?;
    let base = base_after(context, sentence, &change, &value)?;
    if [&value, &change, &base].into_iter().any(|stated| stated.is_approximate(context)) {
        return None;
    }
    judge(&value, &base, &change, context)
}

/// The earlier value in brackets, or after `là`, right behind the words `cùng kỳ` or `năm trước`.
fn base_after<'a>(
    context: &Context<'a>,
    sentence: &Sentence,
    change: &Stated<'a>,
    value: &Stated<'a>,
) -> Option<Stated<'a>> {
    let index = sentence.figures.clone().find(|index| {
        context.extraction.figures.get(*index).is_some_and(|figure| figure.span.start >= change.span().end)
    })?;
    let base = Stated::at(context, index)?;
    let gap = context.between(change.span().end, base.span().start);
    let earlier = ["cùng kỳ", "năm trước", "quý trước", "tháng trước", "so với năm", "cùng thời điểm"];
    let tied = earlier.iter().any(|word| gap.contains(word));
    let end = gap.trim_end();
    let joined = end.ends_with('(') || end.ends_with(" là") || end.ends_with(':') || end.ends_with("đạt");
    let same = unit_key(base.figure) == unit_key(value.figure) && is_amount(base.figure);
    let clean = is_one_clause(gap) && !gap.contains("kế hoạch") && !gap.contains("tăng") && !gap.contains("giảm");
    (tied && joined && same && clean && base.figure.kind != FigureKind::ChangeVsSamePeriod).then_some(base)
}

fn judge(value: &Stated<'_>, base: &Stated<'_>, change: &Stated<'_>, context: &Context<'_>) -> Option<Finding> {
    let down = change.figure.direction == Some(Direction::Down);
    let exact = percent::exact(value.value, base.value)? - Decimal::ONE_HUNDRED;
    let printed = if down { -change.value.abs() } else { change.value.abs() };
    let verdict = percent::compare(value.interval(), base.interval(), -Decimal::ONE_HUNDRED, printed, change.decimals)?;
    let wrong_way = (exact > Decimal::ZERO) == down && !exact.is_zero();
    if verdict == Verdict::Agrees {
        return None;
    }
    let word = if exact.is_sign_negative() { "giảm" } else { "tăng" };
    let right = format!("{word} {}", print_percent(exact.abs(), change.decimals));
    let own = context.slice(change.span());
    let finding = RULE
        .finding(
            change.span(),
            if wrong_way {
                format!("Chiều tăng, giảm ngược với số liệu: tính lại là {right}")
            } else {
                format!("Mức thay đổi tính lại là {right}, văn bản ghi {own}")
            },
            format!("The change works out at {right}; the text has {own}"),
        )
        .at(if verdict == Verdict::RoundedOddly && !wrong_way { Severity::Warning } else { Severity::Error })
        .because(
            "Hai giá trị so sánh và mức thay đổi ghi trong câu không thể cùng đúng. Đề nghị đối chiếu lại.",
            "The two values and the change stated cannot all be right. Check them.",
        )
        .computed(format!(
            "({} − {}) / {} = {}",
            number(value.value),
            number(base.value),
            number(base.value),
            print_percent(exact, change.decimals)
        ));
    Some(finding.beside(value.span(), "Giá trị kỳ này", "The value of this period").beside(
        base.span(),
        "Giá trị kỳ so sánh",
        "The value compared with",
    ))
}

/// `48 người chết, … giảm 19 người chết (-28,36%)`: the absolute change and its percentage side by side.
fn absolute_and_percent(context: &Context<'_>, sentence: &Sentence, index: usize) -> Option<Finding> {
    let absolute = Stated::at(context, index)?;
    let next = context.extraction.figures.get(index + 1).filter(|_| index + 1 < sentence.figures.end)?;
    let gap = context.between(absolute.span().end, next.span.start);
    if absolute.figure.kind != FigureKind::ChangeVsSamePeriod || is_percent(absolute.figure) || !is_percent(next) {
        return None;
    }
    let own = |span: Span| context.lower(span);
    let signed = own(next.span).starts_with(['-', '−', '+']) || gap.trim_end().ends_with(['-', '−', '+']);
    if !gap.trim_end_matches(['-', '−', '+']).trim_end().ends_with('(') || gap.chars().count() > 30 {
        return None;
    }
    let negative = own(next.span).starts_with(['-', '−']) || gap.trim_end().ends_with(['-', '−']);
    let down = match absolute.figure.direction? {
        Direction::Down => true,
        Direction::Up => false,
        _ => return None,
    };
    (signed && negative != down).then(|| opposite(context, &absolute, next, down))
}

fn opposite(context: &Context<'_>, absolute: &Stated<'_>, percent: &Figure, down: bool) -> Finding {
    let (word, sign) = if down { ("giảm", "+") } else { ("tăng", "−") };
    RULE.finding(
        percent.span,
        format!("Viết “{word}” nhưng tỷ lệ trong ngoặc mang dấu {sign}"),
        format!("The text says “{word}” and the percentage carries {sign}"),
    )
    .because("Chiều thay đổi bằng lời và bằng dấu phải giống nhau.", "Word and sign must go the same way.")
    .beside(absolute.span(), context.slice(absolute.span()), "The change in words")
}
