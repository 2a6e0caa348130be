//! An agency's own choices, and the days that are not what their weekday says.

use jiff::civil::Date;
use tt_domain::calendar::{SpecialDay, SpecialKind};
use tt_domain::id::AgencyId;

use crate::{StoreError, Tx, codec};

/// The agency's choices, by name.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(String, String)>, StoreError> {
    Ok(all!(tx, (String, String), "select name, value from settings where agency_id = $1 order by name", agency.0)?)
}

/// Records a choice; `None` goes back to what the program states.
pub async fn put(tx: &mut Tx, agency: AgencyId, name: &str, value: Option<&str>) -> Result<(), StoreError> {
    const PUT: &str = "insert into settings (agency_id, name, value) values ($1, $2, $3) \
                       on conflict (agency_id, name) do update set value = excluded.value";
    const FORGET: &str = "delete from settings where agency_id = $1 and name = $2";
    match value {
        Some(value) => execute!(tx, PUT, agency.0, name, value)?,
        None => execute!(tx, FORGET, agency.0, name)?,
    };
    Ok(())
}

/// Days entered by hand, in order.
pub async fn calendar_days(tx: &mut Tx) -> Result<Vec<SpecialDay>, StoreError> {
    let rows = all!(tx, (String, String, String), "select day, kind, name from calendar_days order by day")?;
    rows.into_iter()
        .map(|(text, kind, name)| {
            let day = codec::day(Some(&text))?.ok_or_else(|| StoreError::Corrupt(format!("day {text}")))?;
            Ok(SpecialDay { day, kind: codec::coded(&kind, SpecialKind::from_code)?, name })
        })
        .collect()
}

/// Records what a day is.
pub async fn put_calendar_day(tx: &mut Tx, special: &SpecialDay) -> Result<(), StoreError> {
    const SQL: &str = "insert into calendar_days (day, kind, name) values ($1, $2, $3) \
                       on conflict (day) do update set kind = excluded.kind, name = excluded.name";
    execute!(tx, SQL, codec::day_text(special.day), special.kind.code(), &special.name)?;
    Ok(())
}

/// Lets a day be what its weekday says again.
pub async fn remove_calendar_day(tx: &mut Tx, day: Date) -> Result<(), StoreError> {
    execute!(tx, "delete from calendar_days where day = $1", codec::day_text(day))?;
    Ok(())
}
