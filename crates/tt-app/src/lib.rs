//! Use cases: one function is one authorised, audited transaction over the records.
//!
//! It knows the clock and the database, never HTTP. Read [`contract`] for the machine output of the reading commands.

pub mod contract;
