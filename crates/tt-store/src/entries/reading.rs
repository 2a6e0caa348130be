//! Entries as they were on a day, and their whole histories.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::id::{EntryId, EntryImportId, RegisterFieldId, RegisterStageId, UserId};
use tt_domain::register::change::FieldUse;
use tt_domain::register::definition::FieldKind;
use tt_domain::register::entry::RecordedChange;
use tt_domain::register::filter::Filter;
use tt_domain::register::standing::MarkAt;
use tt_domain::register::{Entry, EntryAt, Field, Mark, Register, Standing, Value};

use super::dynamic::{Param, Statement};
use super::narrow::narrow;
use super::{EntryRow, columns};
use crate::{StoreError, Tx, codec};

/// An entry with what it was on a day.
#[derive(Clone, Debug)]
pub struct EntryOn {
    /// The entry.
    pub entry: Entry,
    /// What it was.
    pub at: EntryAt,
}

/// A value as recorded.
#[derive(Clone, Debug)]
pub struct RecordedValue {
    /// Of which field.
    pub field: RegisterFieldId,
    /// What; `None` for none any more.
    pub value: Option<Value>,
    /// First day it holds.
    pub from: Date,
    /// Who recorded it.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// The file it came in.
    pub import: Option<EntryImportId>,
}

/// An entry's identity with a change of its stage that holds.
type LiveChangeRow = (i64, i64, i64, String, String, i64, Option<i64>, String, Option<i64>, i64);

fn bound(ids: &[EntryId]) -> impl Iterator<Item = Param> {
    ids.iter().map(|id| Param::Whole(id.0))
}

/// The entries of these identities as they were on a day, in that order.
pub async fn on_day(
    tx: &mut Tx,
    register: &Register,
    ids: &[EntryId],
    as_of: Date,
) -> Result<Vec<EntryOn>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let day = codec::day_text(as_of);
    let mut entries = Statement::new(concat!("select ", columns!(), " from register_entries where id in ("));
    entries.list(bound(ids)).push(")");
    let mut values = Statement::new("select entry_id, field_id, value, ref_id from entry_values where entry_id in (");
    values.list(bound(ids)).push(") and key is not null and from_day <= ").text(day.as_str());
    values.push(" and to_day > ").text(day.as_str());
    let mut found: HashMap<i64, EntryOn> = HashMap::new();
    for row in entries.all::<EntryRow>(tx).await? {
        let entry = super::entry(row)?;
        let at = EntryAt { id: entry.id, values: BTreeMap::new(), standing: Standing::default() };
        found.insert(entry.id.0, EntryOn { entry, at });
    }
    for (id, field, text, reference) in values.all::<(i64, i64, String, Option<i64>)>(tx).await? {
        if let (Some(one), Some(value)) = (found.get_mut(&id), restored(register, field, &text, reference)) {
            one.at.values.insert(RegisterFieldId(field), value);
        }
    }
    let mut changes = Statement::new(
        "select entry_id, id, stage_id, mark, day, exact, document_id, note, recorded_by, recorded_at \
         from entry_stage_changes where withdrawn_at is null and entry_id in (",
    );
    changes.list(bound(ids)).push(") and day <= ").text(day).push(" order by entry_id, id");
    for (entry, id, stage, mark, day, exact, document, note, by, at) in changes.all::<LiveChangeRow>(tx).await? {
        if let Some(one) = found.get_mut(&entry) {
            let row = (id, stage, mark, day, exact, document, note, by, at, None, None);
            one.at.standing.apply(&super::recorded(row)?.change);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(&id.0)).collect())
}

fn restored(register: &Register, field: i64, text: &str, reference: Option<i64>) -> Option<Value> {
    let field = register.field(RegisterFieldId(field))?;
    Value::restored(&field.spec.kind, text, reference)
}

