//! Telling numbers that mean a quantity from those that number or name something.

use tt_text::numeral::{DecimalMark, Grouping, Numeral};
use tt_text::quantity::Quantity;
use tt_text::unit::{Unit, UnitKind};
use tt_text::{Found, Span};

use super::Paragraph;
use super::mention::Mention;
use super::wording::{ends_with_word, says_rank};

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
const UNLESS_MEASURED: [&str; 16] = [
    "điểm", "biểu", "bảng", "hình", "km", "lớp", "lần", "đường số", "tiểu mục", "kỳ họp", "ngày", "tháng", "năm",
    "số", "thứ", "khóa",
];

/// A number after one of these is its number unless a known unit follows.
#[rustfmt::skip]
const UNLESS_UNIT: [&str; 45] = [
    "phần", "nhóm", "loại", "hạng", "mũi", "nhiệm vụ", "đợt", "bước", "giai đoạn", "mục tiêu", "phường", "quận", "tổ", "thôn", "khu phố",
    "khu", "tiểu khu", "ấp", "khóm", "lô", "thửa", "tờ", "tuyến", "trạm", "kỳ", "vòng", "phương án", "đề án", "dự án", "chỉ tiêu",
    "nội dung", "câu", "trang", "quyển", "tập", "kịch bản", "đội", "khu vực", "cụm", "mức độ", "mức", "thông tin", "vành đai",
    "gói thầu", "gói",
];

/// After these a number counts, though their last word numbers.
#[rustfmt::skip]
const COUNTING: [&str; 39] = [
    "ưu điểm", "nhược điểm", "địa điểm", "thí điểm", "trọng điểm", "quan điểm", "đặc điểm", "loại hình", "truyền hình",
    "đại biểu", "tiêu biểu", "phát biểu", "cung cấp", "trợ cấp", "phụ cấp", "nâng cấp", "trung cấp", "sơ cấp", "được cấp",
    "đã cấp",
    "tổng số", "trong số", "con số", "dân số", "chỉ số", "tỷ số", "hệ số", "điểm số", "doanh số", "sĩ số", "hiệu số", "đa số",
    "mỗi năm", "hằng năm", "hàng năm", "mỗi tháng", "hàng tháng", "một năm", "mỗi ngày",
];

/// What numbers that follow one another in a list number: `Điều 1, 2 và 3`.
const LISTED: [&str; 12] =
    ["điều", "khoản", "điểm", "mục", "nhóm", "tiêu chí", "quý", "tháng", "năm", "số", "phụ lục", "phường"];

/// What stands round a number.
pub(super) struct Context<'a, 'p> {
    paragraph: &'a Paragraph<'p>,
    /// The number without its unit.
    number: Span,
    /// What it says; `None` if malformed.
    quantity: Option<&'a Quantity>,
    /// What the unit behind it measures.
    measures: Option<UnitKind>,
    /// Whether that unit is a known one.
    known: bool,
    /// The unit, in lower case; empty without one.
    unit: &'a str,
}

impl<'a, 'p> Context<'a, 'p> {
    pub(super) fn new(
        paragraph: &'a Paragraph<'p>,
        number: Span,
        quantity: Option<&'a Quantity>,
        unit: Option<&Found<Unit>>,
    ) -> Self {
        Self {
            paragraph,
            number,
            quantity,
            measures: unit.map(|unit| unit.value.kind),
            known: unit.is_some_and(|unit| unit.value.known),
            unit: unit.map_or("", |unit| unit.span.of(&paragraph.lower)),
        }
    }

