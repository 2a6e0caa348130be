//! Consolidation: who below has reported, figures put together by rule with the sources of each, tasks by agency and by
//! theme, difficulties, all tables as a workbook, and the one report composed of many.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tt_app::consolidation::compose::{Target, ToCompose};
use tt_app::consolidation::figures::{FigureCell, FigureLine};
use tt_app::consolidation::reporters::{Reporter, Reporting};
use tt_app::consolidation::works::{ObstacleRow, ThemeRow, WorkRow};
use tt_app::consolidation::{Consolidation, OwnReport};
use tt_app::{CurrentUser, Language};
use tt_domain::assessment::Grade;
use tt_domain::id::{RegimeId, ReportId};
use tt_domain::reporting_period::ReportingPeriod;
use utoipa::ToSchema;

use super::caller::{Caller, ReportsRead, ReportsWrite};
use super::indicators::{WhichPeriod, period_of};
use super::input::{Asked, Body, Day, Line, WhichVersion};
use super::problem::{Problem, language};
use super::tasks::version;
use super::types::file;
use crate::routes::WebState;

/// What the agencies below report for a period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "agency": 1, "period": "2026", "periods": ["2026", "2025"], "may_compose": true,
    "reporters": [{ "agency": 2, "symbol": "SCT", "name": "Sở Công Thương", "depth": 0, "report": 12, "reporting": "issued",
        "due": "2026-12-05", "on": "2026-12-01", "days_late": null, "tasks": 6, "done": 5, "overdue": 1,
        "grades": [1, 3, 1, 0], "ungraded": 1, "grade": "good", "may_open": true }],
    "own": [{ "report": 40, "state": "draft", "version": 1_795_832_100_000_000_u64, "blocks": 120, "written": 4 }] }))]
pub(super) struct ConsolidationOut {
    /// The agency they stand below.
    agency: i64,
    /// Code of the period.
    period: String,
    /// Codes of the periods there are reports for, the newest first.
    periods: Vec<String>,
    /// Whether the user may compose one report of them.
    may_compose: bool,
    /// Agencies below, each after the one above it.
    reporters: Vec<ReporterOut>,
    /// Reports of the agency itself for the period, to compose into.
    own: Vec<OwnReportOut>,
}

/// An agency below with its report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReporterOut {
    /// The agency.
    agency: i64,
    /// Its symbol.
    symbol: String,
    /// Its name.
    name: String,
    /// How many agencies stand between.
    depth: usize,
    /// Its report, once there is one.
    report: Option<i64>,
    /// `not_owed`, `missing`, `writing`, `as_file`, `issued`, `recalled`.
    reporting: &'static str,
    /// Day it is due.
    due: Option<Day>,
    /// Day it was issued or came in.
    on: Option<Day>,
    /// Days it was, or is, late.
    days_late: Option<i32>,
    /// Its key tasks.
    tasks: u32,
    /// Of them done.
    done: u32,
    /// Of them open and overdue.
    overdue: u32,
    /// Its key tasks by self-grade: excellent, good, completed, not completed.
    grades: [u32; 4],
    /// Key tasks without a grade.
    ungraded: u32,
    /// Grade of the agency itself at the last stage that gave one.
    grade: Option<&'static str>,
    /// Whether the user may open its report, as `/reports/{id}/{format}`.
    may_open: bool,
}

/// A report of the agency itself.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnReportOut {
    /// The report.
    report: i64,
    /// How far it has come.
    state: &'static str,
    /// When it was last changed; goes into `If-Match` when it is composed.
    version: i64,
    /// How many blocks it has.
    blocks: usize,
    /// How many of them a person wrote or changed.
    written: usize,
}

impl ReporterOut {
    fn of(one: &Reporter) -> Self {
        let columns = &one.columns;
        Self {
            agency: one.agency.id.0,
            symbol: one.agency.symbol.clone(),
            name: one.agency.name.clone(),
            depth: one.depth,
            report: one.report.as_ref().map(|report| report.id.0),
            reporting: match one.reporting {
                Reporting::NotOwed => "not_owed",
                Reporting::Missing => "missing",
                Reporting::Writing => "writing",
                Reporting::AsFile => "as_file",
                Reporting::Issued => "issued",
                Reporting::Recalled => "recalled",
            },
            due: one.due.map(Day),
            on: one.on.map(Day),
            days_late: one.late,
            tasks: one.grades.total(),
            done: columns.completed() + columns.done_unjudged,
            overdue: columns.open_overdue,
            grades: one.grades.counts,
            ungraded: one.grades.ungraded,
            grade: one.grade.map(|(_, grade)| grade.code()),
            may_open: one.may_open,
        }
    }
}

