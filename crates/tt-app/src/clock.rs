//! What time it is: the machine's clock, or one that tests and rehearsals set.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, offset};

/// Where the application takes the time from. Only the life of tasks follows a set clock; sessions keep the machine's.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's own.
    #[default]
    Machine,
    /// Stands still at an instant until it is set anew; clones share it.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at noon of a day in Viet Nam.
    pub fn at(day: Date) -> Self {
        let clock = Self::Set(Arc::new(AtomicI64::new(0)));
        clock.set(day);
        clock
    }

    /// Moves a set clock to noon of a day; the machine's clock is left alone.
    pub fn set(&self, day: Date) {
        if let (Self::Set(micros), Ok(noon)) = (self, VIETNAM.to_timestamp(day.at(12, 0, 0, 0))) {
            micros.store(noon.as_microsecond(), Ordering::Relaxed);
        }
    }

    /// The instant.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::Machine => Timestamp::now(),
            Self::Set(micros) => Timestamp::from_microsecond(micros.load(Ordering::Relaxed)).unwrap_or_default(),
        }
    }

    /// The day in Viet Nam.
    pub fn today(&self) -> Date {
        day_of(self.now())
    }
}

/// Today in Viet Nam by the machine's clock.
pub fn today() -> Date {
    day_of(Timestamp::now())
}

/// The day an instant falls on in Viet Nam.
pub fn day_of(instant: Timestamp) -> Date {
    VIETNAM.to_datetime(instant).date()
}

/// The first instant of a day in Viet Nam.
pub fn start_of(day: Date) -> Timestamp {
    VIETNAM.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}

/// The hour of the day it is in Viet Nam at an instant.
pub fn hour_of(instant: Timestamp) -> i8 {
    VIETNAM.to_datetime(instant).hour()
}

/// Viet Nam keeps UTC+7 all year; a fixed offset needs no time zone files on the machine.
const VIETNAM: Offset = offset(7);

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_set_clock_stands_on_its_day_and_clones_follow() {
        let clock = Clock::at(date(2019, 12, 5));
        let other = clock.clone();
        assert_eq!(other.today(), date(2019, 12, 5));
        clock.set(date(2020, 2, 29));
        assert_eq!(other.today(), date(2020, 2, 29));
    }

    #[test]
    fn the_day_turns_at_midnight_in_viet_nam() {
        let before: Timestamp = "2019-12-31T16:59:59Z".parse().unwrap_or_default();
        let after: Timestamp = "2019-12-31T17:00:00Z".parse().unwrap_or_default();
        assert_eq!(day_of(before), date(2019, 12, 31));
        assert_eq!(day_of(after), date(2020, 1, 1));
    }
}
