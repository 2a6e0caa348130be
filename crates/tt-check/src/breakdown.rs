//! Totals and the parts the text says they consist of.

use rust_decimal::Decimal;
use tt_document::extract::FigureKind;
use tt_document::{Block, BlockKind};
use tt_text::Span;

use crate::reading::{Sentence, is_amount, unit_key};
use crate::rule::Context;
use crate::statement::Stated;

/// How the text introduces the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// `trong đó`: some or all of the parts.
    Among,
    /// `gồm`, `cụ thể`, `chia ra`, a colon: all of them, as a rule.
    Whole,
}

/// A total and its parts, all in one unit.
#[derive(Clone, Debug)]
pub(crate) struct Breakdown<'a> {
    pub(crate) total: Stated<'a>,
    /// Index of the total among the figures.
    pub(crate) total_index: usize,
    /// Parts with their indices among the figures.
    pub(crate) parts: Vec<(usize, Stated<'a>)>,
    pub(crate) lead: Lead,
    /// Whether every item after the lead gave its part.
    pub(crate) complete: bool,
}

impl Breakdown<'_> {
    /// The parts' sum; `None` on overflow.
    pub(crate) fn sum(&self) -> Option<Decimal> {
        self.parts.iter().try_fold(Decimal::ZERO, |sum, (_, part)| sum.checked_add(part.value))
    }

    /// How far the sum may lie from the total through rounding alone.
    pub(crate) fn tolerance(&self) -> Decimal {
        if !self.total.is_measured() {
            return Decimal::ZERO;
        }
        let half = |decimals: u32| Decimal::new(5, decimals.min(20) + 1);
        // Whole amounts without decimals are not roundings unless another figure beside them has decimals.
        let printed = self.parts.iter().map(|(_, part)| part.decimals).chain([self.total.decimals]);
        if printed.clone().max() == Some(0) {
            return Decimal::from(self.parts.len() + 1) / Decimal::TWO;
        }
        printed.map(half).sum()
    }

    /// Whether the parts add up to the total.
    pub(crate) fn adds_up(&self) -> bool {
        self.sum().is_some_and(|sum| (sum - self.total.value).abs() <= self.tolerance())
    }
}

const LEADS: [(&str, Lead); 8] = [
    ("trong đó", Lead::Among),
    ("bao gồm", Lead::Whole),
    ("gồm có", Lead::Whole),
    ("gồm", Lead::Whole),
    ("cụ thể là", Lead::Whole),
    ("cụ thể", Lead::Whole),
    ("chia ra", Lead::Whole),
    ("trong số đó", Lead::Among),
];

/// Every total with parts that the text states in a sentence, in two neighbouring sentences, or in a list.
pub(crate) fn breakdowns<'a>(context: &Context<'a>) -> Vec<Breakdown<'a>> {
    let mut found = Vec::new();
    for (at, sentence) in context.reading.sentences.iter().enumerate() {
        let opens_list = context.lower(sentence.span).trim_end().ends_with(':');
        if sentence.in_table || (sentence.figures.is_empty() && !opens_list) {
            continue;
        }
        for (lead_span, lead) in leads(context, sentence.span) {
            let before = sentence.figures.clone().filter(|index| ends_before(context, *index, lead_span.start));
            let mut candidates: Vec<usize> = before.collect();
            if candidates.is_empty() {
                candidates = previous_sentence(context, at).map(|s| s.figures.clone().collect()).unwrap_or_default();
            }
            let scope = Span::new(lead_span.end, sentence.span.end);
            let parts = match context.lower(scope).trim_matches([' ', ':', '.', '\t']) {
                "" | "như sau" | "là" => listed_parts(context, sentence),
                _ => inline_parts(context, sentence, scope),
            };
            found.extend(parts.and_then(|parts| assemble(context, &candidates, &parts, lead)));
        }
        found.extend(sentence.figures.clone().filter_map(|index| bracketed(context, sentence, index)));
    }
    found
}