impl OwnReportOut {
    fn of(own: &OwnReport) -> Self {
        Self {
            report: own.report.id.0,
            state: own.report.state.code(),
            version: own.report.updated_at.as_microsecond(),
            blocks: own.blocks,
            written: own.written,
        }
    }
}

async fn found(state: &WebState, current: &CurrentUser, which: &WhichPeriod) -> Result<Consolidation, Problem> {
    Ok(Box::pin(state.app.consolidation(current, which.period()?)).await?)
}

/// Who of the agencies below has reported for a period, and the reports one can compose of them. Without a period: the
/// newest there are reports for.
#[utoipa::path(get, path = "/api/v1/consolidation", tag = "consolidation", params(WhichPeriod), responses((status = 200, body = ConsolidationOut)))]
pub(super) async fn show(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Asked(which): Asked<WhichPeriod>,
) -> Result<Json<ConsolidationOut>, Problem> {
    let found = found(&state, &caller.current, &which).await?;
    Ok(Json(ConsolidationOut {
        agency: found.agency.id.0,
        period: found.period.code(),
        periods: found.periods.iter().map(ReportingPeriod::code).collect(),
        may_compose: found.may_compose,
        reporters: found.reporters.iter().map(ReporterOut::of).collect(),
        own: found.own.iter().map(OwnReportOut::of).collect(),
    }))
}

/// An indicator over the agencies below, put together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "code": "XK", "name": "Kim ngạch xuất khẩu (qua địa bàn)", "unit": "triệu USD", "rule": "sum",
    "total": "4750", "plan": "4500", "percent_of_plan": "105.6", "missing": [5],
    "values": [{ "agency": 2, "indicator": 12, "value": "4750", "unit": "triệu USD", "estimate": true, "vouched": true,
        "plan": "4500", "added": true, "left_out": null, "observation": 88, "plan_observation": 80, "figure": 61,
        "report": 12 }] }))]
pub(super) struct LineOut {
    /// Code, where agencies agree on one.
    code: Option<String>,
    /// Name, with what is counted.
    name: String,
    /// Unit of the total.
    unit: Option<String>,
    /// How agencies make the whole: `sum`, `average`, `highest`, `lowest`, `last`, `none`.
    rule: &'static str,
    /// The whole, an exact decimal as text; null where nothing was put together.
    total: Option<String>,
    /// The plans put together.
    plan: Option<String>,
    /// Percent of plan, where both are of the same agencies.
    percent_of_plan: Option<String>,
    /// Agencies that have no value, nor are covered by one above.
    missing: Vec<i64>,
    /// What each agency states, with its source.
    values: Vec<CellOut>,
}

/// What an agency states.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CellOut {
    /// The agency.
    agency: i64,
    /// Indicator of its own.
    indicator: i64,
    /// Its result, an exact decimal as text.
    value: Option<String>,
    /// Its unit.
    unit: Option<String>,
    /// Whether it is an estimate.
    estimate: bool,
    /// Whether the head of the division approved it, or a report states it.
    vouched: bool,
    /// Its plan.
    plan: Option<String>,
    /// Whether it is in the total.
    added: bool,
    /// Why it is not.
    left_out: Option<String>,
    /// The observation it is; null for what is worked out.
    observation: Option<i64>,
    /// The observation that is the plan.
    plan_observation: Option<i64>,
    /// The figure of the agency's report that shows it.
    figure: Option<i64>,
    /// The report it was read from.
    report: Option<i64>,
}

fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

impl LineOut {
    fn of(found: &Consolidation, line: &FigureLine, lang: Language) -> Self {
        Self {
            code: line.code.clone(),
            name: line.full_name(),
            unit: line.unit.clone(),
            rule: line.rule.code(),
            total: line.result.value().map(plain),
            plan: line.plan.value().map(plain),
            percent_of_plan: line.percent_of_plan().map(plain),
            missing: line.result.missing.iter().map(|id| id.0).collect(),
            values: line.cells.iter().map(|cell| CellOut::of(found, line, cell, lang)).collect(),
        }
    }
}

