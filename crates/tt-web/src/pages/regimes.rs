//! `/che-do-bao-cao`: regimes of reporting with a year of their calendar and who is late; `/so-van-ban`: the numbers.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::reporting::names::{frequency_name, report_name};
use tt_app::reporting::numbers::NumbersToMark;
use tt_app::reporting::opening::ReportToOpen;
use tt_app::reporting::regimes::RegimeCalendar;
use tt_check::Message;
use tt_domain::id::{DivisionId, RegimeId};
use tt_domain::permission::Action;
use tt_domain::regime::{Frequency, Regime, RegimeTerms};
use tt_domain::reporting_period::ReportingPeriod;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;

#[derive(Template)]
#[template(path = "regimes.html")]
struct RegimesPage {
    t: Chrome,
    year: i16,
    owed: Vec<OwedRow>,
    late: Vec<LateRow>,
    regimes: Vec<RegimeRow>,
    form: Option<RegimeForm>,
    opening: Option<OpeningForm>,
    may_manage: bool,
    problem: Option<String>,
    done: bool,
}

struct OwedRow {
    /// What opens it: its regime and its period as the form takes it, where its day has come.
    open: Option<(i64, String)>,
    name: String,
    period: String,
    window: String,
    opens: String,
    parts_due: String,
    due: String,
    late: bool,
    report: Option<(String, show::Status)>,
}

struct LateRow {
    href: String,
    report: String,
    division: String,
    due: String,
}

struct RegimeRow {
    id: i64,
    name: String,
    frequency: String,
    reports_to: String,
    days: u16,
    series: String,
    active: bool,
}

/// One to choose from: code, words, chosen.
type Choice = (String, String, bool);

struct RegimeForm {
    id: Option<i64>,
    fields: Fields,
    frequencies: Vec<Choice>,
    leads: Vec<Choice>,
    divisions: Vec<Choice>,
    templates: Vec<Choice>,
    key_tasks: bool,
    active: bool,
}

impl RegimeForm {
    fn text(&self, name: &str) -> &str {
        self.fields.text(name)
    }
}

struct OpeningForm {
    regimes: Vec<Choice>,
    fields: Fields,
}

impl OpeningForm {
    fn text(&self, name: &str) -> &str {
        self.fields.text(name)
    }
}

/// Which year, which regime to change.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    nam: String,
    #[serde(default)]
    sua: String,
    #[serde(default)]
    xong: String,
}

/// `GET /che-do-bao-cao`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let found = state.app.regime_calendar(&session.current, which.nam.trim().parse().ok()).await?;
    let id: Option<i64> = which.sua.trim().parse().ok();
    let fields = match id.and_then(|id| found.regimes.iter().find(|one| one.id.0 == id)) {
        Some(regime) => fields_of(regime),
        None => usual(&found),
    };
    let mut shown = shown(&session, &found, &fields, None);
    shown.done = !which.xong.is_empty();
    page(&shown)
}

