//! Writing the words of a report: its blocks, figures and citations, keeping the identity of what stays.

use std::collections::{HashMap, VecDeque};

use tt_document::extract::FigureKind;
use tt_domain::document::{Citation, NewDocument};
use tt_domain::id::{AgencyId, CitationId, DocumentId, FigureId, ObservationId, ReportId, TaskId};
use tt_domain::indicator::{NewObservation, ObservationKind};
use tt_domain::report::{Content, Piece, ReportBlock, ReportFigure, Shows, StatedFigure, StatementPart};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{Tx, citations, documents, figures, indicators, observations, report_blocks};
use tt_text::date::PartialDate;

use super::apply::Occasion;
use super::incoming::{
    Incoming, IncomingCitation, IncomingContent, IncomingFigure, IncomingPiece, IncomingShows, StatementOf,
};
use super::naming::{Measured, names};
use super::printing;
use super::recorded::Recorded;
use crate::error::AppError;

/// Words to write as those of a report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    /// What they say.
    pub(crate) incoming: &'a Incoming,
    /// The report as it is on record; `None` for a new one.
    pub(crate) recorded: Option<&'a Recorded>,
    /// The report.
    pub(crate) report: ReportId,
    /// The documents its citations name, one for each.
    pub(crate) documents: &'a [DocumentId],
}

/// Where the values of figures come from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Observing<'a> {
    /// The report states them: they are recorded as it has them.
    Recording(Occasion<'a>),
    /// They are on record already, one for each figure that rests on one; the report records nothing.
    Known(&'a [Option<ObservationId>]),
}

/// Identities given to what an incoming report speaks of.
#[derive(Debug, Default)]
pub(crate) struct Identities {
    pub(crate) tasks: HashMap<u32, TaskId>,
    pub(crate) proposals: HashMap<u32, TaskId>,
    pub(crate) figures: Vec<FigureId>,
    pub(crate) citations: Vec<CitationId>,
}

/// The documents a text cites, one for each citation; those not known yet are recorded.
pub(crate) async fn cited_documents(
    tx: &mut Tx,
    agency: AgencyId,
    incoming: &Incoming,
) -> Result<Vec<DocumentId>, AppError> {
    let mut found = Vec::with_capacity(incoming.citations.len());
    for citation in &incoming.citations {
        found.push(documents::ensure(tx, &cited_document(agency, citation)).await?.0);
    }
    Ok(found)
}

fn cited_document(agency: AgencyId, citation: &IncomingCitation) -> NewDocument {
    NewDocument {
        agency,
        kind: citation.kind.clone(),
        number: Some(citation.number.clone()),
        date: citation.date,
        issuer: citation.issuer.clone(),
        subject: citation.subject.clone(),
    }
}

impl Text<'_> {
    /// Makes them the words of the report; `identities` are those of the tasks they speak of.
    ///
    /// # Errors
    /// The database failed; the transaction must then be dropped.
    pub(crate) async fn write(
        &self,
        tx: &mut Tx,
        mut identities: Identities,
        observing: Observing<'_>,
    ) -> Result<(), AppError> {
        identities.figures = put_figures(tx, self, &identities.tasks, observing).await?;
        identities.citations = put_citations(tx, self, &identities.tasks).await?;
        report_blocks::replace(tx, self.report, &resolve(self.incoming, &identities)).await?;
        Ok(())
    }
}

