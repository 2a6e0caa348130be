//! Two documents side by side: what differs by task, by figure and by sentence.
//!
//! Tasks are paired by what they say and by their number; the sentences of a pair of tasks are aligned among themselves, so
//! that tasks which changed places between two years are still read side by side. Figures are paired by the record they
//! show, else by task, subject, kind and unit, else by standing at the same place of the same sentence. Nothing is judged:
//! that a figure changed is said, not whether it should have. Read [`compare`] first.

use std::collections::HashMap;

use rust_decimal::Decimal;
use tt_text::Span;

use crate::extract::Extraction;
use crate::frame::Frame;
use crate::model::Document;

mod figures;
mod passages;
mod sequence;
mod tasks;
#[cfg(test)]
mod tests;
mod words;

/// A document with what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The document.
    pub document: &'a Document,
    /// What [`extract`](crate::extract()) found in it.
    pub found: &'a Extraction,
}

/// What two documents have in common and what not; indices go into the [`Extraction`] of either side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Parts of the frame that differ.
    pub frame: Vec<FrameChange>,
    /// Tasks, in the order of the right side, those only on the left last.
    pub tasks: Vec<TaskPair>,
    /// Figures, in the order they are read in.
    pub figures: Vec<FigurePair>,
    /// Sentences, headings and rows of tables, in the order they are read in.
    pub sentences: Vec<SentencePair>,
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.frame.is_empty()
            && self.tasks.iter().all(TaskPair::is_same)
            && self.figures.iter().all(|pair| pair.change == FigureChange::Same)
            && self.sentences.iter().all(|pair| pair.change == SentenceChange::Same)
    }

    /// How much differs.
    pub fn counts(&self) -> Counts {
        Counts {
            tasks: self.tasks.iter().filter(|pair| !pair.is_same()).count(),
            figures: self.figures.iter().filter(|pair| pair.change != FigureChange::Same).count(),
            sentences: self.sentences.iter().filter(|pair| pair.change != SentenceChange::Same).count(),
        }
    }
}

/// How much differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tasks something of which differs.
    pub tasks: usize,
    /// Figures.
    pub figures: usize,
    /// Sentences, headings and rows of tables.
    pub sentences: usize,
}

/// A part of the frame that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameChange {
    /// Which.
    pub part: FramePart,
    /// As on the left.
    pub left: Option<String>,
    /// As on the right.
    pub right: Option<String>,
}

/// Parts of the frame that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FramePart {
    /// Tên loại.
    Kind,
    /// Cơ quan ban hành.
    Issuer,
    /// Số, ký hiệu.
    Number,
    /// Ngày, tháng, năm.
    Date,
    /// Trích yếu.
    Subject,
    /// Kính gửi.
    Addressees,
    /// Người ký.
    Signer,
}

impl FramePart {
    /// The name machine output uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Issuer => "issuer",
            Self::Number => "number",
            Self::Date => "date",
            Self::Subject => "subject",
            Self::Addressees => "addressees",
            Self::Signer => "signer",
        }
    }
}

/// A task of either side, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskPair {
    /// Which of the left side's tasks.
    pub left: Option<usize>,
    /// Which of the right side's.
    pub right: Option<usize>,
    /// The statement word by word; empty where it is the same, or on one side alone.
    pub words: Vec<Piece>,
    /// Whether the two carry different numbers.
    pub renumbered: bool,
    /// Whether the two are graded differently.
    pub regraded: bool,
    /// How many of its figures differ.
    pub figures: usize,
    /// How many of its sentences differ.
    pub sentences: usize,
}

impl TaskPair {
    /// Whether both sides have it and nothing of it differs.
    pub fn is_same(&self) -> bool {
        self.left.is_some()
            && self.right.is_some()
            && self.words.is_empty()
            && !self.renumbered
            && !self.regraded
            && self.figures == 0
            && self.sentences == 0
    }
}

/// A figure of either side, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigurePair {
    /// Which of the left side's figures.
    pub left: Option<usize>,
    /// Which of the right side's.
    pub right: Option<usize>,
    /// In whose part it stands: index into [`Comparison::tasks`].
    pub task: Option<usize>,
    /// What changed.
    pub change: FigureChange,
}

/// How a figure changed from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureChange {
    /// Same value and unit, however printed.
    Same,
    /// Another value, end, whole, unit or direction.
    Changed {
        /// Right less left, exact; `None` where units differ or a value is missing. A fall counts below nothing.
        by: Option<Decimal>,
        /// The same in percent of the left, two decimals; `None` for percentages, whose difference is in points.
        percent: Option<Decimal>,
    },
    /// Only on the left.
    OnlyLeft,
    /// Only on the right.
    OnlyRight,
}

