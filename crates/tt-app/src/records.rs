//! Looking records up, for people: each function asks whether they may, and reads in one transaction.

use jiff::civil::Date;
use tt_check::Message;
use tt_document::Document;
use tt_domain::assessment::Rating;
use tt_domain::document::{DocumentSummary, OfficialDocument};
use tt_domain::id::{DocumentId, TaskId};
use tt_domain::permission::Action;
use tt_domain::programme::Programme;
use tt_domain::report::{Report, ReportFigure};
use tt_domain::task::{Obstacle, Target, Task};
use tt_store::{StoreError, Tx, documents, programmes, reports, tasks};

use crate::app::App;
use crate::compose;
use crate::error::AppError;
use crate::import::recorded::{self, Recorded, RecordedTask};
use crate::sign_in::CurrentUser;
use crate::work::context::TaskContext;

pub use tt_store::documents::{DocumentFilter, DocumentKey, Mention};

/// How many documents a page of the list holds.
pub const DOCUMENTS_PER_PAGE: u32 = 50;

/// A task with what is known of it, for lists.
#[derive(Clone, Debug)]
pub struct TaskSummary {
    /// The task.
    pub task: Task,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Its grades, at every stage given.
    pub ratings: Vec<Rating>,
    /// Figures in its part of the report, in order.
    pub figures: Vec<ReportFigure>,
}

/// A year at a glance.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Years with a programme, the newest first.
    pub years: Vec<i16>,
    /// The year shown.
    pub year: i16,
    /// Its programme; `None` when there is none yet.
    pub programme: Option<Programme>,
    /// The decision that approved it.
    pub decision: Option<OfficialDocument>,
    /// Its tasks.
    pub tasks: Vec<TaskSummary>,
    /// Difficulties its report names.
    pub obstacles: Vec<Obstacle>,
    /// Newest documents.
    pub recent_documents: Vec<DocumentSummary>,
    /// How many documents are on record.
    pub document_count: u64,
    /// Its report.
    pub report: Option<Report>,
    /// Today, in Viet Nam.
    pub today: Date,
}

/// A task with everything about it.
#[derive(Clone, Debug)]
pub struct TaskDetails {
    /// The task with targets, grades and figures.
    pub summary: TaskSummary,
    /// Its programme.
    pub programme: Programme,
    /// Its part of the report; `None` without a report.
    pub narrative: Option<Document>,
    /// The report it comes from.
    pub report: Option<Report>,
    /// Documents cited in its part.
    pub documents: Vec<OfficialDocument>,
    /// Difficulties that bear on it.
    pub obstacles: Vec<Obstacle>,
    /// The task of the year before that it continues, with that year.
    pub continues: Option<(i16, Task)>,
    /// The task of the year after that continues it, with that year.
    pub continued_by: Option<(i16, Task)>,
    /// Today, in Viet Nam.
    pub today: Date,
}

/// A document with everyone who cites it.
#[derive(Clone, Debug)]
pub struct DocumentDetails {
    /// The document.
    pub document: OfficialDocument,
    /// Its mentions, with the sentence each stands in.
    pub mentions: Vec<MentionShown>,
}

/// A mention with the words around it.
#[derive(Clone, Debug)]
pub struct MentionShown {
    /// The mention.
    pub mention: Mention,
    /// The paragraph it stands in, composed.
    pub paragraph: String,
    /// The mention as printed in it.
    pub printed: String,
}

