//! Targets with their state, and grades with their reasons, for the screen.

use std::collections::BTreeMap;

use tt_app::Language;
use tt_app::grading::year::{JudgedTarget, Tied, newest};
use tt_app::grading::{GradedTask, GradedYear, MeasureOffer};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::document::OfficialDocument;
use tt_domain::goal::matching::ResultFigure;
use tt_domain::goal::{Basis, BasisKind, Outlook, promised};
use tt_domain::grading::{About, CriteriaSet, GradeEntry, Reason, Suggestion};
use tt_domain::id::{DocumentId, UserId};
use tt_domain::said::{Said, amount};

use crate::show::{self, Status, say, shortened};
use crate::views::task::GradeView;

/// One of the two languages of a sentence.
pub(crate) fn pick(said: &Said, lang: Language) -> &str {
    say(lang, &said.vi, &said.en)
}

/// A sentence with its first letter a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A link with its words.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) words: String,
    pub(crate) href: String,
}

/// A target with its state.
#[derive(Clone, Debug)]
pub(crate) struct TargetCard {
    pub(crate) id: i64,
    pub(crate) text: String,
    pub(crate) goal: Option<String>,
    pub(crate) due: Option<String>,
    pub(crate) state: Status,
    pub(crate) reasons: Vec<String>,
    /// Width of the meter in percent and its class; `None` where nothing is known.
    pub(crate) meter: Option<(String, &'static str)>,
    pub(crate) is_part: bool,
    /// The report's sentence waits for someone's word.
    pub(crate) offered: bool,
    /// The figure offered or chosen.
    pub(crate) figure: Option<i64>,
    pub(crate) sentence: Option<String>,
    /// What it is tied to.
    pub(crate) tied: String,
    pub(crate) documents: Vec<Link>,
    pub(crate) note: Option<String>,
    /// What may be its result, for a person to choose from.
    pub(crate) offers: Vec<OfferView>,
}

/// A number that may be a target's result.
#[derive(Clone, Debug)]
pub(crate) struct OfferView {
    pub(crate) words: String,
    /// Where it is from; `None` for a number written in letters.
    pub(crate) href: Option<String>,
    pub(crate) sentence: Option<String>,
    /// Code of the basis, name and value of the field that chooses it; `None` for what cannot be chosen by itself.
    pub(crate) choice: Option<(&'static str, &'static str, String)>,
}

impl OfferView {
    fn of_figure(figure: &ResultFigure, lang: Language) -> Self {
        let unit = figure.unit.as_deref();
        let value = match figure.of {
            Some(of) => format!("{}/{}", amount(figure.value, None), amount(of, unit)),
            None => amount(figure.value, unit),
        };
        Self {
            words: format!("{} {value}", say(lang, "Báo cáo nêu", "The report states")),
            href: figure.figure.map(|id| format!("/so-lieu/{id}")),
            sentence: Some(shortened(&figure.sentence, 300)),
            choice: figure.figure.map(|id| (BasisKind::Figure.code(), "so-lieu", id.to_string())),
        }
    }

