//! Finding numbers with their units, and leaving out those that are no figures.

use tt_text::date::{self, DateForm};
use tt_text::quantity::{self, Quantity, joint_at, may_start};
use tt_text::unit::{self, UnitKind};
use tt_text::{Span, number_words};

use super::Paragraph;
use super::kind::ends_with_word;

/// A number that may be a figure, with its unit.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Number and unit.
    pub(super) span: Span,
    /// The number; `None` if malformed.
    pub(super) quantity: Option<Quantity>,
    /// Unit as printed.
    pub(super) unit: Option<String>,
    /// What the unit measures; `None` without one.
    pub(super) measures: Option<UnitKind>,
    /// Sign printed before it: `-`, `+`.
    pub(super) sign: Option<char>,
}

/// Finds the mentions of a paragraph outside what is taken (citations, in order).
pub(super) fn scan(paragraph: &Paragraph<'_>, cited: Vec<Span>) -> Vec<Mention> {
    let text = paragraph.text;
    let bytes = text.as_bytes();
    let mut taken = taken(paragraph, cited).into_iter().peekable();
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        while taken.next_if(|span| span.end <= at).is_some() {}
        if let Some(span) = taken.next_if(|span| span.start <= at) {
            at = span.end;
            continue;
        }
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let limit = taken.peek().map_or(text.len(), |span| span.start);
        let (mention, end) = read(paragraph, at, limit, found.last());
        found.extend(mention);
        at = end.max(at + 1);
    }
    found
}

/// Citations, dates and periods, in order, none inside another.
fn taken(paragraph: &Paragraph<'_>, cited: Vec<Span>) -> Vec<Span> {
    let dates = date::scan(paragraph.text).into_iter().filter(|found| {
        // A month alone is told from a count by the words round it when the number is read.
        found.value.date.day.is_some() || found.value.style.form != DateForm::Words || found.value.style.led
    });
    let mut all = cited;
    all.extend(dates.map(|found| found.span));
    all.extend(paragraph.periods.iter().map(|found| found.span));
    all.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(all.len());
    for span in all {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// Reads the number at `at`; the mention, if it is one, and where to go on.
fn read(paragraph: &Paragraph<'_>, at: usize, limit: usize, last: Option<&Mention>) -> (Option<Mention>, usize) {
    let text = paragraph.text;
    let Some(found) = quantity::scan_at(text, at).filter(|found| found.span.end <= limit) else {
        return (None, digits_end(text, at));
    };
    let end = found.span.end;
    if !may_start(text, at) || is_in_symbol(text, found.span) {
        return (None, symbol_end(text, end));
    }
    let (unit_at, unit) = unit_after(text, end);
    let known = unit.as_ref().is_some_and(|unit| unit.value.known);
    let measures = unit.as_ref().map(|unit| unit.value.kind);
    let context = Context { paragraph, number: found.span, measures, known };
    if measures == Some(UnitKind::Time) || context.is_part_of_name() || context.is_numbering() {
        return (None, unit.map_or(end, |unit| unit.span.end));
    }
    let unit_span = unit.map(|unit| unit.span).filter(|span| span.end <= limit);
    let bare = unit_span.is_none();
    if bare && !context.may_be_bare(found.value.as_ref().ok(), last) {
        return (None, end);
    }
    let sign_at = signed(text, at);
    let inherited = last.filter(|last| bare && context.follows_colon() && last.measures == Some(UnitKind::Count));
    let mut mention = Mention {
        span: Span::new(sign_at, unit_span.map_or(end, |unit| unit.end)),
        quantity: found.value.ok(),
        unit: unit_span.map(|unit| unit.of(text).to_owned()).or_else(|| inherited?.unit.clone()),
        measures: unit_span.and(measures).or_else(|| inherited?.measures),
        sign: (sign_at < at).then(|| text.get(sign_at..).and_then(|rest| rest.chars().next())).flatten(),
    };
    if mention.sign == Some('-') || mention.sign == Some('−') {
        if let Some(Quantity::One(one)) = &mut mention.quantity {
            one.value.set_sign_negative(true);
        }
    }
    if unit_at > at && !bare {
        extend_to_range(paragraph, &mut mention, limit);
    }
    let end = mention.span.end;
    (Some(mention), end)
}

/// The unit after a number, past blanks and an amount repeated in words in brackets.
fn unit_after(text: &str, end: usize) -> (usize, Option<tt_text::Found<unit::Unit>>) {
    let blanks = |at: usize| text.as_bytes().iter().skip(at).take_while(|byte| **byte == b' ').count();
    let at = end + blanks(end);
    if let Some(inner) = text.get(at..).and_then(|rest| rest.strip_prefix('('))
        && let Some(close) = inner.find(')').filter(|close| *close < 200)
        && number_words::scan_at(text, at + 1).is_some_and(|words| words.span.end == at + 1 + close)
    {
        let after = at + close + 2;
        let after = after + blanks(after);
        if let Some(unit) = unit::scan_at(text, after).filter(|unit| unit.value.known) {
            return (after, Some(unit));
        }
    }
    (at, unit::scan_at(text, at))
}

/// Joins `5% đến 7%` and `10 ha - 20 ha` to one range.
fn extend_to_range(paragraph: &Paragraph<'_>, mention: &mut Mention, limit: usize) {
    let text = paragraph.text;
    let Some(Quantity::One(low)) = mention.quantity else { return };
    let Some((joint, next)) = joint_at(text, mention.span.end) else { return };
    let before = paragraph.lower.get(..mention.span.start).unwrap_or_default().trim_end();
    if ["tăng từ", "giảm từ", "nâng từ", "hạ từ"].iter().any(|words| before.ends_with(words)) {
        return;
    }
    let Some(second) = quantity::scan_at(text, next) else { return };
    let (_, unit) = unit_after(text, second.span.end);
    let Some(unit) = unit.filter(|unit| unit.span.end <= limit) else { return };
    let same = mention.unit.as_deref().map(unit::canonical) == Some(unit::canonical(unit.span.of(text)));
    if let Ok(Quantity::One(high)) = second.value
        && same
        && high.value > low.value
    {
        mention.quantity = Some(Quantity::Range { low, high, joint });
        mention.span.end = unit.span.end;
        mention.unit = Some(unit.span.of(text).to_owned());
    }
}

fn digits_end(text: &str, at: usize) -> usize {
    at + text.as_bytes().iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count()
}

/// Where the word or symbol that goes on at `end` is over.
fn symbol_end(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    end + rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '-' | '.'))).unwrap_or(rest.len())
}

