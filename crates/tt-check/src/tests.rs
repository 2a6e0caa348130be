//! The registry as a whole, the examples of every rule's page, and builders for the tests of single rules.

use std::collections::BTreeSet;

use tt_document::build::{Builder, Piece};
use tt_document::extract::Citation;
use tt_document::{BlockKind, Document, Extraction, Frame};
use tt_text::Span;
use tt_text::date;

use crate::{Finding, RULES, Selection, check};

/// A document of plain paragraphs, one a line.
pub(crate) fn document(text: &str) -> Document {
    let mut builder = Builder::new(Frame::default());
    for line in text.lines() {
        builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain(line)], None);
    }
    builder.finish()
}

/// What the rule of this code finds in a text in which these citations stand.
pub(crate) fn findings_with(code: &str, text: &str, citations: Vec<Citation>) -> Vec<Finding> {
    let document = document(text);
    let mut extraction = Extraction { citations, ..Extraction::default() };
    let mut from = 0;
    for citation in &mut extraction.citations {
        let length = citation.span.len();
        let needle = citation.subject.take().unwrap();
        let at = from + document.text[from..].find(&needle).unwrap();
        citation.span = Span::new(at, at + length);
        from = at + length;
    }
    check(&document, &extraction, &Selection { select: vec![code.into()], ignore: vec![] })
}

/// A citation as it is printed; its place is found by [`findings_with`].
pub(crate) fn citation(text: &str) -> Citation {
    let number = text.split(' ').find(|word| word.contains('/') && word.contains('-')).map(str::to_owned);
    let date = date::scan(text).into_iter().last().map(|found| found.value.date).unwrap_or_default();
    Citation { span: Span::new(0, text.len()), kind: None, number, date, issuer: None, subject: Some(text.to_owned()) }
}

#[test]
fn rules_are_sorted_and_unique() {
    let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(codes, sorted);
    let names: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        assert!(rule.group().is_some(), "{}", rule.code);
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
    }
}

#[test]
fn every_rule_has_its_whole_page() {
    for rule in RULES {
        let title = format!("# {} · {}", rule.code, rule.title_vi);
        assert!(rule.docs.starts_with(&title), "{}: the page starts with `{title}`", rule.name);
        for heading in ["## Kiểm tra gì", "## Vì sao", "## Ví dụ sai", "## Ví dụ đúng", "## Căn cứ"] {
            assert!(rule.docs.contains(heading), "{}: no {heading}", rule.name);
        }
        assert!(!examples(rule.docs, "vanban-sai").is_empty(), "{}", rule.name);
        assert!(!examples(rule.docs, "vanban-dung").is_empty(), "{}", rule.name);
    }
}

#[test]
fn examples_of_the_pages_hold() {
    let mut failures = Vec::new();
    for rule in RULES {
        for wrong in examples(rule.docs, "vanban-sai") {
            let codes: Vec<_> = found_in(wrong).iter().map(|finding| finding.code).collect();
            if codes.is_empty() || codes.iter().any(|code| *code != rule.code) {
                failures.push(format!("{}: wrong example gives {codes:?}:\n{wrong}", rule.code));
            }
        }
        for right in examples(rule.docs, "vanban-dung") {
            let found = found_in(right);
            if !found.is_empty() {
                let titles: Vec<_> = found.iter().map(|finding| (finding.code, &finding.title.vi)).collect();
                failures.push(format!("{}: right example gives {titles:?}:\n{right}", rule.code));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn found_in(text: &str) -> Vec<Finding> {
    let document = tt_document::read(text.as_bytes()).unwrap();
    let extraction = tt_document::extract(&document);
    check(&document, &extraction, &Selection::default())
}

/// The fenced blocks of this language.
fn examples<'a>(docs: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    docs.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}
