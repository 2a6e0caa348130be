//! Entries read out of a report or another system: offered with what would become of each, then taken over.
//!
//! Taken twice, nothing is written the second time. What the register cannot take of an entry (a stage that would go
//! back, a field it no longer has) is left and told; the rest is taken.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::id::{AgencyId, EntryId, RegisterFieldId};
use tt_domain::permission::Action;
use tt_domain::register::{Entry, IncomingEntry, Register, Standing, Value};
use tt_store::entries::{Recording, reading};
use tt_store::{Tx, entries, registers};

use super::define::make_preset;
use super::entering::{EntryDraft, change, make};
use super::moving::{MoveDraft, checked};
use super::resolve::Records;
use super::{By, Given, Trouble, note, words};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// What becomes of an offered entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferFate {
    /// It is new.
    New(EntryId),
    /// It is known, and something new is said of it.
    Changed(EntryId),
    /// It is known as it is.
    Known(EntryId),
    /// It cannot be taken.
    Wrong,
}

/// What is said of an offered entry.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Key of its register.
    pub register: String,
    /// What it is called.
    pub title: String,
    /// What becomes of it. The identity of one that is only offered means nothing.
    pub fate: OfferFate,
    /// What of it is left, and why.
    pub left: Vec<Trouble>,
}

impl App {
    /// What would become of these entries; nothing is stored.
    ///
    /// # Errors
    /// Not theirs to take over, or the database failed.
    pub async fn offer_entries(
        &self,
        current: &CurrentUser,
        incoming: &[IncomingEntry],
    ) -> Result<Vec<Offered>, AppError> {
        current.require(Action::ImportReport)?;
        let mut tx = self.db.begin_write().await?;
        let by = By::new(current, "preview", self.clock.now());
        let offered = take_in(&mut tx, current.agency.id, incoming, by, self.clock.today()).await?;
        tx.rollback().await?;
        Ok(offered)
    }

    /// Takes these entries over.
    ///
    /// # Errors
    /// Not theirs to take over, or the database failed.
    pub async fn take_entries(
        &self,
        current: &CurrentUser,
        incoming: &[IncomingEntry],
        origin: &str,
    ) -> Result<Vec<Offered>, AppError> {
        current.require(Action::ImportReport)?;
        let mut tx = self.db.begin_write().await?;
        let by = By::new(current, origin, self.clock.now());
        let taken = take_in(&mut tx, current.agency.id, incoming, by, self.clock.today()).await?;
        tx.commit().await?;
        Ok(taken)
    }
}

/// Takes entries over in a transaction of someone who may; registers of presets the agency has not yet are made.
pub(crate) async fn take_in(
    tx: &mut Tx,
    agency: AgencyId,
    incoming: &[IncomingEntry],
    by: By<'_>,
    today: Date,
) -> Result<Vec<Offered>, AppError> {
    let mut records = Records::default();
    let mut known: Vec<Register> = Vec::new();
    let mut all = Vec::new();
    for one in incoming {
        let register = match known.iter().find(|register| register.key == one.preset) {
            Some(register) => register.clone(),
            None => {
                let register = match registers::find(tx, agency, &one.preset).await? {
                    Some(register) => register,
                    None => {
                        let id = make_preset(tx, agency, &one.preset, None, by).await?;
                        registers::get(tx, id).await?
                    }
                };
                known.push(register.clone());
                register
            }
        };
        let offered = take_one(tx, &mut records, &register, one, by, today).await?;
        let (fate, id) = match offered.fate {
            OfferFate::New(id) => ("new", id),
            OfferFate::Changed(id) => ("changed", id),
            OfferFate::Known(_) | OfferFate::Wrong => {
                all.push(offered);
                continue;
            }
        };
        let details = json!({ "register": register.key, "title": offered.title, "fate": fate, "source": one.sentence });
        note(tx, by, &register, ("entry.taken", format!("entry-{id}"), &details)).await?;
        all.push(offered);
    }
    Ok(all)
}

