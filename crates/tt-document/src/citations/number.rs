//! Numbers and symbols: `230/QĐ-UBND`, `66/2017/NQ-HĐND`, `34-NQ/TU`, `751/2019/UBTVQH14`, `27/CP`, `30c/NQ-CP`.

use tt_text::Span;

use super::kind::Head;
use super::words::{slice, starts_word};

/// A number with or without its symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// From the first digit to the end of the symbol.
    pub(super) span: Span,
    /// Blanks removed, lost hyphens restored, upper case.
    pub(super) canonical: String,
    /// The groups of letters of the symbol, upper case.
    pub(super) groups: Vec<String>,
    /// Whether the symbol is printed in capitals, as it should be.
    upper: bool,
}

impl Number {
    pub(super) fn has_symbol(&self) -> bool {
        !self.groups.is_empty()
    }

    /// Whether it can be a document's number, given the words before it.
    pub(super) fn is_acceptable(&self, says_number: bool, head: Option<&Head>) -> bool {
        if !self.has_symbol() {
            return says_number && head.is_some_and(|head| head.adjacent);
        }
        if !self.upper {
            return says_number && head.is_some()
                || self.groups.first().is_some_and(|group| TYPES.contains(&group.as_str()));
        }
        says_number || head.is_some() || self.is_telling()
    }

    /// The year inside a normative document's number.
    pub(super) fn year(&self) -> Option<i16> {
        self.canonical.split('/').nth(1).filter(|part| part.len() == 4)?.parse().ok()
    }

    /// Whether a group is the short form of a well-known agency.
    pub(super) fn names_agency(&self) -> bool {
        self.groups.iter().any(|group| is_agency_short(group))
    }

    /// Whether the symbol alone tells that this is a document.
    pub(super) fn is_telling(&self) -> bool {
        let typed = self.groups.first().is_some_and(|group| TYPES.contains(&group.as_str())) && self.groups.len() > 1;
        typed || self.groups.iter().any(|group| group.starts_with("QH1") || group.starts_with("UBTVQH"))
    }
}

/// Short forms of kinds that stand at the head of symbols, upper case.
pub(super) const TYPES: [&str; 42] = [
    "NQ", "NQLT", "NĐ", "QĐ", "CT", "QC", "QYĐ", "QĐI", "TC", "TB", "TT", "TTLT", "HD", "CTR", "CTRHĐ", "CTHĐ", "KH",
    "PA", "ĐA", "DA", "BC", "BB", "TTR", "HĐ", "CĐ", "GM", "GP", "GCN", "GUQ", "KL", "CV", "VBHN", "SL", "L", "PL",
    "CTPH", "NĐCP", "TTG", "QT", "ĐL", "PB", "PC",
];

/// Finds everything in a text that has the form of a document's number. Bare figures are given only after `số`.
pub(super) fn scan(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits = bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
        if starts_number(text, at)
            && let Some(number) = read(text, at)
        {
            at = number.span.end;
            found.push(number);
        } else {
            at += digits;
        }
    }
    found
}

/// Whether the digits at a place are the first of their number: no letter, and no figure with a mark, before them.
fn starts_number(text: &str, at: usize) -> bool {
    let mut before = slice(text, 0, at).chars().rev();
    match before.next() {
        Some(c) if c.is_alphanumeric() => false,
        Some('.' | ',' | '/' | '-' | '–' | '_') => !before.next().is_some_and(char::is_alphanumeric),
        Some(':') => !before.next().is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    }
}

fn after_number_word(text: &str, at: usize) -> bool {
    let before = slice(text, 0, at).trim_end_matches([' ', '\t', '\n', ':']);
    ["số", "Số", "SỐ"].iter().any(|word| before.ends_with(word))
}

