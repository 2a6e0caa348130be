//! What an indicator that a report speaks of is called: what is measured, without the words that lead to it.
//!
//! The reader of figures gives a subject as it stands in its sentence (`còn thực hiện giám sát tiêu hủy…`). In a catalogue
//! particles and verbs that say nothing of what is measured are left out, at both ends, as long as something is left that
//! names it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use tt_text::fold::{fold, lower};

/// Words that lead to what is measured; of several that fit the longest is taken.
const BEFORE: [&str; 44] = [
    "ngoài ra",
    "bên cạnh đó",
    "đồng thời",
    "trong đó",
    "cụ thể",
    "kết quả",
    "đến nay",
    "hiện nay",
    "trong năm",
    "trong kỳ",
    "trên địa bàn",
    "thực hiện được",
    "thực hiện việc",
    "thực hiện",
    "tiến hành",
    "đạt được",
    "đạt",
    "ước đạt",
    "ước tính",
    "ước thực hiện",
    "ước",
    "dự ước",
    "dự kiến",
    "phấn đấu",
    "còn",
    "còn lại",
    "đã",
    "đang",
    "sẽ",
    "vẫn",
    "cũng",
    "và",
    "với",
    "thì",
    "là",
    "được",
    "bị",
    "có",
    "để",
    "do",
    "tại",
    "ở",
    "việc",
    "theo đó",
];

/// Words that something else would follow.
const BEHIND: [&str; 24] = [
    "trong đó",
    "cụ thể",
    "đạt",
    "ước",
    "ước đạt",
    "là",
    "và",
    "với",
    "của",
    "các",
    "những",
    "cho",
    "tại",
    "ở",
    "về",
    "theo",
    "đã",
    "được",
    "có",
    "gồm",
    "từ",
    "đến",
    "trong",
    "trên",
];

/// Fewest words a name keeps.
const LEAST: usize = 2;

/// The name of what a subject measures, its first letter large; the subject itself where nothing else would be left.
fn indicator_name(subject: &str) -> String {
    let mut words: Vec<&str> = subject.split_whitespace().collect();
    while let Some(gone) = BEFORE.iter().filter_map(|phrase| leads(&words, phrase)).max() {
        if words.len() < gone + LEAST {
            break;
        }
        words.drain(..gone);
    }
    while let Some(gone) = BEHIND.iter().filter_map(|phrase| ends(&words, phrase)).max() {
        if words.len() < gone + LEAST {
            break;
        }
        words.truncate(words.len() - gone);
    }
    let name = words.join(" ");
    let mut letters = name.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// Kinds of place a number may be given for.
const PLACES: [&str; 8] = ["huyện", "xã", "phường", "thị xã", "thị trấn", "thành phố", "quận", "tỉnh"];

/// What a figure measures, where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured<'a> {
    /// Its subject.
    pub(super) subject: &'a str,
    /// Its unit.
    pub(super) unit: Option<&'a str>,
    /// Its paragraph.
    pub(super) block: u32,
}

