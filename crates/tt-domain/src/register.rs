//! Registers (sổ theo dõi): lists of objects an agency follows, defined by data and not by code.
//!
//! A [`Definition`] says which fields an entry has, through which stages it goes and by which moves, and which measures
//! reports ask of it; [`Register`] is one that is kept. What an entry was on any day is the fold of its history up to
//! that day ([`EntryHistory::at`]); nothing is overwritten. Read [`Register`] first, then [`standing`] for the stages.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::id::{AgencyId, DivisionId, EntryId, RegisterFieldId, RegisterId, RegisterMeasureId, RegisterStageId};

pub mod change;
pub mod definition;
pub mod entry;
pub mod filter;
pub mod incoming;
pub mod matching;
pub mod measure;
pub mod notation;
pub mod number;
pub mod preset;
pub mod standing;
#[cfg(test)]
mod tests;
pub mod value;

pub use definition::{
    Choice, Definition, DefinitionFault, FieldKind, FieldSpec, MeasureKind, MeasureSpec, MoveSpec, StageSpec, Whole,
};
pub use entry::Entry;
pub use incoming::{IncomingEntry, IncomingStage};
pub use measure::{MeasureResult, Total, measure};
pub use standing::{Mark, StageChange, Standing};
pub use value::Value;

/// A register as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Identity.
    pub id: RegisterId,
    /// Whose.
    pub agency: AgencyId,
    /// Short name in addresses, once per agency: `cho`.
    pub key: String,
    /// The preset it was made from.
    pub preset: Option<String>,
    /// Division that keeps it (phòng giữ sổ); `None` for the agency as a whole.
    pub owner: Option<DivisionId>,
    /// What it is called: `Chợ nông thôn và chợ đô thị`.
    pub name: String,
    /// What one entry is called: `chợ`.
    pub one: String,
    /// What it is for, and on which documents it rests.
    pub about: String,
    /// Whether two entries may not have one title.
    pub unique_title: bool,
    /// Whether it is closed: shown, no more written in.
    pub closed: bool,
    /// Counted up by each change of the definition.
    pub version: i64,
    /// Its fields in order, retired ones too.
    pub fields: Vec<Field>,
    /// Its stages in order, retired ones too.
    pub stages: Vec<Stage>,
    /// Moves that are allowed.
    pub moves: Vec<Move>,
    /// What reports ask of it.
    pub measures: Vec<RegisterMeasure>,
}

/// A field of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Identity.
    pub id: RegisterFieldId,
    /// What it is.
    pub spec: FieldSpec,
}

/// A stage of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Identity.
    pub id: RegisterStageId,
    /// What it is.
    pub spec: StageSpec,
}

/// A move that is allowed; none other is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Move {
    /// From where; `None` for an entry that is at no stage yet.
    pub from: Option<RegisterStageId>,
    /// Where to.
    pub to: RegisterStageId,
    /// Whether it is the usual way; one that is possible but unusual is asked about.
    pub usual: bool,
}

/// A measure of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterMeasure {
    /// Identity.
    pub id: RegisterMeasureId,
    /// What it counts.
    pub spec: MeasureSpec,
}

impl Register {
    /// A register that is not kept yet: identities are places in the lists, counted from 1.
    pub fn sketch(key: &str, definition: &Definition) -> Self {
        let ids = || 1_i64..;
        let fields = ids().zip(&definition.fields);
        let stages: Vec<Stage> = ids()
            .zip(&definition.stages)
            .map(|(id, spec)| Stage { id: RegisterStageId(id), spec: spec.clone() })
            .collect();
        let id_of = |code: &str| stages.iter().find(|stage| stage.spec.code == code).map(|stage| stage.id);
        let moves = definition.moves.iter().filter_map(|one| {
            let from = match &one.from {
                Some(code) => Some(id_of(code)?),
                None => None,
            };
            Some(Move { from, to: id_of(&one.to)?, usual: one.usual })
        });
        Self {
            id: RegisterId(0),
            agency: AgencyId(0),
            key: key.to_owned(),
            preset: None,
            owner: None,
            name: definition.name.clone(),
            one: definition.one.clone(),
            about: definition.about.clone(),
            unique_title: definition.unique_title,
            closed: false,
            version: 1,
            fields: fields.map(|(id, spec)| Field { id: RegisterFieldId(id), spec: spec.clone() }).collect(),
            moves: moves.collect(),
            measures: ids()
                .zip(&definition.measures)
                .map(|(id, spec)| RegisterMeasure { id: RegisterMeasureId(id), spec: spec.clone() })
                .collect(),
            stages,
        }
    }