impl FigureChange {
    /// The name machine output uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed { .. } => "changed",
            Self::OnlyLeft => "only_left",
            Self::OnlyRight => "only_right",
        }
    }
}

/// A sentence, a heading or a row of a table, of either side or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentencePair {
    /// Where it stands on the left.
    pub left: Option<Span>,
    /// Where it stands on the right.
    pub right: Option<Span>,
    /// In whose part it stands: index into [`Comparison::tasks`].
    pub task: Option<usize>,
    /// What changed.
    pub change: SentenceChange,
}

/// How a sentence changed from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentenceChange {
    /// Word for word the same.
    Same,
    /// The same sentence in other words.
    Changed(Vec<Piece>),
    /// Word for word the same at another place.
    Moved,
    /// Only on the left.
    OnlyLeft,
    /// Only on the right.
    OnlyRight,
}

impl SentenceChange {
    /// The name machine output uses.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed(_) => "changed",
            Self::Moved => "moved",
            Self::OnlyLeft => "only_left",
            Self::OnlyRight => "only_right",
        }
    }
}

/// A stretch of words that both have, or one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which side has it.
    pub of: PieceOf,
    /// The words; what both have is printed as on the right.
    pub text: String,
}

/// Which side has a stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceOf {
    /// Both.
    Both,
    /// The left one alone: taken out.
    Left,
    /// The right one alone: put in.
    Right,
}

/// Compares two documents. A document compared with itself has no difference.
pub fn compare(left: Side<'_>, right: Side<'_>) -> Comparison {
    let mut tasks = tasks::pairs(left.found, right.found);
    let sides = passages::both(left, right, &tasks);
    let aligned = passages::align(&sides);
    let sentences = passages::compared(left, right, &sides, &aligned);
    let figures = figures::pairs(left, right, &sides, &aligned, &tasks);
    count(&mut tasks, &figures, &sentences);
    Comparison { frame: frame(&left.document.frame, &right.document.frame), tasks, figures, sentences }
}

/// How many figures and sentences of each task differ.
fn count(tasks: &mut [TaskPair], figures: &[FigurePair], sentences: &[SentencePair]) {
    for task in figures.iter().filter(|pair| pair.change != FigureChange::Same).filter_map(|pair| pair.task) {
        if let Some(task) = tasks.get_mut(task) {
            task.figures += 1;
        }
    }
    for task in sentences.iter().filter(|pair| pair.change != SentenceChange::Same).filter_map(|pair| pair.task) {
        if let Some(task) = tasks.get_mut(task) {
            task.sentences += 1;
        }
    }
}

fn frame(left: &Frame, right: &Frame) -> Vec<FrameChange> {
    let number = |frame: &Frame| match (&frame.number, &frame.symbol) {
        (Some(number), Some(symbol)) => Some(format!("{number}/{symbol}")),
        (number, symbol) => number.clone().or_else(|| symbol.clone()),
    };
    let date = |frame: &Frame| (!frame.date.is_blank()).then(|| frame.date.official());
    let joined = |parts: Vec<&str>, by: &str| (!parts.is_empty()).then(|| parts.join(by));
    let signer = |frame: &Frame| {
        let signer = &frame.signer;
        joined(
            [&signer.capacity, &signer.position, &signer.name].into_iter().filter_map(|one| one.as_deref()).collect(),
            " ",
        )
    };
    let addressees = |frame: &Frame| joined(frame.addressees.iter().map(String::as_str).collect(), "; ");
    let of = |part, read: &dyn Fn(&Frame) -> Option<String>| {
        let (left, right) = (read(left), read(right));
        let plain = |text: &Option<String>| text.as_deref().map(tt_text::one_line);
        (plain(&left) != plain(&right)).then_some(FrameChange { part, left, right })
    };
    [
        of(FramePart::Kind, &|frame| frame.kind.clone()),
        of(FramePart::Issuer, &|frame| frame.issuer.clone()),
        of(FramePart::Number, &number),
        of(FramePart::Date, &date),
        of(FramePart::Subject, &|frame| frame.subject.clone()),
        of(FramePart::Addressees, &addressees),
        of(FramePart::Signer, &signer),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Numbers for texts, so that equal ones compare as numbers.
#[derive(Debug, Default)]
struct Numbered(HashMap<String, u32>);

impl Numbered {
    fn of(&mut self, text: String) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(text).or_insert(next)
    }
}
