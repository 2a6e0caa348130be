//! Figures of the agencies below by indicator: what each states, what that makes together, and what was left out and why.
//!
//! Indicators of several agencies are one where they have one code, else where their names and units are written alike.
//! What a code given by the program says (`CT12`) is only which row it is, so that is no code here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;
use tt_domain::consolidation::{Consolidated, Line, Population, Stated, common_rule, common_unit, consolidate};
use tt_domain::id::{AgencyId, FigureId, IndicatorId, ObservationId, ReportId};
use tt_domain::indicator::derived;
use tt_domain::indicator::ledger::{Ledger, Point};
use tt_domain::indicator::{Aggregation, Indicator};
use tt_text::fold::fold;
use tt_text::unit::canonical;

use super::records::Below;

/// An indicator over the agencies below.
#[derive(Clone, Debug)]
pub struct FigureLine {
    /// Code, where agencies agree on one.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Unit of the total.
    pub unit: Option<String>,
    /// What is counted.
    pub population: Population,
    /// The same as it was first written.
    pub population_words: Option<String>,
    /// How it is put together over agencies.
    pub rule: Aggregation,
    /// The results put together.
    pub result: Consolidated,
    /// The plans put together.
    pub plan: Consolidated,
    /// What each agency states, by agency.
    pub cells: Vec<FigureCell>,
}

/// What an agency states.
#[derive(Clone, Debug)]
pub struct FigureCell {
    /// Who.
    pub agency: AgencyId,
    /// Indicator of its own.
    pub indicator: IndicatorId,
    /// Its unit.
    pub unit: Option<String>,
    /// Result: actual, or as long as there is none the estimate.
    pub value: Option<Decimal>,
    /// Whether that is an estimate.
    pub estimate: bool,
    /// Whether the head of the division approved it, or a report states it.
    pub vouched: bool,
    /// The observation it is; `None` for what is worked out.
    pub observation: Option<ObservationId>,
    /// The figure of the agency's report that shows it.
    pub figure: Option<FigureId>,
    /// The report it was read from.
    pub report: Option<ReportId>,
    /// Plan.
    pub plan: Option<Decimal>,
    /// The observation that is.
    pub plan_observation: Option<ObservationId>,
}

impl FigureLine {
    /// How many agencies have a result.
    pub fn stated(&self) -> usize {
        self.cells.iter().filter(|cell| cell.value.is_some()).count()
    }

    /// Whether it is one that agencies share: it has a total, or several state it.
    pub fn is_shared(&self) -> bool {
        self.result.total.is_some() || self.stated() > 1
    }

    /// Percent of plan to one decimal, where the plan is the total of the same agencies.
    pub fn percent_of_plan(&self) -> Option<Decimal> {
        let same = self.plan.added == self.result.added;
        let (value, plan) = (self.result.value()?, self.plan.value().filter(|_| same)?);
        derived::percent_of_plan(value, plan).ok()?.rounded(1).ok().map(|percent| percent.normalize())
    }

    /// Name with the population, where the name does not tell it.
    pub fn full_name(&self) -> String {
        match &self.population_words {
            Some(words) if !fold(&self.name).contains(&fold(words)) => format!("{} ({words})", self.name),
            _ => self.name.clone(),
        }
    }
}

/// What makes indicators one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Code(String),
    Name(String, String),
}

/// Indicators of all agencies by what makes them one.
struct Keys {
    by_name: BTreeMap<(String, String), Option<String>>,
}

impl Keys {
    /// Learns which names and units go with which codes; a name with two codes goes with none.
    fn of<'a>(indicators: impl Iterator<Item = &'a Indicator>) -> Self {
        let mut by_name: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
        for indicator in indicators {
            let Some(code) = own_code(indicator) else { continue };
            let known = by_name.entry(name_of(indicator)).or_insert_with(|| Some(code.clone()));
            if known.as_ref() != Some(&code) {
                *known = None;
            }
        }
        Self { by_name }
    }

    fn key(&self, indicator: &Indicator) -> Key {
        let name = name_of(indicator);
        match own_code(indicator).or_else(|| self.by_name.get(&name).cloned().flatten()) {
            Some(code) => Key::Code(code),
            None => Key::Name(name.0, name.1),
        }
    }
}

/// A code people gave.
fn own_code(indicator: &Indicator) -> Option<String> {
    let code = indicator.terms.code.trim();
    let made = code == format!("CT{}", indicator.id);
    (!made && !code.is_empty()).then(|| code.to_uppercase())
}

fn name_of(indicator: &Indicator) -> (String, String) {
    let words = fold(&indicator.terms.name);
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    (words.join(" "), indicator.terms.unit.as_deref().map(canonical).unwrap_or_default())
}

fn population(indicator: &Indicator) -> Population {
    Population::read(indicator.terms.population.as_deref(), &indicator.terms.name)
}

/// An indicator of an agency with what it states.
struct Read<'a> {
    indicator: &'a Indicator,
    cell: FigureCell,
}

