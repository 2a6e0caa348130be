//! `/danh-gia`: a year's targets and grades, the ranking, and the forms that give grades and tie targets.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde::Deserialize;
use tt_app::grading::{FactsToConfirm, GradeOf, GradeToGive, GradedYear, Tie, TieChoice, TypedDocument};
use tt_app::{AppError, Language, pictures};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::goal::{BasisKind, Outlook};
use tt_domain::grading::unit::UnitFacts;
use tt_domain::id::{AgencyId, GradeEntryId, TargetId, TaskId};
use tt_domain::organisation::AgencyLevel;
use tt_domain::permission::Action;
use tt_text::numeral::Numeral;

use super::page;
use super::tasks::task_page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::chart::ChartView;
use crate::views::grading::{
    GradeForm, Known, ReasonView, Refused, StageCard, TaskGrades, forms, outlook, pick, reasons,
};
use crate::views::task_grading::tie_form_name;

#[derive(Template)]
#[template(path = "grades.html")]
struct GradesPage {
    t: Chrome,
    /// Whether the ranking of the agencies below is theirs to see.
    may_rank: bool,
    agency: i64,
    agency_name: String,
    year: i16,
    years: Vec<i16>,
    as_of: String,
    as_of_shown: String,
    tasks: Vec<TaskGrades>,
    /// How many targets have each state.
    counts: Vec<(show::Status, usize)>,
    target_count: usize,
    /// Summary sentences: stage and sentence.
    summaries: Vec<(&'static str, String)>,
    unit: Vec<StageCard>,
    unit_score: Option<String>,
    unit_reasons: Vec<ReasonView>,
    head: Option<&'static str>,
    forms: Vec<GradeForm>,
    hidden: Vec<(&'static str, String)>,
    criteria: Option<String>,
    general_most: String,
    facts: UnitForm,
    may_tell: bool,
    may_close: bool,
    closed: Option<String>,
    problem: Option<String>,
}

/// What is known of the agency, as its form shows it.
struct UnitForm {
    general: String,
    failing: bool,
    faults: bool,
}

/// Which year, whose, as of which day.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    nam: String,
    #[serde(default, rename = "co-quan")]
    agency: String,
    #[serde(default)]
    ngay: String,
    #[serde(default, rename = "noi-troi")]
    outstanding: String,
}

impl Which {
    fn as_of(&self) -> Option<Date> {
        let typed = self.ngay.trim();
        typed.parse().or_else(|_| Date::strptime("%d/%m/%Y", typed)).ok()
    }
}

/// `GET /danh-gia`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let agency = which.agency.trim().parse().ok();
    let year = which.nam.trim().parse().ok();
    let graded = state.app.graded_year(&session.current, agency, year, which.as_of()).await?;
    shown(&session, &graded, None)
}

fn shown(session: &Session, graded: &GradedYear, refused: Option<&Refused>) -> Result<Response, WebError> {
    let t = session.chrome(Section::Grading);
    let lang = t.lang;
    let known = Known::of(graded, lang);
    let judged = || graded.tasks.iter().flat_map(|task| &task.targets);
    let count = |state: Outlook| judged().filter(|target| target.judgement.outlook == state).count();
    let summary = |stage: Stage| {
        let distribution = graded.distribution(stage);
        let given = distribution.total() > distribution.ungraded;
        given.then(|| (show::stage(stage, lang), pick(&distribution.sentence(), lang).to_owned()))
    };
    let sent = |name: &str, kept: String| match Refused::of(refused, "co-quan") {
        Some(sent) => sent.fields.text(name).to_owned(),
        None => kept,
    };
    let facts = &graded.facts;
    let final_or_suggested = tt_app::grading::year::newest(&graded.entries, Stage::Final)
        .and_then(|entry| entry.grade)
        .or(graded.unit.grade);
    page(&GradesPage {
        may_rank: session.current.may(Action::AppraiseGrade) || session.current.may(Action::DecideGrade),
        agency: graded.agency.id.0,
        agency_name: graded.agency.name.clone(),
        year: graded.year,
        years: graded.years.clone(),
        as_of: graded.as_of.to_string(),
        as_of_shown: show::date(graded.as_of),
        tasks: graded.tasks.iter().map(|task| TaskGrades::new(task, &known)).collect(),
        counts: Outlook::ALL.iter().map(|state| (outlook(*state, lang), count(*state))).collect(),
        target_count: judged().count(),
        summaries: Stage::ALL.iter().filter_map(|stage| summary(*stage)).collect(),
        unit: known.stages(&graded.unit, &graded.entries),
        unit_score: graded.unit.score.map(|score| show::rounded(score, 2)),
        unit_reasons: reasons(&graded.unit.reasons, None, graded.set.as_ref(), lang),
        head: final_or_suggested.map(|grade| show::grade(grade, lang)),
        forms: forms(graded.rights, graded.unit.grade, &graded.entries, refused, lang),
        hidden: vec![("co-quan", graded.agency.id.to_string()), ("nam", graded.year.to_string())],
        criteria: graded.set.as_ref().map(|set| set.name.clone()),
        general_most: graded.set.as_ref().map(|set| show::number(set.criteria.general)).unwrap_or_default(),
        facts: UnitForm {
            general: sent("diem-chung", facts.general.map(show::number).unwrap_or_default()),
            failing: facts.failing_unit,
            faults: facts.open_faults,
        },
        may_tell: graded.rights.grade || graded.rights.appraise || graded.rights.decide,
        may_close: graded.rights.decide,
        closed: graded.closed_at.map(show::moment),
        problem: refused.filter(|refused| refused.form == "co-quan").map(|refused| refused.problem.clone()),
        t,
    })
}

