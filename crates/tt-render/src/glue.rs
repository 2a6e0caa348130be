//! Words that must not be parted at the end of a line.

use std::borrow::Cow;

/// A blank at which no line ends.
const HELD: char = '\u{a0}';

/// Words before a number that make it a name rather than a count: `năm 2019`, `Điều 5`, `nhiệm vụ 3`.
const NAMING: [&str; 24] = [
    "năm", "tháng", "quý", "tuần", "ngày", "số", "điều", "khoản", "điểm", "chương", "phần", "mục", "lục", "khóa",
    "khoá", "kỳ", "thứ", "lần", "vụ", "chí", "cấp", "hạng", "nhóm", "biểu",
];

/// Words behind a number that are no unit of it.
const NO_UNITS: [&str; 36] = [
    "và", "của", "đạt", "là", "so", "được", "theo", "về", "đến", "tại", "trong", "từ", "với", "bằng", "tăng", "giảm",
    "các", "cho", "đã", "có", "trên", "thì", "như", "gồm", "ước", "sẽ", "do", "ở", "ra", "vào", "qua", "hoặc", "để",
    "không", "chưa", "nên",
];

/// Words that make a number larger and stand before its unit.
const SCALES: [&str; 6] = ["nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"];

/// The closing mark `./.` held to the word before it, so that it never stands alone on a line.
pub fn closed(text: &str) -> Cow<'_, str> {
    if text.contains(" ./.") { Cow::Owned(text.replace(" ./.", "\u{a0}./.")) } else { Cow::Borrowed(text) }
}

/// As [`closed`], and a number held to its unit (`4.750 triệu USD`, `05 đơn vị`) and to the dash of its range
/// (`2 - 3 đơn vị`), for text over the whole width of the page.
pub fn glued(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return closed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let (mut earlier, mut last) = ("", "");
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(if holds([earlier, last], word) { HELD } else { ' ' });
        }
        out.push_str(word);
        (earlier, last) = (last, word);
    }
    Cow::Owned(out)
}

/// Whether a line must not end between the last of two words and the next one.
fn holds([earlier, last]: [&str; 2], next: &str) -> bool {
    if next.starts_with("./.") {
        return true;
    }
    let dash = |word: &str| matches!(word, "-" | "–");
    if is_count(last) {
        let named = NAMING.contains(&earlier.to_lowercase().trim_start_matches(['(', '“']));
        return (dash(next) || is_unit(next)) && !named;
    }
    (dash(last) && is_count(earlier) && next.starts_with(|c: char| c.is_ascii_digit()))
        || (SCALES.contains(&last) && is_count(earlier) && is_unit(next))
}

/// A number as counts and amounts are printed: `05`, `4.750`, `137,5`, `12/12`.
fn is_count(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '“', '≥', '≤', '\u{2212}']);
    let shaped = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'/'));
    shaped
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.ends_with(|c: char| c.is_ascii_digit())
        && word.bytes().filter(|byte| *byte == b'/').count() < 2
}

/// A word that can be what a number counts.
fn is_unit(word: &str) -> bool {
    let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let small = bare.chars().next().is_some_and(char::is_lowercase);
    let currency = ["USD", "VND", "VNĐ", "MW", "CCN"].contains(&bare);
    (small || currency) && !NO_UNITS.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_mark_never_stands_alone() {
        for glue in [closed, glued] {
            assert_eq!(glue("của Sở ./."), "của Sở\u{a0}./.");
            assert_eq!(glue("của Sở./."), "của Sở./.");
        }
    }

    #[test]
    fn a_number_is_held_to_its_unit() {
        for (text, shown) in [
            ("ước đạt 4.750 triệu USD, bằng", "ước đạt 4.750~triệu~USD, bằng"),
            ("giám sát 05 đơn vị; đạt 12/12 xã.", "giám sát 05~đơn vị; đạt 12/12~xã."),
            ("từ 2 - 3 đơn vị", "từ 2~-~3~đơn vị"),
            ("05 chợ", "05~chợ"),
            (" 05 chợ ", " 05~chợ "),
            ("Trong năm 2019 tăng 5 bậc; 9,6 so với", "Trong năm 2019 tăng 5~bậc; 9,6 so với"),
            (
                "ngày 28/10/2019 của, Điều 5 quy định, nhiệm vụ 3 đạt",
                "ngày 28/10/2019 của, Điều 5 quy định, nhiệm vụ 3 đạt",
            ),
            ("cả hai  khoảng 5  trắng", "cả hai  khoảng 5  trắng"),
        ] {
            assert_eq!(glued(text).replace(HELD, "~"), shown);
        }
    }

    #[test]
    fn only_blanks_change() {
        for text in ["", " ", "  1  ", "a 1 b", "1 - 2 ./.", "\t5 xã\t6 xã"] {
            assert_eq!(glued(text).replace(HELD, " "), text);
        }
    }
}
