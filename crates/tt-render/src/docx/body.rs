//! The text: body blocks, runs with their content controls, footnotes, and the section they stand in.

use tt_document::{Block, BlockKind, Document, Run, RunRole, Span};

use super::comment::{Anchored, Marks};
use super::frame;
use super::numbering::{Listed, Numbering};
use super::package::{PAGE_NUMBER_RELATION, page_number_kind};
use super::picture;
use super::style::Style;
use super::table;
use super::xml::Xml;
use crate::block_style::{BlockStyle, block_styles};
use crate::form::Form;
use crate::glue::glued;
use crate::printed::PrintedFrame;

/// `word/document.xml`.
pub(super) fn document_part(
    document: &Document,
    printed: &PrintedFrame,
    form: &Form,
    numbering: &Numbering,
    comments: &[Anchored],
) -> Vec<u8> {
    let mut writer = Writer { document, form, xml: Xml::part(), marks: Marks::new(comments), pictures: 0 };
    let mut body = Xml::default();
    std::mem::swap(&mut body, &mut writer.xml);
    frame::head(&mut writer.xml, printed, form);
    let last = numbering.listed.len().saturating_sub(1);
    for (index, (block, style)) in document.body().zip(block_styles(document)).enumerate() {
        let listed = numbering.listed.get(index).and_then(Option::as_ref);
        // A signature never stands alone on its page: the last paragraph goes with it.
        writer.block(block, Look { style, listed, keep_next: index == last && printed.has_close() });
    }
    frame::close(&mut writer.xml, printed, form);
    section(&mut writer.xml, form);
    let content = writer.xml;
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
    xml: Xml,
    marks: Marks<'a>,
    /// Pictures written so far.
    pictures: u32,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block, look: Look<'_>) {
        if let BlockKind::Table(body) = &block.kind {
            table::write(&mut self.xml, self.document, self.form, block, body, &mut self.marks);
            return;
        }
        if let BlockKind::Picture(body) = &block.kind {
            self.pictures += u32::from(body.drawing.is_some());
            picture::write(&mut self.xml, self.document, self.form, block, body, self.pictures, &mut self.marks);
            return;
        }
        let (name, centred) = match look.style {
            BlockStyle::Heading(level) => (Style::Heading(level), false),
            BlockStyle::CentredHeading(level) => (Style::Heading(level), true),
            BlockStyle::Basis => (Style::Basis, false),
            BlockStyle::Item => (Style::Item, false),
            BlockStyle::Paragraph | BlockStyle::Table | BlockStyle::Picture => (Style::Body, false),
        };
        let (document, marks) = (self.document, &mut self.marks);
        self.xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| properties(xml, name, centred, look));
            let start = look.listed.map_or(block.span.start, |listed| listed.text_start);
            runs(xml, document, &block.runs, Span::new(start, block.span.end), marks);
        });
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy)]
struct Look<'a> {
    style: BlockStyle,
    listed: Option<&'a Listed>,
    keep_next: bool,
}

/// Children of `w:pPr`, in the order the schema has them.
fn properties(xml: &mut Xml, style: Style, centred: bool, look: Look<'_>) {
    xml.value("w:pStyle", style.id());
    if look.keep_next {
        xml.empty("w:keepNext", &[]);
    }
    if let Some(listed) = look.listed {
        xml.element("w:numPr", &[], |xml| {
            xml.value("w:ilvl", &listed.level.to_string());
            xml.number("w:numId", listed.list);
        });
    }
    if centred {
        xml.empty("w:ind", &[("w:left", "0"), ("w:firstLine", "0")]);
        xml.value("w:jc", "center");
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
            write_run(&mut content, document, run, span);
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

fn write_run(xml: &mut Xml, document: &Document, run: &Run, span: Span) {
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
    text_run(xml, &glued(document.slice(part)), run.strong, run.emphasis);
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

/// Paper, margins, and the page number from page 2 on.
fn section(xml: &mut Xml, form: &Form) {
    let page = &form.page;
    xml.element("w:sectPr", &[], |xml| {
        let reference = format!("w:{}Reference", page_number_kind(form));
        xml.empty(&reference, &[("w:type", "default"), ("r:id", PAGE_NUMBER_RELATION)]);
        let twips = |length: crate::length::Length| length.twips().to_string();
        xml.empty("w:pgSz", &[("w:w", &twips(page.width)), ("w:h", &twips(page.height))]);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &twips(page.top)),
                ("w:right", &twips(page.right)),
                ("w:bottom", &twips(page.bottom)),
                ("w:left", &twips(page.left)),
                ("w:header", &twips(page.number_distance)),
                ("w:footer", &twips(page.number_distance)),
                ("w:gutter", "0"),
            ],
        );
        xml.empty("w:titlePg", &[]);
    });
}
