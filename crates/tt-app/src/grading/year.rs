//! An agency's year as grading sees it on a day: every target with its state, every task with its four grades.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_domain::assessment::{Grade, Stage};
use tt_domain::document::OfficialDocument;
use tt_domain::goal::matching::{Match, ResultFigure};
use tt_domain::goal::{Basis, Judgement, TargetBasis, judge};
use tt_domain::grading::summary::Distribution;
use tt_domain::grading::task::{TargetFact, TaskFacts};
use tt_domain::grading::unit::UnitFacts;
use tt_domain::grading::{ConfirmedFacts, CriteriaSet, GradeEntry, Subject, Suggestion, in_force, shipped, task, unit};
use tt_domain::id::{AgencyId, DocumentId, ProgrammeId, ReportId, TargetId, TaskId, UserId};
use tt_domain::organisation::{Agency, AgencyLevel};
use tt_domain::permission::{Action, Scope};
use tt_domain::task::{Target, Task};
use tt_store::{
    Tx, agencies, criteria_sets, documents, grade_entries, grading_facts, programmes, target_bases, targets,
    task_links, tasks, users,
};

use super::evidence::{self, Ledgers, Results};
use super::standing::standing;
use crate::app::App;
use crate::error::AppError;
use crate::import::recorded;
use crate::sign_in::CurrentUser;
use crate::work::context::TaskContext;
use crate::work::page::code;
use crate::work::scope_of;

/// An agency's year as grading sees it on a day.
#[derive(Clone, Debug)]
pub struct GradedYear {
    /// Whose.
    pub agency: Agency,
    /// Agencies above it, nearest first.
    pub superiors: Vec<AgencyId>,
    /// The year.
    pub year: i16,
    /// Years with a programme, the newest first.
    pub years: Vec<i16>,
    /// The day it is looked at.
    pub as_of: Date,
    /// Criteria in force at the end of the year.
    pub set: Option<CriteriaSet>,
    /// Its key tasks that may be seen, in order.
    pub tasks: Vec<GradedTask>,
    /// What evidence suggests for the agency as a whole.
    pub unit: Suggestion,
    /// What is known of the agency beside its tasks.
    pub facts: UnitFacts,
    /// Grades of the agency itself, the newest first.
    pub entries: Vec<GradeEntry>,
    /// Since when the year is closed for grading.
    pub closed_at: Option<Timestamp>,
    /// Its report, whose sentences are offered as results.
    pub report: Option<ReportId>,
    /// What may be done about the agency as a whole.
    pub rights: Rights,
    /// Names of those who graded.
    pub names: BTreeMap<UserId, String>,
    /// Documents named: number.
    pub documents: BTreeMap<DocumentId, OfficialDocument>,
}

/// A task with its targets, its suggestion and its grades.
#[derive(Clone, Debug)]
pub struct GradedTask {
    /// The task.
    pub task: Task,
    /// What it is called by.
    pub code: String,
    /// Its targets, judged.
    pub targets: Vec<JudgedTarget>,
    /// What evidence suggests.
    pub suggestion: Suggestion,
    /// The facts the suggestion rests on.
    pub facts: TaskFacts,
    /// What people confirmed.
    pub confirmed: Option<ConfirmedFacts>,
    /// Its grades, the newest first.
    pub entries: Vec<GradeEntry>,
    /// What may be done about it.
    pub rights: Rights,
}

/// What the person looking may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each right is asked and held by itself")]
pub struct Rights {
    /// Grade oneself, tie targets.
    pub grade: bool,
    /// Appraise.
    pub appraise: bool,
    /// Decide.
    pub decide: bool,
    /// Keep criteria.
    pub criteria: bool,
}

/// A target with its verdict and what it rests on.
#[derive(Clone, Debug)]
pub struct JudgedTarget {
    /// The target.
    pub target: Target,
    /// How it stands.
    pub judgement: Judgement,
    /// What it rests on.
    pub tied: Tied,
    /// The report's sentence that is offered, or was chosen.
    pub sentence: Option<ResultFigure>,
    /// Numbers of the report of which one may be its result; a person says which.
    pub candidates: Vec<ResultFigure>,
}

/// What a target rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tied {
    /// Nothing.
    Nothing,
    /// A sentence of the report, not confirmed by anyone yet.
    Offered,
    /// What a person tied it to.
    By(Box<TargetBasis>),
}

/// The newest grade at a stage, unless it was taken back.
pub fn newest(entries: &[GradeEntry], stage: Stage) -> Option<&GradeEntry> {
    entries.iter().find(|entry| entry.stage == stage).filter(|entry| entry.grade.is_some())
}

