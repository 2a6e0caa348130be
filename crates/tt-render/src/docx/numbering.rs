//! Which labels and list markers become automatic numbering, and the definitions they need.
//!
//! A label is left to the word processor only where counting as it counts gives back exactly the label printed, so
//! that the numbering can be edited in Word and still reads the same. Any other label stays typed text.

use tt_document::{Block, BlockKind, Document, RunRole};

use super::xml::Xml;
use crate::form::Form;

/// The automatic number of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// Number of the list (`w:numId`).
    pub(super) list: u32,
    /// Level in it, from 0.
    pub(super) level: usize,
    /// Where the paragraph's own text begins, after label and blank.
    pub(super) text_start: usize,
    /// Whether the label is bold and italic by its own run.
    pub(super) strong: bool,
    /// See `strong`.
    pub(super) emphasis: bool,
}

/// The numbering of a whole document.
#[derive(Debug)]
pub(super) struct Numbering {
    /// For every body block, its automatic number, if it has one.
    pub(super) listed: Vec<Option<Listed>>,
    /// What closes the label of each level of the outline (`.`, `)`).
    closings: [Option<String>; LEVELS.len()],
}

/// Levels of the outline list, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    /// `A.`
    UpperLetter,
    /// `I.`
    UpperRoman,
    /// `1.`; with the numbers of so many decimal levels above it before its own: `1.2.`
    Decimal(usize),
    /// `a)`
    LowerLetter,
}

const LEVELS: [Count; 6] = [
    Count::UpperLetter,
    Count::UpperRoman,
    Count::Decimal(0),
    Count::Decimal(1),
    Count::Decimal(2),
    Count::LowerLetter,
];
/// `w:numId` of the outline; the marker lists follow.
const OUTLINE: u32 = 1;
/// Markers that have a list of their own.
const MARKERS: [&str; 3] = ["-", "+", "•"];

impl Numbering {
    /// Plans the numbering of a document's body.
    pub(super) fn plan(document: &Document) -> Self {
        let mut counters = [0u32; LEVELS.len()];
        let mut closings = [const { None }; LEVELS.len()];
        let listed = document
            .body()
            .map(|block| match &block.kind {
                BlockKind::Heading { label: Some(label), .. } | BlockKind::Paragraph { label: Some(label) } => {
                    let place = typed(document, block, label)?;
                    let level = count(label, &mut counters, &mut closings)?;
                    Some(Listed { list: OUTLINE, level, ..place })
                }
                BlockKind::Item { marker } => {
                    let place = typed(document, block, marker)?;
                    let list = MARKERS.iter().zip(OUTLINE + 1..).find(|(known, _)| *known == marker)?.1;
                    Some(Listed { list, ..place })
                }
                _ => None,
            })
            .collect();
        Self { listed, closings }
    }

    /// The numbering part of the package.
    pub(super) fn part(&self, form: &Form) -> Vec<u8> {
        let mut xml = Xml::part();
        xml.element("w:numbering", super::NAMESPACES, |xml| {
            xml.element("w:abstractNum", &[("w:abstractNumId", &OUTLINE.to_string())], |xml| {
                xml.value("w:multiLevelType", "multilevel");
                for (index, (kind, closing)) in LEVELS.iter().zip(&self.closings).enumerate() {
                    level(xml, form, index, kind.format(), &kind.pattern(index, closing.as_deref().unwrap_or(".")));
                }
            });
            for (marker, list) in MARKERS.iter().zip(OUTLINE + 1..) {
                xml.element("w:abstractNum", &[("w:abstractNumId", &list.to_string())], |xml| {
                    xml.value("w:multiLevelType", "singleLevel");
                    level(xml, form, 0, "bullet", marker);
                });
            }
            for (list, _) in (OUTLINE..).zip(std::iter::once(&"").chain(&MARKERS)) {
                let id = list.to_string();
                xml.element("w:num", &[("w:numId", &id)], |xml| xml.value("w:abstractNumId", &id));
            }
        });
        xml.into_bytes()
    }
}

impl Count {
    fn format(self) -> &'static str {
        match self {
            Self::UpperLetter => "upperLetter",
            Self::UpperRoman => "upperRoman",
            Self::Decimal(_) => "decimal",
            Self::LowerLetter => "lowerLetter",
        }
    }

    /// `%3.%4.` for the second decimal level: the numbers above it, its own, and what closes the label.
    fn pattern(self, level: usize, closing: &str) -> String {
        let above = if let Self::Decimal(above) = self { above } else { 0 };
        let numbers: Vec<String> = (level - above..=level).map(|level| format!("%{}", level + 1)).collect();
        format!("{}{closing}", numbers.join("."))
    }
}

fn level(xml: &mut Xml, form: &Form, index: usize, format: &str, pattern: &str) {
    xml.element("w:lvl", &[("w:ilvl", &index.to_string())], |xml| {
        xml.value("w:start", "1");
        xml.value("w:numFmt", format);
        xml.value("w:suff", "space");
        xml.value("w:lvlText", pattern);
        xml.value("w:lvlJc", "left");
        let indent = form.body.first_line.twips().to_string();
        xml.element("w:pPr", &[], |xml| xml.empty("w:ind", &[("w:left", "0"), ("w:firstLine", &indent)]));
    });
}

