//! Names of things: a proper name after the kind word, the place it lies in, or the place alone where it has no name.

use tt_text::Span;
use tt_text::fold::is_word_char;

use super::kind::TrackedKind;
use crate::structure::title_case;

/// Levels of places, those that hold another first.
pub(super) const LEVELS: [&str; 10] =
    ["thành phố", "thị xã", "thị trấn", "huyện", "quận", "phường", "xã", "tỉnh", "đặc khu", "thôn"];

/// Levels below the district.
const LOW: [&str; 4] = ["xã", "phường", "thị trấn", "đặc khu"];
/// Levels of districts.
const MIDDLE: [&str; 4] = ["huyện", "quận", "thị xã", "thành phố"];

/// What stands between the kind word and the name without being part of either.
const BETWEEN: [&str; 9] =
    ["trung tâm", "đầu mối", "cửa khẩu", "dân sinh", "nông thôn", "xã", "thị trấn", "phường", "đô thị"];

/// Words that no name holds in the middle.
const STOPS: [&str; 34] = [
    "và", "của", "tại", "ở", "đã", "đang", "có", "là", "cho", "do", "với", "đến", "theo", "được", "để", "thuộc",
    "trên", "từ", "trong", "về", "bị", "hiện", "nay", "gồm", "nhưng", "mà", "thì", "vào", "ra", "chưa", "sẽ", "tuy",
    "nên", "khi",
];

/// What begins the name of someone or something else right after a thing's name.
const OTHERS: [&str; 14] = [
    "uỷ ban",
    "ủy ban",
    "UBND",
    "HĐND",
    "công ty",
    "tổng công ty",
    "tập đoàn",
    "hợp tác xã",
    "doanh nghiệp",
    "sở",
    "quyết định",
    "nghị quyết",
    "dự án",
    "chương trình",
];

/// A thing named at one place.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) kind: TrackedKind,
    /// As a list would have it.
    pub(super) name: String,
    /// What tells it from others of its kind.
    pub(super) proper: String,
    pub(super) commune: Option<String>,
    pub(super) district: Option<String>,
    pub(super) span: Span,
}

/// Where a name stands in a text, and the place after it.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The words between, as written: `xã`, `trung tâm thị trấn`.
    pub(super) between: String,
    /// The proper name, digits included.
    pub(super) proper: String,
    pub(super) places: Places,
    /// Where the text goes on.
    pub(super) end: usize,
    /// Where the proper name ends, before its places.
    pub(super) name_end: usize,
}

/// Places as named after a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) commune: Option<String>,
    pub(super) district: Option<String>,
}

impl Places {
    pub(super) fn put(&mut self, level: &str, name: &str) {
        let slot = if LOW.contains(&level) {
            &mut self.commune
        } else if MIDDLE.contains(&level) {
            &mut self.district
        } else {
            return;
        };
        slot.get_or_insert_with(|| format!("{level} {name}"));
    }
}

impl Named {
    /// The thing this names.
    pub(super) fn mention(self, kind: TrackedKind, span: Span) -> Mention {
        let level = LOW.iter().find(|level| self.between.ends_with(*level));
        let mut places = self.places;
        // `chợ xã A` lies in A; `cụm công nghiệp thị trấn B 1` may lie beside B.
        let numbered = self.proper.ends_with(|c: char| c.is_ascii_digit());
        if let Some(level) = level.filter(|_| places.commune.is_none() && !numbered) {
            places.put(level, &self.proper);
        }
        let between = match self.between.as_str() {
            "" => String::new(),
            between => format!("{between} "),
        };
        let name = format!("{} {between}{}", kind.word(), self.proper);
        Mention { kind, name, proper: self.proper, commune: places.commune, district: places.district, span }
    }
}

/// The name that begins at `at`, after the kind word; `None` if none does.
pub(super) fn after_head(text: &str, at: usize) -> Option<Named> {
    let mut here = at + blanks(text, at)?;
    let mut between: Vec<&str> = Vec::new();
    while let Some(word) = BETWEEN.iter().find(|word| starts_word_in(text, here, word)) {
        between.push(word);
        here += word.len();
        here += blanks(text, here)?;
    }
    let end = proper_end(text, here)?;
    let proper = text.get(here..end)?.to_owned();
    let (places, rest) = places_after(text, end);
    Some(Named { between: between.join(" "), proper, places, end: rest, name_end: end })
}

/// `tại thôn Sậy, xã Đồng Tân`: a thing without a name of its own, told by where it is to be.
pub(super) fn located(text: &str, at: usize) -> Option<Named> {
    let mut here = at + blanks(text, at)?;
    if !starts_word_in(text, here, "tại") {
        return None;
    }
    here += "tại".len();
    here += blanks(text, here)?;
    if starts_word_in(text, here, "khu vực") {
        here += "khu vực".len();
        here += blanks(text, here)?;
    }
    if starts_word_in(text, here, "thôn") {
        here = proper_end(text, here + "thôn ".len())?;
        here += separator(text, here);
    }
    let level = LOW.iter().find(|level| starts_word_in(text, here, level))?;
    let start = here + level.len() + blanks(text, here + level.len())?;
    let end = proper_end(text, start)?;
    let proper = text.get(start..end)?.to_owned();
    let (mut places, rest) = places_after(text, end);
    places.commune = Some(format!("{level} {proper}"));
    Some(Named { between: format!("tại {level}"), proper, places, end: rest, name_end: end })
}

