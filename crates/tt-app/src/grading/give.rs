//! Giving a grade, confirming facts, and closing a year: each by its own right, in one audited transaction.

use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_domain::assessment::{Grade, Rating, Stage};
use tt_domain::document::NewDocument;
use tt_domain::grading::unit::UnitFacts;
use tt_domain::grading::{Confirmed, ConfirmedFacts, Giving, GradeEntry, GradeRefusal, check};
use tt_domain::id::{AgencyId, DocumentId, GradeEntryId, TaskId};
use tt_domain::permission::{Action, Scope};
use tt_store::{StoreError, Tx, documents, grade_entries, grading_facts, ratings, users};
use tt_text::date::PartialDate;

use super::year::{GradedYear, load, newest};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::work::context::TaskContext;

/// What is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradeOf {
    /// A task.
    Task(TaskId),
    /// An agency as a whole, in a year.
    Agency(AgencyId, i16),
}

/// A document as people type it; it is recorded where it is not yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDocument {
    /// Number and symbol: `12/QĐ-UBND`; empty for none.
    pub number: String,
    /// Its day.
    pub day: Option<Date>,
}

/// A grade about to be given.
#[derive(Clone, Debug)]
pub struct GradeToGive {
    /// What is graded.
    pub of: GradeOf,
    /// At which stage.
    pub stage: Stage,
    /// The level.
    pub grade: Grade,
    /// Justification.
    pub reason: String,
    /// Document it rests on.
    pub document: TypedDocument,
    /// The newest grade of that stage as the person saw it; `None` when there was none.
    pub seen: Option<GradeEntryId>,
}

/// Facts of a task about to be confirmed for grading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsToConfirm {
    /// Its coefficient.
    pub coefficient: Decimal,
    /// What went beyond what was asked, and the document that proves it.
    pub exceeded: Option<(String, TypedDocument)>,
    /// The objective cause, and the document that confirms it.
    pub objective_cause: Option<(String, TypedDocument)>,
}

/// Longest reason.
pub const REASON_LIMIT: usize = 4000;

