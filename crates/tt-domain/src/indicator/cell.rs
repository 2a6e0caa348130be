//! A cell of the entry grid: what someone typed or pasted, read in the light of what is known of the indicator.
//!
//! What cannot be a value is refused with the remedy; what is possible but unlikely is asked about, with the readings to
//! choose from; the rest is taken as it stands.

use rust_decimal::Decimal;
use tt_text::numeral::Numeral;
use tt_text::unit::canonical;

use super::derived::plain;
use super::units::Dimension;

/// What is known of the value a cell asks for.
#[derive(Clone, Debug, Default)]
pub struct Expected<'a> {
    /// The indicator's unit.
    pub unit: Option<&'a str>,
    /// Decimals it is given to.
    pub decimals: Option<u8>,
    /// Its values of the last period, the same period, the plan: what is there.
    pub near: &'a [Decimal],
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing.
    Empty,
    /// This value.
    Value(Decimal),
    /// One of these, the likeliest first: the person has to say.
    Ask(Question),
    /// No value.
    Refused(Fault),
}

/// What to ask, and the values to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Why it is asked.
    pub why: Doubt,
    /// What may be meant, the likeliest first.
    pub choices: Vec<Decimal>,
}

/// Why a possible value is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A point or comma may part thousands or decimals.
    Separator,
    /// Hundreds of times the value it is held against, or a fraction of it.
    FarFrom(Decimal),
    /// Below nought, where none of the values around is.
    Sign,
    /// Given in another unit of the same kind.
    OtherScale(String),
    /// More decimals than the indicator has.
    Decimals(u8),
}

/// Why it is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No number.
    NotNumber,
    /// A formula of a spreadsheet.
    SheetFormula,
    /// An error value of a spreadsheet.
    SheetError,
    /// A unit of another kind.
    OtherUnit(String),
    /// More digits than are held.
    TooLong,
}

/// How far from the values around a value may lie before it is asked about.
const FAR: i64 = 300;

/// The longest text read.
const MAX_LENGTH: usize = 60;

