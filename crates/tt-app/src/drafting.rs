//! Documents that an agency drafts out of its own records: plan, proposal, notice of conclusions, letter that urges.
//!
//! A draft has neither number nor signer: who signs is decided when it is signed.

use tt_document::Document;
use tt_document::build::{Builder, Piece};
use tt_document::frame::Frame;
use tt_document::model::BlockKind;
use tt_domain::organisation::Agency;
use tt_text::date::PartialDate;

use crate::error::AppError;
use crate::outputs::{Format, render};
use crate::reports::blocking;

/// The frame of such a document: kind (tên loại), symbol (ký hiệu), date and subject, all else as the agency has it.
pub(crate) fn frame(agency: &Agency, kind: &str, symbol: String, date: PartialDate, subject: String) -> Frame {
    Frame {
        kind: Some(kind.to_owned()),
        superior: agency.superior.clone(),
        issuer: Some(agency.name.clone()),
        symbol: Some(symbol),
        place: agency.place.clone(),
        date,
        subject: Some(subject),
        ..Frame::default()
    }
}

/// The document as a file of a format: `stem.docx` and its bytes.
pub(crate) async fn file(stem: String, document: Document, format: Format) -> Result<(String, Vec<u8>), AppError> {
    let bytes = blocking(move || render(&document, format)).await??;
    Ok((format!("{stem}.{}", format.extension()), bytes))
}

/// A sentence without the mark that ends it, to stand within another.
pub(crate) fn without_stop(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ';'])
}

/// A cell of a table.
pub(crate) fn cell(text: impl Into<String>, strong: bool) -> Vec<Piece> {
    vec![Piece { strong, ..Piece::plain(text) }]
}

/// A document being written, part by part.
pub(crate) struct Draft {
    builder: Builder,
}

impl Draft {
    pub(crate) fn new(frame: Frame) -> Self {
        Self { builder: Builder::new(frame) }
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain(text)], None);
    }

    pub(crate) fn numbered(&mut self, label: &str, text: &str) {
        self.labelled(label, text, false);
    }

    /// A numbered paragraph in bold, as the head of what follows.
    pub(crate) fn numbered_head(&mut self, label: &str, text: &str) {
        self.labelled(label, text, true);
    }

    fn labelled(&mut self, label: &str, text: &str, strong: bool) {
        let kind = BlockKind::Paragraph { label: Some(label.to_owned()) };
        self.builder.block(kind, &[Piece { strong, ..Piece::plain(format!("{label} {text}")) }], None);
    }

    pub(crate) fn heading(&mut self, label: &str, title: &str) {
        let kind = BlockKind::Heading { level: 1, label: Some(label.to_owned()) };
        self.builder.block(kind, &[Piece { strong: true, ..Piece::plain(format!("{label} {title}")) }], None);
    }

    /// `- name: value.`, unless there is no value.
    pub(crate) fn item(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            let kind = BlockKind::Item { marker: "-".to_owned() };
            self.builder.block(kind, &[Piece::plain(format!("- {name}: {value}."))], None);
        }
    }

    pub(crate) fn table(&mut self, rows: &[Vec<Vec<Piece>>]) {
        self.builder.table(1, rows, None);
    }

    pub(crate) fn finish(self) -> Document {
        self.builder.finish()
    }
}
