//! Series of numbers (sổ số văn bản): a number is taken once, in the transaction of the issue.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, ReportId, SeriesId, UserId};

use crate::{StoreError, Tx, codec};

/// A number that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenNumber {
    /// The number.
    pub number: u32,
    /// The report that has it.
    pub report: Option<ReportId>,
    /// Why no report has it.
    pub reason: Option<String>,
    /// Who took it.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// The series of that name, made if it is not there, and locked to the end of the transaction: whoever else wants a
/// number of it waits.
pub async fn lock(tx: &mut Tx, agency: AgencyId, year: i16, series: &str) -> Result<SeriesId, StoreError> {
    const SQL: &str = "insert into number_series (agency_id, year, series, last) values ($1, $2, $3, 0) \
                       on conflict (agency_id, year, series) do update set last = number_series.last returning id";
    Ok(SeriesId(one!(tx, (i64,), SQL, agency.0, i64::from(year), series)?.0))
}

/// The series of that name, if a number of it was ever asked for.
pub async fn find(tx: &mut Tx, agency: AgencyId, year: i16, series: &str) -> Result<Option<SeriesId>, StoreError> {
    const SQL: &str = "select id from number_series where agency_id = $1 and year = $2 and series = $3";
    Ok(optional!(tx, (i64,), SQL, agency.0, i64::from(year), series)?.map(|(id,)| SeriesId(id)))
}

/// The number that would be taken next: the lowest after the last that is not gone.
pub async fn next(tx: &mut Tx, series: SeriesId) -> Result<u32, StoreError> {
    const SQL: &str = "select last from number_series where id = $1";
    const GONE: &str = "select number from numbers_taken where series_id = $1 and number > $2 order by number";
    let (last,) = one!(tx, (i64,), SQL, series.0)?;
    let mut next = last + 1;
    for (gone,) in all!(tx, (i64,), GONE, series.0, last)? {
        if gone > next {
            break;
        }
        next = gone + 1;
    }
    codec::narrow(next)
}

/// Takes a number for a report; the caller has [`lock`]ed the series and asked for the [`next`] one.
///
/// # Errors
/// [`StoreError::Conflict`] when it is gone.
pub async fn take(
    tx: &mut Tx,
    series: SeriesId,
    number: u32,
    report: ReportId,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<(), StoreError> {
    const ADD: &str = "insert into numbers_taken (series_id, number, report_id, taken_by, taken_at) \
                       values ($1, $2, $3, $4, $5)";
    let (number, by, at) = (i64::from(number), by.map(|user| user.0), codec::micros(at));
    execute!(tx, ADD, series.0, number, report.0, by, at)?;
    execute!(tx, "update number_series set last = $2 where id = $1", series.0, number)?;
    Ok(())
}

/// Marks a number as gone without a report: used outside the system, or left out; says whether it was free.
pub async fn mark(
    tx: &mut Tx,
    series: SeriesId,
    number: u32,
    reason: &str,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<bool, StoreError> {
    const SQL: &str = "insert into numbers_taken (series_id, number, reason, taken_by, taken_at) \
                       values ($1, $2, $3, $4, $5) on conflict do nothing";
    let (number, by, at) = (i64::from(number), by.map(|user| user.0), codec::micros(at));
    Ok(execute!(tx, SQL, series.0, number, reason, by, at)? == 1)
}

/// The numbers of a series that are gone, the highest first.
pub async fn taken(tx: &mut Tx, series: SeriesId, limit: u32) -> Result<Vec<TakenNumber>, StoreError> {
    const SQL: &str = "select number, report_id, reason, taken_by, taken_at from numbers_taken where series_id = $1 \
                       order by number desc limit $2";
    let rows = all!(tx, (i64, Option<i64>, Option<String>, Option<i64>, i64), SQL, series.0, i64::from(limit))?;
    rows.into_iter()
        .map(|(number, report, reason, by, at)| {
            Ok(TakenNumber {
                number: codec::narrow(number)?,
                report: report.map(ReportId),
                reason,
                by: by.map(UserId),
                at: codec::timestamp(at)?,
            })
        })
        .collect()
}

/// The series of an agency: year, name, identity; the newest year first.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(i16, String, SeriesId)>, StoreError> {
    const SQL: &str = "select year, series, id from number_series where agency_id = $1 order by year desc, series";
    let rows = all!(tx, (i64, String, i64), SQL, agency.0)?;
    rows.into_iter().map(|(year, series, id)| Ok((codec::narrow(year)?, series, SeriesId(id)))).collect()
}
