//! Who issued a cited document, as far as the sentence says.

use tt_text::{Found, Span};

use crate::structure::{agency_name_end, starts_agency_name};

use super::Draft;
use super::words::{blanks, clause_start, slice};

/// The issuer after the citation (`… ngày 30/01/2019 của Chủ tịch UBND tỉnh`) or between its number and its date.
pub(super) fn after(text: &str, draft: &Draft, limit: usize) -> Option<Found<String>> {
    let number_end = draft.number.as_ref().map_or(draft.span.end, |number| number.span.end);
    [draft.span.end, number_end].into_iter().find_map(|end| of_agency(text, end, limit.max(draft.span.end)))
}

/// `của <agency>` right after a place.
fn of_agency(text: &str, end: usize, limit: usize) -> Option<Found<String>> {
    let rest = text.get(end..)?;
    let mut at = end + blanks(rest);
    at += usize::from(text.get(at..)?.starts_with(','));
    at += blanks(text.get(at..)?);
    let rest = text.get(at..)?.strip_prefix("của")?;
    at += "của".len();
    at += blanks(rest);
    let length = agency_name_end(text.get(at..)?)?;
    let span = Span::new(at, at + length);
    (span.end <= limit.max(at)).then(|| Found { value: span.of(text).to_owned(), span })
}

/// The issuer before the citation: who issues it (`Sở Công Thương đã ban hành Kế hoạch …`), by whom something is done
/// with it (`được UBND tỉnh cho thuê đất tại Quyết định …`), or whose proposal it holds (`đề nghị của Sở … tại Tờ trình`).
pub(super) fn before(text: &str, head: usize, floor: usize) -> Option<String> {
    let start = clause_start(text, head, floor);
    let clause = slice(text, start, head);
    let (at, end) = last_agency(clause)?;
    let name = clause.get(at..end)?;
    let between = clause.get(end..)?.trim();
    let lead = clause.get(..at)?.trim_end();
    let words: Vec<&str> = between.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if words.len() > 18 || between.contains([':', '(', ')', '"', '“']) {
        return None;
    }
    let at_document = words.last().is_some_and(|word| *word == "tại");
    let passive = lead.ends_with("được") || lead.ends_with("bởi");
    let asked = ["đề nghị của", "ý kiến của", "đạo của", "kiến nghị của", "trình của", "cáo của"]
        .iter()
        .any(|phrase| lead.ends_with(phrase));
    if at_document && (passive || asked || words.len() == 1 && lead.ends_with("của")) {
        return Some(name.to_owned());
    }
    let issues = ISSUING.iter().any(|verb| {
        between.ends_with(verb) || between.ends_with(&format!("{verb} các")) || between.ends_with(&format!("{verb} 02"))
    });
    let others = words.iter().any(|word| matches!(*word, "tại" | "theo" | "của" | "tham"));
    let object = lead.ends_with("của") || lead.ends_with("với") || lead.ends_with("từ");
    (issues && !others && !object).then(|| name.to_owned())
}

/// Verbs right before the document an agency issues.
const ISSUING: [&str; 12] = [
    "ban hành",
    "xây dựng",
    "có",
    "ký",
    "ra",
    "phát hành",
    "ban hành các",
    "trình",
    "gửi",
    "thông qua",
    "lập",
    "công bố",
];

/// The last agency a clause names.
fn last_agency(clause: &str) -> Option<(usize, usize)> {
    let mut found = None;
    let mut at = 0;
    while let Some(rest) = clause.get(at..) {
        let Some(next) = rest.find(char::is_uppercase) else { break };
        at += next;
        let rest = clause.get(at..)?;
        let whole = !slice(clause, 0, at).ends_with(char::is_alphanumeric);
        match agency_name_end(rest).filter(|_| whole && starts_agency_name(rest)) {
            Some(length) => {
                found = Some((at, at + length));
                at += length;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}