impl CellOut {
    fn of(found: &Consolidation, line: &FigureLine, cell: &FigureCell, lang: Language) -> Self {
        let out = line.result.left_out.iter().find(|one| one.agency == cell.agency && one.indicator == cell.indicator);
        Self {
            agency: cell.agency.0,
            indicator: cell.indicator.0,
            value: cell.value.map(plain),
            unit: cell.unit.clone(),
            estimate: cell.estimate,
            vouched: cell.vouched,
            plan: cell.plan.map(plain),
            added: line.result.holds(cell.agency, cell.indicator),
            left_out: out.map(|one| lang.pick(&found.why(one.why)).to_owned()),
            observation: cell.observation.map(|id| id.0),
            plan_observation: cell.plan_observation.map(|id| id.0),
            figure: cell.figure.map(|id| id.0),
            report: cell.report.map(|id| id.0),
        }
    }
}

/// Figures of the agencies below by indicator: what they make together by the rule of the indicator, what each states with
/// its source, and what was left out and why.
#[utoipa::path(get, path = "/api/v1/consolidation/figures", tag = "consolidation", params(WhichPeriod), responses((status = 200, body = Vec<LineOut>)))]
pub(super) async fn figures(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Asked(which): Asked<WhichPeriod>,
    headers: HeaderMap,
) -> Result<Json<Vec<LineOut>>, Problem> {
    let (found, lang) = (found(&state, &caller.current, &which).await?, language(&headers));
    Ok(Json(found.lines.iter().map(|line| LineOut::of(&found, line, lang)).collect()))
}

/// Key tasks of the agencies below.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "tasks": [{ "task": 70, "agency": 2, "number": 1, "statement": "Đẩy mạnh xuất nhập khẩu",
        "state": "completed", "self_grade": "good", "appraised": null, "final": null,
        "says": "Kim ngạch xuất nhập khẩu ước đạt 4.750 triệu USD.", "report": 12 }],
    "themes": [{ "name": "Đẩy mạnh xuất nhập khẩu", "agencies": 1, "tasks": [70] }],
    "difficulties": [{ "agency": 2, "report": 12, "cause": "objective", "heading": "Khó khăn",
        "text": "Mưa lũ kéo dài." }] }))]
pub(super) struct WorksOut {
    /// The tasks, by agency and number.
    tasks: Vec<WorkOut>,
    /// They by theme, those of most agencies first.
    themes: Vec<ThemeOut>,
    /// Difficulties the reports name, by cause.
    difficulties: Vec<DifficultyOut>,
}

/// A key task of an agency below.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkOut {
    /// The task.
    task: i64,
    /// Whose.
    agency: i64,
    /// Its number.
    number: u32,
    /// Its statement.
    statement: String,
    /// Its state.
    state: &'static str,
    /// Self-grade.
    self_grade: Option<&'static str>,
    /// Appraised grade.
    appraised: Option<&'static str>,
    /// Final grade.
    #[serde(rename = "final")]
    decided: Option<&'static str>,
    /// What the agency's report says of it, once that is handed up.
    says: Option<String>,
    /// That report.
    report: Option<i64>,
}

/// Tasks of one theme.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ThemeOut {
    /// What it is called by.
    name: String,
    /// How many agencies have a part in it.
    agencies: usize,
    /// Its tasks.
    tasks: Vec<i64>,
}

/// A difficulty a report names.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DifficultyOut {
    /// Whose.
    agency: i64,
    /// The report.
    report: i64,
    /// `objective`, `subjective`; null where it is not told.
    cause: Option<&'static str>,
    /// Heading it stands under.
    heading: Option<String>,
    /// Its words.
    text: String,
}

impl WorkOut {
    fn of(work: &WorkRow) -> Self {
        Self {
            task: work.task.id.0,
            agency: work.agency.0,
            number: work.task.number,
            statement: work.task.statement.clone(),
            state: work.task.state.code(),
            self_grade: work.self_grade.map(Grade::code),
            appraised: work.appraised.map(Grade::code),
            decided: work.decided.map(Grade::code),
            says: work.says.as_ref().map(|passage| passage.text.clone()),
            report: work.says.as_ref().map(|passage| passage.report.0),
        }
    }
}

impl DifficultyOut {
    fn of(row: &ObstacleRow) -> Self {
        Self {
            agency: row.agency.0,
            report: row.report.0,
            cause: row.cause.map(tt_domain::task::Cause::code),
            heading: row.heading.clone(),
            text: row.text.clone(),
        }
    }
}

