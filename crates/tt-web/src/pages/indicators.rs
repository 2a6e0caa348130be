//! Indicators: the catalogue, one indicator's page with its series and revisions, and changing what an entry says.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::indicators::IndicatorPage;
use tt_app::pictures;
use tt_domain::id::{DivisionId, IndicatorId};
use tt_domain::indicator::{Aggregation, Better, Terms};
use tt_domain::organisation::{Division, Validity};
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod};

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::chart::ChartView;
use crate::views::indicator_reading::{Choice, Line, ReadingView, RevisionView, choices, frequency_words, how_words};

/// Which period is looked at.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct At {
    #[serde(default)]
    ky: String,
}

impl At {
    fn period(&self) -> Option<ReportingPeriod> {
        ReportingPeriod::read(&self.ky)
    }
}

#[derive(Template)]
#[template(path = "indicators.html")]
struct CataloguePage {
    t: Chrome,
    period: String,
    label: String,
    unknown: bool,
    groups: Vec<(String, Vec<Line>)>,
    may_manage: bool,
}

#[derive(Template)]
#[template(path = "indicator_page.html")]
struct OnePage {
    t: Chrome,
    id: i64,
    name: String,
    facts: Vec<(&'static str, String)>,
    note: Option<String>,
    period: String,
    label: String,
    reading: ReadingView,
    series: Vec<(String, ReadingView)>,
    picture: Option<ChartView>,
    revisions: Vec<RevisionView>,
    used_by: Vec<(i64, String)>,
    units: Vec<(String, ReadingView)>,
    may_manage: bool,
}

#[derive(Template)]
#[template(path = "indicator_form.html")]
struct FormPage {
    t: Chrome,
    action: String,
    title: String,
    fields: Fields,
    version: i64,
    divisions: Vec<Choice>,
    frequencies: Vec<Choice>,
    over_time: Vec<Choice>,
    over_units: Vec<Choice>,
    better: Vec<Choice>,
    problem: Option<(Option<&'static str>, String)>,
}

impl FormPage {
    /// The field's problem, where it has one.
    fn bad(&self, field: &str) -> bool {
        self.problem.as_ref().is_some_and(|(at, _)| *at == Some(field))
    }
}

/// `GET /chi-tieu`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(at): Query<At>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Indicators);
    let found = state.app.catalogue(&session.current, at.period()).await?;
    let mut groups: Vec<(String, Vec<Line>)> = Vec::new();
    for (indicator, reading) in &found.lines {
        let name = division_name(&found.divisions, indicator.terms.division, &t);
        let line = Line::new(indicator, reading, t.lang);
        match groups.last_mut().filter(|(last, _)| *last == name) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((name, vec![line])),
        }
    }
    page(&CataloguePage {
        unknown: !at.ky.trim().is_empty() && at.period().is_none(),
        period: found.period.code(),
        label: period_label(found.period, &t),
        groups,
        may_manage: found.may_manage,
        t,
    })
}

fn period_label(period: ReportingPeriod, t: &Chrome) -> String {
    match t.lang {
        tt_app::Language::Vietnamese => period.label(),
        tt_app::Language::English => period.label_en(),
    }
}

fn division_name(divisions: &[Division], id: Option<DivisionId>, t: &Chrome) -> String {
    let found = id.and_then(|id| divisions.iter().find(|division| division.id == id));
    found.map_or_else(|| t.say("Chưa giao phòng nào", "Of no division").to_owned(), |found| found.name.clone())
}

