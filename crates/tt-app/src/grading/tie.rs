//! Tying a target to what its result is taken from, by a person; with offers that fit its words.

use std::cmp::Reverse;

use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_domain::goal::matching::named_fit;
use tt_domain::goal::{Basis, TargetBasis};
use tt_domain::id::{DocumentId, FigureId, IndicatorId, RegisterMeasureId, TargetId, TaskId};
use tt_domain::permission::Action;
use tt_domain::register::{Register, RegisterMeasure};
use tt_store::{Tx, figures, indicators, registers, reports, target_bases, targets};
use tt_text::fold::fold;

use super::give::{TypedDocument, ensure};
use super::year::{GradedTask, GradedYear, JudgedTarget, Tied};
use crate::app::App;
use crate::error::AppError;
use crate::registers::measuring::worked_out;
use crate::sign_in::CurrentUser;
use crate::work::context::TaskContext;

/// What a target is tied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TieChoice {
    /// Nothing any more; the report's offer stands again.
    Nothing,
    /// A figure of the report.
    Figure(FigureId),
    /// An indicator, for a period.
    Indicator(IndicatorId, String),
    /// A measure over a register.
    Register(RegisterMeasureId),
    /// A day.
    Milestone {
        /// Day it was done.
        done_on: Option<Date>,
        /// Day it is expected.
        expected_on: Option<Date>,
    },
    /// A value typed, with its document.
    Stated {
        /// The value.
        value: Decimal,
        /// Day it speaks of.
        on: Date,
    },
    /// Documents, and whether they show it reached.
    Narrative {
        /// Whether they show it reached.
        reached: bool,
    },
}

/// A target about to be tied.
#[derive(Clone, Debug)]
pub struct Tie {
    /// Which.
    pub target: TargetId,
    /// To what.
    pub choice: TieChoice,
    /// Numbers of the evidence documents.
    pub documents: Vec<TypedDocument>,
    /// What is to be said of it.
    pub note: String,
}

/// How many indicators are offered.
pub const OFFERS: usize = 8;

impl App {
    /// Ties a target to its basis, or lets it go.
    ///
    /// # Errors
    /// Not theirs, a record of another agency, or a refusal that names field and remedy.
    pub async fn tie_target(&self, current: &CurrentUser, tie: &Tie, origin: &str) -> Result<TaskId, AppError> {
        let mut tx = self.db.begin_write().await?;
        let tx_ref = &mut tx;
        let target = targets::get(tx_ref, tie.target).await?;
        let context = TaskContext::load(tx_ref, current, target.task).await?;
        let mut scope = context.scope();
        scope.submitted_by = None;
        if !current.may_on(Action::SelfGrade, &scope) && !current.may_on(Action::AppraiseGrade, &scope) {
            return Err(AppError::Forbidden);
        }
        let agency = context.programme.agency;
        let mut documents: Vec<DocumentId> = Vec::new();
        for typed in &tie.documents {
            documents.extend(ensure(tx_ref, agency, typed).await?);
        }
        check(&tie.choice, documents.len(), self.clock.today())?;
        let basis = basis(tx_ref, &context, &tie.choice).await?;
        let kind = basis.as_ref().map(|basis| basis.kind().code());
        match basis {
            None => target_bases::remove(tx_ref, tie.target).await?,
            Some(basis) => {
                let note = Some(tie.note.trim().to_owned()).filter(|note| !note.is_empty());
                let tied = TargetBasis { target: tie.target, basis, documents, note };
                target_bases::put(tx_ref, &tied, Some(current.user.id), self.clock.now()).await?;
            }
        }
        let details = serde_json::json!({ "target": target.text, "basis": kind, "note": tie.note.trim() });
        let noted = ("target.tied", format!("task-{}", target.task));
        self.grading_noted(tx_ref, (current, origin), agency, noted, &details).await?;
        tx.commit().await?;
        Ok(target.task)
    }

    /// Indicators whose names fit a target's words, best first.
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn indicators_for(
        &self,
        current: &CurrentUser,
        task: TaskId,
        text: &str,
    ) -> Result<Vec<(IndicatorId, String)>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let context = TaskContext::load(&mut tx, current, task).await?;
        let folded = fold(text);
        let wanted: Vec<&str> = folded.split_whitespace().collect();
        let mut scored: Vec<(usize, IndicatorId, String)> = indicators::list(&mut tx, context.programme.agency)
            .await?
            .into_iter()
            .map(|indicator| {
                let name = fold(&indicator.terms.name);
                let fit = wanted.iter().filter(|word| name.split_whitespace().any(|own| own == **word)).count();
                (fit, indicator.id, indicator.terms.name)
            })
            .filter(|(fit, ..)| *fit >= 2)
            .collect();
        scored.sort_by_key(|(fit, id, _)| (Reverse(*fit), *id));
        Ok(scored.into_iter().take(OFFERS).map(|(_, id, name)| (id, name)).collect())
    }
}

/// A measure of a register whose name and unit fit a target, with what it came to on the day looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureOffer {
    /// The measure.
    pub id: RegisterMeasureId,
    /// Key of its register.
    pub register: String,
    /// Its name.
    pub name: String,
    /// Unit it is shown in.
    pub unit: String,
    /// What it came to; `None` where it has no value.
    pub value: Option<Decimal>,
}

