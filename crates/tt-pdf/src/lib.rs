//! A Document as PDF: laid out and written by the Typst library in process, archival (PDF/A-2a) where the document is
//! dated and accessible (PDF/UA-1) always, unless a character no face has stands in the way.
//!
//! Pure: no network, file, system font or clock; the same document and form always give the same bytes. The text of a
//! document reaches Typst as string values, never as source, so nothing in it can act as markup. Fonts and templates
//! are loaded at the first PDF and kept; the compiler's caches are dropped after each. Read [`pdf`] first, then
//! `templates/main.typ`.

mod data;
mod fonts;
mod runs;
mod table;
mod world;

#[cfg(test)]
mod tests;

use tt_document::Document;
use tt_render::Form;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::world::World;

/// Why a document cannot be made a PDF; with the compiler's own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The templates do not lay it out.
    #[error("the document cannot be laid out: {0}")]
    Layout(String),
    /// It is laid out but cannot be written.
    #[error("the PDF cannot be written: {0}")]
    Write(String),
}

/// Lays out and writes a document.
///
/// # Errors
/// [`PdfError`] is a fault of the templates or the library, not of the document: any document that the readers give or
/// [`tt_document::build::Builder`] builds has a PDF.
pub fn pdf(document: &Document, form: &Form) -> Result<Vec<u8>, PdfError> {
    let strict = options(standards(document))?;
    let plain = options(&[])?;
    let world = World::new(data::inputs(document, form));
    // Where a standard refuses (a character without a glyph, one of a private area): plain tagged PDF of the same look.
    let written =
        typst::compile(&world).output.map_err(|errors| PdfError::Layout(messages(&errors))).and_then(|pages| {
            typst_pdf::pdf(&pages, &strict)
                .or_else(|_| typst_pdf::pdf(&pages, &plain))
                .map_err(|errors| PdfError::Write(messages(&errors)))
        });
    // What the compiler remembers of one document is of no use to the next, and holds megabytes.
    comemo::evict(0);
    written
}

/// Accessible, and archival if it can be: PDF/A asks for a creation date, and a document without its date is a draft.
fn standards(document: &Document) -> &'static [PdfStandard] {
    match document.frame.date.date() {
        Some(_) => &[PdfStandard::A_2a, PdfStandard::Ua_1],
        None => &[PdfStandard::Ua_1],
    }
}

fn options(standards: &[PdfStandard]) -> Result<PdfOptions, PdfError> {
    let standards = PdfStandards::new(standards).map_err(|error| PdfError::Write(error.message().to_string()))?;
    Ok(PdfOptions { creator: Smart::Custom(Some("Trọng Tâm".to_owned())), standards, ..PdfOptions::default() })
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
