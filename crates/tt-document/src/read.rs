//! Readers: bytes in, [`Document`] out.

use crate::model::Document;

/// Largest input a reader takes, in bytes (50 MB is refused with a clear message rather than read for minutes).
pub const MAX_INPUT_BYTES: usize = 32 * 1024 * 1024;

/// Why a file cannot be read as a document. The container is at fault, never the content.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Over [`MAX_INPUT_BYTES`], or a container that unpacks to too much.
    #[error("the file is too large: {bytes} bytes, at most {limit}")]
    TooLarge {
        /// Bytes it has or would unpack to.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// Neither text in a known encoding nor a known container.
    #[error("the file is neither text nor a DOCX")]
    NotText,
    /// A DOCX that ends early or is damaged, with the part at fault.
    #[error("the DOCX is damaged at {part}")]
    DamagedDocx {
        /// Which part of the package, or `zip`.
        part: String,
    },
    /// A DOCX (or other Office file) locked by a password.
    #[error("the file is locked by a password")]
    Locked,
    /// An old binary `.doc`.
    #[error("the file is an old binary .doc")]
    LegacyDoc,
    /// XML with a document type declaration or external entity.
    #[error("the DOCX declares XML entities in {part}")]
    Entities {
        /// Which part of the package.
        part: String,
    },
}

/// Reads a file of any known kind, told apart by its bytes, never by its name.
///
/// # Errors
/// [`ReadError`] says what is wrong with the container.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let _ = bytes;
    Err(ReadError::NotText)
}
