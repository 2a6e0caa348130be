//! Automatic numbering, counted as a word processor counts it, so that every label reads as printed.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::read::ReadError;
use crate::read::docx::properties::RunProperties;
use crate::read::docx::pull::{Pull, Tag, Token};

/// The list and level a paragraph names; `None` where nothing is said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NumberRef {
    /// `numId`; 0 takes a number away.
    pub(super) list: Option<u32>,
    /// `ilvl`.
    pub(super) level: Option<usize>,
}

impl NumberRef {
    /// This, and where it says nothing, the other.
    #[must_use]
    pub(super) fn over(self, other: Self) -> Self {
        Self { list: self.list.or(other.list), level: self.level.or(other.level) }
    }
}

/// Definitions and counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by abstract list.
    definitions: HashMap<u32, Definition>,
    lists: HashMap<u32, List>,
    /// Counters by abstract list, `None` before the first use.
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists whose own start has been taken.
    started: HashSet<u32>,
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Level; LEVELS],
    /// The list style it stands for.
    style_link: Option<String>,
    /// The list style it takes its levels from.
    num_style_link: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: BTreeMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// A level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    pattern: String,
    /// All numbers of the label in Arabic digits.
    arabic: bool,
    /// The level after which it starts again, from 1; 0 never.
    restart: Option<usize>,
    run: RunProperties,
}

/// A label as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) text: String,
    /// What the level itself says of bold and italic.
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
}

const LEVELS: usize = 9;

