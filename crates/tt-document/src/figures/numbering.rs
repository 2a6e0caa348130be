//! Telling numbers that mean a quantity from those that number or name something.

use tt_text::Span;
use tt_text::quantity::Quantity;
use tt_text::unit::UnitKind;

use super::Paragraph;
use super::kind::{ends_with_word, says_rank};
use super::mention::Mention;

/// A number after one of these is its number, whatever follows.
#[rustfmt::skip]
const ALWAYS: [&str; 17] = [
    "điều", "khoản", "mục", "chương", "phụ lục", "no", "qcvn", "tcvn", "iso", "lúc", "hồi", "quốc lộ", "tỉnh lộ", "ql", "đt",
    "tiêu chí", "lý trình",
];

/// The same with a colon between.
const LINES: [&str; 8] = ["số", "điện thoại", "fax", "sđt", "đt", "mã số", "tài khoản", "mã"];

/// A number after one of these is its number unless a measure, money or a percentage follows.
#[rustfmt::skip]
const UNLESS_MEASURED: [&str; 17] = [
    "điểm", "biểu", "bảng", "hình", "km", "lớp", "lần", "đường số", "tiểu mục", "kỳ họp", "nhiệm vụ", "ngày", "tháng", "năm",
    "số", "thứ", "khóa",
];

/// A number after one of these is its number unless a known unit follows.
#[rustfmt::skip]
const UNLESS_UNIT: [&str; 44] = [
    "phần", "nhóm", "loại", "hạng", "cấp", "đợt", "bước", "giai đoạn", "mục tiêu", "phường", "quận", "tổ", "thôn", "khu phố",
    "khu", "tiểu khu", "ấp", "khóm", "lô", "thửa", "tờ", "tuyến", "trạm", "kỳ", "vòng", "phương án", "đề án", "dự án", "chỉ tiêu",
    "nội dung", "câu", "trang", "quyển", "tập", "kịch bản", "đội", "khu vực", "cụm", "mức độ", "mức", "thông tin", "vành đai",
    "gói thầu", "gói",
];

/// After these a number counts, though their last word numbers.
#[rustfmt::skip]
const COUNTING: [&str; 19] = [
    "tổng số", "trong số", "con số", "dân số", "chỉ số", "tỷ số", "hệ số", "điểm số", "doanh số", "sĩ số", "hiệu số", "đa số",
    "mỗi năm", "hằng năm", "hàng năm", "mỗi tháng", "hàng tháng", "một năm", "mỗi ngày",
];

/// What numbers that follow one another in a list number: `Điều 1, 2 và 3`.
const LISTED: [&str; 12] =
    ["điều", "khoản", "điểm", "mục", "nhóm", "tiêu chí", "quý", "tháng", "năm", "số", "phụ lục", "phường"];

/// What stands round a number.
pub(super) struct Context<'a, 'p> {
    /// The paragraph.
    pub(super) paragraph: &'a Paragraph<'p>,
    /// The number without its unit.
    pub(super) number: Span,
    /// What the unit behind it measures.
    pub(super) measures: Option<UnitKind>,
    /// Whether that unit is a known one.
    pub(super) known: bool,
}

impl Context<'_, '_> {
    fn before(&self) -> &str {
        self.paragraph.lower.get(..self.number.start).unwrap_or_default().trim_end_matches(' ')
    }

    fn before_ends_with(&self, words: &[&str]) -> bool {
        let before = self.before();
        words.iter().any(|word| ends_with_word(before, word))
    }

    /// Whether the number numbers something: `Điều 5`, `số 12`, `quốc lộ 1`, `ngày 15`.
    pub(super) fn is_numbering(&self) -> bool {
        let before = self.before().trim_end_matches([':', ' ']);
        if self.ranks() || COUNTING.iter().any(|words| ends_with_word(before, words)) {
            return false;
        }
        let lined = self.follows_colon() && LINES.iter().any(|word| ends_with_word(before, word));
        if lined || self.before_ends_with(&ALWAYS) || self.continues_numbering() {
            return true;
        }
        let measured = self.measures.is_some_and(|kind| !matches!(kind, UnitKind::Count | UnitKind::Bare));
        (!measured && self.before_ends_with(&UNLESS_MEASURED)) || (!self.known && self.before_ends_with(&UNLESS_UNIT))
    }

