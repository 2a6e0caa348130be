//! NN-05: marks that cannot stand together, and blanks before marks.

use tt_document::BlockKind;
use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::reading::Spacing;
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "NN-05",
    name: "punctuation",
    title_vi: "Dấu câu hoặc khoảng trắng không đúng",
    title_en: "Wrong punctuation or blank",
    severity: Severity::Info,
    basis: None,
    docs: include_str!("../../docs/punctuation.md"),
    check,
};

/// Two marks running, and the one that is meant where there is no doubt.
const DOUBLED: [(&str, Option<&str>); 10] = [
    ("..", Some(".")),
    (",,", Some(",")),
    (";;", Some(";")),
    (",.", None),
    (".,", None),
    (";.", None),
    (",;", None),
    (";,", None),
    ("::", Some(":")),
    (", ,", Some(",")),
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.reading.spacing == Spacing::Restored {
        return;
    }
    let mut blanks = Vec::new();
    let mut wide = Vec::new();
    for block in context.document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Table(_))) {
        wide.extend(doubled_blanks(context.slice(block.span), block.span.start));
    }
    findings.extend(wide_report(context, &wide));
    for block in context.document.body() {
        if matches!(block.kind, BlockKind::Table(_)) {
            continue;
        }
        let text = context.slice(block.span);
        doubled(text, block.span.start, findings);
        blanks.extend(blanks_before(text, block.span.start));
    }
    findings.extend(blank_report(context, &blanks));
}

fn doubled(text: &str, offset: usize, findings: &mut Vec<Finding>) {
    let bytes = text.as_bytes();
    for (at, pair) in bytes.windows(2).enumerate() {
        let mark = |byte: u8| matches!(byte, b',' | b';' | b':' | b'.');
        let [first, second] = [pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)];
        if !mark(first) || !(mark(second) || second == b' ') || first == b'.' && second == b' ' {
            continue;
        }
        let found = DOUBLED.iter().find(|(marks, _)| text.get(at..).is_some_and(|rest| rest.starts_with(marks)));
        let Some((marks, right)) = found else { continue };
        let around =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().is_some_and(|byte| mark(byte) || byte == b'/');
        // Dots of leaders and `v.v.,` are no slips.
        let abbreviation = first == b'.' && text.get(..at).is_some_and(ends_with_abbreviation);
        // Two full stops end a sentence; between figures and signs they stand for something else.
        let ends = text.get(at + 2..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\n']))
            && text
                .get(..at)
                .is_some_and(|head| head.ends_with(|c: char| c.is_alphabetic() || matches!(c, ')' | '%' | '”')));
        if *marks == ".." && !ends {
            continue;
        }
        if around(at.checked_sub(1)) || around(Some(at + marks.len())) || abbreviation {
            continue;
        }
        let start = text.get(..at).and_then(|head| head.rfind(' ')).map_or(0, |blank| blank + 1);
        let span = Span::new(offset + start, offset + at + marks.len());
        let finding = RULE
            .finding(
                span,
                format!("Hai dấu câu “{marks}” đứng liền nhau"),
                format!("Two marks “{marks}” stand together"),
            )
            .because("Chỉ giữ lại một dấu đúng với ý của câu.", "Keep the one that is meant.");
        let head = text.get(start..at).unwrap_or_default();
        findings.push(match right {
            Some(right) => finding.fixed(format!("{head}{right}")),
            None => finding,
        });
    }
}

/// `v.v`, `TP`, `TX`, an initial: a full stop after it is part of it.
fn ends_with_abbreviation(head: &str) -> bool {
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.chars().count() <= 2 || word.chars().all(char::is_uppercase)
}

