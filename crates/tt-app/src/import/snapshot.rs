//! A report reduced to what it says, so that two versions can be held against each other.

use tt_document::model::{Block, BlockKind, Run};
use tt_document::{Document, Frame};

use super::difference::{About, Fact};
use super::incoming::{Incoming, IncomingFigure};
use super::printing;

/// What one version of a report says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Its frame.
    pub frame: Frame,
    /// Tasks.
    pub tasks: Vec<TaskSaid>,
    /// Proposals: number and statement.
    pub proposals: Vec<(u32, String)>,
    /// Difficulties.
    pub obstacles: Vec<String>,
    /// Mentions of documents: number and text.
    pub citations: Vec<(String, String)>,
    /// Figures: what they are and how they are printed.
    pub figures: Vec<(String, String)>,
    /// Paragraphs with their emphasis.
    pub paragraphs: Vec<String>,
}

/// What a report says of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskSaid {
    /// Number.
    pub number: u32,
    /// Statement.
    pub statement: String,
    /// Targets.
    pub targets: Vec<String>,
    /// Self-grade in words.
    pub grade: Option<&'static str>,
}

impl Snapshot {
    /// What an incoming report says.
    pub fn of_incoming(incoming: &Incoming, document: &Document) -> Self {
        Self {
            frame: incoming.frame.clone(),
            tasks: incoming
                .tasks
                .iter()
                .map(|task| TaskSaid {
                    number: task.number,
                    statement: task.statement.clone(),
                    targets: task.targets.iter().map(|target| target.text.clone()).collect(),
                    grade: task.grade.map(printing::grade_words),
                })
                .collect(),
            proposals: incoming.proposals.iter().map(|task| (task.number, task.statement.clone())).collect(),
            obstacles: incoming.obstacles.iter().map(|obstacle| obstacle.text.clone()).collect(),
            citations: incoming
                .citations
                .iter()
                .map(|citation| (citation.number.clone(), citation.printed.clone()))
                .collect(),
            figures: incoming.figures.iter().map(|figure| (figure_key(figure), figure.printed.clone())).collect(),
            paragraphs: paragraphs(document),
        }
    }

    /// The facts it states.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = frame_facts(&self.frame);
        for task in &self.tasks {
            let key = task.number.to_string();
            facts.push(fact(About::Task, &key, &task.statement));
            facts.extend(task.targets.iter().map(|target| fact(About::Target, &key, target)));
            facts.extend(task.grade.iter().map(|grade| fact(About::Grade, &key, grade)));
        }
        facts.extend(self.proposals.iter().map(|(number, text)| fact(About::Proposal, &number.to_string(), text)));
        facts.extend(self.obstacles.iter().map(|text| fact(About::Obstacle, "", text)));
        facts.extend(self.citations.iter().map(|(number, text)| fact(About::Document, number, text)));
        facts.extend(self.figures.iter().map(|(key, text)| fact(About::Figure, key, text)));
        facts.extend(self.paragraphs.iter().map(|text| fact(About::Paragraph, "", text)));
        facts
    }
}

/// What identifies a figure between two versions of a report: its task, subject, kind, unit and period.
pub fn figure_key(figure: &IncomingFigure) -> String {
    figure_key_of(
        figure.task,
        figure.subject.as_deref(),
        figure.kind.code(),
        figure.unit.as_deref(),
        figure.period.as_deref(),
    )
}

/// [`figure_key`] from its parts.
pub fn figure_key_of(
    task: Option<u32>,
    subject: Option<&str>,
    kind: &str,
    unit: Option<&str>,
    period: Option<&str>,
) -> String {
    let task = task.map(|number| format!("NV{number}"));
    let parts = [task.as_deref(), subject, Some(kind), unit, period];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The paragraphs of a document's body and its notes, emphasis marked as in Markdown.
pub fn paragraphs(document: &Document) -> Vec<String> {
    let block = |block: &Block| match &block.kind {
        BlockKind::Heading { level, .. } => {
            format!("{} {}", "#".repeat(usize::from(*level)), marked(document, &block.runs))
        }
        _ => marked(document, &block.runs),
    };
    let notes = document.notes.iter().map(|note| format!("[^{}] {}", note.number, marked(document, &note.runs)));
    document.body().map(block).chain(notes).collect()
}

fn marked(document: &Document, runs: &[Run]) -> String {
    let mut text = String::new();
    let mut runs = runs.iter().peekable();
    while let Some(run) = runs.next() {
        let style = (run.strong, run.emphasis);
        let mut words = document.slice(run.span).to_owned();
        while let Some(next) = runs.next_if(|next| (next.strong, next.emphasis) == style) {
            words.push_str(document.slice(next.span));
        }
        let mark = match style {
            (false, false) => "",
            (true, false) => "**",
            (false, true) => "*",
            (true, true) => "***",
        };
        text.extend([mark, &words, mark]);
    }
    text
}

fn frame_facts(frame: &Frame) -> Vec<Fact> {
    let date = frame.date.iso();
    let addressees = (!frame.addressees.is_empty()).then(|| frame.addressees.join("; "));
    let recipients = (!frame.recipients.is_empty()).then(|| frame.recipients.join("; "));
    let parts = [
        ("kind", frame.kind.as_deref()),
        ("number", frame.number.as_deref()),
        ("symbol", frame.symbol.as_deref()),
        ("issuer", frame.issuer.as_deref()),
        ("superior", frame.superior.as_deref()),
        ("place", frame.place.as_deref()),
        ("date", date.as_deref()),
        ("subject", frame.subject.as_deref()),
        ("addressees", addressees.as_deref()),
        ("recipients", recipients.as_deref()),
        ("capacity", frame.signer.capacity.as_deref()),
        ("position", frame.signer.position.as_deref()),
        ("signer", frame.signer.name.as_deref()),
        ("urgency", frame.urgency.as_deref()),
    ];
    parts.into_iter().filter_map(|(key, value)| Some(fact(About::Frame, key, value?))).collect()
}

fn fact(about: About, key: &str, value: &str) -> Fact {
    Fact { about, key: key.to_owned(), value: value.to_owned() }
}