impl Numbering {
    /// Reads the definitions.
    pub(super) fn read(text: &str, part: &str) -> Result<Self, ReadError> {
        let mut pull = Pull::new(text, part);
        let mut numbering = Self::default();
        while let Some(token) = pull.next()? {
            let Token::Open(tag) = token else { continue };
            match tag.name() {
                "abstractNum" => {
                    if let Some(id) = tag.attribute("abstractNumId")?.and_then(|id| id.parse().ok()) {
                        numbering.definitions.insert(id, definition(&mut pull)?);
                    }
                }
                "num" => {
                    if let Some(id) = tag.attribute("numId")?.and_then(|id| id.parse().ok()) {
                        numbering.lists.insert(id, list(&mut pull)?);
                    }
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    /// Counts a paragraph in; its label, if it has one that is shown.
    pub(super) fn count(&mut self, reference: NumberRef) -> Option<Label> {
        let id = reference.list.filter(|list| *list != 0)?;
        let at = reference.level.unwrap_or_default().min(LEVELS - 1);
        let list = self.lists.get(&id)?;
        let definition_id = self.linked(list.definition);
        let definition = self.definitions.get(&definition_id)?;
        let level_at = |at: usize| list.levels.get(&at).or_else(|| definition.levels.get(at));
        let counters = self.counters.entry(definition_id).or_default();
        if self.started.insert(id) {
            for (level, start) in &list.starts {
                if let Some(counter) = counters.get_mut(*level) {
                    *counter = start.checked_sub(1);
                }
            }
        }
        let first = |at: usize| level_at(at).and_then(|level| level.start).unwrap_or(1);
        let counter = counters.get_mut(at)?;
        *counter = Some(counter.map_or(first(at), |before| before.saturating_add(1)));
        for deeper in at + 1..LEVELS {
            let restarts = level_at(deeper).and_then(|level| level.restart).is_none_or(|after| after > at);
            if let Some(counter) = counters.get_mut(deeper).filter(|_| restarts) {
                *counter = None;
            }
        }
        let own = level_at(at)?;
        if own.run.hidden == Some(true) || own.format == "none" && own.pattern.is_empty() {
            return None;
        }
        let numbers: Vec<u32> =
            counters.iter().enumerate().map(|(at, number)| number.unwrap_or_else(|| first(at))).collect();
        let text = if own.format == "bullet" {
            own.pattern.chars().map(bullet).collect()
        } else {
            let formats = |at: usize| level_at(at).map_or("decimal", |level| level.format.as_str());
            filled(&own.pattern, &numbers, |at| if own.arabic { "decimal" } else { formats(at) })
        };
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(Label { text, bold: own.run.bold, italic: own.run.italic })
    }

    /// Follows a definition that takes its levels from a list style to the one that stands for that style.
    fn linked(&self, id: u32) -> u32 {
        let Some(link) = self.definitions.get(&id).and_then(|definition| definition.num_style_link.as_ref()) else {
            return id;
        };
        let target = self.definitions.iter().filter(|(_, other)| other.style_link.as_ref() == Some(link));
        target.map(|(id, _)| *id).min().unwrap_or(id)
    }
}

fn definition(pull: &mut Pull<'_>) -> Result<Definition, ReadError> {
    let mut definition = Definition::default();
    let depth = pull.depth();
    while let Some(token) = pull.next()? {
        match token {
            Token::Open(tag) => match tag.name() {
                "lvl" => {
                    let at = level_index(&tag)?;
                    let level = level(pull)?;
                    if let Some(place) = definition.levels.get_mut(at) {
                        *place = level;
                    }
                }
                "styleLink" => definition.style_link = tag.value()?,
                "numStyleLink" => definition.num_style_link = tag.value()?,
                _ => {}
            },
            Token::Close if pull.depth() < depth => break,
            Token::Close | Token::Text(_) => {}
        }
    }
    Ok(definition)
}

fn list(pull: &mut Pull<'_>) -> Result<List, ReadError> {
    let mut list = List::default();
    let mut overridden = 0;
    let depth = pull.depth();
    while let Some(token) = pull.next()? {
        match token {
            Token::Open(tag) => match tag.name() {
                "abstractNumId" => list.definition = tag.number()?.unwrap_or_default(),
                "lvlOverride" => overridden = level_index(&tag)?,
                "startOverride" => {
                    list.starts.insert(overridden, tag.number()?.unwrap_or(1));
                }
                "lvl" => {
                    let at = level_index(&tag)?;
                    list.levels.insert(at, level(pull)?);
                }
                _ => {}
            },
            Token::Close if pull.depth() < depth => break,
            Token::Close | Token::Text(_) => {}
        }
    }
    Ok(list)
}

fn level_index(tag: &Tag<'_>) -> Result<usize, ReadError> {
    Ok(tag.attribute("ilvl")?.and_then(|level| level.parse().ok()).unwrap_or_default())
}

fn level(pull: &mut Pull<'_>) -> Result<Level, ReadError> {
    let mut level = Level { format: "decimal".to_owned(), ..Level::default() };
    let depth = pull.depth();
    while let Some(token) = pull.next()? {
        match token {
            Token::Open(tag) => match tag.name() {
                "start" => level.start = tag.number()?,
                "numFmt" => level.format = tag.value()?.unwrap_or_default(),
                "lvlText" => level.pattern = tag.value()?.unwrap_or_default(),
                "isLgl" => level.arabic = tag.is_on()?,
                "lvlRestart" => level.restart = tag.number()?.and_then(|after| usize::try_from(after).ok()),
                "rPr" => level.run = RunProperties::read(pull)?,
                _ => {}
            },
            Token::Close if pull.depth() < depth => break,
            Token::Close | Token::Text(_) => {}
        }
    }
    Ok(level)
}

/// The pattern of a label (`%1.%2.`) with its numbers filled in.
fn filled<'a>(pattern: &str, numbers: &[u32], format: impl Fn(usize) -> &'a str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let at = chars
            .peek()
            .filter(|_| c == '%')
            .and_then(|digit| digit.to_digit(10))
            .and_then(|digit| digit.checked_sub(1));
        match at.and_then(|at| usize::try_from(at).ok()).and_then(|at| Some((at, *numbers.get(at)?))) {
            Some((at, number)) => {
                chars.next();
                out.push_str(&formatted(number, format(at)));
            }
            None => out.push(c),
        }
    }
    out
}

fn formatted(number: u32, format: &str) -> String {
    match format {
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerLetter" => letters(number),
        "decimalZero" => format!("{number:02}"),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

/// a … z, aa … zz: the letter repeated.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = u8::try_from(index % 26).map_or('a', |place| char::from(b'a' + place));
    let times = usize::try_from(index / 26 + 1).unwrap_or(1).min(9);
    std::iter::repeat_n(letter, times).collect()
}

fn roman(number: u32) -> String {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number.min(9999);
    let mut out = String::new();
    for (value, digits) in DIGITS {
        while rest >= value {
            out.push_str(digits);
            rest -= value;
        }
    }
    out
}

/// A list marker: signs of symbol fonts as the letters that look like them.
pub(super) fn bullet(c: char) -> char {
    match c {
        '\u{f0b7}' | '\u{b7}' => '•',
        '\u{f02d}' => '-',
        '\u{f02b}' => '+',
        '\u{f02a}' => '*',
        '\u{f0a7}' | '\u{f06e}' => '▪',
        '\u{f0d8}' => '➢',
        '\u{f0fc}' => '✓',
        // Word's second default marker is a letter o in Courier New.
        'o' => '○',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
        <w:abstractNum w:abstractNumId="4">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
          <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
          <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
          <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>
        </w:abstractNum>
        <w:abstractNum w:abstractNumId="5">
          <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="4"/>
          <w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>
      </w:numbering>"#;

    fn labels(paragraphs: &[(u32, usize)]) -> Vec<String> {
        let mut numbering = Numbering::read(PART, "word/numbering.xml").unwrap();
        let mut count = |&(list, level): &(u32, usize)| {
            let label = numbering.count(NumberRef { list: Some(list), level: Some(level) });
            label.map(|label| label.text).unwrap_or_default()
        };
        paragraphs.iter().map(&mut count).collect()
    }

    #[test]
    fn levels_count_and_start_again() {
        let outline = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 3), (1, 0), (1, 1), (1, 2)];
        assert_eq!(labels(&outline), ["I.", "1.", "2.", "2.1.", "2.2.", "a)", "II.", "1.", "1.1."]);
    }

    #[test]
    fn a_list_may_start_elsewhere_and_shares_its_counters() {
        assert_eq!(labels(&[(1, 1), (2, 1), (2, 1), (1, 1)]), ["1.", "5.", "6.", "7."]);
    }

    #[test]
    fn signs_of_symbol_fonts_are_read_as_what_they_look_like() {
        assert_eq!(labels(&[(3, 0)]), ["•"]);
    }

    #[test]
    fn what_is_not_defined_has_no_label() {
        assert_eq!(labels(&[(0, 0), (9, 0), (1, 40)]), ["", "", ""]);
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([1, 26, 27, 53].map(letters), ["a", "z", "aa", "aaa"]);
    }
}
