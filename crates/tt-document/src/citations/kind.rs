//! Kind words (tên loại) and which of them a number belongs to.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use tt_text::Span;
use tt_text::date::{PartialDate, scan_at};

use crate::kinds::kind_of_short;
use crate::structure::{capitalise, title_case};

use super::number::{Lead, Number};
use super::words::{clause_start, is_word_start, slice};

/// Kinds of documents that are cited.
const KINDS: [&str; 62] = [
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Lệnh",
    "Sắc lệnh",
    "Sắc luật",
    "Nghị quyết liên tịch",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Chỉ thị",
    "Thông tư liên tịch",
    "Thông tư",
    "Thông tri",
    "Thông báo",
    "Thông cáo",
    "Hướng dẫn",
    "Chương trình",
    "Kế hoạch",
    "Phương án",
    "Đề án",
    "Dự án",
    "Báo cáo",
    "Biên bản",
    "Tờ trình",
    "Hợp đồng",
    "Công điện",
    "Công văn",
    "Công hàm",
    "Văn bản",
    "Quy chế",
    "Quy định",
    "Quy trình",
    "Quy hoạch",
    "Điều lệ",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Thỏa thuận",
    "Giấy ủy quyền",
    "Giấy mời",
    "Giấy giới thiệu",
    "Giấy phép",
    "Giấy chứng nhận",
    "Giấy xác nhận",
    "Phiếu gửi",
    "Phiếu chuyển",
    "Phiếu báo",
    "Phiếu trình",
    "Phiếu",
    "Kết luận",
    "Thư công",
    "Hiệp định",
    "Nghị định thư",
    "Công ước",
    "Bản án",
    "Tuyên bố",
    "Giấy báo",
    "Thư mời",
    "Chứng thư",
    "Chiến lược",
    "Bản cam kết",
];

/// Kinds known by their name, with number and date after it.
const LAWS: [&str; 6] = ["Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Sắc lệnh", "Sắc luật"];

/// Kinds that a number without symbol and date is enough for.
const STRICT: [&str; 13] = [
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Chỉ thị",
    "Thông tư",
    "Pháp lệnh",
    "Luật",
    "Sắc lệnh",
    "Kết luận",
    "Công văn",
    "Công điện",
    "Quy định",
    "Hướng dẫn",
];

/// A kind word in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KindWord {
    pub(super) span: Span,
    pub(super) name: &'static str,
    /// Whether it starts with a capital.
    pub(super) capital: bool,
}

impl KindWord {
    pub(super) fn is_law(&self) -> bool {
        LAWS.contains(&self.name)
    }
}

/// The kind word a citation starts with.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) start: usize,
    pub(super) name: &'static str,
    /// Whether the number follows it at once.
    pub(super) adjacent: bool,
    /// A date between kind word and number.
    pub(super) date: Option<PartialDate>,
    /// The title between a law's kind word and its number.
    pub(super) title: Option<Span>,
}

impl Head {
    pub(super) fn is_strict(&self) -> bool {
        STRICT.contains(&self.name)
    }
}

/// Matches every kind word in every letter case; for each pattern the kind and whether it starts with a capital.
struct Words {
    automaton: Option<AhoCorasick>,
    meanings: Vec<(usize, bool)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut meanings = Vec::new();
    for (index, kind) in KINDS.iter().enumerate() {
        let lower = kind.to_lowercase();
        let mut forms = vec![
            (lower.clone(), false),
            (capitalise(&lower), true),
            (kind.to_uppercase(), true),
            (title_case(kind), true),
        ];
        forms.sort();
        forms.dedup_by(|first, second| first.0 == second.0);
        for (form, capital) in forms {
            patterns.push(form);
            meanings.push((index, capital));
        }
    }
    Words { automaton: AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok(), meanings }
});

