//! The text: body blocks part by part, runs with their content controls, footnotes.

use tt_document::drawing::Picture;
use tt_document::{BlockKind, Document, Run, RunRole, Span};

use super::comment::{Anchored, Marks};
use super::frame;
use super::numbering::{Listed, Numbering};
use super::picture;
use super::section::{self, Sheets};
use super::style::Style;
use super::table;
use super::xml::Xml;
use crate::block_style::{BlockStyle, label_and_title};
use crate::form::{Form, Page};
use crate::glue::{closed, glued};
use crate::printed::PrintedFrame;
use crate::sections::{Placed, Section, sections};

/// `word/document.xml`.
pub(super) fn document_part(
    document: &Document,
    printed: &PrintedFrame,
    form: &Form,
    numbering: &Numbering,
    comments: &[Anchored],
) -> Vec<u8> {
    let sections = sections(document, form);
    let marks = Marks::new(comments);
    let mut writer = Writer { document, form, page: form.page, xml: Xml::default(), marks, pictures: 0 };
    let last = sections.len().saturating_sub(1);
    for (index, section) in sections.iter().enumerate() {
        let sheets = Sheets {
            page: section.page(form),
            is_annex: index > 0,
            has_contact: printed.contact.is_some(),
            has_annexes: last > 0,
        };
        writer.page = sheets.page;
        if index == 0 {
            writer.main(section, printed, numbering);
        } else {
            writer.annex(section, printed, numbering);
        }
        // A part's sheets are named by its last paragraph, those of the last part by the body itself.
        if index == last {
            section::write(&mut writer.xml, form, sheets);
        } else {
            writer.xml.element("w:p", &[], |xml| {
                xml.element("w:pPr", &[], |xml| {
                    xml.value("w:pStyle", Style::Rule.id());
                    section::write(xml, form, sheets);
                });
            });
        }
    }
    let content = writer.xml;
    let mut body = Xml::part();
    body.element("w:document", super::NAMESPACES, |xml| xml.element("w:body", &[], |xml| xml.append(&content)));
    body.into_bytes()
}

/// `word/footnotes.xml`, with the two separators Word wants.
pub(super) fn footnotes_part(document: &Document) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.element("w:footnotes", super::NAMESPACES, |xml| {
        for (id, kind, mark) in
            [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
        {
            xml.element("w:footnote", &[("w:type", kind), ("w:id", id)], |xml| {
                xml.element("w:p", &[], |xml| xml.element("w:r", &[], |xml| xml.empty(mark, &[])));
            });
        }
        for (note, id) in document.notes.iter().zip(1..) {
            xml.element("w:footnote", &[("w:id", &u32::to_string(&id))], |xml| {
                xml.element("w:p", &[], |xml| {
                    xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", Style::NoteText.id()));
                    xml.element("w:r", &[], |xml| {
                        xml.element("w:rPr", &[], |xml| xml.value("w:rStyle", "FootnoteReference"));
                        xml.empty("w:footnoteRef", &[]);
                    });
                    text_run(xml, " ", false, false);
                    // Content controls of notes are numbered apart from those of the text.
                    let mut marks = Marks::default();
                    marks.controls = id * 100_000;
                    runs(xml, document, &note.runs, note.span, &mut marks);
                });
            });
        }
    });
    xml.into_bytes()
}

struct Writer<'a> {
    document: &'a Document,
    form: &'a Form,
    /// The sheets being written on.
    page: Page,
    xml: Xml,
    marks: Marks<'a>,
    /// Pictures written so far.
    pictures: u32,
}

impl Writer<'_> {
    fn main(&mut self, section: &Section<'_>, printed: &PrintedFrame, numbering: &Numbering) {
        frame::head(&mut self.xml, printed, self.form);
        let last = section.blocks.len().saturating_sub(1);
        for (index, placed) in section.blocks.iter().enumerate() {
            // A signature never stands alone on its page: the last paragraph goes with it.
            self.block(placed, numbering, index == last && printed.has_close());
        }
        frame::close(&mut self.xml, printed, self.form);
    }

    /// An annex: what it belongs to is printed below its label and title.
    fn annex(&mut self, section: &Section<'_>, printed: &PrintedFrame, numbering: &Numbering) {
        for (index, placed) in section.blocks.iter().enumerate() {
            self.block(placed, numbering, false);
            if index + 1 == section.head {
                frame::annex_reference(&mut self.xml, printed);
            }
        }
    }

    fn block(&mut self, placed: &Placed<'_>, numbering: &Numbering, keep_next: bool) {
        let block = placed.block;
        if let BlockKind::Table(body) = &block.kind {
            let sheet = (self.form, self.page.text_width());
            table::write(&mut self.xml, self.document, sheet, block, body, &mut self.marks);
            return;
        }
        if let BlockKind::Picture(body) = &block.kind {
            self.pictures += u32::from(body.drawing.is_some());
            picture::write(&mut self.xml, self.document, &self.page, block, body, self.pictures, &mut self.marks);
            return;
        }
        if placed.style == BlockStyle::Caption {
            let none = Picture::default();
            picture::write(&mut self.xml, self.document, &self.page, block, &none, self.pictures, &mut self.marks);
            return;
        }
        let listed = numbering.listed.get(placed.number).and_then(Option::as_ref);
        let look = Look { style: style_of(placed.style), listed, keep_next };
        let titled = match placed.style {
            BlockStyle::CentredHeading(_) => label_and_title(self.document, block),
            _ => None,
        };
        let (document, marks) = (self.document, &mut self.marks);
        self.xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| properties(xml, look));
            if let Some((label, title)) = titled {
                runs(xml, document, &label, block.span, marks);
                xml.element("w:r", &[], |xml| xml.empty("w:br", &[]));
                runs(xml, document, &title, block.span, marks);
                return;
            }
            let start = look.listed.map_or(block.span.start, |listed| listed.text_start);
            runs(xml, document, &block.runs, Span::new(start, block.span.end), marks);
        });
    }
}

