//! Lists of entries as of a day: filtered, in order, a page at a time, counted by stage.

use jiff::civil::Date;
use tt_domain::id::{EntryId, RegisterFieldId, RegisterStageId};
use tt_domain::register::filter::{Filter, Sort, SortBy};
use tt_domain::register::value::key_of_words;
use tt_domain::register::{Field, Mark, Register, Value};

use super::dynamic::Statement;
use super::narrow::narrow;
use crate::{StoreError, Tx, codec};

/// Which entries, as of which day.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a> {
    /// Of which register.
    pub register: &'a Register,
    /// Which of its entries.
    pub filter: &'a Filter,
    /// As of which day.
    pub as_of: Date,
}

const BY_TITLE: Sort = Sort { by: SortBy::Title, descending: false };

impl Listing<'_> {
    fn day(&self) -> String {
        codec::day_text(self.as_of)
    }

    /// ` where` an entry of the register is there on the day and passes.
    fn conditions(&self, statement: &mut Statement) {
        statement.push(" where e.register_id = ").whole(self.register.id.0);
        statement.push(" and e.removed_at is null and e.since <= ").text(self.day());
        narrow(statement, self.register, self.filter, self.as_of);
    }
}

/// The identities of a page of entries in the filter's order, after an entry or from the beginning.
pub async fn page(
    tx: &mut Tx,
    listing: Listing<'_>,
    after: Option<EntryId>,
    limit: u32,
) -> Result<Vec<EntryId>, StoreError> {
    let sort = listing.filter.sort.unwrap_or(BY_TITLE);
    match sort.by {
        SortBy::Field(field) => by_field(tx, listing, field, sort.descending, after, limit).await,
        SortBy::Stage => by_stage(tx, listing, sort.descending, after, limit).await,
        SortBy::Title => {
            let mut statement = Statement::new("select e.id from register_entries e");
            listing.conditions(&mut statement);
            if let Some(after) = after {
                let sign = if sort.descending { " < (" } else { " > (" };
                let title = super::get(tx, after).await?.title;
                statement.push(" and (e.title_key, e.id)").push(sign).text(key_of_words(&title));
                statement.push(", ").whole(after.0).push(")");
            }
            statement.push(if sort.descending {
                " order by e.title_key desc, e.id desc limit "
            } else {
                " order by e.title_key, e.id limit "
            });
            ids(statement.whole(i64::from(limit)).clone(), tx).await
        }
        SortBy::Since => by_since(tx, listing, sort.descending, after, limit).await,
    }
}

async fn ids(statement: Statement, tx: &mut Tx) -> Result<Vec<EntryId>, StoreError> {
    Ok(statement.all::<(i64,)>(tx).await?.into_iter().map(|(id,)| EntryId(id)).collect())
}

/// Every entry that passes, by title, with its value of a field on the day; the sort asked for is left aside.
pub async fn valued(
    tx: &mut Tx,
    listing: Listing<'_>,
    field: Option<&Field>,
) -> Result<Vec<(EntryId, Option<Value>)>, StoreError> {
    let Some(field) = field else {
        let mut statement = Statement::new("select e.id from register_entries e");
        listing.conditions(&mut statement);
        statement.push(" order by e.title_key, e.id");
        return Ok(ids(statement, tx).await?.into_iter().map(|id| (id, None)).collect());
    };
    let mut statement = Statement::new(
        "select e.id, v.value, v.ref_id from register_entries e left join entry_values v on v.entry_id = e.id \
         and v.key is not null and v.field_id = ",
    );
    statement.whole(field.id.0).push(" and v.from_day <= ").text(listing.day());
    statement.push(" and v.to_day > ").text(listing.day());
    listing.conditions(&mut statement);
    statement.push(" order by e.title_key, e.id");
    let rows = statement.all::<(i64, Option<String>, Option<i64>)>(tx).await?;
    let value =
        |text: Option<String>, reference| text.and_then(|text| Value::restored(&field.spec.kind, &text, reference));
    Ok(rows.into_iter().map(|(id, text, reference)| (EntryId(id), value(text, reference))).collect())
}

/// The key an entry has in a field on the day.
async fn key_of(tx: &mut Tx, entry: EntryId, field: RegisterFieldId, day: &str) -> Result<Option<String>, StoreError> {
    const SQL: &str = "select key from entry_values where entry_id = $1 and +field_id = $2 and from_day <= $3 \
                       and to_day > $3";
    Ok(optional!(tx, (Option<String>,), SQL, entry.0, field.0, day)?.and_then(|(key,)| key))
}

