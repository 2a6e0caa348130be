//! The day it is in Viet Nam, by which posts, deadlines and reminders are reckoned wherever the server stands.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// Hours Viet Nam is ahead of UTC, all year.
const AHEAD: i8 = 7;

/// Today in Viet Nam.
pub fn today() -> Date {
    day_of(Timestamp::now())
}

/// The day an instant lies on in Viet Nam.
pub fn day_of(instant: Timestamp) -> Date {
    Offset::constant(AHEAD).to_datetime(instant).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_day_begins_seven_hours_before_that_of_utc() {
        for (instant, day) in
            [("2026-11-23T16:59:59Z", date(2026, 11, 23)), ("2026-11-23T17:00:00Z", date(2026, 11, 24))]
        {
            assert_eq!(day_of(instant.parse().unwrap()), day);
        }
    }
}
