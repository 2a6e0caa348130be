//! Writing XLSX: texts as texts, days as days, numbers as numbers, never a formula.

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use tt_text::numeral::Grouping;

use super::{Cell, CellNumber};

/// A sheet to write: its name, its rows of which the first is the head, the widths of its columns in letters.
pub type SheetToWrite<'a> = (&'a str, &'a [Vec<Cell>], &'a [u16]);

/// A table of a document to write as a sheet: its title in the first row, the table below.
#[derive(Clone, Debug)]
pub struct TitledSheet {
    /// Name of the sheet: at most 31 letters, none of `[]:*?/\`, no other sheet's.
    pub name: String,
    /// What stands above the table.
    pub title: String,
    /// How many leading rows are its head; they stay in sight, with the title.
    pub head_rows: usize,
    /// Its rows, the head's first.
    pub rows: Vec<Vec<Cell>>,
    /// Widths of the columns, in letters.
    pub widths: Vec<u16>,
}

/// A table as XLSX: its first row is the head, kept in sight; `widths` in letters, by column.
///
/// # Errors
/// The table is larger than a sheet can hold.
pub fn to_xlsx(name: &str, rows: &[Vec<Cell>], widths: &[u16]) -> Result<Vec<u8>, XlsxError> {
    to_workbook(name, &[(name, rows, widths)])
}

/// Several tables as one workbook.
///
/// # Errors
/// A table is larger than a sheet can hold.
pub fn to_workbook(title: &str, sheets: &[SheetToWrite<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = named(title, None)?;
    for (name, rows, widths) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name.chars().take(31).collect::<String>())?;
        write_rows(sheet, rows, 0, 1)?;
        set_widths(sheet, widths)?;
        sheet.set_freeze_panes(1, 0)?;
    }
    workbook.save_to_buffer()
}

/// The tables of a document as one workbook, as of the document's day.
///
/// # Errors
/// A table is larger than a sheet can hold, or two sheets have one name.
pub fn to_titled_workbook(title: &str, day: Option<Date>, sheets: &[TitledSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = named(title, day)?;
    let above = Format::new().set_bold();
    for TitledSheet { name, title, head_rows, rows, widths } in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        sheet.write_string_with_format(0, 0, cut(title), &above)?;
        write_rows(sheet, rows, 1, *head_rows)?;
        set_widths(sheet, widths)?;
        let kept = u32::try_from(*head_rows).map_err(|_| XlsxError::RowColumnLimitError)?;
        sheet.set_freeze_panes(kept.saturating_add(1), 0)?;
    }
    workbook.save_to_buffer()
}

/// An empty workbook. Its day is never the clock's, so that the same tables give the same bytes; without one it takes
/// the first day a zip archive can name, as the parts of the archive do.
fn named(title: &str, day: Option<Date>) -> Result<Workbook, XlsxError> {
    let (year, month, on) = day.map_or((1980, 1, 1), |day| (day.year(), day.month(), day.day()));
    let created = excel_day(year, month, on).or_else(|_| excel_day(1980, 1, 1))?;
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(title).set_author("Trọng Tâm").set_creation_datetime(&created);
    workbook.set_properties(&properties);
    Ok(workbook)
}

fn excel_day(year: i16, month: i8, day: i8) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(1900), month.unsigned_abs(), day.unsigned_abs())
}

/// Writes rows from row `first` on, the leading `head` of them as heads.
fn write_rows(sheet: &mut Worksheet, rows: &[Vec<Cell>], first: u32, head: usize) -> Result<(), XlsxError> {
    let heads = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (index, row) in rows.iter().enumerate() {
        let line = u32::try_from(index).ok().and_then(|index| index.checked_add(first));
        let line = line.ok_or(XlsxError::RowColumnLimitError)?;
        for (column, cell) in row.iter().enumerate() {
            let place = (line, u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?);
            if index < head {
                write_text(sheet, place, &cell.text, &heads)?;
            } else {
                write_cell(sheet, place, cell, &body)?;
            }
        }
    }
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, place: (u32, u16), cell: &Cell, body: &Format) -> Result<(), XlsxError> {
    let (line, column) = place;
    if let Some(on) = cell.day {
        let day = Format::new().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Top);
        return match excel_day(on.year(), on.month(), on.day()) {
            Ok(on) => sheet.write_datetime_with_format(line, column, &on, &day).map(|_| ()),
            // Before 1900 a sheet knows no days.
            Err(_) => write_text(sheet, place, &cell.text, body),
        };
    }
    if let Some((value, code)) = cell.number.and_then(|number| Some((value(&number)?, number_format(&number)))) {
        let shown = Format::new().set_num_format(code).set_align(FormatAlign::Top);
        return sheet.write_number_with_format(line, column, value, &shown).map(|_| ());
    }
    write_text(sheet, place, &cell.text, body)
}

fn write_text(sheet: &mut Worksheet, (line, column): (u32, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
    if !text.is_empty() {
        sheet.write_string_with_format(line, column, cut(text), format)?;
    }
    Ok(())
}

/// Longer than a cell can hold is cut rather than refused.
fn cut(text: &str) -> String {
    text.chars().take(32_000).collect()
}

fn set_widths(sheet: &mut Worksheet, widths: &[u16]) -> Result<(), XlsxError> {
    for (index, width) in widths.iter().enumerate() {
        let column = u16::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)?;
        sheet.set_column_width(column, f64::from(*width))?;
    }
    Ok(())
}

/// The value a sheet keeps: of a percentage its hundredth. Numbers of spreadsheets are binary fractions; up to 15 digits
/// they give back the decimal they were made from.
fn value(number: &CellNumber) -> Option<f64> {
    let value = number.numeral.value;
    let kept = if number.percent { value.checked_div(Decimal::ONE_HUNDRED)? } else { value };
    kept.to_string().parse().ok()
}

/// The format code that shows the number as it was printed; the program puts the marks of its own language.
fn number_format(number: &CellNumber) -> String {
    let style = number.numeral.style;
    let whole = match (style.grouping, style.width) {
        (Grouping::None, width) => "0".repeat(usize::from(width.max(1))),
        (Grouping::Dot | Grouping::Blank | Grouping::Comma, _) => "#,##0".to_owned(),
    };
    let decimals = match style.decimals {
        0 => String::new(),
        decimals => format!(".{}", "0".repeat(usize::from(decimals))),
    };
    let percent = if number.percent { "%" } else { "" };
    let estimate = if number.estimate { "\"ước \"" } else { "" };
    let plain = format!("{estimate}{whole}{decimals}{percent}");
    if style.plus { format!("+{plain};-{plain}") } else { plain }
}
