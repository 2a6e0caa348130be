//! Formulas of indicators over others: read, printed, checked, and worked out exactly.
//!
//! The grammar is that of school: `+ - * / ( )`, numbers with a decimal comma, and codes of indicators. A value is an exact
//! fraction to the end; what cannot be worked out is said with the part it fails at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rust_decimal::Decimal;
use tt_text::numeral::{Numeral, NumeralStyle};

use super::units::Dimension;
use crate::exact::{Fraction, TooLarge};

mod parse;

pub use parse::{MAX_LENGTH, SyntaxFault};

/// An operation on two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operation {
    fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '-',
            Self::Multiply => '*',
            Self::Divide => '/',
        }
    }

    fn binds(self) -> u8 {
        match self {
            Self::Add | Self::Subtract => 1,
            Self::Multiply | Self::Divide => 2,
        }
    }
}

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A number.
    Number(Decimal),
    /// The value of the indicator with this code.
    Value(String),
    /// The opposite.
    Negated(Box<Self>),
    /// Two formulas and what is done with them.
    Both(Operation, Box<Self>, Box<Self>),
}

/// Why a formula has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoValue {
    /// The indicators with these codes have none for the period.
    Missing(Vec<String>),
    /// This part is nought, and is divided by.
    DivisionByZero(String),
    /// Outgrows what is held exactly.
    TooLarge,
}

impl NoValue {
    /// In Vietnamese.
    pub fn words(&self) -> String {
        match self {
            Self::Missing(codes) => format!("chưa có giá trị của {}", codes.join(", ")),
            Self::DivisionByZero(part) => format!("không chia được: {part} bằng 0"),
            Self::TooLarge => "số quá lớn để tính chính xác".to_owned(),
        }
    }
}

impl From<TooLarge> for NoValue {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// Why a formula's units do not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitFault {
    /// These parts are added or subtracted and are of different kinds.
    Apart(String, String),
    /// These parts are of one kind, at another scale.
    Scale(String, String),
    /// What comes out is of another kind than the indicator's unit.
    Result,
    /// What comes out is off from the indicator's unit by this power of ten.
    ResultScale(i32),
}

impl UnitFault {
    /// In Vietnamese, with the remedy.
    pub fn words(&self) -> String {
        match self {
            Self::Apart(one, two) => {
                format!("không cộng trừ được {one} với {two} vì khác đơn vị; hãy chọn các chỉ tiêu cùng đơn vị")
            }
            Self::Scale(one, two) => format!(
                "{one} và {two} cùng loại nhưng khác bậc đơn vị; hãy nhân một bên để về cùng đơn vị, ví dụ * 1000"
            ),
            Self::Result => {
                "kết quả công thức có đơn vị khác đơn vị của chỉ tiêu; hãy sửa công thức hoặc đơn vị".to_owned()
            }
            Self::ResultScale(shift) => format!(
                "kết quả công thức lệch đơn vị của chỉ tiêu 10^{} lần; hãy {} {}",
                shift.abs(),
                if *shift > 0 { "nhân với" } else { "chia cho" },
                10_i64.checked_pow(shift.unsigned_abs()).unwrap_or(i64::MAX)
            ),
        }
    }
}

impl Formula {
    /// Reads a formula as people write it.
    pub fn parse(text: &str) -> Result<Self, SyntaxFault> {
        parse::parse(text)
    }

    /// The codes it takes values of.
    pub fn codes(&self) -> BTreeSet<&str> {
        match self {
            Self::Number(_) => BTreeSet::new(),
            Self::Value(code) => BTreeSet::from([code.as_str()]),
            Self::Negated(inner) => inner.codes(),
            Self::Both(_, one, two) => one.codes().union(&two.codes()).copied().collect(),
        }
    }

    /// Its value, exactly, from the values of the indicators.
    pub fn evaluate(&self, value_of: &impl Fn(&str) -> Option<Decimal>) -> Result<Fraction, NoValue> {
        let missing: Vec<String> =
            self.codes().into_iter().filter(|code| value_of(code).is_none()).map(str::to_owned).collect();
        if missing.is_empty() { self.worked_out(value_of) } else { Err(NoValue::Missing(missing)) }
    }

