//! Sections of a report and the numbered items in them.

use std::ops::Range;

use tt_text::Span;
use tt_text::fold::Folded;

use super::{first_year, folded_title, has_any};
use crate::model::{Block, BlockKind, Document};
use crate::structure::label::{Label, parse};

/// A section under an outermost heading; the words before the first one are a section without a title.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// Title as printed, label included.
    pub(super) title: String,
    folded: String,
    /// Its blocks, heading excluded.
    pub(super) blocks: Range<usize>,
}

/// A numbered item: its statement and the blocks that belong to it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its number.
    pub(super) number: u32,
    /// Where its label starts.
    pub(super) start: usize,
    /// Its statement, without label and `Nhiệm vụ n:`.
    pub(super) statement: Span,
    /// Its blocks, from the one that states it.
    pub(super) blocks: Range<usize>,
}

/// Splits a body at its outermost headings.
pub(super) fn sections(document: &Document, blocks: &[&Block]) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut title = String::new();
    let mut from = 0;
    for (index, block) in blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading { level: 1, .. }) {
            sections.push(Section::new(std::mem::take(&mut title), from..index));
            document.slice(block.span).clone_into(&mut title);
            from = index + 1;
        }
    }
    sections.push(Section::new(title, from..blocks.len()));
    sections
}

impl Section {
    fn new(title: String, blocks: Range<usize>) -> Self {
        Self { folded: folded_title(&title), title, blocks }
    }

    /// Whether it is about tasks and what came of them.
    pub(super) fn is_on_results(&self) -> bool {
        has_any(&self.folded, &["ket qua", "danh gia", "tinh hinh thuc hien"]) && !self.is_ahead()
    }

    /// Whether it is about what comes next.
    pub(super) fn is_ahead(&self) -> bool {
        const AHEAD: [&str; 9] = [
            "phuong huong",
            "nhiem vu trong tam nam",
            "nhiem vu nam",
            "nhiem vu, giai phap",
            "de xuat nhiem vu",
            "ke hoach nam",
            "thoi gian toi",
            "nam tiep theo",
            "dang ky nhiem vu",
        ];
        has_any(&self.folded, &AHEAD) && !has_any(&self.folded, &["ket qua", "danh gia"])
    }

    /// The year its title names.
    pub(super) fn year(&self) -> Option<i16> {
        first_year(&self.title)
    }

    /// Items that call themselves `Nhiệm vụ n`.
    pub(super) fn named_items(&self, document: &Document, blocks: &[&Block]) -> Vec<Item> {
        let starts = self.blocks.clone().filter_map(|index| {
            let block = blocks.get(index)?;
            let (number, at) = named_task(document.slice(block.span))?;
            Some((index, number, block.span.start + at))
        });
        self.items(starts.collect(), blocks)
    }

    /// The numbered items of its first level: the labels of one sort that count from 1.
    pub(super) fn first_level_items(&self, document: &Document, blocks: &[&Block]) -> Vec<Item> {
        let mut starts: Vec<(usize, u32, usize)> = Vec::new();
        let mut last: Option<Label> = None;
        for index in self.blocks.clone() {
            let Some(block) = blocks.get(index).filter(|block| !matches!(block.kind, BlockKind::Table(_))) else {
                continue;
            };
            let Some(label) = parse(document.slice(block.span)).filter(|label| !label.is_bullet()) else { continue };
            let next = match &last {
                None => label.numbers.last() == Some(&1),
                Some(last) => label.follows(last),
            };
            if next {
                let number = label.numbers.last().copied().unwrap_or_default();
                let text = document.slice(block.span);
                let at = named_task(text).map_or(label.end, |(_, at)| at);
                starts.push((index, number, block.span.start + skip_blanks(text, at)));
                last = Some(label);
            }
        }
        self.items(starts, blocks)
    }

    fn items(&self, starts: Vec<(usize, u32, usize)>, blocks: &[&Block]) -> Vec<Item> {
        let ends: Vec<usize> = starts.iter().skip(1).map(|(index, ..)| *index).chain([self.blocks.end]).collect();
        let item = |((index, number, at), end): ((usize, u32, usize), usize)| {
            let mut first = index;
            let block = blocks.get(index)?;
            let mut statement = Span::new(at, block.span.end);
            // A heading of its own (`Nhiệm vụ 1:`) is followed by the statement in the next paragraph.
            if statement.is_empty() {
                first += 1;
                statement = blocks.get(first).filter(|_| first < end)?.span;
            }
            Some(Item { number, start: block.span.start, statement, blocks: index..end })
        };
        starts.into_iter().zip(ends).filter_map(item).collect()
    }
}

/// Reads `1. Nhiệm vụ 1: …`, `Nhiệm vụ thứ hai: …`, `Nhiệm vụ số 3 - …`: the number and where the statement starts.
fn named_task(text: &str) -> Option<(u32, usize)> {
    let body = parse(text).filter(|label| !label.is_bullet()).map_or(0, |label| label.end);
    let rest = text.get(body..)?;
    let head: String = rest.chars().take(60).collect();
    let folded = Folded::new(&head);
    let lead = folded.text.len() - folded.text.trim_start().len();
    let mut after = folded.text.trim_start().strip_prefix("nhiem vu ")?;
    for word in ["trong tam ", "thu ", "so "] {
        after = after.strip_prefix(word).unwrap_or(after);
    }
    let (number, length) = leading_number(after)?;
    let tail = after.get(length..)?;
    let mark = tail.trim_start();
    let marked = mark.chars().next().filter(|c| matches!(c, ':' | '.' | '-' | '–'));
    if marked.is_none() && !mark.is_empty() {
        return None;
    }
    let consumed = folded.text.len() - mark.len() + marked.map_or(0, char::len_utf8);
    let at = body + folded.offset(consumed.max(lead));
    Some((number, skip_blanks(text, at)))
}

/// A number in figures or as an ordinal word, and how many bytes it takes.
fn leading_number(text: &str) -> Option<(u32, usize)> {
    const WORDS: [(&str, u32); 10] = [
        ("nhat", 1),
        ("hai", 2),
        ("ba", 3),
        ("tu", 4),
        ("nam", 5),
        ("sau", 6),
        ("bay", 7),
        ("tam", 8),
        ("chin", 9),
        ("muoi", 10),
    ];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text.get(..digits)?.parse().ok()?, digits));
    }
    WORDS.iter().find(|(word, _)| text.starts_with(word)).map(|(word, number)| (*number, word.len()))
}

fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_start().len())
}
