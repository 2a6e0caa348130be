//! The style sheet, as far as it bears on what a text says: headings, bold and italic, capitals, numbering.

use std::collections::HashMap;

use crate::read::ReadError;
use crate::read::docx::numbering::NumberRef;
use crate::read::docx::properties::{ParagraphProperties, RunProperties};
use crate::read::docx::pull::{Pull, Token};

/// The style sheet.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default_paragraph: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Style {
    /// `heading 1`, `footnote text`.
    name: String,
    based_on: Option<String>,
    run: RunProperties,
    paragraph: ParagraphProperties,
}

/// What a chain of styles comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    /// Run properties.
    pub(super) run: RunProperties,
    /// Level of heading, from 1.
    pub(super) heading: Option<u8>,
    /// Running text by its name.
    pub(super) is_body: bool,
    /// The line that opens an annex, by its name.
    pub(super) is_annex: bool,
    /// Automatic number.
    pub(super) number: NumberRef,
}

/// Names of styles that mean running text and no other: those of the DOCX writer.
const BODY: [&str; 3] = ["Nội dung", "Căn cứ", "Gạch đầu dòng"];
/// Names the DOCX writer gives to the line that opens an annex, and to its title, a heading.
const ANNEX: &str = "Phụ lục";
const ANNEX_TITLE: &str = "Tên phụ lục";
/// Styles are based on each other this deep at most; a circle ends here too.
const DEEPEST: usize = 20;

impl Styles {
    /// Reads the style sheet.
    pub(super) fn read(text: &str, part: &str) -> Result<Self, ReadError> {
        let mut pull = Pull::new(text, part);
        let mut sheet = Self::default();
        while let Some(token) = pull.next()? {
            let Token::Open(tag) = token else { continue };
            if tag.name() != "style" {
                continue;
            }
            let Some(id) = tag.attribute("styleId")? else { continue };
            let is_default = matches!(tag.attribute("default")?.as_deref(), Some("1" | "true" | "on"));
            if is_default && tag.attribute("type")?.as_deref() == Some("paragraph") {
                sheet.default_paragraph = Some(id.clone());
            }
            let style = style(&mut pull)?;
            sheet.styles.insert(id, style);
        }
        Ok(sheet)
    }

    /// What a style comes to with all it is based on; a paragraph without style has the default one.
    pub(super) fn resolve(&self, id: Option<&str>) -> Resolved {
        let mut resolved = Resolved::default();
        let mut next = id.or(self.default_paragraph.as_deref());
        for depth in 0..DEEPEST {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            resolved.is_body |= depth == 0 && BODY.contains(&style.name.as_str());
            resolved.is_annex |= depth == 0 && style.name == ANNEX;
            resolved.run = resolved.run.over(style.run);
            resolved.number = resolved.number.over(style.paragraph.number);
            let named = style.name.to_lowercase().strip_prefix("heading ").and_then(|level| level.parse().ok());
            let named = named.or((style.name == ANNEX_TITLE).then_some(1));
            resolved.heading = resolved.heading.or(named).or(style.paragraph.heading());
            next = style.based_on.as_deref();
        }
        resolved
    }
}

fn style(pull: &mut Pull<'_>) -> Result<Style, ReadError> {
    let mut style = Style::default();
    let depth = pull.depth();
    while let Some(token) = pull.next()? {
        match token {
            Token::Open(tag) => match tag.name() {
                "name" => style.name = tag.value()?.unwrap_or_default(),
                "basedOn" => style.based_on = tag.value()?,
                "rPr" => style.run = RunProperties::read(pull)?,
                "pPr" => style.paragraph = ParagraphProperties::read(pull)?,
                // Properties of tables hold their own `rPr` and `pPr` for first rows and the like.
                "tblStylePr" | "tblPr" | "trPr" | "tcPr" => pull.skip()?,
                _ => {}
            },
            Token::Close if pull.depth() < depth => break,
            Token::Close | Token::Text(_) => {}
        }
    }
    Ok(style)
}
