//! What a figure measures and the period it speaks of, as printed.

use tt_text::Span;
use tt_text::fold::is_word_char;
use tt_text::unit::UnitKind;

use super::Paragraph;
use super::clause::Clause;
use super::mention::Mention;
use super::wording::ends_with_word;
use crate::extract::Figure;

/// Words between a noun phrase and its number: verbs and qualifiers, longest first.
const VERBS: [&str; 70] = [
    "vượt kế hoạch",
    "vượt chỉ tiêu",
    "xếp vị trí thứ",
    "vị trí thứ",
    "xếp thứ",
    "đứng thứ",
    "xếp hạng",
    "so cùng kỳ",
    "tới thời điểm hiện tại",
    "thời điểm hiện tại",
    "hiện tại",
    "đối với",
    "tại",
    "ở",
    "trong đó",
    "chưa cho thuê không vượt quá",
    "không vượt quá",
    "dẫn đầu với",
    "tương đương với",
    "tương đương",
    "ước thực hiện",
    "dự kiến đạt",
    "ước tính đạt",
    "ước đạt",
    "ước tính",
    "dự kiến",
    "dự ước",
    "đạt được",
    "đạt từ",
    "đạt",
    "ước",
    "là",
    "còn",
    "chiếm",
    "bằng",
    "tăng trưởng",
    "tăng",
    "giảm",
    "vượt",
    "gồm có",
    "bao gồm",
    "dưới",
    "không quá",
    "tương ứng",
    "lần lượt",
    "gồm",
    "trên",
    "hơn",
    "khoảng",
    "gần",
    "thêm",
    "xấp xỉ",
    "với",
    "từ",
    "đến",
    "lên",
    "được",
    "có",
    "đã",
    "chỉ",
    "cho",
    "và",
    "trở lên",
    "tối đa",
    "tối thiểu",
    "ít nhất",
    "bình quân",
    "nhẹ",
    "mạnh",
    "so với",
];

/// Words that open a clause and are no part of what is measured, longest first.
const OPENERS: [&str; 35] = [
    "so với cùng kỳ",
    "đối với",
    "đối",
    "trên địa bàn",
    "tới thời điểm hiện tại",
    "kết quả đến nay",
    "trong đó, có",
    "trong đó có",
    "trong đó",
    "kết quả",
    "dự ước",
    "ước tính",
    "phấn đấu",
    "phần đấu",
    "phần đầu",
    "cụ thể",
    "ngoài ra",
    "bên cạnh đó",
    "đồng thời",
    "theo đó",
    "tiếp đến là",
    "đến nay",
    "hiện nay",
    "hiện có",
    "hiện",
    "riêng",
    "và",
    "với",
    "trong",
    "đã",
    "tính đến",
    "có",
    "bao gồm",
    "gồm",
    "năm",
];

/// What the figure measures: the noun phrase that leads to its verb, or what the clause before measured.
pub(super) fn find(
    paragraph: &Paragraph<'_>,
    mention: &Mention,
    clause: &Clause,
    earlier: &[Figure],
) -> Option<String> {
    let span = if clause.runs_on { last_remark(paragraph, clause.lead, true) } else { clause.lead };
    let span = if repeats(paragraph, span, clause) { Span::new(span.end, span.end) } else { span };
    let span = without_verbs(paragraph, span);
    let span = if clause.runs_on { span } else { last_remark(paragraph, span, false) };
    let span = without_period(paragraph, span);
    let span = without_openers(paragraph, span);
    let words = span.of(paragraph.text);
    if words.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !is_function_word(span.of(&paragraph.lower)) {
        return Some(tt_text::one_line(words));
    }
    if let Some(bracketed) = bracketed(paragraph, clause) {
        return Some(bracketed);
    }
    let carried = earlier.last().filter(|_| clause.continues).and_then(|last| last.subject.clone());
    carried.or_else(|| counted(paragraph, mention, clause)).or_else(|| parted(paragraph, mention, clause))
}

/// `Cụm công nghiệp Đồi Cao (20 ha)`: what the number in brackets is of stands before them, at most eight words.
fn bracketed(paragraph: &Paragraph<'_>, clause: &Clause) -> Option<String> {
    let whole = clause.before_bracket.of(paragraph.text);
    let follows = clause.before_bracket.start > clause.sentence.start;
    let cut = whole.rfind([',', ';', ':', ')', '.']).map(|at| at + 1);
    // Straight behind a figure the bracket speaks of that figure.
    let start = if follows { cut? } else { cut.unwrap_or(0) };
    let piece = Span::new(clause.before_bracket.start + start, clause.before_bracket.end);
    let piece = without_verbs(paragraph, without_openers(paragraph, piece)).of(paragraph.text);
    let words: Vec<_> = piece.split_whitespace().collect();
    let last = words.get(words.len().saturating_sub(8)..).unwrap_or_default();
    (piece.chars().filter(|c| c.is_alphabetic()).count() >= 2).then(|| last.join(" "))
}

