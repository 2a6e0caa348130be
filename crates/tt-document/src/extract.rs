//! What is found in a document: outline, citations, figures, tasks with their grades, obstacles, proposals.

use rust_decimal::Decimal;
use tt_text::Span;
use tt_text::date::PartialDate;

use crate::model::Document;

/// Everything found, each with its exact span in [`Document::text`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extraction {
    /// Numbered headings, run-in headings included.
    pub outline: Vec<OutlineItem>,
    /// Documents cited, every mention, in order.
    pub citations: Vec<Citation>,
    /// Figures, in order.
    pub figures: Vec<Figure>,
    /// Tasks reported on.
    pub tasks: Vec<Task>,
    /// Difficulties named (khó khăn, vướng mắc).
    pub obstacles: Vec<Obstacle>,
    /// Next year's tasks proposed.
    pub proposals: Vec<Proposal>,
    /// The sentence that counts grades (`hoàn thành tốt 05/06 nhiệm vụ, hoàn thành 01/06`), if there is one.
    pub rating_summary: Option<RatingSummary>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// Label as printed (`III.`, `2.1.`, `a)`).
    pub label: String,
    /// Title without label.
    pub title: String,
    /// Depth, from 1.
    pub level: u8,
    /// Label and title.
    pub span: Span,
}

/// A mention of a document by number and/or date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// From the type word to the end of the date.
    pub span: Span,
    /// Kind word as printed at its head (`Quyết định`, `công văn`, `văn bản`), first letter upper case.
    pub kind: Option<String>,
    /// Number and symbol, blanks removed, upper case (`230/QĐ-UBND`); `None` if only a date identifies it.
    pub number: Option<String>,
    /// Date as far as given.
    pub date: PartialDate,
    /// Issuer named in the text (`Chủ tịch UBND tỉnh`), if any.
    pub issuer: Option<String>,
    /// What it is about (`về việc …`, or the title that follows), if given.
    pub subject: Option<String>,
}

/// A number with a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Number and unit as printed.
    pub span: Span,
    /// Value as printed, read (`4.750` → 4750); `None` for a malformed number.
    pub value: Option<Decimal>,
    /// Upper end of a range.
    pub value_max: Option<Decimal>,
    /// Denominator of a ratio (`12/12 xã`).
    pub of: Option<Decimal>,
    /// Which way a change or a comparison goes.
    pub direction: Option<Direction>,
    /// Unit as printed, scale word kept (`triệu USD`, `%`, `chợ`).
    pub unit: Option<String>,
    /// What sort of figure.
    pub kind: FigureKind,
    /// Period it speaks of, as printed (`năm 2019`, `giai đoạn 2018 - 2030`).
    pub period: Option<String>,
    /// What it measures, as printed (`tổng kim ngạch xuất nhập khẩu`).
    pub subject: Option<String>,
}

/// Direction of a change or comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// tăng
    Up,
    /// giảm
    Down,
    /// bằng
    Equal,
    /// vượt
    Over,
}

impl Direction {
    /// The word as texts print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "tăng",
            Self::Down => "giảm",
            Self::Equal => "bằng",
            Self::Over => "vượt",
        }
    }

    /// Reads [`word`](Self::word) back.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Up, Self::Down, Self::Equal, Self::Over].into_iter().find(|direction| direction.word() == word)
    }
}

/// The first that fits, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigureKind {
    /// Against the plan: `đạt 91% kế hoạch`.
    PercentOfPlan,
    /// Against an earlier period: `giảm 14% so với cùng kỳ`.
    ChangeVsSamePeriod,
    /// A place in an order: `thứ 3/63`.
    Rank,
    /// A part of a whole in numbers: `12/12 xã`.
    Ratio,
    /// `9-10%`, `từ 01 đến 02`.
    Range,
    /// A target, quota or budget.
    Plan,
    /// `ước`, `dự ước`, `dự kiến`.
    Estimate,
    /// A part of a whole in percent.
    Share,
    /// An amount of money.
    Money,
    /// An area of land.
    Area,
    /// An index.
    Index,
    /// A number of things.
    Count,
    /// Any other measured value.
    Actual,
}

