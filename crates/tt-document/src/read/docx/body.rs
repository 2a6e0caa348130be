//! The text of a document: paragraphs, tables, boxes and notes in reading order.

use std::collections::HashMap;

use crate::build::Piece;
use crate::model::RunRole;
use crate::read::ReadError;
use crate::read::docx::control::Control;
use crate::read::docx::fields::Fields;
use crate::read::docx::numbering::{Numbering, bullet};
use crate::read::docx::paragraph::{Open, normal, raised};
use crate::read::docx::properties::{ParagraphProperties, RunProperties, RunSettings};
use crate::read::docx::pull::{Pull, Tag, Token};
use crate::read::docx::styles::{Resolved, Styles};
use crate::read::docx::table::Table;
use crate::structure::{Paragraph, Part, Style};

/// Footnotes as [`assemble`](crate::structure::assemble) takes them.
pub(super) type Notes = Vec<(u32, Vec<Piece>)>;

/// Reads parts that hold text.
pub(super) struct Reader<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    /// Notes by sort (`footnote`, `endnote`) and identifier.
    notes: HashMap<(&'static str, String), Vec<Piece>>,
    /// Notes cited so far, in the order of their marks.
    cited: Notes,
    paragraphs: u32,
}

/// Where text goes: the body, a cell, a box.
#[derive(Debug, Default)]
struct Frame {
    parts: Vec<Part>,
    paragraph: Option<Open>,
    /// Boxes anchored in the open paragraph; they follow it.
    boxes: Vec<Part>,
    /// Text of a paragraph whose mark was deleted: it goes on in the next one.
    carried: Vec<Piece>,
    run: RunSettings,
    table: Option<Table>,
    /// The last paragraph was empty.
    gap: bool,
}

/// An element whose end matters.
#[derive(Debug)]
enum Element {
    Paragraph,
    Run,
    Table,
    Row,
    Cell,
    Box,
    SimpleField,
    /// A content control.
    Control(Control),
    Other,
}

impl<'s> Reader<'s> {
    pub(super) fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        Self { styles, numbering, notes: HashMap::new(), cited: Vec::new(), paragraphs: 0 }
    }

    /// Reads a part of footnotes or endnotes; they are kept until cited.
    pub(super) fn notes(&mut self, text: &str, part: &str) -> Result<(), ReadError> {
        let mut pull = Pull::new(text, part);
        while let Some(token) = pull.next()? {
            let Token::Open(tag) = token else { continue };
            let sort = match tag.name() {
                "footnote" => "footnote",
                "endnote" => "endnote",
                _ => continue,
            };
            let id = tag.attribute("id")?.unwrap_or_default();
            if tag.attribute("type")?.is_some_and(|kind| kind != "normal") {
                pull.skip()?;
                continue;
            }
            let parts = Walk::new(self).run(&mut pull)?;
            let mut pieces: Vec<Piece> = Vec::new();
            for paragraph in parts.into_iter().flat_map(paragraphs) {
                if !pieces.is_empty() {
                    pieces.push(Piece::plain(" "));
                }
                pieces.extend(paragraph.pieces);
            }
            self.notes.insert((sort, id), normal(pieces));
        }
        self.paragraphs = 0;
        Ok(())
    }

    /// The lines of a header or footer.
    pub(super) fn lines(&mut self, text: &str, part: &str) -> Result<Vec<String>, ReadError> {
        let mut pull = Pull::new(text, part);
        let parts = Walk::new(self).run(&mut pull)?;
        self.paragraphs = 0;
        Ok(parts.into_iter().flat_map(paragraphs).map(|paragraph| paragraph.text()).collect())
    }

    /// Reads the main part.
    pub(super) fn document(mut self, text: &str, part: &str) -> Result<(Vec<Part>, Notes), ReadError> {
        let mut pull = Pull::new(text, part);
        let parts = Walk::new(&mut self).run(&mut pull)?;
        Ok((parts, self.cited))
    }
}

