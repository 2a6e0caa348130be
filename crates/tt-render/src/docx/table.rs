//! Tables in the text: borders, a head that repeats on every page, numbers to the right.

use tt_document::model::Table;
use tt_document::{Block, Document, Span};

use super::body::runs;
use super::comment::Marks;
use super::style::Style;
use super::xml::Xml;
use crate::form::Form;
use crate::length::Length;
use crate::table_layout::{Column, Set, columns, is_column_number};

/// Writes a table between two empty lines, so that Word does not join it to another.
pub(super) fn write(
    xml: &mut Xml,
    document: &Document,
    (form, width): (&Form, Length),
    block: &Block,
    table: &Table,
    marks: &mut Marks<'_>,
) {
    let columns = columns(document, table, form, width);
    gap(xml, form.body.gap);
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.value("w:tblStyle", "Bang");
            xml.empty("w:tblW", &[("w:w", &width.twips().to_string()), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        });
        grid(xml, columns.iter().map(|column| column.width.twips()));
        let text = |span: Option<&Span>| span.map(|span| document.slice(*span)).unwrap_or_default();
        for (row, cells) in table.rows.iter().enumerate() {
            let head = row < table.head_rows;
            xml.element("w:tr", &[], |xml| {
                xml.element("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[]);
                    if head {
                        xml.empty("w:tblHeader", &[]);
                    }
                });
                for (index, column) in columns.iter().enumerate() {
                    cell(xml, column.width.twips(), head, |xml| {
                        xml.element("w:p", &[], |xml| {
                            xml.element("w:pPr", &[], |xml| {
                                xml.value("w:pStyle", cell_style(head, text(cells.get(index)), *column).id());
                            });
                            if let Some(span) = cells.get(index) {
                                let own = block.runs.iter().filter(|run| span.contains(run.span)).cloned();
                                marks.in_cell = true;
                                runs(xml, document, &own.collect::<Vec<_>>(), *span, marks);
                                marks.in_cell = false;
                            }
                        });
                    });
                }
            });
        }
    });
    spacer(xml);
}

/// Margins inside cells: these many twips left and right.
pub(super) fn cell_margins(xml: &mut Xml, sides: u32) {
    xml.element("w:tblCellMar", &[], |xml| {
        for (edge, width) in [("w:top", 0), ("w:left", sides), ("w:bottom", 0), ("w:right", sides)] {
            xml.empty(edge, &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        }
    });
}

/// The grid of column widths, in twips.
pub(super) fn grid(xml: &mut Xml, widths: impl Iterator<Item = u32>) {
    xml.element("w:tblGrid", &[], |xml| {
        for width in widths {
            xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
    });
}

/// An empty line of no height to speak of.
pub(super) fn spacer(xml: &mut Xml) {
    gap(xml, Length::points(0));
}

/// An empty line that leaves this much room.
pub(super) fn gap(xml: &mut Xml, height: Length) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", Style::Rule.id());
            if height > Length::points(0) {
                xml.empty("w:spacing", &[("w:before", &height.twips().to_string())]);
            }
        });
    });
}

/// A cell of this width.
pub(super) fn cell(xml: &mut Xml, width: u32, centred: bool, content: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            if centred {
                xml.value("w:vAlign", "center");
            }
        });
        content(xml);
    });
}

fn cell_style(head: bool, text: &str, column: Column) -> Style {
    match (head, column.set) {
        _ if is_column_number(text) => Style::ColumnNumber,
        (true, _) => Style::TableHead,
        (false, Set::Right) => Style::TableNumber,
        (false, Set::Middle) => Style::TableMiddle,
        (false, Set::Left) => Style::TableText,
    }
}
