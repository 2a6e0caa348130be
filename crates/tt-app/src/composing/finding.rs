//! Finding facts by words, to put them into the text.

use std::collections::BTreeSet;

use tt_domain::assessment::Stage;
use tt_domain::composing::{Chip, CitationForm, ValueForm};
use tt_domain::id::AgencyId;
use tt_domain::indicator::ledger::Ledger;
use tt_domain::indicator::{Indicator, ObservationKind};
use tt_domain::report::Report;
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{Tx, documents, figures, programmes, ratings, registers, reports, tasks};
use tt_text::fold::fold;

use super::chips::{AsOf, ChipShown, cited, resolve, value_shown};
use crate::error::AppError;
use crate::indicators::ledger_at;
use crate::records::DocumentFilter;

/// Most facts told at once.
pub const FOUND: usize = 30;

/// Sorts of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Value of an indicator.
    Indicator,
    /// Measure of a register.
    Register,
    /// Mention of a document.
    Document,
    /// Statement or grade of a task.
    Task,
    /// Figure of an earlier report.
    Figure,
}

/// A fact found.
#[derive(Clone, Debug)]
pub struct FoundChip {
    /// Which.
    pub chip: Chip,
    /// What it prints.
    pub shown: ChipShown,
    /// Of which sort.
    pub sort: Sort,
}

/// What is looked for: every word must stand in what a fact is called, diacritics aside.
struct Wanted(Vec<String>);

impl Wanted {
    fn in_name(&self, name: &str) -> bool {
        let folded = fold(name);
        self.0.iter().all(|word| folded.contains(word.as_str()))
    }
}

/// Facts of an agency that words find, for a report: indicators of its period and year first, then registers, tasks,
/// documents, figures of its last report.
pub(super) async fn find(
    tx: &mut Tx,
    agency: AgencyId,
    report: &Report,
    words: &str,
    as_of: AsOf,
) -> Result<Vec<FoundChip>, AppError> {
    let wanted = Wanted(fold(words).split_whitespace().map(str::to_owned).collect());
    if wanted.0.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let ledger = ledger_at(tx, agency, &report.period, as_of.recorded).await?;
    values(&ledger, report.period, &wanted, &mut found);
    let mut others: Vec<(Chip, Sort)> = Vec::new();
    for (register, _) in registers::list(tx, agency).await? {
        let register = registers::get(tx, register.id).await?;
        let named =
            register.measures.iter().filter(|one| wanted.in_name(&format!("{} {}", register.name, one.spec.name)));
        others.extend(named.map(|one| (Chip::Measure(one.id), Sort::Register)));
    }
    tasks_found(tx, agency, report, &wanted, &mut others).await?;
    let filter = DocumentFilter { query: Some(words.to_owned()), ..DocumentFilter::default() };
    for summary in documents::page(tx, agency, &filter, None, 10).await? {
        let document = summary.document;
        for form in [CitationForm::Full, CitationForm::Short] {
            let chip = Chip::Citation { document: document.id, form };
            let shown = ChipShown {
                text: cited(&document, form),
                label: document.subject.clone().unwrap_or_default(),
                page: Some(format!("/van-ban/{}", document.id)),
                ..ChipShown::default()
            };
            found.push(FoundChip { chip, shown, sort: Sort::Document });
        }
    }
    figures_found(tx, agency, report, &wanted, &mut others).await?;
    others.truncate(FOUND);
    let chips: Vec<Chip> = others.iter().map(|(chip, _)| *chip).collect();
    let shown = resolve(tx, agency, as_of, &chips).await?;
    let others = others.into_iter().filter_map(|(chip, sort)| {
        let shown = shown.get(&chip).filter(|shown| !shown.missing)?.clone();
        Some(FoundChip { chip, shown, sort })
    });
    let documents: Vec<FoundChip> = found.extract_if(.., |one| one.sort == Sort::Document).collect();
    found.extend(others);
    found.extend(documents);
    found.truncate(FOUND);
    Ok(found)
}

/// Values of indicators in every form they have.
fn values(ledger: &Ledger, period: ReportingPeriod, wanted: &Wanted, found: &mut Vec<FoundChip>) {
    let mut periods = vec![period];
    periods.extend(Some(ReportingPeriod::year(period.of_year())).filter(|year| *year != period));
    for indicator in ledger.indicators().filter(|one| wanted.in_name(&called(one))) {
        for &period in &periods {
            let reading = ledger.reading(indicator.id, &period);
            let kinds = [ObservationKind::Actual, ObservationKind::Estimate, ObservationKind::Plan];
            let values = [ValueForm::Reached, ValueForm::WithUnit, ValueForm::Number];
            let of_values = kinds.into_iter().flat_map(|kind| values.map(|form| (kind, form)));
            // What is worked out of the result has one kind.
            let of_result = [ValueForm::PercentOfPlan, ValueForm::Change].map(|form| (ObservationKind::Actual, form));
            for (kind, form) in of_values.chain(of_result) {
                let shown = value_shown(indicator, &reading, period, kind, form);
                if !shown.missing {
                    let chip = Chip::Value { indicator: indicator.id, period, kind, form };
                    found.push(FoundChip { chip, shown, sort: Sort::Indicator });
                }
            }
        }
        if found.len() >= FOUND {
            return;
        }
    }
}

fn called(indicator: &Indicator) -> String {
    format!("{} {}", indicator.terms.code, indicator.terms.full_name())
}

async fn tasks_found(
    tx: &mut Tx,
    agency: AgencyId,
    report: &Report,
    wanted: &Wanted,
    found: &mut Vec<(Chip, Sort)>,
) -> Result<(), AppError> {
    let Some(programme) = programmes::find(tx, agency, report.year).await? else { return Ok(()) };
    let graded: BTreeSet<_> = ratings::list_for_programme(tx, programme.id)
        .await?
        .into_iter()
        .filter(|rating| rating.stage == Stage::SelfGraded)
        .map(|rating| rating.task)
        .collect();
    for task in tasks::list(tx, programme.id).await? {
        if wanted.in_name(&format!("nhiệm vụ {} {}", task.number, task.statement)) {
            found.push((Chip::Statement(task.id), Sort::Task));
            found.extend(graded.contains(&task.id).then_some((Chip::Grade(task.id), Sort::Task)));
        }
    }
    Ok(())
}

/// Figures the agency's report of the year before states.
async fn figures_found(
    tx: &mut Tx,
    agency: AgencyId,
    report: &Report,
    wanted: &Wanted,
    found: &mut Vec<(Chip, Sort)>,
) -> Result<(), AppError> {
    let Some(before) = reports::find(tx, agency, report.year - 1).await? else { return Ok(()) };
    for figure in figures::list(tx, before.id).await? {
        let name = format!("{} {}", figure.stated.subject.as_deref().unwrap_or_default(), figure.stated.printed);
        if wanted.in_name(&name) {
            found.push((Chip::Figure(figure.id), Sort::Figure));
        }
    }
    Ok(())
}