/// Names of what the figures of one report measure, in their order. Where several subjects would come to one name, each
/// stays what it is: what the report keeps apart is never put together. A place says what is counted there: `Giám sát:
/// huyện Cao Lộc`.
pub(super) fn names(figures: &[Measured<'_>]) -> Vec<String> {
    let mut whole: Option<(Measured<'_>, String)> = None;
    let mut found = Vec::with_capacity(figures.len());
    for one in figures {
        let name = indicator_name(one.subject);
        let of = whole.as_ref().filter(|(whole, _)| (whole.block, whole.unit) == (one.block, one.unit));
        let place =
            PLACES.iter().any(|kind| leads(&one.subject.split_whitespace().collect::<Vec<_>>(), kind).is_some());
        found.push(match of {
            Some((_, of)) if place => format!("{of}: {}", small(one.subject)),
            _ => name.clone(),
        });
        if !place {
            whole = Some((*one, name));
        }
    }
    let mut subjects: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let key = |name: &str, one: &Measured<'_>| (fold(name), fold(one.unit.unwrap_or_default()));
    for (name, one) in found.iter().zip(figures) {
        subjects.entry(key(name, one)).or_default().insert(fold(one.subject));
    }
    for (name, one) in found.iter_mut().zip(figures) {
        if subjects.get(&key(name, one)).is_some_and(|subjects| subjects.len() > 1) {
            one.subject.clone_into(name);
        }
    }
    found
}

/// The same with its first letter small.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|first| first.to_lowercase().collect()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// How many words a phrase takes from the start, where they begin with it.
fn leads(words: &[&str], phrase: &str) -> Option<usize> {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    let same = words.len() >= wanted.len() && words.iter().zip(&wanted).all(|(word, wanted)| bare(word) == *wanted);
    same.then_some(wanted.len())
}

/// The same from the end.
fn ends(words: &[&str], phrase: &str) -> Option<usize> {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    let same = words.len() >= wanted.len()
        && words.iter().rev().zip(wanted.iter().rev()).all(|(word, wanted)| bare(word) == *wanted);
    same.then_some(wanted.len())
}

/// A word in small letters, without the marks beside it.
fn bare(word: &str) -> String {
    lower(word.trim_matches(|mark: char| !mark.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_with_what_is_measured() {
        for (subject, name) in [
            ("còn thực hiện giám sát tiêu hủy vật liệu nổ công nghiệp", "Giám sát tiêu hủy vật liệu nổ công nghiệp"),
            ("trong đó, ước đạt thu nội địa", "Thu nội địa"),
            ("đã thực hiện được đào tạo nghề cho lao động", "Đào tạo nghề cho lao động"),
            ("tổng kim ngạch xuất nhập khẩu", "Tổng kim ngạch xuất nhập khẩu"),
            ("Số hộ nghèo còn lại", "Số hộ nghèo còn lại"),
            ("diện tích rừng trồng mới của các", "Diện tích rừng trồng mới"),
            ("VLNCN", "VLNCN"),
            // What is left must still name something.
            ("đạt chuẩn", "Đạt chuẩn"),
            ("đã được", "Đã được"),
            ("đào tạo", "Đào tạo"),
            ("", ""),
        ] {
            assert_eq!(indicator_name(subject), name, "{subject}");
            assert_eq!(indicator_name(name), name, "a name stays what it is");
        }
    }

    fn told(figures: &[(&str, &str, u32)]) -> Vec<String> {
        let measured = |&(subject, unit, block)| Measured { subject, unit: Some(unit), block };
        names(&figures.iter().map(measured).collect::<Vec<_>>())
    }

    #[test]
    fn what_a_report_keeps_apart_stays_apart() {
        let apart = [("còn giám sát nổ mìn", "cuộc", 1), ("Giám sát nổ mìn", "cuộc", 2)];
        assert_eq!(told(&apart), ["còn giám sát nổ mìn", "Giám sát nổ mìn"]);
        let units = [("còn giám sát nổ mìn", "cuộc", 1), ("Giám sát nổ mìn", "vụ", 2)];
        assert_eq!(told(&units), ["Giám sát nổ mìn", "Giám sát nổ mìn"]);
        let again = [("đạt thu nội địa", "tỷ đồng", 1), ("đạt thu nội địa", "tỷ đồng", 2)];
        assert_eq!(told(&again), ["Thu nội địa", "Thu nội địa"]);
    }

    #[test]
    fn a_place_says_what_is_counted_there() {
        let parts = [
            ("đã kiểm tra cơ sở", "cơ sở", 1),
            ("Huyện Yên Lập", "cơ sở", 1),
            ("Huyện Thanh Ba", "cơ sở", 1),
            ("Huyện Thanh Ba", "hồ sơ", 1),
            ("Huyện Thanh Ba", "cơ sở", 2),
        ];
        assert_eq!(
            told(&parts),
            [
                "Kiểm tra cơ sở",
                "Kiểm tra cơ sở: huyện Yên Lập",
                "Kiểm tra cơ sở: huyện Thanh Ba",
                "Huyện Thanh Ba",
                "Huyện Thanh Ba"
            ]
        );
    }
}