/// What a measure looks at of the entries that any of these filters lets pass: the fields named, and the stages.
pub async fn for_measure(
    tx: &mut Tx,
    register: &Register,
    filters: &[&Filter],
    fields: &[RegisterFieldId],
    as_of: Date,
) -> Result<Vec<EntryAt>, StoreError> {
    let passing = Passing { register, filters, as_of, day: codec::day_text(as_of) };
    let mut entries = passing.of("select e.id from register_entries e");
    entries.push(" order by e.title_key, e.id");
    let mut order = Vec::new();
    let mut found: HashMap<i64, EntryAt> = HashMap::new();
    for (id,) in entries.all::<(i64,)>(tx).await? {
        order.push(id);
        let at = EntryAt { id: EntryId(id), values: BTreeMap::new(), standing: Standing::default() };
        found.insert(id, at);
    }
    if !fields.is_empty() {
        passing.values(tx, fields, &mut found).await?;
    }
    if filters.iter().any(|filter| filter.terms.iter().any(|term| asks_stage(&term.test))) {
        passing.standings(tx, &mut found).await?;
    }
    Ok(order.iter().filter_map(|id| found.remove(id)).collect())
}

/// The entries that any of these filters lets pass on a day, and what is read of them.
struct Passing<'a> {
    register: &'a Register,
    filters: &'a [&'a Filter],
    as_of: Date,
    day: String,
}

impl Passing<'_> {
    /// A query from `register_entries e`, narrowed to them.
    fn of(&self, select: &'static str) -> Statement {
        let mut statement = Statement::new(select);
        statement.push(" where e.register_id = ").whole(self.register.id.0);
        statement.push(" and e.removed_at is null and e.since <= ").text(self.day.as_str()).push(" and (1 = 0");
        for filter in self.filters {
            statement.push(" or (1 = 1");
            narrow(&mut statement, self.register, filter, self.as_of);
            statement.push(")");
        }
        statement.push(")");
        statement
    }

    /// Narrows to the spans of days (columns under `prefix`) that hold the day.
    fn on_the_day(&self, statement: &mut Statement, prefix: &'static str) {
        statement.push(" and ").push(prefix).push("from_day <= ").text(self.day.as_str());
        statement.push(" and ").push(prefix).push("to_day > ").text(self.day.as_str());
    }

    async fn values(
        &self,
        tx: &mut Tx,
        fields: &[RegisterFieldId],
        found: &mut HashMap<i64, EntryAt>,
    ) -> Result<(), StoreError> {
        let mut values = self.of("select v.entry_id, v.field_id, v.value, v.ref_id from register_entries e \
             join entry_values v on v.entry_id = e.id");
        values.push(" and v.key is not null and v.field_id in (");
        values.list(fields.iter().map(|id| Param::Whole(id.0))).push(")");
        self.on_the_day(&mut values, "v.");
        for (id, field, text, reference) in values.all::<(i64, i64, String, Option<i64>)>(tx).await? {
            let value = restored(self.register, field, &text, reference);
            if let (Some(one), Some(value)) = (found.get_mut(&id), value) {
                one.values.insert(RegisterFieldId(field), value);
            }
        }
        Ok(())
    }

    async fn standings(&self, tx: &mut Tx, found: &mut HashMap<i64, EntryAt>) -> Result<(), StoreError> {
        let mut positions = self.of("select p.entry_id, p.stage_id, p.from_day from register_entries e \
             join entry_positions p on p.entry_id = e.id");
        self.on_the_day(&mut positions, "p.");
        for (id, stage, from) in positions.all::<(i64, Option<i64>, String)>(tx).await? {
            if let Some(one) = found.get_mut(&id) {
                one.standing.at = stage.map(RegisterStageId);
                one.standing.since = stage.map(|_| codec::known_day(&from)).transpose()?;
            }
        }
        let mut marks = self.of("select m.entry_id, m.stage_id, m.mark, m.from_day from register_entries e \
             join entry_marks m on m.entry_id = e.id");
        self.on_the_day(&mut marks, "m.");
        for (id, stage, mark, from) in marks.all::<(i64, i64, String, String)>(tx).await? {
            if let Some(one) = found.get_mut(&id) {
                let mark = codec::coded(&mark, Mark::from_code)?;
                let known = MarkAt { mark, day: codec::known_day(&from)?, exact: true };
                one.standing.marks.insert(RegisterStageId(stage), known);
            }
        }
        Ok(())
    }
}

