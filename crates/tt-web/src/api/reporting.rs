//! Reports on their way: the calendar of what is owed, opening one, its steps, parts of divisions, issued files, and
//! whether a file is one that was issued. A signature is a person's own act and is given on the report's page only.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use tt_app::reporting::issue::IssueAsked;
use tt_app::reporting::opening::ReportToOpen;
use tt_app::reporting::parts::AskedPart;
use tt_app::reporting::regimes::Owed;
use tt_domain::id::{RegimeId, ReportId};
use tt_domain::report::ReportState;
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, ReportsRead, ReportsWrite};
use super::indicators::period_of;
use super::input::{Asked, Body, Day, Id, Line, Prose, WhichVersion};
use super::problem::{Problem, language};
use super::reporting_types::{ReportDetail, ReportOut, StepIn, ToDo};
use super::tasks::{read_version, tag};
use super::types::{Made, file};
use crate::routes::WebState;

/// The agency's reports, the newest year first.
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports", responses((status = 200, body = Vec<ReportOut>)))]
pub(super) async fn reports(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
) -> Result<Json<Vec<ReportOut>>, Problem> {
    let all = state.app.reports(&caller.current).await?;
    Ok(Json(all.iter().map(ReportOut::of).collect()))
}

/// A report to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "regime": 3, "period": "202611" }))]
pub(super) struct ReportIn {
    /// By which regime.
    #[schema(minimum = 1)]
    regime: i64,
    /// For which period: `202611`, `2026Q4`, `2026H1`, `20269M`, `2026`, `2026W48`, `2021-2025`.
    #[schema(value_type = String, pattern = "^(19|2[0-9])[0-9]{2}((0[1-9]|1[0-2])|Q[1-4]|H[12]|W[0-9]{2}|[0-9]{1,2}M|-[0-9]{4})?$")]
    period: Line,
    /// What it is about, of one made on demand.
    occasion: Option<Line>,
    /// Day by which it is due, of one made on demand.
    due: Option<Day>,
}

/// Opens a report by hand, before its day or on demand, and asks the divisions of its regime for their parts.
#[utoipa::path(post, path = "/api/v1/reports", tag = "reports", request_body = ReportIn, responses((status = 201, body = Made)))]
pub(super) async fn open(
    State(state): State<WebState>,
    caller: Caller<ReportsWrite>,
    Body(asked): Body<ReportIn>,
) -> Result<Response, Problem> {
    let asked = ReportToOpen {
        regime: RegimeId(asked.regime),
        period: period_of(&asked.period.0)?,
        occasion: asked.occasion.map(|line| line.0).unwrap_or_default(),
        due: asked.due.map(|day| day.0),
    };
    let id = state.app.open_report(&caller.current, &asked, &caller.origin).await?;
    Ok(Made::at("reports", id.0))
}

/// A report of the agency: where it stands, parts, history, what the user may do with it. `ETag` counts its steps.
#[utoipa::path(get, path = "/api/v1/reports/{id}", tag = "reports", params(("id" = i64, Path)), responses((status = 200, body = ReportDetail)))]
pub(super) async fn report(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    shown(&state, &caller.current, ReportId(id), &headers).await
}

async fn shown(
    state: &WebState,
    current: &tt_app::CurrentUser,
    id: ReportId,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let found = state.app.report_passage(current, id).await?;
    let mut response = Json(ReportDetail::of(&found, language(headers))).into_response();
    tag(&mut response, i64::try_from(found.seen).unwrap_or(i64::MAX));
    Ok(response)
}

/// Takes a step: parts asked for, handed in, approved, returned or waived; the whole passed on, returned, issued, recalled,
/// corrected. `If-Match` names the `ETag` it was decided on; another's step in between is answered with 412. What the
/// user can do now is in `steps` of the report and of its parts. Signing is left to people: `sign` is no step here.
#[utoipa::path(post, path = "/api/v1/reports/{id}/steps", tag = "reports", params(("id" = i64, Path), WhichVersion), request_body = StepIn,
    responses((status = 200, body = ReportDetail), (status = 412, body = super::problem::ProblemBody, content_type = "application/problem+json"), (status = 428, description = "If-Match is missing.")))]
