//! TT-06: the date in the head of a document without the nought before a small day or month.

use tt_document::BlockKind;
use tt_text::Span;
use tt_text::date::{self, DateForm};

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "TT-06",
    name: "date-padding",
    title_vi: "Ngày ban hành chưa ghi số 0 ở trước",
    title_en: "Date of issue without its leading nought",
    severity: Severity::Info,
    basis: Some("Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4: ngày dưới 10 và tháng 1, 2 ghi thêm số 0 ở trước"),
    docs: include_str!("../../docs/date-padding.md"),
    check,
};

/// The year from which the Decree applies as a whole; the rule was the same before (Circular 01/2011/TT-BNV).
const FIRST_YEAR: i16 = 2011;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let head = context.document.blocks.iter().take_while(|block| block.kind == BlockKind::Frame).take(16);
    for block in head {
        for found in date::scan(context.slice(block.span)) {
            let date = found.value.date;
            let style = found.value.style;
            let (Some(day), Some(month), Some(year)) = (date.day, date.month, date.year) else { continue };
            let short = style.day_width == 1 && day < 10 || style.month_width == 1 && month < 3;
            if style.form != DateForm::Words || !style.led || !short || year < FIRST_YEAR {
                continue;
            }
            let span: Span = found.span.shifted(block.span.start);
            let right = date.words();
            findings.push(
                RULE.finding(
                    span,
                    format!("Ngày ban hành nên ghi “{right}”"),
                    format!("The date should read “{right}”"),
                )
                .because(
                    "Ngày dưới 10 và tháng 1, tháng 2 phải ghi thêm số 0 ở trước.",
                    "Days under 10 and months 1 and 2 take a nought before them.",
                )
                .fixed(right),
            );
        }
    }
}
