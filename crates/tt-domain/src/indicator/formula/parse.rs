//! Reads a formula: a recursive descent over the grammar of school, as deep as people write and no deeper.

use rust_decimal::Decimal;

use super::{Formula, Operation};

/// The longest formula, in characters.
pub const MAX_LENGTH: usize = 500;

/// How deep brackets and signs may nest.
const MAX_DEPTH: usize = 30;

/// Why a text is no formula, and at which character, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxFault {
    /// Where, from 1.
    pub at: usize,
    /// What is wrong, in Vietnamese with the remedy.
    pub vi: String,
    /// The same in English.
    pub en: String,
}

pub(super) fn parse(text: &str) -> Result<Formula, SyntaxFault> {
    let mut reader = Reader { text: text.chars().collect(), at: 0, depth: 0 };
    if reader.text.len() > MAX_LENGTH {
        return Err(reader.fault(
            format!("công thức dài quá {MAX_LENGTH} ký tự; hãy tách thành nhiều chỉ tiêu"),
            format!("a formula has at most {MAX_LENGTH} characters; split it over several indicators"),
        ));
    }
    let formula = reader.sum()?;
    match reader.peek() {
        None => Ok(formula),
        Some(')') => Err(reader.fault("thừa dấu đóng ngoặc; hãy bỏ đi", "a closing bracket too many; remove it")),
        Some(found) => Err(reader.fault(
            format!("thiếu phép tính trước “{found}”; hãy thêm + - * hoặc /"),
            format!("an operation is missing before “{found}”; add + - * or /"),
        )),
    }
}

struct Reader {
    text: Vec<char>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn peek(&mut self) -> Option<char> {
        while self.text.get(self.at).is_some_and(|found| found.is_whitespace()) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn fault(&self, vi: impl Into<String>, en: impl Into<String>) -> SyntaxFault {
        SyntaxFault { at: self.at + 1, vi: vi.into(), en: en.into() }
    }

    fn sum(&mut self) -> Result<Formula, SyntaxFault> {
        let mut left = self.product()?;
        while let Some(operation) = match self.peek() {
            Some('+') => Some(Operation::Add),
            Some('-' | '−' | '–') => Some(Operation::Subtract),
            _ => None,
        } {
            self.at += 1;
            left = Formula::Both(operation, Box::new(left), Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Formula, SyntaxFault> {
        let mut left = self.factor()?;
        while let Some(operation) = match self.peek() {
            Some('*' | '×' | '·') => Some(Operation::Multiply),
            Some('/' | ':' | '÷') => Some(Operation::Divide),
            _ => None,
        } {
            self.at += 1;
            left = Formula::Both(operation, Box::new(left), Box::new(self.factor()?));
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Formula, SyntaxFault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault(
                format!("ngoặc lồng quá {MAX_DEPTH} lớp; hãy tách thành nhiều chỉ tiêu"),
                format!("more than {MAX_DEPTH} brackets within each other; split it over several indicators"),
            ));
        }
        let read = match self.peek() {
            Some('-' | '−' | '–') => {
                self.at += 1;
                Ok(Formula::Negated(Box::new(self.factor()?)))
            }
            Some('(') => self.bracket(),
            Some(found) if found.is_ascii_digit() => self.number(),
            Some(found) if found.is_alphabetic() => Ok(Formula::Value(self.code())),
            Some(found) => Err(self.fault(
                format!("không hiểu “{found}”; công thức chỉ gồm mã chỉ tiêu, số, + - * / và ngoặc tròn"),
                format!("“{found}” is not understood; a formula has codes, numbers, + - * / and brackets"),
            )),
            None => Err(self.fault(
                "công thức còn thiếu ở cuối; hãy thêm mã chỉ tiêu hoặc số",
                "the formula breaks off; add a code or a number",
            )),
        };
        self.depth -= 1;
        read
    }

    fn bracket(&mut self) -> Result<Formula, SyntaxFault> {
        self.at += 1;
        let inner = self.sum()?;
        if self.peek() != Some(')') {
            return Err(self.fault("thiếu dấu đóng ngoặc; hãy thêm )", "a closing bracket is missing; add )"));
        }
        self.at += 1;
        Ok(inner)
    }

    fn number(&mut self) -> Result<Formula, SyntaxFault> {
        let start = self.at;
        let mut digits = String::new();
        while let Some(found) = self.text.get(self.at) {
            match found {
                '0'..='9' => digits.push(*found),
                ',' if !digits.contains('.') => digits.push('.'),
                '.' => {
                    return Err(self.fault(
                        "dấu chấm trong số dễ nhầm; hãy viết liền hàng nghìn (1000) và dùng dấu phẩy cho phần lẻ (1,5)",
                        "a point in a number is ambiguous; write thousands without it (1000) and decimals with a comma (1,5)",
                    ));
                }
                _ => break,
            }
            self.at += 1;
        }
        let value = if digits.ends_with('.') { None } else { Decimal::from_str_exact(&digits).ok() };
        value.map(Formula::Number).ok_or_else(|| {
            self.at = start;
            self.fault("không đọc được số này; hãy viết như 100 hoặc 1,5", "this is no number; write 100 or 1,5")
        })
    }

    fn code(&mut self) -> String {
        let mut code = String::new();
        while let Some(found) =
            self.text.get(self.at).filter(|found| found.is_alphanumeric() || matches!(found, '_' | '.'))
        {
            code.extend(found.to_uppercase());
            self.at += 1;
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_formula_is_said_with_place_and_remedy() {
        let fault = |text: &str| parse(text).map_err(|fault| format!("{}: {}", fault.at, fault.vi)).unwrap_err();
        assert!(fault("XK +").starts_with("5: công thức còn thiếu ở cuối"));
        assert!(fault("XK NK").starts_with("4: thiếu phép tính trước “N”"));
        assert!(fault("(XK + NK").starts_with("9: thiếu dấu đóng ngoặc"));
        assert!(fault("XK)").starts_with("3: thừa dấu đóng ngoặc"));
        assert!(fault("XK * 1.000").starts_with("7: dấu chấm trong số dễ nhầm"));
        assert!(fault("XK ^ 2").starts_with("4: thiếu phép tính"));
        assert!(fault("XK * 2,").starts_with("6: không đọc được số này"));
        assert!(fault("").starts_with("1: công thức còn thiếu"));
        assert!(fault(&"(".repeat(40)).contains("ngoặc lồng quá 30 lớp"));
        assert!(fault(&"A+".repeat(300)).contains("dài quá 500 ký tự"));
    }
}