impl App {
    /// A year of the agency at a glance: the year asked for, else the newest with an approved programme.
    ///
    /// # Errors
    /// The database failed.
    pub async fn overview(&self, current: &CurrentUser, year: Option<i16>) -> Result<Overview, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let agency = current.agency.id;
        let mut years = programmes::years(&mut tx, agency).await?;
        years.sort_unstable_by(|one, other| other.cmp(one));
        let today = self.clock.today();
        let year = match year {
            Some(year) => year,
            None => match reports::list(&mut tx, agency).await?.iter().map(|report| report.year).max() {
                Some(reported) => reported,
                None => years.first().copied().unwrap_or_else(|| today.year()),
            },
        };
        let recorded = recorded::load(&mut tx, agency, year).await?;
        let programme = programmes::find(&mut tx, agency, year).await?;
        let decision = match programme.as_ref().and_then(|programme| programme.decision) {
            Some(id) => Some(documents::get(&mut tx, id).await?),
            None => None,
        };
        let recent = documents::page(&mut tx, agency, &DocumentFilter::default(), None, 8).await?;
        let document_count = documents::count(&mut tx, agency).await?;
        let tasks = match (&recorded, &programme) {
            (Some(recorded), _) => summaries(recorded),
            (None, Some(programme)) => unreported(&mut tx, programme).await?,
            (None, None) => Vec::new(),
        };
        let (obstacles, report) = match recorded {
            Some(recorded) => (recorded.obstacles, Some(recorded.report)),
            None => (Vec::new(), None),
        };
        Ok(Overview {
            years,
            year,
            programme,
            decision,
            tasks,
            obstacles,
            recent_documents: recent,
            document_count,
            report,
            today,
        })
    }

    /// A task of the agency with everything about it.
    ///
    /// # Errors
    /// No such task in this agency, or the database failed.
    pub async fn task(&self, current: &CurrentUser, id: TaskId) -> Result<TaskDetails, AppError> {
        let mut tx = self.db.begin_read().await?;
        let TaskContext { task, programme, .. } = TaskContext::load(&mut tx, current, id).await?;
        let recorded = recorded::load(&mut tx, programme.agency, programme.year).await?;
        let continues = match task.continues_from {
            Some(before) => {
                let before = tasks::get(&mut tx, before).await?;
                Some((programmes::get(&mut tx, before.programme).await?.year, before))
            }
            None => None,
        };
        let continued_by = match programmes::find(&mut tx, programme.agency, programme.year + 1).await? {
            Some(next) => {
                let all = tasks::list(&mut tx, next.id).await?;
                all.into_iter().find(|next| next.continues_from == Some(id)).map(|task| (next.year, task))
            }
            None => None,
        };
        let found = recorded.as_ref().and_then(|r| summaries(r).into_iter().find(|summary| summary.task.id == id));
        let summary = match found {
            Some(summary) => summary,
            None => TaskSummary {
                targets: tt_store::targets::list(&mut tx, id).await?,
                ratings: tt_store::ratings::list(&mut tx, id).await?,
                figures: Vec::new(),
                task,
            },
        };
        let documents = recorded.as_ref().map(|recorded| cited_in(recorded, id)).unwrap_or_default();
        let obstacles = recorded.iter().flat_map(|r| &r.obstacles).filter(|o| o.task == Some(id)).cloned().collect();
        let narrative = recorded.as_ref().map(|recorded| compose::compose_task(&recorded.records, id));
        Ok(TaskDetails {
            summary,
            programme,
            narrative,
            report: recorded.map(|recorded| recorded.report),
            documents,
            obstacles,
            continues,
            continued_by,
            today: self.clock.today(),
        })
    }

    /// A page of the agency's documents, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn documents(
        &self,
        current: &CurrentUser,
        filter: &DocumentFilter,
        after: Option<&DocumentKey>,
    ) -> Result<Vec<DocumentSummary>, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        Ok(documents::page(&mut tx, current.agency.id, filter, after, DOCUMENTS_PER_PAGE).await?)
    }

    /// A document of the agency with everyone who cites it.
    ///
    /// # Errors
    /// No such document in this agency, or the database failed.
    pub async fn document(&self, current: &CurrentUser, id: DocumentId) -> Result<DocumentDetails, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let document = documents::get(&mut tx, id).await?;
        if document.agency != current.agency.id {
            return Err(AppError::NotFound);
        }
        let mut mentions: Vec<MentionShown> = Vec::new();
        let mut loaded: Option<Recorded> = None;
        for mention in documents::mentions(&mut tx, id).await? {
            let report = mention.citation.report;
            if loaded.as_ref().is_none_or(|recorded| recorded.report.id != report) {
                let report = reports::get(&mut tx, report).await?;
                loaded = Some(recorded::load_report(&mut tx, report).await?);
            }
            let Some(recorded) = &loaded else { continue };
            mentions.push(MentionShown {
                paragraph: compose::block_text(&recorded.records, mention.citation.block),
                printed: compose::citation_text(&recorded.records, &mention.citation),
                mention,
            });
        }
        Ok(DocumentDetails { document, mentions })
    }

    /// The agency's reports, the newest year first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn reports(&self, current: &CurrentUser) -> Result<Vec<Report>, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let mut all = reports::list(&mut tx, current.agency.id).await?;
        all.sort_by_key(|report| std::cmp::Reverse(report.year));
        Ok(all)
    }

    /// The agency's reports with what each is called, the last year first.
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn named_reports(&self, current: &CurrentUser) -> Result<Vec<(Report, Message)>, AppError> {
        let all = self.reports(current).await?;
        let mut tx = self.db.begin_read().await?;
        let regimes = tt_store::regimes::list(&mut tx, current.agency.id).await?;
        let regime = |report: &Report| {
            let found = regimes.iter().find(|regime| Some(regime.id) == report.regime)?;
            Some(found.terms.name.clone())
        };
        let named = |report: Report| {
            let name = crate::reporting::names::report_name(&report, regime(&report).as_deref());
            (report, name)
        };
        Ok(all.into_iter().map(named).collect())
    }
}

fn summaries(recorded: &Recorded) -> Vec<TaskSummary> {
    let summary = |task: &RecordedTask| TaskSummary {
        task: task.task.clone(),
        targets: task.targets.clone(),
        ratings: task.ratings.clone(),
        figures: recorded.figures.iter().filter(|figure| figure.stated.task == Some(task.task.id)).cloned().collect(),
    };
    recorded.tasks.iter().map(summary).collect()
}

/// Tasks of a programme that no report speaks of yet.
async fn unreported(tx: &mut Tx, programme: &Programme) -> Result<Vec<TaskSummary>, StoreError> {
    let targets = tt_store::targets::list_for_programme(tx, programme.id).await?;
    let ratings = tt_store::ratings::list_for_programme(tx, programme.id).await?;
    let summary = |task: Task| TaskSummary {
        targets: targets.iter().filter(|target| target.task == task.id).cloned().collect(),
        ratings: ratings.iter().filter(|rating| rating.task == task.id).cloned().collect(),
        figures: Vec::new(),
        task,
    };
    Ok(tasks::list(tx, programme.id).await?.into_iter().map(summary).collect())
}

/// Documents cited in a task's part, each once, in order.
fn cited_in(recorded: &Recorded, task: TaskId) -> Vec<OfficialDocument> {
    let mut cited: Vec<OfficialDocument> = Vec::new();
    for citation in recorded.citations.iter().filter(|citation| citation.task == Some(task)) {
        let new = !cited.iter().any(|document| document.id == citation.document);
        if let (true, Some(document)) = (new, recorded.records.documents.get(&citation.document)) {
            cited.push(document.clone());
        }
    }
    cited
}
