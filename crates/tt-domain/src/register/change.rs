//! Changing a register that has entries: allowed where nothing is lost, else told how it can be done without losing.

use super::definition::{FieldKind, FieldSpec, StageSpec};

/// What entries hold of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldUse {
    /// Entries that have, or once had, a value.
    pub with: u64,
    /// Entries that have none today.
    pub without: u64,
    /// Values that more than one entry has today.
    pub doubles: u64,
    /// Most decimals any value has.
    pub decimals: u8,
    /// Options that are, or were, chosen.
    pub options: Vec<String>,
}

/// Why a change would lose something, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeFault {
    /// A code is what filters, measures and files know it by.
    #[error("a code stays as it is")]
    CodeStays,
    /// Values would have to be read as something else: make a new field, retire this one.
    #[error("{with} entries hold values of another kind")]
    KindStays {
        /// Entries with values.
        with: u64,
    },
    /// Values would mean something else: make a new field, retire this one.
    #[error("{with} entries hold values in {unit:?}")]
    UnitStays {
        /// Entries with values.
        with: u64,
        /// Their unit.
        unit: String,
    },
    /// Digits would be cut off.
    #[error("values have {decimals} decimals")]
    DecimalsUsed {
        /// Decimals in use.
        decimals: u8,
    },
    /// An option that is chosen cannot go.
    #[error("options {0:?} are in use")]
    OptionsUsed(Vec<String>),
    /// Entries would be at fault from now on: fill in these first.
    #[error("{without} entries have no value")]
    NotFilledIn {
        /// Entries without.
        without: u64,
    },
    /// Entries would be at fault from now on: tell these apart first.
    #[error("{doubles} values are there more than once")]
    NotUnique {
        /// Such values.
        doubles: u64,
    },
    /// Entries are there: take them on first.
    #[error("{0} entries are at this stage")]
    StageInUse(u64),
}

/// Whether a field may become this one; all that speaks against it.
pub fn field(old: &FieldSpec, new: &FieldSpec, held: &FieldUse) -> Vec<ChangeFault> {
    let mut faults = Vec::new();
    if old.code != new.code {
        faults.push(ChangeFault::CodeStays);
    }
    if held.with > 0 {
        faults.extend(kind(&old.kind, &new.kind, held));
    }
    if new.required && !old.required && held.without > 0 {
        faults.push(ChangeFault::NotFilledIn { without: held.without });
    }
    if new.unique && !old.unique && held.doubles > 0 {
        faults.push(ChangeFault::NotUnique { doubles: held.doubles });
    }
    faults
}

fn kind(old: &FieldKind, new: &FieldKind, held: &FieldUse) -> Option<ChangeFault> {
    let with = held.with;
    match (old, new) {
        (FieldKind::Choice(_), FieldKind::Choice(options)) => {
            let gone = |code: &&String| !options.iter().any(|option| option.code == **code);
            let lost: Vec<String> = held.options.iter().filter(gone).cloned().collect();
            (!lost.is_empty()).then_some(ChangeFault::OptionsUsed(lost))
        }
        _ => match (old.measured(), new.measured()) {
            (Some(was), Some(is)) if was.unit != is.unit => {
                Some(ChangeFault::UnitStays { with, unit: was.unit.clone() })
            }
            (Some(_), Some(is)) if is.decimals < held.decimals => {
                Some(ChangeFault::DecimalsUsed { decimals: held.decimals })
            }
            (Some(_), Some(_)) => None,
            _ if old == new => None,
            _ => Some(ChangeFault::KindStays { with }),
        },
    }
}

/// Whether a stage may become this one.
pub fn stage(old: &StageSpec, new: &StageSpec, entries_at: u64) -> Vec<ChangeFault> {
    let mut faults = Vec::new();
    if old.code != new.code {
        faults.push(ChangeFault::CodeStays);
    }
    if new.retired && !old.retired && entries_at > 0 {
        faults.push(ChangeFault::StageInUse(entries_at));
    }
    faults
}