impl GradedTask {
    /// The grade at a stage; the suggested one is computed.
    pub fn grade(&self, stage: Stage) -> Option<Grade> {
        match stage {
            Stage::Suggested => self.suggestion.grade,
            _ => newest(&self.entries, stage).and_then(|entry| entry.grade),
        }
    }
}

impl GradedYear {
    /// How many tasks have which grade at a stage, drafts and withdrawn ones left out.
    pub fn distribution(&self, stage: Stage) -> Distribution {
        let counted = self.tasks.iter().filter(|task| task.facts.standing != task::Standing::Excluded);
        Distribution::of(counted.map(|task| task.grade(stage)))
    }
}

impl App {
    /// An agency's year of grading on a day: one's own agency and today unless told.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an agency one may not look at, or the database failed.
    pub async fn graded_year(
        &self,
        current: &CurrentUser,
        agency: Option<AgencyId>,
        year: Option<i16>,
        as_of: Option<Date>,
    ) -> Result<GradedYear, AppError> {
        let as_of = as_of.unwrap_or_else(|| self.clock.today());
        let mut tx = self.db.begin_read().await?;
        let agency = agency.unwrap_or(current.agency.id);
        load(&mut tx, current, agency, (year, None), as_of).await
    }

    /// The year of one task, with this task alone; its agency's own suggestion is left out.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a task one may not know of, or the database failed.
    pub async fn graded_task(&self, current: &CurrentUser, task: TaskId) -> Result<GradedYear, AppError> {
        let mut tx = self.db.begin_read().await?;
        let context = TaskContext::load_for(&mut tx, current, task, &[Action::SeeTask, Action::DecideGrade]).await?;
        let programme = &context.programme;
        load(&mut tx, current, programme.agency, (Some(programme.year), Some(task)), self.clock.today()).await
    }
}

/// Loads an agency's year, or one task of it, as far as someone may see it.
pub(crate) async fn load(
    tx: &mut Tx,
    current: &CurrentUser,
    agency: AgencyId,
    which: (Option<i16>, Option<TaskId>),
    as_of: Date,
) -> Result<GradedYear, AppError> {
    load_as(tx, Some(current), agency, which, as_of).await
}

/// The same for someone, or whole for the program itself, which may do nothing about it.
pub(crate) async fn load_as(
    tx: &mut Tx,
    current: Option<&CurrentUser>,
    agency: AgencyId,
    (year, only): (Option<i16>, Option<TaskId>),
    as_of: Date,
) -> Result<GradedYear, AppError> {
    let superiors = agencies::superiors(tx, agency).await?;
    let scope = Scope::agency_wide(agency, superiors.clone());
    let rights = current.map(|current| rights(current, &scope)).unwrap_or_default();
    // Who may see one task of an agency may see how it is graded, also from beside or above.
    let reads = |current: &CurrentUser| current.may_on(Action::ReadRecords, &scope);
    if only.is_none() && current.is_some_and(|current| !reads(current)) && !rights.decide {
        return Err(AppError::NotFound);
    }
    let agency = agencies::get(tx, agency).await?;
    let mut years = programmes::years(tx, agency.id).await?;
    years.sort_unstable_by(|one, other| other.cmp(one));
    let year = match year {
        Some(year) => year,
        None => chosen_year(tx, agency.id, &years, as_of).await?,
    };
    let set = set_for(tx, &agency, &superiors, year).await?;
    let kept = grading_facts::year(tx, agency.id, year).await?;
    let until = end_of(as_of);
    let mut entries = grade_entries::of_year(tx, agency.id, year).await?;
    entries.retain(|entry| entry.said_on.map_or(entry.at <= until, |day| day <= as_of));
    let mut graded = GradedYear {
        agency,
        superiors,
        year,
        years,
        as_of,
        set,
        tasks: Vec::new(),
        unit: Suggestion { grade: None, at_best: None, score: None, reasons: Vec::new() },
        facts: kept.facts,
        entries: entries.iter().filter(|entry| entry.task.is_none()).cloned().collect(),
        closed_at: kept.closed_at,
        report: None,
        rights,
        names: BTreeMap::new(),
        documents: BTreeMap::new(),
    };
    if let Some(programme) = programmes::find(tx, graded.agency.id, year).await? {
        load_tasks(tx, current, &mut graded, (programme.id, only), entries).await?;
    }
    if let Some(set) = graded.set.as_ref().filter(|_| only.is_none()) {
        let facts: Vec<TaskFacts> = graded.tasks.iter().map(|task| task.facts.clone()).collect();
        graded.unit = unit::suggest(&set.criteria, &graded.facts, &facts);
    }
    name_all(tx, &mut graded).await?;
    Ok(graded)
}

