//! What a sentence says of one amount: its share of the plan, its change, and the plan itself, each where it is stated.

use rust_decimal::Decimal;
use tt_document::extract::{Figure, FigureKind};
use tt_text::Span;

use crate::interval::Interval;
use crate::reading::{Sentence, is_amount, is_percent, printed, unit_key};
use crate::rule::Context;

/// Whether a value leaves room to add to it and multiply it without overflow; nothing official comes near.
pub(crate) fn is_sensible(value: Decimal) -> bool {
    value.abs() < Decimal::new(1_000_000_000_000_000_000, 0) && value.scale() <= 9
}

/// A figure with its number as printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stated<'a> {
    /// The figure.
    pub(crate) figure: &'a Figure,
    /// Its value.
    pub(crate) value: Decimal,
    /// How many decimals are printed.
    pub(crate) decimals: u32,
}

impl<'a> Stated<'a> {
    /// Reads the figure at an index; `None` if its number is malformed, or too large to be calculated with.
    pub(crate) fn at(context: &Context<'a>, index: usize) -> Option<Self> {
        let figure = context.extraction.figures.get(index)?;
        let (numeral, _) = printed(&context.document.text, figure)?;
        let decimals = u32::from(numeral.style.decimals);
        is_sensible(numeral.value).then_some(Self { figure, value: numeral.value, decimals })
    }

    pub(crate) fn span(&self) -> Span {
        self.figure.span
    }

    /// What the figure may have been rounded from: counts of things are exact, measured amounts are rounded.
    pub(crate) fn interval(&self) -> Interval {
        if self.is_measured() { Interval::rounded(self.value, self.decimals) } else { Interval::exactly(self.value) }
    }

    /// Whether the unit measures (money, area, weight, percent) rather than counts.
    pub(crate) fn is_measured(&self) -> bool {
        const MEASURES: [&str; 14] =
            ["dong", "usd", "ha", "tan", "ta", "kg", "m2", "m3", "km", "m", "kwh", "mw", "lit", "%"];
        let Some(unit) = unit_key(self.figure) else { return false };
        unit.split([' ', '/']).any(|word| MEASURES.contains(&word))
    }

    /// Whether a word before the figure says that it is approximate (`khoảng`, `hơn`, `trên`, `gần`).
    pub(crate) fn is_approximate(&self, context: &Context<'_>) -> bool {
        const WORDS: [&str; 12] = [
            "khoảng",
            "hơn",
            "trên",
            "gần",
            "xấp xỉ",
            "ước khoảng",
            "dưới",
            "tối thiểu",
            "tối đa",
            "ít nhất",
            "tới",
            "bình quân",
        ];
        let from = self.span().start.saturating_sub(24);
        let from = (from..=self.span().start).find(|at| context.reading.lower.is_char_boundary(*at));
        let before = context.between(from.unwrap_or(self.span().start), self.span().start).trim_end();
        let after = context.between(self.span().end, context.reading.lower.len()).trim_start();
        WORDS.iter().any(|word| before.ends_with(word))
            || after.starts_with("trở lên")
            || self.starts_approximate(context)
    }

    fn starts_approximate(&self, context: &Context<'_>) -> bool {
        let own = context.lower(self.span());
        ["khoảng", "hơn", "trên", "gần"].iter().any(|word| own.starts_with(word))
    }
}

/// Whether the text between two places stays with one thing: no semicolon, full stop or line end, and not long.
pub(crate) fn is_one_clause(gap: &str) -> bool {
    gap.chars().count() <= 90 && !gap.contains([';', '\n', '|']) && !gap.contains(". ")
}

/// The figures of a kind said of the amount at `amount` in its sentence: those that follow it before another amount.
pub(crate) fn said_of<'a>(
    context: &Context<'a>,
    sentence: &Sentence,
    amount: usize,
    wanted: impl Fn(&Figure) -> bool,
) -> Vec<Stated<'a>> {
    let mut found = Vec::new();
    let Some(figure) = context.extraction.figures.get(amount) else { return found };
    let mut end = figure.span.end;
    for index in amount + 1..sentence.figures.end {
        let Some(next) = context.extraction.figures.get(index) else { break };
        let gap = context.between(end, next.span.start);
        if !is_one_clause(gap) || ["trong đó", "riêng ", "còn lại"].iter().any(|word| gap.contains(word)) {
            break;
        }
        if wanted(next) {
            found.extend(Stated::at(context, index));
        } else if is_amount(next) && !is_aside(gap) && next.kind != FigureKind::ChangeVsSamePeriod {
            break;
        }
        end = next.span.end;
    }
    found
}

/// Whether a figure after this gap is an aside in brackets.
fn is_aside(gap: &str) -> bool {
    gap.rfind('(') > gap.rfind(')') || (gap.contains('(') && !gap.contains(')'))
}

/// The percents of the plan said of an amount.
pub(crate) fn percents_of_plan<'a>(context: &Context<'a>, sentence: &Sentence, amount: usize) -> Vec<Stated<'a>> {
    said_of(context, sentence, amount, |figure| figure.kind == FigureKind::PercentOfPlan && is_percent(figure))
}

