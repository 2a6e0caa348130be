//! The parts of a workbook, unpacked under limits and read as XML without entities.

use std::io::{Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::result::ZipError;

use super::SheetError;

/// Most one part may unpack to, in bytes: [`super::MAX_ROWS`] rows of many columns stay below it.
const MAX_PART: u64 = 128 * 1024 * 1024;

/// Most a part may grow in unpacking; a table of like rows grows some forty times.
const MAX_RATIO: u64 = 250;

/// Parts smaller than this may grow as they like, in bytes.
const RATIO_CHECKED_FROM: u64 = 16 * 1024 * 1024;

/// Most entries a workbook may have.
const MAX_ENTRIES: usize = 5_000;

/// A workbook's package.
pub(super) struct Package<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Package<'a> {
    /// Opens it; nothing is unpacked yet.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("zip"))?;
        if archive.len() > MAX_ENTRIES { Err(damaged("zip")) } else { Ok(Self(archive)) }
    }

    /// The text of a part; `None` where there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, SheetError> {
        let entry = match self.0.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(SheetError::Locked),
            Err(_) => return Err(damaged(name)),
        };
        let grown = entry.compressed_size().saturating_mul(MAX_RATIO).max(RATIO_CHECKED_FROM);
        let limit = MAX_PART.min(grown);
        let declared = entry.size();
        if declared > limit {
            return Err(SheetError::TooLarge { size: declared, limit });
        }
        let mut bytes = Vec::new();
        // What is declared may lie: one byte over the limit tells.
        entry.take(limit + 1).read_to_end(&mut bytes).map_err(|_| damaged(name))?;
        if bytes.len() as u64 > limit {
            return Err(SheetError::TooLarge { size: bytes.len() as u64, limit });
        }
        String::from_utf8(bytes).map(Some).map_err(|_| damaged(name))
    }
}

pub(super) fn damaged(part: &str) -> SheetError {
    SheetError::Damaged(part.to_owned())
}

/// A piece of a part.
pub(super) enum Piece<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// The element of that local name ends.
    Close(String),
    /// Text.
    Text(String),
}

/// The start of an element.
pub(super) struct Element<'a> {
    start: BytesStart<'a>,
    /// Its name without prefix.
    pub(super) name: String,
}

impl Element<'_> {
    /// An attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }
}

/// A part being read.
pub(super) struct Part<'a> {
    reader: Reader<&'a [u8]>,
    name: &'a str,
}

impl<'a> Part<'a> {
    pub(super) fn new(text: &'a str, name: &'a str) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, name }
    }

    /// The next piece; `None` at the end. A document type, which could declare entities, is damage.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a>>, SheetError> {
        let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
        loop {
            let event = self.reader.read_event().map_err(|_| damaged(self.name))?;
            return Ok(Some(match event {
                Event::Start(start) => {
                    let name = local(start.name().0);
                    Piece::Open(Element { start, name })
                }
                Event::End(end) => Piece::Close(local(end.name().0)),
                Event::Text(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let letter = reference.resolve_char_ref().map_err(|_| damaged(self.name))?;
                    let known = || {
                        let name = reference.xml10_content();
                        quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
                    };
                    Piece::Text(letter.map(String::from).or_else(known).ok_or_else(|| damaged(self.name))?)
                }
                Event::DocType(_) => return Err(damaged(self.name)),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            }));
        }
    }
}