/// Whether only a verb stands after the last comma of a clause that goes on from the figure before: it says more of the
/// same (`12/63 tỉnh, thành phố, tăng 5 bậc`).
fn repeats(paragraph: &Paragraph<'_>, span: Span, clause: &Clause) -> bool {
    let comma = span.of(paragraph.text).rfind(", ").filter(|_| clause.continues);
    comma.is_some_and(|comma| without_verbs(paragraph, Span::new(span.start + comma + 2, span.end)).is_empty())
}

/// `90,5% xã đạt tiêu chí`: the percentage opens the clause, its whole follows.
fn parted(paragraph: &Paragraph<'_>, mention: &Mention, clause: &Clause) -> Option<String> {
    let tail = without_openers(paragraph, clause.tail).of(paragraph.text);
    let phrase: Vec<_> = tail.split_whitespace().take(10).collect();
    (mention.measures == Some(UnitKind::Percent) && phrase.len() > 1).then(|| phrase.join(" "))
}

/// `36 dự án đầu tư mới`: the number opens the clause, what it counts follows.
fn counted(paragraph: &Paragraph<'_>, mention: &Mention, clause: &Clause) -> Option<String> {
    let unit = mention.unit.as_deref().filter(|_| mention.measures == Some(UnitKind::Count))?;
    let start = mention.span.end.checked_sub(unit.len()).filter(|start| *start >= mention.span.start)?;
    let phrase = Span::new(start, clause.tail.end).of(paragraph.text);
    let phrase: Vec<_> = phrase.split_whitespace().take(6).collect();
    (!phrase.is_empty()).then(|| phrase.join(" "))
}

fn is_function_word(lower: &str) -> bool {
    ["đối", "tại", "cả", "các", "những", "thì", "nay", "số", "đến", "mức", "mà", "đó"].contains(&lower)
}

/// Keeps the last remark of a long lead: what stands after its last colon, after a comma that `với` or the like
/// follows, and, where the lead runs on from the figure before, after the last joining word.
fn last_remark(paragraph: &Paragraph<'_>, span: Span, runs_on: bool) -> Span {
    const JOINS: [&str; 8] = [" với ", " và ", " có ", " gồm ", " trong đó ", " là ", " để ", " thì "];
    const AFTER_COMMA: [&str; 6] = ["với ", "trong đó ", "có ", "gồm ", "bao gồm ", "kèm "];
    let lower = span.of(&paragraph.lower);
    if runs_on {
        let cut = JOINS.iter().filter_map(|join| format!(" {lower} ").rfind(join).map(|at| at + join.len() - 1)).max();
        return cut.map_or(Span::new(span.end, span.end), |cut| Span::new((span.start + cut).min(span.end), span.end));
    }
    let mut start = 0;
    if let Some(colon) = lower.rfind(": ") {
        start = colon + 2;
    }
    let rest = lower.get(start..).unwrap_or_default();
    if let Some(comma) = rest.rfind(", ") {
        let last = rest.get(comma + 2..).unwrap_or_default();
        let before = rest.get(..comma).unwrap_or_default();
        // A list of nouns (`nông, lâm nghiệp và thủy sản`) stays whole; a clause of its own before the comma does not.
        let clause =
            [" đã ", " đang ", " được ", " sẽ ", " do ", " khi ", " để "].iter().any(|verb| before.contains(verb));
        if AFTER_COMMA.iter().any(|word| last.starts_with(word)) {
            start += comma + 2;
        } else if clause || before.split(' ').count() > 8 {
            start += short_list(rest, comma);
        }
    }
    Span::new(span.start + start, span.end)
}

/// Where the last piece of a clause starts, with the short ones listed before it (`xây mới, cải tạo, nâng cấp`).
fn short_list(rest: &str, last_comma: usize) -> usize {
    let mut comma = last_comma;
    let mut piece = rest.get(comma + 2..).unwrap_or_default();
    while piece.split(' ').count() <= 3
        && let Some(earlier) = rest.get(..comma).and_then(|head| head.rfind(", "))
    {
        piece = rest.get(earlier + 2..comma).unwrap_or_default();
        if piece.split(' ').count() > 3 {
            break;
        }
        comma = earlier;
    }
    comma + 2
}

