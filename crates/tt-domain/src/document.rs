//! Official documents as records, and who cites them.

use tt_text::date::PartialDate;

use crate::id::{AgencyId, AttachmentId, CitationId, DocumentId, ReportId, TaskId};

/// A document known to an agency: its own, received, or only cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialDocument {
    /// Identity.
    pub id: DocumentId,
    /// Agency that keeps the record.
    pub agency: AgencyId,
    /// Kind as a word (`Quyết định`), if known.
    pub kind: Option<String>,
    /// Number with symbol, upper case, no blanks (`230/QĐ-UBND`); `None` while blank or unknown.
    pub number: Option<String>,
    /// Date as far as known.
    pub date: PartialDate,
    /// Issuer as first named.
    pub issuer: Option<String>,
    /// Subject as first named.
    pub subject: Option<String>,
}

/// A document before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDocument {
    /// See [`OfficialDocument::agency`].
    pub agency: AgencyId,
    /// See [`OfficialDocument::kind`].
    pub kind: Option<String>,
    /// See [`OfficialDocument::number`].
    pub number: Option<String>,
    /// See [`OfficialDocument::date`].
    pub date: PartialDate,
    /// See [`OfficialDocument::issuer`].
    pub issuer: Option<String>,
    /// See [`OfficialDocument::subject`].
    pub subject: Option<String>,
}

/// A document with how often and by whom it is cited, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSummary {
    /// The document.
    pub document: OfficialDocument,
    /// How many mentions in all reports.
    pub mentions: u32,
}

/// One mention of a document in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Identity.
    pub id: CitationId,
    /// Report it stands in.
    pub report: ReportId,
    /// Document it names.
    pub document: DocumentId,
    /// Block of the report, by position.
    pub block: u32,
    /// Task whose part of the report it stands in.
    pub task: Option<TaskId>,
    /// As printed, with `{number}` and `{date}` where those stand and can be printed again from the record.
    pub form: String,
}

/// A stored file. It is named by its content, so the same file is kept once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Identity.
    pub id: AttachmentId,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// File name it first came under.
    pub name: String,
    /// What it is, as a media type: `text/plain`.
    pub media_type: String,
    /// The file itself.
    pub bytes: Vec<u8>,
}
