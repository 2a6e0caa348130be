//! Blocks of a report before its figures and citations are on record.

use rust_decimal::Decimal;
use tt_domain::id::{DocumentId, ObservationId};
use tt_domain::indicator::derived::plain;
use tt_domain::report::{Piece, ReportBlockKind, Shows, StatedFigure};

use crate::compose::{ReportRecords, piece_text};

/// What a piece is to show.
#[derive(Clone, Debug)]
pub(super) enum Shown {
    /// Words.
    Text(String),
    /// A figure.
    Figure(Box<StatedFigure>),
    /// A mention of a document that an agency below keeps.
    Citation { document: DocumentId, form: String },
}

/// A piece.
#[derive(Clone, Debug)]
pub(super) struct DraftPiece {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) shown: Shown,
}

/// Content of a block.
#[derive(Clone, Debug)]
pub(super) enum DraftContent {
    Flow(Vec<DraftPiece>),
    Grid(Vec<Vec<Vec<DraftPiece>>>),
}

/// A block.
#[derive(Clone, Debug)]
pub(super) struct DraftBlock {
    pub(super) kind: ReportBlockKind,
    pub(super) content: DraftContent,
}

/// Plain words.
pub(super) fn words(text: impl Into<String>) -> DraftPiece {
    DraftPiece { strong: false, emphasis: false, shown: Shown::Text(text.into()) }
}

/// Words that stand out.
pub(super) fn strong(text: impl Into<String>) -> DraftPiece {
    DraftPiece { strong: true, ..words(text) }
}

/// What a figure of the report is to state.
#[derive(Clone, Debug)]
pub(super) struct Figure<'a> {
    pub(super) value: Decimal,
    pub(super) unit: Option<&'a str>,
    /// Code of the kind of figure: `actual`, `estimate`, `percent_of_plan`.
    pub(super) kind: &'a str,
    pub(super) subject: &'a str,
    pub(super) period: &'a str,
    pub(super) observation: Option<ObservationId>,
    /// Whether the unit is printed with it.
    pub(super) with_unit: bool,
}

/// A figure, in bold where it is a total.
pub(super) fn figure(of: &Figure<'_>, strong: bool) -> DraftPiece {
    let number = plain(of.value);
    let unit = of.unit.filter(|unit| of.with_unit && !unit.is_empty());
    let after = match unit {
        Some("%") => "%".to_owned(),
        Some(unit) => format!(" {unit}"),
        None => String::new(),
    };
    let stated = StatedFigure {
        form: format!("{{value}}{after}"),
        printed: format!("{number}{after}"),
        value: Some(of.value),
        value_max: None,
        of: None,
        unit: of.unit.map(str::to_owned),
        kind: of.kind.to_owned(),
        direction: None,
        period: Some(of.period.to_owned()),
        subject: Some(of.subject.to_owned()),
        task: None,
        observation: of.observation,
    };
    DraftPiece { strong, emphasis: false, shown: Shown::Figure(Box::new(stated)) }
}

/// The pieces of an agency's report as they stand in another report: figures keep the observation they rest on.
pub(super) fn taken_over(facts: &ReportRecords, pieces: &[Piece]) -> Vec<DraftPiece> {
    let shown = |piece: &Piece| match &piece.shows {
        Shows::Figure(id) => facts
            .figures
            .get(id)
            .map(|figure| Shown::Figure(Box::new(StatedFigure { task: None, ..figure.stated.clone() }))),
        Shows::Citation(id) => facts
            .citations
            .get(id)
            .map(|citation| Shown::Citation { document: citation.document, form: citation.form.clone() }),
        _ => None,
    };
    pieces
        .iter()
        .map(|piece| DraftPiece {
            strong: piece.strong,
            emphasis: piece.emphasis,
            shown: shown(piece).unwrap_or_else(|| Shown::Text(piece_text(facts, piece))),
        })
        .collect()
}

/// Blocks in order.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) blocks: Vec<DraftBlock>,
}

impl Draft {
    /// A heading; its label is the head of its text.
    pub(super) fn heading(&mut self, level: u8, label: Option<String>, title: &str) {
        let text = match &label {
            Some(label) => format!("{label} {title}"),
            None => title.to_owned(),
        };
        self.flow(ReportBlockKind::Heading { level, label }, vec![words(text)]);
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, pieces: Vec<DraftPiece>) {
        self.flow(ReportBlockKind::Paragraph { label: None }, pieces);
    }

    /// An item of a list; its marker is the head of its text.
    pub(super) fn item(&mut self, pieces: Vec<DraftPiece>) {
        let mut all = vec![words("- ")];
        all.extend(pieces);
        self.flow(ReportBlockKind::Item { marker: "-".to_owned() }, all);
    }

    /// The lines that open an annex, on lying sheets or upright ones.
    pub(super) fn annex(&mut self, number: &str, lying: bool, title: &str) {
        self.flow(ReportBlockKind::Annex { lying }, vec![words(format!("Phụ lục {number}"))]);
        self.heading(1, None, title);
    }

    /// A table whose first row is its head.
    pub(super) fn table(&mut self, rows: Vec<Vec<Vec<DraftPiece>>>) {
        self.blocks
            .push(DraftBlock { kind: ReportBlockKind::Table { head_rows: 1 }, content: DraftContent::Grid(rows) });
    }

    fn flow(&mut self, kind: ReportBlockKind, pieces: Vec<DraftPiece>) {
        self.blocks.push(DraftBlock { kind, content: DraftContent::Flow(pieces) });
    }
}