/// The newest year that has begun, else the newest.
async fn chosen_year(tx: &mut Tx, agency: AgencyId, years: &[i16], as_of: Date) -> Result<i16, AppError> {
    let reported = tt_store::reports::list(tx, agency).await?.iter().map(|report| report.year).max();
    let begun = years.iter().copied().find(|year| *year <= as_of.year());
    Ok(reported.or(begun).or_else(|| years.first().copied()).unwrap_or_else(|| as_of.year()))
}

fn rights(current: &CurrentUser, scope: &Scope) -> Rights {
    let may = |action| current.may_on(action, scope);
    Rights {
        grade: may(Action::SelfGrade),
        appraise: may(Action::AppraiseGrade),
        decide: may(Action::DecideGrade),
        criteria: may(Action::ManageCriteria),
    }
}

/// The set in force at the end of a year: the agency's own or a superior's, else what comes with the program.
pub(crate) async fn set_for(
    tx: &mut Tx,
    agency: &Agency,
    superiors: &[AgencyId],
    year: i16,
) -> Result<Option<CriteriaSet>, AppError> {
    let mut owners = vec![agency.id];
    owners.extend_from_slice(superiors);
    let mut sets = shipped::sets();
    sets.extend(criteria_sets::of_agencies(tx, &owners).await?);
    let subject = if agency.level == AgencyLevel::PublicUnit { Subject::PublicUnits } else { Subject::Agencies };
    let Ok(last) = Date::new(year, 12, 31) else { return Ok(None) };
    Ok(in_force(&sets, subject, last).cloned())
}

/// The last instant of a day in Viet Nam.
fn end_of(day: Date) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    let midnight = jiff::tz::Offset::constant(7).to_timestamp(next.at(0, 0, 0, 0));
    midnight.unwrap_or(Timestamp::MAX)
}

async fn load_tasks(
    tx: &mut Tx,
    current: Option<&CurrentUser>,
    graded: &mut GradedYear,
    (programme, only): (ProgrammeId, Option<TaskId>),
    entries: Vec<GradeEntry>,
) -> Result<(), AppError> {
    let recorded = recorded::load(tx, graded.agency.id, graded.year).await?;
    graded.report = recorded.as_ref().map(|recorded| recorded.report.id);
    let results = recorded.as_ref().map(Results::of).unwrap_or_default();
    let bases = target_bases::of_programme(tx, programme).await?;
    let ledgers = Ledgers::of(tx, graded.agency.id, bases.iter(), graded.as_of).await?;
    let bases: HashMap<_, _> = bases.into_iter().map(|basis| (basis.target, basis)).collect();
    let grounds = Grounds { bases, results, ledgers };
    let mut confirmed = grading_facts::of_programme(tx, programme).await?;
    let sent_back: HashMap<TaskId, u32> =
        grading_facts::sent_back(tx, programme, end_of(graded.as_of)).await?.into_iter().collect();
    let mut all_targets = targets::list_for_programme(tx, programme).await?;
    for task in tasks::list(tx, programme).await?.into_iter().filter(|task| only.is_none_or(|id| id == task.id)) {
        let mut scope = scope_of(&task, graded.agency.id, &graded.superiors, &[]);
        let may = |action, scope: &Scope| current.is_none_or(|current| current.may_on(action, scope));
        if !may(Action::SeeTask, &scope) {
            let coordinators = task_links::coordinators(tx, task.id).await?;
            scope = scope_of(&task, graded.agency.id, &graded.superiors, &coordinators);
        }
        if !may(Action::SeeTask, &scope) && !may(Action::DecideGrade, &scope) {
            continue;
        }
        scope.submitted_by = None;
        let own: Vec<Target> = all_targets.extract_if(.., |target| target.task == task.id).collect();
        let judged = judged(tx, graded, &task, own, &grounds).await?;
        let known = confirmed.extract_if(.., |facts| facts.task == task.id).next();
        let back = sent_back.get(&task.id).copied().unwrap_or_default();
        let facts = facts_of(&task, &judged, known.as_ref(), back, graded.as_of);
        let suggestion = match &graded.set {
            Some(set) => task::suggest(&set.criteria, &facts),
            None => Suggestion { grade: None, at_best: None, score: None, reasons: Vec::new() },
        };
        graded.tasks.push(GradedTask {
            code: code(&task, None),
            targets: judged,
            suggestion,
            facts,
            confirmed: known,
            entries: entries.iter().filter(|entry| entry.task == Some(task.id)).cloned().collect(),
            rights: current.map(|current| rights(current, &scope)).unwrap_or_default(),
            task,
        });
    }
    Ok(())
}

