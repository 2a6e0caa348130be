//! Progress of long work on standard error: silent in the first second, then a line a second at most.

use std::time::{Duration, Instant};

use crate::failure::note;

const EVERY: Duration = Duration::from_secs(1);

/// Counts steps of known number.
#[derive(Debug)]
pub(crate) struct Progress {
    done: usize,
    all: usize,
    told: Instant,
}

impl Progress {
    /// Begins to count.
    pub(crate) fn new(all: usize) -> Self {
        Self { done: 0, all, told: Instant::now() }
    }

    /// One more is done; says so if the last word was over a second ago.
    pub(crate) fn step(&mut self, name: &str) {
        self.done += 1;
        if self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            note(&format!("{}/{} {name}", self.done, self.all));
        }
    }
}
