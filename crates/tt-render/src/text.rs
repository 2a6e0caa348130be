//! Document → plain text and Markdown, written so that the text reader reads the same document back.
//!
//! Bold and italic are marked as in Markdown in both; Markdown also marks headings and footnotes its own way.

use tt_document::model::Table;
use tt_document::{Block, BlockKind, Document, Run, RunRole, Span};

use crate::form::Form;
use crate::printed::{Addressees, MOTTO, PrintedFrame, TAGLINE, Title};
use crate::sections::sections;

/// Renders plain text, a paragraph a line.
pub fn text(document: &Document) -> String {
    Writer { document, flavour: Flavour::Text, out: String::new() }.write()
}

/// Renders Markdown.
pub fn markdown(document: &Document) -> String {
    Writer { document, flavour: Flavour::Markdown, out: String::new() }.write()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flavour {
    Text,
    Markdown,
}

struct Writer<'a> {
    document: &'a Document,
    flavour: Flavour,
    out: String,
}

impl Writer<'_> {
    fn write(mut self) -> String {
        let printed = PrintedFrame::new(&self.document.frame);
        self.head(&printed);
        let form = Form::for_date(&self.document.frame.date);
        for (index, section) in sections(self.document, form).iter().enumerate() {
            for (position, placed) in section.blocks.iter().enumerate() {
                self.block(placed.block);
                if position + 1 == section.head {
                    self.paragraph(&printed.annex_reference.with_blanks(|_| "…".to_owned()));
                }
            }
            if index == 0 {
                self.close(&printed);
            }
        }
        for note in &self.document.notes {
            let mark = match self.flavour {
                Flavour::Text => format!("{} ", superscript(note.number)),
                Flavour::Markdown => format!("[^{}]: ", note.number),
            };
            let content = self.runs(&note.runs, note.span);
            self.paragraph(&format!("{mark}{content}"));
        }
        self.out
    }

    fn head(&mut self, printed: &PrintedFrame) {
        if printed.has_head() {
            let agency = [&printed.superior, &printed.issuer].into_iter().flatten().map(String::as_str);
            self.lines(&agency.collect::<Vec<_>>());
            self.lines(&[MOTTO, TAGLINE]);
            let number = printed.number.with_blanks(|_| "…".to_owned());
            let place_date = printed.place_date.with_blanks(|_| "…".to_owned());
            let subject = match &printed.title {
                Title::Letter { subject } => subject.clone(),
                Title::Named { .. } => None,
            };
            self.lines(&[Some(number.as_str()), subject.as_deref()].into_iter().flatten().collect::<Vec<_>>());
            self.lines(&[&place_date]);
        }
        for mark in &printed.marks {
            self.paragraph(&mark.text);
        }
        if let Title::Named { kind, subject } = &printed.title {
            self.lines(&[Some(kind), subject.as_ref()].into_iter().flatten().map(String::as_str).collect::<Vec<_>>());
        }
        match &printed.addressees {
            Addressees::None => {}
            Addressees::One(one) => self.paragraph(&format!("Kính gửi: {one}")),
            Addressees::Several(several) => {
                self.paragraph("Kính gửi:");
                self.lines(&several.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
    }

    fn close(&mut self, printed: &PrintedFrame) {
        if !printed.recipients.is_empty() {
            let recipients = std::iter::once("Nơi nhận:").chain(printed.recipients.iter().map(String::as_str));
            self.lines(&recipients.collect::<Vec<_>>());
        }
        if let Some(typist) = &printed.typist {
            self.paragraph(typist);
        }
        self.lines(&printed.position.iter().map(String::as_str).collect::<Vec<_>>());
        if let Some(signer) = &printed.signer {
            self.paragraph(signer);
        }
        if let Some(contact) = &printed.contact {
            self.paragraph(contact);
        }
    }

    fn block(&mut self, block: &Block) {
        if let BlockKind::Table(table) = &block.kind {
            self.table(block, table);
            return;
        }
        let mut content = self.runs(&block.runs, block.span);
        match (&block.kind, self.flavour) {
            (BlockKind::Annex { .. }, Flavour::Markdown) => content.insert_str(0, "# "),
            (BlockKind::Heading { level, .. }, Flavour::Markdown) => {
                content = format!("{} {content}", "#".repeat(usize::from((*level).clamp(1, 6))));
            }
            _ if content.starts_with('#') => content.insert(0, '\\'),
            _ => {}
        }
        self.paragraph(&content);
    }

    /// A table as Markdown writes it: the line of hyphens stands under the head, however many rows that has.
    fn table(&mut self, block: &Block, table: &Table) {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        let separator = format!("|{}", "---|".repeat(columns));
        let mut lines = Vec::with_capacity(table.rows.len() + 1);
        for (index, row) in table.rows.iter().enumerate() {
            if index == table.head_rows {
                lines.push(separator.clone());
            }
            let cells: Vec<String> = row.iter().map(|span| self.cell(block, *span)).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
        }
        self.lines(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// A cell is bold as a whole or not at all; a stroke in it would end it and is written as a broken one.
    fn cell(&self, block: &Block, span: Span) -> String {
        let mut runs = block.runs.iter().filter(|run| span.contains(run.span)).peekable();
        let strong = runs.peek().is_some() && runs.all(|run| run.strong);
        let text = self.document.slice(span).replace('|', "¦");
        if strong { format!("**{text}**") } else { text }
    }

    /// Lines of one paragraph-like group, then a blank one.
    fn lines(&mut self, lines: &[&str]) {
        for line in lines.iter().filter(|line| !line.is_empty()) {
            self.out.push_str(line);
            self.out.push('\n');
        }
        if lines.iter().any(|line| !line.is_empty()) {
            self.out.push('\n');
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.lines(&[text]);
    }

    fn runs(&self, runs: &[Run], span: Span) -> String {
        let text = self.document.slice(span);
        let starred = text.matches('*').count() + runs.iter().filter(|run| run.strong || run.emphasis).count() > 1;
        let mut out = String::with_capacity(text.len());
        for (index, run) in runs.iter().enumerate() {
            if let (RunRole::NoteMark(note), Flavour::Markdown) = (&run.role, self.flavour)
                && let Some(note) = self.document.notes.get(*note)
            {
                for part in ["[^", &note.number.to_string(), "]"] {
                    out.push_str(part);
                }
                continue;
            }
            let beside = index.checked_sub(1).and_then(|before| runs.get(before));
            let beside = beside.into_iter().chain(runs.get(index + 1));
            let crowded = beside.into_iter().any(|other| look(other) != look(run) && look(other) != (false, false));
            emphasised(&mut out, &escaped(self.document.slice(run.span), starred), run, crowded);
        }
        out
    }
}

fn look(run: &Run) -> (bool, bool) {
    (run.strong, run.emphasis)
}

/// A run between its marks; blanks at its ends stay outside, where marks would not be read as such. Bold beside
/// another emphasis is marked with underscores, so that the marks can be told apart.
fn emphasised(out: &mut String, text: &str, run: &Run, crowded: bool) {
    let mark = match look(run) {
        (false, false) => "",
        (true, false) if crowded => "__",
        (true, false) => "**",
        (false, true) => "*",
        (true, true) => "***",
    };
    let inner = text.trim();
    if inner.is_empty() || mark.is_empty() {
        out.push_str(text);
        return;
    }
    let lead = text.len() - text.trim_start().len();
    out.push_str(text.get(..lead).unwrap_or_default());
    out.push_str(mark);
    out.push_str(inner);
    out.push_str(mark);
    out.push_str(text.get(lead + inner.len()..).unwrap_or_default());
}

/// Characters that would be read as marks, escaped: strokes that look like columns, asterisks that could find a partner.
fn escaped(text: &str, starred: bool) -> String {
    let mut out = text.replace(" | ", " \\| ");
    if starred && out.contains('*') {
        out = out.replace("(*)", "\u{0}").replace('*', "\\*").replace('\u{0}', "(*)");
    }
    out
}

/// A number in raised figures, as footnote marks are printed in plain text.
fn superscript(number: u32) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().filter_map(|digit| RAISED.get(usize::from(digit.wrapping_sub(b'0')))).collect()
}
