//! The DOCX reader.

use crate::model::Document;
use crate::read::ReadError;

/// Reads a DOCX package.
pub(crate) fn read_docx(bytes: &[u8]) -> Result<Document, ReadError> {
    let _ = bytes;
    Err(ReadError::DamagedDocx { part: "zip".to_owned() })
}