fn style_of(style: BlockStyle) -> Style {
    match style {
        BlockStyle::Heading(level) => Style::Heading(level),
        BlockStyle::CentredHeading(level) => Style::CentredHeading(level),
        BlockStyle::AnnexLabel => Style::AnnexLabel,
        BlockStyle::AnnexTitle => Style::AnnexTitle,
        BlockStyle::Basis => Style::Basis,
        BlockStyle::Item => Style::Item,
        BlockStyle::Paragraph | BlockStyle::Table | BlockStyle::Picture | BlockStyle::Caption => Style::Body,
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy)]
struct Look<'a> {
    style: Style,
    listed: Option<&'a Listed>,
    keep_next: bool,
}

/// Children of `w:pPr`, in the order the schema has them.
fn properties(xml: &mut Xml, look: Look<'_>) {
    xml.value("w:pStyle", look.style.id());
    if look.keep_next {
        xml.empty("w:keepNext", &[]);
    }
    if let Some(listed) = look.listed {
        xml.element("w:numPr", &[], |xml| {
            xml.value("w:ilvl", &listed.level.to_string());
            xml.number("w:numId", listed.list);
        });
    }
    // An automatic number takes its look from the paragraph mark.
    if let Some(listed) = look.listed.filter(|listed| listed.strong || listed.emphasis) {
        emphasis(xml, listed.strong, listed.emphasis);
    }
}

fn emphasis(xml: &mut Xml, strong: bool, italic: bool) {
    xml.element("w:rPr", &[], |xml| {
        for (set, names) in [(strong, ["w:b", "w:bCs"]), (italic, ["w:i", "w:iCs"])] {
            if set {
                for name in names {
                    xml.empty(name, &[]);
                }
            }
        }
    });
}

/// Runs as far as they lie in `span`, those of one record together in one content control.
pub(super) fn runs(xml: &mut Xml, document: &Document, all: &[Run], span: Span, marks: &mut Marks<'_>) {
    for group in all.chunk_by(|left, right| left.role == right.role && control(&left.role).is_some()) {
        let Some(first) = group.first() else { continue };
        let mut content = Xml::default();
        for run in group {
            marks.open(&mut content, run.span);
            write_run(&mut content, document, run, (span, marks.in_cell));
            marks.close(&mut content, run.span);
        }
        match control(&first.role) {
            Some((title, key)) => {
                marks.controls += 1;
                xml.element("w:sdt", &[], |xml| {
                    xml.element("w:sdtPr", &[], |xml| {
                        xml.value("w:alias", title);
                        xml.value("w:tag", key);
                        xml.number("w:id", marks.controls);
                    });
                    xml.element("w:sdtContent", &[], |xml| xml.append(&content));
                });
            }
            None => xml.append(&content),
        }
    }
}

/// Title and tag of the content control a role needs. The titles are what the DOCX reader tells roles by.
fn control(role: &RunRole) -> Option<(&'static str, &str)> {
    match role {
        RunRole::Figure(key) => Some(("Số liệu", &key.0)),
        RunRole::Citation(key) => Some(("Viện dẫn", &key.0)),
        RunRole::Record(key) => Some(("Bản ghi", &key.0)),
        RunRole::Text | RunRole::NoteMark(_) => None,
    }
}

fn write_run(xml: &mut Xml, document: &Document, run: &Run, (span, in_cell): (Span, bool)) {
    if let RunRole::NoteMark(note) = run.role
        && document.notes.get(note).is_some()
    {
        xml.element("w:r", &[], |xml| {
            xml.element("w:rPr", &[], |xml| xml.value("w:rStyle", "FootnoteReference"));
            xml.empty("w:footnoteReference", &[("w:id", &(note + 1).to_string())]);
        });
        return;
    }
    let part = Span::new(run.span.start.max(span.start), run.span.end.min(span.end));
    let text = document.slice(part);
    let text = if in_cell { closed(text) } else { glued(text) };
    text_run(xml, &text, run.strong, run.emphasis);
}

/// A run of text, its tabs as tabs.
pub(super) fn text_run(xml: &mut Xml, text: &str, strong: bool, italic: bool) {
    if text.is_empty() {
        return;
    }
    xml.element("w:r", &[], |xml| {
        if strong || italic {
            emphasis(xml, strong, italic);
        }
        for (index, piece) in text.split('\t').enumerate() {
            if index > 0 {
                xml.empty("w:tab", &[]);
            }
            if !piece.is_empty() {
                xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(piece));
            }
        }
    });
}