impl App {
    /// Gives a grade.
    ///
    /// # Errors
    /// Not theirs, a refusal that says why and how to go on, or [`StoreError::Stale`] when someone graded meanwhile.
    pub async fn give_grade(&self, current: &CurrentUser, giving: &GradeToGive, origin: &str) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let tx_ref = &mut tx;
        let (agency, year, task, scope) = subject(tx_ref, current, giving.of).await?;
        let graded = load(tx_ref, current, agency, (Some(year), None), self.clock.today()).await?;
        let (suggested, entries) = found(&graded, task)?;
        authorise(tx_ref, current, giving.stage, &scope, entries).await?;
        let last = newest(entries, giving.stage);
        if last.map(|entry| entry.id) != giving.seen {
            return Err(StoreError::Stale.into());
        }
        let reason = reason_of(&giving.reason)?;
        let document = ensure(tx_ref, agency, &giving.document).await?;
        let asked = Giving {
            stage: giving.stage,
            grade: giving.grade,
            reason: &reason,
            document,
            by: current.user.id,
            suggested,
            before: entries,
            closed: graded.closed_at.is_some(),
        };
        check(&asked).map_err(|refusal| refused(&refusal))?;
        let before = last.and_then(|entry| entry.grade).map(Grade::code);
        let entry = GradeEntry {
            id: GradeEntryId(0),
            agency,
            year,
            task,
            stage: giving.stage,
            grade: Some(giving.grade),
            suggested,
            reason: Some(reason).filter(|reason| !reason.is_empty()),
            document,
            report: None,
            by: Some(current.user.id),
            at: self.clock.now(),
            said_on: None,
        };
        grade_entries::append(tx_ref, &entry).await?;
        if let Some(task) = task {
            ratings::put(tx_ref, &rating(&entry, task, giving.grade)).await?;
        }
        let details = serde_json::json!({
            "stage": giving.stage.code(),
            "grade": { "before": before, "after": giving.grade.code() },
            "suggested": suggested.map(Grade::code),
            "reason": entry.reason,
        });
        let object = task.map_or_else(|| format!("agency-{agency}"), |task| format!("task-{task}"));
        self.grading_noted(tx_ref, (current, origin), agency, ("grade.given", object), &details).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Confirms facts of a task for grading: its coefficient, that it went beyond what was asked, an objective cause.
    ///
    /// # Errors
    /// Not theirs, a coefficient that is none, or something confirmed without reason or document.
    pub async fn confirm_facts(
        &self,
        current: &CurrentUser,
        task: TaskId,
        told: &FactsToConfirm,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let tx_ref = &mut tx;
        let (agency, year, _, mut scope) = subject(tx_ref, current, GradeOf::Task(task)).await?;
        scope.submitted_by = None;
        if !current.may_on(Action::AppraiseGrade, &scope) && !current.may_on(Action::DecideGrade, &scope) {
            return Err(AppError::Forbidden);
        }
        let coefficient = told.coefficient;
        if coefficient <= Decimal::ZERO || coefficient > Decimal::ONE_HUNDRED || coefficient.scale() > 4 {
            return Err(AppError::refused_at(
                "he-so",
                "hệ số quy đổi phải lớn hơn 0 và không quá 100, nhiều nhất 4 chữ số thập phân, ví dụ 1,5",
                "the coefficient is above 0 and at most 100, with up to 4 decimals",
            ));
        }
        open(&load(tx_ref, current, agency, (Some(year), None), self.clock.today()).await?)?;
        let facts = ConfirmedFacts {
            task,
            coefficient,
            exceeded: confirmed(tx_ref, agency, "vuot", told.exceeded.as_ref()).await?,
            objective_cause: confirmed(tx_ref, agency, "khach-quan", told.objective_cause.as_ref()).await?,
            by: Some(current.user.id),
            at: self.clock.now(),
        };
        grading_facts::put(tx_ref, &facts).await?;
        let details = serde_json::json!({
            "coefficient": coefficient.to_string(),
            "exceeded": facts.exceeded.as_ref().map(|known| &known.reason),
            "objective_cause": facts.objective_cause.as_ref().map(|known| &known.reason),
        });
        let noted = ("grade.facts_confirmed", format!("task-{task}"));
        self.grading_noted(tx_ref, (current, origin), agency, noted, &details).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says what is known of an agency's year beside its tasks.
    ///
    /// # Errors
    /// Not theirs, or points beyond what the criteria give.
    pub async fn tell_unit_facts(
        &self,
        current: &CurrentUser,
        (agency, year): (AgencyId, i16),
        facts: UnitFacts,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let tx_ref = &mut tx;
        let graded = load(tx_ref, current, agency, (Some(year), None), self.clock.today()).await?;
        if !graded.rights.grade && !graded.rights.appraise && !graded.rights.decide {
            return Err(AppError::Forbidden);
        }
        open(&graded)?;
        let most = graded.set.as_ref().map(|set| set.criteria.general).unwrap_or_default();
        if facts.general.is_some_and(|general| general < Decimal::ZERO || general > most) {
            let most = tt_domain::said::number(most);
            return Err(AppError::refused_at(
                "diem-chung",
                format!("điểm tiêu chí chung phải từ 0 đến {most}; hãy sửa lại"),
                format!("points of the general criteria go from 0 to {most}"),
            ));
        }
        let mut kept = grading_facts::year(tx_ref, agency, year).await?;
        let told = |facts: &UnitFacts| {
            serde_json::json!({
                "general": facts.general.map(|general| general.to_string()),
                "failing_unit": facts.failing_unit,
                "open_faults": facts.open_faults,
            })
        };
        let details = serde_json::json!({ "year": year, "before": told(&kept.facts), "after": told(&facts) });
        kept.facts = facts;
        grading_facts::put_year(tx_ref, agency, year, &kept).await?;
        let noted = ("grade.unit_told", format!("agency-{agency}"));
        self.grading_noted(tx_ref, (current, origin), agency, noted, &details).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Closes an agency's year for grading, or opens it again.
    ///
    /// # Errors
    /// Not theirs, or the database failed.
    pub async fn close_grading(
        &self,
        current: &CurrentUser,
        (agency, year): (AgencyId, i16),
        close: bool,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let tx_ref = &mut tx;
        let graded = load(tx_ref, current, agency, (Some(year), None), self.clock.today()).await?;
        if !graded.rights.decide {
            return Err(AppError::Forbidden);
        }
        let mut kept = grading_facts::year(tx_ref, agency, year).await?;
        kept.closed_at = close.then(|| self.clock.now());
        kept.closed_by = close.then_some(current.user.id);
        grading_facts::put_year(tx_ref, agency, year, &kept).await?;
        let action = if close { "grade.year_closed" } else { "grade.year_opened" };
        let details = serde_json::json!({ "year": year });
        self.grading_noted(tx_ref, (current, origin), agency, (action, format!("agency-{agency}")), &details).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whose year it is, and what a question of rights about it is about.
async fn subject(
    tx: &mut Tx,
    current: &CurrentUser,
    of: GradeOf,
) -> Result<(AgencyId, i16, Option<TaskId>, Scope), AppError> {
    match of {
        GradeOf::Task(task) => {
            let context = TaskContext::load_for(tx, current, task, &[Action::SeeTask, Action::DecideGrade]).await?;
            let scope = context.scope();
            Ok((context.programme.agency, context.programme.year, Some(task), scope))
        }
        GradeOf::Agency(agency, year) => {
            let superiors = tt_store::agencies::superiors(tx, agency).await?;
            Ok((agency, year, None, Scope::agency_wide(agency, superiors)))
        }
    }
}

fn found(graded: &GradedYear, task: Option<TaskId>) -> Result<(Option<Grade>, &[GradeEntry]), AppError> {
    match task {
        None => Ok((graded.unit.grade, &graded.entries)),
        Some(id) => match graded.tasks.iter().find(|task| task.task.id == id) {
            Some(task) => Ok((task.suggestion.grade, &task.entries)),
            None => Err(AppError::refused(
                "chỉ nhiệm vụ trọng tâm đứng riêng mới được xếp loại; hãy xếp loại nhiệm vụ cha",
                "only key tasks are graded; grade the task it is a part of",
            )),
        },
    }
}

/// Asks for the right of the stage, as someone apart from everyone who graded before.
async fn authorise(
    tx: &mut Tx,
    current: &CurrentUser,
    stage: Stage,
    scope: &Scope,
    entries: &[GradeEntry],
) -> Result<(), AppError> {
    let action = match stage {
        Stage::SelfGraded => Action::SelfGrade,
        Stage::Appraised => Action::AppraiseGrade,
        Stage::Final => Action::DecideGrade,
        Stage::Suggested => return Err(AppError::Forbidden),
    };
    let mut asked = Scope { submitted_by: None, ..scope.clone() };
    current.require_on(action, &asked)?;
    for earlier in [Stage::SelfGraded, Stage::Appraised].into_iter().take_while(|earlier| *earlier != stage) {
        let Some(by) = newest(entries, earlier).and_then(|entry| entry.by) else { continue };
        asked.submitted_by = users::get(tx, by).await?.person;
        if !current.may_on(action, &asked) {
            return Err(refused(&GradeRefusal::SamePerson(earlier)));
        }
    }
    Ok(())
}

fn open(graded: &GradedYear) -> Result<(), AppError> {
    if graded.closed_at.is_some() { Err(refused(&GradeRefusal::Closed)) } else { Ok(()) }
}

fn rating(entry: &GradeEntry, task: TaskId, grade: Grade) -> Rating {
    Rating {
        task,
        stage: entry.stage,
        grade,
        reason: entry.reason.clone(),
        report: None,
        document: entry.document,
        by: entry.by,
        recorded_at: entry.at,
    }
}

fn reason_of(typed: &str) -> Result<String, AppError> {
    let reason = typed.trim();
    if reason.chars().count() > REASON_LIMIT {
        return Err(AppError::refused_at(
            "ly-do",
            format!("lý do dài quá {REASON_LIMIT} ký tự; hãy rút gọn hoặc kèm văn bản"),
            format!("the reason is longer than {REASON_LIMIT} letters; shorten it or name a document"),
        ));
    }
    Ok(reason.to_owned())
}

async fn confirmed(
    tx: &mut Tx,
    agency: AgencyId,
    field: &'static str,
    given: Option<&(String, TypedDocument)>,
) -> Result<Option<Confirmed>, AppError> {
    let Some((reason, document)) = given else { return Ok(None) };
    let reason = reason_of(reason)?;
    let document = ensure(tx, agency, document).await?;
    if reason.is_empty() || document.is_none() {
        return Err(AppError::refused_at(
            field,
            "hãy nêu rõ nội dung và số văn bản làm căn cứ xác nhận",
            "say what is confirmed and by which document",
        ));
    }
    Ok(Some(Confirmed { reason, document }))
}

/// The document of that number, recorded where it is not yet.
pub(super) async fn ensure(
    tx: &mut Tx,
    agency: AgencyId,
    typed: &TypedDocument,
) -> Result<Option<DocumentId>, AppError> {
    let number = typed.number.trim();
    if number.is_empty() {
        return Ok(None);
    }
    if number.chars().count() > 100 || !number.contains(|c: char| c.is_ascii_digit()) {
        return Err(AppError::refused_at(
            "so-van-ban",
            format!("“{number}” không phải số văn bản; hãy nhập số và ký hiệu, ví dụ 12/QĐ-UBND"),
            format!("“{number}” is no document number; give number and symbol, like 12/QĐ-UBND"),
        ));
    }
    let date = typed.day.map_or_else(PartialDate::default, PartialDate::whole);
    let new = NewDocument { agency, kind: None, number: Some(number.to_owned()), date, issuer: None, subject: None };
    Ok(Some(documents::ensure(tx, &new).await?.0))
}

/// Why a grade is refused, at its place and with the remedy.
fn refused(refusal: &GradeRefusal) -> AppError {
    let stage = |stage: Stage| match stage {
        Stage::Suggested => ("mức minh chứng gợi ý", "what evidence suggests"),
        Stage::SelfGraded => ("mức tự đánh giá", "the self-grade"),
        Stage::Appraised => ("mức thẩm định", "the appraised grade"),
        Stage::Final => ("mức quyết định", "the final grade"),
    };
    match refusal {
        GradeRefusal::NeedsReason { from, grade } => {
            let (vi, en) = stage(*from);
            AppError::refused_at(
                "ly-do",
                format!("mức này khác {vi} ({}); hãy nêu lý do", grade.words()),
                format!("this departs from {en}; give the reason"),
            )
        }
        GradeRefusal::SamePerson(earlier) => {
            let (vi, en) = stage(*earlier);
            AppError::refused(
                format!("bạn đã cho {vi}; người khác phải thẩm định hoặc quyết định"),
                format!("you gave {en}; someone else has to appraise or decide"),
            )
        }
        GradeRefusal::NothingBefore(_) => AppError::refused(
            "chưa có mức tự đánh giá nên chưa thẩm định hay quyết định được; hãy đề nghị đơn vị tự đánh giá trước",
            "there is no self-grade yet; ask the unit for it first",
        ),
        GradeRefusal::NeedsDocument => AppError::refused_at(
            "so-van-ban",
            "quyết định xếp loại phải có số văn bản; hãy nhập số và ký hiệu, ví dụ 370/QĐ-UBND",
            "a final grade rests on a decision; give its number, like 370/QĐ-UBND",
        ),
        GradeRefusal::Closed => AppError::refused(
            "kỳ đánh giá năm này đã khóa, chưa thay đổi gì; hãy đề nghị cấp quyết định mở lại kỳ",
            "the year is closed for grading, nothing was changed; ask the deciding authority to open it",
        ),
    }
}