/// `POST /danh-gia`: grades the agency, tells its facts, closes or opens its year.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let agency: AgencyId = fields.text("co-quan").parse().map_err(|_| WebError::BadForm)?;
    let year: i16 = fields.text("nam").parse().map_err(|_| WebError::BadForm)?;
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    let (name, done) = match fields.text("viec") {
        "cham" => {
            let given = grade_to_give(GradeOf::Agency(agency, year), &fields);
            let done = match given {
                Ok(giving) => app.give_grade(current, &giving, origin).await,
                Err(error) => Err(error),
            };
            (fields.text("cap").to_owned(), done)
        }
        "khoa" => ("co-quan".to_owned(), app.close_grading(current, (agency, year), true, origin).await),
        "mo" => ("co-quan".to_owned(), app.close_grading(current, (agency, year), false, origin).await),
        _ => {
            let done = match unit_facts(&fields) {
                Ok(facts) => app.tell_unit_facts(current, (agency, year), facts, origin).await,
                Err(error) => Err(error),
            };
            ("co-quan".to_owned(), done)
        }
    };
    match done {
        Ok(()) => Ok(lead_to(&format!("/danh-gia?nam={year}&co-quan={agency}"), false)),
        Err(error) => {
            let refused = refusal(&session, error, name, fields)?;
            let graded = app.graded_year(current, Some(agency), Some(year), None).await?;
            Ok((refused.1, shown(&session, &graded, Some(&refused.0))?).into_response())
        }
    }
}

/// `POST /nhiem-vu/{id}/danh-gia`: grades a task, or confirms facts of it.
pub(crate) async fn grade_task(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    let (name, done) = if fields.text("viec") == "cham" {
        let done = match grade_to_give(GradeOf::Task(id), &fields) {
            Ok(giving) => app.give_grade(current, &giving, origin).await,
            Err(error) => Err(error),
        };
        (fields.text("cap").to_owned(), done)
    } else {
        let done = match facts_to_confirm(&fields) {
            Ok(facts) => app.confirm_facts(current, id, &facts, origin).await,
            Err(error) => Err(error),
        };
        ("thuc-te".to_owned(), done)
    };
    match done {
        Ok(()) => Ok(lead_to(&format!("/nhiem-vu/{id}#danh-gia"), false)),
        Err(error) => on_task(&state, &session, id, refusal(&session, error, name, fields)?).await,
    }
}

/// `POST /nhiem-vu/{id}/can-cu`: ties a target to what its result is taken from.
pub(crate) async fn tie(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let target: TargetId = fields.text("muc-tieu").parse().map_err(|_| WebError::BadForm)?;
    let done = match tie_of(target, &fields) {
        Ok(tie) => state.app.tie_target(&session.current, &tie, &session.origin).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(task) => Ok(lead_to(&format!("/nhiem-vu/{task}#muc-tieu-{target}"), false)),
        Err(error) => {
            let refused = refusal(&session, error, tie_form_name(target.0), fields)?;
            on_task(&state, &session, id, refused).await
        }
    }
}