/// Finds every kind word of a text.
pub(super) fn scan(text: &str) -> Vec<KindWord> {
    let Words { automaton: Some(automaton), meanings } = &*WORDS else { return Vec::new() };
    automaton
        .find_iter(text)
        .filter_map(|found| {
            let (index, capital) = *meanings.get(found.pattern().as_usize())?;
            let span = Span::new(found.start(), found.end());
            let whole = is_word_start(text, span.start) && !text.get(span.end..)?.starts_with(char::is_alphanumeric);
            let whole = whole || capital && is_glued(text, span);
            whole.then_some(KindWord { span, name: KINDS.get(index)?, capital })
        })
        .collect()
}

/// Whether only blanks were lost round a kind word: `Căn cứLuật Ban hành`, `LuậtTổ chức`. A capital tells where each
/// word begins.
fn is_glued(text: &str, span: Span) -> bool {
    let mut own = span.of(text).chars();
    let ordinary = own.next().is_some_and(char::is_uppercase) && own.next().is_some_and(char::is_lowercase);
    let before = slice(text, 0, span.start).chars().next_back();
    let after = slice(text, span.end, text.len()).chars().next();
    ordinary
        && before.is_none_or(|c| !c.is_alphanumeric() || c.is_lowercase())
        && after.is_none_or(|c| !c.is_alphanumeric() || c.is_uppercase())
}

/// The kind a symbol tells.
pub(super) fn of_symbol(number: &Number) -> Option<&'static str> {
    let first = number.groups.first()?;
    if first.starts_with("QH") {
        return None;
    }
    // In `12/CT-SYT` the short form is a kind; in `5/TC-HCSN` it may be an agency.
    if matches!(first.as_str(), "TC" | "TT" | "CT" | "PC" | "PB")
        && number.canonical.matches('/').count() < 2
        && first != "CT"
    {
        return None;
    }
    kind_of_short(first)
}

/// The kind word a number belongs to.
pub(super) fn before(text: &str, kinds: &[KindWord], lead: &Lead, number: &Number, floor: usize) -> Option<Head> {
    let next = kinds.partition_point(|kind| kind.span.end <= lead.start);
    let lawful = number.groups.iter().any(|group| group.starts_with("QH") || group.starts_with("UBTVQH"));
    let found = kinds
        .get(..next)
        .unwrap_or_default()
        .iter()
        .rev()
        // `một số điều của 10 luật có liên quan số 118/2025/QH15`: common nouns inside a law's title.
        .take_while(|kind| kind.span.start >= floor)
        .find(|kind| !(lawful && kind.is_law() && !kind.capital && kind.span.end + 1 < lead.start))
        .and_then(|kind| fits(text, kinds, kind, lead, number, floor));
    found.or_else(|| short_before(text, lead, floor))
}

fn fits(text: &str, kinds: &[KindWord], kind: &KindWord, lead: &Lead, number: &Number, floor: usize) -> Option<Head> {
    let gap = slice(text, kind.span.end, lead.start);
    let trimmed = gap.trim();
    let head = Head { start: kind.span.start, name: kind.name, adjacent: false, date: None, title: None };
    if trimmed.is_empty() && gap.matches('\n').count() <= 1 {
        if let Some(named) = named_by(text, kinds, kind, number, floor) {
            return Some(Head { start: named.span.start, name: named.name, adjacent: true, ..head });
        }
        return Some(Head { adjacent: true, start: outer(text, kinds, kind, floor, true), ..head });
    }
    if trimmed == ":" || trimmed == "(" {
        return Some(Head { adjacent: true, ..head });
    }
    if gap.contains('\n') {
        return None;
    }
    // `Quyết định ngày 05/6/2019 số 12/QĐ-UBND`
    let at = kind.span.end + (gap.len() - gap.trim_start().len());
    if let Some(date) =
        scan_at(text, at).filter(|date| slice(text, date.span.end, lead.start).trim_matches([' ', ',']).is_empty())
    {
        return Some(Head { adjacent: true, date: Some(date.value.date), ..head });
    }
    if kind.is_law() && kind.capital {
        let title = Span::new(kind.span.end, lead.start);
        let open =
            trimmed.len() <= 320 && !trimmed.contains([';', '(', ')', ':', '"', '“', '”']) && !trimmed.contains(". ");
        let lawful = number
            .groups
            .iter()
            .any(|group| group.starts_with("QH") || group.starts_with("UBTVQH") || group == "LCT" || group == "SL");
        return (open && (lawful || trimmed.len() <= 120) && !has_stop_word(trimmed, &["tại", "theo", "được", "đã"]))
            .then(|| Head { start: outer(text, kinds, kind, floor, false), title: Some(title), ..head });
    }
    let words = trimmed.split(' ').count();
    let plain =
        words <= 9 && !trimmed.contains([',', ';', ':', '(', ')', '.', '|', '"', '“', '”', '/']) && lead.says_number;
    (plain && !has_stop_word(trimmed, &STOPS) && !trimmed.chars().any(|c| c.is_ascii_digit())).then_some(head)
}

