//! Two reports side by side: last year's and this, as it stands and as issued, an agency's and the province's, or a recorded
//! one and a file brought back from outside.
//!
//! What differs is found by [`tt_document::compare`]; here the two are read, as far as the person looking may read them.
//! Nothing is taken from a file: it is only held against the record. Read [`Compared`] first.

pub mod words;

use std::collections::{HashMap, HashSet};
use std::fmt;

use tt_check::Message;
use tt_document::compare::{Comparison, Side, compare};
use tt_document::{Document, Extraction};
use tt_domain::id::{AgencyId, RegimeId, ReportId};
use tt_domain::organisation::Agency;
use tt_domain::permission::{Action, Scope};
use tt_domain::report::Report;
use tt_store::{Tx, agencies, attachments, issued, regimes, reports};

use crate::app::App;
use crate::error::AppError;
use crate::reading;
use crate::reporting::{document_on, names};
use crate::reports::blocking;
use crate::sign_in::CurrentUser;
use crate::token;
use crate::wording::say;

/// How many reports are offered to choose from, the newest first.
const OFFERED: u32 = 300;

/// Which text of a report: written `12`, or `12-ban-hanh` as issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// As the records compose it now.
    Recorded(ReportId),
    /// As issued: the file that was frozen then.
    Issued(ReportId),
}

/// How an address names what was issued.
const AS_ISSUED: &str = "-ban-hanh";

impl Edition {
    /// Reads what [`Display`](fmt::Display) writes.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().strip_suffix(AS_ISSUED) {
            Some(id) => id.parse().ok().map(Self::Issued),
            None => text.trim().parse().ok().map(Self::Recorded),
        }
    }

    /// Whose text it is.
    pub fn report(self) -> ReportId {
        match self {
            Self::Recorded(id) | Self::Issued(id) => id,
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recorded(id) => write!(f, "{id}"),
            Self::Issued(id) => write!(f, "{id}{AS_ISSUED}"),
        }
    }
}

/// A text that can be chosen.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Which.
    pub edition: Edition,
    /// Symbol of its agency.
    pub agency: String,
    /// What it is called.
    pub name: Message,
}

/// Two texts and what differs between them.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The earlier or the recorded one.
    pub left: ComparedSide,
    /// The other.
    pub right: ComparedSide,
    /// What differs.
    pub comparison: Comparison,
}

/// One of the two.
#[derive(Clone, Debug)]
pub struct ComparedSide {
    /// What it is called: the report with its agency, or the file.
    pub name: Message,
    /// Which text of a report; `None` for a file.
    pub edition: Option<Edition>,
    /// Whose report it is; `None` for a file.
    pub agency: Option<AgencyId>,
    /// For a file: whether it is one of those issued of the other side's report; `None` where nothing was issued.
    pub is_issued_file: Option<bool>,
    /// It as a document.
    pub document: Document,
    /// What was found in it.
    pub found: Extraction,
}

impl ComparedSide {
    fn side(&self) -> Side<'_> {
        Side { document: &self.document, found: &self.found }
    }
}

impl App {
    /// The texts someone may compare: their own agency's reports and those of agencies below whose records they read.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for who may not read records, or the database failed.
    pub async fn comparable_reports(&self, current: &CurrentUser) -> Result<Vec<Offered>, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let readable = readable(&mut tx, current).await?;
        let mut all = reports::list(&mut tx, current.agency.id).await?;
        let below = reports::recent(&mut tx, OFFERED).await?;
        all.extend(
            below
                .into_iter()
                .filter(|report| report.agency != current.agency.id && readable.contains_key(&report.agency)),
        );
        let first = all.iter().map(|report| report.id).min_by_key(|id| id.0).unwrap_or(ReportId(0));
        let frozen: HashSet<ReportId> = issued::issued_since(&mut tx, first).await?.into_iter().collect();
        let mut named = Named::default();
        let mut offered = Vec::with_capacity(all.len());
        for report in all {
            let Some(agency) = readable.get(&report.agency) else { continue };
            let mut editions = vec![Edition::Recorded(report.id)];
            if frozen.contains(&report.id) {
                editions.push(Edition::Issued(report.id));
            }
            for edition in editions {
                let name = named.of(&mut tx, &report, edition).await?;
                offered.push(Offered { edition, agency: agency.symbol.clone(), name });
            }
        }
        Ok(offered)
    }

    /// Two texts of reports side by side.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a report one may not know of or that was never issued, or the database failed.
    pub async fn compare_reports(
        &self,
        current: &CurrentUser,
        left: Edition,
        right: Edition,
    ) -> Result<Compared, AppError> {
        let mut tx = self.db.begin_read().await?;
        let left = source(&mut tx, current, left, self.clock.today()).await?;
        let right = source(&mut tx, current, right, self.clock.today()).await?;
        drop(tx);
        blocking(move || Ok(compared(left.read()?, right.read()?))).await?
    }

    /// A text of a report and a file brought from outside, side by side; nothing of the file is kept.
    ///
    /// # Errors
    /// The same as [`compare_reports`](Self::compare_reports), or a sentence why the file cannot be read.
    pub async fn compare_with_file(
        &self,
        current: &CurrentUser,
        left: Edition,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Compared, AppError> {
        let mut tx = self.db.begin_read().await?;
        let source = source(&mut tx, current, left, self.clock.today()).await?;
        let digest = token::sha256(&bytes);
        let files = issued::files(&mut tx, left.report()).await?;
        drop(tx);
        let is_issued_file = (!files.is_empty()).then(|| files.iter().any(|file| file.digest == digest));
        let name = name.to_owned();
        blocking(move || {
            let left = source.read()?;
            let read = reading::read(&name, &bytes)?;
            let right = ComparedSide {
                name: say(name.clone(), name),
                edition: None,
                agency: None,
                is_issued_file,
                document: read.document,
                found: read.found,
            };
            Ok(compared(left, right))
        })
        .await?
    }
}

