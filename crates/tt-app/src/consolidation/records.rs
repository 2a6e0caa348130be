//! The records of all agencies below one, each kind by one statement.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use tt_domain::assessment::{Grade, Rating, Stage};
use tt_domain::calendar::WorkCalendar;
use tt_domain::consolidation::Tree;
use tt_domain::grading::GradeEntry;
use tt_domain::id::{AgencyId, ProgrammeId, ReportId, TaskId};
use tt_domain::indicator::{Indicator, Observation};
use tt_domain::organisation::Agency;
use tt_domain::regime::Regime;
use tt_domain::report::{Report, ReportBlock};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::task::{Obstacle, Task, TaskState};
use tt_store::{
    Tx, agencies, citations, documents, figures, grade_entries, indicators, issued, observations, obstacles,
    programmes, ratings, regimes, report_blocks, reports, tasks,
};

use crate::compose::ReportRecords;
use crate::error::AppError;
use crate::work::rules;

/// What is on record of the agencies below one for a period.
#[derive(Clone, Debug)]
pub(crate) struct Below {
    pub(crate) root: Agency,
    pub(crate) period: ReportingPeriod,
    pub(crate) today: Date,
    /// Those that exist on some day of the period.
    pub(crate) agencies: Vec<Agency>,
    pub(crate) tree: Tree,
    pub(crate) reports: Vec<Report>,
    pub(crate) issued: HashMap<ReportId, Date>,
    pub(crate) regimes: Vec<Regime>,
    pub(crate) calendar: WorkCalendar,
    pub(crate) own_indicators: Vec<Indicator>,
    pub(crate) indicators: Vec<Indicator>,
    pub(crate) observations: Vec<Observation>,
    pub(crate) owner: HashMap<ProgrammeId, AgencyId>,
    /// Key tasks of the year; drafts are nobody's business yet.
    pub(crate) tasks: Vec<Task>,
    pub(crate) ratings: Vec<Rating>,
    pub(crate) entries: Vec<GradeEntry>,
    pub(crate) obstacles: Vec<Obstacle>,
    pub(crate) blocks: BTreeMap<ReportId, Vec<ReportBlock>>,
    /// Figures, citations and documents of all these reports together; identities are one's own everywhere.
    pub(crate) facts: ReportRecords,
}

impl Below {
    /// Whose a task is.
    pub(crate) fn agency_of(&self, task: &Task) -> Option<AgencyId> {
        self.owner.get(&task.programme).copied()
    }

    /// The grades of a task at a stage.
    pub(crate) fn grade(&self, task: TaskId, stage: Stage) -> Option<Grade> {
        let from = self.ratings.partition_point(|rating| rating.task < task);
        let own = self.ratings.iter().skip(from).take_while(|rating| rating.task == task);
        own.into_iter().find(|rating| rating.stage == stage).map(|rating| rating.grade)
    }
}

/// Loads everything, in as many statements for many agencies as for few.
pub(crate) async fn load(tx: &mut Tx, root: AgencyId, period: ReportingPeriod, today: Date) -> Result<Below, AppError> {
    let year = period.of_year();
    let (first, last) = period.calendar_days();
    let root = agencies::get(tx, root).await?;
    let mut below = agencies::below(tx, root.id).await?;
    below.retain(|one| one.valid_from.is_none_or(|from| from <= last) && one.valid_to.is_none_or(|to| first < to));
    let exists: HashSet<AgencyId> = below.iter().map(|agency| agency.id).collect();
    let mut reports = reports::below(tx, root.id, &period).await?;
    reports.retain(|report| exists.contains(&report.agency));
    let mut indicators = indicators::below(tx, root.id).await?;
    indicators.retain(|indicator| exists.contains(&indicator.agency));
    let codes = (format!("{year:04}"), format!("{:04}", year.saturating_add(1)));
    let observations = observations::below(tx, root.id, (&codes.0, &codes.1)).await?;
    let programmes = programmes::below(tx, root.id, year).await?;
    let owner: HashMap<ProgrammeId, AgencyId> = programmes.iter().map(|one| (one.id, one.agency)).collect();
    let mut tasks = tasks::below(tx, root.id, year).await?;
    tasks.retain(|task| {
        task.state != TaskState::Draft && owner.get(&task.programme).is_some_and(|a| exists.contains(a))
    });
    let mut blocks: BTreeMap<ReportId, Vec<ReportBlock>> = BTreeMap::new();
    for (report, block) in report_blocks::of_tasks_below(tx, root.id, &period).await? {
        blocks.entry(report).or_default().push(block);
    }
    let stated = figures::below(tx, root.id, &period).await?;
    let cited = citations::of_tasks_below(tx, root.id, &period).await?;
    let known = documents::of_tasks_below(tx, root.id, &period).await?;
    let ratings = ratings::below(tx, root.id, year).await?;
    let self_graded = ratings.iter().filter(|rating| rating.stage == Stage::SelfGraded);
    let facts = ReportRecords {
        figures: stated.into_iter().map(|figure| (figure.id, figure)).collect(),
        citations: cited.into_iter().map(|citation| (citation.id, citation)).collect(),
        documents: known.into_iter().map(|document| (document.id, document)).collect(),
        statements: tasks.iter().map(|task| (task.id, task.statement.clone())).collect(),
        grades: self_graded.map(|rating| (rating.task, rating.grade)).collect(),
        ..ReportRecords::default()
    };
    Ok(Below {
        tree: Tree::new(below.iter().map(|agency| (agency.id, agency.parent))),
        issued: issued::dates_below(tx, root.id, &period).await?.into_iter().collect(),
        regimes: regimes::below(tx, root.id).await?,
        calendar: rules::calendar(tx, last).await?,
        own_indicators: indicators::list(tx, root.id).await?,
        entries: grade_entries::of_agencies_below(tx, root.id, year).await?,
        obstacles: obstacles::below(tx, root.id, &period).await?,
        agencies: below,
        root,
        period,
        today,
        reports,
        indicators,
        observations,
        owner,
        tasks,
        ratings,
        blocks,
        facts,
    })
}
