//! NN-01: a word, or a pair of words, typed twice running.

use std::collections::HashSet;
use std::sync::LazyLock;

use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};

pub(crate) static RULE: Rule = Rule {
    code: "NN-01",
    name: "repeated-word",
    title_vi: "Từ viết lặp liền nhau",
    title_en: "Word typed twice",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/repeated-word.md"),
    check,
};

/// Words that never stand twice running. Full words may (`ngày ngày`, `dần dần`, `từ từ`).
const SINGLE: &str = " các những của và là được trong cho với đã theo tại để về trên này khi không đến hoặc như nhưng \
    thì mà việc sự đối nhằm nếu vào bị rằng do sẽ đang cũng tỉnh huyện ";

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| SINGLE.split_whitespace().collect());

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let words = &context.reading.words;
    let mut skip = 0;
    for (index, (four, hashes)) in words.windows(4).zip(context.reading.hashes.windows(4)).enumerate() {
        let ([a, b, c, d], [ha, hb, hc, hd]) = (four, hashes) else { continue };
        let repeats = ha == hb || ha == hc && hb == hd;
        if index < skip || !repeats {
            continue;
        }
        let [wa, wb, wc, wd] = [*a, *b, *c, *d].map(|word| context.reading.word(word));
        if wa == wb && KNOWN.contains(wa) && apart_by_blank(context, *a, *b) {
            findings.push(report(context, a.join(*b), *a));
            skip = index + 2;
        } else if wa == wc && wb == wd && wa != wb && is_pair(wa, wb) && run(context, &[*a, *b, *c, *d]) {
            findings.push(report(context, a.join(*d), a.join(*b)));
            skip = index + 4;
        }
    }
}

/// Pairs of letters only, of which one is a real word; `từng bước từng bước` and the like are idioms.
fn is_pair(a: &str, b: &str) -> bool {
    let letters = |word: &str| word.chars().all(char::is_alphabetic);
    let long = a.chars().count() > 2 || b.chars().count() > 2;
    letters(a) && letters(b) && long && !matches!(a, "từng" | "ngày" | "dần" | "mỗi" | "hàng" | "ai" | "càng")
}

fn apart_by_blank(context: &Context<'_>, a: Span, b: Span) -> bool {
    context.between(a.end, b.start) == " "
}

/// Set apart by blanks alone, and written alike: in `Phòng Tổng hợp tổng hợp số liệu` the first pair is a name.
fn run(context: &Context<'_>, words: &[Span]) -> bool {
    let alike = match words {
        [a, _, c, _] => context.slice(*a) == context.slice(*c),
        _ => false,
    };
    alike && words.windows(2).all(|pair| matches!(pair, [a, b] if apart_by_blank(context, *a, *b)))
}

fn report(context: &Context<'_>, span: Span, once: Span) -> Finding {
    let (text, word) = (context.slice(span), context.slice(once));
    RULE.finding(span, format!("Viết lặp “{text}”"), format!("“{text}” is typed twice"))
        .because(
            "Một từ đứng hai lần liền nhau, có thể do gõ thừa.",
            "The same word stands twice running, a slip of typing.",
        )
        .fixed(word)
}
