//! Making registers and changing what they are, while entries exist: only where nothing is lost.

use jiff::civil::Date;
use serde_json::json;
use tt_check::Message;
use tt_domain::id::{AgencyId, DivisionId, RegisterFieldId, RegisterId, RegisterMeasureId, RegisterStageId};
use tt_domain::permission::Action;
use tt_domain::register::change;
use tt_domain::register::definition::{Definition, FieldKind, FieldSpec, MeasureSpec, MoveSpec, StageSpec, code_of};
use tt_domain::register::matching::words_of;
use tt_domain::register::preset::{Preset, preset};
use tt_domain::register::{Field, Move, Register, RegisterMeasure, Stage};
use tt_store::entries::listing::{self, Listing};
use tt_store::entries::reading;
use tt_store::{StoreError, Tx, divisions, entries, registers};

use super::{By, for_action, note, words};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// Entries looked at at once while titles are worked out anew.
const AT_ONCE: u32 = 500;

/// A change of a register.
#[derive(Clone, Debug)]
pub enum RegisterChange {
    /// What it is called, who keeps it, whether it is closed.
    Head {
        /// Name.
        name: String,
        /// What one entry is called.
        one: String,
        /// What it is for.
        about: String,
        /// Division that keeps it.
        owner: Option<DivisionId>,
        /// Whether titles are unique.
        unique_title: bool,
        /// Whether it is closed.
        closed: bool,
    },
    /// One more field.
    AddField(FieldSpec),
    /// A field as it is to be.
    ChangeField(RegisterFieldId, FieldSpec),
    /// A field one place earlier, or later.
    ShiftField(RegisterFieldId, bool),
    /// One more stage, with the usual move to it from another, or from the beginning.
    AddStage(StageSpec, Option<RegisterStageId>),
    /// A stage as it is to be.
    ChangeStage(RegisterStageId, StageSpec),
    /// A stage one place earlier, or later.
    ShiftStage(RegisterStageId, bool),
    /// The moves that are allowed.
    Moves(Vec<Move>),
    /// One more measure.
    AddMeasure(MeasureSpec),
    /// A measure as it is to be.
    ChangeMeasure(RegisterMeasureId, MeasureSpec),
    /// A measure no more.
    DropMeasure(RegisterMeasureId),
}

