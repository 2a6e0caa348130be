//! SL-13: one amount printed with two units of money or area.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::{Finding, Severity};
use crate::reading::{is_amount, unit_key};
use crate::rule::{Context, Rule};
use crate::statement::Stated;
use crate::wording::number;

pub(crate) static RULE: Rule = Rule {
    code: "SL-13",
    name: "unit-of-same-amount",
    title_vi: "Cùng một con số nhưng hai đơn vị khác nhau",
    title_en: "One number with two units",
    severity: Severity::Warning,
    basis: None,
    docs: include_str!("../../docs/unit-of-same-amount.md"),
    check,
};

/// Units that are easily taken for one another.
const FAMILIES: [&[&str]; 4] = [
    &["dong", "nghin dong", "ngan dong", "trieu dong", "ty dong"],
    &["usd", "nghin usd", "trieu usd", "ty usd"],
    &["ha", "m2", "km2"],
    &["kg", "tan", "ta", "nghin tan", "trieu tan"],
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<(Decimal, usize), (String, Stated<'_>)> = BTreeMap::new();
    for index in 0..context.extraction.figures.len() {
        let Some(stated) = Stated::at(context, index).filter(|stated| is_amount(stated.figure)) else { continue };
        let Some(unit) = unit_key(stated.figure) else { continue };
        let Some(family) = FAMILIES.iter().position(|family| family.contains(&unit.as_str())) else { continue };
        if significant_digits(stated.value) < 5 {
            continue;
        }
        match seen.get(&(stated.value, family)) {
            None => {
                seen.insert((stated.value, family), (unit, stated));
            }
            Some((other, earlier)) if *other != unit => findings.push(report(context, &stated, earlier)),
            Some(_) => {}
        }
    }
}

/// Digits that say something: round amounts occur twice by chance.
fn significant_digits(value: Decimal) -> usize {
    value.normalize().mantissa().unsigned_abs().to_string().trim_end_matches('0').len()
}

fn report(context: &Context<'_>, stated: &Stated<'_>, earlier: &Stated<'_>) -> Finding {
    let (own, other) = (context.slice(stated.span()), context.slice(earlier.span()));
    let value = number(stated.value);
    RULE.finding(
        stated.span(),
        format!("Số {value} ở đây ghi “{own}”, chỗ khác ghi “{other}”"),
        format!("{value} is “{own}” here and “{other}” elsewhere"),
    )
    .because(
        "Hai chỗ có vẻ nói cùng một số nhưng khác đơn vị. Đề nghị kiểm tra đơn vị nào đúng.",
        "Both seem to give one amount in different units. Check which is right.",
    )
    .beside(earlier.span(), "Cách ghi ở chỗ khác", "The form elsewhere")
}
