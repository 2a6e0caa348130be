//! Indicators and what is recorded of them: reading the catalogue, one indicator's record, and entering values.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use tt_app::Language;
use tt_app::indicators::entry::{CellEntry, EntryNote, Verdict};
use tt_app::indicators::{Point, Reading};
use tt_app::wording::say;
use tt_domain::id::{IndicatorId, ObservationId};
use tt_domain::indicator::Indicator;
use tt_domain::indicator::derived::plain;
use tt_domain::reporting_period::ReportingPeriod;
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, FiguresWrite, ReportsRead};
use super::input::{Asked, Body, Id, Line, ObservationCode};
use super::problem::{Problem, language};
use crate::routes::WebState;

/// Which period.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichPeriod {
    /// Code of a period: `201904`, `2019Q1`, `2019H1`, `20199M`, `2019`, `2018-2030`. The last on record unless told.
    #[param(value_type = Option<String>, pattern = "^(19|2[0-9])[0-9]{2}((0[1-9]|1[0-2])|Q[1-4]|H[12]|W[0-9]{2}|[0-9]{1,2}M|-[0-9]{4})?$")]
    period: Option<Line>,
}

impl WhichPeriod {
    pub(super) fn period(&self) -> Result<Option<ReportingPeriod>, Problem> {
        self.period.as_ref().map(|code| period_of(&code.0)).transpose()
    }
}

/// The period of a code.
pub(super) fn period_of(code: &str) -> Result<ReportingPeriod, Problem> {
    let known = |period: &ReportingPeriod| (1900..=2999).contains(&period.of_year());
    ReportingPeriod::parse(code).filter(known).ok_or_else(|| {
        Problem::refused(
            format!("“{code}” không phải mã kỳ báo cáo; viết như 201904, 2019Q1, 2019H1, 20199M, 2019, 2018-2030"),
            format!("“{code}” is no code of a period; write 201904, 2019Q1, 2019H1, 20199M, 2019, 2018-2030"),
        )
    })
}

/// An indicator with what holds for the period. Values are exact decimals as text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IndicatorOut {
    /// Identity.
    id: i64,
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// Its unit.
    unit: Option<String>,
    /// What is counted.
    population: Option<String>,
    /// Division that enters it.
    division: Option<i64>,
    /// How often: `week`, `month`, `quarter`, `half`, `year`, `term`.
    frequency: &'static str,
    /// What its periods make of a longer one: `sum`, `last`, `average`, `highest`, `lowest`, `none`.
    over_time: &'static str,
    /// `higher`, `lower` or `neither`.
    better: &'static str,
    /// Worked out as.
    formula: Option<String>,
    /// The period the values are of.
    period: String,
    /// Planned.
    plan: Option<String>,
    /// Estimated.
    estimate: Option<String>,
    /// Reached.
    actual: Option<String>,
    /// In the same period of the year before.
    same_period: Option<String>,
    /// Whether the result is approved.
    approved: bool,
}

impl IndicatorOut {
    fn new(of: &Indicator, period: ReportingPeriod, reading: &Reading) -> Self {
        let value = |point: &Option<Point>| point.as_ref().map(|point| point.value.to_string());
        let terms = &of.terms;
        Self {
            id: of.id.0,
            code: terms.code.clone(),
            name: terms.name.clone(),
            unit: terms.unit.clone(),
            population: terms.population.clone(),
            division: terms.division.map(|division| division.0),
            frequency: terms.frequency.code(),
            over_time: terms.over_time.code(),
            better: terms.better.code(),
            formula: terms.formula.clone(),
            period: period.code(),
            plan: value(&reading.plan),
            estimate: value(&reading.estimate),
            actual: value(&reading.actual),
            same_period: value(&reading.same_period),
            approved: reading.best().is_some_and(Point::is_approved),
        }
    }
}

/// The agency's indicators, with what holds for a period.
#[utoipa::path(get, path = "/api/v1/indicators", tag = "indicators", params(WhichPeriod), responses((status = 200, body = Vec<IndicatorOut>)))]
pub(super) async fn catalogue(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Asked(which): Asked<WhichPeriod>,
) -> Result<Json<Vec<IndicatorOut>>, Problem> {
    let found = state.app.catalogue(&caller.current, which.period()?).await?;
    Ok(Json(found.lines.iter().map(|(of, reading)| IndicatorOut::new(of, found.period, reading)).collect()))
}

/// What was recorded of an indicator.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ObservationOut {
    /// Identity; later ones have greater ones.
    id: i64,
    /// Code of the period, where it is one.
    period: Option<String>,
    /// The period as recorded.
    period_text: String,
    /// `plan`, `estimate` or `actual`.
    kind: &'static str,
    /// Exact value.
    value: String,
    /// Whether it holds.
    holds: bool,
    /// Whether it takes the value back.
    withdrawn: bool,
    /// What it took the place of.
    supersedes: Option<i64>,
    /// When it was recorded.
    recorded_at: String,
    /// When it was approved.
    approved_at: Option<String>,
}

