//! Shapes that several answers share.

use tt_text::date::PartialDate;

use super::problem::Problem;

/// How many records a page holds unless told.
const LIMIT: u32 = 50;

/// Most records a page holds.
const MOST: u32 = 200;

/// The limit asked for, if it may be.
pub(super) fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    match asked.unwrap_or(LIMIT) {
        limit @ 1..=MOST => Ok(limit),
        _ => Err(Problem::unreadable("limit: 1..200")),
    }
}

/// The identity a list goes on after.
pub(super) fn after(asked: Option<i64>) -> Result<Option<i64>, Problem> {
    if asked.is_some_and(|after| after < 0) { Err(Problem::unreadable("after")) } else { Ok(asked) }
}

/// A date of which parts may be unknown: `2019-12-05`, `2019-12`, `2019`.
pub(super) fn partial(date: PartialDate) -> Option<String> {
    let year = date.year?;
    Some(match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    })
}
