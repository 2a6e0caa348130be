//! The part of a task's page about targets and grades, with its forms.

use tt_app::Language;
use tt_app::grading::year::Tied;
use tt_app::grading::{GradedTask, GradedYear, JudgedTarget, MeasuresFor};
use tt_domain::assessment::Stage;
use tt_domain::goal::{Basis, BasisKind};
use tt_domain::id::IndicatorId;
use tt_domain::report::ReportFigure;

use super::grading::{GradeForm, Known, OfferView, ReasonView, Refused, StageCard, TargetCard, forms, reasons};
use super::task::{ScaleStep, scale};
use crate::show::{self, say, shortened};

/// Targets and grades of one task. Templates call it `g`.
#[derive(Clone, Debug, Default)]
pub(crate) struct TaskGrading {
    /// Whether the task is graded by itself.
    pub(crate) graded: bool,
    pub(crate) judged: Vec<(TargetCard, TieForm)>,
    pub(crate) may_tie: bool,
    /// Figures of the task's part of the report: identity and words.
    pub(crate) figure_options: Vec<(String, String)>,
    pub(crate) indicator_options: Vec<(String, String)>,
    pub(crate) measure_options: Vec<(String, String)>,
    pub(crate) has_scale: bool,
    pub(crate) scale: Vec<ScaleStep>,
    pub(crate) stages: Vec<StageCard>,
    pub(crate) reasons: Vec<ReasonView>,
    /// The criteria in force.
    pub(crate) criteria: Option<String>,
    pub(crate) grade_forms: Vec<GradeForm>,
    pub(crate) grade_action: String,
    pub(crate) facts_form: Option<FactsForm>,
    /// This form carries no fields beside its own.
    pub(crate) no_hidden: Vec<(&'static str, String)>,
}

/// What a target can be tied to.
#[derive(Clone, Debug, Default)]
pub(crate) struct TieOffers {
    pub(crate) indicators: Vec<(IndicatorId, String)>,
    pub(crate) measures: MeasuresFor,
}

/// A form for tying a target.
#[derive(Clone, Debug, Default)]
pub(crate) struct TieForm {
    /// Code and words of what it can be tied to.
    pub(crate) kinds: Vec<(&'static str, &'static str)>,
    pub(crate) kind: String,
    pub(crate) figure: String,
    pub(crate) measure: String,
    pub(crate) period: String,
    pub(crate) value: String,
    pub(crate) value_on: String,
    pub(crate) done_on: String,
    pub(crate) expected_on: String,
    pub(crate) reached: bool,
    pub(crate) documents: String,
    pub(crate) note: String,
    pub(crate) problem: Option<String>,
    pub(crate) open: bool,
}

/// A form for confirming facts of a task.
#[derive(Clone, Debug, Default)]
pub(crate) struct FactsForm {
    pub(crate) coefficient: String,
    pub(crate) exceeded: String,
    pub(crate) exceeded_document: String,
    pub(crate) cause: String,
    pub(crate) cause_document: String,
    pub(crate) problem: Option<String>,
    pub(crate) open: bool,
}

/// The form of a target's basis is named so.
pub(crate) fn tie_form_name(target: i64) -> String {
    format!("muc-tieu-{target}")
}

impl TaskGrading {
    pub(crate) fn new(
        graded: &GradedYear,
        figures: &[ReportFigure],
        offers: &TieOffers,
        refused: Option<&Refused>,
        lang: Language,
    ) -> Self {
        let Some(task) = graded.tasks.first() else { return Self::default() };
        let known = Known::of(graded, lang);
        let steps = scale(task.grade(Stage::SelfGraded), task.grade(Stage::Suggested), lang);
        let judged = task.targets.iter().map(|target| {
            let mut card = TargetCard::new(target, &graded.documents, lang);
            let fitting = offers.measures.fitting.iter().filter(|(id, _)| *id == target.target.id);
            card.offers.extend(fitting.flat_map(|(_, all)| all).map(|one| OfferView::of_measure(one, lang)));
            let tie = tie_form(target, &card, graded.year, refused, lang);
            (card, tie)
        });
        let option = |figure: &ReportFigure| {
            let subject = figure.stated.subject.as_deref().unwrap_or_default();
            (figure.id.to_string(), shortened(&format!("{} · {subject}", figure.stated.printed), 90))
        };
        Self {
            graded: true,
            judged: judged.collect(),
            may_tie: task.rights.grade || task.rights.appraise,
            figure_options: figures.iter().map(option).collect(),
            indicator_options: offers.indicators.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
            measure_options: offers.measures.all.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
            has_scale: steps.iter().any(|step| step.is_self || step.is_suggested),
            scale: steps,
            stages: known.stages(&task.suggestion, &task.entries),
            reasons: reasons(&task.suggestion.reasons, Some(task.task.id.0), known.set, lang),
            criteria: graded.set.as_ref().map(|set| format!("{}: {}", say(lang, "Bộ tiêu chí", "Criteria"), set.name)),
            grade_forms: forms(task.rights, task.suggestion.grade, &task.entries, refused, lang),
            grade_action: format!("/nhiem-vu/{}/danh-gia", task.task.id),
            facts_form: (task.rights.appraise || task.rights.decide).then(|| facts_form(graded, task, refused)),
            no_hidden: Vec::new(),
        }
    }
}

fn tie_form(judged: &JudgedTarget, card: &TargetCard, year: i16, refused: Option<&Refused>, lang: Language) -> TieForm {
    let kinds = vec![
        ("figure", say(lang, "Số liệu trong báo cáo", "A figure of the report")),
        ("indicator", say(lang, "Chỉ tiêu", "An indicator")),
        ("register", say(lang, "Số đếm trong sổ theo dõi", "A measure of a register")),
        ("stated", say(lang, "Số nhập tay, kèm văn bản", "A value typed, with its document")),
        ("milestone", say(lang, "Mốc thời gian", "A milestone")),
        ("narrative", say(lang, "Văn bản minh chứng", "Evidence documents")),
        ("", say(lang, "Bỏ căn cứ đã gắn", "Nothing any more")),
    ];
    if let Some(sent) = Refused::of(refused, &tie_form_name(card.id)) {
        let text = |name: &str| sent.fields.text(name).to_owned();
        return TieForm {
            kinds,
            kind: text("can-cu"),
            figure: text("so-lieu"),
            measure: text("so-dem"),
            period: text("ky"),
            value: text("gia-tri"),
            value_on: text("tinh-den"),
            done_on: text("xong-ngay"),
            expected_on: text("du-kien"),
            reached: !text("dat").is_empty(),
            documents: text("van-ban"),
            note: text("ghi-chu"),
            problem: Some(sent.problem.clone()),
            open: true,
        };
    }
    let mut form = TieForm { kinds, period: format!("năm {year}"), ..TieForm::default() };
    form.figure = card.figure.map(|figure| figure.to_string()).unwrap_or_default();
    form.documents = card.documents.iter().map(|link| link.words.as_str()).collect::<Vec<_>>().join("; ");
    form.note = card.note.clone().unwrap_or_default();
    let usual = if judged.target.measure.is_some() { BasisKind::Figure } else { BasisKind::Narrative };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let kind = match &judged.tied {
        Tied::By(basis) => {
            match &basis.basis {
                Basis::Indicator(_, period) => form.period.clone_from(period),
                Basis::Milestone { done_on, expected_on } => {
                    (form.done_on, form.expected_on) = (day(*done_on), day(*expected_on));
                }
                Basis::Stated { value, on } => (form.value, form.value_on) = (show::number(*value), day(Some(*on))),
                Basis::Narrative { reached } => form.reached = *reached,
                Basis::Register(id) => form.measure = id.to_string(),
                Basis::Figure(_) => {}
            }
            basis.basis.kind()
        }
        Tied::Offered => BasisKind::Figure,
        Tied::Nothing => usual,
    };
    kind.code().clone_into(&mut form.kind);
    form
}

fn facts_form(graded: &GradedYear, task: &GradedTask, refused: Option<&Refused>) -> FactsForm {
    if let Some(sent) = Refused::of(refused, "thuc-te") {
        let text = |name: &str| sent.fields.text(name).to_owned();
        return FactsForm {
            coefficient: text("he-so"),
            exceeded: text("vuot"),
            exceeded_document: text("vuot-van-ban"),
            cause: text("khach-quan"),
            cause_document: text("khach-quan-van-ban"),
            problem: Some(sent.problem.clone()),
            open: true,
        };
    }
    let known = task.confirmed.as_ref();
    let number = |confirmed: Option<&tt_domain::grading::Confirmed>| {
        let document = confirmed.and_then(|confirmed| confirmed.document).and_then(|id| graded.documents.get(&id));
        document.and_then(|document| document.number.clone()).unwrap_or_default()
    };
    let reason = |confirmed: Option<&tt_domain::grading::Confirmed>| {
        confirmed.map(|confirmed| confirmed.reason.clone()).unwrap_or_default()
    };
    let exceeded = known.and_then(|facts| facts.exceeded.as_ref());
    let cause = known.and_then(|facts| facts.objective_cause.as_ref());
    FactsForm {
        coefficient: show::number(task.facts.coefficient),
        exceeded: reason(exceeded),
        exceeded_document: number(exceeded),
        cause: reason(cause),
        cause_document: number(cause),
        problem: None,
        open: false,
    }
}