/// Everything recorded of an indicator, the newest first, superseded and withdrawn too.
#[utoipa::path(get, path = "/api/v1/indicators/{id}/observations", tag = "indicators", params(("id" = i64, Path)), responses((status = 200, body = Vec<ObservationOut>)))]
pub(super) async fn observations(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Id(id): Id,
) -> Result<Json<Vec<ObservationOut>>, Problem> {
    let found = state.app.indicator_page(&caller.current, IndicatorId(id), None).await?;
    let out = found.revisions.iter().map(|one| {
        let observation = &one.observation;
        ObservationOut {
            id: observation.id.0,
            period: observation.reporting_period.map(|period| period.code()),
            period_text: observation.period.clone(),
            kind: observation.kind.code(),
            value: observation.value.to_string(),
            holds: one.holds,
            withdrawn: observation.withdrawn,
            supersedes: observation.supersedes.map(|id| id.0),
            recorded_at: observation.recorded_at.to_string(),
            approved_at: observation.approved.map(|approval| approval.at.to_string()),
        }
    });
    Ok(Json(out.collect()))
}

/// Values of a period.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Values {
    /// Code of the period.
    #[schema(value_type = String, pattern = "^(19|2[0-9])[0-9]{2}((0[1-9]|1[0-2])|Q[1-4]|H[12]|W[0-9]{2}|[0-9]{1,2}M|-[0-9]{4})?$")]
    period: Line,
    /// Number of the document they rest on.
    document: Option<Line>,
    /// The values.
    #[schema(max_items = 1000)]
    observations: Vec<ValueIn>,
}

/// A value.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueIn {
    /// Of which indicator.
    #[schema(minimum = 1)]
    indicator: i64,
    /// What it is.
    kind: ObservationCode,
    /// The value, exact, with a point before its decimals: `137.5`. It is taken as it stands.
    #[schema(value_type = String, pattern = "^-?[0-9]{1,20}([.][0-9]{1,6})?$")]
    value: Line,
    /// The observation it takes the place of, where there is one: without it another's value is not replaced.
    #[schema(minimum = 1)]
    supersedes: Option<i64>,
}

/// What became of a value.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ValueOut {
    /// Of which indicator.
    indicator: i64,
    /// `plan`, `estimate` or `actual`.
    kind: &'static str,
    /// `saved`, `same`, `refused`, `changed`.
    outcome: &'static str,
    /// The observation that holds, where it is known.
    observation: Option<i64>,
    /// Why it was not saved, and the way on.
    message: Option<String>,
}

/// Records values; those that cannot be are told and keep none of the others back.
#[utoipa::path(post, path = "/api/v1/observations", tag = "indicators", request_body = Values, responses((status = 200, body = Vec<ValueOut>)))]
pub(super) async fn record(
    State(state): State<WebState>,
    caller: Caller<FiguresWrite>,
    headers: HeaderMap,
    Body(asked): Body<Values>,
) -> Result<Json<Vec<ValueOut>>, Problem> {
    let period = period_of(&asked.period.0)?;
    if asked.observations.len() > 1000 {
        return Err(Problem::unreadable("observations"));
    }
    let mut cells = Vec::with_capacity(asked.observations.len());
    for one in asked.observations {
        if one.indicator < 1 || one.supersedes.is_some_and(|id| id < 1) {
            return Err(Problem::refused(
                "indicator, supersedes: số định danh từ 1 trở lên",
                "indicator, supersedes: identities are 1 or more",
            ));
        }
        let exact = rust_decimal::Decimal::from_str_exact(&one.value.0).map_err(|_| Problem::unreadable("value"))?;
        cells.push(CellEntry {
            indicator: IndicatorId(one.indicator),
            kind: one.kind.0,
            text: plain(exact),
            seen: one.supersedes.map(ObservationId),
            // A program writes numbers in one way: there is nothing to ask.
            confirmed: Some(exact.normalize()),
        });
    }
    let note = EntryNote { document: asked.document.map(|number| number.0), note: None };
    let lang = language(&headers);
    let entered = state.app.enter_figures(&caller.current, period, cells, &note, false, &caller.origin).await?;
    Ok(Json(entered.cells.iter().map(|(cell, verdict)| outcome(cell, verdict, lang)).collect()))
}

fn outcome(cell: &CellEntry, verdict: &Verdict, lang: Language) -> ValueOut {
    let told = |vi: String, en: String| Some(lang.pick(&say(vi, en)).to_owned());
    let (outcome, observation, message) = match verdict {
        Verdict::Saved(id, _) => ("saved", id.map(|id| id.0), None),
        Verdict::Same | Verdict::Withdrawn => ("same", None, None),
        Verdict::Ask(question) => {
            let (vi, en) = question.words();
            ("refused", None, told(vi, en))
        }
        Verdict::Refused(message) => ("refused", None, Some(lang.pick(message).to_owned())),
        Verdict::Changed(meanwhile) => (
            "changed",
            Some(meanwhile.observation.id.0),
            told(
                format!(
                    "{} vừa ghi {}; nêu số định danh ấy ở supersedes nếu muốn thay",
                    meanwhile.by,
                    plain(meanwhile.observation.value)
                ),
                format!(
                    "{} recorded {} meanwhile; name it in supersedes to replace it",
                    meanwhile.by, meanwhile.observation.value
                ),
            ),
        ),
    };
    ValueOut { indicator: cell.indicator.0, kind: cell.kind.code(), outcome, observation, message }
}
