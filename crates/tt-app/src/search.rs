//! Searching everything on record, and keeping reports in the index.
//!
//! Documents, tasks and what happens to them are indexed by the store as they are written; a report's paragraphs are
//! composed from many records, so they are indexed here, as they print.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_document::Document;
use tt_document::model::BlockKind;
use tt_domain::id::{AgencyId, DocumentId, EntryId, ReportId, TaskId};
use tt_domain::permission::{Action, Scope};
use tt_domain::report::Report;
use tt_domain::task::Task;
use tt_store::search::{self, Entry, EntryKind, Excerpt, Hit, Query, excerpt};
use tt_store::{StoreError, Tx, agencies, documents, registers, reports, task_links, tasks};

use crate::app::App;
use crate::compose::compose;
use crate::error::AppError;
use crate::import::recorded::load_report;
use crate::sign_in::CurrentUser;
use crate::work::scope_of;

pub use tt_store::search::{EntryKind as Kind, Place};

/// How many hits a page holds.
pub const HITS_PER_PAGE: usize = 30;
/// Rounds of looking for more when what was found may not be seen; the next page goes on from there.
const MAX_ROUNDS: usize = 20;
/// Words of a title and of a text that are shown.
const TITLE_WORDS: usize = 32;
const TEXT_WORDS: usize = 44;
/// Footnotes are parts of a report behind all its blocks.
const FIRST_NOTE: u32 = 1_000_000;

/// A page of what was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Hits, the best first.
    pub hits: Vec<FoundHit>,
    /// Where the next page goes on; `None` on the last.
    pub next: Option<Place>,
    /// Whether there was anything to look for.
    pub asked: bool,
}

/// Something found, with what was looked for marked in it.
#[derive(Clone, Debug)]
pub struct FoundHit {
    /// What it is.
    pub kind: EntryKind,
    /// Where it is shown.
    pub target: Target,
    /// What it is called, cut at what was looked for.
    pub title: Vec<Piece>,
    /// The piece of its text that says most, cut likewise; empty without a text.
    pub text: Vec<Piece>,
    /// Its day as far as known, ISO.
    pub date: Option<String>,
    /// Name of the agency, where it is not the user's own.
    pub agency: Option<String>,
    /// Whether it holds the words as written; else it only folds alike.
    pub exact: bool,
}

/// A piece of a text; text that was looked for is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub marked: bool,
}

/// The record a hit leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A task.
    Task(TaskId),
    /// A document.
    Document(DocumentId),
    /// A block of a report, by its place in the composed document.
    Block(ReportId, u32),
    /// A footnote of a report.
    Note(ReportId, u32),
    /// An entry of a register.
    Entry(EntryId),
}

impl App {
    /// Looks for words among what the user may see; `after` is the last hit of the page before.
    ///
    /// What may not be seen shows in no hit and no count.
    ///
    /// # Errors
    /// The database failed.
    pub async fn search(
        &self,
        current: &CurrentUser,
        text: &str,
        kind: Option<EntryKind>,
        after: Option<Place>,
    ) -> Result<Found, AppError> {
        let query = match kind {
            Some(kind) => Query::parse(text).of_kind(kind),
            None => Query::parse(text),
        };
        if query.is_empty() {
            return Ok(Found::default());
        }
        let mut tx = self.db.begin_read().await?;
        let mut sight = Sight::of(&mut tx, current).await?;
        let visible = sight.agencies();
        let mut found = Found { asked: true, ..Found::default() };
        let mut place = after;
        for _ in 0..MAX_ROUNDS {
            let wanted = HITS_PER_PAGE + 1;
            let hits = search::page(&mut tx, &query, &visible, place, wanted).await?;
            let last_round = hits.len() < wanted;
            for hit in hits {
                if found.hits.len() == HITS_PER_PAGE {
                    found.next = place;
                    return Ok(found);
                }
                place = Some(hit.place);
                if sight.sees(&mut tx, current, &hit).await? {
                    found.hits.push(sight.shown(current, &query, hit));
                }
            }
            if last_round {
                return Ok(found);
            }
        }
        found.next = place;
        Ok(found)
    }

