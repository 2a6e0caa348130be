//! The task list and a task's page.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use tt_app::Language;
use tt_app::registers::looking::EntryOn;
use tt_domain::id::TaskId;
use tt_domain::life::CommandKind;
use tt_domain::register::Register;
use tt_text::fold::fold;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, percent_encoded};
use crate::routes::WebState;
use crate::show::{self, Status};
use crate::views::document::DocumentView;
use crate::views::grading::Refused;
use crate::views::indicator::{Indicator, indicators};
use crate::views::life::{Attempt, LifeView};
use crate::views::prose::{Part, Prose};
use crate::views::register::{MarkView, mark_view};
use crate::views::task::{ObstacleView, TargetView, TaskRow};
use crate::views::task_grading::{TaskGrading, TieOffers};

/// The task list.
#[derive(Template)]
#[template(path = "tasks.html", blocks = ["rows"])]
struct TaskListPage {
    t: Chrome,
    filter: Filter,
    year: i16,
    years: Vec<i16>,
    total: usize,
    tasks: Vec<TaskRow>,
    grades: Vec<Choice>,
    states: Vec<Choice>,
    columns: Vec<Column>,
}

/// A choice of a filter that occurs among the year's tasks.
struct Choice {
    code: &'static str,
    words: &'static str,
}

/// A column the list can be ordered by.
struct Column {
    words: &'static str,
    href: String,
    is_current: bool,
    class: &'static str,
}

/// What the list is narrowed to, from its address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Filter {
    #[serde(default)]
    nam: String,
    #[serde(default, rename = "trang-thai")]
    state: String,
    #[serde(default, rename = "muc")]
    grade: String,
    #[serde(default, rename = "tim")]
    text: String,
    #[serde(default, rename = "xep")]
    order: String,
}

impl Filter {
    fn is_narrowing(&self) -> bool {
        !(self.state.is_empty() && self.grade.is_empty() && self.text.trim().is_empty())
    }

    fn address(&self, order: &str) -> String {
        let pairs = [
            ("nam", &self.nam),
            ("trang-thai", &self.state),
            ("muc", &self.grade),
            ("tim", &self.text),
            ("xep", &order.to_owned()),
        ];
        let given: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        format!("/nhiem-vu?{}", given.join("&"))
    }
}

/// The code of a task that nobody graded.
const UNGRADED: &str = "none";

/// `GET /nhiem-vu`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Tasks);
    let lang = t.lang;
    let overview = state.app.overview(&session.current, filter.nam.trim().parse().ok()).await?;
    let total = overview.tasks.len();
    let wanted = fold(filter.text.trim());
    let mut kept: Vec<(TaskRow, &str, &str)> = overview
        .tasks
        .iter()
        .map(|summary| {
            let row = TaskRow::new(summary, overview.today, lang);
            let grade = row.grade.as_ref().map_or(UNGRADED, |given| given.grade.code());
            (row, summary.task.state.code(), grade)
        })
        .collect();
    let states = choices(kept.iter().map(|(row, state, _)| (*state, row.status.words)));
    let ungraded = t.say("Chưa đánh giá", "Not graded");
    let grades =
        choices(kept.iter().map(|(row, _, grade)| (*grade, row.grade.as_ref().map_or(ungraded, |given| given.words))));
    kept.retain(|(row, state, grade)| {
        (filter.state.is_empty() || filter.state == *state)
            && (filter.grade.is_empty() || filter.grade == *grade)
            && (wanted.is_empty() || fold(&row.statement).contains(&wanted))
    });
    let mut tasks: Vec<TaskRow> = kept.into_iter().map(|(row, ..)| row).collect();
    sort(&mut tasks, &filter.order);
    let list = TaskListPage {
        year: overview.year,
        years: overview.years,
        total,
        columns: columns(&t, &filter),
        tasks,
        grades,
        states,
        filter,
        t,
    };
    if session.htmx { page(&list.as_rows()) } else { page(&list) }
}

fn choices(pairs: impl Iterator<Item = (&'static str, &'static str)>) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    for (code, words) in pairs {
        if !found.iter().any(|known| known.code == code) {
            found.push(Choice { code, words });
        }
    }
    found
}

fn sort(tasks: &mut [TaskRow], order: &str) {
    match order {
        "han" => tasks.sort_by_key(|task| (task.deadline.is_none(), task.deadline.clone(), task.number)),
        "muc" => tasks.sort_by_key(|task| (task.grade.as_ref().map(|given| given.grade.code()), task.number)),
        "trang-thai" => tasks.sort_by_key(|task| (task.status.words, task.number)),
        _ => tasks.sort_by_key(|task| task.number),
    }
}

