//! Marked text: what a template writes, line by line, read into sections of blocks.
//!
//! Pure. A line is one of: `%% muc KEY | Title` (a section begins), `%% phu-luc | Title` (an annex begins, with `| ngang`
//! on lying sheets), `%% khoi NAME` (names the next block), `[[…]]` of a picture or table with its caption behind it,
//! `# `, `## `, `### ` (headings), `- `, `+ ` (items), `|…|` (rows of a table, the second of them
//! `|---|`), a blank one (a paragraph ends), or words. In words `**` makes bold, `*` italic, `[[…]]` is a chip, and a
//! backslash makes the sign behind it plain.
//!
//! Every block gets an origin that stays the same when lines of the template come and go: its name, where `%% khoi` gives
//! one; else the mark of the template's line that wrote it, for an item with the record of its first chip; the second
//! block of the same origin in a section gets `.2`, and so on.

use std::collections::BTreeMap;

use tt_domain::composing::{Block, Body, Chip, Embedded, Embedding, Inline, InlineShows};
use tt_domain::report::ReportBlockKind;

mod inline;

/// A section as marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedSection {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// What is wrong with marked text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedFault {
    /// Byte of the text at which it is.
    pub at: usize,
    /// What.
    pub kind: MarkedFaultKind,
}

/// Kinds of faults in marked text; worded where templates are told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkedFaultKind {
    /// Words before the first section.
    NoSection,
    /// A `%%` line that is none of the known ones.
    UnknownDirective(String),
    /// A section without a key, or with a key of other signs than `a-z0-9_-`.
    BadKey(String),
    /// A section or annex without a title.
    NoTitle,
    /// An annex on sheets set another way than `ngang`.
    UnknownSheets(String),
    /// Two sections of one key.
    SameKey(String),
    /// A heading deeper than three.
    TooDeep,
    /// A heading, item or block name with nothing behind it.
    Empty,
    /// A table without the line `|---|` below its head.
    NoHead,
    /// A row with so many cells where the head has so many.
    Cells(usize, usize),
    /// Bold or italic that does not end.
    Open(&'static str),
    /// `[[…]]` that is no chip.
    BadChip(String),
    /// `[[` without `]]`.
    OpenChip,
    /// A picture or table among words, not on a line of its own.
    BlockInWords,
}

/// Reads marked text; `mark` gives the mark of the template's line that wrote the text at a byte.
///
/// # Errors
/// The first fault.
pub fn parse(text: &str, mark: &dyn Fn(usize) -> String) -> Result<Vec<MarkedSection>, MarkedFault> {
    let mut reader = Reader { mark, sections: Vec::new(), annexes: 0, name: None, open: Open::Nothing };
    let mut at = 0;
    for line in text.split('\n') {
        reader.line(Line { text: line.trim_end(), at })?;
        at += line.len() + 1;
    }
    reader.close()?;
    Ok(reader.sections.into_iter().map(|open| open.section).collect())
}

#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    text: &'a str,
    at: usize,
}

impl Line<'_> {
    /// Without blanks at its head.
    fn bare(self) -> Self {
        let text = self.text.trim_start();
        Self { text, at: self.at + (self.text.len() - text.len()) }
    }

    fn fault(self, kind: MarkedFaultKind) -> MarkedFault {
        MarkedFault { at: self.at, kind }
    }

    /// What follows a prefix.
    fn after(self, prefix: &str) -> Option<Self> {
        let text = self.text.strip_prefix(prefix)?;
        Some(Self { text, at: self.at + prefix.len() })
    }
}