/// Reads a cell.
pub fn read(text: &str, expected: &Expected<'_>) -> Reading {
    let text = tt_text::normalize(text);
    let text = text.trim().trim_matches('\u{a0}').trim();
    if text.is_empty() {
        return Reading::Empty;
    }
    if text.chars().count() > MAX_LENGTH {
        return Reading::Refused(Fault::TooLong);
    }
    if text.starts_with('=') {
        return Reading::Refused(Fault::SheetFormula);
    }
    if text.starts_with('#') {
        return Reading::Refused(Fault::SheetError);
    }
    // Accountants write what is below nought in brackets.
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let (sign, body) = match inner {
        Some(inner) => (-1, inner.trim()),
        None => match text.strip_prefix(['-', '−', '–']) {
            Some(rest) => (-1, rest.trim()),
            None => (1, text.strip_prefix('+').unwrap_or(text).trim()),
        },
    };
    let end =
        body.find(|found: char| !(found.is_ascii_digit() || matches!(found, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}')));
    let (number, unit) = body.split_at(end.unwrap_or(body.len()));
    let number: String = number.trim().chars().map(|found| if found.is_whitespace() { ' ' } else { found }).collect();
    let readings = match readings(&number) {
        Ok(readings) => readings,
        Err(fault) => return Reading::Refused(fault),
    };
    let readings = readings.into_iter().map(|value| value * Decimal::from(sign)).collect();
    judged(readings, unit.trim(), expected)
}

/// The values a number may stand for, the Vietnamese reading first.
fn readings(number: &str) -> Result<Vec<Decimal>, Fault> {
    if !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(Fault::NotNumber);
    }
    if number.bytes().filter(u8::is_ascii_digit).count() > 24 {
        return Err(Fault::TooLong);
    }
    let marks: Vec<char> = number.chars().filter(|found| matches!(found, '.' | ',')).collect();
    if let [mark] = marks[..]
        && let Some((whole, part)) = number.split_once(mark)
        && part.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && !number.contains(' ')
    {
        let joined = Decimal::from_str_exact(&format!("{whole}{part}"));
        let parted = Decimal::from_str_exact(&format!("{whole}.{part}"));
        let (joined, parted) = joined.and_then(|one| parted.map(|two| (one, two))).map_err(|_| Fault::NotNumber)?;
        return Ok(if mark == '.' { vec![joined, parted] } else { vec![parted, joined] });
    }
    let value = match Numeral::parse(number) {
        Ok(numeral) => numeral.value,
        // Plain digits with one comma or point, as programs write them, whatever their length.
        Err(_) => match marks[..] {
            [] | [_] => Decimal::from_str_exact(&number.replace(',', ".")).map_err(|_| Fault::NotNumber)?,
            _ => return Err(Fault::NotNumber),
        },
    };
    Ok(vec![value])
}

/// Takes, asks about or refuses the values a cell may stand for.
fn judged(mut readings: Vec<Decimal>, unit: &str, expected: &Expected<'_>) -> Reading {
    if !unit.is_empty() && canonical(unit) != canonical(expected.unit.unwrap_or_default()) {
        return in_other_unit(&readings, unit, expected);
    }
    let far = |value: Decimal| expected.near.iter().copied().find(|near| is_far(value, *near));
    if readings.len() > 1 {
        let settled = settled(&readings, expected);
        if settled.is_none() {
            let (near, away): (Vec<_>, Vec<_>) = readings.iter().copied().partition(|value| far(*value).is_none());
            let choices = near.into_iter().chain(away).collect();
            return Reading::Ask(Question { why: Doubt::Separator, choices });
        }
        readings = settled.into_iter().collect();
    }
    let Some(value) = readings.first().copied() else { return Reading::Refused(Fault::NotNumber) };
    let ask = |why| Reading::Ask(Question { why, choices: vec![value] });
    if let Some(decimals) = expected.decimals
        && value.normalize().scale() > u32::from(decimals)
    {
        return ask(Doubt::Decimals(decimals));
    }
    if let Some(near) = far(value) {
        return ask(Doubt::FarFrom(near));
    }
    let negative = |value: &Decimal| value.is_sign_negative() && !value.is_zero();
    if negative(&value) && !expected.near.iter().any(negative) {
        return ask(Doubt::Sign);
    }
    Reading::Value(value)
}

/// The one reading that the rest tells: the Vietnamese one, where the values around or the decimals speak for it.
fn settled(readings: &[Decimal], expected: &Expected<'_>) -> Option<Decimal> {
    let [first, second] = readings else { return readings.first().copied() };
    let fits = |value: &Decimal| expected.decimals.is_none_or(|decimals| value.scale() <= u32::from(decimals));
    let near = |value: &Decimal| expected.near.iter().any(|near| is_close(*value, *near));
    let told = !expected.near.is_empty() && near(first) && !near(second);
    let only = fits(first) && !fits(second) && (expected.near.is_empty() || near(first));
    (fits(first) && (told || only)).then_some(*first)
}

/// A number with a unit that is not the indicator's: of the same kind it is worked over and asked about, else refused.
fn in_other_unit(readings: &[Decimal], unit: &str, expected: &Expected<'_>) -> Reading {
    let shift = Dimension::of(Some(unit)).shift_to(&Dimension::of(expected.unit));
    let factor = shift.and_then(|shift| 10_i64.checked_pow(shift.unsigned_abs()).map(|power| (shift, power)));
    let Some((shift, power)) = factor.filter(|_| expected.unit.is_some()) else {
        return Reading::Refused(Fault::OtherUnit(unit.to_owned()));
    };
    let power = Decimal::from(power);
    let over = |value: &Decimal| if shift >= 0 { value.checked_mul(power) } else { value.checked_div(power) };
    let choices: Vec<Decimal> = readings.iter().filter_map(over).map(|value| value.normalize()).collect();
    if choices.is_empty() {
        return Reading::Refused(Fault::TooLong);
    }
    Reading::Ask(Question { why: Doubt::OtherScale(unit.to_owned()), choices })
}

fn is_far(value: Decimal, near: Decimal) -> bool {
    let (value, near, far) = (value.abs(), near.abs(), Decimal::from(FAR));
    let times = |one: Decimal, other: Decimal| other.checked_mul(far).is_some_and(|most| one >= most);
    !value.is_zero() && !near.is_zero() && (times(value, near) || times(near, value))
}

/// Whether two values are of one order: neither is twenty times the other.
fn is_close(value: Decimal, near: Decimal) -> bool {
    let (value, near, most) = (value.abs(), near.abs(), Decimal::from(20));
    let within = |one: Decimal, other: Decimal| other.checked_mul(most).is_none_or(|most| one <= most);
    !value.is_zero() && !near.is_zero() && within(value, near) && within(near, value)
}

impl Question {
    /// What to ask, in Vietnamese and English.
    pub fn words(&self) -> (String, String) {
        let value = self.choices.first().copied().map(plain).unwrap_or_default();
        match &self.why {
            Doubt::Separator => (
                "dấu chấm hay phẩy ở đây là hàng nghìn hay phần lẻ? Hãy chọn số đúng".to_owned(),
                "does the mark part thousands or decimals? Choose the right number".to_owned(),
            ),
            Doubt::FarFrom(near) => (
                format!("{value} lệch hàng trăm lần so với {}; có nhầm đơn vị không?", plain(*near)),
                format!("{value} is hundreds of times off {}; is the unit right?", plain(*near)),
            ),
            Doubt::Sign => (
                format!("{value} là số âm, các kỳ khác không âm; có đúng không?"),
                format!("{value} is below nought and the others are not; is that right?"),
            ),
            Doubt::OtherScale(unit) => (
                format!("nhập theo “{unit}”; đổi ra đơn vị của chỉ tiêu là {value}, có đúng không?"),
                format!("given in “{unit}”; in the indicator's unit that is {value}, is that right?"),
            ),
            Doubt::Decimals(decimals) => (
                format!("chỉ tiêu lấy {decimals} chữ số phần lẻ; có ghi đủ {value} không?"),
                format!("the indicator has {decimals} decimals; keep {value} as it is?"),
            ),
        }
    }
}

impl Fault {
    /// What is wrong and the remedy, in Vietnamese and English.
    pub fn words(&self, text: &str) -> (String, String) {
        match self {
            Self::NotNumber => (
                format!("“{text}” không phải số; hãy nhập như 1.234,5"),
                format!("“{text}” is no number; write it as 1.234,5"),
            ),
            Self::SheetFormula => (
                "đây là công thức của bảng tính; hãy dán giá trị (Paste Values)".to_owned(),
                "this is a formula of a spreadsheet; paste its value".to_owned(),
            ),
            Self::SheetError => (
                format!("“{text}” là báo lỗi của bảng tính; hãy sửa ở tệp gốc hoặc nhập số"),
                format!("“{text}” is an error of a spreadsheet; mend it there or give the number"),
            ),
            Self::OtherUnit(unit) => (
                format!("“{unit}” khác đơn vị của chỉ tiêu; hãy đổi sang đơn vị của chỉ tiêu và chỉ nhập số"),
                format!("“{unit}” is not the indicator's unit; convert it and give the number alone"),
            ),
            Self::TooLong => (
                "số quá dài; hãy kiểm tra xem có dán nhầm nhiều ô vào một ô không".to_owned(),
                "too long for a number; check whether several cells were pasted into one".to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests;
