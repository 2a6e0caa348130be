//! DG-01: a task graded good or better although its text says that a target is not reached yet.

use tt_document::extract::{FigureKind, Grade, Task};
use tt_text::Span;

use crate::finding::{Finding, Severity};
use crate::reading::Sentence;
use crate::rule::{Context, Rule};
use crate::statement::{Stated, percents_of_plan};
use crate::wording::{number, short};

pub(crate) static RULE: Rule = Rule {
    code: "DG-01",
    name: "target-not-reached",
    title_vi: "Chỉ tiêu chưa đạt nhưng tự đánh giá hoàn thành tốt trở lên",
    title_en: "Target not reached, yet graded good or better",
    severity: Severity::Warning,
    basis: Some("Nghị định 56/2015/NĐ-CP; Nghị định 90/2020/NĐ-CP (mức hoàn thành tốt: hoàn thành 100% nhiệm vụ)"),
    docs: include_str!("../../docs/target-not-reached.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for task in &context.extraction.tasks {
        let Some(rating) = &task.rating else { continue };
        if !matches!(rating.grade, Grade::Good | Grade::Excellent) {
            continue;
        }
        let signs = signs(context, task);
        if signs.is_empty() {
            continue;
        }
        let grade = rating.grade.words().to_lowercase();
        let reasons: Vec<&str> = signs.iter().map(|sign| sign.vi.as_str()).collect();
        let reasons_en: Vec<&str> = signs.iter().map(|sign| sign.en.as_str()).collect();
        let mut finding = RULE
            .finding(
                rating.span,
                format!("Nhiệm vụ {}: mức “{grade}” có phù hợp khi {}?", task.number, lead_vi(&signs)),
                format!("Task {}: does “{grade}” fit when {}?", task.number, lead_en(&signs)),
            )
            .because(
                format!("{}. Đề nghị cân nhắc lại mức đánh giá hoặc nêu rõ lý do.", capital(&reasons.join("; "))),
                format!("{}. Reconsider the grade or state the reasons.", capital(&reasons_en.join("; "))),
            );
        for sign in &signs {
            finding = finding.beside(sign.span, sign.note_vi, sign.note_en);
        }
        findings.push(finding);
    }
}

/// Something in a task's text that speaks against a good grade.
struct Sign {
    span: Span,
    vi: String,
    en: String,
    note_vi: &'static str,
    note_en: &'static str,
}

fn lead_vi(signs: &[Sign]) -> &str {
    signs.first().map_or("", |sign| sign.vi.as_str())
}

