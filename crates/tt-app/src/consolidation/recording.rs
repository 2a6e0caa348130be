//! Putting a made block on record: its figures, and its citations of the superior's own records of documents.

use std::collections::HashMap;

use tt_domain::document::{Citation, NewDocument};
use tt_domain::id::{AgencyId, CitationId, DocumentId, FigureId, ReportId};
use tt_domain::report::{Content, Piece, ReportBlock, ReportFigure, Shows};
use tt_store::{Tx, citations, documents, figures};

use super::draft::{DraftBlock, DraftContent, DraftPiece, Shown};
use crate::compose::{ReportRecords, citation_text};
use crate::error::AppError;

/// Puts figures and citations of a report on record.
pub(super) struct Writer<'a> {
    pub(super) tx: &'a mut Tx,
    pub(super) report: ReportId,
    pub(super) agency: AgencyId,
    pub(super) facts: &'a ReportRecords,
    /// Documents of agencies below → the superior's own record, and whether both have the same date.
    pub(super) documents: HashMap<DocumentId, Option<(DocumentId, bool)>>,
    /// Figures made, and those that rest on an observation.
    pub(super) counts: (usize, usize),
}

impl Writer<'_> {
    /// A made block with its figures and citations on record.
    pub(super) async fn block(&mut self, position: u32, block: DraftBlock) -> Result<ReportBlock, AppError> {
        let content = match block.content {
            DraftContent::Flow(pieces) => Content::Flow(self.pieces(position, pieces).await?),
            DraftContent::Grid(rows) => {
                let mut grid = Vec::with_capacity(rows.len());
                for row in rows {
                    let mut cells = Vec::with_capacity(row.len());
                    for cell in row {
                        cells.push(self.pieces(position, cell).await?);
                    }
                    grid.push(cells);
                }
                Content::Grid(grid)
            }
        };
        Ok(ReportBlock { position, kind: block.kind, task: None, content, drawn: None })
    }

    async fn pieces(&mut self, block: u32, pieces: Vec<DraftPiece>) -> Result<Vec<Piece>, AppError> {
        let mut done = Vec::with_capacity(pieces.len());
        for DraftPiece { strong, emphasis, shown } in pieces {
            let shows = match shown {
                Shown::Text(text) => Shows::Text(text),
                Shown::Figure(stated) => {
                    self.counts.0 += 1;
                    self.counts.1 += usize::from(stated.observation.is_some());
                    Shows::Figure(figures::insert(self.tx, self.report, block, &stated).await?)
                }
                Shown::Citation { document, form } => self.citation(block, document, form).await?,
            };
            done.push(Piece { strong, emphasis, shows });
        }
        Ok(done)
    }

    async fn citation(&mut self, block: u32, document: DocumentId, form: String) -> Result<Shows, AppError> {
        let Some((own, same)) = self.own_document(document).await? else { return Ok(Shows::Text(form)) };
        // A mention that disagrees with the superior's record keeps its own words.
        let form = if same {
            form
        } else {
            let mention = Citation { id: CitationId(0), report: self.report, document, block, task: None, form };
            citation_text(self.facts, &mention)
        };
        let id = citations::insert(self.tx, self.report, own, block, None, &form).await?;
        Ok(Shows::Citation(id))
    }

    async fn own_document(&mut self, document: DocumentId) -> Result<Option<(DocumentId, bool)>, AppError> {
        if let Some(known) = self.documents.get(&document) {
            return Ok(*known);
        }
        let own = match self.facts.documents.get(&document) {
            Some(theirs) => {
                let new = NewDocument {
                    agency: self.agency,
                    kind: theirs.kind.clone(),
                    number: theirs.number.clone(),
                    date: theirs.date,
                    issuer: theirs.issuer.clone(),
                    subject: theirs.subject.clone(),
                };
                let (id, _) = documents::ensure(self.tx, &new).await?;
                let own = documents::get(self.tx, id).await?;
                Some((id, own.date == theirs.date))
            }
            None => None,
        };
        self.documents.insert(document, own);
        Ok(own)
    }

    /// Lets the figures and citations of a person's block go along with it; they are taken out of those to go.
    pub(super) async fn moved(
        &mut self,
        block: &ReportBlock,
        position: u32,
        (figures_left, citations_left): (&mut HashMap<FigureId, ReportFigure>, &mut HashMap<CitationId, Citation>),
    ) -> Result<(), AppError> {
        let pieces: Vec<&Piece> = match &block.content {
            Content::Flow(pieces) => pieces.iter().collect(),
            Content::Grid(rows) => rows.iter().flatten().flatten().collect(),
        };
        for piece in pieces {
            match piece.shows {
                Shows::Figure(id) => {
                    if let Some(figure) = figures_left.remove(&id) {
                        figures::update(self.tx, &ReportFigure { block: position, ..figure }).await?;
                    }
                }
                Shows::Citation(id) => {
                    if let Some(citation) = citations_left.remove(&id) {
                        citations::update(self.tx, &Citation { block: position, ..citation }).await?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
