//! XLSX (ECMA-376 part 1, `SpreadsheetML`): the first visible sheet, cell by cell.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};

use super::package::{Element, Package, Part, Piece, damaged};
use super::{Cell, MAX_COLUMNS, MAX_ROWS, Row, Sheet, SheetError, shown};

/// Reads the first visible sheet of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, SheetError> {
    let mut package = Package::open(bytes)?;
    let workbook = package.text("xl/workbook.xml")?.ok_or_else(|| damaged("xl/workbook.xml"))?;
    let (relation, since_1904) = first_sheet(&workbook)?;
    let relations = package.text("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let place = target(&relations, &relation)?.unwrap_or_else(|| "xl/worksheets/sheet1.xml".to_owned());
    let strings = match package.text("xl/sharedStrings.xml")? {
        Some(text) => shared_strings(&text)?,
        None => Vec::new(),
    };
    let dated = match package.text("xl/styles.xml")? {
        Some(text) => date_styles(&text)?,
        None => Vec::new(),
    };
    let text = package.text(&place)?.ok_or_else(|| damaged(&place))?;
    Reading { strings, dated, since_1904 }.sheet(&text, &place)
}

/// The relation of the first sheet that is not hidden, and whether days are counted from 1904.
fn first_sheet(workbook: &str) -> Result<(String, bool), SheetError> {
    let mut part = Part::new(workbook, "xl/workbook.xml");
    let (mut relation, mut since_1904) = (None, false);
    while let Some(piece) = part.next()? {
        let Piece::Open(element) = piece else { continue };
        match element.name.as_str() {
            "workbookPr" => since_1904 = matches!(element.attribute("date1904").as_deref(), Some("1" | "true")),
            "sheet" if relation.is_none() => {
                let hidden = element.attribute("state").is_some_and(|state| state != "visible");
                // `r:id`; the sheet's own number is called `sheetId`.
                relation = if hidden { None } else { element.attribute("id") };
            }
            _ => {}
        }
    }
    relation.map(|relation| (relation, since_1904)).ok_or_else(|| damaged("xl/workbook.xml"))
}

/// The part a relation of the workbook names.
fn target(relations: &str, id: &str) -> Result<Option<String>, SheetError> {
    let mut part = Part::new(relations, "xl/_rels/workbook.xml.rels");
    while let Some(piece) = part.next()? {
        if let Piece::Open(element) = piece
            && element.attribute("Id").as_deref() == Some(id)
        {
            let target = element.attribute("Target").unwrap_or_default();
            let rooted = target.strip_prefix('/').map(str::to_owned);
            return Ok(Some(rooted.unwrap_or_else(|| format!("xl/{}", target.trim_start_matches("./")))));
        }
    }
    Ok(None)
}

/// Texts that cells refer to by number; phonetic hints are left out.
fn shared_strings(text: &str) -> Result<Vec<String>, SheetError> {
    let mut part = Part::new(text, "xl/sharedStrings.xml");
    let mut strings = Vec::new();
    let mut now = String::new();
    let (mut inside, mut hint) = (false, false);
    while let Some(piece) = part.next()? {
        match piece {
            Piece::Open(element) => match element.name.as_str() {
                "si" => now.clear(),
                "t" => inside = !hint,
                "rPh" => hint = true,
                _ => {}
            },
            Piece::Text(text) if inside => now.push_str(&text),
            Piece::Text(_) => {}
            Piece::Close(name) => match name.as_str() {
                "si" => strings.push(std::mem::take(&mut now)),
                "t" => inside = false,
                "rPh" => hint = false,
                _ => {}
            },
        }
    }
    Ok(strings)
}

