//! A report as records: its frame, its blocks with references to facts, its figures.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::composing::Embedding;
use crate::id::{
    AgencyId, AttachmentId, CitationId, DocumentId, FigureId, ObservationId, RegimeId, ReportId, TaskId, UserId,
};
use crate::reporting_period::ReportingPeriod;
use crate::task::coded;

/// A report of an agency for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Identity.
    pub id: ReportId,
    /// Whose.
    pub agency: AgencyId,
    /// Year it reports on; that of its period.
    pub year: i16,
    /// The regime it is made by; `None` for one brought in as a file.
    pub regime: Option<RegimeId>,
    /// The period it reports on.
    pub period: ReportingPeriod,
    /// What it was asked for, where it is made on demand; else empty.
    pub occasion: String,
    /// The annual report of key tasks (báo cáo nhiệm vụ trọng tâm năm), of which each agency and year has one.
    pub key_tasks: bool,
    /// Day by which it is due; the day itself is in time.
    pub due: Option<Date>,
    /// The report it takes the place of.
    pub replaces: Option<ReportId>,
    /// Its own record as a document (number and date blank while a draft).
    pub document: DocumentId,
    /// How far it has come.
    pub state: ReportState,
    /// Frame of the document as JSON, written and read by the use cases.
    pub frame: String,
    /// The file it was read from.
    pub source: Option<AttachmentId>,
    /// When first recorded.
    pub created_at: Timestamp,
    /// When last changed.
    pub updated_at: Timestamp,
    /// Who last changed it; `None` for the command line.
    pub updated_by: Option<UserId>,
}

/// A report before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    /// See [`Report::agency`].
    pub agency: AgencyId,
    /// See [`Report::regime`].
    pub regime: Option<RegimeId>,
    /// See [`Report::period`]; its year is that of the report.
    pub period: ReportingPeriod,
    /// See [`Report::occasion`].
    pub occasion: String,
    /// See [`Report::key_tasks`].
    pub key_tasks: bool,
    /// See [`Report::due`].
    pub due: Option<Date>,
    /// See [`Report::replaces`].
    pub replaces: Option<ReportId>,
    /// See [`Report::document`].
    pub document: DocumentId,
    /// See [`Report::state`].
    pub state: ReportState,
    /// See [`Report::frame`].
    pub frame: String,
    /// See [`Report::source`].
    pub source: Option<AttachmentId>,
    /// See [`Report::created_at`]; also when it was last changed.
    pub created_at: Timestamp,
    /// See [`Report::updated_by`].
    pub updated_by: Option<UserId>,
}

coded! {
    /// States of a report.
    ReportState {
        /// Being written.
        Draft = "draft",
        /// Waiting for the parts of divisions, and for their heads.
        WithHeads = "with_heads",
        /// Before the planning officer.
        WithPlanning = "with_planning",
        /// Sent for signature.
        Submitted = "submitted",
        /// Sent back.
        Returned = "returned",
        /// Signed.
        Signed = "signed",
        /// Issued.
        Issued = "issued",
        /// Recalled.
        Recalled = "recalled",
        /// Replaced by another report.
        Replaced = "replaced",
    }
}

/// One block of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportBlock {
    /// Order in the report, from 0.
    pub position: u32,
    /// What it is.
    pub kind: ReportBlockKind,
    /// Task whose part of the report it stands in.
    pub task: Option<TaskId>,
    /// Its content.
    pub content: Content,
    /// What an embedded block drew when the report was last written or submitted, as JSON written and read by the use
    /// cases; `None` for all other blocks.
    pub drawn: Option<String>,
}

/// What a block of a report is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportBlockKind {
    /// A heading with its depth and label.
    Heading {
        /// Depth, from 1.
        level: u8,
        /// Label as printed.
        label: Option<String>,
    },
    /// The line that opens an annex.
    Annex {
        /// Whether its sheets lie (khổ giấy nằm ngang) whatever stands on them.
        lying: bool,
    },
    /// A paragraph.
    Paragraph {
        /// Label as printed, if numbered.
        label: Option<String>,
    },
    /// A list item.
    Item {
        /// Marker as printed.
        marker: String,
    },
    /// A table.
    Table {
        /// Leading rows that are its head.
        head_rows: u32,
    },
    /// A picture or a table drawn from records; the content is its caption.
    Embedded(Box<Embedding>),
    /// A footnote with its number.
    Note {
        /// From 1.
        number: u32,
    },
}

/// Content of a block: pieces for text, cells of pieces for a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Flowing text.
    Flow(Vec<Piece>),
    /// Rows of cells.
    Grid(Vec<Vec<Vec<Piece>>>),
}

