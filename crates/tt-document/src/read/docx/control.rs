//! Content controls: those of the DOCX writer say which record a text shows.

use crate::model::{RecordKey, RunRole};
use crate::read::ReadError;
use crate::read::docx::pull::{Pull, Token};

/// What a content control says of its text.
#[derive(Debug, Default)]
pub(super) struct Control {
    pub(super) role: Option<RunRole>,
    /// Its text only asks for one (`Click to enter text`).
    pub(super) is_placeholder: bool,
}

impl Control {
    /// Reads an `sdtPr` just opened.
    pub(super) fn read(pull: &mut Pull<'_>) -> Result<Self, ReadError> {
        let (mut title, mut key) = (String::new(), String::new());
        let mut control = Self::default();
        let depth = pull.depth();
        while let Some(token) = pull.next()? {
            match token {
                Token::Open(tag) => match tag.name() {
                    "alias" => title = tag.value()?.unwrap_or_default(),
                    "tag" => key = tag.value()?.unwrap_or_default(),
                    "showingPlcHdr" => control.is_placeholder = tag.is_on()?,
                    _ => {}
                },
                Token::Close if pull.depth() < depth => break,
                Token::Close | Token::Text(_) => {}
            }
        }
        control.role = role(&title, &key);
        Ok(control)
    }
}

/// The role of a control by title and tag: those the DOCX writer sets, no others.
fn role(title: &str, tag: &str) -> Option<RunRole> {
    let fits = !tag.is_empty() && tag.len() <= 60 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let key = RecordKey(tag.to_owned());
    match title {
        _ if !fits => None,
        "Số liệu" => Some(RunRole::Figure(key)),
        "Viện dẫn" => Some(RunRole::Citation(key)),
        "Bản ghi" => Some(RunRole::Record(key)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_controls_carry_records() {
        let key = RecordKey("figure-12".to_owned());
        assert_eq!(role("Số liệu", "figure-12"), Some(RunRole::Figure(key)));
        assert_eq!(role("Số liệu", "goog_rdk_1"), None);
        assert_eq!(role("", "figure-12"), None);
    }
}
