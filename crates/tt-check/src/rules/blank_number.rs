//! TT-01 and TT-02: number or date of the document left blank.

use tt_document::BlockKind;
use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static NUMBER: Rule = Rule {
    code: "TT-01",
    name: "missing-number",
    title_vi: "Chưa ghi số văn bản",
    title_en: "Number of the document left blank",
    severity: Severity::Info,
    basis: Some("Nghị định 30/2020/NĐ-CP, Điều 8, Điều 15 và Phụ lục I, mục II.3"),
    docs: include_str!("../../docs/missing-number.md"),
    check: number,
};

pub(crate) static DATE: Rule = Rule {
    code: "TT-02",
    name: "missing-date",
    title_vi: "Chưa ghi ngày, tháng ban hành",
    title_en: "Date of the document left blank",
    severity: Severity::Info,
    basis: Some("Nghị định 30/2020/NĐ-CP, Điều 8 và Phụ lục I, mục II.4"),
    docs: include_str!("../../docs/missing-date.md"),
    check: date,
};

/// The frame stands in the first lines; a form quoted further down is none of ours.
const HEAD_BLOCKS: usize = 16;

fn head<'a>(context: &Context<'a>) -> impl Iterator<Item = Span> + use<'a> {
    let blocks = context.document.blocks.iter().take(HEAD_BLOCKS);
    blocks.filter(|block| !matches!(block.kind, BlockKind::Heading { .. })).map(|block| block.span)
}

fn is_filler(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '…' | '_' | ':')
}

fn number(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for span in head(context) {
        let lower = context.lower(span);
        let Some(at) = lower.find("số") else { continue };
        let line_head = lower.get(..at).is_some_and(|before| before.trim_end_matches([' ', '|']).is_empty());
        let after = at + "số".len();
        let Some(rest) = lower.get(after..) else { continue };
        let blank = rest.len() - rest.trim_start_matches(is_filler).len();
        let symbol = context.slice(span).get(after + blank..).unwrap_or_default();
        let end = symbol.find(['|', '\n', '\t']).unwrap_or(symbol.len());
        let symbol = symbol.get(..end).unwrap_or_default().trim_end();
        let letter = symbol.strip_prefix('/').and_then(|rest| rest.trim_start().chars().next());
        if !line_head || !letter.is_some_and(char::is_uppercase) {
            continue;
        }
        let symbol = symbol_alone(symbol);
        let start = span.start + after + blank;
        findings.push(
            NUMBER
                .finding(
                    Span::new(start, start + symbol.len()),
                    format!("Chưa ghi số văn bản trước ký hiệu “{symbol}”"),
                    format!("No number before the symbol “{symbol}”"),
                )
                .because(
                    "Số văn bản được cấp sau khi ký, chậm nhất trong ngày làm việc tiếp theo. Bản dự thảo để trống là bình thường; bản phát hành phải có số.",
                    "The number is given after signing, at latest the next working day. A draft may leave it blank, an issued document not.",
                ),
        );
        return;
    }
}

/// The symbol without what a flattened header line puts after it.
fn symbol_alone(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(at, c)| {
            c.is_whitespace()
                && text.get(at + 1..).is_some_and(|rest| {
                    !rest.trim_start().starts_with('-')
                        && !text.get(..*at).is_some_and(|head| head.trim_end().ends_with(['-', '/']))
                })
        })
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

fn date(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for span in head(context) {
        let lower = context.lower(span);
        let Some(at) = lower.find("ngày") else { continue };
        let Some(rest) = lower.get(at + "ngày".len()..) else { continue };
        let Some((day, rest)) = rest.split_once("tháng") else { continue };
        let Some((month, rest)) = rest.split_once("năm") else { continue };
        let filler = |text: &str| text.chars().all(|c| is_filler(c) || c.is_ascii_digit()) && text.len() < 80;
        let blank = |text: &str| !text.chars().any(|c| c.is_ascii_digit());
        let year = rest.trim_start();
        let digits = year.len() - year.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if !filler(day) || !filler(month) || !(blank(day) || blank(month)) || !matches!(digits, 0 | 4) {
            continue;
        }
        let end = span.start + lower.len() - year.len() + digits;
        let what = match (blank(day), blank(month)) {
            (true, true) => ("ngày, tháng", "day and month"),
            (true, false) => ("ngày", "day"),
            _ => ("tháng", "month"),
        };
        findings.push(
            DATE.finding(
                Span::new(span.start + at, end),
                format!("Chưa ghi {} ban hành văn bản", what.0),
                format!("The {} of issue is left blank", what.1),
            )
            .because(
                "Ngày, tháng, năm ban hành là ngày văn bản được cấp số. Bản dự thảo để trống là bình thường; bản phát hành phải ghi đủ.",
                "The date is the day the number was given. A draft may leave it blank, an issued document not.",
            ),
        );
        return;
    }
}
