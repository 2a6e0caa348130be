//! Paragraphs that page breaks or line wraps cut in two.
//!
//! A paragraph that merely lacks its full stop must stay apart from the next, so two lines are joined only where the
//! second cannot begin a paragraph: it goes on in lower case, or the first stops at a word that asks for more, or a
//! name is cut.

use crate::structure::letter_case::{is_capitalised, is_upper, starts_lower};
use crate::structure::{kind_line, label};

use super::lines::Line;

/// How the lines of a text run: one paragraph each, or wrapped at a width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flow {
    /// Usual length of a full line in characters, if lines are wrapped.
    width: Option<usize>,
}

/// Shortest line that a page break can cut, in bytes: headings, list items and frame lines are shorter.
const FULL_LINE: usize = 75;

impl Flow {
    /// Looks at all lines: wrapped ones are of like length, and many go on in lower case.
    pub(crate) fn of(lines: &[Line]) -> Self {
        let mut lengths: Vec<usize> =
            lines.iter().map(|line| line.text.trim().chars().count()).filter(|n| *n >= 45).collect();
        lengths.sort_unstable();
        let longest = lengths.get(lengths.len() * 19 / 20).copied().unwrap_or_default();
        let goes_on = |pair: &[Line]| match pair {
            [first, second] => {
                !second.gap
                    && first.text.trim().chars().count() >= 45
                    && !ends_sentence(first.text.trim())
                    && starts_lower(second.text.trim())
            }
            _ => false,
        };
        let wrapped = lines.windows(2).filter(|pair| goes_on(pair)).count();
        let is_wrapped = lengths.len() >= 8 && longest <= 140 && wrapped * 4 >= lengths.len();
        Self { width: is_wrapped.then_some(longest) }
    }

    /// Whether lines are wrapped and this one reaches to their width.
    pub(crate) fn is_full(self, line: &str) -> bool {
        self.width.is_some_and(|width| line.chars().count() * 4 >= width * 3)
    }

    /// What stands between `text`, which ends with line `last`, and `next`, if the two are one paragraph.
    pub(crate) fn joint(&self, text: &str, last: &Line, next: &Line) -> Option<&'static str> {
        let second = next.text.trim();
        let first = tail(text.trim_end());
        if second.contains(" | ") || second.starts_with(['#', '|']) {
            return None;
        }
        if let Some(joint) = cut_symbol(first, second) {
            return Some(joint);
        }
        let full = !next.gap && self.is_full(last.text.trim());
        if let Some(label) = label::parse(second) {
            // `… Hữu Lũng` and `1.`: the end of a name that a wrap cut, not a label without a text.
            let remnant = full && !label.is_bullet() && label.end == second.len() && !ends_paragraph(first);
            return remnant.then_some(" ");
        }
        // `BÁO CÁO`, with its title in lower case under it, as the Party's documents have it.
        if starts_frame_line(second) || text.len() < 50 && kind_line(text.trim()).is_some() {
            return None;
        }
        // A heading in capitals, wrapped.
        if full && is_upper(first) && is_upper(second) && label::parse(first).is_some() && !ends_paragraph(first) {
            return Some(" ");
        }
        let joined = goes_on(first, second, next.page_break)
            || next.gap && cut_name(first, second)
            || self.width.is_some_and(|width| !next.gap && fills(last, next, first, width));
        joined.then_some(" ")
    }
}

/// The end of a paragraph so far; what stands farther back says nothing of how it goes on.
fn tail(text: &str) -> &str {
    const FAR_ENOUGH: usize = 1500;
    let mut at = text.len().saturating_sub(FAR_ENOUGH);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text.get(at..).unwrap_or_default()
}

/// Whether a line opens a part of the frame or the grounds of an act: these never go on a line before them.
fn starts_frame_line(second: &str) -> bool {
    ["Kính gửi", "Nơi nhận", "V/v", "Căn cứ ", "Số:"].iter().any(|opening| second.starts_with(opening))
}

/// Whether a wrapped line is full, so that the next one belongs to it.
fn fills(last: &Line, next: &Line, first: &str, width: usize) -> bool {
    let length = last.text.trim().chars().count();
    let indented = next.text.starts_with([' ', '\t']) && !last.text.starts_with([' ', '\t']);
    let needed = if ends_sentence(first) { width * 92 / 100 } else { width * 3 / 4 };
    length >= needed && !indented && !is_upper(first) && !is_upper(next.text.trim())
}