    /// Whether it means no quantity: a time, a name, a number that numbers, the scale of a map, the base of a rate.
    pub(super) fn is_none(&self) -> bool {
        self.measures == Some(UnitKind::Time)
            || self.is_part_of_name()
            || self.is_numbering()
            || self.is_map_scale()
            || self.is_day_and_month()
            || self.is_base()
    }

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
        let amount = self.is_amount_by_form();
        let fixed = !amount || self.before_ends_with(&["số", "thứ", "km"]);
        (!measured && fixed && self.before_ends_with(&UNLESS_MEASURED))
            || (!self.known && !amount && (self.before_ends_with(&UNLESS_UNIT) || self.is_level()))
    }

    /// Whether the print alone says that it is an amount: dots between thousands, a decimal comma.
    fn is_amount_by_form(&self) -> bool {
        let amount = |one: &Numeral| {
            one.style.grouping == Grouping::Dot || one.style.decimals > 0 && one.style.mark == DecimalMark::Comma
        };
        match self.quantity {
            Some(Quantity::One(one)) => amount(one),
            Some(Quantity::Ratio { part, whole }) => amount(part) || amount(whole) || part.style.width > 2,
            Some(Quantity::Range { low, high, .. }) => amount(low) || amount(high),
            None => false,
        }
    }

    /// `cấp 1`, `cấp 4`: a level, of which there are few.
    fn is_level(&self) -> bool {
        let few = matches!(self.quantity, Some(Quantity::One(one)) if one.style.width == 1 && one.as_count().is_some_and(|n| n <= 5));
        few && self.before_ends_with(&["cấp"])
    }

    /// `tỷ lệ 1/500`, `quy hoạch 1/2.000`
    fn is_map_scale(&self) -> bool {
        let Some(Quantity::Ratio { part, whole }) = self.quantity else { return false };
        !self.known && part.as_count() == Some(1) && whole.as_count().is_some_and(|n| n >= 100 && n % 100 == 0)
    }

    /// The second of two days of each year: `trước ngày 15/6 và 15/12 hằng năm`.
    fn is_day_and_month(&self) -> bool {
        let Some(Quantity::Ratio { part, whole }) = self.quantity else { return false };
        let fits = part.as_count().is_some_and(|n| (1..=31).contains(&n))
            && whole.as_count().is_some_and(|n| (1..=12).contains(&n));
        if self.known || !fits {
            return false;
        }
        let rest = self.paragraph.lower.get(self.number.end..).unwrap_or_default().trim_start();
        let yearly = ["hằng năm", "hàng năm"].iter().any(|words| rest.starts_with(words));
        let before = self.before().trim_end_matches("và").trim_end_matches([',', ' ']);
        let head = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
        yearly || head.len() < before.len() && ends_with_word(head.trim_end(), "ngày")
    }

    /// What a rate is counted by: `bác sĩ/10.000 dân`, `bình quân 1 vạn dân`, `giá trị sản phẩm trên 1 ha`.
    fn is_base(&self) -> bool {
        let Some(Quantity::One(one)) = self.quantity else { return false };
        let power = one.as_count().is_some_and(|n| matches!(n, 1 | 100 | 1_000 | 10_000 | 100_000 | 1_000_000));
        let before = self.before();
        if !power || !self.known || one.style.width > 1 && one.as_count() == Some(1) {
            return false;
        }
        let people = ["dân", "người", "trẻ", "phụ nữ", "hộ"].iter().any(|word| self.unit.contains(word));
        if before.strip_suffix('/').is_some_and(|head| head.ends_with(char::is_alphabetic)) {
            return people;
        }
        let clause = before.rsplit([';', ',', '.']).next().unwrap_or_default();
        let said = |words: &[&str]| words.iter().any(|word| clause.contains(word));
        let on = ["trên", "tính trên", "bình quân", "trên mỗi"].iter().any(|word| ends_with_word(before, word));
        let rate = said(&["tỷ lệ", "tỷ suất", "tỷ số", "bình quân", "mật độ", "tính trên"]);
        on && (people && rate
            || one.as_count() == Some(1)
                && said(&["giá trị", "thu nhập", "sản lượng", "năng suất", "doanh thu", "chi phí"]))
    }

    /// Whether it counts a part of the count before an open bracket, in whose items it stands: `21 đảng viên (khiển trách
    /// 12, cảnh cáo 6)`, `04 dự án (02 hoạt động, 02 triển khai)`.
    pub(super) fn is_listed_in_brackets(&self, last: &Mention) -> bool {
        let text = self.paragraph.text;
        let whole = matches!(self.quantity, Some(Quantity::One(one)) if one.as_count().is_some_and(|n| n < 1900));
        let Some(since) = text.get(last.span.end..self.number.start).filter(|since| since.len() <= 90) else {
            return false;
        };
        if !whole || last.measures != Some(UnitKind::Count) || since.contains([')', ':']) || since.contains(". ") {
            return false;
        }
        let label = match since.split_once('(') {
            // The first item: the count stands right before the bracket, with its own words at most.
            Some((gap, label)) if !gap.contains([',', ';']) && gap.len() <= 60 && !label.contains('(') => label,
            Some(_) => return false,
            // A further one: the one before is an item too.
            None => {
                // A list of parts is short; looking back over a long row of figures for each would cost too much.
                let before = text.get(..last.span.start).unwrap_or_default();
                let from = before.char_indices().rev().nth(160).map_or(0, |(at, _)| at);
                let before = before.get(from..).unwrap_or_default();
                let near = before.rfind('(').is_some_and(|open| !before.get(open..).unwrap_or_default().contains(')'));
                match since.trim_start_matches(|c: char| !matches!(c, ',' | ';')).strip_prefix([',', ';']) {
                    Some(label) if near && !label.contains([',', ';']) => label,
                    _ => return false,
                }
            }
        };
        let after = text.get(self.number.end..).unwrap_or_default();
        let named = label.ends_with(' ')
            && label.trim().chars().all(|c| c.is_lowercase() || c == ' ')
            && !label.trim().is_empty();
        let names =
            label.trim().is_empty() && after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
        named && after.starts_with([',', ';', ')']) || names
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
        // `Nghị quyết Trung ương 4 khóa XI`
        let printed = self.paragraph.text.get(self.number.end..).unwrap_or_default().trim_start();
        let term = printed.strip_prefix("khóa ").or_else(|| printed.strip_prefix("khoá "));
        if term.is_some_and(|term| term.starts_with(['I', 'V', 'X'])) {
            return true;
        }
        if self.known || self.is_amount_by_form() {
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
    pub(super) fn may_be_bare(&self, last: Option<&Mention>) -> bool {
        let Some(quantity) = self.quantity else { return false };
        if self.ranks() {
            return true;
        }
        let text = self.paragraph.text;
        let after = text.get(self.number.end..).unwrap_or_default();
        let closed = after.trim_start().is_empty() || after.starts_with([';', ',', '.', ')']);
        let colon = self.follows_colon();
        match quantity {
            Quantity::Ratio { part, whole } => {
                let scale = part.as_count() == Some(1) && !self.before_ends_with(&["đạt"]);
                let watch = part.value == whole.value && whole.as_count() == Some(24);
                // With no month behind its slash it is no date: `62/62 văn bản đúng hạn`.
                let named = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
                let no_date = named && whole.as_count().is_some_and(|n| n > 12) && !watch;
                part.value <= whole.value && (closed || no_date) && !scale
            }
            Quantity::Range { .. } => false,
            Quantity::One(one) => {
                let year = one.style.decimals == 0
                    && one.to_string().len() == 4
                    && one.as_count().is_some_and(|year| (1900..2100).contains(&year));
                let counted = colon && last.is_some_and(|last| last.measures == Some(UnitKind::Count));
                let verb = self.before_ends_with(&["đạt", "ước đạt", "là", "chỉ số", "hệ số", "còn"]);
                let thousands = one.style.grouping == Grouping::Dot && one.style.decimals == 0;
                let said = thousands && (verb || self.before_ends_with(&["có", "có mặt", "được"]));
                !year && closed && (counted || verb && one.style.decimals > 0 || said)
            }
        }
    }
}
