//! The values of a period as a workbook: the form to fill in, and a filled-in one read back into cells, row faults told.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use tt_check::Message;
use tt_domain::id::{DivisionId, ObservationId};
use tt_domain::indicator::ObservationKind;
use tt_domain::indicator::derived::plain;
use tt_domain::indicator::ledger::Point;
use tt_domain::reporting_period::ReportingPeriod;

use crate::app::App;
use crate::error::AppError;
use crate::indicators::entry::{CellEntry, Grid, GridRow};
use crate::sheet::{self, Cell, Row};
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// The heads of the form's columns.
const HEADS: [&str; 8] = ["Mã", "Chỉ tiêu", "Đơn vị", "Kỳ trước", "Cùng kỳ", "Kế hoạch", "Ước thực hiện", "Thực hiện"];

/// The columns that are read, by their head.
const READ: [(&str, ObservationKind); 3] = [
    ("Kế hoạch", ObservationKind::Plan),
    ("Ước thực hiện", ObservationKind::Estimate),
    ("Thực hiện", ObservationKind::Actual),
];

/// A filled-in form as read: its cells, and what could not be placed.
#[derive(Clone, Debug, Default)]
pub struct FormRead {
    /// Cells with something in them.
    pub cells: Vec<CellEntry>,
    /// Rows that could not be placed, with the remedy.
    pub faults: Vec<Message>,
}

impl App {
    /// The form of a period and division to fill in, with what is on record.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed.
    pub async fn figures_form(
        &self,
        current: &CurrentUser,
        period: ReportingPeriod,
        division: Option<DivisionId>,
    ) -> Result<Vec<u8>, AppError> {
        let grid = self.figures_grid(current, Some(period), division).await?;
        let value = |point: Option<&Point>| Cell::text(point.map(|point| plain(point.value)).unwrap_or_default());
        let mut rows = vec![HEADS.map(Cell::text).to_vec()];
        rows.extend(grid.rows.iter().filter(|row| row.indicator.terms.formula.is_none()).map(|row| {
            let (terms, reading) = (&row.indicator.terms, &row.reading);
            vec![
                Cell::text(terms.code.clone()),
                Cell::text(terms.full_name()),
                Cell::text(terms.unit.clone().unwrap_or_default()),
                value(reading.previous.as_ref()),
                value(reading.same_period.as_ref()),
                value(reading.plan.as_ref()),
                value(reading.estimate.as_ref()),
                value(reading.actual.as_ref()),
            ]
        }));
        let name = format!("Số liệu {}", period.code());
        sheet::to_xlsx(&name, &rows, &[14, 50, 14, 14, 14, 14, 14, 14])
            .map_err(|error| AppError::Internal(format!("writing a workbook ({error})")))
    }
}

/// Reads a filled-in form against the grid it is for.
///
/// # Errors
/// The file is no table, or has not the columns of the form.
pub fn read_form(name: &str, bytes: &[u8], grid: &Grid) -> Result<FormRead, AppError> {
    let sheet = sheet::read(bytes).map_err(|error| AppError::from(error.message(name)))?;
    let head = sheet.rows.iter().position(|row| column(row, HEADS[0]).is_some());
    let Some((head, code)) = head.and_then(|at| Some((at, column(sheet.rows.get(at)?, HEADS[0])?))) else {
        return Err(AppError::refused(
            format!("{name}: không thấy cột “Mã”; hãy tải mẫu của kỳ này và nhập vào mẫu"),
            format!("{name}: there is no column “Mã”; download this period's form and fill it in"),
        ));
    };
    let heads = sheet.rows.get(head).cloned().unwrap_or_default();
    let columns: Vec<(usize, ObservationKind)> =
        READ.iter().filter_map(|(title, kind)| Some((column(&heads, title)?, *kind))).collect();
    if columns.is_empty() {
        return Err(AppError::refused(
            format!("{name}: không thấy cột “Kế hoạch”, “Ước thực hiện” hay “Thực hiện”; hãy dùng mẫu của kỳ này"),
            format!("{name}: none of the columns to read is there; use this period's form"),
        ));
    }
    let by_code: BTreeMap<&str, &GridRow> =
        grid.rows.iter().map(|row| (row.indicator.terms.code.as_str(), row)).collect();
    let mut read = FormRead::default();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for row in sheet.rows.iter().skip(head + 1) {
        let found = row.cell(code).text.trim().to_uppercase();
        let filled = columns.iter().any(|(at, _)| !row.cell(*at).text.is_empty());
        if found.is_empty() && !filled {
            continue;
        }
        if let Some(first) = lines.get(&found) {
            read.faults.push(say(
                format!("{name}, dòng {}: mã {found} đã có ở dòng {first}; chỉ giữ dòng đầu", row.number),
                format!("{name}, row {}: {found} stands in row {first} already; the first counts", row.number),
            ));
            continue;
        }
        let Some(of) = by_code.get(found.as_str()) else {
            read.faults.push(say(
                format!("{name}, dòng {}: không có chỉ tiêu mã “{found}” trong kỳ và phòng này; hãy sửa mã hoặc chọn đúng phòng", row.number),
                format!("{name}, row {}: no indicator “{found}” in this period and division; mend the code", row.number),
            ));
            continue;
        };
        lines.insert(found, row.number);
        read.cells.extend(columns.iter().filter_map(|(at, kind)| cell_of(row, *at, *kind, of)));
    }
    Ok(read)
}

/// The column of that head.
fn column(row: &Row, title: &str) -> Option<usize> {
    let wanted = tt_text::fold(title);
    row.cells.iter().position(|cell| tt_text::fold(cell.text.trim()) == wanted)
}

/// A filled cell; what a workbook keeps as a number has a point before its decimals, whatever it shows.
fn cell_of(row: &Row, at: usize, kind: ObservationKind, of: &GridRow) -> Option<CellEntry> {
    let text = row.cell(at).text.trim().to_owned();
    let point = match kind {
        ObservationKind::Plan => &of.reading.plan,
        ObservationKind::Estimate => &of.reading.estimate,
        ObservationKind::Actual => &of.reading.actual,
    };
    let seen: Option<ObservationId> = point.as_ref().and_then(Point::observation).map(|seen| seen.id);
    (!text.is_empty()).then_some(CellEntry { indicator: of.indicator.id, kind, text, seen, confirmed: None::<Decimal> })
}
