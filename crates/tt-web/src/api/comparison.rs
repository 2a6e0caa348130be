//! Two texts of reports side by side: by part of the frame, task, figure and sentence.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use tt_app::comparing::{Compared, ComparedSide, Edition};
use tt_document::compare::{FigureChange, FigurePair, Piece, PieceOf, SentenceChange, SentencePair, TaskPair};
use tt_document::extract::{Figure, Task};
use tt_domain::id::ReportId;
use utoipa::{IntoParams, ToSchema};

use super::caller::{Caller, ReportsRead};
use super::input::{Asked, Body, Line};
use super::problem::{Problem, language};
use crate::routes::WebState;

/// Which text of a report.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum EditionCode {
    /// As the records compose it now.
    #[default]
    Recorded,
    /// The file that was frozen at its issue.
    Issued,
}

impl EditionCode {
    fn of(self, report: i64) -> Edition {
        match self {
            Self::Recorded => Edition::Recorded(ReportId(report)),
            Self::Issued => Edition::Issued(ReportId(report)),
        }
    }
}

/// Which two texts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichTexts {
    /// The report on the left: last year's, the draft, the agency's.
    left: i64,
    /// Which text of it; `recorded` unless told.
    #[serde(default)]
    #[param(inline)]
    left_text: Option<EditionCode>,
    /// The report on the right: this year's, the issued one, the province's.
    right: i64,
    /// Which text of it; `recorded` unless told.
    #[serde(default)]
    #[param(inline)]
    right_text: Option<EditionCode>,
    /// Whether what is the same is told too.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    all: bool,
}

/// A report and a file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "left": 12, "left_text": "issued", "name": "bao-cao.txt", "content": "QsOhbyBjw6Fv" }))]
pub(super) struct FileToCompare {
    /// The report on the left.
    left: i64,
    /// Which text of it; `recorded` unless told.
    left_text: Option<EditionCode>,
    /// Name of the file on the right.
    name: Line,
    /// The file, DOCX, PDF, TXT or MD, in base64; nothing of it is kept.
    #[schema(format = Byte)]
    content: String,
    /// Whether what is the same is told too.
    #[serde(default)]
    all: bool,
}

/// Two texts and what differs between them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "left": { "name": "SCT: Báo cáo năm 2025 (đã ban hành)", "report": 8, "is_issued_file": null },
    "right": { "name": "SCT: Báo cáo năm 2026 (đang soạn)", "report": 12, "is_issued_file": null }, "same": false,
    "frame": [{ "part": "date", "left": "ngày 05 tháng 12 năm 2025", "right": "ngày 01 tháng 12 năm 2026" }],
    "tasks": [{ "change": "changed", "renumbered": false, "regraded": true, "figures": 1, "sentences": 1,
        "left": { "number": 1, "text": "Đẩy mạnh xuất nhập khẩu", "rating": "good" },
        "right": { "number": 1, "text": "Đẩy mạnh xuất nhập khẩu", "rating": "excellent" }, "words": [] }],
    "figures": [{ "change": "changed", "by": "250", "percent": "5.26", "task": 1,
        "left": { "text": "4.750 triệu USD", "value": "4750", "value_max": null, "of": null, "unit": "triệu USD",
            "kind": "estimate", "period": "năm 2025", "subject": "Kim ngạch xuất nhập khẩu" }, "right": null }],
    "sentences": [{ "change": "only_right", "left": null, "right": "Đã hoàn thành.", "words": [] }] }))]
pub(super) struct ComparisonOut {
    /// The text on the left.
    left: SideOut,
    /// The text on the right.
    right: SideOut,
    /// Whether nothing differs.
    same: bool,
    /// Parts of the frame that differ.
    frame: Vec<FrameChangeOut>,
    /// Tasks, in the order of the right side.
    tasks: Vec<TaskPairOut>,
    /// Figures, in the order they are read in.
    figures: Vec<FigurePairOut>,
    /// Sentences, headings and rows of tables, in the order they are read in.
    sentences: Vec<SentencePairOut>,
}

/// One of the two texts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SideOut {
    /// What it is called.
    name: String,
    /// The report; null for a file.
    report: Option<i64>,
    /// For a file: whether it is one of those issued of the report on the left; null where nothing was issued.
    is_issued_file: Option<bool>,
}

