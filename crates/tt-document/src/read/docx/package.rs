//! The package: parts unpacked under limits, and the relations that name them.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::read::ReadError;
use crate::read::docx::pull::{Pull, Token};

/// Most a single part may unpack to, in bytes.
const MAX_PART: u64 = 64 * 1024 * 1024;
/// Most all parts read may unpack to, in bytes.
const MAX_ALL: u64 = 200 * 1024 * 1024;
/// Parts over this size are checked for [`MAX_RATIO`], in bytes.
const RATIO_CHECKED_FROM: u64 = 8 * 1024 * 1024;
/// Most a large part may grow in unpacking; real documents stay below a tenth of it.
const MAX_RATIO: u64 = 200;
/// Most entries a package may have.
const MAX_ENTRIES: usize = 10_000;

/// A DOCX package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    unpacked: u64,
}

/// Names of the parts a document is read from.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) document: String,
    pub(super) styles: Option<String>,
    pub(super) numbering: Option<String>,
    pub(super) footnotes: Option<String>,
    pub(super) endnotes: Option<String>,
    /// Footers, a few at most.
    pub(super) footers: Vec<String>,
}

impl<'a> Package<'a> {
    /// Opens a package without unpacking anything yet.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("zip"))?;
        if archive.len() > MAX_ENTRIES {
            return Err(ReadError::TooLarge { bytes: archive.len() as u64, limit: MAX_ENTRIES as u64 });
        }
        Ok(Self { archive, unpacked: 0 })
    }

    /// Finds the parts by their relations.
    pub(super) fn parts(&mut self) -> Result<Parts, ReadError> {
        let root = self.relations("_rels/.rels", "")?;
        let document = find(&root, "officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
        let (folder, name) = document.rsplit_once('/').unwrap_or(("", &document));
        let separator = if folder.is_empty() { "" } else { "/" };
        let own = self.relations(&format!("{folder}{separator}_rels/{name}.rels"), folder)?;
        Ok(Parts {
            styles: find(&own, "styles"),
            numbering: find(&own, "numbering"),
            footnotes: find(&own, "footnotes"),
            endnotes: find(&own, "endnotes"),
            footers: own.iter().filter(|(kind, _)| kind == "footer").map(|(_, part)| part.clone()).take(9).collect(),
            document,
        })
    }

    /// The text of a part; `None` if there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let room = MAX_PART.min(MAX_ALL - self.unpacked);
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(ReadError::Locked),
            Err(_) => return Err(damaged(name)),
        };
        let packed = entry.compressed_size();
        if entry.size() > room {
            return Err(ReadError::TooLarge { bytes: entry.size(), limit: room });
        }
        let mut bytes = Vec::new();
        // The declared size may lie: one byte over the limit tells.
        entry.take(room + 1).read_to_end(&mut bytes).map_err(|_| damaged(name))?;
        let size = bytes.len() as u64;
        if size > room {
            return Err(ReadError::TooLarge { bytes: size, limit: room });
        }
        if size > RATIO_CHECKED_FROM && size / packed.max(1) > MAX_RATIO {
            return Err(ReadError::TooLarge { bytes: size, limit: packed.saturating_mul(MAX_RATIO) });
        }
        self.unpacked += size;
        decode(bytes).map(Some).ok_or_else(|| damaged(name))
    }

    /// Relations as `(last word of the type, target)`.
    fn relations(&mut self, name: &str, folder: &str) -> Result<Vec<(String, String)>, ReadError> {
        let Some(text) = self.text(name)? else { return Ok(Vec::new()) };
        let mut pull = Pull::new(&text, name);
        let mut found = Vec::new();
        while let Some(token) = pull.next()? {
            let Token::Open(tag) = token else { continue };
            let (Some(kind), Some(target)) = (tag.attribute("Type")?, tag.attribute("Target")?) else { continue };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.push((kind, resolved(folder, &target)));
        }
        Ok(found)
    }
}

fn find(relations: &[(String, String)], kind: &str) -> Option<String> {
    relations.iter().find(|(own, _)| own == kind).map(|(_, target)| target.clone())
}

/// A target as the name of a part: from the root, or from the folder of the part that names it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// XML is UTF-8 or UTF-16 with a byte order mark.
fn decode(bytes: Vec<u8>) -> Option<String> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).skip(1).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes).ok(),
    }
}

/// The error for a part that cannot be read.
pub(super) fn damaged(part: &str) -> ReadError {
    ReadError::DamagedDocx { part: part.to_owned() }
}
