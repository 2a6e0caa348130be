//! Grades: the sentence that grades a task, and the one that counts the grades.

use tt_text::Span;
use tt_text::fold::Folded;

use crate::extract::{Grade, Rating, RatingSummary};
use crate::model::{BlockKind, Document};
use crate::outline::Node;

/// Words that say that a grade comes.
const LEADS: [&str; 12] = [
    "tu danh gia",
    "tu xep loai",
    "tu cham",
    "tu nhan",
    "xep loai",
    "muc do hoan thanh",
    "danh gia",
    "muc do",
    "ket qua thuc hien",
    "ket luan",
    "de nghi cong nhan",
    "phan loai",
];

/// Farthest a grade stands from the words that announce it, in bytes of folded text.
const REACH: usize = 140;

/// The grade a task's paragraphs state, the last one if several do.
pub(super) fn rating(document: &Document, nodes: &[Node]) -> Option<Rating> {
    let statement = nodes.first().map(|node| node.block);
    nodes.iter().rev().find_map(|node| {
        let text = document.slice(node.body);
        if Some(node.block) == statement && nodes.len() > 1 && !text.contains("ánh giá") {
            return None;
        }
        // The sentence that counts the grades of all tasks grades none.
        if speaks_of_completion(text) && !counts(&tt_text::fold(text)).is_empty() {
            return None;
        }
        announced(text)
            .or_else(|| plain(text))
            .map(|(grade, span)| Rating { grade, span: span.shifted(node.body.start) })
    })
}

/// A grade after words that announce it.
fn announced(text: &str) -> Option<(Grade, Span)> {
    if !speaks_of_completion(text) {
        return None;
    }
    let folded = Folded::new(text);
    let phrases = phrases(&folded.text);
    phrases
        .into_iter()
        .rev()
        .find(|(_, span)| {
            let from = floor_boundary(&folded.text, span.start.saturating_sub(REACH));
            let before = folded.text.get(from..span.start).unwrap_or_default();
            let sentence = before.rsplit(". ").next().unwrap_or_default();
            LEADS.iter().any(|lead| sentence.contains(lead))
        })
        .map(|(grade, span)| (grade, folded.original(span)))
}

/// A short sentence that is nothing but a grade: `Hoàn thành tốt nhiệm vụ.`
fn plain(text: &str) -> Option<(Grade, Span)> {
    if text.len() > 220 || !speaks_of_completion(text) {
        return None;
    }
    let folded = Folded::new(text);
    let (grade, span) = phrases(&folded.text).pop()?;
    let whole = folded.text.get(span.start..span.end)?.ends_with("nhiem vu");
    let rest = folded.text.get(span.end..)?.trim_matches(['.', '/', ' ', ')', ';']);
    let before = folded.text.get(..span.start)?.trim_end();
    let alone = before.is_empty() || before.ends_with([':', '-', '(']) || before.ends_with("da");
    (whole && alone && (rest.is_empty() || rest == "duoc giao")).then(|| (grade, folded.original(span)))
}

