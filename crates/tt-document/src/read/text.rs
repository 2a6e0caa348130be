//! The text and Markdown reader.

use crate::build::{Builder, Piece};
use crate::frame::Frame;
use crate::model::{BlockKind, Document};

/// Reads a normalised text.
pub(crate) fn read_text(source: &str) -> Document {
    let mut builder = Builder::new(Frame::default());
    for (line, number) in source.lines().zip(1..) {
        if !line.trim().is_empty() {
            builder.block(BlockKind::Paragraph { label: None }, &[Piece::plain(line.trim())], Some(number));
        }
    }
    builder.finish()
}