    pub(crate) fn of_measure(offer: &MeasureOffer, lang: Language) -> Self {
        let value = match offer.value {
            Some(value) => amount(value, Some(offer.unit.as_str())),
            None => say(lang, "chưa có giá trị", "no value yet").to_owned(),
        };
        Self {
            words: format!("{}: {value}", offer.name),
            href: Some(format!("/so-theo-doi/{}/so-lieu", offer.register)),
            sentence: None,
            choice: Some((BasisKind::Register.code(), "so-dem", offer.id.to_string())),
        }
    }
}

/// How a target stands, with the class and drawing that go with it.
pub(crate) fn outlook(state: Outlook, lang: Language) -> Status {
    let (class, icon) = match state {
        Outlook::Reached => ("st-done", "circle-check"),
        Outlook::OnCourse => ("st-run", "clock"),
        Outlook::AtRisk => ("st-soon", "triangle-alert"),
        Outlook::Missed => ("st-late", "circle-alert"),
        Outlook::NoEvidence => ("st-hold", "circle-dashed"),
    };
    let words: (&'static str, &'static str) = match state {
        Outlook::Reached => ("Đạt", "Reached"),
        Outlook::OnCourse => ("Đúng tiến độ", "On course"),
        Outlook::AtRisk => ("Có nguy cơ", "At risk"),
        Outlook::Missed => ("Không đạt", "Missed"),
        Outlook::NoEvidence => ("Chưa có minh chứng", "No evidence"),
    };
    Status { words: say(lang, words.0, words.1), class, icon }
}

impl TargetCard {
    pub(crate) fn new(
        judged: &JudgedTarget,
        documents: &BTreeMap<DocumentId, OfficialDocument>,
        lang: Language,
    ) -> Self {
        let JudgedTarget { target, judgement, tied, sentence, candidates } = judged;
        let basis = match tied {
            Tied::By(basis) => Some(basis),
            _ => None,
        };
        let meter = judgement.share.filter(|_| judgement.outlook != Outlook::NoEvidence).map(|share| {
            let class = match judgement.outlook {
                Outlook::Reached => "ok",
                Outlook::Missed => "bad",
                Outlook::AtRisk => "warn",
                _ => "",
            };
            let width = share.clamp(rust_decimal::Decimal::ZERO, rust_decimal::Decimal::ONE_HUNDRED);
            (width.round_dp(1).normalize().to_string(), class)
        });
        Self {
            id: target.id.0,
            text: target.text.clone(),
            goal: target.measure.as_ref().map(promised),
            due: target.due.map(show::date),
            state: outlook(judgement.outlook, lang),
            reasons: judgement.reasons.iter().map(|reason| capital(pick(reason, lang))).collect(),
            meter,
            is_part: target.part_of.is_some(),
            offered: *tied == Tied::Offered,
            figure: sentence.as_ref().and_then(|figure| figure.figure).map(|id| id.0),
            sentence: sentence.as_ref().map(|figure| shortened(&figure.sentence, 400)),
            tied: tied_words(tied, lang),
            documents: basis.map(|basis| links(&basis.documents, documents)).unwrap_or_default(),
            note: basis.and_then(|basis| basis.note.clone()),
            offers: candidates.iter().map(|figure| OfferView::of_figure(figure, lang)).collect(),
        }
    }
}

fn links(ids: &[DocumentId], documents: &BTreeMap<DocumentId, OfficialDocument>) -> Vec<Link> {
    ids.iter().filter_map(|id| documents.get(id).map(|document| link(*id, document))).collect()
}

fn link(id: DocumentId, document: &OfficialDocument) -> Link {
    let words = document.number.clone().unwrap_or_else(|| id.to_string());
    Link { words, href: format!("/van-ban/{id}") }
}

fn tied_words(tied: &Tied, lang: Language) -> String {
    let basis = match tied {
        Tied::Nothing => return say(lang, "Chưa gắn căn cứ", "Not tied to anything").to_owned(),
        Tied::Offered => {
            return say(lang, "Theo câu trong báo cáo, chờ xác nhận", "By a sentence of the report, to be confirmed")
                .to_owned();
        }
        Tied::By(basis) => &basis.basis,
    };
    match basis {
        Basis::Figure(_) => {
            say(lang, "Số liệu trong báo cáo, đã xác nhận", "Figure of the report, confirmed").to_owned()
        }
        Basis::Indicator(_, period) => format!("{} {period}", say(lang, "Chỉ tiêu, kỳ", "Indicator,")),
        Basis::Register(_) => say(lang, "Số đếm trong sổ theo dõi", "Count in a register").to_owned(),
        Basis::Milestone { .. } => say(lang, "Mốc thời gian", "Milestone").to_owned(),
        Basis::Stated { value, on } => {
            let words = say(lang, "Số nhập tay, tính đến", "Value typed, up to");
            format!("{words} {}: {}", show::date(*on), amount(*value, None))
        }
        Basis::Narrative { .. } => say(lang, "Văn bản minh chứng", "Evidence documents").to_owned(),
    }
}

/// A reason with the place it leads to.
#[derive(Clone, Debug)]
pub(crate) struct ReasonView {
    pub(crate) words: String,
    pub(crate) href: Option<String>,
}

/// Reasons; those about a task's targets lead to them on its page.
pub(crate) fn reasons(all: &[Reason], task: Option<i64>, set: Option<&CriteriaSet>, lang: Language) -> Vec<ReasonView> {
    let view = |reason: &Reason| ReasonView {
        words: capital(pick(&reason.said, lang)),
        href: match (reason.about, task) {
            (About::Target(target), Some(task)) => Some(format!("/nhiem-vu/{task}#muc-tieu-{target}")),
            (About::Task(task), _) => Some(format!("/nhiem-vu/{task}")),
            (About::Criterion(field), _) => {
                set.map(|set| format!("/danh-gia/bo-tieu-chi#{}-{}-{field}", set.code, set.version))
            }
            (About::Target(_), None) => None,
        },
    };
    all.iter().map(view).collect()
}

/// One stage of grading.
#[derive(Clone, Debug)]
pub(crate) struct StageCard {
    pub(crate) name: &'static str,
    pub(crate) grade: Option<GradeView>,
    /// Who and when.
    pub(crate) by: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) document: Option<Link>,
    /// It differs from the stage before.
    pub(crate) differs: bool,
    /// Earlier grades of this stage.
    pub(crate) history: Vec<String>,
}