fn speaks_of_completion(text: &str) -> bool {
    text.contains("oàn thành") || text.contains("OÀN THÀNH") || text.contains("oàn Thành")
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Every grade phrase of a folded text.
fn phrases(folded: &str) -> Vec<(Grade, Span)> {
    const WORDS: [(&str, Grade); 5] = [
        ("khong hoan thanh", Grade::NotCompleted),
        ("chua hoan thanh", Grade::NotCompleted),
        ("hoan thanh xuat sac", Grade::Excellent),
        ("hoan thanh tot", Grade::Good),
        ("hoan thanh", Grade::Completed),
    ];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = folded.get(at..).and_then(|rest| rest.find("hoan thanh")) {
        let core = at + next;
        let start = ["khong ", "chua "]
            .iter()
            .find(|word| folded.get(..core).is_some_and(|before| before.ends_with(**word)))
            .map_or(core, |word| core - word.len());
        at = core + "hoan thanh".len();
        let rest = folded.get(start..).unwrap_or_default();
        let Some((words, grade)) = WORDS.iter().find(|(words, _)| rest.starts_with(words)) else { continue };
        let mut end = start + words.len();
        for tail in [" cac nhiem vu", " nhiem vu"] {
            if folded.get(end..).is_some_and(|rest| rest.starts_with(tail)) {
                end += tail.len();
                break;
            }
        }
        at = at.max(end);
        // `hoàn thành tiêu chí`, `hoàn thành xong`: some other completion. A grade stands alone or speaks of the task.
        let next = folded.get(end..).unwrap_or_default().trim_start();
        let closed = next.is_empty()
            || next.starts_with(|c: char| !c.is_alphanumeric())
            || next.starts_with("duoc giao")
            || next.starts_with("nam ");
        let bare = words.len() == end - start;
        if closed || !bare && !next.starts_with("xay dung") {
            found.push((*grade, Span::new(start, end)));
        }
    }
    found
}

/// Finds the clause that counts the grades: `hoàn thành tốt 05/06 nhiệm vụ, hoàn thành 01/06 nhiệm vụ`.
pub(super) fn summary(document: &Document) -> Option<RatingSummary> {
    document.blocks.iter().filter(|block| block.kind != BlockKind::Frame).find_map(|block| {
        let text = document.slice(block.span);
        if !speaks_of_completion(text) || !text.contains("nhiệm vụ") {
            return None;
        }
        let folded = Folded::new(text);
        let counts = counts(&folded.text);
        let (first, last) = (counts.first()?, counts.last()?);
        let told = counts.len() > 1 || counts.iter().any(|count| count.of.is_some());
        told.then(|| RatingSummary {
            span: folded.original(first.span.join(last.span)).shifted(block.span.start),
            counts: counts.iter().map(|count| (count.grade, count.number, count.of)).collect(),
        })
    })
}

struct Count {
    grade: Grade,
    number: u32,
    of: Option<u32>,
    span: Span,
}

/// The counts of grades that stand together in one sentence.
fn counts(folded: &str) -> Vec<Count> {
    let mut found: Vec<Count> = Vec::new();
    let mut at = 0;
    while let Some(next) = folded.get(at..).and_then(|rest| rest.find("hoan thanh")) {
        let core = at + next;
        at = core + "hoan thanh".len();
        if let Some(count) = count_at(folded, core) {
            let apart = found
                .last()
                .is_some_and(|last| folded.get(last.span.end..count.span.start).is_none_or(|gap| gap.contains(". ")));
            if apart {
                break;
            }
            at = count.span.end.max(at);
            found.push(count);
        }
    }
    found
}

/// A grade with its count, before it or after it.
fn count_at(folded: &str, core: usize) -> Option<Count> {
    let negative =
        ["khong ", "chua "].iter().find(|word| folded.get(..core).is_some_and(|before| before.ends_with(**word)));
    let start = negative.map_or(core, |word| core - word.len());
    let mut at = core + "hoan thanh".len();
    let rest = folded.get(at..)?;
    let mut grade = if negative.is_some() { Grade::NotCompleted } else { Grade::Completed };
    for (words, better) in [(" xuat sac", Grade::Excellent), (" tot", Grade::Good)] {
        if rest.starts_with(words) && negative.is_none() {
            grade = better;
            at += words.len();
        }
    }
    let mut next = at;
    for word in [" nhiem vu", ":", " la", " co", " duoc"] {
        if folded.get(next..).is_some_and(|rest| rest.starts_with(word)) {
            next += word.len();
        }
    }
    if let Some((number, of, end)) = ratio(folded, next) {
        let tail = folded.get(end..)?.trim_start();
        let counted =
            tail.starts_with("nhiem vu") || of.is_some() && (tail.is_empty() || tail.starts_with([',', ';', '.', '(']));
        if counted {
            return Some(Count { grade, number, of, span: Span::new(start, end) });
        }
    }
    // `05/06 nhiệm vụ hoàn thành tốt`, `có 5 nhiệm vụ tự đánh giá hoàn thành tốt`
    let before = folded.get(..start)?.trim_end();
    let before = ["dat", "duoc", "xep loai", "tu danh gia", "muc", "o muc", "loai"]
        .iter()
        .fold(before, |text, word| text.strip_suffix(word).map_or(text, str::trim_end));
    let before = before.strip_suffix("nhiem vu")?.trim_end();
    let digits = before
        .rfind(|c: char| !(c.is_ascii_digit() || c == '/'))
        .map_or(0, |last| last + before.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let (number, of, _) = ratio(before, digits)?;
    Some(Count { grade, number, of, span: Span::new(digits, at) })
}

/// `05/06` or `5` after blanks.
fn ratio(folded: &str, at: usize) -> Option<(u32, Option<u32>, usize)> {
    let rest = folded.get(at..)?;
    let blanks = rest.len() - rest.trim_start().len();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest.trim_start();
    let first = digits(rest);
    if first == 0 || first > 4 {
        return None;
    }
    let number = rest.get(..first)?.parse().ok()?;
    let after = rest.get(first..)?;
    let second = after.strip_prefix('/').map_or(0, digits);
    if (1..=4).contains(&second) {
        let of = after.get(1..=second)?.parse().ok();
        return Some((number, of, at + blanks + first + 1 + second));
    }
    Some((number, None, at + blanks + first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_in_many_wordings() {
        for (text, grade, words) in [
            ("Với kết quả đó, Sở tự đánh giá: Hoàn thành tốt nhiệm vụ.", Grade::Good, "Hoàn thành tốt nhiệm vụ"),
            ("Tự xếp loại: Hoàn thành xuất sắc nhiệm vụ", Grade::Excellent, "Hoàn thành xuất sắc nhiệm vụ"),
            ("Mức độ hoàn thành: Hoàn thành nhiệm vụ.", Grade::Completed, "Hoàn thành nhiệm vụ"),
            ("Sở tự đánh giá mức độ: Không hoàn thành nhiệm vụ.", Grade::NotCompleted, "Không hoàn thành nhiệm vụ"),
            ("Đánh giá: Hoàn thành tốt.", Grade::Good, "Hoàn thành tốt"),
            (
                "Kết quả tự đánh giá nhiệm vụ này là hoàn thành tốt nhiệm vụ được giao.",
                Grade::Good,
                "hoàn thành tốt nhiệm vụ",
            ),
        ] {
            let (found, span) = announced(text).expect(text);
            assert_eq!((found, span.of(text)), (grade, words), "{text}");
        }
        assert_eq!(announced("Đã hoàn thành xong thủ tục định giá."), None);
        assert_eq!(announced("UBND huyện cam kết hoàn thành tiêu chí 4 trong năm."), None);
        assert_eq!(plain("Hoàn thành tốt nhiệm vụ.").map(|(grade, _)| grade), Some(Grade::Good));
    }

    #[test]
    fn counts_of_grades() {
        let read = |text: &str| -> Vec<(Grade, u32, Option<u32>)> {
            counts(&tt_text::fold(text)).iter().map(|count| (count.grade, count.number, count.of)).collect()
        };
        assert_eq!(
            read("cơ bản đã hoàn thành tốt 05/06 nhiệm vụ, hoàn thành 01/06 nhiệm vụ trọng tâm"),
            [(Grade::Good, 5, Some(6)), (Grade::Completed, 1, Some(6))]
        );
        assert_eq!(
            read("có 03 nhiệm vụ hoàn thành xuất sắc, 02 nhiệm vụ hoàn thành tốt"),
            [(Grade::Excellent, 3, None), (Grade::Good, 2, None)]
        );
        assert_eq!(read("hoàn thành 12 công trình"), []);
    }
}
