//! Whether a file is one that was issued, and whether it still holds: by its digest, for anyone who holds it.

use jiff::civil::Date;
use tt_domain::approval::Passage;
use tt_domain::id::ReportId;
use tt_domain::report::ReportState;
use tt_store::{Tx, agencies, attachments, issued, report_steps, reports};

use crate::app::App;
use crate::error::AppError;
use crate::reports::Download;
use crate::sign_in::CurrentUser;
use crate::token;

/// What became of an issued report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Issued, and in force.
    Valid,
    /// In force, and corrected by a letter.
    Corrected,
    /// Recalled.
    Recalled,
    /// Replaced by another.
    Replaced,
}

impl Standing {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Valid => "issued",
            Self::Corrected => "corrected",
            Self::Recalled => "recalled",
            Self::Replaced => "replaced",
        }
    }

    /// Whether the document is in force.
    pub fn holds(self) -> bool {
        matches!(self, Self::Valid | Self::Corrected)
    }

    async fn of(tx: &mut Tx, report: ReportId) -> Result<Self, AppError> {
        let events = report_steps::list(tx, report).await?;
        let passage = Passage::of(events.iter().map(|kept| &kept.event));
        Ok(match passage.state {
            ReportState::Recalled => Self::Recalled,
            ReportState::Replaced => Self::Replaced,
            _ if passage.corrections.is_empty() => Self::Valid,
            _ => Self::Corrected,
        })
    }
}

/// What the public page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicAnswer {
    /// What became of the report with that code.
    pub standing: Standing,
    /// Whether the file handed in is one of those issued; `None` without a file.
    pub same: Option<bool>,
}

/// What is known of a file, for whoever holds the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedFile {
    /// SHA-256 of the file, in hex.
    pub digest: String,
    /// What it is; `None` for a file that was never issued.
    pub issued: Option<IssuedAs>,
}

/// As what a file was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedAs {
    /// Symbol of the agency.
    pub agency: String,
    /// Number and symbol.
    pub number: String,
    /// Date.
    pub dated: Date,
    /// What became of it.
    pub standing: Standing,
}

impl VerifiedFile {
    /// Whether it was issued and is in force.
    pub fn holds(&self) -> bool {
        self.issued.as_ref().is_some_and(|issued| issued.standing.holds())
    }
}

impl App {
    /// What anyone may know by a public code: what became of the report, and whether a file is one of those issued.
    ///
    /// # Errors
    /// No report has that code, or the database failed.
    pub async fn verified(&self, code: &str, file: Option<&[u8]>) -> Result<PublicAnswer, AppError> {
        let code = code.trim().to_lowercase();
        let mut tx = self.db.begin_read().await?;
        let issue = issued::by_code(&mut tx, &code).await?.ok_or(AppError::NotFound)?;
        let standing = Standing::of(&mut tx, issue.report).await?;
        let same = match file {
            Some(bytes) => {
                let digest = token::sha256(bytes);
                Some(issued::files(&mut tx, issue.report).await?.iter().any(|file| file.digest == digest))
            }
            None => None,
        };
        Ok(PublicAnswer { standing, same })
    }

    /// What the records know of a file, for the command line of the machine itself.
    ///
    /// # Errors
    /// The database failed.
    pub async fn verify_file(&self, bytes: &[u8]) -> Result<VerifiedFile, AppError> {
        self.known_by(token::sha256(bytes)).await
    }

    /// What the records know of the file with that SHA-256, for someone who holds it and can sign in: of any agency's.
    ///
    /// # Errors
    /// [`AppError::Refused`] for what is no SHA-256 in hex, or the database failed.
    pub async fn verify_digest(&self, digest: &str) -> Result<VerifiedFile, AppError> {
        let digest = digest.trim().to_ascii_lowercase();
        if digest.len() != 64 || !digest.chars().all(|letter| letter.is_ascii_hexdigit()) {
            return Err(AppError::refused(
                "mã băm phải là SHA-256 viết bằng 64 chữ số thập lục phân; hãy tính lại từ tệp, ví dụ bằng sha256sum",
                "the digest must be a SHA-256 in 64 hexadecimal digits; work it out from the file, as with sha256sum",
            ));
        }
        self.known_by(digest).await
    }

    async fn known_by(&self, digest: String) -> Result<VerifiedFile, AppError> {
        let mut tx = self.db.begin_read().await?;
        let mut best: Option<IssuedAs> = None;
        for file in issued::by_digest(&mut tx, &digest).await? {
            let Some(issue) = issued::find(&mut tx, file.report).await? else { continue };
            let report = reports::get(&mut tx, file.report).await?;
            let standing = Standing::of(&mut tx, file.report).await?;
            if best.as_ref().is_none_or(|best| !best.standing.holds()) {
                let agency = agencies::get(&mut tx, report.agency).await?.symbol;
                best = Some(IssuedAs { agency, number: issue.symbol, dated: issue.dated, standing });
            }
        }
        Ok(VerifiedFile { digest, issued: best })
    }

    /// A file as it was issued, byte by byte.
    ///
    /// # Errors
    /// No such file of this agency, or its bytes are no longer those that were issued.
    pub async fn issued_file(&self, current: &CurrentUser, id: ReportId, format: &str) -> Result<Download, AppError> {
        current.require(tt_domain::permission::Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let standing = super::Standing::own(&mut tx, current, id).await?;
        let files = issued::files(&mut tx, standing.report.id).await?;
        let file = files.into_iter().find(|file| file.format == format).ok_or(AppError::NotFound)?;
        let kept = attachments::get(&mut tx, file.file).await?;
        if token::sha256(&kept.bytes) != file.digest {
            return Err(AppError::refused(
                format!("tệp {} trong dữ liệu không còn đúng bản đã phát hành; hãy lấy lại từ bản sao lưu", file.name),
                format!("the file {} on record is no longer the one issued; restore it from a backup", file.name),
            ));
        }
        let format = crate::outputs::Format::from_extension(format).ok_or(AppError::NotFound)?;
        Ok(Download { name: file.name, media_type: format.media_type(), bytes: kept.bytes })
    }
}