/// A part of the frame that differs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FrameChangeOut {
    /// `kind`, `issuer`, `number`, `date`, `subject`, `addressees`, `signer`.
    part: &'static str,
    /// As on the left.
    left: Option<String>,
    /// As on the right.
    right: Option<String>,
}

/// A task of either side, or of both.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskPairOut {
    /// `same`, `changed`, `only_left`, `only_right`.
    change: &'static str,
    /// Whether it carries another number.
    renumbered: bool,
    /// Whether it is graded differently.
    regraded: bool,
    /// How many of its figures differ.
    figures: usize,
    /// How many of its sentences differ.
    sentences: usize,
    /// On the left.
    left: Option<ReadTaskOut>,
    /// On the right.
    right: Option<ReadTaskOut>,
    /// Its statement word by word, where that changed.
    words: Vec<PieceOut>,
}

/// A task as a report states it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReadTaskOut {
    /// Its number.
    number: u32,
    /// Its statement.
    text: String,
    /// `excellent`, `good`, `completed`, `not_completed`.
    rating: Option<&'static str>,
}

/// A figure of either side, or of both.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigurePairOut {
    /// `same`, `changed`, `only_left`, `only_right`.
    change: &'static str,
    /// Right less left, an exact decimal as text.
    by: Option<String>,
    /// The same in percent of the left.
    percent: Option<String>,
    /// Number of the task in whose part it stands.
    task: Option<u32>,
    /// On the left.
    left: Option<ReadFigureOut>,
    /// On the right.
    right: Option<ReadFigureOut>,
}

/// A figure as a report states it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReadFigureOut {
    /// As printed.
    text: String,
    /// Its value, an exact decimal as text.
    value: Option<String>,
    /// Upper end of a range.
    value_max: Option<String>,
    /// The whole of a ratio.
    of: Option<String>,
    /// Its unit, scale word kept.
    unit: Option<String>,
    /// `plan`, `estimate`, `actual`, `percent_of_plan`, `change_vs_same_period`, `share`, `ratio`, `range`, `rank`,
    /// `index`, `money`, `area`, `count`.
    kind: &'static str,
    /// Period, as printed.
    period: Option<String>,
    /// What it measures, as printed.
    subject: Option<String>,
}

/// A sentence of either side, or of both.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SentencePairOut {
    /// `same`, `changed`, `moved`, `only_left`, `only_right`.
    change: &'static str,
    /// On the left.
    left: Option<String>,
    /// On the right.
    right: Option<String>,
    /// Word by word, where it changed.
    words: Vec<PieceOut>,
}

/// A stretch of words.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PieceOut {
    /// `both`, `left`: taken out, `right`: put in.
    of: &'static str,
    /// The words.
    text: String,
}

fn words(pieces: &[Piece]) -> Vec<PieceOut> {
    let of = |piece: &Piece| match piece.of {
        PieceOf::Both => "both",
        PieceOf::Left => "left",
        PieceOf::Right => "right",
    };
    pieces.iter().map(|piece| PieceOut { of: of(piece), text: piece.text.clone() }).collect()
}

impl ReadTaskOut {
    fn of(task: &Task) -> Self {
        let rating = task.rating.as_ref().map(|rating| rating.grade.code());
        Self { number: task.number, text: task.text.clone(), rating }
    }
}

impl ReadFigureOut {
    fn of(side: &ComparedSide, figure: &Figure) -> Self {
        let plain = |value: rust_decimal::Decimal| value.normalize().to_string();
        Self {
            text: side.document.slice(figure.span).to_owned(),
            value: figure.value.map(plain),
            value_max: figure.value_max.map(plain),
            of: figure.of.map(plain),
            unit: figure.unit.clone(),
            kind: figure.kind.code(),
            period: figure.period.clone(),
            subject: figure.subject.clone(),
        }
    }
}

fn task_pair(of: &Compared, pair: &TaskPair) -> TaskPairOut {
    let task = |side: &ComparedSide, at: Option<usize>| side.found.tasks.get(at?).map(ReadTaskOut::of);
    TaskPairOut {
        change: match (pair.left, pair.right) {
            (Some(_), None) => "only_left",
            (None, _) => "only_right",
            _ if pair.is_same() => "same",
            _ => "changed",
        },
        renumbered: pair.renumbered,
        regraded: pair.regraded,
        figures: pair.figures,
        sentences: pair.sentences,
        left: task(&of.left, pair.left),
        right: task(&of.right, pair.right),
        words: words(&pair.words),
    }
}