    /// Whether the number goes on a list of numbers that number: the `3` of `Điều 1, 2 và 3 Quy định`.
    fn continues_numbering(&self) -> bool {
        let before = self.before();
        if !before.ends_with(',') && !before.ends_with(" và") {
            return false;
        }
        // A list of articles is short; looking back over a long row of figures for each would cost too much.
        let near = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
        let before = before.get(near..).unwrap_or_default();
        let head = before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | ' '));
        let head = head.strip_suffix("và").unwrap_or(head);
        let head = head.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | ' '));
        let measured = self.measures.is_some_and(|kind| !matches!(kind, UnitKind::Count | UnitKind::Bare));
        head.len() + 1 < before.len() && !measured && LISTED.iter().any(|word| ends_with_word(head, word))
    }

    /// Whether the words before it say that the number is a place in an order.
    pub(super) fn ranks(&self) -> bool {
        says_rank(self.before())
    }

    /// Whether it ends a proper name: `Hữu Lũng 1`, `gạo 5% tấm`.
    pub(super) fn is_part_of_name(&self) -> bool {
        let rest = self.paragraph.lower.get(self.number.end..).unwrap_or_default();
        if rest.trim_start().starts_with("% tấm") {
            return true;
        }
        // `chính quyền địa phương 2 cấp` is a name, too.
        if rest.trim_start().starts_with("cấp")
            && self.paragraph.sentence_before(self.number.start).contains("chính quyền")
        {
            return true;
        }
        // `sửa đổi, bổ sung một số điều của 10 luật` belongs to a title.
        if rest.trim_start().starts_with("luật") && self.before_ends_with(&["điều của"]) {
            return true;
        }
        if self.known {
            return false;
        }
        let text = self.paragraph.text.get(..self.number.start).unwrap_or_default();
        if !text.ends_with(' ') {
            return false;
        }
        let word = text.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        word.chars().next().is_some_and(char::is_uppercase)
            && text.trim_end().ends_with(word)
            && !self.opens_sentence(word)
    }

    /// Whether this word before the number is the first of its sentence (then its capital says nothing).
    fn opens_sentence(&self, word: &str) -> bool {
        let sentence = self.paragraph.sentence(self.number.start);
        let head = self.paragraph.text.get(sentence.start..self.number.start).unwrap_or_default();
        head.trim() == word
    }

    pub(super) fn follows_colon(&self) -> bool {
        self.before().ends_with(':')
    }

    /// Whether a number without a unit is a figure: a ratio, a count after a colon or a verb, a rank.
    pub(super) fn may_be_bare(&self, quantity: Option<&Quantity>, last: Option<&Mention>) -> bool {
        let Some(quantity) = quantity else { return false };
        if self.ranks() {
            return true;
        }
        let text = self.paragraph.text;
        let after = text.get(self.number.end..).unwrap_or_default();
        let closed = after.trim_start().is_empty() || after.starts_with([';', ',', '.', ')']);
        let colon = self.follows_colon();
        match quantity {
            // `1/500` is the scale of a map.
            Quantity::Ratio { part, whole } => {
                let scale = part.as_count() == Some(1) && !self.before_ends_with(&["đạt"]);
                part.value <= whole.value && closed && !scale
            }
            Quantity::Range { .. } => false,
            Quantity::One(one) => {
                let year = one.style.decimals == 0
                    && one.to_string().len() == 4
                    && one.as_count().is_some_and(|year| (1900..2100).contains(&year));
                let counted = colon && last.is_some_and(|last| last.measures == Some(UnitKind::Count));
                let verb = self.before_ends_with(&["đạt", "ước đạt", "là", "chỉ số"]) && one.style.decimals > 0;
                !year && closed && (counted || verb)
            }
        }
    }
}
