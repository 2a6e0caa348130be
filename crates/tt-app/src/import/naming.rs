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
    "trong đó", "cụ thể", "đạt", "ước", "ước đạt", "là", "và", "với", "của", "các", "những", "cho", "tại", "ở", "về",
    "theo", "đã", "được", "có", "gồm", "từ", "đến", "trong", "trên",
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

/// Names of what the figures of one report measure.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By name and unit, folded: the subjects that come to it.
    subjects: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Names {
    /// From the subjects and units of a report's figures.
    pub(super) fn of<'a>(figures: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut names = Self::default();
        for (subject, unit) in figures {
            names.subjects.entry(key(subject, unit)).or_default().insert(fold(subject));
        }
        names
    }

    /// The name of a subject. Where several of the report would come to one name, each stays what it is: what the report
    /// keeps apart is never put together.
    pub(super) fn name(&self, subject: &str, unit: Option<&str>) -> String {
        let alone = self.subjects.get(&key(subject, unit)).is_none_or(|subjects| subjects.len() <= 1);
        if alone { indicator_name(subject) } else { subject.to_owned() }
    }
}

fn key(subject: &str, unit: Option<&str>) -> (String, String) {
    (fold(&indicator_name(subject)), fold(unit.unwrap_or_default()))
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

    #[test]
    fn what_a_report_keeps_apart_stays_apart() {
        let names = Names::of([("còn giám sát nổ mìn", Some("cuộc")), ("Giám sát nổ mìn", Some("cuộc"))].into_iter());
        assert_eq!(names.name("còn giám sát nổ mìn", Some("cuộc")), "còn giám sát nổ mìn");
        let names = Names::of([("còn giám sát nổ mìn", Some("cuộc")), ("Giám sát nổ mìn", Some("vụ"))].into_iter());
        assert_eq!(names.name("còn giám sát nổ mìn", Some("cuộc")), "Giám sát nổ mìn");
    }
}