/// First those that have a value, in its order; then those that have none.
async fn by_field(
    tx: &mut Tx,
    listing: Listing<'_>,
    field: RegisterFieldId,
    descending: bool,
    after: Option<EntryId>,
    limit: u32,
) -> Result<Vec<EntryId>, StoreError> {
    let day = listing.day();
    let key = match after {
        Some(after) => key_of(tx, after, field, &day).await?,
        None => None,
    };
    let mut found = Vec::new();
    if after.is_none() || key.is_some() {
        let mut statement =
            Statement::new("select e.id from entry_values s join register_entries e on e.id = s.entry_id");
        listing.conditions(&mut statement);
        statement.push(" and s.field_id = ").whole(field.0).push(" and s.key is not null and s.from_day <= ");
        statement.text(day.as_str()).push(" and s.to_day > ").text(day.as_str());
        if let (Some(after), Some(key)) = (after, &key) {
            statement.push(" and (s.key, s.entry_id)").push(if descending { " < (" } else { " > (" });
            statement.text(key.as_str()).push(", ").whole(after.0).push(")");
        }
        statement.push(if descending {
            " order by s.key desc, s.entry_id desc limit "
        } else {
            " order by s.key, s.entry_id limit "
        });
        found = ids(statement.whole(i64::from(limit)).clone(), tx).await?;
    }
    let left = i64::from(limit) - codec::position(found.len())?;
    if left > 0 {
        let mut statement = Statement::new("select e.id from register_entries e");
        listing.conditions(&mut statement);
        statement.push(" and e.id not in (select entry_id from entry_values where field_id = ").whole(field.0);
        statement.push(" and key is not null and from_day <= ").text(day.as_str());
        statement.push(" and to_day > ").text(day.as_str()).push(") and e.id > ");
        statement.whole(after.filter(|_| key.is_none()).map_or(0, |id| id.0));
        statement.push(" order by e.id limit ").whole(left);
        found.extend(ids(statement, tx).await?);
    }
    Ok(found)
}

/// Where an entry is on the day, and since when.
async fn position_of(tx: &mut Tx, entry: EntryId, day: &str) -> Result<(Option<i64>, String), StoreError> {
    const SQL: &str = "select stage_id, from_day from entry_positions where entry_id = $1 and from_day <= $2 \
                       and to_day > $2";
    Ok(one!(tx, (Option<i64>, String), SQL, entry.0, day)?)
}

fn at_positions(listing: Listing<'_>) -> Statement {
    let mut statement =
        Statement::new("select e.id from entry_positions p join register_entries e on e.id = p.entry_id");
    listing.conditions(&mut statement);
    let day = listing.day();
    statement.push(" and p.register_id = ").whole(listing.register.id.0).push(" and p.from_day <= ");
    statement.text(day.as_str()).push(" and p.to_day > ").text(day);
    statement
}

async fn by_since(
    tx: &mut Tx,
    listing: Listing<'_>,
    descending: bool,
    after: Option<EntryId>,
    limit: u32,
) -> Result<Vec<EntryId>, StoreError> {
    let mut statement = at_positions(listing);
    if let Some(after) = after {
        let (_, since) = position_of(tx, after, &listing.day()).await?;
        statement.push(" and (p.from_day, p.entry_id)").push(if descending { " < (" } else { " > (" });
        statement.text(since).push(", ").whole(after.0).push(")");
    }
    statement.push(if descending {
        " order by p.from_day desc, p.entry_id desc limit "
    } else {
        " order by p.from_day, p.entry_id limit "
    });
    ids(statement.whole(i64::from(limit)).clone(), tx).await
}

