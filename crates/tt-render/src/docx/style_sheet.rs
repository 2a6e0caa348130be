//! The style sheet: the format profile turned into Word styles.

use super::style::Style;
use super::table::cell_margins;
use super::xml::Xml;
use crate::form::{Form, PageNumberPlace, Type};
use crate::length::Length;
use crate::printed::Mark;

/// `word/styles.xml`.
pub(super) fn part(form: &Form) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.element("w:styles", super::NAMESPACES, |xml| {
        defaults(xml, form);
        normal(xml);
        for style in Style::all() {
            paragraph_style(xml, form, style);
        }
        note_mark(xml);
        tables(xml);
    });
    xml.into_bytes()
}

fn defaults(xml: &mut Xml, form: &Form) {
    xml.element("w:docDefaults", &[], |xml| {
        xml.element("w:rPrDefault", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                let face = form.typeface;
                let faces = [("w:ascii", face), ("w:hAnsi", face), ("w:eastAsia", face), ("w:cs", face)];
                xml.empty("w:rFonts", &faces);
                size(xml, form.body.style.size);
                xml.empty("w:lang", &[("w:val", "vi-VN"), ("w:eastAsia", "vi-VN"), ("w:bidi", "ar-SA")]);
            });
        });
        xml.element("w:pPrDefault", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty(
                    "w:spacing",
                    &[("w:before", "0"), ("w:after", "0"), ("w:line", "240"), ("w:lineRule", "auto")],
                );
            });
        });
    });
}

fn normal(xml: &mut Xml) {
    xml.element("w:style", &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")], |xml| {
        xml.value("w:name", "Normal");
        xml.empty("w:qFormat", &[]);
    });
}

fn note_mark(xml: &mut Xml) {
    xml.element("w:style", &[("w:type", "character"), ("w:styleId", "FootnoteReference")], |xml| {
        xml.value("w:name", "footnote reference");
        xml.value("w:uiPriority", "99");
        xml.element("w:rPr", &[], |xml| xml.value("w:vertAlign", "superscript"));
    });
}

/// The plain table Word expects by default, the one with borders for tables in the text.
fn tables(xml: &mut Xml) {
    xml.element("w:style", &[("w:type", "table"), ("w:default", "1"), ("w:styleId", "TableNormal")], |xml| {
        xml.value("w:name", "Normal Table");
        xml.value("w:uiPriority", "99");
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
            cell_margins(xml, 0);
        });
    });
    xml.element("w:style", &[("w:type", "table"), ("w:customStyle", "1"), ("w:styleId", "Bang")], |xml| {
        xml.value("w:name", "Bảng");
        xml.value("w:basedOn", "TableNormal");
        xml.element("w:tblPr", &[], |xml| {
            xml.element("w:tblBorders", &[], |xml| {
                for edge in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                    xml.empty(edge, &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")]);
                }
            });
            cell_margins(xml, 100);
        });
    });
}

fn paragraph_style(xml: &mut Xml, form: &Form, style: Style) {
    let attributes: &[(&str, &str)] = if style.is_built_in() {
        &[("w:type", "paragraph"), ("w:styleId", style.id())]
    } else {
        &[("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", style.id())]
    };
    xml.element("w:style", attributes, |xml| {
        xml.value("w:name", style.name());
        xml.value("w:basedOn", style.based_on());
        if matches!(style, Style::Heading(_) | Style::CentredHeading(_)) {
            xml.value("w:next", Style::Body.id());
        }
        xml.empty("w:qFormat", &[]);
        let layout = Layout::of(style, form);
        xml.element("w:pPr", &[], |xml| layout.write(xml));
        xml.element("w:rPr", &[], |xml| character_properties(xml, style, type_of(style, form)));
    });
}

fn type_of(style: Style, form: &Form) -> Type {
    match style {
        Style::Motto => form.motto,
        Style::Tagline => form.tagline,
        Style::Superior => form.superior,
        Style::Issuer => form.issuer,
        Style::Number => form.number,
        Style::PlaceDate => form.place_date,
        Style::LetterSubject => form.letter_subject,
        Style::Mark | Style::Limit => form.mark,
        Style::CentredHeading(level) => form.heading(level),
        Style::AnnexLabel => form.annex_label,
        Style::AnnexTitle => form.annex_title,
        Style::AnnexReference => form.annex_reference,
        Style::ColumnNumber => form.table,
        Style::Typist => form.typist,
        Style::Contact => form.contact,
        Style::Rule => Type { size: Length::points(2), bold: false, italic: false },
        Style::Kind => form.kind,
        Style::Subject => form.subject,
        Style::AddresseesLabel | Style::Addressees => form.addressees,
        Style::Body | Style::Item => form.body.style,
        Style::Basis => form.basis_line,
        Style::Heading(level) => form.heading(level),
        Style::TableHead => Type { bold: true, ..form.table },
        Style::TableText | Style::TableNumber | Style::TableMiddle => form.table,
        Style::RecipientsLabel => form.recipients_label,
        Style::Recipients => form.recipients,
        Style::Position => form.position,
        Style::Signer => form.signer,
        Style::PageNumber => form.page_number.style,
        Style::NoteText => form.note,
    }
}

