//! Two texts side by side, for the screen.

use tt_app::Language;
use tt_app::comparing::words::{figure_change, frame_part, task_changes};
use tt_app::comparing::{Compared, ComparedSide, Edition};
use tt_document::compare::{Counts, FigureChange, FigurePair, Piece, PieceOf, SentenceChange, SentencePair, TaskPair};
use tt_document::{RunRole, Span};
use tt_domain::id::AgencyId;

use crate::show::{Status, say};

/// A stretch of a sentence: what both have, or what one side has alone.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    /// It differs from the other side.
    pub(crate) differs: bool,
    pub(crate) text: String,
}

/// Two texts at one place.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    pub(crate) status: Option<Status>,
    /// What it is called: the task, the part of the frame; empty for sentences.
    pub(crate) title: String,
    pub(crate) left: Vec<Stretch>,
    pub(crate) right: Vec<Stretch>,
}

/// A figure of both sides.
#[derive(Clone, Debug)]
pub(crate) struct FigureRow {
    pub(crate) task: String,
    pub(crate) subject: String,
    pub(crate) left: Option<FigureCell>,
    pub(crate) right: Option<FigureCell>,
    pub(crate) differs: bool,
    pub(crate) words: String,
}

/// A figure as printed, with the page of its record.
#[derive(Clone, Debug)]
pub(crate) struct FigureCell {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
}

/// All that is shown of two texts.
#[derive(Clone, Debug)]
pub(crate) struct ComparisonView {
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) same: bool,
    pub(crate) is_issued_file: Option<bool>,
    pub(crate) frame: Vec<Beside>,
    pub(crate) tasks: Vec<Beside>,
    pub(crate) figures: Vec<FigureRow>,
    pub(crate) sentences: Vec<Beside>,
    /// How much differs.
    pub(crate) differ: Counts,
    /// How much there is.
    pub(crate) all: Counts,
}

impl ComparisonView {
    /// What differs; with `all` also what is the same. Figures of `own` agency lead to their records.
    pub(crate) fn new(compared: &Compared, all: bool, own: AgencyId, lang: Language) -> Self {
        let comparison = &compared.comparison;
        let frame = comparison.frame.iter().map(|one| Beside {
            status: None,
            title: lang.pick(&frame_part(one.part)).to_owned(),
            left: one.left.clone().map(plain).unwrap_or_default(),
            right: one.right.clone().map(plain).unwrap_or_default(),
        });
        let tasks = comparison.tasks.iter().filter(|pair| all || !pair.is_same());
        let figures = comparison.figures.iter().filter(|pair| all || pair.change != FigureChange::Same);
        let sentences = comparison.sentences.iter().filter(|pair| all || pair.change != SentenceChange::Same);
        Self {
            left: lang.pick(&compared.left.name).to_owned(),
            right: lang.pick(&compared.right.name).to_owned(),
            same: comparison.is_same(),
            is_issued_file: compared.right.is_issued_file,
            frame: frame.collect(),
            tasks: tasks.map(|pair| task(compared, pair, lang)).collect(),
            figures: figures.map(|pair| figure(compared, pair, own, lang)).collect(),
            sentences: sentences.map(|pair| sentence(compared, pair, lang)).collect(),
            differ: comparison.counts(),
            all: Counts {
                tasks: comparison.tasks.len(),
                figures: comparison.figures.len(),
                sentences: comparison.sentences.len(),
            },
        }
    }
}

fn plain(text: String) -> Vec<Stretch> {
    vec![Stretch { differs: false, text }]
}

/// The words of one side.
fn stretches(pieces: &[Piece], of: PieceOf) -> Vec<Stretch> {
    let own = pieces.iter().filter(|piece| piece.of == PieceOf::Both || piece.of == of);
    own.map(|piece| Stretch { differs: piece.of == of, text: piece.text.clone() }).collect()
}

fn only(lang: Language, left: bool) -> Status {
    let words = if left {
        say(lang, "Chỉ có ở bên trái", "Only on the left")
    } else {
        say(lang, "Chỉ có ở bên phải", "Only on the right")
    };
    Status { words, class: "st-soon", icon: "triangle-alert" }
}

