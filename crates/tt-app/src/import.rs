//! Importing a report: what it says becomes records, in one transaction.
//!
//! The incoming report is held against what is on record; equal means that nothing is done, not even an audit event.

pub mod apply;
pub mod difference;
pub mod incoming;
mod naming;
mod pieces;
pub mod printing;
pub mod recorded;
mod returning;
pub mod snapshot;
pub(crate) mod text;
pub mod tracked;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use tt_document::{Document, Frame};
use tt_domain::audit::NewAuditEvent;
use tt_domain::id::ReportId;
use tt_domain::organisation::{Agency, NewAgency};
use tt_domain::permission::Action;
use tt_domain::register::IncomingEntry;
use tt_store::{Tx, agencies, attachments, audit, reports};

use crate::app::{Actor, App};
use crate::composing::starting::forget;
use crate::embedding::draw_anew;
use crate::embedding::folding::Known;
use crate::error::AppError;
use crate::reading::{self, Reading};
use crate::registers::By;
use crate::registers::offered::{OfferFate, Offered, take_in};
use crate::reporting::passage::{closed, is_written};
use crate::reports::blocking;
use crate::search;
use crate::sign_in::CurrentUser;
use crate::token;
use difference::{Change, changes};
use incoming::{Incoming, incoming, reported_year};
use recorded::Recorded;
use snapshot::Snapshot;
use tracked::{ReadCount, ReadEntry};

/// A report file to import.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// Name of the file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Symbol of the agency; read from the document's own symbol when not given.
    pub agency: Option<String>,
    /// Year reported on; read from the document when not given.
    pub year: Option<i16>,
}

/// What an import did, or would do.
#[derive(Clone, Debug)]
pub struct ImportOutcome {
    /// Symbol of the agency.
    pub agency: String,
    /// Name of the agency.
    pub agency_name: String,
    /// Year reported on.
    pub year: i16,
    /// Whether the agency is new on record.
    pub new_agency: bool,
    /// Whether there was no report of that year before.
    pub new_report: bool,
    /// What changes; empty means that nothing was done.
    pub changes: Vec<Change>,
    /// How much the report holds.
    pub contents: Contents,
    /// The report on record; `None` in a dry run of a new one.
    pub report: Option<ReportId>,
    /// Things the report names that registers follow, each with the entry it would be.
    pub things: Vec<ReadEntry>,
    /// What of each thing would become in its register, in the same order; only for who may write there.
    pub offered: Vec<Offered>,
    /// Numbers of such things that the report gives without naming them.
    pub counts: Vec<ReadCount>,
    /// How many entries were made or changed.
    pub taken: usize,
}

/// Which of the things a report names become entries of registers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Take {
    /// None of them.
    #[default]
    None,
    /// All.
    All,
    /// Those at these places of [`ImportOutcome::things`].
    These(Vec<usize>),
}

impl Take {
    fn of(&self, things: &[ReadEntry]) -> Vec<IncomingEntry> {
        let taken = |index: usize| match self {
            Self::None => false,
            Self::All => true,
            Self::These(places) => places.contains(&index),
        };
        things.iter().enumerate().filter(|(index, _)| taken(*index)).map(|(_, one)| one.entry.clone()).collect()
    }
}

/// How much a report holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Tasks reported on.
    pub tasks: usize,
    /// Of them with a self-grade.
    pub graded: usize,
    /// Next year's proposals.
    pub proposals: usize,
    /// Difficulties.
    pub obstacles: usize,
    /// Figures.
    pub figures: usize,
    /// Mentions of numbered documents.
    pub citations: usize,
    /// Distinct numbered documents.
    pub documents: usize,
}

/// A report read and understood, before the database is asked.
struct Understood {
    document: Document,
    incoming: Incoming,
    snapshot: Snapshot,
    symbol: String,
    /// The agency the report's own symbol names.
    named: Option<String>,
    things: Vec<ReadEntry>,
    counts: Vec<ReadCount>,
}

impl App {
    /// Imports a report, or with `dry_run` only says what would change.
    ///
    /// # Errors
    /// The file cannot be read, is secret, holds no task or year, belongs to no agency that can be told, or the
    /// database failed. Nothing is changed then.
    pub async fn import(
        &self,
        request: &ImportRequest,
        dry_run: bool,
        actor: &Actor,
    ) -> Result<ImportOutcome, AppError> {
        let understood = understood(request, self.clock.today()).await?;
        self.record(understood, request, dry_run, actor, &Take::None).await
    }