fn character_properties(xml: &mut Xml, style: Style, face: Type) {
    if face.bold {
        xml.empty("w:b", &[]);
        xml.empty("w:bCs", &[]);
    }
    if face.italic {
        xml.empty("w:i", &[]);
        xml.empty("w:iCs", &[]);
    }
    // Secrecy and urgency are stamped in red (Decree 30/2020, Annex I, Part II, item 10).
    if style == Style::Mark {
        xml.value("w:color", Mark::RED);
    }
    size(xml, face.size);
}

fn size(xml: &mut Xml, size: Length) {
    xml.number("w:sz", size.half_points());
    xml.number("w:szCs", size.half_points());
}

/// Paragraph properties of a style.
struct Layout {
    keep_next: bool,
    /// Begins under a rule over the whole width.
    ruled: bool,
    before: Length,
    after: Length,
    /// Line spacing: percent of single, or a height that never changes.
    line: Line,
    left: Length,
    first_line: Length,
    align: &'static str,
    outline: Option<u8>,
}

enum Line {
    Percent(u32),
    Exactly(Length),
}

const NONE: Length = Length::points(0);

impl Layout {
    fn of(style: Style, form: &Form) -> Self {
        let plain = Self {
            keep_next: false,
            ruled: false,
            before: NONE,
            after: NONE,
            line: Line::Percent(100),
            left: NONE,
            first_line: NONE,
            align: "center",
            outline: None,
        };
        let body = &form.body;
        let text = || Self {
            before: body.gap,
            line: Line::Percent(body.line_percent),
            first_line: body.first_line,
            align: "both",
            ..plain
        };
        match style {
            Style::Body | Style::Basis | Style::Item => text(),
            Style::Heading(level) => Self { keep_next: true, outline: Some(level.clamp(1, 9) - 1), ..text() },
            Style::Rule => Self { keep_next: true, line: Line::Exactly(Length::points(3)), ..plain },
            // 6 pt below number and symbol (Decree 30/2020, Annex I, Part II, item 5).
            Style::LetterSubject => Self { before: body.gap, ..plain },
            Style::CentredHeading(level) => {
                Self { keep_next: true, before: body.gap, outline: Some(level.clamp(1, 9) - 1), ..plain }
            }
            Style::AnnexLabel => Self { keep_next: true, outline: Some(0), ..plain },
            Style::AnnexTitle | Style::AnnexReference => Self { keep_next: true, ..plain },
            Style::Typist => Self { before: body.gap, align: "left", ..plain },
            Style::Contact => Self { ruled: true, ..plain },
            Style::Kind => Self { keep_next: true, before: body.gap * 2, ..plain },
            Style::Subject => Self { keep_next: true, ..plain },
            Style::AddresseesLabel => Self { keep_next: true, before: body.gap * 2, ..plain },
            Style::Addressees => Self { align: "left", ..plain },
            Style::TableText => Self { align: "left", before: Length::points(2), after: Length::points(2), ..plain },
            Style::TableNumber => Self { align: "right", before: Length::points(2), after: Length::points(2), ..plain },
            Style::TableMiddle => Self { before: Length::points(2), after: Length::points(2), ..plain },
            Style::TableHead => Self { keep_next: true, before: Length::points(2), after: Length::points(2), ..plain },
            Style::RecipientsLabel | Style::Recipients => Self { align: "left", ..plain },
            Style::Position => Self { keep_next: true, ..plain },
            Style::Signer => Self { before: form.signature_room, ..plain },
            Style::PageNumber => {
                let align = match form.page_number.place {
                    PageNumberPlace::TopCentre => "center",
                    PageNumberPlace::BottomRight => "right",
                };
                Self { align, ..plain }
            }
            Style::NoteText => Self { align: "both", ..plain },
            _ => plain,
        }
    }

    /// Children of `w:pPr`, in the order the schema has them.
    fn write(&self, xml: &mut Xml) {
        if self.keep_next {
            xml.empty("w:keepNext", &[]);
            xml.empty("w:keepLines", &[]);
        }
        if self.ruled {
            xml.element("w:pBdr", &[], |xml| {
                xml.empty("w:top", &[("w:val", "single"), ("w:sz", "4"), ("w:space", "1"), ("w:color", "000000")]);
            });
        }
        let (line, rule) = match self.line {
            Line::Percent(percent) => (percent * 240 / 100, "auto"),
            Line::Exactly(height) => (height.twips(), "exact"),
        };
        let spacing = [self.before.twips(), self.after.twips(), line].map(|twips| twips.to_string());
        let [before, after, line] = &spacing;
        xml.empty("w:spacing", &[("w:before", before), ("w:after", after), ("w:line", line), ("w:lineRule", rule)]);
        if self.left != NONE || self.first_line != NONE || self.align == "center" && self.outline.is_some() {
            let indents = [self.left.twips(), self.first_line.twips()].map(|twips| twips.to_string());
            xml.empty("w:ind", &[("w:left", &indents[0]), ("w:firstLine", &indents[1])]);
        }
        xml.value("w:jc", self.align);
        if let Some(level) = self.outline {
            xml.number("w:outlineLvl", u32::from(level));
        }
    }
}