/// A symbol cut at its slash or hyphen: `32/2024/` and `NĐ-CP`.
fn cut_symbol(first: &str, second: &str) -> Option<&'static str> {
    let before = first.chars().rev().nth(1)?;
    let cut_after = first.ends_with('/') && before.is_alphanumeric()
        || first.ends_with('-') && before.is_uppercase() && second.starts_with(char::is_uppercase) && in_symbol(first);
    let cut_before = second.starts_with('/') && first.ends_with(|c: char| c.is_ascii_digit());
    let tight = (cut_after || cut_before)
        && second.starts_with(|c: char| c.is_alphanumeric() || c == '/')
        && !first.ends_with("./");
    tight.then_some("")
}

fn in_symbol(first: &str) -> bool {
    first.rsplit(' ').next().is_some_and(|word| word.contains('/'))
}

/// Whether `second` cannot begin a paragraph after `first`.
fn goes_on(first: &str, second: &str, page_break: bool) -> bool {
    if ends_paragraph(first) {
        return false;
    }
    let Some(start) = second.chars().next() else { return false };
    if start.is_lowercase() || matches!(start, ',' | ')' | '%' | '”' | ';') {
        return true;
    }
    if is_upper(first) && !first.ends_with(',') || is_upper(second) && second.len() > 20 {
        return false;
    }
    if first.ends_with(',') || asks_for_more(first) {
        return true;
    }
    if first.len() < FULL_LINE {
        return false;
    }
    page_break || open_bracket(first, second)
}

/// Whether the line ends as a paragraph may.
fn ends_paragraph(first: &str) -> bool {
    ends_sentence(first) || first.ends_with([':', ';', '|'])
}

fn ends_sentence(first: &str) -> bool {
    first.trim_end_matches(['"', '”', '’', ')', '*', '»']).ends_with(['.', '!', '?', '…'])
}

/// Whether the last word cannot end a paragraph.
fn asks_for_more(first: &str) -> bool {
    const WORDS: [&str; 49] = [
        "và", "của", "các", "những", "với", "tại", "cho", "là", "để", "do", "theo", "từ", "trong", "về", "đến", "được",
        "bởi", "hoặc", "khi", "ở", "số", "ngày", "tháng", "một", "hai", "đã", "đang", "sẽ", "đạt", "gồm", "như",
        "bằng", "vào", "không", "có", "nhằm", "ước", "khoảng", "gần", "hơn", "mỗi", "từng", "mà", "nếu", "cùng",
        "giữa", "bị", "các", "&",
    ];
    let word = first.rsplit([' ', '(', '“']).next().unwrap_or_default();
    WORDS.contains(&word)
}

/// Whether a bracket opened in `first` closes in `second`.
fn open_bracket(first: &str, second: &str) -> bool {
    let open = first.rfind('(').is_some_and(|at| !first.get(at..).unwrap_or_default().contains(')'));
    let closes = second.find(')').is_some_and(|at| !second.get(..at).unwrap_or_default().contains('('));
    open && closes
}

/// Whether a name is cut between the two: `… chợ xã Vũ` and `Sơn. Đối với …`.
fn cut_name(first: &str, second: &str) -> bool {
    if first.len() < FULL_LINE || ends_paragraph(first) || is_upper(first) || is_upper(second) {
        return false;
    }
    let mut before = first.rsplit(' ');
    let last = before.next().unwrap_or_default();
    if !is_capitalised(last) {
        return false;
    }
    // The capitals `second` starts with, up to the first word in lower case or the first mark.
    let mut names = 0;
    for word in second.split(' ') {
        let bare = word.trim_end_matches(['.', ',', ';', ')', ':']);
        if !is_capitalised(bare) {
            break;
        }
        names += 1;
        if bare.len() < word.len() {
            return names <= 4;
        }
    }
    let classified = before.next().is_some_and(|word| PLACE_WORDS.contains(&word));
    classified && names == 1 && !OPENERS.contains(&second.split(' ').next().unwrap_or_default())
}

/// Words a proper name follows.
const PLACE_WORDS: [&str; 16] = [
    "xã",
    "huyện",
    "tỉnh",
    "phố",
    "phường",
    "quận",
    "thôn",
    "bản",
    "chợ",
    "sông",
    "đập",
    "hồ",
    "ông",
    "bà",
    "chí",
    "trấn",
];

