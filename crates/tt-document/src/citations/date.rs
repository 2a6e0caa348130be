//! The date of a citation: after its number, or before it in the sentence.

use tt_text::date::{PartialDate, scan_at};

use crate::structure::agency_name_end;

use super::words::{blanks, clause_start, slice, starts_word};

/// A date and where the citation ends with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dating {
    /// Blank if there is none, or none that can be.
    pub(super) date: PartialDate,
    /// End of the citation so far.
    pub(super) end: usize,
    /// The words before the date, if they say that it is shared.
    pub(super) led: &'static str,
}

/// Words between a number and its date.
const LEADS: [&str; 9] =
    ["ban hành ngày", "ký ngày", "đề ngày", "lập ngày", "cấp ngày", "trong ngày", "cùng ngày", "đều ngày", "ngày"];

/// Reads the date after a number that ends at `end`.
pub(super) fn after(text: &str, end: usize) -> Dating {
    let none = Dating { date: PartialDate::default(), end, led: "" };
    let rest = text.get(end..).unwrap_or_default();
    let mut at = end + blanks(rest);
    // `, ngày …`, `(ngày …)`, a glued hyphen.
    let mut bracket = false;
    if let Some(mark) =
        text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, ',' | '(' | '-' | '–'))
    {
        bracket = mark == '(';
        at += mark.len_utf8();
        at += blanks(text.get(at..).unwrap_or_default());
    }
    if let Some(mut dating) = dated_at(text, at).or_else(|| same_day(text, at)) {
        if bracket && text.get(dating.end..).is_some_and(|rest| rest.starts_with(')')) {
            dating.end += 1;
        }
        return dating;
    }
    if bracket {
        return none;
    }
    issuer_between(text, at).unwrap_or(none)
}

/// `cùng ngày` without a date: the day of the document named before.
pub(super) const SAME_DAY: &str = "cùng ngày";

fn same_day(text: &str, at: usize) -> Option<Dating> {
    let rest = text.get(at..)?;
    starts_word(rest, SAME_DAY).then(|| Dating {
        date: PartialDate::default(),
        end: at + SAME_DAY.len(),
        led: SAME_DAY,
    })
}

/// A date that starts at this place, with its leading words.
fn dated_at(text: &str, at: usize) -> Option<Dating> {
    let rest = text.get(at..)?;
    if let Some(lead) = LEADS
        .iter()
        .find(|lead| rest.get(..lead.len()).is_some_and(|head| head == **lead || head.to_lowercase() == **lead))
    {
        let day = at + lead.len() - "ngày".len();
        let found = scan_at(text, day)?;
        let value = found.value;
        // A blank or impossible day makes no date, but it ends the citation.
        let date = if value.fault.is_some() || value.date.day.is_none() { PartialDate::default() } else { value.date };
        return Some(Dating { date, end: found.span.end, led: lead });
    }
    if starts_word(rest, "năm") {
        return year(text, at + "năm".len(), true);
    }
    if starts_word(rest, "tháng") {
        let found = scan_at(text, at)?;
        return (found.value.date.year.is_some() && found.value.fault.is_none()).then_some(Dating {
            date: found.value.date,
            end: found.span.end,
            led: "",
        });
    }
    // Bare figures are a date only when whole.
    let found = scan_at(text, at).filter(|_| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    (found.value.date.date().is_some() && !found.value.elided).then_some(Dating {
        date: found.value.date,
        end: found.span.end,
        led: "",
    })
}

/// A year at this place.
pub(super) fn year(text: &str, at: usize, worded: bool) -> Option<Dating> {
    let at = at + blanks(text.get(at..)?);
    let digits = text.get(at..at + 4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let value: i16 = digits.parse().ok()?;
    let next = text.get(at + 4..)?;
    let mut chars = next.chars();
    let alone = match chars.next() {
        Some('-' | '–' | '/') => false,
        Some('.' | ',') => !chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) if c.is_alphanumeric() => false,
        // `2021 - 2025` is a period.
        Some(' ') => !next.trim_start().starts_with(['-', '–']),
        _ => true,
    };
    let fits = (1945..2100).contains(&value) && alone && (worded || value > 1985);
    fits.then_some(Dating { date: PartialDate { year: Some(value), month: None, day: None }, end: at + 4, led: "" })
}

/// `của UBND tỉnh ngày …`: the issuer stands between number and date.
fn issuer_between(text: &str, at: usize) -> Option<Dating> {
    let rest = text.get(at..)?;
    let rest = rest.strip_prefix("của")?;
    let gap = blanks(rest);
    let start = at + "của".len() + gap;
    let name = text.get(start..)?;
    let length = agency_name_end(name).filter(|_| gap > 0)?;
    let mut after = start + length;
    after += blanks(text.get(after..)?);
    if text.get(after..)?.starts_with(',') {
        after += 1;
        after += blanks(text.get(after..)?);
    }
    let rest = text.get(after..)?;
    if !LEADS.iter().any(|lead| rest.starts_with(lead)) {
        return None;
    }
    dated_at(text, after).filter(|dating| !dating.date.is_blank())
}

/// The date that stands before a citation in its clause and is its own: `ngày 04/5/2019 Sở … đã ban hành Kế hoạch số …`.
pub(super) fn before(text: &str, head: usize, floor: usize) -> Option<PartialDate> {
    let start = clause_start(text, head, floor);
    let clause = slice(text, start, head);
    let (at, _) = clause.match_indices("ngày").chain(clause.match_indices("Ngày")).max_by_key(|(at, _)| *at)?;
    let lead = clause.get(..at)?.trim_end();
    if NOT_ITS_OWN.iter().any(|word| lead.ends_with(word)) || lead.ends_with(')') {
        return None;
    }
    let found = scan_at(text, start + at)?;
    let date = found.value.date;
    if date.date().is_none() || found.value.elided || found.span.end > head {
        return None;
    }
    let between = slice(text, found.span.end, head);
    if between.contains(['(', ')', ':', '"', '“', '\n']) || between.split(' ').count() > 24 {
        return None;
    }
    let words: Vec<&str> = between.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let issues = ISSUING.iter().any(|verb| has_words(&words, verb));
    let relates = RELATING.iter().any(|verb| has_words(&words, verb));
    (issues && !relates).then_some(date)
}

/// Words that make a date the bound of something, not the day of issue.
const NOT_ITS_OWN: [&str; 14] =
    ["từ", "đến", "trước", "sau", "kể từ", "hết", "tới", "quá", "là", "vào", "Từ", "Đến", "Trước", "hiệu lực"];

/// Verbs of issuing.
const ISSUING: [&str; 15] = [
    "ban hành",
    "xây dựng",
    "có",
    "ký",
    "ra",
    "phát hành",
    "thông qua",
    "phê duyệt",
    "gửi",
    "trình",
    "ban",
    "nhận được",
    "lập",
    "cấp",
    "công bố",
];

/// Words that make the document one that is followed, not issued.
const RELATING: [&str; 12] = [
    "theo",
    "tại",
    "căn cứ",
    "thực hiện",
    "triển khai",
    "của",
    "kèm",
    "thay thế",
    "bãi bỏ",
    "quy định",
    "về",
    "sau khi",
];

fn has_words(words: &[&str], phrase: &str) -> bool {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words.windows(wanted.len()).any(|window| window == wanted)
}