    /// Imports a report and makes an entry of a register of everything it names that registers follow, in one
    /// transaction.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn import_with_entries(&self, request: &ImportRequest, actor: &Actor) -> Result<ImportOutcome, AppError> {
        let understood = understood(request, self.clock.today()).await?;
        self.record(understood, request, false, actor, &Take::All).await
    }

    /// Imports a report into the signed-in user's own agency, or with `dry_run` only says what would change. The things
    /// at the places `taking` of those the report names become entries of registers in the same transaction.
    ///
    /// # Errors
    /// Not theirs to import, the report's own symbol names another agency, or as [`import`](Self::import).
    pub async fn import_as(
        &self,
        current: &CurrentUser,
        request: &ImportRequest,
        dry_run: bool,
        taking: &[usize],
        origin: &str,
    ) -> Result<ImportOutcome, AppError> {
        current.require(Action::ImportReport)?;
        let may_enter = current.may(Action::EnterRegister);
        if !taking.is_empty() {
            current.require(Action::EnterRegister)?;
        }
        let own = &current.agency.symbol;
        let request = ImportRequest { agency: Some(own.clone()), ..request.clone() };
        let understood = understood(&request, self.clock.today()).await?;
        if let Some(other) = understood.named.as_ref().filter(|named| *named != own) {
            return Err(AppError::refused(
                format!(
                    "{}: báo cáo của {other}, không phải của {own}; hãy chọn đúng báo cáo của cơ quan mình",
                    request.name
                ),
                format!("{}: a report of {other}, not of {own}; choose your own agency's report", request.name),
            ));
        }
        let take = Take::These(taking.to_vec());
        let mut outcome = self.record(understood, &request, dry_run, &current.actor(origin), &take).await?;
        if dry_run && may_enter {
            let all: Vec<IncomingEntry> = outcome.things.iter().map(|one| one.entry.clone()).collect();
            outcome.offered = self.offer_entries(current, &all).await?;
        }
        Ok(outcome)
    }

    async fn record(
        &self,
        mut understood: Understood,
        request: &ImportRequest,
        dry_run: bool,
        actor: &Actor,
        take: &Take,
    ) -> Result<ImportOutcome, AppError> {
        if dry_run {
            let mut tx = self.db.begin_read().await?;
            return self.compare(&mut tx, &mut understood).await.map(|(outcome, ..)| outcome);
        }
        let mut tx = self.db.begin_write().await?;
        let (mut outcome, agency, recorded) = self.compare(&mut tx, &mut understood).await?;
        let entries = take.of(&understood.things);
        let differs = outcome.new_report || !outcome.changes.is_empty();
        if !differs && entries.is_empty() {
            return Ok(outcome);
        }
        let now = Timestamp::now();
        let agency = match agency {
            Some(agency) => agency,
            None => {
                let id = agencies::insert(&mut tx, &new_agency(&understood)).await?;
                agencies::get(&mut tx, id).await?
            }
        };
        if differs {
            let report = self
                .put_report(&mut tx, &understood, request, &agency, (&outcome, recorded.as_ref()), (actor, now))
                .await?;
            outcome.report = Some(report);
        }
        if !entries.is_empty() {
            let by = By { user: actor.user, origin: &actor.origin, at: now };
            let taken = take_in(&mut tx, agency.id, &entries, by, self.clock.today()).await?;
            let is_new = |one: &&Offered| matches!(one.fate, OfferFate::New(_) | OfferFate::Changed(_));
            outcome.taken = taken.iter().filter(is_new).count();
        }
        tx.commit().await?;
        Ok(outcome)
    }

    /// Writes the report itself: its records, its file, the event, the search index.
    async fn put_report(
        &self,
        tx: &mut Tx,
        understood: &Understood,
        request: &ImportRequest,
        agency: &Agency,
        (outcome, recorded): (&ImportOutcome, Option<&Recorded>),
        (actor, now): (&Actor, Timestamp),
    ) -> Result<ReportId, AppError> {
        if recorded.is_some_and(|recorded| !is_written(recorded.report.state)) {
            return Err(closed());
        }
        let media_type = media_type(&request.bytes);
        let hash = token::sha256(&request.bytes);
        let source = attachments::put(tx, &hash, &request.name, media_type, &request.bytes).await?;
        let occasion = apply::Occasion { agency: agency.id, source, actor, now };
        let report = apply::apply(tx, &understood.incoming, recorded, occasion).await?;
        forget(tx, report, (actor.user, now)).await?;
        let event = audit_event(outcome, agency, report, &hash, actor, now);
        audit::append(tx, &event).await?;
        let recorded = reports::get(tx, report).await?;
        search::index_report(tx, recorded).await?;
        Ok(report)
    }

    async fn compare(
        &self,
        tx: &mut Tx,
        understood: &mut Understood,
    ) -> Result<(ImportOutcome, Option<Agency>, Option<Recorded>), AppError> {
        let agency = agencies::find_by_symbol(tx, &understood.symbol).await?;
        let mut recorded = match &agency {
            Some(agency) => recorded::load(tx, agency.id, understood.incoming.year).await?,
            None => None,
        };
        if let Some(recorded) = &mut recorded {
            draw_anew(tx, recorded, self.clock.today()).await?;
            understood.keep_drawn(&Known::of_report(&recorded.records.blocks));
        }
        let before = recorded.as_ref().map(|recorded| recorded.snapshot().facts()).unwrap_or_default();
        let name = match &agency {
            Some(agency) => agency.name.clone(),
            None => new_agency(understood).name,
        };
        let outcome = ImportOutcome {
            agency: understood.symbol.clone(),
            agency_name: name,
            year: understood.incoming.year,
            new_agency: agency.is_none(),
            new_report: recorded.is_none(),
            changes: changes(&before, &understood.snapshot.facts()),
            contents: contents(&understood.incoming),
            report: recorded.as_ref().map(|recorded| recorded.report.id),
            things: understood.things.clone(),
            offered: Vec::new(),
            counts: understood.counts.clone(),
            taken: 0,
        };
        Ok((outcome, agency, recorded))
    }
}