/// Words that open a sentence and are no part of a name.
const OPENERS: [&str; 44] = [
    "Với", "Đối", "Trong", "Qua", "Theo", "Ngoài", "Sở", "Các", "Công", "Đến", "Kết", "Tuy", "Để", "Do", "Việc",
    "Hiện", "Thực", "Trên", "Tiếp", "Tham", "Phối", "Chủ", "Đã", "Căn", "Từ", "Tại", "Khi", "Sau", "Trước", "Bên",
    "Đồng", "Nhìn", "Tổng", "Đề", "Quá", "Ban", "Bộ", "Nhờ", "Riêng", "Về", "Ngày", "Năm", "Còn", "Nay",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, gap: bool) -> Line {
        Line { text: text.to_owned(), number: 1, gap, page_break: false }
    }

    fn joined(first: &str, second: &str) -> bool {
        Flow::default().joint(first, &line(first, false), &line(second, true)).is_some()
    }

    #[test]
    fn sentences_cut_by_a_page_are_whole_again() {
        for (first, second) in [
            ("báo cáo tiến độ của Dự án Thủy", "điện Bắc Giang."),
            ("Sở Công Thương đã có văn", "bản gửi các doanh nghiệp"),
            ("chủ động, kịp thời tham mưu,", "đề xuất giải quyết"),
            ("Thông báo ngày 15/11/2019 của UBND", "tỉnh. Sở Công Thương ban hành"),
            ("đã phối hợp chặt chẽ với các cơ quan và", "Sở Tài chính thẩm định"),
            ("Thực hiện kế hoạch ngày", "15/3/2019 của UBND tỉnh"),
            (
                "hoàn thành thủ tục định giá tài sản và bàn giao cho hợp tác xã quản lý chợ xã Vũ",
                "Sơn. Đối với các chợ còn lại",
            ),
            (
                "đã tổ chức đoàn công tác đi kiểm tra thực tế tình hình sản xuất tại huyện Cao",
                "Lộc và hai huyện lân cận",
            ),
        ] {
            assert!(joined(first, second), "{first} / {second}");
        }
    }

    #[test]
    fn paragraphs_that_lack_a_full_stop_stay_apart() {
        for (first, second) in [
            ("hoạt động thực tế tại các cơ sở có sử dụng VLNCN", "Với kết quả đã đạt được, Sở tự đánh giá"),
            (
                "các doanh nghiệp khai thác khoáng sản, thi công công trình trên địa bàn tỉnh Lạng Sơn",
                "Tham mưu cho UBND tỉnh",
            ),
            ("1. Tình hình chung", "Trong thời gian qua"),
            ("- Lãnh đạo Sở", "- Các phòng"),
            ("Đối với chợ nông thôn:", "chính sách hỗ trợ"),
            ("GIÁM ĐỐC", "Lò Thị Mai"),
            ("Trong năm đã hoàn thành kế hoạch được giao.", "a) Về sản xuất"),
            ("đã tổ chức đoàn công tác đi kiểm tra thực tế tình hình sản xuất tại huyện Cao Lộc", "Sở đã báo cáo"),
        ] {
            assert!(!joined(first, second), "{first} / {second}");
        }
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let flow = Flow { width: Some(80) };
        let joined = |first: &str, second: &str| flow.joint(first, &line(first, false), &line(second, false)).is_some();
        let full = "Sở Y tế đã phối hợp với các huyện kiểm tra việc thành lập phòng khám Hữu Lũng";
        assert!(joined(full, "1. Trong năm đã kiểm tra"[..2].trim()));
        assert!(!joined(full, "1. Trong năm đã kiểm tra"));
        assert!(joined(full, "Sở Tài chính cùng tham gia"));
        assert!(joined("II. ĐẶC ĐIỂM TÌNH HÌNH VÀ CÁC YẾU TỐ TÁC ĐỘNG TRONG VIỆC THỰC HIỆN NHIỆM", "VỤ CỦA ĐƠN VỊ"));
        assert!(!joined("Ngắn gọn", "Sở Tài chính cùng tham gia"));
    }

    #[test]
    fn cut_symbols_close_up() {
        let joint = |first: &str, second: &str| Flow::default().joint(first, &line(first, false), &line(second, false));
        assert_eq!(joint("theo Nghị định số 32/2024/", "NĐ-CP ngày 15/3/2024"), Some(""));
        assert_eq!(joint("theo Quyết định số 230/QĐ-", "UBND ngày 30/01/2019"), Some(""));
        assert_eq!(joint("theo Quyết định số 230", "/QĐ-UBND ngày 30/01/2019"), Some(""));
    }
}