async fn on_task(
    state: &WebState,
    session: &Session,
    id: TaskId,
    (refused, status): (Refused, StatusCode),
) -> Result<Response, WebError> {
    let shown = task_page(state, session, id, None, None, Some(&refused)).await?;
    Ok((status, shown).into_response())
}

/// What to show of a refusal; what is no refusal goes on as it is.
fn refusal(
    session: &Session,
    error: AppError,
    form: String,
    fields: Fields,
) -> Result<(Refused, StatusCode), WebError> {
    let status = match &error {
        stale if stale.is_stale() => StatusCode::CONFLICT,
        AppError::Forbidden => StatusCode::FORBIDDEN,
        AppError::Refused(_) | AppError::RefusedAt { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        _ => return Err(error.into()),
    };
    let problem = sentence(session.language().pick(&error.message()));
    Ok((Refused { form, fields, problem }, status))
}

fn grade_to_give(of: GradeOf, fields: &Fields) -> Result<GradeToGive, AppError> {
    let grade = Grade::from_code(fields.text("muc"))
        .ok_or_else(|| AppError::refused_at("muc", "chưa chọn mức", "no grade was chosen"))?;
    let stage = Stage::from_code(fields.text("cap"))
        .ok_or_else(|| AppError::refused_at("cap", "không rõ cấp đánh giá", "the stage is missing"))?;
    Ok(GradeToGive {
        of,
        stage,
        grade,
        reason: fields.text("ly-do").to_owned(),
        document: TypedDocument { number: fields.text("so-van-ban").to_owned(), day: fields.day_at("ngay-van-ban")? },
        seen: fields.text("da-xem").parse().ok().map(GradeEntryId),
    })
}

fn facts_to_confirm(fields: &Fields) -> Result<FactsToConfirm, AppError> {
    let told = |name: &str, document: &str| {
        fields
            .filled(name)
            .map(|reason| (reason.to_owned(), TypedDocument { number: fields.text(document).to_owned(), day: None }))
    };
    Ok(FactsToConfirm {
        coefficient: number(fields, "he-so")?.unwrap_or(rust_decimal::Decimal::ONE),
        exceeded: told("vuot", "vuot-van-ban"),
        objective_cause: told("khach-quan", "khach-quan-van-ban"),
    })
}

fn unit_facts(fields: &Fields) -> Result<UnitFacts, AppError> {
    Ok(UnitFacts {
        general: number(fields, "diem-chung")?,
        failing_unit: fields.filled("don-vi-kem").is_some(),
        open_faults: fields.filled("ton-tai").is_some(),
    })
}

fn tie_of(target: TargetId, fields: &Fields) -> Result<Tie, AppError> {
    let missing = |field, vi: &str, en: &str| AppError::refused_at(field, vi, en);
    let choice = match BasisKind::from_code(fields.text("can-cu")) {
        None => TieChoice::Nothing,
        Some(BasisKind::Figure) => TieChoice::Figure(
            fields
                .text("so-lieu")
                .parse()
                .map_err(|_| missing("so-lieu", "chưa chọn số liệu trong báo cáo", "no figure was chosen"))?,
        ),
        Some(BasisKind::Indicator) => TieChoice::Indicator(
            fields
                .text("chi-tieu")
                .parse()
                .map_err(|_| missing("chi-tieu", "chưa chọn chỉ tiêu", "no indicator was chosen"))?,
            fields.text("ky").to_owned(),
        ),
        Some(BasisKind::Register) => TieChoice::Register(
            fields
                .text("so-dem")
                .parse()
                .map_err(|_| missing("so-dem", "chưa chọn số đếm của sổ theo dõi", "no measure was chosen"))?,
        ),
        Some(BasisKind::Milestone) => {
            TieChoice::Milestone { done_on: fields.day_at("xong-ngay")?, expected_on: fields.day_at("du-kien")? }
        }
        Some(BasisKind::Stated) => TieChoice::Stated {
            value: number(fields, "gia-tri")?
                .ok_or_else(|| missing("gia-tri", "chưa nhập số", "the value is missing"))?,
            on: fields
                .day_at("tinh-den")?
                .ok_or_else(|| missing("tinh-den", "chưa nhập ngày của số liệu", "the value’s day is missing"))?,
        },
        Some(BasisKind::Narrative) => TieChoice::Narrative { reached: fields.filled("dat").is_some() },
    };
    let numbers = fields.text("van-ban").split(';').map(str::trim).filter(|number| !number.is_empty());
    Ok(Tie {
        target,
        choice,
        documents: numbers.map(|number| TypedDocument { number: number.to_owned(), day: None }).collect(),
        note: fields.text("ghi-chu").to_owned(),
    })
}

fn number(fields: &Fields, name: &'static str) -> Result<Option<rust_decimal::Decimal>, AppError> {
    let Some(typed) = fields.filled(name) else { return Ok(None) };
    Numeral::parse(typed).map(|numeral| Some(numeral.value)).map_err(|_| {
        AppError::refused_at(
            name,
            format!("“{typed}” không phải số; hãy nhập chữ số, phần thập phân sau dấu phẩy, ví dụ 4.750,5"),
            format!("“{typed}” is not a number; give digits with a decimal comma, like 4.750,5"),
        )
    })
}

#[derive(Template)]
#[template(path = "grade_ranking.html")]
struct RankingPage {
    t: Chrome,
    year: i16,
    as_of: String,
    outstanding: bool,
    groups: Vec<GroupView>,
}

struct GroupView {
    name: String,
    quota: String,
    over: bool,
    rows: Vec<RowView>,
    picture: Option<ChartView>,
}

struct RowView {
    place: String,
    name: String,
    href: String,
    grade: Option<crate::views::task::GradeView>,
    stage: &'static str,
    score: String,
    beyond: bool,
    tasks: String,
}

/// `GET /danh-gia/xep-hang`.
pub(crate) async fn ranking(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Grading);
    let lang = t.lang;
    let today = state.app.clock().today();
    let year: i16 = which.nam.trim().parse().unwrap_or_else(|_| today.year());
    let outstanding = !which.outstanding.is_empty();
    let ranked = state.app.grade_ranking(&session.current, year, which.as_of(), outstanding).await?;
    page(&RankingPage {
        groups: ranked.iter().map(|group| group_view(group, session.current.agency.id, lang)).collect(),
        year,
        as_of: which.as_of().unwrap_or(today).to_string(),
        outstanding,
        t,
    })
}

