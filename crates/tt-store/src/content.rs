//! The content of a report's block as JSON in a text column: the stored shape is private to this file.

use serde::{Deserialize, Serialize};
use tt_domain::id::{CitationId, FigureId, TaskId};
use tt_domain::report::{Content, Piece, Shows, StatementPart};

use crate::StoreError;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredContent {
    Flow(Vec<StoredPiece>),
    Grid(Vec<Vec<Vec<StoredPiece>>>),
}

#[derive(Serialize, Deserialize)]
struct StoredPiece {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    strong: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    emphasis: bool,
    shows: StoredShows,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredShows {
    Text(String),
    Figure(i64),
    Citation(i64),
    Statement { task: i64, start: u32, end: u32 },
    StatementWords { task: i64, words: String },
    Grade(i64),
    NoteMark(u32),
}

pub(crate) fn to_json(content: &Content) -> Result<String, StoreError> {
    let pieces = |pieces: &[Piece]| pieces.iter().map(StoredPiece::from).collect::<Vec<_>>();
    let stored = match content {
        Content::Flow(flow) => StoredContent::Flow(pieces(flow)),
        Content::Grid(rows) => {
            StoredContent::Grid(rows.iter().map(|row| row.iter().map(|cell| pieces(cell)).collect()).collect())
        }
    };
    serde_json::to_string(&stored).map_err(|error| StoreError::Corrupt(format!("block content: {error}")))
}

pub(crate) fn from_json(json: &str) -> Result<Content, StoreError> {
    let pieces = |pieces: Vec<StoredPiece>| pieces.into_iter().map(Piece::from).collect::<Vec<_>>();
    let stored = serde_json::from_str(json).map_err(|error| StoreError::Corrupt(format!("block content: {error}")))?;
    Ok(match stored {
        StoredContent::Flow(flow) => Content::Flow(pieces(flow)),
        StoredContent::Grid(rows) => {
            Content::Grid(rows.into_iter().map(|row| row.into_iter().map(pieces).collect()).collect())
        }
    })
}

impl From<&Piece> for StoredPiece {
    fn from(piece: &Piece) -> Self {
        let Piece { strong, emphasis, shows } = piece;
        let shows = match shows {
            Shows::Text(text) => StoredShows::Text(text.clone()),
            Shows::Figure(figure) => StoredShows::Figure(figure.0),
            Shows::Citation(citation) => StoredShows::Citation(citation.0),
            Shows::Statement { task, part: StatementPart::Bytes { start, end } } => {
                StoredShows::Statement { task: task.0, start: *start, end: *end }
            }
            Shows::Statement { task, part: StatementPart::Words(words) } => {
                StoredShows::StatementWords { task: task.0, words: words.clone() }
            }
            Shows::Grade(task) => StoredShows::Grade(task.0),
            Shows::NoteMark(number) => StoredShows::NoteMark(*number),
        };
        Self { strong: *strong, emphasis: *emphasis, shows }
    }
}

impl From<StoredPiece> for Piece {
    fn from(StoredPiece { strong, emphasis, shows }: StoredPiece) -> Self {
        let shows = match shows {
            StoredShows::Text(text) => Shows::Text(text),
            StoredShows::Figure(figure) => Shows::Figure(FigureId(figure)),
            StoredShows::Citation(citation) => Shows::Citation(CitationId(citation)),
            StoredShows::Statement { task, start, end } => {
                Shows::Statement { task: TaskId(task), part: StatementPart::Bytes { start, end } }
            }
            StoredShows::StatementWords { task, words } => {
                Shows::Statement { task: TaskId(task), part: StatementPart::Words(words) }
            }
            StoredShows::Grade(task) => Shows::Grade(TaskId(task)),
            StoredShows::NoteMark(number) => Shows::NoteMark(number),
        };
        Self { strong, emphasis, shows }
    }
}