/// The paragraphs of a part, those of a table one after the other.
fn paragraphs(part: Part) -> Vec<Paragraph> {
    match part {
        Part::Paragraph(paragraph) => vec![paragraph],
        Part::Table(grid) => grid.rows.into_iter().flatten().flatten().collect(),
    }
}

/// One way through a part or an element of it.
struct Walk<'r, 's> {
    reader: &'r mut Reader<'s>,
    frames: Vec<Frame>,
    elements: Vec<Element>,
    fields: Fields,
}

impl<'r, 's> Walk<'r, 's> {
    fn new(reader: &'r mut Reader<'s>) -> Self {
        Self { reader, frames: vec![Frame::default()], elements: Vec::new(), fields: Fields::default() }
    }

    /// Walks to the end of the element just opened, or of the part.
    fn run(mut self, pull: &mut Pull<'_>) -> Result<Vec<Part>, ReadError> {
        let depth = pull.depth();
        while let Some(token) = pull.next()? {
            match token {
                Token::Open(tag) => self.open(&tag, pull)?,
                Token::Close if pull.depth() < depth => break,
                Token::Close => self.close(),
                Token::Text(_) => {}
            }
        }
        Ok(self.frames.into_iter().next().unwrap_or_default().parts)
    }

    fn open(&mut self, tag: &Tag<'_>, pull: &mut Pull<'_>) -> Result<(), ReadError> {
        let element = match tag.name() {
            "p" => self.open_paragraph(),
            "r" | "m:r" => {
                self.frame().run = RunSettings::default();
                Element::Run
            }
            "tbl" => self.open_table(),
            "tr" => self.open_row(),
            "tc" => self.open_cell(),
            "txbxContent" => {
                self.frames.push(Frame::default());
                Element::Box
            }
            "sdt" => Element::Control(Control::default()),
            "fldSimple" => {
                self.fields.begin_simple(tag.attribute("instr")?.unwrap_or_default());
                Element::SimpleField
            }
            "sdtPr" | "pPr" | "rPr" | "tblPr" | "tblHeader" | "gridSpan" | "vMerge" => {
                return self.properties(tag, pull);
            }
            "t" | "m:t" | "instrText" => return self.text(tag, pull),
            // Deleted, moved away, drawn again for older programs, pronunciation, or no text at all.
            "del" | "moveFrom" | "delText" | "mc:Fallback" | "rt" | "sectPr" | "tblGrid" | "tblPrEx" | "sdtEndPr" => {
                return pull.skip();
            }
            _ => {
                self.sign(tag)?;
                Element::Other
            }
        };
        self.elements.push(element);
        Ok(())
    }

    fn close(&mut self) {
        match self.elements.pop() {
            Some(Element::Paragraph) => self.close_paragraph(),
            Some(Element::Table) => self.close_table(),
            Some(Element::Row) => self.close_row(),
            Some(Element::Cell) => self.close_cell(),
            Some(Element::Box) => self.close_box(),
            Some(Element::SimpleField) => self.fields.end(),
            Some(Element::Run | Element::Control(_) | Element::Other) | None => {}
        }
    }

    /// The place text goes to now. There is always one: the first is never closed.
    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn properties(&mut self, tag: &Tag<'_>, pull: &mut Pull<'_>) -> Result<(), ReadError> {
        match tag.name() {
            "sdtPr" => {
                let control = Control::read(pull)?;
                if let Some(Element::Control(own)) = self.elements.last_mut() {
                    *own = control;
                }
                return Ok(());
            }
            "pPr" => {
                let properties = ParagraphProperties::read(pull)?;
                if let Some(paragraph) = &mut self.frame().paragraph {
                    paragraph.properties = properties;
                }
                return Ok(());
            }
            "rPr" => {
                self.frame().run = RunSettings::read(pull)?;
                return Ok(());
            }
            "tblPr" => {
                return match &mut self.frame().table {
                    Some(table) => table.read_properties(pull),
                    None => pull.skip(),
                };
            }
            _ => {}
        }
        if let Some(table) = self.frames.iter_mut().rev().find_map(|frame| frame.table.as_mut()) {
            table.property(tag)?;
        }
        pull.skip()
    }

