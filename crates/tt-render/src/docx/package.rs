//! The parts of the package around the text: content types, relations, settings, properties, page numbers.

use std::borrow::Cow;

use tt_document::Document;

use super::body::text_run;
use super::picture::{file_names, pictures};
use super::style::Style;
use super::xml::Xml;
use crate::form::{Form, PageNumberPlace};

/// A part of the package: its name and its bytes.
pub(super) type Part = (Cow<'static, str>, Vec<u8>);

/// Relation of the header or footer that carries the page number.
pub(super) const PAGE_NUMBER_RELATION: &str = "rId6";

/// Relation of the footer of the first page: the address line.
pub(super) const CONTACT_RELATION: &str = "rId7";
/// Relation of the footer of an annex's first page, which is empty.
pub(super) const EMPTY_FOOTER_RELATION: &str = "rId8";

const CONTACT_PART: &str = "word/footer-first.xml";
const EMPTY_FOOTER_PART: &str = "word/footer-none.xml";

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Every part that does not hold text of the body. The content types come first, as packages have them.
pub(super) fn fixed_parts(document: &Document, form: &Form, commented: bool) -> Vec<Part> {
    let has_pictures = pictures(document).next().is_some();
    let contact = document.frame.contact.as_deref();
    let mut parts: Vec<Part> = [
        ("[Content_Types].xml", content_types(form, contact.is_some(), commented, has_pictures)),
        ("_rels/.rels", package_relations()),
        ("docProps/core.xml", core_properties(document)),
        ("docProps/app.xml", application_properties()),
        ("word/_rels/document.xml.rels", document_relations(document, form, commented)),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", font_table(form)),
        (page_number_part_name(form), page_number(form)),
    ]
    .map(|(name, content)| (Cow::Borrowed(name), content))
    .into();
    if let Some(contact) = contact {
        parts.push((Cow::Borrowed(CONTACT_PART), footer(Style::Contact, contact)));
        parts.push((Cow::Borrowed(EMPTY_FOOTER_PART), footer(Style::PageNumber, "")));
    }
    parts
}

/// A footer of one line.
fn footer(style: Style, text: &str) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.element("w:ftr", super::NAMESPACES, |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style.id()));
            text_run(xml, text, false, false);
        });
    });
    xml.into_bytes()
}

fn page_number_part_name(form: &Form) -> &'static str {
    match form.page_number.place {
        PageNumberPlace::TopCentre => "word/header1.xml",
        PageNumberPlace::BottomRight => "word/footer1.xml",
    }
}

/// `header` or `footer`.
pub(super) fn page_number_kind(form: &Form) -> &'static str {
    match form.page_number.place {
        PageNumberPlace::TopCentre => "header",
        PageNumberPlace::BottomRight => "footer",
    }
}