/// A count and the kinds it is made up of, in brackets right behind it: `15 văn bản (05 kế hoạch, 07 công văn, 04 quyết
/// định)`. Only a sum near the total tells that they are its kinds; people of one group may be of another, too.
fn bracketed<'a>(context: &Context<'a>, sentence: &Sentence, index: usize) -> Option<Breakdown<'a>> {
    const OVERLAPPING: [&str; 7] = ["nữ", "nam", "dân tộc", "tôn giáo", "đảng viên", "trong đó", "đạt"];
    let total = Stated::at(context, index)?;
    let rest = context.between(total.span().end, sentence.span.end);
    let (gap, inside) = rest.split_once('(')?;
    let inside = inside.get(..inside.find(')')?)?;
    let open = total.span().end + gap.len() + 1;
    let plain = total.figure.kind == FigureKind::Count && gap.len() <= 60 && !gap.contains([',', ';', ':', '.', ')']);
    if !plain || inside.contains('(') || OVERLAPPING.iter().any(|word| inside.contains(word)) {
        return None;
    }
    let scope = Span::new(open, open + inside.len());
    let mut parts = Vec::new();
    for item in items(inside, open, inside.contains(';')) {
        let mut own = sentence
            .figures
            .clone()
            .filter(|part| context.extraction.figures.get(*part).is_some_and(|figure| item.contains(figure.span)));
        let (part, more) = (own.next()?, own.next());
        let stated = Stated::at(context, part).filter(|stated| stated.figure.kind == FigureKind::Count)?;
        let glued = stated.figure.of.is_some() || stated.figure.value_max.is_some() || more.is_some();
        if glued || !scope.contains(stated.span()) {
            return None;
        }
        parts.push((part, stated));
    }
    let breakdown = Breakdown { total, total_index: index, parts, lead: Lead::Whole, complete: true };
    let sum = breakdown.sum()?;
    let near = (sum - breakdown.total.value).abs() * Decimal::TEN <= breakdown.total.value;
    (breakdown.parts.len() >= 3 && (near || breakdown.adds_up())).then_some(breakdown)
}

fn ends_before(context: &Context<'_>, index: usize, at: usize) -> bool {
    context.extraction.figures.get(index).is_some_and(|figure| figure.span.end <= at)
}

fn previous_sentence<'r>(context: &Context<'r>, at: usize) -> Option<&'r Sentence> {
    let sentence = context.reading.sentences.get(at)?;
    let previous = context.reading.sentences.get(at.checked_sub(1)?)?;
    let near = previous.block == sentence.block || sentence.block == previous.block + 1;
    (near && !previous.in_table).then_some(previous)
}