pub(super) async fn step(
    State(state): State<WebState>,
    caller: Caller<ReportsWrite>,
    Id(id): Id,
    headers: HeaderMap,
    Body(asked): Body<StepIn>,
) -> Result<Response, Problem> {
    let (id, current) = (ReportId(id), &caller.current);
    // What was seen is a number of steps: one that cannot be is of no report.
    let seen = usize::try_from(read_version(&headers)?).unwrap_or(usize::MAX);
    let yours = serde_json::to_value(&asked).unwrap_or_default();
    let done = match asked.into_to_do()? {
        ToDo::Step(asked) => Box::pin(state.app.take_step(current, id, &asked, seen, &caller.origin)).await,
        ToDo::Issue(on) => {
            let asked = IssueAsked { on, seen };
            Box::pin(state.app.issue_report(current, id, asked, &caller.origin)).await.map(|_| ())
        }
    };
    match done {
        Err(error) if error.is_stale() => {
            let now = state.app.report_passage(current, id).await?;
            let now = serde_json::to_value(ReportDetail::of(&now, language(&headers))).unwrap_or_default();
            Err(Problem::stale(now, yours))
        }
        other => {
            other?;
            shown(&state, current, id, &headers).await
        }
    }
}

/// Why a report is to be replaced.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "Sai số liệu xuất khẩu tháng 11" }))]
pub(super) struct ReplacementIn {
    /// Why.
    reason: Prose,
}

/// Opens a report in the place of one that was issued or recalled: it begins as a copy.
#[utoipa::path(post, path = "/api/v1/reports/{id}/replacement", tag = "reports", params(("id" = i64, Path)), request_body = ReplacementIn, responses((status = 201, body = Made)))]
pub(super) async fn replace(
    State(state): State<WebState>,
    caller: Caller<ReportsWrite>,
    Id(id): Id,
    Body(asked): Body<ReplacementIn>,
) -> Result<Response, Problem> {
    let made = state.app.open_replacement(&caller.current, ReportId(id), &asked.reason.0, &caller.origin).await?;
    Ok(Made::at("reports", made.0))
}

/// A file of a report as it was issued, byte by byte.
#[utoipa::path(get, path = "/api/v1/reports/{id}/issued/{format}", tag = "reports",
    params(("id" = i64, Path), ("format" = String, Path, description = "`docx`, `pdf` or `html`.")),
    responses((status = 200, description = "The file.", content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (String = "text/html")))))]
pub(super) async fn issued_file(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Path((id, format)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id = id.parse().map(ReportId).map_err(|_| Problem::not_found())?;
    let found = state.app.issued_file(&caller.current, id, &format).await?;
    Ok(file(&found.name, found.media_type, found.bytes))
}

/// What is known of a file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "holds": true,
    "standing": "issued", "agency": "SCT", "number": "12/BC-SCT", "dated": "2026-12-01" }))]
pub(super) struct VerifiedOut {
    /// SHA-256 of the file, in hex.
    digest: String,
    /// Whether it was issued and is in force.
    holds: bool,
    /// `issued`, `corrected`, `recalled`, `replaced`; null for a file that was never issued.
    standing: Option<&'static str>,
    /// Symbol of the agency that issued it.
    agency: Option<String>,
    /// Number and symbol.
    number: Option<String>,
    /// Date.
    dated: Option<Day>,
}

/// Whether the file with that SHA-256 is one that was issued, and what became of it. Whoever holds a file can work its
/// digest out; the file itself is not sent.
#[utoipa::path(get, path = "/api/v1/issued-files/{digest}", tag = "reports",
    params(("digest" = String, Path, description = "SHA-256 of the file in hex.", min_length = 64, max_length = 64, pattern = "^[0-9a-fA-F]{64}$")),
    responses((status = 200, body = VerifiedOut)))]
pub(super) async fn verify(
    State(state): State<WebState>,
    _caller: Caller<ReportsRead>,
    Path(digest): Path<String>,
) -> Result<Json<VerifiedOut>, Problem> {
    let found = state.app.verify_digest(&digest).await?;
    let issued = found.issued.as_ref();
    Ok(Json(VerifiedOut {
        holds: found.holds(),
        standing: issued.map(|one| one.standing.code()),
        agency: issued.map(|one| one.agency.clone()),
        number: issued.map(|one| one.number.clone()),
        dated: issued.map(|one| Day(one.dated)),
        digest: found.digest,
    }))
}

/// A part that a division owes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "report": 12, "report_name": "Báo cáo công tác tháng", "period": "202611", "division": 4,
    "division_name": "Phòng Quản lý Thương mại", "state": "asked", "due": "2026-11-30", "late": false, "reason": null,
    "may_hand": true }))]
pub(super) struct AskedPartOut {
    /// The report that waits for it.
    report: i64,
    /// Name of its regime, or its occasion.
    report_name: String,
    /// Code of the report's period.
    period: String,
    /// The division.
    division: i64,
    /// Its name.
    division_name: String,
    /// `asked` or `returned`.
    state: &'static str,
    /// Day by which it is asked for.
    due: Day,
    /// Whether that has passed.
    late: bool,
    /// Why it was sent back.
    reason: Option<String>,
    /// Whether the user hands it in, with the step `hand_part`.
    may_hand: bool,
}