impl App {
    /// Makes a register from a preset, with those it links to that the agency has not yet.
    ///
    /// # Errors
    /// Not theirs to make, no such preset, or the agency has it.
    pub async fn make_preset(
        &self,
        current: &CurrentUser,
        key: &str,
        owner: Option<DivisionId>,
        origin: &str,
    ) -> Result<RegisterId, AppError> {
        current.require(Action::ManageRegisters)?;
        let mut tx = self.db.begin_write().await?;
        owner_fits(&mut tx, current, owner).await?;
        if registers::find(&mut tx, current.agency.id, key).await?.is_some() {
            return Err(AppError::refused(
                format!("cơ quan đã có sổ “{key}”; hãy mở sổ đó, hoặc lập sổ mới từ đầu với mã khác"),
                format!("the agency has a register “{key}” already; open it, or make one from nothing"),
            ));
        }
        let id =
            make_preset(&mut tx, current.agency.id, key, owner, By::new(current, origin, self.clock.now())).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes a register from nothing: a name, one field for the title, one stage; the rest is added on its page.
    ///
    /// # Errors
    /// Not theirs to make, no name, or the key is taken.
    pub async fn make_register(
        &self,
        current: &CurrentUser,
        (name, one): (&str, &str),
        owner: Option<DivisionId>,
        origin: &str,
    ) -> Result<String, AppError> {
        let title = FieldSpec {
            code: "ten".to_owned(),
            name: "Tên".to_owned(),
            kind: FieldKind::Text,
            title: true,
            required: true,
            unique: false,
            listed: true,
            retired: false,
        };
        let first =
            StageSpec { code: "theo-doi".to_owned(), name: "Theo dõi".to_owned(), typical_days: None, retired: false };
        let definition = Definition {
            name: name.trim().to_owned(),
            one: if one.trim().is_empty() { "dòng".to_owned() } else { one.trim().to_owned() },
            moves: vec![MoveSpec { from: None, to: first.code.clone(), usual: true }],
            fields: vec![title],
            stages: vec![first],
            ..Definition::default()
        };
        self.make_defined(current, &code_of(name), &definition, owner, origin).await
    }

    /// Makes a register of a definition, as written down by another agency; gives its key.
    ///
    /// # Errors
    /// Not theirs to make, something wrong with the definition, or the key is taken.
    pub async fn make_defined(
        &self,
        current: &CurrentUser,
        key: &str,
        definition: &Definition,
        owner: Option<DivisionId>,
        origin: &str,
    ) -> Result<String, AppError> {
        current.require(Action::ManageRegisters)?;
        let mut register = Register::sketch(key, definition);
        faultless(&register)?;
        register.agency = current.agency.id;
        register.owner = owner;
        let mut tx = self.db.begin_write().await?;
        owner_fits(&mut tx, current, owner).await?;
        insert(&mut tx, &register, By::new(current, origin, self.clock.now())).await?;
        tx.commit().await?;
        Ok(register.key)
    }

    /// Changes what a register is, if nobody changed it since `version`.
    ///
    /// # Errors
    /// Not theirs to change, [`StoreError::Stale`], or something would be lost: the message tells what to do instead.
    pub async fn change_register(
        &self,
        current: &CurrentUser,
        (id, version): (RegisterId, i64),
        change: &RegisterChange,
        origin: &str,
    ) -> Result<(), AppError> {
        let at = self.clock.now();
        let mut tx = self.db.begin_write().await?;
        let before = for_action(&mut tx, current, id, Action::ManageRegisters).await?;
        if before.version != version {
            return Err(StoreError::Stale.into());
        }
        let mut after = before.clone();
        let what = apply(&mut tx, current, &mut after, change).await?;
        faultless(&after)?;
        registers::update(&mut tx, &after).await?;
        write(&mut tx, &before, &after, change).await?;
        let after = registers::get(&mut tx, id).await?;
        if retitled(&before, &after) {
            work_out_titles(&mut tx, &after, self.clock.today()).await?;
        }
        let details = json!({ "register": after.key, "what": what });
        note(&mut tx, By::new(current, origin, at), &after, ("register.changed", format!("register-{id}"), &details))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Makes a preset's register in a transaction, with those it links to.
pub(crate) async fn make_preset(
    tx: &mut Tx,
    agency: AgencyId,
    key: &str,
    owner: Option<DivisionId>,
    by: By<'_>,
) -> Result<RegisterId, AppError> {
    let wanted = preset(key).ok_or(AppError::NotFound)?;
    let mut keys = wanted.needs();
    for needed in keys.clone() {
        // What it links to may link further.
        keys.splice(0..0, preset(&needed).map(Preset::needs).unwrap_or_default());
    }
    keys.push(key.to_owned());
    let mut made = None;
    for key in keys {
        made = match registers::find(tx, agency, &key).await? {
            Some(known) => Some(known.id),
            None => {
                let one = preset(&key).ok_or(AppError::NotFound)?;
                let mut register = Register::sketch(one.key, &one.definition());
                register.agency = agency;
                register.preset = Some(one.key.to_owned());
                register.owner = owner;
                Some(insert(tx, &register, by).await?)
            }
        };
    }
    made.ok_or(AppError::NotFound)
}

async fn insert(tx: &mut Tx, register: &Register, by: By<'_>) -> Result<RegisterId, AppError> {
    let id = registers::insert(tx, register, by.user, by.at).await.map_err(|error| match error {
        StoreError::Conflict(_) => AppError::refused_at(
            "ten",
            format!("cơ quan đã có sổ mã “{}”; hãy đặt tên khác", register.key),
            format!("the agency has a register “{}” already; choose another name", register.key),
        ),
        error => error.into(),
    })?;
    let details = json!({ "key": register.key, "name": register.name, "preset": register.preset });
    note(tx, by, register, ("register.created", format!("register-{id}"), &details)).await?;
    Ok(id)
}

async fn owner_fits(tx: &mut Tx, current: &CurrentUser, owner: Option<DivisionId>) -> Result<(), AppError> {
    let Some(owner) = owner else { return Ok(()) };
    if divisions::get(tx, owner).await?.agency == current.agency.id { Ok(()) } else { Err(AppError::NotFound) }
}

/// One sentence for all that is wrong.
fn joined(messages: impl Iterator<Item = Message>) -> Option<Message> {
    messages.reduce(|one, other| Message {
        vi: format!("{}; {}", one.vi, other.vi),
        en: format!("{}; {}", one.en, other.en),
    })
}

fn faultless(register: &Register) -> Result<(), AppError> {
    match joined(register.faults().iter().map(words::definition_fault)) {
        Some(message) => Err(AppError::Refused(message)),
        None => Ok(()),
    }
}

fn lossless(faults: &[change::ChangeFault]) -> Result<(), AppError> {
    match joined(faults.iter().map(words::change_fault)) {
        Some(message) => Err(AppError::Refused(message)),
        None => Ok(()),
    }
}

/// Makes the change on the record in hand, having asked whether anything would be lost; tells it for the audit chain.
async fn apply(
    tx: &mut Tx,
    current: &CurrentUser,
    register: &mut Register,
    change: &RegisterChange,
) -> Result<serde_json::Value, AppError> {
    Ok(match change {
        RegisterChange::Head { name, one, about, owner, unique_title, closed } => {
            owner_fits(tx, current, *owner).await?;
            let shown = |register: &Register| json!({ "name": register.name, "closed": register.closed });
            let before = shown(register);
            name.trim().clone_into(&mut register.name);
            one.trim().clone_into(&mut register.one);
            register.about = tt_text::one_line(about);
            (register.owner, register.unique_title, register.closed) = (*owner, *unique_title, *closed);
            json!({ "head": { "before": before, "after": shown(register) } })
        }
        RegisterChange::AddField(spec) => {
            can_be_asked_for(tx, register, spec).await?;
            register.fields.push(Field { id: RegisterFieldId(0), spec: spec.clone() });
            json!({ "field_added": spec.code })
        }
        RegisterChange::ChangeField(id, spec) => {
            change_field(tx, register, *id, spec).await?;
            json!({ "field_changed": spec.code, "retired": spec.retired })
        }
        RegisterChange::ShiftField(id, up) => {
            let at = register.fields.iter().position(|one| one.id == *id).ok_or(AppError::NotFound)?;
            shift(&mut register.fields, at, *up);
            json!({ "field_moved": register.field(*id).map(|field| field.spec.code.clone()) })
        }
        RegisterChange::AddStage(spec, from) => {
            // Known by a number no stage has until it is kept.
            let id = RegisterStageId(0);
            register.stages.push(Stage { id, spec: spec.clone() });
            register.moves.push(Move { from: *from, to: id, usual: true });
            json!({ "stage_added": spec.code })
        }
        RegisterChange::ChangeStage(id, spec) => {
            change_stage(tx, register, *id, spec).await?;
            json!({ "stage_changed": spec.code, "retired": spec.retired })
        }
        RegisterChange::ShiftStage(id, up) => {
            let at = register.stages.iter().position(|one| one.id == *id).ok_or(AppError::NotFound)?;
            shift(&mut register.stages, at, *up);
            json!({ "stage_moved": register.stage(*id).map(|stage| stage.spec.code.clone()) })
        }
        RegisterChange::Moves(moves) => {
            register.moves.clone_from(moves);
            json!({ "moves": moves.len() })
        }
        RegisterChange::AddMeasure(spec) => {
            register.measures.push(RegisterMeasure { id: RegisterMeasureId(0), spec: spec.clone() });
            json!({ "measure_added": spec.code })
        }
        RegisterChange::ChangeMeasure(id, spec) => {
            let one = register.measures.iter_mut().find(|one| one.id == *id).ok_or(AppError::NotFound)?;
            one.spec = MeasureSpec { code: one.spec.code.clone(), ..spec.clone() };
            json!({ "measure_changed": one.spec.code })
        }
        RegisterChange::DropMeasure(id) => {
            let at = register.measures.iter().position(|one| one.id == *id).ok_or(AppError::NotFound)?;
            json!({ "measure_dropped": register.measures.remove(at).spec.code })
        }
    })
}

/// Refuses a new field that has to be filled in while there are entries without it.
async fn can_be_asked_for(tx: &mut Tx, register: &Register, spec: &FieldSpec) -> Result<(), AppError> {
    let without = if spec.required { listing_count(tx, register).await? } else { 0 };
    if without > 0 { lossless(&[change::ChangeFault::NotFilledIn { without }]) } else { Ok(()) }
}

async fn change_field(
    tx: &mut Tx,
    register: &mut Register,
    id: RegisterFieldId,
    spec: &FieldSpec,
) -> Result<(), AppError> {
    let field = register.field(id).ok_or(AppError::NotFound)?.clone();
    let held = reading::field_use(tx, register, &field).await?;
    lossless(&change::field(&field.spec, spec, &held))?;
    if let Some(one) = register.fields.iter_mut().find(|one| one.id == id) {
        one.spec = spec.clone();
    }
    Ok(())
}

async fn change_stage(
    tx: &mut Tx,
    register: &mut Register,
    id: RegisterStageId,
    spec: &StageSpec,
) -> Result<(), AppError> {
    let stage = register.stage(id).ok_or(AppError::NotFound)?.clone();
    lossless(&change::stage(&stage.spec, spec, reading::at_stage_now(tx, id).await?))?;
    if let Some(one) = register.stages.iter_mut().find(|one| one.id == id) {
        one.spec = spec.clone();
    }
    Ok(())
}

fn shift<T>(list: &mut [T], at: usize, up: bool) {
    let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|next| *next < list.len()) };
    if let Some(other) = other {
        list.swap(at, other);
    }
}

async fn listing_count(tx: &mut Tx, register: &Register) -> Result<u64, AppError> {
    let filter = tt_domain::register::filter::Filter::default();
    // Up to the last day but one that spans of days know: all of them.
    let listing = Listing { register, filter: &filter, as_of: Date::constant(9999, 12, 30) };
    Ok(listing::count(tx, listing).await?)
}

/// Writes what changed.
async fn write(tx: &mut Tx, before: &Register, after: &Register, change: &RegisterChange) -> Result<(), AppError> {
    match change {
        RegisterChange::Head { .. } => {}
        RegisterChange::AddField(spec) => {
            registers::add_field(tx, after.id, before.fields.len(), spec).await?;
        }
        RegisterChange::ChangeField(..) | RegisterChange::ShiftField(..) => {
            for (position, field) in after.fields.iter().enumerate() {
                if before.fields.get(position) != Some(field) {
                    registers::update_field(tx, field, position).await?;
                }
            }
        }
        RegisterChange::AddStage(spec, from) => {
            let id = registers::add_stage(tx, after.id, before.stages.len(), spec).await?;
            let mut moves = before.moves.clone();
            moves.push(Move { from: *from, to: id, usual: true });
            registers::set_moves(tx, after.id, &moves).await?;
        }
        RegisterChange::ChangeStage(..) | RegisterChange::ShiftStage(..) => {
            for (position, stage) in after.stages.iter().enumerate() {
                if before.stages.get(position) != Some(stage) {
                    registers::update_stage(tx, stage, position).await?;
                }
            }
        }
        RegisterChange::Moves(moves) => registers::set_moves(tx, after.id, moves).await?,
        RegisterChange::AddMeasure(spec) => {
            registers::add_measure(tx, after.id, before.measures.len(), spec).await?;
        }
        RegisterChange::ChangeMeasure(id, _) => {
            if let Some(measure) = after.measures.iter().find(|one| one.id == *id) {
                registers::update_measure(tx, measure).await?;
            }
        }
        RegisterChange::DropMeasure(id) => registers::delete_measure(tx, *id).await?,
    }
    Ok(())
}

/// Whether entries are called, or found by, other words from now on.
fn retitled(before: &Register, after: &Register) -> bool {
    let words = |register: &Register| {
        let one = |field: &Field| (field.id, field.spec.title, field.spec.kind.clone());
        register.fields.iter().map(one).collect::<Vec<_>>()
    };
    let known = words(before);
    words(after).iter().any(|one| known.iter().any(|other| other.0 == one.0 && other != one))
        || before.fields.iter().map(|field| field.id).ne(after
            .fields
            .iter()
            .take(before.fields.len())
            .map(|field| field.id))
}

pub(crate) async fn work_out_titles(tx: &mut Tx, register: &Register, today: Date) -> Result<(), AppError> {
    let filter = tt_domain::register::filter::Filter::default();
    let listing = Listing { register, filter: &filter, as_of: today };
    let mut all = Vec::new();
    loop {
        let page = listing::page(tx, listing, all.last().copied(), AT_ONCE).await?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    for ids in all.chunks(AT_ONCE as usize) {
        for on in reading::on_day(tx, register, ids, today).await? {
            entries::set_words(tx, on.entry.id, &words_of(register, &on.at)).await?;
        }
    }
    Ok(())
}