/// Where the parts are introduced: a lead word, at the head of its clause or before a colon. Those inside brackets
/// speak of a part, and are left alone.
fn leads(context: &Context<'_>, sentence: Span) -> Vec<(Span, Lead)> {
    let lower = context.lower(sentence);
    let mut found: Vec<(Span, Lead)> = Vec::new();
    for (word, lead) in LEADS {
        for (at, _) in lower.match_indices(word) {
            let start = sentence.start + at;
            let mut end = start + word.len();
            let inside = context.between(sentence.start, start);
            let open = inside.matches('(').count() > inside.matches(')').count();
            let rest = context.between(end, sentence.end);
            let tail = rest.strip_prefix(" có").unwrap_or(rest);
            let marks = tail.len() - tail.trim_start_matches([':', ' ', ',']).len();
            end += rest.len() - tail.len() + marks;
            let glued = rest.chars().next().is_some_and(char::is_alphanumeric);
            if !open && !glued && !found.iter().any(|(span, _)| span.overlaps(Span::new(start, end))) {
                found.push((Span::new(start, end), lead));
            }
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    // Only the first lead of a sentence speaks of its total; later ones speak of parts.
    found.truncate(1);
    found
}

/// Parts found after a lead.
struct Parts<'a> {
    parts: Vec<(usize, Stated<'a>)>,
    complete: bool,
}

/// One part from each item of the sentence's rest; items are set apart by semicolons, else by commas and `và`.
fn inline_parts<'a>(context: &Context<'a>, sentence: &Sentence, scope: Span) -> Option<Parts<'a>> {
    let text = context.lower(scope);
    let by_semicolon = text.contains(';');
    let mut parts: Vec<(usize, Stated<'a>)> = Vec::new();
    let mut complete = true;
    for item in items(text, scope.start, by_semicolon) {
        if context.lower(item).trim_matches([' ', '.', '/']).is_empty() {
            continue;
        }
        match first_part(context, sentence.figures.clone(), item, parts.first().map(|(_, part)| part)) {
            Some(part) => parts.push(part),
            None => complete = complete && !by_semicolon,
        }
    }
    (parts.len() >= 2).then_some(Parts { parts, complete })
}

/// Splits at semicolons, or at commas and `và` outside brackets.
fn items(text: &str, offset: usize, by_semicolon: bool) -> Vec<Span> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                found.push(Span::new(offset + start, offset + at));
                start = at + 1;
            }
            ',' if depth == 0 && !by_semicolon && !is_inside_number(text, at) => {
                found.push(Span::new(offset + start, offset + at));
                start = at + 1;
            }
            'v' if depth == 0 && !by_semicolon && text.get(at..).is_some_and(|rest| rest.starts_with("và ")) => {
                found.push(Span::new(offset + start, offset + at));
                start = at;
            }
            _ => {}
        }
    }
    found.push(Span::new(offset + start, offset + text.len()));
    found
}

fn is_inside_number(text: &str, at: usize) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    digit(text.as_bytes().get(at + 1)) && at > 0 && digit(text.as_bytes().get(at - 1))
}

/// The first plain amount of an item outside brackets, of the unit of the parts before.
fn first_part<'a>(
    context: &Context<'a>,
    figures: std::ops::Range<usize>,
    item: Span,
    like: Option<&Stated<'a>>,
) -> Option<(usize, Stated<'a>)> {
    for index in figures {
        let figure = context.extraction.figures.get(index)?;
        if !item.contains(figure.span) {
            continue;
        }
        let head = context.between(item.start, figure.span.start);
        let bracket = head.matches('(').count() > head.matches(')').count();
        let nested = LEADS.iter().any(|(word, _)| head.contains(word));
        let change = figure.kind == FigureKind::ChangeVsSamePeriod || has_change_word(head) || is_extreme(head);
        if bracket || nested || change {
            return None;
        }
        if is_amount(figure) && like.is_none_or(|like| unit_key(like.figure) == unit_key(figure)) {
            return Some((index, Stated::at(context, index)?));
        }
        // A percent or ratio may stand before the amount, an amount of another unit not.
        if is_amount(figure) {
            return None;
        }
    }
    None
}

fn has_change_word(head: &str) -> bool {
    ["tăng ", "giảm ", "cùng kỳ", "vượt ", "so với"].iter().any(|word| head.contains(word))
}

/// The highest and the lowest of many are no parts of a whole.
fn is_extreme(head: &str) -> bool {
    ["thấp nhất", "cao nhất", "nhiều nhất", "ít nhất", "lớn nhất", "nhỏ nhất", "bình quân", "trung bình"]
        .iter()
        .any(|word| head.contains(word))
}

/// Whether an amount is an average or an extreme by the words before it in its clause.
fn is_average(context: &Context<'_>, amount: Span) -> bool {
    let before = context.between(0, amount.start);
    let start = before.rfind(['.', ';', '\n']).map_or(0, |at| at + 1);
    before.get(start..).is_some_and(is_extreme)
}