/// Figures of the agencies below, by indicator and population.
pub(super) fn lines(below: &Below) -> Vec<FigureLine> {
    let keys = Keys::of(below.own_indicators.iter().chain(&below.indicators));
    let mut groups: BTreeMap<Key, Vec<Read<'_>>> = BTreeMap::new();
    for read in all_read(below) {
        groups.entry(keys.key(read.indicator)).or_default().push(read);
    }
    let mut found = Vec::new();
    for (key, group) in &groups {
        let own: Vec<&Indicator> = below.own_indicators.iter().filter(|own| keys.key(own) == *key).collect();
        let populations: BTreeSet<Population> =
            group.iter().filter(|read| read.cell.value.is_some()).map(|read| population(read.indicator)).collect();
        found.extend(populations.into_iter().filter_map(|population| line(below, (key, &own), group, population)));
    }
    found.sort_by(|one, other| {
        let rank = |line: &FigureLine| (std::cmp::Reverse(line.result.added.len()), std::cmp::Reverse(line.stated()));
        rank(one).cmp(&rank(other)).then_with(|| one.name.cmp(&other.name))
    });
    found
}

fn line(
    below: &Below,
    (key, own): (&Key, &[&Indicator]),
    group: &[Read<'_>],
    counted: Population,
) -> Option<FigureLine> {
    let here: Vec<&Read<'_>> = group.iter().filter(|read| population(read.indicator) == counted).collect();
    // The superior's own words come first; of the agencies below, the first by agency.
    let own = own.iter().find(|own| population(own) == counted).or(own.first()).copied();
    let named = own.or(here.first().map(|read| read.indicator))?;
    let stated = |of: fn(&FigureCell) -> Option<Decimal>| {
        let one = |read: &Read<'_>| Stated {
            agency: read.cell.agency,
            indicator: read.cell.indicator,
            value: of(&read.cell),
            unit: read.cell.unit.clone(),
            population: population(read.indicator),
        };
        group.iter().map(one).collect::<Vec<_>>()
    };
    let results = stated(|cell| cell.value);
    let of_population: Vec<Stated> = results.iter().filter(|one| one.population == counted).cloned().collect();
    let rule = Line {
        rule: common_rule(own.map(|own| own.terms.over_units), here.iter().map(|read| read.indicator.terms.over_units)),
        unit: own.and_then(|own| own.terms.unit.clone()).or_else(|| common_unit(&of_population)),
        population: counted,
    };
    Some(FigureLine {
        code: match key {
            Key::Code(code) => Some(code.clone()),
            Key::Name(..) => None,
        },
        name: named.terms.name.clone(),
        unit: rule.unit.clone(),
        population_words: here.iter().find_map(|read| read.indicator.terms.population.clone()),
        rule: rule.rule,
        result: consolidate(&rule, &below.tree, &results),
        plan: consolidate(&rule, &below.tree, &stated(|cell| cell.plan)),
        cells: here.iter().map(|read| read.cell.clone()).collect(),
        population: rule.population,
    })
}

/// What every indicator of every agency gives for the period.
fn all_read(below: &Below) -> Vec<Read<'_>> {
    let mut observations: HashMap<IndicatorId, Vec<_>> = HashMap::new();
    for observation in &below.observations {
        observations.entry(observation.indicator).or_default().push(observation.clone());
    }
    let mut shown: HashMap<ObservationId, (FigureId, ReportId)> = HashMap::new();
    let mut figures: Vec<_> = below.facts.figures.values().collect();
    figures.sort_by_key(|figure| figure.id);
    for figure in figures {
        if let Some(observation) = figure.stated.observation {
            shown.entry(observation).or_insert((figure.id, figure.report));
        }
    }
    let mut by_agency: BTreeMap<AgencyId, Vec<&Indicator>> = BTreeMap::new();
    for indicator in &below.indicators {
        by_agency.entry(indicator.agency).or_default().push(indicator);
    }
    let mut read = Vec::with_capacity(below.indicators.len());
    for (agency, indicators) in by_agency {
        let recorded = indicators.iter().filter_map(|one| observations.remove(&one.id)).flatten().collect();
        let ledger = Ledger::new(indicators.iter().map(|one| (*one).clone()).collect(), recorded);
        for indicator in indicators.into_iter().filter(|one| one.terms.is_in_use(&below.period)) {
            let reading = ledger.reading(indicator.id, &below.period);
            let observation = reading.best().and_then(Point::observation);
            let figure = observation.and_then(|found| shown.get(&found.id)).copied();
            let cell = FigureCell {
                agency,
                indicator: indicator.id,
                unit: indicator.terms.unit.clone(),
                value: reading.best().map(|point| point.value),
                estimate: reading.actual.is_none() && reading.estimate.is_some(),
                vouched: reading.best().is_some_and(Point::is_approved)
                    || observation.is_none_or(|found| found.report.is_some()),
                observation: observation.map(|found| found.id),
                figure: figure.map(|(figure, _)| figure),
                report: observation.and_then(|found| found.report).or(figure.map(|(_, report)| report)),
                plan: reading.plan.as_ref().map(|point| point.value),
                plan_observation: reading.plan.as_ref().and_then(Point::observation).map(|found| found.id),
            };
            read.push(Read { indicator, cell });
        }
    }
    read
}
