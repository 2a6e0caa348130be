//! Document → DOCX: a Word file as a careful clerk makes it, from named styles, with real numbering and footnotes.
//!
//! The same document gives the same bytes: no clock, no random identifiers, fixed times in the package. Figures,
//! citations and texts taken from records stand in content controls whose tag is the key of the record, so that a
//! reader finds them again after the file has been edited.

mod body;
mod comment;
mod frame;
mod numbering;
mod package;
mod picture;
mod section;
mod style;
mod style_sheet;
mod table;
mod xml;

use std::io::{Cursor, Write};

use tt_document::Document;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::form::Form;
use crate::printed::PrintedFrame;
pub use comment::Comment;
use numbering::Numbering;
use package::Part;

/// Why a document cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The package could not be put together: a part is larger than a zip archive holds.
    #[error("the DOCX package could not be written")]
    Package(#[from] zip::result::ZipError),
    /// See [`RenderError::Package`].
    #[error("the DOCX package could not be written")]
    Write(#[from] std::io::Error),
}

/// Namespaces of every part in `WordprocessingML`.
const NAMESPACES: xml::Attributes<'static> = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

/// Renders a document to the bytes of a DOCX file.
///
/// # Errors
/// [`RenderError`], for a document of gigabytes.
pub fn docx(document: &Document, form: &Form) -> Result<Vec<u8>, RenderError> {
    docx_with_comments(document, form, &[])
}

/// Renders a document with comments in the margin.
///
/// # Errors
/// As [`docx`].
pub fn docx_with_comments(document: &Document, form: &Form, comments: &[Comment]) -> Result<Vec<u8>, RenderError> {
    let frame = PrintedFrame::new(&document.frame);
    let numbering = Numbering::plan(document);
    let mut parts = package::fixed_parts(document, form, !comments.is_empty());
    parts.extend(picture::parts(document));
    parts.push(("word/styles.xml".into(), style_sheet::part(form)));
    parts.push(("word/numbering.xml".into(), numbering.part(form)));
    parts.push(("word/footnotes.xml".into(), body::footnotes_part(document)));
    if comments.is_empty() {
        parts.push(("word/document.xml".into(), body::document_part(document, &frame, form, &numbering, &[])));
    } else {
        let mut document = document.clone();
        let anchored = comment::anchor(&mut document, &numbering, comments);
        parts.push(("word/comments.xml".into(), comment::part(comments, &anchored)));
        parts.push(("word/document.xml".into(), body::document_part(&document, &frame, form, &numbering, &anchored)));
    }
    archive(&parts)
}

fn archive(parts: &[Part]) -> Result<Vec<u8>, RenderError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name.as_ref(), options)?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}
