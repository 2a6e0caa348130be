//! Writing XLSX: texts as texts, days as days, never a formula.

use rust_xlsxwriter::{DocProperties, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::Cell;

/// A sheet to write: its name, its rows of which the first is the head, the widths of its columns in letters.
pub type SheetToWrite<'a> = (&'a str, &'a [Vec<Cell>], &'a [u16]);

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
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(title).set_author("Trọng Tâm"));
    for (name, rows, widths) in sheets {
        write_sheet(&mut workbook, name, rows, widths)?;
    }
    workbook.save_to_buffer()
}

fn write_sheet(workbook: &mut Workbook, name: &str, rows: &[Vec<Cell>], widths: &[u16]) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Top);
    let sheet = workbook.add_worksheet();
    sheet.set_name(name.chars().take(31).collect::<String>())?;
    for (index, row) in rows.iter().enumerate() {
        let line = u32::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)?;
        for (index, cell) in row.iter().enumerate() {
            let column = u16::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)?;
            match cell.day {
                Some(on) if line > 0 => {
                    let on = rust_xlsxwriter::ExcelDateTime::from_ymd(
                        u16::try_from(on.year()).unwrap_or(1900),
                        on.month().unsigned_abs(),
                        on.day().unsigned_abs(),
                    );
                    match on {
                        Ok(on) => sheet.write_datetime_with_format(line, column, &on, &day)?,
                        // Before 1900 a sheet knows no days.
                        Err(_) => sheet.write_string_with_format(line, column, &cell.text, &body)?,
                    };
                }
                _ if cell.text.is_empty() => {}
                _ => {
                    let format = if line == 0 { &head } else { &body };
                    // Longer than a cell can hold is cut rather than refused.
                    let text: String = cell.text.chars().take(32_000).collect();
                    sheet.write_string_with_format(line, column, text, format)?;
                }
            }
        }
    }
    for (index, width) in widths.iter().enumerate() {
        let column = u16::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)?;
        sheet.set_column_width(column, f64::from(*width))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