/// Reads the number that starts with the digit at `at`.
fn read(text: &str, at: usize) -> Option<Number> {
    let mut reader = Reader { text, at, canonical: String::new(), groups: Vec::new(), upper: true };
    let told = after_number_word(text, at);
    let digits = reader.digits();
    if digits == 0 || digits > 6 {
        return None;
    }
    let bare_end = reader.at;
    if reader.symbol(told) {
        let span = Span::new(at, reader.at);
        let canonical = upper_case(&reader.canonical);
        return Some(Number { span, canonical, groups: reader.groups, upper: reader.upper });
    }
    let number = slice(text, at, bare_end).to_owned();
    let next = text.get(bare_end..)?.chars().next();
    let whole = !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '%'))
        && !text.get(bare_end..)?.starts_with([',', '.', '-'])
            | text.get(bare_end + 1..)?.starts_with(|c: char| !c.is_ascii_digit());
    (told && whole).then(|| Number {
        span: Span::new(at, bare_end),
        canonical: number,
        groups: Vec::new(),
        upper: true,
    })
}

/// Upper case, with eth (a common slip of the keyboard) put right.
fn upper_case(text: &str) -> String {
    text.to_uppercase().replace('Ð', "Đ")
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    canonical: String,
    groups: Vec<String>,
    upper: bool,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.canonical.push_str(slice(self.text, self.at, self.at + count));
        self.at += count;
        count
    }

    /// Takes blanks, and one line end among them where a line was wrapped.
    fn skip_blanks(&mut self) -> usize {
        let count = super::words::blanks(self.rest());
        self.at += count;
        count
    }

    /// Reads the symbol after the digits; `told` if `số` says that a number comes.
    fn symbol(&mut self, told: bool) -> bool {
        let start = self.at;
        self.letter_suffix();
        self.part_number(told);
        let blank = self.skip_blanks();
        if blank > 0 && !told {
            return false;
        }
        if self.rest().starts_with('/') {
            return self.slashed(told);
        }
        if let Some(sign) = self.rest().chars().next().filter(|c| matches!(c, '-' | '–')) {
            self.at += sign.len_utf8();
            self.skip_blanks();
            return self.party_style();
        }
        // `15QĐ/TW`, `15 QĐ/TW`: the hyphen is lost.
        if told && start < self.text.len() {
            return self.party_style();
        }
        false
    }

    /// `30a`, `64b`
    fn letter_suffix(&mut self) {
        let mut chars = self.rest().chars();
        if let Some(c) = chars.next().filter(|c| c.is_lowercase())
            && matches!(chars.next(), Some('/' | '-'))
        {
            self.canonical.push(c);
            self.at += c.len_utf8();
        }
    }

    /// `66.4` of `66.4/2025/NQ-CP`; `01.KCN` of `01.KCN/BB-VPHC`, where `số` says that a number comes.
    fn part_number(&mut self, told: bool) {
        if let Some(rest) = self.rest().strip_prefix('.') {
            let letters = rest.find(|c: char| !c.is_uppercase()).unwrap_or(rest.len());
            let short = rest.get(..letters).is_some_and(|unit| (2..=8).contains(&unit.chars().count()));
            if told && short && rest.get(letters..).is_some_and(|rest| rest.starts_with('/')) {
                self.canonical.push_str(slice(self.text, self.at, self.at + 1 + letters));
                self.at += 1 + letters;
                return;
            }
            let count = rest.bytes().take_while(u8::is_ascii_digit).count();
            if (1..=2).contains(&count) && rest.get(count..).is_some_and(|rest| rest.starts_with('/')) {
                self.canonical.push_str(slice(self.text, self.at, self.at + 1 + count));
                self.at += 1 + count;
            }
        }
    }

    /// `/QĐ-UBND`, `/2017/NQ-HĐND`
    fn slashed(&mut self, told: bool) -> bool {
        self.at += 1;
        self.canonical.push('/');
        self.skip_blanks();
        let year = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if year > 0 {
            let digits = slice(self.text, self.at, self.at + year);
            let after = self.text.get(self.at + year..).unwrap_or_default();
            let mark = super::words::blanks(after);
            let sign = after.get(mark..).and_then(|rest| rest.chars().next());
            let glued = told && mark == 0 && sign.is_some_and(char::is_uppercase);
            let signed = glued || matches!(sign, Some('/' | '-'));
            if year != 4 || !(digits.starts_with("19") || digits.starts_with("20")) || !signed {
                return false;
            }
            self.canonical.push_str(digits);
            self.at += year;
            // `11/2026CV-YVG`: the slash behind the year is left out.
            if !glued {
                self.canonical.push('/');
                self.at += mark + 1;
                self.skip_blanks();
            }
        }
        self.groups_of_letters(told) && self.worth()
    }

    /// `NQ/TU` after `34-`
    fn party_style(&mut self) -> bool {
        self.canonical.push('-');
        let typed = self.peek_group().is_some_and(|group| TYPES.contains(&group.to_uppercase().as_str()));
        typed && self.groups_of_letters(false) && self.groups.len() > 1
    }

    fn peek_group(&self) -> Option<&'a str> {
        let end = self.rest().find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest().len());
        self.rest().get(..end).filter(|group| !group.is_empty())
    }

    /// Groups of letters with hyphens, slashes or points between; lost hyphens are restored.
    fn groups_of_letters(&mut self, told: bool) -> bool {
        let Some(first) = self.peek_group().filter(|group| is_symbol_group(group) || told && is_small_group(group))
        else {
            return false;
        };
        self.upper = is_symbol_group(first);
        self.take_group(first);
        while let Some((sign, width, group)) = self.next_group() {
            self.canonical.push_str(sign);
            self.at += width;
            self.take_group(group);
        }
        true
    }

    fn take_group(&mut self, group: &str) {
        self.at += group.len();
        let upper = upper_case(group);
        match split_lost_hyphen(&upper)
            .filter(|_| !matches!(self.rest().chars().next(), Some('-' | '/')) && self.groups.is_empty())
        {
            Some((kind, agency)) => {
                self.canonical.push_str(kind);
                self.canonical.push('-');
                self.canonical.push_str(agency);
                self.groups.push(kind.to_owned());
                self.groups.push(agency.to_owned());
            }
            None => {
                self.canonical.push_str(&upper);
                self.groups.push(upper);
            }
        }
    }

    /// The sign before a further group, the bytes up to that group, and the group.
    fn next_group(&self) -> Option<(&'static str, usize, &'a str)> {
        let rest = self.rest();
        let lead = super::words::blanks(rest);
        let after = rest.get(lead..)?;
        let sign = after.chars().next()?;
        let fits = |group: &&str| if self.upper { is_symbol_group(group) } else { is_small_group(group) };
        let group_at = |at: usize| {
            let tail = rest.get(at..)?;
            let end = tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
            tail.get(..end).filter(|group| !group.is_empty())
        };
        match sign {
            '-' | '–' | '/' | '&' | '.' => {
                let mut at = lead + sign.len_utf8();
                let gap = super::words::blanks(rest.get(at..)?);
                at += gap;
                let spaced = lead > 0 || gap > 0;
                let group = group_at(at).filter(fits)?;
                // Blanks around a sign are kept out only where the group is plainly a symbol.
                let sure = !spaced || matches!(sign, '-' | '–' | '/') && is_plain_symbol(group);
                let text = match sign {
                    '/' => "/",
                    '&' => "&",
                    '.' => ".",
                    _ => "-",
                };
                sure.then_some((text, at, group))
            }
            // `QĐ UBND`: the hyphen is lost.
            _ if lead > 0 && !rest.get(..lead)?.contains('\n') && self.groups.len() == 1 => {
                let group = group_at(lead)?;
                let typed = self.groups.first().is_some_and(|first| TYPES.contains(&first.as_str()) && first != "TTG");
                (typed && is_agency_short(group)).then_some(("-", lead, group))
            }
            _ => None,
        }
    }

    /// Whether the groups make a symbol: two letters at least.
    fn worth(&self) -> bool {
        self.groups.iter().map(|group| group.chars().filter(|c| c.is_alphabetic()).count()).sum::<usize>() >= 2
    }
}