/// Records figures. One that was there before (same task, subject, kind, unit, period) keeps its identity, and a new
/// value becomes an observation that supersedes the old one.
async fn put_figures(
    tx: &mut Tx,
    text: &Text<'_>,
    tasks: &HashMap<u32, TaskId>,
    observing: Observing<'_>,
) -> Result<Vec<FigureId>, AppError> {
    let Text { incoming, recorded, report, .. } = *text;
    let mut known: HashMap<String, VecDeque<&ReportFigure>> = HashMap::new();
    for figure in recorded.map(|recorded| recorded.figures.as_slice()).unwrap_or_default() {
        known.entry(recorded_key(&figure.stated)).or_default().push_back(figure);
    }
    let names = names(&incoming.figures.iter().map(measured).collect::<Vec<_>>());
    let mut ids = Vec::with_capacity(incoming.figures.len());
    for (index, (figure, name)) in incoming.figures.iter().zip(&names).enumerate() {
        let mut stated = stated(figure, tasks);
        let before = known.get_mut(&recorded_key(&stated)).and_then(|same_key| {
            let equal = same_key.iter().position(|before| before.stated.printed == stated.printed).unwrap_or(0);
            same_key.remove(equal)
        });
        let observed = before.and_then(|before| before.stated.observation);
        stated.observation = match observing {
            Observing::Recording(occasion) => {
                observe(tx, (figure, name), &stated, observed, incoming.year, report, occasion).await?
            }
            Observing::Known(known) => known.get(index).copied().flatten(),
        };
        match before {
            Some(before) => {
                let figure = ReportFigure { id: before.id, report, block: figure.block, stated };
                figures::update(tx, &figure).await?;
                ids.push(figure.id);
            }
            None => ids.push(figures::insert(tx, report, figure.block, &stated).await?),
        }
    }
    for gone in known.into_values().flatten() {
        figures::delete(tx, gone.id).await?;
    }
    Ok(ids)
}

fn measured(figure: &IncomingFigure) -> Measured<'_> {
    Measured {
        subject: figure.subject.as_deref().unwrap_or_default(),
        unit: figure.unit.as_deref(),
        block: figure.block,
    }
}

fn recorded_key(stated: &StatedFigure) -> String {
    let task = stated.task.map(|task| task.to_string()).unwrap_or_default();
    let parts = [&stated.subject, &stated.unit, &stated.period].map(|part| part.as_deref().unwrap_or_default());
    format!("{task}\u{1f}{}\u{1f}{}", stated.kind, parts.join("\u{1f}"))
}

fn stated(figure: &IncomingFigure, tasks: &HashMap<u32, TaskId>) -> StatedFigure {
    StatedFigure {
        form: figure.form.clone(),
        printed: figure.printed.clone(),
        value: figure.value,
        value_max: figure.value_max,
        of: figure.of,
        unit: figure.unit.clone(),
        kind: figure.kind.code().to_owned(),
        direction: figure.direction.clone(),
        period: figure.period.clone(),
        subject: figure.subject.clone(),
        task: figure.task.and_then(|number| tasks.get(&number).copied()),
        observation: None,
    }
}

/// The observation a figure rests on: the one it had while its value stands, else a new one. Figures that only compare
/// (percentages, ranks, shares) are derived, and those without a subject measure nothing that could be named.
async fn observe(
    tx: &mut Tx,
    (figure, name): (&IncomingFigure, &str),
    stated: &StatedFigure,
    before: Option<ObservationId>,
    year: i16,
    report: ReportId,
    occasion: Occasion<'_>,
) -> Result<Option<ObservationId>, AppError> {
    let kind = match figure.kind {
        FigureKind::Plan => ObservationKind::Plan,
        FigureKind::Estimate => ObservationKind::Estimate,
        FigureKind::Money | FigureKind::Area | FigureKind::Index | FigureKind::Count | FigureKind::Actual => {
            ObservationKind::Actual
        }
        FigureKind::PercentOfPlan
        | FigureKind::ChangeVsSamePeriod
        | FigureKind::Rank
        | FigureKind::Ratio
        | FigureKind::Range
        | FigureKind::Share => return Ok(None),
    };
    let Some(value) = figure.value.filter(|_| figure.subject.is_some()) else {
        return Ok(None);
    };
    let (indicator, supersedes) = match before {
        Some(id) => {
            let known = observations::get(tx, id).await?;
            if known.value == value && known.value_max == figure.value_max && known.kind == kind {
                return Ok(Some(id));
            }
            // Someone may have entered another value since: the report's takes the place of that one.
            (known.indicator, Some(observations::end_of_line(tx, id).await?))
        }
        None => (indicators::ensure(tx, occasion.agency, name, stated.unit.as_deref()).await?, None),
    };
    let period = figure.period.clone().unwrap_or_else(|| format!("năm {year}"));
    let new = NewObservation {
        indicator,
        reporting_period: ReportingPeriod::read(&period),
        period,
        kind,
        value,
        value_max: figure.value_max,
        withdrawn: false,
        report: Some(report),
        document: None,
        note: None,
        recorded_by: occasion.actor.user,
        recorded_at: occasion.now,
        supersedes,
    };
    Ok(Some(observations::insert(tx, &new).await?))
}