/// Cuts verbs and qualifiers off the end.
fn without_verbs(paragraph: &Paragraph<'_>, span: Span) -> Span {
    let mut span = trimmed(paragraph, span);
    while let Some(verb) = VERBS.iter().find(|verb| ends_with_verb(span.of(&paragraph.lower), verb)) {
        span = trimmed(paragraph, Span::new(span.start, span.end - verb.len()));
    }
    span
}

/// Whether a text ends with this verb; `mặt bằng` does not.
fn ends_with_verb(lower: &str, verb: &str) -> bool {
    ends_with_word(lower, verb) && !(verb == "bằng" && lower.ends_with("mặt bằng"))
}

/// Cuts opening words off the start.
fn without_openers(paragraph: &Paragraph<'_>, span: Span) -> Span {
    let mut span = trimmed(paragraph, span);
    loop {
        let lower = span.of(&paragraph.lower);
        let opener = OPENERS.iter().find(|opener| {
            lower.strip_prefix(**opener).is_some_and(|rest| !rest.chars().next().is_some_and(is_word_char))
        });
        match opener {
            Some(opener) => span = trimmed(paragraph, Span::new(span.start + opener.len(), span.end)),
            None => return span,
        }
    }
}

/// Keeps what stands before the first period inside, or behind it if nothing does.
fn without_period(paragraph: &Paragraph<'_>, span: Span) -> Span {
    let next = paragraph.periods.partition_point(|period| period.span.start < span.start);
    let Some(period) = paragraph.periods.get(next).filter(|period| span.contains(period.span)) else { return span };
    let before = without_openers(paragraph, Span::new(span.start, period.span.start));
    let after = Span::new(period.span.end, span.end);
    // What stands behind a comma after the period is nearer: `thực hiện từ 2021 - 2025, kinh phí`.
    let nearer = after.of(paragraph.text).strip_prefix(',').is_some_and(|rest| rest.chars().any(char::is_alphabetic));
    if !nearer && before.of(paragraph.text).chars().filter(|c| c.is_alphabetic()).count() >= 2 {
        return before;
    }
    without_period(paragraph, after)
}

fn trimmed(paragraph: &Paragraph<'_>, span: Span) -> Span {
    let text = span.of(paragraph.text);
    let noise = |c: char| !c.is_alphanumeric() && c != '%' && c != ')';
    let start = span.start + (text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
    let end = span.start + text.trim_end_matches(noise).len();
    Span::new(start, end)
}

/// The period the figure speaks of: the last before it in its sentence that is no base of comparison, else the first
/// behind it in its clause, else that of the figure before.
pub(super) fn period(
    paragraph: &Paragraph<'_>,
    mention: &Mention,
    clause: &Clause,
    earlier: &[Figure],
) -> Option<String> {
    let own = |from, to| paragraph.periods_between(from, to).iter().filter(|period| !is_base(paragraph, period.span));
    let before = own(clause.sentence.start, mention.span.start).next_back();
    let after = || own(mention.span.end, clause.tail.end).next();
    let found = before.or_else(after).map(|period| period.span.of(paragraph.text).to_owned());
    found.or_else(|| earlier.last().and_then(|last| last.period.clone())).or_else(|| {
        let nearest = paragraph.periods_between(0, mention.span.start).iter().rev().take(4);
        let own = nearest.into_iter().find(|period| !is_base(paragraph, period.span));
        own.map(|period| period.span.of(paragraph.text).to_owned())
    })
}

/// Whether a period is what something is compared with (`so với cùng kỳ năm 2018`, `so với cuối năm 2021`).
fn is_base(paragraph: &Paragraph<'_>, span: Span) -> bool {
    const BETWEEN: [&str; 7] = ["cuối", "đầu", "thời điểm", "bình quân", "hết", "mức", "thực hiện"];
    const COMPARING: [&str; 6] = ["cùng kỳ", "cùng kì", "so với", "so", "lần", "ck"];
    let mut before = paragraph.lower.get(..span.start).unwrap_or_default().trim_end();
    while let Some(word) = BETWEEN.iter().find(|word| ends_with_word(before, word)) {
        before = before.get(..before.len() - word.len()).unwrap_or_default().trim_end();
    }
    COMPARING.iter().any(|words| ends_with_word(before, words))
}