impl AskedPartOut {
    fn of(asked: AskedPart) -> Self {
        Self {
            report: asked.report.id.0,
            report_name: asked.regime.unwrap_or(asked.report.occasion),
            period: asked.report.period.code(),
            division: asked.part.division.0,
            division_name: asked.division,
            state: asked.part.state.code(),
            due: Day(asked.part.due),
            late: asked.late,
            reason: asked.part.reason,
            may_hand: asked.may_hand,
        }
    }
}

/// Parts of the agency's reports that divisions owe, by day due.
#[utoipa::path(get, path = "/api/v1/report-parts", tag = "reports", responses((status = 200, body = Vec<AskedPartOut>)))]
pub(super) async fn parts(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
) -> Result<Json<Vec<AskedPartOut>>, Problem> {
    let all = state.app.asked_parts(&caller.current).await?;
    Ok(Json(all.into_iter().map(AskedPartOut::of).collect()))
}

/// Which year of the calendar.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichCalendar {
    /// Year; this year unless told.
    #[param(minimum = 1900, maximum = 2999)]
    year: Option<i16>,
}

/// Regimes of reporting with a year of their calendar.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "year": 2026, "regimes": [{ "id": 3, "name": "Báo cáo công tác tháng", "frequency": "month",
        "active": true, "reports_to": "Ủy ban nhân dân tỉnh", "lead": null, "divisions": [4], "template": "" }],
    "owed": [{ "regime": 3, "period": "202611", "data_from": "2026-11-15", "data_to": "2026-12-14", "opens": "2026-12-15",
        "parts_due": "2026-12-17", "due": "2026-12-21", "report": null, "state": null, "late": false }] }))]
pub(super) struct CalendarOut {
    /// The year.
    year: i16,
    /// The regimes.
    regimes: Vec<RegimeOut>,
    /// Reports owed in the year, by day due.
    owed: Vec<OwedOut>,
}

/// A regime of reporting.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegimeOut {
    /// Identity.
    id: i64,
    /// Name of the report.
    name: String,
    /// `week`, `month`, `quarter`, `half`, `nine_months`, `year`, `term`, `on_demand`.
    frequency: &'static str,
    /// Whether the calendar opens reports by it.
    active: bool,
    /// Whom it goes to.
    reports_to: String,
    /// Division that draws it up; null for the planning officer.
    lead: Option<i64>,
    /// Divisions asked for a part.
    divisions: Vec<i64>,
    /// Template it is composed by; empty for the shipped one.
    template: String,
}

/// A report that is owed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwedOut {
    /// Regime it is made by.
    regime: i64,
    /// Code of its period.
    period: String,
    /// First day of its data window.
    data_from: Day,
    /// Last day of it.
    data_to: Day,
    /// Day it is opened.
    opens: Day,
    /// Day by which divisions hand in.
    parts_due: Day,
    /// Day it is due.
    due: Day,
    /// The report, once it is open.
    report: Option<i64>,
    /// Its state.
    state: Option<&'static str>,
    /// Whether its day has passed and it is not issued.
    late: bool,
}

impl OwedOut {
    fn of(owed: &Owed) -> Self {
        Self {
            regime: owed.regime.0,
            period: owed.period.code(),
            data_from: Day(owed.window.0),
            data_to: Day(owed.window.1),
            opens: Day(owed.opens),
            parts_due: Day(owed.parts_due),
            due: Day(owed.due),
            report: owed.report.map(|(id, _)| id.0),
            state: owed.report.map(|(_, state): (ReportId, ReportState)| state.code()),
            late: owed.late,
        }
    }
}

/// The agency's regimes of reporting, and what they owe in a year. Regimes are kept on the page `/che-do-bao-cao`.
#[utoipa::path(get, path = "/api/v1/report-regimes", tag = "reports", params(WhichCalendar), responses((status = 200, body = CalendarOut)))]
pub(super) async fn calendar(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Asked(which): Asked<WhichCalendar>,
) -> Result<Json<CalendarOut>, Problem> {
    if which.year.is_some_and(|year| !(1900..=2999).contains(&year)) {
        return Err(Problem::refused("year: năm từ 1900 đến 2999", "year: from 1900 to 2999"));
    }
    let found = state.app.regime_calendar(&caller.current, which.year).await?;
    let regimes = found.regimes.iter().map(|regime| RegimeOut {
        id: regime.id.0,
        name: regime.terms.name.clone(),
        frequency: regime.terms.frequency.code(),
        active: regime.terms.active,
        reports_to: regime.terms.reports_to.clone(),
        lead: regime.terms.lead.map(|id| id.0),
        divisions: regime.terms.divisions.iter().map(|id| id.0).collect(),
        template: regime.terms.template.clone(),
    });
    Ok(Json(CalendarOut {
        year: found.year,
        regimes: regimes.collect(),
        owed: found.owed.iter().map(OwedOut::of).collect(),
    }))
}
