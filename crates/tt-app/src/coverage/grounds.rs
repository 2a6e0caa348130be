//! Loads what a report's figures are held against: targets, registers, self-grades, indicators.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_document::tracked::{Counted, Tracked};
use tt_document::{Document, Tracking};
use tt_domain::assessment::Grade;
use tt_domain::goal::matching::said_of;
use tt_domain::id::{AgencyId, FigureId, IndicatorId};
use tt_domain::indicator::ledger::Reading;
use tt_domain::permission::Action;
use tt_domain::register::Register;
use tt_domain::report::ReportFigure;
use tt_store::{Tx, entries, registers, targets};

use super::{Backing, Grounds, Measured, coverage};
use crate::app::App;
use crate::compose;
use crate::error::AppError;
use crate::grading::evidence::sentence_of;
use crate::import::recorded::{self, Recorded};
use crate::import::tracked;
use crate::indicators::{Ledger, ledger_at};
use crate::registers::measuring::worked_out;
use crate::registers::offered::title_of;
use crate::reports::{ReportView, blocking};
use crate::sign_in::CurrentUser;

impl App {
    /// On what each figure of a report rests, in their order.
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn report_backing(
        &self,
        current: &CurrentUser,
        view: &ReportView,
    ) -> Result<Vec<(FigureId, Backing)>, AppError> {
        current.require(Action::ReadRecords)?;
        let (document, found) = (view.document.clone(), view.found.clone());
        let (document, tracking) = blocking(move || {
            let tracking = tt_document::tracked(&document, &found);
            (document, tracking)
        })
        .await?;
        let today = self.clock.today();
        let day = tracked::day(&document, view.report.year, today);
        let mut tx = self.db.begin_read().await?;
        let recorded = recorded::load_report(&mut tx, view.report.clone()).await?;
        let agency = view.report.agency;
        let mut grounds = Grounds { grades: grades(&recorded), ..Grounds::default() };
        for task in recorded.tasks.iter().map(|known| &known.task).chain(&recorded.proposals) {
            grounds.targets.extend(targets::list(&mut tx, task.id).await?);
        }
        let bare: Vec<&ReportFigure> =
            recorded.figures.iter().filter(|figure| figure.stated.observation.is_none()).collect();
        grounds.sentences = bare.iter().map(|figure| (figure.id, sentence(&recorded, figure))).collect();
        grounds.counted = counted(&mut tx, agency, (&document, &tracking), &recorded, (day, today)).await?;
        grounds.measures = measures(&mut tx, agency, &grounds, &bare, day).await?;
        grounds.readings = readings(&mut tx, agency, &recorded, &bare, today).await?;
        Ok(coverage(&recorded.figures, &grounds))
    }
}

fn grades(recorded: &Recorded) -> (Vec<Decimal>, Decimal) {
    let given = |grade: Grade| {
        recorded.tasks.iter().filter(|task| task.self_grade().is_some_and(|given| given.grade == grade)).count()
    };
    let counts = Grade::ALL.iter().map(|grade| given(*grade)).filter(|count| *count > 0).map(Decimal::from).collect();
    (counts, Decimal::from(recorded.tasks.len()))
}

fn sentence(recorded: &Recorded, figure: &ReportFigure) -> String {
    sentence_of(&compose::block_text(&recorded.records, figure.block), figure).to_owned()
}