async fn take_one(
    tx: &mut Tx,
    records: &mut Records,
    register: &Register,
    one: &IncomingEntry,
    by: By<'_>,
    today: Date,
) -> Result<Offered, AppError> {
    let recording = Recording { by: by.user, at: by.at, import: None };
    let mut left = Vec::new();
    let typed = typed_values(register, one, &mut left);
    let title = title_of(register, one, today);
    let moves = moves_of(register, one, &mut left);
    let mut offered = Offered { register: register.key.clone(), title: title.clone(), fate: OfferFate::Wrong, left };
    let same = entries::titled(tx, register.id, &title).await?;
    let draft = EntryDraft { typed, from: Some(one.since), meant: true, ..EntryDraft::default() };
    let Some(entry) = same.first() else {
        let source = Some((one.document, one.sentence.clone()));
        let draft = EntryDraft { moves, source, ..draft };
        match make(tx, records, register, &draft, recording, today).await? {
            Given::Taken(id) => offered.fate = OfferFate::New(id),
            Given::Wrong(troubles) | Given::Asked(troubles) => offered.left.extend(troubles),
        }
        return Ok(offered);
    };
    let id = entry.id;
    let changed = match change(tx, records, register, (id, entry.version), &draft, recording, today).await? {
        Given::Taken(changed) => !changed.is_empty(),
        Given::Wrong(troubles) | Given::Asked(troubles) => {
            offered.left.extend(troubles);
            false
        }
    };
    let moved = move_on(tx, records, register, (entry, changed), &moves, (by, today), &mut offered.left).await?;
    offered.fate = if changed || moved { OfferFate::Changed(id) } else { OfferFate::Known(id) };
    offered.left.retain(|trouble| !trouble.asked);
    Ok(offered)
}

/// Makes those of the moves that an entry has not made yet; says whether there was one.
async fn move_on(
    tx: &mut Tx,
    records: &mut Records,
    register: &Register,
    (entry, changed): (&Entry, bool),
    moves: &[MoveDraft],
    (by, today): (By<'_>, Date),
    left: &mut Vec<Trouble>,
) -> Result<bool, AppError> {
    let mut history = reading::standing_changes(&entries::changes(tx, entry.id).await?);
    let mut standing = Standing::of(&history, Date::MAX);
    let mut added = Vec::new();
    for draft in moves {
        // What is on record already, and what was passed long ago, is nothing new.
        let said = draft.stage.and_then(|stage| standing.marks.get(&stage));
        if said.is_some_and(|known| known.mark == draft.mark || draft.day.is_some_and(|day| day < known.day)) {
            continue;
        }
        let at = (entry.since, &mut standing);
        added.extend(checked(tx, records, register, at, std::slice::from_ref(draft), today, left).await?);
    }
    if added.is_empty() {
        return Ok(false);
    }
    if !changed {
        entries::touch(tx, entry.id, entry.version, None, by.at).await?;
    }
    let recording = Recording { by: by.user, at: by.at, import: None };
    for new in added {
        entries::add_change(tx, entry.id, &new, recording).await?;
        history.push(new);
    }
    entries::set_spans(tx, register, entry.id, entry.since, &history).await?;
    Ok(true)
}

/// The values offered, by the register's own fields; what it has no field for is left.
fn typed_values(register: &Register, one: &IncomingEntry, left: &mut Vec<Trouble>) -> Vec<(RegisterFieldId, String)> {
    let mut typed = Vec::new();
    for (code, text) in &one.values {
        match register.field_by_code(code).filter(|field| !field.spec.retired) {
            Some(field) => typed.push((field.id, text.clone())),
            None => left.push(unknown(code)),
        }
    }
    typed
}

/// The moves offered, by the register's own stages; what it has no stage for is left.
fn moves_of(register: &Register, one: &IncomingEntry, left: &mut Vec<Trouble>) -> Vec<MoveDraft> {
    let mut moves = Vec::new();
    for stage in &one.stages {
        match register.stage_by_code(&stage.stage) {
            Some(found) => moves.push(MoveDraft {
                stage: Some(found.id),
                mark: stage.mark,
                day: Some(stage.day),
                exact: stage.exact,
                note: stage.document.clone().unwrap_or_default(),
                meant: true,
            }),
            None => left.push(unknown(&stage.stage)),
        }
    }
    moves
}

/// What an offered entry would be called in a register.
pub(crate) fn title_of(register: &Register, one: &IncomingEntry, today: Date) -> String {
    let values = one.values.iter().filter_map(|(code, text)| {
        let field = register.field_by_code(code).filter(|field| !field.spec.retired)?;
        Some((field.id, Value::read(&field.spec.kind, text, today).ok()??.0))
    });
    register.title(&values.collect())
}

fn unknown(code: &str) -> Trouble {
    let message = say(
        format!("sổ của cơ quan không có “{code}”; phần này được bỏ qua"),
        format!("the agency's register has no “{code}”; this part is left out"),
    );
    Trouble { field: code.to_owned(), message, asked: false }
}

/// What is said of a stage, in words, for previews.
pub fn stage_words(register: &Register, incoming: &IncomingEntry) -> Vec<String> {
    let one = |stage: &tt_domain::register::IncomingStage| {
        let name = register.stage_by_code(&stage.stage).map_or(stage.stage.as_str(), |found| found.spec.name.as_str());
        format!("{name}: {}", words::mark(stage.mark).vi)
    };
    incoming.stages.iter().map(one).collect()
}