/// Key tasks of the agencies below with their grades side by side and what the reports say of them, by theme; and the
/// difficulties the reports name.
#[utoipa::path(get, path = "/api/v1/consolidation/tasks", tag = "consolidation", params(WhichPeriod), responses((status = 200, body = WorksOut)))]
pub(super) async fn tasks(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Asked(which): Asked<WhichPeriod>,
) -> Result<Json<WorksOut>, Problem> {
    let found = found(&state, &caller.current, &which).await?;
    let theme = |theme: &ThemeRow| ThemeOut {
        name: theme.name.clone(),
        agencies: theme.agencies,
        tasks: theme.works.iter().filter_map(|at| found.works.get(*at)).map(|work| work.task.id.0).collect(),
    };
    Ok(Json(WorksOut {
        tasks: found.works.iter().map(WorkOut::of).collect(),
        themes: found.themes.iter().map(theme).collect(),
        difficulties: found.obstacles.iter().map(DifficultyOut::of).collect(),
    }))
}

/// All tables of the agencies below as one workbook: reports, totals, figures by agency, grades, tasks.
#[utoipa::path(get, path = "/api/v1/consolidation/xlsx", tag = "consolidation", params(WhichPeriod),
    responses((status = 200, description = "The workbook.", content((Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(super) async fn workbook(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Asked(which): Asked<WhichPeriod>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = found(&state, &caller.current, &which).await?;
    let bytes = found.workbook(language(&headers))?;
    let name = format!("tong-hop-{}.xlsx", found.period.code().to_lowercase());
    Ok(file(&name, tt_app::outputs::Format::Xlsx.media_type(), bytes))
}

/// A report to compose of those below: one that is open (`report`), or that of a regime for a period, opened where it is not
/// yet (`regime` with `period`).
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "regime": 3, "period": "2026" }))]
pub(super) struct ComposeIn {
    /// The report.
    report: Option<i64>,
    /// The regime.
    regime: Option<i64>,
    /// Code of the period.
    #[schema(value_type = Option<String>, pattern = "^(19|2[0-9])[0-9]{2}((0[1-9]|1[0-2])|Q[1-4]|H[12]|W[0-9]{2}|[0-9]{1,2}M|-[0-9]{4})?$")]
    period: Option<Line>,
    /// Whether what the program made before is made anew; needed where the report has content. What people wrote stays.
    #[serde(default)]
    confirmed: bool,
}

impl ComposeIn {
    fn target(&self) -> Result<Target, Problem> {
        match (self.report, self.regime, &self.period) {
            (Some(report), None, None) => Ok(Target::Report(ReportId(report))),
            (None, Some(regime), Some(period)) => Ok(Target::Regime(RegimeId(regime), period_of(&period.0)?)),
            _ => Err(Problem::refused(
                "ghi một trong hai: report (báo cáo đang mở), hoặc regime (chế độ báo cáo) cùng period (kỳ)",
                "give one of the two: report, or regime together with period",
            )),
        }
    }
}

/// What was composed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "report": 40, "made": 116, "kept": 4, "figures": 210, "linked": 198 }))]
pub(super) struct ComposedOut {
    /// The report.
    report: i64,
    /// Blocks made.
    made: usize,
    /// Blocks of people that stayed.
    kept: usize,
    /// Figures made.
    figures: usize,
    /// Of these, how many rest on an observation.
    linked: usize,
}

/// Composes one report of those below, or composes it anew. `If-Match` may name the `version` that was seen; another's
/// change since is then answered with 412.
#[utoipa::path(post, path = "/api/v1/consolidation", tag = "consolidation", params(WhichVersion), request_body = ComposeIn,
    responses((status = 200, body = ComposedOut), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn compose(
    State(state): State<WebState>,
    caller: Caller<ReportsWrite>,
    headers: HeaderMap,
    Body(asked): Body<ComposeIn>,
) -> Result<Json<ComposedOut>, Problem> {
    let to_compose = ToCompose { into: asked.target()?, seen: version(&headers)?, confirmed: asked.confirmed };
    let done = Box::pin(state.app.compose_consolidated(&caller.current, to_compose, &caller.origin)).await;
    let composed = match (done, to_compose.into) {
        (Err(error), Target::Report(id)) if error.is_stale() => {
            let period = state.app.report_passage(&caller.current, id).await?.report.period;
            let now = Box::pin(state.app.consolidation(&caller.current, Some(period))).await?;
            let own = now.own.iter().find(|own| own.report.id == id).map(OwnReportOut::of);
            let yours = serde_json::to_value(&asked).unwrap_or_default();
            return Err(Problem::stale(serde_json::to_value(own).unwrap_or_default(), yours));
        }
        (done, _) => done?,
    };
    Ok(Json(ComposedOut {
        report: composed.report.0,
        made: composed.made,
        kept: composed.kept,
        figures: composed.figures,
        linked: composed.linked,
    }))
}
