//! XML as a stream of tokens, by local names of `WordprocessingML`, without entities or document types.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::read::ReadError;
use crate::read::docx::package::damaged;

/// Namespace of `WordprocessingML`, as most files and as strict ones have it.
const NAMESPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// A part being read.
pub(super) struct Pull<'a> {
    reader: Reader<&'a [u8]>,
    part: &'a str,
    /// Prefix bound to `WordprocessingML`, with its colon; empty where that is the default namespace.
    prefix: String,
    depth: usize,
}

/// A token of a part.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// An element begins; an empty one ends at once.
    Open(Tag<'a>),
    /// An element ends.
    Close,
    /// Text, references resolved.
    Text(String),
}

/// The start of an element.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    start: BytesStart<'a>,
    part: &'a str,
    /// Bytes of the prefix left out of the name.
    prefix: usize,
}

impl<'a> Pull<'a> {
    /// Starts reading the text of a part.
    pub(super) fn new(text: &'a str, part: &'a str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let prefix = NAMESPACES.iter().find_map(|namespace| {
            let before = text.get(..text.find(&format!("=\"{namespace}\""))?)?;
            let (_, prefix) = before.rsplit_once("xmlns:")?;
            prefix.chars().all(char::is_alphanumeric).then(|| format!("{prefix}:"))
        });
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part, prefix: prefix.unwrap_or_default(), depth: 0 }
    }

    /// The next token; `None` at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, ReadError> {
        loop {
            let event = self.reader.read_event().map_err(|_| damaged(self.part))?;
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    let ours = start.starts_with(&self.prefix);
                    Token::Open(Tag { start, part: self.part, prefix: if ours { self.prefix.len() } else { 0 } })
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::Close
                }
                Event::Text(text) => Token::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Token::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => Token::Text(self.resolved(&reference)?),
                Event::DocType(_) => return Err(self.entities()),
                Event::Eof if self.depth > 0 => return Err(damaged(self.part)),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            }));
        }
    }

    /// Skips to the end of the element just opened.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    fn entities(&self) -> ReadError {
        ReadError::Entities { part: self.part.to_owned() }
    }

    /// A character reference or one of the five names XML itself has; any other was declared by a document type.
    fn resolved(&self, reference: &BytesRef<'_>) -> Result<String, ReadError> {
        if let Some(c) = reference.resolve_char_ref().map_err(|_| damaged(self.part))? {
            return Ok(c.to_string());
        }
        let name = reference.xml10_content();
        quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned).ok_or_else(|| self.entities())
    }
}

impl Tag<'_> {
    /// Its name: of `WordprocessingML` without prefix (`p`, `tbl`), of other vocabularies with theirs (`mc:Fallback`).
    pub(super) fn name(&self) -> &str {
        self.start.name().0.get(self.prefix..).unwrap_or_default()
    }

    /// An attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, ReadError> {
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| damaged(self.part))?;
            if attribute.key.local_name().into_inner() == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| damaged(self.part))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }

    /// The attribute `val`.
    pub(super) fn value(&self) -> Result<Option<String>, ReadError> {
        self.attribute("val")
    }

    /// The attribute `val` as a number.
    pub(super) fn number(&self) -> Result<Option<u32>, ReadError> {
        Ok(self.value()?.and_then(|value| value.parse().ok()))
    }

    /// A property that is on unless its value says otherwise.
    pub(super) fn is_on(&self) -> Result<bool, ReadError> {
        Ok(!matches!(self.value()?.as_deref(), Some("0" | "false" | "off" | "none")))
    }
}
