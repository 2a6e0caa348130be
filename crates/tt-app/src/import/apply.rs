//! Writing an incoming report into the records, keeping the identity of everything that stays.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;
use jiff::civil::Date;
use tt_document::extract::{FigureKind, Grade as FoundGrade};
use tt_domain::assessment::{Grade, Rating, Stage};
use tt_domain::document::{Citation, NewDocument, OfficialDocument};
use tt_domain::grading::GradeEntry;
use tt_domain::id::{
    AgencyId, AttachmentId, CitationId, DocumentId, FigureId, GradeEntryId, ProgrammeId, ReportId, TaskId,
};
use tt_domain::indicator::{NewObservation, ObservationKind};
use tt_domain::programme::ProgrammeState;
use tt_domain::report::{
    Content, NewReport, Piece, Report, ReportBlock, ReportFigure, ReportState, Shows, StatedFigure,
};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::task::{NewObstacle, NewTarget, NewTask, Target, Task, TaskState};
use tt_store::{
    Tx, citations, documents, figures, grade_entries, indicators, observations, obstacles, programmes, ratings,
    report_blocks, reports, targets, tasks,
};
use tt_text::date::PartialDate;

use super::incoming::{
    Incoming, IncomingCitation, IncomingContent, IncomingFigure, IncomingPiece, IncomingShows, StatementOf,
};
use super::naming::{Measured, names};
use super::printing;
use super::recorded::Recorded;
use crate::app::Actor;
use crate::error::AppError;
use crate::frame_record;

/// Where and when an import happens.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// Whose report.
    pub agency: AgencyId,
    /// The file it came from.
    pub source: AttachmentId,
    /// Who imports it.
    pub actor: &'a Actor,
    /// When.
    pub now: Timestamp,
}

/// Identities given to what an incoming report speaks of.
#[derive(Debug, Default)]
struct Identities {
    tasks: HashMap<u32, TaskId>,
    proposals: HashMap<u32, TaskId>,
    figures: Vec<FigureId>,
    citations: Vec<CitationId>,
}

