//! A Document on paper and screen: format profiles by date, and renderers to DOCX, HTML, plain text and Markdown.
//!
//! Pure: a [`tt_document::Document`] in, bytes or text out; no file, clock or network, and the same input always gives
//! the same bytes. Never decides what a document says, only how it looks. Read [`Form`] first, then [`PrintedFrame`].

pub mod block_style;
pub mod chart;
mod docx;
pub mod form;
pub mod glue;
mod html;
pub mod length;
pub mod measure;
pub mod printed;
pub mod sections;
pub mod table_layout;
mod text;

pub use docx::{Comment, RenderError, docx, docx_with_comments};
pub use form::Form;
pub use html::{html, html_linked};
pub use printed::PrintedFrame;
pub use text::{markdown, text};