    /// All that is wrong with it: the definition, and the filters of its measures.
    pub fn faults(&self) -> Vec<DefinitionFault> {
        let mut faults = self.definition().faults();
        for measure in &self.measures {
            let whole = if let Some(Whole::Entries(text)) = &measure.spec.whole { text.as_str() } else { "" };
            if filter::parse(self, &measure.spec.filter).is_err() || filter::parse(self, whole).is_err() {
                faults.push(DefinitionFault::BadFilter(measure.spec.code.clone()));
            }
        }
        faults
    }

    /// The field of that identity.
    pub fn field(&self, id: RegisterFieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The field of that code, as written or without marks and hyphens.
    pub fn field_by_code(&self, code: &str) -> Option<&Field> {
        let code = bare(code);
        self.fields.iter().find(|field| bare(&field.spec.code) == code)
    }

    /// The stage of that identity.
    pub fn stage(&self, id: RegisterStageId) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The stage of that code or name.
    pub fn stage_by_code(&self, code: &str) -> Option<&Stage> {
        let code = bare(code);
        let by = |part: fn(&StageSpec) -> &str| self.stages.iter().find(|stage| bare(part(&stage.spec)) == code);
        by(|spec| &spec.code).or_else(|| by(|spec| &spec.name))
    }

    /// Fields that are filled in, in order.
    pub fn open_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.spec.retired)
    }

    /// Stages entries go to, in order.
    pub fn open_stages(&self) -> impl Iterator<Item = &Stage> {
        self.stages.iter().filter(|stage| !stage.spec.retired)
    }

    /// What an entry with these values is called: the fields that make its title, apart by ` · `.
    pub fn title(&self, values: &BTreeMap<RegisterFieldId, Value>) -> String {
        let titles = self.fields.iter().filter(|field| field.spec.title);
        let parts = titles.filter_map(|field| values.get(&field.id).map(|value| value.shown(&field.spec.kind)));
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    /// The definition without identities: what is written down, compared and made again elsewhere.
    pub fn definition(&self) -> Definition {
        let code = |id: RegisterStageId| self.stage(id).map(|stage| stage.spec.code.clone()).unwrap_or_default();
        let moves =
            self.moves.iter().map(|one| MoveSpec { from: one.from.map(code), to: code(one.to), usual: one.usual });
        Definition {
            name: self.name.clone(),
            one: self.one.clone(),
            about: self.about.clone(),
            unique_title: self.unique_title,
            fields: self.fields.iter().map(|field| field.spec.clone()).collect(),
            stages: self.stages.iter().map(|stage| stage.spec.clone()).collect(),
            moves: moves.collect(),
            measures: self.measures.iter().map(|measure| measure.spec.clone()).collect(),
        }
    }
}

/// An entry as it was on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryAt {
    /// Identity.
    pub id: EntryId,
    /// Its values; a field that is not here was not filled in.
    pub values: BTreeMap<RegisterFieldId, Value>,
    /// How far it had come.
    pub standing: Standing,
}

/// A value given to a field, or taken from it, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueChange {
    /// Which field.
    pub field: RegisterFieldId,
    /// What; `None` for nothing any more.
    pub value: Option<Value>,
    /// First day it holds.
    pub day: Date,
}

/// All that happened to an entry, in the order it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryHistory {
    /// Whose.
    pub id: EntryId,
    /// Day from which it is an entry of the register.
    pub since: Date,
    /// Values given; of each field the days never go back.
    pub values: Vec<ValueChange>,
    /// Stages gone through; the days never go back.
    pub stages: Vec<StageChange>,
}

impl EntryHistory {
    /// What it was at the end of that day; `None` before it was an entry.
    pub fn at(&self, day: Date) -> Option<EntryAt> {
        if day < self.since {
            return None;
        }
        let mut values = BTreeMap::new();
        for change in self.values.iter().filter(|change| change.day <= day) {
            match &change.value {
                Some(value) => values.insert(change.field, value.clone()),
                None => values.remove(&change.field),
            };
        }
        Some(EntryAt { id: self.id, values, standing: Standing::of(&self.stages, day) })
    }
}

/// A code or name as it is compared: folded, only letters and digits.
pub(crate) fn bare(text: &str) -> String {
    tt_text::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
