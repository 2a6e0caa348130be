//! Work that is done once a day for an agency, by whichever process comes first.

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::id::AgencyId;

use crate::{StoreError, Tx, codec};

/// Claims a day's work; `false` when it is done already. A process that comes while another is at it waits for the end
/// of that transaction, and does the work only if it was undone.
pub async fn claim(tx: &mut Tx, name: &str, agency: AgencyId, day: Date, at: Timestamp) -> Result<bool, StoreError> {
    const SQL: &str = "insert into job_runs (name, agency_id, day, at) values ($1, $2, $3, $4) on conflict do nothing";
    Ok(execute!(tx, SQL, name, agency.0, codec::day_text(day), codec::micros(at))? == 1)
}

/// The last day the work was done, if ever, and when.
pub async fn last(tx: &mut Tx, name: &str, agency: AgencyId) -> Result<Option<(Date, Timestamp)>, StoreError> {
    const SQL: &str = "select day, at from job_runs where name = $1 and agency_id = $2 order by day desc limit 1";
    let Some((day, at)) = optional!(tx, (String, i64), SQL, name, agency.0)? else { return Ok(None) };
    let at = codec::timestamp(at)?;
    Ok(codec::day(Some(&day))?.map(|day| (day, at)))
}

/// The agencies for which the work of a day is still to be done.
pub async fn waiting(tx: &mut Tx, name: &str, day: Date) -> Result<Vec<AgencyId>, StoreError> {
    const SQL: &str = "select a.id from agencies a where not exists \
                       (select 1 from job_runs r where r.name = $1 and r.agency_id = a.id and r.day >= $2) order by a.id";
    let rows = all!(tx, (i64,), SQL, name, codec::day_text(day))?;
    Ok(rows.into_iter().map(|(id,)| AgencyId(id)).collect())
}

/// The last day up to that one on which the work was done, and when.
pub async fn last_by(
    tx: &mut Tx,
    name: &str,
    agency: AgencyId,
    day: Date,
) -> Result<Option<(Date, Timestamp)>, StoreError> {
    const SQL: &str =
        "select day, at from job_runs where name = $1 and agency_id = $2 and day <= $3 order by day desc limit 1";
    let found = optional!(tx, (String, i64), SQL, name, agency.0, codec::day_text(day))?;
    let Some((day, at)) = found else { return Ok(None) };
    let at = codec::timestamp(at)?;
    Ok(codec::day(Some(&day))?.map(|day| (day, at)))
}