/// `GET /chi-tieu/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    Query(at): Query<At>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Indicators);
    let found = state.app.indicator_page(&session.current, IndicatorId(id), at.period()).await?;
    let facts = facts(&found, &t);
    let label = |period: &ReportingPeriod| period_label(*period, &t);
    let view = |reading: &tt_app::indicators::Reading| ReadingView::new(reading, t.lang);
    page(&OnePage {
        id,
        name: found.indicator.terms.full_name(),
        facts,
        note: found.indicator.terms.note.clone(),
        period: found.period.code(),
        label: label(&found.period),
        reading: view(&found.reading),
        series: found.series.iter().map(|(period, reading)| (label(period), view(reading))).collect(),
        picture: pictures::indicator(
            &found,
            |index| found.series.get(index).map(|(period, _)| label(period)).unwrap_or_default(),
            t.lang,
        )
        .map(|plot| ChartView::new("dien-bien", t.lang, &plot)),
        revisions: found.revisions.iter().map(|one| RevisionView::new(one, t.lang)).collect(),
        used_by: found.used_by.iter().map(|of| (of.id.0, of.terms.full_name())).collect(),
        units: found.units.iter().map(|(name, reading)| (name.clone(), view(reading))).collect(),
        may_manage: found.may_manage,
        t,
    })
}

fn facts(found: &IndicatorPage, t: &Chrome) -> Vec<(&'static str, String)> {
    let terms = &found.indicator.terms;
    let mut facts = vec![
        (t.say("Mã", "Code"), terms.code.clone()),
        (t.say("Đơn vị tính", "Unit"), terms.unit.clone().unwrap_or_else(|| "–".to_owned())),
        (t.say("Phòng nhập", "Division"), division_name(&found.divisions, terms.division, t)),
        (t.say("Tần suất", "Frequency"), frequency_words(terms.frequency, t.lang).to_owned()),
        (t.say("Tổng hợp theo thời gian", "Over time"), how_words(terms.over_time, t.lang).to_owned()),
    ];
    if let Some(formula) = &terms.formula {
        facts.push((t.say("Công thức", "Formula"), formula.clone()));
    }
    if let Some(from) = terms.validity.from {
        facts.push((t.say("Dùng từ", "In use from"), show::date(from)));
    }
    if let Some(to) = terms.validity.to {
        facts.push((t.say("Thôi dùng từ", "No longer from"), show::date(to)));
    }
    facts
}

/// `GET /chi-tieu/moi`.
pub(crate) async fn new_form(State(state): State<WebState>, Visitor(session): Visitor) -> Result<Response, WebError> {
    // Most are entered each month.
    let usual = Fields::of(vec![("tan_suat".to_owned(), PeriodKind::Month.code().to_owned())]);
    page(&form_page(&state, &session, None, usual, 0, None).await?)
}

/// `GET /chi-tieu/{id}/sua`.
pub(crate) async fn edit_form(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let found = state.app.indicator_page(&session.current, IndicatorId(id), None).await?;
    let terms = &found.indicator.terms;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day = |value: Option<jiff::civil::Date>| value.map(show::date).unwrap_or_default();
    let values = [
        ("ma", terms.code.clone()),
        ("ten", terms.name.clone()),
        ("don_vi", text(&terms.unit)),
        ("so_le", terms.decimals.map(|decimals| decimals.to_string()).unwrap_or_default()),
        ("pham_vi", text(&terms.population)),
        ("phong", terms.division.map(|id| id.to_string()).unwrap_or_default()),
        ("tan_suat", terms.frequency.code().to_owned()),
        ("theo_ky", terms.over_time.code().to_owned()),
        ("theo_don_vi", terms.over_units.code().to_owned()),
        ("chieu", terms.better.code().to_owned()),
        ("cong_thuc", text(&terms.formula)),
        ("tu", day(terms.validity.from)),
        ("den", day(terms.validity.to)),
        ("ghi_chu", text(&terms.note)),
    ];
    let fields = Fields::of(values.map(|(name, value)| (name.to_owned(), value)).into());
    page(&form_page(&state, &session, Some(id), fields, found.indicator.version, None).await?)
}

/// `POST /chi-tieu/moi`.
pub(crate) async fn create(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    save(&state, &session, None, Fields::of(form)).await
}

/// `POST /chi-tieu/{id}/sua`.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    save(&state, &session, Some(id), Fields::of(form)).await
}