/// Writes `incoming` over what is `recorded` of the same report.
///
/// # Errors
/// The database failed; the transaction must then be dropped.
pub async fn apply(
    tx: &mut Tx,
    incoming: &Incoming,
    recorded: Option<&Recorded>,
    occasion: Occasion<'_>,
) -> Result<ReportId, AppError> {
    let mut documents = Vec::with_capacity(incoming.citations.len());
    for citation in &incoming.citations {
        documents.push(documents::ensure(tx, &cited_document(occasion.agency, citation)).await?.0);
    }
    let programme = programmes::ensure(tx, occasion.agency, incoming.year, state_of(incoming)).await?;
    if let Some(decision) = incoming.decision.and_then(|index| documents.get(index)) {
        programmes::set_decision(tx, programme, Some(*decision)).await?;
    }
    let mut identities = Identities { tasks: put_tasks(tx, programme, incoming).await?, ..Identities::default() };
    identities.proposals = put_proposals(tx, incoming, &identities.tasks, occasion).await?;
    let report = put_report(tx, incoming, recorded, occasion).await?;
    put_grades(tx, incoming, &identities.tasks, report, occasion).await?;
    put_obstacles(tx, incoming, &identities.tasks, report).await?;
    identities.figures = put_figures(tx, incoming, recorded, report, &identities.tasks, occasion).await?;
    identities.citations = put_citations(tx, incoming, recorded, report, &identities.tasks, &documents).await?;
    let blocks = resolve(incoming, &identities);
    report_blocks::replace(tx, report, &blocks).await?;
    Ok(report)
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

/// A programme a decision is named for is approved; without one it is what the agency says of itself.
fn state_of(incoming: &Incoming) -> ProgrammeState {
    if incoming.decision.is_some() { ProgrammeState::Approved } else { ProgrammeState::Proposed }
}

async fn put_tasks(tx: &mut Tx, programme: ProgrammeId, incoming: &Incoming) -> Result<HashMap<u32, TaskId>, AppError> {
    let mut ids = HashMap::new();
    for task in &incoming.tasks {
        let state = if task.grade.is_some() { TaskState::ResultSubmitted } else { TaskState::InProgress };
        let mut new = NewTask::new(programme, task.number, task.statement.clone(), state);
        new.deadline = year_end(incoming.year);
        let id = put_task(tx, &new).await?;
        put_targets(tx, id, &task.targets).await?;
        ids.insert(task.number, id);
    }
    let kept: Vec<u32> = incoming.tasks.iter().map(|task| task.number).collect();
    tasks::delete_missing(tx, programme, &kept).await?;
    Ok(ids)
}

async fn put_proposals(
    tx: &mut Tx,
    incoming: &Incoming,
    this_year: &HashMap<u32, TaskId>,
    occasion: Occasion<'_>,
) -> Result<HashMap<u32, TaskId>, AppError> {
    let mut ids = HashMap::new();
    let Some(year) = incoming.proposals.first().map(|proposal| proposal.year) else {
        return Ok(ids);
    };
    let programme = programmes::ensure(tx, occasion.agency, year, ProgrammeState::Proposed).await?;
    for proposal in &incoming.proposals {
        let mut new = NewTask::new(programme, proposal.number, proposal.statement.clone(), TaskState::Draft);
        new.deadline = year_end(proposal.year);
        new.continues_from = proposal.continues.and_then(|number| this_year.get(&number).copied());
        let id = put_task(tx, &new).await?;
        put_targets(tx, id, &proposal.targets).await?;
        ids.insert(proposal.number, id);
    }
    let kept: Vec<u32> = incoming.proposals.iter().map(|proposal| proposal.number).collect();
    tasks::delete_missing(tx, programme, &kept).await?;
    Ok(ids)
}

/// A key task is due at the end of its year.
fn year_end(year: i16) -> Option<Date> {
    Date::new(year, 12, 31).ok()
}

async fn put_task(tx: &mut Tx, new: &NewTask) -> Result<TaskId, AppError> {
    let Some(known) = tasks::find(tx, new.programme, new.number).await? else {
        return Ok(tasks::insert(tx, new).await?);
    };
    // What people have done with the task since stays: only the words and the link come from the report.
    let state = if known.state == TaskState::Draft { new.state } else { known.state };
    let id = known.id;
    let task = Task {
        state,
        statement: new.statement.clone(),
        deadline: known.deadline.or(new.deadline),
        original_deadline: known.original_deadline.or(new.deadline),
        continues_from: new.continues_from.or(known.continues_from),
        ..known.clone()
    };
    if task != known {
        tasks::update(tx, &task).await?;
    }
    Ok(id)
}

async fn put_targets(tx: &mut Tx, task: TaskId, coming: &[NewTarget]) -> Result<(), AppError> {
    let known = targets::list(tx, task).await?;
    let known: Vec<NewTarget> = known
        .into_iter()
        .map(|Target { text, measure, place, due, part_of, .. }| NewTarget { text, measure, place, due, part_of })
        .collect();
    if known != coming {
        targets::replace(tx, task, coming).await?;
    }
    Ok(())
}

async fn put_report(
    tx: &mut Tx,
    incoming: &Incoming,
    recorded: Option<&Recorded>,
    occasion: Occasion<'_>,
) -> Result<ReportId, AppError> {
    let frame = frame_record::to_json(&incoming.frame)
        .map_err(|error| AppError::Internal(format!("writing the frame of a report ({error})")))?;
    let own = own_document(occasion.agency, incoming);
    if let Some(recorded) = recorded {
        let NewDocument { agency, kind, number, date, issuer, subject } = own;
        let document = OfficialDocument { id: recorded.report.document, agency, kind, number, date, issuer, subject };
        documents::update(tx, &document).await?;
        let report = Report {
            frame,
            source: Some(occasion.source),
            updated_at: occasion.now,
            updated_by: occasion.actor.user,
            ..recorded.report.clone()
        };
        reports::update(tx, &report).await?;
        return Ok(report.id);
    }
    let (document, _) = documents::ensure(tx, &own).await?;
    let new = NewReport {
        agency: occasion.agency,
        regime: None,
        period: ReportingPeriod::year(incoming.year),
        occasion: String::new(),
        key_tasks: true,
        due: None,
        replaces: None,
        document,
        state: ReportState::Draft,
        frame,
        source: Some(occasion.source),
        created_at: occasion.now,
        updated_by: occasion.actor.user,
    };
    Ok(reports::insert(tx, &new).await?)
}

/// The report's own record as a document.
fn own_document(agency: AgencyId, incoming: &Incoming) -> NewDocument {
    let frame = &incoming.frame;
    let number = match (&frame.number, &frame.symbol) {
        (Some(number), Some(symbol)) => Some(format!("{number}/{symbol}")),
        _ => None,
    };
    NewDocument {
        agency,
        kind: frame.kind.clone(),
        number,
        date: frame.date,
        issuer: frame.issuer.clone(),
        subject: frame.subject.clone(),
    }
}

async fn put_grades(
    tx: &mut Tx,
    incoming: &Incoming,
    ids: &HashMap<u32, TaskId>,
    report: ReportId,
    occasion: Occasion<'_>,
) -> Result<(), AppError> {
    for task in &incoming.tasks {
        let Some(id) = ids.get(&task.number) else { continue };
        match task.grade {
            Some(grade) => {
                let rating = Rating {
                    task: *id,
                    stage: Stage::SelfGraded,
                    grade: recorded_grade(grade),
                    reason: None,
                    report: Some(report),
                    document: None,
                    by: occasion.actor.user,
                    recorded_at: occasion.now,
                };
                let before = ratings::put(tx, &rating).await?;
                if before.is_none_or(|before| before.grade != rating.grade) {
                    grade_entries::append(tx, &entry_of(&rating, Some(rating.grade), incoming, occasion)).await?;
                }
            }
            None => {
                // What people said themselves stays; only what an earlier reading said goes.
                let known = ratings::list(tx, *id).await?;
                let read = |rating: &&Rating| rating.stage == Stage::SelfGraded && rating.report.is_some();
                if let Some(gone) = known.iter().find(read) {
                    ratings::remove(tx, *id, Stage::SelfGraded).await?;
                    let gone = Rating { by: occasion.actor.user, recorded_at: occasion.now, ..gone.clone() };
                    grade_entries::append(tx, &entry_of(&gone, None, incoming, occasion)).await?;
                }
            }
        }
    }
    Ok(())
}

/// The self-grade a report states, or no longer states, for the history of grades: as of the report's own day.
fn entry_of(rating: &Rating, grade: Option<Grade>, incoming: &Incoming, occasion: Occasion<'_>) -> GradeEntry {
    GradeEntry {
        id: GradeEntryId(0),
        agency: occasion.agency,
        year: incoming.year,
        task: Some(rating.task),
        stage: rating.stage,
        grade,
        suggested: None,
        reason: None,
        document: None,
        report: rating.report,
        by: rating.by,
        at: rating.recorded_at,
        said_on: incoming.frame.date.latest(),
    }
}

fn recorded_grade(grade: FoundGrade) -> Grade {
    match grade {
        FoundGrade::NotCompleted => Grade::NotCompleted,
        FoundGrade::Completed => Grade::Completed,
        FoundGrade::Good => Grade::Good,
        FoundGrade::Excellent => Grade::Excellent,
    }
}

async fn put_obstacles(
    tx: &mut Tx,
    incoming: &Incoming,
    ids: &HashMap<u32, TaskId>,
    report: ReportId,
) -> Result<(), AppError> {
    let new: Vec<NewObstacle> = incoming
        .obstacles
        .iter()
        .map(|obstacle| NewObstacle {
            task: obstacle.task.and_then(|number| ids.get(&number).copied()),
            heading: obstacle.heading.clone(),
            text: obstacle.text.clone(),
            cause: obstacle.cause,
        })
        .collect();
    obstacles::replace(tx, report, &new).await?;
    Ok(())
}

/// Records figures. One that was there before (same task, subject, kind, unit, period) keeps its identity, and a new
/// value becomes an observation that supersedes the old one.
async fn put_figures(
    tx: &mut Tx,
    incoming: &Incoming,
    recorded: Option<&Recorded>,
    report: ReportId,
    tasks: &HashMap<u32, TaskId>,
    occasion: Occasion<'_>,
) -> Result<Vec<FigureId>, AppError> {
    let mut known: HashMap<String, VecDeque<&ReportFigure>> = HashMap::new();
    for figure in recorded.map(|recorded| recorded.figures.as_slice()).unwrap_or_default() {
        known.entry(recorded_key(&figure.stated)).or_default().push_back(figure);
    }
    let names = names(&incoming.figures.iter().map(measured).collect::<Vec<_>>());
    let mut ids = Vec::with_capacity(incoming.figures.len());
    for (figure, name) in incoming.figures.iter().zip(&names) {
        let mut stated = stated(figure, tasks);
        let before = known.get_mut(&recorded_key(&stated)).and_then(|same_key| {
            let equal = same_key.iter().position(|before| before.stated.printed == stated.printed).unwrap_or(0);
            same_key.remove(equal)
        });
        let observed = before.and_then(|before| before.stated.observation);
        stated.observation = observe(tx, (figure, name), &stated, observed, incoming.year, report, occasion).await?;
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
    before: Option<tt_domain::id::ObservationId>,
    year: i16,
    report: ReportId,
    occasion: Occasion<'_>,
) -> Result<Option<tt_domain::id::ObservationId>, AppError> {
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
    incoming: &Incoming,
    recorded: Option<&Recorded>,
    report: ReportId,
    tasks: &HashMap<u32, TaskId>,
    documents: &[DocumentId],
) -> Result<Vec<CitationId>, AppError> {
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
            IncomingShows::Statement { of, start, end } => {
                let task = match of {
                    StatementOf::Task(number) => self.tasks.get(number)?,
                    StatementOf::Proposal(number) => self.proposals.get(number)?,
                };
                Shows::Statement { task: *task, start: *start, end: *end }
            }
            IncomingShows::Grade(number) => Shows::Grade(*self.tasks.get(number)?),
            IncomingShows::NoteMark(number) => Shows::NoteMark(*number),
        };
        Some(Piece { strong: piece.strong, emphasis: piece.emphasis, shows })
    }
}
