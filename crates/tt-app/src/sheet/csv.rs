//! CSV after RFC 4180, in UTF-8 or UTF-16, with the separators Vietnamese and English spreadsheets write.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use super::{Cell, MAX_COLUMNS, MAX_ROWS, Row, Sheet, SheetError};

/// Reads a table; the separator is the one of comma, semicolon and tab that stands most often in the first line.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, SheetError> {
    let text = decoded(bytes)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.contains('\0') {
        return Err(SheetError::NotTable);
    }
    let first = text.lines().next().unwrap_or_default();
    let often = |separator: &char| first.matches(*separator).count();
    let separator = [',', ';', '\t'].into_iter().rev().max_by_key(often).unwrap_or(',');
    let mut letters = text.chars().peekable();
    let mut sheet = Sheet::default();
    let mut number = 1;
    while letters.peek().is_some() {
        let mut row = Row { number, cells: Vec::new() };
        number += record(&mut letters, separator, &mut row.cells);
        if row.cells.iter().any(|cell| !cell.text.is_empty()) {
            if sheet.rows.len() > MAX_ROWS {
                return Err(SheetError::TooManyRows);
            }
            sheet.rows.push(row);
        }
    }
    Ok(sheet)
}

/// The text: in UTF-8, or in UTF-16 with its mark, as Excel writes "Unicode text".
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => {
            // Bytes that no text has tell a foreign file from one in an older encoding.
            let foreign = bytes.iter().any(|byte| *byte < 9);
            let fault = if foreign { SheetError::NotTable } else { SheetError::Encoding };
            return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| fault);
        }
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    match String::from_utf16(&units) {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err(SheetError::NotTable),
    }
}

/// Reads one record and says how many lines it takes.
fn record(letters: &mut Peekable<Chars<'_>>, separator: char, cells: &mut Vec<Cell>) -> usize {
    let mut lines = 0;
    loop {
        let (text, end) = field(letters, separator, &mut lines);
        if cells.len() < MAX_COLUMNS {
            cells.push(Cell::text(unguarded(text.trim())));
        }
        if end {
            return lines + 1;
        }
    }
}

/// Reads one field; says whether the record ends with it.
fn field(letters: &mut Peekable<Chars<'_>>, separator: char, lines: &mut usize) -> (String, bool) {
    let mut text = String::new();
    let mut quoted = letters.next_if_eq(&'"').is_some();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted => match letters.next_if_eq(&'"') {
                Some(quote) => text.push(quote),
                None => quoted = false,
            },
            letter if quoted => {
                *lines += usize::from(letter == '\n');
                text.push(letter);
            }
            letter if letter == separator => return (text, false),
            '\n' => return (text, true),
            '\r' => {}
            letter => text.push(letter),
        }
    }
    (text, true)
}

/// Letters with which a cell would begin to be worked out.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Takes off the apostrophe that [`to_csv`] puts before what a spreadsheet would work out.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if guarded(rest) => rest,
        _ => text,
    }
}

/// Whether a text is written with an apostrophe before it; one that has apostrophes of its own there gets another, so
/// that it is read as it was.
fn guarded(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A table as CSV in UTF-8 with a byte order mark, so that spreadsheets read Vietnamese; a text they would take for a
/// formula gets an apostrophe before it.
pub fn to_csv(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            let text = cell.text.trim();
            let guard = if guarded(text) { "'" } else { "" };
            if text.contains(['"', ',', ';', '\n', '\r', '\t']) {
                out.push('"');
                out.push_str(guard);
                out.push_str(&text.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(guard);
                out.push_str(text);
            }
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}
