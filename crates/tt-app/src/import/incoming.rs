//! What a report says, as records that have no identity yet. Pure: a document and what was found in it go in.

use rust_decimal::Decimal;
use tt_document::extract::{Citation, Figure, FigureKind, Grade, Target};
use tt_document::model::BlockKind;
use tt_document::{Document, Extraction, Frame};
use tt_domain::goal::reading::{self, Number};
use tt_domain::report::ReportBlockKind;
use tt_domain::task::{Cause, NewTarget};
use tt_text::Span;
use tt_text::date::PartialDate;

use super::pieces::{content, marks, pieces};
use super::printing;

/// A report before it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// Year it reports on.
    pub year: i16,
    /// Its frame.
    pub frame: Frame,
    /// Tasks reported on.
    pub tasks: Vec<IncomingTask>,
    /// Next year's tasks it proposes.
    pub proposals: Vec<IncomingProposal>,
    /// Difficulties it names.
    pub obstacles: Vec<IncomingObstacle>,
    /// Figures in order.
    pub figures: Vec<IncomingFigure>,
    /// Numbered citations in order.
    pub citations: Vec<IncomingCitation>,
    /// Index into [`citations`](Self::citations) of the decision that approved the programme.
    pub decision: Option<usize>,
    /// The body.
    pub blocks: Vec<IncomingBlock>,
}

/// A task before it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingTask {
    /// Number in the report.
    pub number: u32,
    /// Text as assigned.
    pub statement: String,
    /// What is to be reached.
    pub targets: Vec<NewTarget>,
    /// Self-grade, if stated.
    pub grade: Option<Grade>,
}

/// A proposed task before it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingProposal {
    /// Number in the report.
    pub number: u32,
    /// Year it is for.
    pub year: i16,
    /// Its text.
    pub statement: String,
    /// What is to be reached.
    pub targets: Vec<NewTarget>,
    /// This year's task it continues.
    pub continues: Option<u32>,
}

/// A difficulty before it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingObstacle {
    /// Heading it stands under.
    pub heading: Option<String>,
    /// Its text.
    pub text: String,
    /// Task it bears on, by number.
    pub task: Option<u32>,
    /// Its cause.
    pub cause: Option<Cause>,
}

/// A figure before it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingFigure {
    /// Block it stands in.
    pub block: u32,
    /// Task whose part it stands in, by number.
    pub task: Option<u32>,
    /// As printed.
    pub printed: String,
    /// As printed, numbers replaced by `{value}`, `{max}`, `{of}`.
    pub form: String,
    /// Value.
    pub value: Option<Decimal>,
    /// Upper end of a range.
    pub value_max: Option<Decimal>,
    /// Denominator of a ratio.
    pub of: Option<Decimal>,
    /// Unit.
    pub unit: Option<String>,
    /// Kind.
    pub kind: FigureKind,
    /// Direction in words.
    pub direction: Option<String>,
    /// Period as printed.
    pub period: Option<String>,
    /// What it measures.
    pub subject: Option<String>,
}

/// A citation before it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingCitation {
    /// Block it stands in.
    pub block: u32,
    /// Task whose part it stands in, by number.
    pub task: Option<u32>,
    /// As printed.
    pub printed: String,
    /// Kind word.
    pub kind: Option<String>,
    /// Number and symbol.
    pub number: String,
    /// Date as far as given.
    pub date: PartialDate,
    /// Issuer named.
    pub issuer: Option<String>,
    /// Subject named.
    pub subject: Option<String>,
}

/// A block before its references have identities.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingBlock {
    /// What it is.
    pub kind: ReportBlockKind,
    /// Task whose part it is, by number.
    pub task: Option<u32>,
    /// Its content.
    pub content: IncomingContent,
    /// What it drew, of an embedded block.
    pub drawn: Option<String>,
}

/// Content of a block.
#[derive(Clone, Debug, PartialEq)]
pub enum IncomingContent {
    /// Flowing text.
    Flow(Vec<IncomingPiece>),
    /// Rows of cells.
    Grid(Vec<Vec<Vec<IncomingPiece>>>),
}

/// A piece of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingPiece {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// What it shows.
    pub shows: IncomingShows,
}