/// Measures of the agency's registers, as a task's targets may rest on them.
#[derive(Clone, Debug, Default)]
pub struct MeasuresFor {
    /// All of them, each with its register's name.
    pub all: Vec<(RegisterMeasureId, String)>,
    /// Those that fit a target nobody tied yet, the best first.
    pub fitting: Vec<(TargetId, Vec<MeasureOffer>)>,
}

/// Most measures offered for a target.
const MEASURES: usize = 2;

impl App {
    /// Measures of the agency's registers, and which fit the targets of a task that was loaded for grading.
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn measures_for(&self, current: &CurrentUser, graded: &GradedYear) -> Result<MeasuresFor, AppError> {
        let mut found = MeasuresFor::default();
        let Some(task) = graded.tasks.first() else { return Ok(found) };
        let mut tx = self.db.begin_read().await?;
        let context = TaskContext::load(&mut tx, current, task.task.id).await?;
        let mut all: Vec<(Register, RegisterMeasure)> = Vec::new();
        for (bare, _) in registers::list(&mut tx, context.programme.agency).await? {
            let register = registers::get(&mut tx, bare.id).await?;
            for one in &register.measures {
                found.all.push((one.id, format!("{} · {}", register.name, one.spec.name)));
                all.push((register.clone(), one.clone()));
            }
        }
        for judged in task.targets.iter().filter(|judged| judged.tied == Tied::Nothing) {
            let mut best: Vec<(usize, &(Register, RegisterMeasure))> =
                all.iter().map(|one| (fit(task, judged, &one.1), one)).filter(|(fit, _)| *fit > 0).collect();
            best.sort_by_key(|(fit, _)| Reverse(*fit));
            let mut offers = Vec::new();
            for (_, (register, one)) in best.into_iter().take(MEASURES) {
                offers.push(MeasureOffer {
                    id: one.id,
                    register: register.key.clone(),
                    name: one.spec.name.clone(),
                    unit: one.spec.unit.clone(),
                    value: worked_out(&mut tx, register, one, graded.as_of).await?.value,
                });
            }
            if !offers.is_empty() {
                found.fitting.push((judged.target.id, offers));
            }
        }
        Ok(found)
    }
}

/// How well a measure fits a target of a task.
fn fit(task: &GradedTask, judged: &JudgedTarget, measure: &RegisterMeasure) -> usize {
    let whole = judged.target.part_of.and_then(|index| task.targets.get(usize::try_from(index).ok()?));
    let spec = &measure.spec;
    named_fit(&judged.target, whole.map(|whole| &whole.target), &spec.name, Some(spec.unit.as_str()))
}

/// What must come with a choice.
fn check(choice: &TieChoice, documents: usize, today: Date) -> Result<(), AppError> {
    let future = |day: Date| day > today;
    match choice {
        TieChoice::Milestone { done_on: None, expected_on: None } => Err(AppError::refused_at(
            "xong-ngay",
            "chưa có ngày nào; hãy nhập ngày xong hoặc ngày dự kiến",
            "no day; give the day it was done, or the day expected",
        )),
        TieChoice::Milestone { done_on: Some(day), .. } if future(*day) => Err(AppError::refused_at(
            "xong-ngay",
            "ngày xong nằm sau hôm nay; hãy nhập vào ô ngày dự kiến",
            "the day it was done lies ahead; give it as expected",
        )),
        TieChoice::Stated { on, .. } if future(*on) => Err(AppError::refused_at(
            "tinh-den",
            "ngày của số liệu nằm sau hôm nay; hãy kiểm tra lại",
            "the value's day lies ahead; check it",
        )),
        TieChoice::Stated { .. } if documents == 0 => Err(AppError::refused_at(
            "van-ban",
            "số nhập tay phải có văn bản làm căn cứ; hãy nhập số và ký hiệu văn bản",
            "a value typed rests on a document; give its number",
        )),
        TieChoice::Narrative { .. } if documents == 0 => Err(AppError::refused_at(
            "van-ban",
            "chưa có văn bản minh chứng nào; hãy nhập số và ký hiệu văn bản",
            "no evidence document; give its number",
        )),
        _ => Ok(()),
    }
}

async fn basis(tx: &mut Tx, context: &TaskContext, choice: &TieChoice) -> Result<Option<Basis>, AppError> {
    let agency = context.programme.agency;
    Ok(Some(match choice {
        TieChoice::Nothing => return Ok(None),
        TieChoice::Figure(id) => {
            let figure = figures::get(tx, *id).await?;
            if reports::get(tx, figure.report).await?.agency != agency {
                return Err(AppError::NotFound);
            }
            Basis::Figure(*id)
        }
        TieChoice::Indicator(id, period) => {
            if indicators::get(tx, *id).await?.agency != agency {
                return Err(AppError::NotFound);
            }
            Basis::Indicator(*id, period.trim().to_owned())
        }
        TieChoice::Register(id) => {
            let register = registers::of_measure(tx, *id).await?;
            if registers::get(tx, register).await?.agency != agency {
                return Err(AppError::NotFound);
            }
            Basis::Register(*id)
        }
        TieChoice::Milestone { done_on, expected_on } => {
            Basis::Milestone { done_on: *done_on, expected_on: *expected_on }
        }
        TieChoice::Stated { value, on } => Basis::Stated { value: *value, on: *on },
        TieChoice::Narrative { reached } => Basis::Narrative { reached: *reached },
    }))
}
