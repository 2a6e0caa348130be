//! The text and Markdown reader: lines to paragraphs, tables and footnotes.

mod footnotes;
mod inline;
mod join;
mod lines;
mod tables;

use crate::model::Document;
use crate::structure::{Paragraph, Part, Style, assemble};

use lines::Line;

/// Reads a text, whatever its line ends and Unicode form. Nothing in its content is an error.
pub(crate) fn read_text(source: &str) -> Document {
    let text = tt_text::normalize(source);
    let lines = lines::split(&text);
    let flow = join::Flow::of(&lines);
    let (lines, found) = footnotes::take(lines, flow);
    let mut reader = Reader { parts: Vec::new(), marks: inline::Marks::new(&found) };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at = if let Some((grid, end)) = tables::read(&lines, at) {
            reader.parts.push(Part::Table(grid));
            end
        } else if line.is_rule() {
            at + 1
        } else {
            reader.paragraph(&lines, at, &flow)
        };
    }
    let Reader { parts, mut marks } = reader;
    let notes = found.iter().map(|note| (note.number, inline::pieces(&note.text, &mut marks))).collect();
    assemble(&parts, notes)
}

struct Reader {
    parts: Vec<Part>,
    marks: inline::Marks,
}

impl Reader {
    /// Reads the paragraph that starts at a line; the line after it.
    fn paragraph(&mut self, lines: &[Line], start: usize, flow: &join::Flow) -> usize {
        let Some(first) = lines.get(start) else { return start + 1 };
        let (level, text) = heading_mark(first.text.trim());
        let mut text = text.to_owned();
        let mut starts: Vec<(usize, u32)> = Vec::new();
        let mut last = first;
        let mut at = start + 1;
        while level.is_none()
            && let Some(next) = lines.get(at)
            && !next.is_rule()
            && tables::read(lines, at).is_none()
            && let Some(joint) = flow.joint(&text, last, next)
        {
            text.push_str(joint);
            starts.push((text.len(), next.number));
            text.push_str(next.text.trim());
            last = next;
            at += 1;
        }
        let (pieces, joins) = inline::pieces_at(&text, &starts, &mut self.marks);
        self.parts.push(Part::Paragraph(Paragraph {
            pieces,
            source: Some(first.number),
            joins,
            style: level.map_or(Style::Unknown, Style::Heading),
            gap: first.gap,
            picture: None,
        }));
        at
    }
}

/// Takes the `#` marks of a Markdown heading off a line.
fn heading_mark(line: &str) -> (Option<u8>, &str) {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    match u8::try_from(marks) {
        Ok(level @ 1..=6) if rest.starts_with(' ') => (Some(level), rest.trim()),
        _ => (None, line),
    }
}

#[cfg(test)]
mod tests;
