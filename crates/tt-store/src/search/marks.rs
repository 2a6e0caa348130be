//! Where the words looked for stand in a text, and the piece of a text worth showing.

use tt_text::Span;
use tt_text::words::words;

use super::query::{Phrase, Query, Word};

/// A piece of a text with what was looked for in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The piece, on word boundaries.
    pub span: Span,
    /// Words found, in order, none overlapping; places in the whole text.
    pub marks: Vec<Span>,
}

impl Excerpt {
    /// The excerpt of `text` cut at the marks, in order: each piece, and whether it was looked for.
    pub fn pieces<'a>(&self, text: &'a str) -> Vec<(&'a str, bool)> {
        let mut pieces = Vec::new();
        let mut at = self.span.start;
        for mark in &self.marks {
            if mark.start > at {
                pieces.push((Span::new(at, mark.start).of(text), false));
            }
            pieces.push((mark.of(text), true));
            at = mark.end;
        }
        if self.span.end > at {
            pieces.push((Span::new(at, self.span.end).of(text), false));
        }
        pieces
    }

    /// Whether text before it was left out.
    pub fn cut_before(&self) -> bool {
        self.span.start > 0
    }

    /// Whether text after it was left out.
    pub fn cut_after(&self, text: &str) -> bool {
        self.span.end < text.trim_end().len()
    }
}

/// The piece of a text, `most` words long at most, that holds the most of what was looked for, with its marks. Words
/// count as found as written when the hit is `exact`, else folded. `title` adds what was looked for in titles only.
pub fn excerpt(text: &str, query: &Query, exact: bool, title: bool, most: usize) -> Excerpt {
    let spans: Vec<Span> = words(text).collect();
    let own: Vec<String> = spans.iter().map(|span| form(&Word::of(span.of(text)), exact).to_owned()).collect();
    let mut found = vec![false; own.len()];
    let asked = query.anywhere.iter().chain(if title { query.title.as_slice() } else { &[] });
    for phrase in asked.chain(if title { query.number.as_slice() } else { &[] }) {
        mark(phrase, exact, &own, &mut found);
    }
    let from = densest(&found, most);
    let shown = spans.get(from..).unwrap_or_default();
    let shown = shown.get(..most).unwrap_or(shown);
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return Excerpt { span: Span::new(0, text.len()), marks: Vec::new() };
    };
    // The whole of a short text, with the marks of its sentences.
    let start = if from == 0 { 0 } else { first.start };
    let end = if from + shown.len() == spans.len() { text.len() } else { last.end };
    let marks = shown.iter().zip(found.iter().skip(from)).filter(|(_, found)| **found).map(|(span, _)| *span);
    Excerpt { span: Span::new(start, end), marks: joined(text, marks) }
}

fn form(word: &Word, exact: bool) -> &str {
    if exact { &word.exact } else { &word.folded }
}

/// Marks the words of a text that a phrase is found in.
fn mark(phrase: &Phrase, exact: bool, own: &[String], found: &mut [bool]) {
    let length = phrase.words.len();
    for start in 0..own.len().saturating_sub(length.saturating_sub(1)) {
        let here = own.get(start..start + length).unwrap_or_default();
        let same = here.iter().zip(&phrase.words).enumerate().all(|(index, (own, word))| {
            let word = form(word, exact);
            own == word || phrase.open && index + 1 == length && own.starts_with(word)
        });
        if same && !here.is_empty() {
            found.iter_mut().skip(start).take(length).for_each(|found| *found = true);
        }
    }
}

/// Where the run of `most` words with the most found ones starts: the first of equals, a few words before its first.
fn densest(found: &[bool], most: usize) -> usize {
    const LEAD: usize = 6;
    if found.len() <= most {
        return 0;
    }
    let mut count = found.iter().take(most).filter(|found| **found).count();
    let (mut best, mut best_count) = (0, count);
    for start in 1..=found.len() - most {
        count += usize::from(found.get(start + most - 1).is_some_and(|found| *found));
        count -= usize::from(found.get(start - 1).is_some_and(|found| *found));
        if count > best_count {
            (best, best_count) = (start, count);
        }
    }
    let first = found.iter().skip(best).position(|found| *found).map_or(best, |at| best + at);
    first.saturating_sub(LEAD).min(found.len() - most)
}

/// Marks with only a blank between become one.
fn joined(text: &str, marks: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if Span::new(last.end, mark.start).of(text) == " " => last.end = mark.end,
            _ => joined.push(mark),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, query: &str, exact: bool, most: usize) -> String {
        let found = excerpt(text, &Query::parse(query), exact, true, most);
        let pieces = found.pieces(text).into_iter();
        let pieces: String =
            pieces.map(|(piece, mark)| if mark { format!("[{piece}]") } else { piece.into() }).collect();
        let (before, after) = (found.cut_before(), found.cut_after(text));
        format!("{}{pieces}{}", if before { "…" } else { "" }, if after { "…" } else { "" })
    }

    #[test]
    fn found_words_are_marked_in_their_place() {
        let text = "Xây mới 13 chợ nông thôn; quy hoạch chợ.";
        assert_eq!(shown(text, "chợ nông thôn ", true, 40), "Xây mới 13 [chợ nông thôn]; quy hoạch [chợ].");
        assert_eq!(shown(text, "cho nong", false, 40), "Xây mới 13 [chợ nông] thôn; quy hoạch [chợ].");
        assert_eq!(shown(text, "\"chợ nông thôn\"", true, 40), "Xây mới 13 [chợ nông thôn]; quy hoạch chợ.");
        assert_eq!(shown(text, "ho", false, 40), "Xây mới 13 chợ nông thôn; quy [hoạch] chợ.");
    }

    #[test]
    fn a_long_text_is_cut_round_what_was_found() {
        let text = "một hai ba bốn năm sáu bảy tám chín mười mười một chợ mười hai mười ba mười bốn mười lăm";
        assert_eq!(shown(text, "chợ ", true, 9), "…bảy tám chín mười mười một [chợ] mười hai…");
        assert_eq!(shown(text, "không", true, 4), "một hai ba bốn…");
    }

    proptest! {
        #[test]
        fn pieces_join_into_the_text(text in "(chợ|Cho|[a-zđ]{1,3}|[<>&\"., \n…]){0,60}", query in "(cho|chợ|[a-z]|\"| ){0,8}", most in 1usize..20) {
            let found = excerpt(&text, &Query::parse(&query), false, true, most);
            let whole: String = found.pieces(&text).iter().map(|(piece, _)| *piece).collect();
            prop_assert_eq!(whole, found.span.of(&text));
            prop_assert!(text.get(found.span.start..found.span.end).is_some());
        }
    }
}
