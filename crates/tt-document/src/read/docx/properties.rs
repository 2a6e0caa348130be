//! Properties of runs and paragraphs.

use crate::read::ReadError;
use crate::read::docx::numbering::NumberRef;
use crate::read::docx::pull::{Pull, Tag, Token};

/// Run properties; `None` where nothing is said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunProperties {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    /// Shown in capitals whatever the letters.
    pub(super) capitals: Option<bool>,
    /// Not shown.
    pub(super) hidden: Option<bool>,
    /// Raised.
    pub(super) raised: Option<bool>,
}

/// Run properties as they stand at a run, with the character style they name.
#[derive(Clone, Debug, Default)]
pub(super) struct RunSettings {
    pub(super) own: RunProperties,
    pub(super) style: Option<String>,
    /// The paragraph mark was deleted by a tracked change.
    pub(super) deleted: bool,
}

/// Paragraph properties.
#[derive(Clone, Debug, Default)]
pub(super) struct ParagraphProperties {
    pub(super) style: Option<String>,
    pub(super) number: NumberRef,
    /// Outline level from 0; 9 is body text.
    pub(super) outline: Option<u8>,
    /// Properties of the paragraph mark.
    pub(super) mark: RunSettings,
}

impl RunProperties {
    /// These, and where they say nothing, the others.
    #[must_use]
    pub(super) fn over(self, other: Self) -> Self {
        Self {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            capitals: self.capitals.or(other.capitals),
            hidden: self.hidden.or(other.hidden),
            raised: self.raised.or(other.raised),
        }
    }

    /// Reads an `rPr` just opened, without the style it names.
    pub(super) fn read(pull: &mut Pull<'_>) -> Result<Self, ReadError> {
        Ok(RunSettings::read(pull)?.own)
    }
}

impl RunSettings {
    /// Reads an `rPr` just opened.
    pub(super) fn read(pull: &mut Pull<'_>) -> Result<Self, ReadError> {
        let mut read = Self::default();
        let depth = pull.depth();
        while let Some(token) = pull.next()? {
            match token {
                Token::Open(tag) => match tag.name() {
                    "b" => read.own.bold = Some(tag.is_on()?),
                    "i" => read.own.italic = Some(tag.is_on()?),
                    "caps" => read.own.capitals = Some(tag.is_on()?),
                    "vanish" => read.own.hidden = Some(tag.is_on()?),
                    "vertAlign" => read.own.raised = Some(tag.value()?.as_deref() == Some("superscript")),
                    "rStyle" => read.style = tag.value()?,
                    "del" => read.deleted = true,
                    // What the properties were before a tracked change.
                    "rPrChange" => pull.skip()?,
                    _ => {}
                },
                Token::Close if pull.depth() < depth => break,
                Token::Close | Token::Text(_) => {}
            }
        }
        Ok(read)
    }
}

impl ParagraphProperties {
    /// Reads a `pPr` just opened.
    pub(super) fn read(pull: &mut Pull<'_>) -> Result<Self, ReadError> {
        let mut read = Self::default();
        let depth = pull.depth();
        while let Some(token) = pull.next()? {
            match token {
                Token::Open(tag) => match tag.name() {
                    "rPr" => read.mark = RunSettings::read(pull)?,
                    "pPrChange" | "sectPr" => pull.skip()?,
                    _ => read.property(&tag)?,
                },
                Token::Close if pull.depth() < depth => break,
                Token::Close | Token::Text(_) => {}
            }
        }
        Ok(read)
    }

    fn property(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        match tag.name() {
            "pStyle" => self.style = tag.value()?,
            "numId" => self.number.list = tag.number()?,
            "ilvl" => self.number.level = tag.number()?.and_then(|level| usize::try_from(level).ok()),
            "outlineLvl" => self.outline = tag.number()?.and_then(|level| u8::try_from(level).ok()),
            _ => {}
        }
        Ok(())
    }

    /// Level of heading its outline level makes it, from 1.
    pub(super) fn heading(&self) -> Option<u8> {
        self.outline.filter(|level| *level < 9).map(|level| level + 1)
    }
}
