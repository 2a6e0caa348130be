//! Round trips: what is rendered reads back as the same document.

#![expect(clippy::unwrap_used, reason = "the lint's exception for tests does not reach helpers of integration tests")]

mod generated;
mod pictures;
mod round_trip;
