//! Reports: the list, the official page with its findings, and the files.

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::Response;
use tt_app::coverage::Backing;
use tt_app::outputs::Format;
use tt_app::reporting::passage::is_written;
use tt_app::reports::mark_draft;
use tt_document::Document;
use tt_document::model::RunRole;
use tt_domain::id::ReportId;
use tt_domain::report::ReportFigure;
use tt_render::form::{Form, PageNumberPlace};

use super::{as_file, page};
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::WebError;
use crate::routes::WebState;
use crate::views::finding::{self, FindingView, OutlineView, Tally};
use crate::views::prose::{Part, Prose, ProseBlock};
use crate::views::report::{FrameView, ReportRow};

/// The list of reports.
#[derive(Template)]
#[template(path = "reports.html")]
struct ReportListPage {
    t: Chrome,
    reports: Vec<ReportRow>,
}

/// `GET /bao-cao`.
pub(crate) async fn index(State(state): State<WebState>, Visitor(session): Visitor) -> Result<Response, WebError> {
    let t = session.chrome(Section::Reports);
    let reports = state.app.named_reports(&session.current).await?;
    let rows = reports.iter().map(|(report, name)| ReportRow::named(report, name, t.lang));
    page(&ReportListPage { reports: rows.collect(), t })
}

/// A report's page.
#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    t: Chrome,
    report: ReportRow,
    /// Whether it is still being written.
    open: bool,
    frame: FrameView,
    prose: Prose,
    /// Blocks of the annexes, which stand behind the signature.
    annexes: Vec<ProseBlock>,
    outline: Vec<OutlineView>,
    findings: Vec<FindingView>,
    tally: Tally,
    figures: usize,
    citations: usize,
    on_record: usize,
    /// Of them by an indicator, a target, a register.
    observed: usize,
    goals: usize,
    registered: usize,
    derived: usize,
    /// Figures that only the report states: page and words.
    narrative: Vec<(String, String)>,
    formats: [(&'static str, &'static str); 6],
    /// Whether it is one's own agency's; else one that an agency below handed up.
    is_own: bool,
    /// Whether its pages are numbered in the bottom corner, as documents of before 5 March 2020 are.
    number_below: bool,
}

/// `GET /bao-cao/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Reports);
    let mut view = state.app.report(&session.current, number(&id)?).await?;
    let is_own = view.report.agency == session.current.agency.id;
    if !is_own {
        without_citations(&mut view.document);
    }
    let backed = state.app.report_backing(&session.current, &view).await?;
    let mut frame = view.document.frame.clone();
    mark_draft(&view.report, &mut frame);
    let mut prose = Prose::new(&view.document, &view.findings, Part::Body);
    prose.draw_narrow(&view.drawn);
    let annexes = prose.take_annexes();
    let count = |fits: fn(&Backing) -> bool| backed.iter().filter(|(_, backing)| fits(backing)).count();
    page(&ReportPage {
        on_record: count(Backing::is_record),
        observed: count(|backing| matches!(backing, Backing::Record)),
        goals: count(|backing| matches!(backing, Backing::Target)),
        registered: count(|backing| matches!(backing, Backing::Register(_))),
        derived: count(Backing::is_derived),
        narrative: view
            .figures
            .iter()
            .zip(&backed)
            .filter(|(_, (_, backing))| *backing == Backing::Narrative)
            .map(|(figure, _)| (format!("/so-lieu/{}", figure.id), narrative(figure)))
            .collect(),
        open: is_own && is_written(view.report.state),
        report: ReportRow::new(&view.report, view.regime.as_deref(), t.lang),
        frame: FrameView::new(&frame),
        prose,
        annexes,
        outline: finding::outline(&view.found.outline, &view.document, &view.findings),
        findings: finding::views(&view.findings, &view.document, &view.found.outline, t.lang),
        tally: Tally::of(&view.findings),
        figures: view.figures.len(),
        is_own,
        citations: view.found.citations.len(),
        number_below: Form::for_date(&view.document.frame.date).page_number.place == PageNumberPlace::BottomRight,
        formats: [
            ("docx", "DOCX"),
            ("pdf", "PDF"),
            ("xlsx", "XLSX"),
            ("html", "HTML"),
            ("md", "Markdown"),
            ("txt", "TXT"),
        ],
        t,
    })
}

/// `GET /bao-cao/{id}/tai-ve/{format}`.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((id, format)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let format = Format::from_extension(&format).ok_or(WebError::NotFound)?;
    let file = state.app.report_file(&session.current, number(&id)?, format).await?;
    let mut response = Response::new(Body::from(file.bytes));
    // Names are ASCII; the second form says so to browsers that would guess.
    response.headers_mut().insert(CONTENT_DISPOSITION, as_file(&file.name)?);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    Ok(response)
}

/// Leaves mentions of documents as words: the records of another agency's documents are its own.
fn without_citations(document: &mut Document) {
    let runs = document.blocks.iter_mut().flat_map(|block| &mut block.runs);
    for run in runs.chain(document.notes.iter_mut().flat_map(|note| &mut note.runs)) {
        if matches!(run.role, RunRole::Citation(_)) {
            run.role = RunRole::Text;
        }
    }
}

/// A figure with what it measures.
fn narrative(figure: &ReportFigure) -> String {
    match &figure.stated.subject {
        Some(subject) => format!("{}: {subject}", figure.stated.printed),
        None => figure.stated.printed.clone(),
    }
}

fn number(id: &str) -> Result<ReportId, WebError> {
    id.parse().map_err(|_| WebError::NotFound)
}