/// A piece of a block: words, or a reference to a fact shown in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// What it shows.
    pub shows: Shows,
}

/// What a piece shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Words of its own.
    Text(String),
    /// A figure of this report.
    Figure(FigureId),
    /// A mention of a document.
    Citation(CitationId),
    /// A part of a task's statement; the whole statement is shown by its parts in order, so that figures and citations
    /// between them stay references.
    Statement {
        /// Whose statement.
        task: TaskId,
        /// Which part.
        part: StatementPart,
    },
    /// The self-grade of a task in words.
    Grade(TaskId),
    /// A footnote mark.
    NoteMark(u32),
}

/// A part of a task's statement in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementPart {
    /// The words the report has, whatever the statement is changed to afterwards.
    Words(String),
    /// Bytes of the statement on record, of a report recorded before its words were kept.
    Bytes {
        /// First byte.
        start: u32,
        /// One past the last.
        end: u32,
    },
}

impl StatementPart {
    /// Its words; `statement` is the one on record. Bytes that fall inside a word of it, as they do once it was changed,
    /// are taken from the head of that word, so that parts that follow each other neither cut nor repeat one.
    pub fn words<'a>(&'a self, statement: &'a str) -> &'a str {
        match self {
            Self::Words(words) => words,
            Self::Bytes { start, end } => {
                let at = |byte: u32| word_start(statement, usize::try_from(byte).unwrap_or(usize::MAX));
                statement.get(at(*start)..at(*end)).unwrap_or_default()
            }
        }
    }
}

/// The byte itself, or the head of the word it falls into; the end of the text for one past it.
fn word_start(text: &str, byte: usize) -> usize {
    let parts = |at: usize| {
        let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
        let is_inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        !is_inside(before.chars().next_back()) || !is_inside(after.chars().next())
    };
    (0..=byte.min(text.len())).rev().find(|at| parts(*at)).unwrap_or_default()
}

/// A figure a report states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFigure {
    /// Identity.
    pub id: FigureId,
    /// Where.
    pub report: ReportId,
    /// Block it stands in, by position.
    pub block: u32,
    /// What it states.
    pub stated: StatedFigure,
}

/// What a figure states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFigure {
    /// As printed, with `{value}`, `{max}` and `{of}` where a number stands that can be printed again from its value.
    pub form: String,
    /// As printed when read.
    pub printed: String,
    /// Value; `None` for a number that cannot be read.
    pub value: Option<Decimal>,
    /// Upper end of a range.
    pub value_max: Option<Decimal>,
    /// Denominator of a ratio.
    pub of: Option<Decimal>,
    /// Unit.
    pub unit: Option<String>,
    /// Kind, by the code of the reader's figure kinds.
    pub kind: String,
    /// `tăng`, `giảm`, `bằng`, `vượt`.
    pub direction: Option<String>,
    /// Period, as printed.
    pub period: Option<String>,
    /// What it measures, as printed.
    pub subject: Option<String>,
    /// Task whose part of the report it stands in.
    pub task: Option<TaskId>,
    /// The observation it shows, if it rests on one.
    pub observation: Option<ObservationId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_the_words_of_the_report_and_bytes_never_cut_one_of_a_changed_statement() {
        let own = StatementPart::Words("xây mới 13 chợ".to_owned());
        assert_eq!(own.words("xây mới 15 chợ"), "xây mới 13 chợ");
        let before = "Xây mới 13 chợ, cải tạo 02 chợ";
        let at = |text: &str| u32::try_from(before.find(text).unwrap()).unwrap();
        let ends = [0, at("13"), at("13 chợ") + 8, u32::try_from(before.len()).unwrap()];
        let parts = ends.windows(2).map(|ends| StatementPart::Bytes { start: ends[0], end: ends[1] });
        let parts: Vec<StatementPart> = parts.collect();
        assert_eq!(
            parts.iter().map(|part| part.words(before)).collect::<Vec<_>>(),
            ["Xây mới ", "13 chợ", ", cải tạo 02 chợ"]
        );
        for changed in ["Phấn đấu xây dựng mới 15 chợ nông thôn", "ườườườườ", "", "Chợ"] {
            let words: Vec<&str> = parts.iter().map(|part| part.words(changed)).collect();
            assert!(changed.starts_with(&words.concat()), "{words:?}");
            let own: Vec<&str> = changed.split(|c: char| !c.is_alphanumeric()).collect();
            let cut = words
                .iter()
                .flat_map(|part| part.split(|c: char| !c.is_alphanumeric()))
                .find(|word| !own.contains(word));
            assert!(cut.is_none_or(str::is_empty), "{cut:?} of {words:?}");
        }
    }
}