/// Whether the number belongs to a symbol or a name: `230/QĐ-UBND`, `02-NQ/TW`, `30c/NQ-CP`, `COVID-19`, `5G`.
fn is_in_symbol(text: &str, number: Span) -> bool {
    let mut after = text.get(number.end..).unwrap_or_default().chars();
    let next = after.next();
    let second = after.next();
    let followed = match next {
        Some('/' | '-' | '.') => second.is_some_and(char::is_alphabetic),
        Some('_' | '+' | '&' | '*' | '\'' | '@') => true,
        Some(c) if c.is_alphabetic() => !unit::scan_at(text, number.end).is_some_and(|unit| unit.value.known),
        _ => false,
    };
    let before = text.get(..number.start).unwrap_or_default();
    let mut chars = before.chars().rev();
    let led = match (chars.next(), chars.next()) {
        (Some('-' | '.' | '+'), Some(c)) => c.is_alphanumeric(),
        (Some('@' | '#' | '='), _) => true,
        _ => false,
    };
    followed || led
}

/// Where the sign of a number stands, or the number itself.
fn signed(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some(sign) = before.chars().next_back().filter(|c| matches!(c, '-' | '−' | '+')) else { return at };
    let start = at - sign.len_utf8();
    match before.get(..start).and_then(|rest| rest.chars().next_back()) {
        Some('(') => start,
        Some(' ') if before.get(..start).is_some_and(|rest| rest.trim_end().ends_with(char::is_alphabetic)) => start,
        _ => at,
    }
}

/// A number after one of these is its number, whatever follows.
const ALWAYS_NUMBERED: [&str; 24] = [
    "điều",
    "khoản",
    "mục",
    "chương",
    "phụ lục",
    "số",
    "no",
    "qcvn",
    "tcvn",
    "iso",
    "ngày",
    "tháng",
    "năm",
    "lúc",
    "hồi",
    "quốc lộ",
    "tỉnh lộ",
    "ql",
    "đt",
    "thứ",
    "khóa",
    "khoá",
    "tiêu chí",
    "lý trình",
];

/// The same with a colon between.
const NUMBERED_LINES: [&str; 8] = ["số", "điện thoại", "fax", "sđt", "đt", "mã số", "tài khoản", "mã"];

/// A number after one of these is its number unless a measure, money or a percentage follows.
const NUMBERED_UNLESS_MEASURED: [&str; 11] =
    ["điểm", "biểu", "bảng", "hình", "km", "lớp", "lần", "đường số", "tiểu mục", "kỳ họp", "nhiệm vụ"];

/// A number after one of these is its number unless a known unit follows.
const NUMBERED_UNLESS_UNIT: [&str; 44] = [
    "phần",
    "nhóm",
    "loại",
    "hạng",
    "cấp",
    "đợt",
    "bước",
    "giai đoạn",
    "mục tiêu",
    "phường",
    "quận",
    "tổ",
    "thôn",
    "khu phố",
    "khu",
    "tiểu khu",
    "ấp",
    "khóm",
    "lô",
    "thửa",
    "tờ",
    "tuyến",
    "trạm",
    "kỳ",
    "vòng",
    "phương án",
    "đề án",
    "dự án",
    "chỉ tiêu",
    "nội dung",
    "câu",
    "trang",
    "quyển",
    "tập",
    "kịch bản",
    "đội",
    "khu vực",
    "cụm",
    "mức độ",
    "mức",
    "thông tin",
    "vành đai",
    "gói thầu",
    "gói",
];

/// What stands round a number.
struct Context<'a, 'p> {
    paragraph: &'a Paragraph<'p>,
    number: Span,
    measures: Option<UnitKind>,
    known: bool,
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
    fn is_numbering(&self) -> bool {
        if self.ranks() || self.before_ends_with(&["tổng số", "trong số"]) {
            return false;
        }
        let before = self.before().trim_end_matches([':', ' ']);
        if NUMBERED_LINES.iter().any(|word| ends_with_word(before, word)) || self.before_ends_with(&ALWAYS_NUMBERED) {
            return true;
        }
        let measured = self.measures.is_some_and(|kind| !matches!(kind, UnitKind::Count | UnitKind::Bare));
        if !measured && self.before_ends_with(&NUMBERED_UNLESS_MEASURED) {
            return true;
        }
        !self.known && self.before_ends_with(&NUMBERED_UNLESS_UNIT)
    }

    /// Whether the words before it say that the number is a place in an order.
    fn ranks(&self) -> bool {
        super::kind::says_rank(self.before())
    }

    /// Whether it ends a proper name: `Hữu Lũng 1`, `gạo 5% tấm`.
    fn is_part_of_name(&self) -> bool {
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

    fn follows_colon(&self) -> bool {
        self.before().ends_with(':')
    }

    /// Whether a number without a unit is a figure: a ratio, a count after a colon or a verb, a rank.
    fn may_be_bare(&self, quantity: Option<&Quantity>, last: Option<&Mention>) -> bool {
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
