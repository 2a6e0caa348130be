//! SL-09: a column of a table that does not add up to its total row.

use rust_decimal::Decimal;
use tt_document::BlockKind;
use tt_document::model::Table;
use tt_text::Span;
use tt_text::numeral::Numeral;

use crate::finding::{Finding, Severity};
use crate::rule::{Context, Rule};
use crate::statement::is_sensible;
use crate::wording::number;

pub(crate) static RULE: Rule = Rule {
    code: "SL-09",
    name: "table-total",
    title_vi: "Cột trong bảng cộng không bằng dòng tổng",
    title_en: "Column does not add up to its total row",
    severity: Severity::Error,
    basis: None,
    docs: include_str!("../../docs/table-total.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in context.document.body() {
        if let BlockKind::Table(table) = &block.kind {
            findings.extend(judge(context, table));
        }
    }
}

/// Only plain lists are judged: one total row, at the end or the head, every other row numbered 1, 2, 3… in its first
/// cell. Sub-totals and nested numbering leave it open what belongs to the sum.
fn judge(context: &Context<'_>, table: &Table) -> Vec<Finding> {
    let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let Some((at, total)) = total_row(context, table) else { return Vec::new() };
    let rows: Vec<&Vec<Span>> = table
        .rows
        .iter()
        .enumerate()
        .filter(|(index, row)| *index != at && is_numbered(context, row))
        .map(|(_, row)| row)
        .collect();
    let serials: Vec<Decimal> =
        rows.iter().filter_map(|row| row.first().and_then(|cell| value(context, *cell))).collect();
    let in_order = serials.iter().zip(1_u32..).all(|(serial, expected)| *serial == Decimal::from(expected));
    let others = table.rows.len() - rows.len() - 1;
    let aligned = total.len() == width && rows.iter().all(|row| row.len() == width);
    if rows.len() < 2 || !in_order || !aligned || others > table.head_rows.max(2) {
        return Vec::new();
    }
    (1..width).filter_map(|column| judge_column(context, &rows, total, column)).collect()
}

fn total_row<'t>(context: &Context<'_>, table: &'t Table) -> Option<(usize, &'t Vec<Span>)> {
    let mut totals = table.rows.iter().enumerate().filter(|(_, row)| {
        row.iter().take(3).any(|cell| {
            let text = tt_text::fold(context.slice(*cell));
            matches!(text.trim().trim_end_matches(':'), "tong" | "tong cong" | "tong so" | "cong" | "toan tinh")
        })
    });
    let first = totals.next()?;
    totals.next().is_none().then_some(first)
}

fn is_numbered(context: &Context<'_>, row: &[Span]) -> bool {
    row.first().and_then(|cell| value(context, *cell)).is_some_and(|value| value.is_integer() && value > Decimal::ZERO)
}

fn value(context: &Context<'_>, cell: Span) -> Option<Decimal> {
    let text = context.slice(cell).trim();
    Numeral::parse(text).ok().map(|numeral| numeral.value).filter(|value| is_sensible(*value))
}

/// Compares one column, if every cell of it is a number or blank and it is no column of percentages or averages.
fn judge_column(context: &Context<'_>, rows: &[&Vec<Span>], total: &[Span], column: usize) -> Option<Finding> {
    let cell = *total.get(column)?;
    let stated = value(context, cell)?;
    let mut sum = Decimal::ZERO;
    let mut scale = 0;
    let mut filled = 0;
    for row in rows {
        let text = context.slice(*row.get(column)?).trim();
        if text.is_empty() || matches!(text, "-" | "–" | "x") {
            continue;
        }
        let number = value(context, *row.get(column)?)?;
        sum = sum.checked_add(number)?;
        scale = scale.max(number.scale());
        filled += 1;
    }
    let slack = Decimal::new(5, scale.max(stated.scale()) + 1) * Decimal::from(filled + 1);
    let slack = if scale == 0 && stated.scale() == 0 { Decimal::ZERO } else { slack };
    // Averages, percentages and densities do not add up: a total within the range of its parts is one of them.
    let looks_average = filled >= 2 && stated * Decimal::TWO < sum;
    if filled < 2 || (sum - stated).abs() <= slack || looks_average {
        return None;
    }
    Some(
        RULE.finding(
            cell,
            format!("Dòng tổng ghi {}, các dòng cộng lại là {}", number(stated), number(sum)),
            format!("The total row has {}; the rows add up to {}", number(stated), number(sum)),
        )
        .because(
            "Cộng các dòng đánh số trong bảng không ra số ở dòng tổng. Đề nghị đối chiếu lại từng dòng.",
            "The numbered rows do not add up to the total row. Check each row.",
        )
        .computed(format!("{} dòng cộng: {} ≠ {}", filled, number(sum), number(stated))),
    )
}