/// Names used by the cards.
pub(crate) struct Known<'a> {
    pub(crate) names: &'a BTreeMap<UserId, String>,
    pub(crate) documents: &'a BTreeMap<DocumentId, OfficialDocument>,
    /// The criteria in force.
    pub(crate) set: Option<&'a CriteriaSet>,
    pub(crate) lang: Language,
}

impl<'a> Known<'a> {
    pub(crate) fn of(graded: &'a GradedYear, lang: Language) -> Self {
        Self { names: &graded.names, documents: &graded.documents, set: graded.set.as_ref(), lang }
    }

    fn by(&self, entry: &GradeEntry) -> String {
        let who = match (entry.by.and_then(|user| self.names.get(&user)), entry.report) {
            (Some(name), None) => name.clone(),
            (Some(name), Some(_)) => format!("{} ({name})", say(self.lang, "Báo cáo", "Report")),
            (None, Some(_)) => say(self.lang, "Báo cáo", "Report").to_owned(),
            (None, None) => say(self.lang, "Hệ thống", "System").to_owned(),
        };
        format!("{who}, {}", entry.said_on.map_or_else(|| show::moment(entry.at), show::date))
    }

    fn told(&self, entry: &GradeEntry) -> String {
        let grade = entry.grade.map_or_else(
            || say(self.lang, "rút lại", "taken back").to_owned(),
            |grade| show::grade(grade, self.lang).to_owned(),
        );
        let reason = entry.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{grade} ({}){reason}", self.by(entry))
    }

    /// The four stages, what evidence suggests first.
    pub(crate) fn stages(&self, suggestion: &Suggestion, entries: &[GradeEntry]) -> Vec<StageCard> {
        let mut before = suggestion.grade;
        let suggested = StageCard {
            name: show::stage(Stage::Suggested, self.lang),
            grade: suggestion.grade.map(|grade| GradeView::new(grade, self.lang)),
            by: None,
            reason: None,
            document: None,
            differs: false,
            history: Vec::new(),
        };
        let mut cards = vec![suggested];
        for stage in [Stage::SelfGraded, Stage::Appraised, Stage::Final] {
            let entry = newest(entries, stage);
            let grade = entry.and_then(|entry| entry.grade);
            let earlier = entries.iter().filter(|other| other.stage == stage).skip(1);
            cards.push(StageCard {
                name: show::stage(stage, self.lang),
                grade: grade.map(|grade| GradeView::new(grade, self.lang)),
                by: entry.map(|entry| self.by(entry)),
                reason: entry.and_then(|entry| entry.reason.clone()),
                document: entry
                    .and_then(|entry| entry.document)
                    .and_then(|id| self.documents.get(&id).map(|document| link(id, document))),
                differs: grade.is_some() && before.is_some() && grade != before,
                history: earlier.map(|entry| self.told(entry)).collect(),
            });
            before = grade.or(before);
        }
        cards
    }
}

/// A form for giving a grade at a stage.
#[derive(Clone, Debug)]
pub(crate) struct GradeForm {
    pub(crate) stage: &'static str,
    pub(crate) words: &'static str,
    pub(crate) hint: &'static str,
    /// Code, words, chosen.
    pub(crate) grades: Vec<(&'static str, &'static str, bool)>,
    pub(crate) seen: String,
    pub(crate) reason: String,
    pub(crate) number: String,
    pub(crate) day: String,
    pub(crate) problem: Option<String>,
    pub(crate) open: bool,
}

