//! What a cited document is about.

use super::words::{blanks, starts_word};

/// Openings of a subject after a citation and its issuer.
const OPENINGS: [&str; 24] = [
    "về việc",
    "v/v",
    "về",
    "phê duyệt",
    "ban hành",
    "quy định",
    "hướng dẫn",
    "sửa đổi",
    "bãi bỏ",
    "thành lập",
    "giao",
    "điều chỉnh",
    "triển khai",
    "thực hiện",
    "đôn đốc",
    "yêu cầu",
    "tổ chức",
    "công bố",
    "chấp thuận",
    "bổ sung",
    "thay thế",
    "hợp nhất",
    "quy hoạch",
    "kiểm tra",
];

/// Longest subject kept, in bytes.
const LONGEST: usize = 500;

/// The subject that starts after a place, up to the end of its clause.
pub(super) fn after(text: &str, from: usize, limit: usize) -> Option<String> {
    let rest = text.get(from..)?;
    let mut at = from + blanks(rest);
    if text.get(at..)?.starts_with(',') {
        at += 1;
        at += blanks(text.get(at..)?);
    }
    let rest = text.get(at..)?;
    let opening = OPENINGS.iter().find(|opening| starts_word(rest, opening))?;
    let start = match *opening {
        "về việc" | "v/v" | "về" => at + opening.len(),
        _ => at,
    };
    let tail = text.get(start..)?;
    let mut end = clause_end(tail).min(LONGEST);
    // A subject that cites another document goes on over it (`về việc bãi bỏ Quyết định số …`); a new clause does not.
    let before_next = limit.saturating_sub(start);
    if before_next < end && tail.get(..before_next).is_none_or(|head| head.trim_end().ends_with([',', '-'])) {
        end = before_next;
    }
    while !tail.is_char_boundary(end) {
        end -= 1;
    }
    let subject = tail.get(..end)?.trim().trim_end_matches([',', ';', '.', ' ', '-', ':']);
    (subject.chars().count() >= 4).then(|| subject.to_owned())
}

/// Where a clause ends: at a semicolon, a line end, the end of a sentence, a closing bracket that was not opened in it,
/// or a comma before words that go on with something else.
fn clause_end(text: &str) -> usize {
    const NEXT: [&str; 18] = [
        "theo đó",
        "trong đó",
        "Sở ",
        "UBND ",
        "Ủy ban ",
        "Uỷ ban ",
        "đồng thời",
        "đã ",
        "nhưng ",
        "căn cứ",
        "gửi ",
        "tham mưu",
        "hiện nay",
        "đến nay",
        "cụ thể",
        "với ",
        "để ",
        "qua đó",
    ];
    let mut depth = 0i32;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            ';' | '\n' => return at,
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            '.' if rest.is_empty() || rest.starts_with([' ', '\n', '/']) => return at,
            ',' if NEXT.iter().any(|next| rest.trim_start().starts_with(next)) => return at,
            _ => {}
        }
    }
    text.len()
}
