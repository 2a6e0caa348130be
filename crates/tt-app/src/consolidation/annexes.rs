//! The tables of a report made of many: who reported, figures by agency, grades by agency and by task. As blocks of the
//! report, and as sheets of a workbook.

use rust_decimal::Decimal;
use tt_domain::assessment::Grade;

use super::Consolidation;
use super::body::shortened;
use super::draft::{Draft, DraftPiece, Figure, figure, strong, words};
use super::figures::{FigureCell, FigureLine};
use super::words::{reporting, rule};
use crate::contract::Language;
use crate::error::AppError;
use crate::sheet::{Cell, to_workbook};
use crate::wording::say;

/// Indicators in one table on a sheet of paper.
const COLUMNS: usize = 6;
/// Longest statement of a task in a table.
const STATEMENT: usize = 240;

/// The annexes of the report.
pub(super) fn annexes(found: &Consolidation, draft: &mut Draft) {
    draft.annex("I", false, "TÌNH HÌNH GỬI BÁO CÁO");
    draft.table(plain_rows(&reporter_rows(found, Language::Vietnamese)));
    draft.annex("II", false, "SỐ LIỆU THEO CƠ QUAN, ĐƠN VỊ");
    let lines: Vec<&FigureLine> = found.lines.iter().filter(|line| line.is_shared()).collect();
    if lines.is_empty() {
        draft.paragraph(vec![words("Không có chỉ tiêu nào do nhiều cơ quan, đơn vị cùng báo cáo.")]);
    }
    for (at, lines) in lines.chunks(COLUMNS).enumerate() {
        draft.paragraph(vec![strong(format!("Biểu {}", at + 1))]);
        draft.table(figure_table(found, lines));
    }
    draft.annex("III", true, "KẾT QUẢ THỰC HIỆN VÀ ĐÁNH GIÁ THEO CƠ QUAN, ĐƠN VỊ");
    draft.table(plain_rows(&grade_rows(found, Language::Vietnamese)));
    draft.annex("IV", true, "KẾT QUẢ ĐÁNH GIÁ THEO NHIỆM VỤ");
    draft.table(plain_rows(&task_rows(found, Language::Vietnamese)));
}

fn plain_rows(rows: &[Vec<Cell>]) -> Vec<Vec<Vec<DraftPiece>>> {
    let row = |(at, row): (usize, &Vec<Cell>)| {
        let piece = |cell: &Cell| if at == 0 { strong(&cell.text) } else { words(&cell.text) };
        row.iter().map(|cell| vec![piece(cell)]).collect()
    };
    rows.iter().enumerate().map(row).collect()
}

/// Agencies down, indicators across; the first row holds the totals.
fn figure_table(found: &Consolidation, lines: &[&FigureLine]) -> Vec<Vec<Vec<DraftPiece>>> {
    let period = found.period.label();
    let mut head = vec![vec![strong("TT")], vec![strong("Cơ quan, đơn vị")]];
    let mut whole = vec![vec![words("")], vec![strong("Tổng hợp")]];
    for line in lines {
        let name = line.full_name();
        head.push(vec![strong(match &line.unit {
            Some(unit) => format!("{name} ({unit})"),
            None => name.clone(),
        })]);
        whole.push(match line.result.value() {
            Some(value) => vec![figure(&of_line(line, value, None, (&name, &period)), true)],
            None => vec![words("–")],
        });
    }
    let mut rows = vec![head, whole];
    let mut number = 0;
    for reporter in &found.reporters {
        let cells: Vec<Option<&FigureCell>> = lines
            .iter()
            .map(|line| line.cells.iter().find(|cell| cell.agency == reporter.agency.id && cell.value.is_some()))
            .collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        number += 1;
        let mut row = vec![vec![words(number.to_string())], vec![words(&reporter.agency.name)]];
        row.extend(lines.iter().zip(cells).map(|(line, cell)| vec![cell_piece(line, cell, &period)]));
        rows.push(row);
    }
    rows
}

fn cell_piece(line: &FigureLine, cell: Option<&FigureCell>, period: &str) -> DraftPiece {
    let Some((cell, value)) = cell.and_then(|cell| Some((cell, cell.value?))) else { return words("–") };
    let name = line.full_name();
    let mut of = of_line(line, value, Some(cell), (&name, period));
    // A value in another unit tells it.
    of.unit = cell.unit.as_deref();
    of.with_unit = cell.unit != line.unit;
    figure(&of, false)
}