fn level(level: AgencyLevel, lang: Language) -> &'static str {
    let (vi, en) = match level {
        AgencyLevel::Province => ("UBND tỉnh", "Provinces"),
        AgencyLevel::ProvinceOffice => ("Văn phòng UBND tỉnh", "Province offices"),
        AgencyLevel::Department => ("Sở, ban, ngành", "Departments"),
        AgencyLevel::Commune => ("UBND cấp xã", "Communes"),
        AgencyLevel::PublicUnit => ("Đơn vị sự nghiệp công lập", "Public units"),
        AgencyLevel::Other => ("Đơn vị khác", "Others"),
    };
    show::say(lang, vi, en)
}

fn group_view(group: &tt_app::grading::ranking::RankedGroup, own: AgencyId, lang: Language) -> GroupView {
    let quota = group.quota;
    let row = |row: &tt_app::grading::ranking::RankedAgency| RowView {
        place: row.place.map_or_else(|| "–".to_owned(), |place| place.to_string()),
        name: row.agency.name.clone(),
        href: format!("/danh-gia?co-quan={}&nam={}", row.agency.id, row.graded.year),
        grade: row.grade.map(|grade| crate::views::task::GradeView::new(grade, lang)),
        stage: row.stage.map_or("", |stage| show::stage(stage, lang)),
        score: row.graded.unit.score.map_or_else(|| "–".to_owned(), |score| show::rounded(score, 2)),
        beyond: row.beyond_quota,
        tasks: pick(&row.graded.distribution(Stage::SelfGraded).sentence(), lang).to_owned(),
    };
    GroupView {
        name: level(group.level, lang).to_owned(),
        quota: match lang {
            Language::Vietnamese => format!(
                "{:02} đơn vị; hạn mức xuất sắc {:02} trên {:02} đơn vị làm căn cứ, hiện có {:02}",
                quota.units, quota.allowed, quota.base, quota.excellent
            ),
            Language::English => format!(
                "{} units; {} may be excellent, of {} counted; {} are",
                quota.units, quota.allowed, quota.base, quota.excellent
            ),
        },
        over: quota.excellent > quota.allowed,
        rows: group.rows.iter().map(row).collect(),
        picture: pictures::league(group, level(group.level, lang), own, lang)
            .map(|plot| ChartView::new(&format!("hang-{}", group.level.code()), lang, &plot)),
    }
}