/// Where a plan was found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PlanPlace {
    /// In the same sentence.
    Sentence,
    /// In the task's text as assigned.
    Target,
}

/// The plan an amount and its percent are measured against, if the text states it beyond doubt.
pub(crate) fn plan_of<'a>(
    context: &Context<'a>,
    sentence: &Sentence,
    amount: usize,
    percent: &Stated<'a>,
) -> Option<(Stated<'a>, PlanPlace)> {
    plan_in_sentence(context, sentence, amount, percent)
        .map(|plan| (plan, PlanPlace::Sentence))
        .or_else(|| plan_in_target(context, amount).map(|plan| (plan, PlanPlace::Target)))
}

fn plan_in_sentence<'a>(
    context: &Context<'a>,
    sentence: &Sentence,
    amount: usize,
    percent: &Stated<'a>,
) -> Option<Stated<'a>> {
    let unit = unit_key(context.extraction.figures.get(amount)?)?;
    let after = sentence.figures.clone().find(|index| {
        context.extraction.figures.get(*index).is_some_and(|figure| figure.span.start >= percent.span().end)
    });
    if let Some(plan) = after.and_then(|index| Stated::at(context, index)) {
        let gap = context.between(percent.span().end, plan.span().start);
        if is_amount(plan.figure) && unit_key(plan.figure)? == unit && names_a_plan(gap) {
            return Some(plan);
        }
    }
    let before = Stated::at(context, amount.checked_sub(1).filter(|index| sentence.figures.contains(index))?)?;
    let gap = context.between(before.span().end, context.extraction.figures.get(amount)?.span.start);
    let stands_before = before.figure.kind == FigureKind::Plan
        && unit_key(before.figure)? == unit
        && (gap.contains("thực hiện") || gap.contains("kết quả"))
        && is_one_clause(gap);
    stands_before.then_some(before)
}

/// Whether the words between a percent and an amount in brackets say only that the amount is the plan.
fn names_a_plan(gap: &str) -> bool {
    const WORDS: [&str; 43] = [
        "so", "với", "của", "kế", "hoạch", "chỉ", "tiêu", "dự", "toán", "nghị", "quyết", "mục", "được", "giao", "năm",
        "đề", "ra", "tỉnh", "trung", "ương", "hđnd", "ubnd", "phấn", "đấu", "cả", "là", "tổng", "pháp", "lệnh", "bộ",
        "hội", "đồng", "nhân", "dân", "chính", "phủ", "thủ", "tướng", "ngành", "vốn", "huyện", "thành", "phố",
    ];
    let plan = ["kế hoạch", "chỉ tiêu", "dự toán", "nghị quyết", "mục tiêu"].iter().any(|word| gap.contains(word));
    let joined = gap.trim_end().ends_with('(') || gap.trim_end().ends_with(" là");
    let plain = gap
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| WORDS.contains(&word) || word.chars().all(|c| c.is_ascii_digit()));
    plan && joined && plain
}

/// The target of the task an amount is reported under, if one of the same unit has the same subject.
fn plan_in_target<'a>(context: &Context<'a>, amount: usize) -> Option<Stated<'a>> {
    let figure = context.extraction.figures.get(amount)?;
    let task = context.extraction.tasks.iter().find(|task| task.span.contains(figure.span))?;
    if task.text_span.contains(figure.span) {
        return None;
    }
    let subject = subject_words(context, figure.span);
    let mut found = task
        .targets
        .iter()
        .flat_map(|target| &target.figures)
        .filter_map(|index| Stated::at(context, *index))
        .filter(|plan| is_amount(plan.figure) && unit_key(plan.figure) == unit_key(figure))
        .filter(|plan| is_same_subject(&subject_words(context, plan.span()), &subject));
    let plan = found.next()?;
    found.next().is_none().then_some(plan)
}

/// The words before a figure in its clause that say what it measures, folded, without verbs and periods.
pub(crate) fn subject_words(context: &Context<'_>, figure: Span) -> Vec<String> {
    const SKIPPED: [&str; 29] = [
        "dat", "uoc", "du", "la", "nam", "phan", "dau", "ket", "qua", "duoc", "co", "tren", "dia", "ban", "cua",
        "tinh", "khoang", "hon", "da", "voi", "quy", "thang", "dau", "toan", "thuc", "hien", "den", "kien", "phan",
    ];
    let start = context
        .reading
        .lower
        .get(..figure.start)
        .map_or(0, |before| before.rfind([';', ',', ':', '(', '\n', '.']).map_or(0, |at| at + 1));
    let clause = Span::new(start, figure.start);
    context
        .reading
        .words_in(clause)
        .iter()
        .map(|word| tt_text::fold(context.reading.word(*word)))
        .filter(|word| !SKIPPED.contains(&word.as_str()) && !word.chars().all(|c| c.is_ascii_digit()))
        .collect()
}

/// Whether the words of a plan all stand in what is reported, and are enough to tell one thing from another.
fn is_same_subject(plan: &[String], reported: &[String]) -> bool {
    let shared = plan.iter().filter(|word| reported.contains(word)).count();
    plan.len() >= 3 && shared == plan.len() && reported.len() <= plan.len() + 2
}
