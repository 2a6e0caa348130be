//! Documents cited in a text, each with its number, date, issuer and subject.
//!
//! A citation is found by its number and symbol (`230/QĐ-UBND`), to which kind word and date are looked up on both
//! sides, or by its date alone (`Luật Ngân sách nhà nước ngày 16 tháng 12 năm 2002`). The grammar knows kinds, symbols
//! and agencies in general, no particular document.

mod date;
mod dated;
mod issuer;
mod kind;
mod number;
mod subject;
mod words;

use tt_text::Span;

use crate::extract::Citation;
use crate::model::{BlockKind, Document};
use crate::structure::number_line;

use date::Dating;
use kind::KindWord;
use number::Number;
use words::slice;

/// Finds the citations of a document, in order; none overlaps another.
pub(crate) fn citations(document: &Document) -> Vec<Citation> {
    let text = document.text.as_str();
    let kinds = kind::scan(text);
    let own = own_number_lines(document);
    let mut found: Vec<Draft> = Vec::new();
    for number in number::scan(text) {
        if own.iter().any(|line| line.overlaps(number.span))
            || found.last().is_some_and(|last| last.span.end > number.span.start)
        {
            continue;
        }
        let floor = found.last().map_or(0, |last| last.span.end);
        let goes_on = !found.is_empty() && is_joint(slice(text, floor, number.span.start));
        if let Some(draft) = numbered(text, &kinds, number, floor, goes_on) {
            found.push(draft);
        }
    }
    share_dates(text, &mut found);
    let mut all: Vec<Draft> = dated::scan(text, &kinds, &found);
    all.extend(found);
    all.sort_by_key(|draft| draft.span.start);
    drop_own_number(document, &mut all);
    finish(text, &all, document.frame.issuer.as_deref())
}

/// A citation while its parts are gathered.
#[derive(Clone, Debug)]
struct Draft {
    span: Span,
    kind: Option<&'static str>,
    /// Where the kind word (or the first word of the citation) stands.
    head: usize,
    number: Option<Number>,
    dating: Dating,
    /// Whether the kind word stands in the text before this number, not only before an earlier one of a list.
    own_kind: bool,
    /// The title between kind word and number or date, for laws.
    title: Option<Span>,
}

/// Lines that give the document's own number.
fn own_number_lines(document: &Document) -> Vec<Span> {
    document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Frame && number_line(document.slice(block.span).trim()).is_some())
        .map(|block| block.span)
        .collect()
}

/// Gathers what stands around a number; `None` if it is no citation.
fn numbered(text: &str, kinds: &[KindWord], number: Number, floor: usize, goes_on: bool) -> Option<Draft> {
    let lead = number::lead(text, number.span.start, floor);
    let head = kind::before(text, kinds, &lead, &number, floor);
    let kind = head.as_ref().map(|head| head.name).or_else(|| kind::of_symbol(&number));
    let acceptable = number.is_acceptable(lead.says_number, head.as_ref()) || goes_on && number.has_symbol();
    if !acceptable || lead.is_form(text, head.as_ref()) {
        return None;
    }
    let start = head.as_ref().map_or(lead.start, |head| head.start);
    let dating = match head.as_ref().and_then(|head| head.date) {
        Some(date) => Dating { date, end: number.span.end, led: "" },
        None => date::after(text, number.span.end),
    };
    // A bare number counts only with its date.
    if !number.has_symbol()
        && dating.date.is_blank()
        && !head.as_ref().is_some_and(|head| head.adjacent && head.is_strict())
    {
        return None;
    }
    // `hộ chiếu nổ mìn số 02/2026/HCNM`: neither a kind, nor a date, nor the short form of an agency.
    let named = kind.is_some() || number.is_telling() || number.groups.len() != 1 || number.names_agency();
    if !named && dating.date.is_blank() && !goes_on {
        return None;
    }
    let mut span = Span::new(start, dating.end.max(number.span.end));
    let mut dating = dating;
    if dating.date.is_blank()
        && dating.led != date::SAME_DAY
        && let Some(date) = date::before(text, start, floor)
    {
        dating.date = date;
        span.end = number.span.end;
    }
    Some(Draft {
        span,
        kind,
        head: start,
        title: head.as_ref().and_then(|head| head.title),
        own_kind: head.is_some(),
        number: Some(number),
        dating,
    })
}

