//! A Document on paper and screen: format profiles by date, and renderers to DOCX, HTML, plain text and Markdown.
//!
//! Pure: a [`tt_document::Document`] in, bytes or text out; no file, clock or network, and the same input always gives
//! the same bytes. Never decides what a document says, only how it looks. Read [`Form`] first, then [`PrintedFrame`].

pub mod form;
pub mod length;
pub mod printed;

pub use form::Form;
pub use printed::PrintedFrame;