fn lead_en(signs: &[Sign]) -> &str {
    signs.first().map_or("", |sign| sign.en.as_str())
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn signs(context: &Context<'_>, task: &Task) -> Vec<Sign> {
    let narrative = context.reading.sentences_in(Span::new(task.text_span.end, task.span.end.max(task.text_span.end)));
    let mut signs = Vec::new();
    signs.extend(narrative.iter().find_map(|sentence| missed_target(context, task, sentence)));
    signs.extend(narrative.iter().find_map(|sentence| admitted(context, sentence)));
    if signs.is_empty() {
        signs.extend(narrative.iter().find_map(|sentence| fell_short(context, sentence)));
    }
    signs.extend(not_one_finished(context, task, narrative));
    signs
}

/// The first percentage of the plan under 100 that is said of something named in the task's text.
fn missed_target(context: &Context<'_>, task: &Task, sentence: &Sentence) -> Option<Sign> {
    for amount in sentence.figures.clone() {
        let Some(result) = Stated::at(context, amount) else { continue };
        for percent in percents_of_plan(context, sentence, amount) {
            let reached = percent.value < rust_decimal::Decimal::ONE_HUNDRED
                && percent.figure.direction.is_none_or(|direction| direction != tt_document::extract::Direction::Over);
            if reached && is_target(context, task, &result) {
                let (value, unit) = (number(result.value), result.figure.unit.clone().unwrap_or_default());
                let share = number(percent.value);
                return Some(Sign {
                    span: result.span().join(percent.span()),
                    vi: format!("kết quả {value} {unit} mới đạt {share}% kế hoạch"),
                    en: format!("the result of {value} {unit} is {share}% of the plan"),
                    note_vi: "Kết quả dưới 100% kế hoạch",
                    note_en: "Result under 100% of the plan",
                });
            }
        }
    }
    None
}

/// Whether the amount's unit is one of a figure among the task's targets and its subject is named there.
fn is_target(context: &Context<'_>, task: &Task, result: &Stated<'_>) -> bool {
    let unit = crate::reading::unit_key(result.figure);
    let wanted = crate::statement::subject_words(context, result.span());
    let text = tt_text::fold(context.slice(task.text_span));
    let named = wanted.iter().filter(|word| text.contains(word.as_str())).count();
    let figures = task.targets.iter().flat_map(|target| &target.figures);
    let same_unit = figures
        .filter_map(|index| context.extraction.figures.get(*index))
        .any(|figure| crate::reading::unit_key(figure) == unit);
    same_unit && named >= 2 && named * 3 >= wanted.len() * 2
}

/// Words that say a target or plan is not reached.
fn admitted(context: &Context<'_>, sentence: &Sentence) -> Option<Sign> {
    const PHRASES: [&str; 12] = [
        "chưa đạt mục tiêu",
        "chưa đạt chỉ tiêu",
        "chưa đạt kế hoạch",
        "chưa đạt theo mục tiêu",
        "không đạt mục tiêu",
        "không đạt chỉ tiêu",
        "không đạt kế hoạch",
        "chưa đạt theo kế hoạch",
        "chưa đạt yêu cầu đề ra",
        "chưa hoàn thành mục tiêu",
        "chưa hoàn thành chỉ tiêu",
        "chưa hoàn thành kế hoạch",
    ];
    let lower = context.lower(sentence.span);
    if !["chưa đạt", "không đạt", "chưa hoàn thành"].iter().any(|head| lower.contains(head)) {
        return None;
    }
    let (at, phrase) = PHRASES.iter().find_map(|phrase| Some((lower.find(phrase)?, *phrase)))?;
    let start = sentence.span.start + at;
    let span = Span::new(start, start + phrase.len());
    let said = short(context.slice(sentence.span));
    Some(Sign {
        span,
        vi: format!("phần kết quả viết “{phrase}” (“{said}”)"),
        en: format!("the results say “{phrase}”"),
        note_vi: "Văn bản tự nêu chưa đạt",
        note_en: "The text itself says so",
    })
}

/// `chỉ đạt 78% kế hoạch`: the text itself says that it is too little.
fn fell_short(context: &Context<'_>, sentence: &Sentence) -> Option<Sign> {
    const SAID: [&str; 5] = ["chỉ đạt", "mới đạt", "mới chỉ đạt", "chỉ bằng", "mới bằng"];
    sentence.figures.clone().find_map(|index| {
        let percent = Stated::at(context, index)?;
        let before = context.between(sentence.span.start, percent.span().start).trim_end();
        let said = SAID.iter().find(|said| before.ends_with(**said))?;
        let under =
            percent.value < rust_decimal::Decimal::ONE_HUNDRED && percent.figure.kind == FigureKind::PercentOfPlan;
        let share = number(percent.value);
        under.then(|| Sign {
            span: percent.span(),
            vi: format!("phần kết quả viết “{said} {share}%” kế hoạch"),
            en: format!("the results say “{said} {share}%” of the plan"),
            note_vi: "Văn bản tự nêu chưa đạt",
            note_en: "The text itself says so",
        })
    })
}

/// `ít nhất một nhà máy … hoàn thành` in the task, and in its results no sentence that says one is finished.
fn not_one_finished(context: &Context<'_>, task: &Task, narrative: &[Sentence]) -> Option<Sign> {
    const LEAST: [&str; 4] = ["ít nhất một", "ít nhất đưa một", "ít nhất 01", "ít nhất đưa 01"];
    const DONE: [&str; 14] = [
        "đã hoàn thành",
        "hoàn thành xong",
        "đã đi vào hoạt động",
        "đi vào vận hành",
        "đã vận hành",
        "đã phát điện",
        "đã đưa vào",
        "đưa vào sử dụng",
        "đã khánh thành",
        "đã nghiệm thu",
        "được hoàn thành",
        "đã hoà lưới",
        "đã hòa lưới",
        "đã thành lập",
    ];
    let text = context.lower(task.text_span);
    let at = LEAST.iter().find_map(|phrase| text.find(phrase))?;
    let goal = text.get(at..)?;
    let finishing =
        ["hoàn thành", "vận hành", "hoạt động", "đưa vào", "thành lập"].iter().any(|word| goal.contains(word));
    let done = narrative.iter().any(|sentence| {
        let lower = context.lower(sentence.span);
        DONE.iter().any(|word| lower.contains(word))
    });
    if !finishing || done || narrative.is_empty() {
        return None;
    }
    let start = task.text_span.start + at;
    let end = goal.find([',', ';', '.']).map_or(task.text_span.end, |end| start + end);
    let span = Span::new(start, end);
    let goal = short(context.slice(span));
    Some(Sign {
        span,
        vi: format!("nhiệm vụ đặt ra “{goal}” mà phần kết quả chưa thấy nêu đã hoàn thành"),
        en: format!("the task asks for “{goal}” and the results name none finished"),
        note_vi: "Mục tiêu trong nhiệm vụ",
        note_en: "The goal in the task",
    })
}