/// What is being put together.
#[derive(Debug)]
enum Open<'a> {
    Nothing,
    /// Words, with what they will be.
    Words(ReportBlockKind, Vec<Line<'a>>),
    Table(Vec<Line<'a>>),
}

#[derive(Debug)]
struct OpenSection {
    section: MarkedSection,
    origins: BTreeMap<String, u32>,
}

struct Reader<'a, 'm> {
    mark: &'m dyn Fn(usize) -> String,
    sections: Vec<OpenSection>,
    annexes: usize,
    name: Option<String>,
    open: Open<'a>,
}

impl<'a> Reader<'a, '_> {
    fn line(&mut self, whole: Line<'a>) -> Result<(), MarkedFault> {
        let line = whole.bare();
        if line.text.is_empty() {
            return self.close();
        }
        if let Some(rest) = line.after("%%") {
            self.close()?;
            return self.directive(rest.bare());
        }
        if let Some((shows, caption)) = embedded(line) {
            self.close()?;
            return self.embedded(line.at, shows, caption);
        }
        if line.text.starts_with('|') {
            if let Open::Table(rows) = &mut self.open {
                rows.push(line);
                return Ok(());
            }
            self.close()?;
            self.open = Open::Table(vec![line]);
            return Ok(());
        }
        if line.text.starts_with('#') {
            self.close()?;
            return self.heading(line);
        }
        for marker in ["-", "+"] {
            let Some(rest) = line.after(marker) else { continue };
            if rest.text.is_empty() || rest.text.starts_with(' ') {
                self.close()?;
                self.open = Open::Words(ReportBlockKind::Item { marker: marker.to_owned() }, vec![rest.bare()]);
                return Ok(());
            }
        }
        if let Open::Words(_, lines) = &mut self.open {
            lines.push(line);
            return Ok(());
        }
        self.close()?;
        self.open = Open::Words(ReportBlockKind::Paragraph { label: None }, vec![line]);
        Ok(())
    }

    fn directive(&mut self, line: Line<'_>) -> Result<(), MarkedFault> {
        let fault = |kind| Err(MarkedFault { at: line.at, kind });
        let (word, rest) = line.text.split_once([' ', '|']).map_or((line.text, ""), |(word, rest)| (word, rest.trim()));
        match word {
            "muc" => {
                let (key, title) = rest.split_once('|').map_or((rest, ""), |(key, title)| (key.trim(), title.trim()));
                let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
                if key.is_empty() || key.len() > 60 || !key.chars().all(fits) {
                    return fault(MarkedFaultKind::BadKey(key.to_owned()));
                }
                self.section(line.at, key, title)
            }
            "phu-luc" => {
                let rest = rest.trim_start_matches('|').trim();
                let (title, sheets) = rest.split_once('|').map_or((rest, ""), |(title, sheets)| (title, sheets));
                let (title, lying) = (title.trim(), lies(sheets.trim()).map_err(|kind| line.fault(kind))?);
                self.annexes += 1;
                let key = format!("annex-{}", self.annexes);
                self.section(line.at, &key, title)?;
                let content = inline::parse(title, line.at)?;
                self.push(line.at, ReportBlockKind::Annex { lying }, Body::Flow(content))
            }
            "khoi" if rest.is_empty() => fault(MarkedFaultKind::Empty),
            "khoi" => {
                self.name = Some(rest.split_whitespace().collect::<Vec<_>>().join("-"));
                Ok(())
            }
            other => fault(MarkedFaultKind::UnknownDirective(other.to_owned())),
        }
    }

    fn section(&mut self, at: usize, key: &str, title: &str) -> Result<(), MarkedFault> {
        if title.is_empty() {
            return Err(MarkedFault { at, kind: MarkedFaultKind::NoTitle });
        }
        if self.sections.iter().any(|open| open.section.key == key) {
            return Err(MarkedFault { at, kind: MarkedFaultKind::SameKey(key.to_owned()) });
        }
        let title = inline::plain(title);
        let section = MarkedSection { key: key.to_owned(), title, blocks: Vec::new() };
        self.sections.push(OpenSection { section, origins: BTreeMap::new() });
        self.name = None;
        Ok(())
    }

    fn heading(&mut self, line: Line<'_>) -> Result<(), MarkedFault> {
        let fault = |kind| Err(MarkedFault { at: line.at, kind });
        let words = line.text.trim_start_matches('#');
        let depth = line.text.len() - words.len();
        let Some(level) = u8::try_from(depth).ok().filter(|level| *level <= 3) else {
            return fault(MarkedFaultKind::TooDeep);
        };
        let text = words.trim_start();
        if text.is_empty() {
            return fault(MarkedFaultKind::Empty);
        }
        let content = inline::parse(text, line.at + (line.text.len() - text.len()))?;
        let label = label_of(&content);
        self.push(line.at, ReportBlockKind::Heading { level, label }, Body::Flow(content))
    }

    /// A picture or a table drawn from records; without words behind it, it is called what it shows.
    fn embedded(&mut self, at: usize, shows: Embedded, caption: Line<'_>) -> Result<(), MarkedFault> {
        let caption = inline::joined(inline::parse(caption.text, caption.at)?);
        let embedding = Embedding { shows, alt: None };
        self.push(at, ReportBlockKind::Embedded(Box::new(embedding)), Body::Flow(caption))
    }

    /// Ends what is open.
    fn close(&mut self) -> Result<(), MarkedFault> {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => Ok(()),
            Open::Words(kind, lines) => self.words(kind, &lines),
            Open::Table(rows) => self.table(&rows),
        }
    }

    fn words(&mut self, kind: ReportBlockKind, lines: &[Line<'_>]) -> Result<(), MarkedFault> {
        let at = lines.first().map(|line| line.at).unwrap_or_default();
        let mut content = Vec::new();
        for line in lines {
            if !content.is_empty() {
                content.push(Inline::text(" "));
            }
            content.extend(inline::parse(line.text, line.at)?);
        }
        let mut content = inline::joined(content);
        let kind = match kind {
            ReportBlockKind::Item { marker } => {
                if content.is_empty() {
                    return Err(MarkedFault { at, kind: MarkedFaultKind::Empty });
                }
                // The marker is the head of the text, as in a report that was read.
                content.insert(0, Inline::text(format!("{marker} ")));
                content = inline::joined(content);
                ReportBlockKind::Item { marker }
            }
            ReportBlockKind::Paragraph { .. } => ReportBlockKind::Paragraph { label: label_of(&content) },
            other => other,
        };
        self.push(at, kind, Body::Flow(content))
    }

    fn table(&mut self, rows: &[Line<'_>]) -> Result<(), MarkedFault> {
        let at = rows.first().map(|row| row.at).unwrap_or_default();
        let is_rule = |row: &Line<'_>| row.text.contains('-') && row.text.chars().all(|c| " |-:".contains(c));
        if !rows.get(1).is_some_and(is_rule) {
            return Err(MarkedFault { at, kind: MarkedFaultKind::NoHead });
        }
        let mut grid: Vec<Vec<Vec<Inline>>> = Vec::new();
        let body = rows.iter().enumerate().filter(|(index, _)| *index != 1);
        for (_, row) in body {
            let cells = inline::cells(row.text, row.at)?;
            if let Some(head) = grid.first().filter(|head| head.len() != cells.len()) {
                return Err(MarkedFault { at: row.at, kind: MarkedFaultKind::Cells(cells.len(), head.len()) });
            }
            grid.push(cells);
        }
        self.push(at, ReportBlockKind::Table { head_rows: 1 }, Body::Grid(grid))
    }

    fn push(&mut self, at: usize, kind: ReportBlockKind, body: Body) -> Result<(), MarkedFault> {
        let name = self.name.take();
        let mark = self.mark;
        let Some(open) = self.sections.last_mut() else {
            return Err(MarkedFault { at, kind: MarkedFaultKind::NoSection });
        };
        let mut block = Block { kind, body, origin: None };
        let origin = name.unwrap_or_else(|| {
            let line = format!("{}-{}", sort(&block.kind), mark(at));
            let record = matches!(block.kind, ReportBlockKind::Item { .. }).then(|| block.chips().next()).flatten();
            record.map_or(line.clone(), |chip| format!("{line}@{}", record_of(chip)))
        });
        let seen = open.origins.entry(origin.clone()).or_default();
        *seen += 1;
        block.origin = Some(if *seen == 1 { origin } else { format!("{origin}.{seen}") });
        open.section.blocks.push(block);
        Ok(())
    }
}

/// Whether an annex is set on lying sheets by what its line says of them: `ngang`, or nothing.
fn lies(sheets: &str) -> Result<bool, MarkedFaultKind> {
    match sheets {
        "" => Ok(false),
        "ngang" => Ok(true),
        other => Err(MarkedFaultKind::UnknownSheets(other.to_owned())),
    }
}

/// The picture or table a line begins with, and what stands behind it.
fn embedded(line: Line<'_>) -> Option<(Embedded, Line<'_>)> {
    let (code, _) = line.text.strip_prefix("[[")?.split_once("]]")?;
    let shows = Embedded::parse(code)?;
    Some((shows, line.after(&format!("[[{code}]]"))?.bare()))
}

/// The sort of a block in its origin.
fn sort(kind: &ReportBlockKind) -> &'static str {
    match kind {
        ReportBlockKind::Heading { .. } => "h",
        ReportBlockKind::Annex { .. } => "a",
        ReportBlockKind::Paragraph { .. } => "p",
        ReportBlockKind::Item { .. } => "i",
        ReportBlockKind::Table { .. } => "t",
        ReportBlockKind::Note { .. } => "n",
        ReportBlockKind::Embedded(_) => "e",
    }
}

/// The record of a chip, without the period and form that may change from report to report.
fn record_of(chip: Chip) -> String {
    match chip {
        Chip::Value { indicator, .. } => format!("value-{indicator}"),
        Chip::Measure(id) => format!("measure-{id}"),
        Chip::Citation { document, .. } => format!("document-{document}"),
        Chip::Statement(task) | Chip::Grade(task) => format!("task-{task}"),
        Chip::Figure(id) => format!("figure-{id}"),
    }
}

/// The label at the head of words.
fn label_of(content: &[Inline]) -> Option<String> {
    let words = content.iter().map_while(|inline| match &inline.shows {
        InlineShows::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let head: String = words.collect();
    // A label needs something behind it; a chip counts.
    tt_document::leading_label(&head).filter(|label| head.len() > label.len() || content.len() > 1)
}

#[cfg(test)]
mod tests;