/// Stage by stage in the register's order, those at none before the first; within a stage by the day since.
async fn by_stage(
    tx: &mut Tx,
    listing: Listing<'_>,
    descending: bool,
    after: Option<EntryId>,
    limit: u32,
) -> Result<Vec<EntryId>, StoreError> {
    let mut stages: Vec<Option<i64>> =
        std::iter::once(None).chain(listing.register.stages.iter().map(|stage| Some(stage.id.0))).collect();
    if descending {
        stages.reverse();
    }
    let start = match after {
        Some(after) => Some((position_of(tx, after, &listing.day()).await?, after)),
        None => None,
    };
    let mut found: Vec<EntryId> = Vec::new();
    let reached = start.as_ref().and_then(|((stage, _), _)| stages.iter().position(|one| one == stage)).unwrap_or(0);
    for (place, stage) in stages.iter().enumerate().skip(reached) {
        let left = i64::from(limit) - codec::position(found.len())?;
        if left <= 0 {
            break;
        }
        let mut statement = at_positions(listing);
        match stage {
            Some(id) => statement.push(" and p.stage_id = ").whole(*id),
            None => statement.push(" and p.stage_id is null"),
        };
        if let Some(((_, since), after)) = start.as_ref().filter(|_| place == reached) {
            statement
                .push(" and (p.from_day, p.entry_id) > (")
                .text(since.as_str())
                .push(", ")
                .whole(after.0)
                .push(")");
        }
        statement.push(" order by p.from_day, p.entry_id limit ").whole(left);
        found.extend(ids(statement, tx).await?);
    }
    Ok(found)
}

/// The first entries at a stage, those longest there first.
pub async fn at_stage(
    tx: &mut Tx,
    listing: Listing<'_>,
    stage: Option<RegisterStageId>,
    limit: u32,
) -> Result<Vec<EntryId>, StoreError> {
    let mut statement = at_positions(listing);
    match stage {
        Some(id) => statement.push(" and p.stage_id = ").whole(id.0),
        None => statement.push(" and p.stage_id is null"),
    };
    statement.push(" order by p.from_day, p.entry_id limit ").whole(i64::from(limit));
    ids(statement, tx).await
}

/// How many entries pass.
pub async fn count(tx: &mut Tx, listing: Listing<'_>) -> Result<u64, StoreError> {
    let mut statement = Statement::new("select count(*) from register_entries e");
    listing.conditions(&mut statement);
    let rows = statement.all::<(i64,)>(tx).await?;
    codec::narrow(rows.first().map_or(0, |(count,)| *count))
}

/// How many entries that pass are at each stage.
pub async fn stage_counts(
    tx: &mut Tx,
    listing: Listing<'_>,
) -> Result<Vec<(Option<RegisterStageId>, u64)>, StoreError> {
    let mut statement = Statement::new(
        "select p.stage_id, count(*) from entry_positions p join register_entries e on e.id = p.entry_id",
    );
    listing.conditions(&mut statement);
    let day = listing.day();
    statement.push(" and p.register_id = ").whole(listing.register.id.0).push(" and p.from_day <= ");
    statement.text(day.as_str()).push(" and p.to_day > ").text(day).push(" group by p.stage_id");
    let rows = statement.all::<(Option<i64>, i64)>(tx).await?;
    rows.into_iter().map(|(id, count)| Ok((id.map(RegisterStageId), codec::narrow(count)?))).collect()
}

/// How many entries that pass have each mark at each stage.
pub async fn mark_counts(tx: &mut Tx, listing: Listing<'_>) -> Result<Vec<(RegisterStageId, Mark, u64)>, StoreError> {
    let mut statement = Statement::new(
        "select m.stage_id, m.mark, count(*) from entry_marks m join register_entries e on e.id = m.entry_id",
    );
    listing.conditions(&mut statement);
    let day = listing.day();
    statement.push(" and m.from_day <= ").text(day.as_str()).push(" and m.to_day > ").text(day);
    statement.push(" group by m.stage_id, m.mark");
    let rows = statement.all::<(i64, String, i64)>(tx).await?;
    let one = |(id, mark, count): (i64, String, i64)| {
        Ok((RegisterStageId(id), codec::coded(&mark, Mark::from_code)?, codec::narrow(count)?))
    };
    rows.into_iter().map(one).collect()
}

/// Entries that pass and have a value in a field, with it as it is kept, in order of their identity.
pub async fn with_field(
    tx: &mut Tx,
    listing: Listing<'_>,
    field: RegisterFieldId,
    limit: u32,
) -> Result<Vec<(EntryId, String, String)>, StoreError> {
    let mut statement = Statement::new(
        "select e.id, e.title, s.value from entry_values s join register_entries e on e.id = s.entry_id",
    );
    listing.conditions(&mut statement);
    let day = listing.day();
    statement.push(" and s.field_id = ").whole(field.0).push(" and s.key is not null and s.from_day <= ");
    statement.text(day.as_str()).push(" and s.to_day > ").text(day).push(" order by e.title_key, e.id limit ");
    let rows = statement.whole(i64::from(limit)).clone().all::<(i64, String, String)>(tx).await?;
    Ok(rows.into_iter().map(|(id, title, value)| (EntryId(id), title, value)).collect())
}