/// One part from each block of the list that follows the sentence.
fn listed_parts<'a>(context: &Context<'a>, sentence: &Sentence) -> Option<Parts<'a>> {
    let blocks = context.document.blocks.get(sentence.block + 1..)?;
    let style = list_style(blocks.first()?)?;
    let mut parts: Vec<(usize, Stated<'a>)> = Vec::new();
    let mut complete = true;
    // A list under an item with the same mark, or with an item that opens a list of its own: its end cannot be told.
    if context.document.blocks.get(sentence.block).and_then(list_style).as_ref() == Some(&style) {
        return None;
    }
    for block in blocks {
        match list_style(block) {
            Some(own) if own == style && context.lower(block.span).trim_end().ends_with(':') => return None,
            Some(own) if own == style => {}
            // Items of a deeper level belong to the item above.
            Some(own) if own.is_deeper_than(&style) => continue,
            _ => break,
        }
        let from = context.extraction.figures.partition_point(|figure| figure.span.start < block.span.start);
        let to = context.extraction.figures.partition_point(|figure| figure.span.start < block.span.end);
        match first_part(context, from..to, block.span, parts.first().map(|(_, part)| part)) {
            Some(part) => parts.push(part),
            None => complete = false,
        }
    }
    (parts.len() >= 2).then_some(Parts { parts, complete })
}

/// What the labels of a list look like.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ListStyle {
    /// `-`, `+`
    Marker(String),
    /// `1.`, `2.1.`: how many numbers.
    Numbers(usize),
    /// `a)`, `a.`
    Letters,
}

impl ListStyle {
    fn depth(&self) -> usize {
        match self {
            Self::Numbers(count) => *count,
            Self::Letters => 10,
            Self::Marker(marker) => 20 + usize::from(marker != "-"),
        }
    }

    fn is_deeper_than(&self, other: &Self) -> bool {
        self.depth() > other.depth()
    }
}

fn list_style(block: &Block) -> Option<ListStyle> {
    match &block.kind {
        BlockKind::Item { marker } => Some(ListStyle::Marker(marker.clone())),
        BlockKind::Paragraph { label: Some(label) } | BlockKind::Heading { label: Some(label), .. } => {
            let label = label.trim_end_matches(['.', ')', ':', '-']);
            let numbers = label.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
            let letter = label.chars().count() == 1 && label.chars().all(char::is_lowercase);
            if numbers {
                Some(ListStyle::Numbers(label.split('.').count()))
            } else {
                letter.then_some(ListStyle::Letters)
            }
        }
        _ => None,
    }
}

/// Chooses the total among the figures before the lead: the last plain one of the parts' unit outside brackets. If
/// several could be it and one of them fits, that one is it.
fn assemble<'a>(context: &Context<'a>, candidates: &[usize], parts: &Parts<'a>, lead: Lead) -> Option<Breakdown<'a>> {
    let unit = unit_key(parts.parts.first()?.1.figure);
    let mut totals = Vec::new();
    for index in candidates {
        let Some(stated) = Stated::at(context, *index) else { continue };
        if !is_amount(stated.figure) || unit_key(stated.figure) != unit || is_bracketed(context, stated.span()) {
            continue;
        }
        // `1.245,5 ha/1.200 ha`: what is behind the slash is the plan.
        let planned = context.between(stated.span().start.saturating_sub(1), stated.span().start) == "/";
        if planned || stated.figure.kind == FigureKind::ChangeVsSamePeriod || is_average(context, stated.span()) {
            continue;
        }
        let parts = parts.parts.clone();
        totals.push(Breakdown { total: stated, total_index: *index, parts, lead, complete: false });
    }
    if let Some(total) = totals.iter_mut().find(|breakdown| breakdown.adds_up()) {
        total.complete = true;
        return Some(total.clone());
    }
    let mut last = totals.pop()?;
    last.complete = parts.complete;
    Some(last)
}

fn is_bracketed(context: &Context<'_>, span: Span) -> bool {
    let start = context.reading.lower.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let before = context.between(start, span.start);
    before.rfind('(').is_some_and(|open| before.rfind(')').is_none_or(|close| close < open))
}
