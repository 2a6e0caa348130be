//! Tables from and to spreadsheet files: XLSX and CSV, read under limits and written safe against formulas.
//!
//! What is read is what a person sees in the cells: a formula counts by the value it last gave, never by itself. What is
//! written is text, days and numbers, never a formula; the same table gives the same bytes.

use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_check::Message;
use tt_text::numeral::{Numeral, NumeralStyle};

use crate::wording::say;

mod csv;
mod package;
mod write;
mod xlsx;

pub use csv::to_csv;
pub use write::{SheetToWrite, TitledSheet, to_titled_workbook, to_workbook, to_xlsx};

/// Most rows a table may have, its head not counted.
pub const MAX_ROWS: usize = 100_000;

/// Most columns looked at; what stands further right is left out.
pub const MAX_COLUMNS: usize = 100;

/// Largest file taken, in bytes.
pub const MAX_FILE: usize = 20 * 1024 * 1024;

/// A table as read: its rows that are not empty, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file, from 1, as spreadsheets show it.
    pub number: usize,
    /// Its cells, from the left.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of that column, counted from 0; an empty one where the row is shorter.
    pub fn cell(&self, column: usize) -> &Cell {
        static EMPTY: Cell = Cell { text: String::new(), day: None, number: None, formula: false };
        self.cells.get(column).unwrap_or(&EMPTY)
    }
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it shows, without blanks around it; a day as `31/12/2019`.
    pub text: String,
    /// The day, where it is formatted as one.
    pub day: Option<Date>,
    /// The number to write instead of the text; never set by readers, to whom a number is what it shows.
    pub number: Option<CellNumber>,
    /// Whether that was worked out by a formula.
    pub formula: bool,
}

impl Cell {
    /// A cell that holds that text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A cell that holds that day, or nothing.
    pub fn day(day: Option<Date>) -> Self {
        Self { text: day.map(shown).unwrap_or_default(), day, ..Self::default() }
    }

    /// A cell that shows that number.
    pub fn number(numeral: Numeral) -> Self {
        let number = CellNumber { numeral, percent: false, estimate: false };
        Self { text: numeral.to_string(), number: Some(number), ..Self::default() }
    }

    /// A cell that shows that value with at least so many decimals; its text where a spreadsheet could not keep it exactly.
    pub fn decimal(value: Decimal, decimals: u32) -> Self {
        let value = value.normalize();
        let decimals = u8::try_from(value.scale().max(decimals)).unwrap_or(u8::MAX);
        let numeral = Numeral::new(value, NumeralStyle::vietnamese(decimals));
        let is_exact = value.mantissa().abs() < 10_i128.pow(CellNumber::MAX_DIGITS);
        if is_exact { Self::number(numeral) } else { Self::text(numeral.to_string()) }
    }

    /// A cell that shows a count.
    pub fn count(count: impl Into<Decimal>) -> Self {
        Self::decimal(count.into(), 0)
    }

    /// A cell of what a document prints: a number where all of it is one (`1.250,5`, `91,7%`, `ước 05`), else its text.
    pub fn printed(text: &str) -> Self {
        Self { number: CellNumber::read(text), ..Self::text(text.trim()) }
    }

    /// The day it holds: formatted as one, or written `31/12/2019` or `2019-12-31`.
    ///
    /// # Errors
    /// What stands there, when it is no day.
    pub fn as_day(&self) -> Result<Option<Date>, String> {
        if self.day.is_some() || self.text.is_empty() {
            return Ok(self.day);
        }
        let text = self.text.as_str();
        let parsed = text.parse().or_else(|_| Date::strptime("%d/%m/%Y", text));
        parsed.or_else(|_| Date::strptime("%d-%m-%Y", text)).map(Some).map_err(|_| self.text.clone())
    }
}

/// A number of a cell, and what is shown with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellNumber {
    /// The number as printed: of `91,7%` it is 91,7.
    pub numeral: Numeral,
    /// Whether a percent sign follows.
    pub percent: bool,
    /// Whether it is said to be an estimate (`ước 05`).
    pub estimate: bool,
}

impl CellNumber {
    /// Most digits a spreadsheet keeps of a number.
    const MAX_DIGITS: u32 = 15;

