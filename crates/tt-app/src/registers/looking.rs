//! Looking at a register: its views as of a day, and one entry with all that happened to it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_domain::document::{Attachment, OfficialDocument};
use tt_domain::filter::FilterError;
use tt_domain::id::{AttachmentId, DocumentId, EntryId, RegisterFieldId, RegisterStageId, TaskId, UserId};
use tt_domain::permission::Action;
use tt_domain::register::definition::FieldKind;
use tt_domain::register::entry::RecordedChange;
use tt_domain::register::filter::{self, Filter, Term, Test};
use tt_domain::register::{Mark, Register, StageChange, Value};
use tt_store::entries::listing::{self, Listing};
use tt_store::entries::reading;
pub use tt_store::entries::reading::{EntryOn, RecordedValue};
use tt_store::{Tx, attachments, documents, entries, registers, users};
use tt_text::Span;

use super::{RegisterShown, shown};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::work::context::TaskContext;
use crate::work::page::code;

/// Entries on a page of the table.
pub const PER_PAGE: u32 = 50;

/// Cards in a column of the board.
pub const PER_STAGE: u32 = 20;

/// Points on the map.
pub const POINTS: u32 = 1_000;

/// What is asked of a view.
#[derive(Clone, Debug, Default)]
pub struct ViewAsked {
    /// The filter as typed.
    pub filter: String,
    /// As of which day; today where none is asked for.
    pub as_of: Option<Date>,
    /// The entry the page goes on after.
    pub after: Option<EntryId>,
    /// Entries on the page; [`PER_PAGE`] where nothing is said.
    pub limit: Option<u32>,
}

/// What all views of a register share.
#[derive(Clone, Debug)]
pub struct View {
    /// The register.
    pub shown: RegisterShown,
    /// As of which day.
    pub as_of: Date,
    /// Today.
    pub today: Date,
    /// What is wrong with the filter; nothing is listed then.
    pub faults: Vec<FilterError>,
    /// Entries that pass.
    pub count: u64,
}

/// A page of entries.
#[derive(Clone, Debug)]
pub struct Page {
    /// What is shared.
    pub view: View,
    /// The entries.
    pub entries: Vec<EntryOn>,
    /// The changes of their stages up to that day, for those who want the line of time.
    pub histories: BTreeMap<EntryId, Vec<StageChange>>,
    /// Documents the changes rest on.
    pub documents: BTreeMap<DocumentId, OfficialDocument>,
    /// Where the next page begins.
    pub next: Option<EntryId>,
    /// How many of those that pass have each mark at each stage.
    pub marks: Vec<(RegisterStageId, Mark, u64)>,
}

/// Entries by the stage they are at.
#[derive(Clone, Debug)]
pub struct Board {
    /// What is shared.
    pub view: View,
    /// Columns in the register's order: the stage, how many entries, the first of them.
    pub columns: Vec<(Option<RegisterStageId>, u64, Vec<EntryOn>)>,
    /// How many of them have been in their stage for longer than is usual.
    pub slow: Vec<(Option<RegisterStageId>, u64)>,
}

/// A place on the map.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The entry.
    pub id: EntryId,
    /// What it is called.
    pub title: String,
    /// Latitude and longitude.
    pub at: (Decimal, Decimal),
    /// The stage it is at.
    pub stage: Option<RegisterStageId>,
}