/// What was sent and refused, to be shown again as typed.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    /// Which form: a stage's code, `thuc-te`, or `muc-tieu-12`.
    pub(crate) form: String,
    pub(crate) fields: crate::forms::Fields,
    pub(crate) problem: String,
}

impl Refused {
    /// This one's fields, if it is the form of that name.
    pub(crate) fn of<'a>(refused: Option<&'a Self>, form: &str) -> Option<&'a Self> {
        refused.filter(|refused| refused.form == form)
    }
}

/// The forms a person may fill in.
pub(crate) fn forms(
    rights: tt_app::grading::Rights,
    suggested: Option<Grade>,
    entries: &[GradeEntry],
    refused: Option<&Refused>,
    lang: Language,
) -> Vec<GradeForm> {
    let stages = [
        (
            Stage::SelfGraded,
            rights.grade,
            "Tự đánh giá",
            "Grade oneself",
            "Khác mức gợi ý thì phải nêu lý do.",
            "Departing from the suggestion needs a reason.",
        ),
        (
            Stage::Appraised,
            rights.appraise,
            "Thẩm định",
            "Appraise",
            "Người tự đánh giá không được thẩm định. Khác mức tự đánh giá thì phải nêu lý do.",
            "Never by who graded. Departing from the self-grade needs a reason.",
        ),
        (
            Stage::Final,
            rights.decide,
            "Quyết định xếp loại",
            "Decide",
            "Nhập số quyết định. Người tự đánh giá, người thẩm định không được quyết định.",
            "Give the decision’s number. Never by who graded or appraised.",
        ),
    ];
    let form = |(stage, _, vi, en, hint_vi, hint_en): (
        Stage,
        bool,
        &'static str,
        &'static str,
        &'static str,
        &'static str,
    )| {
        let sent = Refused::of(refused, stage.code());
        let current = newest(entries, stage);
        let proposed = match stage {
            Stage::SelfGraded => suggested,
            _ => newest(entries, Stage::Appraised)
                .or_else(|| newest(entries, Stage::SelfGraded))
                .and_then(|entry| entry.grade),
        };
        let kept = current.and_then(|entry| entry.grade).or(proposed).map(Grade::code);
        let chosen = sent.map(|sent| sent.fields.text("muc")).or(kept).unwrap_or_default().to_owned();
        let text = |name: &str| sent.map(|sent| sent.fields.text(name).to_owned()).unwrap_or_default();
        GradeForm {
            stage: stage.code(),
            words: say(lang, vi, en),
            hint: say(lang, hint_vi, hint_en),
            grades: Grade::ALL
                .iter()
                .rev()
                .map(|grade| (grade.code(), show::grade(*grade, lang), grade.code() == chosen))
                .collect(),
            seen: current.map(|entry| entry.id.to_string()).unwrap_or_default(),
            reason: text("ly-do"),
            number: text("so-van-ban"),
            day: text("ngay-van-ban"),
            problem: sent.map(|sent| sent.problem.clone()),
            open: sent.is_some(),
        }
    };
    stages.into_iter().filter(|(_, may, ..)| *may).map(form).collect()
}

/// A task as /danh-gia lists it.
#[derive(Clone, Debug)]
pub(crate) struct TaskGrades {
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) statement: String,
    pub(crate) stages: Vec<StageCard>,
    pub(crate) targets: Vec<TargetCard>,
    pub(crate) reasons: Vec<ReasonView>,
    pub(crate) score: Option<String>,
}

impl TaskGrades {
    pub(crate) fn new(task: &GradedTask, known: &Known<'_>) -> Self {
        let lang = known.lang;
        Self {
            code: task.code.clone(),
            href: format!("/nhiem-vu/{}", task.task.id),
            statement: shortened(&task.task.statement, 110),
            stages: known.stages(&task.suggestion, &task.entries),
            targets: task.targets.iter().map(|target| TargetCard::new(target, known.documents, lang)).collect(),
            reasons: reasons(&task.suggestion.reasons, Some(task.task.id.0), known.set, lang),
            score: task.suggestion.score.map(|score| show::rounded(score, 1)),
        }
    }
}