/// Where the proper name that starts here ends: capitalised words, a number, and one small word between capitals
/// (`Liên hội Phai Khang`).
pub(super) fn proper_end(text: &str, at: usize) -> Option<usize> {
    let mut end = None;
    let mut here = at;
    let mut words = 0;
    while words < 6 {
        let word = word_at(text, here);
        if word.is_empty() || starts_level(text, here) && words > 0 && !is_capital(word) {
            break;
        }
        let rest = text.get(here..)?;
        if is_capital(word) {
            if OTHERS.iter().any(|other| starts_word_in(rest, 0, other)) || words == 0 && is_short_form(word) {
                break;
            }
        } else if word.chars().all(|c| c.is_ascii_digit()) && word.len() <= 2 && words > 0 {
            // `Hữu Lũng 1` ends with its number, but `Hữu Lũng 15 ha` does not hold one.
            let after = here + word.len();
            let next = word_at(text, after + blanks(text, after).unwrap_or_default());
            if !matches!(next, "ha" | "MW" | "kW" | "hộ" | "dự" | "tỷ" | "triệu" | "m") && !decimal_follows(text, after)
            {
                end = Some(after);
            }
            break;
        } else if words == 1 && !STOPS.contains(&word) && next_is_capital(text, here + word.len()) {
            // Stays in the name only if a capital follows.
        } else {
            break;
        }
        here += word.len();
        if is_capital(word) {
            end = Some(here);
        }
        words += 1;
        match blanks(text, here) {
            Some(1) => here += 1,
            _ => break,
        }
    }
    end.filter(|end| text.get(at..*end).is_some_and(|name| is_capital(word_at(name, 0))))
}

fn decimal_follows(text: &str, at: usize) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    matches!(rest.next(), Some(',' | '.' | '/')) && rest.next().is_some_and(|c| c.is_ascii_digit())
}

/// Places named after a thing: `, xã A, huyện B`, ` huyện B`, ` (phường A, xã B, 75 ha)`.
pub(super) fn places_after(text: &str, at: usize) -> (Places, usize) {
    let mut places = Places::default();
    let (mut here, mut end) = (at, at);
    if text.get(here..).is_some_and(|rest| rest.starts_with(" (")) {
        here += 2;
    }
    loop {
        let next = here + separator(text, here);
        let Some(level) = LEVELS.iter().find(|level| starts_word_in(text, next, level)) else { break };
        let start = next + level.len() + blanks(text, next + level.len()).unwrap_or_default();
        let Some(stop) = place_end(text, start) else { break };
        let name = text.get(start..stop).unwrap_or_default();
        let name: Vec<String> = name.split(' ').map(title_case).collect();
        places.put(level, &name.join(" "));
        (here, end) = (stop, stop);
    }
    (places, end)
}

/// The district a sentence names, if it names no second one.
pub(super) fn only_district(text: &str, sentence: Span) -> Option<String> {
    let words = sentence.of(text);
    let mut only: Option<String> = None;
    for level in MIDDLE {
        for (at, _) in words.match_indices(level) {
            let alone = !words.get(..at)?.chars().next_back().is_some_and(is_word_char);
            let (places, _) = places_after(text, sentence.start + at);
            let Some(district) = places.district.filter(|_| alone) else { continue };
            if only.as_ref().is_some_and(|known| *known != district) {
                return None;
            }
            only = Some(district);
        }
    }
    only
}

/// Where the name of a place ends; a name in small letters (`huyện bắc sơn`) ends with its clause.
fn place_end(text: &str, at: usize) -> Option<usize> {
    proper_end(text, at).or_else(|| {
        let rest = text.get(at..)?;
        let stop = rest.find([')', ';', ',', '.', ':', '\n']).unwrap_or(rest.len());
        let name = rest.get(..stop)?;
        let words = name.split(' ').count();
        ((1..=3).contains(&words) && !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || c == ' '))
            .then_some(at + stop)
    })
}

fn separator(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    [", ", "; ", " - ", " "].iter().find(|sign| rest.starts_with(**sign)).map_or(0, |sign| sign.len())
}

/// How many blanks stand here; `None` unless at least one does or the text begins here.
fn blanks(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let count = rest.len() - rest.trim_start_matches(' ').len();
    (count > 0 || at == 0).then_some(count)
}

/// The word at a place.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Whether this word stands here, in either case of its first letter.
pub(super) fn starts_word_in(text: &str, at: usize, word: &str) -> bool {
    let Some(rest) = text.get(at..) else { return false };
    let mut chars = rest.chars();
    let same = word.chars().enumerate().all(|(index, wanted)| {
        chars.next().is_some_and(|c| c == wanted || index == 0 && c.to_lowercase().eq(std::iter::once(wanted)))
    });
    same && !chars.next().is_some_and(is_word_char)
}

/// `NTM`, `CCN`, `QL1`: letters that stand for words are no name.
fn is_short_form(word: &str) -> bool {
    word.chars().count() > 1 && !word.chars().any(char::is_lowercase)
}

fn starts_level(text: &str, at: usize) -> bool {
    LEVELS.iter().any(|level| starts_word_in(text, at, level))
}

pub(super) fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn next_is_capital(text: &str, at: usize) -> bool {
    let next = at + blanks(text, at).unwrap_or_default();
    next > at && is_capital(word_at(text, next)) && !OTHERS.iter().any(|other| starts_word_in(text, next, other))
}
