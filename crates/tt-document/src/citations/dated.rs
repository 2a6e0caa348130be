//! Citations that only a date (or, for laws, a year) identifies.

use tt_text::Span;
use tt_text::date::scan_at;

use crate::structure::agency_name_end;

use super::Draft;
use super::date::{Dating, year};
use super::kind::KindWord;
use super::words::{blanks, slice, starts_word};

/// Kinds with a name of their own, after which a date may follow.
const NAMED: [&str; 9] =
    ["Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Sắc lệnh", "Quy chế", "Điều lệ", "Hiệp định", "Sắc luật"];

/// Kinds that a date alone identifies when it follows at once.
const LETTERS: [&str; 16] = [
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Chỉ thị",
    "Thông tư",
    "Thông báo",
    "Công văn",
    "Công điện",
    "Văn bản",
    "Tờ trình",
    "Biên bản",
    "Kết luận",
    "Hợp đồng",
    "Giấy mời",
    "Kế hoạch",
    "Báo cáo",
];

/// Words that end a law's name.
const STOPS: [&str; 17] = [
    "từ", "tại", "theo", "đã", "được", "có", "kể", "trước", "đến", "này", "mới", "cũ", "thì", "là", "cho", "sẽ",
    "trong",
];

/// Finds citations without number among the kind words that no numbered citation uses.
pub(super) fn scan(text: &str, kinds: &[KindWord], numbered: &[Draft]) -> Vec<Draft> {
    let mut found: Vec<Draft> = Vec::new();
    for (index, kind) in kinds.iter().enumerate() {
        let used = numbered.partition_point(|draft| draft.span.end <= kind.span.start);
        let inside = numbered.get(used).is_some_and(|draft| draft.span.start <= kind.span.start);
        if inside || !kind.capital || found.last().is_some_and(|last| last.span.end > kind.span.start) {
            continue;
        }
        let mut limit = numbered.get(used).map_or(text.len(), |draft| draft.span.start);
        // The next capital kind word starts a citation of its own, unless this one amends it.
        let next = kinds.get(index + 1..).unwrap_or_default().iter().find(|next| next.capital);
        if let Some(next) = next.filter(|next| !amends(slice(text, kind.span.end, next.span.start))) {
            limit = limit.min(next.span.start);
        }
        let dating = if NAMED.contains(&kind.name) { named(text, kind, limit) } else { lettered(text, kind, limit) };
        if let Some((dating, title)) = dating {
            found.push(Draft {
                span: Span::new(kind.span.start, dating.end),
                kind: Some(kind.name),
                head: kind.span.start,
                number: None,
                dating,
                own_kind: true,
                title,
            });
        }
    }
    found
}

fn amends(between: &str) -> bool {
    between.trim_start().starts_with("sửa đổi") && between.trim_end().ends_with("của")
}

/// `Luật Ngân sách nhà nước ngày 16 tháng 12 năm 2002`, `Luật Hóa chất năm 2025`, `Luật Điện lực 2024`
fn named(text: &str, kind: &KindWord, limit: usize) -> Option<(Dating, Option<Span>)> {
    let bound = limit.min(kind.span.end + 400).min(text.len());
    let mut at = kind.span.end;
    let mut words = 0;
    while at < bound && words < 45 {
        let gap = blanks(text.get(at..)?);
        let at_word = at + gap;
        let rest = text.get(at_word..)?;
        // `LuậtTổ chức`: the blank behind the kind word was lost.
        let glued = words == 0 && rest.starts_with(char::is_uppercase);
        if gap == 0 && !glued || at_word >= bound {
            return None;
        }
        let title = (words > 0).then(|| Span::new(title_start(text, kind), at));
        if starts_word(rest, "ngày") {
            let found = scan_at(text, at_word)?;
            let whole = found.value.date.date().is_some() && found.value.fault.is_none();
            return whole.then_some((Dating { date: found.value.date, end: found.span.end, led: "" }, title));
        }
        let can_have_year = !matches!(kind.name, "Quy chế" | "Điều lệ" | "Hiệp định");
        if starts_word(rest, "năm") {
            return year(text, at_word + "năm".len(), true).filter(|_| can_have_year).map(|dating| (dating, title));
        }
        if rest.starts_with(|c: char| c.is_ascii_digit()) && can_have_year {
            return year(text, at_word, false).map(|dating| (dating, title));
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(rest.len());
        let word = rest.get(..end)?;
        if word.is_empty() || STOPS.contains(&word) {
            return None;
        }
        at = at_word + end;
        words += 1;
        // A comma may stand in a law's name; a name that started in lower case is prose.
        if let Some(after) = text.get(at..)?.strip_prefix(',') {
            if !after.starts_with(' ') {
                return None;
            }
            at += 1;
        }
    }
    None
}

/// Where a law's title starts, after the blanks behind its kind word.
fn title_start(text: &str, kind: &KindWord) -> usize {
    kind.span.end + text.get(kind.span.end..).map_or(0, blanks)
}

/// `Công văn ngày 05/6/2019`, `Tờ trình của UBND tỉnh ngày 05/6/2019`
fn lettered(text: &str, kind: &KindWord, limit: usize) -> Option<(Dating, Option<Span>)> {
    if !LETTERS.contains(&kind.name) {
        return None;
    }
    let mut at = kind.span.end + blanks(text.get(kind.span.end..)?);
    let rest = text.get(at..)?;
    if let Some(after) = rest.strip_prefix("của ") {
        // Whose it is tells little of a report or a plan; a dated one is cited by its number.
        if matches!(kind.name, "Báo cáo" | "Kế hoạch") {
            return None;
        }
        at += "của ".len() + agency_name_end(after)?;
        at += blanks(text.get(at..)?);
    }
    if at >= limit || !starts_word(text.get(at..)?, "ngày") {
        return None;
    }
    let found = scan_at(text, at)?;
    let whole = found.value.date.date().is_some()
        && found.value.fault.is_none()
        && !found.value.elided
        && found.span.end <= limit;
    whole.then_some((Dating { date: found.value.date, end: found.span.end, led: "" }, None))
}
