//! `/tong-hop`: what the agencies below report for a period, side by side and put together; its workbook; and the form
//! that composes one report of it.

use askama::Template;
use axum::Form;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::consolidation::compose::{Target, ToCompose};
use tt_app::consolidation::reporters::Reporting;
use tt_app::consolidation::{Consolidation, OwnReport};
use tt_app::reporting::names::report_name;
use tt_app::{AppError, Language};
use tt_check::Message;
use tt_domain::id::{AgencyId, ReportId};
use tt_domain::report::ReportState;
use tt_domain::reporting_period::ReportingPeriod;

use super::{as_file, page};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, percent_encoded, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::consolidation::{CauseView, LineView, ReporterView, ThemeView, WorkView};

/// What of it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Reports,
    Figures,
    Grades,
    Themes,
    Obstacles,
}

impl Part {
    const ALL: [Self; 5] = [Self::Reports, Self::Figures, Self::Grades, Self::Themes, Self::Obstacles];

    fn code(self) -> &'static str {
        match self {
            Self::Reports => "bao-cao",
            Self::Figures => "so-lieu",
            Self::Grades => "danh-gia",
            Self::Themes => "chu-de",
            Self::Obstacles => "kho-khan",
        }
    }

    fn words(self, lang: Language) -> &'static str {
        match self {
            Self::Reports => show::say(lang, "Gửi báo cáo", "Reports"),
            Self::Figures => show::say(lang, "Số liệu", "Figures"),
            Self::Grades => show::say(lang, "Đánh giá", "Grades"),
            Self::Themes => show::say(lang, "Theo chủ đề", "By theme"),
            Self::Obstacles => show::say(lang, "Khó khăn", "Difficulties"),
        }
    }
}

/// A part to turn to.
struct Tab {
    href: String,
    words: &'static str,
    count: usize,
    is_current: bool,
}

/// A report of one's own that may be composed into.
struct OwnView {
    id: i64,
    href: String,
    name: String,
    status: show::Status,
    seen: i64,
    blocks: usize,
    written: usize,
    is_open: bool,
}

/// One to choose from: code, words, chosen.
type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "consolidation.html")]
struct ConsolidationPage {
    t: Chrome,
    agency: String,
    period: String,
    part: &'static str,
    tabs: Vec<Tab>,
    periods: Vec<Choice>,
    agencies: Vec<Choice>,
    file: String,
    here: String,
    owed: usize,
    handed: usize,
    late: usize,
    missing: usize,
    reporters: Vec<ReporterView>,
    lines: Vec<LineView>,
    single: Vec<LineView>,
    works: Vec<WorkView>,
    themes: Vec<ThemeView>,
    causes: Vec<CauseView>,
    own: Vec<OwnView>,
    may_compose: bool,
    problem: Option<String>,
    done: Option<(String, String)>,
}

/// Which period, whose, what of it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    ky: String,
    #[serde(default, rename = "co-quan")]
    agency: String,
    #[serde(default)]
    xem: String,
    #[serde(default)]
    xong: String,
}

impl Which {
    fn period(&self) -> Option<ReportingPeriod> {
        ReportingPeriod::read(&self.ky)
    }

    fn agency(&self) -> Option<AgencyId> {
        self.agency.trim().parse().ok()
    }

    fn part(&self) -> Part {
        Part::ALL.into_iter().find(|part| part.code() == self.xem).unwrap_or_default()
    }
}

/// `GET /tong-hop`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let found = state.app.consolidation(&session.current, which.period()).await?;
    page(&shown(&session, &found, &which, None))
}

/// `GET /tong-hop/tai-ve/{format}`: all tables as a workbook.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(format): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    if format != "xlsx" {
        return Err(WebError::NotFound);
    }
    let found = state.app.consolidation(&session.current, which.period()).await?;
    let bytes = found.workbook(session.language())?;
    let mut response = Response::new(Body::from(bytes));
    let name = format!("tong-hop-{}.xlsx", found.period.code().to_lowercase());
    response.headers_mut().insert(CONTENT_DISPOSITION, as_file(&name)?);
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    Ok(response)
}

