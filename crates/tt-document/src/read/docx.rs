//! The DOCX reader: a package unpacked under limits, its text taken as printed, then structured like any other text.
//!
//! What a reader of the page would see is read: automatic numbers as their labels, tracked insertions, text in boxes;
//! deleted text, hidden text, tables of contents and page numbers are not. Documents with a document type declaration
//! or entities are refused.

mod body;
mod control;
mod fields;
mod numbering;
mod package;
mod paragraph;
mod properties;
mod pull;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use crate::model::Document;
use crate::read::ReadError;
use crate::structure::{assemble, is_contact};

use body::Reader;
use numbering::Numbering;
use package::Package;
use styles::Styles;

/// Reads a DOCX package.
pub(crate) fn read_docx(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut package = Package::open(bytes)?;
    let parts = package.parts()?;
    let mut text = |name: Option<&String>| match name {
        Some(name) => Ok(package.text(name)?.map(|text| (name.clone(), text))),
        None => Ok(None),
    };
    let styles = text(parts.styles.as_ref())?;
    let styles = styles.map(|(name, text)| Styles::read(&text, &name)).transpose()?.unwrap_or_default();
    let numbering = text(parts.numbering.as_ref())?;
    let numbering = numbering.map(|(name, text)| Numbering::read(&text, &name)).transpose()?.unwrap_or_default();
    // A zip without a word-processing document (a spreadsheet, an archive of files) is no DOCX, but not damaged.
    let main = text(Some(&parts.document))?.filter(|(_, text)| text.contains("wordprocessingml/"));
    let (name, main) = main.ok_or(ReadError::NotText)?;
    let mut reader = Reader::new(&styles, numbering);
    for (part, text) in [text(parts.footnotes.as_ref())?, text(parts.endnotes.as_ref())?].into_iter().flatten() {
        reader.notes(&text, &part)?;
    }
    let mut contact = None;
    for part in &parts.footers {
        if let Some((part, text)) = text(Some(part))? {
            contact = contact.or(reader.lines(&text, &part)?.into_iter().find(|line| is_contact(line)));
        }
    }
    let (read, notes) = reader.document(&main, &name)?;
    if read.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut document = assemble(&read, notes);
    document.frame.contact = contact.or(document.frame.contact.take());
    Ok(document)
}
