//! The machine output of `extract` and `check`: the one place that knows its JSON shapes.
//!
//! Spans are byte offsets into the normalised text, which `extract` returns with them; `text` is always exactly that
//! slice.

pub mod comparison;

use rust_decimal::Decimal;
use serde::Serialize;
use tt_check::{Finding, Message, Severity};
use tt_document::extract::{Citation, Figure, OutlineItem, Proposal, Target, Task};
use tt_document::{Document, Extraction, Frame};
use tt_text::Span;
use tt_text::date::PartialDate;

/// Language of texts for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Picks the sentence in this language.
    pub fn pick(self, message: &Message) -> &str {
        match self {
            Self::Vietnamese => &message.vi,
            Self::English => &message.en,
        }
    }
}

/// What `extract` prints.
#[derive(Debug, Serialize)]
pub struct ExtractOutput<'a> {
    source: &'a str,
    text: &'a str,
    frame: FrameOutput<'a>,
    outline: Vec<OutlineOutput<'a>>,
    citations: Vec<CitationOutput<'a>>,
    figures: Vec<FigureOutput<'a>>,
    tasks: Vec<TaskOutput<'a>>,
    proposals: Vec<ProposalOutput<'a>>,
}

#[derive(Debug, Serialize)]
struct FrameOutput<'a> {
    kind: Option<&'a str>,
    number: Option<&'a str>,
    symbol: Option<&'a str>,
    issuer: Option<&'a str>,
    place: Option<&'a str>,
    date: DateOutput,
    subject: Option<&'a str>,
    addressees: &'a [String],
    recipients: &'a [String],
    signer: SignerOutput<'a>,
}

#[derive(Debug, Serialize)]
struct DateOutput {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

#[derive(Debug, Serialize)]
struct SignerOutput<'a> {
    capacity: Option<&'a str>,
    position: Option<&'a str>,
    name: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct OutlineOutput<'a> {
    label: &'a str,
    title: &'a str,
    level: u8,
    span: [usize; 2],
}

#[derive(Debug, Serialize)]
struct CitationOutput<'a> {
    text: &'a str,
    r#type: Option<&'a str>,
    number: Option<&'a str>,
    date: Option<String>,
    issuer: Option<&'a str>,
    span: [usize; 2],
}

#[derive(Debug, Serialize)]
struct FigureOutput<'a> {
    text: &'a str,
    value: Option<String>,
    value_max: Option<String>,
    of: Option<String>,
    direction: Option<&'static str>,
    unit: Option<&'a str>,
    kind: &'static str,
    period: Option<&'a str>,
    subject: Option<&'a str>,
    span: [usize; 2],
}

#[derive(Debug, Serialize)]
struct TaskOutput<'a> {
    number: u32,
    year: Option<i16>,
    text: &'a str,
    targets: Vec<&'a str>,
    rating: Option<&'static str>,
    rating_text: Option<&'a str>,
    span: [usize; 2],
}

#[derive(Debug, Serialize)]
struct ProposalOutput<'a> {
    number: u32,
    year: Option<i16>,
    text: &'a str,
    targets: Vec<&'a str>,
    continues: Option<u32>,
    span: [usize; 2],
}

/// The output of `extract` for a document read from `source`.
pub fn extract_output<'a>(source: &'a str, document: &'a Document, found: &'a Extraction) -> ExtractOutput<'a> {
    ExtractOutput {
        source,
        text: &document.text,
        frame: frame_output(&document.frame),
        outline: found.outline.iter().map(outline_output).collect(),
        citations: found.citations.iter().map(|citation| citation_output(document, citation)).collect(),
        figures: found.figures.iter().map(|figure| figure_output(document, figure)).collect(),
        tasks: found.tasks.iter().map(|task| task_output(document, task)).collect(),
        proposals: found.proposals.iter().map(|proposal| proposal_output(document, proposal)).collect(),
    }
}

fn frame_output(frame: &Frame) -> FrameOutput<'_> {
    let PartialDate { year, month, day } = frame.date;
    FrameOutput {
        kind: frame.kind.as_deref(),
        number: frame.number.as_deref(),
        symbol: frame.symbol.as_deref(),
        issuer: frame.issuer.as_deref(),
        place: frame.place.as_deref(),
        date: DateOutput { year, month, day },
        subject: frame.subject.as_deref(),
        addressees: &frame.addressees,
        recipients: &frame.recipients,
        signer: SignerOutput {
            capacity: frame.signer.capacity.as_deref(),
            position: frame.signer.position.as_deref(),
            name: frame.signer.name.as_deref(),
        },
    }
}

