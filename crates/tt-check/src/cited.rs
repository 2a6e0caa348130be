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
}

impl Cited<'_> {
    pub(crate) fn span(&self) -> Span {
        self.citation.span
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
            Some(Cited { citation, number, issuer: citation.issuer.as_deref().and_then(issuer_key) })
        })
        .collect()
}

/// `Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn` and `UBND tỉnh` come to `ubnd tinh lang son` and `ubnd tinh`: the second
/// is a beginning of the first.
fn issuer_key(issuer: &str) -> Option<String> {
    let mut key = tt_text::fold(issuer).split_whitespace().collect::<Vec<_>>().join(" ");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_come_to_one_form() {
        assert_eq!(issuer_key("Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn").unwrap(), "ubnd tinh lang son");
        assert_eq!(issuer_key("UBND tỉnh").unwrap(), "ubnd tinh");
    }
}