fn of_line<'a>(
    line: &'a FigureLine,
    value: Decimal,
    cell: Option<&'a FigureCell>,
    (subject, period): (&'a str, &'a str),
) -> Figure<'a> {
    let estimate = cell.map_or_else(|| line.cells.iter().any(|cell| cell.estimate), |cell| cell.estimate);
    Figure {
        value,
        unit: line.unit.as_deref(),
        kind: if estimate { "estimate" } else { "actual" },
        subject,
        period,
        observation: cell.and_then(|cell| cell.observation),
        with_unit: false,
    }
}

fn head(lang: Language, columns: &[(&str, &str)]) -> Vec<Cell> {
    columns.iter().map(|(vi, en)| Cell::text(lang.pick(&say(*vi, *en)))).collect()
}

fn reporter_rows(found: &Consolidation, lang: Language) -> Vec<Vec<Cell>> {
    let mut rows = vec![head(
        lang,
        &[
            ("TT", "No."),
            ("Cơ quan, đơn vị", "Agency"),
            ("Báo cáo", "Report"),
            ("Hạn gửi", "Due"),
            ("Ngày gửi", "Handed up"),
            ("Chậm (ngày)", "Late (days)"),
        ],
    )];
    rows.extend(found.reporters.iter().enumerate().map(|(at, one)| {
        vec![
            Cell::count(at + 1),
            Cell::text(&one.agency.name),
            Cell::text(lang.pick(&reporting(one.reporting))),
            Cell::day(one.due),
            Cell::day(one.on),
            one.late.map(Cell::count).unwrap_or_default(),
        ]
    }));
    rows
}

fn grade_rows(found: &Consolidation, lang: Language) -> Vec<Vec<Cell>> {
    let mut rows = vec![head(
        lang,
        &[
            ("TT", "No."),
            ("Cơ quan, đơn vị", "Agency"),
            ("Nhiệm vụ", "Tasks"),
            ("Hoàn thành", "Done"),
            ("Trong hạn", "Open in time"),
            ("Quá hạn", "Open overdue"),
            ("Tự đánh giá: xuất sắc", "Self-graded excellent"),
            ("Tốt", "Good"),
            ("Hoàn thành", "Completed"),
            ("Không hoàn thành", "Not completed"),
            ("Chưa đánh giá", "Not graded"),
            ("Xếp loại cơ quan", "Grade of the agency"),
        ],
    )];
    rows.extend(found.reporters.iter().enumerate().map(|(at, one)| {
        let (columns, grades) = (&one.columns, &one.grades);
        let mut row = vec![Cell::count(at + 1), Cell::text(&one.agency.name)];
        let done = columns.completed() + columns.done_unjudged;
        let counts = [grades.total(), done, columns.open_in_time + columns.open_undated, columns.open_overdue];
        row.extend(counts.iter().chain(&grades.counts).chain([&grades.ungraded]).map(|count| Cell::count(*count)));
        row.push(Cell::text(one.grade.map(|(_, grade)| grade.words()).unwrap_or_default()));
        row
    }));
    rows
}

fn task_rows(found: &Consolidation, lang: Language) -> Vec<Vec<Cell>> {
    let mut rows = vec![head(
        lang,
        &[
            ("TT", "No."),
            ("Cơ quan, đơn vị", "Agency"),
            ("Số", "Number"),
            ("Nhiệm vụ", "Task"),
            ("Tự đánh giá", "Self-grade"),
            ("Thẩm định", "Appraised"),
            ("Quyết định", "Final"),
        ],
    )];
    let grade = |grade: Option<Grade>| Cell::text(grade.map(Grade::words).unwrap_or_default());
    rows.extend(found.works.iter().enumerate().map(|(at, work)| {
        vec![
            Cell::count(at + 1),
            Cell::text(found.name(work.agency)),
            Cell::count(work.task.number),
            Cell::text(shortened(&work.task.statement, STATEMENT)),
            grade(work.self_grade),
            grade(work.appraised),
            grade(work.decided),
        ]
    }));
    rows
}