async fn save(state: &WebState, session: &Session, id: Option<i64>, fields: Fields) -> Result<Response, WebError> {
    session.confirm(fields.text("csrf"))?;
    let version = fields.id("ban").unwrap_or_default();
    let known = id.map(|id| (IndicatorId(id), version));
    let saved = match terms(&fields) {
        Ok(terms) => state.app.save_indicator(&session.current, known, terms, &session.origin).await,
        Err(error) => Err(error),
    };
    let problem = match saved {
        Ok(id) => return Ok(lead_to(&format!("/chi-tieu/{id}"), false)),
        Err(AppError::RefusedAt { field, message }) => (Some(field), sentence(session.language().pick(&message))),
        Err(error) if error.is_stale() => (None, sentence(session.language().pick(&error.message()))),
        Err(error) => return Err(error.into()),
    };
    let shown = form_page(state, session, id, fields, version, Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
}

fn terms(fields: &Fields) -> Result<Terms, AppError> {
    let decimals = fields.filled("so_le").map(|text| {
        text.parse().map_err(|_| {
            AppError::refused_at("so_le", "số chữ số phần lẻ là số từ 0 đến 6", "decimals are a number from 0 to 6")
        })
    });
    let text = |name: &str| fields.filled(name).map(str::to_owned);
    Ok(Terms {
        decimals: decimals.transpose()?,
        population: text("pham_vi"),
        division: fields.id("phong").map(DivisionId),
        frequency: PeriodKind::from_code(fields.text("tan_suat")).unwrap_or(PeriodKind::Year),
        over_time: Aggregation::from_code(fields.text("theo_ky")).unwrap_or(Aggregation::None),
        over_units: Aggregation::from_code(fields.text("theo_don_vi")).unwrap_or(Aggregation::None),
        better: Better::from_code(fields.text("chieu")).unwrap_or(Better::Neither),
        formula: text("cong_thuc"),
        validity: Validity { from: fields.day_at("tu")?, to: fields.day_at("den")? },
        note: text("ghi_chu"),
        ..Terms::new(fields.text("ma"), fields.text("ten"), text("don_vi"))
    })
}

async fn form_page(
    state: &WebState,
    session: &Session,
    id: Option<i64>,
    fields: Fields,
    version: i64,
    problem: Option<(Option<&'static str>, String)>,
) -> Result<FormPage, WebError> {
    let t = session.chrome(Section::Indicators);
    session.current.require(tt_domain::permission::Action::ManageIndicators)?;
    let divisions = state.app.catalogue(&session.current, None).await?.divisions;
    let picked = fields.text("phong").to_owned();
    let frequencies = [
        PeriodKind::Week,
        PeriodKind::Month,
        PeriodKind::Quarter,
        PeriodKind::Half,
        PeriodKind::Year,
        PeriodKind::Term,
    ];
    let better = |way: Better| match way {
        Better::Higher => t.say("Càng cao càng tốt", "Higher is better"),
        Better::Lower => t.say("Càng thấp càng tốt", "Lower is better"),
        Better::Neither => t.say("Không xét", "Neither"),
    };
    Ok(FormPage {
        action: id.map_or_else(|| "/chi-tieu/moi".to_owned(), |id| format!("/chi-tieu/{id}/sua")),
        title: match id {
            Some(_) => t.say("Sửa chỉ tiêu", "Change the indicator").to_owned(),
            None => t.say("Thêm chỉ tiêu", "Add an indicator").to_owned(),
        },
        version,
        divisions: divisions
            .iter()
            .map(|one| Choice {
                chosen: one.id.to_string() == picked,
                code: one.id.to_string(),
                words: one.name.clone(),
            })
            .collect(),
        frequencies: choices(&frequencies, fields.text("tan_suat"), PeriodKind::code, |kind| {
            frequency_words(kind, t.lang)
        }),
        over_time: choices(Aggregation::ALL, fields.text("theo_ky"), Aggregation::code, |how| how_words(how, t.lang)),
        over_units: choices(Aggregation::ALL, fields.text("theo_don_vi"), Aggregation::code, |how| {
            how_words(how, t.lang)
        }),
        better: choices(Better::ALL, fields.text("chieu"), Better::code, better),
        fields,
        problem,
        t,
    })
}
