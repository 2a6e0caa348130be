//! Indicators: figures that are not in after their data has closed, and years that will not meet their plan.
//!
//! Only what someone has charge of is watched for its figures, and only what has a plan and a better way for its result;
//! what was merely read out of a report warns of nothing.

use jiff::civil::Date;
use tt_domain::id::AgencyId;
use tt_domain::indicator::ledger::Ledger;
use tt_domain::indicator::{Better, Indicator, ObservationKind};
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod};
use tt_domain::said::Said;
use tt_domain::warning::indicator::{Owed, Windows, YearOf, indicator_level, owed};
use tt_domain::warning::{Watch, WatchKey, Watched};
use tt_store::Tx;

use super::{LAST_MONTH_OF_GRADING, TITLE_LETTERS};
use crate::error::AppError;
use crate::indicators::{ledger_at, window_rule};
use crate::notice_words::shortened;
use crate::remind::People;
use crate::work::rules;

/// The indicators in use, as they stand on a day; of the last year too until it is graded.
pub(super) async fn indicators(
    tx: &mut Tx,
    agency: AgencyId,
    day: Date,
    people: &People,
) -> Result<Vec<Watch>, AppError> {
    let this_year = ReportingPeriod::year(day.year());
    let ledger = ledger_at(tx, agency, &this_year, day).await?;
    let (rule, working_days) = window_rule(tx, agency).await?;
    let calendar = rules::calendar(tx, day).await?;
    let windows = Windows { rule, calendar: &calendar, working_days };
    let last_year = (day.month() <= LAST_MONTH_OF_GRADING).then(|| this_year.previous());
    let years: Vec<ReportingPeriod> = last_year.into_iter().chain([this_year]).collect();
    let planners = people.planners();
    let mut found = Vec::new();
    for indicator in ledger.indicators() {
        let owed = owed_of(&ledger, indicator, &windows, day);
        let planned = planned_of(&ledger, indicator, &years);
        if owed.is_none() && planned.is_none() {
            continue;
        }
        let terms = &indicator.terms;
        let (owed, planned) = (owed.unwrap_or_default(), planned.unwrap_or_default());
        let (level, why) = indicator_level(terms.better, terms.unit.as_deref(), &owed, &planned);
        let reasons = |pick: fn(&Said) -> &str| why.iter().map(pick).collect::<Vec<_>>().join("; ");
        let mut responsible = terms.division.map(|division| people.heads(division)).unwrap_or_default();
        responsible.extend(&planners);
        responsible.sort_unstable();
        responsible.dedup();
        found.push(Watch {
            key: WatchKey { kind: Watched::Indicator, id: indicator.id.0 },
            level,
            title: format!("{}: {}", terms.code, shortened(&terms.full_name(), TITLE_LETTERS)),
            reason_vi: reasons(|said| &said.vi),
            reason_en: reasons(|said| &said.en),
            task: None,
            division: terms.division,
            people: responsible,
        });
    }
    Ok(found)
}

/// The figures an indicator owes; `None` for one nobody has charge of.
fn owed_of(ledger: &Ledger, indicator: &Indicator, windows: &Windows<'_>, day: Date) -> Option<Vec<Owed>> {
    let terms = &indicator.terms;
    let in_charge = terms.division.is_some() || terms.frequency != PeriodKind::Year;
    let has = |period: &ReportingPeriod| {
        let stated = |kind| ledger.current(indicator.id, period, kind).is_some();
        stated(ObservationKind::Actual) || stated(ObservationKind::Estimate)
    };
    (in_charge && terms.formula.is_none()).then(|| owed(terms, windows, day, has))
}

/// The years of an indicator that have a plan; `None` without any, or where no way is better.
fn planned_of(ledger: &Ledger, indicator: &Indicator, years: &[ReportingPeriod]) -> Option<Vec<YearOf>> {
    if indicator.terms.better == Better::Neither {
        return None;
    }
    let of = |year: &ReportingPeriod| YearOf::new(year.of_year(), &ledger.reading(indicator.id, year));
    let planned: Vec<YearOf> = years
        .iter()
        .filter(|year| indicator.terms.is_in_use(year))
        .map(of)
        .filter(|year| year.plan.is_some())
        .collect();
    (!planned.is_empty()).then_some(planned)
}
