//! Readers: bytes in, [`Document`] out.

use crate::model::Document;

mod docx;
mod encoding;
mod text;

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
    /// A PDF, a page picture rather than a text.
    #[error("the file is a PDF")]
    Pdf,
    /// A rich text file.
    #[error("the file is RTF")]
    RichText,
    /// Vietnamese in an encoding from before Unicode: TCVN3 (ABC) or VNI.
    #[error("the text is in an encoding from before Unicode: {name}")]
    OldEncoding {
        /// Name of the encoding.
        name: &'static str,
    },
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
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > MAX_INPUT_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() as u64, limit: MAX_INPUT_BYTES as u64 });
    }
    if bytes.starts_with(ZIP_MAGIC) {
        return docx::read_docx(bytes);
    }
    if bytes.starts_with(OLE_MAGIC) {
        return Err(if holds_encrypted_package(bytes) { ReadError::Locked } else { ReadError::LegacyDoc });
    }
    if bytes.starts_with(b"%PDF-") {
        return Err(ReadError::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(ReadError::RichText);
    }
    let source = encoding::decode(bytes)?;
    if source.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(text::read_text(&source))
}

/// Local file header of a zip; an empty or spanned archive is damaged all the same, and said so by the DOCX reader.
const ZIP_MAGIC: &[u8] = b"PK";
/// Header of an OLE compound file.
const OLE_MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Whether an OLE file is the envelope of an encrypted OOXML package: a stream of this name, in UTF-16LE.
fn holds_encrypted_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_told_apart_by_their_bytes() {
        assert_eq!(read(b"").err(), Some(ReadError::Empty));
        assert_eq!(read(b" \n\t\r\n").err(), Some(ReadError::Empty));
        assert_eq!(read(b"%PDF-1.7\n1 0 obj").err(), Some(ReadError::Pdf));
        assert_eq!(read(b"{\\rtf1\\ansi B\\u225 ?o}").err(), Some(ReadError::RichText));
        assert_eq!(read(&[0x89, b'P', b'N', b'G', 0, 1, 2, 3]).err(), Some(ReadError::NotText));
        let mut ole = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        assert_eq!(read(&ole).err(), Some(ReadError::LegacyDoc));
        ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read(&ole).err(), Some(ReadError::Locked));
        let large = vec![b'a'; MAX_INPUT_BYTES + 1];
        assert!(matches!(read(&large), Err(ReadError::TooLarge { .. })));
    }
}
