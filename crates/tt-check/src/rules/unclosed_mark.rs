//! NN-04: a quotation mark or bracket that is opened and never closed.

use tt_document::BlockKind;
use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "NN-04",
    name: "unclosed-mark",
    title_vi: "Dấu ngoặc mở mà không đóng",
    title_en: "Quotation mark or bracket opened and not closed",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/unclosed-mark.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    unclosed(context, '“', '”', findings);
    unclosed(context, '(', ')', findings);
}

/// More than this many are no slips of writing: the file is damaged, and the first ones tell it.
const MOST: usize = 200;

/// A mark at a place: its block, its offset, whether it opens.
struct Mark {
    block: usize,
    at: usize,
    opens: bool,
}

/// Marks left open at the end of their block, unless the next mark of the text closes them: quoted articles and long
/// lists run over several blocks.
fn unclosed(context: &Context<'_>, open: char, close: char, findings: &mut Vec<Finding>) {
    let mut left: Vec<Mark> = Vec::new();
    for (index, block) in context.document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Frame | BlockKind::Table(_)) {
            continue;
        }
        let mut depth: Vec<usize> = Vec::new();
        let text = context.slice(block.span);
        if !text.contains(open) && !text.contains(close) {
            continue;
        }
        for (at, c) in text.char_indices() {
            let offset = block.span.start + at;
            if c == open {
                depth.push(offset);
            } else if c == close && depth.pop().is_none() {
                left.push(Mark { block: index, at: offset, opens: false });
            }
        }
        left.extend(depth.into_iter().map(|at| Mark { block: index, at, opens: true }));
    }
    let mut told = 0;
    for (index, mark) in left.iter().enumerate() {
        if told == MOST {
            break;
        }
        let closed_later = left.get(index + 1).is_some_and(|next| !next.opens && next.block <= mark.block + 40);
        if mark.opens && !closed_later {
            told += 1;
            findings.extend(report(context, mark, open, close));
        }
    }
}

fn report(context: &Context<'_>, mark: &Mark, open: char, close: char) -> Option<Finding> {
    let block = context.document.blocks.get(mark.block)?;
    // The mark and the words after it, up to the next stop, a line at most.
    let rest = context.slice(Span::new(mark.at, block.span.end));
    let stop = rest.char_indices().take(100).find(|(_, c)| matches!(c, ',' | ';' | '.' | ':'));
    let stop = stop.or_else(|| rest.char_indices().nth(100)).map_or(rest.len(), |(at, _)| at);
    let span = Span::new(mark.at, mark.at + stop.max(open.len_utf8()));
    let name = if open == '(' { ("ngoặc đơn", "bracket") } else { ("ngoặc kép", "quotation mark") };
    Some(
        RULE.finding(
            span,
            format!("Dấu {} {open} mở mà không có dấu đóng {close}", name.0),
            format!("The {} {open} is never closed", name.1),
        )
        .because("Người đọc không biết phần trong ngoặc kết thúc ở đâu.", "The reader cannot tell where it ends."),
    )
}