fn asks_stage(test: &tt_domain::register::filter::Test) -> bool {
    use tt_domain::register::filter::Test;
    matches!(test, Test::At(_) | Test::Marked(..) | Test::Slow(_))
}

/// All values an entry ever had, in the order recorded.
pub async fn values(tx: &mut Tx, register: &Register, entry: EntryId) -> Result<Vec<RecordedValue>, StoreError> {
    const SQL: &str = "select field_id, value, ref_id, from_day, recorded_by, recorded_at, import_id from entry_values \
                       where entry_id = $1 order by id";
    type Row = (i64, Option<String>, Option<i64>, String, Option<i64>, i64, Option<i64>);
    let mut values = Vec::new();
    for (field, text, reference, from, by, at, import) in all!(tx, Row, SQL, entry.0)? {
        let value = text.as_deref().and_then(|text| restored(register, field, text, reference));
        values.push(RecordedValue {
            field: RegisterFieldId(field),
            value,
            from: codec::known_day(&from)?,
            by: by.map(UserId),
            at: codec::timestamp(at)?,
            import: import.map(EntryImportId),
        });
    }
    Ok(values)
}

/// What entries hold of a field.
pub async fn field_use(tx: &mut Tx, register: &Register, field: &Field) -> Result<FieldUse, StoreError> {
    const WITH: &str = "select count(distinct entry_id) from entry_values where field_id = $1 and key is not null";
    const WITHOUT: &str = "select count(*) from register_entries e where e.register_id = $1 and e.removed_at is null \
                           and e.id not in (select entry_id from entry_values where field_id = $2 \
                           and key is not null and to_day = '9999-12-31')";
    const DOUBLES: &str = "select count(*) from (select v.key from entry_values v join register_entries e \
                           on e.id = v.entry_id where v.field_id = $1 and v.key is not null \
                           and v.to_day = '9999-12-31' and e.removed_at is null \
                           group by v.key having count(*) > 1) d";
    const VALUES: &str = "select distinct value from entry_values where field_id = $1 and value is not null";
    let count = |(number,): (i64,)| codec::narrow(number);
    let mut held = FieldUse {
        with: count(one!(tx, (i64,), WITH, field.id.0)?)?,
        without: count(one!(tx, (i64,), WITHOUT, register.id.0, field.id.0)?)?,
        doubles: count(one!(tx, (i64,), DOUBLES, field.id.0)?)?,
        ..FieldUse::default()
    };
    let choice = matches!(field.spec.kind, FieldKind::Choice(_));
    if choice || field.spec.kind.measured().is_some() {
        for (value,) in all!(tx, (String,), VALUES, field.id.0)? {
            if choice {
                held.options.push(value);
            } else {
                let decimals = value.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').len());
                held.decimals = held.decimals.max(u8::try_from(decimals).unwrap_or(u8::MAX));
            }
        }
    }
    Ok(held)
}

/// How many entries are at a stage today.
pub async fn at_stage_now(tx: &mut Tx, stage: RegisterStageId) -> Result<u64, StoreError> {
    const SQL: &str = "select count(*) from entry_positions p join register_entries e on e.id = p.entry_id \
                       where p.stage_id = $1 and p.to_day = '9999-12-31' and e.removed_at is null";
    let (count,) = one!(tx, (i64,), SQL, stage.0)?;
    codec::narrow(count)
}

/// The history that holds: changes that were not withdrawn.
pub fn standing_changes(changes: &[RecordedChange]) -> Vec<tt_domain::register::StageChange> {
    changes.iter().filter(|change| change.withdrawn.is_none()).map(|change| change.change.clone()).collect()
}