fn content_types(form: &Form, contacted: bool, commented: bool, has_pictures: bool) -> Vec<u8> {
    let mut xml = Xml::part();
    let namespace = [("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")];
    xml.element("Types", &namespace, |xml| {
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", relations)]);
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        for (extension, content) in [("emf", "image/x-emf"), ("svg", "image/svg+xml")] {
            if has_pictures {
                xml.empty("Default", &[("Extension", extension), ("ContentType", content)]);
            }
        }
        let mut part = |name: &str, content: &str| {
            xml.empty("Override", &[("PartName", &format!("/{name}")), ("ContentType", content)]);
        };
        part("word/document.xml", &format!("{WORD}.document.main+xml"));
        for (name, kind) in [
            ("word/styles.xml", "styles"),
            ("word/numbering.xml", "numbering"),
            ("word/settings.xml", "settings"),
            ("word/fontTable.xml", "fontTable"),
            ("word/footnotes.xml", "footnotes"),
            (page_number_part_name(form), page_number_kind(form)),
        ] {
            part(name, &format!("{WORD}.{kind}+xml"));
        }
        if contacted {
            part(CONTACT_PART, &format!("{WORD}.footer+xml"));
            part(EMPTY_FOOTER_PART, &format!("{WORD}.footer+xml"));
        }
        if commented {
            part("word/comments.xml", &format!("{WORD}.comments+xml"));
        }
        part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        part("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    });
    xml.into_bytes()
}

fn relations(entries: &[(&str, &str)]) -> Vec<u8> {
    numbered_relations(entries, std::iter::empty())
}

/// Relations numbered in order, and others with names of their own.
fn numbered_relations<'a>(
    entries: &[(&str, &str)],
    named: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
) -> Vec<u8> {
    let mut xml = Xml::part();
    let namespace = [("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")];
    xml.element("Relationships", &namespace, |xml| {
        for ((kind, target), number) in entries.iter().zip(1..) {
            xml.empty("Relationship", &[("Id", &format!("rId{number}")), ("Type", kind), ("Target", target)]);
        }
        for (id, kind, target) in named {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
    });
    xml.into_bytes()
}

fn package_relations() -> Vec<u8> {
    relations(&[
        (&format!("{OFFICE}/officeDocument"), "word/document.xml"),
        ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
        (&format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    ])
}

fn document_relations(document: &Document, form: &Form, commented: bool) -> Vec<u8> {
    let page_number = page_number_part_name(form).trim_start_matches("word/");
    let mut targets: Vec<(String, Cow<'_, str>)> = [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("settings", "settings.xml"),
        ("fontTable", "fontTable.xml"),
        ("footnotes", "footnotes.xml"),
        (page_number_kind(form), page_number),
    ]
    .map(|(kind, target)| (format!("{OFFICE}/{kind}"), Cow::Borrowed(target)))
    .into();
    if document.frame.contact.is_some() {
        for part in [CONTACT_PART, EMPTY_FOOTER_PART] {
            targets.push((format!("{OFFICE}/footer"), part.trim_start_matches("word/").into()));
        }
    }
    if commented {
        targets.push((format!("{OFFICE}/comments"), "comments.xml".into()));
    }
    let entries: Vec<(&str, &str)> = targets.iter().map(|(kind, target)| (kind.as_str(), target.as_ref())).collect();
    let image = format!("{OFFICE}/image");
    let files: Vec<(String, String)> = pictures(document)
        .zip(1..)
        .flat_map(|(_, number)| file_names(number).map(|(id, name)| (id, name.trim_start_matches("word/").to_owned())))
        .collect();
    numbered_relations(&entries, files.iter().map(|(id, target)| (id.as_str(), image.as_str(), target.as_str())))
}

/// Title, issuer, language; the date is the document's own, and left out while it is not whole.
fn core_properties(document: &Document) -> Vec<u8> {
    let frame = &document.frame;
    let mut xml = Xml::part();
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &namespaces, |xml| {
        if let Some(title) = frame.subject.as_ref().or(frame.kind.as_ref()) {
            xml.element("dc:title", &[], |xml| xml.text(title));
        }
        if let Some(issuer) = &frame.issuer {
            xml.element("dc:creator", &[], |xml| xml.text(issuer));
        }
        xml.element("dc:language", &[], |xml| xml.text("vi-VN"));
        if let Some(date) = frame.date.date() {
            let moment = format!("{date}T00:00:00Z");
            for name in ["dcterms:created", "dcterms:modified"] {
                xml.element(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.text(&moment));
            }
        }
    });
    xml.into_bytes()
}

fn application_properties() -> Vec<u8> {
    let mut xml = Xml::part();
    let namespace = [("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")];
    xml.element("Properties", &namespace, |xml| {
        xml.element("Application", &[], |xml| xml.text("Trọng Tâm"));
    });
    xml.into_bytes()
}

fn settings() -> Vec<u8> {
    let mut xml = Xml::part();
    xml.element("w:settings", super::NAMESPACES, |xml| {
        xml.empty("w:zoom", &[("w:percent", "100")]);
        xml.number("w:defaultTabStop", 720);
        xml.value("w:characterSpacingControl", "doNotCompress");
        xml.element("w:footnotePr", &[], |xml| {
            for id in ["-1", "0"] {
                xml.empty("w:footnote", &[("w:id", id)]);
            }
        });
        xml.element("w:compat", &[], |xml| {
            let word = "http://schemas.microsoft.com/office/word";
            xml.empty("w:compatSetting", &[("w:name", "compatibilityMode"), ("w:uri", word), ("w:val", "15")]);
        });
        xml.empty("w:themeFontLang", &[("w:val", "vi-VN")]);
        xml.value("w:decimalSymbol", ",");
        xml.value("w:listSeparator", ";");
    });
    xml.into_bytes()
}

fn font_table(form: &Form) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.element("w:fonts", super::NAMESPACES, |xml| {
        xml.element("w:font", &[("w:name", form.typeface)], |xml| {
            xml.value("w:panose1", "02020603050405020304");
            // 163 is the Vietnamese character set.
            xml.value("w:charset", "A3");
            xml.value("w:family", "roman");
            xml.value("w:pitch", "variable");
        });
    });
    xml.into_bytes()
}

/// Header or footer of every page but the first: the page number alone.
fn page_number(form: &Form) -> Vec<u8> {
    let mut xml = Xml::part();
    let name = match form.page_number.place {
        PageNumberPlace::TopCentre => "w:hdr",
        PageNumberPlace::BottomRight => "w:ftr",
    };
    xml.element(name, super::NAMESPACES, |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", Style::PageNumber.id()));
            let mark = |xml: &mut Xml, kind| {
                xml.element("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", kind)]));
            };
            mark(xml, "begin");
            xml.element("w:r", &[], |xml| {
                xml.element("w:instrText", &[("xml:space", "preserve")], |xml| xml.text(" PAGE "));
            });
            mark(xml, "separate");
            xml.element("w:r", &[], |xml| xml.element("w:t", &[], |xml| xml.text("2")));
            mark(xml, "end");
        });
    });
    xml.into_bytes()
}