/// The counts that name as many things as they count, all of them entries of a register.
async fn counted(
    tx: &mut Tx,
    agency: AgencyId,
    (document, tracking): (&Document, &Tracking),
    recorded: &Recorded,
    (day, today): (Date, Date),
) -> Result<Vec<(FigureId, String)>, AppError> {
    let mut known: BTreeMap<String, Option<Register>> = BTreeMap::new();
    let mut found = Vec::new();
    for count in tracking.counts.iter().filter(|count| count.named) {
        let (printed, said) = (document.slice(count.span), document.slice(count.sentence));
        let stated = recorded.figures.iter().find(|figure| {
            figure.stated.printed == printed && compose::block_text(&recorded.records, figure.block).contains(said)
        });
        let Some(figure) = stated else { continue };
        let named = Tracking { things: things_of(document, tracking, count), counts: Vec::new() };
        let mut register = None;
        let mut missing = false;
        for read in tracked::entries(document, &named, day) {
            let preset = read.entry.preset.clone();
            if let Entry::Vacant(place) = known.entry(preset.clone()) {
                place.insert(registers::find(tx, agency, &preset).await?);
            }
            let Some(Some(of)) = known.get(&preset) else {
                missing = true;
                break;
            };
            missing |= entries::titled(tx, of.id, &title_of(of, &read.entry, today)).await?.is_empty();
            register = Some(of.key.clone());
        }
        found.extend(register.filter(|_| !missing).map(|key| (figure.id, key)));
    }
    Ok(found)
}

/// The things a count counts: those its sentence names, else those its paragraph does.
fn things_of(document: &Document, tracking: &Tracking, count: &Counted) -> Vec<Tracked> {
    let block = document.block_at(count.sentence.start).and_then(|block| document.blocks.get(block));
    let places = std::iter::once(count.sentence).chain(block.map(|block| block.span));
    for place in places {
        let here = tracking
            .things
            .iter()
            .filter(|thing| thing.kind == count.kind && thing.mentions.iter().any(|mention| place.contains(*mention)));
        let here: Vec<_> = here.cloned().collect();
        if u32::try_from(here.len()) == Ok(count.count) {
            return here;
        }
    }
    Vec::new()
}

/// The measures whose names some sentence says, on the report's day; what no figure speaks of is not worked out.
async fn measures(
    tx: &mut Tx,
    agency: AgencyId,
    grounds: &Grounds,
    bare: &[&ReportFigure],
    day: Date,
) -> Result<Vec<Measured>, AppError> {
    let spoken: Vec<(&str, &str)> = bare
        .iter()
        .zip(&grounds.sentences)
        .filter_map(|(figure, (_, sentence))| Some((figure.stated.unit.as_deref()?, sentence.as_str())))
        .collect();
    let mut found = Vec::new();
    for (listed, _) in registers::list(tx, agency).await? {
        let register = registers::get(tx, listed.id).await?;
        for measure in &register.measures {
            let spec = &measure.spec;
            if !spoken.iter().any(|(unit, sentence)| said_of(&spec.name, &spec.unit, sentence, unit) > 0) {
                continue;
            }
            let result = worked_out(tx, &register, measure, day).await?;
            found.extend(result.value.map(|value| Measured {
                register: register.key.clone(),
                name: spec.name.clone(),
                unit: spec.unit.clone(),
                value,
                whole: result.whole,
            }));
        }
    }
    Ok(found)
}

/// What holds of the indicators that percentages speak of: those of the values beside them, of the same subject.
async fn readings(
    tx: &mut Tx,
    agency: AgencyId,
    recorded: &Recorded,
    bare: &[&ReportFigure],
    today: Date,
) -> Result<Vec<(FigureId, IndicatorId, Reading)>, AppError> {
    let mut ledgers: BTreeMap<String, Ledger> = BTreeMap::new();
    let mut found = Vec::new();
    for figure in bare.iter().filter(|figure| figure.stated.unit.as_deref() == Some("%")) {
        let mut beside = recorded.figures.iter().filter(|other| {
            other.block == figure.block
                && other.stated.subject == figure.stated.subject
                && matches!(other.stated.kind.as_str(), "estimate" | "actual" | "money" | "area" | "count" | "index")
        });
        let observed = beside.find_map(|other| recorded.records.observations.get(&other.stated.observation?));
        let Some((observation, period)) = observed.and_then(|one| Some((one, one.reporting_period?))) else { continue };
        if let Entry::Vacant(place) = ledgers.entry(period.code()) {
            place.insert(ledger_at(tx, agency, &period, today).await?);
        }
        let reading = ledgers.get(&period.code()).map(|ledger| ledger.reading(observation.indicator, &period));
        found.extend(reading.map(|reading| (figure.id, observation.indicator, reading)));
    }
    Ok(found)
}