/// Two documents that were read, side by side.
fn compared(left: ComparedSide, right: ComparedSide) -> Compared {
    let comparison = compare(left.side(), right.side());
    Compared { left, right, comparison }
}

/// A text before it is read: that takes the longest, and is done off the request threads.
struct Source {
    name: Message,
    edition: Edition,
    agency: AgencyId,
    content: Content,
}

enum Content {
    Composed(Box<Document>),
    File { name: String, bytes: Vec<u8> },
}

impl Source {
    fn read(self) -> Result<ComparedSide, AppError> {
        let (document, found) = match self.content {
            Content::Composed(document) => {
                let found = tt_document::extract(&document);
                (*document, found)
            }
            Content::File { name, bytes } => {
                let read = reading::read(&name, &bytes)?;
                (read.document, read.found)
            }
        };
        let (edition, agency) = (Some(self.edition), Some(self.agency));
        Ok(ComparedSide { name: self.name, edition, agency, is_issued_file: None, document, found })
    }
}

/// The agencies whose records someone reads: their own and those below that `permission::may` lets them.
async fn readable(tx: &mut Tx, current: &CurrentUser) -> Result<HashMap<AgencyId, Agency>, AppError> {
    let all = agencies::list(tx).await?;
    let parents: HashMap<AgencyId, Option<AgencyId>> = all.iter().map(|agency| (agency.id, agency.parent)).collect();
    let above = |agency: AgencyId| {
        let mut chain = Vec::new();
        let mut next = parents.get(&agency).copied().flatten();
        while let Some(parent) = next.filter(|parent| !chain.contains(parent)) {
            chain.push(parent);
            next = parents.get(&parent).copied().flatten();
        }
        chain
    };
    let reads = |agency: &Agency| current.may_on(Action::ReadRecords, &Scope::agency_wide(agency.id, above(agency.id)));
    Ok(all.into_iter().filter(reads).map(|agency| (agency.id, agency)).collect())
}

async fn source(
    tx: &mut Tx,
    current: &CurrentUser,
    edition: Edition,
    today: jiff::civil::Date,
) -> Result<Source, AppError> {
    let report = reports::get(tx, edition.report()).await?;
    let superiors = agencies::superiors(tx, report.agency).await?;
    if !current.may_on(Action::ReadRecords, &Scope::agency_wide(report.agency, superiors)) {
        return Err(AppError::NotFound);
    }
    let agency = agencies::get(tx, report.agency).await?;
    let called = Named::default().of(tx, &report, edition).await?;
    let name = say(format!("{}: {}", agency.symbol, called.vi), format!("{}: {}", agency.symbol, called.en));
    let content = match edition {
        Edition::Recorded(_) => Content::Composed(Box::new(document_on(tx, report, today).await?.1)),
        Edition::Issued(id) => issued_content(tx, id).await?,
    };
    Ok(Source { name, edition, agency: agency.id, content })
}

/// The file that was issued, to the letter.
async fn issued_content(tx: &mut Tx, id: ReportId) -> Result<Content, AppError> {
    let files = issued::files(tx, id).await?;
    let file = files.into_iter().find(|file| file.format == "docx").ok_or(AppError::NotFound)?;
    let kept = attachments::get(tx, file.file).await?;
    if token::sha256(&kept.bytes) != file.digest {
        return Err(AppError::refused(
            format!("tệp {} trong dữ liệu không còn đúng bản đã phát hành; hãy lấy lại từ bản sao lưu", file.name),
            format!("the file {} on record is no longer the one issued; restore it from a backup", file.name),
        ));
    }
    Ok(Content::File { name: file.name, bytes: kept.bytes })
}

/// Names of regimes, each looked up once.
#[derive(Default)]
struct Named(HashMap<RegimeId, String>);

impl Named {
    async fn of(&mut self, tx: &mut Tx, report: &Report, edition: Edition) -> Result<Message, AppError> {
        if let Some(id) = report.regime
            && !self.0.contains_key(&id)
        {
            self.0.insert(id, regimes::get(tx, id).await?.terms.name);
        }
        let regime = report.regime.and_then(|id| self.0.get(&id)).map(String::as_str);
        let name = names::report_name(report, regime);
        let state = match edition {
            Edition::Recorded(_) => names::state_name(report.state),
            Edition::Issued(_) => say("bản đã phát hành", "as issued"),
        };
        Ok(say(format!("{} ({})", name.vi, state.vi), format!("{} ({})", name.en, state.en)))
    }
}
