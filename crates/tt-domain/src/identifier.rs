//! Identifier codes of agencies (mã định danh), in the form of Quyết định 20/2020/QĐ-TTg and in the older one of QCVN
//! 102:2016/BTTTT, which documents of before still carry.

use std::fmt;

/// Longest code the decision allows.
const LONGEST: usize = 35;

/// A valid identifier code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdentifierCode {
    form: IdentifierForm,
    text: String,
}

/// The two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentifierForm {
    /// QĐ 20/2020/QĐ-TTg: `H37.DN.001`, from the highest level down.
    Decision20,
    /// QCVN 102:2016/BTTTT: `000.00.19.H37`, from the lowest level up.
    Standard102,
}

/// Why a text is no identifier code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierFault {
    /// Nothing was given.
    #[error("empty")]
    Empty,
    /// More characters than the decision allows.
    #[error("longer than 35 characters")]
    TooLong,
    /// Something other than capital letters A–Z, digits and dots.
    #[error("only A–Z, digits and dots")]
    Character,
    /// Two dots in a row, or one at an end.
    #[error("an empty group")]
    EmptyGroup,
    /// The first group (in the older form the last) is not a letter and two digits.
    #[error("the first group is not a letter and two digits")]
    Level1,
    /// The older form does not have groups of 3, 2, 2 and 3 characters.
    #[error("not in groups of 3, 2, 2 and 3 characters")]
    Groups,
}

impl IdentifierCode {
    /// Reads a code; blanks around it and lower case letters are forgiven. A code that begins with a letter and two
    /// digits is of the newer form, one that ends so and does not begin so of the older.
    ///
    /// # Errors
    /// [`IdentifierFault`].
    pub fn parse(text: &str) -> Result<Self, IdentifierFault> {
        let text = text.trim().to_ascii_uppercase();
        if text.is_empty() {
            return Err(IdentifierFault::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(IdentifierFault::TooLong);
        }
        if !text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.') {
            return Err(IdentifierFault::Character);
        }
        let groups: Vec<&str> = text.split('.').collect();
        if groups.iter().any(|group| group.is_empty()) {
            return Err(IdentifierFault::EmptyGroup);
        }
        if groups.first().is_some_and(|group| level1(group)) {
            return Ok(Self { form: IdentifierForm::Decision20, text });
        }
        if !groups.last().is_some_and(|group| level1(group)) {
            return Err(IdentifierFault::Level1);
        }
        if groups.iter().map(|group| group.len()).ne([3, 2, 2, 3]) {
            return Err(IdentifierFault::Groups);
        }
        Ok(Self { form: IdentifierForm::Standard102, text })
    }

    /// Which form it has.
    pub fn form(&self) -> IdentifierForm {
        self.form
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for IdentifierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Code of a ministry, province or other body of the first level: a letter and two digits.
fn level1(group: &str) -> bool {
    let mut letters = group.chars();
    group.len() == 3 && letters.next().is_some_and(|c| c.is_ascii_uppercase()) && letters.all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        for (text, form) in [
            ("H37", IdentifierForm::Decision20),
            ("H37.DN.001", IdentifierForm::Decision20),
            (" h37.06 ", IdentifierForm::Decision20),
            ("Z01.0100109106", IdentifierForm::Decision20),
            ("000.00.06.H37", IdentifierForm::Standard102),
            ("001.12.06.H37", IdentifierForm::Standard102),
        ] {
            assert_eq!(IdentifierCode::parse(text).map(|code| code.form()), Ok(form), "{text}");
        }
    }

    #[test]
    fn what_is_no_code_is_told_why() {
        for (text, fault) in [
            ("", IdentifierFault::Empty),
            ("  ", IdentifierFault::Empty),
            ("H37.000000000000000000000000000000001", IdentifierFault::TooLong),
            ("H37.ĐN", IdentifierFault::Character),
            ("H37-01", IdentifierFault::Character),
            ("H37..01", IdentifierFault::EmptyGroup),
            ("H37.", IdentifierFault::EmptyGroup),
            ("HH7.01", IdentifierFault::Level1),
            ("06", IdentifierFault::Level1),
            ("00.00.06.H37", IdentifierFault::Groups),
            ("06.H37", IdentifierFault::Groups),
        ] {
            assert_eq!(IdentifierCode::parse(text), Err(fault), "{text}");
        }
    }
}