fn outline_output(item: &OutlineItem) -> OutlineOutput<'_> {
    OutlineOutput { label: &item.label, title: &item.title, level: item.level, span: ends(item.span) }
}

fn citation_output<'a>(document: &'a Document, citation: &'a Citation) -> CitationOutput<'a> {
    CitationOutput {
        text: document.slice(citation.span),
        r#type: citation.kind.as_deref(),
        number: citation.number.as_deref(),
        date: citation.date.iso(),
        issuer: citation.issuer.as_deref(),
        span: ends(citation.span),
    }
}

fn figure_output<'a>(document: &'a Document, figure: &'a Figure) -> FigureOutput<'a> {
    FigureOutput {
        text: document.slice(figure.span),
        value: figure.value.map(plain),
        value_max: figure.value_max.map(plain),
        of: figure.of.map(plain),
        direction: figure.direction.map(tt_document::extract::Direction::word),
        unit: figure.unit.as_deref(),
        kind: figure.kind.code(),
        period: figure.period.as_deref(),
        subject: figure.subject.as_deref(),
        span: ends(figure.span),
    }
}

fn task_output<'a>(document: &'a Document, task: &'a Task) -> TaskOutput<'a> {
    TaskOutput {
        number: task.number,
        year: task.year,
        text: &task.text,
        targets: target_texts(document, &task.targets),
        rating: task.rating.as_ref().map(|rating| rating.grade.code()),
        rating_text: task.rating.as_ref().map(|rating| document.slice(rating.span)),
        span: ends(task.span),
    }
}

fn proposal_output<'a>(document: &'a Document, proposal: &'a Proposal) -> ProposalOutput<'a> {
    ProposalOutput {
        number: proposal.number,
        year: proposal.year,
        text: &proposal.text,
        targets: target_texts(document, &proposal.targets),
        continues: proposal.continues,
        span: ends(proposal.text_span),
    }
}

fn target_texts<'a>(document: &'a Document, targets: &[Target]) -> Vec<&'a str> {
    targets.iter().map(|target| document.slice(target.span)).collect()
}

fn ends(span: Span) -> [usize; 2] {
    [span.start, span.end]
}

fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

/// What `check --format json` prints.
#[derive(Debug, Serialize)]
pub struct CheckOutput<'a> {
    findings: Vec<FindingOutput<'a>>,
    summary: SummaryOutput,
}

#[derive(Debug, Serialize)]
struct FindingOutput<'a> {
    code: &'static str,
    severity: &'static str,
    title: &'a str,
    explanation: &'a str,
    recomputation: Option<&'a str>,
    text: &'a str,
    span: [usize; 2],
    line: Option<u32>,
    related: Vec<RelatedOutput<'a>>,
    fix: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct RelatedOutput<'a> {
    text: &'a str,
    note: &'a str,
    span: [usize; 2],
    line: Option<u32>,
}

#[derive(Debug, Serialize)]
struct SummaryOutput {
    errors: usize,
    warnings: usize,
    infos: usize,
}

/// The output of `check` for a document.
pub fn check_output<'a>(document: &'a Document, findings: &'a [Finding], language: Language) -> CheckOutput<'a> {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    CheckOutput {
        findings: findings.iter().map(|finding| finding_output(document, finding, language)).collect(),
        summary: SummaryOutput {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
        },
    }
}

fn finding_output<'a>(document: &'a Document, finding: &'a Finding, language: Language) -> FindingOutput<'a> {
    FindingOutput {
        code: finding.code,
        severity: finding.severity.code(),
        title: language.pick(&finding.title),
        explanation: language.pick(&finding.explanation),
        recomputation: finding.recomputation.as_deref(),
        text: document.slice(finding.span),
        span: ends(finding.span),
        line: document.lines.line_of(finding.span.start),
        related: finding
            .related
            .iter()
            .map(|related| RelatedOutput {
                text: document.slice(related.span),
                note: language.pick(&related.note),
                span: ends(related.span),
                line: document.lines.line_of(related.span.start),
            })
            .collect(),
        fix: finding.fix.as_deref(),
    }
}