fn task(compared: &Compared, pair: &TaskPair, lang: Language) -> Beside {
    let of = |side: &ComparedSide, at: Option<usize>| {
        at.and_then(|at| side.found.tasks.get(at)).map(|task| (task.number, task.text.clone()))
    };
    let (left, right) = (of(&compared.left, pair.left), of(&compared.right, pair.right));
    let number = right.as_ref().or(left.as_ref()).map_or(0, |(number, _)| *number);
    let told: Vec<String> = task_changes(pair).iter().map(|message| lang.pick(message).to_owned()).collect();
    let numbers = match (&left, &right) {
        (Some((one, _)), Some((other, _))) if one != other => format!("{one} → {other}"),
        _ => number.to_string(),
    };
    let title = format!("{} {numbers}", say(lang, "Nhiệm vụ", "Task"));
    let sides = if pair.words.is_empty() {
        [left.map(|(_, text)| plain(text)), right.map(|(_, text)| plain(text))].map(Option::unwrap_or_default)
    } else {
        [stretches(&pair.words, PieceOf::Left), stretches(&pair.words, PieceOf::Right)]
    };
    let status = match (pair.left, pair.right) {
        (Some(_), None) => Some(only(lang, true)),
        (None, _) => Some(only(lang, false)),
        _ => None,
    };
    let title = if status.is_some() || told.is_empty() { title } else { format!("{title}: {}", told.join(", ")) };
    let [left, right] = sides;
    Beside { status, title, left, right }
}

fn figure(compared: &Compared, pair: &FigurePair, own: AgencyId, lang: Language) -> FigureRow {
    let found = |side: &ComparedSide, at: Option<usize>| at.and_then(|at| side.found.figures.get(at)).cloned();
    let (old, new) = (found(&compared.left, pair.left), found(&compared.right, pair.right));
    let shown = new.as_ref().or(old.as_ref());
    let change = figure_change(pair.change, shown.and_then(|figure| figure.unit.as_deref()));
    let tasks = pair.task.and_then(|at| compared.comparison.tasks.get(at));
    let number = tasks.and_then(|tasks| match (tasks.right, tasks.left) {
        (Some(at), _) => compared.right.found.tasks.get(at),
        (None, at) => compared.left.found.tasks.get(at?),
    });
    let cell = |side: &ComparedSide, span: Option<Span>| {
        span.map(|span| FigureCell { text: side.document.slice(span).to_owned(), href: record(side, span, own) })
    };
    FigureRow {
        task: number.map(|task| format!("NV{}", task.number)).unwrap_or_default(),
        subject: shown.and_then(|figure| figure.subject.clone()).unwrap_or_default(),
        left: cell(&compared.left, old.as_ref().map(|figure| figure.span)),
        right: cell(&compared.right, new.as_ref().map(|figure| figure.span)),
        differs: pair.change != FigureChange::Same,
        words: lang.pick(&change).to_owned(),
    }
}

/// The page of the record a figure of one's own agency shows.
fn record(side: &ComparedSide, span: Span, own: AgencyId) -> Option<String> {
    if side.agency != Some(own) || !matches!(side.edition, Some(Edition::Recorded(_))) {
        return None;
    }
    let block = side.document.blocks.get(side.document.block_at(span.start)?)?;
    let run = block.runs.iter().find(|run| run.span.overlaps(span) && matches!(run.role, RunRole::Figure(_)))?;
    let RunRole::Figure(key) = &run.role else { return None };
    Some(format!("/so-lieu/{}", key.0.strip_prefix("figure-")?))
}

fn sentence(compared: &Compared, pair: &SentencePair, lang: Language) -> Beside {
    let text = |side: &ComparedSide, span: Option<Span>| {
        span.map(|span| plain(side.document.slice(span).to_owned())).unwrap_or_default()
    };
    let (left, right) = match &pair.change {
        SentenceChange::Changed(pieces) => (stretches(pieces, PieceOf::Left), stretches(pieces, PieceOf::Right)),
        _ => (text(&compared.left, pair.left), text(&compared.right, pair.right)),
    };
    let status = match pair.change {
        SentenceChange::Same | SentenceChange::Changed(_) => None,
        SentenceChange::Moved => {
            Some(Status { words: say(lang, "Đổi chỗ", "Moved"), class: "st-hold", icon: "arrow-right" })
        }
        SentenceChange::OnlyLeft => Some(only(lang, true)),
        SentenceChange::OnlyRight => Some(only(lang, false)),
    };
    Beside { status, title: String::new(), left, right }
}