/// An entry with everything about it.
#[derive(Clone, Debug)]
pub struct EntryPage {
    /// Its register.
    pub shown: RegisterShown,
    /// The entry as it was on the day.
    pub on: EntryOn,
    /// The day.
    pub as_of: Date,
    /// Today.
    pub today: Date,
    /// All changes of its stage, withdrawn ones too.
    pub changes: Vec<RecordedChange>,
    /// All values it ever had.
    pub values: Vec<RecordedValue>,
    /// Documents it rests on.
    pub documents: BTreeMap<DocumentId, OfficialDocument>,
    /// Tasks it is evidence for that the reader may see: identity, code, text.
    pub tasks: Vec<(TaskId, String, String)>,
    /// Names of those who recorded something.
    pub people: BTreeMap<UserId, String>,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl App {
    async fn view(
        &self,
        tx: &mut Tx,
        current: &CurrentUser,
        key: &str,
        asked: &ViewAsked,
    ) -> Result<(View, Filter), AppError> {
        let register = registers::find(tx, current.agency.id, key).await?.ok_or(AppError::NotFound)?;
        let shown = shown(tx, current, register).await?;
        let today = self.clock.today();
        let as_of = asked.as_of.unwrap_or(today).min(today);
        let (filter, faults) = match filter::parse(&shown.register, &asked.filter) {
            Ok(filter) => (filter, Vec::new()),
            Err(faults) => (Filter::default(), faults),
        };
        let count = if faults.is_empty() {
            let listing = Listing { register: &shown.register, filter: &filter, as_of };
            listing::count(tx, listing).await?
        } else {
            0
        };
        Ok((View { shown, as_of, today, faults, count }, filter))
    }

    /// A page of a register's table, with the marks of every stage where `stages` asks for them.
    ///
    /// # Errors
    /// No such register, or not theirs to read.
    pub async fn register_page(
        &self,
        current: &CurrentUser,
        key: &str,
        asked: &ViewAsked,
        stages: bool,
    ) -> Result<Page, AppError> {
        let mut tx = self.db.begin_read().await?;
        let (view, filter) = self.view(&mut tx, current, key, asked).await?;
        let mut page = Page {
            entries: Vec::new(),
            histories: BTreeMap::new(),
            documents: BTreeMap::new(),
            next: None,
            marks: Vec::new(),
            view,
        };
        if !page.view.faults.is_empty() {
            return Ok(page);
        }
        let limit = asked.limit.unwrap_or(PER_PAGE);
        let register = &page.view.shown.register;
        let listing = Listing { register, filter: &filter, as_of: page.view.as_of };
        let mut ids = listing::page(&mut tx, listing, asked.after, limit + 1).await?;
        if ids.len() > limit as usize {
            ids.truncate(limit as usize);
            page.next = ids.last().copied();
        }
        page.entries = reading::on_day(&mut tx, register, &ids, page.view.as_of).await?;
        if stages {
            page.marks = listing::mark_counts(&mut tx, listing).await?;
            for id in &ids {
                let changes = reading::standing_changes(&entries::changes(&mut tx, *id).await?);
                let until: Vec<StageChange> =
                    changes.into_iter().filter(|change| change.day <= page.view.as_of).collect();
                let cited: Vec<DocumentId> = until.iter().filter_map(|change| change.document).collect();
                for document in cited {
                    if let std::collections::btree_map::Entry::Vacant(place) = page.documents.entry(document) {
                        place.insert(documents::get(&mut tx, document).await?);
                    }
                }
                page.histories.insert(*id, until);
            }
        }
        Ok(page)
    }

    /// A register's entries by stage.
    ///
    /// # Errors
    /// No such register, or not theirs to read.
    pub async fn register_board(&self, current: &CurrentUser, key: &str, asked: &ViewAsked) -> Result<Board, AppError> {
        let mut tx = self.db.begin_read().await?;
        let (view, filter) = self.view(&mut tx, current, key, asked).await?;
        let register = &view.shown.register;
        let listing = Listing { register, filter: &filter, as_of: view.as_of };
        let (mut columns, mut slow) = (Vec::new(), Vec::new());
        if view.faults.is_empty() {
            let mut lasting = filter.clone();
            lasting.terms.push(Term { negated: false, test: Test::Slow(true), span: Span { start: 0, end: 0 } });
            slow = listing::stage_counts(&mut tx, Listing { filter: &lasting, ..listing }).await?;
            let counts = listing::stage_counts(&mut tx, listing).await?;
            let count = |stage| counts.iter().find(|(id, _)| *id == stage).map_or(0, |(_, count)| *count);
            let stages = std::iter::once(None).chain(register.stages.iter().map(|stage| Some(stage.id)));
            for stage in stages {
                let retired = stage.and_then(|id| register.stage(id)).is_some_and(|stage| stage.spec.retired);
                let total = count(stage);
                if total == 0 && (stage.is_none() || retired) {
                    continue;
                }
                let ids = listing::at_stage(&mut tx, listing, stage, PER_STAGE).await?;
                columns.push((stage, total, reading::on_day(&mut tx, register, &ids, view.as_of).await?));
            }
        }
        Ok(Board { view, columns, slow })
    }

    /// The places of a register's entries: those of the first field that holds coordinates.
    ///
    /// # Errors
    /// No such register, or not theirs to read.
    pub async fn register_map(
        &self,
        current: &CurrentUser,
        key: &str,
        asked: &ViewAsked,
    ) -> Result<(View, Vec<Spot>), AppError> {
        let mut tx = self.db.begin_read().await?;
        let (view, filter) = self.view(&mut tx, current, key, asked).await?;
        let register = &view.shown.register;
        let field = register.fields.iter().find(|field| field.spec.kind == FieldKind::Point);
        let mut spots = Vec::new();
        if let Some(field) = field.filter(|_| view.faults.is_empty()) {
            let listing = Listing { register, filter: &filter, as_of: view.as_of };
            let found = listing::with_field(&mut tx, listing, field.id, POINTS).await?;
            let ids: Vec<EntryId> = found.iter().map(|(id, ..)| *id).collect();
            let at = reading::on_day(&mut tx, register, &ids, view.as_of).await?;
            for ((id, title, _), on) in found.into_iter().zip(at) {
                if let Some(Value::Point(lat, lon)) = on.at.values.get(&field.id) {
                    spots.push(Spot { id, title, at: (*lat, *lon), stage: on.at.standing.at });
                }
            }
        }
        Ok((view, spots))
    }

    /// One entry as of a day, with all that happened to it.
    ///
    /// # Errors
    /// No such entry, or not theirs to read.
    pub async fn entry_page(
        &self,
        current: &CurrentUser,
        id: EntryId,
        as_of: Option<Date>,
    ) -> Result<EntryPage, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let entry = entries::get(&mut tx, id).await?;
        let as_of = as_of.unwrap_or(today).min(today).max(entry.since);
        let register = registers::get(&mut tx, entry.register).await?;
        let shown = shown(&mut tx, current, register).await?;
        let register = &shown.register;
        let on =
            reading::on_day(&mut tx, register, &[id], as_of).await?.into_iter().next().ok_or(AppError::NotFound)?;
        let changes = entries::changes(&mut tx, id).await?;
        let values = reading::values(&mut tx, register, id).await?;
        let mut cited: Vec<DocumentId> = changes.iter().filter_map(|change| change.change.document).collect();
        cited.extend(entry.source_document);
        cited.extend(on.at.values.values().filter_map(|value| match value {
            Value::Document(named) => named.id,
            _ => None,
        }));
        let mut found = BTreeMap::new();
        for document in cited {
            if let std::collections::btree_map::Entry::Vacant(place) = found.entry(document) {
                place.insert(documents::get(&mut tx, document).await?);
            }
        }
        let recorders = values.iter().map(|value| value.by).chain(changes.iter().map(|change| change.recorded_by));
        let recorders: Vec<UserId> = recorders.flatten().collect();
        let mut people = BTreeMap::new();
        for user in recorders {
            if let std::collections::btree_map::Entry::Vacant(place) = people.entry(user) {
                place.insert(users::get(&mut tx, user).await?.full_name);
            }
        }
        let mut tasks = Vec::new();
        for task in entries::tasks(&mut tx, id).await? {
            if let Ok(context) = TaskContext::load(&mut tx, current, task).await {
                tasks.push((task, code(&context.task, None), context.task.statement));
            }
        }
        let updated_at = entry.updated_at;
        Ok(EntryPage { shown, on, as_of, today, changes, values, documents: found, tasks, people, updated_at })
    }

