//! TT-05: the national title or motto misprinted.

use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "TT-05",
    name: "national-title",
    title_vi: "Quốc hiệu, Tiêu ngữ ghi thiếu hoặc sai",
    title_en: "National title or motto misprinted",
    severity: Severity::Error,
    basis: Some("Nghị định 30/2020/NĐ-CP, Điều 8 và Phụ lục I, mục II.1"),
    docs: include_str!("../../docs/national-title.md"),
    check,
};

const TITLE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let heads = context.document.blocks.iter().take(14);
    let parts: Vec<String> =
        heads.clone().flat_map(|block| context.slice(block.span).split(['|', '\n', '\t']).map(key)).collect();
    for block in heads.take(12) {
        let mut start = block.span.start;
        for part in context.slice(block.span).split(['|', '\n', '\t']) {
            let lead = part.len() - part.trim_start().len();
            let span = Span::new(start + lead, start + lead + part.trim().len());
            start += part.len() + 1;
            let key = key(part);
            if key.starts_with("cong hoa xa hoi")
                && key.len() < 45
                && key != self::key(TITLE)
                && !is_wrapped(&key, &parts)
            {
                findings.push(report(span, part.trim(), "Quốc hiệu", TITLE));
            } else if key.starts_with("doc lap") && key.len() < 35 && key != self::key(MOTTO) {
                findings.push(report(span, part.trim(), "Tiêu ngữ", MOTTO));
            }
        }
    }
}

/// Whether the rest of the title stands on a line of its own: `CỘNG HÒA XÃ HỘI` over `CHỦ NGHĨA VIỆT NAM`.
fn is_wrapped(head: &str, parts: &[String]) -> bool {
    let title = key(TITLE);
    let rest = title.strip_prefix(head).map(str::trim).filter(|rest| !rest.is_empty());
    rest.is_some_and(|rest| parts.iter().any(|part| part == rest))
}

/// Words only, folded: dashes and letter case are the layout's business.
fn key(text: &str) -> String {
    let folded = tt_text::fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn report(span: Span, text: &str, what: &str, right: &str) -> Finding {
    let en = if what == "Tiêu ngữ" { "motto" } else { "national title" };
    RULE.finding(span, format!("{what} ghi “{text}”"), format!("The {en} reads “{text}”"))
        .because(format!("{what} phải ghi đủ: “{right}”."), format!("It must read “{right}”."))
        .fixed(right)
}