    fn text(&mut self, tag: &Tag<'_>, pull: &mut Pull<'_>) -> Result<(), ReadError> {
        let is_instruction = tag.name() == "instrText";
        let depth = pull.depth();
        let mut text = String::new();
        while let Some(token) = pull.next()? {
            match token {
                Token::Text(piece) => text.push_str(&piece),
                Token::Close if pull.depth() < depth => break,
                Token::Open(_) | Token::Close => {}
            }
        }
        if is_instruction {
            self.fields.instruct(&text);
        } else {
            // Line ends inside the text of a run are blanks.
            self.push(&text.replace('\n', " "));
        }
        Ok(())
    }

    /// Elements that stand for a character, a note, or a mark of a field.
    fn sign(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        match tag.name() {
            "tab" | "ptab" if self.in_run() => self.push("\t"),
            "br" => match tag.attribute("type")?.as_deref() {
                Some("page" | "column") => self.push(" "),
                _ => self.push("\n"),
            },
            "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => {
                let code = tag.attribute("char")?.and_then(|code| u32::from_str_radix(&code, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    self.push(&bullet(c).to_string());
                }
            }
            // A picture this product drew: its title is the text of the paragraph, its words are kept with it.
            "wp:docPr" if tag.attribute("title")?.as_deref() == Some(PICTURE) => {
                let description = tag.attribute("descr")?.unwrap_or_default();
                if let Some(paragraph) = &mut self.frame().paragraph {
                    paragraph.picture = Some(description);
                }
            }
            "footnoteReference" => self.cite("footnote", tag)?,
            "endnoteReference" => self.cite("endnote", tag)?,
            "fldChar" => match tag.attribute("fldCharType")?.as_deref() {
                Some("begin") => self.fields.begin(),
                Some("separate") => self.fields.separate(),
                Some("end") => self.fields.end(),
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn in_run(&self) -> bool {
        matches!(self.elements.last(), Some(Element::Run))
    }

    /// A note mark; a note that does not exist has none.
    fn cite(&mut self, sort: &'static str, tag: &Tag<'_>) -> Result<(), ReadError> {
        let id = tag.attribute("id")?.unwrap_or_default();
        let Some(pieces) = self.reader.notes.remove(&(sort, id)) else { return Ok(()) };
        let index = self.reader.cited.len();
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        self.reader.cited.push((number, pieces));
        let piece = Piece { role: RunRole::NoteMark(index), ..Piece::plain(raised(&number.to_string())) };
        if let Some(paragraph) = &mut self.frame().paragraph {
            paragraph.push(piece);
        }
        Ok(())
    }

    /// Adds text with the look of the open run.
    fn push(&mut self, text: &str) {
        let controls = || {
            self.elements.iter().rev().filter_map(|element| match element {
                Element::Control(control) => Some(control),
                _ => None,
            })
        };
        if !self.fields.show() || controls().any(|control| control.is_placeholder) {
            return;
        }
        let styles = self.reader.styles;
        let in_head = self.frames.iter().rev().find_map(|frame| frame.table.as_ref()).is_some_and(Table::is_in_head);
        let role = controls().find_map(|control| control.role.clone());
        let frame = self.frame();
        let Some(paragraph) = &mut frame.paragraph else { return };
        let by_style = frame.run.style.as_deref().map(|style| styles.resolve(Some(style)).run).unwrap_or_default();
        let look: RunProperties = frame.run.own.over(by_style);
        let whole: Resolved = styles.resolve(paragraph.properties.style.as_deref());
        if look.hidden.or(whole.run.hidden) == Some(true) {
            return;
        }
        let mut text = text.to_owned();
        if look.capitals.or(whole.run.capitals) == Some(true) {
            text = text.to_uppercase();
        }
        if look.raised == Some(true) {
            text = raised(&text);
        }
        // A heading is bold by being one, and so is the head of a table.
        let is_head = in_head || heading(&whole, &paragraph.properties).is_some();
        let by_paragraph = whole.run.bold.filter(|_| !is_head);
        paragraph.push(Piece {
            text,
            strong: look.bold.or(by_paragraph) == Some(true),
            emphasis: look.italic == Some(true),
            role: role.unwrap_or_default(),
        });
    }

    fn open_paragraph(&mut self) -> Element {
        self.reader.paragraphs += 1;
        let number = self.reader.paragraphs;
        let frame = self.frame();
        let pieces = std::mem::take(&mut frame.carried);
        frame.run = RunSettings::default();
        frame.paragraph = Some(Open { pieces, number, ..Open::default() });
        Element::Paragraph
    }

    fn close_paragraph(&mut self) {
        let in_cell = self.frames.iter().any(|frame| frame.table.is_some());
        let frame = self.frame();
        let Some(mut paragraph) = frame.paragraph.take() else { return };
        if paragraph.properties.mark.deleted {
            frame.carried = paragraph.pieces;
            return;
        }
        let boxes = std::mem::take(&mut frame.boxes);
        let resolved = self.reader.styles.resolve(paragraph.properties.style.as_deref());
        let label = self.reader.numbering.count(paragraph.properties.number.over(resolved.number));
        if let Some(label) = label.filter(|_| !paragraph.is_blank()) {
            let mark = paragraph.properties.mark.own;
            paragraph.label(Piece {
                text: format!("{} ", label.text),
                strong: mark.bold.or(label.bold) == Some(true),
                emphasis: mark.italic.or(label.italic) == Some(true),
                role: RunRole::Text,
            });
        }
        let length: usize = paragraph.pieces.iter().map(|piece| piece.text.len()).sum();
        let style = match heading(&resolved, &paragraph.properties) {
            _ if resolved.is_annex => Style::Annex,
            Some(level) if length <= LONGEST_HEADING => Style::Heading(level),
            _ if resolved.is_body => Style::Body,
            _ => Style::Unknown,
        };
        let mut lines = paragraph.finish(style, in_cell);
        let frame = self.frame();
        let gap = std::mem::replace(&mut frame.gap, lines.is_empty());
        if let Some(first) = lines.first_mut() {
            first.gap = gap;
        }
        frame.parts.extend(lines.into_iter().map(Part::Paragraph).chain(boxes));
    }

    fn open_table(&mut self) -> Element {
        let table = Table::new(self.reader.paragraphs + 1);
        self.frame().table = Some(table);
        Element::Table
    }

    fn open_row(&mut self) -> Element {
        if let Some(table) = &mut self.frame().table {
            table.open_row();
        }
        Element::Row
    }

    fn open_cell(&mut self) -> Element {
        if let Some(table) = &mut self.frame().table {
            table.open_cell();
        }
        self.frames.push(Frame::default());
        Element::Cell
    }

    /// A cell ends: its paragraphs, those of tables in it included.
    fn close_cell(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let parts = self.frames.pop().map(|frame| frame.parts).unwrap_or_default();
        if let Some(table) = &mut self.frame().table {
            table.close_cell(parts.into_iter().flat_map(paragraphs).collect());
        }
    }

    fn close_row(&mut self) {
        if let Some(table) = &mut self.frame().table {
            table.close_row();
        }
    }

    fn close_table(&mut self) {
        let frame = self.frame();
        let grid = frame.table.take().and_then(Table::finish);
        frame.parts.extend(grid.map(Part::Table));
    }

    fn close_box(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let parts = self.frames.pop().map(|frame| frame.parts).unwrap_or_default();
        let frame = self.frame();
        if frame.paragraph.is_some() { frame.boxes.extend(parts) } else { frame.parts.extend(parts) }
    }
}

/// Title of the drawings this product makes, by which they are known again.
const PICTURE: &str = "Biểu đồ";

/// Longest heading, in bytes; a longer paragraph is text that happens to have the style.
const LONGEST_HEADING: usize = 600;

/// Level of heading, by the paragraph itself or by its style.
fn heading(resolved: &Resolved, properties: &ParagraphProperties) -> Option<u8> {
    properties.heading().or(resolved.heading)
}