/// The kind word before this one, if the symbol is its own: `Thông báo kết luận số 412-TB/HU`.
fn named_by<'a>(
    text: &str,
    kinds: &'a [KindWord],
    kind: &KindWord,
    number: &Number,
    floor: usize,
) -> Option<&'a KindWord> {
    let next = kinds.partition_point(|outer| outer.span.end <= kind.span.start);
    let outer = next.checked_sub(1).and_then(|at| kinds.get(at)).filter(|outer| outer.span.start >= floor)?;
    let own = number.groups.first().and_then(|short| kind_of_short(short))?;
    (slice(text, outer.span.end, kind.span.start) == " " && own == outer.name).then_some(outer)
}

/// Words that cannot stand between a kind word and its number.
const STOPS: [&str; 27] = [
    "tại", "theo", "của", "và", "đã", "được", "trong", "ngày", "với", "gửi", "cho", "bởi", "là", "có", "từ", "trên",
    "ban", "này", "để", "các", "hoặc", "năm", "đến", "nêu", "kèm", "do", "một",
];

fn has_stop_word(text: &str, stops: &[&str]) -> bool {
    text.split([' ', ',']).any(|word| stops.contains(&word))
}

/// Start of the outermost law whose title ends in this one: `Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số …`.
fn outer(text: &str, kinds: &[KindWord], kind: &KindWord, floor: usize, adjacent: bool) -> usize {
    if adjacent || !kind.is_law() || !slice(text, floor, kind.span.start).trim_end().ends_with("của") {
        return kind.span.start;
    }
    let start = clause_start(text, kind.span.start, floor);
    let from = kinds.partition_point(|outer| outer.span.start < start);
    let to = kinds.partition_point(|outer| outer.span.start < kind.span.start);
    let inside = kinds.get(from..to).unwrap_or_default();
    let mut found = kind.span.start;
    for outer in inside.iter().filter(|outer| outer.span.end < kind.span.start) {
        let between = slice(text, outer.span.end, kind.span.start);
        if outer.is_law()
            && outer.capital
            && between.trim_start().starts_with("sửa đổi")
            && between.trim_end().ends_with("của")
        {
            found = outer.span.start;
            break;
        }
    }
    found
}

/// A short form right before `số` or the number: `QĐ số 12`, `NĐ 32/2024`.
fn short_before(text: &str, lead: &Lead, floor: usize) -> Option<Head> {
    const SHORT: [&str; 14] = ["QĐ", "NĐ", "TT", "NQ", "CV", "KH", "BC", "TB", "CT", "TTr", "GP", "VB", "KL", "CĐ"];
    let before = slice(text, floor, lead.start);
    let trimmed = before.trim_end_matches([' ', '\t']);
    let short = SHORT.iter().find(|short| {
        trimmed.ends_with(**short)
            && !trimmed
                .get(..trimmed.len() - short.len())
                .unwrap_or_default()
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '&' | '.'))
    })?;
    let name = if *short == "VB" { "Văn bản" } else { kind_of_short(short)? };
    Some(Head { start: floor + trimmed.len() - short.len(), name, adjacent: true, date: None, title: None })
}
