//! Documents as files: one place that knows which format is made by whom.

use std::collections::BTreeMap;
use std::path::Path;

use tt_check::{Finding, Message};
use tt_document::Document;
use tt_document::model::{RecordKey, RunRole};
use tt_render::{Comment, Form};

use crate::contract::Language;
use crate::error::AppError;
use crate::wording::say;

/// A format documents are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// A workbook of its tables and figures.
    Xlsx,
    /// A page of its own for browsers.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] = [Self::Docx, Self::Pdf, Self::Xlsx, Self::Html, Self::Markdown, Self::Text];

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Text => "txt",
        }
    }

    /// The format with this ending.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_lowercase();
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The format a file's name asks for.
    ///
    /// # Errors
    /// A sentence for people when the ending is none of ours.
    pub fn of_path(path: &Path) -> Result<Self, Message> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        Self::from_extension(ending).ok_or_else(|| {
            let file = path.display();
            say(
                format!("{file}: không ghi được định dạng này; hãy dùng đuôi .docx, .pdf, .xlsx, .html, .md hoặc .txt"),
                format!("{file}: this format cannot be written; use .docx, .pdf, .xlsx, .html, .md or .txt"),
            )
        })
    }
}

/// Writes a document in a format, in the form its date asks for.
///
/// # Errors
/// A renderer failed.
pub fn render(document: &Document, format: Format) -> Result<Vec<u8>, AppError> {
    let form = Form::for_date(&document.frame.date);
    match format {
        Format::Docx => {
            tt_render::docx(document, form).map_err(|error| AppError::Internal(format!("writing DOCX ({error})")))
        }
        Format::Pdf => {
            tt_pdf::pdf(document, form).map_err(|error| AppError::Internal(format!("writing PDF ({error})")))
        }
        Format::Xlsx => {
            crate::workbook::workbook(document).map_err(|error| AppError::Internal(format!("writing XLSX ({error})")))
        }
        Format::Html => Ok(tt_render::html(document, form).into_bytes()),
        Format::Markdown => Ok(tt_render::markdown(document).into_bytes()),
        Format::Text => Ok(tt_render::text(document).into_bytes()),
    }
}

/// What leads from an issued file back to its records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Code of the public address.
    pub code: String,
    /// That address in full, where the site's own is known.
    pub address: Option<String>,
    /// The site's address, to which the pages of records are added.
    pub site: Option<String>,
}

impl Trace {
    /// Addresses of the records a document shows, by their keys.
    fn links(&self, document: &Document) -> BTreeMap<String, String> {
        let Some(site) = &self.site else { return BTreeMap::new() };
        let runs = document.blocks.iter().flat_map(|block| &block.runs);
        let page = |key: &RecordKey| {
            let (kind, id) = key.0.split_once('-')?;
            let page = match kind {
                "figure" => "so-lieu",
                "document" => "van-ban",
                _ => return None,
            };
            Some((key.0.clone(), format!("{site}/{page}/{id}")))
        };
        runs.filter_map(|run| match &run.role {
            RunRole::Figure(key) | RunRole::Citation(key) => page(key),
            _ => None,
        })
        .collect()
    }

    /// What stands below the closing of a PDF.
    fn on_paper(&self, document: &Document) -> Result<tt_pdf::Trace, AppError> {
        let squares = match &self.address {
            Some(address) => {
                let code = qrcode::QrCode::new(address.as_bytes())
                    .map_err(|error| AppError::Internal(format!("drawing the code of an address ({error})")))?;
                let dark: Vec<bool> = code.to_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect();
                dark.chunks(code.width()).map(<[bool]>::to_vec).collect()
            }
            None => Vec::new(),
        };
        let lines = match &self.address {
            Some(address) => vec!["Xác minh văn bản tại:".to_owned(), address.clone()],
            None => vec![format!("Mã xác minh: {}", self.code)],
        };
        Ok(tt_pdf::Trace { lines, squares, address: self.address.clone(), links: self.links(document) })
    }
}

/// Writes a document as it is issued: its figures lead to their records, and a PDF tells how to verify it.
///
/// # Errors
/// A renderer failed.
pub fn issued(document: &Document, format: Format, trace: &Trace) -> Result<Vec<u8>, AppError> {
    let form = Form::for_date(&document.frame.date);
    match format {
        Format::Pdf => tt_pdf::traced(document, form, &trace.on_paper(document)?)
            .map_err(|error| AppError::Internal(format!("writing PDF ({error})"))),
        Format::Html => Ok(tt_render::html_linked(document, form, &trace.links(document)).into_bytes()),
        other => render(document, other),
    }
}

/// Writes a document as DOCX with findings as comments at their places.
///
/// # Errors
/// The renderer failed.
pub fn commented(document: &Document, findings: &[Finding], language: Language) -> Result<Vec<u8>, AppError> {
    let comments: Vec<Comment> = findings
        .iter()
        .map(|finding| {
            let title = format!("{}: {}", finding.code, language.pick(&finding.title));
            let explanation = language.pick(&finding.explanation).to_owned();
            let lines = [Some(title), finding.recomputation.clone(), Some(explanation)];
            Comment { span: finding.span, lines: lines.into_iter().flatten().collect() }
        })
        .collect();
    let form = Form::for_date(&document.frame.date);
    tt_render::docx_with_comments(document, form, &comments)
        .map_err(|error| AppError::Internal(format!("writing DOCX ({error})")))
}