/// Where the text after a label or marker begins, if both are typed the way automatic numbering prints them: in one
/// plain run, with one blank between them.
fn typed(document: &Document, block: &Block, label: &str) -> Option<Listed> {
    let rest = document.slice(block.span).strip_prefix(label)?.strip_prefix(' ')?;
    if rest.is_empty() || rest.starts_with(char::is_whitespace) {
        return None;
    }
    let text_start = block.span.start + label.len() + 1;
    let run = block.runs.first().filter(|run| run.span.end >= text_start && run.role == RunRole::Text)?;
    Some(Listed { list: 0, level: 0, text_start, strong: run.strong, emphasis: run.emphasis })
}

/// Counts a label in; its level, if the counters come to the very label.
fn count(
    label: &str,
    counters: &mut [u32; LEVELS.len()],
    closings: &mut [Option<String>; LEVELS.len()],
) -> Option<usize> {
    let closing = label.trim_start_matches(char::is_alphanumeric);
    let (kind, closing) = match closing.char_indices().rfind(|(_, c)| c.is_ascii_digit()) {
        Some((last, _)) => (decimals(label), closing.get(last + 1..)?),
        None => (letters(label), closing),
    };
    let level = LEVELS.iter().position(|level| Some(*level) == kind)?;
    if closings[level].as_deref().is_some_and(|usual| usual != closing) {
        return None;
    }
    let mut next = *counters;
    next[level] += 1;
    next[level + 1..].fill(0);
    if printed(level, &next, closing) != label {
        return None;
    }
    *counters = next;
    closings[level] = Some(closing.to_owned());
    Some(level)
}

/// The kind of a label with dots between its numbers: `2.1.`, `2.1.3`.
fn decimals(label: &str) -> Option<Count> {
    match label.split('.').filter(|part| !part.is_empty()).count() {
        2 => Some(Count::Decimal(1)),
        3 => Some(Count::Decimal(2)),
        _ => None,
    }
}

/// The kind of a label with a single number or letter: `1.`, `IV.`, `a)`.
fn letters(label: &str) -> Option<Count> {
    let first = label.chars().next()?;
    match first {
        '0'..='9' => Some(Count::Decimal(0)),
        'a'..='z' => Some(Count::LowerLetter),
        'I' | 'V' | 'X' => Some(Count::UpperRoman),
        'A'..='H' => Some(Count::UpperLetter),
        _ => None,
    }
}

/// The label a word processor prints at this level with these counters.
fn printed(level: usize, counters: &[u32; LEVELS.len()], closing: &str) -> String {
    let own = counters[level];
    let number = match LEVELS[level] {
        Count::UpperLetter => letter(own, b'A'),
        Count::LowerLetter => letter(own, b'a'),
        Count::UpperRoman => roman(own),
        Count::Decimal(above) => {
            let numbers: Vec<String> = counters[level - above..=level].iter().map(u32::to_string).collect();
            numbers.join(".")
        }
    };
    format!("{number}{closing}")
}

/// The letter of a number up to 26; longer lists stay typed.
fn letter(number: u32, first: u8) -> String {
    let letter = u8::try_from(number).ok().filter(|number| (1..=26).contains(number));
    letter.map(|number| char::from(first + number - 1).to_string()).unwrap_or_default()
}

fn roman(mut number: u32) -> String {
    const DIGITS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    for (value, digits) in DIGITS {
        while number >= value {
            out.push_str(digits);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(labels: &[&str]) -> Vec<Option<usize>> {
        let mut counters = [0; LEVELS.len()];
        let mut closings = [const { None }; LEVELS.len()];
        labels.iter().map(|label| count(label, &mut counters, &mut closings)).collect()
    }

    #[test]
    fn an_outline_counts_itself() {
        let labels = ["I.", "II.", "1.", "2.", "2.1.", "2.2.", "a)", "b)", "III.", "1.", "1.1.", "1.1.1."];
        let expected = [1, 1, 2, 2, 3, 3, 5, 5, 1, 2, 3, 4].map(Some);
        assert_eq!(levels(&labels), expected);
    }

    #[test]
    fn labels_that_would_come_out_otherwise_stay_typed() {
        assert_eq!(levels(&["I.", "III."]), [Some(1), None]);
        assert_eq!(levels(&["1.", "2.1."]), [Some(2), None]);
        assert_eq!(levels(&["1.", "2)"]), [Some(2), None]);
        assert_eq!(levels(&["d)", "đ)", "Điều 1.", "*"]), [None, None, None, None]);
        assert_eq!(levels(&["2.1."]), [None]);
    }

    #[test]
    fn a_missing_dot_is_kept() {
        assert_eq!(levels(&["1.", "1.1", "1.2"]), [Some(2), Some(3), Some(3)]);
    }

    #[test]
    fn roman_numbers_are_written_as_usual() {
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["I", "IV", "IX", "XIV", "XL"]);
    }
}
