//! Use cases: one function is one authorised, audited transaction over the records.
//!
//! It knows the clock and the database, never HTTP. Read [`contract`] for the machine output of the reading commands.

pub mod compose;
pub mod contract;
mod frame_record;
pub mod import;
pub mod password;
pub mod reading;
pub mod wording;

pub use contract::Language;
pub use reading::Reading;
pub use tt_check::{Message, Severity};
