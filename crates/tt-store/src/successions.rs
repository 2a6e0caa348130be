//! What follows what: rows of `agency_successions` and `division_successions`, which have the same columns.

use tt_domain::organisation::{Succession, SuccessionKind};

use crate::{StoreError, codec};

/// A row of either table, before its identities are known as agencies' or divisions'.
#[derive(sqlx::FromRow)]
pub(crate) struct SuccessionRow {
    old_id: i64,
    new_id: Option<i64>,
    kind: String,
    day: String,
    basis: Option<String>,
}

impl SuccessionRow {
    pub(crate) fn read<Id>(self, id: fn(i64) -> Id) -> Result<Succession<Id>, StoreError> {
        Ok(Succession {
            old: id(self.old_id),
            new: self.new_id.map(id),
            kind: codec::coded(&self.kind, SuccessionKind::from_code)?,
            on: codec::known_day(&self.day)?,
            basis: self.basis,
        })
    }
}