/// Reads a report off the request threads.
async fn understood(request: &ImportRequest, today: Date) -> Result<Understood, AppError> {
    let request = request.clone();
    blocking(move || understand(&request, today)).await?
}

fn understand(request: &ImportRequest, today: Date) -> Result<Understood, AppError> {
    let Reading { document, found } = reading::read(&request.name, &request.bytes)?;
    let name = &request.name;
    if found.tasks.is_empty() {
        return Err(AppError::refused(
            format!(
                "{name}: không thấy nhiệm vụ nào kèm kết quả; hãy nhập báo cáo kết quả thực hiện nhiệm vụ trọng tâm"
            ),
            format!("{name}: no task with results was found; import a report on key tasks"),
        ));
    }
    let year = request.year.or_else(|| reported_year(&document, &found)).ok_or_else(|| {
        AppError::refused(
            format!("{name}: không rõ báo cáo của năm nào; hãy chỉ rõ bằng --year"),
            format!("{name}: the year it reports on is unclear; give it with --year"),
        )
    })?;
    let named = agency_symbol(&document.frame);
    let symbol = request.agency.clone().or_else(|| named.clone()).ok_or_else(|| {
        AppError::refused(
            format!("{name}: không rõ báo cáo của cơ quan nào; hãy chỉ rõ ký hiệu bằng --agency (ví dụ SCT)"),
            format!("{name}: whose report it is is unclear; give the agency's symbol with --agency (such as SCT)"),
        )
    })?;
    let incoming = incoming(&document, &found, year);
    let snapshot = Snapshot::of_incoming(&incoming, &document);
    let tracking = tt_document::tracked(&document, &found);
    let things = tracked::entries(&document, &tracking, tracked::day(&document, year, today));
    let counts = tracked::counts(&document, &tracking);
    Ok(Understood { document, incoming, snapshot, symbol, named, things, counts })
}

/// The agency in a document's symbol: before the hyphen in a letter's (`SCT-KHTCTH`), after it in that of a named kind
/// (`BC-SCT`; Decree 30/2020/NĐ-CP, Annex III).
fn agency_symbol(frame: &Frame) -> Option<String> {
    let symbol = frame.symbol.as_deref()?;
    let letter = frame.kind.as_deref().is_none_or(|kind| tt_text::fold::fold(kind) == "cong van");
    let (first, rest) = symbol.split_once('-').unwrap_or((symbol, symbol));
    let own = if letter { first } else { rest };
    (!own.is_empty()).then(|| own.to_owned())
}

fn new_agency(understood: &Understood) -> NewAgency {
    let frame = &understood.incoming.frame;
    NewAgency {
        symbol: understood.symbol.clone(),
        name: frame.issuer.clone().unwrap_or_else(|| understood.symbol.clone()),
        superior: frame.superior.clone(),
        place: frame.place.clone(),
        ..NewAgency::default()
    }
}

fn contents(incoming: &Incoming) -> Contents {
    let mut numbers: Vec<&str> = incoming.citations.iter().map(|citation| citation.number.as_str()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    Contents {
        tasks: incoming.tasks.len(),
        graded: incoming.tasks.iter().filter(|task| task.grade.is_some()).count(),
        proposals: incoming.proposals.len(),
        obstacles: incoming.obstacles.len(),
        figures: incoming.figures.len(),
        citations: incoming.citations.len(),
        documents: numbers.len(),
    }
}

pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"PK") {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    } else {
        "text/plain; charset=utf-8"
    }
}

/// A new report is told by how much it holds; a corrected one by every difference.
fn audit_event(
    outcome: &ImportOutcome,
    agency: &Agency,
    report: ReportId,
    source: &str,
    actor: &Actor,
    at: Timestamp,
) -> NewAuditEvent {
    let contents = &outcome.contents;
    let changes: Vec<serde_json::Value> = if outcome.new_report {
        Vec::new()
    } else {
        outcome
            .changes
            .iter()
            .map(|c| json!({ "about": c.about.code(), "key": c.key, "before": c.before, "after": c.after }))
            .collect()
    };
    let details = json!({
        "year": outcome.year,
        "source_sha256": source,
        "tasks": contents.tasks,
        "proposals": contents.proposals,
        "figures": contents.figures,
        "citations": contents.citations,
        "changes": changes,
    });
    actor.event(
        agency.id,
        at,
        (if outcome.new_report { "report.imported" } else { "report.corrected" }, format!("report-{report}")),
        &details,
    )
}