/// What a piece shows.
#[derive(Clone, Debug, PartialEq)]
pub enum IncomingShows {
    /// Words of its own.
    Text(String),
    /// Index into [`Incoming::figures`].
    Figure(usize),
    /// Index into [`Incoming::citations`].
    Citation(usize),
    /// Part of a statement.
    Statement {
        /// Whose.
        of: StatementOf,
        /// Its words.
        words: String,
    },
    /// The self-grade of the task with this number, in words.
    Grade(u32),
    /// A footnote mark.
    NoteMark(u32),
}

/// Whose statement a piece shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementOf {
    /// The task with this number.
    Task(u32),
    /// The proposal with this number.
    Proposal(u32),
}

/// Turns a document and what was found in it into records without identity.
///
/// `year` is the year reported on.
pub fn incoming(document: &Document, found: &Extraction, year: i16) -> Incoming {
    let places = Places::new(document, found);
    let cited: Vec<&Citation> = found.citations.iter().filter(|citation| citation.number.is_some()).collect();
    let marks = marks(document, found, &cited);
    let mut blocks: Vec<IncomingBlock> = document
        .body()
        .map(|block| IncomingBlock {
            kind: block_kind(&block.kind),
            task: places.task_at(block.span.start),
            content: content(document, block, &marks),
            drawn: None,
        })
        .collect();
    blocks.extend(document.notes.iter().map(|note| IncomingBlock {
        kind: ReportBlockKind::Note { number: note.number },
        task: None,
        content: IncomingContent::Flow(pieces(document, &note.runs, &marks)),
        drawn: None,
    }));
    let citations: Vec<IncomingCitation> =
        cited.iter().map(|citation| incoming_citation(document, citation, &places)).collect();
    Incoming {
        year,
        frame: printed_frame(document),
        tasks: found
            .tasks
            .iter()
            .map(|task| IncomingTask {
                number: task.number,
                statement: task.text.clone(),
                targets: targets(document, found, &task.targets, year),
                grade: task.rating.as_ref().map(|rating| rating.grade),
            })
            .collect(),
        proposals: found
            .proposals
            .iter()
            .map(|proposal| IncomingProposal {
                number: proposal.number,
                year: proposal.year.unwrap_or(year + 1),
                statement: proposal.text.clone(),
                targets: targets(document, found, &proposal.targets, proposal.year.unwrap_or(year + 1)),
                continues: proposal.continues,
            })
            .collect(),
        obstacles: found
            .obstacles
            .iter()
            .map(|obstacle| IncomingObstacle {
                heading: obstacle.heading.clone(),
                text: document.slice(obstacle.span).to_owned(),
                task: obstacle.task,
                cause: obstacle.cause.map(|cause| match cause {
                    tt_document::extract::Cause::Objective => Cause::Objective,
                    tt_document::extract::Cause::Subjective => Cause::Subjective,
                }),
            })
            .collect(),
        figures: found.figures.iter().map(|figure| incoming_figure(document, figure, &places)).collect(),
        decision: decision(document, &cited),
        citations,
        blocks,
    }
}

/// The frame with the superior agency it is printed under, so that what is printed reads as what is on record.
fn printed_frame(document: &Document) -> Frame {
    let superior = tt_render::PrintedFrame::new(&document.frame).superior;
    Frame { superior, ..document.frame.clone() }
}

/// The year a document reports on: its tasks', else the one its frame is dated in.
pub fn reported_year(document: &Document, found: &Extraction) -> Option<i16> {
    found.tasks.iter().find_map(|task| task.year).or(document.frame.date.year)
}

/// Where blocks and tasks lie.
struct Places<'a> {
    document: &'a Document,
    body: Vec<Span>,
    tasks: Vec<(Span, u32)>,
}

impl<'a> Places<'a> {
    fn new(document: &'a Document, found: &Extraction) -> Self {
        Self {
            document,
            body: document.body().map(|block| block.span).collect(),
            tasks: found.tasks.iter().map(|task| (task.span, task.number)).collect(),
        }
    }

    fn task_at(&self, offset: usize) -> Option<u32> {
        self.tasks.iter().find(|(span, _)| span.start <= offset && offset < span.end).map(|(_, number)| *number)
    }

