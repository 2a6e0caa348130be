//! A Document as PDF: laid out and written by the Typst library in process, archival (PDF/A-2a) where the document is
//! dated and accessible (PDF/UA-1) always, unless a character no face has stands in the way.
//!
//! Pure: no network, file, system font or clock; the same document and form always give the same bytes. The text of a
//! document reaches Typst as string values, never as source, so nothing in it can act as markup. Fonts and templates
//! are loaded at the first PDF and kept; the compiler's caches are dropped after each. Read [`pdf`] first, then
//! `templates/main.typ`.

mod data;
mod fonts;
mod parts;
mod runs;
mod table;
mod world;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use tt_document::{BlockKind, Document};
use tt_render::Form;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::world::World;

/// Most bytes of text laid out: some 550 pages and four seconds.
pub const MAX_TEXT_BYTES: usize = 2 * 1024 * 1024;
/// Most blocks, cells, notes and runs laid out, together.
pub const MAX_PARTS: usize = 60_000;

/// Why a document cannot be made a PDF; where the compiler is at fault, with its own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// Over [`MAX_TEXT_BYTES`] or [`MAX_PARTS`].
    #[error("the document is too large for a PDF: {bytes} bytes of text in {parts} parts")]
    TooLarge {
        /// Bytes of text it has.
        bytes: usize,
        /// Blocks, cells, notes and runs it has.
        parts: usize,
    },
    /// The templates do not lay it out.
    #[error("the document cannot be laid out: {0}")]
    Layout(String),
    /// It is laid out but cannot be written.
    #[error("the PDF cannot be written: {0}")]
    Write(String),
}

/// What leads from a file to its records, as plain data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Lines below the closing, beside the code.
    pub lines: Vec<String>,
    /// Squares of a code for cameras (mã QR), row by row; empty for none.
    pub squares: Vec<Vec<bool>>,
    /// What the code holds, for who cannot see it; also where the first line leads.
    pub address: Option<String>,
    /// Addresses by the key of the record shown.
    pub links: BTreeMap<String, String>,
}

/// Lays out and writes a document whose figures lead to their records, with a code below its closing.
///
/// # Errors
/// As [`pdf`].
pub fn traced(document: &Document, form: &Form, trace: &Trace) -> Result<Vec<u8>, PdfError> {
    written(document, form, Some(trace))
}

/// Lays out and writes a document.
///
/// # Errors
/// [`PdfError::TooLarge`] for what would be laid out for minutes. The others are faults of the templates or the library,
/// not of the document: what the readers give or [`tt_document::build::Builder`] builds has a PDF.
pub fn pdf(document: &Document, form: &Form) -> Result<Vec<u8>, PdfError> {
    written(document, form, None)
}

fn written(document: &Document, form: &Form, trace: Option<&Trace>) -> Result<Vec<u8>, PdfError> {
    let (bytes, parts) = (document.text.len(), parts(document));
    if bytes > MAX_TEXT_BYTES || parts > MAX_PARTS {
        return Err(PdfError::TooLarge { bytes, parts });
    }
    let strict = options(standards(document))?;
    let plain = options(&[])?;
    let world = World::new(data::inputs(document, form, trace));
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

/// Blocks, cells, notes and runs, and the cells that fill up short rows.
fn parts(document: &Document) -> usize {
    let blocks = document.blocks.iter().map(|block| {
        let cells = match &block.kind {
            BlockKind::Table(table) => table.rows.len() * table.rows.iter().map(Vec::len).max().unwrap_or_default(),
            BlockKind::Picture(picture) => picture.drawing.as_ref().map_or(0, |drawing| drawing.marks.len()),
            _ => 0,
        };
        1 + cells + block.runs.len()
    });
    blocks.chain(document.notes.iter().map(|note| 1 + note.runs.len())).sum()
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
