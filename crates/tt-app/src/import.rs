//! Importing a report: what it says becomes records, in one transaction.

pub mod incoming;
pub mod printing;
