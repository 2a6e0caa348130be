//! Numbered citations with their numbers taken apart and their issuers brought to one form.

use tt_document::extract::Citation;
use tt_text::Span;

use crate::rule::Context;
use crate::symbol::DocumentNumber;

/// A numbered citation.
#[derive(Clone, Debug)]
pub(crate) struct Cited<'a> {
    pub(crate) citation: &'a Citation,
    pub(crate) number: DocumentNumber,
    /// Who issued it, in one form; `None` if the text does not say.
    pub(crate) issuer: Option<String>,
    /// The number as printed, blanks left out.
    pub(crate) printed: String,
}

impl Cited<'_> {
    pub(crate) fn span(&self) -> Span {
        self.citation.span
    }

    /// What numbers its series apart from its year: the symbol, and the kind where the symbol does not name it (laws
    /// and resolutions of the National Assembly share `QH15`).
    pub(crate) fn series(&self) -> String {
        let symbol = &self.number.symbol;
        match &self.citation.kind {
            Some(kind) if symbol.contains("QH") => format!("{symbol} {}", kind.to_lowercase()),
            _ => symbol.clone(),
        }
    }

    /// Whether the two may come from one issuer: at least one is not named, or both are the same.
    pub(crate) fn may_share_issuer(&self, other: &Self) -> bool {
        match (&self.issuer, &other.issuer) {
            (Some(a), Some(b)) => a == b || a.starts_with(b.as_str()) || b.starts_with(a.as_str()),
            _ => true,
        }
    }
}

/// All numbered citations whose number can be taken apart, in order.
pub(crate) fn numbered<'a>(context: &Context<'a>) -> Vec<Cited<'a>> {
    context
        .extraction
        .citations
        .iter()
        .filter_map(|citation| {
            let number = DocumentNumber::parse(citation.number.as_deref()?)?;
            let text = context.slice(citation.span);
            let own = citation.number.as_deref()?;
            let printed = find_number(text, own, false)
                .map_or_else(|| own.to_owned(), |(place, _)| place.of(text).split_whitespace().collect());
            Some(Cited { citation, number, issuer: citation.issuer.as_deref().and_then(issuer_key), printed })
        })
        .collect()
}

/// `Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn` and `UBND tỉnh` come to `ubnd tinh lang son` and `ubnd tinh`: the second
/// is a beginning of the first.
fn issuer_key(issuer: &str) -> Option<String> {
    let mut key = tt_text::one_line(&tt_text::fold(issuer));
    for (long, short) in [("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("thu tuong chinh phu", "ttg")] {
        key = key.replace(long, short);
    }
    for head in ["pho chu tich ", "chu tich ", "bo truong ", "giam doc ", "cua "] {
        if key.starts_with(head) {
            key.drain(..head.len());
        }
    }
    (!key.is_empty()).then_some(key)
}

/// Where a number is printed, its blanks not counted and, if so asked, its hyphens left out; and how many blanks it
/// holds.
pub(crate) fn find_number(text: &str, number: &str, without_hyphens: bool) -> Option<(Span, usize)> {
    let wanted: Vec<char> = number.chars().filter(|c| !(without_hyphens && *c == '-')).collect();
    let first = *wanted.first()?;
    text.match_indices(first).find_map(|(at, _)| {
        let glued = text.get(..at).and_then(|head| head.chars().next_back()).is_some_and(char::is_alphanumeric);
        let mut blanks = 0;
        let mut next = wanted.iter();
        let mut expected = next.next();
        for (offset, c) in text.get(at..)?.char_indices() {
            let Some(letter) = expected else {
                return (!glued && !c.is_alphanumeric()).then(|| (Span::new(at, at + offset), blanks));
            };
            if c.is_whitespace() {
                blanks += 1;
                continue;
            }
            let c = if c == '–' { '-' } else { c };
            if c != *letter && !c.to_uppercase().eq(std::iter::once(*letter)) {
                return None;
            }
            expected = next.next();
        }
        (expected.is_none() && !glued).then(|| (Span::new(at, text.len()), blanks))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_come_to_one_form() {
        assert_eq!(issuer_key("Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn").unwrap(), "ubnd tinh lang son");
        assert_eq!(issuer_key("UBND tỉnh").unwrap(), "ubnd tinh");
    }
}