/// Whether the text between two numbers only joins them in a list.
fn is_joint(between: &str) -> bool {
    matches!(between.trim(), "," | "và" | ", và" | "hoặc" | "&")
}

/// One date for several numbers: `Công văn số 1 và Công văn số 2 trong ngày …`, `số 1, 2 và 3 ngày …`.
fn share_dates(text: &str, found: &mut [Draft]) {
    // `Công văn số 456/SYT-NVY ngày 12/9/2025 và số 501/SYT-TCCB cùng ngày`
    for index in 1..found.len() {
        let Some([first, second]) = found.get_mut(index - 1..=index) else { continue };
        let near =
            text.get(first.span.end..second.span.start).is_some_and(|gap| gap.len() <= 200 && !gap.contains('\n'));
        if near && second.dating.led == date::SAME_DAY && second.dating.date.is_blank() {
            second.dating.date = first.dating.date;
        }
    }
    for index in (1..found.len()).rev() {
        let Some([first, second]) = found.get_mut(index - 1..=index) else { continue };
        let between = text.get(first.span.end..second.span.start).unwrap_or_default().trim();
        let joined = is_joint(between);
        let elliptic = !second.own_kind;
        let year = first.number.as_ref().and_then(Number::year);
        let same_year = year.is_none() || year == second.dating.date.year;
        let told = matches!(second.dating.led, "trong ngày" | "cùng ngày" | "đều ngày");
        if joined
            && first.dating.date.is_blank()
            && first.dating.end <= first.number.as_ref().map_or(0, |number| number.span.end)
            && !second.dating.date.is_blank()
            && second.dating.end > second.span.start
            && (told || elliptic)
            && same_year
        {
            first.dating.date = second.dating.date;
            if first.kind.is_none() {
                first.kind = second.kind;
            }
        }
    }
    for index in 1..found.len() {
        let Some([first, second]) = found.get_mut(index - 1..=index) else { continue };
        let between = text.get(first.span.end..second.span.start).unwrap_or_default().trim();
        if second.kind.is_none() && between.len() <= 12 && matches!(between, "," | "và" | ", và" | ";" | "hoặc") {
            second.kind = first.kind;
        }
    }
}

/// A document's own number in its annexes (`Kèm theo Báo cáo số 12/BC-SYT`) cites nothing.
fn drop_own_number(document: &Document, all: &mut Vec<Draft>) {
    let (Some(number), Some(symbol)) = (&document.frame.number, &document.frame.symbol) else { return };
    let own: String = format!("{number}/{symbol}").to_uppercase();
    all.retain(|draft| draft.number.as_ref().is_none_or(|number| number.canonical != own));
}

fn finish(text: &str, all: &[Draft], own_issuer: Option<&str>) -> Vec<Citation> {
    let mut citations = Vec::with_capacity(all.len());
    for (index, draft) in all.iter().enumerate() {
        let limit = all.get(index + 1).map_or(text.len(), |next| next.span.start);
        let floor = index.checked_sub(1).and_then(|before| all.get(before)).map_or(0, |before| before.span.end);
        let after = issuer::after(text, draft, limit);
        let subject_from = after.as_ref().map_or(draft.span.end, |found| found.span.end.max(draft.span.end));
        let issuer = after.map(|found| found.value).or_else(|| issuer::before(text, draft.head, floor));
        let issuer = issuer.and_then(|name| full_name(name, own_issuer));
        let subject = subject::after(text, subject_from, limit).or_else(|| {
            let title = draft.title?.of(text).trim();
            (!title.is_empty()).then(|| title.to_owned())
        });
        citations.push(Citation {
            span: draft.span,
            kind: draft.kind.map(str::to_owned),
            number: draft.number.as_ref().map(|number| number.canonical.clone()),
            date: draft.dating.date,
            issuer,
            subject,
        });
    }
    citations
}

/// A bare `Sở` is the agency that writes, if it is one; other bare words name nobody.
fn full_name(name: String, own: Option<&str>) -> Option<String> {
    if !matches!(
        name.as_str(),
        "Sở" | "Bộ" | "Ban" | "Cục" | "Chi cục" | "Phòng" | "Đoàn" | "Trung tâm" | "Công ty" | "Hội đồng" | "Văn phòng"
    ) {
        return Some(name);
    }
    own.filter(|own| own.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' '))).map(str::to_owned)
}

#[cfg(test)]
mod tests;