    /// Position among the recorded blocks: the body first, then the notes.
    fn block_at(&self, offset: usize) -> u32 {
        let body = self.body.partition_point(|span| span.start <= offset);
        let in_body = body.checked_sub(1).filter(|index| self.body.get(*index).is_some_and(|span| offset < span.end));
        let index = in_body.unwrap_or_else(|| {
            let notes = &self.document.notes;
            let note = notes.partition_point(|note| note.span.start <= offset);
            self.body.len() + note.saturating_sub(1)
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }
}

fn block_kind(kind: &BlockKind) -> ReportBlockKind {
    match kind {
        BlockKind::Heading { level, label } => ReportBlockKind::Heading { level: *level, label: label.clone() },
        BlockKind::Annex { lying } => ReportBlockKind::Annex { lying: *lying },
        // Of a picture the title is kept as text; its numbers are in the table after it.
        BlockKind::Frame | BlockKind::Picture(_) => ReportBlockKind::Paragraph { label: None },
        BlockKind::Paragraph { label } => ReportBlockKind::Paragraph { label: label.clone() },
        BlockKind::Item { marker } => ReportBlockKind::Item { marker: marker.clone() },
        BlockKind::Table(table) => {
            ReportBlockKind::Table { head_rows: u32::try_from(table.head_rows).unwrap_or(u32::MAX) }
        }
    }
}

fn incoming_figure(document: &Document, figure: &Figure, places: &Places<'_>) -> IncomingFigure {
    let printed = document.slice(figure.span).to_owned();
    IncomingFigure {
        block: places.block_at(figure.span.start),
        task: places.task_at(figure.span.start),
        form: printing::figure_form(&printed, figure.value_max.is_some(), figure.of.is_some()),
        printed,
        value: figure.value,
        value_max: figure.value_max,
        of: figure.of,
        unit: figure.unit.clone(),
        kind: figure.kind,
        direction: figure.direction.map(|direction| direction.word().to_owned()),
        period: figure.period.clone(),
        subject: figure.subject.clone(),
    }
}

fn incoming_citation(document: &Document, citation: &Citation, places: &Places<'_>) -> IncomingCitation {
    let number = citation.number.clone().unwrap_or_default();
    IncomingCitation {
        block: places.block_at(citation.span.start),
        task: places.task_at(citation.span.start),
        printed: document.slice(citation.span).to_owned(),
        kind: citation.kind.clone(),
        number,
        date: citation.date,
        issuer: citation.issuer.clone(),
        subject: citation.subject.clone(),
    }
}

/// Targets with what their words promise; the one figure found in a clause gives its number.
fn targets(document: &Document, found: &Extraction, targets: &[Target], year: i16) -> Vec<NewTarget> {
    let promise = |target: &Target| {
        let figures: Vec<&Figure> = target.figures.iter().filter_map(|index| found.figures.get(*index)).collect();
        let number = match figures.as_slice() {
            [figure] => {
                figure.value.map(|value| Number { value, value_max: figure.value_max, unit: figure.unit.clone() })
            }
            _ => None,
        };
        reading::promise(document.slice(target.span), number, year)
    };
    let mut read: Vec<NewTarget> = targets.iter().map(promise).collect();
    reading::find_parts(&mut read);
    read
}

/// The decision the text says assigned or approved the tasks: the one most often cited right after such words.
fn decision(document: &Document, cited: &[&Citation]) -> Option<usize> {
    const ASSIGNING: [&str; 6] =
        ["giao tai", "giao theo", "phe duyet tai", "phe duyet theo", "thuc hien", "theo noi dung"];
    let mut best: Option<(usize, usize)> = None;
    for (index, citation) in cited.iter().enumerate() {
        if !citation.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("Quyết định")) {
            continue;
        }
        let times = cited
            .iter()
            .filter(|other| other.number == citation.number && after_words(document, other.span, &ASSIGNING))
            .count();
        if times > 0 && best.is_none_or(|(_, most)| times > most) {
            best = Some((index, times));
        }
    }
    best.map(|(index, _)| index)
}

/// Whether one of these (folded) phrases ends right before a place, and the sentence around speaks of tasks.
fn after_words(document: &Document, place: Span, phrases: &[&str]) -> bool {
    let before = document.text.get(..place.start).unwrap_or_default();
    let window: String = before.chars().rev().take(120).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = document.text.get(place.end..).unwrap_or_default().chars().take(120).collect();
    let before = tt_text::fold::fold(window.trim_end());
    let around = format!("{before} {}", tt_text::fold::fold(&after));
    around.contains("nhiem vu") && phrases.iter().any(|phrase| before.ends_with(phrase))
}
