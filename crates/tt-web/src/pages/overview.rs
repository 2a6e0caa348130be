//! A year at a glance.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use tt_app::Language;
use tt_app::pictures;
use tt_app::warnings::{WarningsAsked, level_name};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::programme::ProgrammeState;

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::WebError;
use crate::routes::WebState;
use crate::show;
use crate::views::chart::ChartView;
use crate::views::document::DocumentView;
use crate::views::finding::{self, FindingView, Tally};
use crate::views::indicator::{Indicator, indicators};
use crate::views::report::ReportRow;
use crate::views::task::{ObstacleView, TaskRow, grade_at};
use crate::views::warning::WarningView;

/// The page.
#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    t: Chrome,
    year: i16,
    years: Vec<i16>,
    decision: Option<DocumentView>,
    proposed: bool,
    grades: Vec<GradeCount>,
    ungraded: usize,
    tasks: Vec<TaskRow>,
    indicators: Vec<Indicator>,
    obstacles: Vec<ObstacleView>,
    documents: Vec<DocumentView>,
    document_count: u64,
    report: Option<ReportRow>,
    tally: Tally,
    attention: Vec<Attention>,
    warnings: Vec<WarningView>,
    /// How many warn, by level.
    warned: Vec<(usize, String)>,
    changed: usize,
    heat: Option<ChartView>,
}

/// A finding, and how often the report has it.
struct Attention {
    finding: FindingView,
    times: usize,
}

/// How many tasks have a grade.
struct GradeCount {
    words: String,
    count: usize,
}

/// Which year.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Year {
    pub(super) nam: Option<String>,
}

impl Year {
    pub(super) fn number(&self) -> Option<i16> {
        self.nam.as_deref().and_then(|year| year.trim().parse().ok()).filter(|year| (1945..=9999).contains(year))
    }
}

/// How many values and errors the page shows.
const SHOWN: usize = 6;

/// `GET /tong-quan`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(year): Query<Year>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Overview);
    let lang = t.lang;
    let overview = state.app.overview(&session.current, year.number()).await?;
    let (tally, attention) = match &overview.report {
        Some(report) => {
            let view = state.app.report(&session.current, report.id).await?;
            let all = finding::views(&view.findings, &view.document, &view.found.outline, lang);
            (Tally::of(&view.findings), attention(all))
        }
        None => (Tally::default(), Vec::new()),
    };
    let warnings = state.app.warnings(&session.current, &WarningsAsked::default()).await?;
    let heat = state.app.task_heat(&session.current, Some(overview.year)).await?;
    let held = overview.tasks.iter().flat_map(|task| indicators(&task.figures, lang));
    let grades: Vec<Grade> =
        overview.tasks.iter().filter_map(|task| grade_at(&task.ratings, Stage::SelfGraded)).collect();
    page(&OverviewPage {
        year: overview.year,
        years: overview.years.clone(),
        decision: overview.decision.as_ref().map(|document| DocumentView::new(document, lang)),
        proposed: overview.programme.as_ref().is_some_and(|programme| programme.state == ProgrammeState::Proposed),
        ungraded: overview.tasks.len() - grades.len(),
        grades: count(&grades, lang),
        tasks: overview.tasks.iter().map(|task| TaskRow::new(task, overview.today, lang)).collect(),
        indicators: held.filter(|value| value.plan.is_some() && !value.name.is_empty()).take(SHOWN).collect(),
        obstacles: overview.obstacles.iter().map(|one| ObstacleView::new(one, &overview.tasks, lang)).collect(),
        documents: overview.recent_documents.iter().map(|one| DocumentView::new(&one.document, lang)).collect(),
        document_count: overview.document_count,
        report: overview.report.as_ref().map(|report| ReportRow::new(report, None, lang)),
        tally,
        attention,
        warned: warnings
            .counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(level, count)| (*count, lang.pick(&level_name(*level)).to_lowercase()))
            .collect(),
        changed: warnings.changed,
        warnings: warnings.items.iter().take(SHOWN).map(|one| WarningView::new(one, lang)).collect(),
        heat: pictures::deadlines(&heat, lang).map(|plot| ChartView::new("nhiet", lang, &plot)),
        t,
    })
}

/// The gravest findings, those that say the same told once.
fn attention(all: Vec<FindingView>) -> Vec<Attention> {
    let mut told: Vec<Attention> = Vec::new();
    let (errors, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.class == "bad");
    for one in errors.into_iter().chain(others.into_iter().filter(|one| one.class == "warn")) {
        let same = |known: &&mut Attention| known.finding.title.to_lowercase() == one.title.to_lowercase();
        match told.iter_mut().find(same) {
            Some(known) => known.times += 1,
            None => told.push(Attention { finding: one, times: 1 }),
        }
    }
    told.truncate(SHOWN);
    told
}

/// Counts of grades, the best first.
fn count(grades: &[Grade], lang: Language) -> Vec<GradeCount> {
    Grade::ALL
        .iter()
        .rev()
        .map(|grade| GradeCount {
            words: show::grade(*grade, lang).to_lowercase(),
            count: grades.iter().filter(|given| *given == grade).count(),
        })
        .filter(|counted| counted.count > 0)
        .collect()
}