fn facts_of(
    task: &Task,
    judged: &[JudgedTarget],
    confirmed: Option<&ConfirmedFacts>,
    sent_back: u32,
    as_of: Date,
) -> TaskFacts {
    let standing = standing(task, as_of);
    TaskFacts {
        task: task.id,
        code: code(task, None),
        standing,
        targets: judged
            .iter()
            .map(|judged| TargetFact {
                target: judged.target.id,
                text: judged.target.text.clone(),
                is_part: judged.target.part_of.is_some(),
                judgement: judged.judgement.clone(),
            })
            .collect(),
        sent_back,
        delays: u32::from(standing.is_late()),
        exceeded: confirmed.is_some_and(|facts| facts.exceeded.is_some()),
        objective_cause: confirmed.is_some_and(|facts| facts.objective_cause.is_some()),
        coefficient: confirmed.map_or(Decimal::ONE, |facts| facts.coefficient),
    }
}

/// What the targets of a year may rest on.
struct Grounds {
    /// What people tied them to.
    bases: HashMap<TargetId, TargetBasis>,
    /// What the report says.
    results: Results,
    /// What is on record of indicators.
    ledgers: Ledgers,
}

async fn judged(
    tx: &mut Tx,
    graded: &GradedYear,
    task: &Task,
    targets: Vec<Target>,
    Grounds { bases, results, ledgers }: &Grounds,
) -> Result<Vec<JudgedTarget>, AppError> {
    let (Ok(first), Ok(last)) = (Date::new(graded.year, 1, 1), Date::new(graded.year, 12, 31)) else {
        return Ok(Vec::new());
    };
    let period = (first, task.deadline.filter(|due| due.year() == graded.year).unwrap_or(last));
    let mut judged = Vec::with_capacity(targets.len());
    for target in &targets {
        let whole = target.part_of.and_then(|index| targets.get(usize::try_from(index).ok()?));
        let (tied, found, evidence) = match bases.get(&target.id) {
            Some(basis) => {
                let chosen = match basis.basis {
                    Basis::Figure(id) => results.figure(id).cloned(),
                    _ => None,
                };
                let evidence = evidence::of_basis(tx, target, basis, (results, ledgers), graded.as_of).await?;
                (Tied::By(Box::new(basis.clone())), chosen.map_or(Match::Nothing, Match::One), evidence)
            }
            None => {
                let found = results.offer(target, whole);
                let tied = if matches!(found, Match::One(_)) { Tied::Offered } else { Tied::Nothing };
                let evidence = evidence::offered(results, target, &found, graded.as_of);
                (tied, found, evidence)
            }
        };
        let judgement = judge(target, period, &evidence, graded.as_of);
        let (sentence, candidates) = match found {
            Match::Nothing => (None, Vec::new()),
            Match::One(figure) => (Some(figure), Vec::new()),
            Match::Several(figures) => (None, figures),
        };
        judged.push(JudgedTarget { target: target.clone(), judgement, tied, sentence, candidates });
    }
    Ok(judged)
}

/// Names of people and documents that the page speaks of.
async fn name_all(tx: &mut Tx, graded: &mut GradedYear) -> Result<(), AppError> {
    let entries = graded.entries.iter().chain(graded.tasks.iter().flat_map(|task| &task.entries));
    let mut people: Vec<UserId> = entries.clone().filter_map(|entry| entry.by).collect();
    let mut named: Vec<DocumentId> = entries.filter_map(|entry| entry.document).collect();
    for task in &graded.tasks {
        if let Some(facts) = &task.confirmed {
            people.extend(facts.by);
            named.extend(facts.exceeded.iter().chain(&facts.objective_cause).filter_map(|known| known.document));
        }
        for target in &task.targets {
            if let Tied::By(basis) = &target.tied {
                named.extend(&basis.documents);
            }
        }
    }
    people.sort_unstable();
    people.dedup();
    named.sort_unstable();
    named.dedup();
    for user in people {
        graded.names.insert(user, users::get(tx, user).await?.full_name);
    }
    for document in named {
        graded.documents.insert(document, documents::get(tx, document).await?);
    }
    Ok(())
}
