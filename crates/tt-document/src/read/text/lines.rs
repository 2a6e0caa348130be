//! Source lines without the blank ones, page numbers taken out.

use crate::structure::letter_case::starts_lower;

/// A line that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its text; the blanks around it are kept, they show columns and indents.
    pub(crate) text: String,
    /// Its number in the source, from 1.
    pub(crate) number: u32,
    /// Whether a blank line stands before it.
    pub(crate) gap: bool,
    /// Whether something that breaks pages stood before it: a footnote or a page number.
    pub(crate) page_break: bool,
}

impl Line {
    /// Whether it is only a drawn rule.
    pub(crate) fn is_rule(&self) -> bool {
        let text = self.text.trim();
        text.chars().count() >= 3
            && text.chars().all(|c| matches!(c, '_' | '-' | '=' | '*' | '–' | '—' | '─' | '~' | ' '))
    }
}

/// Splits a normalised text into its lines.
pub(crate) fn split(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut gap = false;
    for (line, number) in text.split('\n').zip(1u32..) {
        if line.trim().is_empty() {
            gap = true;
        } else {
            lines.push(Line { text: line.to_owned(), number, gap, page_break: false });
            gap = false;
        }
    }
    drop_page_numbers(lines)
}

/// Takes out page numbers that stand alone: they rise from page to page.
fn drop_page_numbers(lines: Vec<Line>) -> Vec<Line> {
    let candidates: Vec<(usize, u32)> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| page_number(line.text.trim()).map(|page| (index, page)))
        .filter(|(index, _)| stands_alone(&lines, *index))
        .collect();
    let mut drop = vec![false; lines.len()];
    let mut expected: Option<u32> = None;
    for (index, page) in candidates {
        let first_pages = expected.is_none() && (1..=3).contains(&page);
        let breaks = breaks_sentence(&lines, index);
        if first_pages || breaks || expected.is_some_and(|next| page >= next && page <= next + 2) {
            expected = Some(page + 1);
            if let Some(slot) = drop.get_mut(index) {
                *slot = true;
            }
        }
    }
    let mut kept = Vec::with_capacity(lines.len());
    let mut page_break = false;
    let mut gap = false;
    for (mut line, drop) in lines.into_iter().zip(drop) {
        if drop {
            page_break = true;
            gap |= line.gap;
            continue;
        }
        line.page_break |= page_break;
        line.gap |= gap;
        (page_break, gap) = (false, false);
        kept.push(line);
    }
    kept
}

/// `7`, `- 7 -`, `Trang 7`, `Trang 7/12`
fn page_number(text: &str) -> Option<u32> {
    if text.len() > 16 {
        return None;
    }
    let inner = text.trim_matches(['-', '–', '—', ' ', '[', ']']);
    let inner = inner.strip_prefix("Trang").or_else(|| inner.strip_prefix("trang")).unwrap_or(inner).trim();
    let page = inner.split(['/', ' ']).next()?;
    let rest = inner.get(page.len()..)?;
    let worded = inner.len() < text.len();
    let total =
        rest.is_empty() || worded && rest.trim_start_matches(['/', ' ']).bytes().all(|byte| byte.is_ascii_digit());
    if page.len() > 3 || !total || page.starts_with('0') {
        return None;
    }
    page.parse().ok().filter(|page| *page > 0)
}

/// A number between two blank lines (or at an end of the text); a cell of a table set line by line is not.
fn stands_alone(lines: &[Line], index: usize) -> bool {
    let own_gap = index == 0 || lines.get(index).is_some_and(|line| line.gap);
    let next_gap = lines.get(index + 1).is_none_or(|next| next.gap);
    own_gap && next_gap || breaks_sentence(lines, index)
}

/// Whether the line before a number stops in the middle of a sentence that the line after it goes on with.
fn breaks_sentence(lines: &[Line], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|before| lines.get(before)) else { return false };
    let Some(after) = lines.get(index + 1) else { return false };
    let before = before.text.trim_end();
    before.len() > 60 && !before.ends_with(['.', ':', ';', '!', '?', '|']) && starts_lower(after.text.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        split(source).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn page_numbers_go_and_cells_stay() {
        assert_eq!(texts("Mở đầu.\n\n2\n\nTiếp theo.\n\n3\n\nHết."), ["Mở đầu.", "Tiếp theo.", "Hết."]);
        assert_eq!(texts("TT\n1\n2\nTên"), ["TT", "1", "2", "Tên"]);
        assert_eq!(texts("Mở đầu.\n\nTrang 2/9\n\nHết."), ["Mở đầu.", "Hết."]);
        assert_eq!(texts("Mở đầu.\n\n2019\n\nHết."), ["Mở đầu.", "2019", "Hết."]);
    }

    #[test]
    fn a_number_that_cuts_a_sentence_is_a_page_number() {
        let cut = "Sở Công Thương đã phối hợp với các huyện rà soát quy hoạch các cụm\n17\ncông nghiệp trên địa bàn.";
        let lines = split(cut);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].page_break);
    }
}