/// `POST /tong-hop`: composes one report.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let report = fields.id("bao-cao").map(ReportId).ok_or(WebError::NotFound)?;
    let asked =
        ToCompose { into: Target::Report(report), seen: fields.id("thay"), confirmed: fields.text("xac-nhan") == "1" };
    let which = Which { ky: fields.text("ky").to_owned(), ..Which::default() };
    match Box::pin(state.app.compose_consolidated(&session.current, asked, &session.origin)).await {
        Ok(composed) => {
            let period = percent_encoded(&which.ky);
            let counts = format!("{}-{}-{}", composed.report, composed.made, composed.kept);
            Ok(lead_to(&format!("/tong-hop?ky={period}&xong={counts}"), false))
        }
        Err(AppError::Refused(message) | AppError::RefusedAt { message, .. }) => {
            let found = state.app.consolidation(&session.current, which.period()).await?;
            let shown = shown(&session, &found, &which, Some(&message));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn shown(session: &Session, found: &Consolidation, which: &Which, problem: Option<&Message>) -> ConsolidationPage {
    let t = session.chrome(Section::Consolidation);
    let lang = t.lang;
    let (part, only) = (which.part(), which.agency().filter(|id| found.reporter(*id).is_some()));
    let code = found.period.code();
    let at = |part: Part| {
        let agency = only.map(|id| format!("&co-quan={id}")).unwrap_or_default();
        format!("/tong-hop?ky={code}&xem={}{agency}", part.code())
    };
    let about = |agency: AgencyId| only.is_none_or(|only| agency == only);
    let owed = || found.reporters.iter().filter(|one| one.reporting != Reporting::NotOwed);
    let handed = || owed().filter(|one| one.reporting.is_handed_up());
    let is = |wanted: Part| part == wanted;
    let lines = |shared: bool| -> Vec<LineView> {
        let all = found.lines.iter().filter(move |line| line.is_shared() == shared && is(Part::Figures));
        let own = all.filter(|line| line.cells.iter().any(|cell| about(cell.agency)));
        own.map(|line| LineView::new(found, line, only, lang)).collect()
    };
    ConsolidationPage {
        agency: found.agency.name.clone(),
        period: label(found.period, lang),
        part: part.code(),
        tabs: Part::ALL
            .into_iter()
            .map(|one| Tab { href: at(one), words: one.words(lang), count: count(found, one), is_current: one == part })
            .collect(),
        periods: periods(found, lang),
        agencies: found
            .reporters
            .iter()
            .map(|one| (one.agency.id.to_string(), one.agency.name.clone(), only == Some(one.agency.id)))
            .collect(),
        file: format!("/tong-hop/tai-ve/xlsx?ky={code}"),
        here: code.clone(),
        owed: owed().count(),
        handed: handed().count(),
        late: handed().filter(|one| one.late.is_some()).count(),
        missing: owed().filter(|one| one.reporting.is_outstanding()).count(),
        reporters: found
            .reporters
            .iter()
            .filter(|one| about(one.agency.id) && (is(Part::Reports) || is(Part::Grades)))
            .map(|one| ReporterView::new(one, lang))
            .collect(),
        lines: lines(true),
        single: lines(false),
        works: found
            .works
            .iter()
            .filter(|work| about(work.agency) && is(Part::Grades))
            .map(|work| WorkView::new(found, work, lang))
            .collect(),
        themes: found
            .themes
            .iter()
            .filter(|_| is(Part::Themes))
            .filter_map(|theme| ThemeView::new(found, theme, only, lang))
            .collect(),
        causes: if is(Part::Obstacles) { CauseView::all(found, only, lang) } else { Vec::new() },
        own: found.own.iter().map(|own| own_view(own, lang)).collect(),
        may_compose: found.may_compose,
        problem: problem.map(|message| sentence(lang.pick(message))),
        done: done(&which.xong, lang),
        t,
    }
}

fn count(found: &Consolidation, part: Part) -> usize {
    match part {
        Part::Reports => found.reporters.len(),
        Part::Figures => found.lines.len(),
        Part::Grades => found.works.len(),
        Part::Themes => found.themes.len(),
        Part::Obstacles => found.obstacles.len(),
    }
}

fn label(period: ReportingPeriod, lang: Language) -> String {
    match lang {
        Language::Vietnamese => period.label(),
        Language::English => period.label_en(),
    }
}

fn periods(found: &Consolidation, lang: Language) -> Vec<Choice> {
    let mut all = found.periods.clone();
    if !all.contains(&found.period) {
        all.insert(0, found.period);
    }
    all.into_iter().map(|period| (period.code(), label(period, lang), period == found.period)).collect()
}

fn own_view(own: &OwnReport, lang: Language) -> OwnView {
    use ReportState::{Draft, Returned, WithHeads, WithPlanning};
    let report = &own.report;
    OwnView {
        id: report.id.0,
        href: format!("/bao-cao/{}", report.id),
        name: lang.pick(&report_name(report, own.regime.as_deref())).to_owned(),
        status: show::report_state(report.state, lang),
        seen: report.updated_at.as_microsecond(),
        blocks: own.blocks,
        written: own.written,
        is_open: matches!(report.state, Draft | Returned | WithHeads | WithPlanning),
    }
}

/// What was composed, told once: the report's page, and a sentence.
fn done(told: &str, lang: Language) -> Option<(String, String)> {
    let mut numbers = told.split('-').map(str::parse::<i64>);
    let (report, made, kept) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    let words = match lang {
        Language::Vietnamese => format!("Đã soạn {made} đoạn, giữ nguyên {kept} đoạn do người soạn viết."),
        Language::English => format!("{made} blocks were made, {kept} written by people stayed."),
    };
    Some((format!("/bao-cao/{report}"), words))
}