fn total_rows(found: &Consolidation, lang: Language) -> Vec<Vec<Cell>> {
    let mut rows = vec![head(
        lang,
        &[
            ("Chỉ tiêu", "Indicator"),
            ("Đơn vị tính", "Unit"),
            ("Cách tổng hợp", "Put together by"),
            ("Tổng hợp", "Total"),
            ("% kế hoạch", "% of plan"),
            ("Số cơ quan cộng", "Agencies in it"),
            ("Không cộng", "Left out"),
            ("Chưa có số", "Without a value"),
        ],
    )];
    rows.extend(found.lines.iter().filter(|line| line.is_shared()).map(|line| {
        let left = found.left_out(&line.result);
        let missing: Vec<&str> = line.result.missing.iter().map(|id| found.name(*id)).collect();
        vec![
            Cell::text(line.full_name()),
            Cell::text(line.unit.clone().unwrap_or_default()),
            Cell::text(lang.pick(&rule(line.rule))),
            shown(line.result.value(), decimals(line)),
            shown(line.percent_of_plan(), 0),
            Cell::count(line.result.added.len()),
            Cell::text(left.iter().map(|one| lang.pick(one)).collect::<Vec<_>>().join("; ")),
            Cell::text(missing.join("; ")),
        ]
    }));
    rows
}

fn value_rows(found: &Consolidation, lang: Language) -> Vec<Vec<Cell>> {
    let mut rows = vec![head(
        lang,
        &[
            ("Chỉ tiêu", "Indicator"),
            ("Cơ quan, đơn vị", "Agency"),
            ("Đơn vị tính", "Unit"),
            ("Kết quả", "Result"),
            ("Ước", "Estimate"),
            ("Kế hoạch", "Plan"),
            ("Vào tổng", "In the total"),
        ],
    )];
    let words = say("có", "yes");
    let yes = |yes: bool| Cell::text(if yes { lang.pick(&words) } else { "" });
    for line in &found.lines {
        let decimals = decimals(line);
        rows.extend(line.cells.iter().filter(|cell| cell.value.is_some() || cell.plan.is_some()).map(|cell| {
            vec![
                Cell::text(line.full_name()),
                Cell::text(found.name(cell.agency)),
                Cell::text(cell.unit.clone().unwrap_or_default()),
                shown(cell.value, decimals),
                yes(cell.estimate),
                shown(cell.plan, decimals),
                yes(line.result.holds(cell.agency, cell.indicator)),
            ]
        }));
    }
    rows
}

/// A value as a number of the sheet.
fn shown(value: Option<Decimal>, decimals: u32) -> Cell {
    value.map(|value| Cell::decimal(value, decimals)).unwrap_or_default()
}

/// The decimals the values of an indicator are given to: the most that any agency gives.
fn decimals(line: &FigureLine) -> u32 {
    let all = line.cells.iter().flat_map(|cell| [cell.value, cell.plan]).flatten();
    all.map(|value| value.normalize().scale()).max().unwrap_or_default()
}

impl Consolidation {
    /// All tables as one workbook, a sheet each.
    ///
    /// # Errors
    /// It cannot be written: a defect.
    pub fn workbook(&self, lang: Language) -> Result<Vec<u8>, AppError> {
        let name = |vi: &str, en: &str| lang.pick(&say(vi, en)).to_owned();
        let sheets = [
            (name("Gửi báo cáo", "Reports"), reporter_rows(self, lang), vec![6, 44, 20, 12, 12, 12]),
            (name("Tổng hợp", "Totals"), total_rows(self, lang), vec![44, 14, 16, 16, 12, 12, 60, 40]),
            (name("Số liệu", "Figures"), value_rows(self, lang), vec![44, 44, 14, 16, 8, 16, 10]),
            (name("Đánh giá", "Grades"), grade_rows(self, lang), [vec![6, 44], vec![12; 9], vec![24]].concat()),
            (name("Nhiệm vụ", "Tasks"), task_rows(self, lang), vec![6, 44, 8, 80, 20, 20, 20]),
        ];
        let all: Vec<_> =
            sheets.iter().map(|(name, rows, widths)| (name.as_str(), rows.as_slice(), widths.as_slice())).collect();
        to_workbook(&name("Tổng hợp báo cáo", "Consolidated reports"), &all)
            .map_err(|error| AppError::Internal(format!("writing a workbook ({error})")))
    }
}
