//! VB-05: the word for the kind of a document disagrees with the code in its number.

use crate::cited::Cited;
use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};
use crate::symbol::{KINDS, kind_of_code};

pub(crate) static RULE: Rule = Rule {
    code: "VB-05",
    name: "kind-against-symbol",
    title_vi: "Tên loại văn bản không khớp ký hiệu",
    title_en: "Kind of document does not fit its symbol",
    severity: Severity::Warning,
    basis: Some("Nghị định 30/2020/NĐ-CP, Phụ lục III (chữ viết tắt tên loại văn bản)"),
    docs: include_str!("../../docs/kind-against-symbol.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cited in context.cited {
        findings.extend(judge(context, cited));
    }
}

fn judge(context: &Context<'_>, cited: &Cited<'_>) -> Option<Finding> {
    let text = context.lower(cited.span());
    let own_code = cited.number.kind_code();
    let meant = kind_of_code(own_code)?;
    // A kind code alone (`12/QĐ`) or before an issuer; `QĐ` inside `QĐ-UBND` has both.
    if !cited.number.symbol.contains(['-', '/', '.']) {
        return None;
    }
    let letter = text.starts_with("công văn");
    let (word, codes) = match KINDS.iter().find(|(word, _)| text.starts_with(word)) {
        Some((word, codes)) => (*word, *codes),
        None if letter => ("công văn", &[][..]),
        None => return None,
    };
    // The number must be the one of this word: nothing but the word, its qualifiers and `số` before it.
    let number = cited.citation.number.as_deref()?;
    let before = number_offset(context, cited, number)?;
    if codes.contains(&own_code) || before > word.len() + 40 {
        return None;
    }
    let mut head = word.chars();
    let title: String = head.next().into_iter().flat_map(char::to_uppercase).chain(head).collect();
    Some(
        RULE.finding(
            cited.span(),
            format!("Gọi là {word} nhưng số {} là ký hiệu của {meant}", cited.printed),
            format!("Called “{title}”, but {} is the symbol of a “{meant}”", cited.printed),
        )
        .because(
            format!(
                "Chữ viết tắt {own_code} trong ký hiệu dùng cho {meant}. Đề nghị kiểm tra lại tên loại hoặc ký hiệu."
            ),
            format!("The code {own_code} stands for “{meant}”. Check the kind or the symbol."),
        ),
    )
}

/// Where the number stands within the citation.
fn number_offset(context: &Context<'_>, cited: &Cited<'_>, number: &str) -> Option<usize> {
    let text = context.slice(cited.span());
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    text.find(number.get(..digits)?)
}