    /// Indexes everything on record, if nothing is indexed yet: once, after the update that brought the index.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn ensure_indexed(&self) -> Result<(), AppError> {
        let mut tx = self.db.begin_read().await?;
        let needless = !search::is_empty(&mut tx).await? || agencies::list(&mut tx).await?.is_empty();
        tx.rollback().await?;
        if needless {
            return Ok(());
        }
        let mut tx = self.db.begin_write().await?;
        search::lock(&mut tx).await?;
        if search::is_empty(&mut tx).await? {
            rebuild(&mut tx, self.clock.today()).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Indexes everything on record.
async fn rebuild(tx: &mut Tx, today: Date) -> Result<(), AppError> {
    for agency in agencies::list(tx).await? {
        for (known, _) in registers::list(tx, agency.id).await? {
            let register = registers::get(tx, known.id).await?;
            crate::registers::define::work_out_titles(tx, &register, today).await?;
        }
        for report in reports::list(tx, agency.id).await?.into_iter().rev() {
            index_report(tx, report).await?;
        }
    }
    Ok(search::rebuild(tx).await?)
}

/// Indexes a report's headings, paragraphs, tables and notes as they print, each under its heading.
pub(crate) async fn index_report(tx: &mut Tx, report: Report) -> Result<(), AppError> {
    let own = documents::get(tx, report.document).await?;
    let recorded = load_report(tx, report).await?;
    let date = own.date.iso().unwrap_or_else(|| recorded.report.year.to_string());
    let entries = report_entries(&recorded.report, &compose(&recorded.records), &date);
    Ok(search::replace(tx, EntryKind::Report, recorded.report.id.0, &entries).await?)
}

fn report_entries(report: &Report, document: &Document, date: &str) -> Vec<Entry> {
    let name = format!("Báo cáo năm {}", report.year);
    let entry = |part: u32, title: &str, body: &str| Entry {
        agency: report.agency,
        kind: EntryKind::Report,
        object: report.id.0,
        part,
        task: None,
        title: title.to_owned(),
        body: body.to_owned(),
        number: None,
        date: Some(date.to_owned()),
    };
    let mut title = name.clone();
    let mut entries = Vec::new();
    for (part, block) in (0u32..).zip(&document.blocks) {
        let text = document.slice(block.span).trim();
        match block.kind {
            BlockKind::Frame => {}
            _ if text.is_empty() => {}
            BlockKind::Heading { .. } => {
                text.clone_into(&mut title);
                entries.push(entry(part, &title, ""));
            }
            _ => entries.push(entry(part, &title, text)),
        }
    }
    let notes = document.notes.iter();
    entries.extend(notes.map(|note| entry(FIRST_NOTE.saturating_add(note.number), &name, document.slice(note.span))));
    entries
}

/// What the user may see, remembered while a page is made.
struct Sight {
    /// Agencies some of whose records may be seen, with their scope and name.
    agencies: HashMap<AgencyId, (Scope, String)>,
    /// Tasks already asked about.
    tasks: HashMap<TaskId, bool>,
}

impl Sight {
    async fn of(tx: &mut Tx, current: &CurrentUser) -> Result<Self, AppError> {
        let all = agencies::list(tx).await?;
        let parents: HashMap<AgencyId, Option<AgencyId>> =
            all.iter().map(|agency| (agency.id, agency.parent)).collect();
        let scoped = all.into_iter().map(|agency| {
            let scope = Scope::agency_wide(agency.id, superiors(&parents, agency.id));
            (agency.id, (scope, agency.name))
        });
        // Of an agency on whose tasks one's own works along, those tasks may be seen and nothing else.
        let along = task_links::agencies_coordinated_by(tx, current.agency.id).await?;
        let visible = scoped.filter(|(id, (scope, _))| {
            along.contains(id)
                || [Action::ReadRecords, Action::SeeTask].into_iter().any(|action| current.may_on(action, scope))
        });
        Ok(Self { agencies: visible.collect(), tasks: HashMap::new() })
    }

    fn agencies(&self) -> Vec<AgencyId> {
        let mut ids: Vec<AgencyId> = self.agencies.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// Whether a hit may be shown; one whose task is gone may not.
    async fn sees(&mut self, tx: &mut Tx, current: &CurrentUser, hit: &Hit) -> Result<bool, AppError> {
        let Some((scope, _)) = self.agencies.get(&hit.entry.agency) else { return Ok(false) };
        let Some(id) = hit.entry.task else { return Ok(current.may_on(Action::ReadRecords, scope)) };
        if let Some(seen) = self.tasks.get(&id) {
            return Ok(*seen);
        }
        let seen = match tasks::get(tx, id).await {
            Ok(task) => current.may_on(Action::SeeTask, &task_scope(tx, &task, scope).await?),
            Err(StoreError::NotFound) => false,
            Err(error) => return Err(error.into()),
        };
        self.tasks.insert(id, seen);
        Ok(seen)
    }

    fn shown(&self, current: &CurrentUser, query: &Query, hit: Hit) -> FoundHit {
        let Hit { entry, exact, .. } = hit;
        let title = excerpt(&entry.title, query, exact, true, TITLE_WORDS);
        let text = excerpt(&entry.body, query, exact, false, TEXT_WORDS);
        let other = (entry.agency != current.agency.id).then_some(entry.agency);
        FoundHit {
            kind: entry.kind,
            target: target(&entry),
            title: pieces(&title, &entry.title),
            text: pieces(&text, &entry.body),
            agency: other.and_then(|id| self.agencies.get(&id)).map(|(_, name)| name.clone()),
            date: entry.date,
            exact,
        }
    }
}

/// Agencies above one, nearest first, by everyone's parent.
fn superiors(parents: &HashMap<AgencyId, Option<AgencyId>>, agency: AgencyId) -> Vec<AgencyId> {
    let mut above = Vec::new();
    let mut next = parents.get(&agency).copied().flatten();
    while let Some(parent) = next.filter(|parent| *parent != agency && !above.contains(parent)) {
        above.push(parent);
        next = parents.get(&parent).copied().flatten();
    }
    above
}

async fn task_scope(tx: &mut Tx, task: &Task, agency: &Scope) -> Result<Scope, StoreError> {
    let coordinators = task_links::coordinators(tx, task.id).await?;
    Ok(scope_of(task, agency.agency, &agency.superiors, &coordinators))
}

fn target(entry: &Entry) -> Target {
    match (entry.kind, entry.task) {
        (EntryKind::Document, _) => Target::Document(DocumentId(entry.object)),
        (EntryKind::Report, _) => match entry.part.checked_sub(FIRST_NOTE) {
            Some(note) => Target::Note(ReportId(entry.object), note),
            None => Target::Block(ReportId(entry.object), entry.part),
        },
        (EntryKind::RegisterEntry, _) => Target::Entry(EntryId(entry.object)),
        (_, Some(task)) => Target::Task(task),
        (_, None) => Target::Task(TaskId(entry.object)),
    }
}

/// The pieces of an excerpt, with an ellipsis where text was left out.
fn pieces(excerpt: &Excerpt, text: &str) -> Vec<Piece> {
    let piece = |text: &str, marked| Piece { text: text.to_owned(), marked };
    let mut pieces: Vec<Piece> = Vec::new();
    if text.is_empty() {
        return pieces;
    }
    if excerpt.cut_before() {
        pieces.push(piece("… ", false));
    }
    pieces.extend(excerpt.pieces(text).into_iter().map(|(text, marked)| piece(text, marked)));
    if excerpt.cut_after(text) {
        pieces.push(piece(" …", false));
    }
    pieces
}