/// Blanks before a comma, semicolon or closing bracket, between words of one line.
fn blanks_before(text: &str, offset: usize) -> Vec<Span> {
    let mut found = Vec::new();
    for (at, pair) in text.as_bytes().windows(3).enumerate() {
        let [before, b' ', b',' | b';'] = pair else { continue };
        if *before == b' ' || !text.is_char_boundary(at + 3) || matches!(before, b',' | b';' | b'|') {
            continue;
        }
        let start = text.get(..=at).map_or(at, |head| head.rfind(' ').map_or(0, |blank| blank + 1));
        found.push(Span::new(offset + start, offset + at + 3));
    }
    found
}

/// Two blanks between two words, where one is meant. Lines with longer runs are laid out by them, and blanks beside
/// `ngày`, `tháng`, `năm` are left to be filled in.
fn doubled_blanks(text: &str, offset: usize) -> Vec<Span> {
    let mut found = Vec::new();
    if !text.contains("  ") {
        return found;
    }
    let mut start = offset;
    for line in text.split('\n') {
        if !line.contains("   ") {
            found.extend(
                line.match_indices("  ").filter_map(|(at, _)| wide_gap(line, at)).map(|span| span.shifted(start)),
            );
        }
        start += line.len() + 1;
    }
    found
}

/// The words round two blanks, if they are words of a sentence.
fn wide_gap(line: &str, at: usize) -> Option<Span> {
    let (head, tail) = (line.get(..at)?, line.get(at + 2..)?);
    let before = head.rsplit(' ').next()?;
    let after = tail.split(' ').next()?;
    let word = |word: &str| word.trim_matches([',', ';', '.', ')']).chars().all(char::is_alphabetic);
    let filled =
        |word: &str| matches!(tt_text::fold(word.trim_matches([',', '.'])).as_str(), "ngay" | "thang" | "nam" | "so");
    let sentence = !before.is_empty()
        && !after.is_empty()
        && before.ends_with(|c: char| c.is_alphabetic() || matches!(c, ',' | ';'))
        && after.starts_with(char::is_alphabetic)
        && word(before)
        && word(after)
        && !filled(before)
        && !filled(after);
    sentence.then(|| Span::new(at - before.len(), at + 2 + after.len()))
}

fn wide_report(context: &Context<'_>, places: &[Span]) -> Option<Finding> {
    let (first, others) = places.split_first()?;
    let text = context.slice(*first);
    let count = places.len();
    let more = if others.is_empty() { String::new() } else { format!(" ({count} chỗ như vậy)") };
    let more_en = if others.is_empty() { String::new() } else { format!(" (in {count} places)") };
    let mut finding = RULE
        .finding(
            *first,
            format!("Hai khoảng trắng liền nhau: “{text}”{more}"),
            format!("Two blanks running: “{text}”{more_en}"),
        )
        .because("Giữa hai từ chỉ có một khoảng trắng.", "One blank stands between two words.")
        .fixed(text.split_whitespace().collect::<Vec<_>>().join(" "));
    for other in others.iter().take(5) {
        finding = finding.beside(*other, "Chỗ khác", "Another place");
    }
    Some(finding)
}

fn blank_report(context: &Context<'_>, places: &[Span]) -> Option<Finding> {
    let (first, others) = places.split_first()?;
    let text = context.slice(*first);
    let count = places.len();
    let (vi, en) = if others.is_empty() {
        (format!("Thừa khoảng trắng trước dấu câu: “{text}”"), format!("Blank before a mark: “{text}”"))
    } else {
        (
            format!("Thừa khoảng trắng trước dấu câu ở {count} chỗ, chỗ đầu: “{text}”"),
            format!("Blank before a mark in {count} places, first: “{text}”"),
        )
    };
    let mut finding = RULE
        .finding(*first, vi, en)
        .because(
            "Dấu phẩy, dấu chấm phẩy viết liền với chữ đứng trước.",
            "A comma or semicolon follows its word without a blank.",
        )
        .fixed(text.replace(' ', ""));
    for other in others.iter().take(5) {
        finding = finding.beside(*other, "Chỗ khác", "Another place");
    }
    Some(finding)
}