    /// A file that an entry holds or held.
    ///
    /// # Errors
    /// No such file of an entry one may read.
    pub async fn entry_file(
        &self,
        current: &CurrentUser,
        id: EntryId,
        file: AttachmentId,
    ) -> Result<Attachment, AppError> {
        let mut tx = self.db.begin_read().await?;
        let (register, _) = super::entry_for(&mut tx, current, id, Action::ReadRecords).await?;
        let values = reading::values(&mut tx, &register, id).await?;
        let holds = |value: &RecordedValue| matches!(&value.value, Some(Value::File(named)) if named.id == Some(file));
        if !values.iter().any(holds) {
            return Err(AppError::NotFound);
        }
        Ok(attachments::get(&mut tx, file).await?)
    }

    /// Entries that are evidence for a task the reader may see, as they are today: register and entry.
    ///
    /// # Errors
    /// No such task, or the database failed.
    pub async fn entries_of_task(
        &self,
        current: &CurrentUser,
        task: TaskId,
    ) -> Result<Vec<(Register, EntryOn)>, AppError> {
        let mut tx = self.db.begin_read().await?;
        TaskContext::load(&mut tx, current, task).await?;
        let mut found = Vec::new();
        for id in entries::of_task(&mut tx, task).await? {
            let Ok((register, _)) = super::entry_for(&mut tx, current, id, Action::ReadRecords).await else { continue };
            let on = reading::on_day(&mut tx, &register, &[id], self.clock.today()).await?;
            found.extend(on.into_iter().filter(|on| on.entry.removed_at.is_none()).map(|on| (register.clone(), on)));
        }
        Ok(found)
    }
}

/// The values of an entry in the order of the register's fields.
pub fn in_order<'a>(
    register: &'a Register,
    values: &'a BTreeMap<RegisterFieldId, Value>,
) -> impl Iterator<Item = (&'a tt_domain::register::Field, Option<&'a Value>)> {
    register.fields.iter().map(|field| (field, values.get(&field.id)))
}
