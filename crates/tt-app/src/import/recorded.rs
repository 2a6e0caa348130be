//! A report as it is on record, loaded whole.

use tt_domain::assessment::{Rating, Stage};
use tt_domain::document::Citation;
use tt_domain::id::{AgencyId, TaskId};
use tt_domain::life::EventKind;
use tt_domain::programme::Programme;
use tt_domain::report::{Content, Piece, Report, ReportBlock, ReportFigure, Shows};
use tt_domain::task::{Obstacle, Target, Task};
use tt_store::{
    Tx, citations, figures, observations, obstacles, programmes, ratings, report_blocks, reports, targets, task_events,
    tasks,
};

use super::printing;
use super::snapshot::{Snapshot, TaskSaid, figure_key_of, paragraphs};
use crate::compose::{ReportRecords, compose};
use crate::error::AppError;
use crate::frame_record;
use crate::reporting::passage::is_written;

/// A report with everything it is composed of and compared by.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The report.
    pub report: Report,
    /// What it is composed of.
    pub records: ReportRecords,
    /// The year's programme, if there is one.
    pub programme: Option<Programme>,
    /// Its tasks with their targets and self-grades.
    pub tasks: Vec<RecordedTask>,
    /// Next year's tasks, as proposed.
    pub proposals: Vec<Task>,
    /// Difficulties named.
    pub obstacles: Vec<Obstacle>,
    /// Figures in order.
    pub figures: Vec<ReportFigure>,
    /// Citations in order.
    pub citations: Vec<Citation>,
}

/// A task with what a report says of it.
#[derive(Clone, Debug)]
pub struct RecordedTask {
    /// The task.
    pub task: Task,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Its grades, at every stage given.
    pub ratings: Vec<Rating>,
}

impl RecordedTask {
    /// The agency's grade of itself.
    pub fn self_grade(&self) -> Option<&Rating> {
        self.ratings.iter().find(|rating| rating.stage == Stage::SelfGraded)
    }
}

/// Loads an agency's report of a year; `None` if there is none.
///
/// # Errors
/// The database failed, or a stored frame cannot be read.
pub async fn load(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<Option<Recorded>, AppError> {
    match reports::find(tx, agency, year).await? {
        Some(report) => load_report(tx, report).await.map(Some),
        None => Ok(None),
    }
}

/// Loads a report.
///
/// # Errors
/// As [`load`].
pub async fn load_report(tx: &mut Tx, report: Report) -> Result<Recorded, AppError> {
    let programme = programmes::find(tx, report.agency, report.year).await?;
    let recorded_tasks = match &programme {
        Some(programme) => tasks_of(tx, programme).await?,
        None => Vec::new(),
    };
    let blocks = report_blocks::list(tx, report.id).await?;
    let (mut drafted, mut made) = (Vec::new(), Vec::new());
    if let Some(next) = programmes::find(tx, report.agency, report.year + 1).await? {
        drafted = tasks::list(tx, next.id).await?;
        made = task_events::tasks_with(tx, next.id, EventKind::Created).await?;
    }
    let figures = figures::list(tx, report.id).await?;
    let citations = citations::list(tx, report.id).await?;
    let cited = tt_store::documents::for_report(tx, report.id).await?;
    let frame = frame_record::from_json(&report.frame)
        .map_err(|error| AppError::Internal(format!("reading the frame of report {} ({error})", report.id)))?;
    // While it is written a figure prints what is on record now; from its submission on, what was submitted.
    let observations = if is_written(report.state) {
        observations::behind(tx, report.id).await?
    } else {
        observations::stated_in(tx, report.id).await?.into_iter().map(|one| (one.id, one)).collect()
    };
    let statements = recorded_tasks.iter().map(|recorded| &recorded.task).chain(&drafted);
    let records = ReportRecords {
        frame,
        blocks,
        figures: figures.iter().map(|figure| (figure.id, figure.clone())).collect(),
        observations: observations.into_iter().collect(),
        citations: citations.iter().map(|citation| (citation.id, citation.clone())).collect(),
        documents: cited.into_iter().map(|document| (document.id, document)).collect(),
        statements: statements.map(|task| (task.id, task.statement.clone())).collect(),
        grades: recorded_tasks
            .iter()
            .filter_map(|recorded| Some((recorded.task.id, recorded.self_grade()?.grade)))
            .collect(),
    };
    // What people drafted for next year beside the report is no proposal of the report.
    let stated = |task: &Task| !made.contains(&task.id) || records.blocks.iter().any(|block| states(block, task.id));
    let proposals = drafted.into_iter().filter(stated).collect();
    let obstacles = obstacles::list(tx, report.id).await?;
    Ok(Recorded { report, records, programme, tasks: recorded_tasks, proposals, obstacles, figures, citations })
}

/// Whether a block prints the words of a task.
fn states(block: &ReportBlock, task: TaskId) -> bool {
    let is_it = |piece: &Piece| matches!(piece.shows, Shows::Statement { task: of, .. } if of == task);
    match &block.content {
        Content::Flow(pieces) => pieces.iter().any(is_it),
        Content::Grid(rows) => rows.iter().flatten().flatten().any(is_it),
    }
}

async fn tasks_of(tx: &mut Tx, programme: &Programme) -> Result<Vec<RecordedTask>, AppError> {
    let mut recorded = Vec::new();
    let mut all_targets = targets::list_for_programme(tx, programme.id).await?;
    let all_ratings = ratings::list_for_programme(tx, programme.id).await?;
    for task in tasks::list(tx, programme.id).await? {
        let targets = all_targets.extract_if(.., |target| target.task == task.id).collect();
        let ratings = all_ratings.iter().filter(|rating| rating.task == task.id).cloned().collect();
        recorded.push(RecordedTask { task, targets, ratings });
    }
    Ok(recorded)
}

impl Recorded {
    /// What the report on record says.
    pub fn snapshot(&self) -> Snapshot {
        let number_of =
            |id| self.tasks.iter().find(|recorded| recorded.task.id == id).map(|recorded| recorded.task.number);
        let figure = |figure: &ReportFigure| {
            let stated = &figure.stated;
            let key = figure_key_of(
                stated.task.and_then(number_of),
                stated.subject.as_deref(),
                &stated.kind,
                stated.unit.as_deref(),
                stated.period.as_deref(),
            );
            (key, stated.printed.clone())
        };
        let citation = |citation: &Citation| {
            let document = self.records.documents.get(&citation.document);
            let number = document.and_then(|document| document.number.clone()).unwrap_or_default();
            let date = document.map(|document| document.date).unwrap_or_default();
            let text = printing::print_citation(&citation.form, Some(&number), date);
            (number, text)
        };
        Snapshot {
            frame: self.records.frame.clone(),
            tasks: self
                .tasks
                .iter()
                .map(|recorded| TaskSaid {
                    number: recorded.task.number,
                    statement: recorded.task.statement.clone(),
                    targets: recorded.targets.iter().map(|target| target.text.clone()).collect(),
                    grade: recorded.self_grade().map(|rating| rating.grade.words()),
                })
                .collect(),
            proposals: self.proposals.iter().map(|task| (task.number, task.statement.clone())).collect(),
            obstacles: self.obstacles.iter().map(|obstacle| obstacle.text.clone()).collect(),
            citations: self.citations.iter().map(citation).collect(),
            figures: self.figures.iter().map(figure).collect(),
            paragraphs: paragraphs(&compose(&self.records)),
        }
    }
}
