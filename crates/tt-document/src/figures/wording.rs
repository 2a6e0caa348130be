//! Words round a number that say what it is: plans, comparisons, ranks, targets.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use tt_text::fold::is_word_char;

/// Whether the words before a number say that it is a place in an order.
pub(super) fn says_rank(before: &str) -> bool {
    [
        "đứng thứ",
        "xếp thứ",
        "xếp hạng",
        "đứng hạng",
        "vị trí thứ",
        "xếp hạng thứ",
        "đứng ở vị trí thứ",
        "đứng vị trí",
        "xếp vị trí thứ",
    ]
    .iter()
    .any(|words| before.trim_end().ends_with(words))
}

/// Whether what follows a percentage names a plan: `kế hoạch`, `so với dự toán`, `tổng kế hoạch vốn`.
pub(super) fn follows_plan(tail: &str) -> bool {
    const SMALL: [&str; 13] =
        ["so với", "so", "của", "tổng", "tổng số", "số", "với", "mức", "trở lên", "toàn bộ", "các", "được", "theo"];
    const PLANS: [&str; 13] = [
        "kế hoạch",
        "kh",
        "dự toán",
        "chỉ tiêu",
        "mục tiêu",
        "nghị quyết",
        "kịch bản",
        "định mức",
        "dt",
        "nhiệm vụ được giao",
        "nhiệm vụ năm",
        "khkh",
        "vốn kế hoạch",
    ];
    let mut rest = tail.trim_start();
    while let Some(next) = SMALL.iter().find_map(|word| strip_word(rest, word)) {
        rest = next.trim_start();
    }
    PLANS.iter().any(|plan| strip_word(rest, plan).is_some())
}

/// Whether what follows compares with another time: `so với cùng kỳ`, `so với thời điểm 31/12`.
pub(super) fn compares(tail: &str) -> bool {
    let end = tail.char_indices().nth(60).map_or(tail.len(), |(at, _)| at);
    let head = tail.get(..end).unwrap_or_default();
    let time =
        |text: &str| ["năm", "tháng", "quý", "trước", "kỳ", "thời điểm"].iter().any(|word| contains_word(text, word));
    head.contains("cùng kỳ")
        || contains_word(head, "so ck")
        || head.contains("năm trước")
        || head.split_once("so với").is_some_and(|(_, base)| time(base))
}

/// Where words stand that set targets, in order. A common fault of scanned texts reads `phấn đấu` as `phần đầu`, which is
/// also the head of `phần đầu tư`.
pub(super) fn strives(lower: &str) -> Vec<usize> {
    let found = STRIVES.as_ref().into_iter().flat_map(|words| words.find_iter(lower));
    let sets = found.filter(|found| {
        let rest = lower.get(found.end()..).unwrap_or_default().trim_start();
        let invests = lower.get(found.range()) == Some("phần đầu") && rest.starts_with("tư");
        !invests && !is_tail_of_percent(lower, found.start())
    });
    sets.map(|found| found.start()).collect()
}

/// The words that set targets; always there, for they make no pattern too large.
static STRIVES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::new([
        "phấn đấu",
        "phần đấu",
        "đặt mục tiêu",
        "đề ra mục tiêu",
        "nhằm hoàn thành mục tiêu",
        "mục tiêu đến năm",
        "mục tiêu năm",
        "phần đầu",
    ])
    .ok()
});

/// How a paragraph that sets targets opens, up to its colon.
const TARGET_OPENINGS: [&str; 9] = [
    "nhiệm vụ năm",
    "kế hoạch vụ",
    "kế hoạch năm",
    "mục tiêu",
    "chỉ tiêu",
    "các chỉ tiêu",
    "kế hoạch giai đoạn",
    "phương hướng",
    "kế hoạch quý",
];

/// Whether these words before a colon set targets for all that follows: `Nhiệm vụ năm 2020: …`, `Kế hoạch vụ …: …`.
pub(super) fn opens_target(opening: &str) -> bool {
    TARGET_OPENINGS.iter().any(|words| opening.starts_with(words)) && !opening.contains("kết quả")
}

/// Whether these words before a colon make all that follows an estimate: `Ước cả năm 2023: …`.
pub(super) fn opens_estimate(opening: &str) -> bool {
    opening.starts_with("ước ") || opening.starts_with("dự kiến ")
}

/// Whether the plan word at `at` closes a percentage (`đạt 95,1% chỉ tiêu phấn đấu`).
fn is_tail_of_percent(sentence: &str, at: usize) -> bool {
    let head = sentence.get(..at).unwrap_or_default().trim_end();
    let head =
        ["chỉ tiêu", "mục tiêu", "kế hoạch"].iter().find_map(|word| head.strip_suffix(word)).unwrap_or(head).trim_end();
    head.ends_with('%')
}

/// Whether only a word or two stand before the verb that ends a lead.
pub(super) fn is_short(lead: &str, verb: &str) -> bool {
    lead.strip_suffix(verb)
        .is_some_and(|head| head.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() == 0)
}

pub(super) fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|head| !head.chars().next_back().is_some_and(is_word_char))
}

pub(super) fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.strip_prefix(word).filter(|rest| !rest.chars().next().is_some_and(is_word_char))
}

pub(super) fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        !text.get(..at).unwrap_or_default().chars().next_back().is_some_and(is_word_char)
            && !text.get(at + word.len()..).unwrap_or_default().chars().next().is_some_and(is_word_char)
    })
}