/// A group of a symbol in capitals: `QĐ`, `UBND`, `TTr`, `TTg`, `QH15`.
fn is_symbol_group(group: &str) -> bool {
    let mut upper = 0usize;
    let mut lower = 0usize;
    for c in group.chars() {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        }
    }
    group.starts_with(char::is_uppercase)
        && group.len() <= 24
        && lower <= 2
        && lower * 2 <= upper
        && !(upper == 1 && lower > 0)
        || matches!(group, "Ctr" | "Tr" | "Ttg" | "Ttr" | "QyĐ" | "Qđ")
        || group.len() <= 2 && group.chars().all(|c| c.is_ascii_digit())
}

/// A group without lower case, sure even with blanks around its hyphen.
fn is_plain_symbol(group: &str) -> bool {
    matches!(group, "TTg" | "TTr")
        || group.chars().count() >= 2
            && group.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
            && group.starts_with(char::is_uppercase)
}

/// A group in lower case, as headings in detokenised texts have: `qđ`, `ubnd`.
fn is_small_group(group: &str) -> bool {
    group.chars().count() <= 8
        && group.chars().all(char::is_lowercase)
        && !group.chars().any(|c| "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ".contains(c))
}

/// Short forms of agencies that may stand after a kind with the hyphen lost.
fn is_agency_short(group: &str) -> bool {
    const KNOWN: [&str; 14] =
        ["UBND", "HĐND", "CP", "TTG", "UB", "HĐ", "TW", "TƯ", "TU", "HU", "VP", "VPCP", "BCĐ", "CTN"];
    let upper = group.to_uppercase();
    let letters = upper.chars().count();
    KNOWN.contains(&upper.as_str())
        || group == upper
            && (3..=8).contains(&letters)
            && upper.starts_with(['B', 'S'])
            && upper.chars().all(char::is_alphabetic)
}

