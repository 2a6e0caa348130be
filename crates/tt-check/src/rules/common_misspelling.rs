//! NN-06: words often misspelt in official texts.

use std::collections::HashMap;
use std::sync::LazyLock;

use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::fnv::{BuildKept, hash};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "NN-06",
    name: "common-misspelling",
    title_vi: "Từ thường viết sai chính tả",
    title_en: "Common misspelling",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/common-misspelling.md"),
    check,
};

/// Wrong and right; a wrong form is listed only if it can stand for nothing else.
const WORDS: [(&str, &str); 54] = [
    ("sát nhập", "sáp nhập"),
    ("xát nhập", "sáp nhập"),
    ("bổ xung", "bổ sung"),
    ("bổ sụng", "bổ sung"),
    ("sử lý", "xử lý"),
    ("sử lí", "xử lý"),
    ("xữ lý", "xử lý"),
    ("xử lỷ", "xử lý"),
    ("sắp sếp", "sắp xếp"),
    ("xắp xếp", "sắp xếp"),
    ("xắp sếp", "sắp xếp"),
    ("xuất xắc", "xuất sắc"),
    ("suất sắc", "xuất sắc"),
    ("suất xắc", "xuất sắc"),
    ("sơ xuất", "sơ suất"),
    ("tựu chung", "tựu trung"),
    ("vô hình chung", "vô hình trung"),
    ("hổ trợ", "hỗ trợ"),
    ("hỗ chợ", "hỗ trợ"),
    ("giành cho", "dành cho"),
    ("dành được thắng lợi", "giành được thắng lợi"),
    ("cọ sát", "cọ xát"),
    ("đọc giả", "độc giả"),
    ("chỉnh chu", "chỉn chu"),
    ("chấp hàng", "chấp hành"),
    ("chữa chấy", "chữa cháy"),
    ("chửa cháy", "chữa cháy"),
    ("xây dưng", "xây dựng"),
    ("xây đựng", "xây dựng"),
    ("thực hiên", "thực hiện"),
    ("thưc hiện", "thực hiện"),
    ("thục hiện", "thực hiện"),
    ("triễn khai", "triển khai"),
    ("triền khai", "triển khai"),
    ("nhiệm vu", "nhiệm vụ"),
    ("nhiêm vụ", "nhiệm vụ"),
    ("chỉ đao", "chỉ đạo"),
    ("lảnh đạo", "lãnh đạo"),
    ("lãnh đao", "lãnh đạo"),
    ("kễ hoạch", "kế hoạch"),
    ("kế hoach", "kế hoạch"),
    ("kề hoạch", "kế hoạch"),
    ("quyêt định", "quyết định"),
    ("quyết đinh", "quyết định"),
    ("nghị đinh", "nghị định"),
    ("quy đinh", "quy định"),
    ("uỷ bạn nhân dân", "uỷ ban nhân dân"),
    ("ủy bạn nhân dân", "ủy ban nhân dân"),
    ("khắc phụ hậu quả", "khắc phục hậu quả"),
    ("kiễm tra", "kiểm tra"),
    ("kiềm tra", "kiểm tra"),
    ("giãi quyết", "giải quyết"),
    ("đảm bão", "đảm bảo"),
    ("bảo đãm", "bảo đảm"),
];

/// Syllables that stand only in compounds: the ones before them, the ones after them.
const BOUND: [(&str, &[&str], &[&str]); 2] = [
    (
        "nhiệm",
        &[
            "trách", "bổ", "miễn", "chủ", "đảm", "bãi", "kiêm", "tín", "tiền", "kế", "đương", "mãn", "tái", "phân",
            "tiếp", "gánh", "phụ", "cử",
        ],
        &["vụ", "kỳ", "kì", "sở", "ý", "màu", "mầu", "chức", "nhặt"],
    ),
    ("hoạch", &["kế", "quy", "qui", "thu", "mưu", "trù", "hạch"], &["định"]),
];

/// A syllable of [`BOUND`] without the one that makes a word of it: the other was left out.
fn alone(context: &Context<'_>, index: usize) -> Option<Finding> {
    let reading = context.reading;
    let word = *reading.words.get(index)?;
    let (syllable, before, after) = BOUND.iter().find(|(syllable, ..)| reading.word(word) == *syllable)?;
    let near = |at: Option<usize>| at.and_then(|at| reading.words.get(at)).map_or("", |word| reading.word(*word));
    let (last, next) = (near(index.checked_sub(1)), near(Some(index + 1)));
    // Names of people take a capital; a syllable at the edge of the text may be cut.
    let named = context.slice(word) != *syllable || last.is_empty() || next.is_empty();
    if named || before.contains(&last) || after.contains(&next) {
        return None;
    }
    let first = reading.words.get(index - 1)?;
    let span = if first.end + 1 == word.start { first.join(word) } else { word };
    Some(
        RULE.finding(
            span,
            format!("Tiếng “{syllable}” không đứng một mình, có thể thiếu một tiếng"),
            format!("“{syllable}” does not stand alone; a syllable may be missing"),
        )
        .because("Tiếng này chỉ dùng trong từ ghép.", "It stands only in compounds."),
    )
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let reading = context.reading;
    for (index, (word, hash)) in reading.words.iter().zip(&reading.hashes).enumerate() {
        if BOUND_HASHES.contains(hash) {
            findings.extend(alone(context, index));
        }
        for (wrong, right) in HEADS.get(hash).into_iter().flatten() {
            let span = Span::new(word.start, word.start + wrong.len());
            let whole = context.lower(span) == *wrong
                && (reading.words.iter().skip(index).take(4).any(|word| word.end == span.end));
            if whole {
                findings.push(report(context.slice(span), right, span));
            }
        }
    }
}

static BOUND_HASHES: LazyLock<[u64; 2]> = LazyLock::new(|| BOUND.map(|(syllable, ..)| hash(syllable)));

type Heads = HashMap<u64, Vec<(&'static str, &'static str)>, BuildKept>;

/// Wrong and right forms by the hash of the wrong one's first word.
static HEADS: LazyLock<Heads> = LazyLock::new(|| {
    let mut heads = Heads::default();
    for (wrong, right) in WORDS {
        heads.entry(hash(wrong.split(' ').next().unwrap_or_default())).or_default().push((wrong, right));
    }
    heads
});

fn report(text: &str, right: &str, span: Span) -> Finding {
    let right = in_case_of(text, right);
    RULE.finding(span, format!("“{text}” viết đúng là “{right}”"), format!("“{text}” is spelt “{right}”"))
        .because("Từ này thường bị viết nhầm.", "A word often misspelt.")
        .fixed(right)
}

/// The right word with the capital letters of the wrong one.
fn in_case_of(text: &str, right: &str) -> String {
    if text.chars().all(|c| !c.is_lowercase()) {
        return right.to_uppercase();
    }
    let mut chars = right.chars();
    if text.starts_with(char::is_uppercase) {
        chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
    } else {
        right.to_owned()
    }
}