async fn put_citations(
    tx: &mut Tx,
    text: &Text<'_>,
    tasks: &HashMap<u32, TaskId>,
) -> Result<Vec<CitationId>, AppError> {
    let Text { incoming, recorded, report, documents } = *text;
    let mut known: HashMap<DocumentId, VecDeque<CitationId>> = HashMap::new();
    for citation in recorded.map(|recorded| recorded.citations.as_slice()).unwrap_or_default() {
        known.entry(citation.document).or_default().push_back(citation.id);
    }
    let mut ids = Vec::with_capacity(incoming.citations.len());
    for (citation, document) in incoming.citations.iter().zip(documents) {
        let task = citation.task.and_then(|number| tasks.get(&number).copied());
        // A mention that disagrees with the record keeps its own words: the report printed them.
        let on_record = documents::get(tx, *document).await?;
        let date = if on_record.date == citation.date { citation.date } else { PartialDate::default() };
        let form = printing::citation_form(&citation.printed, &citation.number, date);
        let before = known.get_mut(document).and_then(VecDeque::pop_front);
        match before {
            Some(id) => {
                let citation = Citation { id, report, document: *document, block: citation.block, task, form };
                citations::update(tx, &citation).await?;
                ids.push(id);
            }
            None => ids.push(citations::insert(tx, report, *document, citation.block, task, &form).await?),
        }
    }
    for gone in known.into_values().flatten() {
        citations::delete(tx, gone).await?;
    }
    Ok(ids)
}

/// The blocks with identities in place of positions.
fn resolve(incoming: &Incoming, ids: &Identities) -> Vec<ReportBlock> {
    incoming
        .blocks
        .iter()
        .enumerate()
        .map(|(position, block)| ReportBlock {
            position: u32::try_from(position).unwrap_or(u32::MAX),
            kind: block.kind.clone(),
            task: block.task.and_then(|number| ids.tasks.get(&number).copied()),
            drawn: block.drawn.clone(),
            content: match &block.content {
                IncomingContent::Flow(pieces) => Content::Flow(ids.pieces(pieces)),
                IncomingContent::Grid(rows) => {
                    Content::Grid(rows.iter().map(|row| row.iter().map(|cell| ids.pieces(cell)).collect()).collect())
                }
            },
        })
        .collect()
}

impl Identities {
    fn pieces(&self, pieces: &[IncomingPiece]) -> Vec<Piece> {
        pieces.iter().filter_map(|piece| self.piece(piece)).collect()
    }

    fn piece(&self, piece: &IncomingPiece) -> Option<Piece> {
        let shows = match &piece.shows {
            IncomingShows::Text(text) => Shows::Text(text.clone()),
            IncomingShows::Figure(index) => Shows::Figure(*self.figures.get(*index)?),
            IncomingShows::Citation(index) => Shows::Citation(*self.citations.get(*index)?),
            IncomingShows::Statement { of, words } => {
                let task = match of {
                    StatementOf::Task(number) => self.tasks.get(number)?,
                    StatementOf::Proposal(number) => self.proposals.get(number)?,
                };
                Shows::Statement { task: *task, part: StatementPart::Words(words.clone()) }
            }
            IncomingShows::Grade(number) => Shows::Grade(*self.tasks.get(number)?),
            IncomingShows::NoteMark(number) => Shows::NoteMark(*number),
        };
        Some(Piece { strong: piece.strong, emphasis: piece.emphasis, shows })
    }
}
