//! Annexes (phụ lục): the line that opens one, and the line that says which document it belongs to.
//!
//! The latter repeats the frame, so it is a line of the frame: writers print it anew from there.

use std::ops::Range;

use crate::structure::letter_case::is_upper;
use crate::structure::part::{Part, Style};

/// What a part is in an annex's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnnexLine {
    /// `Phụ lục I`.
    Label,
    /// `(Kèm theo Báo cáo số …)`.
    Reference,
}

/// Farthest below its label that a reference stands: behind a title of two lines.
const REFERENCE_WITHIN: usize = 3;

/// What every part is to the heads of annexes; `tail` is where the signature stands, empty without one.
pub(crate) fn lines(parts: &[Part], head: usize, tail: &Range<usize>, has_kind: bool) -> Vec<Option<AnnexLine>> {
    let mut lines = vec![None; parts.len()];
    let mut label = None;
    for (index, part) in parts.iter().enumerate().skip(head) {
        let Part::Paragraph(paragraph) = part else { continue };
        if tail.contains(&index) {
            continue;
        }
        let text = paragraph.text();
        let text = text.trim();
        let behind = !tail.is_empty() && index >= tail.end;
        if paragraph.style == Style::Annex || is_label(text) || behind && opens(text) && label.is_none() {
            lines[index] = Some(AnnexLine::Label);
            label = Some(index);
        } else if has_kind && is_reference(text) && label.is_some_and(|label| index - label <= REFERENCE_WITHIN) {
            lines[index] = Some(AnnexLine::Reference);
        }
    }
    lines
}

/// Where the first annex opens by its own words, or the parts end.
pub(crate) fn first(parts: &[Part], from: usize) -> usize {
    let labelled = |part: &Part| match part {
        Part::Paragraph(paragraph) => paragraph.style == Style::Annex || is_label(paragraph.text().trim()),
        Part::Table(_) => false,
    };
    (from..parts.len()).find(|index| parts.get(*index).is_some_and(labelled)).unwrap_or(parts.len())
}

/// Whether a line is nothing but the name and number of an annex: `Phụ lục`, `PHỤ LỤC II`, `Phụ lục số 01`.
pub(crate) fn is_label(line: &str) -> bool {
    let Some(rest) = ["Phụ lục", "PHỤ LỤC"].iter().find_map(|word| line.strip_prefix(word)) else {
        return false;
    };
    if rest.is_empty() {
        return true;
    }
    let Some(number) = rest.strip_prefix(' ') else { return false };
    let number = number.trim().trim_start_matches("số ").trim_start_matches("SỐ ").trim_end_matches([':', '.']);
    let roman = !number.is_empty() && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    let digits = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_uppercase());
    roman || digits || letter
}

/// Whether a line right behind a signature opens what goes with the document.
fn opens(line: &str) -> bool {
    is_upper(line) && ["PHỤ LỤC", "BIỂU", "DANH SÁCH", "DANH MỤC"].iter().any(|word| line.starts_with(word))
}

fn is_reference(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.ends_with(')') && ["(kèm theo ", "(ban hành kèm theo "].iter().any(|opening| lower.starts_with(opening))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::part::Paragraph;

    #[test]
    fn the_name_and_number_alone_are_a_label() {
        for line in ["Phụ lục", "PHỤ LỤC", "Phụ lục I", "PHỤ LỤC IV", "Phụ lục số 01", "Phụ lục 2", "Phụ lục A."]
        {
            assert!(is_label(line), "{line}");
        }
        for line in ["Phụ lục kèm theo", "Phụ lục hợp đồng", "Phụ lục I và II", "Phụ lục 2019", "PHỤ LỤC: DANH SÁCH"]
        {
            assert!(!is_label(line), "{line}");
        }
    }

    #[test]
    fn the_reference_below_a_title_is_of_the_frame() {
        let texts = ["Hết./.", "Phụ lục I", "BIỂU SỐ LIỆU", "(Kèm theo Báo cáo số 5/BC-SCT của Sở)", "(Kèm theo)"];
        let parts: Vec<Part> = texts.iter().map(|text| Part::Paragraph(Paragraph::plain(text, None))).collect();
        let found = lines(&parts, 0, &(5..5), true);
        assert_eq!(found, [None, Some(AnnexLine::Label), None, Some(AnnexLine::Reference), None]);
        assert_eq!(lines(&parts, 0, &(5..5), false)[3], None);
        assert_eq!(first(&parts, 0), 1);
    }

    #[test]
    fn a_list_behind_the_signature_is_an_annex() {
        let texts = ["DANH SÁCH ĐƠN VỊ", "GIÁM ĐỐC", "DANH SÁCH ĐƠN VỊ", "DANH MỤC DỰ ÁN"];
        let parts: Vec<Part> = texts.iter().map(|text| Part::Paragraph(Paragraph::plain(text, None))).collect();
        assert_eq!(lines(&parts, 0, &(1..2), true), [None, None, Some(AnnexLine::Label), None]);
    }
}
