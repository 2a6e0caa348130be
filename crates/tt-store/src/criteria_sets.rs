//! Agencies' own sets of grading criteria (bộ tiêu chí), each version kept.

use jiff::Timestamp;
use tt_domain::grading::{Criteria, CriteriaSet, Subject};
use tt_domain::id::{AgencyId, CriteriaSetId, UserId};

use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct SetRow {
    id: i64,
    agency_id: i64,
    code: String,
    version: i64,
    name: String,
    basis: String,
    subject: String,
    valid_from: String,
    valid_to: Option<String>,
}

/// Keeps a set as a new version of its code and gives back its identity; the identity it comes with is not looked at.
pub async fn insert(
    tx: &mut Tx,
    agency: AgencyId,
    set: &CriteriaSet,
    by: UserId,
    at: Timestamp,
) -> Result<CriteriaSetId, StoreError> {
    const SQL: &str = "insert into criteria_sets (agency_id, code, version, name, basis, subject, valid_from, \
                       valid_to, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id";
    const VALUE: &str = "insert into criteria_values (set_id, name, value) values ($1, $2, $3)";
    let from = codec::day_text(set.valid_from);
    let to = set.valid_to.map(codec::day_text);
    let (id,) = one!(
        tx,
        (i64,),
        SQL,
        agency.0,
        &set.code,
        set.version,
        &set.name,
        &set.basis,
        set.subject.code(),
        from,
        to,
        by.0,
        codec::micros(at)
    )?;
    for (name, value) in set.criteria.values() {
        execute!(tx, VALUE, id, name, value)?;
    }
    Ok(CriteriaSetId(id))
}

/// All versions of the sets of these agencies, by code and version.
pub async fn of_agencies(tx: &mut Tx, agencies: &[AgencyId]) -> Result<Vec<CriteriaSet>, StoreError> {
    const SQL: &str = "select id, agency_id, code, version, name, basis, subject, valid_from, valid_to \
                       from criteria_sets where agency_id = $1 order by code, version";
    const VALUES: &str = "select name, value from criteria_values where set_id = $1 order by name";
    let mut sets = Vec::new();
    for agency in agencies {
        for row in all!(tx, SetRow, SQL, agency.0)? {
            let values = all!(tx, (String, String), VALUES, row.id)?;
            let criteria = Criteria::from_values(&values)
                .map_err(|faults| StoreError::Corrupt(format!("criteria set {} ({} faults)", row.id, faults.len())))?;
            sets.push(CriteriaSet {
                id: Some(CriteriaSetId(row.id)),
                agency: Some(AgencyId(row.agency_id)),
                code: row.code,
                version: row.version,
                name: row.name,
                basis: row.basis,
                subject: codec::coded(&row.subject, Subject::from_code)?,
                valid_from: codec::known_day(&row.valid_from)?,
                valid_to: codec::day(row.valid_to.as_deref())?,
                criteria,
            });
        }
    }
    Ok(sets)
}
