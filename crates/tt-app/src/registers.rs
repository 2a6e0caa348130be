//! Registers (sổ theo dõi): making them, writing in them, looking at them as of any day, measuring them.
//!
//! A register belongs to an agency; who may write in it is asked of the division that keeps it. What is wrong with what
//! someone gives is told cell by cell and nothing is stored; what is possible but unusual is asked about first
//! ([`Given::Asked`]). Read [`entering`] first.

pub mod define;
pub mod entering;
pub mod files;
pub mod looking;
pub mod measuring;
pub mod moving;
pub mod offered;
mod resolve;
pub mod words;

use jiff::Timestamp;
use serde_json::Value as Json;
use tt_check::Message;
use tt_domain::audit::NewAuditEvent;
use tt_domain::id::{EntryId, RegisterId, UserId};
use tt_domain::permission::{Action, Scope};
use tt_domain::register::{Entry, Register};
use tt_store::{StoreError, Tx, agencies, audit, entries, registers};

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// What is said of one cell or field of what someone gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The field's code, or `giai-doan`, `ngay`… for what is no field.
    pub field: String,
    /// What it is and what to do.
    pub message: Message,
    /// Whether it is only asked about.
    pub asked: bool,
}

/// What became of what someone gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given<T> {
    /// It was taken.
    Taken(T),
    /// It is wrong at these places; nothing was stored.
    Wrong(Vec<Trouble>),
    /// It is possible but unusual; nothing was stored until it is sent again as meant.
    Asked(Vec<Trouble>),
}

/// A register with what the reader may do with it.
#[derive(Clone, Debug)]
pub struct RegisterShown {
    /// The register.
    pub register: Register,
    /// Whether they may change what it is.
    pub may_manage: bool,
    /// Whether they may write in it.
    pub may_enter: bool,
}

impl App {
    /// The registers of one's own agency, each with how many entries it has.
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn registers(&self, current: &CurrentUser) -> Result<Vec<(Register, u64)>, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        Ok(registers::list(&mut tx, current.agency.id).await?)
    }

    /// A register of one's own agency by its key.
    ///
    /// # Errors
    /// No such register, or not theirs to read.
    pub async fn register(&self, current: &CurrentUser, key: &str) -> Result<RegisterShown, AppError> {
        let mut tx = self.db.begin_read().await?;
        let register = registers::find(&mut tx, current.agency.id, key).await?.ok_or(AppError::NotFound)?;
        shown(&mut tx, current, register).await
    }
}

/// A register as someone may see it.
pub(crate) async fn shown(tx: &mut Tx, current: &CurrentUser, register: Register) -> Result<RegisterShown, AppError> {
    let scope = scope(tx, &register).await?;
    if !current.may_on(Action::ReadRecords, &scope) {
        return Err(AppError::NotFound);
    }
    let may_manage = current.may_on(Action::ManageRegisters, &scope);
    let may_enter = !register.closed && current.may_on(Action::EnterRegister, &scope);
    Ok(RegisterShown { register, may_manage, may_enter })
}

/// What a question about a register is asked on.
pub(crate) async fn scope(tx: &mut Tx, register: &Register) -> Result<Scope, StoreError> {
    let superiors = agencies::superiors(tx, register.agency).await?;
    Ok(Scope { lead: register.owner, ..Scope::agency_wide(register.agency, superiors) })
}

/// The register of that identity, for someone who may do this with it.
pub(crate) async fn for_action(
    tx: &mut Tx,
    current: &CurrentUser,
    id: RegisterId,
    action: Action,
) -> Result<Register, AppError> {
    let register = registers::get(tx, id).await?;
    let scope = scope(tx, &register).await?;
    if !current.may_on(Action::ReadRecords, &scope) {
        return Err(AppError::NotFound);
    }
    current.require_on(action, &scope)?;
    if register.closed && action == Action::EnterRegister {
        return Err(AppError::refused(
            format!("sổ “{}” đã đóng, không ghi thêm được; quản trị có thể mở lại ở phần sửa sổ", register.name),
            format!("the register “{}” is closed; an administrator can open it again", register.name),
        ));
    }
    Ok(register)
}

/// An entry with its register, for someone who may do this with it.
pub(crate) async fn entry_for(
    tx: &mut Tx,
    current: &CurrentUser,
    id: EntryId,
    action: Action,
) -> Result<(Register, Entry), AppError> {
    let entry = entries::get(tx, id).await?;
    let register = for_action(tx, current, entry.register, action).await?;
    Ok((register, entry))
}

/// Who does something with a register, from where and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct By<'a> {
    /// The account; `None` on the command line.
    pub(crate) user: Option<UserId>,
    /// From where.
    pub(crate) origin: &'a str,
    /// When.
    pub(crate) at: Timestamp,
}

impl<'a> By<'a> {
    /// Someone signed in.
    pub(crate) fn new(current: &CurrentUser, origin: &'a str, at: Timestamp) -> Self {
        Self { user: Some(current.user.id), origin, at }
    }
}

/// Appends to the chain of the agency whose register it is.
pub(crate) async fn note(
    tx: &mut Tx,
    by: By<'_>,
    register: &Register,
    (action, object, details): (&str, String, &Json),
) -> Result<(), AppError> {
    let event = NewAuditEvent {
        agency: register.agency,
        at: by.at,
        user: by.user,
        origin: by.origin.to_owned(),
        action: action.to_owned(),
        object,
        details: details.to_string(),
    };
    audit::append(tx, &event).await?;
    Ok(())
}