/// `NĐCP` → `NĐ`, `CP`.
fn split_lost_hyphen(group: &str) -> Option<(&'static str, &str)> {
    const HEADS: [&str; 10] = ["NĐ", "QĐ", "NQ", "TTLT", "TTR", "TT", "CT", "KH", "BC", "TB"];
    HEADS
        .iter()
        .find_map(|head| group.strip_prefix(head).filter(|rest| is_agency_short(rest)).map(|rest| (*head, rest)))
}

/// The words right before a number.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    /// Start of `số`, or of the number itself.
    pub(super) start: usize,
    /// Whether `số` stands there.
    pub(super) says_number: bool,
}

/// Reads the `số` before a number.
pub(super) fn lead(text: &str, at: usize, floor: usize) -> Lead {
    let before = slice(text, floor, at);
    let trimmed = before.trim_end_matches([' ', '\t', '\n', ':']);
    let worded = trimmed.strip_suffix("hiệu").map_or(trimmed, |rest| rest.trim_end_matches([' ', ',']));
    for word in ["số", "Số", "SỐ"] {
        if let Some(rest) = worded.strip_suffix(word)
            && !rest.ends_with(char::is_alphanumeric)
        {
            return Lead { start: floor + rest.len(), says_number: true };
        }
    }
    Lead { start: at, says_number: false }
}

impl Lead {
    /// Whether the number counts a form, an annex, a lot or another thing that is no document.
    pub(super) fn is_form(&self, text: &str, head: Option<&Head>) -> bool {
        const THINGS: [&str; 16] = [
            "mẫu",
            "biểu",
            "phụ lục",
            "bảng",
            "lô",
            "thửa",
            "tờ bản đồ",
            "phòng",
            "tài khoản",
            "gói thầu",
            "quốc lộ",
            "qcvn",
            "tcvn",
            "nhà",
            "điện thoại",
            "mã",
        ];
        if head.is_some() {
            return false;
        }
        let before = slice(text, 0, self.start).trim_end();
        THINGS.iter().any(|thing| {
            let start = before.len().checked_sub(thing.len()).filter(|start| before.is_char_boundary(*start));
            start.is_some_and(|start| starts_word(slice(before, start, before.len()), thing))
        })
    }
}

#[cfg(test)]
mod tests;
