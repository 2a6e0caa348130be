//! The machine output of `compare`.

use serde::Serialize;
use tt_document::compare::{
    Comparison, FigureChange, FigurePair, Piece, PieceOf, SentenceChange, SentencePair, TaskPair,
};
use tt_text::Span;

use super::{FigureOutput, TaskOutput, ends, figure_output, plain, task_output};
use crate::comparing::words::Text;

/// What `compare --format json` prints; without `--all` only what differs.
#[derive(Debug, Serialize)]
pub struct CompareOutput<'a> {
    left: &'a str,
    right: &'a str,
    same: bool,
    frame: Vec<FrameOutput<'a>>,
    tasks: Vec<TaskPairOutput<'a>>,
    figures: Vec<FigurePairOutput<'a>>,
    sentences: Vec<SentencePairOutput<'a>>,
}

#[derive(Debug, Serialize)]
struct FrameOutput<'a> {
    part: &'static str,
    left: Option<&'a str>,
    right: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct TaskPairOutput<'a> {
    change: &'static str,
    renumbered: bool,
    regraded: bool,
    figures: usize,
    sentences: usize,
    left: Option<TaskOutput<'a>>,
    right: Option<TaskOutput<'a>>,
    words: Vec<PieceOutput<'a>>,
}

#[derive(Debug, Serialize)]
struct FigurePairOutput<'a> {
    change: &'static str,
    by: Option<String>,
    percent: Option<String>,
    /// Number of the task in whose part it stands, on the right if it is there.
    task: Option<u32>,
    left: Option<FigureOutput<'a>>,
    right: Option<FigureOutput<'a>>,
}

#[derive(Debug, Serialize)]
struct SentencePairOutput<'a> {
    change: &'static str,
    left: Option<PlaceOutput<'a>>,
    right: Option<PlaceOutput<'a>>,
    words: Vec<PieceOutput<'a>>,
}

#[derive(Debug, Serialize)]
struct PlaceOutput<'a> {
    text: &'a str,
    span: [usize; 2],
    line: Option<u32>,
}

#[derive(Debug, Serialize)]
struct PieceOutput<'a> {
    of: &'static str,
    text: &'a str,
}

/// The output of `compare` for two documents.
pub fn compare_output<'a>(left: Text<'a>, right: Text<'a>, comparison: &'a Comparison, all: bool) -> CompareOutput<'a> {
    let tasks = comparison.tasks.iter().filter(|pair| all || !pair.is_same());
    let figures = comparison.figures.iter().filter(|pair| all || pair.change != FigureChange::Same);
    let sentences = comparison.sentences.iter().filter(|pair| all || pair.change != SentenceChange::Same);
    let frame = comparison.frame.iter().map(|one| FrameOutput {
        part: one.part.code(),
        left: one.left.as_deref(),
        right: one.right.as_deref(),
    });
    CompareOutput {
        left: left.name,
        right: right.name,
        same: comparison.is_same(),
        frame: frame.collect(),
        tasks: tasks.map(|pair| task_pair(left, right, pair)).collect(),
        figures: figures.map(|pair| figure_pair(left, right, comparison, pair)).collect(),
        sentences: sentences.map(|pair| sentence_pair(left, right, pair)).collect(),
    }
}

fn task_pair<'a>(left: Text<'a>, right: Text<'a>, pair: &'a TaskPair) -> TaskPairOutput<'a> {
    let task = |side: Text<'a>, at: Option<usize>| Some(task_output(side.document, side.found.tasks.get(at?)?));
    TaskPairOutput {
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
        left: task(left, pair.left),
        right: task(right, pair.right),
        words: pieces(&pair.words),
    }
}

fn figure_pair<'a>(
    left: Text<'a>,
    right: Text<'a>,
    comparison: &Comparison,
    pair: &FigurePair,
) -> FigurePairOutput<'a> {
    let figure = |side: Text<'a>, at: Option<usize>| Some(figure_output(side.document, side.found.figures.get(at?)?));
    let (by, percent) = match pair.change {
        FigureChange::Changed { by, percent } => (by, percent),
        _ => (None, None),
    };
    let tasks = pair.task.and_then(|at| comparison.tasks.get(at));
    let number = tasks.and_then(|tasks| match (tasks.right, tasks.left) {
        (Some(at), _) => right.found.tasks.get(at),
        (None, at) => left.found.tasks.get(at?),
    });
    FigurePairOutput {
        change: pair.change.code(),
        by: by.map(plain),
        percent: percent.map(plain),
        task: number.map(|task| task.number),
        left: figure(left, pair.left),
        right: figure(right, pair.right),
    }
}

fn sentence_pair<'a>(left: Text<'a>, right: Text<'a>, pair: &'a SentencePair) -> SentencePairOutput<'a> {
    let place = |side: Text<'a>, span: Option<Span>| {
        span.map(|span| PlaceOutput {
            text: side.document.slice(span),
            span: ends(span),
            line: side.document.lines.line_of(span.start),
        })
    };
    SentencePairOutput {
        change: pair.change.code(),
        left: place(left, pair.left),
        right: place(right, pair.right),
        words: match &pair.change {
            SentenceChange::Changed(words) => pieces(words),
            _ => Vec::new(),
        },
    }
}

fn pieces(words: &[Piece]) -> Vec<PieceOutput<'_>> {
    let one = |piece: &'_ Piece| match piece.of {
        PieceOf::Both => "both",
        PieceOf::Left => "left",
        PieceOf::Right => "right",
    };
    words.iter().map(|piece| PieceOutput { of: one(piece), text: &piece.text }).collect()
}
