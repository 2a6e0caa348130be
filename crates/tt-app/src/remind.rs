//! Reminders and digests: who has to be told what this morning.

/// Name of the morning's work among the work done once a day.
pub(crate) const REMIND: &str = "remind";