    fn worked_out(&self, value_of: &impl Fn(&str) -> Option<Decimal>) -> Result<Fraction, NoValue> {
        Ok(match self {
            Self::Number(value) => Fraction::from(*value),
            Self::Value(code) => Fraction::from(value_of(code).ok_or_else(|| NoValue::Missing(vec![code.clone()]))?),
            Self::Negated(inner) => inner.worked_out(value_of)?.negated(),
            Self::Both(operation, one, two) => {
                let (left, right) = (one.worked_out(value_of)?, two.worked_out(value_of)?);
                match operation {
                    Operation::Add => left.plus(right)?,
                    Operation::Subtract => left.minus(right)?,
                    Operation::Multiply => left.times(right)?,
                    Operation::Divide => left.over(right).ok_or_else(|| NoValue::DivisionByZero(two.to_string()))??,
                }
            }
        })
    }

    /// Holds its units together, and against the unit of the indicator it is of.
    pub fn check_units(&self, unit: Option<&str>, unit_of: &impl Fn(&str) -> Option<String>) -> Result<(), UnitFault> {
        let (found, wanted) = (self.dimension(unit_of)?, Dimension::of(unit));
        if found.agrees(&wanted) {
            return Ok(());
        }
        Err(found.shift_to(&wanted).map_or(UnitFault::Result, UnitFault::ResultScale))
    }

    fn dimension(&self, unit_of: &impl Fn(&str) -> Option<String>) -> Result<Dimension, UnitFault> {
        Ok(match self {
            Self::Number(value) => Dimension::number(!value.is_zero() && *value != Decimal::ONE),
            Self::Value(code) => Dimension::of(unit_of(code).as_deref()),
            Self::Negated(inner) => inner.dimension(unit_of)?,
            Self::Both(operation, one, two) => {
                let (left, right) = (one.dimension(unit_of)?, two.dimension(unit_of)?);
                match operation {
                    Operation::Multiply => left.times(&right, 1),
                    Operation::Divide => left.times(&right, -1),
                    Operation::Add | Operation::Subtract if left.agrees(&right) => left,
                    Operation::Add | Operation::Subtract => {
                        let parts = (one.to_string(), two.to_string());
                        return Err(match left.shift_to(&right) {
                            Some(_) => UnitFault::Scale(parts.0, parts.1),
                            None => UnitFault::Apart(parts.0, parts.1),
                        });
                    }
                }
            }
        })
    }

    fn print(&self, f: &mut fmt::Formatter<'_>, around: u8) -> fmt::Result {
        match self {
            Self::Number(value) => {
                let decimals = u8::try_from(value.scale()).unwrap_or(u8::MAX);
                let style =
                    NumeralStyle { grouping: tt_text::numeral::Grouping::None, ..NumeralStyle::vietnamese(decimals) };
                write!(f, "{}", Numeral::new(*value, style))
            }
            Self::Value(code) => f.write_str(code),
            Self::Negated(inner) => {
                f.write_str("-")?;
                inner.print(f, 3)
            }
            Self::Both(operation, one, two) => {
                let binds = operation.binds();
                if binds < around {
                    f.write_str("(")?;
                }
                one.print(f, binds)?;
                write!(f, " {} ", operation.sign())?;
                two.print(f, binds + 1)?;
                if binds < around { f.write_str(")") } else { Ok(()) }
            }
        }
    }
}

/// In the one form that is kept, read back as the same formula.
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(f, 0)
    }
}

/// The way by which a formula comes back to the indicator it starts from, if it does: `A → B → A`.
pub fn cycle_from(start: &str, formulas: &BTreeMap<String, Formula>) -> Option<Vec<String>> {
    let mut path = vec![start.to_owned()];
    let mut seen = BTreeSet::new();
    walk(start, start, formulas, &mut path, &mut seen).then_some(path)
}

fn walk(
    at: &str,
    start: &str,
    formulas: &BTreeMap<String, Formula>,
    path: &mut Vec<String>,
    seen: &mut BTreeSet<String>,
) -> bool {
    let Some(formula) = formulas.get(at) else { return false };
    for code in formula.codes() {
        path.push(code.to_owned());
        if code == start || (seen.insert(code.to_owned()) && walk(code, start, formulas, path, seen)) {
            return true;
        }
        path.pop();
    }
    false
}

#[cfg(test)]
mod tests;