fn columns(t: &Chrome, filter: &Filter) -> Vec<Column> {
    let column = |order: &str, words, class| Column {
        words,
        href: filter.address(order),
        is_current: filter.order == order,
        class,
    };
    vec![
        column("", t.say("Mã", "No."), "k-id"),
        Column { words: t.say("Nhiệm vụ", "Task"), href: String::new(), is_current: false, class: "k-t" },
        Column {
            words: t.say("Kết quả nêu trong báo cáo", "Result stated"),
            href: String::new(),
            is_current: false,
            class: "k-pr",
        },
        column("muc", t.say("Tự đánh giá", "Self-grade"), "k-gr"),
        column("han", t.say("Hạn", "Due"), "k-dl"),
        column("trang-thai", t.say("Trạng thái", "State"), "k-st"),
    ]
}

/// A task's page.
#[derive(Template)]
#[template(path = "task.html")]
struct TaskPage {
    t: Chrome,
    row: TaskRow,
    year: i16,
    statement: String,
    targets: Vec<TargetView>,
    g: TaskGrading,
    indicators: Vec<Indicator>,
    narrative: Prose,
    report_href: Option<String>,
    documents: Vec<DocumentView>,
    obstacles: Vec<ObstacleView>,
    /// Entries of registers that are evidence for it.
    evidence: Vec<EvidenceView>,
    continues: Option<Neighbour>,
    continued_by: Option<Neighbour>,
    status: Status,
    life: LifeView,
}

/// An entry of a register that is evidence for the task.
struct EvidenceView {
    href: String,
    title: String,
    register: String,
    stage: String,
    mark: Option<MarkView>,
}

impl EvidenceView {
    fn new((register, on): &(Register, EntryOn), lang: Language) -> Self {
        let standing = &on.at.standing;
        let stage = standing.at.and_then(|id| register.stage(id));
        Self {
            href: format!("/so-theo-doi/-/{}", on.entry.id),
            title: on.entry.title.clone(),
            register: register.name.clone(),
            stage: stage.map(|stage| stage.spec.name.clone()).unwrap_or_default(),
            mark: standing.at.and_then(|id| standing.mark(id)).map(|mark| mark_view(mark, lang)),
        }
    }
}

/// Last or next year's task.
struct Neighbour {
    year: i16,
    number: u32,
    statement: String,
    href: String,
}

impl Neighbour {
    fn new((year, task): &(i16, tt_domain::task::Task)) -> Self {
        Self {
            year: *year,
            number: task.number,
            statement: show::shortened(&task.statement, 160),
            href: format!("/nhiem-vu/{}", task.id),
        }
    }
}

/// Which command's form stands open.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Opened {
    #[serde(default)]
    lenh: String,
}

/// `GET /nhiem-vu/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Query(opened): Query<Opened>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    task_page(&state, &session, id, CommandKind::from_code(&opened.lenh), None, None).await
}

/// A task's page, with a form on it that was sent and refused, if one was.
pub(super) async fn task_page(
    state: &WebState,
    session: &Session,
    id: TaskId,
    opened: Option<CommandKind>,
    attempt: Option<&Attempt>,
    refused: Option<&Refused>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Tasks);
    let lang = t.lang;
    let life = state.app.task_life(&session.current, id).await?;
    let details = state.app.task(&session.current, id).await?;
    let summary = &details.summary;
    let row = TaskRow::new(summary, details.today, lang);
    let summaries = std::slice::from_ref(summary);
    let graded = state.app.graded_task(&session.current, id).await?;
    let evidence = state.app.entries_of_task(&session.current, id).await?;
    let offers = TieOffers {
        indicators: state.app.indicators_for(&session.current, id, &summary.task.statement).await?,
        measures: state.app.measures_for(&session.current, &graded).await?,
    };
    page(&TaskPage {
        year: details.programme.year,
        statement: summary.task.statement.clone(),
        targets: summary.targets.iter().map(TargetView::new).collect(),
        g: TaskGrading::new(&graded, &summary.figures, &offers, refused, lang),
        indicators: indicators(&summary.figures, lang),
        narrative: details.narrative.as_ref().map(|text| Prose::new(text, &[], Part::Body)).unwrap_or_default(),
        report_href: details.report.as_ref().map(|report| format!("/bao-cao/{}", report.id)),
        documents: details.documents.iter().map(|one| DocumentView::new(one, lang)).collect(),
        evidence: evidence.iter().map(|one| EvidenceView::new(one, lang)).collect(),
        obstacles: details.obstacles.iter().map(|one| ObstacleView::new(one, summaries, lang)).collect(),
        continues: details.continues.as_ref().map(Neighbour::new),
        continued_by: details.continued_by.as_ref().map(Neighbour::new),
        status: row.status,
        life: LifeView::new(&life, session.current.user.id.0, opened, attempt, lang),
        row,
        t,
    })
}
