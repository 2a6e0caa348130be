//! Importing a report: what it says becomes records, in one transaction.

pub mod difference;
pub mod incoming;
pub mod printing;
pub mod snapshot;