impl FigureKind {
    /// All, in order of precedence.
    pub const ALL: [Self; 13] = [
        Self::PercentOfPlan,
        Self::ChangeVsSamePeriod,
        Self::Rank,
        Self::Ratio,
        Self::Range,
        Self::Plan,
        Self::Estimate,
        Self::Share,
        Self::Money,
        Self::Area,
        Self::Index,
        Self::Count,
        Self::Actual,
    ];

    /// The name machine output uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::PercentOfPlan => "percent_of_plan",
            Self::ChangeVsSamePeriod => "change_vs_same_period",
            Self::Rank => "rank",
            Self::Ratio => "ratio",
            Self::Range => "range",
            Self::Plan => "plan",
            Self::Estimate => "estimate",
            Self::Share => "share",
            Self::Money => "money",
            Self::Area => "area",
            Self::Index => "index",
            Self::Count => "count",
            Self::Actual => "actual",
        }
    }

    /// Reads [`code`](Self::code) back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A task as assigned, with what the report says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its number in the report.
    pub number: u32,
    /// Year it is for.
    pub year: Option<i16>,
    /// Text as assigned, without label and `Nhiệm vụ n:`.
    pub text: String,
    /// Where that text stands.
    pub text_span: Span,
    /// From its heading to the end of its grade sentence or last paragraph.
    pub span: Span,
    /// What was to be reached, each a clause of the text that holds a measurable or named goal.
    pub targets: Vec<Target>,
    /// Self-grade, if stated.
    pub rating: Option<Rating>,
}

/// A goal inside a task's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The clause.
    pub span: Span,
    /// Indices into [`Extraction::figures`] of the figures in it.
    pub figures: Vec<usize>,
}

/// A grade and where it is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// The level.
    pub grade: Grade,
    /// The words that state it (`Hoàn thành tốt nhiệm vụ`).
    pub span: Span,
}

/// The four levels of Decree 56/2015/NĐ-CP, kept by 90/2020 and 335/2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// Không hoàn thành nhiệm vụ.
    NotCompleted,
    /// Hoàn thành nhiệm vụ.
    Completed,
    /// Hoàn thành tốt nhiệm vụ.
    Good,
    /// Hoàn thành xuất sắc nhiệm vụ.
    Excellent,
}

impl Grade {
    /// All, from the lowest.
    pub const ALL: [Self; 4] = [Self::NotCompleted, Self::Completed, Self::Good, Self::Excellent];

    /// The name machine output uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotCompleted => "not_completed",
            Self::Completed => "completed",
            Self::Good => "good",
            Self::Excellent => "excellent",
        }
    }

    /// Reads [`code`](Self::code) back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.code() == code)
    }

    /// The words official texts use.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotCompleted => "Không hoàn thành nhiệm vụ",
            Self::Completed => "Hoàn thành nhiệm vụ",
            Self::Good => "Hoàn thành tốt nhiệm vụ",
            Self::Excellent => "Hoàn thành xuất sắc nhiệm vụ",
        }
    }
}

/// A difficulty the report names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Title of the sub-section it stands in, if any.
    pub heading: Option<String>,
    /// The whole paragraph or item.
    pub span: Span,
    /// Number of the task it bears on, as far as the words tell.
    pub task: Option<u32>,
    /// Whether the section calls it objective (khách quan) or subjective (chủ quan).
    pub cause: Option<Cause>,
}

/// Cause of a difficulty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// khách quan
    Objective,
    /// chủ quan
    Subjective,
}

/// A task proposed for the following year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its number in the report.
    pub number: u32,
    /// Year it is for.
    pub year: Option<i16>,
    /// Its text, without label.
    pub text: String,
    /// Where that text stands.
    pub text_span: Span,
    /// Goals in it.
    pub targets: Vec<Target>,
    /// Number of this year's task it continues.
    pub continues: Option<u32>,
}

/// The sentence that counts grades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingSummary {
    /// The clause or sentence.
    pub span: Span,
    /// `(grade, how many, of how many)` as stated.
    pub counts: Vec<(Grade, u32, Option<u32>)>,
}

/// Finds everything in a document.
pub fn extract(document: &Document) -> Extraction {
    let citations = crate::citations::citations(document);
    let figures = crate::figures::figures(document, &citations);
    let nodes = crate::outline::nodes(document);
    let outline = crate::outline::outline(document, &nodes);
    let mut found = Extraction { outline, citations, figures, ..Extraction::default() };
    crate::tasks::read(document, &nodes, &mut found);
    found
}
