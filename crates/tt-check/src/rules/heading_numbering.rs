//! TT-04: headings whose numbers repeat or skip.

use tt_document::extract::OutlineItem;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};
use crate::wording::short;

pub(crate) static RULE: Rule = Rule {
    code: "TT-04",
    name: "heading-numbering",
    title_vi: "Đánh số đề mục bị trùng hoặc bị nhảy",
    title_en: "Heading numbers repeat or skip",
    severity: Severity::Warning,
    basis: Some("Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.5"),
    docs: include_str!("../../docs/heading-numbering.md"),
    check,
};

/// Lists that can be open at once.
const MAX_OPEN: usize = 16;

/// A label read: what it hangs under, its style, its number.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Label {
    style: Style,
    /// The part before the last number (`2.1` in `2.1.3.`).
    stem: String,
    number: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Roman,
    /// Arabic with this many parts.
    Arabic(usize),
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut open: Vec<(Label, &OutlineItem)> = Vec::new();
    for item in &context.extraction.outline {
        let Some(label) = read(&item.label) else { continue };
        let same = |other: &Label| other.style == label.style && other.stem == label.stem;
        // A list that starts anew at 1 may stand inside the other, which goes on after it.
        let follows = open.iter().rposition(|(other, _)| same(other) && other.number + 1 == label.number);
        match follows.or_else(|| open.iter().rposition(|(other, _)| same(other))) {
            Some(at) if follows.is_some() => open.truncate(at),
            // Lists inside lists inside lists: the outermost are given up.
            Some(_) if label.number == 1 => {
                if open.len() >= MAX_OPEN {
                    open.remove(0);
                }
            }
            Some(at) => {
                if let Some((before, earlier)) = open.get(at) {
                    findings.extend(judge(context, item, &label, before, earlier));
                }
                open.truncate(at);
            }
            // A new list of this style begins under the last heading; lists of deeper styles end with it.
            None => open.retain(|(other, _)| depth(other.style) < depth(label.style)),
        }
        open.push((label, item));
    }
}

fn depth(style: Style) -> usize {
    match style {
        Style::Roman => 0,
        Style::Arabic(parts) => parts,
    }
}

/// Repeats, and skips of one or two: a list that starts anew at 1 is another list.
fn judge(
    context: &Context<'_>,
    item: &OutlineItem,
    label: &Label,
    before: &Label,
    earlier: &OutlineItem,
) -> Option<Finding> {
    let own = item.label.trim();
    let finding = if label.number == before.number {
        RULE.finding(item.span, format!("Số đề mục “{own}” dùng hai lần"), format!("The number “{own}” is used twice"))
    } else if label.number > before.number + 1 && label.number <= before.number + 3 {
        let missing = before.number + 1;
        if stands_between(context, &label.stem, missing, earlier.span.end, item.span.start, label.style) {
            return None;
        }
        let last = earlier.label.trim();
        RULE.finding(
            item.span,
            format!("Số đề mục nhảy từ “{last}” sang “{own}”"),
            format!("The numbers jump from “{last}” to “{own}”"),
        )
    } else {
        return None;
    };
    let title = short(&earlier.title);
    Some(
        finding
            .because(
                "Các đề mục cùng cấp phải đánh số liên tục. Đề nghị kiểm tra có thiếu hoặc thừa đề mục không.",
                "Headings of one level are numbered without gaps. Check whether one is missing or too many.",
            )
            .beside(earlier.span, format!("Đề mục trước cùng cấp: {title}"), format!("The heading before: {title}")),
    )
}

/// Whether the number left out stands in the text between after all, as a point of the body.
fn stands_between(context: &Context<'_>, stem: &str, number: u32, from: usize, to: usize, style: Style) -> bool {
    if style == Style::Roman {
        return false;
    }
    let label = if stem.is_empty() { number.to_string() } else { format!("{stem}.{number}") };
    let text = context.between(from, to);
    text.match_indices(&label).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + label.len()..).unwrap_or_default();
        let heads_line = before.is_empty() || before.ends_with(['\n', '|', '\t']);
        let longer = after.starts_with(|c: char| c.is_alphanumeric());
        heads_line && !longer || before.ends_with(' ') && (after.starts_with(". ") || after.starts_with(") "))
    })
}

fn read(label: &str) -> Option<Label> {
    let text = label.trim().trim_end_matches(['.', ')', ':', '-']).trim_end();
    if let Some(number) = roman(text) {
        return Some(Label { style: Style::Roman, stem: String::new(), number });
    }
    let (stem, last) = text.rsplit_once('.').unwrap_or(("", text));
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit());
    let parts = text.split('.').count();
    (text.split('.').all(digits)).then_some(())?;
    Some(Label { style: Style::Arabic(parts), stem: stem.to_owned(), number: last.parse().ok()? })
}

fn roman(text: &str) -> Option<u32> {
    let value = |letter: char| match letter {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let values: Vec<u32> = text.chars().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (index, value) in values.iter().enumerate() {
        let smaller = values.get(index + 1).is_some_and(|next| next > value);
        sum = if smaller { sum - i64::from(*value) } else { sum + i64::from(*value) };
    }
    u32::try_from(sum).ok().filter(|sum| *sum > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read() {
        assert_eq!(read("XIV.").unwrap().number, 14);
        assert_eq!(read("2.10.").unwrap(), Label { style: Style::Arabic(2), stem: "2".into(), number: 10 });
        assert_eq!(read("a)"), None);
    }
}