    /// Reads a whole text as a number; `None` where it is none, or longer than a spreadsheet keeps exactly.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (estimate, text) = text.strip_prefix("ước ").map_or((false, text), |rest| (true, rest));
        let (percent, text) = text.strip_suffix('%').map_or((false, text), |rest| (true, rest.trim_end()));
        let numeral = Numeral::parse(text).ok()?;
        let largest = 10_i128.pow(Self::MAX_DIGITS);
        let is_exact = numeral.value.mantissa().abs() < largest && u32::from(numeral.style.width) <= Self::MAX_DIGITS;
        is_exact.then_some(Self { numeral, percent, estimate })
    }
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than is taken.
    #[error("too large: {size} of at most {limit} bytes")]
    TooLarge {
        /// Its size, unpacked where it is packed.
        size: u64,
        /// The most that is taken.
        limit: u64,
    },
    /// More rows than are taken.
    #[error("more than {MAX_ROWS} rows")]
    TooManyRows,
    /// An old binary workbook.
    #[error("an old binary workbook")]
    LegacyWorkbook,
    /// Locked by a password.
    #[error("locked by a password")]
    Locked,
    /// Text in an encoding that is not taken.
    #[error("text that is not in UTF-8")]
    Encoding,
    /// Neither XLSX nor text in UTF-8.
    #[error("neither a workbook nor text in UTF-8")]
    NotTable,
    /// A workbook that cannot be read there.
    #[error("the workbook is damaged at {0}")]
    Damaged(String),
}

impl SheetError {
    /// What to tell whoever sent the file.
    pub fn message(&self, file: &str) -> Message {
        let mega = |bytes: u64| bytes.div_ceil(1024 * 1024);
        match self {
            Self::Empty => say(
                format!("{file}: tệp rỗng; hãy chọn tệp có nội dung"),
                format!("{file}: the file is empty; choose one with content"),
            ),
            Self::TooLarge { size, limit } => say(
                format!("{file}: tệp quá lớn ({} MB, tối đa {} MB); hãy tách tệp", mega(*size), mega(*limit)),
                format!("{file}: the file is too large ({} MB, at most {} MB); split it", mega(*size), mega(*limit)),
            ),
            Self::TooManyRows => say(
                format!("{file}: bảng có hơn {MAX_ROWS} dòng; hãy tách thành nhiều tệp"),
                format!("{file}: the table has over {MAX_ROWS} rows; split it into several files"),
            ),
            Self::LegacyWorkbook => say(
                format!("{file}: tệp .xls kiểu cũ hoặc đặt mật khẩu; hãy mở bằng Excel và lưu thành .xlsx"),
                format!("{file}: an old .xls or a locked workbook; open it in Excel and save it as .xlsx"),
            ),
            Self::Locked => say(
                format!("{file}: tệp đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại"),
                format!("{file}: the file is locked by a password; remove the password and try again"),
            ),
            Self::Encoding => say(
                format!(
                    "{file}: chữ trong tệp không phải bảng mã UTF-8 (có thể là TCVN3, VNI hay Windows-1258); trong Excel \
                     hãy chọn Lưu thành, kiểu CSV UTF-8, hoặc lưu thành .xlsx"
                ),
                format!("{file}: the text is not in UTF-8; in Excel choose Save as, CSV UTF-8, or save it as .xlsx"),
            ),
            Self::NotTable => say(
                format!("{file}: không phải bảng tính; hãy lưu thành .xlsx hoặc .csv (UTF-8)"),
                format!("{file}: not a table; save it as .xlsx or .csv (UTF-8)"),
            ),
            Self::Damaged(part) => say(
                format!("{file}: bảng tính bị hỏng ở phần {part}; hãy mở bằng Excel, lưu lại rồi thử lại"),
                format!("{file}: the workbook is damaged at {part}; open it in Excel, save it and try again"),
            ),
        }
    }
}

/// Reads the first visible table of a file: XLSX by its first bytes, else CSV.
///
/// # Errors
/// [`SheetError`]; nothing is unpacked beyond the limits.
pub fn read(bytes: &[u8]) -> Result<Sheet, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    if bytes.len() > MAX_FILE {
        return Err(SheetError::TooLarge { size: bytes.len() as u64, limit: MAX_FILE as u64 });
    }
    let sheet = match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx::read(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(SheetError::LegacyWorkbook),
        _ => csv::read(bytes)?,
    };
    if sheet.rows.is_empty() { Err(SheetError::Empty) } else { Ok(sheet) }
}

/// A day as people write it.
fn shown(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests;