fn figure_pair(of: &Compared, pair: &FigurePair) -> FigurePairOut {
    let figure = |side: &ComparedSide, at: Option<usize>| {
        side.found.figures.get(at?).map(|figure| ReadFigureOut::of(side, figure))
    };
    let (by, percent) = match pair.change {
        FigureChange::Changed { by, percent } => (by, percent),
        _ => (None, None),
    };
    let part = pair.task.and_then(|at| of.comparison.tasks.get(at));
    let number = part.and_then(|part| match (part.right, part.left) {
        (Some(at), _) => of.right.found.tasks.get(at),
        (None, at) => of.left.found.tasks.get(at?),
    });
    FigurePairOut {
        change: pair.change.code(),
        by: by.map(|by| by.normalize().to_string()),
        percent: percent.map(|percent| percent.normalize().to_string()),
        task: number.map(|task| task.number),
        left: figure(&of.left, pair.left),
        right: figure(&of.right, pair.right),
    }
}

fn sentence_pair(of: &Compared, pair: &SentencePair) -> SentencePairOut {
    SentencePairOut {
        change: pair.change.code(),
        left: pair.left.map(|span| of.left.document.slice(span).to_owned()),
        right: pair.right.map(|span| of.right.document.slice(span).to_owned()),
        words: match &pair.change {
            SentenceChange::Changed(pieces) => words(pieces),
            _ => Vec::new(),
        },
    }
}

fn comparison(of: &Compared, all: bool, headers: &HeaderMap) -> ComparisonOut {
    let lang = language(headers);
    let side = |side: &ComparedSide| SideOut {
        name: lang.pick(&side.name).to_owned(),
        report: side.edition.map(|edition| edition.report().0),
        is_issued_file: side.is_issued_file,
    };
    let found = &of.comparison;
    let frame = found.frame.iter().map(|one| FrameChangeOut {
        part: one.part.code(),
        left: one.left.clone(),
        right: one.right.clone(),
    });
    let tasks = found.tasks.iter().filter(|pair| all || !pair.is_same());
    let figures = found.figures.iter().filter(|pair| all || pair.change != FigureChange::Same);
    let sentences = found.sentences.iter().filter(|pair| all || pair.change != SentenceChange::Same);
    ComparisonOut {
        left: side(&of.left),
        right: side(&of.right),
        same: found.is_same(),
        frame: frame.collect(),
        tasks: tasks.map(|pair| task_pair(of, pair)).collect(),
        figures: figures.map(|pair| figure_pair(of, pair)).collect(),
        sentences: sentences.map(|pair| sentence_pair(of, pair)).collect(),
    }
}

/// What differs between two texts of reports one may read: last year's and this, as it stands and as issued, an agency's and
/// the province's.
#[utoipa::path(get, path = "/api/v1/report-comparison", tag = "comparison", params(WhichTexts), responses((status = 200, body = ComparisonOut)))]
pub(super) async fn compare(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    Asked(which): Asked<WhichTexts>,
    headers: HeaderMap,
) -> Result<Json<ComparisonOut>, Problem> {
    let left = which.left_text.unwrap_or_default().of(which.left);
    let right = which.right_text.unwrap_or_default().of(which.right);
    let found = state.app.compare_reports(&caller.current, left, right).await?;
    Ok(Json(comparison(&found, which.all, &headers)))
}

/// What differs between a report and a file brought from outside; nothing of the file is kept.
#[utoipa::path(post, path = "/api/v1/report-comparison", tag = "comparison", request_body = FileToCompare, responses((status = 200, body = ComparisonOut)))]
pub(super) async fn compare_file(
    State(state): State<WebState>,
    caller: Caller<ReportsRead>,
    headers: HeaderMap,
    Body(asked): Body<FileToCompare>,
) -> Result<Json<ComparisonOut>, Problem> {
    let bytes = STANDARD.decode(&asked.content).map_err(|_| Problem::unreadable("content: base64"))?;
    let left = asked.left_text.unwrap_or_default().of(asked.left);
    let found = state.app.compare_with_file(&caller.current, left, &asked.name.0, bytes).await?;
    Ok(Json(comparison(&found, asked.all, &headers)))
}
