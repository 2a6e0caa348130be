//! What chips print, for looking at a template before there is a report.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use tt_domain::assessment::Stage;
use tt_domain::composing::{Chip, CitationForm, ValueForm};
use tt_domain::document::OfficialDocument;
use tt_domain::indicator::ObservationKind;
use tt_domain::indicator::derived::{plain, shown};
use tt_domain::indicator::ledger::{Ledger, Point, Reading};
use tt_domain::organisation::Agency;
use tt_domain::report::Report;
use tt_domain::said::amount;
use tt_store::{Tx, agencies, documents, figures, grade_entries, registers, tasks};

use super::facts::Subject;
use crate::error::AppError;
use crate::import::printing::document_date;
use crate::indicators::ledger_at;
use crate::registers::measuring::worked_out;

/// What a chip prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChipShown {
    /// Its words.
    pub text: String,
    /// What it is.
    pub label: String,
    /// The page of its record.
    pub page: Option<String>,
    /// Nothing is on record for it.
    pub missing: bool,
}

/// What is printed where nothing is on record.
const MISSING: &str = "(chưa có số liệu)";

/// What chips print in a report.
///
/// # Errors
/// The database failed.
pub async fn resolve(
    tx: &mut Tx,
    agency: &Agency,
    report: &Report,
    chips: &[Chip],
) -> Result<HashMap<Chip, ChipShown>, AppError> {
    let window = Subject::of_report(tx, report).await?.window;
    let mut ledgers: BTreeMap<String, Ledger> = BTreeMap::new();
    let mut found = HashMap::new();
    for chip in chips {
        if found.contains_key(chip) {
            continue;
        }
        let one = match *chip {
            Chip::Value { indicator, period, kind, form } => {
                if !ledgers.contains_key(&period.code()) {
                    ledgers.insert(period.code(), ledger_at(tx, agency.id, &period, Date::MAX).await?);
                }
                let of = ledgers.get(&period.code()).and_then(|ledger| {
                    let of = ledger.indicators().find(|of| of.id == indicator)?;
                    Some((of.terms.full_name(), of.terms.unit.clone(), ledger.reading(indicator, &period)))
                });
                of.map(|(name, unit, reading)| ChipShown {
                    label: format!("{name}, {}", period.label()),
                    page: Some(format!("/chi-tieu/{indicator}")),
                    ..value(&reading, unit.as_deref(), kind, form)
                })
            }
            Chip::Measure(id) => {
                let register = registers::of_measure(tx, id).await?;
                let register = registers::get(tx, register).await?;
                match register.measures.iter().find(|one| one.id == id) {
                    Some(measure) => {
                        let result = worked_out(tx, &register, measure, window.1).await?;
                        let unit = Some(measure.spec.unit.as_str()).filter(|unit| !unit.is_empty());
                        Some(ChipShown {
                            label: format!("{}: {}", register.name, measure.spec.name),
                            page: Some(format!("/so-theo-doi/{}/so-lieu", register.key)),
                            ..words(result.value.map(|value| amount(value, unit)))
                        })
                    }
                    None => None,
                }
            }
            Chip::Citation { document, form } => {
                let of = documents::get(tx, document).await?;
                Some(ChipShown {
                    label: of.subject.clone().unwrap_or_default(),
                    page: Some(format!("/van-ban/{document}")),
                    ..words(Some(citation(&of, form)))
                })
            }
            Chip::Statement(id) => {
                let task = tasks::get(tx, id).await?;
                let statement = task.statement.split_whitespace().collect::<Vec<_>>().join(" ");
                Some(ChipShown {
                    label: format!("Nhiệm vụ {}", task.number),
                    page: Some(format!("/nhiem-vu/{id}")),
                    ..words(Some(statement))
                })
            }
            Chip::Grade(id) => {
                let entries = grade_entries::of_year(tx, agency.id, report.year).await?;
                let newest = entries.iter().find(|one| one.task == Some(id) && one.stage == Stage::SelfGraded);
                let grade = newest.and_then(|entry| entry.grade);
                Some(ChipShown {
                    label: "Mức tự đánh giá".to_owned(),
                    page: Some(format!("/nhiem-vu/{id}")),
                    ..words(grade.map(|grade| grade.words().to_owned()))
                })
            }
            Chip::Figure(id) => {
                let figure = figures::get(tx, id).await?;
                Some(ChipShown {
                    label: figure.stated.subject.clone().unwrap_or_default(),
                    page: Some(format!("/so-lieu/{id}")),
                    ..words(Some(figure.stated.printed))
                })
            }
        };
        found.insert(*chip, one.unwrap_or_else(|| words(None)));
    }
    Ok(found)
}

fn words(text: Option<String>) -> ChipShown {
    let missing = text.is_none();
    ChipShown { text: text.unwrap_or_else(|| MISSING.to_owned()), missing, ..ChipShown::default() }
}

fn value(reading: &Reading, unit: Option<&str>, kind: ObservationKind, form: ValueForm) -> ChipShown {
    let point: Option<&Point> = match kind {
        ObservationKind::Plan => reading.plan.as_ref(),
        ObservationKind::Estimate => reading.estimate.as_ref(),
        ObservationKind::Actual => reading.actual.as_ref(),
    };
    let number = point.map(|point| plain(point.value));
    let with_unit = |number: &String| match unit {
        Some("%") => format!("{number}%"),
        Some(unit) if !unit.is_empty() => format!("{number} {unit}"),
        _ => number.clone(),
    };
    let text = match form {
        ValueForm::Number => number,
        ValueForm::WithUnit => number.as_ref().map(with_unit),
        ValueForm::Reached => number.as_ref().map(|number| {
            let reached = if kind == ObservationKind::Estimate { "ước đạt" } else { "đạt" };
            format!("{reached} {}", with_unit(number))
        }),
        ValueForm::PercentOfPlan => {
            let percent = reading.percent_of_plan().and_then(Result::ok);
            percent.map(|percent| format!("đạt {}% kế hoạch", shown(percent, 1)))
        }
        ValueForm::Change => reading.change().and_then(Result::ok).map(|change| {
            let size = |change| shown(change, 1);
            if change.is_zero() {
                "bằng cùng kỳ".to_owned()
            } else if change.is_negative() {
                format!("giảm {}% so với cùng kỳ", size(change.negated()))
            } else {
                format!("tăng {}% so với cùng kỳ", size(change))
            }
        }),
    };
    words(text)
}

/// A citation in one of its forms (Nghị định 30/2020/NĐ-CP, Phụ lục I).
fn citation(document: &OfficialDocument, form: CitationForm) -> String {
    let kind = document.kind.as_deref().unwrap_or("Văn bản");
    let number = document.number.as_deref().map(|number| format!("{kind} số {number}"));
    let mut text = number.unwrap_or_else(|| kind.to_owned());
    if form == CitationForm::Short {
        return text;
    }
    if let Some(date) = document_date(document.date) {
        text = format!("{text} ngày {date}");
    }
    if let Some(issuer) = document.issuer.as_deref().filter(|issuer| !issuer.is_empty()) {
        text = format!("{text} của {issuer}");
    }
    text
}

/// The agency's own record of that symbol.
///
/// # Errors
/// No such agency, or the database failed.
pub(super) async fn agency_named(tx: &mut Tx, symbol: &str) -> Result<Agency, AppError> {
    agencies::find_by_symbol(tx, symbol).await?.ok_or_else(|| crate::users::unknown_agency(symbol))
}
