//! SL-06 and SL-07: numbers printed against the conventions.

use tt_text::Span;
use tt_text::numeral::{self, DecimalMark, Grouping, Numeral};

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static MALFORMED: Rule = Rule {
    code: "SL-06",
    name: "malformed-number",
    title_vi: "Số viết sai, không đọc được",
    title_en: "Malformed number",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/malformed-number.md"),
    check: malformed,
};

pub(crate) static POINT: Rule = Rule {
    code: "SL-07",
    name: "decimal-point",
    title_vi: "Số viết theo kiểu nước ngoài",
    title_en: "Number in foreign notation",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/decimal-point.md"),
    check: point,
};

fn malformed(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for figure in context.extraction.figures.iter().filter(|figure| figure.value.is_none()) {
        let text = context.slice(figure.span);
        findings.push(
            MALFORMED
                .finding(figure.span, format!("Số “{text}” viết sai"), format!("“{text}” is no proper number"))
                .because(
                    "Dấu chấm ngăn từng nhóm ba chữ số, dấu phẩy đứng trước phần thập phân. Số này không theo cách nào nên không biết giá trị.",
                    "A dot parts groups of three digits, a comma stands before decimals. This follows neither, so its value is unknown.",
                ),
        );
    }
}

fn point(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for figure in &context.extraction.figures {
        let slice = context.slice(figure.span);
        for (at, _) in slice.match_indices(|c: char| c.is_ascii_digit()) {
            let Some(found) = numeral::scan_at(slice, at) else { continue };
            let Ok(numeral) = found.value else { continue };
            let foreign = numeral.style.mark == DecimalMark::Point && numeral.style.decimals > 0
                || numeral.style.grouping == Grouping::Comma;
            if foreign {
                findings.push(report(slice, found.span, figure.span.start, numeral));
            }
        }
    }
}

fn report(slice: &str, span: Span, offset: usize, mut numeral: Numeral) -> Finding {
    let text = span.of(slice);
    numeral.style.mark = DecimalMark::Comma;
    if numeral.style.grouping == Grouping::Comma {
        numeral.style.grouping = Grouping::Dot;
    }
    let right = numeral.to_string();
    POINT
        .finding(
            span.shifted(offset),
            format!("Số {text} viết theo kiểu nước ngoài, nên viết {right}"),
            format!("{text} is in foreign notation; write {right}"),
        )
        .because(
            "Trong văn bản tiếng Việt dấu phẩy đứng trước phần thập phân, dấu chấm ngăn nhóm ba chữ số.",
            "In Vietnamese texts a comma stands before decimals and a dot between groups of three digits.",
        )
        .fixed(right)
}
