//! Sections: the sheets a part of the document stands on, and what is printed in their margins.

use super::package::{CONTACT_RELATION, EMPTY_FOOTER_RELATION, PAGE_NUMBER_RELATION, page_number_kind};
use super::xml::Xml;
use crate::form::{Form, Page};
use crate::length::Length;

/// The sheets of a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheets {
    /// Paper and margins.
    pub(super) page: Page,
    /// Whether an annex stands on them, whose pages are numbered anew.
    pub(super) is_annex: bool,
    /// Whether the document has an address line; it stands on the first page of the main part only.
    pub(super) has_contact: bool,
    /// Whether the document has annexes.
    pub(super) has_annexes: bool,
}

/// Paper, margins, and the page number from page 2 on. Children in the order the schema has them.
pub(super) fn write(xml: &mut Xml, form: &Form, sheets: Sheets) {
    let page = &sheets.page;
    xml.element("w:sectPr", &[], |xml| {
        let reference = format!("w:{}Reference", page_number_kind(form));
        xml.empty(&reference, &[("w:type", "default"), ("r:id", PAGE_NUMBER_RELATION)]);
        if sheets.has_contact {
            let first = if sheets.is_annex { EMPTY_FOOTER_RELATION } else { CONTACT_RELATION };
            xml.empty("w:footerReference", &[("w:type", "first"), ("r:id", first)]);
        }
        if sheets.is_annex {
            xml.value("w:type", "nextPage");
        }
        let twips = |length: Length| length.twips().to_string();
        let (width, height) = (twips(page.width), twips(page.height));
        if page.width > page.height {
            xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height), ("w:orient", "landscape")]);
        } else {
            xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height)]);
        }
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
        if sheets.has_annexes {
            xml.empty("w:pgNumType", &[("w:start", "1")]);
        }
        xml.empty("w:titlePg", &[]);
    });
}