/// `POST /che-do-bao-cao`: keeps a regime, or opens a report.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let done = if fields.text("viec") == "mo" {
        open(&state, &session, &fields).await
    } else {
        match terms(&fields) {
            Ok(terms) => {
                let id = fields.id("id").map(RegimeId);
                let kept = state.app.keep_regime(&session.current, id, &terms, &session.origin).await;
                kept.map(|_| "/che-do-bao-cao?xong=1".to_owned())
            }
            Err(error) => Err(error),
        }
    };
    match done {
        Ok(address) => Ok(lead_to(&address, false)),
        Err(AppError::Refused(message) | AppError::RefusedAt { message, .. }) => {
            let found = state.app.regime_calendar(&session.current, None).await?;
            let shown = shown(&session, &found, &fields, Some(&message));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn open(state: &WebState, session: &Session, fields: &Fields) -> Result<String, AppError> {
    let period = ReportingPeriod::read(fields.text("ky")).ok_or_else(|| {
        AppError::refused_at(
            "ky",
            format!("“{}” không phải một kỳ báo cáo; ghi như tháng 4/2026, quý I/2026, năm 2026", fields.text("ky")),
            format!("“{}” is not a period; write it as tháng 4/2026, quý I/2026, năm 2026", fields.text("ky")),
        )
    })?;
    let asked = ReportToOpen {
        regime: RegimeId(fields.id("che-do").unwrap_or_default()),
        period,
        occasion: fields.text("viec-gi").to_owned(),
        due: fields.day_at("han")?,
    };
    let id = state.app.open_report(&session.current, &asked, &session.origin).await?;
    Ok(format!("/bao-cao/{id}/qua-trinh"))
}

fn number<T: std::str::FromStr>(fields: &Fields, name: &'static str) -> Result<T, AppError> {
    let typed = fields.text(name);
    typed.parse().map_err(|_| {
        AppError::refused_at(
            name,
            format!("“{typed}” không phải số nguyên dùng được; hãy nhập số từ 0 đến 365"),
            format!("“{typed}” is not a number that fits; give a whole number from 0 to 365"),
        )
    })
}

/// What a form says of a regime.
fn terms(fields: &Fields) -> Result<RegimeTerms, AppError> {
    let days = |name: &'static str| number::<u16>(fields, name);
    let years = match (fields.filled("tu-nam"), fields.filled("den-nam")) {
        (Some(_), Some(_)) => Some((number(fields, "tu-nam")?, number(fields, "den-nam")?)),
        _ => None,
    };
    let since = fields.day_at("tu-ngay")?.ok_or_else(|| {
        AppError::refused_at("tu-ngay", "chưa chọn ngày bắt đầu áp dụng", "the day it begins is missing")
    })?;
    let lines = fields.text("bang").lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(RegimeTerms {
        name: fields.text("ten").to_owned(),
        name_en: fields.text("ten-anh").to_owned(),
        frequency: Frequency::from_code(fields.text("tan-suat")).unwrap_or(Frequency::Month),
        years,
        opens_on: number(fields, "ngay-mo")?,
        days: days("han")?,
        parts_days: days("han-phong")?,
        opens_days: days("mo-truoc")?,
        reports_to: fields.text("noi-nhan").to_owned(),
        lead: fields.id("chu-tri").map(DivisionId),
        divisions: fields.all("phong").filter_map(|id| id.parse().ok()).map(DivisionId).collect(),
        series: fields.text("so").to_owned(),
        template: fields.text("mau").to_owned(),
        tables: lines.map(str::to_owned).collect(),
        key_tasks: !fields.text("trong-tam").is_empty(),
        active: !fields.text("ap-dung").is_empty(),
        since,
    })
}

/// A regime as its form shows it.
fn fields_of(regime: &Regime) -> Fields {
    let terms = &regime.terms;
    let year = |pick: fn((i16, i16)) -> i16| terms.years.map(pick).map(|year| year.to_string()).unwrap_or_default();
    let mut values = vec![
        ("id", regime.id.to_string()),
        ("ten", terms.name.clone()),
        ("ten-anh", terms.name_en.clone()),
        ("tan-suat", terms.frequency.code().to_owned()),
        ("tu-nam", year(|years| years.0)),
        ("den-nam", year(|years| years.1)),
        ("ngay-mo", terms.opens_on.to_string()),
        ("han", terms.days.to_string()),
        ("han-phong", terms.parts_days.to_string()),
        ("mo-truoc", terms.opens_days.to_string()),
        ("noi-nhan", terms.reports_to.clone()),
        ("chu-tri", terms.lead.map(|id| id.to_string()).unwrap_or_default()),
        ("so", terms.series.clone()),
        ("mau", terms.template.clone()),
        ("bang", terms.tables.join("\n")),
        ("tu-ngay", terms.since.to_string()),
        ("trong-tam", if terms.key_tasks { "1" } else { "" }.to_owned()),
        ("ap-dung", if terms.active { "1" } else { "" }.to_owned()),
    ];
    values.extend(terms.divisions.iter().map(|id| ("phong", id.to_string())));
    Fields::of(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// What the form of a new regime begins with: the window of Decree 09/2019.
fn usual(found: &RegimeCalendar) -> Fields {
    let values = [
        ("tan-suat", "month".to_owned()),
        ("ngay-mo", "15".to_owned()),
        ("han", "5".to_owned()),
        ("han-phong", "2".to_owned()),
        ("mo-truoc", "6".to_owned()),
        ("so", "BC".to_owned()),
        ("ap-dung", "1".to_owned()),
        ("tu-ngay", found.today.to_string()),
    ];
    Fields::of(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn shown(session: &Session, found: &RegimeCalendar, fields: &Fields, problem: Option<&Message>) -> RegimesPage {
    let t = session.chrome(Section::Regimes);
    let lang = t.lang;
    let opens = fields.text("viec") == "mo";
    let owed = found.owed.iter().map(|one| OwedRow {
        open: (found.may_open && one.report.is_none() && one.opens <= found.today)
            .then(|| (one.regime.0, one.period.label())),
        name: one.name.clone(),
        period: lang.pick(&tt_app::wording::say(one.period.label(), one.period.label_en())).to_owned(),
        window: format!("{} – {}", show::date(one.window.0), show::date(one.window.1)),
        opens: show::date(one.opens),
        parts_due: show::date(one.parts_due),
        due: show::date(one.due),
        late: one.late,
        report: one.report.map(|(id, state)| (format!("/bao-cao/{id}/qua-trinh"), show::report_state(state, lang))),
    });
    let late = found.late.iter().map(|one| LateRow {
        href: format!("/bao-cao/{}/qua-trinh", one.report.id),
        report: lang.pick(&report_name(&one.report, one.regime.as_deref())).to_owned(),
        division: one.division.clone(),
        due: show::date(one.due),
    });
    let form_fields = if opens { usual(found) } else { fields.clone() };
    let opening = found.may_open && !found.regimes.is_empty();
    RegimesPage {
        year: found.year,
        owed: owed.collect(),
        late: late.collect(),
        regimes: found.regimes.iter().map(|regime| row(regime, lang)).collect(),
        form: found.may_manage.then(|| regime_form(found, form_fields, lang)),
        opening: opening.then(|| OpeningForm {
            regimes: found
                .regimes
                .iter()
                .map(|one| (one.id.to_string(), one.terms.name.clone(), fields.text("che-do") == one.id.to_string()))
                .collect(),
            fields: if opens { fields.clone() } else { Fields::default() },
        }),
        may_manage: found.may_manage,
        problem: problem.map(|message| sentence(lang.pick(message))),
        done: false,
        t,
    }
}

fn row(regime: &Regime, lang: tt_app::Language) -> RegimeRow {
    let terms = &regime.terms;
    let english = Some(terms.name_en.trim()).filter(|name| !name.is_empty() && lang == tt_app::Language::English);
    RegimeRow {
        id: regime.id.0,
        name: english.unwrap_or(&terms.name).to_owned(),
        frequency: lang.pick(&frequency_name(terms.frequency)).to_owned(),
        reports_to: terms.reports_to.clone(),
        days: terms.days,
        series: terms.series.clone(),
        active: terms.active,
    }
}

fn regime_form(found: &RegimeCalendar, fields: Fields, lang: tt_app::Language) -> RegimeForm {
    let frequencies = Frequency::ALL.iter().map(|&one| {
        (one.code().to_owned(), lang.pick(&frequency_name(one)).to_owned(), fields.text("tan-suat") == one.code())
    });
    let frequencies = frequencies.collect();
    let chosen: Vec<String> = fields.all("phong").map(str::to_owned).collect();
    let leads = found
        .divisions
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone(), fields.text("chu-tri") == id.to_string()))
        .collect();
    let divisions = found
        .divisions
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone(), chosen.contains(&id.to_string())))
        .collect();
    let template = fields.text("mau");
    let mut templates: Vec<Choice> =
        found.templates.iter().map(|(name, title)| (name.clone(), title.clone(), name == template)).collect();
    // One that was put out of use is shown until another is chosen.
    if !template.is_empty() && !templates.iter().any(|(_, _, chosen)| *chosen) {
        templates.push((template.to_owned(), template.to_owned(), true));
    }
    RegimeForm {
        id: fields.id("id"),
        frequencies,
        leads,
        divisions,
        templates,
        key_tasks: !fields.text("trong-tam").is_empty(),
        active: !fields.text("ap-dung").is_empty(),
        fields,
    }
}

#[derive(Template)]
#[template(path = "numbers.html")]
struct NumbersPage {
    t: Chrome,
    series: Vec<SeriesView>,
    may_mark: bool,
    fields: Fields,
    year: i16,
    problem: Option<String>,
}

impl NumbersPage {
    fn text(&self, name: &str) -> &str {
        self.fields.text(name)
    }
}

struct SeriesView {
    name: String,
    year: i16,
    next: u32,
    taken: Vec<(u32, Option<i64>, Option<String>, String)>,
}

/// `GET /so-van-ban`.
pub(crate) async fn numbers(State(state): State<WebState>, Visitor(session): Visitor) -> Result<Response, WebError> {
    page(&numbers_page(&state, &session, Fields::default(), None).await?)
}

/// `POST /so-van-ban`: marks numbers used outside the system, or left out.
pub(crate) async fn mark_numbers(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let from: u32 = fields.text("tu").parse().unwrap_or_default();
    let asked = NumbersToMark {
        year: fields.text("nam").parse().unwrap_or_default(),
        series: fields.text("so").to_owned(),
        from,
        to: fields.filled("den").map_or(from, |to| to.parse().unwrap_or_default()),
        reason: fields.text("ly-do").to_owned(),
    };
    match state.app.mark_numbers(&session.current, &asked, &session.origin).await {
        Ok(()) => Ok(lead_to("/so-van-ban", false)),
        Err(AppError::Refused(message) | AppError::RefusedAt { message, .. }) => {
            let shown = numbers_page(&state, &session, fields, Some(&message)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn numbers_page(
    state: &WebState,
    session: &Session,
    fields: Fields,
    problem: Option<&Message>,
) -> Result<NumbersPage, WebError> {
    let t = session.chrome(Section::Regimes);
    let found = state.app.number_series(&session.current).await?;
    let series = found.into_iter().map(|one| SeriesView {
        name: one.name,
        year: one.year,
        next: one.next,
        taken: one
            .taken
            .into_iter()
            .map(|taken| (taken.number, taken.report.map(|id| id.0), taken.reason, show::moment(taken.at)))
            .collect(),
    });
    Ok(NumbersPage {
        series: series.collect(),
        may_mark: session.current.may(Action::IssueReport),
        fields,
        year: state.app.clock().today().year(),
        problem: problem.map(|message| sentence(t.lang.pick(message))),
        t,
    })
}