/// For each cell style in order, whether it shows a number as a day.
fn date_styles(text: &str) -> Result<Vec<bool>, SheetError> {
    let mut part = Part::new(text, "xl/styles.xml");
    let mut own = Vec::new();
    let mut dated = Vec::new();
    let mut in_cells = false;
    while let Some(piece) = part.next()? {
        match piece {
            Piece::Open(element) => match element.name.as_str() {
                "numFmt" => {
                    let id = number(&element, "numFmtId");
                    if element.attribute("formatCode").is_some_and(|code| shows_day(&code)) {
                        own.push(id);
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = number(&element, "numFmtId");
                    // Built-in formats of days: ECMA-376 part 1, 18.8.30, and those of East Asian versions.
                    dated.push(own.contains(&id) || matches!(id, 14..=17 | 22 | 27..=36 | 50..=58));
                }
                _ => {}
            },
            Piece::Close(name) if name == "cellXfs" => in_cells = false,
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    Ok(dated)
}

fn number(element: &Element<'_>, name: &str) -> usize {
    element.attribute(name).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Whether a number format has a day or a year in it, quoted words, escaped letters and colours left out.
fn shows_day(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    code.chars().any(|letter| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match letter {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            'd' | 'D' | 'y' | 'Y' => return !quoted && !bracketed,
            _ => {}
        }
        false
    })
}

struct Reading {
    strings: Vec<String>,
    dated: Vec<bool>,
    since_1904: bool,
}

/// A cell while it is being read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    value: String,
    formula: bool,
}

impl Reading {
    fn sheet(&self, text: &str, name: &str) -> Result<Sheet, SheetError> {
        let mut part = Part::new(text, name);
        let mut sheet = Sheet::default();
        let mut row = Row::default();
        let mut cell = Open::default();
        let mut in_value = false;
        while let Some(piece) = part.next()? {
            match piece {
                Piece::Open(element) => match element.name.as_str() {
                    "row" => {
                        let next = row.number + 1;
                        let number = element.attribute("r").and_then(|text| text.parse().ok()).unwrap_or(next);
                        row = Row { number, cells: Vec::new() };
                    }
                    "c" => {
                        let place = element.attribute("r");
                        cell = Open {
                            column: place.as_deref().and_then(column).unwrap_or(row.cells.len()),
                            kind: element.attribute("t").unwrap_or_default(),
                            style: number(&element, "s"),
                            ..Open::default()
                        };
                    }
                    "v" | "t" => in_value = true,
                    "f" => cell.formula = true,
                    _ => {}
                },
                Piece::Text(text) if in_value => cell.value.push_str(&text),
                Piece::Text(_) => {}
                Piece::Close(name) => match name.as_str() {
                    "v" | "t" => in_value = false,
                    "c" if cell.column < MAX_COLUMNS => {
                        row.cells.resize(row.cells.len().max(cell.column + 1), Cell::default());
                        if let Some(place) = row.cells.get_mut(cell.column) {
                            *place = self.cell(std::mem::take(&mut cell));
                        }
                    }
                    "row" if row.cells.iter().any(|cell| !cell.text.is_empty()) => {
                        if sheet.rows.len() > MAX_ROWS {
                            return Err(SheetError::TooManyRows);
                        }
                        let number = row.number;
                        sheet.rows.push(std::mem::replace(&mut row, Row { number, cells: Vec::new() }));
                    }
                    "sheetData" => return Ok(sheet),
                    _ => {}
                },
            }
        }
        Ok(sheet)
    }

    fn cell(&self, open: Open) -> Cell {
        let Open { kind, style, value, formula, .. } = open;
        let day = match kind.as_str() {
            "" | "n" if self.dated.get(style) == Some(&true) => self.day(&value),
            "d" => value.get(..10).and_then(|text| text.parse().ok()),
            _ => None,
        };
        let text = match (kind.as_str(), day) {
            (_, Some(day)) => shown(day),
            ("s", _) => value.parse::<usize>().ok().and_then(|at| self.strings.get(at).cloned()).unwrap_or_default(),
            ("b", _) => if value == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            // A formula that failed gives its error as value: #REF!, #N/A…
            _ => value,
        };
        // A cell could hold a NUL by `_x0000_`; it is not decoded, so what is kept is what stands in the file.
        Cell { text: text.trim().to_owned(), day, number: None, formula }
    }

    /// The day of a serial number: whole days since 30 December 1899, or 1 January 1904.
    fn day(&self, value: &str) -> Option<Date> {
        let whole = value.split('.').next()?.parse::<i32>().ok().filter(|days| (1..3_000_000).contains(days))?;
        let (start, span): (Date, Span) =
            if self.since_1904 { (date(1904, 1, 1), whole.days()) } else { (date(1899, 12, 30), whole.days()) };
        start.checked_add(span).ok()
    }
}

/// The column of a place such as `AB12`, counted from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let count = letters.take(4).fold(0_usize, |sum, byte| sum * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1);
    count.checked_sub(1)
}
